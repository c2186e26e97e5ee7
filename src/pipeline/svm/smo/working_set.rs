//! The pair of an iteration: LIBSVM's choice (WSS 2, up to ties and rounding) without LIBSVM's scan.
//!
//! A row of `K` is a base and a few deviations ([`rows`](super::super::rows)), and the scores of all slots stand in order by
//! group ([`Standings`](super::super::standings::Standings)). The first of the pair is the leader of those that can grow. For
//! the second, slots that deviate in the row of the first are looked at one by one; for the others of a group `K_ij` is the
//! base, so that their gain grows with their score up to their diagonal, and a search by way of the leaders visits hardly
//! more than the first.

use super::super::row_cache::Row;
use super::super::standings::{LOW, Ties};
use super::Smo;

/// Stands for a curvature that is not above 0 (kernels that are not positive definite, equal rows): LIBSVM's value.
pub(in crate::pipeline::svm) const TAU: f64 = 1e-12;

/// The best second of a pair so far.
pub(super) struct Second {
    pub gain: f64,
    pub slot: usize,
    pub curvature: f64,
}

impl Smo {
    /// To whom a tie goes now. Equal rows tie to the last bit, so this decides which of them carries their weight: the
    /// optimum is the same, the number of support vectors is not. LIBSVM gives a tie to the last in its order, and
    /// shrinking changes that order; first and last by turns spreads the weights as much.
    fn ties(&self) -> Ties {
        match self.tie_period {
            Some(period) if (self.iterations / period) % 2 == 1 => Ties::Last,
            _ => Ties::First,
        }
    }

    /// The slot of the largest score in `I_up`, and that score; sets the violation. None where a set is empty.
    pub(super) fn first(&mut self) -> Option<(usize, f64)> {
        let mut best = (0, f64::NEG_INFINITY);
        let mut least = f64::INFINITY;
        for group in 0..self.standings.n_groups() {
            let (up, low) = self.standings.range(group);
            if up > best.1 {
                best = (group, up);
            }
            least = least.min(low);
        }
        self.violation = best.1 - least;
        if best.1 == f64::NEG_INFINITY || least == f64::INFINITY {
            self.violation = 0.0;
            return None;
        }
        Some((self.standings.argmax_up(best.0, self.ties()), best.1))
    }

    /// The slot of `I_low` that with the first lowers the objective's second-order model most: the largest
    /// `difference^2 / curvature`.
    pub(super) fn second(&mut self, first: usize, score: f64, row: &Row) -> Second {
        let ties = self.ties();
        let first_diagonal = self.rows.diagonal[first];
        let first_group = self.rows.group_of[first] as usize;
        let mut best = Second {
            gain: 0.0,
            slot: 0,
            curvature: TAU,
        };
        let consider = |best: &mut Second, slot: usize, difference: f64, curvature: f64| {
            let curvature = if curvature > 0.0 { curvature } else { TAU };
            let gain = difference * difference / curvature;
            let wins_tie = match ties {
                Ties::First => slot < best.slot,
                Ties::Last => slot > best.slot,
            };
            if gain > best.gain || (gain == best.gain && wins_tie) {
                *best = Second {
                    gain,
                    slot,
                    curvature,
                };
            }
        };
        let with_deviation = |best: &mut Second, slot: usize, deviation: f64| {
            let difference = score - self.score(slot);
            if difference > 0.0 && self.standings.ways(slot) & LOW != 0 {
                let entry = self
                    .rows
                    .base(first_group, self.rows.group_of[slot] as usize)
                    + deviation;
                consider(
                    best,
                    slot,
                    difference,
                    first_diagonal + self.rows.diagonal[slot] - 2.0 * entry,
                );
            }
        };
        match row {
            Row::Dense(row) => {
                let deviations = &row.deviations;
                if let Some((near, bound)) = &row.near {
                    for &slot in near {
                        with_deviation(&mut best, slot as usize, deviations[slot as usize]);
                    }
                    for group in 0..self.standings.n_groups() {
                        let base = self.rows.base(first_group, group);
                        let least =
                            first_diagonal + self.least_diagonal[group] - 2.0 * (base + bound);
                        let least = if least > TAU { least } else { TAU };
                        // Less by rounding, so that who ties with the best is seen.
                        let least = least * (1.0 - 1e-12);
                        self.standings.search_low(
                            group,
                            &mut best,
                            |best, low| {
                                let difference = score - low;
                                difference > 0.0 && difference * difference >= best.gain * least
                            },
                            |best, slot, _| with_deviation(best, slot, deviations[slot]),
                        );
                    }
                    return best;
                }
                for group in 0..self.standings.n_groups() {
                    let slots = self.standings.slots_of(group);
                    let base = self.rows.base(first_group, group);
                    let rows = deviations[slots.clone()]
                        .iter()
                        .zip(&self.rows.diagonal[slots.clone()]);
                    let low = slots.zip(self.standings.low_of(group)).zip(rows);
                    for ((slot, (low, can_fall)), (deviation, diagonal)) in low {
                        let difference = score - low;
                        if !can_fall || difference <= 0.0 {
                            continue;
                        }
                        let curvature = first_diagonal + diagonal - 2.0 * (base + deviation);
                        // The division below is dear, and most slots gain less than the best.
                        let curvature = if curvature > 0.0 { curvature } else { TAU };
                        let least = best.gain * curvature * (1.0 - 1e-12);
                        if difference * difference >= least {
                            consider(&mut best, slot, difference, curvature);
                        }
                    }
                }
                return best;
            }
            Row::Sparse { slots, deviations } => {
                for (&slot, &deviation) in slots.iter().zip(deviations) {
                    with_deviation(&mut best, slot as usize, deviation);
                }
                for &slot in slots {
                    self.seen[slot as usize] = self.iterations;
                }
            }
        }
        for group in 0..self.standings.n_groups() {
            let twice_base = 2.0 * self.rows.base(first_group, group);
            let least = first_diagonal + self.least_diagonal[group] - twice_base;
            let least = if least > TAU { least } else { TAU };
            self.standings.search_low(
                group,
                &mut best,
                |best, low| {
                    let difference = score - low;
                    difference > 0.0 && difference * difference > best.gain * least
                },
                |best, slot, low| {
                    if self.seen[slot] != self.iterations {
                        let curvature = first_diagonal + self.rows.diagonal[slot] - twice_base;
                        consider(best, slot, score - low, curvature);
                    }
                },
            );
        }
        best
    }
}
