//! The trial that the user has chosen: all that is known of it, and what can be made of it.

use leptos::html;
use leptos::prelude::*;

use crate::app::clock;
use crate::app::components::BlocksView;
use crate::app::language::text;
use crate::app::store::store;
use crate::document::trial_blocks;
use crate::session::{Intent, SearchIntent, StageState, View};

/// At the foot of the view, over what else is there.
#[component]
pub fn Card() -> impl IntoView {
    let store = store();
    let chosen = store.memo(|session| session.chosen_trial());
    view! { {move || chosen.get().map(|trial| view! { <OfTrial trial /> })} }
}

#[component]
fn OfTrial(trial: u32) -> impl IntoView {
    let store = store();
    let blocks = store.memo(move |session| trial_blocks(session.search_report()?, trial));
    let is_complete = store.memo(move |session| {
        let report = session.search_report();
        report.is_some_and(|report| super::is_complete(report, trial))
    });
    let is_busy = store.memo(|session| session.stage(View::Tune) == StageState::Busy);
    let has_around = store.memo(move |session| session.around_trial(trial).is_some());
    let want = move |intent| store.want(Intent::Search(intent));
    let close = move || want(SearchIntent::Choose(None));
    let title = text!("tune-view-trial-title", trial = trial.to_string());
    let label = title.clone();
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            // Who works by keyboard goes on here.
            let _ = heading.focus();
        }
    });
    view! {
        <section
            class="trial-card"
            data-testid="trial-card"
            aria-label=label
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    close();
                }
            }
        >
            <div class="trial-card-head">
                <h2 tabindex="-1" node_ref=heading>{title}</h2>
                <button type="button" class="plain" data-testid="trial-close" on:click=move |_| close()>
                    {text!("tune-view-close")}
                </button>
            </div>
            <p class="switcher" hidden=move || !is_complete.get()>
                <button
                    type="button"
                    class="button"
                    data-testid="trial-run"
                    on:click=move |_| want(SearchIntent::Run { trial, start: clock::now() })
                >
                    {text!("tune-view-run")}
                </button>
                <button
                    type="button"
                    class="plain"
                    data-testid="trial-use"
                    on:click=move |_| want(SearchIntent::Use(trial))
                >
                    {text!("tune-view-use")}
                </button>
                <button
                    type="button"
                    class="plain"
                    data-testid="trial-around"
                    title=text!("tune-view-around-about")
                    hidden=move || !has_around.get()
                    disabled=move || is_busy.get()
                    on:click=move |_| want(SearchIntent::Around(trial))
                >
                    {text!("tune-view-around")}
                </button>
            </p>
            {move || blocks.get().map(|blocks| view! { <BlocksView blocks level=3 /> })}
        </section>
    }
}
