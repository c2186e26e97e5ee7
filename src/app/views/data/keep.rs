//! Whether the data files are kept for the next visit: asked once, and changed by a switch afterwards.

use leptos::prelude::*;

use crate::app::language::text;
use crate::app::store::store;
use crate::message::Argument;
use crate::session::{DataKept, Intent, KeepIntent, MOST_DATA_KEPT};

#[component]
pub fn KeepData() -> impl IntoView {
    let store = store();
    let kept = store.memo(|session| session.data_kept());
    // The switch stays while its answer changes, and keeps the focus.
    let shown = Memo::new(move |_| match kept.get() {
        DataKept::No => DataKept::Yes,
        other => other,
    });
    move || match shown.get() {
        DataKept::Nothing => ().into_any(),
        DataKept::TooMuch(n_bytes) => too_much(n_bytes).into_any(),
        DataKept::Ask => view! { <Question /> }.into_any(),
        DataKept::Yes | DataKept::No => view! { <Switch kept /> }.into_any(),
    }
}

fn too_much(n_bytes: u64) -> impl IntoView {
    let about = text!(
        "page-data-keep-too-much",
        size = Argument::Bytes(n_bytes),
        most = Argument::Bytes(MOST_DATA_KEPT)
    );
    view! { <p class="quiet" data-testid="keep-data-too-much">{about}</p> }
}

#[component]
fn Question() -> impl IntoView {
    let store = store();
    let want = move |wanted| store.want(Intent::Keep(KeepIntent::WantData(wanted)));
    view! {
        <div class="stale-note notice" data-testid="keep-data-question" role="status">
            <p>{text!("page-data-keep-question")}</p>
            <button type="button" class="button" data-testid="keep-data-yes" on:click=move |_| want(true)>
                {text!("page-data-keep-yes")}
            </button>
            <button type="button" class="button" data-testid="keep-data-no" on:click=move |_| want(false)>
                {text!("page-data-keep-no")}
            </button>
        </div>
    }
}

#[component]
fn Switch(kept: Memo<DataKept>) -> impl IntoView {
    let store = store();
    let want = move |wanted| store.want(Intent::Keep(KeepIntent::WantData(wanted)));
    view! {
        <label class="check" title=text!("page-data-keep-about")>
            <input
                type="checkbox"
                class="switch"
                data-testid="keep-data"
                prop:checked=move || kept.get() == DataKept::Yes
                on:change:target=move |event| want(event.target().checked())
            />
            {text!("page-data-keep")}
        </label>
    }
}
