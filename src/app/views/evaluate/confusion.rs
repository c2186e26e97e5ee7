//! The confusion matrix: counts and shares of the row; a cell picks its tweets.

use leptos::prelude::*;

use crate::app::components::{ConfusionTable, Term};
use crate::app::language::{localised, text};
use crate::app::store::store;
use crate::jobs::protocol::{Condition, Split};
use crate::jobs::summaries::Evaluation;
use crate::message::Argument;
use crate::plot::shares;
use crate::session::{Intent, PickIntent};

#[component]
pub fn Confusion(
    evaluation: Evaluation,
    classes: Vec<String>,
    run: String,
    part: Split,
) -> impl IntoView {
    let store = store();
    let set = part.set();
    let names = classes.clone();
    let cell = move |truth: usize, predicted: usize| {
        let counts = &evaluation.confusion[truth];
        let (count, share) = (counts[predicted], shares::of_counts(counts)[predicted]);
        let condition = Condition::Cell {
            run: run.clone(),
            part,
            truth: names[truth].clone(),
            predicted: Some(names[predicted].clone()),
        };
        let is_open = {
            let condition = condition.clone();
            store.memo(move |session| session.has_picked(set, &condition))
        };
        let name = text!(
            "page-evaluate-cell",
            truth = &names[truth],
            predicted = &names[predicted]
        );
        view! {
            <td class="cell" data-right=(truth == predicted).to_string()>
                <button
                    type="button"
                    data-testid=format!("cell-{truth}-{predicted}")
                    aria-pressed=move || is_open.get().to_string()
                    title=name
                    disabled=count == 0
                    style=("--share", shares::percent(share))
                    on:click=move |_| {
                        let condition = condition.clone();
                        store.want(Intent::Pick(PickIntent::Toggle { set, condition }));
                    }
                >
                    <span class="number">{localised(count)}</span>
                    <small class="number">{localised(Argument::Share(share))}</small>
                </button>
            </td>
        }
        .into_any()
    };
    view! {
        <div>
            <h2>
                <Term term="confusion-matrix" name=text!("evaluate-confusion") />
            </h2>
            <p class="quiet">{text!("page-evaluate-confusion-about")}</p>
            <div class="scroll" data-testid="confusion">
                <ConfusionTable classes cell />
            </div>
        </div>
    }
}
