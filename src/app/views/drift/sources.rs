//! What is compared with what: a set of the data, or a range of its rows.

use leptos::prelude::*;

use crate::app::language::text;
use crate::app::store::store;
use crate::jobs::protocol::{DriftSource, SetName};
use crate::session::Intent;

#[component]
pub fn Sources() -> impl IntoView {
    view! {
        <div class="drift-sources">
            <Source title=text!("drift-reference") testid="drift-reference" want=Intent::SetDriftReference is_reference=true />
            <span class="drift-arrow quiet" aria-hidden="true">"→"</span>
            <Source title=text!("drift-current") testid="drift-current" want=Intent::SetDriftCurrent is_reference=false />
        </div>
    }
}

/// The choices by their value in the form.
const CHOICES: [(&str, SetName, bool); 4] = [
    ("train", SetName::Train, false),
    ("test", SetName::Test, false),
    ("train-range", SetName::Train, true),
    ("test-range", SetName::Test, true),
];
/// The profile of the archive in production.
const PRODUCTION: &str = "production";

#[component]
fn Source(
    title: String,
    testid: &'static str,
    want: fn(Option<DriftSource>) -> Intent,
    is_reference: bool,
) -> impl IntoView {
    let store = store();
    let source = store.memo(move |session| {
        let (reference, current) = session.drift_sources()?;
        Some(if is_reference { reference } else { current })
    });
    // Rows of both sets; none where there is no test set.
    let sizes = store.memo(|session| {
        session.data().value().map(|data| {
            (
                data.train.n_rows,
                data.test.as_ref().map(|test| test.n_rows),
            )
        })
    });
    let size_of = move |set: SetName| match (set, sizes.get()) {
        (SetName::Train, Some((train, _))) => train,
        (SetName::Test, Some((_, test))) => test.unwrap_or(0),
        (_, None) => 0,
    };
    let chosen = move || {
        source.get().and_then(|source| match source {
            DriftSource::Rows { set, range } => Some((set, range)),
            DriftSource::Production => None,
        })
    };
    let has_production = store.memo(|session| session.production().card.is_some());
    let is_production = move || source.with(|source| *source == Some(DriftSource::Production));
    let choose = move |value: String| {
        if value == PRODUCTION {
            store.want(want(Some(DriftSource::Production)));
        }
        if let Some((_, set, by_rows)) = CHOICES.into_iter().find(|(name, ..)| *name == value) {
            let range = by_rows.then(|| (0, size_of(set)));
            store.want(want(Some(DriftSource::Rows { set, range })));
        }
    };
    let options: Vec<_> = CHOICES
        .into_iter()
        .zip([text!("page-train-set"), text!("page-test-set"), text!("drift-view-source-train-range"), text!("drift-view-source-test-range")])
        .map(|((value, set, by_rows), label)| {
            view! {
                <option
                    value=value
                    hidden=move || set == SetName::Test && sizes.get().is_none_or(|(_, test)| test.is_none())
                    selected=move || {
                        chosen().is_some_and(|(chosen, range)| chosen == set && range.is_some() == by_rows)
                    }
                >
                    {label}
                </option>
            }
        })
        .collect();
    // The user counts from 1, and the last row belongs to the range.
    let of_whom = title.clone();
    let bound = move |is_last: bool| {
        let value = move || {
            chosen()
                .and_then(|(_, range)| range)
                .map(|(from, to)| if is_last { to } else { from + 1 }.to_string())
                .unwrap_or_default()
        };
        let set_bound = move |text: String| {
            if let (Some((set, Some((from, to)))), Ok(number)) =
                (chosen(), text.trim().parse::<u64>())
            {
                let range = if is_last {
                    (from.min(number), number.min(size_of(set)))
                } else {
                    let from = number.saturating_sub(1).min(size_of(set));
                    (from, to.max(from))
                };
                store.want(want(Some(DriftSource::Rows {
                    set,
                    range: Some(range),
                })));
            }
        };
        view! {
            <label>
                <span class="visually-hidden">
                    {of_whom.clone()} ": " {if is_last { text!("drift-view-last-row") } else { text!("page-first-row") }}
                </span>
                <input
                    type="text"
                    inputmode="numeric"
                    class="drift-bound number"
                    data-testid=format!("{testid}-{}", if is_last { "to" } else { "from" })
                    prop:value=value
                    on:change:target=move |event| set_bound(event.target().value())
                />
            </label>
        }
    };
    view! {
        <div class="drift-source">
            <label>
                <span class="quiet">{title}</span>
                <select data-testid=testid on:change:target=move |event| choose(event.target().value())>
                    {options}
                    <option
                        value=PRODUCTION
                        hidden=move || !is_reference || !has_production.get()
                        selected=is_production
                    >
                        {text!("drift-view-source-production")}
                    </option>
                </select>
            </label>
            <span class="drift-range" hidden=move || chosen().is_none_or(|(_, range)| range.is_none())>
                {bound(false)} "–" {bound(true)}
            </span>
        </div>
    }
}
