//! One tweet after each step, with what the step changed marked.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::components::{ClassName, Empty, ErrorNote, Steps};
use crate::app::language::text;
use crate::app::store::{Question, store};
use crate::app::views::picked::OtherSet;
use crate::jobs::protocol::{JobSpec, Outcome, SetName, TextSource};
use crate::jobs::summaries::{LoadedSummary, TraceSummary};

#[component]
pub fn Example(
    /// Fingerprint of the data; none while there are none.
    digest: Memo<Option<String>>,
) -> impl IntoView {
    let store = store();
    let row = RwSignal::new(0u32);
    let own = RwSignal::new(String::new());
    let data = store.memo(|session| session.data().value().cloned());
    let recipe = store.memo(|session| session.config().clean.clone());
    let n_all = move || data.with(|data| data.as_ref().map_or(0, |card| card.train.n_rows as u32));
    let selection = store.memo(|session| session.selection_in(SetName::Train).cloned());
    let numbers = Question::new(
        store,
        move || digest.get(),
        move || {
            digest.with(Option::is_some).then_some(())?;
            selection.get().map(JobSpec::RowNumbers)
        },
    );
    let picked = numbers.get(|outcome| match outcome {
        Outcome::RowNumbers(rows) if !rows.is_empty() => Some(rows.clone()),
        _ => None,
    });
    let n_rows =
        move || picked.with(|rows| rows.as_ref().map_or_else(n_all, |rows| rows.len() as u32));
    // Its place among the picked rows, else among all.
    let number = move |place: u32| {
        let place = place.min(n_rows().saturating_sub(1));
        picked.with(|rows| rows.as_ref().map_or(place, |rows| rows[place as usize]))
    };
    let question = Question::new(
        store,
        move || digest.get(),
        move || {
            let source = if !own.with(String::is_empty) {
                TextSource::Own { text: own.get() }
            } else {
                digest.with(Option::is_some).then_some(())?;
                TextSource::Row {
                    set: SetName::Train,
                    row: number(row.get()),
                }
            };
            Some(JobSpec::Trace {
                recipe: recipe.get(),
                source,
            })
        },
    );
    let trace = question.get(|outcome| match outcome {
        Outcome::Trace(card) => Some(card.clone()),
        _ => None,
    });
    let go = move |step: i64| {
        own.set(String::new());
        let n_rows = i64::from(n_rows().max(1));
        row.update(|row| *row = (i64::from(*row) + step).rem_euclid(n_rows) as u32);
    };
    let random = move |_| {
        own.set(String::new());
        row.set((js_sys::Math::random() * f64::from(n_rows())) as u32);
    };
    view! {
        <section class="example" aria-busy=move || question.waiting.get().to_string()>
            <div class="section-head">
                <h2>{text!("page-clean-example")}</h2>
                <div hidden=move || digest.with(Option::is_none)>
                    <button type="button" class="plain" on:click=move |_| go(-1)>{text!("page-clean-previous")}</button>
                    <button type="button" class="plain" on:click=move |_| go(1)>{text!("page-clean-next")}</button>
                    <button type="button" class="plain" on:click=random>{text!("page-clean-random")}</button>
                </div>
            </div>
            <OtherSet set=Signal::derive(|| SetName::Train) />
            <p class="quiet" data-testid="clean-picked" hidden=move || selection.with(Option::is_none)>
                {move || match (selection.with(Option::is_some), picked.with(Option::is_some), numbers.waiting.get()) {
                    (true, false, false) => text!("pick-none-here"),
                    _ => text!("pick-among"),
                }}
            </p>
            <label class="own-text">
                <span class="quiet">{text!("page-clean-own")}</span>
                <input
                    type="text"
                    data-testid="own-text"
                    placeholder=text!("page-clean-own-about")
                    prop:value=move || own.get()
                    on:input:target=move |event| own.set(event.target().value())
                />
            </label>
            {move || question.error.get().map(|error| view! { <ErrorNote error /> })}
            {move || match trace.get() {
                Some(trace) => view! { <Trace trace data=data.get_untracked() /> }.into_any(),
                None => view! { <Empty text=text!("page-clean-needs-data") /> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Trace(trace: TraceSummary, data: Option<Arc<LoadedSummary>>) -> impl IntoView {
    let origin = trace.row.map(|row| {
        let row = text!("page-clean-row", row = u64::from(row) + 1);
        let class = trace.label.zip(data).map(|(label, data)| {
            view! { " · " <ClassName index=label classes=data.classes.clone() /> }
        });
        view! { <p class="quiet">{row} {class}</p> }
    });
    view! {
        {origin}
        <Steps text=trace.text steps=trace.steps />
    }
}
