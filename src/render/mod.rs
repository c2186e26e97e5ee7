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

/// A sentence in parts, each with whether it is a name or a value as it is written: those stand between back-ticks, which go. One
/// without a fellow stays.
pub fn coded(text: &str) -> Vec<(&str, bool)> {
    let is_even = text.matches('`').count().is_multiple_of(2);
    let end = text.rfind('`').filter(|_| !is_even).unwrap_or(text.len());
    let (pairs, rest) = text.split_at(end);
    let parts = pairs.split('`').enumerate();
    let parts = parts.map(|(at, part)| (part, at % 2 == 1));
    let parts = parts.chain([(rest, false)]);
    parts.filter(|(part, _)| !part.is_empty()).collect()
}

/// Colours and distances, the page's own, and how a document is set there and here.
const STYLE: &str = concat!(
    include_str!("../../www/styles/tokens.css"),
    include_str!("../../www/styles/document.css"),
    include_str!("../../www/styles/evidence.css")
);

#[cfg(test)]
mod tests {
    use super::coded;

    #[test]
    fn what_stands_between_back_ticks_is_code() {
        let code = |text| (text, true);
        let plain = |text| (text, false);
        let parts = coded("`svc.C` can't be `0,5`");
        assert_eq!(parts, [code("svc.C"), plain(" can't be "), code("0,5")]);
        assert_eq!(coded("no code"), [plain("no code")]);
        assert_eq!(coded(""), []);
        assert_eq!(coded("a ` alone"), [plain("a "), plain("` alone")]);
        let parts = coded("`ł` and ` alone");
        assert_eq!(parts, [code("ł"), plain(" and "), plain("` alone")]);
    }
}
