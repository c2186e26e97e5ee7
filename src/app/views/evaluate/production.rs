//! The model in production: an earlier archive that the next run is compared with.

use leptos::html;
use leptos::prelude::*;

use crate::app::components::ErrorNote;
use crate::app::files;
use crate::app::store::store;
use crate::app::words::words;
use crate::plot::numbers;
use crate::session::Intent;

#[component]
pub fn ProductionSlot() -> impl IntoView {
    let store = store();
    let words = &words().evaluate;
    let production = store.memo(|session| session.production().clone());
    let input = NodeRef::<html::Input>::new();
    let picked = move |_| {
        if let Some(input) = input.get() {
            if let Some(list) = input.files() {
                files::read_production(&list, move |intent| store.want(intent));
            }
            input.set_value("");
        }
    };
    let shown = move || {
        production.get().card.map(|card| {
            view! {
                <p data-testid="production">
                    <strong>{card.run_name}</strong>
                    " "
                    <span class="mono quiet">{card.file_name} " · " {numbers::fingerprint(&card.model_sha256)}</span>
                </p>
            }
        })
    };
    view! {
        <section class="production">
            <div class="section-head">
                <h2>{words.production}</h2>
                <label class="button">
                    {words.production_load}
                    <input
                        node_ref=input
                        class="visually-hidden"
                        type="file"
                        accept=".zip"
                        data-testid="production-input"
                        on:change=picked
                    />
                </label>
                <button
                    type="button"
                    class="plain"
                    hidden=move || production.with(|production| production.card.is_none())
                    on:click=move |_| store.want(Intent::ForgetProduction)
                >
                    {words.production_forget}
                </button>
            </div>
            <p class="quiet" aria-busy=move || production.with(|production| production.busy).to_string()>
                {words.production_about}
            </p>
            {shown}
            {move || production.get().error.map(|error| view! { <ErrorNote error /> })}
        </section>
    }
}
