//! Is a model better than the majority-class baseline, which needs no model, and which classes does it find? All of it
//! follows from the confusion matrix: the baseline is right on exactly the rows of its class.

use super::agreement::{Agreement, McNemar};
use super::intervals::tango;
use crate::pipeline::drift::Estimate;

/// Of the rows of a class so large a share is answered right where the class counts as found.
const FOUND: f64 = 0.5;

/// How a model stands to the baseline, by the interval of the difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// All of the interval is above 0.
    Better,
    /// It reaches over 0: the difference may be chance.
    Undecided,
    /// All of it is below 0.
    Worse,
    /// It answers the baseline's class to every row.
    Same,
}

/// A class that is answered right for less than half of its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissedClass {
    pub class: usize,
    pub found: u64,
    pub rows: u64,
}

/// A model against always answering one class, on the same rows.
#[derive(Debug, Clone, PartialEq)]
pub struct VersusBaseline {
    pub standing: Standing,
    /// F1 micro of the model minus the baseline's, with Tango's interval of 95 %; see [`tango`].
    pub difference: Estimate,
    /// McNemar's exact p.
    pub exact_p: f64,
    /// Classes but the baseline's, the rarest first.
    pub missed: Vec<MissedClass>,
}

impl VersusBaseline {
    /// `confusion` has shape `(n_classes, n_classes)`, true classes in rows, predicted ones in columns, in rows of the
    /// data; `class` is the baseline's. None where there is no row, or no such class.
    pub fn new(confusion: &[Vec<u64>], class: usize) -> Option<VersusBaseline> {
        let own = confusion.get(class)?;
        let sum = |row: &[u64]| row.iter().sum::<u64>();
        let n: u64 = confusion.iter().map(|row| sum(row)).sum();
        if n == 0 {
            return None;
        }
        let both = own[class];
        let right: u64 = confusion.iter().enumerate().map(|(at, row)| row[at]).sum();
        let only_candidate = right - both;
        let only_production = sum(own) - both;
        let agreement = Agreement {
            both,
            only_candidate,
            only_production,
            neither: n - both - only_candidate - only_production,
        };
        let always: u64 = confusion.iter().map(|row| row[class]).sum();
        let difference = tango(&agreement);
        let standing = if always == n {
            Standing::Same
        } else if difference.low > 0.0 {
            Standing::Better
        } else if difference.high < 0.0 {
            Standing::Worse
        } else {
            Standing::Undecided
        };
        let mut missed: Vec<MissedClass> = confusion
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != class)
            .map(|(at, row)| MissedClass {
                class: at,
                found: row[at],
                rows: sum(row),
            })
            .filter(|of| (of.found as f64) < FOUND * of.rows as f64)
            .collect();
        missed.sort_by_key(|of| of.rows);
        Some(VersusBaseline {
            standing,
            difference,
            exact_p: McNemar::new(&agreement).exact_p,
            missed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_confusion_matrix_says_of_the_baseline() {
        // Confusion matrix (true class by row), the baseline's class, the standing, the difference in rows, McNemar's
        // exact p by hand, and class, found, rows of what is missed.
        type Case = (
            &'static [&'static [u64]],
            usize,
            Standing,
            (i64, u64),
            f64,
            &'static [(usize, u64, u64)],
        );
        let cases: &[Case] = &[
            // Five rows that only the model has right, none that only the baseline has: 2 / 2^5.
            (
                &[&[0, 5], &[0, 5]],
                1,
                Standing::Same,
                (0, 10),
                1.0,
                &[(0, 0, 5)],
            ),
            (
                &[&[5, 0], &[0, 5]],
                1,
                Standing::Better,
                (5, 10),
                2.0 / 32.0,
                &[],
            ),
            // One against four of five coins: 12 / 32.
            (
                &[&[1, 24], &[4, 971]],
                1,
                Standing::Undecided,
                (-3, 1000),
                12.0 / 32.0,
                &[(0, 1, 25)],
            ),
            (
                &[&[4, 21], &[1, 974]],
                1,
                Standing::Undecided,
                (3, 1000),
                12.0 / 32.0,
                &[(0, 4, 25)],
            ),
            // None against thirty: worse; 2 / 2^30.
            (
                &[&[0, 20], &[30, 950]],
                1,
                Standing::Worse,
                (-30, 1000),
                2.0 / 1_073_741_824.0,
                &[(0, 0, 20)],
            ),
            // A class without rows is not missed; exactly half of one is found.
            (
                &[&[2, 2, 0], &[0, 0, 0], &[0, 0, 96]],
                2,
                Standing::Undecided,
                (2, 100),
                0.5,
                &[],
            ),
        ];
        for (confusion, class, standing, (by, n), p, missed) in cases {
            let confusion: Vec<Vec<u64>> = confusion.iter().map(|row| row.to_vec()).collect();
            let of = VersusBaseline::new(&confusion, *class).unwrap();
            let found: Vec<_> = of
                .missed
                .iter()
                .map(|of| (of.class, of.found, of.rows))
                .collect();
            assert_eq!(
                (of.standing, found.as_slice()),
                (*standing, *missed),
                "{confusion:?}"
            );
            let expected = *by as f64 / *n as f64;
            assert!(
                (of.difference.value - expected).abs() < 1e-15,
                "{confusion:?}: {of:?}"
            );
            assert!((of.exact_p - p).abs() < 1e-14, "{confusion:?}: {of:?}");
            assert!(of.difference.low <= expected && expected <= of.difference.high);
        }
        assert_eq!(VersusBaseline::new(&[vec![0, 0], vec![0, 0]], 0), None);
        assert_eq!(VersusBaseline::new(&[], 0), None);
    }
}
