//! A text as it is read: what is marked in it, and names for the signs that nobody sees.

use std::borrow::Cow;
use std::ops::Range;

/// Signs of a text that are named at most: nobody reads more, and each is an element of the page.
const MOST_SIGNS: usize = 200;

/// A stretch of a text; all of them one after the other are the text, but for what was cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub kind: PieceKind,
}

/// What a stretch of text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PieceKind {
    Plain,
    /// What was looked for.
    Marked,
    /// What is hidden until somebody wants to see it.
    Hidden,
    /// One sign that shows nothing itself, or turns the direction of others, and its name.
    Sign(Cow<'static, str>),
}

/// A text in pieces, of which the first `most` characters are shown; behind them stands `…`. `marks` are ranges of bytes, and so are
/// those of what is `hidden`, which goes first: each in order, none of which overlap.
pub fn pieces(
    text: &str,
    marks: &[Range<usize>],
    hidden: &[Range<usize>],
    most: usize,
) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut marks = marks.iter().peekable();
    let mut hidden = hidden.iter().peekable();
    let (mut before, mut n_signs) = (None, 0);
    let mut characters = text.char_indices().peekable();
    let mut n_shown = 0;
    while let Some((at, c)) = characters.next() {
        if n_shown == most {
            pieces.push(Piece {
                text: "…".into(),
                kind: PieceKind::Plain,
            });
            break;
        }
        n_shown += 1;
        while marks.next_if(|mark| mark.end <= at).is_some() {}
        while hidden.next_if(|word| word.end <= at).is_some() {}
        let behind = characters.peek().map(|&(_, c)| c);
        let sign = (n_signs < MOST_SIGNS)
            .then(|| name_of(before, c, behind))
            .flatten();
        before = Some(c);
        let kind = match sign {
            Some(name) => {
                n_signs += 1;
                PieceKind::Sign(name)
            }
            None if hidden.peek().is_some_and(|word| word.contains(&at)) => PieceKind::Hidden,
            None if marks.peek().is_some_and(|mark| mark.contains(&at)) => PieceKind::Marked,
            None => PieceKind::Plain,
        };
        match pieces.last_mut() {
            Some(last) if last.kind == kind && !matches!(kind, PieceKind::Sign(_)) => {
                last.text.push(c);
            }
            _ => pieces.push(Piece {
                text: c.into(),
                kind,
            }),
        }
    }
    pieces
}

/// The name of a sign that can't be seen, by what stands before and behind it; none of one that can, of a blank, a tab or a line
/// break, and of what makes one picture of several.
fn name_of(before: Option<char>, c: char, behind: Option<char>) -> Option<Cow<'static, str>> {
    if (' '..='~').contains(&c) {
        return None;
    }
    let name = match c {
        '\n' | '\t' => return None,
        '\u{a0}' => "NBSP",
        '\u{ad}' => "SHY",
        '\u{200b}' => "ZWSP",
        '\u{200c}' => "ZWNJ",
        '\u{200d}' if is_picture(before) && is_picture(behind) => return None,
        '\u{200d}' => "ZWJ",
        '\u{200e}' => "LRM",
        '\u{200f}' => "RLM",
        '\u{202f}' => "NNBSP",
        '\u{2060}' => "WJ",
        '\u{feff}' => "BOM",
        // A flag of a region is spelt with tags behind a black flag.
        '\u{e0020}'..='\u{e007f}' if is_picture(before) => return None,
        // How the character before is drawn.
        '\u{fe00}'..='\u{fe0f}' if before.is_some_and(|before| !before.is_whitespace()) => {
            return None;
        }
        '\0'..='\u{1f}'
        | '\u{7f}'..='\u{9f}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{1680}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'..='\u{202e}'
        | '\u{205f}'
        | '\u{2061}'..='\u{206f}'
        | '\u{2800}'
        | '\u{3000}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => {
            return Some(format!("U+{:04X}", u32::from(c)).into());
        }
        _ => return None,
    };
    Some(name.into())
}

/// Whether a character is part of an emoji.
fn is_picture(c: Option<char>) -> bool {
    matches!(
        c,
        Some(
            '\u{2190}'..='\u{2bff}'
            | '\u{fe0f}'
            | '\u{1f000}'..='\u{1faff}'
            | '\u{e0020}'..='\u{e007f}',
        )
    )
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::*;
    use crate::pipeline::offensive::offensive;

    /// Plain text as it is, marks in `<>`, signs in `[]`, hidden words in `()`.
    fn shown(text: &str, marks: &[Range<usize>], most: usize) -> String {
        let pieces = pieces(text, marks, &offensive(text), most);
        let shown = pieces.into_iter().map(|piece| match piece.kind {
            PieceKind::Plain => piece.text,
            PieceKind::Marked => format!("<{}>", piece.text),
            PieceKind::Hidden => format!("({})", piece.text),
            PieceKind::Sign(name) => format!("[{name}]"),
        });
        shown.collect()
    }

    #[test]
    fn signs_that_nobody_sees_have_names() {
        for (text, expected) in [
            ("", ""),
            ("Zażółć gęślą jaźń 😀\t\n", "Zażółć gęślą jaźń 😀\t\n"),
            ("\u{202e}kcart\u{202c}", "[U+202E]kcart[U+202C]"),
            ("a\u{200b}b\u{a0}c\u{feff}", "a[ZWSP]b[NBSP]c[BOM]"),
            (
                "\0\u{7}\r\u{85}\u{2028}",
                "[U+0000][U+0007][U+000D][U+0085][U+2028]",
            ),
            ("so\u{ad}ft", "so[SHY]ft"),
            ("\u{2066}abc\u{2069}\u{200f}", "[U+2066]abc[U+2069][RLM]"),
            // What makes one picture of several, or draws one another way, is part of it.
            (
                "👩\u{200d}👧 ❤\u{fe0f}\u{200d}🔥",
                "👩\u{200d}👧 ❤\u{fe0f}\u{200d}🔥",
            ),
            ("a\u{200d}b \u{fe0f}", "a[ZWJ]b [U+FE0F]"),
            (
                "🏴\u{e0067}\u{e0062}\u{e007f} \u{e0067}",
                "🏴\u{e0067}\u{e0062}\u{e007f} [U+E0067]",
            ),
            ("e\u{301} ą\u{328} \u{fffd}", "e\u{301} ą\u{328} \u{fffd}"),
        ] {
            assert_eq!(shown(text, &[], usize::MAX), expected, "{text:?}");
        }
    }

    #[test]
    #[allow(clippy::single_range_in_vec_init)] // one mark
    fn marks_are_where_they_are_and_long_texts_are_cut() {
        assert_eq!(shown("żółw i kot", &[0..7, 10..13], 100), "<żółw> i <kot>");
        assert_eq!(shown("aaa", &[0..1, 1..2], 100), "<aa>a");
        assert_eq!(shown("a\u{200b}b", from_ref(&(0..5)), 100), "<a>[ZWSP]<b>");
        assert_eq!(shown("żółw i kot", from_ref(&(0..7)), 3), "<żół>…");
        assert_eq!(shown("kot", &[], 3), "kot");
        assert_eq!(shown("ty chuju!", from_ref(&(0..5)), 100), "<ty >(chuju)!");
        let many = "\u{200b}".repeat(300);
        let all = pieces(&many, &[], &[], usize::MAX);
        assert_eq!(all.len(), MOST_SIGNS + 1);
        let whole: String = all.into_iter().map(|piece| piece.text).collect();
        assert_eq!(whole, many);
    }
}
