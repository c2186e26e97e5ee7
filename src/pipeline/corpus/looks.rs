//! What one file looks like by itself: what its name says and what its lines hold.

use std::collections::BTreeSet;

use super::encoding::decode;
use super::foreign::{foreign_by_name, foreign_kind, way_from, words as kind_words};
use super::lines::split_lines;
use super::parquet::is_parquet;
use super::table::looks_like_table;
use super::{FileOptions, NamedBytes, SetName, parse_label_names};
use crate::message;
use crate::message::{Argument, Message};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Texts,
    Tags,
    Table,
    /// What labels mean.
    LabelNames,
}

/// Bytes of the longest label; a longer line is a text.
const LONGEST_LABEL: usize = 64;

/// Words of names that say the training set, the test set and a set for tuning; a number behind a word is no part of it.
const TRAIN: [&str; 15] = [
    "train",
    "training",
    "trainset",
    "trainingset",
    "traindata",
    "trainingdata",
    "trening",
    "treningowy",
    "treningowa",
    "treningowe",
    "treningowych",
    "uczący",
    "uczące",
    "uczacy",
    "uczace",
];
const TEST: [&str; 12] = [
    "test",
    "tests",
    "testing",
    "testset",
    "testingset",
    "testdata",
    "testowy",
    "testowa",
    "testowe",
    "testowych",
    "testy",
    "testów",
];
const TUNING: [&str; 15] = [
    "dev",
    "devel",
    "devset",
    "development",
    "val",
    "valid",
    "validation",
    "trial",
    "walidacja",
    "walidacyjny",
    "walidacyjna",
    "walidacyjne",
    "deweloperski",
    "deweloperskie",
    "tuning",
];

/// What a name says of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Says {
    Set(SetName),
    /// A set for tuning, which is no part of the data.
    Tuning,
    Both,
    Nothing,
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

/// Why a file holds what it holds, or is of its set.
pub(super) fn why(key: &'static str) -> Message {
    message!("role-reason", why = Argument::key(key))
}

/// What the innermost part of the path that says something says, with the reason.
pub(super) fn set_by_name(words: &[Vec<String>]) -> (Says, Option<Message>) {
    for part in words {
        let says = |known: &[&str]| {
            part.iter()
                .any(|word| known.contains(&word.trim_end_matches(|c: char| c.is_ascii_digit())))
        };
        let (found, reason) = match (says(&TRAIN), says(&TEST), says(&TUNING)) {
            (false, false, false) => continue,
            (true, false, false) => (Says::Set(SetName::Train), "train"),
            (false, true, false) => (Says::Set(SetName::Test), "test"),
            (false, false, true) => (Says::Tuning, "validation"),
            (true, true, _) => (Says::Both, "both"),
            _ => (Says::Both, "several"),
        };
        return (found, Some(why(reason)));
    }
    (Says::Nothing, None)
}

/// What the file holds, by its content and by the words of its name, with the reason; none where both disagree, or where it
/// is no data.
pub(super) fn holds(
    file: &NamedBytes,
    words: &[Vec<String>],
    options: &FileOptions,
) -> (Option<Holds>, Message) {
    let says = |names: &[&str]| words[0].iter().any(|word| names.contains(&word.as_str()));
    let says_tags = says(&["tag", "tags", "label", "labels", "tagi", "etykiety"]);
    let says_texts = says(&[
        "text", "texts", "tweet", "tweets", "tekst", "teksty", "wpisy",
    ]);
    if is_parquet(&file.bytes) {
        return (Some(Holds::Table), why("table"));
    }
    if let Some(kind) = foreign_kind(file).or_else(|| foreign_by_name(file)) {
        let reason = message!(
            "role-foreign",
            kind = kind_words(kind),
            way = way_from(kind)
        );
        return (None, reason);
    }
    let decoded = match decode(file, options.encoding) {
        Ok(decoded) if !decoded.text.trim().is_empty() => Some(decoded),
        Ok(_) => None,
        Err(_) if file.bytes.len() > 3 => {
            // What can't be read is said where it is read.
            return match (looks_like_table(file, options), says_tags) {
                (true, _) => (Some(Holds::Table), why("table")),
                (false, true) => (Some(Holds::Tags), why("tags-by-name")),
                (false, false) => (Some(Holds::Texts), why("texts")),
            };
        }
        Err(_) => None,
    };
    let Some(decoded) = decoded else {
        return match (says_tags, says_texts) {
            (true, false) => (Some(Holds::Tags), why("tags-by-name")),
            (false, true) => (Some(Holds::Texts), why("texts-by-name")),
            _ => (None, why("empty")),
        };
    };
    let names_labels = says(&["mapping", "mappings"]) || (says_tags && says(&["names", "mapping"]));
    if names_labels && parse_label_names(file).is_ok() {
        return (Some(Holds::LabelNames), why("label-names"));
    }
    if looks_like_table(file, options) {
        return (Some(Holds::Table), why("table"));
    }
    match (Lines::of(&decoded.text), says_tags, says_texts) {
        (Lines::Numbers, false, true) => (None, why("numbers-for-texts")),
        (Lines::Numbers, ..) => (Some(Holds::Tags), why("numbers")),
        (Lines::Long, true, false) => (None, why("long-for-tags")),
        (_, true, false) => (Some(Holds::Tags), why("tags-by-name")),
        (_, _, true) => (Some(Holds::Texts), why("texts-by-name")),
        (Lines::Labels, ..) => (Some(Holds::Tags), why("labels")),
        _ => (Some(Holds::Texts), why("texts")),
    }
}

/// What the lines of a file are like; blank ones don't count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lines {
    /// Whole numbers.
    Numbers,
    /// Short ones, each on two lines on average or more.
    Labels,
    Short,
    Long,
}

impl Lines {
    fn of(text: &str) -> Lines {
        let (mut n, mut are_numbers) = (0, true);
        let mut distinct = BTreeSet::new();
        for line in split_lines(text)
            .map(str::trim)
            .filter(|line| !line.is_empty())
        {
            if line.len() > LONGEST_LABEL {
                return Lines::Long;
            }
            n += 1;
            are_numbers &= line.parse::<i32>().is_ok();
            if distinct.len() < 1_000 {
                distinct.insert(line);
            }
        }
        match (are_numbers, distinct.len()) {
            (true, _) => Lines::Numbers,
            (_, different) if n >= 4 && different < 1_000 && 2 * different <= n => Lines::Labels,
            _ => Lines::Short,
        }
    }
}

/// Lines as the reader of pairs counts them: the last one may lack its line break.
pub(super) fn count_lines(bytes: &[u8]) -> u64 {
    let breaks = bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
    breaks + u64::from(bytes.last().is_some_and(|byte| *byte != b'\n'))
}
