//! A control chart as a picture: every point, limit and mark with its place, and what the picture shows in numbers.

use super::control::{ChartKind, ControlChart, SeriesKind};
use super::numbers;

/// Size of the picture in its own units.
pub const WIDTH: f64 = 440.0;
pub const HEIGHT: f64 = 176.0;
/// Edges of the plane.
pub const LEFT: f64 = 56.0;
pub const RIGHT: f64 = WIDTH - 8.0;
pub const TOP: f64 = 12.0;
pub const BOTTOM: f64 = HEIGHT - 24.0;
/// Numbers of batches that have room below the plane.
const MOST_NUMBERS: usize = 12;
/// Units by which the series of one batch stand apart.
const APART: f64 = 6.0;

/// What is drawn, in the units of the picture; `y` grows downwards.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Picture {
    /// Height and text of each number of the upright axis.
    pub ticks: Vec<(f64, String)>,
    /// Middle and number of each batch that has a number, counted from 1.
    pub numbers: Vec<(f64, String)>,
    /// Limits and centre lines as paths.
    pub centre: String,
    pub limits: String,
    /// For each series a path through its points, in the order of the chart.
    pub courses: Vec<(SeriesKind, String)>,
    pub dots: Vec<Dot>,
    pub marks: Vec<MarkLine>,
}

/// A point with its interval.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    pub kind: SeriesKind,
    /// Counted from 0.
    pub batch: usize,
    pub x: f64,
    pub y: f64,
    /// Upper and lower end of the interval.
    pub whisker: Option<(f64, f64)>,
    pub is_out: bool,
    pub text: String,
}

/// Where a change is signalled.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkLine {
    pub x: f64,
    /// Counted from 0.
    pub batch: usize,
    /// Counted from 1.
    pub row: u64,
    pub detector: String,
}

/// What a chart shows in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Batches with a point that is held against limits.
    pub n: usize,
    /// Batches with a point beyond them.
    pub n_out: usize,
    /// The first of those, counted from 0.
    pub first_out: Option<usize>,
}

/// A number as the upright axis of a chart writes it.
pub fn number(kind: &ChartKind, value: f64) -> String {
    match kind {
        ChartKind::ClassShare(_) | ChartKind::ErrorRate => numbers::share(value),
        ChartKind::PValues => numbers::p_value(value),
        ChartKind::F1Micro | ChartKind::F1Macro => numbers::score(value),
        ChartKind::Latency => format!("{} µs", numbers::any(value * 1e6)),
    }
}

pub fn picture(chart: &ControlChart) -> Picture {
    let x = |share: f64| LEFT + share * (RIGHT - LEFT);
    let y = |value: f64| BOTTOM - chart.scale.place(value) * (BOTTOM - TOP);
    let n = chart.batches.len();
    let half = 0.5 / n.max(1) as f64;
    let mut picture = Picture {
        ticks: chart
            .scale
            .ticks
            .iter()
            .map(|&tick| (y(tick), number(&chart.kind, tick)))
            .collect(),
        ..Picture::default()
    };
    let every = n.div_ceil(MOST_NUMBERS).max(1);
    for batch in (0..n).step_by(every) {
        picture
            .numbers
            .push((x(chart.x(batch)), (batch + 1).to_string()));
    }
    let step = |path: &mut String, batch: usize, value: Option<f64>| {
        if let Some(value) = value {
            let ends = (x(chart.x(batch) - half), x(chart.x(batch) + half));
            *path += &format!("M{:.1} {:.1}H{:.1}", ends.0, y(value), ends.1);
        }
    };
    for (batch, limits) in chart.limits.iter().enumerate() {
        let Some(limits) = limits else { continue };
        step(&mut picture.centre, batch, limits.centre);
        step(&mut picture.limits, batch, limits.low);
        step(&mut picture.limits, batch, limits.high);
    }
    let n_series = chart.series.len() as f64;
    for (at, series) in chart.series.iter().enumerate() {
        let shift =
            (at as f64 - (n_series - 1.0) / 2.0) * APART.min(240.0 / n.max(1) as f64 / n_series);
        let mut course = String::new();
        let mut is_on = false;
        for (batch, point) in series.points.iter().enumerate() {
            let Some(point) = point else {
                is_on = false;
                continue;
            };
            let (x, at) = (x(chart.x(batch)) + shift, y(point.value));
            course += &format!("{}{x:.1} {at:.1}", if is_on { "L" } else { "M" });
            is_on = true;
            picture.dots.push(Dot {
                kind: series.kind,
                batch,
                x,
                y: at,
                whisker: point.interval.map(|(low, high)| (y(high), y(low))),
                is_out: point.is_out,
                text: number(&chart.kind, point.value),
            });
        }
        picture.courses.push((series.kind, course));
    }
    picture.marks = chart
        .marks
        .iter()
        .map(|mark| MarkLine {
            x: x(mark.x),
            batch: mark.batch,
            row: mark.row,
            detector: mark.detector.to_string(),
        })
        .collect();
    picture
}

/// How many batches lie beyond the limits; of p-values, how many raise an alarm.
pub fn facts(chart: &ControlChart) -> Facts {
    let of = |batch: usize| {
        let points = chart.series.iter().map(|series| series.points[batch]);
        points.flatten().collect::<Vec<_>>()
    };
    let is_held = |batch: &usize| chart.limits[*batch].is_some() && !of(*batch).is_empty();
    let held: Vec<usize> = (0..chart.batches.len()).filter(is_held).collect();
    let out: Vec<usize> = held
        .iter()
        .copied()
        .filter(|&batch| of(batch).iter().any(|point| point.is_out))
        .collect();
    Facts {
        n: held.len(),
        n_out: out.len(),
        first_out: out.first().copied(),
    }
}

/// The middle one of the points of a chart; none without points.
pub fn median(chart: &ControlChart) -> Option<f64> {
    let points = chart.series.iter().flat_map(|series| &series.points);
    let mut values: Vec<f64> = points.flatten().map(|point| point.value).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::control::{Limits, Point, Scale, Series};

    #[test]
    fn points_stand_over_their_batch_and_gaps_break_the_course() {
        let point = |value, is_out| {
            Some(Point {
                value,
                interval: Some((value - 0.1, value + 0.1)),
                is_out,
            })
        };
        let limits = Some(Limits {
            centre: Some(0.2),
            low: Some(0.1),
            high: None,
        });
        let chart = ControlChart {
            kind: ChartKind::ErrorRate,
            batches: ["a", "b", "c", "d"].map(String::from).to_vec(),
            scale: Scale {
                low: 0.0,
                high: 1.0,
                is_log: false,
                ticks: vec![0.0, 0.5, 1.0],
            },
            series: vec![Series {
                kind: SeriesKind::Labelled,
                points: vec![point(0.2, false), None, point(0.6, true), point(0.7, true)],
            }],
            limits: vec![limits, limits, limits, None],
            marks: Vec::new(),
        };
        let drawn = picture(&chart);
        assert_eq!(drawn.dots.len(), 3);
        assert!(drawn.dots.is_sorted_by_key(|dot| dot.x as i64));
        assert!(drawn.dots.iter().all(|dot| {
            dot.whisker
                .is_some_and(|(top, low)| top < dot.y && dot.y < low)
        }));
        assert_eq!(drawn.courses[0].1.matches('M').count(), 2);
        assert_eq!(drawn.centre.matches('M').count(), 3);
        assert_eq!((drawn.ticks[0].0, drawn.ticks[2].0), (BOTTOM, TOP));
        assert_eq!(drawn.numbers.len(), 4);
        let found = facts(&chart);
        assert_eq!((found.n, found.n_out, found.first_out), (2, 1, Some(2)));
        assert_eq!(median(&chart), Some(0.6));
    }
}
