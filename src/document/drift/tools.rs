//! What the published tools would say, and why they may be wrong.

use super::{Block, Column, Kind, Row, Tone};
use super::{number, sentence};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::drift::{DriftReport, ToolVerdict};

pub(super) fn tools(report: &DriftReport) -> Block {
    let mut blocks = vec![Block::text(
        "tools-about",
        Tone::Quiet,
        message!("drift-tools-about"),
    )];
    blocks.extend(subject(
        "tools-labels".into(),
        message!("part-labels"),
        &report.label_opinions,
    ));
    blocks.extend(subject(
        "tools-scores".into(),
        message!("drift-of-scores"),
        &report.score_opinions,
    ));
    for (descriptor, opinions) in &report.descriptor_opinions {
        let name = descriptor.name();
        blocks.extend(subject(format!("tools-{}", name.id), name, opinions));
    }
    Block::section("drift-tools", message!("drift-tools"), blocks)
}

/// What the tools say unasked first, then what they say on request.
fn subject(id: String, name: Message, opinions: &[ToolVerdict]) -> Option<Block> {
    let unasked = opinions.iter().filter(|opinion| opinion.by_default);
    let summary = message!(
        "drift-tools-counted",
        subject = Argument::Sentence(Box::new(name)),
        drift = unasked.clone().filter(|opinion| opinion.drift).count(),
        tools = unasked.count()
    );
    let columns = vec![
        Column::new(message!("drift-tool"), Kind::Name),
        Column::new(message!("drift-measure"), Kind::Name),
        Column::new(message!("drift-when"), Kind::Name),
        number(message!("column-value")),
        number(message!("drift-threshold")),
        Column::new(message!("drift-finding"), Kind::Name),
        Column::new(message!("drift-caveat"), Kind::Prose),
    ];
    let table = Block::table(
        format!("{id}-table"),
        columns,
        opinions.iter().map(row).collect(),
    );
    (!opinions.is_empty()).then(|| Block::details(id, summary, vec![table]))
}

fn row(opinion: &ToolVerdict) -> Row {
    let threshold = match (opinion.lower, opinion.threshold) {
        (Some(low), Some(high)) => Some(
            message!(
                "range",
                low = Argument::Number(low),
                high = Argument::Number(high)
            )
            .into(),
        ),
        (_, threshold) => threshold.map(Argument::Number),
    };
    Row::new(vec![
        Some(opinion.tool.name().into()),
        Some(opinion.measure.name().into()),
        Some(match opinion.by_default {
            true => message!("drift-by-default").into(),
            false => message!("drift-on-request").into(),
        }),
        opinion.value.map(Argument::Number),
        threshold,
        Some(match (opinion.value, opinion.drift) {
            (None, _) => message!("drift-says-nothing").into(),
            (_, true) => message!("drift-says-drift").into(),
            (_, false) => message!("drift-says-none").into(),
        }),
        Some(
            match &opinion.failure {
                Some(failure) => sentence(failure.message()),
                None => sentence(opinion.reason.clone()),
            }
            .into(),
        ),
    ])
}
