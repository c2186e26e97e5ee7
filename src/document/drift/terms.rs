//! The terms of each family: how many changed, how many chance alone gives, and which ones.

use super::classes::ratio;
use super::{Block, Column, Content, Kind, Row, Tone};
use super::{measured, number};
use crate::document::{Figure, Table, VolcanoPoint};
use crate::message;
use crate::message::{Argument, Message, Unit};
use crate::pipeline::drift::{DriftReport, Family, TermDrift, TermShift, TermTests};
use crate::pipeline::numeric::pow;

/// Terms that a point of the figure names.
const NAMES: usize = 6;

/// The section of a family; `tested` are the terms that were tested of each family of the report.
pub(super) fn terms(report: &DriftReport, family: Family, tested: Option<&[u64]>) -> Option<Block> {
    let at = report
        .terms
        .iter()
        .position(|terms| terms.family == family)?;
    let tested = tested.and_then(|tested| tested.get(at).copied());
    let alpha = report.options.terms.alpha;
    Some(of_family(&report.terms[at], alpha, tested))
}

fn of_family(drift: &TermDrift, alpha: f64, tested: Option<u64>) -> Block {
    let [section, control, figure, missing] = ids(drift.family);
    let mut blocks = measured(missing, &drift.tests, |tests| {
        let tested = tested.unwrap_or(tests.terms.len() as u64);
        let listed: Vec<&TermShift> = tests.listed().collect();
        let mut blocks = vec![Block::text(
            control,
            Tone::Plain,
            counts(tests, alpha, tested),
        )];
        if !listed.is_empty() {
            let name = message!(
                "drift-terms-figure",
                family = drift.family.name(),
                terms = listed.len(),
                tested = tested
            );
            let figure_of_terms = Figure::Volcano {
                name,
                points: points(&listed),
                table: table(&listed),
            };
            blocks.push(Block::new(figure, Content::Figure(figure_of_terms)));
        }
        blocks
    });
    let any = &drift.rows_with_any;
    blocks.extend(any.shift.as_ref().map(|shift| {
        let said = message!(
            "drift-terms-any",
            types_before = drift.types_reference,
            types_now = drift.types_current,
            before = Argument::Share(shift.reference.value),
            now = Argument::Share(shift.current.value),
            p = Argument::PValue(shift.exact.p)
        );
        Block::text(format!("{section}-any"), Tone::Quiet, said)
    }));
    let heading = message!(
        "heading",
        text = Argument::Sentence(Box::new(drift.family.name()))
    );
    Block::section(section, heading, blocks)
}

/// The section that is about a family.
pub fn section_of_family(family: Family) -> &'static str {
    ids(family)[0]
}

/// Of the section, what is said of its counts, its figure, and why there is none.
fn ids(family: Family) -> [&'static str; 4] {
    match family {
        Family::Words => [
            "terms-words",
            "control-words",
            "cloud-words",
            "words-missing",
        ],
        Family::Emoji => [
            "terms-emoji",
            "control-emoji",
            "cloud-emoji",
            "emoji-missing",
        ],
        Family::Hashtags => [
            "terms-hashtags",
            "control-hashtags",
            "cloud-hashtags",
            "hashtags-missing",
        ],
        Family::Trigrams => [
            "terms-trigrams",
            "control-trigrams",
            "cloud-trigrams",
            "trigrams-missing",
        ],
        Family::Punctuation => [
            "terms-punctuation",
            "control-punctuation",
            "cloud-punctuation",
            "punctuation-missing",
        ],
    }
}

/// How many look changed, how many by chance alone, how many for certain.
fn counts(tests: &TermTests, alpha: f64, tested: u64) -> Message {
    let control = tests.control.as_ref();
    message!(
        "drift-terms-control",
        seen = tests.n_uncorrected,
        tested = tested,
        least = tests.least_rows,
        alpha = Argument::Number(alpha),
        control = Argument::Key(match control {
            Some(_) => "drawn".into(),
            None => "waiting".into(),
        }),
        chance = Argument::Number(control.map_or(0.0, |control| control.expected())),
        flagged = tests.n_flagged
    )
}

/// Terms in as many rows of either side stand at the same place.
fn points(listed: &[&TermShift]) -> Vec<VolcanoPoint> {
    let same = |a: &&TermShift, b: &&TermShift| {
        (a.reference, a.current, a.flagged) == (b.reference, b.current, b.flagged)
    };
    let groups = listed.chunk_by(same);
    groups
        .map(|terms| {
            let first = terms[0];
            let names: Vec<&str> = terms
                .iter()
                .take(NAMES)
                .map(|term| term.term.as_str())
                .collect();
            let names = names.join(", ");
            let name: Argument = match terms.len() - terms.len().min(NAMES) {
                0 => names.into(),
                more => message!("list-more", items = names, more = more).into(),
            };
            VolcanoPoint {
                log2_ratio: first.shift.log2_ratio.value,
                p: first.shift.exact.p,
                is_flagged: first.flagged,
                said: message!(
                    "drift-term",
                    terms = name.clone(),
                    before = first.reference,
                    now = first.current,
                    ratio = Argument::Times(pow(2.0, first.shift.log2_ratio.value)),
                    p = Argument::PValue(first.shift.exact.p),
                    q = Argument::PValue(first.q)
                ),
                name,
            }
        })
        .collect()
}

fn table(listed: &[&TermShift]) -> Table {
    let columns = vec![
        Column::new(message!("drift-term-column"), Kind::Name),
        Column::new(message!("drift-flagged"), Kind::Name),
        number(message!("drift-rows-reference")),
        number(message!("drift-rows-current")),
        number(message!("drift-share-reference")),
        number(message!("drift-share-current")),
        number(message!("drift-ratio")),
        number(message!("drift-log-odds")),
        number(message!("drift-exact-p")),
        number(message!("drift-q")),
    ];
    let rows = listed.iter().map(|term| {
        Row::new(vec![
            Some((&term.term).into()),
            term.flagged.then(|| message!("drift-flagged").into()),
            Some(term.reference.into()),
            Some(term.current.into()),
            Some(Unit::Share.of(term.shift.reference.value)),
            Some(Unit::Share.of(term.shift.current.value)),
            Some(ratio(term.shift.log2_ratio)),
            Some(Argument::Number(term.log_odds_z)),
            Some(Argument::PValue(term.shift.exact.p)),
            Some(Argument::PValue(term.q)),
        ])
    });
    Table {
        columns,
        rows: rows.collect(),
    }
}
