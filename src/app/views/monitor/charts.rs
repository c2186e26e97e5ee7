//! Charts over the batches, each with a sentence of what it says.

use std::sync::Arc;

use leptos::prelude::*;

use super::names;
use crate::app::words::{fill, words};
use crate::jobs::cards::MonitorCard;
use crate::pipeline::watch::Watch;
use crate::plot::control::{ChartKind, ControlChart, SeriesKind, charts};
use crate::plot::control_picture::{
    BOTTOM, Dot, HEIGHT, LEFT, MarkLine, Picture, RIGHT, TOP, WIDTH, facts, median, number, picture,
};
use crate::plot::numbers;

#[component]
pub fn Charts(card: Memo<Option<Arc<MonitorCard>>>) -> impl IntoView {
    let words = &words().monitor;
    let shown = move |card: &MonitorCard| {
        let all: Vec<_> = charts(&card.watch)
            .iter()
            .map(|chart| figure(chart, &card.watch))
            .collect();
        view! { <div class="control-charts">{all}</div> }
    };
    view! {
        <section>
            <h2>{words.charts}</h2>
            <p class="quiet">{words.charts_about}</p>
            {move || card.with(|card| card.as_deref().map(shown))}
        </section>
    }
}

fn figure(chart: &ControlChart, watch: &Watch) -> impl IntoView + use<> {
    let drawn = picture(chart);
    let title = title(&chart.kind);
    let name = match &chart.kind {
        ChartKind::ClassShare(_) => "share",
        ChartKind::PValues => "p-values",
        ChartKind::F1Micro => "f1-micro",
        ChartKind::F1Macro => "f1-macro",
        ChartKind::ErrorRate => "errors",
        ChartKind::Latency => "latency",
    };
    let Picture {
        ticks,
        numbers: batches,
        centre,
        limits,
        courses,
        dots,
        marks,
    } = drawn;
    let ticks: Vec<_> = ticks
        .into_iter()
        .map(|(y, text)| {
            view! {
                <path class="grid" d=format!("M{LEFT} {y:.1}H{RIGHT}") />
                <text class="tick" x=LEFT - 6.0 y=y + 3.5>{text}</text>
            }
        })
        .collect();
    let batches: Vec<_> = batches
        .into_iter()
        .map(|(x, text)| view! { <text class="below" x=x y=HEIGHT - 8.0>{text}</text> })
        .collect();
    let courses: Vec<_> = courses
        .into_iter()
        .map(|(kind, path)| view! { <path class="course" data-kind=kind_name(kind) d=path /> })
        .collect();
    let dots: Vec<_> = dots.iter().map(|dot| point(dot, chart)).collect();
    let marks: Vec<_> = marks.iter().map(|line| mark(line, chart)).collect();
    view! {
        <figure class="control-chart" data-testid="monitor-chart" data-kind=name>
            <figcaption>
                <strong>{title.clone()}</strong>
                <span class="quiet">{said(chart, watch)}</span>
            </figcaption>
            <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=title>
                {ticks} <path class="centre" d=centre /> <path class="limit" d=limits /> {courses} {marks} {dots}
                {batches}
            </svg>
            <p class="control-keys quiet">{keys(chart)}</p>
        </figure>
    }
}

fn kind_name(kind: SeriesKind) -> &'static str {
    match kind {
        SeriesKind::Labelled => "labelled",
        SeriesKind::Predicted => "predicted",
        SeriesKind::Part(_) => "part",
        SeriesKind::Measured => "measured",
    }
}

fn point(dot: &Dot, chart: &ControlChart) -> impl IntoView + use<> {
    let kind = kind_name(dot.kind);
    let whisker = dot.whisker.map(|(high, low)| {
        let path = format!("M{:.1} {high:.1}V{low:.1}", dot.x);
        view! { <path class="whisker" data-kind=kind d=path /> }
    });
    let of = match dot.kind {
        SeriesKind::Part(part) => names::part(part),
        kind => series(kind, &chart.kind),
    };
    let title = format!(
        "{} {}, {of}: {}",
        dot.batch + 1,
        chart.batches[dot.batch],
        dot.text
    );
    view! {
        {whisker}
        <circle class="dot" data-kind=kind data-out=dot.is_out.to_string() cx=dot.x cy=dot.y r=3.5>
            <title>{title}</title>
        </circle>
    }
}

fn mark(line: &MarkLine, chart: &ControlChart) -> impl IntoView + use<> {
    let title = format!(
        "{} {}, {}: {}",
        line.batch + 1,
        chart.batches[line.batch],
        line.row,
        line.detector
    );
    let x = line.x;
    view! {
        <g class="mark" data-testid="monitor-mark">
            <path d=format!("M{x:.1} {TOP}V{BOTTOM}") />
            <path class="flag" d=format!("M{:.1} {:.1}h9l-4.5 7z", x - 4.5, TOP - 8.0) />
            <title>{title}</title>
        </g>
    }
}

fn title(kind: &ChartKind) -> String {
    let words = &words().monitor;
    match kind {
        ChartKind::ClassShare(class) => fill(words.chart_share, &[("class", class)]),
        ChartKind::PValues => words.chart_p.into(),
        ChartKind::F1Micro => words.chart_f1_micro.into(),
        ChartKind::F1Macro => words.chart_f1_macro.into(),
        ChartKind::ErrorRate => words.chart_errors.into(),
        ChartKind::Latency => words.chart_latency.into(),
    }
}

/// What a line of points is of.
fn series(kind: SeriesKind, chart: &ChartKind) -> &'static str {
    let words = &words().monitor;
    match (kind, chart) {
        (SeriesKind::Labelled, _) => words.key_labels,
        (SeriesKind::Predicted, ChartKind::ClassShare(_)) => words.key_predicted,
        (SeriesKind::Predicted, _) => words.key_estimated,
        (SeriesKind::Part(part), _) => names::part(part),
        (SeriesKind::Measured, _) => words.chart_latency,
    }
}

/// The chart in one sentence.
fn said(chart: &ControlChart, watch: &Watch) -> String {
    let words = &words().monitor;
    let facts = facts(chart);
    let count = |n: usize| numbers::count(n as u64);
    let (n, out) = (count(facts.n), count(facts.n_out));
    let first = facts
        .first_out
        .map(|first| count(first + 1))
        .unwrap_or_default();
    let gaps = [("n", &*n), ("out", &*out), ("first", &*first)];
    match &chart.kind {
        ChartKind::PValues => {
            let rule = &watch.rules().drift;
            if !rule.enabled {
                return words.said_p_off.into();
            }
            let rate = fill(words.said_p_rate, &[("rate", &numbers::share(rule.alpha))]);
            let found = match facts.first_out {
                None => fill(words.said_p_quiet, &gaps),
                Some(first) => {
                    let parts: Vec<&str> = chart
                        .series
                        .iter()
                        .filter(|one| one.points[first].is_some_and(|point| point.is_out))
                        .map(|one| series(one.kind, &chart.kind))
                        .collect();
                    let parts = parts.join(", ");
                    fill(
                        words.said_p_alarm,
                        &[&gaps[..], &[("parts", &parts)]].concat(),
                    )
                }
            };
            format!("{found} {rate}")
        }
        ChartKind::Latency => {
            let median = median(chart).map(|value| number(&chart.kind, value));
            fill(
                words.said_latency,
                &[("median", median.as_deref().unwrap_or("–"))],
            )
        }
        kind => {
            let within = match (facts.n, facts.n_out) {
                (0, _) => words.said_no_limits.to_string(),
                (_, 0) => fill(words.said_inside, &gaps),
                _ => fill(words.said_outside, &gaps),
            };
            if *kind != ChartKind::ErrorRate {
                return within;
            }
            let called = match chart.marks.first() {
                None => words.said_errors_quiet.to_string(),
                Some(mark) => fill(
                    words.said_errors_called,
                    &[
                        ("n", &count(chart.marks.len())),
                        ("batch", &count(mark.batch + 1)),
                        ("row", &numbers::count(mark.row)),
                        ("detector", &mark.detector.to_string()),
                    ],
                ),
            };
            format!("{called} {within}")
        }
    }
}

/// What the marks of a chart mean.
fn keys(chart: &ControlChart) -> impl IntoView + use<> {
    let words = &words().monitor;
    let mut keys: Vec<(&'static str, &'static str)> = Vec::new();
    for one in &chart.series {
        let is_there = one.points.iter().any(Option::is_some);
        match one.kind {
            SeriesKind::Part(_) | SeriesKind::Measured => {}
            kind if is_there => keys.push((kind_name(kind), series(kind, &chart.kind))),
            _ => {}
        }
    }
    match chart.kind {
        ChartKind::PValues => keys.push(("limit", words.key_level)),
        _ if chart.limits.iter().any(Option::is_some) => keys.push(("limit", words.key_limit)),
        _ => {}
    }
    if !chart.marks.is_empty() {
        keys.push(("mark", words.key_called));
    }
    keys.into_iter()
        .map(|(kind, text)| view! { <span class="control-key" data-kind=kind>{text}</span> })
        .collect::<Vec<_>>()
}
