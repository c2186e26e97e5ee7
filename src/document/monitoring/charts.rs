//! What was watched as control charts, each with what it says in a sentence.
//!
//! A point beyond a limit of three standard deviations is unusual, no more.

use crate::document::{Block, Content, Control, Figure, Limits, Point, Role, Series, Signal, Tone};
use crate::message;
use crate::message::{Argument, Message, Unit};
use crate::pipeline::drift::Estimate;
use crate::pipeline::monitoring::{BatchRecord, ClassShares, Since, Watch, WatchedPart};

/// Standard deviations from the centre to a limit, as Shewhart's.
const DEVIATIONS: f64 = 3.0;

/// All charts that have a point.
pub(super) fn charts(watch: &Watch) -> Option<Block> {
    let records = watch.records();
    let mut classes: Vec<&str> = watch.model().classes.iter().map(String::as_str).collect();
    for class in records.iter().flat_map(|record| &record.classes) {
        if !classes.contains(&class.class.as_str()) {
            classes.push(&class.class);
        }
    }
    let mut all: Vec<(String, Control)> = (1..)
        .zip(classes)
        .map(|(number, class): (u32, _)| (format!("share-{number}"), class_share(records, class)))
        .collect();
    all.extend([
        ("p-values".to_string(), p_values(records)),
        ("f1-micro".to_string(), f1(records, true)),
        ("f1-macro".to_string(), f1(records, false)),
        ("errors".to_string(), error_rate(watch)),
        ("latency".to_string(), latency(records)),
    ]);
    let has_point = |control: &Control| {
        let mut points = control.series.iter().flat_map(|series| &series.points);
        points.any(Option::is_some)
    };
    all.retain(|(_, control)| has_point(control));
    let charts = all.into_iter().map(|(name, control)| {
        let said = match name.as_str() {
            "p-values" => said_of_p(&control, watch),
            "errors" => said_of_errors(&control, watch),
            "latency" => message!(
                "monitor-said-latency",
                median = Unit::Millis.of(median(&control))
            ),
            _ => within(&control),
        };
        let summary = message!("statement", word = control.name.clone(), text = said);
        let figure = Block::new(
            format!("monitor-chart-{name}"),
            Content::Figure(Figure::Control(control)),
        );
        Block::details(format!("monitor-{name}"), summary, vec![figure]).opened()
    });
    let charts: Vec<Block> = charts.collect();
    let about = Block::text(
        "monitor-charts-about",
        Tone::Quiet,
        message!("monitor-charts-about"),
    );
    (!charts.is_empty()).then(|| {
        let blocks = std::iter::once(about).chain(charts).collect();
        Block::section("monitor-charts", message!("monitor-charts"), blocks)
    })
}

/// How many batches lie beyond the limits; of p-values, how many raise an alarm.
struct Facts {
    /// Batches with a point that is compared with limits.
    n: usize,
    n_out: usize,
    /// Counted from 0.
    first_out: Option<usize>,
}

fn facts(control: &Control) -> Facts {
    let of = |batch: usize| {
        let points = control
            .series
            .iter()
            .map(move |series| series.points[batch]);
        points.flatten()
    };
    let is_compared =
        |batch: &usize| control.limits[*batch].is_some() && of(*batch).next().is_some();
    let compared = || (0..control.batches.len()).filter(is_compared);
    let is_out = |batch: &usize| of(*batch).any(|point| point.is_out);
    Facts {
        n: compared().count(),
        n_out: compared().filter(is_out).count(),
        first_out: compared().find(is_out),
    }
}

fn within(control: &Control) -> Message {
    let facts = facts(control);
    match (facts.n, facts.first_out) {
        (0, _) => message!("monitor-said-no-limits"),
        (n, None) => message!("monitor-said-inside", n = n),
        (n, Some(first)) => message!(
            "monitor-said-outside",
            out = facts.n_out,
            n = n,
            first = first + 1
        ),
    }
}

fn said_of_p(control: &Control, watch: &Watch) -> Message {
    let rule = &watch.rules().drift;
    if !rule.enabled {
        return message!("monitor-said-p-off");
    }
    let facts = facts(control);
    let rate = Argument::Share(rule.alpha);
    let Some(first) = facts.first_out else {
        return message!("monitor-said-p-quiet", n = facts.n, rate = rate);
    };
    let is_out = |series: &&Series| series.points[first].is_some_and(|point| point.is_out);
    let parts = control.series.iter().filter(is_out);
    message!(
        "monitor-said-p-alarm",
        out = facts.n_out,
        n = facts.n,
        first = first + 1,
        parts = Argument::All(parts.map(|series| series.name.clone().into()).collect()),
        rate = rate
    )
}

fn said_of_errors(control: &Control, watch: &Watch) -> Message {
    let within = within(control);
    let mut records = (1u32..).zip(watch.records());
    let first = records.find_map(|(batch, record)| Some((batch, record, record.signals.first()?)));
    let Some((batch, record, signal)) = first else {
        return message!("monitor-said-errors-quiet", within = within);
    };
    let at = Since {
        batch,
        name: record.name.clone(),
        row: Some(signal.row),
    };
    message!(
        "monitor-said-errors-signalled",
        n = control.signals.len(),
        at = at.message(),
        detector = signal.detector.message(),
        within = within
    )
}

/// The middle one of the points; 0 without points.
fn median(control: &Control) -> f64 {
    let points = control.series.iter().flat_map(|series| &series.points);
    let mut values: Vec<f64> = points.flatten().map(|point| point.value).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
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

/// A chart over all batches that shows its range alone, without a signal.
fn chart(
    name: Message,
    unit: Unit,
    records: &[BatchRecord],
    series: Vec<Series>,
    limits: Vec<Option<Limits>>,
) -> Control {
    Control {
        name,
        unit,
        from_zero: false,
        batches: records.iter().map(|record| record.name.clone()).collect(),
        series,
        limits,
        limit: message!("monitor-key-limit"),
        signals: Vec::new(),
    }
}

fn by_labels(points: Vec<Option<Point>>) -> Series {
    Series {
        name: message!("monitor-series-labels"),
        role: Role::Measured,
        points,
    }
}

fn by_model(name: Message, points: Vec<Option<Point>>) -> Series {
    Series {
        name,
        role: Role::Predicted,
        points,
    }
}

/// The points of all batches, each with its limits.
fn points(
    records: &[BatchRecord],
    limits: &[Option<Limits>],
    point: impl Fn(&BatchRecord, Option<Limits>) -> Option<Point>,
) -> Vec<Option<Point>> {
    let both = records.iter().zip(limits);
    both.map(|(record, limits)| point(record, *limits))
        .collect()
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

fn class_share(records: &[BatchRecord], class: &str) -> Control {
    fn of<'a>(record: &'a BatchRecord, class: &str) -> Option<&'a ClassShares> {
        record.classes.iter().find(|one| one.class == class)
    }
    let limits: Vec<Option<Limits>> = records
        .iter()
        .enumerate()
        .map(|(at, record)| {
            let one = of(record, class)?;
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
                .filter_map(|record| of(record, class)?.predicted);
            let (rows, all) =
                before.fold((0, 0), |(rows, all), one| (rows + one.rows, all + one.of));
            (all > 0).then(|| share_limits(rows as f64 / all as f64, all, now.of))
        })
        .collect();
    let labelled = points(records, &limits, |record, limits| {
        Some(point(of(record, class)?.labelled?.share, limits))
    });
    let predicted = points(records, &limits, |record, limits| {
        let one = of(record, class)?;
        let limits = limits.filter(|_| one.labelled.is_none());
        Some(point(one.predicted?.share, limits))
    });
    let predicted = by_model(message!("monitor-series-predicted"), predicted);
    chart(
        message!("monitor-chart-share", class = class),
        Unit::Share,
        records,
        vec![by_labels(labelled), predicted],
        limits,
    )
}

/// p-values of the parts that decide, by Holm, against the level of each look.
fn p_values(records: &[BatchRecord]) -> Control {
    let of = |record: &BatchRecord, part: WatchedPart| {
        let look = record.look()?;
        let one = look.parts.iter().find(|one| one.part == part)?;
        Some(Point {
            value: one.adjusted_p?,
            interval: None,
            is_out: one.alarm,
        })
    };
    let series = WatchedPart::ALL.into_iter().map(|part| Series {
        name: part.message(),
        role: Role::Part,
        points: records.iter().map(|record| of(record, part)).collect(),
    });
    let limits = records.iter().map(|record| {
        Some(Limits {
            centre: None,
            low: Some(record.look()?.level),
            high: None,
        })
    });
    let name = message!("monitor-chart-p");
    Control {
        limit: message!("monitor-key-level"),
        ..chart(
            name,
            Unit::PValue,
            records,
            series.collect(),
            limits.collect(),
        )
    }
}

fn f1(records: &[BatchRecord], is_micro: bool) -> Control {
    let limits = records.iter().map(|record| {
        let estimated = record.estimated.measured()?;
        let (training, band) = match is_micro {
            true => (
                estimated.training.accuracy,
                estimated.usual.map(|usual| usual.accuracy),
            ),
            false => (
                estimated.training.f1_macro,
                estimated.usual.map(|usual| usual.f1_macro),
            ),
        };
        Some(Limits {
            centre: Some(training),
            low: band.map(|band| band.lower),
            high: band.map(|band| band.upper.min(1.0)),
        })
    });
    let limits: Vec<Option<Limits>> = limits.collect();
    let labelled = points(records, &limits, |record, limits| {
        let realised = record.realised.measured()?;
        let score = match is_micro {
            true => realised.f1_micro,
            false => realised.f1_macro,
        };
        Some(point(score, limits))
    });
    let predicted = points(records, &limits, |record, limits| {
        let estimated = record.estimated.measured()?;
        let value = match is_micro {
            true => estimated.f1_micro,
            false => estimated.f1_macro,
        };
        let alone = Estimate {
            value,
            low: value,
            high: value,
        };
        Some(Point {
            interval: None,
            ..point(alone, limits)
        })
    });
    let name = match is_micro {
        true => message!("score-f1-micro"),
        false => message!("score-f1-macro"),
    };
    let estimated = by_model(message!("monitor-series-estimated"), predicted);
    let series = vec![by_labels(labelled), estimated];
    chart(name, Unit::Score, records, series, limits)
}

fn error_rate(watch: &Watch) -> Control {
    let records = watch.records();
    let stated = watch.model().stated.as_ref();
    let limits = records.iter().map(|record| {
        let stated = stated.filter(|_| record.labelled > 0)?;
        Some(share_limits(stated.rate(), stated.rows, record.labelled))
    });
    let limits: Vec<Option<Limits>> = limits.collect();
    let signals = records.iter().enumerate().flat_map(|(batch, record)| {
        record.signals.iter().map(move |signal| {
            let at = Since {
                batch: batch as u32 + 1,
                name: record.name.clone(),
                row: Some(signal.row),
            };
            Signal {
                batch,
                place: signal.row as f64 / record.rows.max(1) as f64,
                said: message!(
                    "monitor-signal-at",
                    at = at.message(),
                    detector = signal.detector.message()
                ),
            }
        })
    });
    let realised = points(records, &limits, |record, limits| {
        Some(point(record.realised.measured()?.error_rate, limits))
    });
    let name = message!("monitor-chart-errors");
    Control {
        from_zero: true,
        signals: signals.collect(),
        ..chart(
            name,
            Unit::Share,
            records,
            vec![by_labels(realised)],
            limits,
        )
    }
}

fn latency(records: &[BatchRecord]) -> Control {
    let of = |record: &BatchRecord| {
        Some(Point {
            value: record.seconds_per_row()?,
            interval: None,
            is_out: false,
        })
    };
    let measured = Series {
        name: message!("monitor-series-measured"),
        role: Role::Measured,
        points: records.iter().map(of).collect(),
    };
    let (name, no_limits) = (message!("monitor-chart-latency"), vec![None; records.len()]);
    Control {
        from_zero: true,
        ..chart(name, Unit::Millis, records, vec![measured], no_limits)
    }
}
