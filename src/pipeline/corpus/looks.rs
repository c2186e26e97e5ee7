//! What one file looks like by itself: what its name says and what its lines hold.

use super::lines::{is_tag, without_bom};
use super::table::looks_like_table;
use super::{NamedBytes, SetName, is_zip};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Texts,
    Tags,
    Table,
}

/// The words of a path in lower case, the file's name first, then its folders from the inside out; split at what is no
/// letter or digit and where a capital follows a small letter.
pub(super) fn name_words(path: &str) -> Vec<Vec<String>> {
    path.rsplit('/')
        .map(|part| {
            let mut words = vec![String::new()];
            let mut small_before = false;
            for character in part.chars() {
                if !character.is_alphanumeric() || (small_before && character.is_uppercase()) {
                    words.push(String::new());
                }
                if character.is_alphanumeric() {
                    words
                        .last_mut()
                        .expect("begun with one word")
                        .extend(character.to_lowercase());
                }
                small_before = character.is_lowercase();
            }
            words
        })
        .collect()
}

/// The set that the innermost part of the path names, with the reason.
pub(super) fn set_by_name(words: &[Vec<String>]) -> (Option<SetName>, Option<String>) {
    for part in words {
        let says = |beginning: &str| part.iter().any(|word| word.starts_with(beginning));
        return match (says("train") || says("trening"), says("test")) {
            (true, false) => (Some(SetName::Train), Some("its name says train".into())),
            (false, true) => (Some(SetName::Test), Some("its name says test".into())),
            (true, true) => (None, Some("its name says both train and test".into())),
            (false, false) => continue,
        };
    }
    (None, None)
}

/// What the file holds, by its content and by the words of its name; none where both disagree, with the reason.
pub(super) fn holds(file: &NamedBytes, words: &[Vec<String>]) -> (Option<Holds>, String) {
    let bytes = without_bom(&file.bytes);
    let says = |names: &[&str]| words[0].iter().any(|word| names.contains(&word.as_str()));
    let says_tags = says(&["tag", "tags", "label", "labels"]);
    let says_texts = says(&["text", "texts", "tweet", "tweets"]);
    if is_zip(bytes) {
        return (None, "it is a zip, which has to be unpacked first".into());
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return match (says_tags, says_texts) {
            (true, false) => (Some(Holds::Tags), "its name says tags".into()),
            (false, true) => (Some(Holds::Texts), "its name says texts".into()),
            _ => (None, "it is empty".into()),
        };
    }
    let first_line = bytes.split(|byte| *byte == b'\n').next().unwrap_or(bytes);
    if looks_like_table(&file.name, &String::from_utf8_lossy(first_line)) {
        return (Some(Holds::Table), "it is a table".into());
    }
    let tags = Tags::of(bytes, says_tags);
    match (tags, says_tags, says_texts) {
        (Tags::All, _, true) if !says_tags => (
            None,
            "its name says texts, but each of its lines is 0, 1 or 2".into(),
        ),
        (Tags::All, ..) => (Some(Holds::Tags), "each of its lines is 0, 1 or 2".into()),
        (Tags::Some, true, _) => (Some(Holds::Tags), "its name says tags".into()),
        (Tags::None, true, false) => (
            None,
            "its name says tags, but none of its lines is 0, 1 or 2".into(),
        ),
        (_, _, true) => (Some(Holds::Texts), "its name says texts".into()),
        _ => (Some(Holds::Texts), "its lines are texts".into()),
    }
}

/// How many of the lines are tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tags {
    All,
    Some,
    None,
}

impl Tags {
    /// Blank lines don't count. Stops at the first line that decides, unless `every_line` is asked for.
    fn of(bytes: &[u8], every_line: bool) -> Tags {
        let (mut tags, mut others) = (0, 0);
        for line in bytes.split(|byte| *byte == b'\n') {
            // Longer lines than this are no tag with blanks around it.
            let line = str::from_utf8(&line[..line.len().min(64)]).unwrap_or("?");
            if is_tag(line) {
                tags += 1;
            } else if !line.trim().is_empty() {
                others += 1;
                if !every_line {
                    break;
                }
            }
        }
        match (tags, others) {
            (_, 0) => Tags::All,
            (0, _) => Tags::None,
            _ => Tags::Some,
        }
    }
}

/// Lines as the reader of pairs counts them: the last one may lack its line break.
pub(super) fn count_lines(bytes: &[u8]) -> u64 {
    let breaks = bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
    breaks + u64::from(bytes.last().is_some_and(|byte| *byte != b'\n'))
}
