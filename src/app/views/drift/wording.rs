//! The whole text: how far the wordings are apart in excess of chance, over all rows and inside the classes.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::words::{fill, words};
use crate::jobs::cards::DriftCard;
use crate::pipeline::drift::{HistoryNull, Null, Part, TextDrift};
use crate::plot::numbers;

#[component]
pub fn Wording(card: Memo<Option<Arc<DriftCard>>>) -> impl IntoView {
    let words = &words().drift;
    let text = Memo::new(move |_| {
        card.with(|card| {
            let card = card.as_ref()?;
            let labels = card.report.labels.measured();
            let classes: Vec<String> = labels
                .map(|labels| {
                    labels
                        .classes
                        .iter()
                        .map(|class| class.class.clone())
                        .collect()
                })
                .unwrap_or_default();
            Some((card.report.text.clone(), classes))
        })
    });
    view! {
        <section data-testid="drift-wording">
            <h2>{words.wording}</h2>
            <p class="quiet">{words.wording_about}</p>
            {move || text.get().map(|(text, classes)| table(&text, &classes))}
        </section>
    }
}

fn table(text: &TextDrift, classes: &[String]) -> impl IntoView + use<> {
    let words = &words().drift;
    if let Part::Missing(gap) = &text.divergence_bits {
        return view! { <p class="empty">{gap.to_string()}</p> }.into_any();
    }
    let observed = text.divergence_bits.measured().copied();
    let history = text.history.measured();
    let mut rows = vec![
        row(
            words.divergence.into(),
            observed,
            text.divergence.as_ref(),
            history,
            None,
        ),
        row(
            words.divergence_inside.into(),
            observed,
            text.divergence_inside_classes.as_ref(),
            None,
            None,
        ),
    ];
    rows.extend(
        classes
            .iter()
            .zip(&text.divergence_of_classes)
            .map(|(class, found)| {
                let name = fill(words.divergence_class, &[("class", class)]);
                let gap = found.gap().map(ToString::to_string);
                row(name, None, found.measured(), None, gap)
            }),
    );
    rows.push(row(
        words.classifier.into(),
        None,
        text.classifier.as_ref(),
        None,
        None,
    ));
    rows.push(row(
        words.classifier_inside.into(),
        None,
        text.classifier_inside_classes.as_ref(),
        None,
        None,
    ));
    view! {
        <div class="scroll">
            <table data-testid="wording-table">
                <thead>
                    <tr>
                        <th scope="col">{words.measure}</th>
                        <th scope="col" class="number">{words.value}</th>
                        <th scope="col" class="number">{words.by_chance}</th>
                        <th scope="col" class="number">{words.excess}</th>
                        <th scope="col" class="number">{words.z}</th>
                        <th scope="col" class="number">{words.p}</th>
                        <th scope="col" class="number">{words.blocks_of_reference}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(
    name: String,
    observed: Option<f64>,
    null: Option<&Null>,
    history: Option<&HistoryNull>,
    gap: Option<String>,
) -> impl IntoView + use<> {
    let words = &words().drift;
    let value = null.map(|null| null.observed).or(observed);
    let missing = || gap.clone().unwrap_or_else(|| words.not_drawn.to_string());
    let blocks = history.map(|history| {
        let (low, high) = numbers::ends(&history.blocks);
        format!("{} – {}", numbers::any(low), numbers::any(high))
    });
    let chance = null.map_or_else(missing, |null| {
        format!("{}, {}", numbers::any(null.mean), numbers::any(null.q95))
    });
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="number">{value.map(numbers::any)}</td>
            <td class="number quiet">{chance}</td>
            <td class="number">{null.map(|null| numbers::any(null.excess))}</td>
            <td class="number">{null.map(|null| numbers::signed(null.z))}</td>
            <td class="number">{null.map(|null| numbers::p_value(null.p))}</td>
            <td class="number quiet">{blocks}</td>
        </tr>
    }
}
