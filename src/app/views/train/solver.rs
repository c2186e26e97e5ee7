//! The solver: while it works, objective and violation over iterations, with Pause and Step; afterwards the whole way of
//! each machine of the final fit.

use leptos::prelude::*;

use crate::app::components::CurvePlot;
use crate::app::language::language;
use crate::app::store::store;
use crate::app::words::{fill, words};
use crate::document::stage_name;
use crate::jobs::cards::{RunCard, SolverPoint};
use crate::plot::curve::Scale;
use crate::plot::machines::machines;
use crate::plot::numbers;
use crate::session::Intent;

/// The way of one machine of the last run's final fit.
fn way_of(run: &RunCard, machine: u32) -> Vec<SolverPoint> {
    run.fits
        .last
        .history
        .iter()
        .filter(|point| point.machine == machine)
        .map(|point| SolverPoint {
            iterations: point.iterations,
            machine: point.machine,
            objective: point.objective,
            violation: point.violation,
        })
        .collect()
}

#[component]
pub fn Solver() -> impl IntoView {
    let store = store();
    let all_words = words();
    let words = &all_words.train;
    let language = language();
    let running = store.memo(|session| session.is_running());
    let run = store.memo(|session| session.run().value().cloned());
    let live = store.memo(|session| session.work().curve.clone());
    let stage = store.memo(|session| {
        session
            .work()
            .progress
            .as_ref()
            .map(|progress| progress.stage.clone())
    });
    // The machine that is shown after a run; the last one unless the user chose another.
    let chosen = RwSignal::new(None::<u32>);
    let machine = move || {
        run.with(|run| {
            let last = run.as_ref()?.fits.last.history.last()?.machine;
            Some(
                chosen
                    .get()
                    .filter(|chosen| *chosen <= last)
                    .unwrap_or(last),
            )
        })
    };
    let way = Memo::new(move |_| {
        if running.get() {
            return live.get();
        }
        match (run.get(), machine()) {
            (Some(run), Some(machine)) => way_of(&run, machine),
            _ => live.get(),
        }
    });
    let points = move |value: fn(&SolverPoint) -> f64| {
        Signal::derive(move || {
            way.with(|way| {
                way.iter()
                    .map(|point| (point.iterations as f64, value(point)))
                    .collect::<Vec<_>>()
            })
        })
    };
    let standing = move || {
        let point = way.with(|way| way.last().copied())?;
        let stage = stage
            .get()
            .map(|stage| stage_name(&stage).shown(language) + " · ")
            .unwrap_or_default();
        Some(format!(
            "{stage}{} · {} {} · {} {} · {} {}",
            fill(words.machine, &[("n", &(point.machine + 1).to_string())]),
            numbers::count(point.iterations),
            words.iterations,
            words.objective,
            numbers::any(point.objective),
            words.violation,
            numbers::any(point.violation),
        ))
    };
    let has_way = move || way.with(|way| way.len() > 1);
    let about = move || {
        if running.get() || has_way() {
            words.curve_about
        } else {
            words.idle
        }
    };
    let switcher = move || {
        let run = run.get().filter(|_| !running.get())?;
        let buttons: Vec<_> = machines(run.config.svc.engine, run.classes.len() as u32)
            .into_iter()
            .enumerate()
            .map(|(index, (class, against))| {
                let index = index as u32;
                let name = |class: u32| run.classes[class as usize].as_str();
                let label = match against {
                    Some(other) => fill(
                        all_words.evaluate.against,
                        &[("class", name(class)), ("other", name(other))],
                    ),
                    None => fill(all_words.evaluate.against_rest, &[("class", name(class))]),
                };
                view! {
                    <button
                        type="button"
                        class="plain"
                        aria-pressed=move || (machine() == Some(index)).to_string()
                        on:click=move |_| chosen.set(Some(index))
                    >
                        {label}
                    </button>
                }
            })
            .collect();
        Some(view! { <div class="switcher" role="group">{buttons}</div> })
    };
    view! {
        <section class="solver" data-testid="solver">
            <div class="section-head">
                <h2>{words.progress_title}</h2>
                <Pace />
            </div>
            <p class="quiet">{about}</p>
            {switcher}
            <p class="mono solver-standing" data-testid="solver-standing">{standing}</p>
            <div class="columns curves" hidden=move || !has_way()>
                <CurvePlot
                    title=words.objective
                    points=points(|point| point.objective)
                    scale=Scale::Linear
                    x_label=words.iterations
                />
                <CurvePlot
                    title=words.violation
                    points=points(|point| point.violation)
                    scale=Scale::Log
                    x_label=words.iterations
                />
            </div>
        </section>
    }
}

/// Pause, Go on and Step, for those who want to watch.
#[component]
fn Pace() -> impl IntoView {
    let store = store();
    let words = &words().train;
    let running = store.memo(|session| session.is_running());
    let paused = store.memo(|session| {
        session
            .work()
            .progress
            .as_ref()
            .is_some_and(|progress| progress.paused)
    });
    view! {
        <div class="switcher" hidden=move || !running.get()>
            <button
                type="button"
                class="plain"
                data-testid="pause"
                hidden=move || paused.get()
                on:click=move |_| store.want(Intent::Pause)
            >
                {words.pause}
            </button>
            <button
                type="button"
                class="plain"
                data-testid="resume"
                hidden=move || !paused.get()
                on:click=move |_| store.want(Intent::Resume)
            >
                {words.resume}
            </button>
            <button
                type="button"
                class="plain"
                data-testid="step"
                disabled=move || !paused.get()
                title=words.pause_about
                on:click=move |_| store.want(Intent::StepOnce)
            >
                {words.step}
            </button>
        </div>
    }
}
