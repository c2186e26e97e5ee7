//! Control charts as SVG.

use super::super::charts::{Svg, WIDTH};
use crate::plot::control::{ChartKind, ControlChart, SeriesKind};
use crate::plot::numbers;
use crate::render::markup::Html;

const HEIGHT: f64 = 170.0;
const LEFT: f64 = 60.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = HEIGHT - 24.0;
const RIGHT: f64 = WIDTH - 10.0;
/// Names of batches that have room below the axis.
const MOST_NAMED: usize = 14;

pub fn draw(page: &mut Html, chart: &ControlChart) {
    let title = title(&chart.kind);
    page.heading(3, &title);
    legend(page, chart);
    let mut svg = Svg::begin(page, HEIGHT, &title);
    let x = |share: f64| LEFT + share * (RIGHT - LEFT);
    let y = |value: f64| BOTTOM - chart.scale.place(value) * (BOTTOM - TOP);
    svg.line("axis", (LEFT, BOTTOM), (RIGHT, BOTTOM));
    for &tick in &chart.scale.ticks {
        svg.line("middle", (LEFT, y(tick)), (RIGHT, y(tick)));
        svg.words(
            "tick",
            (LEFT - 6.0, y(tick) + 4.0),
            &number(&chart.kind, tick),
        );
    }
    let half = 0.5 / chart.batches.len().max(1) as f64;
    for (batch, limits) in chart.limits.iter().enumerate() {
        let Some(limits) = limits else { continue };
        let ends = (x(chart.x(batch) - half), x(chart.x(batch) + half));
        for (class, value) in [
            ("centre", limits.centre),
            ("limit", limits.low),
            ("limit", limits.high),
        ] {
            if let Some(value) = value {
                svg.line(class, (ends.0, y(value)), (ends.1, y(value)));
            }
        }
    }
    for mark in &chart.marks {
        let title = format!(
            "{}, row {}: {} signals a change",
            chart.batches[mark.batch], mark.row, mark.detector
        );
        svg.line("mark", (x(mark.x), TOP), (x(mark.x), BOTTOM));
        svg.dot("flagged", (x(mark.x), TOP + 4.0), 4.0, &title);
    }
    let n_series = chart.series.len() as f64;
    for (at, series) in chart.series.iter().enumerate() {
        // Side by side, so that none hides another.
        let shift = (at as f64 - (n_series - 1.0) / 2.0) * 7.0;
        for (batch, point) in chart.series[at].points.iter().enumerate() {
            let Some(point) = point else { continue };
            let x = x(chart.x(batch)) + shift;
            if let Some((low, high)) = point.interval {
                svg.line("whisker", (x, y(low)), (x, y(high)));
            }
            let class = match (point.is_out, series.kind) {
                (true, _) => "flagged",
                (false, SeriesKind::Predicted) => "reference",
                (false, SeriesKind::Part(_)) => "term",
                (false, SeriesKind::Labelled | SeriesKind::Measured) => "current",
            };
            let title = format!(
                "{}, {}: {}",
                chart.batches[batch],
                series_name(series.kind),
                number(&chart.kind, point.value)
            );
            svg.dot(class, (x, y(point.value)), 3.5, &title);
        }
    }
    let every = chart.batches.len().div_ceil(MOST_NAMED).max(1);
    for batch in (0..chart.batches.len()).step_by(every) {
        let name = (batch + 1).to_string();
        svg.words("below", (x(chart.x(batch)), HEIGHT - 8.0), &name);
    }
    svg.end();
}

fn legend(page: &mut Html, chart: &ControlChart) {
    page.raw("<p class=\"legend\">");
    for series in &chart.series {
        let class = match series.kind {
            SeriesKind::Predicted => "reference",
            SeriesKind::Part(_) => continue,
            SeriesKind::Labelled | SeriesKind::Measured => "current",
        };
        page.raw("<span class=\"key ")
            .raw(class)
            .raw("\"></span> ")
            .text(series_name(series.kind));
    }
    page.text(match chart.kind {
        ChartKind::PValues => {
            "A point for each part that decides; below its dashed level it raises an alarm."
        }
        ChartKind::ErrorRate => " · Upright lines: where a change is signalled.",
        _ => " ·",
    });
    page.text(" Numbers below are the batches.").raw("</p>\n");
}

fn title(kind: &ChartKind) -> String {
    match kind {
        ChartKind::ClassShare(class) => format!("Share of {class}"),
        ChartKind::PValues => "p-values by Holm, against the level of each look".into(),
        ChartKind::F1Micro => "F1 micro".into(),
        ChartKind::F1Macro => "F1 macro".into(),
        ChartKind::ErrorRate => "Error rate".into(),
        ChartKind::Latency => "Time to predict a row".into(),
    }
}

fn series_name(kind: SeriesKind) -> &'static str {
    match kind {
        SeriesKind::Labelled => "by the labels",
        SeriesKind::Predicted => "predicted or estimated",
        SeriesKind::Part(part) => part.name(),
        SeriesKind::Measured => "measured",
    }
}

fn number(kind: &ChartKind, value: f64) -> String {
    match kind {
        ChartKind::ClassShare(_) | ChartKind::ErrorRate => numbers::share(value),
        ChartKind::PValues => numbers::p_value(value),
        ChartKind::F1Micro | ChartKind::F1Macro => numbers::score(value),
        ChartKind::Latency => format!("{} µs", numbers::any(value * 1e6)),
    }
}
