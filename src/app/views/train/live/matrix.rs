//! The confusion matrix of the validation part: counts, and in cells that have changed the count before.

use leptos::prelude::*;

use super::Fits;
use crate::app::components::ConfusionTable;
use crate::app::language::{localised, text};
use crate::plot::shares;

#[component]
pub fn Matrix(fits: Fits, classes: Vec<String>) -> impl IntoView {
    let names = classes.clone();
    let cell = move |truth: usize, predicted: usize| {
        let names = (names[truth].clone(), names[predicted].clone());
        view! { <Cell fits truth predicted names /> }.into_any()
    };
    view! {
        <div
            class="scroll live-confusion"
            tabindex="0"
            role="group"
            aria-label=text!("evaluate-confusion")
            data-testid="live-confusion"
        >
            <ConfusionTable classes cell />
        </div>
    }
}

#[component]
fn Cell(
    fits: Fits,
    truth: usize,
    predicted: usize,
    /// Of both classes.
    names: (String, String),
) -> impl IntoView {
    let count_of = move |counts: &Vec<Vec<u64>>| counts.get(truth)?.get(predicted).copied();
    let now = Memo::new(move |_| {
        fits.now.with(|fit| {
            let row = fit.as_ref()?.confusion.get(truth)?;
            Some((*row.get(predicted)?, shares::of_counts(row)[predicted]))
        })
    });
    let before = Memo::new(move |_| {
        let before = fits
            .before
            .with(|fit| fit.as_ref().and_then(|fit| count_of(&fit.confusion)));
        before.filter(|before| now.get().is_some_and(|(count, _)| count != *before))
    });
    let title = move || {
        let (truth, predicted) = &names;
        now.get().map(|(count, _)| match before.get() {
            None => text!(
                "page-live-cell",
                truth = truth,
                predicted = predicted,
                count = count
            ),
            Some(before) => text!(
                "page-live-cell-changed",
                truth = truth,
                predicted = predicted,
                count = count,
                before = before
            ),
        })
    };
    view! {
        <td
            class="cell live-cell"
            data-right=(truth == predicted).to_string()
            data-testid=format!("live-cell-{truth}-{predicted}")
            title=title
            style=("--share", move || shares::percent(now.get().map_or(0.0, |(_, share)| share)))
        >
            <span class="number">{move || now.get().map(|(count, _)| localised(count))}</span>
            <s class="number live-ghost">{move || before.get().map(localised)}</s>
        </td>
    }
}
