//! Documents as HTML and as text for a terminal. It knows blocks, and no result.
//!
//! Everything that comes from the data goes through [`markup::Html::text`]: a tweet, a class or a file may hold anything, and
//! stays text.

mod html;
pub mod markup;
mod terminal;

pub use html::{figure, page};
pub use terminal::lines;

/// Colours and distances, the page's own, and how a document is set there and here.
const STYLE: &str = concat!(
    include_str!("../../www/styles/tokens.css"),
    include_str!("../../www/styles/document.css")
);
