//! Every number of the charts in a table, and what was found in each batch.

use super::super::sentence;
use crate::pipeline::drift::Estimate;
use crate::pipeline::watch::{BatchRecord, Watch};
use crate::plot::numbers;
use crate::render::markup::{Align, Html};

pub fn section(page: &mut Html, watch: &Watch) {
    page.raw("<section>\n").heading(2, "Batches");
    if watch.records().is_empty() {
        page.paragraph("There is no batch yet.").raw("</section>\n");
        return;
    }
    let rows: Vec<Vec<String>> = (1..).zip(watch.records()).map(row).collect();
    page.table(
        &[
            ("", Align::Right),
            ("batch", Align::Left),
            ("rows", Align::Right),
            ("labelled", Align::Right),
            ("F1 micro", Align::Right),
            ("estimated", Align::Right),
            ("F1 macro", Align::Right),
            ("errors", Align::Right),
            ("at the training mix", Align::Right),
            ("unknown words", Align::Right),
            ("time a row", Align::Right),
        ],
        &rows,
    );
    for (number, record) in (1u32..).zip(watch.records()) {
        page.raw("<details")
            .raw(if record.findings.iter().any(|one| one.is_alarm()) {
                " open"
            } else {
                ""
            })
            .raw(">\n<summary>")
            .text(&format!("Batch {number}: {}", record.name))
            .raw("</summary>\n");
        findings(page, record);
        classes(page, record);
        look(page, record);
        page.raw("</details>\n");
    }
    page.raw("</section>\n");
}

fn dash(text: Option<String>) -> String {
    text.unwrap_or_else(|| "–".into())
}

fn ranged(estimate: &Estimate, shown: fn(f64) -> String) -> String {
    format!(
        "{} [{}, {}]",
        shown(estimate.value),
        shown(estimate.low),
        shown(estimate.high)
    )
}

fn row((number, record): (u32, &BatchRecord)) -> Vec<String> {
    let realised = record.realised.measured();
    vec![
        number.to_string(),
        record.name.clone(),
        numbers::count(record.rows),
        numbers::count(record.labelled),
        dash(realised.map(|found| ranged(&found.f1_micro, numbers::score))),
        dash(
            record
                .estimated
                .measured()
                .map(|found| numbers::score(found.f1_micro)),
        ),
        dash(realised.map(|found| ranged(&found.f1_macro, numbers::score))),
        dash(realised.map(|found| numbers::share(found.error_rate.value))),
        dash(realised.and_then(|found| found.error_rate_at_training_mix.map(numbers::share))),
        dash(
            record
                .unknown_words
                .measured()
                .map(|found| numbers::share(found.now)),
        ),
        dash(
            record
                .seconds_per_row()
                .map(|seconds| format!("{} µs", numbers::any(seconds * 1e6))),
        ),
    ]
}

fn findings(page: &mut Html, record: &BatchRecord) {
    if record.findings.is_empty() {
        page.paragraph("Nothing was found.");
        return;
    }
    page.raw("<ul class=\"parts\">\n");
    for finding in &record.findings {
        let state = if finding.is_alarm() {
            "drift"
        } else {
            "unknown"
        };
        page.raw("<li data-state=\"").raw(state).raw("\">");
        page.text(&sentence(&finding.to_string())).raw("</li>\n");
    }
    page.raw("</ul>\n");
}

fn classes(page: &mut Html, record: &BatchRecord) {
    let rows: Vec<Vec<String>> = record
        .classes
        .iter()
        .map(|class| {
            let share = |counted: &Option<crate::pipeline::watch::Counted>| {
                dash(
                    counted
                        .as_ref()
                        .map(|counted| ranged(&counted.share, numbers::share)),
                )
            };
            vec![
                class.class.clone(),
                share(&class.training),
                share(&class.labelled),
                share(&class.predicted_training),
                share(&class.predicted),
            ]
        })
        .collect();
    page.table(
        &[
            ("class", Align::Left),
            ("training rows", Align::Right),
            ("labels", Align::Right),
            ("predicted out of fold", Align::Right),
            ("predicted", Align::Right),
        ],
        &rows,
    );
}

fn look(page: &mut Html, record: &BatchRecord) {
    let Some(look) = record.drift.measured() else {
        return;
    };
    page.paragraph(&match look.look {
        Some(number) => format!(
            "Look {number} at the level {}; on all looks so far a chance of {} of a false alarm was spent.",
            numbers::p_value(look.level),
            numbers::share(look.spent)
        ),
        None => "No part of this batch could raise an alarm.".into(),
    });
    let rows: Vec<Vec<String>> = look
        .parts
        .iter()
        .map(|part| {
            let moved: Vec<String> = part
                .moved
                .iter()
                .take(3)
                .map(|one| {
                    format!(
                        "{} ({} to {})",
                        one.name,
                        numbers::any(one.before),
                        numbers::any(one.now)
                    )
                })
                .collect();
            vec![
                part.part.to_string(),
                dash(part.p.measured().map(|p| numbers::p_value(*p))),
                dash(part.adjusted_p.map(numbers::p_value)),
                match (part.alarm, part.decides) {
                    (true, _) => "changed".into(),
                    (false, true) => "no change found".into(),
                    (false, false) => "shown only".into(),
                },
                match part.p.gap() {
                    Some(gap) => gap.to_string(),
                    None => moved.join("; "),
                },
            ]
        })
        .collect();
    page.table(
        &[
            ("part", Align::Left),
            ("p", Align::Right),
            ("p by Holm", Align::Right),
            ("verdict", Align::Left),
            ("what moved the most surely", Align::Left),
        ],
        &rows,
    );
}
