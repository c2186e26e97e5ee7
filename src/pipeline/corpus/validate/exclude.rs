//! The section `[data]` of a configuration: how files are read, and the rows that a run leaves out, by kinds of findings and
//! by row, for each set.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Finding, FindingKind};
use crate::message;
use crate::message::Argument;
use crate::pipeline::corpus::{
    Corpus, DataSet, Delimiter, FileOptions, LabelNames, Missing, Quoting, ReadingOptions, SetName,
    TextEncoding,
};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::params::CONFIG;

/// What to leave out, and how files are read: the section `[data]` of a configuration. The default leaves out nothing that
/// has a text and a label, and finds from the files how they are to be read.
///
/// A kind stands for the rows of that set that its findings name. Rows are counted from 1, as the page and the command line
/// show them; the tables of an archive count from 0.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Exclusions {
    /// Kinds of findings whose rows of the training set are left out.
    pub exclude_train: Vec<FindingKind>,
    /// Kinds of findings whose rows of the test set are left out, which moves every score on it.
    pub exclude_test: Vec<FindingKind>,
    /// Rows of the training set, from 1.
    pub exclude_train_rows: Vec<u32>,
    /// Rows of the test set, from 1.
    pub exclude_test_rows: Vec<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_column: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label_column: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<Delimiter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quoting: Option<Quoting>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<TextEncoding>,
    /// Of the test set alone, as the others that begin so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test_text_column: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test_label_column: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test_delimiter: Option<Delimiter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test_quoting: Option<Quoting>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test_header: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test_encoding: Option<TextEncoding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Missing>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label_names: Option<LabelNames>,
}

/// The rows that are left out, from 0, in ascending order.
#[derive(Debug, Clone, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct Excluded {
    pub train: Vec<u32>,
    pub test: Vec<u32>,
}

impl Exclusions {
    /// Whether no row is left out by kind or number.
    pub fn is_empty(&self) -> bool {
        self.exclude_train.is_empty()
            && self.exclude_test.is_empty()
            && self.exclude_train_rows.is_empty()
            && self.exclude_test_rows.is_empty()
    }

    /// How files are read.
    pub fn reading(&self) -> ReadingOptions {
        ReadingOptions {
            all: FileOptions {
                text_column: self.text_column.clone(),
                label_column: self.label_column.clone(),
                delimiter: self.delimiter,
                quoting: self.quoting,
                header: self.header,
                encoding: self.encoding,
            },
            test: FileOptions {
                text_column: self.test_text_column.clone(),
                label_column: self.test_label_column.clone(),
                delimiter: self.test_delimiter,
                quoting: self.test_quoting,
                header: self.test_header,
                encoding: self.test_encoding,
            },
            label_names: self.label_names.clone().unwrap_or_default(),
            missing: self.missing.unwrap_or_default(),
        }
    }

    /// Takes how files were read, as far as it is no default, so that a run can be repeated by its configuration.
    pub fn set_reading(&mut self, reading: &ReadingOptions) {
        let [all, test] = [&reading.all, &reading.test].map(FileOptions::clone);
        self.text_column = all.text_column;
        self.label_column = all.label_column;
        self.delimiter = all.delimiter;
        self.quoting = all.quoting;
        self.header = all.header;
        self.encoding = all.encoding;
        self.test_text_column = test.text_column;
        self.test_label_column = test.label_column;
        self.test_delimiter = test.delimiter;
        self.test_quoting = test.quoting;
        self.test_header = test.header;
        self.test_encoding = test.encoding;
        self.missing = Some(reading.missing).filter(|missing| *missing != Missing::default());
        let names = reading.label_names.clone();
        self.label_names = Some(names).filter(|names| *names != LabelNames::Auto);
    }

    fn kinds(&self, set: SetName) -> &[FindingKind] {
        match set {
            SetName::Train => &self.exclude_train,
            SetName::Test => &self.exclude_test,
        }
    }

    fn rows(&self, set: SetName) -> &[u32] {
        match set {
            SetName::Train => &self.exclude_train_rows,
            SetName::Test => &self.exclude_test_rows,
        }
    }

    /// The setting that lists the kinds of a set.
    pub fn setting(set: SetName) -> String {
        format!("data.exclude_{set}")
    }

    /// Whether the rows of a kind are left out of a set.
    pub fn names(&self, set: SetName, kind: FindingKind) -> bool {
        self.kinds(set).contains(&kind)
    }

    /// The kinds of a set with one more or one less, in the order of [`FindingKind::ALL`].
    pub fn kinds_with(&self, set: SetName, kind: FindingKind, excluded: bool) -> Vec<FindingKind> {
        FindingKind::ALL
            .into_iter()
            .filter(|other| match *other == kind {
                true => excluded,
                false => self.names(set, *other),
            })
            .collect()
    }

    /// The rows of the training set that are left out by number, with some more or some fewer, ascending.
    pub fn train_rows_with(&self, rows: &[u32], excluded: bool) -> BTreeSet<u32> {
        let mut all: BTreeSet<u32> = self.exclude_train_rows.iter().copied().collect();
        match excluded {
            true => all.extend(rows),
            false => all.retain(|row| !rows.contains(row)),
        }
        all
    }

    /// Whether every value is one that its setting takes; whether the rows are there can't be known without data.
    ///
    /// # Errors
    /// [`Code::InvalidParameter`] with the setting as place.
    pub fn check(&self) -> Result<(), Error> {
        let faults = CONFIG.faults_of("data", "data", self);
        faults.into_iter().next().map_or(Ok(()), Err)
    }

    /// The rows that these exclusions mean in a data set with these findings.
    ///
    /// # Errors
    /// Those of [`Exclusions::check`]; [`Code::InvalidConfig`] for a row that is not there, or rows of a test set that is not there;
    /// [`Code::ClassTooSmall`] where fewer than two classes of the training set, or nothing of the test set, would be left.
    pub fn of(&self, data: &DataSet, findings: &[Finding]) -> Result<Excluded, Error> {
        self.check()?;
        let train = self.rows_of(SetName::Train, &data.train, findings)?;
        let test = match &data.test {
            Some(test) => self.rows_of(SetName::Test, test, findings)?,
            None if self.exclude_test_rows.is_empty() => Vec::new(),
            None => {
                return Err(Error::new(
                    Code::InvalidConfig,
                    message!("error-no-test-to-exclude"),
                    message!("error-give-test-or-leave"),
                )
                .in_file("data.exclude_test_rows"));
            }
        };
        let excluded = Excluded { train, test };
        excluded.check(data)?;
        Ok(excluded)
    }

    fn rows_of(
        &self,
        set: SetName,
        corpus: &Corpus,
        findings: &[Finding],
    ) -> Result<Vec<u32>, Error> {
        let n_rows = corpus.texts.len();
        let is_there = |row: u32| (1..=n_rows).contains(&(row as usize));
        if let Some(row) = self.rows(set).iter().find(|row| !is_there(**row)) {
            return Err(Error::new(
                Code::InvalidConfig,
                message!(
                    "error-no-such-row",
                    row = row.to_string(),
                    set = set,
                    rows = n_rows
                ),
                message!("error-give-rows-there"),
            )
            .in_file(format!("data.exclude_{set}_rows")));
        }
        let kinds = self.kinds(set);
        let of_kinds = findings
            .iter()
            .filter(|finding| kinds.contains(&finding.kind))
            .flat_map(|finding| finding.rows_in(set));
        let rows: BTreeSet<u32> = of_kinds
            .copied()
            .chain(self.rows(set).iter().map(|row| row - 1))
            .collect();
        Ok(rows.into_iter().collect())
    }
}

impl Excluded {
    pub fn is_empty(&self) -> bool {
        self.train.is_empty() && self.test.is_empty()
    }

    pub fn rows(&self, set: SetName) -> &[u32] {
        match set {
            SetName::Train => &self.train,
            SetName::Test => &self.test,
        }
    }

    /// The rows of `0..n_rows` that stay, in ascending order.
    pub fn kept(&self, set: SetName, n_rows: usize) -> Vec<u32> {
        let excluded = self.rows(set);
        (0..n_rows as u32)
            .filter(|row| excluded.binary_search(row).is_err())
            .collect()
    }

    /// The data set without these rows, and without the classes of which no row is left.
    pub fn without(&self, data: &DataSet) -> DataSet {
        let mut is_left = vec![false; data.classes.len()];
        let sets = [
            (SetName::Train, Some(&data.train)),
            (SetName::Test, data.test.as_ref()),
        ];
        for (set, corpus) in sets {
            let Some(corpus) = corpus else { continue };
            for row in self.kept(set, corpus.texts.len()) {
                is_left[corpus.labels[row as usize] as usize] = true;
            }
        }
        let places: Vec<u32> = is_left
            .iter()
            .scan(0u32, |next, is_left| {
                let place = *next;
                *next += u32::from(*is_left);
                Some(place)
            })
            .collect();
        let of = |set: SetName, corpus: &Corpus| {
            let kept = self.kept(set, corpus.texts.len());
            Corpus {
                texts: kept
                    .iter()
                    .map(|row| corpus.texts[*row as usize].clone())
                    .collect(),
                labels: kept
                    .iter()
                    .map(|row| places[corpus.labels[*row as usize] as usize])
                    .collect(),
                sources: corpus.sources.clone(),
            }
        };
        DataSet {
            classes: data
                .classes
                .iter()
                .zip(&is_left)
                .filter(|(_, is_left)| **is_left)
                .map(|(class, _)| class.clone())
                .collect(),
            naming: data.naming.clone(),
            train: of(SetName::Train, &data.train),
            test: data.test.as_ref().map(|test| of(SetName::Test, test)),
        }
    }

    /// Whether there is something left to learn from, and something to test on.
    fn check(&self, data: &DataSet) -> Result<(), Error> {
        let of = |rows: &[u32]| -> BTreeSet<u32> {
            let labels = rows.iter().map(|row| data.train.labels[*row as usize]);
            labels.collect()
        };
        let left = of(&self.kept(SetName::Train, data.train.texts.len()));
        if !self.train.is_empty() && left.len() < 2 {
            let left: Vec<&String> = left
                .iter()
                .map(|class| &data.classes[*class as usize])
                .collect();
            return Err(Error::new(
                Code::ClassTooSmall,
                message!("error-exclusions-leave", classes = Argument::names(&left)),
                message!("error-exclude-fewer"),
            )
            .in_file("data.exclude_train"));
        }
        let n_test = data.test.as_ref().map_or(0, |test| test.texts.len());
        if n_test > 0 && self.test.len() == n_test {
            return Err(Error::new(
                Code::ClassTooSmall,
                message!("error-exclusions-leave-no-test"),
                message!("error-exclude-fewer-or-no-test"),
            )
            .in_file("data.exclude_test"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Message;
    use crate::pipeline::corpus::{LabelNaming, Severity};

    fn corpus(labels: &[u32]) -> Corpus {
        Corpus {
            texts: (0..labels.len()).map(|row| format!("text {row}")).collect(),
            labels: labels.to_vec(),
            sources: Vec::new(),
        }
    }

    fn data() -> DataSet {
        DataSet {
            classes: vec!["a".into(), "b".into(), "only in test".into()],
            naming: LabelNaming::AsTheyStand,
            train: corpus(&[0, 1, 0, 1]),
            test: Some(corpus(&[0, 2])),
        }
    }

    fn finding(kind: FindingKind, set: SetName, rows: &[u32], counterparts: &[u32]) -> Finding {
        Finding {
            kind,
            severity: Severity::Note,
            set,
            message: Message::text("odd"),
            rows: rows.to_vec(),
            counterparts: counterparts.to_vec(),
        }
    }

    #[test]
    fn kinds_and_rows_come_together_for_each_set() {
        let findings = [
            finding(FindingKind::Duplicates, SetName::Train, &[2], &[]),
            finding(FindingKind::Mojibake, SetName::Train, &[0], &[]),
            finding(FindingKind::TextsInBothSets, SetName::Test, &[1], &[3]),
        ];
        let exclusions = Exclusions {
            exclude_train: vec![FindingKind::TextsInBothSets, FindingKind::Duplicates],
            exclude_train_rows: vec![3],
            exclude_test_rows: vec![1],
            ..Exclusions::default()
        };
        let excluded = exclusions.of(&data(), &findings).unwrap();
        assert_eq!(
            (&excluded.train[..], &excluded.test[..]),
            (&[2, 3][..], &[0][..])
        );
        assert_eq!(excluded.kept(SetName::Train, 4), [0, 1]);
        let left = excluded.without(&data());
        assert_eq!(left.train.texts, ["text 0", "text 1"]);
        assert_eq!(left.test.unwrap().labels, [2]);
        // The class of which no row is left is gone, and the labels with it.
        assert_eq!(left.classes, ["a", "b", "only in test"]);
        let both = Excluded {
            train: vec![0, 2],
            test: vec![0],
        };
        let left = both.without(&data());
        assert_eq!(left.classes, ["b", "only in test"]);
        assert_eq!(
            (left.train.labels, left.test.unwrap().labels),
            (vec![0, 0], vec![1])
        );
        let test_side = Exclusions {
            exclude_test: vec![FindingKind::TextsInBothSets],
            ..Exclusions::default()
        };
        assert_eq!(test_side.of(&data(), &findings).unwrap().test, [1]);
        assert!(
            Exclusions::default()
                .of(&data(), &findings)
                .unwrap()
                .is_empty()
        );
    }

    #[test]
    fn how_files_were_read_is_kept() {
        let file = |column: &str, delimiter| FileOptions {
            text_column: Some(column.into()),
            label_column: Some("class".into()),
            delimiter: Some(delimiter),
            quoting: Some(Quoting::None),
            header: Some(false),
            encoding: Some("windows-1250".parse().unwrap()),
        };
        let reading = ReadingOptions {
            all: file("tweet", Delimiter::Tab),
            test: file("text", Delimiter::Pipe),
            label_names: LabelNames::Poleval,
            missing: Missing::Keep,
        };
        let mut kept = Exclusions::default();
        kept.set_reading(&reading);
        assert_eq!(kept.reading(), reading);
        kept.set_reading(&ReadingOptions::default());
        assert_eq!(kept, Exclusions::default());
    }

    #[test]
    fn what_can_not_be_left_out_says_why() {
        let of = |change: &dyn Fn(&mut Exclusions)| {
            let mut exclusions = Exclusions::default();
            change(&mut exclusions);
            let error = exclusions.of(&data(), &[]).unwrap_err();
            (error.code, error.to_string())
        };
        let (code, text) = of(&|e| e.exclude_train_rows = vec![2, 4]);
        assert_eq!(code, Code::ClassTooSmall);
        assert!(
            text.starts_with(
                "data.exclude_train: the exclusions leave training rows of `a`, and a classifier needs two classes;"
            ),
            "{text}"
        );
        let (code, text) = of(&|e| e.exclude_train_rows = vec![5]);
        assert_eq!(code, Code::InvalidConfig);
        assert!(
            text.contains("the train set has 4 rows, counted from 1"),
            "{text}"
        );
        let (code, text) = of(&|e| e.exclude_train_rows = vec![0]);
        assert_eq!(code, Code::InvalidParameter);
        assert!(text.contains("a whole number from 1"), "{text}");
        let (_, text) = of(&|e| e.exclude_test_rows = vec![1, 2]);
        assert!(
            text.starts_with("data.exclude_test: the exclusions leave no row of the test set;"),
            "{text}"
        );
        let (_, text) = of(&|e| e.exclude_test = vec![FindingKind::ClassImbalance]);
        assert!(
            text.starts_with(
                "data.exclude_test: `data.exclude_test` can't be [\"class-imbalance\"]; give a list"
            ),
            "{text}"
        );
        let mut alone = data();
        alone.test = None;
        let rows = Exclusions {
            exclude_test_rows: vec![1],
            ..Exclusions::default()
        };
        assert_eq!(rows.of(&alone, &[]).unwrap_err().code, Code::InvalidConfig);
    }
}
