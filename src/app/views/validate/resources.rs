//! What both models cost: time, memory, size; measured on request.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::components::ErrorNote;
use crate::app::store::store;
use crate::app::words::{Validate, fill, words};
use crate::pipeline::compare::{Cost, Latency, Missing, Percentiles, Resource, Resources};
use crate::pipeline::drift::Estimate;
use crate::plot::{numbers, shares};
use crate::session::{Intent, Stage, StageState};

#[component]
pub fn Costs() -> impl IntoView {
    let store = store();
    let words = &words().validate;
    let costs = store.memo(|session| session.costs());
    let can_measure = store.memo(|session| matches!(session.compared(), Stage::Ready(_)));
    let progress = store.memo(|session| session.costs_progress());
    let is_busy = Memo::new(move |_| costs.with(|costs| costs.state() == StageState::Busy));
    let shown = Memo::new(move |_| costs.with(|costs| costs.value().cloned()));
    view! {
        <section data-testid="validate-costs" data-state=move || costs.with(|costs| costs.state().name())>
            <div class="section-head">
                <h2>{words.costs}</h2>
                <button
                    type="button"
                    class="button"
                    data-testid="measure"
                    hidden=move || is_busy.get()
                    disabled=move || !can_measure.get()
                    on:click=move |_| store.want(Intent::MeasureCosts)
                >
                    {words.measure}
                </button>
                <span role="status" class="quiet number">
                    {move || is_busy.get().then(|| format!("{} {}", words.measuring, numbers::share(progress.get())))}
                </span>
                <span class="strip-done costs-done" aria-hidden="true" hidden=move || !is_busy.get()>
                    <span style:width=move || shares::percent(progress.get()) />
                </span>
                <button
                    type="button"
                    class="plain"
                    data-testid="measure-cancel"
                    hidden=move || !is_busy.get()
                    on:click=move |_| store.want(Intent::CancelCosts)
                >
                    {words.stop}
                </button>
            </div>
            <p class="quiet">{words.costs_about}</p>
            {move || match costs.get() {
                Stage::Failed { error, .. } => Some(view! { <ErrorNote error /> }),
                _ => None,
            }}
            {move || shown.get().map(table)}
        </section>
    }
}

/// A row: its name, both numbers, the ratio.
struct Row {
    key: &'static str,
    name: String,
    candidate: String,
    production: String,
    ratio: Option<Estimate>,
}

fn table(costs: Arc<Resources>) -> impl IntoView {
    let words = &words().validate;
    let mut rows = Vec::new();
    let not_timed = costs.missing.get(&Resource::Latency);
    match &costs.single {
        Some(single) => rows.extend(times(single, words)),
        None => rows.push(missing("latency-p50", words.latency_p50, not_timed, words)),
    }
    match &costs.batch {
        Some(batch) => rows.extend(batches(batch, words)),
        None => rows.push(missing("batch", words.batch_latency, not_timed, words)),
    }
    rows.push(missing(
        "cpu-seconds",
        words.cpu_seconds,
        costs.missing.get(&Resource::CpuSeconds),
        words,
    ));
    match (
        costs.candidate.peak_memory_bytes,
        costs.production.peak_memory_bytes,
    ) {
        (Some(candidate), Some(production)) => rows.push(Row {
            key: "peak-memory",
            name: words.peak_memory.into(),
            candidate: numbers::bytes(candidate),
            production: numbers::bytes(production),
            ratio: costs
                .ratios
                .get(&Cost::PeakMemory)
                .map(|ratio| ratio.estimate),
        }),
        _ => rows.push(missing(
            "peak-memory",
            words.peak_memory,
            costs.missing.get(&Resource::PeakMemory),
            words,
        )),
    }
    rows.push(Row {
        key: "model-size",
        name: words.model_size.into(),
        candidate: numbers::bytes(costs.candidate.model_bytes),
        production: numbers::bytes(costs.production.model_bytes),
        ratio: None,
    });
    let how = costs.single.as_ref().map(|single| {
        let repeats = format!(
            "{} / {}",
            numbers::count(u64::from(single.candidate.repeats)),
            numbers::count(u64::from(single.production.repeats))
        );
        let gaps = [
            ("calls", numbers::count(u64::from(single.calls))),
            ("warm_up", numbers::count(u64::from(single.warm_up))),
            ("repeats", repeats),
        ];
        let gaps = gaps.each_ref().map(|(name, value)| (*name, value.as_str()));
        view! { <p class="quiet" data-testid="costs-how">{fill(words.costs_how, &gaps)}</p> }
    });
    let rows: Vec<_> = rows.into_iter().map(row).collect();
    view! {
        <div class="scroll">
            <table data-testid="costs">
                <thead>
                    <tr>
                        <th></th>
                        <th scope="col" class="number">{words.candidate}</th>
                        <th scope="col" class="number">{words.production}</th>
                        <th scope="col" class="number">{words.ratio}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {how}
    }
}

fn row(row: Row) -> impl IntoView {
    let ratio = row.ratio.map(|Estimate { value, low, high }| {
        view! {
            {format!("×{}", numbers::any(value))}
            " "
            <span class="quiet">{format!("[{} – {}]", numbers::any(low), numbers::any(high))}</span>
        }
    });
    view! {
        <tr data-cost=row.key>
            <th scope="row">{row.name}</th>
            <td class="number">{row.candidate}</td>
            <td class="number">{row.production}</td>
            <td class="number">{ratio}</td>
        </tr>
    }
}

fn missing(key: &'static str, name: &str, why: Option<&Missing>, words: &Validate) -> Row {
    let said = match why {
        Some(Missing::NotInBrowsers) => words.not_in_browsers.to_string(),
        Some(Missing::ClockIsFrozen) => words.clock_frozen.to_string(),
        Some(Missing::Failed(fault)) => fault.clone(),
        _ => words.not_measured.to_string(),
    };
    Row {
        key,
        name: name.into(),
        candidate: said.clone(),
        production: said,
        ratio: None,
    }
}

fn times(latency: &Latency, words: &Validate) -> Vec<Row> {
    let of = |pick: fn(&Percentiles) -> Estimate, key, name: &str| Row {
        key,
        name: name.into(),
        candidate: time(pick(&latency.candidate.percentiles)),
        production: time(pick(&latency.production.percentiles)),
        ratio: Some(pick(&latency.ratio)),
    };
    vec![
        of(|times| times.p50, "latency-p50", words.latency_p50),
        of(|times| times.p95, "latency-p95", words.latency_p95),
        of(|times| times.p99, "latency-p99", words.latency_p99),
    ]
}

fn batches(latency: &Latency, words: &Validate) -> Vec<Row> {
    let rate = |rows_a_second: f64| {
        fill(
            words.a_second,
            &[("n", &numbers::count(rows_a_second.round() as u64))],
        )
    };
    let n = numbers::count(u64::from(latency.rows_a_call));
    vec![
        Row {
            key: "batch",
            name: fill(words.batch_of, &[("n", &n)]),
            candidate: time(latency.candidate.percentiles.p50),
            production: time(latency.production.percentiles.p50),
            ratio: Some(latency.ratio.p50),
        },
        Row {
            key: "throughput",
            name: words.throughput.into(),
            candidate: rate(latency.candidate.rows_a_second),
            production: rate(latency.production.rows_a_second),
            ratio: None,
        },
    ]
}

/// A time with its interval.
fn time(estimate: Estimate) -> String {
    format!(
        "{} [{} – {}]",
        numbers::millis(estimate.value),
        numbers::millis(estimate.low),
        numbers::millis(estimate.high)
    )
}
