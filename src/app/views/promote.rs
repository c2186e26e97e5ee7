//! The button that puts the run that is shown into production, and the question where the gate does not let it pass.

use leptos::html;
use leptos::prelude::*;

use crate::app::clock;
use crate::app::language::{localised, text};
use crate::app::store::store;
use crate::session::{Doubt, Intent, Judgement};

/// Says so where the run is in production already; nothing without a run.
#[component]
pub fn Promote() -> impl IntoView {
    let store = store();
    let has_run = store.memo(|session| session.run().value().is_some());
    let is_in = store.memo(|session| session.is_in_production());
    let waiting = store.memo(|session| session.is_promotion_waiting());
    let busy = store.memo(|session| session.production().busy || session.is_promotion_waiting());
    let label = move || match (is_in.get(), waiting.get()) {
        (true, _) => text!("page-in-production"),
        (_, true) => text!("page-promote-asking"),
        _ => text!("page-promote"),
    };
    view! {
        <button
            type="button"
            class="button"
            data-testid="promote"
            data-promoted=move || is_in.get().to_string()
            hidden=move || !has_run.get()
            disabled=move || is_in.get() || busy.get()
            aria-busy=move || busy.get().to_string()
            on:click=move |_| store.want(Intent::Promote { at: clock::now() })
        >
            {label}
        </button>
    }
}

/// Asks before a run is promoted that the gate does not let pass.
#[component]
pub fn PromoteQuestion() -> impl IntoView {
    let store = store();
    let doubt = store.memo(|session| session.doubt());
    move || doubt.get().map(|doubt| view! { <Question doubt /> })
}

#[component]
fn Question(doubt: Doubt) -> impl IntoView {
    let store = store();
    let reason = RwSignal::new(String::new());
    let verdict = store.memo(|session| match session.judgement() {
        Some(Judgement::Said(gate)) => Some(gate),
        _ => None,
    });
    let asked = move || match doubt {
        Doubt::NotAsked => text!("page-promote-not-asked"),
        Doubt::Fails | Doubt::Undecided => {
            let verdict = verdict.with(|gate| gate.as_ref().map(|gate| localised(gate.message())));
            text!(
                "page-promote-question",
                verdict = verdict.unwrap_or_default()
            )
        }
    };
    let needs_reason = doubt == Doubt::Fails;
    let name = match doubt {
        Doubt::Fails => "fail",
        Doubt::Undecided => "few",
        Doubt::NotAsked => "not-asked",
    };
    // It may stand below the window's edge.
    let form = NodeRef::<html::Form>::new();
    Effect::new(move |_| {
        if let Some(form) = form.get() {
            form.scroll_into_view_with_bool(false);
        }
    });
    view! {
        <form
            node_ref=form
            class="promote-question"
            data-testid="promote-question"
            data-doubt=name
            on:submit=move |event| {
                event.prevent_default();
                store
                    .want(Intent::PromoteAnyway {
                        at: clock::now(),
                        reason: reason.get_untracked(),
                    });
            }
        >
            <p role="alert">{asked}</p>
            <label>
                {if needs_reason { text!("page-promote-reason") } else { text!("page-promote-reason-free") }}
                <input
                    type="text"
                    data-testid="promote-reason"
                    autocomplete="off"
                    maxlength="500"
                    on:input:target=move |event| reason.set(event.target().value())
                />
            </label>
            <div class="section-head">
                <button
                    type="submit"
                    class="button"
                    data-testid="promote-anyway"
                    disabled=move || needs_reason && reason.with(|reason| reason.trim().is_empty())
                >
                    {text!("page-promote-anyway")}
                </button>
                <button
                    type="button"
                    class="button"
                    data-testid="promote-leave"
                    on:click=move |_| store.want(Intent::LeavePromotion)
                >
                    {text!("page-promote-leave")}
                </button>
            </div>
        </form>
    }
}
