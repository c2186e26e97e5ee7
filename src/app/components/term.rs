//! A word of the field that explains itself: once in a view, where it first stands.

use leptos::prelude::*;

use crate::app::language::text;
use crate::message::Argument;

/// A word that is explained on a press, by pointer, touch or keyboard; Esc closes it, and so does a press elsewhere.
#[component]
pub fn Term(
    /// As the locales name it (`terms.ftl`), such as `baseline`.
    term: &'static str,
    /// As it stands in the view.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    let id = format!("term-{term}");
    view! {
        <span class="term">
            <button type="button" class="term-name" data-testid=id.clone() popovertarget=id.clone()>
                {name}
            </button>
            <span class="term-about" id=id popover="auto" role="note">
                {text!("term-about", term = Argument::key(term))}
            </span>
        </span>
    }
}
