//! The bar at the foot: Run or Cancel, where the time went, the three F1 values, the log.

use gloo::timers::callback::Timeout;
use leptos::html;
use leptos::prelude::*;

use crate::app::clock;
use crate::app::components::{CopyButton, ErrorNote};
use crate::app::language::language;
use crate::app::store::store;
use crate::app::words::{fill, words};
use crate::document::stage_name;
use crate::jobs::cards::RunCard;
use crate::message;
use crate::message::Argument;
use crate::pipeline::run::LogLine;
use crate::plot::{numbers, shares, strip};
use crate::session::{Intent, StageState, Undoable, View};

#[component]
pub fn Foot() -> impl IntoView {
    let store = store();
    let words = &words().shell;
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
                    {words.log}
                </button>
            </div>
        </footer>
    }
}

#[component]
fn RunButton() -> impl IntoView {
    let store = store();
    let words = &words().shell;
    let running = store.memo(|session| session.is_running());
    let cancelling = store.memo(|session| session.work().cancelling);
    let has_run = store.memo(|session| session.run().value().is_some());
    let has_data = store.memo(|session| session.has_data());
    let label = move || match has_run.get() {
        true => words.run_again,
        false => words.run,
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
                    {move || if cancelling.get() { words.cancelling } else { words.cancel }}
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
                    title=move || (!has_data.get()).then_some(words.run_needs_data)
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
    let words = &words().shell;
    let fresh = store.memo(|session| session.fresh_run());
    let said = |run: &RunCard| {
        let seconds = run.seconds.get("total").copied().unwrap_or_default();
        let validation = &run.evaluations.validation;
        let score = run.evaluations.test.as_ref().unwrap_or(validation).f1_micro;
        let baseline = run
            .baseline
            .as_ref()
            .filter(|_| run.evaluations.test.is_some());
        let baseline = baseline.map(|baseline| numbers::score(baseline.f1_micro));
        let template = match (&baseline, &run.evaluations.test) {
            (Some(_), _) => words.done_baseline,
            (None, Some(_)) => words.done_test,
            (None, None) => words.done_validation,
        };
        let gaps = [
            ("seconds", numbers::seconds(seconds)),
            ("score", numbers::score(score)),
            ("baseline", baseline.unwrap_or_default()),
        ];
        fill(
            template,
            &gaps.each_ref().map(|(gap, text)| (*gap, text.as_str())),
        )
    };
    view! {
        <div class="foot-line" role="status" data-testid="run-done" hidden=move || fresh.with(Option::is_none)>
            <p>{move || fresh.with(|run| run.as_deref().map(said))}</p>
            <button
                type="button"
                class="plain"
                data-testid="see-results"
                on:click=move |_| store.want(Intent::Open(View::Evaluate))
            >
                {words.see_results}
            </button>
            <button type="button" class="plain" on:click=move |_| store.want(Intent::DismissFresh)>
                {words.dismiss}
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
    let words = &words().shell;
    let undoable = store.memo(|session| session.undoable());
    Effect::new(move |_| {
        if let Some((number, _)) = undoable.get() {
            Timeout::new(UNDO_MS, move || store.want(Intent::ForgetUndo(number))).forget();
        }
    });
    let said = move || {
        undoable.get().map(|(_, what)| match what {
            Undoable::Files(n) => fill(words.removed_files, &[("n", &numbers::count(n as u64))]),
            Undoable::Settings => words.reset_settings.into(),
            Undoable::Rules | Undoable::WatchRules => words.changed_rules.into(),
        })
    };
    view! {
        <div class="foot-line" role="status" data-testid="undo-line" hidden=move || undoable.with(Option::is_none)>
            <p>{said}</p>
            <button type="button" class="plain" data-testid="undo" on:click=move |_| store.want(Intent::Undo)>
                {words.undo}
            </button>
        </div>
    }
}

/// The time by stage, to scale: of the run at work, else of the last one.
#[component]
fn Strip() -> impl IntoView {
    let store = store();
    let words = &words().shell;
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
                let name = stage_name(part.stage).shown(language);
                let shown = numbers::seconds(part.seconds);
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
            let about =
                message!("runs-took-before", time = Argument::Millis(before)).shown(language);
            let times = numbers::times(total, before)?;
            Some(view! {
                " "
                <small title=about data-testid="times-before">{times}</small>
            })
        });
        Some(view! {
            <span data-testid="seconds-total" data-value=total.to_string() title=words.total>
                {numbers::seconds(total)}
            </span>
            {against}
        })
    };
    let at_work = move || match progress.get() {
        Some(progress) => {
            let name = stage_name(&progress.stage).shown(language);
            let share = numbers::share(progress.done);
            if progress.paused {
                format!("{}: {name}", words.resting)
            } else {
                format!("{name} · {share}")
            }
        }
        None if running.get() => words.waiting.to_string(),
        None if cancelled.get() => words.cancelled.to_string(),
        None => String::new(),
    };
    let done = move || {
        progress.with(|progress| shares::percent(progress.as_ref().map_or(0.0, |p| p.done)))
    };
    view! {
        <div class="strip" data-testid="strip">
            <div class="strip-parts" role="img" aria-label=words.time_by_stage>
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
    let words = &words().shell;
    let language = language();
    let state = store.memo(|session| session.stage(View::Evaluate));
    let score = move |id: &'static str, metric: &'static str, name: &'static str| {
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
                    {move || value.get().map(numbers::score)}
                </strong>
                {move || {
                    change
                        .get()
                        .map(|change| {
                            let change = Argument::Change(change);
                            let shown = change.shown(language);
                            view! {
                                <small class="number change" title=message!("runs-since", change = change).shown(language)>
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
                "F1 micro"
            </span>
            {score("metric-f1-micro-train", "f1_micro_train_set", words.train_short)}
            {score("metric-f1-micro-validation", "f1_micro_validation_set", words.validation_short)}
            {score("metric-f1-micro-test", "f1_micro_test_set", words.test_short)}
        </div>
    }
}

/// The lines as the notebook shows them, in a drawer; the newest stays in sight.
#[component]
fn Log(open: RwSignal<bool>) -> impl IntoView {
    let store = store();
    let words = &words().shell;
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
        <section class="log" hidden=move || !open.get() aria-label=words.log>
            <div class="log-head">
                <h2>{words.log}</h2>
                <CopyButton
                    text=move || lines.with_untracked(|lines| shown(lines))
                    label=words.log_copy
                    done=words.copied
                />
                <button type="button" class="plain" on:click=move |_| open.set(false)>
                    {words.close}
                </button>
            </div>
            <pre node_ref=node data-testid="log" tabindex="0">
                {move || {
                    lines.with(|lines| if lines.is_empty() { words.log_empty.to_string() } else { shown(lines) })
                }}
            </pre>
        </section>
    }
}
