//! What the validation of the data found: the verdict, and for each finding its rows to look at and to leave out.

use std::sync::Arc;

use leptos::prelude::*;

use super::Shown;
use crate::app::components::ErrorNote;
use crate::app::language::language;
use crate::app::store::{Question, store};
use crate::app::words::{fill, words};
use crate::jobs::cards::{DataCard, FindingCard, Severity};
use crate::jobs::protocol::{JobSpec, Outcome, SetName};
use crate::pipeline::run::RunConfig;
use crate::plot::numbers;
use crate::session::Intent;

#[component]
pub fn Findings(card: Arc<DataCard>, shown: RwSignal<Shown>) -> impl IntoView {
    let words = &words().data;
    let language = language();
    let store = store();
    let config = store.memo(|session| session.config().clone());
    let digest = card.digest.clone();
    let question = Question::new(
        store,
        move || digest.clone(),
        move || {
            let config = Box::new(config.get());
            // The card's own verdict goes by the defaults.
            (*config != RunConfig::default()).then_some(JobSpec::Rehearse { config })
        },
    );
    let excluded = question.get(|outcome| match outcome {
        Outcome::Excluded(card) => Some(card.clone()),
        _ => None,
    });
    let violation = store.memo(|session| {
        let form = session.form();
        form.violations()
            .iter()
            .find(|error| {
                let place = error.place.as_ref();
                place.is_some_and(|place| place.file.starts_with("data."))
            })
            .cloned()
    });
    let verdict = card.verdict.clone();
    let shown_verdict = move || {
        excluded
            .get()
            .map_or(verdict.clone(), |excluded| excluded.verdict)
    };
    let verdict_name = {
        let shown_verdict = shown_verdict.clone();
        move || shown_verdict().name
    };
    let list: Vec<_> = card
        .findings
        .iter()
        .enumerate()
        .map(|(index, finding)| item(index as u32, finding, shown))
        .collect();
    view! {
        <section>
            <h2>{words.findings_title}</h2>
            <p class="verdict" data-testid="data-verdict" data-verdict=verdict_name>
                {move || shown_verdict().said.as_sentence(language)}
            </p>
            <p role="status" data-testid="excluded-rows" hidden=move || excluded.get().is_none_or(|card| card.train + card.test == 0)>
                {move || {
                    excluded
                        .get()
                        .map(|excluded| {
                            fill(
                                words.findings_excluded,
                                &[
                                    ("train", &numbers::count(excluded.train)),
                                    ("test", &numbers::count(excluded.test)),
                                ],
                            )
                        })
                }}
            </p>
            {move || violation.get().or(question.error.get()).map(|error| view! { <ErrorNote error /> })}
            <ul class="findings">{list}</ul>
        </section>
    }
}

/// One finding, with a button that shows its rows and a switch that leaves them out.
fn item(index: u32, finding: &FindingCard, shown: RwSignal<Shown>) -> impl IntoView + use<> {
    let words = &words().data;
    let (severity, word) = match finding.severity {
        Severity::Blocker => ("blocker", words.severity_blocker),
        Severity::Warning => ("warning", words.severity_warning),
        Severity::Note => ("note", words.severity_note),
    };
    let set = finding.set;
    let set_name = match set {
        SetName::Train => words.set_train,
        SetName::Test => words.set_test,
    };
    let is_open = move || shown.get().finding == Some(index);
    let open = (finding.n_rows > 0).then(|| {
        let label = fill(
            words.findings_show,
            &[("n", &numbers::count(finding.n_rows))],
        );
        view! {
            <button
                type="button"
                class="plain"
                aria-pressed=move || is_open().to_string()
                on:click=move |_| {
                    let finding = (!is_open()).then_some(index);
                    shown.set(Shown { set, finding });
                }
            >
                {label}
            </button>
        }
    });
    view! {
        <li class="finding" data-severity=severity data-kind=finding.kind.name() data-set=set.to_string()>
            <span class="finding-severity">{word}</span>
            <span>
                {finding.message.shown(language())} " "
                <small class="quiet">{set_name}</small>
            </span>
            {open}
            {exclude(finding)}
        </li>
    }
}

/// The switch that leaves rows out. Of texts in both sets it is the training rows: the test set is what models are
/// compared on.
fn exclude(finding: &FindingCard) -> Option<impl IntoView + use<>> {
    let words = &words().data;
    let kind = finding.kind;
    let (set, n_rows) = match finding.n_counterparts {
        0 => (finding.set, finding.n_rows),
        n => (SetName::Train, n),
    };
    if n_rows == 0 || !kind.names_rows() {
        return None;
    }
    let store = store();
    let is_excluded = store.memo(move |session| session.config().data.names(set, kind));
    let template = match set {
        SetName::Train => words.findings_exclude_train,
        SetName::Test => words.findings_exclude_test,
    };
    let label = fill(template, &[("n", &numbers::count(n_rows))]);
    Some(view! {
        <label class="finding-exclude">
            <input
                type="checkbox"
                data-testid=format!("exclude-{set}-{kind}")
                prop:checked=move || is_excluded.get()
                on:change:target=move |event| {
                    store
                        .want(Intent::Exclude {
                            set,
                            kind,
                            excluded: event.target().checked(),
                        });
                }
            />
            {label}
        </label>
    })
}
