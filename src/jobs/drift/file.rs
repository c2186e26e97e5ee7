//! The last drift report with all its terms as JSON, written term by term: there are tens of thousands.

use crate::jobs::engine_data::EngineData;
use crate::jobs::job::{Answer, Job};
use crate::jobs::protocol::Outcome;
use crate::jobs::stepped::SteppedJob;
use crate::pipeline::drift::{DriftReport, Measurement, TermShift};
use crate::pipeline::error::Error;
use crate::pipeline::step::{Pace, pause};

/// Stands where the terms of a family go; terms apart, no text of a report has the character.
const PLACE: &str = "\0";
/// Bytes that a term has in JSON, about.
const BYTES_OF_TERM: usize = 1 << 10;

/// The report's file.
///
/// # Errors
/// There is no report.
pub(in crate::jobs) fn file(held: &mut EngineData) -> Result<impl Job + use<>, Error> {
    let report = held.drift()?.report().clone();
    let work = async move { Ok(json(report).await) };
    Ok(SteppedJob::new("drift_file", work, |_, bytes| {
        let name = "dryf-drift.json".into();
        Ok(Answer {
            end: Outcome::DriftFile { name }.into(),
            attachment: bytes,
        })
    }))
}

/// The same bytes as [`DriftReport::to_json`] has.
pub(super) async fn json(mut report: DriftReport) -> Vec<u8> {
    let tests = report.terms.iter_mut().map(|family| &mut family.tests);
    let terms: Vec<Option<Vec<TermShift>>> = tests
        .map(|tests| match tests {
            Measurement::Measured(tests) => Some(std::mem::take(&mut tests.terms)),
            Measurement::Missing(_) => None,
        })
        .collect();
    let mut value = report.to_json();
    for (family, _) in terms
        .iter()
        .enumerate()
        .filter(|(_, terms)| terms.is_some())
    {
        value["terms"][family]["tests"]["measured"]["terms"] = PLACE.into();
    }
    let text = value.to_string();
    pause().await;
    let place = serde_json::Value::from(PLACE).to_string();
    let mut parts = text.split(&place);
    let mut file = parts.next().unwrap_or_default().as_bytes().to_vec();
    let mut pace = Pace::default();
    for (terms, after) in terms.into_iter().flatten().zip(parts) {
        file.push(b'[');
        for (number, term) in terms.iter().enumerate() {
            if number > 0 {
                file.push(b',');
            }
            // By way of a value, whose keys are sorted as those of the report are.
            let term = serde_json::to_value(term).expect("plain data has a JSON form");
            file.extend_from_slice(term.to_string().as_bytes());
            pace.after(BYTES_OF_TERM).await;
        }
        file.push(b']');
        file.extend_from_slice(after.as_bytes());
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::drift::{DriftOptions, Side, SideRows, Tokens};
    use crate::pipeline::step::at_once;

    #[test]
    fn it_has_the_bytes_of_the_report_at_once() {
        let side = |words: &[&str]| -> Side {
            let mut rows = SideRows::new();
            for row in 0..60 {
                rows.add(&Tokens::new(), words[row % words.len()]);
            }
            rows.finish_partly(None)
        };
        let sides = [
            side(&["ala ma \"kota\"", "kot #ma ale"]),
            side(&["pies ma \\ kota"]),
        ];
        let report = DriftReport::new(&sides[0], &sides[1], &DriftOptions::default());
        let n_terms = report
            .terms
            .iter()
            .filter_map(|family| family.tests.measured());
        assert!(n_terms.map(|tests| tests.terms.len()).sum::<usize>() > 3);
        let bytes = report.to_json().to_string().into_bytes();
        assert!(at_once(json(report)) == bytes);
    }
}
