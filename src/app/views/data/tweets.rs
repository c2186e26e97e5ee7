//! A look at the tweets: search, class, the rows of a finding.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::components::{ClassName, PAGE, Paged};
use crate::app::language::{localised, text};
use crate::app::store::{Question, store};
use crate::app::views::picked::OtherSet;
use crate::jobs::protocol::{Condition, JobSpec, Outcome, RowsQuery, Selection, SetName};
use crate::jobs::summaries::{LoadedSummary, RowSummary};
use crate::session::{Intent, PickIntent};

#[component]
pub fn Tweets(card: Arc<LoadedSummary>, shown: RwSignal<SetName>) -> impl IntoView {
    let store = store();
    let selection = Memo::new(move |_| {
        let set = shown.get();
        let picked = store.read(|session| session.selection_in(set).cloned());
        picked.unwrap_or_else(|| Selection::all(set))
    });
    let offset = RwSignal::new(0u64);
    // Another selection starts at its first page.
    Effect::watch(move || selection.get(), move |_, _, _| offset.set(0), false);
    let digest = card.digest.clone();
    let question = Question::new(
        store,
        move || digest.clone(),
        move || {
            Some(JobSpec::Rows(RowsQuery {
                selection: selection.get(),
                offset: offset.get(),
                limit: PAGE as u32,
            }))
        },
    );
    let search = move || {
        selection.with(|picked| {
            let mut texts = picked.conditions.iter().filter_map(|one| match one {
                Condition::Text(text) => Some(text.clone()),
                _ => None,
            });
            texts.next().unwrap_or_default()
        })
    };
    let class = move || {
        selection.with(|picked| {
            let mut classes = picked.conditions.iter().filter_map(|one| match one {
                Condition::Class(name) => Some(name.clone()),
                _ => None,
            });
            classes.next().unwrap_or_default()
        })
    };
    let pick = move |intent| store.want(Intent::Pick(intent));
    let choose = move |name: String| {
        let wanted = if name.is_empty() { class() } else { name };
        pick(PickIntent::Toggle {
            set: shown.get_untracked(),
            condition: Condition::Class(wanted),
        });
    };
    let page = question.get(|outcome| match outcome {
        Outcome::Rows(page) => Some(page.clone()),
        _ => None,
    });
    let total = Signal::derive(move || page.with(|page| page.as_ref().map(|page| page.total)));
    let rows = move || page.get().map(|page| page.rows).unwrap_or_default();
    let classes = card.classes.clone();
    let class_options: Vec<_> = card
        .classes
        .iter()
        .map(|name| view! { <option value=name.clone()>{name.clone()}</option> })
        .collect();
    let has_test = card.test.is_some();
    let set_button = move |set: SetName, label: String| {
        view! {
            <button
                type="button"
                class="plain"
                aria-pressed=move || (shown.get() == set).to_string()
                on:click=move |_| {
                    shown.set(set);
                    pick(PickIntent::Set(set));
                }
            >
                {label}
            </button>
        }
    };
    view! {
        <section class="tweets">
            <div class="section-head">
                <h2>{text!("page-data-tweets")}</h2>
                <div class="switcher" hidden=!has_test>
                    {set_button(SetName::Train, text!("page-train-set"))}
                    {set_button(SetName::Test, text!("page-test-set"))}
                </div>
                <label>
                    <span class="visually-hidden">{text!("page-data-search")}</span>
                    <input
                        type="search"
                        data-testid="search"
                        placeholder=text!("page-data-search-about")
                        prop:value=search
                        on:input:target=move |event| {
                            let (set, text) = (shown.get_untracked(), event.target().value());
                            pick(PickIntent::Search { set, text });
                        }
                    />
                </label>
                <label>
                    <span class="visually-hidden">{text!("column-class")}</span>
                    <select
                        data-testid="class-filter"
                        prop:value=class
                        on:change:target=move |event| choose(event.target().value())
                    >
                        <option value="">{text!("page-data-all-classes")}</option>
                        {class_options}
                    </select>
                </label>
            </div>
            <OtherSet set=shown />
            <Paged question offset total empty=text!("page-data-no-match")>
                <table class="tweet-table" data-testid="tweets">
                    <thead>
                        <tr>
                            <th scope="col" class="number">{text!("column-row")}</th>
                            <th scope="col">{text!("column-class")}</th>
                            <th scope="col">{text!("column-text")}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=rows
                            key=|row: &RowSummary| (row.row, row.label, row.text.clone())
                            children=move |row| {
                                view! {
                                    <tr>
                                        <td class="number quiet">{localised(u64::from(row.row) + 1)}</td>
                                        <td>
                                            <ClassName index=row.label classes=classes.clone() />
                                        </td>
                                        <td class="tweet">{row.text}</td>
                                    </tr>
                                }
                            }
                        />
                    </tbody>
                </table>
            </Paged>
        </section>
    }
}
