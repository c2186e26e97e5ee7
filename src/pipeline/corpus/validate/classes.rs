//! What is odd about the classes and the files of the sets.

use std::collections::BTreeMap;

use super::{Finding, FindingKind, Severity};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::corpus::labels::is_blank;
use crate::pipeline::corpus::{Corpus, DataSet, POLEVAL_CLASSES, SetName};
use crate::pipeline::error::Code;
use crate::pipeline::python;
use crate::pipeline::split::stratified_split;

/// A class with fewer training rows than this is called small: cross-validation in ten folds needs one row for each.
const SMALL_CLASS: usize = 10;

/// A largest class with more rows than this many times the smallest one makes plain F1 micro a poor guide.
const IMBALANCE: usize = 10;

/// Groups of like names that a message shows.
const PAIRS_SHOWN: usize = 4;

/// Whether a split with this share for validation is possible. It is what the run will do; the seed has no part in
/// whether it can.
pub(super) fn split_finding(
    train: &Corpus,
    classes: &[String],
    validation_size: f64,
) -> Option<Finding> {
    let fault = stratified_split(&train.labels, classes, validation_size, 0).err()?;
    let rows = match fault.code {
        Code::ClassTooSmall => {
            let counts = counts(train, classes.len());
            let single: Vec<usize> = (0..classes.len())
                .filter(|class| counts[*class] == 1)
                .collect();
            rows_of_any(train, &single)
        }
        _ => Vec::new(),
    };
    let finding = about_set(
        FindingKind::SplitImpossible,
        Severity::Blocker,
        SetName::Train,
        fault.sentence(),
    );
    Some(Finding { rows, ..finding })
}

pub(super) fn train_findings(train: &Corpus, classes: &[String], findings: &mut Vec<Finding>) {
    let counts = counts(train, classes.len());
    let small: Vec<usize> = (0..classes.len())
        .filter(|class| (1..SMALL_CLASS).contains(&counts[*class]))
        .collect();
    // Two classes have to be left.
    let n_large = counts.iter().filter(|n| **n >= SMALL_CLASS).count();
    let can_exclude = Argument::Key(match n_large {
        0 | 1 => "no".into(),
        _ => "yes".into(),
    });
    let message = match small[..] {
        [] => None,
        [class] => Some(message!(
            "finding-small-class",
            class = &classes[class],
            rows = counts[class],
            can_exclude = can_exclude
        )),
        _ => {
            let fewest = small.iter().map(|class| counts[*class]).min();
            Some(message!(
                "finding-small-classes",
                n = small.len(),
                fewest = SMALL_CLASS,
                smallest = fewest.unwrap_or(0),
                classes = Argument::names(&names(classes, &small)),
                can_exclude = can_exclude
            ))
        }
    };
    findings.extend(message.map(|message| Finding {
        rows: rows_of_any(train, &small),
        ..about_set(
            FindingKind::SmallClass,
            Severity::Warning,
            SetName::Train,
            message,
        )
    }));
    let present: BTreeMap<usize, usize> = (0..classes.len())
        .filter(|class| counts[*class] > 0)
        .map(|class| (counts[class], class))
        .collect();
    if let (Some((few, smallest)), Some((many, largest))) =
        (present.first_key_value(), present.last_key_value())
        && *many > IMBALANCE * few
    {
        findings.push(about_set(
            FindingKind::ClassImbalance,
            Severity::Note,
            SetName::Train,
            message!(
                "finding-class-imbalance",
                largest = &classes[*largest],
                many = *many,
                smallest = &classes[*smallest],
                few = *few
            ),
        ));
    }
}

/// Of data in PolEval's naming the classes that it does not have; of all data those that are one name in two spellings.
pub(super) fn name_findings(data: &DataSet, findings: &mut Vec<Finding>) {
    let sets = [
        (SetName::Train, Some(&data.train)),
        (SetName::Test, data.test.as_ref()),
    ];
    let outside: Vec<usize> = (0..data.classes.len())
        .filter(|class| !POLEVAL_CLASSES.contains(&data.classes[*class].as_str()))
        .collect();
    if data.naming.is_poleval() {
        for (set, corpus) in sets {
            let rows = corpus.map_or(Vec::new(), |corpus| rows_of_any(corpus, &outside));
            if !rows.is_empty() {
                let message = message!(
                    "finding-tags-outside-schema",
                    rows = rows.len(),
                    labels = Argument::names(&names(&data.classes, &outside))
                );
                findings.push(Finding {
                    rows,
                    ..about_set(
                        FindingKind::TagsOutsideSchema,
                        Severity::Warning,
                        set,
                        message,
                    )
                });
            }
        }
    }
    let mut spellings: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for name in &data.classes {
        if let Some(plain) = plain_name(name) {
            spellings.entry(plain).or_default().push(name);
        }
    }
    let alike: Vec<Argument> = spellings
        .values()
        .filter(|names| names.len() > 1)
        .map(|names| Argument::names(names))
        .collect();
    if !alike.is_empty() {
        let n_more = alike.len().saturating_sub(PAIRS_SHOWN);
        let shown = Argument::Clauses(alike.into_iter().take(PAIRS_SHOWN).collect());
        findings.push(about_set(
            FindingKind::SimilarClassNames,
            Severity::Warning,
            SetName::Train,
            message!(
                "finding-similar-class-names",
                classes = shown,
                more = n_more
            ),
        ));
    }
}

/// The name as it is compared with others: in lower case, without blanks, hyphens, underscores, dots and commas. A separator
/// before a digit stays, since it may be a sign or a decimal point. None for a name of fewer than two letters: numbers,
/// signs and codes of one letter mean what they are.
fn plain_name(name: &str) -> Option<String> {
    let lower = python::lower(name.trim());
    if lower.chars().filter(|c| c.is_alphabetic()).count() < 2 {
        return None;
    }
    let mut plain = String::new();
    let mut left = lower.chars().peekable();
    while let Some(c) = left.next() {
        let is_separator = is_blank(c) || "-_.,".contains(c);
        let before_digit = left.peek().is_some_and(|next| next.is_numeric());
        if !is_separator || before_digit {
            plain.push(c);
        }
    }
    Some(plain)
}

pub(super) fn between_sets(data: &DataSet, test: &Corpus, findings: &mut Vec<Finding>) {
    let train_counts = counts(&data.train, data.classes.len());
    let test_counts = counts(test, data.classes.len());
    let only_in_test: Vec<usize> = (0..data.classes.len())
        .filter(|class| train_counts[*class] == 0 && test_counts[*class] > 0)
        .collect();
    if !only_in_test.is_empty() {
        let rows = rows_of_any(test, &only_in_test);
        let message = message!(
            "finding-class-only-in-test",
            n = only_in_test.len(),
            classes = Argument::names(&names(&data.classes, &only_in_test)),
            rows = rows.len()
        );
        findings.push(Finding {
            rows,
            ..about_set(
                FindingKind::ClassOnlyInTest,
                Severity::Warning,
                SetName::Test,
                message,
            )
        });
    }
    let missing: Vec<&String> = (0..data.classes.len())
        .filter(|class| test_counts[*class] == 0)
        .map(|class| &data.classes[class])
        .collect();
    if !missing.is_empty() {
        findings.push(about_set(
            FindingKind::ClassMissingInTest,
            Severity::Note,
            SetName::Test,
            message!(
                "finding-class-missing-in-test",
                classes = Argument::names(&missing)
            ),
        ));
    }
}

/// Whether the files of the two sets are of one form, with the same columns.
pub(super) fn columns_finding(train: &Corpus, test: &Corpus) -> Option<Finding> {
    let columns = |corpus: &Corpus| -> Vec<String> {
        let sources = corpus.sources.iter();
        sources.flat_map(|source| source.columns.clone()).collect()
    };
    let (of_train, of_test) = (columns(train), columns(test));
    let only_in = |one: &[String], other: &[String]| -> Vec<String> {
        one.iter()
            .filter(|name| !other.contains(name))
            .cloned()
            .collect()
    };
    let (missing, added) = (only_in(&of_train, &of_test), only_in(&of_test, &of_train));
    let message = match (of_train.is_empty(), of_test.is_empty()) {
        (true, true) => return None,
        (true, false) => message!("finding-test-is-table"),
        (false, true) => message!("finding-train-is-table"),
        _ if missing.is_empty() && added.is_empty() => return None,
        _ => {
            message!(
                "finding-columns-differ",
                missing = Argument::names(&missing),
                added = Argument::names(&added)
            )
        }
    };
    Some(about_set(
        FindingKind::ColumnsDiffer,
        Severity::Note,
        SetName::Test,
        message,
    ))
}

/// A finding about no row.
fn about_set(kind: FindingKind, severity: Severity, set: SetName, message: Message) -> Finding {
    Finding {
        kind,
        severity,
        set,
        message,
        rows: Vec::new(),
        counterparts: Vec::new(),
    }
}

fn counts(corpus: &Corpus, n_classes: usize) -> Vec<usize> {
    let mut counts = vec![0; n_classes];
    for label in &corpus.labels {
        counts[*label as usize] += 1;
    }
    counts
}

/// Rows of any of these classes, in ascending order.
fn rows_of_any(corpus: &Corpus, classes: &[usize]) -> Vec<u32> {
    (0..)
        .zip(&corpus.labels)
        .filter(|(_, label)| classes.contains(&(**label as usize)))
        .map(|(row, _)| row)
        .collect()
}

fn names<'a>(classes: &'a [String], of: &[usize]) -> Vec<&'a String> {
    of.iter().map(|class| &classes[*class]).collect()
}
