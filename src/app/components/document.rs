//! Documents in the page: the blocks that HTML and terminal show, with what only a page can do: sorting, copying, saving, and
//! buttons for what a verdict advises.

use std::sync::Arc;

use leptos::prelude::*;

use super::details::DetailsView;
use super::evidence::seen;
use super::figure::FigureView;
use super::said_nodes;
use super::table::TableView;
use crate::app::language::language;
use crate::document::{Action, Block, Content, Document, Fact, Statement, Tone, Verdict};
use crate::message::{Argument, Language};

/// What a view adds after a block of a document, by the block's id.
pub type Beside = Arc<dyn Fn(&str) -> Option<AnyView> + Send + Sync>;

/// Carries out what a verdict advises.
pub type Act = Arc<dyn Fn(Action) + Send + Sync>;

/// All blocks of a document but those that stand elsewhere in the view.
#[component]
pub fn DocumentView(
    document: Document,
    /// Ids of blocks that stand elsewhere in the view.
    #[prop(optional)]
    without: &'static [&'static str],
    #[prop(optional)] beside: Option<Beside>,
) -> impl IntoView {
    let mut blocks = document.blocks;
    blocks.retain(|block| !without.contains(&block.id.as_ref()));
    view! { <BlocksView blocks beside /> }
}

/// Blocks of a document.
#[component]
pub fn BlocksView(
    blocks: Vec<Block>,
    #[prop(optional_no_strip)] beside: Option<Beside>,
    /// Of the headings of its sections.
    #[prop(default = 2)]
    level: u8,
) -> impl IntoView {
    let blocks: Vec<_> = blocks
        .into_iter()
        .map(|block| shown(block, beside.as_ref(), level))
        .collect();
    view! { <div class="document">{blocks}</div> }
}

/// A verdict with its advice.
#[component]
pub fn VerdictView(
    verdict: Verdict,
    #[prop(into)] testid: String,
    #[prop(optional)] act: Option<Act>,
) -> impl IntoView {
    let language = language();
    let advice = verdict.advice.clone().map(|advice| {
        let sentence = advice.sentence.shown(language);
        let testid = format!("{testid}-action");
        match (advice.action, act) {
            (Some(action), Some(act)) => view! {
                <p>
                    <button
                        type="button"
                        class="button"
                        data-testid=testid
                        on:click=move |_| act(action)
                    >
                        {sentence}
                    </button>
                </p>
            }
            .into_any(),
            _ => view! { <p>{format!("{sentence}.")}</p> }.into_any(),
        }
    });
    let line = verdict.line().shown(language);
    // The word stands out, where the line begins with it.
    let word = verdict.word.shown(language);
    let (word, rest) = match line.strip_prefix(&word) {
        Some(rest) => (word, rest.to_string()),
        None => (String::new(), line),
    };
    view! {
        <section class="document-verdict" data-state=verdict.state.name()>
            <p class="verdict" role="status" data-testid=testid data-outcome=verdict.outcome>
                <strong>{word}</strong>
                {said_nodes(&rest)}
            </p>
            {advice}
        </section>
    }
}

/// A block; the heading of a section is of this level.
fn shown(block: Block, beside: Option<&Beside>, level: u8) -> AnyView {
    let language = language();
    let id = block.id.into_owned();
    let more = beside.and_then(|beside| beside(&id));
    let content = match block.content {
        Content::Verdict(verdict) => view! { <VerdictView verdict testid=id /> }.into_any(),
        Content::Facts(facts) => {
            let facts: Vec<_> = facts.into_iter().map(|one| fact(&one, language)).collect();
            view! { <dl class="facts" data-testid=id>{facts}</dl> }.into_any()
        }
        Content::Text { tone, text } => {
            let class = match tone {
                Tone::Plain => "",
                Tone::Quiet | Tone::Caption => "quiet",
                Tone::Warning => "warning",
            };
            view! { <p class=class data-testid=id>{said_nodes(&text.shown(language))}</p> }
                .into_any()
        }
        Content::Statements(statements) => {
            let items: Vec<_> = statements
                .iter()
                .map(|Statement { state, text }| {
                    view! { <li data-state=state.name()>{said_nodes(&text.shown(language))}</li> }
                })
                .collect();
            view! { <ul class="statements" data-testid=id>{items}</ul> }.into_any()
        }
        Content::Table(table) => view! { <TableView table=Signal::stored(table) id /> }.into_any(),
        Content::Figure(figure) => {
            view! { <FigureView figure=Signal::stored(figure) id /> }.into_any()
        }
        Content::Details {
            summary,
            is_open,
            blocks,
        } => {
            let summary = summary.as_sentence(language);
            let beside = beside.cloned();
            let content = move || {
                let all = blocks.iter().cloned();
                let all = all.map(|block| shown(block, beside.as_ref(), level));
                all.collect::<Vec<_>>().into_any()
            };
            view! { <DetailsView id summary is_open content /> }.into_any()
        }
        Content::Evidence { line, blocks } => {
            // What does not grow is for paper, which unfolds nothing.
            let state = line.state.name();
            let all = blocks.into_iter().map(|block| shown(block, beside, level));
            view! {
                <div class="evidence" data-testid=id data-state=state>
                    <p class="evidence-line">{seen(Signal::stored(line))}</p>
                    {all.collect::<Vec<_>>()}
                </div>
            }
            .into_any()
        }
        Content::Section { heading, blocks } => {
            let blocks: Vec<_> = blocks
                .into_iter()
                .map(|block| shown(block, beside, level + 1))
                .collect();
            let heading = self::heading(level, heading.shown(language));
            return view! {
                <section data-testid=id>
                    {heading}
                    {more}
                    {blocks}
                </section>
            }
            .into_any();
        }
    };
    view! {
        {content}
        {more}
    }
    .into_any()
}

/// The heading of a section.
pub(super) fn heading(level: u8, heading: String) -> AnyView {
    match level {
        2 => view! { <h2>{heading}</h2> }.into_any(),
        3 => view! { <h3>{heading}</h3> }.into_any(),
        _ => view! { <h4>{heading}</h4> }.into_any(),
    }
}

fn fact(fact: &Fact, language: Language) -> impl IntoView + use<> {
    let note = fact.note.as_ref().map(|note| note.shown(language));
    let value = match &fact.value {
        Argument::Address(address) => view! {
            <a href=address.clone() target="_blank" rel="noopener noreferrer">{address.clone()}</a>
        }
        .into_any(),
        value => value.shown(language).into_any(),
    };
    view! {
        <div>
            <dt>{fact.name.shown(language)}</dt>
            <dd>{value} " " <span class="quiet">{note}</span></dd>
        </div>
    }
}
