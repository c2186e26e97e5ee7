//! Where the time of a run went: its stages as a strip to scale.

use std::collections::BTreeMap;

use crate::pipeline::run::Stage;

/// One stage of the strip.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// As in the summary's `seconds`.
    pub stage: &'static str,
    pub seconds: f64,
    /// Of all stages of the strip, `0.0..=1.0`; they sum to 1.
    pub share: f64,
}

/// The stages that have a time, in the order in which a run goes through them. `total` is no stage.
pub fn segments(seconds: &BTreeMap<String, f64>) -> Vec<Segment> {
    let known: Vec<(&'static str, f64)> = Stage::ALL
        .into_iter()
        .filter_map(|stage| Some((stage.name(), *seconds.get(stage.name())?)))
        .collect();
    let sum: f64 = known.iter().map(|(_, seconds)| seconds).sum();
    known
        .into_iter()
        .map(|(stage, seconds)| Segment {
            stage,
            seconds,
            share: if sum > 0.0 { seconds / sum } else { 0.0 },
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_stand_in_their_order_and_to_scale() {
        let seconds = BTreeMap::from([
            ("fit".to_string(), 3.0),
            ("clean".to_string(), 1.0),
            ("total".to_string(), 9.0),
        ]);
        let strip = segments(&seconds);
        let shown: Vec<(&str, f64)> = strip.iter().map(|part| (part.stage, part.share)).collect();
        assert_eq!(shown, [("clean", 0.25), ("fit", 0.75)]);
        // A clock that stands still gives no widths, and no NaN.
        let still = segments(&BTreeMap::from([("fit".to_string(), 0.0)]));
        assert_eq!(still[0].share, 0.0);
        assert_eq!(segments(&BTreeMap::new()), []);
    }
}
