//! What a file seems to be, by its start: how it is split, the first rows, its columns, and how its letters read in one encoding
//! and in others. It is shown before a column is chosen, and of files that can't be read as they are.

mod letters;

use serde::{Deserialize, Serialize};

pub use self::letters::EncodedLines;
use self::letters::{encodings, garbled, sample};

use super::columns::{is_likely_data, likely_places, place_of};
use super::delimited::{Layout, with_line_feeds};
use super::encoding::decode;
use super::first_rows::{candidates, excel_separator, first_fields, first_rows, most_regular};
use super::foreign::{foreign_by_name, foreign_kind};
use super::json::{cells, first_objects};
use super::lines::split_lines;
use super::parquet::{first_values, is_parquet, outline};
use super::reading::{Form, Reading};
use super::table::{Asked, WithLabels, is_json, looks_like_table, start_of};
use super::{FileOptions, NamedBytes, Quoting, Role, TextEncoding};

/// Rows and lines that are shown.
const ROWS: usize = 3;
/// Rows by which columns are judged.
const LOOKED_AT: usize = 50;
/// Columns that are named, and those of Parquet of which values are shown.
const MOST_COLUMNS: usize = 200;
const MOST_OF_PARQUET: usize = 24;
/// Characters of a cell or a line.
const MOST_CHARACTERS: usize = 280;

/// What a file seems to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Its rows are counted by its lines, but of Parquet.
    pub reading: Reading,
    /// In the order of the file; of lines a single one without a name.
    pub columns: Vec<PreviewColumn>,
    /// Places of the columns that the texts and the labels come from; none where those that are asked for are not there.
    pub text: Option<u32>,
    pub label: Option<u32>,
    /// What to ask for instead.
    pub proposal: Option<Proposal>,
    /// The lines with the most letters beyond ASCII in several encodings, that in which they are read first; empty where all
    /// read the same, or nothing speaks against UTF-8.
    pub encodings: Vec<EncodedLines>,
    /// A line of a file in UTF-8 whose letters look as if UTF-8 had been read in another encoding and written again.
    pub garbled: Option<String>,
}

/// A column by its first rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewColumn {
    /// Its number from 1 where it has none.
    pub name: String,
    /// What it is asked for by: its name, or its number where the name is no other's as well.
    pub asked_by: String,
    /// Of each of the first rows, at most three, cut after 280 characters.
    pub cells: Vec<String>,
}

/// Columns that are likeliest the texts and the labels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// As [`PreviewColumn::asked_by`].
    pub text: String,
    pub label: String,
    /// Whether the first row has the names.
    pub header: Option<bool>,
}

impl Preview {
    /// Looks at the start of a file, and for letters beyond ASCII at all of it; gives way in between. Nothing of a file that is
    /// neither texts nor a table.
    pub async fn of(
        file: &NamedBytes,
        role: Option<Role>,
        options: &FileOptions,
    ) -> Option<Preview> {
        if is_parquet(&file.bytes) {
            return Preview::of_parquet(file, options);
        }
        let is_foreign =
            foreign_kind(file).is_some() || (role.is_none() && foreign_by_name(file).is_some());
        if is_foreign || file.bytes.is_empty() {
            return None;
        }
        let n_lines = super::looks::count_lines(&file.bytes);
        let sample = sample(file).await;
        let detected = decode(&sample, None).map(|decoded| decoded.encoding).ok();
        let used = match decode(&sample, options.encoding) {
            Ok(decoded) => decoded.encoding,
            // It is told where the file is read; here is shown what would be.
            Err(_) => options.encoding.unwrap_or(TextEncoding::UTF_8),
        };
        let text = used.read_lossy(&sample.bytes);
        let start = used.read_lossy(start_of(&file.bytes));
        let is_table = match role {
            Some(Role::TrainTexts | Role::TestTexts | Role::LabelNames) => false,
            Some(Role::TrainTable | Role::TestTable) => true,
            Some(Role::TrainTags | Role::TestTags) => has_column_of_labels(file, &start, options),
            None => looks_like_table(file, options),
        };
        let mut preview = match is_table {
            false => of_lines(role, &start),
            true if is_json(&file.name, &start) => of_json(role, options, &start),
            true => of_delimited(file, role, options, &start),
        };
        preview.reading.encoding = used;
        let before = u64::from(preview.reading.header == Some(true));
        preview.reading.n_rows = n_lines.saturating_sub(before);
        preview.encodings = encodings(&sample.bytes, used, detected);
        preview.garbled = (used == TextEncoding::UTF_8)
            .then(|| garbled(&text))
            .flatten();
        Some(preview)
    }

    fn of_parquet(file: &NamedBytes, options: &FileOptions) -> Option<Preview> {
        let (names, n_rows) = outline(&file.bytes)?;
        let places = asked_places(&asked(None, options), &names);
        let mut shown: Vec<usize> = (0..names.len().min(MOST_OF_PARQUET)).collect();
        shown.extend([places.0, places.1].into_iter().flatten());
        let values = first_values(file, &shown, LOOKED_AT);
        let cell = |row: usize, column: usize| {
            let place = shown.iter().position(|shown| *shown == column);
            let cells = place.map(|place| &values[place]);
            cells.and_then(|cells| cells.get(row)).cloned()
        };
        let n = values.iter().map(Vec::len).max().unwrap_or(0);
        let row = |row| {
            let cells = (0..names.len()).map(|column| cell(row, column).unwrap_or_default());
            cells.collect()
        };
        let rows: Vec<Vec<String>> = (0..n).map(row).collect();
        let reading = Reading {
            form: Form::Parquet,
            n_rows,
            ..Reading::default()
        };
        Some(Preview::of_table(reading, None, options, names, &rows))
    }

    /// A table whose rows are known, from the first below the names on.
    fn of_table(
        reading: Reading,
        role: Option<Role>,
        options: &FileOptions,
        names: Vec<String>,
        rows: &[Vec<String>],
    ) -> Preview {
        let asked = asked(role, options);
        let (text, label) = asked_places(&asked, &names);
        let wants_label = asked.label.is_some();
        let columns = columns(&names, rows);
        let is_found = text.is_some() && (label.is_some() || !wants_label) && text != label;
        let proposed = match is_found || !wants_label {
            true => None,
            false => likely_places(&names, rows),
        };
        // What is asked for by number needs no guess at the first row.
        let header = reading.header.filter(|header| !header);
        let asked_by = |place: usize| columns.get(place).map(|it| it.asked_by.clone());
        let proposal = proposed.and_then(|(text, label)| {
            Some(Proposal {
                text: asked_by(text)?,
                label: asked_by(label)?,
                header,
            })
        });
        let shown = |place: Option<usize>| {
            let column = place.and_then(|place| columns.get(place));
            column.map(|column| column.name.clone())
        };
        let mut reading = Reading {
            text_column: shown(text),
            label_column: shown(label),
            ..reading
        };
        let (mut text, mut label) = (text, label);
        if is_labels(role) {
            (label, text) = (text, None);
            reading.label_column = reading.text_column.take();
        }
        Preview {
            reading,
            text: text.map(|place| place as u32),
            label: label.map(|place| place as u32),
            proposal,
            columns,
            encodings: Vec::new(),
            garbled: None,
        }
    }
}

fn is_labels(role: Option<Role>) -> bool {
    matches!(role, Some(Role::TrainTags | Role::TestTags))
}

/// What a file of this role is asked for; of one of labels the column of labels stands in the place of the texts.
fn asked(role: Option<Role>, options: &FileOptions) -> Asked {
    match is_labels(role) {
        false => Asked::new(options, WithLabels::Always),
        true => Asked {
            text: options
                .label_column
                .clone()
                .unwrap_or_else(|| "label".into()),
            label: None,
            label_is_needed: false,
        },
    }
}

fn asked_places(asked: &Asked, names: &[String]) -> (Option<usize>, Option<usize>) {
    let label = asked.label.as_ref();
    (
        place_of(&asked.text, names),
        label.and_then(|label| place_of(label, names)),
    )
}

/// Whether a file of labels is a table that has the column of them.
fn has_column_of_labels(file: &NamedBytes, text: &str, options: &FileOptions) -> bool {
    let asked = asked(Some(Role::TrainTags), options);
    match is_json(&file.name, text) {
        true => true,
        false => super::delimited::has_columns(text, options, &asked),
    }
}

fn of_lines(role: Option<Role>, text: &str) -> Preview {
    let form = match is_labels(role) {
        true => Form::Labels,
        false => Form::Texts,
    };
    let cells = split_lines(text).take(ROWS).map(clamped).collect();
    Preview {
        reading: Reading {
            form,
            ..Reading::default()
        },
        columns: vec![PreviewColumn {
            name: String::new(),
            asked_by: String::new(),
            cells,
        }],
        text: (!is_labels(role)).then_some(0),
        label: is_labels(role).then_some(0),
        proposal: None,
        encodings: Vec::new(),
        garbled: None,
    }
}

fn of_json(role: Option<Role>, options: &FileOptions, text: &str) -> Preview {
    let objects = first_objects(text, LOOKED_AT);
    let names: Vec<String> = objects
        .first()
        .map_or_else(Vec::new, |object| object.keys().cloned().collect());
    let rows: Vec<Vec<String>> = objects.iter().map(|object| cells(object, &names)).collect();
    let reading = Reading {
        form: match text.trim_start().starts_with('[') {
            true => Form::JsonArray,
            false => Form::JsonLines,
        },
        ..Reading::default()
    };
    Preview::of_table(reading, role, options, names, &rows)
}

fn of_delimited(
    file: &NamedBytes,
    role: Option<Role>,
    options: &FileOptions,
    text: &str,
) -> Preview {
    let text = with_line_feeds(text);
    let mut asked = asked(role, options);
    // Where the labels are missing alone, the texts are enough to see how the rows are split.
    let layout = Layout::find(file, &text, options, &asked).or_else(|_| {
        asked.label = None;
        Layout::find(file, &text, options, &asked)
    });
    let (body, delimiter, header, names, quoting) = match &layout {
        Ok(layout) => {
            let quoting = layout
                .quoting(file)
                .map_or(Quoting::Csv, |(found, _)| found);
            let names = layout.names.clone();
            (layout.body, layout.delimiter, layout.header, names, quoting)
        }
        Err(_) => {
            let (only, body) = match excel_separator(&text) {
                Some((delimiter, rest)) => (Some(delimiter), rest),
                None => (None, &text[..]),
            };
            let candidates = candidates(options.delimiter.or(only), &file.name);
            let delimiter = most_regular(body, &candidates);
            let first = first_fields(body, delimiter);
            let below: Vec<Vec<String>> = rows(body, delimiter, Quoting::Csv)
                .into_iter()
                .skip(1)
                .collect();
            let header = (options.header).unwrap_or_else(|| !is_likely_data(&first, &below));
            let names = match header {
                true => first,
                false => super::columns::numbers(first.len()),
            };
            (body, delimiter, header, names, Quoting::Csv)
        }
    };
    let quoting = options.quoting.unwrap_or(quoting);
    let mut rows = rows(body, delimiter, quoting);
    if header && !rows.is_empty() {
        rows.remove(0);
    }
    let reading = Reading {
        form: Form::Delimited,
        delimiter: Some(delimiter),
        quoting: Some(quoting),
        header: Some(header),
        ..Reading::default()
    };
    Preview::of_table(reading, role, options, names, &rows)
}

/// The first rows of a table.
fn rows(body: &str, delimiter: super::Delimiter, quoting: Quoting) -> Vec<Vec<String>> {
    match quoting {
        Quoting::Csv => first_rows(body, delimiter, LOOKED_AT + 1),
        Quoting::None => {
            let lines = split_lines(body).filter(|line| !line.trim_matches(' ').is_empty());
            let fields = |line: &str| {
                let fields = line.split(char::from(delimiter.byte()));
                fields.map(str::to_string).collect()
            };
            lines.take(LOOKED_AT + 1).map(fields).collect()
        }
    }
}

fn columns(names: &[String], rows: &[Vec<String>]) -> Vec<PreviewColumn> {
    let column = |(place, name): (usize, &String)| {
        let is_own = !name.trim().is_empty() && place_of(name, names) == Some(place);
        let number = (place + 1).to_string();
        let cell = |row: &Vec<String>| row.get(place).map_or_else(String::new, |it| clamped(it));
        PreviewColumn {
            name: match name.trim().is_empty() {
                true => number.clone(),
                false => clamped(name),
            },
            asked_by: match is_own {
                true => name.clone(),
                false => number,
            },
            cells: rows.iter().take(ROWS).map(cell).collect(),
        }
    };
    let named = names.iter().enumerate().take(MOST_COLUMNS);
    named.map(column).collect()
}

fn clamped(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

#[cfg(test)]
mod tests;
