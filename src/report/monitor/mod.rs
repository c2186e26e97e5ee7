//! What was watched of a model in production as one HTML page: the answer, then charts over the batches, then tables.

mod charts;
mod json;
mod tables;

pub use json::monitor_json;

use super::{STYLE, sentence};
use crate::pipeline::watch::{Advice, Answer, Outcome, Watch};
use crate::plot::control;
use crate::plot::numbers;
use crate::render::markup::Html;

/// The page, in UTF-8. The same watch and advice give the same bytes.
pub fn monitor_page(watch: &Watch, advice: &Advice) -> Vec<u8> {
    let mut page = Html::new();
    page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    // Should anything ever slip through as markup, it can load nothing and send nothing.
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
    page.raw("<title>").text("Dryf: monitoring of ");
    page.text(&watch.model().run_name)
        .raw("</title>\n<style>\n")
        .raw(STYLE)
        .raw("</style>\n</head>\n<body>\n");
    head(&mut page, watch);
    answer(&mut page, advice);
    let charts = control::charts(watch);
    if !charts.is_empty() {
        page.raw("<section>\n").heading(2, "Over the batches");
        page.paragraph(
            "Dashed lines are the limits in which a number lies if nothing changed; what is beyond them is unusual, and raises no alarm by that alone. Whiskers are intervals of 95 %.",
        );
        for chart in &charts {
            charts::draw(&mut page, chart);
        }
        page.raw("</section>\n");
    }
    tables::section(&mut page, watch);
    page.raw("</body>\n</html>\n");
    page.into_bytes()
}

fn head(page: &mut Html, watch: &Watch) {
    let model = watch.model();
    page.raw("<header>\n<p class=\"product\">Dryf · monitoring</p>\n<dl class=\"sides\">\n");
    let civil = model.trained.civil();
    let trained = format!("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day);
    for (name, value, note) in [
        (
            "Production",
            model.run_name.as_str(),
            format!("model {}", numbers::fingerprint(&model.model_sha256)),
        ),
        (
            "Trained",
            trained.as_str(),
            format!("on {} rows", numbers::count(model.n_rows)),
        ),
        (
            "Watched",
            &format!("{} batches", watch.records().len()),
            format!(
                "{} rows, {} of them labelled",
                numbers::count(watch.rows()),
                numbers::count(watch.labelled_rows())
            ),
        ),
    ] {
        page.fact(name, value, &note);
    }
    page.raw("</dl>\n</header>\n");
}

/// The answer first: one sentence, then each of the five occasions with its evidence.
fn answer(page: &mut Html, advice: &Advice) {
    let state = match advice.answer {
        Answer::Retrain => "drift",
        Answer::Keep => "none",
        Answer::NotEnoughData => "unknown",
    };
    page.raw("<section>\n<h1 class=\"verdict\" data-state=\"")
        .raw(state)
        .raw("\">");
    page.text(&sentence(&advice.to_string())).raw("</h1>\n");
    page.raw("<ul class=\"parts\">\n");
    for rule in &advice.rules {
        let state = match rule.outcome {
            Outcome::Retrain => "drift",
            Outcome::Quiet => "none",
            Outcome::Off | Outcome::NotEnoughData => "unknown",
        };
        page.raw("<li data-state=\"").raw(state).raw("\">");
        page.text(&sentence(&rule.occasion.to_string()));
        for evidence in &rule.evidence {
            page.raw(" ").text(&sentence(&evidence.to_string()));
        }
        page.raw("</li>\n");
    }
    page.raw("</ul>\n<p class=\"quiet\">");
    page.text(&sentence(&advice.false_alarms.to_string()));
    page.text(&format!(" Written by Dryf {}.", env!("CARGO_PKG_VERSION")))
        .raw("</p>\n</section>\n");
}
