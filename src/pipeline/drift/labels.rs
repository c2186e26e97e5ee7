//! Labels: did the shares of the classes change?

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::contingency::{
    ChiSquare, cramers_v, cramers_v_corrected, floats, homogeneity, least_expected,
    likelihood_ratio,
};
use super::intervals::ProportionShift;
use super::measurement::{Measurement, Unavailable};
use super::null::Null;
use super::shares::{Distances, hellinger, js_distance, psi, shares_of, total_variation};
use super::side::Side;
use crate::pipeline::rng::RandomState;
use crate::pipeline::step::Status;

/// Rows of each class on both sides; the three lists are equally long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelCounts {
    pub classes: Vec<String>,
    pub reference: Vec<u64>,
    pub current: Vec<u64>,
}

impl LabelCounts {
    /// The same where the rows of the reference were counted before.
    ///
    /// # Panics
    /// If a current label is not below the number of its classes.
    pub fn of_counted(
        reference: &[(String, u64)],
        current_classes: &[String],
        current: &[u32],
    ) -> LabelCounts {
        let names: Vec<String> = reference.iter().map(|(class, _)| class.clone()).collect();
        let mut counts = LabelCounts::new(&names, &[], current_classes, current);
        for (all, (_, rows)) in counts.reference.iter_mut().zip(reference) {
            *all = *rows;
        }
        counts
    }

    /// Counts labels, each an index into the classes of its side. The classes are the reference's in their order, then
    /// those that only the current data names.
    ///
    /// # Panics
    /// If a label is not below the number of classes of its side.
    pub fn new(
        reference_classes: &[String],
        reference: &[u32],
        current_classes: &[String],
        current: &[u32],
    ) -> LabelCounts {
        let mut classes = reference_classes.to_vec();
        let mut index: BTreeMap<&str, usize> = BTreeMap::new();
        for (number, class) in reference_classes.iter().enumerate() {
            index.entry(class).or_insert(number);
        }
        for class in current_classes {
            if !index.contains_key(class.as_str()) {
                index.insert(class, classes.len());
                classes.push(class.clone());
            }
        }
        let count = |names: &[String], labels: &[u32]| {
            let mut counts = vec![0; classes.len()];
            for &label in labels {
                counts[index[names[label as usize].as_str()]] += 1;
            }
            counts
        };
        LabelCounts {
            reference: count(reference_classes, reference),
            current: count(current_classes, current),
            classes,
        }
    }

    /// The rows with a label of both sides.
    ///
    /// # Errors
    /// A side without labels.
    pub(super) fn of_sides(reference: &Side, current: &Side) -> Result<LabelCounts, Unavailable> {
        let a = reference
            .given_labels()
            .ok_or(Unavailable::UnlabelledReference)?;
        let b = current
            .given_labels()
            .ok_or(Unavailable::UnlabelledCurrent)?;
        Ok(LabelCounts::new(
            &reference.classes,
            &a,
            &current.classes,
            &b,
        ))
    }

    fn totals(&self) -> (u64, u64) {
        (self.reference.iter().sum(), self.current.iter().sum())
    }

    /// # Errors
    /// An empty side, or all rows in one class.
    fn check(&self) -> Result<(), Unavailable> {
        let (n_reference, n_current) = self.totals();
        Unavailable::unless_both(n_reference, n_current)?;
        let mut there = (0..self.classes.len())
            .filter(|&class| self.reference[class] + self.current[class] > 0);
        match (there.next(), there.next()) {
            (Some(class), None) => Err(Unavailable::OneClass {
                class: self.classes[class].clone(),
            }),
            _ => Ok(()),
        }
    }
}

/// The label part of a drift report.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct LabelDrift {
    pub n_reference: u64,
    pub n_current: u64,
    pub classes: Vec<ClassDrift>,
    pub statistics: Measurement<LabelStatistics>,
}

/// One class on both sides.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct ClassDrift {
    pub class: String,
    pub reference: u64,
    pub current: u64,
    pub presence: Presence,
    /// None where a side has no rows at all.
    pub shift: Option<ProportionShift>,
}

/// Which sides have rows of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    Both,
    /// Gone from the current data.
    ReferenceOnly,
    /// New in the current data: a model of the reference can't give it.
    CurrentOnly,
    /// Named, without a row.
    Neither,
}

/// What is said of all classes together.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct LabelStatistics {
    pub distances: Distances,
    /// Pearson's test of homogeneity without continuity correction.
    pub chi_square: ChiSquare,
    /// The likelihood-ratio test.
    pub g: ChiSquare,
    pub cramers_v: f64,
    /// With Bergsma's correction; none where there are too few rows for it.
    pub cramers_v_corrected: Option<f64>,
    /// Filled by [`LabelPermutation`].
    pub nulls: Option<LabelNulls>,
}

/// The distances of the classes against permutations of the labels over both sides.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct LabelNulls {
    pub js_distance: Null,
    pub psi: Null,
    pub hellinger: Null,
    pub total_variation: Null,
    pub chi_square: Null,
}

impl LabelDrift {
    pub fn new(counts: &LabelCounts) -> LabelDrift {
        let (n_reference, n_current) = counts.totals();
        let classes = (0..counts.classes.len())
            .map(|class| {
                let (a, b) = (counts.reference[class], counts.current[class]);
                ClassDrift {
                    class: counts.classes[class].clone(),
                    reference: a,
                    current: b,
                    presence: match (a > 0, b > 0) {
                        (true, true) => Presence::Both,
                        (true, false) => Presence::ReferenceOnly,
                        (false, true) => Presence::CurrentOnly,
                        (false, false) => Presence::Neither,
                    },
                    shift: (n_reference > 0 && n_current > 0)
                        .then(|| ProportionShift::new(a, n_reference, b, n_current)),
                }
            })
            .collect();
        LabelDrift {
            n_reference,
            n_current,
            classes,
            statistics: statistics(counts).into(),
        }
    }
}

impl LabelDrift {
    /// The p-value of "no share changed": chi-square where each class has at least five expected rows on both sides
    /// (Cochran 1954); else its permutation p-value; else, before that is drawn, the smallest exact p-value times the
    /// number of classes.
    pub fn p(&self) -> Measurement<f64> {
        self.statistics.as_ref().map(|statistics| {
            let side =
                |of: fn(&ClassDrift) -> u64| -> Vec<u64> { self.classes.iter().map(of).collect() };
            let (a, b) = (side(|class| class.reference), side(|class| class.current));
            if least_expected(&a, &b).is_some_and(|least| least >= 5.0) {
                return statistics.chi_square.p;
            }
            if let Some(nulls) = &statistics.nulls {
                return nulls.chi_square.p;
            }
            let exact: Vec<f64> = self
                .classes
                .iter()
                .filter(|class| class.reference + class.current > 0)
                .filter_map(|class| class.shift.map(|shift| shift.exact.p))
                .collect();
            // The two classes of a table of two have the same test.
            let tests = if exact.len() == 2 { 1 } else { exact.len() };
            (exact.iter().copied().fold(1.0, f64::min) * tests as f64).min(1.0)
        })
    }
}

fn statistics(counts: &LabelCounts) -> Result<LabelStatistics, Unavailable> {
    counts.check()?;
    let (reference, current) = (&counts.reference[..], &counts.current[..]);
    let two_classes = "two classes have rows";
    Ok(LabelStatistics {
        distances: Distances::new(&shares_of(reference), &shares_of(current)),
        chi_square: homogeneity(reference, current).expect(two_classes),
        g: likelihood_ratio(reference, current).expect(two_classes),
        cramers_v: cramers_v(reference, current).expect(two_classes),
        cramers_v_corrected: cramers_v_corrected(&floats(reference), &floats(current)),
        nulls: None,
    })
}

/// Permutes the labels over both sides, stepped: who is on which side is chance alone.
pub struct LabelPermutation {
    counts: LabelCounts,
    /// The class of each row of both sides; the first ones are taken for the smaller side.
    rows: Vec<u32>,
    /// Rows of the smaller side, and whether that is the current one.
    taken: usize,
    current_is_taken: bool,
    draws: u32,
    random: RandomState,
    drawn: [Vec<f64>; 5],
}

impl LabelPermutation {
    /// # Errors
    /// As the statistics: an empty side, or all rows in one class.
    ///
    /// # Panics
    /// If there are more than 2^32 rows or classes.
    pub fn new(
        counts: &LabelCounts,
        draws: u32,
        seed: u32,
    ) -> Result<LabelPermutation, Unavailable> {
        counts.check()?;
        let (n_reference, n_current) = counts.totals();
        let rows = (0u32..)
            .zip(counts.reference.iter().zip(&counts.current))
            .flat_map(|(class, (a, b))| {
                std::iter::repeat_n(class, usize::try_from(a + b).expect("rows in memory"))
            })
            .collect();
        Ok(LabelPermutation {
            counts: counts.clone(),
            rows,
            taken: n_reference.min(n_current) as usize,
            current_is_taken: n_current <= n_reference,
            draws,
            random: RandomState::new(seed),
            drawn: Default::default(),
        })
    }

    /// Draws up to `budget` more permutations.
    pub fn step(&mut self, budget: u32) -> Status {
        let left = self.draws - self.done();
        for _ in 0..budget.min(left) {
            self.draw();
        }
        if self.done() < self.draws {
            Status::Running
        } else {
            Status::Done
        }
    }

    /// Permutations drawn so far.
    pub fn done(&self) -> u32 {
        self.drawn[0].len() as u32
    }

    fn draw(&mut self) {
        // The start of a Fisher-Yates shuffle; the rows stay a permutation from draw to draw.
        let mut some = vec![0u64; self.counts.classes.len()];
        let last = u32::try_from(self.rows.len() - 1).expect("at most 2^32 rows");
        for at in 0..self.taken {
            let other = at + self.random.random_interval(last - at as u32) as usize;
            self.rows.swap(at, other);
            some[self.rows[at] as usize] += 1;
        }
        let rest: Vec<u64> = (0..some.len())
            .map(|class| self.counts.reference[class] + self.counts.current[class] - some[class])
            .collect();
        let values = if self.current_is_taken {
            values(&rest, &some)
        } else {
            values(&some, &rest)
        };
        for (drawn, value) in self.drawn.iter_mut().zip(values) {
            drawn.push(value);
        }
    }

    /// None where nothing was drawn. A permutation that was cut short gives the nulls of what it drew.
    pub fn finish(self) -> Option<LabelNulls> {
        let observed = values(&self.counts.reference, &self.counts.current);
        let null = |index: usize| Null::new(observed[index], &self.drawn[index]);
        Some(LabelNulls {
            js_distance: null(0)?,
            psi: null(1)?,
            hellinger: null(2)?,
            total_variation: null(3)?,
            chi_square: null(4)?,
        })
    }
}

/// JS, PSI, Hellinger, total variation, chi-square.
fn values(reference: &[u64], current: &[u64]) -> [f64; 5] {
    let (p, q) = (shares_of(reference), shares_of(current));
    [
        js_distance(&p, &q),
        psi(&p, &q),
        hellinger(&p, &q),
        total_variation(&p, &q),
        homogeneity(reference, current).map_or(0.0, |test| test.statistic),
    ]
}
