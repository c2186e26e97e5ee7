//! The two fits of the last run, and where its time went.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::components::{Bar, StaleNote};
use crate::app::language::language;
use crate::app::store::store;
use crate::app::words::words;
use crate::document::stage_name;
use crate::jobs::cards::{FitReport, RunCard};
use crate::plot::{numbers, strip};
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
fn Fits(run: Arc<RunCard>) -> impl IntoView {
    let words = &words().train;
    let language = language();
    let (part, full) = (&run.fits.train_part, &run.fits.last);
    let row = |name: &'static str, id: &'static str, shown: fn(&FitReport) -> String| {
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
            <td class="number" title=fit.gamma.to_string()>
                {numbers::any(fit.gamma)}
            </td>
        }
    });
    let gamma = view! {
        <tr data-testid="fit-gamma">
            <th scope="row">{words.gamma}</th>
            {gamma}
        </tr>
    };
    let vectors: Vec<_> = part
        .n_support_vectors
        .iter()
        .flatten()
        .map(|(class, &count)| {
            let of_full = full
                .n_support_vectors
                .as_ref()
                .and_then(|counts| counts.get(class).copied());
            view! {
                <tr>
                    <th scope="row">{words.vectors} ", " {class.clone()}</th>
                    <td class="number">{numbers::count(count)}</td>
                    <td class="number">{of_full.map(numbers::count)}</td>
                </tr>
            }
        })
        .collect();
    let ended = |fit: &FitReport| {
        if fit.converged {
            words.converged
        } else {
            words.not_converged
        }
    };
    let times: Vec<_> = strip::segments(&run.seconds)
        .into_iter()
        .map(|part| {
            view! {
                <tr>
                    <th scope="row">{stage_name(part.stage).shown(language)}</th>
                    <td class="bar-cell">
                        <Bar share=part.share />
                    </td>
                    <td class="number">{numbers::seconds(part.seconds)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="columns">
            <section>
                <h2>{words.fits_title}</h2>
                <table data-testid="fits">
                    <thead>
                        <tr>
                            <th></th>
                            <th scope="col" class="number">{words.fit_part}</th>
                            <th scope="col" class="number">{words.fit_full}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {row(words.rows, "rows", |fit| numbers::count(fit.n_rows))}
                        {row(words.terms, "terms", |fit| numbers::count(fit.n_features))}
                        {row(words.stored, "stored", |fit| numbers::count(fit.n_stored))}
                        {gamma} {vectors}
                        {row(words.iterations_total, "iterations", |fit| numbers::count(fit.iterations))}
                        {row(words.took, "seconds", |fit| numbers::seconds(fit.seconds))} <tr>
                            <th></th>
                            <td class="number quiet">{ended(part)}</td>
                            <td class="number quiet">{ended(full)}</td>
                        </tr>
                    </tbody>
                </table>
            </section>
            <section>
                <h2>{words.time_title}</h2>
                <table class="bars" data-testid="times">
                    <tbody>{times}</tbody>
                </table>
            </section>
        </div>
    }
}
