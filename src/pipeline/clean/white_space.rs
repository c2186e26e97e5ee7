//! White space: runs of it, and the words between.

use crate::pipeline::python;
use crate::pipeline::python::chars::{CLASS_OF_BYTE, SPACE, UNKNOWN, perhaps_spaces};

/// `re.sub(r"\s\s+", " ", text.strip())`, appended to `out`; a single white space stays what it is, were it a line feed.
/// Where that changes nothing, nothing is written and the answer is false.
pub(super) fn collapse(text: &str, out: &mut String) -> bool {
    let stripped = python::strip(text);
    let mut copied = 0;
    let mut at = 0;
    while let Some(run) = next_run(stripped, at) {
        out.push_str(&stripped[copied..run.0]);
        out.push(' ');
        copied = run.1;
        at = run.1;
    }
    let changed = copied > 0 || stripped.len() < text.len();
    if changed {
        out.push_str(&stripped[copied..]);
    }
    changed
}

/// The first run of two white-space characters or more at byte `from` or later: where it starts and ends.
fn next_run(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        // Most spaces are single ones of ASCII, which this passes over.
        at += first_pair(&text.as_bytes()[at..])?;
        // Either byte may be the last one of a character.
        while !text.is_char_boundary(at) {
            at += 1;
        }
        let start = at;
        let mut n_spaces = 0;
        while let Some(c) = text[at..].chars().next()
            && python::is_space(c)
        {
            at += c.len_utf8();
            n_spaces += 1;
        }
        if n_spaces > 1 {
            return Some((start, at));
        }
        if n_spaces == 0 {
            at += text[at..].chars().next()?.len_utf8();
        }
    }
}

/// The first of two neighbours both of which may be of white spaces.
fn first_pair(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let (Some(first), Some(second)) = (
        bytes[at..].first_chunk(),
        bytes.get(at + 1..).and_then(|bytes| bytes.first_chunk()),
    ) {
        let pairs = perhaps_spaces(*first) & perhaps_spaces(*second);
        if pairs != 0 {
            return Some(at + pairs.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    let can_be_space = |byte: u8| CLASS_OF_BYTE[usize::from(byte)] & (SPACE | UNKNOWN) != 0;
    let ahead = bytes[at..]
        .windows(2)
        .position(|pair| can_be_space(pair[0]) & can_be_space(pair[1]))?;
    Some(at + ahead)
}

/// `" ".join(text.split())` with the numbers among the words dropped or replaced, appended to `out`.
pub(super) fn replace_numbers(text: &str, replacement: Option<&str>, out: &mut String) {
    let mut start = 0;
    let mut first = true;
    loop {
        let (end, behind) = next_space(text, start).unwrap_or((text.len(), text.len()));
        let word = &text[start..end];
        // Most words are told by their first letter.
        let numeric = word.chars().all(python::is_numeric);
        let word = if numeric {
            replacement.unwrap_or("")
        } else {
            word
        };
        if end > start && !(numeric && replacement.is_none()) {
            if !std::mem::take(&mut first) {
                out.push(' ');
            }
            out.push_str(word);
        }
        if behind == text.len() {
            return;
        }
        start = behind;
    }
}

/// The first white-space character at byte `from` or later: where it is and where it ends.
fn next_space(text: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        match bytes[at..].first_chunk() {
            Some(chunk) => match perhaps_spaces(*chunk) {
                0 => {
                    at += 8;
                    continue;
                }
                found => at += found.trailing_zeros() as usize / 8,
            },
            None => {
                let can_be_space = |byte: &u8| CLASS_OF_BYTE[usize::from(*byte)] & SPACE != 0;
                at += bytes[at..].iter().position(can_be_space)?;
            }
        }
        // All before it are whole characters of ASCII, so that one begins here.
        let c = text[at..].chars().next()?;
        let behind = at + c.len_utf8();
        if python::is_space(c) {
            return Some((at, behind));
        }
        at = behind;
    }
}
