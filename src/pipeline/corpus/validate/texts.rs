//! What is odd about the texts of one set.

use super::copies::Copies;
use super::encoding;
use super::language::Language;
use super::lengths::UsualLengths;
use super::near::{Labels, Neighbourhoods};
use super::{Cleaned, Finding, FindingKind, Severity};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::clean::Cleaner;
use crate::pipeline::corpus::{Corpus, SetName};
use crate::pipeline::step::Pace;

/// What the texts of a set are held against.
pub(super) struct Standard<'a> {
    pub near: &'a Neighbourhoods,
    pub lengths: Option<UsualLengths>,
    pub cleaner: Option<&'a Cleaner>,
    pub cleaned: Option<Cleaned<'a>>,
}

/// `languages` are those of the texts; none where the texts are not Polish anyway.
pub(super) async fn findings(
    set: SetName,
    corpus: &Corpus,
    copies: &Copies,
    languages: Option<&[Language]>,
    standard: &Standard<'_>,
    findings: &mut Vec<Finding>,
) {
    let mut pace = Pace::default();
    let mut add = async |kind,
                         severity,
                         odd: &dyn Fn(usize, &str) -> bool,
                         about: &dyn Fn(Message, &[u32]) -> Message| {
        let mut rows: Vec<u32> = Vec::new();
        for (row, text) in (0..).zip(&corpus.texts) {
            if odd(row as usize, text) {
                rows.push(row);
            }
            pace.after(text.len()).await;
        }
        if !rows.is_empty() {
            findings.push(Finding {
                kind,
                severity,
                set,
                message: about(message!("count-texts", texts = rows.len()), &rows),
                rows,
                counterparts: Vec::new(),
            });
        }
    };
    let is_repeat = |row: usize| (copies.of_row(row).first as usize) < row;
    let is_contradicted = |row: usize| copies.of_row(row).labels == Labels::Several;
    let in_set = || {
        Argument::Key(match set {
            SetName::Train => "train".into(),
            SetName::Test => "test".into(),
        })
    };

    add(
        FindingKind::Duplicates,
        Severity::Note,
        &|row, _| is_repeat(row),
        &|texts, _| message!("finding-duplicates", texts = texts, set = in_set()),
    )
    .await;
    add(
        FindingKind::NearDuplicates,
        Severity::Note,
        &|row, _| {
            let first = standard.near.of(set, row, set).first;
            !is_repeat(row) && first.is_some_and(|first| (first as usize) < row)
        },
        &|texts, _| message!("finding-near-duplicates", texts = texts, set = in_set()),
    )
    .await;
    add(
        FindingKind::ContradictingLabels,
        Severity::Warning,
        &|row, _| is_contradicted(row),
        &|texts, rows| {
            let n_distinct = rows
                .iter()
                .filter(|row| copies.of_row(**row as usize).first == **row)
                .count();
            message!(
                "finding-contradicting-labels",
                texts = texts,
                distinct = n_distinct
            )
        },
    )
    .await;
    add(
        FindingKind::ContradictingNearDuplicates,
        Severity::Warning,
        &|row, _| {
            let labels = standard.near.of(set, row, set).labels;
            !is_contradicted(row) && labels.differ_from(corpus.labels[row])
        },
        &|texts, _| message!("finding-contradicting-near-duplicates", texts = texts),
    )
    .await;
    add(
        FindingKind::EmptyTexts,
        Severity::Warning,
        &|_, text| encoding::is_empty(text),
        &|texts, _| message!("finding-empty-texts", texts = texts),
    )
    .await;
    if let Some(cleaner) = standard.cleaner {
        let cleaned = standard.cleaned.as_ref().map(|cleaned| cleaned.of(set));
        let mut pace = Pace::default();
        let mut emptied: Vec<bool> = Vec::with_capacity(corpus.texts.len());
        for (row, text) in corpus.texts.iter().enumerate() {
            let is_emptied = || match cleaned {
                Some(cleaned) => encoding::is_empty(cleaned[row]),
                None => encoding::is_empty(&cleaner.clean(text)),
            };
            emptied.push(!encoding::is_empty(text) && is_emptied());
            pace.after(text.len()).await;
        }
        let is_nothing_left = corpus
            .texts
            .iter()
            .zip(&emptied)
            .all(|(text, emptied)| *emptied || encoding::is_empty(text));
        let is_all = set == SetName::Train && is_nothing_left;
        add(
            FindingKind::EmptyAfterCleaning,
            match is_all {
                true => Severity::Blocker,
                false => Severity::Note,
            },
            &|row, _| emptied[row],
            &|texts, _| match is_all {
                true => message!("finding-all-empty-after-cleaning", texts = texts),
                false => message!("finding-empty-after-cleaning", texts = texts),
            },
        )
        .await;
    }
    add(
        FindingKind::ReplacementCharacters,
        Severity::Warning,
        &|_, text| encoding::has_replacement(text),
        &|texts, _| message!("finding-replacement-characters", texts = texts),
    )
    .await;
    add(
        FindingKind::Mojibake,
        Severity::Warning,
        &|_, text| encoding::has_mojibake(text),
        &|texts, _| message!("finding-mojibake", texts = texts),
    )
    .await;
    add(
        FindingKind::EscapedCharacters,
        Severity::Note,
        &|_, text| encoding::has_escape(text),
        &|texts, _| message!("finding-escaped-characters", texts = texts),
    )
    .await;
    add(
        FindingKind::ControlCharacters,
        Severity::Note,
        &|_, text| encoding::has_control(text),
        &|texts, _| message!("finding-control-characters", texts = texts),
    )
    .await;
    add(
        FindingKind::ByteOrderMarks,
        Severity::Note,
        &|_, text| encoding::has_byte_order_mark(text),
        &|texts, _| message!("finding-byte-order-marks", texts = texts),
    )
    .await;
    if let Some(usual) = standard.lengths {
        add(
            FindingKind::LengthOutliers,
            Severity::Note,
            &|_, text| !usual.hold(text) && !encoding::is_empty(text),
            &|texts, _| {
                message!(
                    "finding-length-outliers",
                    texts = texts,
                    shortest = usual.shortest,
                    longest = usual.longest
                )
            },
        )
        .await;
    }
    if let Some(languages) = languages {
        add(
            FindingKind::LanguageOutliers,
            Severity::Note,
            &|row, _| languages[row] == Language::Foreign,
            &|texts, _| message!("finding-language-outliers", texts = texts),
        )
        .await;
    }
}
