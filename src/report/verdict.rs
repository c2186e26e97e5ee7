//! The verdict first: one sentence, then each part with its evidence.

use super::html::{Align, Html};
use super::sentence;
use crate::pipeline::drift::{DriftReport, Finding, PartVerdict, Verdict, Whole};
use crate::plot::numbers;

pub fn section(page: &mut Html, report: &DriftReport) {
    let verdict = &report.verdict;
    let state = match &verdict.whole {
        Whole::Drift { .. } => "drift",
        Whole::NoDrift => "none",
        Whole::NotEnoughData { .. } | Whole::NotMeasured => "unknown",
    };
    page.raw("<section>\n<h1 class=\"verdict\" data-state=\"")
        .raw(state)
        .raw("\">");
    page.text(&sentence(&verdict.whole.to_string()))
        .raw("</h1>\n");
    page.raw("<ul class=\"parts\">\n");
    for part in &verdict.parts {
        let state = match &part.finding {
            Finding::Changed { .. } => "drift",
            Finding::NotChanged => "none",
            Finding::NotMeasured(_) => "unknown",
        };
        page.raw("<li data-state=\"").raw(state).raw("\">");
        page.text(&sentence(&part.to_string())).raw("</li>\n");
    }
    page.raw("</ul>\n");
    page.raw("<details>\n<summary>Evidence</summary>\n");
    page.paragraph(&format!(
        "Each part has one p-value for \u{201c}nothing changed here\u{201d}. Holm's correction over all of them keeps the chance that anything is called drift by accident at {}.",
        numbers::share(verdict.options.alpha)
    ));
    let rows: Vec<Vec<String>> = verdict.parts.iter().map(row).collect();
    page.table(
        &[
            ("part", Align::Left),
            ("p", Align::Right),
            ("p by Holm", Align::Right),
        ],
        &rows,
    );
    power(page, verdict);
    page.raw("</details>\n</section>\n");
}

fn row(part: &PartVerdict) -> Vec<String> {
    let number = |p: Option<f64>| p.map_or_else(|| "–".into(), numbers::p_value);
    vec![
        part.part.to_string(),
        number(part.p),
        number(part.adjusted_p),
    ]
}

/// What this many rows could show.
fn power(page: &mut Html, verdict: &Verdict) {
    if verdict.power.is_empty() {
        return;
    }
    page.paragraph(&format!(
        "What this many current rows can show: the chance to notice a class that grows to {} times its share, by an exact test of the class at {}, and the chance that the same test alarms when nothing changed.",
        numbers::any(verdict.options.ratio),
        numbers::share(verdict.options.alpha)
    ));
    let rows: Vec<Vec<String>> = verdict
        .power
        .iter()
        .map(|class| {
            vec![
                class.class.clone(),
                numbers::share(class.at_this_size.power),
                numbers::share(class.at_this_size.false_alarms),
                class
                    .rows_needed
                    .map_or_else(|| "out of reach".into(), numbers::count),
            ]
        })
        .collect();
    page.table(
        &[
            ("class", Align::Left),
            ("noticed", Align::Right),
            ("false alarms", Align::Right),
            (
                &format!("rows for {}", numbers::share(verdict.options.power)),
                Align::Right,
            ),
        ],
        &rows,
    );
}
