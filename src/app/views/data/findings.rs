//! What the validation of the data found; each finding opens its rows.

use leptos::prelude::*;

use super::Shown;
use crate::app::words::{fill, words};
use crate::jobs::cards::{FindingCard, Severity};
use crate::jobs::protocol::SetName;
use crate::plot::numbers;

#[component]
pub fn Findings(findings: Vec<FindingCard>, shown: RwSignal<Shown>) -> impl IntoView {
    let words = &words().data;
    let is_clean = findings.is_empty();
    let list: Vec<_> = findings
        .into_iter()
        .enumerate()
        .map(|(index, finding)| {
            let index = index as u32;
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
                <li class="finding" data-severity=severity data-kind=finding.kind>
                    <span class="finding-severity">{word}</span>
                    <span>
                        {finding.message} " "
                        <small class="quiet">{set_name}</small>
                    </span>
                    {open}
                </li>
            }
        })
        .collect();
    view! {
        <section>
            <h2>{words.findings_title}</h2>
            {is_clean.then(|| view! { <p>{words.findings_none}</p> })}
            <ul class="findings">{list}</ul>
        </section>
    }
}
