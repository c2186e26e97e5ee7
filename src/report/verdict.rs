//! The verdict first: one sentence, then each part with its evidence.

use super::sentence;
use crate::pipeline::drift::{DriftReport, Finding, PartVerdict, Verdict, Whole};
use crate::plot::numbers;
use crate::render::markup::{Align, Html};

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
    page.text(&sentence(&verdict.to_string())).raw("</h1>\n");
    for note in report.notes() {
        page.paragraph(&sentence(&note));
    }
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
            ("p, each text once", Align::Right),
            ("larger of both by Holm", Align::Right),
        ],
        &rows,
    );
    power(page, verdict);
    page.raw("</details>\n</section>\n");
}

fn row(part: &PartVerdict) -> Vec<String> {
    let least = if part.p_is_least { "≤ " } else { "" };
    let number = |p: Option<f64>| {
        p.map_or_else(|| "–".into(), |p| format!("{least}{}", numbers::p_value(p)))
    };
    vec![
        part.part.to_string(),
        number(part.p),
        number(part.adjusted_p),
        number(part.p_once),
        number(part.adjusted_p_once),
    ]
}

/// What this many rows could show.
fn power(page: &mut Html, verdict: &Verdict) {
    if let Some(term) = &verdict.new_term {
        page.paragraph(&match term.share {
            Some(share) => format!(
                "Of the texts: a word that no reference row has is found with a chance of {} once it is in {} of the current rows.",
                numbers::share(verdict.options.power),
                numbers::share(share)
            ),
            None => "Of the texts: so few rows can't show a new word, whatever share of them has it.".into(),
        });
    }
    if verdict.power.is_empty() {
        return;
    }
    page.paragraph(&format!(
        "What this many rows can show: the chance that the verdict is drift where a class grows to {} times its share (or so far that the others fall to as small a part), with both sides as samples and the level of {} shared among the parts.",
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
            (
                &format!("rows for {}", numbers::share(verdict.options.power)),
                Align::Right,
            ),
        ],
        &rows,
    );
}
