//! A document that grows while its work goes on: what stays is not drawn anew, and what the user has opened, sorted, zoomed or
//! brushed stays so.

use std::borrow::Cow;

use leptos::prelude::*;

use super::details::DetailsView;
use super::document::{Beside, BlocksView, heading};
use super::figure::FigureView;
use super::table::TableView;
use crate::app::language::language;
use crate::document::{Block, Content, Document};

type Id = Cow<'static, str>;

/// All blocks of it but those that stand elsewhere in the view.
#[component]
pub fn GrowingDocument(
    document: Memo<Option<Document>>,
    /// Ids of blocks that stand elsewhere in the view.
    without: &'static [&'static str],
    /// What stands in place of a block, by the block's id.
    instead: Beside,
) -> impl IntoView {
    let ids = Memo::new(move |_| {
        let mut ids = ids(document, |document| Some(&document.blocks));
        ids.retain(|id| !without.contains(&id.as_ref()));
        ids
    });
    let child = move |id: Id| {
        let block = growing(document, id, instead.clone(), 2);
        view! { <div class="document">{block}</div> }
    };
    view! { <For each=move || ids.get() key=Clone::clone children=child /> }
}

fn ids(document: Memo<Option<Document>>, of: impl Fn(&Document) -> Option<&Vec<Block>>) -> Vec<Id> {
    document.with(|document| {
        let blocks = document.as_ref().and_then(of);
        blocks.map_or_else(Vec::new, |blocks| {
            blocks.iter().map(|block| block.id.clone()).collect()
        })
    })
}

/// A block by its id. A block of an id is of the same kind all the time.
fn growing(document: Memo<Option<Document>>, id: Id, instead: Beside, level: u8) -> AnyView {
    if let Some(view) = instead(&id) {
        return view;
    }
    let first = document.with_untracked(|it| it.as_ref()?.block(&id).map(|it| it.content.clone()));
    let testid = id.to_string();
    match first {
        Some(Content::Figure(figure)) => {
            let figure = part(document, id, figure, |content| match content {
                Content::Figure(figure) => Some(figure),
                _ => None,
            });
            view! { <FigureView figure id=testid /> }.into_any()
        }
        Some(Content::Table(table)) => {
            let table = part(document, id, table, |content| match content {
                Content::Table(table) => Some(table),
                _ => None,
            });
            view! { <TableView table id=testid /> }.into_any()
        }
        Some(Content::Section { heading, .. }) => {
            let heading = self::heading(level, heading.shown(language()));
            view! {
                <section data-testid=testid>
                    {heading}
                    {children(document, id, instead, level + 1)}
                </section>
            }
            .into_any()
        }
        Some(Content::Details {
            summary, is_open, ..
        }) => {
            let summary = summary.as_sentence(language());
            let content = move || children(document, id.clone(), instead.clone(), level);
            view! { <DetailsView id=testid summary is_open content /> }.into_any()
        }
        _ => {
            let block = Memo::new(move |_| {
                document.with(|document| document.as_ref()?.block(&id).cloned())
            });
            (move || {
                let block = block.get();
                block.map(|block| view! { <BlocksView blocks=vec![block] level /> })
            })
            .into_any()
        }
    }
}

/// The blocks of a section or of what is folded.
fn children(document: Memo<Option<Document>>, id: Id, instead: Beside, level: u8) -> AnyView {
    let ids = Memo::new(move |_| {
        ids(document, |document| match &document.block(&id)?.content {
            Content::Section { blocks, .. } | Content::Details { blocks, .. } => Some(blocks),
            _ => None,
        })
    });
    let child = move |id: Id| growing(document, id, instead.clone(), level);
    view! { <For each=move || ids.get() key=Clone::clone children=child /> }.into_any()
}

/// What a block holds, as it was last where it is gone.
fn part<T: Clone + PartialEq + Send + Sync + 'static>(
    document: Memo<Option<Document>>,
    id: Id,
    first: T,
    of: fn(&Content) -> Option<&T>,
) -> Signal<T> {
    let now = Memo::new(move |was: Option<&T>| {
        let now = document.with(|it| of(&it.as_ref()?.block(&id)?.content).cloned());
        now.or_else(|| was.cloned())
            .unwrap_or_else(|| first.clone())
    });
    now.into()
}
