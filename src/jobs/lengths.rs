//! How long texts are, by round numbers of characters.

use serde::{Deserialize, Serialize};

/// Bins at most, but for that of the longest.
const BINS: u32 = 12;

/// Texts of so many characters, both ends included; the last bin has no end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LengthBin {
    pub from: u32,
    pub to: u32,
    pub n_rows: u64,
}

/// Bins of one round width, by which 49 of 50 texts are told apart; those beyond are in one bin.
pub(super) fn bins(mut lengths: Vec<u32>) -> Vec<LengthBin> {
    lengths.sort_unstable();
    let Some(usual) = lengths.get(lengths.len() * 49 / 50) else {
        return Vec::new();
    };
    let width = round_width(usual.div_ceil(BINS));
    let mut bins: Vec<LengthBin> = Vec::new();
    for length in lengths {
        let bin = (length.saturating_sub(1) / width).min(BINS);
        let from = match bin {
            0 => 0,
            bin => bin.saturating_mul(width).saturating_add(1),
        };
        match bins.last_mut() {
            Some(last) if last.from == from => last.n_rows += 1,
            _ => bins.push(LengthBin {
                from,
                to: if bin == BINS {
                    u32::MAX
                } else {
                    (bin + 1).saturating_mul(width)
                },
                n_rows: 1,
            }),
        }
    }
    bins
}

/// The next of 1, 2, 5, 10, 20, 50 …
fn round_width(least: u32) -> u32 {
    let mut power = 1_u32;
    loop {
        for width in [1, 2, 5] {
            let width = power.saturating_mul(width);
            if width >= least || width == u32::MAX {
                return width;
            }
        }
        power = power.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_have_round_ends_and_every_text() {
        let lengths: Vec<u32> = (1..=140).chain([0, 4_000]).collect();
        let found = bins(lengths);
        let ends = |at: usize| (found[at].from, found[at].to, found[at].n_rows);
        assert_eq!(ends(0), (0, 20, 21));
        assert_eq!(ends(1), (21, 40, 20));
        assert_eq!(ends(7), (241, u32::MAX, 1));
        assert_eq!(found.iter().map(|bin| bin.n_rows).sum::<u64>(), 142);
        assert!(found.windows(2).all(|two| two[0].to < two[1].from));
    }

    #[test]
    fn few_and_odd_lengths() {
        assert_eq!(bins(Vec::new()), []);
        for lengths in [vec![0], vec![1, 1], vec![u32::MAX, 0], vec![u32::MAX; 3]] {
            let n = lengths.len() as u64;
            let found = bins(lengths);
            assert_eq!(found.iter().map(|bin| bin.n_rows).sum::<u64>(), n);
            assert!(found.iter().all(|bin| bin.from <= bin.to));
        }
        let widths = [0, 1, 2, 3, 12, 13, 51].map(round_width);
        assert_eq!(widths, [1, 1, 2, 5, 20, 20, 100]);
    }
}
