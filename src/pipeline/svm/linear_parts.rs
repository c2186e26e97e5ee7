//! What a linear decision is made of: an intercept and a weight for each column, whatever the model keeps of them.

use super::predict::{Machines, Predictor};

/// Intercepts and weights of a decision function that is linear.
#[derive(Debug, Clone, PartialEq)]
pub struct LinearParts {
    /// One for each column of [`Predictor::decision_function`] of shape `ovo`.
    pub intercepts: Vec<f64>,
    /// Shape `(columns asked for, columns of the decision function)`.
    pub weights: Vec<Vec<f64>>,
}

impl Predictor {
    /// The weights of some columns of the features, where the kernel is linear, else None: the decision function of shape
    /// `ovo` (see [`Predictor::decision_function`]) of a row `x` is `intercepts + sum_c x_c weights_c`, to rounding.
    ///
    /// Support vectors are folded into weights for the columns asked for alone.
    ///
    /// # Panics
    /// If a column is not among those of the training rows.
    pub fn linear_parts(&self, columns: &[u32]) -> Option<LinearParts> {
        let of_machines: Vec<Vec<f64>> = match &self.machines {
            Machines::OneVsOne { scorer, .. } | Machines::OneVsRest(scorer) => columns
                .iter()
                .map(|&column| scorer.column_weights(column))
                .collect::<Option<_>>()?,
            Machines::Linear { coef, intercept } => columns
                .iter()
                .map(|&column| {
                    let weight = |machine: usize| coef[machine * self.n_features + column as usize];
                    (0..intercept.len()).map(weight).collect()
                })
                .collect(),
        };
        let intercepts = match &self.machines {
            Machines::OneVsOne { scorer, .. } | Machines::OneVsRest(scorer) => {
                scorer.is_linear().then(|| scorer.intercepts())?
            }
            Machines::Linear { intercept, .. } => intercept,
        };
        Some(LinearParts {
            intercepts: self.in_columns(intercepts),
            weights: of_machines
                .iter()
                .map(|weights| self.in_columns(weights))
                .collect(),
        })
    }

    /// Whether a machine decides between two classes, and not for or against one of them.
    pub fn is_one_vs_one(&self) -> bool {
        matches!(self.machines, Machines::OneVsOne { .. })
    }

    /// From machines to columns of the decision function of shape `ovo`; a linear map, so that it serves weights as well
    /// as values.
    fn in_columns(&self, machines: &[f64]) -> Vec<f64> {
        match (&self.machines, self.classes.len()) {
            (Machines::OneVsOne { .. }, 2) => vec![-machines[0]],
            (Machines::OneVsRest(_), 2) => vec![machines[1] - machines[0]],
            _ => machines.to_vec(),
        }
    }
}
