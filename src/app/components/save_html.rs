//! A document as a file of its own, and on paper.

use std::any::Any;
use std::sync::Arc;

use leptos::ev;
use leptos::mount::mount_to;
use leptos::prelude::*;

use super::DocumentView;
use crate::app::blur::Blur;
use crate::app::download;
use crate::app::language::{language, localised, text};
use crate::document::Document;
use crate::message::Language;
use crate::render;

/// Saves a document as a page of its own. What a browser prints of a view with a document is the document.
#[component]
pub fn SaveHtml(
    document: impl Fn() -> Option<Document> + Send + Sync + 'static,
    /// Of the button, and of the file without its ending.
    name: &'static str,
    /// Where the file has another name.
    #[prop(optional)]
    file: Option<&'static str>,
) -> impl IntoView {
    let language = language();
    let document = Arc::new(move || untrack(&document));
    print_alone(Arc::clone(&document));
    let save = move |_| {
        if let Some(document) = document() {
            let file = format!("{}.html", file.unwrap_or(name));
            download::save(&file, &render::page(&document, language));
        }
    };
    view! {
        <button type="button" class="plain" data-testid=format!("{name}-html") on:click=save>
            {text!("save-html")}
        </button>
    }
}

/// While the browser prints, the document stands in the place of the page: whole, and without what only a screen has.
fn print_alone(document: Arc<impl Fn() -> Option<Document> + Send + Sync + 'static>) {
    let language = expect_context::<RwSignal<Language>>();
    let blur = expect_context::<Blur>();
    let printed = StoredValue::new_local(None::<Box<dyn Any>>);
    let begin = window_event_listener(ev::beforeprint, move |_| {
        if let (Some(shown), Some(body)) = (document(), leptos::prelude::document().body()) {
            let mounted = mount_to(body, move || {
                provide_context(language);
                provide_context(blur);
                view! { <Printed document=shown /> }
            });
            printed.set_value(Some(Box::new(mounted)));
        }
    });
    let end = window_event_listener(ev::afterprint, move |_| printed.set_value(None));
    on_cleanup(move || {
        begin.remove();
        end.remove();
    });
}

/// A document on paper.
#[component]
fn Printed(document: Document) -> impl IntoView {
    let title = localised(&document.title);
    let head = format!("Dryf · {title} · {}", document.subject);
    view! {
        <div class="printed">
            <p class="quiet">{head}</p>
            <DocumentView document />
        </div>
    }
}
