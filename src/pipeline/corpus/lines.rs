//! Files of lines: texts, one a line, and labels, one a line; a pair of them goes together line by line.
//!
//! A line's trailing line break (`\n` or `\r\n`) goes, every other character stays: a lone `\r`, U+0085 and U+2028 are
//! part of their text, as in Python's `open(…, newline="\n")`.

use super::encoding::{Decoded, decode, empty};
use super::labels::Labels;
use super::reading::{Form, Note, Reading};
use super::{FileOptions, Missing, NamedBytes};
use crate::message;
use crate::pipeline::error::{Code, Error};

/// The texts of a file, one a line.
///
/// A byte order mark at the start goes. The last line may lack its line break. Costs one pass for the check of UTF-8
/// and one for the lines; takes one copy of the file.
///
/// # Errors
/// [`Code::EmptyFile`]; [`Code::InvalidUtf8`] with the line and the byte; [`Code::UnknownFormat`] for what is no text.
pub fn parse_texts(file: &NamedBytes) -> Result<Vec<String>, Error> {
    read_texts(file, &FileOptions::default()).map(|(texts, _)| texts)
}

/// The same with what was read.
pub(super) fn read_texts(
    file: &NamedBytes,
    options: &FileOptions,
) -> Result<(Vec<String>, Reading), Error> {
    let decoded = decode(file, options.encoding)?;
    let texts: Vec<String> = split_lines(&decoded.text).map(str::to_owned).collect();
    let reading = reading(&decoded, Form::Texts, texts.len());
    Ok((texts, reading))
}

/// The labels of a file, one a line, blanks around them removed; `None` where a line is blank or says that there is no label.
///
/// # Errors
/// As [`parse_texts`], and [`Code::BadRow`] for a label that can be no class name.
pub fn parse_labels(file: &NamedBytes) -> Result<Vec<Option<String>>, Error> {
    let (labels, _) = read_labels(file, &FileOptions::default(), Missing::LeaveOut, None)?;
    let name = |code: &Option<u32>| code.map(|code| labels.names[code as usize].clone());
    Ok(labels.codes.iter().map(name).collect())
}

/// The labels of a file for so many texts. Blank lines at the end of the file are no rows beyond the texts.
pub(super) fn read_labels(
    file: &NamedBytes,
    options: &FileOptions,
    missing: Missing,
    n_texts: Option<usize>,
) -> Result<(Labels, Reading), Error> {
    let decoded = decode(file, options.encoding)?;
    let mut labels = Labels::default();
    for (line, label) in split_lines(&decoded.text).enumerate() {
        labels
            .push(label, missing)
            .map_err(|error| error.at_line(&file.name, line as u64 + 1))?;
    }
    if labels.names.is_empty() {
        let why = match labels.missing.is_empty() {
            true => "blank",
            false => "no-label",
        };
        return Err(empty(file, why));
    }
    let blank_at_end = {
        let lines = split_lines(&decoded.text);
        let filled = lines
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty());
        labels.codes.len() - filled.last().map_or(0, |(last, _)| last + 1)
    };
    let beyond = labels.codes.len().saturating_sub(n_texts.unwrap_or(0));
    labels
        .codes
        .truncate(labels.codes.len() - blank_at_end.min(beyond));
    let reading = reading(&decoded, Form::Labels, labels.codes.len());
    Ok((labels, reading))
}

fn reading(decoded: &Decoded, form: Form, n_rows: usize) -> Reading {
    let replaced = (decoded.n_replaced > 0).then_some(Note::LoneSurrogates {
        n: decoded.n_replaced,
    });
    Reading {
        form,
        encoding: decoded.encoding,
        n_rows: n_rows as u64,
        notes: replaced.into_iter().collect(),
        ..Reading::default()
    }
}

/// The lines of `text` without their line breaks; the last one need not have any.
pub(super) fn split_lines(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('\n')
        .map(|line| match line.strip_suffix('\n') {
            Some(line) => line.strip_suffix('\r').unwrap_or(line),
            None => line,
        })
}

/// The fault of a pair whose files have different numbers of lines.
pub(super) fn line_counts_differ(
    tags: &NamedBytes,
    n_tags: usize,
    texts_name: &str,
    texts: &[String],
) -> Error {
    let remedy = if texts.len() == n_tags + 1 && texts.last().is_some_and(String::is_empty) {
        message!("error-last-line-empty", file = texts_name)
    } else {
        message!("error-line-by-line")
    };
    Error::new(
        Code::LineCountsDiffer,
        message!(
            "error-line-counts",
            tags = &tags.name,
            n_tags = n_tags,
            texts = texts_name,
            n_texts = texts.len()
        ),
        remedy,
    )
    .in_file(&tags.name)
}

/// The first 40 characters of something wrong, enough to recognise it.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(bytes: &[u8]) -> NamedBytes {
        NamedBytes {
            name: "f.txt".into(),
            bytes: bytes.to_vec(),
        }
    }

    #[test]
    fn only_the_line_break_goes() {
        let cases: [(&[u8], &[&str]); 11] = [
            (b"a\nb\n", &["a", "b"]),
            (b"a\r\nb\r\n", &["a", "b"]),
            (b"a\r\nb\nc", &["a", "b", "c"]),
            (b"\xef\xbb\xbfa\n", &["a"]),
            (b" a \n\tb", &[" a ", "\tb"]),
            (b"\n", &[""]),
            (b"a\n\n", &["a", ""]),
            (b"a\r\r\n", &["a\r"]),
            (b"a\rb\n", &["a\rb"]),
            (b"a\r", &["a\r"]),
            (
                "a\u{2028}b\u{85}c\u{b}d\u{c}e\n".as_bytes(),
                &["a\u{2028}b\u{85}c\u{b}d\u{c}e"],
            ),
        ];
        for (bytes, lines) in cases {
            assert_eq!(parse_texts(&file(bytes)).unwrap(), lines, "{bytes:?}");
        }
    }

    #[test]
    fn a_second_byte_order_mark_is_text() {
        let texts = parse_texts(&file("\u{feff}\u{feff}a\n".as_bytes())).unwrap();
        assert_eq!(texts, ["\u{feff}a"]);
    }

    #[test]
    fn labels_may_have_blanks_around_them_and_blank_lines_after_them() {
        let labels = |bytes: &[u8]| -> Vec<String> {
            let labels = parse_labels(&file(bytes)).unwrap().into_iter();
            labels
                .map(|label| label.unwrap_or_else(|| "-".into()))
                .collect()
        };
        assert_eq!(labels(b" 0\r\n1\t\r\n2\n\n \r\n"), ["0", "1", "2"]);
        assert_eq!(labels(b"\xef\xbb\xbf1"), ["1"]);
        assert_eq!(
            labels(b"hate speech\n\nNaN\nOFF"),
            ["hate speech", "-", "-", "OFF"]
        );
    }

    #[test]
    fn blank_lines_at_the_end_are_rows_as_far_as_there_are_texts() {
        let n = |n_texts| {
            let file = file(b"a\nb\n\n\n");
            let read = read_labels(
                &file,
                &FileOptions::default(),
                Missing::LeaveOut,
                Some(n_texts),
            );
            read.unwrap().0.codes.len()
        };
        assert_eq!([1, 2, 3, 4, 5].map(n), [2, 2, 3, 4, 4]);
    }

    #[test]
    fn faults_name_line_and_byte() {
        let error = parse_texts(&file("żółć\ndobry\nwiecz\u{f3}r \n".as_bytes())).map(|_| ());
        assert_eq!(error, Ok(()));
        let error = parse_texts(&file(b"\xc5\xbc\xc3\xb3\nwiecz\xf3r\n")).unwrap_err();
        assert_eq!(error.code, Code::InvalidUtf8);
        assert_eq!(error.place.as_ref().unwrap().line, Some(2));
        assert!(error.message.to_string().contains("0xF3"), "{error}");
        for blank in [&b""[..], b"\xef\xbb\xbf"] {
            assert_eq!(parse_texts(&file(blank)).unwrap_err().code, Code::EmptyFile);
        }
        assert_eq!(
            parse_labels(&file(b"\n \r\n")).unwrap_err().code,
            Code::EmptyFile
        );
    }
}
