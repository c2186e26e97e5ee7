//! `drift/reference_profile.bin`: the reference profile as an artifact of the run.
//!
//! The first line is JSON and says what the file holds. After it comes, for marginals, one more line of JSON; for rows,
//! parts of numbers (see [`super::profile_bytes`]) in this order: labels; for each family the vocabulary, then for each row
//! the number of its entries, their terms, their counts; for each descriptor its distinct values, then for each row one of
//! them; predicted labels; scores.
//!
//! Most character 3-grams of a row are those of its words, each with a space before and behind it. What is written of that
//! family is by how much a count differs from this guess: a third of the entries.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::opened::again;
use super::profile_bytes::{Parts, Reader, put_number};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::drift::{
    Descriptor, DescriptorValues, Family, Marginals, Profile, ScoreKind, Scores, Side, TermRows,
    TermSet,
};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::step::{Pace, pause};
use crate::pipeline::terms::TermTable;

/// Version of the file; a reader refuses a greater one.
pub const SCHEMA_VERSION: u32 = 1;
/// What an entry of a row costs, beside a byte of text.
const COST_OF_ENTRY: usize = 8;
/// Its path among the artifacts.
pub const PROFILE: &str = "drift/reference_profile.bin";
const KIND: &str = "dryf-reference-profile";

/// Longer words are no guess: so a file of some bytes can't stand for a memory full of 3-grams.
const LONGEST_WORD: usize = 32;
/// Entries of a family, of eight bytes each, beyond which a file is not read.
const MOST_ENTRIES: usize = 1 << 27;

#[derive(Serialize, Deserialize)]
struct Head {
    kind: String,
    schema_version: u32,
    holds: Holds,
    n_rows: u64,
    /// Absent without labels.
    classes: Option<Vec<String>>,
    scores: Option<ScoresHead>,
}

/// What every version of the head has.
#[derive(Deserialize)]
struct Version {
    kind: String,
    schema_version: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Holds {
    Rows,
    Marginals,
}

#[derive(Serialize, Deserialize)]
struct ScoresHead {
    model_sha256: String,
    folds: Option<u32>,
    kind: ScoreKind,
    classes: Vec<String>,
}

/// The file of a profile; gives way in between.
///
/// # Panics
/// If a side does not have the families of [`Family::ALL`] and the descriptors of [`Descriptor::ALL`].
pub async fn write(profile: &Profile) -> Vec<u8> {
    let head = match profile {
        Profile::Rows(side) => Head {
            kind: KIND.into(),
            schema_version: SCHEMA_VERSION,
            holds: Holds::Rows,
            n_rows: side.n_rows as u64,
            classes: whole_labels(side).map(|_| side.classes.clone()),
            scores: side.scores.as_ref().map(|scores| ScoresHead {
                model_sha256: scores.model_sha256.clone(),
                folds: scores.folds,
                kind: scores.kind,
                classes: scores.classes.clone(),
            }),
        },
        Profile::Marginals(marginals) => Head {
            kind: KIND.into(),
            schema_version: SCHEMA_VERSION,
            holds: Holds::Marginals,
            n_rows: marginals.n_rows,
            classes: None,
            scores: None,
        },
    };
    let line = |value: serde_json::Result<Vec<u8>>| {
        let mut bytes = value.expect("plain data has a JSON form");
        bytes.push(b'\n');
        bytes
    };
    let mut file = line(serde_json::to_vec(&head));
    match profile {
        Profile::Rows(side) => file.append(&mut rows(side).await.into_bytes()),
        Profile::Marginals(marginals) => file.append(&mut line(serde_json::to_vec(marginals))),
    }
    file
}

/// A label for each row; none where a row is without. Rows that a model learned from have one.
fn whole_labels(side: &Side) -> Option<Vec<u32>> {
    side.given_labels()
        .filter(|labels| labels.len() == side.n_rows)
}

async fn rows(side: &Side) -> Parts {
    let mut pace = Pace::default();
    let mut parts = Parts::new();
    if let Some(labels) = whole_labels(side) {
        parts.numbers(&labels);
    }
    assert!(
        side.terms.iter().map(|set| set.family).eq(Family::ALL),
        "each family in its order"
    );
    for set in &side.terms {
        let guesses = Guesses::new(&side.terms[0], set).await;
        parts.texts(&set.vocabulary);
        let (mut n_entries, mut terms, mut counts) = (Vec::new(), Vec::new(), Vec::new());
        let mut guess = Vec::new();
        for row in 0..set.rows.len() {
            guesses.of(&side.terms[0].rows, row, &mut guess);
            let is_guess = guess.iter().map(|&(term, count)| (term, -count));
            let is_there = set
                .rows
                .row(row)
                .map(|(term, count)| (term, i64::from(count)));
            let (mut n, mut next) = (0, 0);
            for (term, by) in summed(is_guess, is_there) {
                n += 1;
                put_number(u64::from(term - next), &mut terms);
                next = term + 1;
                // 1, -1, 2, -2, .. as 0, 1, 2, 3, ..
                put_number((by.unsigned_abs() - 1) * 2 + u64::from(by < 0), &mut counts);
            }
            put_number(n, &mut n_entries);
            pace.after(COST_OF_ENTRY * n as usize).await;
        }
        for part in [n_entries, terms, counts] {
            parts.part(&part);
        }
        pause().await;
    }
    for descriptor in Descriptor::ALL {
        parts.values(&side.descriptors[&descriptor]);
        pause().await;
    }
    if let Some(scores) = &side.scores {
        parts.numbers(&scores.predicted);
        parts.singles(&scores.values);
    }
    parts
}

/// What the words of a row say of its 3-grams.
struct Guesses {
    /// For each word the 3-grams of it with a space on either side, as far as they are in the vocabulary; empty for other
    /// families.
    of_words: Vec<u32>,
    /// Where those of each word end.
    ends: Vec<usize>,
}

impl Guesses {
    async fn new(words: &TermSet, set: &TermSet) -> Guesses {
        let mut pace = Pace::default();
        let (mut of_words, mut ends) = (Vec::new(), Vec::new());
        if set.family != Family::Trigrams {
            return Guesses { of_words, ends };
        }
        let mut numbers = TermTable::new();
        for term in &set.vocabulary {
            numbers.intern(term);
            pace.after(term.len()).await;
        }
        let (mut padded, mut starts) = (String::new(), Vec::new());
        for word in &words.vocabulary {
            padded.clear();
            padded.extend([" ", word, " "]);
            starts.clear();
            starts.extend(padded.char_indices().map(|(at, _)| at));
            // With the space on either side.
            if starts.len() <= LONGEST_WORD + 2 {
                starts.push(padded.len());
                let trigrams = starts.windows(4).map(|ends| &padded[ends[0]..ends[3]]);
                of_words.extend(trigrams.filter_map(|trigram| numbers.get(trigram)));
            }
            ends.push(of_words.len());
            pace.after(COST_OF_ENTRY * word.len()).await;
        }
        Guesses { of_words, ends }
    }

    /// Puts each guessed term of a row and its count in ascending order.
    fn of(&self, words: &TermRows, row: usize, guess: &mut Vec<(u32, i64)>) {
        guess.clear();
        if self.of_words.is_empty() {
            return;
        }
        for (word, count) in words.row(row) {
            let word = word as usize;
            let start = if word == 0 { 0 } else { self.ends[word - 1] };
            let terms = &self.of_words[start..self.ends[word]];
            guess.extend(terms.iter().map(|&term| (term, i64::from(count))));
        }
        guess.sort_unstable_by_key(|&(term, _)| term);
        guess.dedup_by(|next, first| {
            let same = next.0 == first.0;
            if same {
                first.1 += next.1;
            }
            same
        });
    }
}

/// The sum of two lists of terms, each ascending and with no term twice; a term with the sum 0 is left out.
fn summed(
    first: impl IntoIterator<Item = (u32, i64)>,
    second: impl IntoIterator<Item = (u32, i64)>,
) -> impl Iterator<Item = (u32, i64)> {
    let mut first = first.into_iter().peekable();
    let mut second = second.into_iter().peekable();
    let sums = std::iter::from_fn(move || {
        let order = match (first.peek(), second.peek()) {
            (Some(a), Some(b)) => a.0.cmp(&b.0),
            (Some(_), None) => Ordering::Less,
            (None, _) => Ordering::Greater,
        };
        match order {
            Ordering::Less => first.next(),
            Ordering::Greater => second.next(),
            Ordering::Equal => {
                let ((term, a), (_, b)) = (first.next()?, second.next()?);
                Some((term, a.saturating_add(b)))
            }
        }
    });
    sums.filter(|&(_, count)| count != 0)
}

/// The profile that [`write`] wrote; gives way in between. `path` names the file in errors.
///
/// # Errors
/// [`Code::Unsupported`] where a later Dryf wrote it, [`Code::DamagedArchive`] where it can't be what one wrote.
pub async fn read(bytes: &[u8], path: &str) -> Result<Profile, Error> {
    checked(bytes).await.map_err(|fault| {
        match fault {
            Fault::Later(version) => Error::new(
                Code::Unsupported,
                message!(
                    "error-profile-version",
                    version = version.to_string(),
                    known = SCHEMA_VERSION.to_string()
                ),
                message!("error-update"),
            ),
            Fault::Damaged(what) => Error::new(
                Code::DamagedArchive,
                message!("error-profile-damaged", what = what),
                again(),
            ),
        }
        .in_file(path)
    })
}

enum Fault {
    Later(u32),
    Damaged(Message),
}

/// By the key of what is wrong.
impl From<&'static str> for Fault {
    fn from(what: &'static str) -> Fault {
        Fault::Damaged(message!("profile-fault", what = Argument::key(what)))
    }
}

async fn checked(bytes: &[u8]) -> Result<Profile, Fault> {
    let end = bytes.iter().position(|&byte| byte == b'\n');
    let (line, body) = bytes.split_at(end.ok_or("first-line")?);
    let body = &body[1..];
    let damaged = |fault: serde_json::Error| Fault::Damaged(Message::text(fault.to_string()));
    let version: Version = serde_json::from_slice(line).map_err(damaged)?;
    if version.kind != KIND {
        return Err("other-first-line".into());
    }
    if version.schema_version > SCHEMA_VERSION {
        return Err(Fault::Later(version.schema_version));
    }
    let head: Head = serde_json::from_slice(line).map_err(damaged)?;
    match head.holds {
        Holds::Marginals => {
            let marginals: Marginals = serde_json::from_slice(body).map_err(damaged)?;
            if marginals.n_rows != head.n_rows {
                return Err("row-counts".into());
            }
            marginals.check()?;
            Ok(Profile::Marginals(marginals))
        }
        Holds::Rows => {
            // Each row has a byte at least.
            let n_rows = usize::try_from(head.n_rows).unwrap_or(usize::MAX);
            if n_rows > body.len() {
                return Err("few-rows".into());
            }
            let mut reader = Reader::new(body);
            let side = read_rows(&mut reader, n_rows, head).await?;
            reader.end()?;
            Ok(Profile::Rows(side))
        }
    }
}

async fn read_rows(reader: &mut Reader<'_>, n_rows: usize, head: Head) -> Result<Side, Fault> {
    let labels = match &head.classes {
        Some(classes) => {
            distinct(classes).await?;
            let labels = reader.numbers(n_rows, classes.len())?;
            Some(labels.into_iter().map(Some).collect())
        }
        None => None,
    };
    let mut terms: Vec<TermSet> = Vec::new();
    for family in Family::ALL {
        let set = read_terms(reader, n_rows, family, terms.first()).await?;
        terms.push(set);
    }
    let mut descriptors = DescriptorValues::new();
    for descriptor in Descriptor::ALL {
        descriptors.insert(descriptor, reader.values(n_rows)?);
        pause().await;
    }
    let scores = match head.scores {
        Some(scores) => {
            distinct(&scores.classes).await?;
            Some(Scores {
                predicted: reader.numbers(n_rows, scores.classes.len())?,
                values: reader.singles(n_rows, scores.classes.len())?,
                model_sha256: scores.model_sha256,
                folds: scores.folds,
                kind: scores.kind,
                classes: scores.classes,
            })
        }
        None => None,
    };
    Ok(Side {
        n_rows,
        classes: head.classes.unwrap_or_default(),
        labels,
        terms,
        descriptors,
        scores,
        copy_keys: None,
    })
}

async fn read_terms(
    reader: &mut Reader<'_>,
    n_rows: usize,
    family: Family,
    words: Option<&TermSet>,
) -> Result<TermSet, Fault> {
    let mut set = TermSet {
        family,
        vocabulary: reader.texts()?,
        rows: TermRows::default(),
    };
    pause().await;
    distinct(&set.vocabulary).await?;
    let words = words.unwrap_or(&set);
    let guesses = Guesses::new(words, &set).await;
    let mut pace = Pace::default();
    let (mut n_entries, mut terms, mut counts) = (reader.part()?, reader.part()?, reader.part()?);
    let mut rows = TermRows::default();
    let (mut total, mut guess) = (0, Vec::new());
    for row in 0..n_rows {
        guesses.of(&words.rows, row, &mut guess);
        let mut apart = Vec::new();
        let mut next = 0u64;
        for _ in 0..n_entries.number()? {
            let term = next
                .checked_add(terms.number()?)
                .filter(|&term| term < set.vocabulary.len() as u64)
                .ok_or("term")?;
            next = term + 1;
            let code = counts.number()?;
            let size = i64::try_from(code / 2).map_err(|_| "count-large")?;
            let size = size.checked_add(1).ok_or("count-large")?;
            apart.push((term as u32, if code % 2 == 0 { size } else { -size }));
        }
        let counted = summed(guess.iter().copied(), apart)
            .map(|(term, count)| Some((term, u32::try_from(count).ok()?)))
            .collect::<Option<BTreeMap<u32, u32>>>()
            .ok_or("count-range")?;
        total += counted.len();
        pace.after(COST_OF_ENTRY * counted.len()).await;
        if total > MOST_ENTRIES {
            return Err("terms".into());
        }
        rows.push(&counted);
    }
    for part in [n_entries, terms, counts] {
        part.end()?;
    }
    set.rows = rows;
    Ok(set)
}

async fn distinct(names: &[String]) -> Result<(), Fault> {
    let mut pace = Pace::default();
    let mut all = BTreeSet::new();
    for name in names {
        if !all.insert(name) {
            return Err("names".into());
        }
        pace.after(name.len()).await;
    }
    Ok(())
}
