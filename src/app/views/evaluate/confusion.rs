//! The confusion matrix: counts and shares of the row; a cell shows its tweets.

use leptos::prelude::*;

use super::Cell;
use crate::app::components::{ClassName, Term};
use crate::app::language::{localised, text};
use crate::jobs::summaries::Evaluation;
use crate::message::Argument;
use crate::plot::shares;

#[component]
pub fn Confusion(
    evaluation: Evaluation,
    classes: Vec<String>,
    cell: RwSignal<Option<Cell>>,
) -> impl IntoView {
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
                    let this = Cell {
                        truth: truth as u32,
                        predicted: predicted as u32,
                    };
                    let is_open = move || cell.get() == Some(this);
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
                                aria-pressed=move || is_open().to_string()
                                title=name
                                disabled=count == 0
                                style=("--share", shares::percent(share))
                                on:click=move |_| cell.set((!is_open()).then_some(this))
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
