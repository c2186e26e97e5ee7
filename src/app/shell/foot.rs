//! The bar at the foot: Run or Cancel, where the time went, the three F1 values, the log.

use gloo::timers::callback::Timeout;
use leptos::html;
use leptos::prelude::*;

use crate::app::clock;
use crate::app::components::{CopyButton, ErrorNote};
use crate::app::language::{language, localised, text};
use crate::app::store::store;
use crate::document::stage_name;
use crate::message::{Argument, numbers};
use crate::pipeline::run::LogLine;
use crate::plot::{shares, strip};
use crate::session::{Intent, StageState, Undoable, View, run_done};

#[component]
pub fn Foot() -> impl IntoView {
    let store = store();
    let log_open = RwSignal::new(false);
    let error = store.memo(|session| session.run().error().cloned());
    view! {
        <footer class="foot">
            <Log open=log_open />
            {move || error.get().map(|error| view! { <ErrorNote error /> })}
            <FreshRun />
            <Undo />
            <div class="foot-bar">
                <RunButton />
                <Strip />
                <Scores />
                <button
                    type="button"
                    class="plain log-toggle"
                    data-testid="log-toggle"
                    aria-expanded=move || log_open.get().to_string()
                    on:click=move |_| log_open.update(|open| *open = !*open)
                >
                    {text!("page-log")}
                </button>
            </div>
        </footer>
    }
}

#[component]
fn RunButton() -> impl IntoView {
    let store = store();
    let running = store.memo(|session| session.is_running());
    let cancelling = store.memo(|session| session.work().cancelling);
    let has_run = store.memo(|session| session.run().value().is_some());
    let has_data = store.memo(|session| session.has_data());
    let label = move || match has_run.get() {
        true => text!("page-run-again"),
        false => text!("page-run"),
    };
    move || {
        if running.get() {
            view! {
                <button
                    type="button"
                    class="run cancel"
                    data-testid="cancel"
                    disabled=move || cancelling.get()
                    on:click=move |_| store.want(Intent::Cancel)
                >
                    {move || if cancelling.get() { text!("page-cancelling") } else { text!("page-cancel") }}
                </button>
            }
            .into_any()
        } else {
            view! {
                <button
                    type="button"
                    class="run"
                    data-testid="run"
                    data-quiet=move || (!has_data.get()).to_string()
                    title=move || (!has_data.get()).then(|| text!("page-run-needs-data"))
                    aria-label=label
                    on:click=move |_| store.want(Intent::Run { start: clock::now() })
                >
                    <span class="run-long">{label}</span>
                    <span class="run-short" aria-hidden="true">
                        {move || if has_run.get() { "↻" } else { "▶" }}
                    </span>
                </button>
            }
            .into_any()
        }
    }
}

/// What the last run came to, and the way to it.
#[component]
fn FreshRun() -> impl IntoView {
    let store = store();
    let fresh = store.memo(|session| session.fresh_run());
    view! {
        <div class="foot-line" data-testid="run-done" hidden=move || fresh.with(Option::is_none)>
            <p>{move || fresh.with(|run| run.as_deref().map(|run| localised(run_done(run))))}</p>
            <button
                type="button"
                class="plain"
                data-testid="see-results"
                on:click=move |_| store.want(Intent::Open(View::Evaluate))
            >
                {text!("page-see-results")}
            </button>
            <button type="button" class="plain" on:click=move |_| store.want(Intent::DismissFresh)>
                {text!("page-dismiss")}
            </button>
        </div>
    }
}

/// How long what was taken away can be brought back, in milliseconds.
const UNDO_MS: u32 = 10_000;

/// Brings back what was taken away last, for some seconds.
#[component]
fn Undo() -> impl IntoView {
    let store = store();
    let undoable = store.memo(|session| session.undoable());
    Effect::new(move |_| {
        if let Some((number, _)) = undoable.get() {
            Timeout::new(UNDO_MS, move || store.want(Intent::ForgetUndo(number))).forget();
        }
    });
    let said = move || {
        undoable.get().map(|(_, what)| match what {
            Undoable::Files(n) => text!("page-removed-files", files = n),
            Undoable::Settings => text!("page-reset-settings"),
            Undoable::Setting => text!("page-changed-setting"),
            Undoable::Rules | Undoable::WatchRules => text!("page-changed-rules"),
            Undoable::Runs(n) => text!("page-removed-runs", runs = n),
            Undoable::Rows(n) => text!("pick-excluded", rows = n),
            Undoable::Labels(n) => text!("pick-relabelled", rows = n),
            Undoable::Demo => text!("page-demo-replaced"),
        })
    };
    view! {
        <div class="foot-line" role="status" data-testid="undo-line" hidden=move || undoable.with(Option::is_none)>
            <p>{said}</p>
            <button type="button" class="plain" data-testid="undo" on:click=move |_| store.want(Intent::Undo)>
                {text!("page-undo")}
            </button>
        </div>
    }
}

/// The time by stage, to scale: of the run at work, else of the last one.
#[component]
fn Strip() -> impl IntoView {
    let store = store();
    let language = language();
    let progress = store.memo(|session| session.work().progress.clone());
    let running = store.memo(|session| session.is_running());
    let cancelled = store.memo(|session| session.work().cancelled);
    let run = store.memo(|session| session.run().value().cloned());
    let seconds = Memo::new(move |_| match progress.get() {
        Some(progress) => Some(progress.seconds),
        None => run.with(|run| run.as_ref().map(|run| run.seconds.clone())),
    });
    let segments = move || {
        let parts = seconds
            .get()
            .map(|seconds| strip::segments(&seconds))
            .unwrap_or_default();
        parts
            .into_iter()
            .map(|part| {
                let name = localised(stage_name(part.stage));
                let shown = localised(Argument::Seconds(part.seconds));
                view! {
                    <span
                        class="strip-part"
                        data-testid=format!("seconds-{}", part.stage)
                        data-stage=part.stage
                        data-value=part.seconds.to_string()
                        title=format!("{name}: {shown}")
                        style:flex-grow=format!("{:.4}", part.share)
                    >
                        <span class="strip-name">{name.clone()}</span>
                    </span>
                }
            })
            .collect::<Vec<_>>()
    };
    let before = store.memo(|session| session.seconds_before()?.get("total").copied());
    let total = move || {
        let total = *seconds.get()?.get("total")?;
        let against = before.get().and_then(|before| {
            let about = text!("runs-took-before", time = Argument::Millis(before));
            let times = numbers::localised(&numbers::times(total, before)?, language);
            Some(view! {
                " "
                <small title=about data-testid="times-before">{times}</small>
            })
        });
        Some(view! {
            <span data-testid="seconds-total" data-value=total.to_string() title=localised(stage_name("total"))>
                {localised(Argument::Seconds(total))}
            </span>
            {against}
        })
    };
    let at_work = move || match progress.get() {
        Some(progress) => {
            let name = localised(stage_name(&progress.stage));
            if progress.paused {
                text!("page-paused", stage = name)
            } else {
                format!("{name} · {}", localised(Argument::Share(progress.done)))
            }
        }
        None if running.get() => text!("page-waiting"),
        None if cancelled.get() => text!("page-cancelled"),
        None => String::new(),
    };
    let done = move || {
        progress.with(|progress| shares::percent(progress.as_ref().map_or(0.0, |p| p.done)))
    };
    view! {
        <div class="strip" data-testid="strip">
            <div class="strip-parts" role="img" aria-label=text!("page-time-by-stage")>
                {segments}
            </div>
            <div class="strip-line">
                <span class="strip-now" role="status" data-testid="progress">{at_work}</span>
                <span class="number">{total}</span>
            </div>
            <div class="strip-done" hidden=move || !running.get()>
                <span style:width=done />
            </div>
        </div>
    }
}

/// The three F1 micro values, with what the last run changed.
#[component]
fn Scores() -> impl IntoView {
    let store = store();
    let state = store.memo(|session| session.stage(View::Evaluate));
    let score = move |id: &'static str, metric: &'static str, name: String| {
        let value = store.memo(move |session| {
            session
                .run()
                .value()
                .and_then(|run| run.metrics.get(metric).copied().flatten())
        });
        let change = store.memo(move |session| session.change(metric));
        view! {
            <span class="foot-score" hidden=move || value.get().is_none()>
                <span class="quiet">{name}</span>
                <strong
                    class="number"
                    data-testid=id
                    data-value=move || value.get().map(|value| value.to_string())
                >
                    {move || value.get().map(|value| localised(Argument::Score(value)))}
                </strong>
                {move || {
                    change
                        .get()
                        .map(|change| {
                            let change = Argument::Change(change);
                            let shown = localised(change.clone());
                            view! {
                                <small class="number change" title=text!("runs-since", change = change)>
                                    {shown}
                                </small>
                            }
                        })
                }}
            </span>
        }
    };
    view! {
        <div class="foot-scores" data-state=move || state.get().name()>
            <span class="foot-scores-head quiet" hidden=move || state.get() == StageState::Empty>
                {text!("score-f1-micro")}
            </span>
            {score("metric-f1-micro-train", "f1_micro_train_set", text!("page-score-train"))}
            {score("metric-f1-micro-validation", "f1_micro_validation_set", text!("page-score-validation"))}
            {score("metric-f1-micro-test", "f1_micro_test_set", text!("page-score-test"))}
        </div>
    }
}

/// The lines as the notebook shows them, in a drawer; the newest stays in sight.
#[component]
fn Log(open: RwSignal<bool>) -> impl IntoView {
    let store = store();
    let lines = store.memo(|session| session.work().log.clone());
    let language = language();
    let shown = move |lines: &[LogLine]| {
        let lines: Vec<String> = lines.iter().map(|line| line.shown(language)).collect();
        lines.join("\n")
    };
    let node = NodeRef::<html::Pre>::new();
    Effect::new(move |_| {
        lines.track();
        if open.get()
            && let Some(node) = node.get()
        {
            node.set_scroll_top(node.scroll_height());
        }
    });
    view! {
        <section class="log" hidden=move || !open.get() aria-label=text!("page-log")>
            <div class="log-head">
                <h2>{text!("page-log")}</h2>
                <CopyButton
                    text=move || lines.with_untracked(|lines| shown(lines))
                    label=text!("page-log-copy")
                    done=text!("page-copied")
                />
                <button type="button" class="plain" on:click=move |_| open.set(false)>
                    {text!("page-close")}
                </button>
            </div>
            <pre node_ref=node data-testid="log" tabindex="0">
                {move || {
                    lines.with(|lines| if lines.is_empty() { text!("page-log-empty") } else { shown(lines) })
                }}
            </pre>
        </section>
    }
}
