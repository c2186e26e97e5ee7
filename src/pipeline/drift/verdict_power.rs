//! What so many rows can show: the power of the whole verdict, after its correction for all parts.
//!
//! A part is called changed where its p-value passes Holm's first step among the parts of the report, so that power is that
//! at the level divided by their number. Both sides are samples: a small reference limits what any number of current rows
//! can show. Of the labels it is the power of the chi-square test of all classes (Cohen 1988, section 7.2, with the
//! non-centrality of two samples); of the texts that of the exact test of one new term among all that are tested.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::distributions::chi_square_sf;
use super::fisher::fisher_exact;
use super::labels::LabelDrift;
use super::power::Power;
use super::verdict::VerdictOptions;
use crate::pipeline::numeric::{exp, ln, ln_1p, ln_gamma};

/// Terms that a report of texts tests at least, once it has the rows.
const LEAST_TERMS: u64 = 1_000;
/// The share of the current rows that a new term should be seen from on.
pub const NEW_TERM_SHARE: f64 = 0.1;
/// What the number of rows has to spare, since the formula is up to so much too sure in simulations.
const MARGIN: f64 = 0.03;
/// Current rows beyond which none are looked for, as a multiple of the reference.
const MOST_TIMES: u64 = 100;

/// What the current rows can show of a class.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct ClassPower {
    pub class: String,
    /// At these sizes; `ratio` is by how much the class grows, `alpha` the level that is left of the whole verdict's.
    pub at_this_size: Power,
    /// The fewest current rows with the power asked for; none where no number in reach has it.
    pub rows_needed: Option<u64>,
}

/// What the current rows can show of a word that no row of the reference has.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct NewTermPower {
    /// The fewest current rows with it that are significant; none where all of them are too few.
    pub least_rows: Option<u64>,
    /// The share of the current rows from which on it is found with the power asked for.
    pub share: Option<f64>,
    /// The fewest current rows that show one in [`NEW_TERM_SHARE`] of them; none where no number in reach does.
    pub rows_needed: Option<u64>,
}

/// The power that a number of rows is named for.
fn wanted(options: &VerdictOptions) -> f64 {
    options.power + MARGIN.min((1.0 - options.power) / 2.0)
}

/// The share that a class grows to: `ratio` times its own, or so far that the rest falls to a `ratio`-th, whichever is less.
fn grown(share: f64, ratio: f64) -> f64 {
    (share * ratio).min(1.0 - (1.0 - share) / ratio)
}

/// For each class that has up to half of the reference: with more, the rest of the classes are what can grow.
pub(super) fn class_powers(
    labels: &LabelDrift,
    level: f64,
    options: &VerdictOptions,
) -> Vec<ClassPower> {
    let n_reference = labels.n_reference;
    if n_reference == 0 || labels.n_current == 0 {
        return Vec::new();
    }
    let counts: Vec<u64> = labels.classes.iter().map(|class| class.reference).collect();
    let df = counts
        .iter()
        .filter(|count| **count > 0)
        .count()
        .saturating_sub(1) as u32;
    if df == 0 {
        return Vec::new();
    }
    let critical = chi_square_critical(level, df);
    (0..counts.len())
        .filter(|&class| counts[class] > 0 && 2 * counts[class] <= n_reference)
        .map(|class| {
            let power = |n: u64| {
                let lambda = non_centrality(&counts, class, [n_reference, n], options.ratio);
                non_central_sf(critical, df, lambda)
            };
            let share = counts[class] as f64 / n_reference as f64;
            ClassPower {
                class: labels.classes[class].class.clone(),
                at_this_size: Power {
                    n_reference,
                    reference: counts[class],
                    n_current: labels.n_current,
                    ratio: grown(share, options.ratio) / share,
                    alpha: level,
                    power: power(labels.n_current),
                    false_alarms: level,
                },
                rows_needed: fewest(n_reference, |n| power(n) >= wanted(options)),
            }
        })
        .collect()
}

/// The rows that each side needs so that each of these classes and a new term are found with the power asked for, to a
/// hundredth; none where the classes have too few rows to know their shares by, or a million rows are not enough.
pub(super) fn rows_of_each_side(
    labels: Option<&LabelDrift>,
    terms: u64,
    level: f64,
    options: &VerdictOptions,
) -> Option<u64> {
    const MOST: u64 = 1_000_000;
    let counts: Vec<u64> = labels.map_or_else(Vec::new, |labels| {
        labels.classes.iter().map(|class| class.reference).collect()
    });
    let all: u64 = counts.iter().sum();
    let df = counts
        .iter()
        .filter(|count| **count > 0)
        .count()
        .saturating_sub(1) as u32;
    let critical = if df > 0 {
        chi_square_critical(level, df)
    } else {
        0.0
    };
    let shows = |n: u64| {
        let classes = (0..counts.len())
            .filter(|&class| df > 0 && counts[class] > 0 && 2 * counts[class] <= all);
        let mut powers = classes.map(|class| {
            let lambda = non_centrality(&counts, class, [n, n], options.ratio);
            non_central_sf(critical, df, lambda)
        });
        powers.all(|power| power >= wanted(options))
            && shows_new_term([n, n], terms, level, options.power)
    };
    let found = fewest(MOST / MOST_TIMES, shows)?;
    (found <= MOST).then_some(found)
}

fn shows_new_term([n_reference, n]: [u64; 2], terms: u64, level: f64, power: f64) -> bool {
    let level = level / terms.max(LEAST_TERMS) as f64;
    least_rows_of(n_reference, n, level)
        .is_some_and(|least| at_least(least, n, NEW_TERM_SHARE) >= power)
}

/// `N n / (N + n)` times the sum over the classes of `(q - p)^2 / m`, with the shares `p` of `N` reference
/// rows, `q` of `n` current rows among which the class has grown and the others have shrunk alike, and `m` of both together.
fn non_centrality(counts: &[u64], class: usize, rows: [u64; 2], ratio: f64) -> f64 {
    let all = counts.iter().sum::<u64>() as f64;
    let [big, n] = rows.map(|rows| rows as f64);
    let own = counts[class] as f64 / all;
    let now = grown(own, ratio);
    let sum: f64 = counts
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0)
        .map(|(at, &count)| {
            let p = count as f64 / all;
            let q = if at == class {
                now
            } else {
                p * (1.0 - now) / (1.0 - own)
            };
            let m = (big * p + n * q) / (big + n);
            (q - p) * (q - p) / m
        })
        .sum();
    big * n / (big + n) * sum
}

/// The value that chi-square passes with this probability.
fn chi_square_critical(level: f64, df: u32) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while chi_square_sf(high, df) > level {
        high *= 2.0;
    }
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if chi_square_sf(middle, df) > level {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// P(X >= x) of the non-central chi-square distribution: Poisson weights of central ones.
fn non_central_sf(x: f64, df: u32, lambda: f64) -> f64 {
    // Eight standard deviations above what is to be passed: beyond what a double tells from 1.
    let (mean, sd) = (
        f64::from(df) + lambda,
        (2.0 * (f64::from(df) + 2.0 * lambda)).sqrt(),
    );
    if mean - 8.0 * sd > x {
        return 1.0;
    }
    let half = lambda / 2.0;
    // Eight standard deviations beyond the mean of the weights.
    let reach = 8.0 * (half + 1.0).sqrt();
    let first = (half - reach).max(0.0) as u32;
    let last = (half + reach) as u32 + 8;
    (first..=last)
        .map(|j| {
            let weight = if half > 0.0 {
                exp(f64::from(j) * ln(half) - half - ln_gamma(f64::from(j) + 1.0))
            } else {
                f64::from(u8::from(j == 0))
            };
            weight * chi_square_sf(x, df + 2 * j)
        })
        .sum::<f64>()
        .min(1.0)
}

/// The fewest current rows that are enough, to a hundredth; none where a hundred times the reference are not.
fn fewest(n_reference: u64, is_enough: impl Fn(u64) -> bool) -> Option<u64> {
    let mut high = 8;
    while !is_enough(high) {
        high *= 2;
        if high > MOST_TIMES * n_reference {
            return None;
        }
    }
    let mut low = high / 2;
    while high - low > 1 + high / 100 {
        let middle = low + (high - low) / 2;
        if is_enough(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}

impl NewTermPower {
    /// `terms` are those that the report tested in its largest family.
    pub(super) fn new(rows: [u64; 2], terms: u64, level: f64, power: f64) -> NewTermPower {
        let [n_reference, n_current] = rows;
        // Simes' p-value of a family with one changed term is its p-value times the number of terms.
        let given = level;
        let level = given / terms.max(LEAST_TERMS) as f64;
        let least_rows = least_rows_of(n_reference, n_current, level);
        NewTermPower {
            least_rows,
            share: least_rows.and_then(|least| {
                let is_seen = |share: f64| at_least(least, n_current, share) >= power;
                if !is_seen(1.0) {
                    return None;
                }
                let (mut low, mut high) = (0.0, 1.0);
                for _ in 0..40 {
                    let middle = (low + high) / 2.0;
                    if is_seen(middle) {
                        high = middle;
                    } else {
                        low = middle;
                    }
                }
                Some(high)
            }),
            rows_needed: fewest(n_reference, |n| {
                shows_new_term([n_reference, n], terms, given, power)
            }),
        }
    }
}

/// The fewest current rows of a term that no reference row has with a p-value at the level.
fn least_rows_of(n_reference: u64, n_current: u64, level: f64) -> Option<u64> {
    let is_low = |rows: u64| fisher_exact(0, n_reference, rows, n_current).p <= level;
    if n_reference == 0 || n_current == 0 || !is_low(n_current) {
        return None;
    }
    let mut high = 1;
    while !is_low(high.min(n_current)) {
        high *= 2;
    }
    let (mut low, mut high) = (high / 2, high.min(n_current));
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if is_low(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}

/// The chance of at least `k` of `n`, from the `k` terms below.
fn at_least(k: u64, n: u64, share: f64) -> f64 {
    if share >= 1.0 {
        return f64::from(u8::from(k <= n));
    }
    if share <= 0.0 {
        return f64::from(u8::from(k == 0));
    }
    let all = n as f64;
    let below: f64 = (0..k.min(n + 1))
        .map(|x| {
            let x = x as f64;
            let choose = ln_gamma(all + 1.0) - ln_gamma(x + 1.0) - ln_gamma(all - x + 1.0);
            exp(choose + x * ln(share) + (all - x) * ln_1p(-share))
        })
        .sum();
    (1.0 - below).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_non_central_distribution_is_scipys() {
        // scipy.stats.ncx2.sf(x, df, nc).
        for (x, df, lambda, expected) in [
            (5.991_464_547_107_979, 2, 0.0, 0.05),
            (10.0, 2, 9.0, 0.501_216_666_254_123_9),
            (15.0, 5, 20.0, 0.860_847_595_250_732_8),
        ] {
            let found = non_central_sf(x, df, lambda);
            assert!(
                (found - expected).abs() < 1e-9,
                "{x} {df} {lambda}: {found}"
            );
        }
        assert!((chi_square_critical(0.05, 2) - 5.991_464_547_107_979).abs() < 1e-9);
        assert!((chi_square_critical(0.05 / 7.0, 19) - 37.364_056_984_628_34).abs() < 1e-9);
    }

    #[test]
    fn a_new_term_needs_rows_on_both_sides() {
        let of = |rows| NewTermPower::new(rows, 0, 0.05 / 7.0, 0.8);
        let few = of([10, 10]);
        assert_eq!(
            (few.least_rows, few.share, few.rows_needed),
            (None, None, None)
        );
        let some = of([1_000, 300]);
        assert!(some.share.unwrap() < 0.05, "{some:?}");
        assert!(some.rows_needed.unwrap() < 300, "{some:?}");
        // The p-value of the fewest rows is at the level, that of a row less is not.
        let level = 0.05 / 7.0 / 1_000.0;
        let least = some.least_rows.unwrap();
        assert!(fisher_exact(0, 1_000, least, 300).p <= level);
        assert!(fisher_exact(0, 1_000, least - 1, 300).p > level);
    }
}
