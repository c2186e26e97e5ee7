//! A small picture of each part, of what the report has of it.

use super::texts::cells;
use crate::document::{HistogramCell, Spark};
use crate::message;
use crate::message::{Argument, Message, Unit};
use crate::pipeline::drift::{DriftReport, PartName, TermShift, TextDrift};

/// Terms that are drawn.
const TERMS: usize = 8;

/// None where nothing was measured.
pub(super) fn spark(report: &DriftReport, part: PartName) -> Option<Spark> {
    match part {
        PartName::Labels => labels(report),
        PartName::Terms(family) => {
            let terms = report.terms.iter().find(|terms| terms.family == family)?;
            let tests = terms.tests.measured()?;
            let mut surest: Vec<&TermShift> = tests.listed().collect();
            surest.sort_by(|a, b| {
                (b.flagged.cmp(&a.flagged)).then(a.shift.exact.p.total_cmp(&b.shift.exact.p))
            });
            let pairs = surest.into_iter().take(TERMS).map(|term| {
                let shares = [term.shift.reference.value, term.shift.current.value];
                ((&term.term).into(), shares)
            });
            pairs_of(message!("drift-spark-terms"), pairs.collect())
        }
        PartName::Descriptors => {
            let measured = report
                .descriptors
                .iter()
                .filter_map(|one| Some((one.descriptor, one.tests.measured()?)));
            let (descriptor, tests) =
                measured.reduce(|a, b| if b.1.ks.p < a.1.ks.p { b } else { a })?;
            let cells = cells(&tests.cells).into_iter();
            let pairs = cells.map(|HistogramCell { name, shares }| (name, shares));
            let name = message!("drift-spark-descriptor", name = descriptor.name());
            pairs_of(name, pairs.collect())
        }
        PartName::Text => text(&report.text),
        PartName::Concept => {
            let classes = report.concept.measured()?.classes.iter().map(|class| {
                let recalls = [class.recall_reference, class.recall_current];
                ((&class.class).into(), recalls)
            });
            pairs_of(message!("drift-spark-concept"), classes.collect())
        }
    }
}

fn pairs_of(name: Message, pairs: Vec<(Argument, [f64; 2])>) -> Option<Spark> {
    let unit = Unit::Share;
    (!pairs.is_empty()).then_some(Spark::Pairs { name, unit, pairs })
}

/// The share of the class that changed the most surely along the reference, or both shares of each.
fn labels(report: &DriftReport) -> Option<Spark> {
    let classes = &report.labels.measured()?.classes;
    let shifts = classes.iter().enumerate();
    let shifts = shifts.filter_map(|(at, class)| Some((at, class, class.shift.as_ref()?)));
    let Some(history) = report.label_history.measured() else {
        let pairs = shifts.map(|(_, class, shift)| {
            let shares = [shift.reference.value, shift.current.value];
            ((&class.class).into(), shares)
        });
        return pairs_of(message!("drift-spark-classes"), pairs.collect());
    };
    let (at, class, shift) = shifts.reduce(|a, b| match b.2.exact.p < a.2.exact.p {
        true => b,
        false => a,
    })?;
    let shares = history.shares.iter().filter_map(|shares| shares.get(at));
    Some(Spark::Course {
        name: message!("drift-share-of", class = &class.class),
        unit: Unit::Share,
        blocks: shares.map(|share| share.value).collect(),
        now: shift.current.value,
    })
}

fn text(text: &TextDrift) -> Option<Spark> {
    let history = text.history.measured()?;
    Some(Spark::Course {
        name: message!("drift-spark-wording"),
        unit: Unit::Score,
        blocks: history.blocks.clone(),
        now: history.observed,
    })
}
