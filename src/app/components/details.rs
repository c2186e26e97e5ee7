//! What is folded, and whether it is open: that outlives whatever is drawn anew, the page in another language among it.

use std::collections::BTreeMap;

use leptos::ev::Event;
use leptos::prelude::*;
use web_sys::Element;

/// What the user has opened or closed in this visit, by its id.
#[derive(Clone, Copy)]
pub struct OpenDetails(StoredValue<BTreeMap<String, bool>>);

impl OpenDetails {
    pub fn none() -> OpenDetails {
        OpenDetails(StoredValue::new(BTreeMap::new()))
    }

    /// Whether something was open last.
    pub fn is_open(self, id: &str) -> Option<bool> {
        self.0.with_value(|open| open.get(id).copied())
    }

    /// Takes what a `details` says of itself when it is opened or closed.
    pub fn toggled(self, id: &str, event: &Event) {
        let is_open = event_target::<Element>(event).has_attribute("open");
        self.0.update_value(|open| {
            open.insert(id.to_string(), is_open);
        });
    }
}

/// What is folded, drawn when it is first opened: there may be hundreds.
#[component]
pub fn DetailsView(
    id: String,
    summary: String,
    #[prop(optional)] is_open: bool,
    #[prop(into)] content: ViewFn,
) -> impl IntoView {
    view! { <Folded id summary=summary.into_any() is_open content /> }
}

/// The same below whatever is seen of it.
#[component]
pub fn Folded(
    id: String,
    summary: AnyView,
    #[prop(optional)] class: &'static str,
    /// How what is seen stands, for the stylesheet.
    #[prop(optional)]
    state: Option<Signal<&'static str>>,
    #[prop(optional)] is_open: bool,
    #[prop(into)] content: ViewFn,
) -> impl IntoView {
    let details = use_context::<OpenDetails>();
    let is_open = details.and_then(|it| it.is_open(&id)).unwrap_or(is_open);
    let was_open = RwSignal::new(is_open);
    let toggled = {
        let id = id.clone();
        move |event: Event| {
            was_open.set(true);
            if let Some(details) = details {
                details.toggled(&id, &event);
            }
        }
    };
    view! {
        <details
            class=class
            data-testid=id
            data-state=move || state.map(|state| state.get())
            open=is_open
            on:toggle=toggled
        >
            <summary>{summary}</summary>
            {move || was_open.get().then(|| content.run())}
        </details>
    }
}
