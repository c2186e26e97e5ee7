//! Documents as HTML and as text for a terminal. It knows blocks, and no result.
//!
//! Everything that comes from the data goes through [`markup::Html::text`]: a tweet, a class or a file may hold anything, and
//! stays text.

mod classifier_page;
mod html;
pub mod markup;
mod terminal;

pub use classifier_page::{ClassifierParts, classifier_page};
pub use html::{figure, page};
pub use terminal::lines;

use crate::document::Kind;

/// Characters of a text above which it is folded, and how many stand in its place.
const LONG: usize = 300;
const FIRST: usize = 100;

/// What stands in the place of a long text in a table until it is unfolded; none where it is no long text.
pub fn folded(text: &str, kind: Kind) -> Option<&str> {
    let is_long = kind == Kind::Prose && text.chars().nth(LONG).is_some();
    let (end, _) = text.char_indices().nth(FIRST).filter(|_| is_long)?;
    Some(&text[..end])
}

/// Colours and distances, the page's own, and how a document is set there and here.
const STYLE: &str = concat!(
    include_str!("../../www/styles/tokens.css"),
    include_str!("../../www/styles/document.css"),
    include_str!("../../www/styles/evidence.css")
);
