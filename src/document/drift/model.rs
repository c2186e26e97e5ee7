//! What the labels mean given the text, and what a model says of both sides.

use super::classes::shares;
use super::texts::distribution;
use super::{Block, Column, Kind, Row, Tone};
use super::{measured, number, sentence};
use crate::message;
use crate::message::{Argument, Message, numbers};
use crate::pipeline::drift::{Band, DriftReport, PerformanceDrift, PredictionDrift};

pub(super) fn concept(report: &DriftReport) -> Block {
    let blocks = measured("concept-missing", &report.concept, |concept| {
        let columns = vec![
            Column::new(message!("column-class"), Kind::Name),
            number(message!("drift-rows-reference")),
            number(message!("drift-rows-current")),
            number(message!("drift-recall-reference")),
            number(message!("drift-recall-current")),
            number(message!("drift-p-given-score")),
            number(message!("drift-p-given-class")),
        ];
        let rows = concept.classes.iter().map(|class| {
            Row::new(vec![
                Some((&class.class).into()),
                Some(class.reference.into()),
                Some(class.current.into()),
                Some(Argument::Share(class.recall_reference)),
                Some(Argument::Share(class.recall_current)),
                Some(Argument::PValue(class.p_given_score)),
                Some(Argument::PValue(class.p_given_class)),
            ])
        });
        vec![
            Block::text(
                "concept-about",
                Tone::Quiet,
                message!("drift-concept-about"),
            ),
            Block::text(
                "concept-agreement",
                Tone::Plain,
                message!(
                    "drift-concept-agreement",
                    before = Argument::Share(concept.agreement_reference),
                    rows_before = concept.n_reference,
                    now = Argument::Share(concept.agreement_current),
                    rows_now = concept.n_current
                ),
            ),
            Block::table("concept-table", columns, rows.collect()),
        ]
    });
    Block::section("drift-concept", message!("drift-concept"), blocks)
}

pub(super) fn predictions(report: &DriftReport) -> Block {
    let blocks = measured("predictions-missing", &report.predictions, |predictions| {
        let alpha = report.options.verdict.alpha;
        vec![
            Block::text(
                "drift-watches",
                Tone::Plain,
                sentence(predictions.watches.message()),
            ),
            Block::text(
                "watches-about",
                Tone::Quiet,
                message!("drift-watches-about", alpha = Argument::Share(alpha)),
            ),
            Block::text("scores-about", Tone::Quiet, scores_of(predictions)),
            predicted(predictions),
            unsure(predictions),
            performance(predictions),
        ]
    });
    Block::section("drift-model", message!("drift-model"), blocks)
}

fn scores_of(predictions: &PredictionDrift) -> Message {
    let model = numbers::fingerprint(&predictions.model_sha256);
    match predictions.folds {
        None => message!("drift-scores-of", model = model),
        Some(folds) => message!("drift-scores-of-folds", model = model, folds = folds),
    }
}

fn predicted(predictions: &PredictionDrift) -> Block {
    let drift = &predictions.predicted;
    let ids = [
        "predicted-table",
        "predicted-differences",
        "predicted-presence",
    ];
    let mut blocks = shares(drift, ids);
    blocks.extend(measured("predicted-missing", &drift.statistics, |found| {
        let said = message!(
            "drift-predicted-tests",
            chi_square = Argument::Number(found.chi_square.statistic),
            p = Argument::PValue(found.chi_square.p),
            js = Argument::Number(found.distances.js_distance)
        );
        vec![Block::text("predicted-tests", Tone::Quiet, said)]
    }));
    Block::section("drift-predicted", message!("drift-predicted"), blocks)
}

fn unsure(predictions: &PredictionDrift) -> Block {
    let blocks = measured("entropy-missing", &predictions.entropy, |entropy| {
        vec![
            Block::text(
                "entropy-tests",
                Tone::Quiet,
                message!(
                    "drift-entropy",
                    ks = Argument::Number(entropy.ks.statistic),
                    p = Argument::PValue(entropy.ks.p)
                ),
            ),
            distribution("entropy", message!("drift-entropy-name"), &entropy.cells),
        ]
    });
    Block::section("drift-unsure", message!("drift-unsure"), blocks)
}

fn performance(predictions: &PredictionDrift) -> Block {
    let blocks = measured("performance-missing", &predictions.performance, |found| {
        vec![
            Block::text(
                "performance-about",
                Tone::Quiet,
                message!("drift-performance-about"),
            ),
            performance_table(found),
        ]
    });
    Block::section("drift-estimated", message!("drift-performance"), blocks)
}

fn performance_table(found: &PerformanceDrift) -> Block {
    let realised = found.realised.measured();
    let usual = found.usual.measured();
    let columns = vec![
        Column::new(message!("column-score"), Kind::Name),
        number(message!("drift-on-reference")),
        number(message!("drift-estimated")),
        number(message!("drift-realised")),
        number(message!("drift-usual")),
    ];
    let row = |name: Message, reference, estimated, realised: Option<f64>, usual: Option<Band>| {
        Row::new(vec![
            Some(name.into()),
            Some(Argument::Score(reference)),
            Some(Argument::Score(estimated)),
            realised.map(Argument::Score),
            usual.map(|band| {
                // Three standard deviations may reach beyond what a score can be.
                message!(
                    "range",
                    low = Argument::Score(band.lower.max(0.0)),
                    high = Argument::Score(band.upper.min(1.0))
                )
                .into()
            }),
        ])
    };
    let rows = vec![
        row(
            message!("drift-accuracy"),
            found.reference.accuracy,
            found.estimated.accuracy,
            realised.map(|realised| realised.accuracy),
            usual.map(|usual| usual.accuracy),
        ),
        row(
            message!("score-f1-macro"),
            found.reference.f1_macro,
            found.estimated.f1_macro,
            realised.map(|realised| realised.f1_macro),
            usual.map(|usual| usual.f1_macro),
        ),
    ];
    Block::table("drift-performance", columns, rows)
}
