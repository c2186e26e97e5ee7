//! A fault where it happened: what, where, and what to do about it.

use leptos::prelude::*;

use super::said_nodes;
use crate::app::language::{localised, text};
use crate::message::Message;
use crate::pipeline::error::Error;

/// What is to be said of a file that was read.
#[component]
pub fn Notes(testid: &'static str, notes: Memo<Vec<Message>>) -> impl IntoView {
    view! {
        <div class="stale-note" role="status" data-testid=testid hidden=move || notes.with(Vec::is_empty)>
            {move || {
                notes.with(|notes| {
                    notes.iter().map(|note| view! { <p>{said_nodes(&localised(note))}</p> }).collect_view()
                })
            }}
        </div>
    }
}

/// Options that the view Data has as fields, without what says of which set.
const READING_OPTIONS: [&str; 8] = [
    "text-column",
    "label-column",
    "-delimiter",
    "-quoting",
    "-header",
    "-encoding",
    "-label-names",
    "missing = ",
];

/// Stays until solved, or until dismissed where it can be.
#[component]
pub fn ErrorNote(
    error: Error,
    #[prop(optional, into)] dismiss: Option<Callback<()>>,
) -> impl IntoView {
    let message = localised(error.message);
    let remedy = error.remedy.map(localised);
    // Once is enough where the message begins with the file's name.
    let is_named = |file: &str| message.starts_with(&format!("`{file}`"));
    let place = error
        .place
        .filter(|place| place.line.is_some() || !is_named(&place.file))
        .map(|place| localised(place.name()));
    // What the command line's options say is said here in fields.
    let is_of_reading = READING_OPTIONS.iter().any(|option| {
        remedy
            .as_ref()
            .is_some_and(|remedy| remedy.contains(option))
    });
    let code = serde_json::to_value(error.code)
        .ok()
        .and_then(|code| code.as_str().map(str::to_string));
    view! {
        <div class="error-note" role="alert" data-testid="error" data-code=code>
            <p>
                {place.map(|place| view! { <strong>{place}": "</strong> })} {said_nodes(&message)}
            </p>
            {remedy.map(|remedy| view! { <p class="quiet">{said_nodes(&text!("page-remedy", remedy = remedy))}</p> })}
            {is_of_reading.then(|| view! { <p class="quiet">{text!("page-remedy-in-fields")}</p> })}
            {dismiss
                .map(|dismiss| {
                    view! {
                        <button type="button" class="plain" on:click=move |_| dismiss.run(())>
                            {text!("page-dismiss")}
                        </button>
                    }
                })}
        </div>
    }
}
