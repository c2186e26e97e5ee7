//! The two fits of the last run, and where its time went.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::components::{Bar, StaleNote, Term};
use crate::app::language::{language, localised, text};
use crate::app::store::store;
use crate::document::stage_name;
use crate::jobs::summaries::{FitReport, RunSummary};
use crate::message::{Argument, numbers};
use crate::plot::strip;
use crate::session::View;

#[component]
pub fn FitsOfLastRun() -> impl IntoView {
    let store = store();
    let run = store.memo(|session| session.run().value().cloned());
    let state = store.memo(|session| session.stage(View::Train));
    view! {
        <StaleNote state />
        {move || run.get().map(|run| view! { <Fits run /> })}
    }
}

#[component]
fn Fits(run: Arc<RunSummary>) -> impl IntoView {
    let (part, full) = (&run.fits.train_part, &run.fits.last);
    let row = |name: String, id: &'static str, shown: fn(&FitReport) -> String| {
        view! {
            <tr data-testid=format!("fit-{id}")>
                <th scope="row">{name}</th>
                <td class="number">{shown(part)}</td>
                <td class="number">{shown(full)}</td>
            </tr>
        }
    };
    // With all its digits, too.
    let gamma = [part, full].map(|fit| {
        view! {
            <td class="number" title=numbers::whole(fit.gamma, language())>
                {localised(Argument::Number(fit.gamma))}
            </td>
        }
    });
    let gamma = view! {
        <tr data-testid="fit-gamma">
            <th scope="row">{text!("page-train-gamma")}</th>
            {gamma}
        </tr>
    };
    let vectors: Vec<_> = part
        .n_support_vectors
        .iter()
        .flatten()
        .enumerate()
        .map(|(at, (class, &count))| {
            let name = text!("page-train-vectors", class = class);
            let of_full = full
                .n_support_vectors
                .as_ref()
                .and_then(|counts| counts.get(class).copied());
            view! {
                <tr>
                    <th scope="row">
                        {match at {
                            0 => view! { <Term term="support-vector" name=name /> }.into_any(),
                            _ => name.into_any(),
                        }}
                    </th>
                    <td class="number">{localised(count)}</td>
                    <td class="number">{of_full.map(localised)}</td>
                </tr>
            }
        })
        .collect();
    let ended = |fit: &FitReport| {
        if fit.converged {
            text!("page-train-converged")
        } else {
            text!("page-train-not-converged")
        }
    };
    let times: Vec<_> = strip::segments(&run.seconds)
        .into_iter()
        .map(|part| {
            let name = localised(stage_name(part.stage));
            view! {
                <tr>
                    <th scope="row">
                        {match part.stage {
                            "out_of_fold" => view! { <Term term="out-of-fold" name=name /> }.into_any(),
                            _ => name.into_any(),
                        }}
                    </th>
                    <td class="bar-cell">
                        <Bar share=part.share />
                    </td>
                    <td class="number">{localised(Argument::Seconds(part.seconds))}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="columns">
            <section>
                <h2>{text!("page-train-fits")}</h2>
                <table data-testid="fits">
                    <thead>
                        <tr>
                            <th></th>
                            <th scope="col" class="number">{text!("page-train-part")}</th>
                            <th scope="col" class="number">{text!("page-train-full")}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {row(text!("column-rows"), "rows", |fit| localised(fit.n_rows))}
                        {row(text!("page-train-terms"), "terms", |fit| localised(fit.n_features))}
                        {row(text!("page-train-stored"), "stored", |fit| localised(fit.n_stored))}
                        {gamma} {vectors}
                        {row(text!("page-train-iterations"), "iterations", |fit| localised(fit.iterations))}
                        {row(text!("page-train-took"), "seconds", |fit| localised(Argument::Seconds(fit.seconds)))} <tr>
                            <th></th>
                            <td class="number quiet">{ended(part)}</td>
                            <td class="number quiet">{ended(full)}</td>
                        </tr>
                    </tbody>
                </table>
            </section>
            <section>
                <h2>{text!("page-train-times")}</h2>
                <table class="bars" data-testid="times">
                    <tbody>{times}</tbody>
                </table>
            </section>
        </div>
    }
}
