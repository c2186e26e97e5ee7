//! Which decisions are explained, each as a signed sum of columns of the decision function of shape `ovo`.

use crate::pipeline::svm::Predictor;

/// How a decision comes from the columns of the decision function.
pub(super) struct Recipe {
    /// Places in [`Predictor::classes`].
    pub class: usize,
    pub against: Option<usize>,
    /// Columns with their signs.
    columns: Vec<(usize, f64)>,
}

impl Recipe {
    /// The decision's own, from one number for each column: values, intercepts or weights.
    pub fn of(&self, numbers: &[f64]) -> f64 {
        let sum = |sum, &(column, sign): &(usize, f64)| sum + sign * numbers[column];
        // From the first number on, since 0 plus it would lose the sign of a zero.
        let (column, sign) = self.columns[0];
        self.columns[1..].iter().fold(sign * numbers[column], sum)
    }
}

/// The class that `class` is held against: the runner-up by score of the predicted class, the predicted class of any other.
/// `scores` has one value for each of `classes`; the first of equal ones counts.
pub(super) fn rival_of(class: u32, label: u32, classes: &[u32], scores: &[f64]) -> u32 {
    if class != label {
        return label;
    }
    let others = classes
        .iter()
        .zip(scores)
        .filter(|(other, _)| **other != class);
    let best = others.reduce(|best, other| if other.1 > best.1 { other } else { best });
    best.map_or(class, |(&other, _)| other)
}

/// The decisions about the class at place `class`, held against the one at `rival`.
pub(super) fn recipes(predictor: &Predictor, class: usize, rival: usize) -> Vec<Recipe> {
    let k = predictor.classes().len();
    if k == 2 {
        return vec![Recipe {
            class,
            against: Some(rival),
            columns: vec![(0, if class == 1 { 1.0 } else { -1.0 })],
        }];
    }
    let rest = (0..k).filter(|&other| other != class && other != rival);
    if predictor.is_one_vs_one() {
        return std::iter::once(rival)
            .chain(rest)
            .map(|other| {
                let (i, j) = (class.min(other), class.max(other));
                let column = i * (2 * k - i - 1) / 2 + j - i - 1;
                Recipe {
                    class,
                    against: Some(other),
                    columns: vec![(column, if class == i { 1.0 } else { -1.0 })],
                }
            })
            .collect();
    }
    let own = |class: usize| Recipe {
        class,
        against: None,
        columns: vec![(class, 1.0)],
    };
    let margin = Recipe {
        class,
        against: Some(rival),
        columns: vec![(class, 1.0), (rival, -1.0)],
    };
    [own(class), margin, own(rival)]
        .into_iter()
        .chain(rest.map(own))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rival_is_the_runner_up_or_the_predicted_class() {
        let classes = [0, 2, 5];
        assert_eq!(rival_of(2, 2, &classes, &[0.1, 0.9, 0.2]), 5);
        assert_eq!(rival_of(2, 2, &classes, &[0.2, 0.9, 0.2]), 0);
        assert_eq!(rival_of(0, 2, &classes, &[0.1, 0.9, 0.2]), 2);
    }
}
