//! What the validation of the data found: its document, and beside each finding its rows to look at and to leave out.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::components::{Beside, BlocksView, DocumentView, ErrorNote, SaveHtml, VerdictView};
use crate::app::language::text;
use crate::app::store::{Question, store};
use crate::app::views::act::act;
use crate::document::finding_id;
use crate::jobs::protocol::{Condition, JobSpec, Outcome, SetName};
use crate::jobs::summaries::{FindingGroup, LoadedSummary};
use crate::pipeline::run::RunConfig;
use crate::session::{Intent, PickIntent};

/// What stands elsewhere: what depends on the rows that are left out, and the files.
const ELSEWHERE: &[&str] = &["data-verdict", "excluded-rows", "data-files"];

#[component]
pub fn Findings(card: Arc<LoadedSummary>) -> impl IntoView {
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
    let document = move || {
        let excluded = excluded.get();
        store.read(|session| session.data_document(excluded.as_ref()))
    };
    let on_the_rest = Memo::new(move |_| {
        let document = document()?;
        let verdict = document.verdict().cloned()?;
        Some((verdict, document.block("excluded-rows").cloned()))
    });
    let beside: Beside = {
        let card = Arc::clone(&card);
        Arc::new(move |id| {
            let mut findings = card.findings.iter();
            let finding = findings.find(|one| finding_id(one.set, one.kind) == id)?;
            Some(tools(finding).into_any())
        })
    };
    let rest = untrack(document)
        .map(|document| view! { <DocumentView document without=ELSEWHERE beside=beside /> });
    view! {
        {move || {
            on_the_rest
                .get()
                .map(|(verdict, excluded)| {
                    view! {
                        <VerdictView verdict testid="data-verdict" act=act() />
                        {excluded.map(|block| view! { <BlocksView blocks=vec![block] /> })}
                    }
                })
        }}
        <SaveHtml name="data" document=document />
        {move || violation.get().or(question.error.get()).map(|error| view! { <ErrorNote error /> })}
        {rest}
    }
}

/// A button that shows the rows of a finding and a switch that leaves them out.
fn tools(finding: &FindingGroup) -> impl IntoView + use<> {
    let store = store();
    let (set, kind) = (finding.set, finding.kind);
    let condition = Condition::Finding { set, kind };
    let is_open = {
        let condition = condition.clone();
        store.memo(move |session| session.has_picked(set, &condition))
    };
    let open = (finding.n_rows > 0).then(|| {
        let label = text!("page-data-show-rows", rows = finding.n_rows);
        view! {
            <button
                type="button"
                class="plain"
                aria-pressed=move || is_open.get().to_string()
                on:click=move |_| {
                    let condition = condition.clone();
                    store.want(Intent::Pick(PickIntent::Toggle { set, condition }));
                }
            >
                {label}
            </button>
        }
    });
    view! { <div class="block-tools">{open} {exclude(finding)}</div> }
}

/// The switch that leaves rows out. Of texts in both sets it is the training rows: the test set is what models are
/// compared on.
fn exclude(finding: &FindingGroup) -> Option<impl IntoView + use<>> {
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
    let label = match set {
        SetName::Train => text!("page-data-leave-out-train", rows = n_rows),
        SetName::Test => text!("page-data-leave-out-test", rows = n_rows),
    };
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
