//! What is odd about a data set that is fit to train on: findings, not errors.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{BuildHasherDefault, DefaultHasher};

use serde::{Deserialize, Serialize};

use super::wording::{counted, grouped, listed};
use super::{Corpus, DataSet, SetName};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Scores or the model may mislead.
    Warning,
    /// Good to know.
    Note,
}

/// One oddity with the rows that show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// A stable name in kebab case: `duplicates`, `contradicting-labels`, `empty-texts`, `texts-in-both-sets`,
    /// `control-characters`, `replacement-characters`, `small-class`, `class-imbalance`, `class-only-in-test`,
    /// `class-missing-in-test`.
    pub kind: String,
    pub severity: Severity,
    /// The set whose rows are meant.
    pub set: SetName,
    /// One sentence, in lower case without a full stop.
    pub message: String,
    /// Rows of the set, counted from 0, in ascending order; empty where a finding is about no row.
    pub rows: Vec<u32>,
}

/// A class with fewer training rows than this is called small: cross-validation in ten folds needs one row for each.
const SMALL_CLASS: usize = 10;

/// A largest class with more rows than this many times the smallest one makes plain F1 micro a poor guide.
const IMBALANCE: usize = 10;

/// Looks at both sets: texts are compared as they stand, character by character.
///
/// The findings come in a fixed order, those of the training set first. Costs one pass over the texts and a hash table
/// of references to them.
pub fn validate(data: &DataSet) -> Vec<Finding> {
    let mut findings = Vec::new();
    let train_copies = Copies::new(&data.train);
    texts_findings(SetName::Train, &data.train, &train_copies, &mut findings);
    class_findings(&data.train, &data.classes, &mut findings);
    if let Some(test) = &data.test {
        texts_findings(SetName::Test, test, &Copies::new(test), &mut findings);
        both_sets_findings(data, test, &train_copies, &mut findings);
    }
    findings
}

/// A map whose hashes need no randomness of the system; its order is never looked at.
type TextMap<'a> = HashMap<&'a str, u32, BuildHasherDefault<DefaultHasher>>;

/// The first row of each distinct text, and the rows that repeat an earlier one.
struct Copies<'a> {
    first: TextMap<'a>,
    /// (row, first row of the same text), ascending.
    copies: Vec<(u32, u32)>,
}

impl Copies<'_> {
    fn new(corpus: &Corpus) -> Copies<'_> {
        let mut first =
            TextMap::with_capacity_and_hasher(corpus.texts.len(), BuildHasherDefault::default());
        let mut copies = Vec::new();
        for (row, text) in (0..).zip(&corpus.texts) {
            let earlier = *first.entry(text.as_str()).or_insert(row);
            if earlier != row {
                copies.push((row, earlier));
            }
        }
        Copies { first, copies }
    }
}

fn texts_findings(set: SetName, corpus: &Corpus, copies: &Copies, findings: &mut Vec<Finding>) {
    let mut add = |kind: &str, severity, rows: Vec<u32>, message: &dyn Fn(&str) -> String| {
        if !rows.is_empty() {
            findings.push(Finding {
                kind: kind.into(),
                severity,
                set,
                message: message(&counted(rows.len() as u64, "text")),
                rows,
            });
        }
    };
    let rows_where = |odd: &dyn Fn(&str) -> bool| -> Vec<u32> {
        (0..)
            .zip(&corpus.texts)
            .filter(|(_, text)| odd(text))
            .map(|(row, _)| row)
            .collect()
    };

    // The first copy's label speaks for a text; a text is contradicted if one of its copies has another.
    let contradicted: BTreeSet<u32> = copies
        .copies
        .iter()
        .filter(|(row, first)| corpus.labels[*row as usize] != corpus.labels[*first as usize])
        .map(|(_, first)| *first)
        .collect();
    let mut contradicting: Vec<u32> = copies
        .copies
        .iter()
        .filter(|(_, first)| contradicted.contains(first))
        .map(|(row, _)| *row)
        .chain(contradicted.iter().copied())
        .collect();
    contradicting.sort_unstable();

    let repeated = copies.copies.iter().map(|(row, _)| *row).collect();
    add("duplicates", Severity::Note, repeated, &|texts| {
        format!("{texts} already seen in an earlier row")
    });
    add(
        "contradicting-labels",
        Severity::Warning,
        contradicting,
        &|texts| {
            format!(
                "{texts} also found under another label ({} distinct)",
                grouped(contradicted.len() as u64)
            )
        },
    );
    add(
        "empty-texts",
        Severity::Warning,
        rows_where(&|text| text.trim().is_empty()),
        &|texts| format!("{texts} without a character that can be seen"),
    );
    add(
        "control-characters",
        Severity::Note,
        rows_where(&has_control),
        &|texts| format!("{texts} with control characters, which mostly come from a faulty export"),
    );
    add(
        "replacement-characters",
        Severity::Warning,
        rows_where(&|text| text.contains('\u{fffd}')),
        &|texts| format!("{texts} with U+FFFD, where an earlier program lost a character"),
    );
}

/// Control characters other than the tab and line breaks (`\n`, `\r\n`).
fn has_control(text: &str) -> bool {
    // All of them have a byte below 0x20, or begin with 0x7F or 0xC2; most texts have none of these.
    let suspect = |byte: u8| byte < 0x20 || byte == 0x7f || byte == 0xc2;
    text.bytes().any(suspect)
        && text.char_indices().any(|(at, character)| match character {
            '\t' | '\n' => false,
            '\r' => text.as_bytes().get(at + 1) != Some(&b'\n'),
            other => other.is_control(),
        })
}

fn counts(corpus: &Corpus, n_classes: usize) -> Vec<usize> {
    let mut counts = vec![0; n_classes];
    for label in &corpus.labels {
        counts[*label as usize] += 1;
    }
    counts
}

fn rows_of(corpus: &Corpus, class: usize) -> Vec<u32> {
    (0..)
        .zip(&corpus.labels)
        .filter(|(_, label)| **label as usize == class)
        .map(|(row, _)| row)
        .collect()
}

fn class_findings(train: &Corpus, classes: &[String], findings: &mut Vec<Finding>) {
    let counts = counts(train, classes.len());
    for (class, name) in classes.iter().enumerate() {
        if (1..SMALL_CLASS).contains(&counts[class]) {
            findings.push(Finding {
                kind: "small-class".into(),
                severity: Severity::Warning,
                set: SetName::Train,
                message: format!(
                    "class `{name}` has {}, too few to learn or to measure",
                    counted(counts[class] as u64, "row")
                ),
                rows: rows_of(train, class),
            });
        }
    }
    let present: BTreeMap<usize, usize> = (0..classes.len())
        .filter(|class| counts[*class] > 0)
        .map(|class| (counts[class], class))
        .collect();
    if let (Some((few, smallest)), Some((many, largest))) =
        (present.first_key_value(), present.last_key_value())
        && *many > IMBALANCE * few
    {
        findings.push(Finding {
            kind: "class-imbalance".into(),
            severity: Severity::Note,
            set: SetName::Train,
            message: format!(
                "class `{}` has {} rows and class `{}` {}; look at F1 macro beside F1 micro",
                classes[*largest],
                grouped(*many as u64),
                classes[*smallest],
                grouped(*few as u64)
            ),
            rows: Vec::new(),
        });
    }
}

fn both_sets_findings(data: &DataSet, test: &Corpus, train: &Copies, findings: &mut Vec<Finding>) {
    let leaked: Vec<u32> = (0..)
        .zip(&test.texts)
        .filter(|(_, text)| train.first.contains_key(text.as_str()))
        .map(|(row, _)| row)
        .collect();
    if !leaked.is_empty() {
        findings.push(Finding {
            kind: "texts-in-both-sets".into(),
            severity: Severity::Warning,
            set: SetName::Test,
            message: format!(
                "{} of the test set also in the training set, which flatters the score",
                counted(leaked.len() as u64, "text")
            ),
            rows: leaked,
        });
    }
    let train_counts = counts(&data.train, data.classes.len());
    let test_counts = counts(test, data.classes.len());
    for (class, name) in data.classes.iter().enumerate() {
        if train_counts[class] == 0 {
            findings.push(Finding {
                kind: "class-only-in-test".into(),
                severity: Severity::Warning,
                set: SetName::Test,
                message: format!(
                    "class `{name}` is not in the training set, so it is never predicted"
                ),
                rows: rows_of(test, class),
            });
        }
    }
    let missing: Vec<&String> = (0..data.classes.len())
        .filter(|class| test_counts[*class] == 0)
        .map(|class| &data.classes[class])
        .collect();
    if !missing.is_empty() {
        findings.push(Finding {
            kind: "class-missing-in-test".into(),
            severity: Severity::Note,
            set: SetName::Test,
            message: format!("the test set has no row of {}", listed(&missing)),
            rows: Vec::new(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corpus(rows: &[(&str, u32)]) -> Corpus {
        Corpus {
            texts: rows.iter().map(|row| row.0.into()).collect(),
            labels: rows.iter().map(|row| row.1).collect(),
            sources: Vec::new(),
        }
    }

    /// Kind, set, and rows of each finding, of two classes `a` and `b` that the caller may leave empty.
    fn found(train: &[(&str, u32)], test: &[(&str, u32)]) -> Vec<(String, SetName, Vec<u32>)> {
        let data = DataSet {
            classes: vec!["a".into(), "b".into()],
            train: corpus(train),
            test: (!test.is_empty()).then(|| corpus(test)),
        };
        validate(&data)
            .into_iter()
            .map(|finding| {
                assert!(!finding.message.is_empty() && !finding.message.ends_with('.'));
                (finding.kind, finding.set, finding.rows)
            })
            .filter(|(kind, ..)| kind != "small-class")
            .collect()
    }

    #[test]
    fn clean_data_has_no_findings() {
        let texts: Vec<String> = (0..20).map(|n| format!("text {n}\tą\r\nb")).collect();
        let rows: Vec<(&str, u32)> = texts
            .iter()
            .map(String::as_str)
            .zip([0, 1].into_iter().cycle())
            .collect();
        let data = DataSet {
            classes: vec!["a".into(), "b".into()],
            train: corpus(&rows),
            test: Some(corpus(&[("x", 0), ("y", 1)])),
        };
        assert_eq!(validate(&data), []);
    }

    #[test]
    fn each_oddity_names_its_rows() {
        let (train, test) = (SetName::Train, SetName::Test);
        let kind = |kind: &str, set, rows: &[u32]| (kind.to_string(), set, rows.to_vec());
        assert_eq!(
            found(&[("x", 0), ("y", 1), ("x", 0), ("x", 0)], &[]),
            [kind("duplicates", train, &[2, 3])]
        );
        assert_eq!(
            found(&[("x", 0), ("y", 1), ("x", 0), ("x", 1)], &[]),
            [
                kind("duplicates", train, &[2, 3]),
                kind("contradicting-labels", train, &[0, 2, 3])
            ]
        );
        assert_eq!(
            found(&[(" \u{a0}", 0), ("y", 1), ("", 1)], &[]),
            [kind("empty-texts", train, &[0, 2])]
        );
        assert_eq!(
            found(
                &[
                    ("a\u{85}b", 0),
                    ("y\u{7}", 1),
                    ("z\rz", 1),
                    ("w\u{fffd}", 1)
                ],
                &[]
            ),
            [
                kind("control-characters", train, &[0, 1, 2]),
                kind("replacement-characters", train, &[3])
            ]
        );
        assert_eq!(
            found(&[("x", 0), ("y", 1)], &[("z", 0), ("y", 1), ("y", 1)]),
            [
                kind("duplicates", test, &[2]),
                kind("texts-in-both-sets", test, &[1, 2])
            ]
        );
        assert_eq!(
            found(&[("x", 0), ("y", 0)], &[("z", 1), ("v", 1)]),
            [
                kind("class-only-in-test", test, &[0, 1]),
                kind("class-missing-in-test", test, &[])
            ]
        );
    }

    #[test]
    fn small_and_uneven_classes_are_told() {
        let texts: Vec<String> = (0..92).map(|n| format!("text {n}")).collect();
        let rows: Vec<(&str, u32)> = texts
            .iter()
            .enumerate()
            .map(|(n, text)| (text.as_str(), u32::from(n % 46 == 0)))
            .collect();
        let data = DataSet {
            classes: vec!["a".into(), "b".into()],
            train: corpus(&rows),
            test: None,
        };
        let findings = validate(&data);
        assert_eq!(findings.len(), 2);
        assert_eq!(findings[0].kind, "small-class");
        assert_eq!(findings[0].rows, [0, 46]);
        assert_eq!(
            findings[0].message,
            "class `b` has 2 rows, too few to learn or to measure"
        );
        assert_eq!(
            findings[1].message,
            "class `a` has 90 rows and class `b` 2; look at F1 macro beside F1 micro"
        );
    }
}
