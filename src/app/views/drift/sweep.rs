//! From which size on a planted shift is found: many sets of each size, as a curve and a table.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::components::ErrorNote;
use crate::app::language::{localised, text};
use crate::app::store::{Question, store};
use crate::jobs::protocol::{JobSpec, Outcome, SweepRequest};
use crate::jobs::summaries::{DriftSummary, SweepSummary};
use crate::message::Argument;
use crate::pipeline::drift::{Found, Planted, SweepPoint};
use crate::plot::shares::percent;

const SIZES: [u64; 8] = [25, 50, 100, 200, 400, 600, 1_000, 2_000];
const DRAWS: u32 = 20;

#[component]
pub fn SweepPanel(
    card: Memo<Option<Arc<DriftSummary>>>,
    planted: Memo<Option<Planted>>,
) -> impl IntoView {
    let asked = RwSignal::new(None::<Planted>);
    let id = Memo::new(move |_| card.with(|card| card.as_ref().map(|card| card.id)));
    let question = Question::new(
        store(),
        || (),
        move || {
            let planted = asked.get()?;
            Some(JobSpec::DriftSweep(SweepRequest {
                planted,
                sizes: SIZES.to_vec(),
                draws: DRAWS,
            }))
        },
    );
    let found = question.get(|outcome| match outcome {
        Outcome::DriftSweep(card) => Some(card.clone()),
        _ => None,
    });
    // The same shift may be asked for again, on another reference.
    let start = move |_| {
        asked.set(None);
        asked.set(planted.get_untracked());
    };
    Effect::watch(move || id.get(), move |_, _, _| asked.set(None), false);
    view! {
        <p class="quiet">{text!("drift-view-sweep-about", draws = DRAWS)}</p>
        <div class="section-head">
            <button
                type="button"
                class="button"
                data-testid="sweep"
                disabled=move || planted.with(Option::is_none) || question.waiting.get()
                on:click=start
            >
                {text!("drift-view-sweep-draw")}
            </button>
            <button
                type="button"
                class="plain"
                hidden=move || !question.waiting.get()
                on:click=move |_| asked.set(None)
            >
                {text!("page-stop")}
            </button>
            <span class="quiet" role="status">{move || question.waiting.get().then_some(text!("drift-view-sweeping"))}</span>
        </div>
        {move || question.error.get().map(|error| view! { <ErrorNote error /> })}
        {move || {
            let is_term = asked.with(|asked| matches!(asked, Some(Planted::NewTerm { .. })));
            found.get().map(|found| curve(&found, is_term))
        }}
    }
}

/// For each size the share of the sets that show something, as bars from the bottom.
fn curve(found: &SweepSummary, is_term: bool) -> impl IntoView + use<> {
    let alone = if is_term {
        text!("drift-view-sweep-named")
    } else {
        text!("drift-view-sweep-alone")
    };
    let share = |point: &SweepPoint, found: u32| f64::from(found) / f64::from(point.draws.max(1));
    let cell = move |point: &SweepPoint, found: u32| {
        let share = share(point, found);
        view! {
            <td class="bar-cell">
                <span class="bar" aria-hidden="true">
                    <span class="bar-fill" style:width=percent(share) />
                </span>
            </td>
            <td class="number">{localised(Argument::Share(share))}</td>
        }
    };
    let rows: Vec<_> = found
        .points
        .iter()
        .map(|point| {
            let (Found { alone, in_whole }, nothing) = (point.planted, point.nothing);
            view! {
                <tr>
                    <th scope="row" class="number">{localised(point.rows)}</th>
                    {cell(point, alone)}
                    {cell(point, in_whole)}
                    <td class="number quiet">{localised(Argument::Share(share(point, nothing.alone)))}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="scroll">
            <table class="sweep-table" data-testid="sweep-table">
                <thead>
                    <tr>
                        <th scope="col" class="number">{text!("drift-view-sweep-rows")}</th>
                        <th scope="col" colspan="2">{alone}</th>
                        <th scope="col" colspan="2">{text!("drift-view-sweep-whole")}</th>
                        <th scope="col" class="number">{text!("drift-view-sweep-nothing")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
