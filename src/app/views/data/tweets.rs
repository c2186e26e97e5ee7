//! A look at the tweets: search, class, the rows of a finding.

use std::sync::Arc;

use leptos::prelude::*;

use super::Shown;
use crate::app::components::{ClassName, PAGE, Paged};
use crate::app::language::{localised, text};
use crate::app::store::{Question, store};
use crate::jobs::protocol::{JobSpec, Outcome, RowsQuery, SetName};
use crate::jobs::summaries::{LoadedSummary, RowSummary};

#[component]
pub fn Tweets(card: Arc<LoadedSummary>, shown: RwSignal<Shown>) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let class = RwSignal::new(None::<u32>);
    let offset = RwSignal::new(0u64);
    // Another selection starts at its first page.
    Effect::watch(
        move || (shown.get(), search.get(), class.get()),
        move |_, _, _| offset.set(0),
        false,
    );
    let digest = card.digest.clone();
    let question = Question::new(
        store(),
        move || digest.clone(),
        move || {
            let Shown { set, finding } = shown.get();
            Some(JobSpec::Rows(RowsQuery {
                set,
                text: search.get(),
                class: class.get(),
                finding,
                offset: offset.get(),
                limit: PAGE as u32,
            }))
        },
    );
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
        .enumerate()
        .map(|(index, name)| view! { <option value=index.to_string()>{name.clone()}</option> })
        .collect();
    let has_test = card.test.is_some();
    let set_button = move |set: SetName, label: String| {
        view! {
            <button
                type="button"
                class="plain"
                aria-pressed=move || (shown.get().set == set).to_string()
                on:click=move |_| shown.set(Shown { set, finding: None })
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
                        prop:value=move || search.get()
                        on:input:target=move |event| search.set(event.target().value())
                    />
                </label>
                <label>
                    <span class="visually-hidden">{text!("column-class")}</span>
                    <select on:change:target=move |event| class.set(event.target().value().parse().ok())>
                        <option value="">{text!("page-data-all-classes")}</option>
                        {class_options}
                    </select>
                </label>
                <button
                    type="button"
                    class="plain"
                    hidden=move || shown.get().finding.is_none()
                    on:click=move |_| shown.update(|shown| shown.finding = None)
                >
                    {text!("page-data-show-all")}
                </button>
            </div>
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
