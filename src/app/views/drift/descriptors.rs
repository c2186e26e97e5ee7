//! How the texts are written: the distribution of each descriptor on both sides, with its tests.

use std::sync::Arc;

use leptos::prelude::*;

use super::names;
use crate::app::words::{fill, words};
use crate::jobs::cards::DriftCard;
use crate::pipeline::drift::{DescriptorDrift, HistoryNull, Part, Standing};
use crate::plot::curve::{HEIGHT, WIDTH};
use crate::plot::histogram::histogram;
use crate::plot::numbers;

#[component]
pub fn Descriptors(card: Memo<Option<Arc<DriftCard>>>) -> impl IntoView {
    let words = &words().drift;
    let descriptors = Memo::new(move |_| {
        card.with(|card| {
            let report = &card.as_ref()?.report;
            Some((
                report.descriptors.clone(),
                report.descriptor_history.clone(),
            ))
        })
    });
    let unknown = move || {
        let found = card.with(|card| card.as_ref()?.report.unknown_words.measured().copied())?;
        let (before, now) = (
            numbers::share(found.reference),
            numbers::share(found.current),
        );
        Some(fill(
            words.unknown_words,
            &[("before", &before), ("now", &now)],
        ))
    };
    view! {
        <section data-testid="drift-descriptors">
            <h2>{words.descriptors}</h2>
            <p class="quiet">{words.descriptors_about}</p>
            <p class="quiet">{unknown}</p>
            <div class="descriptors">
                {move || {
                    descriptors
                        .get()
                        .map(|(descriptors, history)| {
                            descriptors
                                .iter()
                                .map(|drift| {
                                    let history = history.get(&drift.descriptor).and_then(Part::measured);
                                    of_descriptor(drift, history)
                                })
                                .collect::<Vec<_>>()
                        })
                }}
            </div>
        </section>
    }
}

fn of_descriptor(drift: &DescriptorDrift, history: Option<&HistoryNull>) -> impl IntoView + use<> {
    let words = &words().drift;
    let name = names::descriptor(drift.descriptor, words);
    let means = drift
        .reference
        .zip(drift.current)
        .map(|(reference, current)| {
            format!(
                "{} {} → {}",
                words.mean,
                numbers::any(reference.mean),
                numbers::any(current.mean)
            )
        });
    let shown = match &drift.tests {
        Part::Missing(gap) => view! { <p class="empty">{gap.to_string()}</p> }.into_any(),
        Part::Measured(tests) => {
            let drawn = histogram(&tests.cells);
            let bars: Vec<_> = drawn
                .bars
                .iter()
                .map(|bar| {
                    view! {
                        <rect
                            x=format!("{:.1}", bar.x)
                            y=format!("{:.1}", bar.y)
                            width=format!("{:.1}", bar.width)
                            height=format!("{:.1}", bar.height)
                        >
                            <title>{bar.label.clone()}</title>
                        </rect>
                    }
                })
                .collect();
            let standing = history.map(|history| match history.standing {
                Standing::BeyondHistory => words.finding_beyond,
                Standing::WithinHistory => words.finding_within,
            });
            let standing = standing.filter(|_| tests.ks.p <= 0.05);
            view! {
                <figure class="curve histogram">
                    <div class="curve-box">
                        <span class="histogram-top number" aria-hidden="true">{drawn.top}</span>
                        <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" role="img" aria-label=name>
                            {bars}
                            <path d=drawn.line />
                        </svg>
                    </div>
                    <div class="curve-x">
                        <span>{drawn.ends.0}</span>
                        <span>{drawn.ends.1}</span>
                    </div>
                </figure>
                <p class="descriptor-tests number">
                    <span>{format!("KS {} (p = {})", numbers::any(tests.ks.statistic), numbers::p_value(tests.ks.p))}</span>
                    <span>{format!("Wasserstein {}", numbers::any(tests.wasserstein_normed))}</span>
                    <span>{format!("PSI {}", numbers::any(tests.psi))}</span>
                    <span>{format!("JS {}", numbers::any(tests.js_distance))}</span>
                </p>
                {standing.map(|said| view! { <p class="quiet">{said}</p> })}
            }
            .into_any()
        }
    };
    view! {
        <div class="descriptor" data-testid="descriptor">
            <h3>{name}</h3>
            <p class="descriptor-means number">{means}</p>
            {shown}
        </div>
    }
}
