//! The bar at the foot: Run or Cancel, where the time went, the three F1 values, the log.

use leptos::html;
use leptos::prelude::*;

use crate::app::clock;
use crate::app::components::{CopyButton, ErrorNote};
use crate::app::store::store;
use crate::app::words::{fill, words};
use crate::plot::{numbers, shares, strip};
use crate::session::{Intent, StageState, View};

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
                    on:click=move |_| store.want(Intent::Run { start: clock::now() })
                >
                    {move || if has_run.get() { words.run_again } else { words.run }}
                </button>
            }
            .into_any()
        }
    }
}

/// The time by stage, to scale: of the run at work, else of the last one.
#[component]
fn Strip() -> impl IntoView {
    let store = store();
    let all_words = words();
    let words = &all_words.shell;
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
                let name = all_words.stage(part.stage);
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
                        <span class="strip-name">{name}</span>
                    </span>
                }
            })
            .collect::<Vec<_>>()
    };
    let before = store.memo(|session| session.seconds_before()?.get("total").copied());
    let total = move || {
        let total = *seconds.get()?.get("total")?;
        let against = before.get().and_then(|before| {
            let about = fill(words.took_before, &[("seconds", &numbers::seconds(before))]);
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
            let name = all_words.stage(&progress.stage).to_string();
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
                            let shown = numbers::change(change);
                            view! {
                                <small class="number change" title=fill(words.since, &[("change", &shown)])>
                                    {shown.clone()}
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
                    text=move || lines.with_untracked(|lines| lines.join("\n"))
                    label=words.log_copy
                    done=words.copied
                />
                <button type="button" class="plain" on:click=move |_| open.set(false)>
                    {words.close}
                </button>
            </div>
            <pre node_ref=node data-testid="log" tabindex="0">
                {move || {
                    lines.with(|lines| if lines.is_empty() { words.log_empty.to_string() } else { lines.join("\n") })
                }}
            </pre>
        </section>
    }
}
