//! From files with their roles to sets of rows: a checked [`DataSet`], or one set to compare a model with.

use std::collections::BTreeMap;

use super::delimited::no_rows;
use super::files::{Files, Rows};
use super::naming::is_known;
use super::table::{WithLabels, is_table, read_table};
use super::{
    DataSet, FileOptions, KnownLabels, LabelNames, LabelNaming, LabelledSet, Missing, NamedBytes,
    ReadingOptions, Role, RowSet, SetName, TextRows, parse_label_names,
};
use crate::message;
use crate::message::Argument;
use crate::pipeline::error::{Code, Error};

/// Puts the files together. Each set is a pair of texts and labels, or a table; the test set may be left out.
///
/// Labels are class names as they stand, numbers and truth values in one form (`1.0` is `1`), unless the options, a file of
/// label names among the files or PolEval's own files name them. Rows without a label or a text are left out. The classes
/// of the data set are those of both sets, sorted by code point. Each file's bytes are given back as soon as it is read, so
/// that the peak is the largest file twice.
///
/// # Errors
/// [`Code::MissingRole`] where a set is incomplete or there is no training set; [`Code::Usage`] where two files compete
/// for a role; [`Code::LineCountsDiffer`] for a pair; [`Code::TooFewClasses`] where the training set has one class only;
/// [`Code::FileTooLarge`] beyond 4,294,967,295 rows; [`Code::BadRow`] for a label that can be no class name, and where no
/// row is left; [`Code::UnknownTag`] for a label that chosen names don't know; [`Code::MissingColumn`],
/// [`Code::InvalidUtf8`], [`Code::UnknownFormat`] and [`Code::EmptyFile`] of what can't be read.
pub fn assemble(
    files: Vec<(Role, NamedBytes)>,
    options: &ReadingOptions,
) -> Result<DataSet, Error> {
    let (names, files) = label_names(files)?;
    let (train, test): (Vec<_>, Vec<_>) = files
        .into_iter()
        .partition(|(role, _)| role.set() == Some(SetName::Train));
    // What is missing or too much is said before a long file is read.
    let train = Files::new(train, SetName::Train)?;
    let test = match test.is_empty() {
        true => None,
        false => Some(Files::new(test, SetName::Test).map_err(of_the_test_set)?),
    };

    let train = train.read(options, WithLabels::Always)?;
    let test = test
        .map(|files| files.read(options, WithLabels::Always))
        .transpose()
        .map_err(of_the_test_set)?;
    let naming = own_naming(&options.label_names, names.as_ref(), &train);
    let known = |classes: &[String]| KnownLabels {
        classes: classes.to_vec(),
        naming: naming.clone(),
    };
    let train = train
        .named(&options.label_names, &known(&[]))?
        .without_missing(options.missing)?;
    let test = match test {
        None => None,
        Some(test) => {
            // PolEval's test files beside a table with PolEval's names, or names of its own.
            let mut known = known(&train.classes);
            if naming == LabelNaming::AsTheyStand || test.label_names.is_some() {
                known.naming = own_naming(&options.label_names, names.as_ref(), &test);
            }
            let test = test.named(&options.label_names, &known)?;
            Some(test.without_missing(options.missing)?)
        }
    };

    if train.classes.len() < 2 {
        return Err(Error::new(
            Code::TooFewClasses,
            message!("error-one-class", classes = Argument::names(&train.classes)),
            message!("error-add-other-class"),
        )
        .in_file(train.label_file()));
    }
    let mut classes = train.classes.clone();
    classes.extend(test.iter().flat_map(|test| test.classes.iter().cloned()));
    classes.sort();
    classes.dedup();
    Ok(DataSet {
        train: train.into_corpus(&classes),
        test: test.map(|test| test.into_corpus(&classes)),
        classes,
        naming,
    })
}

/// Puts the files of one set together, to compare a model with: no class has to be there, and any may be alone.
///
/// The roles are those of the test set. A label that is one of `known`'s classes is that class; another one is named as the
/// model's labels were.
///
/// # Errors
/// As [`assemble`], but for the number of classes.
pub fn assemble_labelled(
    files: Vec<(Role, NamedBytes)>,
    options: &ReadingOptions,
    known: &KnownLabels,
) -> Result<LabelledSet, Error> {
    let (names, files) = label_names(files)?;
    let rows = Files::new(files, SetName::Test)?.read(options, WithLabels::Always)?;
    let (rows, naming) = named_as_known(rows, options, names.as_ref(), known)?;
    let rows = rows.without_missing(options.missing)?;
    let classes = rows.classes.clone();
    Ok(LabelledSet {
        corpus: rows.into_corpus(&classes),
        classes,
        naming,
    })
}

/// Puts the files of one set together, which may have no labels: a text file alone, or a table without the column of them,
/// or with labels for some rows. Rows without a text are left out; no row at all is none.
///
/// # Errors
/// As [`assemble_labelled`], but for missing labels.
pub fn assemble_rows(
    files: Vec<(Role, NamedBytes)>,
    options: &ReadingOptions,
    known: &KnownLabels,
) -> Result<RowSet, Error> {
    let (names, files) = label_names(files)?;
    let files = Files::of_rows(files)?;
    let rows = files.read(options, WithLabels::IfThere)?;
    let (rows, naming) = named_as_known(rows, options, names.as_ref(), known)?;
    Ok(rows
        .without_texts_missing(options.missing)?
        .into_rows(naming))
}

/// All texts of a file in the order of its rows, one a row, empty where a row has none: of a table, or of lines. Nothing is
/// left out; a file without a row has no texts.
///
/// # Errors
/// Those of reading: [`Code::MissingColumn`], [`Code::BadRow`], [`Code::InvalidUtf8`], [`Code::UnknownFormat`].
pub fn read_rows_of_texts(file: &NamedBytes, options: &FileOptions) -> Result<TextRows, Error> {
    if file.bytes.is_empty() {
        return Ok(TextRows::default());
    }
    if is_table(file, options) {
        let table = read_table(file, options, Missing::LeaveOut, WithLabels::Never)?;
        return Ok(TextRows {
            texts: table.texts,
            reading: table.reading,
        });
    }
    let (texts, reading) = super::lines::read_texts(file, options)?;
    Ok(TextRows { texts, reading })
}

/// The names of labels that are among the files, and the other files.
type NamesAndFiles = (Option<BTreeMap<String, String>>, Vec<(Role, NamedBytes)>);

fn label_names(files: Vec<(Role, NamedBytes)>) -> Result<NamesAndFiles, Error> {
    let (names, files): (Vec<_>, Vec<_>) = files
        .into_iter()
        .partition(|(role, _)| *role == Role::LabelNames);
    match &names[..] {
        [] => Ok((None, files)),
        [(_, names)] => Ok((Some(parse_label_names(names)?), files)),
        [(_, one), (_, other), ..] => Err(Error::new(
            Code::Usage,
            message!(
                "error-both-name-labels",
                first = &one.name,
                second = &other.name
            ),
            message!("error-keep-one"),
        )
        .in_file(&other.name)),
    }
}

/// How the labels of files are named by themselves: by choice, by names beside or in them, or since they are PolEval's.
fn own_naming(
    choice: &LabelNames,
    names: Option<&BTreeMap<String, String>>,
    rows: &Rows,
) -> LabelNaming {
    match (choice, names.or(rows.label_names.as_ref())) {
        (LabelNames::AsTheyStand, _) => LabelNaming::AsTheyStand,
        (LabelNames::Poleval, _) => LabelNaming::Poleval,
        (LabelNames::Mapping(names), _) => LabelNaming::Mapping(names.clone()),
        (LabelNames::Auto, Some(names)) => LabelNaming::Mapping(names.clone()),
        (LabelNames::Auto, None) if rows.is_polevals => LabelNaming::Poleval,
        (LabelNames::Auto, None) => LabelNaming::AsTheyStand,
    }
}

/// Names rows as the classes and labels of a model or another set are; with how they were named.
fn named_as_known(
    rows: Rows,
    options: &ReadingOptions,
    names: Option<&BTreeMap<String, String>>,
    known: &KnownLabels,
) -> Result<(Rows, LabelNaming), Error> {
    let own = own_naming(&options.label_names, names, &rows);
    let is_auto = options.label_names == LabelNames::Auto;
    let first = KnownLabels {
        classes: known.classes.clone(),
        naming: match (is_auto, &known.naming) {
            (true, LabelNaming::AsTheyStand) | (false, _) => own.clone(),
            (true, _) if rows.label_names.is_some() => own.clone(),
            (true, naming) => naming.clone(),
        },
    };
    let rows = rows.named(&options.label_names, &first)?;
    let naming = match is_auto && !known.classes.is_empty() && is_known(&rows.classes, known) {
        true => known.naming.clone(),
        false => own,
    };
    Ok((rows, naming))
}

/// The same fault with the options of the test set in its remedy, which has them as arguments of that name.
fn of_the_test_set(error: Error) -> Error {
    let remedy = error.remedy.map(|mut remedy| {
        for (name, argument) in &mut remedy.arguments {
            if let Argument::Text(options) = argument
                && name.starts_with("option")
            {
                for option in OPTIONS_BY_SET {
                    *options = options.replace(&format!("--{option}"), &format!("--test-{option}"));
                }
            }
        }
        let needs_labels = remedy.to_string().contains("label-column");
        match error.code == Code::MissingColumn && needs_labels {
            true => message!("error-test-needs-labels", remedy = remedy),
            false => remedy,
        }
    });
    Error { remedy, ..error }
}

const OPTIONS_BY_SET: [&str; 6] = [
    "text-column",
    "label-column",
    "header",
    "no-header",
    "quoting",
    "encoding",
];

/// Refuses a set without rows, and one whose rows were all left out.
///
/// # Errors
/// [`Code::EmptyFile`], [`Code::BadRow`].
pub(super) fn check_rows(file: &str, n_rows: usize, n_left: usize) -> Result<(), Error> {
    match (n_rows, n_left) {
        (0, _) => Err(no_rows(file)),
        (_, 0) => Err(Error::new(
            Code::BadRow,
            message!("error-no-full-row"),
            message!("error-check-columns"),
        )
        .in_file(file)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
