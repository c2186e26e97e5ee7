//! What the steps do to the whole training set, on demand.

use leptos::prelude::*;

use crate::app::components::{ErrorNote, StaleNote};
use crate::app::language::language;
use crate::app::store::store;
use crate::app::words::{fill, words};
use crate::jobs::cards::CleanCard;
use crate::plot::numbers;
use crate::session::{Intent, Stage, StageState};

#[component]
pub fn Report() -> impl IntoView {
    let store = store();
    let words = &words().clean;
    let report = store.memo(|session| session.clean_report());
    let progress = store.memo(|session| session.clean_progress());
    let has_data = store.memo(|session| session.data().state() == StageState::Ready);
    let state = Memo::new(move |_| report.with(|report| report.state()));
    let busy = move || state.get() == StageState::Busy;
    view! {
        <section class="clean-report" hidden=move || !has_data.get()>
            <div class="section-head">
                <button
                    type="button"
                    class="button"
                    data-testid="measure"
                    hidden=busy
                    on:click=move |_| store.want(Intent::MeasureCleaning)
                >
                    {words.measure}
                </button>
                <button
                    type="button"
                    class="plain"
                    hidden=move || !busy()
                    on:click=move |_| store.want(Intent::CancelMeasuring)
                >
                    {words.cancel}
                </button>
                <span class="quiet" role="status">
                    {move || {
                        progress
                            .get()
                            .map(|share| format!("{} {}", words.measuring, numbers::share(share)))
                            .unwrap_or_else(|| words.measure_about.to_string())
                    }}
                </span>
            </div>
            <StaleNote state />
            {move || match report.get() {
                Stage::Failed { error, .. } => Some(view! { <ErrorNote error /> }),
                _ => None,
            }}
            {move || report.with(|report| report.value().cloned()).map(|card| view! { <Effects card=(*card).clone() /> })}
        </section>
    }
}

#[component]
fn Effects(card: CleanCard) -> impl IntoView {
    let words = &words().clean;
    let language = language();
    let rows: Vec<_> = card
        .steps
        .into_iter()
        .map(|effect| {
            let key = effect.step.name();
            let title = effect.step.label().shown(language);
            let removals: Vec<_> = effect
                .removals
                .into_iter()
                .map(|(text, count)| {
                    let text = if text.trim().is_empty() {
                        text.replace(' ', "␣")
                    } else {
                        text
                    };
                    view! {
                        <span class="removal">
                            <span class="mono">{text}</span>
                            " "
                            <small class="quiet number">{numbers::count(count)}</small>
                        </span>
                    }
                })
                .collect();
            view! {
                <tr data-step=key>
                    <th scope="row">{title}</th>
                    <td class="number">{numbers::count(effect.texts_touched)}</td>
                    <td class="number">{numbers::count(effect.chars_removed)}</td>
                    <td class="number">{numbers::count(effect.words_removed)}</td>
                    <td class="removals">{removals}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <h2>{fill(words.report_title, &[("n", &numbers::count(card.n_texts))])}</h2>
        <p>{fill(words.emptied_texts, &[("n", &numbers::count(card.n_emptied))])}</p>
        <div class="scroll">
            <table data-testid="clean-report">
                <thead>
                    <tr>
                        <th></th>
                        <th scope="col" class="number">{words.texts_touched}</th>
                        <th scope="col" class="number">{words.chars_removed}</th>
                        <th scope="col" class="number">{words.words_removed}</th>
                        <th scope="col">{words.removals}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
