//! The tour: six steps through the page, each of which goes to a view and points at one thing. It lies over a corner and can
//! be left at any time; a newcomer is offered it once, after the first verdict.

use gloo::timers::callback::Timeout;
use leptos::ev;
use leptos::prelude::*;

use crate::app::language::{localised, text};
use crate::app::storage;
use crate::app::store::store;
use crate::message::Argument;
use crate::session::{Intent, View};

/// Whether it was offered.
const KEY: &str = "dryf-tour";
/// What a step points at is looked for so often, since a view may still be waiting for its answers.
const LOOKS_MS: [u32; 4] = [50, 300, 1_000, 3_000];

/// The views in the order of the tour, and in each what is pointed at: the first that is there.
const STEPS: [(View, &[&str]); 6] = [
    (
        View::Data,
        &["[data-testid=class-shares]", ".welcome", "main h1"],
    ),
    (
        View::Train,
        &[
            "[data-testid=metric-f1-micro-validation]",
            "[data-testid=run]",
            "main h1",
        ],
    ),
    (
        View::Evaluate,
        &["[data-testid=evaluate-verdict]", "main h1"],
    ),
    (View::Drift, &["[data-testid=drift-verdict]", "main h1"]),
    (
        View::Validate,
        &[
            "[data-testid=validate-verdict]",
            "[data-testid=promote]",
            "main h1",
        ],
    ),
    (View::Export, &["[data-testid=export]", "main h1"]),
];

/// Where the tour is; every view can open it.
#[derive(Clone, Copy)]
pub struct Tour {
    step: RwSignal<Option<usize>>,
    is_offered: RwSignal<bool>,
}

impl Tour {
    /// Not begun. It is offered where no visit was offered it before.
    pub fn not_begun() -> Tour {
        Tour {
            step: RwSignal::new(None),
            is_offered: RwSignal::new(storage::noted(KEY).is_none()),
        }
    }

    pub fn open(self) {
        self.step.set(Some(0));
        self.offered();
    }

    fn offered(self) {
        self.is_offered.set(false);
    }
}

/// The way to the tour, for those who have just seen their first verdict; the next visit says nothing of it.
#[component]
pub fn TourOffer() -> impl IntoView {
    let tour = expect_context::<Tour>();
    Effect::new(move |_| {
        if tour.is_offered.get() {
            // Where nothing is kept it is offered once more.
            storage::note(KEY, "offered");
        }
    });
    view! {
        <div class="stale-note notice tour-offer" data-testid="tour-offer" hidden=move || !tour.is_offered.get()>
            <p>{text!("tour-offer")}</p>
            <button type="button" class="button" data-testid="tour-take" on:click=move |_| tour.open()>
                {text!("tour-take")}
            </button>
            <button type="button" class="plain" data-testid="tour-leave-it" on:click=move |_| tour.offered()>
                {text!("tour-leave-it")}
            </button>
        </div>
    }
}

/// The button in the head.
#[component]
pub fn TourButton() -> impl IntoView {
    let tour = expect_context::<Tour>();
    view! {
        <button type="button" class="plain" data-testid="tour" on:click=move |_| tour.open()>
            {text!("tour")}
        </button>
    }
}

/// The step that the tour is at.
#[component]
pub fn TourCard() -> impl IntoView {
    let store = store();
    let tour = expect_context::<Tour>();
    let is_open = Memo::new(move |_| tour.step.get().is_some());
    let close = move || {
        tour.step.set(None);
        focus("[data-testid=tour]");
    };
    Effect::new(move |_| {
        unpoint();
        if let Some(step) = tour.step.get() {
            store.want(Intent::Open(STEPS[step].0));
            for wait in LOOKS_MS {
                Timeout::new(wait, move || {
                    if tour.step.try_get_untracked().flatten() == Some(step) {
                        point(STEPS[step].1);
                    }
                })
                .forget();
            }
        }
    });
    // The keyboard goes on in the card.
    Effect::new(move |_| {
        if is_open.get() {
            request_animation_frame(|| focus("[data-testid=tour-next]"));
        }
    });
    let escape = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" && is_open.get_untracked() {
            close();
        }
    });
    on_cleanup(move || escape.remove());
    let title = move || {
        tour.step.get().map(|step| {
            let view = localised(STEPS[step].0.title());
            text!(
                "tour-title",
                step = step + 1,
                steps = STEPS.len(),
                view = view
            )
        })
    };
    let said = move || {
        let view = STEPS[tour.step.get()?].0;
        Some(text!("tour-text", view = Argument::key(view.name())))
    };
    let is_last = move || tour.step.get() == Some(STEPS.len() - 1);
    let next = move |_| {
        if is_last() {
            close();
        } else {
            tour.step.update(|step| *step = step.map(|step| step + 1));
        }
    };
    let back = move |_| {
        tour.step
            .update(|step| *step = step.map(|step| step.saturating_sub(1)))
    };
    view! {
        <section
            class="tour"
            data-testid="tour-card"
            aria-label=text!("tour")
            hidden=move || !is_open.get()
        >
            <div role="status">
                <p class="tour-title">{title}</p>
                <p>{said}</p>
            </div>
            <div class="tour-ways">
                <button type="button" class="plain" data-testid="tour-leave" on:click=move |_| close()>
                    {text!("tour-leave")}
                </button>
                <button
                    type="button"
                    class="button"
                    data-testid="tour-back"
                    hidden=move || tour.step.get() == Some(0)
                    on:click=back
                >
                    {text!("tour-back")}
                </button>
                <button type="button" class="run" data-testid="tour-next" on:click=next>
                    {move || if is_last() { text!("tour-done") } else { text!("tour-next") }}
                </button>
            </div>
        </section>
    }
}

/// Points at the first of these that is seen, unless something is pointed at.
fn point(selectors: &[&str]) {
    if let Ok(Some(_)) = document().query_selector("[data-tour]:not(main h1)") {
        return;
    }
    let found = selectors.iter().find_map(|selector| {
        let element = document().query_selector(selector).ok().flatten()?;
        (element.get_bounding_client_rect().height() > 0.0).then_some(element)
    });
    if let Some(element) = found {
        unpoint();
        let _ = element.set_attribute("data-tour", "here");
        element.scroll_into_view();
    }
}

fn unpoint() {
    while let Ok(Some(element)) = document().query_selector("[data-tour]") {
        let _ = element.remove_attribute("data-tour");
    }
}

fn focus(selector: &str) {
    use wasm_bindgen::JsCast;

    let element = document().query_selector(selector).ok().flatten();
    if let Some(element) =
        element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = element.focus();
    }
}
