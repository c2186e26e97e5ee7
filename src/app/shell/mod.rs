//! What stands around the views: the head, the rail of stages, the foot with Run, and the drop of files anywhere.

mod drop;
mod foot;
mod head;
mod keys;
mod link;
mod picked;
mod rail;
mod story;
mod trust;
mod update;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::components::ErrorNote;
use super::early;
use super::language::{localised, text};
use super::store::store;
use super::tour::TourCard;
use super::views::{StoryView, TextCard, ViewOf};
use crate::message;
use crate::message::Argument;
use crate::session::workspace::WorkspaceState;
use crate::session::{EngineState, Intent, KeepIntent, Keepsake};

/// The whole page; nothing of it is seen before the view is due.
#[component]
pub fn Shell(#[prop(into)] is_view_due: Signal<bool>) -> impl IntoView {
    let store = store();
    let view = store.memo(|session| session.view());
    let main = NodeRef::<html::Main>::new();
    // Another view starts at its top. To scroll, a browser lays all of it out at once: only where it has to.
    let is_scrolled = StoredValue::new(false);
    let scrolled = window_event_listener(ev::scroll, move |_| is_scrolled.set_value(true));
    on_cleanup(move || scrolled.remove());
    Effect::watch(
        move || view.get(),
        move |_, _, _| {
            let Some(main) = main.get_untracked() else {
                return;
            };
            if is_scrolled.get_value() {
                main.set_scroll_top(0);
                // In a low window the whole page scrolls.
                window().scroll_to_with_x_and_y(0.0, 0.0);
                is_scrolled.set_value(false);
            }
            // Where what was pressed went with the view before, the keyboard goes on from there.
            request_animation_frame(move || {
                let focused = document().active_element();
                if focused.is_none_or(|focused| focused.tag_name() == "BODY") {
                    let _ = main.focus();
                }
            });
        },
        false,
    );
    let title = store.memo(|session| session.title());
    Effect::new(move |_| document().set_title(&localised(title.get())));
    Effect::new(move |_| {
        if is_view_due.get() {
            // After the effects that draw it.
            spawn_local(async { early::page_stands() });
        }
    });
    let story = store.memo(|session| session.presented());
    Effect::new(move |_| story::dress(story.get().is_some()));
    provide_context(keys::HelpSheet::new());
    view! {
        <div class="page" hidden=move || story.get().is_some() || !is_view_due.get()>
            <head::Head />
            <rail::Rail />
            <main
                node_ref=main
                tabindex="-1"
                on:scroll=move |_| is_scrolled.set_value(true)
            >
                <picked::Picked />
                <update::Update />
                <link::Linked />
                <Notices />
                <Faults />
                {move || is_view_due.get().then(|| view! { <ViewOf view=view.get() /> })}
            </main>
            <TourCard />
            <foot::Foot />
            <drop::DropVeil />
            <keys::Keys />
        </div>
        {move || story.get().map(|slide| view! { <StoryView slide /> })}
        <TextCard />
        <Ended />
    }
}

/// What ended, for those who do not see it: a sentence that is new each time, in a region that is always there.
#[component]
fn Ended() -> impl IntoView {
    let store = store();
    let ended = store.memo(|session| session.ended());
    view! {
        <div class="visually-hidden" role="status" data-testid="ended">
            <For each=move || ended.get() key=|(number, _)| *number let((_, what))>
                <p>{localised(what)}</p>
            </For>
        </div>
    }
}

/// What the browser does not keep, and what became of the worker: each said once, in a line that can be dismissed.
#[component]
fn Notices() -> impl IntoView {
    let store = store();
    let not_kept = store.memo(|session| session.not_kept());
    let loss = store.memo(|session| session.loss().cloned());
    let silent = store.memo(|session| session.is_silent());
    let name = |what: Keepsake| match what {
        Keepsake::Look => message!("page-kept-look"),
        Keepsake::Settings => message!("page-kept-settings"),
        Keepsake::Runs => message!("page-kept-runs"),
        Keepsake::Production => message!("page-kept-production"),
        Keepsake::Data => message!("page-kept-data"),
    };
    let not_kept_line = move || {
        let what = not_kept.get();
        (!what.is_empty()).then(|| {
            let names = what.into_iter().map(name).map(Argument::from).collect();
            let text = text!("page-not-kept", what = Argument::All(names));
            notice("not-kept", text, text!("page-dismiss"), move || {
                store.want(Intent::DismissNotKept)
            })
        })
    };
    let loss_line = move || {
        loss.get().map(|loss| {
            let text = match loss.run_again {
                true => text!("page-worker-replaced-run", reason = loss.reason),
                false => text!("page-worker-replaced", reason = loss.reason),
            };
            notice("worker-replaced", text, text!("page-dismiss"), move || {
                store.want(Intent::DismissLoss)
            })
        })
    };
    let silent_line = move || {
        silent.get().then(|| {
            notice(
                "worker-silent",
                text!("page-worker-silent"),
                text!("page-worker-anew"),
                move || store.replace_silent_workers(),
            )
        })
    };
    let workspace = store.memo(|session| session.workspace().clone());
    let workspace_line = move || {
        let text = match workspace.get() {
            WorkspaceState::Idle | WorkspaceState::Busy => return None,
            WorkspaceState::Saved { runs, missing: 0 } => {
                text!("page-workspace-saved", runs = runs)
            }
            WorkspaceState::Saved { runs, missing } => {
                text!(
                    "page-workspace-saved-without",
                    runs = runs,
                    missing = missing
                )
            }
            WorkspaceState::Opened { added, present } => {
                text!("page-workspace-opened", added = added, present = present)
            }
        };
        let dismiss = move || store.want(Intent::Keep(KeepIntent::DismissWorkspace));
        Some(notice(
            "workspace-done",
            text,
            text!("page-dismiss"),
            dismiss,
        ))
    };
    view! {
        {not_kept_line}
        <ShortOfRoom />
        {loss_line}
        {silent_line}
        {workspace_line}
    }
}

/// Runs that can be deleted where the browser has little room left.
#[component]
fn ShortOfRoom() -> impl IntoView {
    let store = store();
    let short = store.memo(|session| session.short_of_room());
    move || {
        short.get().map(|disposable| {
            let delete = text!(
                "page-storage-delete",
                runs = disposable.runs.len(),
                size = Argument::Bytes(disposable.n_bytes)
            );
            let runs = disposable.runs;
            view! {
                <div class="stale-note notice" role="status" data-testid="storage-short">
                    <p>{text!("page-storage-short")}</p>
                    <button
                        type="button"
                        class="button"
                        data-testid="storage-delete"
                        on:click=move |_| store.want(Intent::RemoveRuns(runs.clone()))
                    >
                        {delete}
                    </button>
                    <button
                        type="button"
                        class="plain"
                        on:click=move |_| store.want(Intent::Keep(KeepIntent::DismissShort))
                    >
                        {text!("page-dismiss")}
                    </button>
                </div>
            }
        })
    }
}

/// An amber line with one thing that can be done about it.
fn notice(
    id: &'static str,
    text: String,
    action: String,
    act: impl Fn() + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <div class="stale-note notice" role="status" data-testid=id>
            <p>{text}</p>
            <button type="button" class="plain" on:click=move |_| act()>
                {action}
            </button>
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
