//! What both models cost.

use super::{interval, number};
use crate::document::{Block, Column, Kind, Row, Tone};
use crate::message;
use crate::message::{Argument, Message, Unit};
use crate::pipeline::compare::{
    Cost, Latency, Missing, ModelResources, Percentiles, Resource, Resources,
};

/// None where nobody has measured yet.
pub(super) fn costs(resources: Option<&Resources>) -> Block {
    let blocks = match resources {
        Some(resources) => cost_blocks(resources),
        None => vec![Block::text(
            "cost-missing",
            Tone::Quiet,
            message!("gate-costs-none"),
        )],
    };
    Block::section("validate-costs", message!("gate-costs"), blocks)
}

fn cost_blocks(resources: &Resources) -> Vec<Block> {
    let mut rows = Vec::new();
    for latency in [&resources.single, &resources.batch].into_iter().flatten() {
        rows.extend(latency_rows(latency));
    }
    let mut row = |key: &'static str,
                   name: Message,
                   of: &dyn Fn(&ModelResources) -> Option<Argument>,
                   cost: Option<Cost>| {
        let (candidate, production) = (of(&resources.candidate), of(&resources.production));
        if candidate.is_some() && production.is_some() {
            let ratio = cost.and_then(|cost| resources.ratios.get(&cost));
            let ratio = ratio.map(|ratio| interval(Unit::Times, ratio.estimate));
            let cells = vec![Some(name.into()), candidate, production, ratio];
            rows.push(Row::new(cells).keyed(key));
        }
    };
    row(
        "load-cpu-seconds",
        message!("gate-cost-load"),
        &|of| of.load_cpu_seconds.map(Argument::Millis),
        None,
    );
    row(
        "cpu-seconds",
        message!("gate-cost-all"),
        &|of| of.cpu_seconds.map(Argument::Millis),
        Some(Cost::CpuSeconds),
    );
    row(
        "peak-memory",
        Cost::PeakMemory.name(),
        &|of| of.peak_memory_bytes.map(Argument::Bytes),
        Some(Cost::PeakMemory),
    );
    row(
        "model-size",
        message!("cost-model-size"),
        &|of| Some(Argument::Bytes(of.model_bytes)),
        None,
    );
    let columns = vec![
        Column::new(message!("column-cost"), Kind::Name),
        number(message!("gate-candidate")),
        number(message!("gate-production")),
        number(message!("column-ratio")),
    ];
    let mut blocks = vec![Block::table("costs", columns, rows)];
    if let Some(single) = &resources.single {
        let how = message!(
            "gate-costs-how",
            calls = single.calls,
            warm_up = single.warm_up
        );
        blocks.push(Block::text("costs-how", Tone::Quiet, how));
    }
    blocks.extend(resources.missing.iter().map(|(resource, why)| {
        let cost = match resource {
            Resource::Latency => message!("gate-latency"),
            Resource::CpuSeconds => Cost::CpuSeconds.name(),
            Resource::PeakMemory => Cost::PeakMemory.name(),
        };
        let said = message!(
            "gate-cost-missing",
            cost = Argument::Sentence(Box::new(cost)),
            why = missing(why)
        );
        Block::text("cost-missing", Tone::Quiet, said)
    }));
    blocks
}

fn missing(why: &Missing) -> Message {
    match why {
        Missing::ClockIsFrozen => message!("missing-frozen"),
        Missing::NotOnThisSystem => message!("missing-system"),
        Missing::NotInBrowsers => message!("missing-browser"),
        Missing::NotAsked => message!("missing-not-requested"),
        Missing::Failed(fault) => message!("missing-failed", fault = fault.clone()),
    }
}

fn latency_rows(latency: &Latency) -> Vec<Row> {
    let keys = match latency.rows_a_call {
        1 => [
            "latency-p50",
            "latency-p95",
            "latency-p99",
            "throughput-single",
        ],
        _ => ["batch", "batch-p95", "batch-p99", "throughput"],
    };
    let each = |of: &Percentiles| [("p50", of.p50), ("p95", of.p95), ("p99", of.p99)];
    let (candidate, production) = (&latency.candidate, &latency.production);
    let mut rows: Vec<Row> = each(&candidate.percentiles)
        .into_iter()
        .zip(each(&production.percentiles))
        .zip(each(&latency.ratio))
        .zip(keys)
        .map(|((((percentile, one), (_, other)), (_, ratio)), key)| {
            let name = message!(
                "gate-cost-call",
                rows = latency.rows_a_call,
                percentile = percentile
            );
            Row::new(vec![
                Some(name.into()),
                Some(interval(Unit::Millis, one)),
                Some(interval(Unit::Millis, other)),
                Some(interval(Unit::Times, ratio)),
            ])
            .keyed(key)
        })
        .collect();
    let rate = |rows_a_second: f64| Some(Argument::Count(rows_a_second.round() as u64));
    rows.push(
        Row::new(vec![
            Some(message!("gate-throughput", rows = latency.rows_a_call).into()),
            rate(candidate.rows_a_second),
            rate(production.rows_a_second),
            None,
        ])
        .keyed(keys[3]),
    );
    rows
}
