//! The confusion matrix: counts and shares of the row; a cell picks its tweets.

use leptos::prelude::*;

use crate::app::components::{ClassName, Term};
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
    let head: Vec<_> = (0..classes.len() as u32)
        .map(|index| {
            view! {
                <th scope="col" class="number">
                    <ClassName index classes=classes.clone() />
                </th>
            }
        })
        .collect();
    let rows: Vec<_> = evaluation
        .confusion
        .iter()
        .enumerate()
        .map(|(truth, counts)| {
            let cells: Vec<_> = counts
                .iter()
                .zip(shares::of_counts(counts))
                .enumerate()
                .map(|(predicted, (&count, share))| {
                    let condition = Condition::Cell {
                        run: run.clone(),
                        part,
                        truth: classes[truth].clone(),
                        predicted: Some(classes[predicted].clone()),
                    };
                    let is_open = {
                        let condition = condition.clone();
                        store.memo(move |session| session.has_picked(set, &condition))
                    };
                    let name = text!(
                        "page-evaluate-cell",
                        truth = &classes[truth],
                        predicted = &classes[predicted]
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
                })
                .collect();
            view! {
                <tr>
                    <th scope="row">
                        <ClassName index=truth as u32 classes=classes.clone() />
                    </th>
                    {cells}
                </tr>
            }
        })
        .collect();
    view! {
        <div>
            <h2>
                <Term term="confusion-matrix" name=text!("evaluate-confusion") />
            </h2>
            <p class="quiet">{text!("page-evaluate-confusion-about")}</p>
            <div class="scroll">
                <table class="confusion" data-testid="confusion">
                    <thead>
                        <tr>
                            <th class="quiet">{text!("page-evaluate-axes")}</th>
                            {head}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
    }
}
