//! The scores of the three, the recall of each class, and the tests and intervals between them.

use super::{interval, number};
use crate::document::{Block, Column, Kind, Row, Tone};
use crate::message;
use crate::message::{Argument, Message, Unit};
use crate::pipeline::compare::{Comparison, Pair, Score};
use crate::pipeline::metrics::Evaluation;

pub(super) fn scores(comparison: &Comparison) -> Block {
    let three: [&Evaluation; 3] = [
        &comparison.candidate,
        &comparison.production,
        &comparison.baseline,
    ];
    let columns = vec![
        Column::new(message!("column-score"), Kind::Name),
        number(message!("gate-candidate")),
        number(message!("gate-production")),
        number(message!("gate-baseline")),
    ];
    let rows = three[0].scores().into_iter().map(|score| {
        let name = Some(score.name().into());
        let values = three.map(|of| of.shown_score(score));
        Row::new(std::iter::once(name).chain(values).collect())
            .keyed(score.key())
            .about(score.about())
    });
    let recalls = &comparison.against_production.recalls;
    let recall_columns = vec![
        Column::new(message!("column-class"), Kind::Name),
        number(message!("column-rows")),
        number(message!("gate-candidate")),
        number(message!("gate-production")),
        number(message!("column-difference")),
        number(message!("column-tango")),
    ];
    let recall_rows = recalls.iter().map(|recall| {
        Row::new(vec![
            Some((&recall.class).into()),
            Some(recall.agreement.rows().into()),
            Some(interval(Unit::Score, recall.candidate)),
            Some(interval(Unit::Score, recall.production)),
            Some(interval(Unit::Change, recall.difference)),
            Some(interval(Unit::Change, recall.tango)),
        ])
    });
    let blocks = vec![
        Block::table("validate-scores", columns, rows.collect()),
        Block::section(
            "recalls",
            message!("gate-recalls"),
            vec![
                Block::text("recalls-about", Tone::Quiet, message!("gate-recalls-about")),
                Block::table("validate-recalls", recall_columns, recall_rows.collect()),
            ],
        ),
    ];
    Block::section("scores", message!("gate-scores"), blocks)
}

pub(super) fn statistics(comparison: &Comparison) -> Block {
    let pairs = [&comparison.against_production, &comparison.against_baseline];
    let draws = comparison.against_production.differences.draws;
    let mut rows = Vec::new();
    let mut row = |key: &'static str, name: Message, of: &dyn Fn(&Pair) -> Argument| {
        let cells = pairs.map(|pair| Some(of(pair)));
        let name = Some(Argument::from(name));
        rows.push(Row::new(std::iter::once(name).chain(cells).collect()).keyed(key));
    };
    row("both", message!("gate-both-right"), &|pair| {
        pair.agreement.both.into()
    });
    row("only-candidate", message!("gate-only-candidate"), &|pair| {
        pair.agreement.only_candidate.into()
    });
    row("only-other", message!("gate-only-other"), &|pair| {
        pair.agreement.only_production.into()
    });
    row("neither", message!("gate-neither-right"), &|pair| {
        pair.agreement.neither.into()
    });
    row("differing", message!("gate-differing"), &|pair| {
        pair.differing.into()
    });
    row("mcnemar-exact", message!("gate-mcnemar-exact"), &|pair| {
        Argument::PValue(pair.mcnemar.exact_p)
    });
    row("mcnemar-mid", message!("gate-mcnemar-mid"), &|pair| {
        Argument::PValue(pair.mcnemar.mid_p)
    });
    let tango = message!("gate-tango", score = Score::F1Micro.name());
    row("micro-tango", tango, &|pair| {
        interval(Unit::Change, pair.tango)
    });
    for (score, keys) in [
        (Score::F1Micro, ["micro-bootstrap", "micro-randomisation"]),
        (Score::F1Macro, ["macro-bootstrap", "macro-randomisation"]),
    ] {
        let of = |pair: &Pair| match score {
            Score::F1Micro => pair.differences.f1_micro,
            _ => pair.differences.f1_macro,
        };
        let name = score.name();
        let bootstrap = message!("gate-bootstrap", score = name.clone(), draws = draws);
        row(keys[0], bootstrap, &|pair| {
            interval(Unit::Change, of(pair).estimate)
        });
        let randomisation = message!("gate-randomisation", score = name, draws = draws);
        row(keys[1], randomisation, &|pair| Argument::PValue(of(pair).p));
    }
    let columns = vec![
        Column::new(message!("column-score"), Kind::Name),
        number(message!("gate-vs-production")),
        number(message!("gate-vs-baseline")),
    ];
    let mut blocks = vec![Block::text(
        "statistics-about",
        Tone::Quiet,
        message!("gate-statistics-about"),
    )];
    let rare = &comparison.against_production.differences.rare_classes;
    blocks.extend(rare.iter().map(|(class, rows)| {
        let note = message!("gate-rare", class = class, rows = *rows);
        Block::text("validate-rare", Tone::Warning, note)
    }));
    blocks.push(Block::table("validate-statistics", columns, rows));
    Block::section("statistics", message!("gate-statistics"), blocks)
}
