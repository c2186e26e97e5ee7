//! PolEval's form: a file of texts and a file of tags, paired line by line.
//!
//! A line's trailing line break (`\n` or `\r\n`) goes, every other character stays: a lone `\r`, U+0085 and U+2028 are
//! part of their text, as in Python's `open(…, newline="\n")`.

use super::wording::counted;
use super::zipped::is_zip;
use super::{NamedBytes, POLEVAL_CLASSES};
use crate::pipeline::error::{Code, Error};

const BOM: &[u8] = b"\xef\xbb\xbf";

/// The texts of a file, one a line.
///
/// A byte order mark at the start goes. The last line may lack its line break. Costs one pass for the check of UTF-8
/// and one for the lines; takes one copy of the file.
///
/// # Errors
/// [`Code::EmptyFile`]; [`Code::InvalidUtf8`] with the line and the byte; [`Code::UnknownFormat`] for a zip.
pub fn parse_texts(file: &NamedBytes) -> Result<Vec<String>, Error> {
    Ok(split_lines(decode(file)?).map(str::to_owned).collect())
}

/// The tags of a file, one a line, as indices into [`POLEVAL_CLASSES`].
///
/// Spaces and tabs around a tag are tolerated, and so are blank lines at the end of the file; a blank line before them
/// is not, since it would shift the pairing.
///
/// # Errors
/// As [`parse_texts`], and [`Code::UnknownTag`] with the line.
pub fn parse_tags(file: &NamedBytes) -> Result<Vec<u32>, Error> {
    let text = decode(file)?.trim_end_matches(is_blank);
    if text.is_empty() {
        return Err(empty(file, "it holds only blank lines"));
    }
    let unknown = |line: usize, message: String| {
        Error::new(
            Code::UnknownTag,
            message,
            format!(
                "each line needs one tag: 0 ({}), 1 ({}) or 2 ({})",
                POLEVAL_CLASSES[0], POLEVAL_CLASSES[1], POLEVAL_CLASSES[2]
            ),
        )
        .at_line(&file.name, line as u64 + 1)
    };
    let mut tags = Vec::new();
    for (line, text) in split_lines(text).enumerate() {
        match text.trim_matches(is_blank) {
            "0" => tags.push(0),
            "1" => tags.push(1),
            "2" => tags.push(2),
            "" => return Err(unknown(line, "the line is blank".into())),
            other => return Err(unknown(line, format!("unknown tag `{}`", shortened(other)))),
        }
    }
    Ok(tags)
}

/// Whether `text` is a tag of PolEval, with blanks around it or without.
pub(super) fn is_tag(text: &str) -> bool {
    matches!(text.trim_matches(is_blank), "0" | "1" | "2")
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

/// The lines of `text` without their line breaks; the last one need not have any.
pub(super) fn split_lines(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('\n')
        .map(|line| match line.strip_suffix('\n') {
            Some(line) => line.strip_suffix('\r').unwrap_or(line),
            None => line,
        })
}

/// The bytes of a file without a byte order mark.
pub(super) fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(BOM).unwrap_or(bytes)
}

/// A file as text, without a byte order mark; never empty.
///
/// # Errors
/// As [`parse_texts`].
pub(super) fn decode(file: &NamedBytes) -> Result<&str, Error> {
    let bytes = without_bom(&file.bytes);
    if bytes.is_empty() {
        return Err(empty(file, "it holds not one byte of text"));
    }
    if is_zip(bytes) {
        return Err(Error::new(
            Code::UnknownFormat,
            "this is a zip, not a file of texts, tags or a table",
            "unpack it and give the files inside",
        )
        .in_file(&file.name));
    }
    str::from_utf8(bytes).map_err(|fault| {
        let at = fault.valid_up_to();
        let line = 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count() as u64;
        let message = if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            "the file is UTF-16, not UTF-8".to_string()
        } else {
            format!("byte 0x{:02X} is not valid UTF-8", bytes[at])
        };
        Error::new(
            Code::InvalidUtf8,
            message,
            "save the file as UTF-8; Polish files that are not are mostly Windows-1250 or ISO 8859-2",
        )
        .at_line(&file.name, line)
    })
}

fn empty(file: &NamedBytes, message: &str) -> Error {
    Error::new(
        Code::EmptyFile,
        format!("the file is empty: {message}"),
        "check that the download or the export is complete and give the file again",
    )
    .in_file(&file.name)
}

/// The fault of a pair whose files have different numbers of lines.
pub(super) fn line_counts_differ(
    tags: &NamedBytes,
    n_tags: usize,
    texts_name: &str,
    texts: &[String],
) -> Error {
    let remedy = if texts.len() == n_tags + 1 && texts.last().is_some_and(String::is_empty) {
        format!("the last line of `{texts_name}` is empty; remove it")
    } else {
        "PolEval files pair line by line: give a text file and a tags file that belong together"
            .into()
    };
    Error::new(
        Code::LineCountsDiffer,
        format!(
            "`{}` has {} but `{texts_name}` has {}",
            tags.name,
            counted(n_tags as u64, "line"),
            super::wording::grouped(texts.len() as u64)
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
    fn tags_may_have_blanks_around_them_and_blank_lines_after_them() {
        assert_eq!(
            parse_tags(&file(b" 0\r\n1\t\r\n2\n\n \r\n")).unwrap(),
            [0, 1, 2]
        );
        assert_eq!(parse_tags(&file(b"\xef\xbb\xbf1")).unwrap(), [1]);
    }

    #[test]
    fn faults_name_line_and_byte() {
        let error = parse_texts(&file(b"dobry\nwiecz\xf3r\n")).unwrap_err();
        assert_eq!(error.code, Code::InvalidUtf8);
        assert_eq!(error.place.as_ref().unwrap().line, Some(2));
        assert!(error.message.contains("0xF3"), "{error}");

        let error = parse_texts(&file(b"\xff\xfea\0")).unwrap_err();
        assert!(error.message.contains("UTF-16"), "{error}");

        for blank in [&b""[..], b"\xef\xbb\xbf"] {
            assert_eq!(parse_texts(&file(blank)).unwrap_err().code, Code::EmptyFile);
        }
        assert_eq!(
            parse_tags(&file(b"\n \r\n")).unwrap_err().code,
            Code::EmptyFile
        );
    }

    #[test]
    fn a_long_wrong_tag_is_shortened_at_a_character() {
        let error = parse_tags(&file("ż".repeat(100).as_bytes())).unwrap_err();
        assert_eq!(error.message, format!("unknown tag `{}…`", "ż".repeat(40)));
    }
}
