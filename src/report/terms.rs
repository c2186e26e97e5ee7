//! The terms of each family: how many changed, how many chance alone would flag, and which ones.

use super::{charts, measured};
use crate::pipeline::drift::{DriftReport, PartName, TermDrift, TermShift, TermTests};
use crate::plot::numbers;
use crate::render::markup::{Align, Html};

/// Terms of a family that the page lists, and those that its plot shows. All of a large family would make the page of
/// megabytes that people complain of in other tools; the JSON of `dryf drift --json` has all.
const LISTED: usize = 200;
const PLOTTED: usize = 800;
/// Flagged terms whose names stand in the plot.
const NAMED: usize = 12;

pub fn section(page: &mut Html, report: &DriftReport) {
    for family in &report.terms {
        of_family(page, report, family);
    }
}

/// The report with as many terms in each family as the page lists.
pub fn shortened(report: &DriftReport) -> DriftReport {
    let mut report = report.clone();
    for family in &mut report.terms {
        family.tests = family.tests.clone().map(|tests| TermTests {
            terms: listed(&tests).cloned().collect(),
            ..tests
        });
    }
    report
}

/// The flagged terms first, each in the order of the ranking.
fn listed(tests: &TermTests) -> impl Iterator<Item = &TermShift> {
    let flagged = tests.terms.iter().filter(|term| term.flagged);
    flagged
        .chain(tests.terms.iter().filter(|term| !term.flagged))
        .take(LISTED)
}

fn of_family(page: &mut Html, report: &DriftReport, family: &TermDrift) {
    let name = PartName::Terms(family.family).to_string();
    page.raw("<section>\n")
        .heading(2, &super::sentence(&name).replace('.', ""));
    let any = &family.rows_with_any;
    page.paragraph(&format!(
        "{} different ones in the reference, {} in the current data; {} and {} rows have one{}.",
        numbers::count(family.types_reference),
        numbers::count(family.types_current),
        numbers::count(any.reference),
        numbers::count(any.current),
        any.shift.as_ref().map_or_else(String::new, |shift| format!(
            " ({} and {}, exact p {})",
            numbers::share(shift.reference.value),
            numbers::share(shift.current.value),
            numbers::p_value(shift.exact.p)
        )),
    ));
    if let Some(tests) = measured(page, &family.tests) {
        counts(page, report, tests);
        let mut plotted: Vec<&TermShift> = tests.terms.iter().collect();
        plotted.sort_by(|a, b| {
            (b.flagged, -b.shift.exact.p)
                .partial_cmp(&(a.flagged, -a.shift.exact.p))
                .expect("p-values are numbers")
        });
        plotted.truncate(PLOTTED);
        charts::terms(
            page,
            &format!("{name} by change and certainty"),
            &plotted,
            NAMED,
        );
        if tests.terms.len() > PLOTTED {
            page.raw("<p class=\"quiet\">");
            page.text(&format!(
                "The plot shows the {PLOTTED} surest of {}.",
                numbers::count(tests.terms.len() as u64)
            ));
            page.raw("</p>\n");
        }
        table(page, &name, tests);
    }
    page.raw("</section>\n");
}

fn counts(page: &mut Html, report: &DriftReport, tests: &TermTests) {
    let alpha = numbers::any(report.options.terms.alpha);
    let chance = tests.control.as_ref().map_or_else(
        || " How many of these chance alone would give was not drawn.".to_string(),
        |control| {
            let flagged = control.corrected.iter().filter(|flagged| **flagged > 0).count();
            format!(
                " In {} random splits of the same rows chance alone gave {} of these on average, and one that stood correction in {flagged} of the splits.",
                control.uncorrected.len(),
                numbers::any(control.expected()),
            )
        },
    );
    page.paragraph(&format!(
        "Tested: {}, those in at least {} rows of both sides. With an uncorrected p of at most {alpha}: {}.{chance} Flagged, since they stand correction for so many tests (of those flagged 5 % are false ones on average) and changed enough to matter: {}.",
        numbers::count(tests.terms.len() as u64),
        tests.least_rows,
        numbers::count(tests.n_uncorrected),
        numbers::count(tests.n_flagged),
    ));
}

fn table(page: &mut Html, name: &str, tests: &TermTests) {
    let id = format!(
        "terms-{}",
        name.replace(|c: char| !c.is_ascii_alphanumeric(), "-")
    );
    page.raw("<details>\n<summary>");
    page.text(&format!(
        "The {} most changed",
        numbers::count(listed(tests).count() as u64)
    ));
    page.raw("</summary>\n<p><label>Show those with <input type=\"search\" data-filters=\"")
        .raw(&id)
        .raw("\"></label></p>\n<div id=\"")
        .raw(&id)
        .raw("\">\n");
    let rows: Vec<Vec<String>> = listed(tests)
        .map(|term| {
            let ratio = &term.shift.log2_ratio;
            vec![
                term.term.clone(),
                if term.flagged {
                    "flagged".into()
                } else {
                    String::new()
                },
                numbers::count(term.reference),
                numbers::count(term.current),
                numbers::share(term.shift.reference.value),
                numbers::share(term.shift.current.value),
                format!(
                    "{} [{}, {}]",
                    numbers::signed(ratio.value),
                    numbers::signed(ratio.low),
                    numbers::signed(ratio.high)
                ),
                numbers::signed(term.log_odds_z),
                numbers::p_value(term.shift.exact.p),
                numbers::p_value(term.q),
            ]
        })
        .collect();
    page.table(
        &[
            ("term", Align::Left),
            ("", Align::Left),
            ("rows before", Align::Right),
            ("rows now", Align::Right),
            ("share before", Align::Right),
            ("share now", Align::Right),
            ("log2 ratio", Align::Right),
            ("log-odds z", Align::Right),
            ("exact p", Align::Right),
            ("q", Align::Right),
        ],
        &rows,
    );
    page.raw("</div>\n</details>\n");
}
