//! The terms of a family as points: effect against significance.

/// Smaller p-values stand with this one: a report gives none below the smallest normal number.
const LEAST_P: f64 = 1e-300;
/// From so many terms on points grow no more.
const MOST_TERMS: u64 = 30;

/// How high a p-value stands: its negative decimal logarithm.
pub fn height(p: f64) -> f64 {
    -p.max(LEAST_P).log10()
}

/// The radius in pixels of a point that stands for so many terms; its area grows with them.
pub fn radius(n_terms: u64) -> f64 {
    let terms = n_terms.clamp(1, MOST_TERMS) as f64;
    2.5 + 1.5 * (terms.sqrt() - 1.0)
}

/// Of points as p-value and corrected p-value, the height of the least one that is significant after the correction. None
/// where there is none.
pub fn line_of_significance(
    points: impl IntoIterator<Item = (f64, f64)>,
    alpha: f64,
) -> Option<f64> {
    let certain = points.into_iter().filter(|(_, q)| *q <= alpha);
    certain.map(|(p, _)| height(p)).reduce(f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_stand_by_significance_and_grow_with_their_terms() {
        assert!((height(1e-3) - 3.0).abs() < 1e-12);
        assert_eq!((height(0.0), height(1.0)), (300.0, 0.0));
        let points = [(1e-3, 0.01), (0.1, 0.2), (1e-9, 1e-6)];
        assert!((line_of_significance(points, 0.05).unwrap() - 3.0).abs() < 1e-12);
        assert_eq!(line_of_significance([(0.1, 0.2)], 0.05), None);
        assert_eq!((radius(1), radius(4), radius(900)), (2.5, 4.0, radius(30)));
    }
}
