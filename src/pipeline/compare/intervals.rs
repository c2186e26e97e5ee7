//! Intervals for the difference of two proportions of the same rows, of 95 % or of any other confidence.
//!
//! | symbol in the sources | here |
//! |---|---|
//! | e, f, g, h (Newcombe) | both, only the candidate, only production, neither |
//! | q21 (Tango) | share of rows that only production has right, if the difference is `delta` |

use super::agreement::Agreement;
use crate::pipeline::drift::Estimate;
use crate::pipeline::drift::distributions::{Z_95, normal_sf};
use crate::pipeline::drift::intervals::{hybrid, wilson_at};

/// Share of rows that the candidate has right minus that of production, by method 10 of Newcombe, Statistics in Medicine
/// 17, 2635, 1998: Wilson's intervals of both shares, joined with their correlation, which is corrected for continuity.
/// There is at least one row.
pub fn newcombe_paired(agreement: &Agreement) -> Estimate {
    newcombe_paired_at(agreement, Z_95)
}

/// The same at another confidence, see [`critical_value`].
pub(super) fn newcombe_paired_at(agreement: &Agreement, z: f64) -> Estimate {
    let n = agreement.rows();
    let candidate = wilson_at(agreement.candidate_right(), n, z);
    let production = wilson_at(agreement.production_right(), n, z);
    let phi = correlation(agreement);
    hybrid(difference(agreement), candidate, production, phi)
}

/// Correlation of being right; 0 where one of them is always or never right.
fn correlation(agreement: &Agreement) -> f64 {
    let n = agreement.rows() as f64;
    let [e, f, g, h] = [
        agreement.both,
        agreement.only_candidate,
        agreement.only_production,
        agreement.neither,
    ]
    .map(|count| count as f64);
    let product = (e + f) * (g + h) * (e + g) * (f + h);
    if product == 0.0 {
        return 0.0;
    }
    let plain = e * h - f * g;
    let corrected = if plain > 0.0 {
        (plain - n / 2.0).max(0.0)
    } else {
        plain
    };
    corrected / product.sqrt()
}

fn difference(agreement: &Agreement) -> f64 {
    (agreement.only_candidate as f64 - agreement.only_production as f64) / agreement.rows() as f64
}

/// The same difference by the score test: all differences that it does not reject (Tango, Statistics in Medicine 17, 891,
/// 1998). There is at least one row.
pub fn tango(agreement: &Agreement) -> Estimate {
    tango_at(agreement, Z_95)
}

/// The same at another confidence, see [`critical_value`].
pub(super) fn tango_at(agreement: &Agreement, z: f64) -> Estimate {
    let value = difference(agreement);
    Estimate {
        value,
        low: crossing(agreement, z, -1.0, value),
        high: crossing(agreement, -z, value, 1.0),
    }
}

/// Beyond which the normal distribution has half of `1 - confidence` on either side; `confidence` is in `0.95..1.0`. Halved
/// until no float lies between.
pub(super) fn critical_value(confidence: f64) -> f64 {
    if confidence == 0.95 {
        return Z_95;
    }
    let tail = (1.0 - confidence) / 2.0;
    let (mut low, mut high) = (0.0, 40.0);
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return high;
        }
        match normal_sf(middle) > tail {
            true => low = middle,
            false => high = middle,
        }
    }
}

/// Where the score, which falls, passes `z` between two differences. Halved until no float lies between them.
fn crossing(agreement: &Agreement, z: f64, mut low: f64, mut high: f64) -> f64 {
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return if z > 0.0 { low } else { high };
        }
        if score(agreement, middle) > z {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// Tango's score for the difference `delta`, inside of -1 and 1.
fn score(agreement: &Agreement, delta: f64) -> f64 {
    let n = agreement.rows() as f64;
    let (candidate, production) = (
        agreement.only_candidate as f64,
        agreement.only_production as f64,
    );
    // The likeliest q21 is the larger root of `a q^2 + b q + c`.
    let a = 2.0 * n;
    let b = -candidate - production + (2.0 * n - candidate + production) * delta;
    let c = -production * delta * (1.0 - delta);
    let root = (b * b - 4.0 * a * c).max(0.0).sqrt();
    // Without cancellation whichever sign `b` has.
    let q21 = if b > 0.0 {
        -2.0 * c / (b + root)
    } else {
        (root - b) / (2.0 * a)
    };
    let variance = n * (2.0 * q21 + delta * (1.0 - delta));
    let numerator = candidate - production - n * delta;
    if variance > 0.0 {
        numerator / variance.sqrt()
    } else if numerator == 0.0 {
        0.0
    } else {
        numerator * f64::INFINITY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn critical_values_are_those_of_the_tables() {
        for (confidence, z) in [
            (0.95, 1.959964),
            (0.975, 2.241403),
            (0.99, 2.575829),
            (0.999, 3.290527),
        ] {
            let found = critical_value(confidence);
            assert!((found - z).abs() < 5e-7, "{confidence}: {found}");
        }
    }

    fn rounded(x: Estimate) -> [f64; 2] {
        [x.low, x.high].map(|x| (x * 1e3).round() / 1e3)
    }

    /// Airway hyper-responsiveness before and after (Bentur et al. 2009), by the definitions.
    #[test]
    fn eight_of_21_rows_differ() {
        let table = Agreement {
            both: 1,
            only_candidate: 1,
            only_production: 7,
            neither: 12,
        };
        assert_eq!(rounded(newcombe_paired(&table)), [-0.507, -0.026]);
        assert_eq!(rounded(tango(&table)), [-0.517, -0.026]);
    }

    #[test]
    fn exchanged_classifiers_turn_the_interval() {
        for [both, only_candidate, only_production, neither] in
            [[0, 0, 0, 9], [5, 3, 9, 0], [0, 4, 0, 0], [870, 53, 27, 50]]
        {
            let table = Agreement {
                both,
                only_candidate,
                only_production,
                neither,
            };
            let turned = Agreement {
                only_candidate: only_production,
                only_production: only_candidate,
                ..table
            };
            for method in [newcombe_paired, tango] {
                let (one, other) = (method(&table), method(&turned));
                // Both are sums and roots of the same values.
                assert!((one.low + other.high).abs() < 1e-12, "{one:?} {other:?}");
                assert!(
                    one.low <= one.value
                        && one.value <= one.high
                        && one.low >= -1.0
                        && one.high <= 1.0,
                    "{one:?}"
                );
            }
        }
    }
}
