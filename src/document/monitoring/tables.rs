//! Every number of the charts in tables, what was found in each batch, the tests and what they signalled.

use super::alarm_state;
use crate::document::{
    Block, Column, Content, Fact, Kind, Row, State, Statement, Tone, interval, number, sentence,
};
use crate::message;
use crate::message::{Argument, Message, Unit};
use crate::pipeline::drift::Measurement;
use crate::pipeline::monitoring::{
    Advice, BatchFinding, BatchRecord, Counted, Detector, DriftLook, Occasion, PartLook, Since,
    Watch, WatchedPart, gap, small,
};

fn name(name: Message) -> Column {
    Column::new(name, Kind::Name)
}

pub(super) fn batches(watch: &Watch, advice: &Advice) -> Block {
    let heading = message!("monitor-batches");
    if watch.records().is_empty() {
        let none = Block::text("monitor-none", Tone::Plain, message!("monitor-none"));
        return Block::section("monitor-batches-all", heading, vec![none]);
    }
    let columns = vec![
        number(message!("monitor-column-batch")),
        name(message!("monitor-column-name")),
        number(message!("column-rows")),
        number(message!("monitor-column-labelled")),
        number(message!("score-f1-micro")),
        number(message!("monitor-column-estimated")),
        number(message!("score-f1-macro")),
        number(message!("monitor-column-errors")),
        number(message!("monitor-column-time")),
        name(message!("monitor-column-signals")),
    ];
    let records = || (1u32..).zip(watch.records());
    let rows = records().map(|(number, record)| row(number, record, advice));
    let first_alarm = records().find(|(_, record)| !alarms(record).is_empty());
    let first_alarm = first_alarm.map(|(number, _)| number);
    let mut blocks = vec![Block::table("monitor-batches", columns, rows.collect())];
    blocks.extend(records().map(|(number, record)| {
        let found = match alarms(record) {
            none if none.is_empty() => message!("monitor-batch-quiet").into(),
            some => Argument::All(some),
        };
        let summary = message!(
            "monitor-batch",
            number = number,
            name = &record.name,
            found = found
        );
        let id = format!("monitor-batch-{number}");
        let details = Block::details(id, summary, found_in(record, advice));
        match first_alarm == Some(number) {
            true => details.opened(),
            false => details,
        }
    }));
    Block::section("monitor-batches-all", heading, blocks)
}

/// The occasions for which a batch raises an alarm.
fn alarms(record: &BatchRecord) -> Vec<Argument> {
    let has_drift = record.look().is_some_and(|look| look.alarm);
    [
        (record.has_error_alarm(), Occasion::QualityDrop),
        (has_drift, Occasion::Drift),
    ]
    .into_iter()
    .filter(|(is_alarm, _)| *is_alarm)
    .map(|(_, occasion)| occasion.message().into())
    .collect()
}

fn row(number: u32, record: &BatchRecord, advice: &Advice) -> Row {
    let realised = record.realised.measured();
    let estimated = record.estimated.measured();
    let alarms = alarms(record);
    let state = (!alarms.is_empty()).then(|| alarm_state(advice));
    Row::new(vec![
        Some(number.into()),
        Some((&record.name).into()),
        Some(record.rows.into()),
        Some(record.labelled.into()),
        realised.map(|found| interval(Unit::Score, found.f1_micro)),
        estimated.map(|found| Argument::Score(found.f1_micro)),
        realised.map(|found| interval(Unit::Score, found.f1_macro)),
        realised.map(|found| Argument::Share(found.error_rate.value)),
        record.seconds_per_row().map(Argument::Millis),
        (!alarms.is_empty()).then_some(Argument::All(alarms)),
    ])
    .in_state(state)
}

/// What was found in a batch, then its classes and the look at it.
fn found_in(record: &BatchRecord, advice: &Advice) -> Vec<Block> {
    let mut blocks = Vec::new();
    let statements = record.findings.iter().map(|finding| Statement {
        state: finding_state(finding, advice),
        text: sentence(finding.message()),
    });
    blocks.push(match record.findings.is_empty() {
        true => Block::text(
            "monitor-found",
            Tone::Quiet,
            message!("monitor-found-nothing"),
        ),
        false => Block::new("monitor-found", Content::Statements(statements.collect())),
    });
    if let Some(look) = record.drift.measured() {
        blocks.extend(look_at(look));
    }
    blocks.extend(more_numbers(record));
    let columns = vec![
        name(message!("column-class")),
        number(message!("monitor-column-training")),
        number(message!("monitor-column-labels")),
        number(message!("monitor-column-out-of-fold")),
        number(message!("monitor-series-predicted")),
    ];
    let share = |counted: &Option<Counted>| {
        let counted = counted.as_ref()?;
        Some(interval(Unit::Share, counted.share))
    };
    let rows = record.classes.iter().map(|class| {
        Row::new(vec![
            Some((&class.class).into()),
            share(&class.training),
            share(&class.labelled),
            share(&class.predicted_training),
            share(&class.predicted),
        ])
    });
    blocks.push(Block::table("monitor-classes", columns, rows.collect()));
    blocks
}

/// Numbers of a batch that decide nothing.
fn more_numbers(record: &BatchRecord) -> Option<Block> {
    let realised = record.realised.measured();
    let mix = realised.and_then(|found| found.error_rate_at_training_mix);
    let mix = mix.map(|rate| Fact::new(message!("monitor-column-mix"), Argument::Share(rate)));
    let unknown = record.unknown_words.measured().map(|found| Fact {
        name: message!("monitor-column-unknown"),
        value: Argument::Share(found.now),
        note: Some(message!(
            "monitor-unknown-before",
            before = Argument::Share(found.before)
        )),
    });
    let facts: Vec<Fact> = mix.into_iter().chain(unknown).collect();
    (!facts.is_empty()).then(|| Block::new("monitor-numbers", Content::Facts(facts)))
}

fn finding_state(finding: &BatchFinding, advice: &Advice) -> State {
    match finding {
        _ if finding.is_alarm() => alarm_state(advice),
        BatchFinding::Learned { .. }
        | BatchFinding::UnusualEstimate { .. }
        | BatchFinding::UnknownClass { .. }
        | BatchFinding::Copies { .. }
        | BatchFinding::Signalled { .. }
        | BatchFinding::LooksSpent { .. } => State::Warning,
        _ => State::Unknown,
    }
}

fn look_at(look: &DriftLook) -> [Block; 2] {
    let said = match look.look {
        Some(number) => message!(
            "monitor-look",
            look = number,
            level = small(look.level),
            spent = Argument::Share(look.spent)
        ),
        None => message!("monitor-look-none"),
    };
    let columns = vec![
        name(message!("monitor-column-part")),
        number(message!("monitor-column-p")),
        number(message!("monitor-column-holm")),
        name(message!("monitor-column-verdict")),
        Column::new(message!("monitor-column-moved"), Kind::Prose),
    ];
    let rows = look.parts.iter().map(|part| {
        let verdict = match (part.alarm, part.decides) {
            (true, _) => "changed",
            (false, true) => "none",
            (false, false) => "shown",
        };
        Row::new(vec![
            Some(part.part.message().into()),
            part.p.measured().map(|p| Argument::PValue(*p)),
            part.adjusted_p.map(Argument::PValue),
            Some(
                message!(
                    "monitor-part-verdict",
                    verdict = Argument::Key(verdict.into())
                )
                .into(),
            ),
            match &part.p {
                Measurement::Missing(missing) => Some(gap(missing)),
                Measurement::Measured(_) => part.part.moved(&part.moved),
            },
        ])
    });
    [
        Block::text("monitor-look", Tone::Quiet, said),
        Block::table("monitor-look-parts", columns, rows.collect()),
    ]
}

/// The tests that advise, and the detectors that are shown only.
pub(super) fn tests(watch: &Watch) -> Vec<Block> {
    let rule = &watch.rules().quality;
    if !rule.enabled {
        return Vec::new();
    }
    let table = |id, detectors: &[Detector]| {
        let columns = vec![
            name(message!("monitor-column-test")),
            name(message!("monitor-column-looks-for")),
            number(message!("monitor-column-signals")),
            name(message!("monitor-column-first")),
        ];
        let rows = detectors.iter().map(|detector| test(watch, *detector));
        Block::table(id, columns, rows.collect())
    };
    let about = |id, about| Block::text(id, Tone::Quiet, about);
    let mut blocks = vec![Block::section(
        "monitor-tests-all",
        message!("monitor-tests"),
        vec![
            about("monitor-tests-about", message!("monitor-tests-about")),
            table("monitor-tests", &rule.detectors),
        ],
    )];
    if !rule.shown.is_empty() {
        blocks.push(Block::section(
            "monitor-shown-all",
            message!("monitor-shown"),
            vec![
                about("monitor-shown-about", message!("monitor-shown-about")),
                table("monitor-shown", &rule.shown),
            ],
        ));
    }
    blocks
}

fn test(watch: &Watch, detector: Detector) -> Row {
    let signals = || {
        let records = (1u32..).zip(watch.records());
        records.flat_map(|(batch, record)| {
            let signals = record.signals.iter();
            let of = signals.filter(move |signal| signal.detector == detector);
            of.map(move |signal| Since {
                batch,
                name: record.name.clone(),
                row: Some(signal.row),
            })
        })
    };
    Row::new(vec![
        Some(detector.message().into()),
        Some(detector.about().into()),
        Some(signals().count().into()),
        signals().next().map(|since| since.message().into()),
    ])
}

/// Each part that drift is looked for in, over all looks.
pub(super) fn parts(watch: &Watch) -> Block {
    let rule = &watch.rules().drift;
    let columns = vec![
        name(message!("monitor-column-part")),
        name(message!("monitor-column-decides")),
        number(message!("monitor-column-looks")),
        number(message!("monitor-column-alarms")),
        number(message!("monitor-column-smallest")),
        number(message!("monitor-column-level")),
        name(message!("monitor-column-batch")),
    ];
    let rows = WatchedPart::ALL.into_iter().map(|part| {
        let looks = || {
            let records = (1u32..).zip(watch.records());
            records.filter_map(move |(batch, record)| {
                let look = record.look()?;
                let found: &PartLook = look.parts.iter().find(|one| one.part == part)?;
                Some((batch, record, look.level, found.adjusted_p?, found.alarm))
            })
        };
        let smallest = looks().min_by(|one, other| one.3.total_cmp(&other.3));
        let decides = rule.enabled && rule.parts.contains(&part);
        let decides = if decides { "yes" } else { "no" };
        Row::new(vec![
            Some(part.message().into()),
            Some(message!("monitor-decides", decides = Argument::Key(decides.into())).into()),
            Some(looks().count().into()),
            Some(looks().filter(|look| look.4).count().into()),
            smallest.map(|(_, _, _, p, _)| Argument::PValue(p)),
            smallest.map(|(_, _, level, ..)| Argument::PValue(level)),
            smallest.map(|(batch, record, ..)| {
                message!("monitor-at", batch = batch, name = &record.name).into()
            }),
        ])
    });
    Block::section(
        "monitor-parts-all",
        message!("monitor-parts"),
        vec![Block::table("monitor-parts", columns, rows.collect())],
    )
}
