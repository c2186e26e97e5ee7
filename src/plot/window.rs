//! Which rows of a long list are at hand while the rest of it is only a height.

/// Rows that are at hand at once.
pub const ROWS: u64 = 60;

/// Rows by which the window moves: at least so many lie on both sides of what is seen, where there are any.
const STEP: u64 = 20;

/// The first row of a window that holds what is seen from row `first` on.
pub fn start(first: u64) -> u64 {
    (first / STEP * STEP).saturating_sub(STEP)
}

/// By how much a list of `total` rows that is `height` high in all is scrolled for its row `at` to be the first that is seen.
pub fn top(total: u64, height: f64, at: u64) -> f64 {
    height / total.max(1) as f64 * at as f64
}

/// The rows that are seen, from 0, the last one excluded: of a list of `total` rows that is `height` high in all, scrolled by `top`
/// in a window that leaves `seen` of it to be seen, all in one unit.
pub fn seen(total: u64, height: f64, top: f64, seen: f64) -> (u64, u64) {
    if total == 0 || height <= 0.0 {
        return (0, 0);
    }
    let row = height / total as f64;
    // Half a pixel of a row is none that is seen.
    let first = (((top.max(0.0) + 0.5) / row) as u64).min(total - 1);
    let last = ((top.max(0.0) + seen - 0.5) / row).ceil() as u64;
    (first, last.clamp(first + 1, total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_is_in_the_window() {
        for (total, top, view, expected) in [
            (0, 0.0, 640.0, (0, 0)),
            (3, 0.0, 640.0, (0, 3)),
            (100_000, 0.0, 640.0, (0, 9)),
            (100_000, 72.0, 640.0, (1, 10)),
            (100_000, 71.0, 640.0, (0, 10)),
            // Half a pixel of the first row.
            (100_000, 71.9, 640.0, (1, 10)),
            (100_000, -20.0, 640.0, (0, 9)),
            (100_000, 7_199_360.0, 640.0, (99_991, 100_000)),
            (100_000, 9e9, 640.0, (99_999, 100_000)),
        ] {
            let (first, last) = seen(total, total as f64 * 72.0, top, view);
            assert_eq!((first, last), expected, "{top}");
            let start = start(first);
            assert!(start <= first && last <= start + ROWS, "{top}");
            assert!(first < 20 || start + STEP <= first, "{top}");
        }
        assert_eq!(seen(5, 0.0, 10.0, 10.0), (0, 0));
        assert_eq!(top(100_000, 7_200_000.0, 99_991), 7_199_352.0);
        assert_eq!(top(0, 0.0, 0), 0.0);
    }
}
