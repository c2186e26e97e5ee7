//! Parts of wholes: bars of counts, rows of a confusion matrix.

/// Shares of the sum, one for each count, `0.0..=1.0`; all 0 where the sum is.
pub fn of_counts(counts: &[u64]) -> Vec<f64> {
    let sum: u64 = counts.iter().sum();
    counts
        .iter()
        .map(|&count| {
            if sum == 0 {
                0.0
            } else {
                count as f64 / sum as f64
            }
        })
        .collect()
}

/// Sizes against the greatest of them, `-1.0..=1.0`, for bars that grow from a middle line; all 0 where nothing has a
/// size.
pub fn of_greatest(values: &[f64]) -> Vec<f64> {
    let greatest = values
        .iter()
        .filter(|value| value.is_finite())
        .fold(0.0, |greatest: f64, value| greatest.max(value.abs()));
    values
        .iter()
        .map(|&value| {
            if greatest > 0.0 && value.is_finite() {
                value / greatest
            } else {
                0.0
            }
        })
        .collect()
}

/// How far a value is along a scale from 0 to `most`, which is above 0.
pub fn along(value: f64, most: f64) -> f64 {
    (value / most).clamp(0.0, 1.0)
}

/// Parts of wholes, each as a share and as a share of the greatest one, for bars that fill their place.
pub fn of_parts(parts: &[(u64, u64)]) -> Vec<(f64, f64)> {
    let shares: Vec<f64> = parts
        .iter()
        .map(|&(part, whole)| {
            if whole == 0 {
                0.0
            } else {
                part as f64 / whole as f64
            }
        })
        .collect();
    let bars = of_greatest(&shares);
    shares.into_iter().zip(bars).collect()
}

/// A share as a width or height of a stylesheet, never below 0 or above 100 %.
pub fn percent(share: f64) -> String {
    format!("{:.3}%", share.clamp(0.0, 1.0) * 100.0)
}

/// The start and the length of a stretch from one share to another, as a stylesheet has them.
pub fn stretch(low: f64, high: f64) -> (String, String) {
    (percent(low), percent(high - low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_sum_to_one_and_nothing_divides_by_zero() {
        assert_eq!(of_counts(&[9190, 253, 598])[1], 253.0 / 10_041.0);
        assert_eq!(of_counts(&[0, 0]), [0.0, 0.0]);
        assert_eq!(of_counts(&[]), [0.0; 0]);
        assert_eq!(of_greatest(&[1.0, -4.0, 0.0]), [0.25, -1.0, 0.0]);
        assert_eq!(of_greatest(&[0.0, f64::NAN]), [0.0, 0.0]);
        assert_eq!(
            of_parts(&[(1, 4), (1, 2), (0, 0)]),
            [(0.25, 0.5), (0.5, 1.0), (0.0, 0.0)]
        );
        assert_eq!(of_greatest(&[f64::INFINITY, 2.0]), [0.0, 1.0]);
        assert_eq!(
            (percent(0.5), percent(1.5), percent(-1.0)),
            ("50.000%".into(), "100.000%".into(), "0.000%".into())
        );
        assert_eq!(stretch(0.25, 0.75), ("25.000%".into(), "50.000%".into()));
    }
}
