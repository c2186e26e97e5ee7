//! Texts of an unusual length.
//!
//! Lengths are skewed, so their logarithms are judged: the modified z-score of Iglewicz and Hoaglin ("How to Detect and
//! Handle Outliers", ASQC 1993), `0.6745 (x - median) / MAD` with `x = ln(1 + characters)` and MAD the median absolute
//! deviation from the median; a text is an outlier where it is beyond 3.5, as they recommend. Half of the texts can be
//! odd before the rule goes wrong. Where the MAD is 0 (more than half of the texts have one length) there is no rule.

use crate::pipeline::numeric;

/// The normal distribution's 3rd quartile: with it the MAD estimates a standard deviation.
const QUARTILE: f64 = 0.6745;
const MOST: f64 = 3.5;
/// With fewer texts a median tells little.
const MIN_TEXTS: usize = 20;

/// The lengths that are usual, in characters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct UsualLengths {
    pub shortest: u64,
    pub longest: u64,
}

impl UsualLengths {
    /// Of these texts; none where they are too few, or too much alike, to tell.
    pub fn of(texts: &[String]) -> Option<UsualLengths> {
        if texts.len() < MIN_TEXTS {
            return None;
        }
        let mut logs: Vec<f64> = texts
            .iter()
            .map(|text| numeric::ln_1p(length(text) as f64))
            .collect();
        let center = median(&mut logs);
        let mut deviations: Vec<f64> = logs.iter().map(|x| (x - center).abs()).collect();
        let mad = median(&mut deviations);
        if mad == 0.0 {
            return None;
        }
        let reach = MOST * mad / QUARTILE;
        // A length is within the fences if its logarithm is; the ends are whole.
        let shortest = (numeric::exp(center - reach) - 1.0).ceil().max(0.0);
        let longest = (numeric::exp(center + reach) - 1.0).floor();
        Some(UsualLengths {
            shortest: shortest as u64,
            longest: longest as u64,
        })
    }

    pub fn hold(self, text: &str) -> bool {
        (self.shortest..=self.longest).contains(&(length(text) as u64))
    }
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// The median; sorts the values. Of an even number the mean of the two in the middle.
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() % 2 {
        0 => (values[middle - 1] + values[middle]) / 2.0,
        _ => values[middle],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(lengths: &[usize]) -> Vec<String> {
        lengths.iter().map(|n| "ż".repeat(*n)).collect()
    }

    #[test]
    fn the_fences_are_those_of_the_modified_z_score() {
        // ln(1 + n) of 21 lengths 9, 19, .., 209: median ln 110, the deviations' median is ln 110 - ln 70 = 0.45199.
        let lengths: Vec<usize> = (1..=21).map(|n| 10 * n - 1).collect();
        let usual = UsualLengths::of(&texts(&lengths)).unwrap();
        // 110 exp(-+3.5 * 0.45199 / 0.6745) - 1 = 9.54 and 1147.08.
        assert_eq!((usual.shortest, usual.longest), (10, 1147));
        assert!(usual.hold(&"ż".repeat(10)) && !usual.hold(&"ż".repeat(9)));
        assert!(usual.hold(&"a".repeat(1147)) && !usual.hold(&"a".repeat(1148)));
    }

    #[test]
    fn few_texts_or_texts_of_one_length_have_no_rule() {
        assert_eq!(UsualLengths::of(&texts(&[5; 19])), None);
        let mut lengths = vec![5; 30];
        lengths.extend([1, 200]);
        assert_eq!(UsualLengths::of(&texts(&lengths)), None);
    }
}
