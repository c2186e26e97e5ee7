//! What a model says of one text: its words shaded, its scores, the training texts nearest to it.

use leptos::prelude::*;

use super::{Bar, ClassName, Tweet, text_nodes};
use crate::app::language::{localised, text};
use crate::jobs::summaries::{Explanation, Neighbour};
use crate::message::Argument;
use crate::plot::explained::{Shade, stretches};
use crate::plot::shares;

/// The training texts nearest to a text, the nearest first; or that there is none.
#[component]
pub fn NearestTexts(nearest: Vec<Neighbour>, classes: Vec<String>) -> impl IntoView {
    if nearest.is_empty() {
        return view! { <p class="empty">{text!("page-try-nearest-none")}</p> }.into_any();
    }
    let rows: Vec<_> = nearest
        .into_iter()
        .map(|neighbour| {
            view! {
                <tr>
                    <td class="number" title=text!("page-try-similarity")>
                        {localised(Argument::Score(neighbour.similarity))}
                    </td>
                    <td>
                        <ClassName index=neighbour.label classes=classes.clone() />
                    </td>
                    <td class="tweet">
                        <Tweet text=neighbour.text />
                    </td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="scroll">
            <table class="tweet-table" data-testid="nearest">
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// One value for each class, with a bar: from a middle line where values may be below 0.
pub fn score_table(values: &[f64], classes: &[String], signed: bool) -> impl IntoView + use<> {
    let bars = if signed {
        shares::of_greatest(values)
    } else {
        values.to_vec()
    };
    // A decision function by pairs of classes has more columns than classes have names.
    let is_by_class = values.len() == classes.len();
    let rows: Vec<_> = values
        .iter()
        .zip(bars)
        .enumerate()
        .map(|(index, (&value, share))| {
            let index = index as u32;
            let name = if is_by_class {
                view! { <ClassName index classes=classes.to_vec() /> }.into_any()
            } else {
                (index + 1).to_string().into_any()
            };
            let shown = if signed {
                localised(Argument::Decision(value))
            } else {
                localised(Argument::Share(value))
            };
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="bar-cell">
                        <Bar share signed class_index=index />
                    </td>
                    <td class="number">{shown}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table class="bars">
            <tbody>{rows}</tbody>
        </table>
    }
}

/// The cleaned text with its words shaded by their part in the decision.
pub fn shaded_words(explanation: &Explanation, at: usize) -> Vec<AnyView> {
    stretches(explanation, at)
        .into_iter()
        .map(|stretch| {
            let Some(shade) = stretch.word else {
                return text_nodes(&stretch.text, &[], usize::MAX).into_any();
            };
            let direction = match shade {
                Shade {
                    is_known: false, ..
                } => "unknown",
                Shade { share, .. } if share > 0.0 => "for",
                Shade { share, .. } if share < 0.0 => "against",
                _ => "none",
            };
            view! {
                <mark
                    class="token"
                    data-direction=direction
                    title=said_of(shade)
                    style=("--share", shares::percent(shade.share.abs()))
                >
                    {text_nodes(&stretch.text, &[], usize::MAX)}
                </mark>
            }
            .into_any()
        })
        .collect()
}

fn said_of(shade: Shade) -> String {
    match (shade.is_known, shade.part) {
        (false, _) => text!("page-try-unknown"),
        (true, None) => String::new(),
        (true, Some(part)) => {
            let change = Argument::Change(part);
            match part < 0.0 {
                true => text!("page-try-against", part = change),
                false => text!("page-try-for", part = change),
            }
        }
    }
}
