//! What the labels mean, given the text: the test of each class, and what it assumes.

use super::measured;
use crate::pipeline::drift::DriftReport;
use crate::plot::numbers;
use crate::render::markup::{Align, Html};

pub fn section(page: &mut Html, report: &DriftReport) {
    page.raw("<section>\n").heading(2, "What the labels mean");
    if let Some(concept) = measured(page, &report.concept) {
        page.paragraph(&format!(
            "Does a text get the label that it would have got before? {} reference rows and {} current ones were scored by naive Bayes that learned from other reference rows; {} of the labels are as the scores expect before and {} now. A class is said to have changed its meaning only where both p-values are small: neither another mix of texts nor another mix of classes explains it then. Where both change at once, that can be wrong.",
            numbers::count(concept.n_reference),
            numbers::count(concept.n_current),
            numbers::share(concept.agreement_reference),
            numbers::share(concept.agreement_current),
        ));
        let rows: Vec<Vec<String>> = concept
            .classes
            .iter()
            .map(|class| {
                vec![
                    class.class.clone(),
                    numbers::count(class.reference),
                    numbers::count(class.current),
                    numbers::share(class.recall_reference),
                    numbers::share(class.recall_current),
                    numbers::p_value(class.p_given_score),
                    numbers::p_value(class.p_given_class),
                ]
            })
            .collect();
        page.table(
            &[
                ("class", Align::Left),
                ("reference", Align::Right),
                ("current", Align::Right),
                ("recall before", Align::Right),
                ("recall now", Align::Right),
                ("p given the score", Align::Right),
                ("p given the class", Align::Right),
            ],
            &rows,
        );
    }
    page.raw("</section>\n");
}
