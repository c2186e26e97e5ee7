//! The solver: while it works, where it stands, with Pause and Step; folded, objective and violation over iterations, of the run at
//! work or of each machine of the last run's final fit.

use leptos::ev::Event;
use leptos::prelude::*;

use crate::app::components::{CurvePlot, OpenDetails};
use crate::app::language::{localised, text};
use crate::app::store::store;
use crate::document::stage_name;
use crate::jobs::summaries::{RunSummary, SolverPoint};
use crate::message::Argument;
use crate::plot::curve::Scale;
use crate::plot::machines::{iterations_before, machines};
use crate::session::Intent;

/// The way of one machine of the last run's final fit, by its own iterations.
fn way_of(run: &RunSummary, machine: u32) -> Vec<SolverPoint> {
    let history = &run.fits.last.history;
    let points = history.iter();
    let before = iterations_before(
        points.map(|point| (point.machine, point.iterations)),
        machine,
    );
    history
        .iter()
        .filter(|point| point.machine == machine)
        .map(|point| SolverPoint {
            iterations: point.iterations.saturating_sub(before),
            machine: point.machine,
            objective: point.objective,
            violation: point.violation,
        })
        .collect()
}

#[component]
pub fn Solver() -> impl IntoView {
    let store = store();
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
            .map(|stage| localised(stage_name(&stage)) + " · ")
            .unwrap_or_default();
        let standing = text!(
            "page-train-standing",
            machine = point.machine + 1,
            iterations = point.iterations,
            objective = Argument::Number(point.objective),
            violation = Argument::Number(point.violation)
        );
        Some(stage + &standing)
    };
    let has_way = move || way.with(|way| way.len() > 1);
    let about = move || {
        if running.get() || has_way() {
            text!("page-train-solver-about")
        } else {
            text!("page-train-idle")
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
                    Some(other) => text!(
                        "page-evaluate-against",
                        class = name(class),
                        rival = name(other)
                    ),
                    None => text!("page-evaluate-against-rest", class = name(class)),
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
    const CURVES: &str = "solver-curves";
    let details = use_context::<OpenDetails>();
    let was_open = details
        .and_then(|details| details.is_open(CURVES))
        .unwrap_or(false);
    let toggled = move |event: Event| {
        if let Some(details) = details {
            details.toggled(CURVES, &event);
        }
    };
    view! {
        <section class="solver" data-testid="solver">
            <div class="section-head">
                <h2>{text!("page-train-solver")}</h2>
                <Pace />
            </div>
            <p class="quiet">{about}</p>
            <p class="mono solver-standing" data-testid="solver-standing">{standing}</p>
            <details hidden=move || !has_way() open=was_open on:toggle=toggled>
                <summary data-testid="solver-curves">{text!("page-train-curves")}</summary>
                {switcher}
                <div class="columns curves">
                    <CurvePlot
                        title=text!("page-train-objective")
                        points=points(|point| point.objective)
                        scale=Scale::Linear
                        x_label=text!("page-train-iterations")
                    />
                    <CurvePlot
                        title=text!("page-train-violation")
                        points=points(|point| point.violation)
                        scale=Scale::Log
                        x_label=text!("page-train-iterations")
                    />
                </div>
            </details>
        </section>
    }
}

/// Pause, Go on and Step, for those who want to watch.
#[component]
fn Pace() -> impl IntoView {
    let store = store();
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
                {text!("page-train-pause")}
            </button>
            <button
                type="button"
                class="plain"
                data-testid="resume"
                hidden=move || !paused.get()
                on:click=move |_| store.want(Intent::Resume)
            >
                {text!("page-train-resume")}
            </button>
            <button
                type="button"
                class="plain"
                data-testid="step"
                disabled=move || !paused.get()
                title=text!("page-train-step-about")
                on:click=move |_| store.want(Intent::StepOnce)
            >
                {text!("page-train-step")}
            </button>
        </div>
    }
}
