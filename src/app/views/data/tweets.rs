//! A look at the tweets: search, class, the rows of a finding.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::blur::is_hidden;
use crate::app::components::{ClassName, LongList, LongTable};
use crate::app::language::text;
use crate::app::store::{Question, store};
use crate::app::views::picked::OtherSet;
use crate::jobs::protocol::{Condition, JobSpec, Outcome, RowsQuery, Selection, SetName};
use crate::jobs::summaries::{LoadedSummary, RowSummary};
use crate::pipeline::polish;
use crate::session::{Intent, PickIntent};

#[component]
pub fn Tweets(card: Arc<LoadedSummary>, shown: RwSignal<SetName>) -> impl IntoView {
    let store = store();
    let selection = Memo::new(move |_| {
        let set = shown.get();
        let picked = store.read(|session| session.selection_in(set).cloned());
        picked.unwrap_or_else(|| Selection::all(set))
    });
    let list = LongList::new();
    // Another selection starts at its first row.
    Effect::watch(move || selection.get(), move |_, _, _| list.to_top(), false);
    let digest = card.digest.clone();
    let question = Question::new(
        store,
        move || digest.clone(),
        move || {
            Some(JobSpec::Rows(RowsQuery {
                selection: selection.get(),
                offset: list.offset(),
                limit: LongList::LIMIT,
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
        Outcome::Rows(picked) => Some(picked.page.clone()),
        _ => None,
    });
    let classes = card.classes.clone();
    let cells = move |row: &RowSummary| {
        view! {
            <td>
                <ClassName index=row.label classes=classes.clone() />
            </td>
        }
        .into_any()
    };
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
                        class:hidden-text=move || is_hidden(&search())
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
            <LongTable
                list
                question
                page
                testid="tweets"
                columns="class"
                name=text!("page-data-tweets")
                empty=text!("page-data-no-match")
                set=Signal::derive(move || Some(shown.get()))
                classes=card.classes.clone()
                head=view! { <th scope="col">{text!("column-class")}</th> }.into_any()
                cells
                marks=move |_: &RowSummary, text: &str| polish::found(text, &search())
            />
        </section>
    }
}
