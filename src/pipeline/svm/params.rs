//! The options of the classifier, with scikit-learn's names: unchecked as the user gave them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Options of scikit-learn's `SVC` and, for the engine `linear`, `LinearSVC`. The defaults are the user's own choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SvcParams {
    /// Who solves it.
    pub engine: Engine,
    /// The kernel; the engine `linear` has only the linear one and does not read this option.
    pub kernel: Kernel,
    /// Penalty of an error, above 0.
    #[serde(rename = "C")]
    pub c: f64,
    /// Degree of the polynomial kernel.
    pub degree: u32,
    /// Width of the kernels poly, rbf and sigmoid.
    pub gamma: Gamma,
    /// The constant of the kernels poly and sigmoid.
    pub coef0: f64,
    /// Stop when no pair violates the optimality conditions by more, above 0. The engine `linear` reads it as
    /// scikit-learn's `LinearSVC.tol` (whose own default is 1e-4) and stops at a tenth of it, so that its optimum is
    /// at least as good as that of either solver behind `LinearSVC`.
    pub tol: f64,
    /// Weights that multiply `C` by class.
    pub class_weight: ClassWeight,
    /// Whether to calibrate probabilities (Platt scaling, as LIBSVM does it).
    pub probability: bool,
    /// Limit of iterations of one machine, from 1; -1 means none. The engine `smo` counts pairs, as LIBSVM does; with a
    /// limit the linear kernel has pairs only, without one most of its iterations are passes over the rows. The engine
    /// `linear` counts passes, and -1 means 10,000 of them there.
    pub max_iter: i64,
    /// Shape of the decision function that is shown; the labels come from the votes either way.
    pub decision_function_shape: DecisionFunctionShape,
    /// Break ties of votes by the decision function (`ovr` only) and not by class order.
    pub break_ties: bool,
    /// LIBSVM's switch for setting aside variables at their bounds: a matter of speed, not of the optimum. The engine
    /// `smo` finds its working set without a scan of all variables and sets none aside; as in LIBSVM, the switch decides
    /// which among equal rows carry their weight (several of them, or one), hence the number of support vectors. The
    /// linear kernel's passes and the engine `linear` always set aside, linfa-svm never does.
    pub shrinking: bool,
    /// Memory for kernel rows in MB (2^20 bytes).
    pub cache_size: f64,
    /// The loss of the engine `linear`.
    pub loss: Loss,
    /// Whether the engine `linear` fits an intercept.
    pub fit_intercept: bool,
    /// The value of the constant feature by which the engine `linear` fits (and penalises) the intercept.
    pub intercept_scaling: f64,
}

/// Who solves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Engine {
    /// LIBSVM's problem (scikit-learn's `SVC`), one-vs-one, by sequential minimal optimisation on sparse rows.
    Smo,
    /// LIBLINEAR's problem (scikit-learn's `LinearSVC`), one-vs-rest, by coordinate descent.
    Linear,
    /// The crate linfa-svm, one-vs-rest with a dense kernel matrix: for small data and as an independent check.
    LinfaSvm,
}

/// Kernel functions of rows `x` and `z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kernel {
    /// `x.z`
    Linear,
    /// `(gamma x.z + coef0)^degree`
    Poly,
    /// `exp(-gamma |x - z|^2)`
    Rbf,
    /// `tanh(gamma x.z + coef0)`
    Sigmoid,
}

/// Width of a kernel.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gamma {
    /// `1 / (n_features * variance of all entries, zeros included)`
    Scale,
    /// `1 / n_features`
    Auto,
    /// As given, above 0.
    #[serde(untagged)]
    Value(f64),
}

/// Weights that multiply `C` by class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClassWeight {
    /// 1 for each.
    None,
    /// `n_samples / (n_classes * n_samples of the class)`
    Balanced,
    /// As given by class name; 1 for a class that is not named.
    #[serde(untagged)]
    PerClass(BTreeMap<String, f64>),
}

/// Shape of the decision function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DecisionFunctionShape {
    /// One column for each class, from votes and confidences.
    Ovr,
    /// One column for each pair of classes.
    Ovo,
}

/// The loss of the engine `linear`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Loss {
    /// `max(0, 1 - y f(x))^2`
    SquaredHinge,
    /// `max(0, 1 - y f(x))`
    Hinge,
}

impl Default for SvcParams {
    fn default() -> SvcParams {
        SvcParams {
            engine: Engine::Smo,
            kernel: Kernel::Poly,
            c: 1.0,
            degree: 3,
            gamma: Gamma::Scale,
            coef0: 0.0,
            tol: 1e-3,
            class_weight: ClassWeight::None,
            probability: false,
            max_iter: -1,
            decision_function_shape: DecisionFunctionShape::Ovr,
            break_ties: false,
            shrinking: true,
            cache_size: 200.0,
            loss: Loss::SquaredHinge,
            fit_intercept: true,
            intercept_scaling: 1.0,
        }
    }
}
