//! The door of the classifier: options as given become options that can run, or every violation with its field.

use super::params::{ClassWeight, DecisionFunctionShape, Engine, Kernel, SvcParams};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::params::CONFIG;

/// Options that can run: every number is finite and in its range, every named class exists, and the engine can do what
/// is asked of it. Made by [`SvcParams::check`] only.
#[derive(Debug, Clone, PartialEq)]
pub struct SvcValidParams {
    pub(super) params: SvcParams,
    pub(super) n_classes: usize,
    pub(super) weights: Weights,
}

/// Class weights by class index.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Weights {
    Uniform,
    Balanced,
    /// One for each class of the check.
    PerClass(Vec<f64>),
}

impl SvcValidParams {
    /// The options, as they were given.
    pub fn params(&self) -> &SvcParams {
        &self.params
    }

    /// Number of classes that the options were checked for.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// `C` of each class of `counts` (rows of each class): `params.C` times the class's weight. `balanced` is
    /// scikit-learn's `n_samples / (n_classes * n_samples of the class)`, over the classes that have rows; 0 for a
    /// class without rows, which no solver meets.
    pub fn c_of_classes(&self, counts: &[u64]) -> Vec<f64> {
        let present = counts.iter().filter(|&&count| count > 0).count() as f64;
        let rows = counts.iter().sum::<u64>() as f64;
        counts
            .iter()
            .enumerate()
            .map(|(class, &count)| {
                let weight = match &self.weights {
                    _ if count == 0 => 0.0,
                    Weights::Uniform => 1.0,
                    Weights::Balanced => rows / (present * count as f64),
                    Weights::PerClass(weights) => weights[class],
                };
                weight * self.params.c
            })
            .collect()
    }
}

impl SvcParams {
    /// Checks the options for these classes (names in class order).
    ///
    /// # Errors
    /// The first of [`SvcParams::violations`]; where there are more, its message names their fields too.
    pub fn check(&self, classes: &[String]) -> Result<SvcValidParams, Error> {
        let mut violations = self.violations(classes).into_iter();
        let Some(mut first) = violations.next() else {
            return Ok(self.unchecked(classes));
        };
        let others: Vec<String> = violations
            .filter_map(|error| error.place.map(|place| place.file))
            .collect();
        if !others.is_empty() {
            first.message = message!(
                "error-also-at-fault",
                fault = first.message,
                fields = others.join(", ")
            );
        }
        Err(first)
    }

    /// Everything that is wrong with the options, each with its field as place (`svc.C`):
    /// [`Code::InvalidParameter`] for a value out of its range, [`Code::Unsupported`] for what the engine can't do.
    pub fn violations(&self, classes: &[String]) -> Vec<Error> {
        let mut found = CONFIG.faults_of("svc", "svc", self);
        let mut fault = |field: &str, message: Message, remedy: Message| {
            found.push(Error::new(Code::InvalidParameter, message, remedy).in_file(field));
        };
        if self.break_ties && self.decision_function_shape == DecisionFunctionShape::Ovo {
            fault(
                "svc.break_ties",
                message!("error-ties-need-ovr"),
                message!("error-set-ovr"),
            );
        }
        self.check_class_weight(classes, &mut fault);
        self.check_engine(&mut found);
        found
    }

    fn check_class_weight(
        &self,
        classes: &[String],
        fault: &mut impl FnMut(&str, Message, Message),
    ) {
        let ClassWeight::PerClass(weights) = &self.class_weight else {
            return;
        };
        for (name, &weight) in weights {
            if !classes.contains(name) {
                fault(
                    "svc.class_weight",
                    message!("error-weight-of-no-class", class = name),
                    message!("error-name-only-these", classes = Argument::cut(classes)),
                );
            } else if !(weight * self.c).is_finite() && weight.is_finite() && self.c.is_finite() {
                fault(
                    "svc.class_weight",
                    message!("error-weight-overflow", class = name),
                    message!("error-smaller-weight-or-c"),
                );
            }
        }
    }

    fn check_engine(&self, found: &mut Vec<Error>) {
        let mut unsupported = |field: &str, message: Message, remedy: Message| {
            found.push(Error::new(Code::Unsupported, message, remedy).in_file(field));
        };
        if self.probability && self.engine != Engine::Smo {
            unsupported(
                "svc.probability",
                message!("error-probability-of-smo"),
                message!("error-smo-or-no-probability"),
            );
        }
        if self.engine == Engine::LinfaSvm {
            if self.kernel == Kernel::Sigmoid {
                unsupported(
                    "svc.kernel",
                    message!("error-linfa-no-sigmoid"),
                    message!("error-smo-or-other-kernel"),
                );
            }
            if self.max_iter > 0 {
                unsupported(
                    "svc.max_iter",
                    message!("error-linfa-no-limit"),
                    message!("error-smo-or-no-limit"),
                );
            }
        }
    }

    /// The checked form, without a check: for the one caller that has just checked.
    fn unchecked(&self, classes: &[String]) -> SvcValidParams {
        let weights = match &self.class_weight {
            ClassWeight::None => Weights::Uniform,
            ClassWeight::Balanced => Weights::Balanced,
            ClassWeight::PerClass(given) => Weights::PerClass(
                classes
                    .iter()
                    .map(|class| given.get(class).copied().unwrap_or(1.0))
                    .collect(),
            ),
        };
        SvcValidParams {
            params: self.clone(),
            n_classes: classes.len(),
            weights,
        }
    }
}
