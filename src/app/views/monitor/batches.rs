//! The batches as a table; one of them opened shows what was found in it.

use std::sync::Arc;

use leptos::prelude::*;

use super::names;
use crate::app::words::{fill, words};
use crate::jobs::cards::MonitorCard;
use crate::pipeline::watch::{BatchRecord, Counted, DriftLook, PartLook};
use crate::plot::control::ChartKind;
use crate::plot::control_picture::number;
use crate::plot::numbers;

#[component]
pub fn Batches(card: Memo<Option<Arc<MonitorCard>>>) -> impl IntoView {
    let words = &words().monitor;
    let open = RwSignal::new(None::<usize>);
    let rows = move || {
        card.with(|card| {
            let records = card.as_ref().map_or(&[][..], |card| card.watch.records());
            let rows: Vec<_> = records
                .iter()
                .enumerate()
                .map(|(at, record)| row(at, record, open))
                .collect();
            rows
        })
    };
    let detail = move || {
        let at = open.get()?;
        card.with(|card| {
            let record = card.as_ref()?.watch.records().get(at)?;
            Some(view! { <div data-testid="monitor-detail">{detail(at, record)}</div> })
        })
    };
    view! {
        <section>
            <h2>{words.table}</h2>
            <p class="quiet">{words.table_about}</p>
            <div class="scroll">
                <table class="monitor-table" data-testid="monitor-batches">
                    <thead>
                        <tr>
                            <th scope="col">{words.column_batch}</th>
                            <th scope="col" class="number">{words.column_rows}</th>
                            <th scope="col" class="number">{words.column_f1}</th>
                            <th scope="col" class="number">{words.column_estimated}</th>
                            <th scope="col" class="number">{words.column_errors}</th>
                            <th scope="col">{words.column_drift}</th>
                            <th scope="col" class="number">{words.column_latency}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {detail}
        </section>
    }
}

fn dash(text: Option<String>) -> String {
    text.unwrap_or_else(|| "–".into())
}

fn row(at: usize, record: &BatchRecord, open: RwSignal<Option<usize>>) -> impl IntoView + use<> {
    let realised = record.realised.measured();
    let estimated = record.estimated.measured();
    let is_alarm = record.findings.iter().any(|finding| finding.is_alarm());
    let drifted: Vec<&str> = record
        .look()
        .into_iter()
        .flat_map(|look| &look.parts)
        .filter(|part| part.alarm)
        .map(|part| names::part(part.part))
        .collect();
    let drift = match (record.look(), drifted.is_empty()) {
        (None, _) => "–".to_string(),
        (Some(_), true) => "·".to_string(),
        (Some(_), false) => drifted.join(", "),
    };
    let is_open = move || open.get() == Some(at);
    view! {
        <tr data-testid=format!("monitor-batch-{}", at + 1) data-alarm=is_alarm.to_string()>
            <th scope="row">
                <button
                    type="button"
                    class="plain"
                    aria-expanded=move || is_open().to_string()
                    on:click=move |_| open.set(if is_open() { None } else { Some(at) })
                >
                    {(at + 1).to_string()} " · " {record.name.clone()}
                </button>
            </th>
            <td class="number">{numbers::count(record.rows)}</td>
            <td class="number">
                {dash(realised.map(|found| numbers::score(found.f1_micro.value)))}
            </td>
            <td class="number">{dash(estimated.map(|found| numbers::score(found.f1_micro)))}</td>
            <td class="number" data-out=record.has_error_alarm().to_string()>
                {dash(realised.map(|found| numbers::share(found.error_rate.value)))}
            </td>
            <td data-out=(!drifted.is_empty()).to_string()>{drift}</td>
            <td class="number">
                {dash(record.seconds_per_row().map(|seconds| number(&ChartKind::Latency, seconds)))}
            </td>
        </tr>
    }
}

fn detail(at: usize, record: &BatchRecord) -> impl IntoView + use<> {
    let words = &words().monitor;
    let findings: Vec<_> = record
        .findings
        .iter()
        .map(|finding| {
            view! { <li data-alarm=finding.is_alarm().to_string()>{finding.to_string()}</li> }
        })
        .collect();
    let classes: Vec<_> = record
        .classes
        .iter()
        .map(|class| {
            view! {
                <tr>
                    <th scope="row">{class.class.clone()}</th>
                    <td class="number">{counted(&class.training)}</td>
                    <td class="number">{counted(&class.labelled)}</td>
                    <td class="number">{counted(&class.predicted)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <h3>{fill(words.batch, &[("n", &(at + 1).to_string())])} ": " {record.name.clone()}</h3>
        {findings.is_empty().then(|| view! { <p class="quiet">{words.found_nothing}</p> })}
        <ul class="monitor-findings">{findings}</ul>
        {record.drift.measured().map(look)}
        <div class="scroll">
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.class}</th>
                        <th scope="col" class="number">{words.share_training}</th>
                        <th scope="col" class="number">{words.share_labels}</th>
                        <th scope="col" class="number">{words.share_predicted}</th>
                    </tr>
                </thead>
                <tbody>{classes}</tbody>
            </table>
        </div>
    }
}

/// A share with its interval.
fn counted(counted: &Option<Counted>) -> String {
    dash(counted.as_ref().map(|counted| {
        let share = &counted.share;
        format!(
            "{} ({} – {})",
            numbers::share(share.value),
            numbers::share(share.low),
            numbers::share(share.high)
        )
    }))
}

fn look(look: &DriftLook) -> impl IntoView + use<> {
    let words = &words().monitor;
    let said = match look.look {
        Some(n) => fill(
            words.look,
            &[
                ("n", &numbers::count(u64::from(n))),
                ("level", &numbers::p_value(look.level)),
                ("spent", &numbers::share(look.spent)),
            ],
        ),
        None => words.no_look.into(),
    };
    let rows: Vec<_> = look.parts.iter().map(part).collect();
    view! {
        <p class="quiet">{said}</p>
        <div class="scroll">
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.part}</th>
                        <th scope="col" class="number">{words.p}</th>
                        <th scope="col" class="number">{words.p_adjusted}</th>
                        <th scope="col">{words.moved}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn part(part: &PartLook) -> impl IntoView + use<> {
    let words = &words().monitor;
    let p = match (part.p.measured(), part.p.gap()) {
        (Some(&p), _) => numbers::p_value(p),
        (None, Some(gap)) => gap.to_string(),
        (None, None) => "–".into(),
    };
    let moved: Vec<String> = part
        .moved
        .iter()
        .take(3)
        .map(|one| {
            format!(
                "{} {}",
                one.name,
                fill(
                    words.descriptor_share,
                    &[
                        ("before", &numbers::any(one.before)),
                        ("now", &numbers::any(one.now))
                    ]
                )
            )
        })
        .collect();
    let note = match (part.alarm, part.decides) {
        (true, _) => words.alarm,
        (false, false) => words.shown_only,
        (false, true) => "",
    };
    view! {
        <tr data-alarm=part.alarm.to_string()>
            <th scope="row">
                {names::part(part.part)} " " <span class="quiet">{note}</span>
            </th>
            <td class="number">{p}</td>
            <td class="number">{dash(part.adjusted_p.map(numbers::p_value))}</td>
            <td class="data">{moved.join(", ")}</td>
        </tr>
    }
}
