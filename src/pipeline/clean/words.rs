//! Drops words of a list: what `re.sub(r"\bone\b|\btwo\b|…", "", text)` does, by looking up each word of the text.

use super::lists;
use crate::pipeline::error::Error;
use crate::pipeline::python::chars::{CLASS_OF_BYTE, UNKNOWN, WORD};
use crate::pipeline::python::{PythonRegex, is_word};
use crate::pipeline::terms::TermTable;

/// Drops each match of an alternation whose branches stand between word boundaries.
#[derive(Debug, Clone)]
pub(super) struct WordRemover {
    /// The branches that are one word each: such a branch matches a whole run of word characters or nothing.
    words: TermTable,
    /// For each first byte of theirs their lengths: bit n says whether one has n bytes, the last bit that or more.
    lengths: Box<[u64; 256]>,
    /// All other branches, as one expression.
    rest: Option<PythonRegex>,
    /// Which branch is taken where a word and the rest match at one place.
    prefer_words: bool,
}

impl WordRemover {
    /// For literal entries, each before those that it starts with, as [`lists::all_stop_words`] sorts them.
    pub(super) fn of_words(entries: &[String], setting: &str) -> Result<WordRemover, Error> {
        let (words, phrases): (Vec<&str>, Vec<&str>) = entries
            .iter()
            .map(String::as_str)
            .partition(|entry| lists::is_one_word(entry));
        let rest = match phrases.is_empty() {
            true => None,
            false => Some(PythonRegex::compile(
                &lists::words_pattern(phrases.into_iter()),
                setting,
            )?),
        };
        // A phrase that matches where a word does is longer, so it comes first in the list.
        Ok(WordRemover::new(words, rest, false))
    }

    /// For expressions that are tried in order.
    pub(super) fn of_patterns(entries: &[String], setting: &str) -> Result<WordRemover, Error> {
        let mut words: Vec<&str> = Vec::new();
        let mut rest: Vec<&str> = Vec::new();
        // Words are looked up before the rest is tried, so an expression that a later word could outdo ends them.
        let mut only_rest = false;
        for entry in entries {
            let literal = lists::is_literal(entry);
            if !only_rest && literal && lists::is_one_word(entry) {
                words.push(entry);
            } else if only_rest || !literal {
                only_rest = true;
                rest.push(entry);
            } else if entry.starts_with(is_word) {
                // `m/s` never matches behind `m`, which matches wherever it would.
                let first_word = entry.split(|c| !is_word(c)).next().unwrap_or_default();
                if !words.contains(&first_word) {
                    only_rest = true;
                    rest.push(entry);
                }
            } else {
                rest.push(entry);
            }
        }
        let rest = match rest.is_empty() {
            true => None,
            false => Some(PythonRegex::compile(
                &lists::units_pattern(rest.into_iter()),
                setting,
            )?),
        };
        Ok(WordRemover::new(words, rest, true))
    }

    fn new(words: Vec<&str>, rest: Option<PythonRegex>, prefer_words: bool) -> WordRemover {
        let mut table = TermTable::new();
        let mut lengths = Box::new([0; 256]);
        for word in words {
            table.intern(word);
            lengths[usize::from(word.as_bytes()[0])] |= 1 << word.len().min(63);
        }
        WordRemover {
            words: table,
            lengths,
            rest,
            prefer_words,
        }
    }

    /// The text without the matches, appended to `out`; where there is none nothing is written and the answer is false.
    pub(super) fn remove(&self, text: &str, out: &mut String) -> bool {
        let mut copied = 0;
        let mut any = false;
        let mut finder = self.rest.as_ref().map(PythonRegex::finder);
        let mut word = self.next_word(text, 0);
        let mut other = finder
            .as_mut()
            .and_then(|finder| finder.find(text, 0, false));
        loop {
            let take_word = match (word, other) {
                (None, None) => break,
                (Some(word), Some(other)) if word.0 == other.0 => self.prefer_words,
                (Some(word), Some(other)) => word.0 < other.0,
                (word, _) => word.is_some(),
            };
            let Some((start, end)) = (if take_word { word } else { other }) else {
                break;
            };
            out.push_str(&text[copied..start]);
            copied = end;
            any = true;
            if word.is_some_and(|word| word.0 < end || take_word) {
                word = self.next_word(text, end);
            }
            if other.is_some_and(|other| other.0 < end || !take_word) {
                other = finder
                    .as_mut()
                    .and_then(|finder| finder.find(text, end, start == end));
            }
        }
        if any {
            out.push_str(&text[copied..]);
        }
        any
    }

    /// The first run of word characters at byte `from` or later that starts there and is in the list.
    fn next_word(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        // What goes on from before `from` is no whole run.
        let mut at = match text[..from].chars().next_back().is_some_and(is_word) {
            true => run_end(text, from, true),
            false => from,
        };
        loop {
            let start = run_end(text, at, false);
            if start == text.len() {
                return None;
            }
            at = run_end(text, start, true);
            if self.is_listed(&text[start..at]) {
                return Some((start, at));
            }
        }
    }

    fn is_listed(&self, word: &str) -> bool {
        let lengths = self.lengths[usize::from(word.as_bytes()[0])];
        lengths >> word.len().min(63) & 1 == 1 && self.words.get(word).is_some()
    }
}

/// Where a run of characters from byte `from` on ends, all of which are word characters or all of which are none.
fn run_end(text: &str, from: usize, of_words: bool) -> usize {
    let bytes = text.as_bytes();
    let goes_on = if of_words { WORD } else { 0 };
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        let class = CLASS_OF_BYTE[usize::from(byte)] & (WORD | UNKNOWN);
        if class == goes_on {
            at += 1;
        } else if class != UNKNOWN {
            return at;
        } else {
            match text[at..].chars().next() {
                Some(c) if is_word(c) == of_words => at += c.len_utf8(),
                _ => return at,
            }
        }
    }
    at
}
