//! What a model says of both sides: predicted classes, estimated and realised performance, and what watching only that
//! would have missed.

use super::{charts, labels, measured, sentence};
use crate::pipeline::drift::{DriftReport, PerformanceDrift};
use crate::plot::numbers;
use crate::render::markup::{Align, Html};

pub fn section(page: &mut Html, report: &DriftReport) {
    page.raw("<section>\n").heading(2, "What the model says");
    if let Some(predictions) = measured(page, &report.predictions) {
        page.raw("<p><strong>")
            .text(&sentence(&predictions.watches.to_string()))
            .raw("</strong></p>\n");
        page.raw("<p class=\"quiet\">")
            .text(&format!(
                "Each by itself at {}, without a correction for the others: somebody who watches nothing else would see it so.",
                numbers::share(report.options.verdict.alpha)
            ))
            .raw("</p>\n");
        page.paragraph(&format!(
            "Scores of the model {}{}.",
            numbers::fingerprint(&predictions.model_sha256),
            predictions.folds.map_or_else(String::new, |folds| format!(
                "; those of the reference by {folds} models that had not learned from the row"
            ))
        ));
        page.heading(3, "Predicted classes");
        labels::classes(page, &predictions.predicted);
        if let Some(statistics) = measured(page, &predictions.predicted.statistics) {
            page.paragraph(&format!(
                "Pearson's chi-square of homogeneity {}, p {}; Jensen-Shannon distance {}.",
                numbers::any(statistics.chi_square.statistic),
                numbers::p_value(statistics.chi_square.p),
                numbers::any(statistics.distances.js_distance)
            ));
        }
        page.heading(3, "How unsure the model is");
        if let Some(entropy) = measured(page, &predictions.entropy) {
            page.paragraph(&format!(
                "The entropy of its scores on both sides: KS D {}, p {}.",
                numbers::any(entropy.ks.statistic),
                numbers::p_value(entropy.ks.p)
            ));
            charts::distribution(page, "entropy of the scores on both sides", &entropy.cells);
        }
        page.heading(3, "Performance, estimated without labels");
        if let Some(performance) = measured(page, &predictions.performance) {
            estimates(page, performance);
        }
    }
    page.raw("</section>\n");
}

fn estimates(page: &mut Html, performance: &PerformanceDrift) {
    let realised = performance.realised.measured();
    let usual = performance.usual.measured();
    let missing = || "–".to_string();
    let band = |band: Option<crate::pipeline::drift::Band>| {
        band.map_or_else(missing, |band| {
            format!(
                "{} to {}",
                numbers::score(band.lower),
                numbers::score(band.upper)
            )
        })
    };
    let rows = vec![
        vec![
            "accuracy = F1 micro".into(),
            numbers::score(performance.reference.accuracy),
            numbers::score(performance.estimated.accuracy),
            realised.map_or_else(missing, |found| numbers::score(found.accuracy)),
            band(usual.map(|usual| usual.accuracy)),
        ],
        vec![
            "F1 macro".into(),
            numbers::score(performance.reference.f1_macro),
            numbers::score(performance.estimated.f1_macro),
            realised.map_or_else(missing, |found| numbers::score(found.f1_macro)),
            band(usual.map(|usual| usual.f1_macro)),
        ],
    ];
    page.table(
        &[
            ("", Align::Left),
            ("on the reference", Align::Right),
            ("estimated now", Align::Right),
            ("realised now", Align::Right),
            ("usual in blocks of the reference", Align::Right),
        ],
        &rows,
    );
    page.raw("<p class=\"quiet\">Estimated by confidence (CBPE): scores that are calibrated on the reference are taken for the chance to be right. It is blind where classes change their meaning or their shares.</p>\n");
}
