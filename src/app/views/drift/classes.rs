//! The classes: shares with intervals, by the true labels and as a model predicts them, and its estimated performance.

use std::sync::Arc;

use leptos::prelude::*;

use super::names;
use crate::app::components::ClassName;
use crate::app::words::words;
use crate::jobs::cards::DriftCard;
use crate::pipeline::drift::{
    ClassDrift, Estimate, LabelDrift, LabelHistory, Null, Part, PerformanceDrift, PredictionDrift,
    Presence,
};
use crate::plot::intervals::ShareScale;
use crate::plot::numbers;

#[component]
pub fn Classes(card: Memo<Option<Arc<DriftCard>>>) -> impl IntoView {
    let words = &words().drift;
    let labels = Memo::new(move |_| {
        card.with(|card| {
            card.as_ref().map(|card| {
                (
                    card.report.labels.clone(),
                    card.report.label_history.clone(),
                )
            })
        })
    });
    let predictions = Memo::new(move |_| {
        card.with(|card| card.as_ref().map(|card| card.report.predictions.clone()))
    });
    view! {
        <section data-testid="drift-classes">
            <h2>{words.classes}</h2>
            <p class="quiet">{words.classes_about}</p>
            {move || {
                let (labels, history) = labels.get()?;
                let predicted = predictions.get()?;
                Some(shares(&labels, &history, &predicted))
            }}
            {move || labels.get().and_then(|(labels, _)| measures(&labels))}
            {move || predictions.get().map(|predictions| performance(&predictions))}
        </section>
    }
}

/// A class with its rows of the plot: what it is by, both sides, the blocks of the reference.
struct Row<'d> {
    by: &'static str,
    of: &'d ClassDrift,
    /// Shares of the blocks of the reference.
    blocks: Vec<Estimate>,
}

/// For each class its shares on both sides, by the true labels and as predicted.
fn shares(
    labels: &Part<LabelDrift>,
    history: &Part<LabelHistory>,
    predictions: &Part<PredictionDrift>,
) -> impl IntoView + use<> {
    let words = &words().drift;
    let predicted = predictions.measured();
    let names: Vec<String> = match (labels, predicted) {
        (Part::Measured(labels), _) => labels
            .classes
            .iter()
            .map(|class| class.class.clone())
            .collect(),
        (_, Some(predicted)) => predicted
            .predicted
            .classes
            .iter()
            .map(|class| class.class.clone())
            .collect(),
        _ => Vec::new(),
    };
    let shown: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let rows: Vec<Row<'_>> = [
                row(name, words.truth, labels.measured(), history.measured()),
                row(
                    name,
                    words.predicted,
                    predicted.map(|predicted| &predicted.predicted),
                    predicted.and_then(|predicted| predicted.predicted_history.measured()),
                ),
            ]
            .into_iter()
            .flatten()
            .collect();
            of_class(index as u32, &names, &rows)
        })
        .collect();
    view! {
        {names::gap(labels).map(|gap| view! { <p class="empty">{gap}</p> })}
        <div class="class-drifts">{shown}</div>
    }
}

/// The row of a class; none where it is not there.
fn row<'d>(
    name: &str,
    by: &'static str,
    drift: Option<&'d LabelDrift>,
    history: Option<&LabelHistory>,
) -> Option<Row<'d>> {
    let drift = drift?;
    let place = drift.classes.iter().position(|class| class.class == name)?;
    let blocks = history.map(|history| history.shares.iter().map(|block| block[place]).collect());
    Some(Row {
        by,
        of: &drift.classes[place],
        blocks: blocks.unwrap_or_default(),
    })
}

fn of_class(index: u32, names: &[String], rows: &[Row<'_>]) -> impl IntoView + use<> {
    let words = &words().drift;
    let shifts: Vec<_> = rows
        .iter()
        .filter_map(|row| Some((row, row.of.shift?)))
        .collect();
    let scale = ShareScale::new(
        shifts
            .iter()
            .flat_map(|(_, shift)| [&shift.reference, &shift.current])
            .chain(rows.iter().flat_map(|row| &row.blocks)),
    );
    let lines: Vec<_> = shifts
        .iter()
        .map(|(row, shift)| {
            let line = |side: &'static str, share: &Estimate, count: u64, blocks: &[Estimate]| {
                let span = scale.span(share);
                let blocks: Vec<_> = blocks
                    .iter()
                    .map(|block| view! { <i class="block-tick" style:left=format!("{:.2}%", scale.place(block.value)) /> })
                    .collect();
                let interval = format!("{} ({} – {})", numbers::share(share.value), numbers::share(share.low), numbers::share(share.high));
                view! {
                    <tr>
                        <th scope="row" class="quiet">{side}</th>
                        <td class="interval-cell">
                            <span class="interval" role="img" aria-label=interval.clone() title=interval>
                                {blocks}
                                <i
                                    class="interval-line"
                                    style:left=format!("{:.2}%", span.from)
                                    style:width=format!("{:.2}%", span.to - span.from)
                                />
                                <i class="interval-dot" style:left=format!("{:.2}%", span.at) />
                            </span>
                        </td>
                        <td class="number">{numbers::share(share.value)}</td>
                        <td class="number quiet">{numbers::count(count)}</td>
                    </tr>
                }
            };
            let said = match row.of.presence {
                Presence::CurrentOnly => words.new_class.to_string(),
                Presence::ReferenceOnly => words.gone_class.to_string(),
                Presence::Both | Presence::Neither => format!(
                    "{} pp ({} – {}), {}, p = {}",
                    numbers::points(shift.difference.value),
                    numbers::points(shift.difference.low),
                    numbers::points(shift.difference.high),
                    numbers::ratio(shift.log2_ratio.value),
                    numbers::p_value(shift.exact.p)
                ),
            };
            view! {
                <tbody data-by=row.by>
                    <tr>
                        <th scope="rowgroup" colspan="4" class="interval-head">
                            {row.by} " " <span class="quiet number">{said}</span>
                        </th>
                    </tr>
                    {line(words.reference, &shift.reference, row.of.reference, &row.blocks)}
                    {line(words.current, &shift.current, row.of.current, &[])}
                </tbody>
            }
        })
        .collect();
    view! {
        <div class="class-drift" data-class=index.to_string() data-testid="class-drift">
            <h3>
                <ClassName index classes=names.to_vec() />
                <small class="quiet number">" 0 – " {scale.text()}</small>
            </h3>
            <table class="intervals">{lines}</table>
        </div>
    }
}

/// All measures of the labels beside what chance gives.
fn measures(labels: &Part<LabelDrift>) -> Option<impl IntoView + use<>> {
    let words = &words().drift;
    let statistics = match &labels.measured()?.statistics {
        Part::Measured(statistics) => statistics,
        Part::Missing(gap) => {
            return Some(view! { <p class="empty">{gap.to_string()}</p> }.into_any());
        }
    };
    let distances = &statistics.distances;
    let nulls = statistics.nulls.as_ref();
    let chi = &statistics.chi_square;
    let rows = [
        (
            "JS (ln)",
            distances.js_distance,
            nulls.map(|nulls| nulls.js_distance),
            None,
        ),
        ("JS (log2)", distances.js_distance_base_2, None, None),
        ("PSI", distances.psi, nulls.map(|nulls| nulls.psi), None),
        (
            "Hellinger",
            distances.hellinger,
            nulls.map(|nulls| nulls.hellinger),
            None,
        ),
        (
            "TVD",
            distances.total_variation,
            nulls.map(|nulls| nulls.total_variation),
            None,
        ),
        (
            "χ²",
            chi.statistic,
            nulls.map(|nulls| nulls.chi_square),
            Some(chi.p),
        ),
        ("G", statistics.g.statistic, None, Some(statistics.g.p)),
        ("Cramér V", statistics.cramers_v, None, None),
    ];
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(name, value, null, p): (&str, f64, Option<Null>, Option<f64>)| {
            let chance = null.map(|null| format!("{}, {}", numbers::any(null.mean), numbers::any(null.q95)));
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="number">{numbers::any(value)}</td>
                    <td class="number quiet">{chance}</td>
                    <td class="number">{p.or(null.map(|null| null.p)).map(numbers::p_value)}</td>
                </tr>
            }
        })
        .collect();
    Some(
        view! {
            <details>
                <summary>{words.measures}</summary>
                <div class="scroll">
                    <table data-testid="label-measures">
                        <thead>
                            <tr>
                                <th scope="col">{words.measure}</th>
                                <th scope="col" class="number">{words.value}</th>
                                <th scope="col" class="number">{words.by_chance}</th>
                                <th scope="col" class="number">{words.p}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
        }
        .into_any(),
    )
}

/// Which of three watches sees a change, and the performance with and without a look at the labels.
fn performance(predictions: &Part<PredictionDrift>) -> impl IntoView + use<> {
    let words = &words().drift;
    let predictions = match predictions {
        Part::Measured(predictions) => predictions,
        Part::Missing(gap) => {
            return view! {
                <h3>{words.performance}</h3>
                <p class="empty">{gap.to_string()}</p>
            }
            .into_any();
        }
    };
    let seen = |sees: Option<bool>| match sees {
        Some(true) => ("changed", words.sees),
        Some(false) => ("same", words.misses),
        None => ("unmeasured", words.unknown),
    };
    let watches = &predictions.watches;
    let watches: Vec<_> = [
        (words.watch_labels, watches.labels),
        (words.watch_predicted, watches.predicted_labels),
        (words.watch_performance, watches.estimated_performance),
    ]
    .into_iter()
    .map(|(name, sees)| {
        let (state, said) = seen(sees);
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="finding-word" data-state=state>{said}</td>
            </tr>
        }
    })
    .collect();
    let table = match &predictions.performance {
        Part::Missing(gap) => view! { <p class="empty">{gap.to_string()}</p> }.into_any(),
        Part::Measured(performance) => performance_table(performance).into_any(),
    };
    view! {
        <div class="columns">
            <div>
                <h3>{words.watches}</h3>
                <table data-testid="drift-watches">
                    <tbody>{watches}</tbody>
                </table>
            </div>
            <div>
                <h3>{words.performance}</h3>
                <p class="quiet">{words.performance_about}</p>
                {table}
            </div>
        </div>
    }
    .into_any()
}

fn performance_table(performance: &PerformanceDrift) -> impl IntoView + use<> {
    let words = &words().drift;
    let realised = performance.realised.measured();
    let usual = performance.usual.measured();
    let rows = [
        (
            words.accuracy,
            performance.reference.accuracy,
            performance.estimated.accuracy,
            realised.map(|realised| realised.accuracy),
            usual.map(|usual| usual.accuracy),
        ),
        (
            words.f1_macro,
            performance.reference.f1_macro,
            performance.estimated.f1_macro,
            realised.map(|realised| realised.f1_macro),
            usual.map(|usual| usual.f1_macro),
        ),
    ];
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(name, reference, estimated, realised, usual)| {
            let usual = usual.map(|band| {
                format!(
                    "{} – {}",
                    // Three standard deviations may reach beyond what a score can be.
                    numbers::score(band.lower.max(0.0)),
                    numbers::score(band.upper.min(1.0))
                )
            });
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="number quiet">{numbers::score(reference)}</td>
                    <td class="number">{numbers::score(estimated)}</td>
                    <td class="number">{realised.map_or("—".to_string(), numbers::score)}</td>
                    <td class="number quiet">{usual.unwrap_or("—".into())}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="scroll">
            <table class="long-headings" data-testid="drift-performance">
                <thead>
                    <tr>
                        <th></th>
                        <th scope="col" class="number">{words.on_reference}</th>
                        <th scope="col" class="number">{words.estimated}</th>
                        <th scope="col" class="number">{words.realised}</th>
                        <th scope="col" class="number">{words.usual}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
