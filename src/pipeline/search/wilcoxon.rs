//! Wilcoxon's signed-rank test of paired differences, as `scipy.stats.wilcoxon(zero_method="zsplit")` does it.

use crate::pipeline::numeric::erfc;

/// The p-value of the alternative that the differences lie above 0: exact for up to 50 differences, with ties or zeros for up to
/// 13; else by the normal approximation. A difference of 0 adds half its rank to either side.
///
/// # Panics
/// If there are no differences or one is not a number.
pub fn signed_rank_p(differences: &[f64]) -> f64 {
    let n = differences.len();
    assert!(n > 0 && differences.iter().all(|one| !one.is_nan()));
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|a, b| differences[*a].abs().total_cmp(&differences[*b].abs()));
    // Twice the mean rank of equal ones, so that ranks are whole.
    let mut ranks = vec![0u64; n];
    let (mut first, mut ties) = (0, 0.0);
    while first < n {
        let size = differences[order[first]].abs();
        let equal = order[first..].iter();
        let many = equal
            .take_while(|at| differences[**at].abs() == size)
            .count();
        for at in &order[first..first + many] {
            ranks[*at] = (2 * first + many + 1) as u64;
        }
        let count = many as f64;
        ties += count * count * count - count;
        first += many;
    }
    let of = |is: fn(&f64) -> bool| -> Vec<u64> {
        let both = ranks.iter().zip(differences);
        both.filter(|(_, one)| is(one))
            .map(|(rank, _)| *rank)
            .collect()
    };
    let zeros: u64 = of(|one| *one == 0.0).iter().sum();
    // Twice the sum of the ranks above 0, without the constant share of zeros.
    let above: u64 = of(|one| *one > 0.0).iter().sum();
    let is_plain = ties == 0.0 && zeros == 0;
    if n <= if is_plain { 50 } else { 13 } {
        return exact(&of(|one| *one != 0.0), above);
    }
    let count = n as f64;
    let sum = (above as f64 + zeros as f64 / 2.0) / 2.0;
    let mean = count * (count + 1.0) * 0.25;
    let variance = (count * (count + 1.0) * (2.0 * count + 1.0) - ties / 2.0) / 24.0;
    0.5 * erfc((sum - mean) / variance.sqrt() / std::f64::consts::SQRT_2)
}

/// The share of all signs that give the ranks above 0 at least this sum.
fn exact(ranks: &[u64], least: u64) -> f64 {
    let most: u64 = ranks.iter().sum();
    let mut ways = vec![0.0f64; most as usize + 1];
    ways[0] = 1.0;
    for &rank in ranks {
        for sum in (rank as usize..ways.len()).rev() {
            ways[sum] += ways[sum - rank as usize];
        }
    }
    let all: f64 = ways.iter().sum();
    ways[least as usize..].iter().sum::<f64>() / all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `scipy.stats.wilcoxon(d, alternative="greater", zero_method="zsplit")` by hand: of the eight signs of three differences one
    /// has all ranks above 0, and so on.
    #[test]
    fn few_differences_are_counted() {
        for (differences, p) in [
            (&[1.0, 2.0, 3.0][..], 1.0 / 8.0),
            (&[-1.0, 2.0, 3.0], 2.0 / 8.0),
            (&[-1.0, -2.0, -3.0], 1.0),
            (&[1.0, 1.0, 1.0], 1.0 / 8.0),
            (&[0.0, 0.0], 1.0),
            (&[0.0, 1.0], 0.5),
        ] {
            assert_eq!(signed_rank_p(differences), p, "{differences:?}");
        }
    }
}
