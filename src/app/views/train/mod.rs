//! The view Train: the settings in their groups, the solver at work, the fits of the last run, and what it changed.

mod fits;
mod last_run;
mod settings;
mod solver;

use leptos::prelude::*;

use crate::app::words::words;

#[component]
pub fn TrainView() -> impl IntoView {
    let words = &words().train;
    view! {
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
        <solver::Solver />
        <settings::Settings />
        <fits::FitsOfLastRun />
        <last_run::LastRun />
    }
}
