//! The descriptors: how texts are written, both distributions and their tests.

use super::labels::legend;
use super::{charts, sentence};
use crate::pipeline::drift::{Descriptor, DescriptorDrift, DriftReport, Part, Standing};
use crate::plot::numbers;
use crate::render::markup::{Align, Html};

pub fn section(page: &mut Html, report: &DriftReport) {
    page.raw("<section>\n").heading(2, "How texts are written");
    let rows: Vec<Vec<String>> = report
        .descriptors
        .iter()
        .map(|one| row(report, one))
        .collect();
    page.table(
        &[
            ("", Align::Left),
            ("mean before", Align::Right),
            ("mean now", Align::Right),
            ("KS D", Align::Right),
            ("KS p", Align::Right),
            ("Wasserstein", Align::Right),
            ("in sd", Align::Right),
            ("PSI", Align::Right),
            ("JS", Align::Right),
            ("against history", Align::Left),
        ],
        &rows,
    );
    if let Part::Measured(unknown) = &report.unknown_words {
        page.paragraph(&format!(
            "Words unknown to the reference, which is not tested: {} of the words of a current row on average; of a reference row {} are in no other row of it.",
            numbers::share(unknown.current),
            numbers::share(unknown.reference)
        ));
    }
    legend(page);
    for one in &report.descriptors {
        page.heading(4, name(one.descriptor));
        match &one.tests {
            Part::Measured(tests) => {
                let label = format!("distribution of {} on both sides", name(one.descriptor));
                charts::distribution(page, &label, &tests.cells);
            }
            Part::Missing(gap) => {
                page.raw("<p class=\"gap\">")
                    .text(&sentence(&gap.to_string()))
                    .raw("</p>\n");
            }
        }
    }
    page.raw("</section>\n");
}

fn row(report: &DriftReport, one: &DescriptorDrift) -> Vec<String> {
    let missing = || "–".to_string();
    let mean = |summary: &Option<crate::pipeline::drift::Summary>| {
        summary
            .as_ref()
            .map_or_else(missing, |summary| numbers::any(summary.mean))
    };
    let tests = one.tests.measured();
    let number = |value: Option<f64>| value.map_or_else(missing, numbers::any);
    let history = report
        .descriptor_history
        .get(&one.descriptor)
        .and_then(Part::measured);
    vec![
        name(one.descriptor).to_string(),
        mean(&one.reference),
        mean(&one.current),
        number(tests.map(|tests| tests.ks.statistic)),
        tests.map_or_else(missing, |tests| numbers::p_value(tests.ks.p)),
        number(tests.map(|tests| tests.wasserstein)),
        number(tests.map(|tests| tests.wasserstein_normed)),
        number(tests.map(|tests| tests.psi)),
        number(tests.map(|tests| tests.js_distance)),
        history.map_or_else(missing, |history| match history.standing {
            Standing::BeyondHistory => format!("more than all {} blocks", history.blocks.len()),
            Standing::WithinHistory => {
                format!(
                    "{} of {} blocks differ as much",
                    history.reached(),
                    history.blocks.len()
                )
            }
        }),
    ]
}

pub fn name(descriptor: Descriptor) -> &'static str {
    match descriptor {
        Descriptor::Characters => "characters",
        Descriptor::Words => "words",
        Descriptor::OutOfVocabulary => "words that no other text has, share",
        Descriptor::Emoji => "emoji",
        Descriptor::Mentions => "mentions",
        Descriptor::Links => "links",
        Descriptor::UpperCase => "capitals, share",
        Descriptor::Punctuation => "punctuation, share",
    }
}
