//! The view Data: files and their roles, what the validation found, a look at the tweets, versions.

mod choices;
mod files;
mod findings;
mod keep;
mod offers;
mod shares;
mod suspects;
mod tweets;
mod understood;
mod versions;

use leptos::prelude::*;

use crate::app::components::ErrorNote;
use crate::app::early::{self, LastVisit};
use crate::app::language::{localised, text};
use crate::app::store::store;
use crate::jobs::protocol::SetName;
use crate::session::{Stage, View};

#[component]
pub fn DataView() -> impl IntoView {
    let store = store();
    let data = store.memo(|session| session.data());
    let is_first_card = store.memo(early::is_first_card);
    let last_visit = expect_context::<LastVisit>();
    // What the last visit kept may be on its way into the session; until it is there, nothing stands in its place.
    let welcome = move || {
        let may_show = last_visit.may_show_card();
        may_show.then(|| view! { <files::Welcome /> })
    };
    // The set whose tweets stand below: that of picked rows.
    let shown = RwSignal::new(SetName::Train);
    let picked = store.memo(|session| session.selection().map(|picked| picked.set));
    Effect::new(move |_| {
        if let Some(set) = picked.get() {
            shown.set(set);
        }
    });
    let card = Memo::new(move |_| data.with(|data| data.value().cloned()));
    let fault = move || match data.get() {
        Stage::Failed { error, .. } => Some(view! { <ErrorNote error /> }),
        _ => None,
    };
    view! {
        <h1>{localised(View::Data.title())}</h1>
        <p class="lead">
            {move || if is_first_card.get() { text!("page-tagline") } else { text!("page-data-lead") }}
        </p>
        {move || {
            if is_first_card.get() {
                view! {
                    <offers::Offers />
                    {fault}
                    {welcome}
                }
                    .into_any()
            } else {
                view! {
                    <offers::Offers />
                    <files::Files />
                    <keep::KeepData />
                    {fault}
                    {move || {
                        card.get()
                            .map(|card| {
                                view! {
                                    <findings::Findings card=card.clone() />
                                    <shares::Shares card=card.clone() shown />
                                    <tweets::Tweets card=card.clone() shown />
                                    <suspects::Suspects />
                                }
                            })
                    }}
                    <versions::Versions />
                }
                    .into_any()
            }
        }}
    }
}
