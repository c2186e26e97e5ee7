//! The differences of the scores as intervals on one scale, with the lines of the rules.

use std::sync::Arc;

use leptos::prelude::*;

use super::wording;
use crate::app::store::store;
use crate::app::words::words;
use crate::jobs::cards::CompareCard;
use crate::plot::differences::{self, DifferenceRow};
use crate::plot::numbers;

#[component]
pub fn Differences(card: Arc<CompareCard>) -> impl IntoView {
    let words = &words().validate;
    let rules = store().memo(|session| session.rules().rules().rules.clone());
    let drawn = Memo::new(move |_| {
        rules.with(|rules| differences::Differences::new(&card.comparison, rules))
    });
    let table = move || {
        let drawn = drawn.get();
        let rows: Vec<_> = drawn.rows.iter().map(|one| row(one, drawn.zero)).collect();
        // Beside the number at an end there is no room for another one.
        let is_crowded = !(20.0..=80.0).contains(&drawn.zero);
        view! {
            <table class="intervals differences" data-testid="validate-differences">
                <thead>
                    <tr>
                        <th></th>
                        <th>
                            <span class="difference-scale quiet number">
                                <span>{drawn.low}</span>
                                <span class="difference-zero" style:left=format!("{:.2}%", drawn.zero) hidden=is_crowded>
                                    "0"
                                </span>
                                <span>{drawn.high}</span>
                            </span>
                        </th>
                        <th></th>
                        <th></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    };
    view! {
        <section>
            <h2>{words.differences}</h2>
            <p class="quiet">{words.differences_about}</p>
            {table}
        </section>
    }
}

fn row(row: &DifferenceRow, zero: f64) -> impl IntoView + use<> {
    let words = &words().validate;
    let marks: Vec<_> = row
        .marks
        .iter()
        .map(|at| {
            view! { <i class="rule-line" title=words.line style:left=format!("{at:.2}%") /> }
        })
        .collect();
    let estimate = row.estimate;
    let interval = match estimate.low < estimate.high {
        true => wording::interval(estimate.low, estimate.high),
        false => words.no_interval.to_string(),
    };
    let said = format!("{} ({interval})", numbers::change(estimate.value));
    let span = row.span;
    view! {
        <tr>
            <th scope="row">{wording::subject(&row.subject, words)}</th>
            <td class="interval-cell">
                <span class="interval" role="img" aria-label=said.clone() title=said>
                    <i class="difference-middle" style:left=format!("{zero:.2}%") />
                    {marks}
                    <i
                        class="interval-line"
                        style:left=format!("{:.2}%", span.from)
                        style:width=format!("{:.2}%", span.to - span.from)
                    />
                    <i class="interval-dot" style:left=format!("{:.2}%", span.at) />
                </span>
            </td>
            <td class="number">{numbers::change(estimate.value)}</td>
            <td class="number quiet difference-ends">{interval}</td>
        </tr>
    }
}
