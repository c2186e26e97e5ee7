//! A document that grows while its work goes on: what stays is not drawn anew, and what the user has opened, sorted, zoomed or
//! brushed stays so.

use std::borrow::Cow;

use leptos::prelude::*;

use super::details::DetailsView;
use super::document::{Beside, BlocksView, heading};
use super::evidence::EvidenceView;
use super::figure::FigureView;
use super::table::TableView;
use crate::app::language::language;
use crate::document::{Block, Content, Document};

/// A block among its siblings: its id, and how many of that id stand before it.
type Place = (Cow<'static, str>, usize);

/// Its blocks: all but those that stand elsewhere in the view, or those that are wanted here.
#[component]
pub fn GrowingDocument(
    document: Memo<Option<Document>>,
    /// Ids of blocks that stand elsewhere in the view.
    #[prop(optional)]
    without: &'static [&'static str],
    /// Ids of the blocks that are wanted; all without it.
    #[prop(optional)]
    only: Option<&'static [&'static str]>,
    /// What stands in place of a block, by the block's id.
    instead: Beside,
) -> impl IntoView {
    let places = Memo::new(move |_| {
        let mut places = document.with(|document| {
            let document = document.as_ref();
            document.map_or_else(Vec::new, |document| places(&document.blocks))
        });
        places.retain(|(id, _)| {
            let is_wanted = only.is_none_or(|only| only.contains(&id.as_ref()));
            is_wanted && !without.contains(&id.as_ref())
        });
        places
    });
    let child = move |place: Place| {
        let block = growing(document, vec![place], instead.clone(), 2);
        view! { <div class="document">{block}</div> }
    };
    view! { <For each=move || places.get() key=Clone::clone children=child /> }
}

fn places(blocks: &[Block]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for block in blocks {
        let before = places.iter().filter(|(id, _)| *id == block.id).count();
        places.push((block.id.clone(), before));
    }
    places
}

/// The block at the end of a path of places, one below the other.
fn found<'d>(blocks: &'d [Block], path: &[Place]) -> Option<&'d Block> {
    let ((id, before), below) = path.split_first()?;
    let block = blocks.iter().filter(|block| block.id == *id).nth(*before)?;
    match below {
        [] => Some(block),
        below => found(block.content.below(), below),
    }
}

/// A block by its path. A block of an id is of the same kind all the time.
fn growing(
    document: Memo<Option<Document>>,
    path: Vec<Place>,
    instead: Beside,
    level: u8,
) -> AnyView {
    let Some((id, _)) = path.last() else {
        return ().into_any();
    };
    if let Some(view) = instead(id) {
        return view;
    }
    let testid = id.to_string();
    let first = document.with_untracked(|it| {
        let block = found(&it.as_ref()?.blocks, &path)?;
        Some(block.content.clone())
    });
    match first {
        Some(Content::Figure(figure)) => {
            let figure = part(document, path, figure, |content| match content {
                Content::Figure(figure) => Some(figure),
                _ => None,
            });
            view! { <FigureView figure id=testid /> }.into_any()
        }
        Some(Content::Table(table)) => {
            let table = part(document, path, table, |content| match content {
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
                    {children(document, path, instead, level + 1)}
                </section>
            }
            .into_any()
        }
        Some(Content::Details {
            summary, is_open, ..
        }) => {
            let summary = summary.as_sentence(language());
            let content = move || children(document, path.clone(), instead.clone(), level);
            view! { <DetailsView id=testid summary is_open content /> }.into_any()
        }
        Some(Content::Evidence { line, .. }) => {
            let line = part(document, path.clone(), line, |content| match content {
                Content::Evidence { line, .. } => Some(line),
                _ => None,
            });
            let content = move || children(document, path.clone(), instead.clone(), level);
            view! { <EvidenceView line id=testid content /> }.into_any()
        }
        _ => {
            let block =
                Memo::new(move |_| document.with(|it| found(&it.as_ref()?.blocks, &path).cloned()));
            (move || {
                let block = block.get();
                block.map(|block| view! { <BlocksView blocks=vec![block] level /> })
            })
            .into_any()
        }
    }
}

/// The blocks of a section or of what is folded.
fn children(
    document: Memo<Option<Document>>,
    path: Vec<Place>,
    instead: Beside,
    level: u8,
) -> AnyView {
    let below = {
        let path = path.clone();
        Memo::new(move |_| {
            document.with(|it| {
                let block = found(&it.as_ref()?.blocks, &path)?;
                Some(places(block.content.below()))
            })
        })
    };
    let child = move |place: Place| {
        let path = path.iter().cloned().chain([place]).collect();
        growing(document, path, instead.clone(), level)
    };
    view! { <For each=move || below.get().unwrap_or_default() key=Clone::clone children=child /> }
        .into_any()
}

/// What a block holds, as it was last where it is gone.
fn part<T: Clone + PartialEq + Send + Sync + 'static>(
    document: Memo<Option<Document>>,
    path: Vec<Place>,
    first: T,
    of: fn(&Content) -> Option<&T>,
) -> Signal<T> {
    let now = Memo::new(move |was: Option<&T>| {
        let now = document.with(|it| of(&found(&it.as_ref()?.blocks, &path)?.content).cloned());
        now.or_else(|| was.cloned())
            .unwrap_or_else(|| first.clone())
    });
    now.into()
}
