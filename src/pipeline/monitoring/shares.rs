//! How the false-alarm rate of quality is shared by its tests.

use super::error_stream::Detector;
use super::rules::QualityRule;

/// What each test may spend of `quality.alpha`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shares {
    /// On not knowing production's error rate exactly.
    pub stated: f64,
    pub error_rate: f64,
    pub error_rise: f64,
    pub concept: f64,
}

impl Shares {
    /// With the error-rate test half of it is spent on the stated error rate, as the chance that it is above its upper
    /// bound. The rest goes to the tests that are there as 20 (error rate) to 3 (error rise) to 1 (concept): the second has
    /// the more rows the longer it watches, and labels that move make themselves felt soon.
    pub fn new(rule: &QualityRule) -> Shares {
        let weight = |detector, weight: f64| match rule.detectors.contains(&detector) {
            true => weight,
            false => 0.0,
        };
        let error_rate = weight(Detector::ErrorRateTest, 20.0);
        let error_rise = weight(Detector::ErrorRiseTest, 3.0);
        let concept = weight(Detector::ConceptTest, 1.0);
        let stated = if error_rate > 0.0 {
            rule.alpha / 2.0
        } else {
            0.0
        };
        let part = (rule.alpha - stated) / (error_rate + error_rise + concept).max(1.0);
        Shares {
            stated,
            error_rate: part * error_rate,
            error_rise: part * error_rise,
            concept: part * concept,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_to_alpha() {
        use Detector::{ConceptTest, ErrorRateTest, ErrorRiseTest};
        for detectors in [
            vec![ErrorRateTest, ErrorRiseTest, ConceptTest],
            vec![ErrorRateTest],
            vec![ErrorRiseTest, ConceptTest],
            vec![ConceptTest],
        ] {
            let rule = QualityRule {
                detectors: detectors.clone(),
                ..QualityRule::default()
            };
            let shares = Shares::new(&rule);
            let Shares {
                stated,
                error_rate,
                error_rise,
                concept,
            } = shares;
            let sum = stated + error_rate + error_rise + concept;
            // The rounding of a few sums.
            assert!(
                (sum - rule.alpha).abs() < 1e-15,
                "{detectors:?}: {shares:?}"
            );
            let has = |detector| detectors.contains(&detector);
            assert_eq!(error_rate > 0.0, has(ErrorRateTest));
            assert_eq!(error_rise > 0.0, has(ErrorRiseTest));
            assert_eq!(concept > 0.0, has(ConceptTest));
        }
    }
}
