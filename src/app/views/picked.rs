//! What views have in common of rows that are picked: a button that picks some, and one line where the rows that are picked are of
//! another set than those that a view shows.

use leptos::prelude::*;

use crate::app::components::label_nodes;
use crate::app::language::text;
use crate::app::store::store;
use crate::jobs::protocol::{Condition, SetName};
use crate::session::{Intent, PickIntent};

#[component]
pub fn OtherSet(
    /// The set whose rows are shown.
    #[prop(into)]
    set: Signal<SetName>,
) -> impl IntoView {
    let store = store();
    let picked = store.memo(|session| session.selection().map(|picked| picked.set));
    move || {
        let other = picked.get().filter(|picked| *picked != set.get())?;
        let said = text!("pick-other-rows", set = other);
        Some(view! { <p class="quiet" role="status" data-testid="picked-elsewhere">{said}</p> })
    }
}

/// Picks rows of a set, or takes that back.
#[component]
pub fn PickButton(
    #[prop(into)] set: Signal<SetName>,
    condition: Condition,
    #[prop(into)] label: String,
    #[prop(into)] testid: String,
    /// What is said of it, where the label is short.
    #[prop(optional, into)]
    title: String,
) -> impl IntoView {
    let store = store();
    let is_picked = {
        let condition = condition.clone();
        store.memo(move |session| session.has_picked(set.get(), &condition))
    };
    view! {
        <button
            type="button"
            class="plain pick"
            data-testid=testid
            title=title
            aria-pressed=move || is_picked.get().to_string()
            on:click=move |_| {
                let (set, condition) = (set.get_untracked(), condition.clone());
                store.want(Intent::Pick(PickIntent::Toggle { set, condition }));
            }
        >
            {move || label_nodes(&label)}
        </button>
    }
}

/// One line where rows are picked and a view tells of all, be it all but its texts.
#[component]
pub fn OfAllRows(#[prop(optional)] but_texts: bool) -> impl IntoView {
    let store = store();
    let is_any = store.memo(|session| session.selection().is_some());
    view! {
        <p class="quiet" data-testid="picked-not-here" hidden=move || !is_any.get()>
            {match but_texts {
                true => text!("pick-texts-alone"),
                false => text!("pick-of-all-rows"),
            }}
        </p>
    }
}
