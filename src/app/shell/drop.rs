//! The whole window takes files.

use leptos::ev;
use leptos::prelude::*;

use crate::app::files::{self, Dropped};
use crate::app::language::text;
use crate::app::store::store;

/// Shown while files are dragged over the window; takes them when they are dropped.
#[component]
pub fn DropVeil() -> impl IntoView {
    let store = store();
    let dragging = RwSignal::new(false);
    let carries_files = |event: &web_sys::DragEvent| {
        event
            .data_transfer()
            .is_some_and(|data| data.types().iter().any(|kind| kind == "Files"))
    };
    let over = window_event_listener(ev::dragover, move |event| {
        if carries_files(&event) {
            event.prevent_default();
            dragging.set(true);
        }
    });
    let leave = window_event_listener(ev::dragleave, move |event| {
        // The pointer has left the window, not just an element of it.
        if event.related_target().is_none() {
            dragging.set(false);
        }
    });
    let drop = window_event_listener(ev::drop, move |event| {
        if !carries_files(&event) {
            return;
        }
        event.prevent_default();
        dragging.set(false);
        if let Some(data) = event.data_transfer() {
            files::read_dropped(Dropped::of(&data), move |intent| store.want(intent));
        }
    });
    on_cleanup(move || {
        over.remove();
        leave.remove();
        drop.remove();
    });
    view! {
        <div class="drop-veil" hidden=move || !dragging.get()>
            <p>{text!("page-drop-now")}</p>
        </div>
    }
}
