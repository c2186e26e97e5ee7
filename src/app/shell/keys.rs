//! Keys of one character, and the sheet that lists them with what else helps.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::trust::Trust;
use crate::app::blur::Blur;
use crate::app::language::text;
use crate::app::store::{Store, store};
use crate::app::{clock, storage};
use crate::session::{Intent, PickIntent, Present, Shortcut};

/// Whether the keys work, and what is kept where the user does not want them.
const KEY: &str = "dryf-keys";
const OFF: &str = "\"no\"";

/// Where a key is typed, or chooses something.
const TYPED_INTO: &str = "input:not([type=checkbox], [type=radio], [type=range], [type=file]), \
     textarea, select, [contenteditable]";

/// The sheet, for whoever opens it.
#[derive(Clone, Copy)]
pub struct HelpSheet(NodeRef<html::Dialog>);

impl HelpSheet {
    pub fn new() -> HelpSheet {
        HelpSheet(NodeRef::new())
    }

    pub fn open(self) {
        if let Some(sheet) = self.0.get_untracked() {
            // Refused only where it is open already.
            let _ = sheet.show_modal();
        }
    }

    fn close(self) {
        if let Some(sheet) = self.0.get_untracked() {
            sheet.close();
        }
    }
}

/// Hears the keys, and holds the sheet.
#[component]
pub fn Keys() -> impl IntoView {
    let store = store();
    let sheet = expect_context::<HelpSheet>();
    let story = store.memo(|session| session.presented());
    let blur = expect_context::<Blur>();
    let work = RwSignal::new(storage::noted(KEY).is_none_or(|text| text != OFF));
    let keys = window_event_listener(ev::keydown, move |event| {
        if story.get_untracked().is_some() {
            return;
        }
        if work.get_untracked() && !is_for_another(&event) {
            let shortcut = Shortcut::of_key(&event.key(), event.shift_key());
            if let Some(shortcut) = shortcut {
                // Some browsers search in the page by `/`.
                event.prevent_default();
                carry_out(shortcut, store, sheet);
            }
        }
    });
    on_cleanup(move || keys.remove());
    let switch = move |on: bool| {
        work.set(on);
        storage::remember(KEY, if on { "yes" } else { "no" });
    };
    let rows = [
        ("R", text!("page-help-run")),
        ("1 … 9, 0", text!("page-help-views")),
        ("T", text!("page-help-try")),
        ("P", text!("story-present")),
        ("/", text!("page-help-search")),
        ("X", text!("page-help-unpick")),
        ("?", text!("page-help-help")),
        ("Esc", text!("page-help-escape")),
    ];
    let rows = rows.map(|(key, what)| {
        view! {
            <dt>
                <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
        }
    });
    view! {
        <dialog class="sheet" node_ref=sheet.0 data-testid="help" aria-labelledby="help-title">
            <div class="section-head">
                <h2 id="help-title">{text!("page-help")}</h2>
                <button type="button" class="plain" data-testid="help-close" on:click=move |_| sheet.close()>
                    {text!("page-close")}
                </button>
            </div>
            <h3>{text!("page-help-keys")}</h3>
            <dl class="keys">{rows.collect_view()}</dl>
            <label class="check">
                <input
                    type="checkbox"
                    data-testid="keys-switch"
                    prop:checked=move || work.get()
                    on:change:target=move |event| switch(event.target().checked())
                />
                {text!("page-help-switch")}
            </label>
            <p class="quiet">{text!("page-help-switch-about")}</p>
            <label class="check">
                <input
                    type="checkbox"
                    data-testid="blur-switch"
                    prop:checked=move || blur.is_on()
                    on:change:target=move |event| blur.set(event.target().checked())
                />
                {text!("texts-blur")}
            </label>
            <p class="quiet">{text!("texts-blur-about")}</p>
            <button
                type="button"
                class="button"
                data-testid="present"
                on:click=move |_| {
                    sheet.close();
                    store.want(Intent::Present(Present::Begin));
                }
            >
                {text!("story-present")}
            </button>
            <Trust testid="trust-help" />
        </dialog>
    }
}

fn carry_out(shortcut: Shortcut, store: Store, sheet: HelpSheet) {
    match shortcut {
        Shortcut::Run if store.read_untracked(|session| session.is_running()) => {}
        Shortcut::Run => store.want(Intent::Run {
            start: clock::now(),
        }),
        Shortcut::Open(view) => store.want(Intent::Open(view)),
        Shortcut::Help => sheet.open(),
        Shortcut::Present => store.want(Intent::Present(Present::Begin)),
        Shortcut::Search => focus_search(),
        Shortcut::Unpick => store.want(Intent::Pick(PickIntent::RemoveLast)),
    }
}

/// Whether a key is typed into something, belongs to a shortcut of somebody else, or to what lies over the page.
fn is_for_another(event: &web_sys::KeyboardEvent) -> bool {
    // What fills a form in sends events without a key.
    if !event.is_instance_of::<web_sys::KeyboardEvent>() {
        return true;
    }
    let is_chord = event.ctrl_key() || event.alt_key() || event.meta_key();
    let target = event.target();
    let element = target
        .as_ref()
        .and_then(|it| it.dyn_ref::<web_sys::Element>());
    let is_typed = element.is_some_and(|it| matches!(it.closest(TYPED_INTO), Ok(Some(_))));
    let is_covered = matches!(document().query_selector("dialog[open]"), Ok(Some(_)));
    event.default_prevented() || is_chord || is_typed || is_covered || event.repeat()
}

/// The first field for a search in the view that is not folded away.
fn focus_search() {
    let field = document().query_selector("main input[type=search]:not(details:not([open]) *)");
    if let Ok(Some(field)) = field {
        // Refused only where it has just gone.
        let _ = field.unchecked_into::<web_sys::HtmlElement>().focus();
    }
}
