//! The files of one set, read: texts beside labels, line by line, a table, a table of texts beside labels or one of labels.

use std::collections::{BTreeMap, BTreeSet};

use super::assemble::check_rows;
use super::encoding::decode;
use super::labels::Labels;
use super::lines::{line_counts_differ, read_labels, read_texts};
use super::naming::{class_by_choice, is_polevals};
use super::options::{LABEL_COLUMN, TEXT_COLUMN};
use super::reading::{LeftOut, Note, Reading, Why};
use super::table::{WithLabels, read_label_table, read_table};
use super::{
    Corpus, KnownLabels, LabelNames, LabelNaming, Missing, NamedBytes, ReadingOptions, Role,
    RowSet, SetName, Source, sha256_hex,
};
use crate::message;
use crate::message::Argument;
use crate::pipeline::error::{Code, Error};

/// The files of one set.
pub(super) struct Files {
    texts: NamedBytes,
    is_table: bool,
    labels: Option<NamedBytes>,
    set: SetName,
}

/// The rows of one set before all sets agree on the classes.
pub(super) struct Rows {
    texts: Vec<String>,
    /// The line on which each row begins.
    lines: Vec<u64>,
    labels: Option<Labels>,
    /// Label to name, where the file itself names its labels.
    pub label_names: Option<BTreeMap<String, String>>,
    /// Once they are named: sorted by code point and distinct.
    pub classes: Vec<String>,
    /// For each row an index into `classes`.
    codes: Vec<Option<u32>>,
    sources: Vec<Source>,
    /// Whether the files are PolEval's own.
    pub is_polevals: bool,
    /// What stands in the place of missing labels.
    missing_values: Vec<String>,
}

impl Files {
    /// The files of a labelled set.
    pub fn new(files: Vec<(Role, NamedBytes)>, set: SetName) -> Result<Files, Error> {
        let files = Files::of_set(files, set)?;
        match (&files.labels, files.is_table) {
            // What is no text at all is told before what is missing beside it.
            (None, false) => Err(decode(&files.texts, None).err().unwrap_or_else(|| {
                Error::new(
                    Code::MissingRole,
                    message!("error-tags-missing", file = &files.texts.name, set = set),
                    message!(
                        "error-give-tags-or-columns",
                        set = set,
                        option_text = TEXT_COLUMN,
                        option_label = LABEL_COLUMN
                    ),
                )
                .in_file(&files.texts.name)
            })),
            _ => Ok(files),
        }
    }

    /// The files of a set that may have no labels.
    pub fn of_rows(files: Vec<(Role, NamedBytes)>) -> Result<Files, Error> {
        Files::of_set(files, SetName::Test)
    }

    fn of_set(files: Vec<(Role, NamedBytes)>, set: SetName) -> Result<Files, Error> {
        let (mut texts, mut tags, mut table) = (None, None, None);
        for (role, file) in files {
            let place = match role {
                Role::TrainTexts | Role::TestTexts => &mut texts,
                Role::TrainTags | Role::TestTags => &mut tags,
                Role::TrainTable | Role::TestTable => &mut table,
                Role::LabelNames => continue,
            };
            if let Some(NamedBytes { name, .. }) = place {
                return Err(Error::new(
                    Code::Usage,
                    message!(
                        "error-same-role",
                        first = name.as_str(),
                        second = &file.name,
                        role = role
                    ),
                    message!("error-keep-one-or-role"),
                )
                .in_file(file.name));
            }
            *place = Some(file);
        }
        match (texts, tags, table) {
            (None, None, None) => Err(Error::new(
                Code::MissingRole,
                message!("error-set-missing", set = set),
                message!("error-give-set"),
            )),
            (None, Some(tags), None) => Err(Error::new(
                Code::MissingRole,
                message!("error-texts-missing", file = &tags.name, set = set),
                message!("error-give-texts", set = set),
            )
            .in_file(tags.name)),
            (Some(texts), _, Some(table)) => Err(Error::new(
                Code::Usage,
                message!(
                    "error-both-set",
                    table = &table.name,
                    texts = &texts.name,
                    set = set
                ),
                message!("error-table-or-texts"),
            )
            .in_file(table.name)),
            (None, labels, Some(texts)) => Ok(Files {
                texts,
                is_table: true,
                labels,
                set,
            }),
            (Some(texts), labels, None) => Ok(Files {
                texts,
                is_table: false,
                labels,
                set,
            }),
        }
    }

    pub fn read(self, options: &ReadingOptions, labels: WithLabels) -> Result<Rows, Error> {
        let Files {
            texts: file,
            is_table,
            labels: tags,
            set,
        } = self;
        let options_of_set = options.of(set);
        let [texts_role, tags_role, table_role] = match set {
            SetName::Train => [Role::TrainTexts, Role::TrainTags, Role::TrainTable],
            SetName::Test => [Role::TestTexts, Role::TestTags, Role::TestTable],
        };
        let mut rows = if labels == WithLabels::IfThere && file.bytes.is_empty() {
            let role = if is_table { table_role } else { texts_role };
            Rows::new(
                Vec::new(),
                Vec::new(),
                source(&file, role, Reading::default(), Vec::new())?,
            )
        } else if is_table {
            let labels = match tags {
                Some(_) => WithLabels::Never,
                None => labels,
            };
            let table = read_table(&file, &options_of_set, options.missing, labels)?;
            let source = source(&file, table_role, table.reading, table.columns)?;
            let mut rows = Rows::new(table.texts, table.lines, source);
            rows.labels = table.labels;
            rows.label_names = table.label_names;
            rows
        } else {
            let (texts, reading) = read_texts(&file, &options_of_set)?;
            let lines = (1..=texts.len() as u64).collect();
            Rows::new(
                texts,
                lines,
                source(&file, texts_role, reading, Vec::new())?,
            )
        };
        drop(file);
        if let Some(tags) = tags
            && !(rows.texts.is_empty() && tags.bytes.is_empty())
        {
            let n = rows.texts.len();
            let (labels, reading, columns) =
                match read_label_table(&tags, &options_of_set, options.missing, n)? {
                    Some(table) => table,
                    None => {
                        let lines = read_labels(&tags, &options_of_set, options.missing, Some(n))?;
                        (lines.0, lines.1, Vec::new())
                    }
                };
            if labels.codes.len() != n {
                let name = &rows.sources[0].name;
                return Err(line_counts_differ(
                    &tags,
                    labels.codes.len(),
                    name,
                    &rows.texts,
                ));
            }
            rows.is_polevals = is_polevals(&rows.sources[0].name, &tags.name, &labels);
            rows.sources
                .push(source(&tags, tags_role, reading, columns)?);
            rows.labels = Some(labels);
        }
        if labels == WithLabels::Always && rows.labels.is_none() {
            return Err(Error::new(
                Code::MissingRole,
                message!("error-labels-missing", file = &rows.sources[0].name),
                message!("error-name-label-column", option_label = LABEL_COLUMN),
            )
            .in_file(&rows.sources[0].name));
        }
        Ok(rows)
    }
}

impl Rows {
    fn new(texts: Vec<String>, lines: Vec<u64>, source: Source) -> Rows {
        Rows {
            texts,
            lines,
            labels: None,
            label_names: None,
            classes: Vec::new(),
            codes: Vec::new(),
            sources: vec![source],
            is_polevals: false,
            missing_values: Vec::new(),
        }
    }

    /// Names the labels: by choice, as the known ones, else as they stand, numbers and truth values in one form.
    ///
    /// # Errors
    /// [`Code::UnknownTag`] for a label that the choice does not know.
    pub fn named(mut self, choice: &LabelNames, known: &KnownLabels) -> Result<Rows, Error> {
        let Some(labels) = self.labels.take() else {
            return Ok(self);
        };
        let form = labels.one_form();
        let mut names = Vec::with_capacity(labels.names.len());
        let mut note = None;
        let mut without_name = Vec::new();
        for (code, label) in labels.names.iter().enumerate() {
            let class = class_by_choice(choice, label, form).map_err(|error| {
                let row = labels
                    .codes
                    .iter()
                    .position(|other| *other == Some(code as u32));
                let line = row.map_or(1, |row| self.lines[row]);
                self.sources[0].placed(error, self.label_file(), line)
            })?;
            let class = class.or_else(|| known.class_of(label, form));
            names.push(class.unwrap_or_else(|| {
                let one = form.of_label(label);
                if known.naming.lacks(&one) && without_name.len() < LeftOut::MOST_LINES {
                    without_name.push(one.clone());
                }
                if one != *label {
                    note.get_or_insert(Note::OneForm {
                        written: label.clone(),
                        taken: one.clone(),
                    });
                }
                one
            }));
        }
        let classes: BTreeSet<&String> = names.iter().collect();
        let classes: Vec<String> = classes.into_iter().cloned().collect();
        let class_of: Vec<u32> = names.iter().map(|name| code_of(&classes, name)).collect();
        self.codes = labels
            .codes
            .iter()
            .map(|code| code.map(|code| class_of[code as usize]))
            .collect();
        self.classes = classes;
        self.missing_values = labels.missing;
        if let Some(reading) = self.label_reading() {
            reading.notes.extend(note);
            if !without_name.is_empty() {
                reading.notes.push(Note::WithoutName {
                    labels: without_name,
                });
            }
        }
        Ok(self)
    }

    /// Leaves out rows without a label or a text, or refuses the first of them.
    ///
    /// # Errors
    /// [`Code::BadRow`] for a row that is refused, and where no row is left; [`Code::EmptyFile`] where there is none.
    pub fn without_missing(self, missing: Missing) -> Result<Rows, Error> {
        let n_rows = self.texts.len();
        let rows = self.without(missing, true)?;
        check_rows(&rows.sources[0].name, n_rows, rows.texts.len())?;
        Ok(rows)
    }

    /// The same of rows without a text; those without a label stay, and are counted.
    ///
    /// # Errors
    /// [`Code::BadRow`] for a row that is refused.
    pub fn without_texts_missing(self, missing: Missing) -> Result<Rows, Error> {
        let mut rows = self.without(missing, false)?;
        let n = rows.codes.iter().filter(|code| code.is_none()).count() as u64;
        if n > 0
            && let Some(reading) = rows.label_reading()
        {
            reading.notes.push(Note::Unlabelled { n });
        }
        Ok(rows)
    }

    fn without(mut self, missing: Missing, labels_too: bool) -> Result<Rows, Error> {
        let why = |row: usize| {
            if self.texts[row].trim().is_empty() {
                Some(Why::NoText)
            } else if labels_too && self.codes[row].is_none() {
                Some(Why::NoLabel)
            } else {
                None
            }
        };
        let why: Vec<Option<Why>> = (0..self.texts.len()).map(why).collect();
        if why.iter().all(Option::is_none) {
            return Ok(self);
        }
        for (row, why) in why.iter().enumerate() {
            let Some(why) = *why else { continue };
            let line = self.lines[row];
            if missing == Missing::Refuse {
                let (what, file) = match why {
                    Why::NoText => ("text", self.sources[0].name.clone()),
                    Why::NoLabel => ("label", self.label_file().to_string()),
                };
                let what = Argument::key(what);
                let error = Error::new(
                    Code::BadRow,
                    message!("error-row-lacks", what = what.clone()),
                    message!(
                        "error-give-or-leave-out",
                        what = what,
                        setting = "missing = \"leave-out\""
                    ),
                );
                return Err(self.sources[0].placed(error, &file, line));
            }
            let reading = match why {
                Why::NoText => self.sources[0].reading.as_mut(),
                Why::NoLabel => self
                    .sources
                    .last_mut()
                    .and_then(|source| source.reading.as_mut()),
            };
            if let Some(reading) = reading {
                reading.leave_out(why, line);
            }
        }
        let values = std::mem::take(&mut self.missing_values);
        if let Some(reading) = self.label_reading() {
            reading.set_values(&values);
        }
        let mut stays = why.iter().map(Option::is_none);
        self.texts.retain(|_| stays.next().unwrap_or(true));
        let mut stays = why.iter().map(Option::is_none);
        self.lines.retain(|_| stays.next().unwrap_or(true));
        let mut stays = why.iter().map(Option::is_none);
        self.codes.retain(|_| stays.next().unwrap_or(true));
        self.drop_unused_classes();
        Ok(self)
    }

    /// A class whose rows were all left out is none.
    fn drop_unused_classes(&mut self) {
        let used: BTreeSet<u32> = self.codes.iter().flatten().copied().collect();
        if used.len() == self.classes.len() {
            return;
        }
        let classes: Vec<String> = used
            .iter()
            .map(|code| self.classes[*code as usize].clone())
            .collect();
        for code in self.codes.iter_mut().flatten() {
            *code = used.range(..*code).count() as u32;
        }
        self.classes = classes;
    }

    /// Labels as indices into `classes`, which has all of them; every row has one.
    pub fn into_corpus(self, classes: &[String]) -> Corpus {
        let class_of: Vec<u32> = self
            .classes
            .iter()
            .map(|name| code_of(classes, name))
            .collect();
        let labels = self.codes.iter().flatten();
        Corpus {
            labels: labels.map(|code| class_of[*code as usize]).collect(),
            texts: self.texts,
            sources: self.sources,
        }
    }

    pub fn into_rows(self, naming: LabelNaming) -> RowSet {
        let has_labels = self.codes.iter().any(Option::is_some);
        RowSet {
            labels: has_labels.then_some((self.classes, self.codes)),
            texts: self.texts,
            lines: self.lines,
            sources: self.sources,
            naming,
        }
    }

    /// The file that the labels came from.
    pub fn label_file(&self) -> &str {
        self.sources.last().map_or("", |source| &source.name)
    }

    fn label_reading(&mut self) -> Option<&mut Reading> {
        self.sources.last_mut()?.reading.as_mut()
    }
}

/// The index of a name among sorted ones that have it.
fn code_of(names: &[String], name: &str) -> u32 {
    names.partition_point(|other| other.as_str() < name) as u32
}

fn source(
    file: &NamedBytes,
    role: Role,
    reading: Reading,
    columns: Vec<String>,
) -> Result<Source, Error> {
    if u32::try_from(reading.n_rows).is_err() {
        return Err(Error::new(
            Code::FileTooLarge,
            message!("error-too-many-rows", rows = reading.n_rows),
            message!("error-give-rows", most = u32::MAX),
        )
        .in_file(&file.name));
    }
    Ok(Source {
        name: file.name.clone(),
        role,
        sha256: sha256_hex(&file.bytes),
        n_bytes: file.bytes.len() as u64,
        n_lines: reading.n_rows,
        columns,
        reading: Some(reading),
    })
}
