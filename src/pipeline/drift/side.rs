//! One side of a comparison: what drift needs of a set of rows.

use serde::{Deserialize, Serialize};

use super::copies::CopyKeys;
use super::descriptors::{DescribedRows, Descriptor, DescriptorValues, own_out_of_vocabulary};
use super::overlap::row_digests;
use super::scores::Scores;
use super::term_rows::TermSet;
use super::tokens::{Family, TermsOfRows, Tokens, lowered};

/// What drift needs of one set of rows, in file order: enough to compare it later without its texts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Side {
    pub n_rows: usize,
    /// The names of the classes; empty without labels.
    pub classes: Vec<String>,
    /// For each row an index into `classes`, or none for a row without a label; none where no row has one.
    pub labels: Option<Vec<Option<u32>>>,
    /// One for each family.
    pub terms: Vec<TermSet>,
    /// One value for each row; unknown words are those that no other row of the same side has.
    pub descriptors: DescriptorValues,
    /// What a model says of the rows, where one was asked that did not see them.
    pub scores: Option<Scores>,
    /// For each row the key of its near-equal texts, see [`CopyKeys`]; none where the side came without its texts. It is
    /// not stored.
    #[serde(skip)]
    pub copy_keys: Option<Vec<u64>>,
}

impl Side {
    /// # Panics
    /// If there are labels and not one for each text.
    pub fn of_texts<T: AsRef<str>>(
        tokens: &Tokens,
        texts: &[T],
        labels: Option<(&[String], &[u32])>,
    ) -> Side {
        let mut rows = SideRows::new();
        for text in texts {
            rows.add(tokens, text.as_ref());
        }
        rows.finish(labels)
    }

    /// The same where a row may be without a label.
    ///
    /// # Panics
    /// If there are labels and not a place for each text.
    pub fn of_texts_partly<T: AsRef<str>>(
        tokens: &Tokens,
        texts: &[T],
        labels: Option<(&[String], &[Option<u32>])>,
    ) -> Side {
        let mut rows = SideRows::new();
        for text in texts {
            rows.add(tokens, text.as_ref());
        }
        rows.finish_partly(labels)
    }

    /// The same rows with what a model says of them.
    ///
    /// # Panics
    /// If there is not a prediction for each row.
    pub fn with_scores(mut self, scores: Scores) -> Side {
        assert_eq!(
            scores.predicted.len(),
            self.n_rows,
            "a prediction for each row"
        );
        self.scores = Some(scores);
        self
    }

    /// # Panics
    /// If the family is not there.
    pub fn family(&self, family: Family) -> &TermSet {
        let found = self.terms.iter().find(|set| set.family == family);
        found.unwrap_or_else(|| panic!("no terms of {family:?}"))
    }

    /// The labels of the rows that have one, in file order; none where the side has no labels at all.
    pub fn given_labels(&self) -> Option<Vec<u32>> {
        let labels = self.labels.as_ref()?;
        Some(labels.iter().flatten().copied().collect())
    }

    /// The rows that have a label, ascending.
    pub fn labelled_rows(&self) -> Vec<u32> {
        let labels = self.labels.iter().flatten();
        (0u32..)
            .zip(labels)
            .filter(|(_, label)| label.is_some())
            .map(|(row, _)| row)
            .collect()
    }

    /// A number for each row that rows of the same text share; it needs no texts.
    pub fn digests(&self) -> Vec<u64> {
        row_digests(self)
    }

    /// These rows, in this order.
    ///
    /// # Panics
    /// If there is no such row.
    pub fn select(&self, rows: &[u32]) -> Side {
        let at = || rows.iter().map(|&row| row as usize);
        Side {
            n_rows: rows.len(),
            classes: self.classes.clone(),
            labels: self
                .labels
                .as_ref()
                .map(|labels| at().map(|row| labels[row]).collect()),
            terms: self
                .terms
                .iter()
                .map(|set| TermSet {
                    family: set.family,
                    vocabulary: set.vocabulary.clone(),
                    rows: set.rows.select(at()),
                })
                .collect(),
            descriptors: self
                .descriptors
                .iter()
                .map(|(&descriptor, values)| (descriptor, at().map(|row| values[row]).collect()))
                .collect(),
            scores: self.scores.as_ref().map(|scores| scores.select(rows)),
            copy_keys: self
                .copy_keys
                .as_ref()
                .map(|keys| at().map(|row| keys[row]).collect()),
        }
    }
}

/// A side made of texts that come one after the other.
pub struct SideRows {
    n_rows: usize,
    terms: TermsOfRows,
    descriptors: DescribedRows,
    keys: CopyKeys,
    copy_keys: Vec<u64>,
}

impl Default for SideRows {
    fn default() -> SideRows {
        SideRows::new()
    }
}

impl SideRows {
    pub fn new() -> SideRows {
        SideRows {
            n_rows: 0,
            terms: TermsOfRows::new(&Family::ALL),
            descriptors: DescribedRows::new(),
            keys: CopyKeys::new(),
            copy_keys: Vec::new(),
        }
    }

    pub fn add(&mut self, tokens: &Tokens, text: &str) {
        let lowered = lowered(text);
        self.terms.add(tokens, &lowered);
        self.descriptors.add(tokens, text);
        self.copy_keys.push(self.keys.of(&lowered));
        self.n_rows += 1;
    }

    /// Texts so far.
    pub fn len(&self) -> usize {
        self.n_rows
    }

    pub fn is_empty(&self) -> bool {
        self.n_rows == 0
    }

    /// # Panics
    /// If there are labels and not one for each text.
    pub fn finish(self, labels: Option<(&[String], &[u32])>) -> Side {
        let given: Option<(&[String], Vec<Option<u32>>)> =
            labels.map(|(classes, labels)| (classes, labels.iter().map(|&l| Some(l)).collect()));
        self.finish_partly(
            given
                .as_ref()
                .map(|(classes, labels)| (*classes, &labels[..])),
        )
    }

    /// The same where a row may be without a label.
    ///
    /// # Panics
    /// If there are labels and not a place for each text.
    pub fn finish_partly(self, labels: Option<(&[String], &[Option<u32>])>) -> Side {
        let terms = self.terms.finish();
        let mut descriptors = self.descriptors.values;
        descriptors.insert(
            Descriptor::OutOfVocabulary,
            own_out_of_vocabulary(&terms[0]),
        );
        if let Some((_, labels)) = labels {
            assert_eq!(
                labels.len(),
                self.n_rows,
                "a place for a label for each text"
            );
        }
        Side {
            n_rows: self.n_rows,
            classes: labels.map_or_else(Vec::new, |(classes, _)| classes.to_vec()),
            labels: labels.map(|(_, labels)| labels.to_vec()),
            terms,
            descriptors,
            scores: None,
            copy_keys: Some(self.copy_keys),
        }
    }
}
