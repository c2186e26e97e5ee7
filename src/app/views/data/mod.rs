//! The view Data: files and their roles, classes, what the validation found, a look at the tweets.

mod files;
mod findings;
mod reading;
mod tweets;

use leptos::prelude::*;

use crate::app::components::{ClassShares, ErrorNote};
use crate::app::store::store;
use crate::app::words::{fill, words};
use crate::jobs::cards::SetCard;
use crate::jobs::protocol::SetName;
use crate::plot::numbers;
use crate::session::{Stage, StageState};

/// The rows of a finding, as the list of findings and the table of tweets share it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shown {
    set: SetName,
    finding: Option<u32>,
}

#[component]
pub fn DataView() -> impl IntoView {
    let store = store();
    let words = &words().data;
    let data = store.memo(|session| session.data());
    let is_first_visit = store.memo(|session| {
        session.files().is_empty()
            && session.reading().is_empty()
            && session.data().value().is_none()
            && session.data().state() != StageState::Busy
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
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
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
                    {fault}
                    {move || {
                        card.get()
                            .map(|card| {
                                let test = card.test.as_ref().map(|test| set_card(words.set_test, &card.classes, test));
                                view! {
                                    <section>
                                        <h2>{words.classes_title}</h2>
                                        {reading::naming_line(&card.naming).map(|naming| view! { <p class="quiet" data-testid="label-naming">{naming}</p> })}
                                        <div class="columns">
                                            {set_card(words.set_train, &card.classes, &card.train)}
                                            {test}
                                        </div>
                                    </section>
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

/// One set's size and class shares.
fn set_card(title: &'static str, classes: &[String], set: &SetCard) -> impl IntoView + use<> {
    let rows = fill(words().data.tweets, &[("n", &numbers::count(set.n_rows))]);
    view! {
        <div class="set" data-testid="class-shares">
            <h3>
                {title} " " <span class="quiet">{rows}</span>
            </h3>
            <ClassShares classes=classes.to_vec() counts=set.class_counts.clone() />
        </div>
    }
}
