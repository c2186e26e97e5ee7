//! What is odd about the classes and the files of the sets.

use std::collections::BTreeMap;

use super::{Finding, FindingKind, Severity};
use crate::pipeline::corpus::wording::{counted, grouped, listed};
use crate::pipeline::corpus::{Corpus, DataSet, SetName};
use crate::pipeline::error::Code;
use crate::pipeline::python;
use crate::pipeline::split::stratified_split;

/// A class with fewer training rows than this is called small: cross-validation in ten folds needs one row for each.
const SMALL_CLASS: usize = 10;

/// A largest class with more rows than this many times the smallest one makes plain F1 micro a poor guide.
const IMBALANCE: usize = 10;

/// PolEval's tags.
const TAGS: [&str; 3] = ["0", "1", "2"];

/// Whether a split with this share for validation is possible. It is what the run will do; the seed has no part in
/// whether it can.
pub(super) fn split_finding(
    train: &Corpus,
    classes: &[String],
    validation_size: f64,
) -> Option<Finding> {
    let fault = stratified_split(&train.labels, classes, validation_size, 0).err()?;
    let rows = match fault.code {
        Code::ClassTooSmall => (0..classes.len())
            .map(|class| rows_of(train, class))
            .filter(|rows| rows.len() == 1)
            .flatten()
            .collect(),
        _ => Vec::new(),
    };
    let mut finding = about_set(
        FindingKind::SplitImpossible,
        Severity::Blocker,
        SetName::Train,
        format!("{}; {}", fault.message, fault.remedy),
    );
    finding.rows = rows;
    finding.rows.sort_unstable();
    Some(finding)
}

pub(super) fn train_findings(train: &Corpus, classes: &[String], findings: &mut Vec<Finding>) {
    let counts = counts(train, classes.len());
    for (class, name) in classes.iter().enumerate() {
        if (1..SMALL_CLASS).contains(&counts[class]) {
            findings.push(Finding {
                rows: rows_of(train, class),
                ..about_set(
                    FindingKind::SmallClass,
                    Severity::Warning,
                    SetName::Train,
                    format!(
                        "class `{name}` has {}, too few to learn or to measure, and for folds; add rows or exclude the class",
                        counted(counts[class] as u64, "row")
                    ),
                )
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
        findings.push(about_set(
            FindingKind::ClassImbalance,
            Severity::Note,
            SetName::Train,
            format!(
                "class `{}` has {} rows and class `{}` {}; look at F1 macro beside F1 micro",
                classes[*largest],
                grouped(*many as u64),
                classes[*smallest],
                grouped(*few as u64)
            ),
        ));
    }
}

/// Class names that are no tags where others are, or that are one name in two spellings.
pub(super) fn name_findings(data: &DataSet, findings: &mut Vec<Finding>) {
    let is_tag = |name: &str| TAGS.contains(&name);
    let n_tags = data.classes.iter().filter(|name| is_tag(name)).count();
    let sets = || {
        [
            (SetName::Train, Some(&data.train)),
            (SetName::Test, data.test.as_ref()),
        ]
        .into_iter()
        .filter_map(|(set, corpus)| Some((set, corpus?)))
    };
    if n_tags > 0 {
        for (class, name) in data.classes.iter().enumerate() {
            for (set, corpus) in sets() {
                let rows = if is_tag(name) {
                    Vec::new()
                } else {
                    rows_of(corpus, class)
                };
                if !rows.is_empty() {
                    findings.push(Finding {
                        message: format!(
                            "{} with the label `{name}`, which is none of PolEval's tags 0, 1 and 2; correct the label or \
                             exclude the rows",
                            counted(rows.len() as u64, "row")
                        ),
                        rows,
                        ..about_set(
                            FindingKind::TagsOutsideSchema,
                            Severity::Warning,
                            set,
                            String::new(),
                        )
                    });
                }
            }
        }
    }
    let mut spellings: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for name in &data.classes {
        let plain = python::lower(name)
            .chars()
            .filter(|c| python::is_alnum(*c))
            .collect();
        spellings.entry(plain).or_default().push(name);
    }
    for names in spellings.values().filter(|names| names.len() > 1) {
        findings.push(about_set(
            FindingKind::SimilarClassNames,
            Severity::Warning,
            SetName::Train,
            format!(
                "the classes {} differ only in case, blanks or punctuation; give one class one name",
                listed(names)
            ),
        ));
    }
}

pub(super) fn between_sets(data: &DataSet, test: &Corpus, findings: &mut Vec<Finding>) {
    let train_counts = counts(&data.train, data.classes.len());
    let test_counts = counts(test, data.classes.len());
    for (class, name) in data.classes.iter().enumerate() {
        if train_counts[class] == 0 {
            findings.push(Finding {
                rows: rows_of(test, class),
                ..about_set(
                    FindingKind::ClassOnlyInTest,
                    Severity::Warning,
                    SetName::Test,
                    format!(
                        "class `{name}` is not in the training set, so it is never predicted; add rows of it there or \
                         correct the labels"
                    ),
                )
            });
        }
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
            format!(
                "the test set has no row of {}, so nothing is measured there; add rows or read F1 macro with care",
                listed(&missing)
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
        (true, false) => {
            "the test set is a table and the training set a pair of texts and tags; check that their labels mean the same"
                .to_string()
        }
        (false, true) => {
            "the training set is a table and the test set a pair of texts and tags; check that their labels mean the same"
                .to_string()
        }
        _ if missing.is_empty() && added.is_empty() => return None,
        _ => format!(
            "the table of the test set lacks {} and adds {} to the columns of the training set; check that both come from \
             one export",
            listed(&missing),
            listed(&added)
        ),
    };
    Some(about_set(
        FindingKind::ColumnsDiffer,
        Severity::Note,
        SetName::Test,
        message,
    ))
}

/// A finding about no row.
fn about_set(kind: FindingKind, severity: Severity, set: SetName, message: String) -> Finding {
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

fn rows_of(corpus: &Corpus, class: usize) -> Vec<u32> {
    (0..)
        .zip(&corpus.labels)
        .filter(|(_, label)| **label as usize == class)
        .map(|(row, _)| row)
        .collect()
}
