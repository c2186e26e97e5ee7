//! What the steps do to the whole training set, on demand.

use leptos::prelude::*;

use crate::app::components::{ErrorNote, StaleNote};
use crate::app::language::{localised, text};
use crate::app::store::store;
use crate::jobs::summaries::CleanSummary;
use crate::message::Argument;
use crate::session::{Intent, Stage, StageState};

#[component]
pub fn Report() -> impl IntoView {
    let store = store();
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
                    {text!("page-clean-measure")}
                </button>
                <button
                    type="button"
                    class="plain"
                    hidden=move || !busy()
                    on:click=move |_| store.want(Intent::CancelMeasuring)
                >
                    {text!("page-cancel")}
                </button>
                <span class="quiet" role="status">
                    {move || {
                        progress
                            .get()
                            .map(|share| text!("page-measuring", done = Argument::Share(share)))
                            .unwrap_or_else(|| text!("page-clean-measure-about"))
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
fn Effects(card: CleanSummary) -> impl IntoView {
    let rows: Vec<_> = card
        .steps
        .into_iter()
        .map(|effect| {
            let key = effect.step.name();
            let title = localised(effect.step.label());
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
                            <small class="quiet number">{localised(count)}</small>
                        </span>
                    }
                })
                .collect();
            view! {
                <tr data-step=key>
                    <th scope="row">{title}</th>
                    <td class="number">{localised(effect.texts_touched)}</td>
                    <td class="number">{localised(effect.chars_removed)}</td>
                    <td class="number">{localised(effect.words_removed)}</td>
                    <td class="removals">{removals}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <h2>{text!("page-clean-report", tweets = card.n_texts)}</h2>
        <p>{text!("page-clean-report-emptied", tweets = card.n_emptied)}</p>
        <div class="scroll">
            <table data-testid="clean-report">
                <thead>
                    <tr>
                        <th></th>
                        <th scope="col" class="number">{text!("page-clean-tweets-changed")}</th>
                        <th scope="col" class="number">{text!("page-clean-characters-gone")}</th>
                        <th scope="col" class="number">{text!("page-clean-words-gone")}</th>
                        <th scope="col">{text!("page-clean-removals")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
