//! The tests and intervals behind the verdict, against production and against the baseline.

use std::sync::Arc;

use leptos::prelude::*;

use super::wording;
use crate::app::words::{fill, words};
use crate::jobs::cards::CompareCard;
use crate::pipeline::compare::{FEWEST_POSITIVES, Pair};
use crate::pipeline::drift::Estimate;
use crate::plot::numbers;

#[component]
pub fn Statistics(card: Arc<CompareCard>) -> impl IntoView {
    let words = &words().validate;
    let comparison = &card.comparison;
    let pairs = [&comparison.against_production, &comparison.against_baseline];
    let interval = |estimate: Estimate| wording::with_interval(estimate, words);
    let draws = numbers::count(u64::from(comparison.against_production.differences.draws));
    let drawn = |name: &str| fill(name, &[("draws", &draws)]);
    let row = |name: String, key: &'static str, cell: &dyn Fn(&Pair) -> String| {
        let cells: Vec<_> = pairs
            .into_iter()
            .map(|pair| view! { <td class="number">{cell(pair)}</td> })
            .collect();
        view! {
            <tr data-statistic=key>
                <th scope="row">{name}</th>
                {cells}
            </tr>
        }
    };
    let rows = vec![
        row(words.both_right.into(), "both", &|pair| {
            numbers::count(pair.agreement.both)
        }),
        row(words.only_candidate.into(), "only-candidate", &|pair| {
            numbers::count(pair.agreement.only_candidate)
        }),
        row(words.only_other.into(), "only-other", &|pair| {
            numbers::count(pair.agreement.only_production)
        }),
        row(words.neither_right.into(), "neither", &|pair| {
            numbers::count(pair.agreement.neither)
        }),
        row(words.mcnemar_exact.into(), "mcnemar-exact", &|pair| {
            numbers::p_value(pair.mcnemar.exact_p)
        }),
        row(words.mcnemar_mid.into(), "mcnemar-mid", &|pair| {
            numbers::p_value(pair.mcnemar.mid_p)
        }),
        row(drawn(words.micro_bootstrap), "micro-bootstrap", &|pair| {
            interval(pair.differences.f1_micro.estimate)
        }),
        row(words.micro_tango.into(), "micro-tango", &|pair| {
            interval(pair.tango)
        }),
        row(drawn(words.micro_random), "micro-randomisation", &|pair| {
            numbers::p_value(pair.differences.f1_micro.p)
        }),
        row(drawn(words.macro_bootstrap), "macro-bootstrap", &|pair| {
            interval(pair.differences.f1_macro.estimate)
        }),
        row(drawn(words.macro_random), "macro-randomisation", &|pair| {
            numbers::p_value(pair.differences.f1_macro.p)
        }),
    ];
    let rare = &comparison.against_production.differences.rare_classes;
    let rare = (!rare.is_empty()).then(|| {
        let classes: Vec<String> = rare
            .iter()
            .map(|(class, n)| format!("{class} ({})", numbers::count(*n)))
            .collect();
        let gaps = [
            ("classes", classes.join(", ")),
            ("fewest", numbers::count(FEWEST_POSITIVES)),
        ];
        let said = fill(
            words.rare,
            &gaps.each_ref().map(|(name, value)| (*name, value.as_str())),
        );
        view! { <p class="stale-note" data-testid="validate-rare">{said}</p> }
    });
    view! {
        <section>
            <h2>{words.statistics}</h2>
            <p class="quiet">{words.statistics_about}</p>
            {rare}
            <div class="scroll">
                <table data-testid="validate-statistics">
                    <thead>
                        <tr>
                            <th></th>
                            <th scope="col" class="number">{words.against_production}</th>
                            <th scope="col" class="number">{words.against_baseline}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}
