//! The table of a confusion matrix: true classes in rows, predicted ones in columns.

use leptos::prelude::*;

use super::ClassName;
use crate::app::language::text;

/// `cell` makes the `<td>` of a true and a predicted class, by their indices.
#[component]
pub fn ConfusionTable(
    classes: Vec<String>,
    cell: impl Fn(usize, usize) -> AnyView + Send + 'static,
) -> impl IntoView {
    let n_classes = classes.len();
    let name = move |index: usize| {
        view! { <ClassName index=index as u32 classes=classes.clone() /> }
    };
    let head: Vec<_> = (0..n_classes)
        .map(|index| view! { <th scope="col" class="number">{name(index)}</th> })
        .collect();
    let rows: Vec<_> = (0..n_classes)
        .map(|truth| {
            let cells = (0..n_classes).map(|predicted| cell(truth, predicted));
            view! {
                <tr>
                    <th scope="row">{name(truth)}</th>
                    {cells.collect::<Vec<_>>()}
                </tr>
            }
        })
        .collect();
    view! {
        <table class="confusion">
            <thead>
                <tr>
                    <th class="quiet">{text!("page-evaluate-axes")}</th>
                    {head}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
