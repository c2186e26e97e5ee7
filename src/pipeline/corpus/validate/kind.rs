//! What can be found: the kinds of findings, with the names that scripts and configurations rely on.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much a finding matters.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Training is impossible.
    Blocker,
    /// Scores or the model may mislead.
    Warning,
    /// Good to know.
    Note,
}

/// What a finding is about. The names in kebab case are stable.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// The text of an earlier row, to the character.
    Duplicates,
    /// Near an earlier row: the same words but for a few.
    NearDuplicates,
    /// One text under several labels.
    ContradictingLabels,
    /// Texts near each other under several labels.
    ContradictingNearDuplicates,
    /// Nothing to be seen.
    EmptyTexts,
    /// Nothing left of the text after the cleaning.
    EmptyAfterCleaning,
    /// U+FFFD, where an earlier program lost a character.
    ReplacementCharacters,
    /// Bytes that were read in the wrong code page.
    Mojibake,
    /// Characters as HTML or JSON writes them.
    EscapedCharacters,
    /// Control characters.
    ControlCharacters,
    /// Byte order marks inside a text.
    ByteOrderMarks,
    /// Much shorter or longer than usual.
    LengthOutliers,
    /// Another language than Polish.
    LanguageOutliers,
    /// What the configuration asks for can't be done with these rows.
    TrainingImpossible,
    /// The rows can't be split so that each class is in both parts.
    SplitImpossible,
    /// A class with too few rows.
    SmallClass,
    /// One class has many times the rows of another.
    ClassImbalance,
    /// Labels beside PolEval's tags 0, 1 and 2.
    TagsOutsideSchema,
    /// Class names that differ only in case, blanks or punctuation.
    SimilarClassNames,
    /// A text of the test set that is in the training set.
    TextsInBothSets,
    /// A text of the test set that is near one of the training set.
    NearTextsInBothSets,
    /// A text with one label in the training set and another one in the test set.
    ContradictingLabelsBetweenSets,
    /// A class of the test set that is not in the training set.
    ClassOnlyInTest,
    /// A class of the training set that is not in the test set.
    ClassMissingInTest,
    /// The files of the two sets have other columns or are of another form.
    ColumnsDiffer,
}

impl FindingKind {
    pub const ALL: [FindingKind; 25] = [
        FindingKind::Duplicates,
        FindingKind::NearDuplicates,
        FindingKind::ContradictingLabels,
        FindingKind::ContradictingNearDuplicates,
        FindingKind::EmptyTexts,
        FindingKind::EmptyAfterCleaning,
        FindingKind::ReplacementCharacters,
        FindingKind::Mojibake,
        FindingKind::EscapedCharacters,
        FindingKind::ControlCharacters,
        FindingKind::ByteOrderMarks,
        FindingKind::LengthOutliers,
        FindingKind::LanguageOutliers,
        FindingKind::TrainingImpossible,
        FindingKind::SplitImpossible,
        FindingKind::SmallClass,
        FindingKind::ClassImbalance,
        FindingKind::TagsOutsideSchema,
        FindingKind::SimilarClassNames,
        FindingKind::TextsInBothSets,
        FindingKind::NearTextsInBothSets,
        FindingKind::ContradictingLabelsBetweenSets,
        FindingKind::ClassOnlyInTest,
        FindingKind::ClassMissingInTest,
        FindingKind::ColumnsDiffer,
    ];

    /// In kebab case.
    pub fn name(self) -> &'static str {
        match self {
            FindingKind::Duplicates => "duplicates",
            FindingKind::NearDuplicates => "near-duplicates",
            FindingKind::ContradictingLabels => "contradicting-labels",
            FindingKind::ContradictingNearDuplicates => "contradicting-near-duplicates",
            FindingKind::EmptyTexts => "empty-texts",
            FindingKind::EmptyAfterCleaning => "empty-after-cleaning",
            FindingKind::ReplacementCharacters => "replacement-characters",
            FindingKind::Mojibake => "mojibake",
            FindingKind::EscapedCharacters => "escaped-characters",
            FindingKind::ControlCharacters => "control-characters",
            FindingKind::ByteOrderMarks => "byte-order-marks",
            FindingKind::LengthOutliers => "length-outliers",
            FindingKind::LanguageOutliers => "language-outliers",
            FindingKind::TrainingImpossible => "training-impossible",
            FindingKind::SplitImpossible => "split-impossible",
            FindingKind::SmallClass => "small-class",
            FindingKind::ClassImbalance => "class-imbalance",
            FindingKind::TagsOutsideSchema => "tags-outside-schema",
            FindingKind::SimilarClassNames => "similar-class-names",
            FindingKind::TextsInBothSets => "texts-in-both-sets",
            FindingKind::NearTextsInBothSets => "near-texts-in-both-sets",
            FindingKind::ContradictingLabelsBetweenSets => "contradicting-labels-between-sets",
            FindingKind::ClassOnlyInTest => "class-only-in-test",
            FindingKind::ClassMissingInTest => "class-missing-in-test",
            FindingKind::ColumnsDiffer => "columns-differ",
        }
    }

    /// Whether its findings name rows, which can be excluded then.
    pub fn names_rows(self) -> bool {
        !matches!(
            self,
            FindingKind::TrainingImpossible
                | FindingKind::ClassImbalance
                | FindingKind::SimilarClassNames
                | FindingKind::ClassMissingInTest
                | FindingKind::ColumnsDiffer
        )
    }
}

impl fmt::Display for FindingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_json() {
        for kind in FindingKind::ALL {
            assert_eq!(
                serde_json::to_value(kind).unwrap(),
                kind.name(),
                "the names that configurations and scripts use are one"
            );
        }
    }
}
