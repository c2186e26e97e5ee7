//! The view Train: the settings in their groups, the solver at work, the fits of the last run, and what it changed.

mod fits;
mod last_run;
mod settings;
mod solver;

use crate::app::language::{localised, text};
use crate::session::View;
use leptos::prelude::*;

#[component]
pub fn TrainView() -> impl IntoView {
    view! {
        <h1>{localised(View::Train.title())}</h1>
        <p class="lead">{text!("page-train-lead")}</p>
        <solver::Solver />
        <settings::Settings />
        <fits::FitsOfLastRun />
        <last_run::LastRun />
    }
}
