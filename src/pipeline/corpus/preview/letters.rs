//! The letters of a file beyond ASCII: how they read in the encoding in which the file is read and in others, and whether they were
//! garbled before.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::{MOST_CHARACTERS, ROWS, clamped};
use crate::pipeline::corpus::table::start_of;
use crate::pipeline::corpus::validate::has_mojibake;
use crate::pipeline::corpus::{NamedBytes, TextEncoding};
use crate::pipeline::step::Pace;

/// Bytes of lines with letters beyond ASCII that are looked at behind the start of a file.
const MOST_TELLING: usize = 64 << 10;
/// Readings of the same lines.
const MOST_READINGS: usize = 3;

/// Lines as they read in an encoding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncodedLines {
    pub encoding: TextEncoding,
    /// Whether it is what the file by itself seems to be in.
    pub is_detected: bool,
    /// Whether the file is read in it.
    pub is_used: bool,
    pub lines: Vec<String>,
}

/// The start of a file, and behind it lines with letters beyond ASCII, where the start alone may say nothing of them.
pub(super) async fn sample(file: &NamedBytes) -> NamedBytes {
    let start = start_of(&file.bytes);
    let mut bytes = start.to_vec();
    let behind = &file.bytes[start.len()..];
    // In UTF-16 the start tells.
    let is_wide = start.iter().filter(|byte| **byte == 0).count() > start.len() / 10;
    if !is_wide && start.ends_with(b"\n") {
        let mut pace = Pace::default();
        for line in behind.split_inclusive(|byte| *byte == b'\n') {
            if bytes.len() >= start.len() + MOST_TELLING {
                break;
            }
            if !line.is_ascii() && line.len() < MOST_TELLING {
                bytes.extend_from_slice(line);
            }
            pace.after(line.len() / 8).await;
        }
    }
    NamedBytes {
        name: file.name.clone(),
        bytes,
    }
}

/// The lines with the most letters beyond ASCII, in the encoding that is used, in the one that was found, and in others in which
/// they are letters too.
pub(super) fn encodings(
    bytes: &[u8],
    used: TextEncoding,
    detected: Option<TextEncoding>,
) -> Vec<EncodedLines> {
    if used == TextEncoding::UTF_8 && detected == Some(TextEncoding::UTF_8) {
        return Vec::new();
    }
    let width = detected.unwrap_or(used).utf_16();
    let mut lines: Vec<&[u8]> = raw_lines(bytes, width);
    let beyond_ascii = |line: &&[u8]| match width {
        None => line.iter().filter(|byte| !byte.is_ascii()).count(),
        Some(is_low_first) => {
            let units = line.chunks_exact(2);
            units
                .filter(|unit| unit[usize::from(is_low_first)] != 0)
                .count()
        }
    };
    lines.sort_by_key(|line| Reverse(beyond_ascii(line)));
    lines.truncate(ROWS);
    lines.retain(|line| beyond_ascii(line) > 0);
    let usual = TextEncoding::USUAL
        .into_iter()
        .filter_map(|name| name.parse().ok());
    // Files of Central Europe are in one of these; UTF-16 where bytes of zero say so.
    let others = usual.filter(|other: &TextEncoding| other.utf_16().is_some() == width.is_some());
    let mut found: Vec<EncodedLines> = Vec::new();
    for encoding in [Some(used), detected].into_iter().flatten().chain(others) {
        let is_known = |known: &EncodedLines| known.encoding == encoding;
        if found.len() == MOST_READINGS || found.iter().any(is_known) {
            continue;
        }
        let is_given = encoding == used || Some(encoding) == detected;
        let read = |line: &&[u8]| match encoding.read(line) {
            Some(text) if is_given || !text.contains(|c: char| c.is_control() && c != '\t') => {
                Some(around_letters(&text))
            }
            _ if is_given => Some(around_letters(&encoding.read_lossy(line))),
            _ => None,
        };
        let Some(lines) = lines.iter().map(read).collect::<Option<Vec<_>>>() else {
            continue;
        };
        if is_given || found.iter().all(|known| known.lines != lines) {
            found.push(EncodedLines {
                encoding,
                is_detected: Some(encoding) == detected,
                is_used: encoding == used,
                lines,
            });
        }
    }
    match found.len() {
        0 | 1 => Vec::new(),
        _ => found,
    }
}

/// The lines of a file in bytes; `width` is that of UTF-16 where it is in it.
fn raw_lines(bytes: &[u8], width: Option<bool>) -> Vec<&[u8]> {
    let Some(is_low_first) = width else {
        let lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r'));
        return lines.filter(|line| !line.is_empty()).collect();
    };
    let line_feed = match is_low_first {
        true => [b'\n', 0],
        false => [0, b'\n'],
    };
    let marks = [b"\xff\xfe", b"\xfe\xff"].into_iter();
    let without_mark = marks.filter_map(|mark| bytes.strip_prefix(mark)).next();
    let bytes = without_mark.unwrap_or(bytes);
    let (mut lines, mut start) = (Vec::new(), 0);
    for at in (0..bytes.len().saturating_sub(1)).step_by(2) {
        if bytes[at..at + 2] == line_feed {
            lines.push(&bytes[start..at]);
            start = at + 2;
        }
    }
    lines.push(&bytes[start..bytes.len() & !1]);
    lines.retain(|line| !line.is_empty());
    lines
}

/// A line from shortly before its first letter beyond ASCII on.
fn around_letters(line: &str) -> String {
    const BEFORE: usize = 40;
    let line = line.trim();
    let first = line.chars().position(|c| !c.is_ascii()).unwrap_or(0);
    let skipped = first.saturating_sub(BEFORE);
    let shown = clamped(
        &line
            .chars()
            .skip(skipped)
            .take(MOST_CHARACTERS + 1)
            .collect::<String>(),
    );
    match skipped {
        0 => shown,
        _ => format!("…{shown}"),
    }
}

/// A line that shows it, where most of the lines with letters beyond ASCII do.
pub(super) fn garbled(text: &str) -> Option<String> {
    let (mut n, mut n_garbled, mut first) = (0, 0, None);
    for line in text.lines().filter(|line| !line.is_ascii()) {
        n += 1;
        if has_mojibake(line) {
            n_garbled += 1;
            first.get_or_insert_with(|| around_letters(line));
        }
    }
    first.filter(|_| 2 * n_garbled > n)
}
