//! Measuring what both models cost: time, memory, size.

use leptos::prelude::*;

use crate::app::components::ErrorNote;
use crate::app::language::text;
use crate::app::store::store;
use crate::message::Argument;
use crate::plot::shares;
use crate::session::{Intent, Stage, StageState};

#[component]
pub fn Measure() -> impl IntoView {
    let store = store();
    let costs = store.memo(|session| session.costs());
    let can_measure = store.memo(|session| matches!(session.compared(), Stage::Ready(_)));
    let progress = store.memo(|session| session.costs_progress());
    let is_busy = Memo::new(move |_| costs.with(|costs| costs.state() == StageState::Busy));
    view! {
        <div data-testid="measure-state" data-state=move || costs.with(|costs| costs.state().name())>
            <div class="section-head">
                <button
                    type="button"
                    class="button"
                    data-testid="measure"
                    hidden=move || is_busy.get()
                    disabled=move || !can_measure.get()
                    on:click=move |_| store.want(Intent::MeasureCosts)
                >
                    {text!("page-validate-measure")}
                </button>
                <span role="status" class="quiet number">
                    {move || is_busy.get().then(|| text!("page-measuring", done = Argument::Share(progress.get())))}
                </span>
                <span class="strip-done costs-done" aria-hidden="true" hidden=move || !is_busy.get()>
                    <span style:width=move || shares::percent(progress.get()) />
                </span>
                <button
                    type="button"
                    class="plain"
                    data-testid="measure-cancel"
                    hidden=move || !is_busy.get()
                    on:click=move |_| store.want(Intent::CancelCosts)
                >
                    {text!("page-stop")}
                </button>
            </div>
            <p class="quiet">{text!("page-validate-measure-about")}</p>
            {move || match costs.get() {
                Stage::Failed { error, .. } => Some(view! { <ErrorNote error /> }),
                _ => None,
            }}
        </div>
    }
}
