//! The model in production: an earlier archive that the next run is compared with.

use leptos::prelude::*;

use crate::app::components::{ErrorNote, FilePicker};
use crate::app::language::text;
use crate::app::store::store;
use crate::app::views::promote::{Promote, PromoteQuestion};
use crate::app::{clock, files};
use crate::message::numbers;
use crate::session::Intent;

#[component]
pub fn ProductionSlot() -> impl IntoView {
    let store = store();
    let production = store.memo(|session| session.production().clone());
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
                <h2>{text!("page-in-production")}</h2>
                <FilePicker
                    label=text!("page-load-archive")
                    testid="production-input"
                    accept=".zip"
                    picked=move |list| files::read_production(list, move |intent| store.want(intent))
                />
                <Promote />
                <button
                    type="button"
                    class="plain"
                    hidden=move || production.with(|production| production.card.is_none())
                    on:click=move |_| store.want(Intent::ForgetProduction { at: clock::now() })
                >
                    {text!("page-evaluate-production-forget")}
                </button>
            </div>
            <PromoteQuestion />
            <p class="quiet" aria-busy=move || production.with(|production| production.busy).to_string()>
                {text!("page-evaluate-production-about")}
            </p>
            {shown}
            {move || production.get().error.map(|error| view! { <ErrorNote error /> })}
        </section>
    }
}
