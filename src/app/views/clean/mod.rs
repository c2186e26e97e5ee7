//! The view Clean: the steps with their switches, and one tweet shown after each of them.

mod example;
mod report;
mod steps;

use leptos::prelude::*;

use crate::app::language::{localised, text};
use crate::app::store::store;
use crate::session::View;

#[component]
pub fn CleanView() -> impl IntoView {
    let digest = store().memo(|session| session.data().value().map(|card| card.digest.clone()));
    view! {
        <h1>{localised(View::Clean.title())}</h1>
        <p class="lead">{text!("page-clean-lead")}</p>
        <div class="columns wide-right">
            <steps::Steps />
            <example::Example digest />
        </div>
        <report::Report />
    }
}
