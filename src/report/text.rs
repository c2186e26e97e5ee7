//! The whole text: does the wording as a whole differ, and does it inside each class?

use super::labels::{against_nulls, nulls_table};
use super::measured;
use crate::pipeline::drift::{DriftReport, Part};
use crate::render::markup::Html;

pub fn section(page: &mut Html, report: &DriftReport) {
    page.raw("<section>\n").heading(2, "Whole text");
    let text = &report.text;
    if let Some(divergence) = measured(page, &text.divergence_bits) {
        page.paragraph(
            "The divergence of both wordings (Jensen-Shannon, in bits) is large by chance alone where texts are short, so it is read against random splits. A classifier that tells both sides apart has an area under its curve of 0.5 where nothing differs. Inside the classes the split keeps the label mix, so that only a change of wording is left.",
        );
        let mut rows = vec![against_nulls(
            "divergence, bits",
            *divergence,
            text.divergence.as_ref(),
            text.history.measured(),
        )];
        for (name, null) in [
            (
                "divergence, inside classes",
                &text.divergence_inside_classes,
            ),
            ("classifier, area", &text.classifier),
            (
                "classifier, inside classes",
                &text.classifier_inside_classes,
            ),
        ] {
            if let Some(null) = null {
                rows.push(against_nulls(name, null.observed, Some(null), None));
            }
        }
        let classes = report
            .labels
            .measured()
            .map_or(&[][..], |labels| &labels.classes);
        for (class, part) in classes.iter().zip(&text.divergence_of_classes) {
            if let Part::Measured(null) = part {
                rows.push(against_nulls(
                    &format!("divergence, {} alone", class.class),
                    null.observed,
                    Some(null),
                    None,
                ));
            }
        }
        nulls_table(page, &rows);
        if text.divergence.is_none() {
            page.raw("<p class=\"gap\">No random splits were drawn, so that nothing is said of the whole text.</p>\n");
        }
    }
    page.raw("</section>\n");
}
