//! What stands around the views: the head, the rail of stages, the foot with Run, and the drop of files anywhere.

mod drop;
mod foot;
mod head;
mod rail;

use leptos::html;
use leptos::prelude::*;

use super::components::ErrorNote;
use super::store::store;
use super::views::ViewOf;
use crate::session::{EngineState, Intent};

/// The whole page.
#[component]
pub fn Shell() -> impl IntoView {
    let store = store();
    let view = store.memo(|session| session.view());
    let main = NodeRef::<html::Main>::new();
    // Another view starts at its top.
    Effect::watch(
        move || view.get(),
        move |_, _, _| {
            if let Some(main) = main.get_untracked() {
                main.set_scroll_top(0);
            }
        },
        false,
    );
    view! {
        <div class="page">
            <head::Head />
            <rail::Rail />
            <main node_ref=main>
                <Faults />
                {move || view! { <ViewOf view=view.get() /> }}
            </main>
            <foot::Foot />
            <drop::DropVeil />
        </div>
    }
}

/// Faults that belong to no stage, and files that could not be taken.
#[component]
fn Faults() -> impl IntoView {
    let store = store();
    let engine = store.memo(|session| match session.engine() {
        EngineState::Failed(error) => Some(error.clone()),
        _ => None,
    });
    let error = store.memo(|session| session.error().cloned());
    let refused = store.memo(|session| session.refused().to_vec());
    view! {
        {move || engine.get().map(|error| view! { <ErrorNote error /> })}
        {move || {
            error
                .get()
                .map(|error| {
                    view! { <ErrorNote error dismiss=Callback::new(move |()| store.want(Intent::DismissError)) /> }
                })
        }}
        {move || {
            refused
                .get()
                .into_iter()
                .enumerate()
                .map(|(index, refused)| {
                    let dismiss = Callback::new(move |()| store.want(Intent::DismissRefused(index)));
                    let error = match refused.error.place {
                        Some(_) => refused.error,
                        None => refused.error.in_file(refused.name),
                    };
                    view! { <ErrorNote error dismiss /> }
                })
                .collect::<Vec<_>>()
        }}
    }
}
