//! The view Train: five settings with what they do to the validation part, all others, the fits of the last run, what it changed, and
//! the solver at work.

mod fits;
mod last_run;
mod live;
mod settings;
mod solver;

use crate::app::components::remarks;
use crate::app::language::{localised, text};
use crate::app::store::store;
use crate::session::{Intent, LiveIntent, View};
use leptos::prelude::*;

#[component]
pub fn TrainView() -> impl IntoView {
    let (store, remarks) = (store(), remarks());
    let hold = move || store.want(Intent::Live(LiveIntent::Hold));
    view! {
        <h1>{localised(View::Train.title())}</h1>
        <p class="lead">{text!("page-train-lead")}</p>
        <div on:pointerdown=move |_| hold() on:keydown=move |_| hold()>
            <div class="live">
                <settings::FirstSettings remarks />
                <live::LiveResults />
            </div>
            <settings::OtherSettings remarks />
        </div>
        <fits::FitsOfLastRun />
        <last_run::LastRun />
        <solver::Solver />
    }
}
