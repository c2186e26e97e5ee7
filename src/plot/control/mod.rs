//! Control charts of a monitored model: a number for each batch, between the limits that it has where nothing changed.
//!
//! Limits are for the eye. What raises an alarm is tested elsewhere, at a level that holds over all batches; a point beyond
//! a limit of three standard deviations is unusual, no more.

mod scale;

use crate::pipeline::drift::Estimate;
use crate::pipeline::watch::{BatchRecord, Detector, Watch, WatchedPart};

pub use scale::Scale;

/// Standard deviations from the centre to a limit, as Shewhart's.
const DEVIATIONS: f64 = 3.0;

/// What a chart is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChartKind {
    /// The share of a class, by its name.
    ClassShare(String),
    /// p-values of the deciding parts, by Holm, against the level of each look.
    PValues,
    F1Micro,
    F1Macro,
    ErrorRate,
    /// Seconds to predict a row.
    Latency,
}

/// What a line of points is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeriesKind {
    /// By the labels.
    Labelled,
    /// By the model, or estimated from its scores.
    Predicted,
    Part(WatchedPart),
    Measured,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ControlChart {
    pub kind: ChartKind,
    /// The names of the batches, in order; each may be any text.
    pub batches: Vec<String>,
    pub scale: Scale,
    /// Each with a place for every batch.
    pub series: Vec<Series>,
    /// For every batch.
    pub limits: Vec<Option<Limits>>,
    pub marks: Vec<Mark>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    pub kind: SeriesKind,
    pub points: Vec<Option<Point>>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub value: f64,
    /// The interval of 95 %, where there is one.
    pub interval: Option<(f64, f64)>,
    /// Beyond a limit; of p-values: an alarm.
    pub is_out: bool,
}

/// Where a number lies if nothing changed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    pub centre: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// Where a change is signalled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// Counted from 0.
    pub batch: usize,
    /// Of the batch, counted from 1.
    pub row: u64,
    pub detector: Detector,
    /// From the chart's left edge, `0..=1`.
    pub x: f64,
}

impl ControlChart {
    /// The middle of a batch from the chart's left edge, `0..=1`.
    pub fn x(&self, batch: usize) -> f64 {
        (batch as f64 + 0.5) / self.batches.len().max(1) as f64
    }
}

/// All charts that have a point, in the order of [`ChartKind`].
pub fn charts(watch: &Watch) -> Vec<ControlChart> {
    let records = watch.records();
    let mut classes: Vec<&str> = watch.model().classes.iter().map(String::as_str).collect();
    for class in records.iter().flat_map(|record| &record.classes) {
        if !classes.contains(&class.class.as_str()) {
            classes.push(&class.class);
        }
    }
    let mut all: Vec<ControlChart> = classes
        .into_iter()
        .map(|class| class_share(records, class))
        .collect();
    all.push(p_values(records));
    all.push(f1(records, true));
    all.push(f1(records, false));
    all.push(error_rate(watch));
    all.push(latency(records));
    let has_point = |chart: &ControlChart| {
        let mut points = chart.series.iter().flat_map(|series| &series.points);
        points.any(Option::is_some)
    };
    all.retain(has_point);
    all
}

fn point(estimate: Estimate, limits: Option<Limits>) -> Point {
    let is_out = limits.is_some_and(|limits| {
        limits.low.is_some_and(|low| estimate.value < low)
            || limits.high.is_some_and(|high| estimate.value > high)
    });
    Point {
        value: estimate.value,
        interval: Some((estimate.low, estimate.high)),
        is_out,
    }
}

/// All that is to fit on the axis.
fn values<'a>(
    series: &'a [Series],
    limits: &'a [Option<Limits>],
) -> impl Iterator<Item = f64> + 'a {
    let points = series
        .iter()
        .flat_map(|series| series.points.iter().flatten())
        .flat_map(|point| {
            let (low, high) = point.interval.unwrap_or((point.value, point.value));
            [point.value, low, high]
        });
    let limits = limits
        .iter()
        .flatten()
        .flat_map(|limits| [limits.centre, limits.low, limits.high])
        .flatten();
    points.chain(limits)
}

fn names(records: &[BatchRecord]) -> Vec<String> {
    records.iter().map(|record| record.name.clone()).collect()
}

/// Of `n` rows, with a centre that was itself counted over `n_centre` rows.
fn share_limits(centre: f64, n_centre: u64, n: u64) -> Limits {
    let spread = centre * (1.0 - centre) * (1.0 / n_centre as f64 + 1.0 / n.max(1) as f64);
    let half = DEVIATIONS * spread.sqrt();
    Limits {
        centre: Some(centre),
        low: Some((centre - half).max(0.0)),
        high: Some((centre + half).min(1.0)),
    }
}

fn class_share(records: &[BatchRecord], class: &str) -> ControlChart {
    let of = |record: &BatchRecord| {
        record
            .classes
            .iter()
            .find(|one| one.class == class)
            .cloned()
    };
    let limits: Vec<Option<Limits>> = records
        .iter()
        .enumerate()
        .map(|(at, record)| {
            let one = of(record)?;
            // The labels against those of the training rows, or else the predictions against those of the batches before:
            // models out of fold are others than production.
            if let Some(labelled) = one.labelled {
                let reference = one.training?;
                return Some(share_limits(
                    reference.share.value,
                    reference.of,
                    labelled.of,
                ));
            }
            let now = one.predicted?;
            let before = records[..at]
                .iter()
                .filter_map(|record| of(record)?.predicted);
            let (rows, all) =
                before.fold((0, 0), |(rows, all), one| (rows + one.rows, all + one.of));
            (all > 0).then(|| share_limits(rows as f64 / all as f64, all, now.of))
        })
        .collect();
    let labelled = records
        .iter()
        .zip(&limits)
        .map(|(record, limits)| Some(point(of(record)?.labelled?.share, *limits)))
        .collect();
    let predicted = records
        .iter()
        .zip(&limits)
        .map(|(record, limits)| {
            let one = of(record)?;
            let limits = limits.filter(|_| one.labelled.is_none());
            Some(point(one.predicted?.share, limits))
        })
        .collect();
    let series = vec![
        Series {
            kind: SeriesKind::Labelled,
            points: labelled,
        },
        Series {
            kind: SeriesKind::Predicted,
            points: predicted,
        },
    ];
    ControlChart {
        kind: ChartKind::ClassShare(class.into()),
        batches: names(records),
        scale: Scale::of_shares(values(&series, &limits), false),
        series,
        limits,
        marks: Vec::new(),
    }
}

fn p_values(records: &[BatchRecord]) -> ControlChart {
    let series: Vec<Series> = WatchedPart::ALL
        .into_iter()
        .map(|part| Series {
            kind: SeriesKind::Part(part),
            points: records
                .iter()
                .map(|record| {
                    let look = record.look()?;
                    let one = look.parts.iter().find(|one| one.part == part)?;
                    Some(Point {
                        value: one.adjusted_p?,
                        interval: None,
                        is_out: one.alarm,
                    })
                })
                .collect(),
        })
        .filter(|series| series.points.iter().any(Option::is_some))
        .collect();
    let limits: Vec<Option<Limits>> = records
        .iter()
        .map(|record| {
            Some(Limits {
                centre: None,
                low: Some(record.look()?.level),
                high: None,
            })
        })
        .collect();
    ControlChart {
        kind: ChartKind::PValues,
        batches: names(records),
        scale: Scale::of_p_values(values(&series, &limits)),
        series,
        limits,
        marks: Vec::new(),
    }
}

fn f1(records: &[BatchRecord], is_micro: bool) -> ControlChart {
    let limits: Vec<Option<Limits>> = records
        .iter()
        .map(|record| {
            let estimated = record.estimated.measured()?;
            let (training, band) = if is_micro {
                (
                    estimated.training.accuracy,
                    estimated.usual.map(|usual| usual.accuracy),
                )
            } else {
                (
                    estimated.training.f1_macro,
                    estimated.usual.map(|usual| usual.f1_macro),
                )
            };
            Some(Limits {
                centre: Some(training),
                low: band.map(|band| band.lower),
                high: band.map(|band| band.upper.min(1.0)),
            })
        })
        .collect();
    let labelled = records
        .iter()
        .zip(&limits)
        .map(|(record, limits)| {
            let realised = record.realised.measured()?;
            let score = if is_micro {
                realised.f1_micro
            } else {
                realised.f1_macro
            };
            Some(point(score, *limits))
        })
        .collect();
    let predicted = records
        .iter()
        .zip(&limits)
        .map(|(record, limits)| {
            let estimated = record.estimated.measured()?;
            let value = if is_micro {
                estimated.f1_micro
            } else {
                estimated.f1_macro
            };
            let alone = Estimate {
                value,
                low: value,
                high: value,
            };
            Some(Point {
                interval: None,
                ..point(alone, *limits)
            })
        })
        .collect();
    let series = vec![
        Series {
            kind: SeriesKind::Labelled,
            points: labelled,
        },
        Series {
            kind: SeriesKind::Predicted,
            points: predicted,
        },
    ];
    ControlChart {
        kind: if is_micro {
            ChartKind::F1Micro
        } else {
            ChartKind::F1Macro
        },
        batches: names(records),
        scale: Scale::of_shares(values(&series, &limits), false),
        series,
        limits,
        marks: Vec::new(),
    }
}

fn error_rate(watch: &Watch) -> ControlChart {
    let records = watch.records();
    let stated = watch.model().stated.as_ref();
    let limits: Vec<Option<Limits>> = records
        .iter()
        .map(|record| {
            let stated = stated.filter(|_| record.labelled > 0)?;
            Some(share_limits(stated.rate(), stated.rows, record.labelled))
        })
        .collect();
    let series = vec![Series {
        kind: SeriesKind::Labelled,
        points: records
            .iter()
            .zip(&limits)
            .map(|(record, limits)| Some(point(record.realised.measured()?.error_rate, *limits)))
            .collect(),
    }];
    let n = records.len().max(1) as f64;
    let marks = records
        .iter()
        .enumerate()
        .flat_map(|(batch, record)| {
            record.signals.iter().map(move |signal| Mark {
                batch,
                row: signal.row,
                detector: signal.detector,
                x: (batch as f64 + signal.row as f64 / record.rows.max(1) as f64) / n,
            })
        })
        .collect();
    ControlChart {
        kind: ChartKind::ErrorRate,
        batches: names(records),
        scale: Scale::of_shares(values(&series, &limits), true),
        series,
        limits,
        marks,
    }
}

fn latency(records: &[BatchRecord]) -> ControlChart {
    let series = vec![Series {
        kind: SeriesKind::Measured,
        points: records
            .iter()
            .map(|record| {
                Some(Point {
                    value: record.seconds_per_row()?,
                    interval: None,
                    is_out: false,
                })
            })
            .collect(),
    }];
    let limits = vec![None; records.len()];
    ControlChart {
        kind: ChartKind::Latency,
        batches: names(records),
        scale: Scale::linear(values(&series, &limits), true),
        series,
        limits,
        marks: Vec::new(),
    }
}
