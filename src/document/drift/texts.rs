//! How texts are written, and how far the wording as a whole is apart.

use super::{Block, Column, Content, Kind, Row, Tone};
use super::{measured, number, sentence, standing};
use crate::document::{Figure, HistogramCell};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::drift::samples::CellKind;
use crate::pipeline::drift::{
    Cells, DescriptorDrift, DriftReport, HistoryNull, Measurement, Null, TextDrift, Unavailable,
};

pub(super) fn descriptors(report: &DriftReport) -> Block {
    let columns = vec![
        Column::new(message!("drift-descriptor"), Kind::Name),
        number(message!("drift-mean-reference")),
        number(message!("drift-mean-current")),
        number(message!("drift-ks")),
        number(message!("drift-ks-p")),
        number(message!("drift-wasserstein")),
        number(message!("drift-wasserstein-sd")),
        number(message!("drift-psi")),
        number(message!("drift-js")),
        Column::new(message!("drift-history-column"), Kind::Name),
    ];
    let rows = report.descriptors.iter().map(|one| {
        let history = report.descriptor_history.get(&one.descriptor);
        descriptor(one, history.and_then(Measurement::measured))
    });
    let mut blocks = vec![Block::table("descriptor-table", columns, rows.collect())];
    blocks.extend(report.unknown_words.measured().map(|unknown| {
        let said = message!(
            "drift-unknown-words",
            now = Argument::Share(unknown.current),
            before = Argument::Share(unknown.reference)
        );
        Block::text("unknown-words", Tone::Quiet, said)
    }));
    blocks.extend(report.descriptors.iter().map(|one| {
        let name = one.descriptor.name();
        let id = name.id.clone();
        match &one.tests {
            Measurement::Measured(tests) => distribution(id, name, &tests.cells),
            Measurement::Missing(gap) => Block::text(
                id,
                Tone::Quiet,
                sentence(message!("statement", word = name, text = gap.message())),
            ),
        }
    }));
    Block::section("drift-descriptors", message!("drift-descriptors"), blocks)
}

fn descriptor(one: &DescriptorDrift, history: Option<&HistoryNull>) -> Row {
    let tests = one.tests.measured();
    let number = |value: Option<f64>| value.map(Argument::Number);
    Row::new(vec![
        Some(one.descriptor.name().into()),
        number(one.reference.map(|summary| summary.mean)),
        number(one.current.map(|summary| summary.mean)),
        number(tests.map(|tests| tests.ks.statistic)),
        tests.map(|tests| Argument::PValue(tests.ks.p)),
        number(tests.map(|tests| tests.wasserstein)),
        number(tests.map(|tests| tests.wasserstein_normed)),
        number(tests.map(|tests| tests.psi)),
        number(tests.map(|tests| tests.js_distance)),
        history.map(standing),
    ])
}

/// Both sides over the same cells.
pub(super) fn distribution(
    id: impl Into<std::borrow::Cow<'static, str>>,
    name: Message,
    cells: &Cells,
) -> Block {
    let end = |value: Option<&f64>| Argument::Number(value.copied().unwrap_or_default());
    let figure = Figure::Histogram {
        name,
        sides: [message!("drift-reference"), message!("drift-current")],
        ends: [end(cells.at.first()), end(cells.at.last())],
        cells: self::cells(cells),
    };
    Block::new(id, Content::Figure(figure))
}

/// Shares of the rows of either side.
pub(super) fn cells(cells: &Cells) -> Vec<HistogramCell> {
    let shares = |counts: &[u64]| -> Vec<f64> {
        let all: u64 = counts.iter().sum();
        let shares = counts.iter().map(|count| *count as f64 / all.max(1) as f64);
        shares.collect()
    };
    let (reference, current) = (shares(&cells.reference), shares(&cells.current));
    let of_cell = |at: usize| match cells.kind {
        CellKind::Values => Argument::Number(cells.at[at]),
        CellKind::Bins => message!(
            "range",
            low = Argument::Number(cells.at[at]),
            high = Argument::Number(cells.at[at + 1])
        )
        .into(),
    };
    let shares = reference.iter().zip(&current).enumerate();
    let cells = shares.map(|(at, (reference, current))| HistogramCell {
        name: of_cell(at),
        shares: [*reference, *current],
    });
    cells.collect()
}

pub(super) fn wording(report: &DriftReport) -> Block {
    let text = &report.text;
    let blocks = measured("wording-missing", &text.divergence_bits, |bits| {
        let labels = report.labels.measured();
        let classes: Vec<&str> = labels.map_or_else(Vec::new, |labels| {
            let classes = labels.classes.iter();
            classes.map(|class| class.class.as_str()).collect()
        });
        let about = message!("drift-wording-about");
        let mut blocks = vec![
            Block::text("wording-about", Tone::Quiet, about),
            wording_table(text, *bits, &classes),
        ];
        if text.divergence.is_none() {
            let gap = match report.marginals_only {
                true => Unavailable::MarginalsOnly,
                false => Unavailable::NotDrawn,
            };
            blocks.push(super::missing("wording-not-drawn", &gap));
        }
        blocks
    });
    Block::section("drift-wording", message!("drift-wording"), blocks)
}

fn wording_table(text: &TextDrift, bits: f64, classes: &[&str]) -> Block {
    let columns = vec![
        Column::new(message!("drift-measure"), Kind::Name),
        number(message!("column-value")),
        number(message!("drift-by-chance")),
        number(message!("drift-by-chance-95")),
        number(message!("drift-excess")),
        number(message!("drift-z")),
        number(message!("drift-p")),
        Column::new(message!("drift-history-column"), Kind::Name),
    ];
    let row = |name: Message, value: f64, null: Option<&Null>, history: Option<&HistoryNull>| {
        Row::new(vec![
            Some(name.into()),
            Some(Argument::Number(value)),
            null.map(|null| Argument::Number(null.mean)),
            null.map(|null| Argument::Number(null.q95)),
            null.map(|null| Argument::Number(null.excess)),
            null.map(|null| Argument::Number(null.z)),
            null.map(|null| Argument::PValue(null.p)),
            history.map(standing),
        ])
    };
    let mut rows = vec![row(
        message!("wording-divergence"),
        bits,
        text.divergence.as_ref(),
        text.history.measured(),
    )];
    let mut drawn = |name: Message, null: Option<&Null>| {
        rows.push(match null {
            Some(null) => row(name, null.observed, Some(null), None),
            None => {
                let mut cells = vec![None; 8];
                cells[0] = Some(name.into());
                cells[7] = Some(message!("drift-not-drawn").into());
                Row::new(cells)
            }
        });
    };
    drawn(
        message!("wording-divergence-inside"),
        text.divergence_inside_classes.as_ref(),
    );
    for (class, found) in classes.iter().zip(&text.divergence_of_classes) {
        drawn(
            message!("wording-divergence-class", class = *class),
            found.measured(),
        );
    }
    drawn(message!("wording-classifier"), text.classifier.as_ref());
    drawn(
        message!("wording-classifier-inside"),
        text.classifier_inside_classes.as_ref(),
    );
    Block::table("wording-table", columns, rows)
}
