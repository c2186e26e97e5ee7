//! The view Clean: the steps with their switches, and one tweet shown after each of them.

mod example;
mod report;
mod steps;

use leptos::prelude::*;

use crate::app::store::store;
use crate::app::words::words;

#[component]
pub fn CleanView() -> impl IntoView {
    let words = &words().clean;
    let digest = store().memo(|session| session.data().value().map(|card| card.digest.clone()));
    view! {
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
        <div class="columns wide-right">
            <steps::Steps />
            <example::Example digest />
        </div>
        <report::Report />
    }
}
