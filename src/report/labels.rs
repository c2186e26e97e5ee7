//! The labels: shares of the classes on both sides, tests and distances with both nulls, blocks of the reference.

use super::{charts, measured};
use crate::pipeline::drift::{
    DriftReport, Estimate, HistoryNull, LabelDrift, LabelHistory, LabelStatistics, Null, Standing,
};
use crate::plot::numbers;
use crate::render::markup::{Align, Html};

pub fn section(page: &mut Html, report: &DriftReport) {
    page.raw("<section>\n").heading(2, "Classes");
    if let Some(drift) = measured(page, &report.labels) {
        classes(page, drift);
        if let Some(statistics) = measured(page, &drift.statistics) {
            tests(page, statistics, report.label_history.measured());
        }
        page.heading(3, "Along the reference");
        if let Some(history) = measured(page, &report.label_history) {
            blocks(page, drift, history);
        }
    }
    page.raw("</section>\n");
}

/// A table of the classes with a chart above it.
pub fn classes(page: &mut Html, drift: &LabelDrift) {
    let shown: Vec<(&str, Estimate, Estimate)> = drift
        .classes
        .iter()
        .filter_map(|class| {
            let shift = class.shift.as_ref()?;
            Some((class.class.as_str(), shift.reference, shift.current))
        })
        .collect();
    if !shown.is_empty() {
        charts::shares(
            page,
            "shares of the classes, reference above current",
            &shown,
        );
        legend(page);
    }
    let rows: Vec<Vec<String>> = drift
        .classes
        .iter()
        .map(|class| {
            let mut cells = vec![
                class.class.clone(),
                numbers::count(class.reference),
                numbers::count(class.current),
            ];
            cells.extend(match &class.shift {
                Some(shift) => [
                    numbers::share(shift.reference.value),
                    numbers::share(shift.current.value),
                    points(&shift.difference),
                    numbers::p_value(shift.exact.p),
                ],
                None => ["–"; 4].map(String::from),
            });
            cells
        })
        .collect();
    page.table(
        &[
            ("class", Align::Left),
            ("reference", Align::Right),
            ("current", Align::Right),
            ("share before", Align::Right),
            ("share now", Align::Right),
            ("difference", Align::Right),
            ("exact p", Align::Right),
        ],
        &rows,
    );
}

pub fn legend(page: &mut Html) {
    page.raw("<p class=\"legend\"><span class=\"key reference\"></span> reference <span class=\"key current\"></span> current</p>\n");
}

/// A difference of shares in percentage points with its interval.
fn points(difference: &Estimate) -> String {
    format!(
        "{} pp [{}, {}]",
        numbers::points(difference.value),
        numbers::points(difference.low),
        numbers::points(difference.high)
    )
}

fn tests(page: &mut Html, statistics: &LabelStatistics, history: Option<&LabelHistory>) {
    let LabelStatistics {
        distances,
        chi_square,
        g,
        ..
    } = statistics;
    page.paragraph(&format!(
        "Pearson's chi-square of homogeneity {} with {} degrees of freedom, p {}; likelihood ratio {}, p {}; Cramer's V {}{}.",
        numbers::any(chi_square.statistic),
        chi_square.df,
        numbers::p_value(chi_square.p),
        numbers::any(g.statistic),
        numbers::p_value(g.p),
        numbers::any(statistics.cramers_v),
        statistics
            .cramers_v_corrected
            .map_or_else(String::new, |v| format!(", corrected for its bias {}", numbers::any(v))),
    ));
    let nulls = statistics.nulls.as_ref();
    let rows = [
        (
            "Jensen-Shannon distance",
            distances.js_distance,
            nulls.map(|n| n.js_distance),
            history.map(|h| &h.js_distance),
        ),
        (
            "population stability index",
            distances.psi,
            nulls.map(|n| n.psi),
            None,
        ),
        (
            "Hellinger distance",
            distances.hellinger,
            nulls.map(|n| n.hellinger),
            None,
        ),
        (
            "total variation distance",
            distances.total_variation,
            nulls.map(|n| n.total_variation),
            None,
        ),
        (
            "Cramer's V",
            statistics.cramers_v,
            None,
            history.map(|h| &h.cramers_v),
        ),
    ]
    .map(|(name, value, null, history)| against_nulls(name, value, null.as_ref(), history));
    nulls_table(page, &rows);
}

/// The row of a statistic beside both of its nulls.
pub fn against_nulls(
    name: &str,
    value: f64,
    null: Option<&Null>,
    history: Option<&HistoryNull>,
) -> Vec<String> {
    let missing = || "–".to_string();
    vec![
        name.to_string(),
        numbers::any(value),
        null.map_or_else(missing, |null| numbers::any(null.mean)),
        null.map_or_else(missing, |null| numbers::any(null.q95)),
        null.map_or_else(missing, |null| {
            format!(
                "{} of {} splits",
                numbers::p_value(null.p),
                numbers::count(u64::from(null.draws))
            )
        }),
        history.map_or_else(missing, |history| match history.standing {
            Standing::BeyondHistory => format!("more than all {} blocks", history.blocks.len()),
            Standing::WithinHistory => format!(
                "{} of {} blocks differ as much",
                history.reached(),
                history.blocks.len()
            ),
        }),
    ]
}

pub fn nulls_table(page: &mut Html, rows: &[Vec<String>]) {
    page.table(
        &[
            ("", Align::Left),
            ("here", Align::Right),
            ("by chance", Align::Right),
            ("95 % of chance", Align::Right),
            ("p", Align::Right),
            ("against history", Align::Left),
        ],
        rows,
    );
}

fn blocks(page: &mut Html, drift: &LabelDrift, history: &LabelHistory) {
    let rows = history.blocks.first().map_or(0, |block| block.len());
    let homogeneity = history.homogeneity.map_or_else(String::new, |test| {
        format!(
            " Do all blocks have the same shares? Chi-square {}, {} degrees of freedom, p {}.",
            numbers::any(test.statistic),
            test.df,
            numbers::p_value(test.p)
        )
    });
    page.paragraph(&format!(
        "The reference in file order, cut into {} blocks of {} rows. Whether the order of the file is one of time, only you know.{homogeneity}",
        history.blocks.len(),
        numbers::count(rows as u64),
    ));
    for (index, class) in drift.classes.iter().enumerate() {
        let shares: Vec<Estimate> = history
            .shares
            .iter()
            .filter_map(|shares| shares.get(index).copied())
            .collect();
        if let Some(shift) = &class.shift {
            page.heading(4, &class.class);
            charts::blocks(page, &class.class, &shares, shift.current);
        }
    }
}
