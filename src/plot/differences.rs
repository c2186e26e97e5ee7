//! Differences of scores with their intervals on one scale, and the lines that rules draw on it, in percent of its length.

use super::intervals::Span;
use super::numbers;
use crate::pipeline::compare::{Comparison, Rule, Score, Subject};
use crate::pipeline::drift::Estimate;

/// All differences of a comparison on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Differences {
    pub rows: Vec<DifferenceRow>,
    /// Where no difference is.
    pub zero: f64,
    /// The ends of the scale as text.
    pub low: String,
    pub high: String,
}

/// One difference.
#[derive(Debug, Clone, PartialEq)]
pub struct DifferenceRow {
    pub subject: Subject,
    pub estimate: Estimate,
    pub span: Span,
    /// The lines of rules: an interval that is all above one passes, one that is all below it fails.
    pub marks: Vec<f64>,
}

/// The smallest gap between the ends of a scale and 0.
const LEAST: f64 = 0.005;

impl Differences {
    /// Against production both F1 and the recall of each class, against the baseline both F1; with the lines of the rules that
    /// go by them, and the intervals that these go by.
    pub fn new(comparison: &Comparison, rules: &[Rule]) -> Differences {
        let (production, baseline) = (&comparison.against_production, &comparison.against_baseline);
        let mut found: Vec<(Subject, Estimate)> = vec![
            (Subject::OverProduction(Score::F1Micro), production.tango),
            (
                Subject::OverProduction(Score::F1Macro),
                production.differences.f1_macro.estimate,
            ),
        ];
        found.extend(production.recalls.iter().map(|recall| {
            let score = Score::Recall(recall.class.clone());
            (Subject::OverProduction(score), recall.difference)
        }));
        found.extend([
            (Subject::OverBaseline(Score::F1Micro), baseline.tango),
            (
                Subject::OverBaseline(Score::F1Macro),
                baseline.differences.f1_macro.estimate,
            ),
        ]);
        let rows: Vec<_> = found
            .into_iter()
            .map(|(subject, estimate)| {
                let lines = lines(&subject, rules);
                (subject, estimate, lines)
            })
            .collect();
        let reach = |bound: fn(&Estimate) -> f64, least: f64| {
            let ends = rows.iter().flat_map(|(_, estimate, lines)| {
                std::iter::once(bound(estimate)).chain(lines.iter().copied())
            });
            ends.map(|end| end * least.signum()).fold(LEAST, f64::max)
        };
        let low = -round_up(reach(|estimate| estimate.low, -1.0));
        let high = round_up(reach(|estimate| estimate.high, 1.0));
        let place = |value: f64| ((value - low) / (high - low) * 100.0).clamp(0.0, 100.0);
        Differences {
            rows: rows
                .into_iter()
                .map(|(subject, estimate, lines)| DifferenceRow {
                    subject,
                    span: Span {
                        at: place(estimate.value),
                        from: place(estimate.low),
                        to: place(estimate.high),
                    },
                    estimate,
                    marks: lines.into_iter().map(place).collect(),
                })
                .collect(),
            zero: place(0.0),
            low: numbers::change(low),
            high: numbers::change(high),
        }
    }
}

/// The lines that rules draw for a subject.
fn lines(subject: &Subject, rules: &[Rule]) -> Vec<f64> {
    let line = |rule: &Rule| match (rule, subject) {
        (Rule::NotInferior { margin }, Subject::OverProduction(Score::F1Micro)) => Some(-margin),
        (Rule::Better { any_of, min_gain }, Subject::OverProduction(score))
            if any_of.contains(score) =>
        {
            Some(*min_gain)
        }
        (
            Rule::BaselineBeaten {
                score: own,
                min_gain,
            },
            Subject::OverBaseline(score),
        ) if own == score => Some(*min_gain),
        _ => None,
    };
    rules.iter().filter_map(line).collect()
}

/// The smallest of 1, 2 and 5 times a power of ten that is not below.
fn round_up(value: f64) -> f64 {
    (-3..=0)
        .flat_map(|power| [1.0, 2.0, 5.0].map(|factor| factor * 10.0_f64.powi(power)))
        .find(|high| *high >= value)
        .unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::compare::{CompareWork, PairedRows};

    #[test]
    fn the_scale_holds_every_interval_and_every_line() {
        let truth: Vec<u32> = (0..200).map(|row| row % 2).collect();
        let answers = |wrong: usize| -> Vec<u32> {
            let flip = |(row, label): (usize, &u32)| {
                if row < wrong { 1 - label } else { *label }
            };
            truth.iter().enumerate().map(flip).collect()
        };
        let classes = vec!["a".to_string(), "b".to_string()];
        let rows = PairedRows::new(classes, truth.clone(), answers(10), answers(20)).unwrap();
        let mut work = CompareWork::new(rows, 0, 100, 1);
        while work.step(100).is_running() {}
        let comparison = work.finish().unwrap();
        let rules = [
            Rule::NotInferior { margin: 0.3 },
            Rule::Better {
                any_of: vec![Score::F1Macro, Score::Recall("b".into())],
                min_gain: 0.02,
            },
            Rule::BaselineBeaten {
                score: Score::F1Micro,
                min_gain: 0.01,
            },
        ];
        let drawn = Differences::new(&comparison, &rules);
        assert_eq!(drawn.rows.len(), 6);
        assert_eq!(
            (drawn.low.as_str(), drawn.high.as_str()),
            ("−0.500", "+1.000")
        );
        for row in &drawn.rows {
            let Span { at, from, to } = row.span;
            assert!(
                0.0 < from && from <= at && at <= to && to < 100.0,
                "{row:?}"
            );
        }
        let marks: Vec<usize> = drawn.rows.iter().map(|row| row.marks.len()).collect();
        assert_eq!(marks, [1, 1, 0, 1, 1, 0]);
        let margin = drawn.rows[0].marks[0];
        assert!(margin < drawn.zero && drawn.zero < drawn.rows[0].span.from + 100.0);
        // Where nothing differs there is still a scale.
        let same = PairedRows::new(vec!["a".into()], vec![0; 5], vec![0; 5], vec![0; 5]).unwrap();
        let mut work = CompareWork::new(same, 0, 10, 1);
        while work.step(100).is_running() {}
        let drawn = Differences::new(&work.finish().unwrap(), &[]);
        assert!((drawn.zero - 50.0).abs() < 50.0, "{drawn:?}");
    }
}
