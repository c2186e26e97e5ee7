//! A button that opens the browser's file dialog.

use leptos::html;
use leptos::prelude::*;
use web_sys::FileList;

/// Gives the files that the user chose; the same file can be chosen again.
#[component]
pub fn FilePicker(
    #[prop(into)] label: String,
    testid: &'static str,
    /// Endings of names that the dialog offers, such as `.zip`.
    accept: &'static str,
    /// Whether several files can be chosen at once.
    #[prop(optional)]
    multiple: bool,
    /// Whether a folder is chosen, with all that is in it.
    #[prop(optional)]
    folder: bool,
    picked: impl Fn(&FileList) + Send + 'static,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    if folder {
        Effect::new(move |_| {
            if let Some(input) = input.get() {
                // An element takes any attribute.
                let _ = input.set_attribute("webkitdirectory", "");
            }
        });
    }
    let changed = move |_| {
        if let Some(input) = input.get() {
            if let Some(list) = input.files() {
                picked(&list);
            }
            input.set_value("");
        }
    };
    view! {
        <label class="button">
            {label}
            <input
                node_ref=input
                class="visually-hidden"
                type="file"
                multiple=multiple
                accept=accept
                data-testid=testid
                on:change=changed
            />
        </label>
    }
}
