//! The classifier two-sample test: can a model tell current rows from reference rows?
//!
//! A ridge regression on TF-IDF learns on four fifths of the rows of both sides which side a row is from and scores the
//! last fifth, five times; the area under the ROC curve of all scores is 0.5 where nothing differs. Its p-value comes from
//! the same on random splits, and so do its bias and the luck of the folds. Source of the idea: Lopez-Paz and Oquab,
//! "Revisiting classifier two-sample tests", ICLR 2017.
//!
//! Where nothing differs, many random splits are not needed to know it: the draws end when enough of them have reached the
//! observed area, and the p-value holds all the same (Besag and Clifford, "Sequential Monte Carlo p-values", Biometrika 78,
//! 1991).

use super::measurement::Unavailable;
use super::null::Null;
use super::shuffle::SideShuffle;
use super::term_rows::{JoinedTerms, TermRows};
use crate::pipeline::numeric::ln;
use crate::pipeline::step::Status;

const FOLDS: usize = 5;
/// Rows of a side below which nothing is learned: two for each fold.
pub(super) const LEAST_OF_SIDE: u64 = 2 * FOLDS as u64;
/// The penalty on the squared weights; rows have length 1.
const RIDGE: f64 = 1.0;
/// The conjugate gradients stop at this share of the first residual: an area under the curve shows three digits.
const TOLERANCE: f64 = 1e-3;
const MOST_ITERATIONS: usize = 100;
/// Random splits as good as the sides themselves after which no more are drawn.
const REACHED_ENOUGH: u32 = 20;

/// Fits and scores, stepped: [`FOLDS`] fits for the sides as they are, then as many for each random split.
pub struct ClassifierTest {
    rows: TfIdfRows,
    shuffle: SideShuffle,
    splits: u32,
    /// Areas so far, the observed one first.
    areas: Vec<f64>,
    /// How many of the others are at least as large as that.
    reached: u32,
    /// Whether each row is of the smaller side, in the split at work.
    side: Vec<bool>,
    fold: Vec<u8>,
    scores: Vec<f64>,
    next_fold: usize,
}

/// Sparse rows: TF-IDF of length 1.
pub(super) struct TfIdfRows {
    ends: Vec<usize>,
    terms: Vec<u32>,
    values: Vec<f64>,
    n_terms: usize,
}

impl ClassifierTest {
    /// Over the terms of one or more families of the same rows. With `strata`, splits are inside each class.
    ///
    /// # Errors
    /// A side with fewer than ten rows, two for each fold.
    ///
    /// # Panics
    /// If the families or `strata` have different numbers of rows.
    pub fn new(
        families: &[&JoinedTerms],
        strata: Option<[&[u32]; 2]>,
        splits: u32,
        seed: u32,
    ) -> Result<ClassifierTest, Unavailable> {
        let sizes = families.first().map_or((0, 0), |joined| {
            (joined.reference.len(), joined.current.len())
        });
        Unavailable::unless_both(sizes.0 as u64, sizes.1 as u64)?;
        let (least, needed) = (sizes.0.min(sizes.1) as u64, LEAST_OF_SIDE);
        if least < needed {
            return Err(Unavailable::TooFewRows {
                rows: least,
                needed,
            });
        }
        let strata = strata.map(|sides| sides.concat());
        let rows = TfIdfRows::new(families);
        let n = rows.ends.len();
        let mut test = ClassifierTest {
            shuffle: SideShuffle::new(sizes.0, sizes.1, strata.as_deref(), seed),
            rows,
            splits,
            areas: Vec::new(),
            reached: 0,
            side: vec![false; n],
            fold: vec![0; n],
            scores: vec![0.0; n],
            next_fold: 0,
        };
        let observed = test.shuffle.observed();
        test.start(&observed);
        Ok(test)
    }

    /// Fits up to `budget` more times.
    pub fn step(&mut self, budget: u32) -> Status {
        for _ in 0..budget {
            if self.is_done() {
                break;
            }
            self.fit_fold();
        }
        if self.is_done() {
            Status::Done
        } else {
            Status::Running
        }
    }

    fn is_done(&self) -> bool {
        self.areas.len() > self.splits as usize || self.reached >= REACHED_ENOUGH
    }

    /// Fits made so far, and fits in all, if the draws don't end before.
    pub fn progress(&self) -> (u32, u32) {
        let done = self.areas.len() * FOLDS + self.next_fold;
        (done as u32, (self.splits + 1) * FOLDS as u32)
    }

    /// The area under the curve of the sides as they are, once its fits are made.
    pub fn observed(&self) -> Option<f64> {
        self.areas.first().copied()
    }

    /// None before a random split was scored.
    pub fn finish(self) -> Option<Null> {
        let (observed, drawn) = self.areas.split_first()?;
        Null::new(*observed, drawn)
    }

    /// Sets the sides and deals the rows of each side to the folds.
    fn start(&mut self, smaller: &[u32]) {
        self.side.fill(false);
        for &row in smaller {
            self.side[row as usize] = true;
        }
        for side in [false, true] {
            let mut rows: Vec<usize> = (0..self.side.len())
                .filter(|&row| self.side[row] == side)
                .collect();
            self.shuffle.random().shuffle(&mut rows);
            for (index, row) in rows.into_iter().enumerate() {
                self.fold[row] = (index % FOLDS) as u8;
            }
        }
        self.next_fold = 0;
    }

    fn fit_fold(&mut self) {
        let held_out = self.next_fold as u8;
        let n = self.side.len();
        let training: Vec<usize> = (0..n).filter(|&row| self.fold[row] != held_out).collect();
        let positive = training.iter().filter(|&&row| self.side[row]).count();
        let mean = positive as f64 / training.len() as f64;
        let targets: Vec<f64> = training
            .iter()
            .map(|&row| f64::from(u8::from(self.side[row])) - mean)
            .collect();
        let weights = self.rows.ridge(&training, &targets);
        for row in (0..n).filter(|&row| self.fold[row] == held_out) {
            self.scores[row] = self.rows.dot(row, &weights);
        }
        self.next_fold += 1;
        if self.next_fold == FOLDS {
            let area = area_under_curve(&self.scores, &self.side);
            self.reached += u32::from(self.areas.first().is_some_and(|first| area >= *first));
            self.areas.push(area);
            if self.is_done() {
                self.next_fold = 0;
            } else {
                let drawn = self.shuffle.draw();
                self.start(&drawn);
            }
        }
    }
}

impl TfIdfRows {
    /// `(1 + ln tf) * (ln((1 + n) / (1 + df)) + 1)` over all rows of both sides, which names no side; terms of a single row
    /// are left out, since they can't be learned and scored.
    pub(super) fn new(families: &[&JoinedTerms]) -> TfIdfRows {
        let sides: Vec<TermRows> = families
            .iter()
            .map(|joined| joined.reference.followed_by(&joined.current))
            .collect();
        let n = sides[0].len();
        let mut n_terms = 0;
        let numbered: Vec<_> = sides
            .iter()
            .zip(families)
            .map(|(rows, joined)| {
                assert_eq!(rows.len(), n, "the same rows in each family");
                let documents = rows.document_counts(joined.vocabulary.len());
                let number: Vec<Option<(u32, f64)>> = documents
                    .iter()
                    .map(|&df| {
                        (df >= 2).then(|| {
                            n_terms += 1;
                            let idf = ln((1.0 + n as f64) / (1.0 + df as f64)) + 1.0;
                            (n_terms as u32 - 1, idf)
                        })
                    })
                    .collect();
                (rows, number)
            })
            .collect();
        let mut out = TfIdfRows {
            ends: Vec::with_capacity(n),
            terms: Vec::new(),
            values: Vec::new(),
            n_terms,
        };
        for row in 0..n {
            let start = out.values.len();
            for (rows, number) in &numbered {
                for (term, count) in rows.row(row) {
                    if let Some((term, idf)) = number[term as usize] {
                        out.terms.push(term);
                        out.values.push((1.0 + ln(f64::from(count))) * idf);
                    }
                }
            }
            let length = out.values[start..]
                .iter()
                .map(|x| x * x)
                .sum::<f64>()
                .sqrt();
            out.values[start..].iter_mut().for_each(|x| *x /= length);
            out.ends.push(out.values.len());
        }
        out
    }

    fn entries(&self, row: usize) -> impl Iterator<Item = (usize, f64)> {
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        let range = start..self.ends[row];
        let values = self.values[range.clone()].iter().copied();
        self.terms[range]
            .iter()
            .map(|&term| term as usize)
            .zip(values)
    }

    pub(super) fn dot(&self, row: usize, weights: &[f64]) -> f64 {
        self.entries(row).map(|(term, x)| x * weights[term]).sum()
    }

    /// Adds `factor` times the row.
    fn add(&self, row: usize, factor: f64, to: &mut [f64]) {
        for (term, x) in self.entries(row) {
            to[term] += factor * x;
        }
    }

    /// The weights that minimise `sum of (x w - y)^2 + RIDGE |w|^2` over these rows, by conjugate gradients (Hestenes and
    /// Stiefel 1952) on the normal equations.
    pub(super) fn ridge(&self, rows: &[usize], targets: &[f64]) -> Vec<f64> {
        let mut weights = vec![0.0; self.n_terms];
        let mut residual = vec![0.0; self.n_terms];
        for (&row, &target) in rows.iter().zip(targets) {
            self.add(row, target, &mut residual);
        }
        let square = |x: &[f64]| x.iter().map(|x| x * x).sum::<f64>();
        let mut direction = residual.clone();
        let mut left = square(&residual);
        let enough = left * TOLERANCE * TOLERANCE;
        for _ in 0..MOST_ITERATIONS {
            if left <= enough {
                break;
            }
            let mut image: Vec<f64> = direction.iter().map(|d| RIDGE * d).collect();
            for &row in rows {
                self.add(row, self.dot(row, &direction), &mut image);
            }
            let curvature: f64 = direction.iter().zip(&image).map(|(d, i)| d * i).sum();
            let length = left / curvature;
            for index in 0..self.n_terms {
                weights[index] += length * direction[index];
                residual[index] -= length * image[index];
            }
            let now = square(&residual);
            let turn = now / left;
            for (direction, residual) in direction.iter_mut().zip(&residual) {
                *direction = residual + turn * *direction;
            }
            left = now;
        }
        weights
    }
}

/// The chance that a row of the positive side scores above one of the other side, ties half (Mann and Whitney).
pub fn area_under_curve(scores: &[f64], positive: &[bool]) -> f64 {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[a].total_cmp(&scores[b]));
    let n_positive = positive.iter().filter(|side| **side).count() as f64;
    let n_negative = scores.len() as f64 - n_positive;
    let (mut start, mut ranks) = (0, 0.0);
    while start < order.len() {
        let score = scores[order[start]];
        let ties = order[start..]
            .iter()
            .take_while(|&&i| scores[i] == score)
            .count();
        let rank = start as f64 + (ties as f64 + 1.0) / 2.0;
        let hits = order[start..start + ties]
            .iter()
            .filter(|&&i| positive[i])
            .count();
        ranks += rank * hits as f64;
        start += ties;
    }
    (ranks - n_positive * (n_positive + 1.0) / 2.0) / (n_positive * n_negative)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_by_hand() {
        let area = |scores: &[f64]| area_under_curve(scores, &[false, true, false, true]);
        assert_eq!(area(&[1.0, 2.0, 3.0, 4.0]), 0.75);
        assert_eq!(area(&[5.0; 4]), 0.5);
        assert_eq!(area(&[1.0, 3.0, 2.0, 4.0]), 1.0);
        assert_eq!(area(&[2.0, 2.0, 1.0, 3.0]), 0.875);
    }
}
