//! Names and colours of classes.

use leptos::prelude::*;

/// A class by name, with its mark: colour and shape tell it apart, also in grey.
#[component]
pub fn ClassName(
    /// Its index among the classes.
    index: u32,
    classes: Vec<String>,
) -> impl IntoView {
    let name = classes
        .get(index as usize)
        .cloned()
        .unwrap_or_else(|| index.to_string());
    view! {
        <span class="class-name" data-class=index.to_string()>
            {name}
        </span>
    }
}
