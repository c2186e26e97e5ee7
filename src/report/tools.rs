//! What the published tools would say, and why they disagree.

use super::descriptors::name;
use crate::pipeline::drift::{DriftReport, Opinion};
use crate::plot::numbers;
use crate::render::markup::{Align, Html};

pub fn section(page: &mut Html, report: &DriftReport) {
    page.raw("<section>\n")
        .heading(2, "What other tools would say");
    page.paragraph(
        "Each tool's own rule on the same data. Their learned classifiers (Evidently's of texts, NannyML's boosted trees) are not rebuilt, so nothing is said of those.",
    );
    of_subject(page, "The classes", &report.label_opinions);
    of_subject(page, "The scores of the model", &report.score_opinions);
    for (descriptor, of_descriptor) in &report.descriptor_opinions {
        of_subject(page, name(*descriptor), of_descriptor);
    }
    page.raw("</section>\n");
}

/// What each tool says unasked, and folded below what it says on request.
fn of_subject(page: &mut Html, title: &str, opinions: &[Opinion]) {
    let (unasked, asked): (Vec<&Opinion>, Vec<&Opinion>) =
        opinions.iter().partition(|opinion| opinion.by_default);
    if opinions.is_empty() {
        return;
    }
    page.heading(3, title);
    table(page, &unasked);
    if !asked.is_empty() {
        page.raw("<details>\n<summary>")
            .text(&format!("{} more on request", asked.len()))
            .raw("</summary>\n");
        table(page, &asked);
        page.raw("</details>\n");
    }
}

fn table(page: &mut Html, opinions: &[&Opinion]) {
    let rows: Vec<Vec<String>> = opinions
        .iter()
        .map(|opinion| {
            let verdict = match (opinion.value, opinion.drift) {
                (None, _) => "no verdict",
                (_, true) => "drift",
                (_, false) => "no drift",
            };
            vec![
                opinion.tool.to_string(),
                opinion.measure.to_string(),
                opinion.value.map_or_else(String::new, numbers::any),
                opinion.threshold.map_or_else(String::new, numbers::any),
                verdict.into(),
                said(opinion),
            ]
        })
        .collect();
    page.table(
        &[
            ("tool", Align::Left),
            ("measure", Align::Left),
            ("value", Align::Right),
            ("threshold", Align::Right),
            ("verdict", Align::Left),
            ("to be said of it", Align::Left),
        ],
        &rows,
    );
}

/// Why the tool gives no number, or why the number may be wrong.
fn said(opinion: &Opinion) -> String {
    match &opinion.failure {
        Some(failure) => failure.to_string(),
        None => opinion.reason.clone(),
    }
}
