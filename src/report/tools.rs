//! What the published tools would say, and why they disagree.

use super::descriptors::name;
use super::html::{Align, Html};
use crate::pipeline::drift::{DriftReport, Opinion};
use crate::plot::numbers;

pub fn section(page: &mut Html, report: &DriftReport) {
    page.raw("<section>\n")
        .heading(2, "What other tools would say");
    page.paragraph(
        "Each tool's own rule on the same data. Their learned classifiers (Evidently's of texts, NannyML's boosted trees) are not rebuilt, so nothing is said of those.",
    );
    opinions(page, "The classes", &report.label_opinions);
    for (descriptor, of_descriptor) in &report.descriptor_opinions {
        opinions(page, name(*descriptor), of_descriptor);
    }
    page.raw("</section>\n");
}

fn opinions(page: &mut Html, title: &str, opinions: &[Opinion]) {
    if opinions.is_empty() {
        return;
    }
    page.heading(3, title);
    let rows: Vec<Vec<String>> = opinions
        .iter()
        .map(|opinion| {
            vec![
                opinion.tool.to_string(),
                opinion.measure.to_string(),
                if opinion.by_default {
                    "default".into()
                } else {
                    "on request".into()
                },
                said(opinion),
                opinion.threshold.map_or_else(String::new, numbers::any),
                if opinion.drift {
                    "drift".into()
                } else {
                    "no drift".into()
                },
                opinion.reason.clone(),
            ]
        })
        .collect();
    page.table(
        &[
            ("tool", Align::Left),
            ("measure", Align::Left),
            ("", Align::Left),
            ("value", Align::Right),
            ("threshold", Align::Right),
            ("verdict", Align::Left),
            ("because it", Align::Left),
        ],
        &rows,
    );
}

/// The tool's number, or why it gives none.
fn said(opinion: &Opinion) -> String {
    match (opinion.value, &opinion.failure) {
        (Some(value), _) => numbers::any(value),
        (None, Some(failure)) => failure.to_string(),
        (None, None) => String::new(),
    }
}
