//! The views, one for each entry of the rail.

mod act;
mod classifier_file;
mod clean;
mod data;
mod disagreements;
mod drift;
mod evaluate;
mod export;
mod monitor;
mod picked;
mod promote;
mod pull;
mod push;
mod runs;
mod story;
mod text_card;
mod train;
mod trial;
mod tune;
mod validate;
mod workspace;

use leptos::prelude::*;

pub use story::StoryView;
pub use text_card::TextCard;

use crate::session::View;

/// The view of this name.
#[component]
pub fn ViewOf(view: View) -> impl IntoView {
    match view {
        View::Data => data::DataView().into_any(),
        View::Clean => clean::CleanView().into_any(),
        View::Train => train::TrainView().into_any(),
        View::Tune => tune::TuneView().into_any(),
        View::Evaluate => evaluate::EvaluateView().into_any(),
        View::Runs => runs::RunsView().into_any(),
        View::Drift => drift::DriftView().into_any(),
        View::Validate => validate::ValidateView().into_any(),
        View::Monitor => monitor::MonitorView().into_any(),
        View::Export => export::ExportView().into_any(),
        View::Try => trial::TrialView().into_any(),
    }
}
