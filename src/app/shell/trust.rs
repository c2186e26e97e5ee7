//! What leaves the browser, counted: by the browser's own notes of what this page asked for (`www/start.js`), and by the requests
//! that a push makes in its frame.

use js_sys::Reflect;
use leptos::prelude::*;

use crate::app::language::text;
use crate::app::store::store;

/// What `www/start.js` counts, and the event that says it counted on.
const COUNTS: &str = "dryfRequests";
const EVENT: &str = "dryf-requests";

/// Requests of this page, to its own host and to others.
#[derive(Clone, Copy, PartialEq, Default)]
struct Requests {
    own: u32,
    others: u32,
}

impl Requests {
    fn now() -> Requests {
        let counts = Reflect::get(&window(), &COUNTS.into()).unwrap_or_default();
        let of = |name: &str| {
            let count = Reflect::get(&counts, &name.into()).ok();
            count.and_then(|count| count.as_f64()).unwrap_or(0.0) as u32
        };
        Requests {
            own: of("own"),
            others: of("others"),
        }
    }
}

/// One line, and folded below it why it is so.
#[component]
pub fn Trust(testid: &'static str) -> impl IntoView {
    let asked = store().asked_of_servers();
    let requests = RwSignal::new(Requests::now());
    let counted = window_event_listener_untyped(EVENT, move |_| requests.set(Requests::now()));
    on_cleanup(move || counted.remove());
    let line = move || {
        let Requests { others, .. } = requests.get();
        match (asked.get(), others) {
            (0, 0) => text!("page-trust", others = others),
            (asked, 0) => text!("page-trust-reached", asked = asked, others = others),
            _ => text!("page-trust-broken", others = others),
        }
    };
    view! {
        <details class="trust" data-testid=testid>
            <summary>{line}</summary>
            <p>{move || text!("page-trust-counted", own = requests.get().own)}</p>
            <p>{text!("page-trust-policy")}</p>
            <p>{text!("page-trust-push")}</p>
        </details>
    }
}
