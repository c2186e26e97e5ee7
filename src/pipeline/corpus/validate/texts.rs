//! What is odd about the texts of one set.

use super::copies::Copies;
use super::encoding;
use super::language::{Language, Polish};
use super::lengths::UsualLengths;
use super::near::{Labels, Neighbourhoods};
use super::{Finding, FindingKind, Severity};
use crate::pipeline::clean::Cleaner;
use crate::pipeline::corpus::wording::{counted, grouped};
use crate::pipeline::corpus::{Corpus, SetName};

/// What the texts of a set are held against.
pub(super) struct Standard<'a> {
    pub near: &'a Neighbourhoods,
    pub lengths: Option<UsualLengths>,
    /// None where the texts are not Polish anyway.
    pub polish: Option<&'a Polish>,
    pub cleaner: Option<&'a Cleaner>,
}

pub(super) fn findings(
    set: SetName,
    corpus: &Corpus,
    copies: &Copies,
    standard: &Standard,
    findings: &mut Vec<Finding>,
) {
    let mut add =
        |kind, severity, odd: &dyn Fn(usize, &str) -> bool, about: &dyn Fn(&[u32]) -> String| {
            let rows: Vec<u32> = (0..)
                .zip(&corpus.texts)
                .filter(|(row, text)| odd(*row as usize, text))
                .map(|(row, _)| row)
                .collect();
            if !rows.is_empty() {
                findings.push(Finding {
                    kind,
                    severity,
                    set,
                    message: format!("{} {}", counted(rows.len() as u64, "text"), about(&rows)),
                    rows,
                    counterparts: Vec::new(),
                });
            }
        };
    let known = |text: &str| copies.get(text).expect("every text of the set is known");
    let is_repeat = |row: usize, text: &str| (known(text).first as usize) < row;
    let is_contradicted = |text: &str| known(text).labels == Labels::Several;
    let twice = match set {
        SetName::Train => "which count twice in training",
        SetName::Test => "which count twice in the scores",
    };

    add(FindingKind::Duplicates, Severity::Note, &is_repeat, &|_| {
        format!("already seen in an earlier row, {twice}; exclude them unless that is meant")
    });
    add(
        FindingKind::NearDuplicates,
        Severity::Note,
        &|row, text| {
            let first = standard.near.of(set, row, set).first;
            !is_repeat(row, text) && first.is_some_and(|first| (first as usize) < row)
        },
        &|_| {
            format!(
                "with the words of an earlier row but for a few, {twice}; look at them and exclude them unless that is meant"
            )
        },
    );
    add(
        FindingKind::ContradictingLabels,
        Severity::Warning,
        &|_, text| is_contradicted(text),
        &|rows| {
            let n_distinct = rows
                .iter()
                .filter(|row| known(&corpus.texts[**row as usize]).first == **row)
                .count();
            format!(
                "also found under another label ({} distinct); correct the labels or exclude them",
                grouped(n_distinct as u64)
            )
        },
    );
    add(
        FindingKind::ContradictingNearDuplicates,
        Severity::Warning,
        &|row, text| {
            let labels = standard.near.of(set, row, set).labels;
            !is_contradicted(text) && labels.differ_from(corpus.labels[row])
        },
        &|_| {
            "with another label than texts of the same words but for a few; look at the labels and correct or exclude them".into()
        },
    );
    add(
        FindingKind::EmptyTexts,
        Severity::Warning,
        &|_, text| encoding::is_empty(text),
        &|_| "without a character that can be seen; exclude them".into(),
    );
    if let Some(cleaner) = standard.cleaner {
        let emptied: Vec<bool> = corpus
            .texts
            .iter()
            .map(|text| !encoding::is_empty(text) && encoding::is_empty(&cleaner.clean(text)))
            .collect();
        let is_nothing_left = corpus
            .texts
            .iter()
            .zip(&emptied)
            .all(|(text, emptied)| *emptied || encoding::is_empty(text));
        let (severity, about) = match (set, is_nothing_left) {
            (SetName::Train, true) => (
                Severity::Blocker,
                "of which the cleaning leaves nothing, and no other text is left; switch cleaning steps off",
            ),
            _ => (
                Severity::Note,
                "of which the cleaning leaves nothing, so that the model can't tell them apart; exclude them or switch \
                 cleaning steps off",
            ),
        };
        add(
            FindingKind::EmptyAfterCleaning,
            severity,
            &|row, _| emptied[row],
            &|_| about.into(),
        );
    }
    add(
        FindingKind::ReplacementCharacters,
        Severity::Warning,
        &|_, text| encoding::has_replacement(text),
        &|_| {
            "with U+FFFD, where an earlier program lost a character; export them again as UTF-8"
                .into()
        },
    );
    add(
        FindingKind::Mojibake,
        Severity::Warning,
        &|_, text| encoding::has_mojibake(text),
        &|_| {
            "with letters that were read in the wrong code page, such as `Å‚` for `ł`; export them again as UTF-8".into()
        },
    );
    add(
        FindingKind::EscapedCharacters,
        Severity::Note,
        &|_, text| encoding::has_escape(text),
        &|_| {
            "with characters as HTML or JSON writes them, such as `&amp;` or `\\u0026`; unescape them before the export".into()
        },
    );
    add(
        FindingKind::ControlCharacters,
        Severity::Note,
        &|_, text| encoding::has_control(text),
        &|_| {
            "with control characters, which mostly come from a faulty export; remove them there"
                .into()
        },
    );
    add(
        FindingKind::ByteOrderMarks,
        Severity::Note,
        &|_, text| encoding::has_byte_order_mark(text),
        &|_| {
            "with a byte order mark inside, which mostly comes from files put together; remove it there".into()
        },
    );
    if let Some(usual) = standard.lengths {
        add(
            FindingKind::LengthOutliers,
            Severity::Note,
            &|_, text| !usual.hold(text) && !encoding::is_empty(text),
            &|_| {
                format!(
                    "shorter than {} or longer than {} characters, which is unusual in this training set; look whether they are whole",
                    grouped(usual.shortest),
                    grouped(usual.longest)
                )
            },
        );
    }
    if let Some(polish) = standard.polish {
        add(
            FindingKind::LanguageOutliers,
            Severity::Note,
            &|_, text| polish.language(text) == Language::Foreign,
            &|_| {
                "in another language than Polish, by the look of it; exclude them if the model is for Polish alone".into()
            },
        );
    }
}
