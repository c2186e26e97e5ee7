//! The view Data: files and their roles, what the validation found, a look at the tweets.

mod files;
mod findings;
mod keep;
mod reading;
mod tweets;

use leptos::prelude::*;

use crate::app::components::ErrorNote;
use crate::app::language::{localised, text};
use crate::app::store::store;
use crate::jobs::protocol::SetName;
use crate::session::{Stage, StageState, View};

/// The rows of a finding, as the list of findings and the table of tweets share it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shown {
    set: SetName,
    finding: Option<u32>,
}

#[component]
pub fn DataView() -> impl IntoView {
    let store = store();
    let data = store.memo(|session| session.data());
    let is_first_visit = store.memo(|session| {
        session.files().is_empty()
            && session.reading().is_empty()
            && session.data().value().is_none()
            && session.data().state() != StageState::Busy
            && !session.is_restoring()
    });
    let shown = RwSignal::new(Shown {
        set: SetName::Train,
        finding: None,
    });
    let card = Memo::new(move |_| data.with(|data| data.value().cloned()));
    let fault = move || match data.get() {
        Stage::Failed { error, .. } => Some(view! { <ErrorNote error /> }),
        _ => None,
    };
    view! {
        <h1>{localised(View::Data.title())}</h1>
        <p class="lead">{text!("page-data-lead")}</p>
        {move || {
            if is_first_visit.get() {
                view! {
                    <files::Offered />
                    {fault}
                    <files::Welcome />
                }
                    .into_any()
            } else {
                view! {
                    <files::Offered />
                    <files::Files />
                    <keep::KeepData />
                    {fault}
                    {move || {
                        card.get()
                            .map(|card| {
                                view! {
                                    <findings::Findings card=card.clone() shown />
                                    <tweets::Tweets card=card.clone() shown />
                                }
                            })
                    }}
                }
                    .into_any()
            }
        }}
    }
}
