//! The words of a text: scanners by hand for the two usual patterns, Python's regular expressions for all others.

use std::ops::Range;

use super::params::{NOTEBOOK_TOKEN_PATTERN, SKLEARN_TOKEN_PATTERN};
use crate::message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::python::chars::{CLASS_OF_BYTE, WORD};
use crate::pipeline::python::{PythonRegex, is_word};

/// The setting that holds the pattern.
const SETTING: &str = "tfidf.token_pattern";

/// Finds tokens as `re.compile(token_pattern).findall` does.
#[derive(Clone)]
pub(super) enum Tokenizer {
    /// [`NOTEBOOK_TOKEN_PATTERN`].
    Notebook,
    /// [`SKLEARN_TOKEN_PATTERN`].
    Sklearn,
    /// Any other.
    Pattern(Box<PythonRegex>),
}

impl Tokenizer {
    /// # Errors
    /// Those of [`PythonRegex::compile`]; [`Code::InvalidParameter`] for more than one capturing group, which
    /// scikit-learn refuses as well.
    pub(super) fn new(pattern: &str) -> Result<Tokenizer, Error> {
        match pattern {
            NOTEBOOK_TOKEN_PATTERN => Ok(Tokenizer::Notebook),
            SKLEARN_TOKEN_PATTERN => Ok(Tokenizer::Sklearn),
            _ => {
                let regex = PythonRegex::compile(pattern, SETTING)?;
                match regex.groups() {
                    0 | 1 => Ok(Tokenizer::Pattern(Box::new(regex))),
                    groups => Err(Error::new(
                        Code::InvalidParameter,
                        message!("error-token-groups", groups = groups),
                        message!("error-one-group"),
                    )
                    .in_file(SETTING)),
                }
            }
        }
    }

    /// Calls `found` with the byte range of each token, in order.
    pub(super) fn scan(&self, text: &str, mut found: impl FnMut(Range<usize>)) {
        match self {
            Tokenizer::Pattern(regex) => {
                for (start, end) in regex.find_all(text) {
                    found(start..end);
                }
            }
            Tokenizer::Notebook => scan_notebook(text, found),
            Tokenizer::Sklearn => scan_sklearn(text, found),
        }
    }
}

/// `\b\w\w+\b`: every run of two word characters or more. A run starts and ends at a boundary, and the pattern takes all
/// of it.
fn scan_sklearn(text: &str, mut found: impl FnMut(Range<usize>)) {
    scan_runs(
        text,
        |start, end, n_chars| {
            if n_chars >= 2 {
                found(start..end);
            }
        },
        |_| (),
    );
}

/// `\b\w\w\w+\b|[^\x00-\x7F]`: every run of three word characters or more, and every character outside ASCII that is
/// not in such a run. In a shorter run the first branch matches nowhere, so that the second one takes what is not ASCII,
/// character by character.
fn scan_notebook(text: &str, found: impl FnMut(Range<usize>)) {
    // Two closures report tokens, one at a time.
    let found = std::cell::RefCell::new(found);
    scan_runs(
        text,
        |start, end, n_chars| {
            let mut found = found.borrow_mut();
            if n_chars >= 3 {
                found(start..end);
            } else {
                for (offset, c) in text[start..end]
                    .char_indices()
                    .filter(|(_, c)| !c.is_ascii())
                {
                    found(start + offset..start + offset + c.len_utf8());
                }
            }
        },
        |other| {
            if !text.as_bytes()[other.start].is_ascii() {
                found.borrow_mut()(other);
            }
        },
    );
}

/// Calls `run` with start, end and length in characters of each longest run of word characters, and `other` with the
/// range of each other character, in order.
fn scan_runs(
    text: &str,
    mut run: impl FnMut(usize, usize, usize),
    mut other: impl FnMut(Range<usize>),
) {
    let bytes = text.as_bytes();
    let (mut start, mut n_chars) = (0, 0);
    let mut at = 0;
    while at < bytes.len() {
        // Letters of ASCII first, as many as there are.
        let ahead = bytes[at..]
            .iter()
            .take_while(|&&byte| CLASS_OF_BYTE[usize::from(byte)] == WORD)
            .count();
        if ahead > 0 {
            if n_chars == 0 {
                start = at;
            }
            n_chars += ahead;
            at += ahead;
        }
        let Some(&byte) = bytes.get(at) else {
            break;
        };
        if byte.is_ascii() {
            if n_chars > 0 {
                run(start, at, n_chars);
                n_chars = 0;
            }
            other(at..at + 1);
            at += 1;
            continue;
        }
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        let behind = at + c.len_utf8();
        if is_word(c) {
            if n_chars == 0 {
                start = at;
            }
            n_chars += 1;
        } else {
            if n_chars > 0 {
                run(start, at, n_chars);
                n_chars = 0;
            }
            other(at..behind);
        }
        at = behind;
    }
    if n_chars > 0 {
        run(start, text.len(), n_chars);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::python::PythonRegex;

    fn tokens<'a>(tokenizer: &Tokenizer, text: &'a str) -> Vec<&'a str> {
        let mut tokens = Vec::new();
        tokenizer.scan(text, |range| tokens.push(&text[range]));
        tokens
    }

    #[test]
    fn usual_patterns() {
        let text = "ab abc _x1 ł łó łódź é\u{301}a 👍🏽 a\u{a0}b x² ½";
        assert_eq!(
            tokens(&Tokenizer::Notebook, text),
            [
                "abc", "_x1", "ł", "ł", "ó", "łódź", "é", "\u{301}", "👍", "🏽", "\u{a0}", "²", "½"
            ]
        );
        assert_eq!(
            tokens(&Tokenizer::Sklearn, text),
            ["ab", "abc", "_x1", "łó", "łódź", "x²"]
        );
        assert!(tokens(&Tokenizer::Notebook, "").is_empty());
    }

    #[test]
    fn any_pattern_of_one_group_at_most() {
        let found = |pattern: &str| {
            let tokenizer = Tokenizer::new(pattern).unwrap();
            tokens(&tokenizer, "Ala #kot_1 ma-kota").join("|")
        };
        assert_eq!(found(r"\S+"), "Ala|#kot_1|ma-kota");
        assert_eq!(found(r"#(\w+)"), "kot_1");
        assert_eq!(found(r"(?i)\ba\w*|k(ot)"), "|ot|ot");
        let error = |pattern: &str| Tokenizer::new(pattern).err().unwrap();
        assert_eq!(error(r"(a)(b)").code, Code::InvalidParameter);
        for pattern in [r"(?=a)b", "(a"] {
            let error = error(pattern);
            assert_eq!(error.code, Code::InvalidConfig);
            assert_eq!(error.place.unwrap().file, SETTING);
        }
    }

    /// Runs as Python's `\w+` and `\W` find them.
    fn runs_by_expression(text: &str) -> Vec<(usize, usize)> {
        let regex = PythonRegex::compile(r"\w+|\W", "test").unwrap();
        regex.find_iter(text).collect()
    }

    proptest::proptest! {
        #[test]
        fn runs_are_those_of_pythons_word_characters(text in "[ab_0 .łé\u{301}\u{1f600}½]{0,30}|\\PC{0,20}") {
            let found = std::cell::RefCell::new(Vec::new());
            let add = |start, end| found.borrow_mut().push((start, end));
            scan_runs(
                &text,
                |start, end, n_chars| {
                    assert_eq!(text[start..end].chars().count(), n_chars);
                    add(start, end);
                },
                |other| add(other.start, other.end),
            );
            proptest::prop_assert_eq!(found.into_inner(), runs_by_expression(&text));
        }
    }
}
