//! How far scores of a set may be from those of all such rows: intervals of 95 %.

use super::Evaluation;
use super::evaluation::f1_macro;
use crate::pipeline::drift::distributions::Z_95;
use crate::pipeline::drift::intervals::{Estimate, wilson};

impl Evaluation {
    /// F1 micro, which is the share of rows with the right label, with Wilson's interval; none without a row.
    pub fn f1_micro_estimate(&self) -> Option<Estimate> {
        let right = (0..self.confusion.len()).map(|class| self.confusion[class][class]);
        (self.n > 0).then(|| wilson(right.sum(), self.n))
    }

    /// Of the rows of a class the share that is given it, with Wilson's interval; none where there is no such row.
    pub fn recall_estimate(&self, class: usize) -> Option<Estimate> {
        let rows: u64 = self.confusion.get(class)?.iter().sum();
        (rows > 0).then(|| wilson(self.confusion[class][class], rows))
    }

    /// Of the rows that are given a class the share that has it, with Wilson's interval; none where no row is given it.
    pub fn precision_estimate(&self, class: usize) -> Option<Estimate> {
        self.confusion.get(class)?;
        let given: u64 = self.confusion.iter().map(|row| row[class]).sum();
        (given > 0).then(|| wilson(self.confusion[class][class], given))
    }

    /// F1 macro of giving every row a class by its name; none where there is no such class, or no row.
    pub fn f1_macro_of_always(&self, class: &str) -> Option<f64> {
        let class = self.per_class.iter().position(|one| one.name == class)?;
        let rows: Vec<u64> = self.confusion.iter().map(|row| row.iter().sum()).collect();
        let only = |n: u64| -> Vec<u64> {
            (0..rows.len())
                .map(|at| if at == class { n } else { 0 })
                .collect()
        };
        (self.n > 0).then(|| f1_macro(&only(rows[class]), &rows, &only(self.n)))
    }

    /// F1 macro, a mean over the classes that occur, with the interval of the delta method, cut to `0.0..=1.0`; none without a
    /// row.
    ///
    /// Source: Takahashi et al., "Confidence interval for micro-averaged F1 and macro-averaged F1 scores", Applied Intelligence 52,
    /// 2022: the confusion matrix is a multinomial draw, and F1 a smooth function of its shares.
    pub fn f1_macro_estimate(&self) -> Option<Estimate> {
        let n_classes = self.confusion.len();
        // Rows that have a class and rows that were given it; twice the right ones are in both.
        let sums: Vec<f64> = (0..n_classes)
            .map(|class| {
                let truth: u64 = self.confusion[class].iter().sum();
                let given: u64 = self.confusion.iter().map(|row| row[class]).sum();
                (truth + given) as f64
            })
            .collect();
        let n_there = sums.iter().filter(|sum| **sum > 0.0).count() as f64;
        if self.n == 0 {
            return None;
        }
        let n = self.n as f64;
        // What a share more of a class in truth or prediction takes from its F1.
        let loss: Vec<f64> = (0..n_classes)
            .map(|class| match sums[class] {
                0.0 => 0.0,
                sum => 2.0 * n * self.confusion[class][class] as f64 / (sum * sum),
            })
            .collect();
        let (mut mean, mut mean_of_squares) = (0.0, 0.0);
        for (truth, row) in self.confusion.iter().enumerate() {
            for (given, &count) in row.iter().enumerate().filter(|(_, count)| **count > 0) {
                let gain = match truth == given {
                    true => 2.0 * n / sums[truth],
                    false => 0.0,
                };
                let slope = (gain - loss[truth] - loss[given]) / n_there;
                let share = count as f64 / n;
                mean += share * slope;
                mean_of_squares += share * slope * slope;
            }
        }
        let variance = (mean_of_squares - mean * mean).max(0.0) / n;
        let half = Z_95 * variance.sqrt();
        Some(Estimate {
            value: self.f1_macro,
            low: (self.f1_macro - half).max(0.0),
            high: (self.f1_macro + half).min(1.0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::rng::RandomState;

    /// Rows of a three-class problem, each drawn from the cells of a confusion matrix.
    fn drawn(random: &mut RandomState, cells: &[[u32; 3]; 3], n: u32) -> Evaluation {
        let classes: Vec<String> = ["a", "b", "c"].map(String::from).to_vec();
        let total: u32 = cells.iter().flatten().sum();
        let (mut truth, mut given) = (Vec::new(), Vec::new());
        for _ in 0..n {
            let mut at = random.random_interval(total - 1);
            for (place, &count) in cells.iter().flatten().enumerate() {
                if at < count {
                    truth.push(place as u32 / 3);
                    given.push(place as u32 % 3);
                    break;
                }
                at -= count;
            }
        }
        Evaluation::new(&classes, &truth, &given)
    }

    #[test]
    fn shares_of_a_class_are_those_of_its_row_and_its_column() {
        let classes = ["a", "b", "c"].map(String::from);
        let evaluation = Evaluation::new(&classes, &[0, 0, 0, 1], &[0, 0, 1, 1]);
        let shares = |class: usize| {
            let value = |estimate: Option<Estimate>| estimate.map(|estimate| estimate.value);
            [
                value(evaluation.recall_estimate(class)),
                value(evaluation.precision_estimate(class)),
            ]
        };
        assert_eq!(shares(0), [Some(2.0 / 3.0), Some(1.0)]);
        assert_eq!(shares(1), [Some(1.0), Some(0.5)]);
        assert_eq!([shares(2), shares(3)], [[None; 2]; 2]);
        assert_eq!(evaluation.recall_estimate(0), Some(wilson(2, 3)));
        // Always a: it has 2 * 3 of 3 + 4, b nothing, and c is nowhere.
        let always = Evaluation::new(&classes, &[0, 0, 0, 1], &[0; 4]).f1_macro;
        assert_eq!(evaluation.f1_macro_of_always("a"), Some(always));
        assert_eq!(evaluation.f1_macro_of_always("d"), None);
    }

    #[test]
    fn the_true_score_is_in_the_interval_of_nineteen_draws_in_twenty() {
        let cells = [[700, 40, 30], [60, 80, 10], [30, 10, 40]];
        let mut random = RandomState::new(7);
        // F1 macro of the cells themselves: of 2 hits / (rows of the truth + rows given).
        let f1 = |hits: f64, sums: f64| 2.0 * hits / sums;
        let truth =
            (f1(700.0, 770.0 + 790.0) + f1(80.0, 150.0 + 130.0) + f1(40.0, 80.0 + 80.0)) / 3.0;
        let (mut found, mut micro_found) = (0, 0);
        for _ in 0..1000 {
            let evaluation = drawn(&mut random, &cells, 800);
            let estimate = evaluation.f1_macro_estimate().unwrap();
            assert_eq!(estimate.value, evaluation.f1_macro);
            found += usize::from(estimate.low <= truth && truth <= estimate.high);
            let micro = evaluation.f1_micro_estimate().unwrap();
            assert_eq!(micro.value, evaluation.f1_micro);
            micro_found += usize::from(micro.low <= 0.82 && 0.82 <= micro.high);
        }
        // Three standard deviations of a thousand draws at 95 % are 21.
        assert!((929..=971).contains(&found), "{found}");
        assert!((929..=971).contains(&micro_found), "{micro_found}");
        let nothing = Evaluation::new(&["a".into()], &[], &[]);
        assert!(nothing.f1_macro_estimate().is_none() && nothing.f1_micro_estimate().is_none());
    }
}
