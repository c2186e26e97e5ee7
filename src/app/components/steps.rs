//! A text after each cleaning step, with what the step changed marked.

use leptos::prelude::*;

use super::text_nodes;
use crate::app::language::{localised, text};
use crate::jobs::summaries::{Change, Segment, TraceStep};

#[component]
pub fn Steps(
    /// Before the first step.
    text: String,
    steps: Vec<TraceStep>,
) -> impl IntoView {
    let steps: Vec<_> = steps
        .into_iter()
        .map(|step| {
            let key = step.step.name();
            let title = localised(step.step.label());
            let shown = if step.changed {
                marked(step.segments).into_any()
            } else {
                view! { <span class="quiet">{text!("page-clean-unchanged")}</span> }.into_any()
            };
            let emptied = (step.changed && step.after.trim().is_empty())
                .then(|| view! { <span class="quiet">" "{text!("page-clean-emptied")}</span> });
            view! {
                <li data-step=key data-changed=step.changed.to_string() data-after=step.after>
                    <span class="trace-title">{title}</span>
                    <p class="tweet">{shown} {emptied}</p>
                </li>
            }
        })
        .collect();
    view! {
        <ol class="trace" data-testid="trace">
            <li data-step="original">
                <span class="trace-title">{text!("page-clean-original")}</span>
                <p class="tweet">{text_nodes(&text, &[], usize::MAX)}</p>
            </li>
            {steps}
        </ol>
    }
}

/// Before and after in one, as text nodes only: a tweet is never markup.
fn marked(segments: Vec<Segment>) -> Vec<AnyView> {
    segments
        .into_iter()
        .map(|Segment { change, text }| match change {
            Change::Same => seen(text, false).into_any(),
            // White space that goes or comes must be seen.
            Change::Removed => view! { <del>{seen(text, true)}</del> }.into_any(),
            Change::Added => view! { <ins>{seen(text, true)}</ins> }.into_any(),
        })
        .collect()
}

fn seen(text: String, is_change: bool) -> Vec<AnyView> {
    match is_change && text.trim().is_empty() {
        true => vec![text.chars().map(|_| '␣').collect::<String>().into_any()],
        false => text_nodes(&text, &[], usize::MAX),
    }
}
