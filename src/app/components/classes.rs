//! Names, colours and shares of classes.

use leptos::prelude::*;

use super::Bar;
use crate::plot::{numbers, shares};

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

/// How many rows each class has, as bars with counts.
#[component]
pub fn ClassShares(classes: Vec<String>, counts: Vec<u64>) -> impl IntoView {
    let parts = shares::of_counts(&counts);
    let rows: Vec<_> = counts
        .into_iter()
        .zip(parts)
        .enumerate()
        .map(|(index, (count, share))| {
            let index = index as u32;
            view! {
                <tr>
                    <th scope="row">
                        <ClassName index classes=classes.clone() />
                    </th>
                    <td class="bar-cell">
                        <Bar share class_index=index />
                    </td>
                    <td class="number">{numbers::count(count)}</td>
                    <td class="number quiet">{numbers::share(share)}</td>
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
