//! Tables of fields: CSV, TSV and their like. Delimiter, header and quoting are found from the rows, unless they are given.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord};

use super::columns::{Places, are_numbers, has_names, is_header, no_such_number, numbers, places};
use super::labels::Labels;
use super::lines::split_lines;
use super::quoting::{Likeness, Quotes, quotes};
use super::reading::{Form, Note, Reading};
use super::table::{Asked, Table, bad_row, extension, wrong_width};
use super::{Delimiter, FileOptions, Missing, NamedBytes, Quoting};
use crate::pipeline::error::{Code, Error};

/// Rows that are looked at to know a table.
const LOOKED_AT: usize = 200;

/// How the rows of a table lie.
struct Layout<'a> {
    /// From the header on, or from the first row on.
    body: &'a str,
    /// Lines before the body.
    n_before: u64,
    delimiter: Delimiter,
    header: bool,
    names: Vec<String>,
    places: Places,
}

/// Whether the text begins with the names of the columns that are asked for, by some delimiter.
pub(super) fn has_columns(text: &str, options: &FileOptions, asked: &Asked) -> bool {
    let candidates = options
        .delimiter
        .map_or(Delimiter::ALL.to_vec(), |only| vec![only]);
    candidates
        .into_iter()
        .any(|delimiter| has_names(asked, &first_row(text, delimiter)))
}

/// The fields of the first row, by the delimiter that fits the first rows best.
pub(super) fn first_names(name: &str, text: &str) -> Vec<String> {
    let (only, body) = match excel_separator(text) {
        Some((delimiter, rest)) => (Some(delimiter), rest),
        None => (None, text),
    };
    first_row(body, most_regular(body, &candidates(only, name)))
}

/// The delimiters that a file may have, the likeliest first.
fn candidates(only: Option<Delimiter>, name: &str) -> Vec<Delimiter> {
    match (only, extension(name).as_str()) {
        (Some(only), _) => vec![only],
        (None, "tsv" | "tab") => with_first(Delimiter::Tab),
        (None, "psv") => with_first(Delimiter::Pipe),
        (None, _) => with_first(Delimiter::Comma),
    }
}

/// Reads the rows of `text`.
pub(super) fn read_delimited(
    file: &NamedBytes,
    text: &str,
    options: &FileOptions,
    asked: &Asked,
    missing: Missing,
) -> Result<Table, Error> {
    // Files of old Macs break their lines by carriage returns alone.
    let text = match text.contains('\n') || !text.contains('\r') {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.replace('\r', "\n")),
    };
    let layout = Layout::find(file, &text, options, asked)?;
    let quoting = match options.quoting {
        Some(quoting) => (quoting, None),
        None => layout.quoting(file)?,
    };
    layout.read(file, quoting, missing)
}

impl<'a> Layout<'a> {
    fn find(
        file: &NamedBytes,
        text: &'a str,
        options: &FileOptions,
        asked: &Asked,
    ) -> Result<Layout<'a>, Error> {
        let (mut body, mut n_before) = (text, 0);
        let mut only = options.delimiter;
        if let Some((delimiter, rest)) = excel_separator(body) {
            only = only.or(Some(delimiter));
            (body, n_before) = (rest, 1);
        }
        let candidates = candidates(only, &file.name);
        let named = |body: &str| {
            let mut candidates = candidates.iter().copied();
            candidates.find(|delimiter| has_names(asked, &first_row(body, *delimiter)))
        };
        let mut delimiter = named(body);
        // Comments before the header.
        if delimiter.is_none() && options.header != Some(false) {
            let (mut rest, mut passed) = (body, 0);
            while passed < 50 && rest.starts_with('#') {
                let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
                (rest, passed) = (&rest[end..], passed + 1);
                if let Some(found) = named(rest) {
                    (body, n_before, delimiter) = (rest, n_before + passed, Some(found));
                    break;
                }
            }
        }
        let delimiter = delimiter.unwrap_or_else(|| most_regular(body, &candidates));
        let first = first_row(body, delimiter);
        let rows = rows_after_first(body, delimiter);
        let at_first = |error: Error| error.at_line(&file.name, n_before + 1);
        let header = match options.header {
            Some(header) => header,
            None if has_names(asked, &first) || !are_numbers(asked) => true,
            None => {
                let found = places(asked, &numbers(first.len()), &rows);
                let found = found.map_err(|_| at_first(no_such_number(asked, first.len())))?;
                is_header(&found, &first, &rows)
            }
        };
        let (names, found) = match header {
            true => {
                let found = places(asked, &first, &rows).map_err(at_first)?;
                (first, found)
            }
            false => {
                let names = numbers(first.len());
                let found = places(asked, &names, &rows);
                let found = found.map_err(|_| at_first(no_such_number(asked, names.len())))?;
                (names, found)
            }
        };
        Ok(Layout {
            body,
            n_before,
            delimiter,
            header,
            names,
            places: found,
        })
    }

    /// What quotation marks mean in the rows, and what is to be said of it.
    fn quoting(&self, file: &NamedBytes) -> Result<(Quoting, Option<Note>), Error> {
        if !self.body.contains('"') {
            return Ok((Quoting::Csv, None));
        }
        let found = quotes(self.body, self.delimiter);
        let swallowed = match found.over_lines.is_empty() {
            true => None,
            false => self.swallowed(&found),
        };
        if found.are_consistent && swallowed.is_none() {
            return Ok((Quoting::Csv, None));
        }
        // Then each line has to be a row as it stands.
        let width = self.names.len();
        let are_rows = width > 1
            && self
                .lines()
                .all(|(_, line)| line.split(self.separator()).count() == width);
        if are_rows {
            return Ok((Quoting::None, self.quotes_are_text()));
        }
        if let Some((line, n_lines)) = swallowed {
            return Err(bad_row(
                format!(
                    "a text in quotation marks spans {n_lines} lines that look like rows of their own"
                ),
                "double each quotation mark that is part of a text and close the text's own; or give --quoting none where \
                 quotation marks are text, --quoting csv where the text is to have these lines",
            )
            .at_line(&file.name, self.n_before + line));
        }
        if found.are_open_at_the_end && self.delimiter != Delimiter::Tab {
            let line = found.over_lines.last().map_or(1, |(_, _, line)| *line);
            return Err(bad_row(
                "a quote is opened in this row and never closed".into(),
                "close it, or double each quote that is part of a text and put the text in quotes; or give --quoting none \
                 where quotation marks are text",
            )
            .at_line(&file.name, self.n_before + line));
        }
        // Rows of other widths are told one by one; in a table by tabs a quotation mark is seldom more than itself.
        Ok((
            match self.delimiter {
                Delimiter::Tab if !found.are_consistent && self.is_regular_without_quotes() => {
                    Quoting::None
                }
                _ => Quoting::Csv,
            },
            None,
        ))
    }

    /// The lines with a field that begins with a quotation mark.
    fn quotes_are_text(&self) -> Option<Note> {
        let has_one = |line: &str| {
            line.split(self.separator())
                .any(|field| field.starts_with('"'))
        };
        let mut lines = self.lines().filter(|(_, line)| has_one(line));
        let (line, _) = lines.next()?;
        Some(Note::QuotesAreText {
            n: 1 + lines.count() as u64,
            line,
        })
    }

    /// Whether fewer lines have another number of fields as they stand than not.
    fn is_regular_without_quotes(&self) -> bool {
        let width = self.names.len();
        let (mut rows, mut others) = (0, 0);
        for (_, line) in self.lines() {
            match line.split(self.separator()).count() == width {
                true => rows += 1,
                false => others += 1,
            }
        }
        others * 2 < rows
    }

    /// The first row over several lines that look like rows of their own: its line, from 1 in the body, and how many.
    fn swallowed(&self, found: &Quotes) -> Option<(u64, u64)> {
        let spans = &found.over_lines;
        let mut next = 0;
        let single = split_lines(self.body).filter(|line| {
            // Offsets of the lines in the body; those within a row over several lines are passed over.
            let start = line.as_ptr() as usize - self.body.as_ptr() as usize;
            while spans.get(next).is_some_and(|(_, end, _)| *end <= start) {
                next += 1;
            }
            !line.is_empty() && spans.get(next).is_none_or(|(from, _, _)| start < *from)
        });
        let likeness = Likeness::new(
            single.skip(usize::from(self.header)),
            self.delimiter,
            self.names.len(),
            self.places.label,
        );
        let swallowed = |(start, end, _): &&(usize, usize, u64)| {
            likeness.is_swallowed(&self.body[*start..*end])
        };
        let (start, end, line) = spans.iter().find(swallowed)?;
        Some((*line, count_lines(&self.body[*start..*end])))
    }

    fn separator(&self) -> char {
        char::from(self.delimiter.byte())
    }

    /// The lines that are no blank ones, with their numbers in the file.
    fn lines(&self) -> impl Iterator<Item = (u64, &'a str)> {
        let from = self.n_before + 1;
        let is_one_column = self.names.len() == 1;
        split_lines(self.body)
            .zip(from..)
            .filter(move |(line, _)| {
                !line.is_empty() && (is_one_column || !line.trim_matches(' ').is_empty())
            })
            .map(|(line, number)| (number, line))
    }

    fn read(
        self,
        file: &NamedBytes,
        (quoting, note): (Quoting, Option<Note>),
        missing: Missing,
    ) -> Result<Table, Error> {
        let mut rows = Rows {
            file,
            places: &self.places,
            missing,
            labels: self.places.label.map(|_| Labels::default()),
            texts: Vec::new(),
            lines: Vec::new(),
            several: None,
        };
        let width = self.names.len();
        let than = match self.header {
            true => "the header",
            false => "the first row",
        };
        let skip = usize::from(self.header);
        match quoting {
            Quoting::None => {
                for (line, text) in self.lines().skip(skip) {
                    let fields: Vec<&str> = text.split(self.separator()).collect();
                    if fields.len() != width {
                        return Err(
                            wrong_width(fields.len(), width, than).at_line(&file.name, line)
                        );
                    }
                    rows.push(|column| fields[column], line)?;
                }
            }
            Quoting::Csv => {
                let mut reader = ReaderBuilder::new()
                    .has_headers(false)
                    .flexible(true)
                    .delimiter(self.delimiter.byte())
                    .from_reader(self.body.as_bytes());
                let mut record = StringRecord::new();
                let mut is_first = self.header;
                while reader.read_record(&mut record).map_err(|fault| {
                    bad_row(fault.to_string(), "save the table as CSV again").in_file(&file.name)
                })? {
                    let at = record.position().map_or(1, csv::Position::line);
                    if std::mem::take(&mut is_first) {
                        continue;
                    }
                    let line = self.n_before + at;
                    let is_blank = width > 1 && record.len() == 1 && record[0].trim().is_empty();
                    if is_blank {
                        continue;
                    }
                    // Delimiters at the end of a row, as spreadsheets write them, end nothing.
                    let is_wider = record
                        .iter()
                        .skip(width)
                        .any(|field| !field.trim().is_empty());
                    if record.len() < width || is_wider {
                        return Err(
                            wrong_width(record.len(), width, than).at_line(&file.name, line)
                        );
                    }
                    rows.push(|column| &record[column], line)?;
                }
            }
        }
        let mut notes = self.places.notes.clone();
        if self.n_before > 0 {
            notes.push(Note::LinesBefore { n: self.n_before });
        }
        notes.extend(note);
        notes.extend(rows.several);
        let shown = |place: usize| self.names[place].clone();
        let (texts, labels, lines) = (rows.texts, rows.labels, rows.lines);
        Ok(Table {
            reading: Reading {
                form: Form::Delimited,
                delimiter: Some(self.delimiter),
                quoting: Some(quoting),
                header: Some(self.header),
                text_column: Some(shown(self.places.text)),
                label_column: self.places.label.map(shown),
                notes,
                ..Reading::default()
            },
            texts,
            labels,
            lines,
            columns: self.names,
        })
    }
}

/// Rows as they are read.
struct Rows<'a> {
    file: &'a NamedBytes,
    places: &'a Places,
    missing: Missing,
    labels: Option<Labels>,
    texts: Vec<String>,
    lines: Vec<u64>,
    /// Texts over several lines.
    several: Option<Note>,
}

impl Rows<'_> {
    fn push<'r>(&mut self, field: impl Fn(usize) -> &'r str, line: u64) -> Result<(), Error> {
        if let (Some(labels), Some(place)) = (&mut self.labels, self.places.label) {
            labels
                .push(field(place), self.missing)
                .map_err(|error| error.at_line(&self.file.name, line))?;
        }
        let text = field(self.places.text);
        let spanned = count_lines(text);
        if spanned > 1 {
            match &mut self.several {
                Some(Note::SeveralLines {
                    n,
                    longest,
                    line: at,
                }) => {
                    *n += 1;
                    if spanned > *longest {
                        (*longest, *at) = (spanned, line);
                    }
                }
                _ => {
                    self.several = Some(Note::SeveralLines {
                        n: 1,
                        longest: spanned,
                        line,
                    });
                }
            }
        }
        self.texts.push(text.to_owned());
        self.lines.push(line);
        Ok(())
    }
}

/// Lines that a text spans.
fn count_lines(text: &str) -> u64 {
    1 + text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

/// `sep=;` on the first line, as Excel reads it, and what follows.
fn excel_separator(text: &str) -> Option<(Delimiter, &str)> {
    let end = text.find('\n').map_or(text.len(), |end| end + 1);
    let line = text[..end].trim_end_matches(['\n', '\r']).trim_matches('"');
    let head = line.get(..4)?;
    if !head.eq_ignore_ascii_case("sep=") {
        return None;
    }
    let delimiter = line[4..].parse().ok()?;
    Some((delimiter, &text[end..]))
}

fn with_first(first: Delimiter) -> Vec<Delimiter> {
    let others = Delimiter::ALL.into_iter().filter(|other| *other != first);
    [first].into_iter().chain(others).collect()
}

/// The delimiter by which the most of the first lines have the same number of fields, at least two; the first one that has
/// as many.
fn most_regular(body: &str, candidates: &[Delimiter]) -> Delimiter {
    let mut best = (candidates[0], (0, 0));
    for &delimiter in candidates {
        let rows = first_rows(body, delimiter, 50);
        let width = rows.first().map_or(0, Vec::len);
        if width < 2 {
            continue;
        }
        let alike = rows.iter().filter(|row| row.len() == width).count();
        // Regular rows count more than many fields, which commas in texts make.
        let score = (alike, usize::from(alike == rows.len()));
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

/// The first row; blanks around its fields go.
fn first_row(text: &str, delimiter: Delimiter) -> Vec<String> {
    let row = first_rows(text, delimiter, 1).into_iter().next();
    let trimmed = |field: String| field.trim().to_string();
    row.unwrap_or_default().into_iter().map(trimmed).collect()
}

fn rows_after_first(text: &str, delimiter: Delimiter) -> Vec<Vec<String>> {
    let rows = first_rows(text, delimiter, LOOKED_AT + 1);
    rows.into_iter().skip(1).collect()
}

fn first_rows(text: &str, delimiter: Delimiter, most: usize) -> Vec<Vec<String>> {
    let reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.byte())
        .from_reader(text.as_bytes());
    let rows = reader.into_records().take(most).map_while(Result::ok);
    rows.map(|row| row.iter().map(str::to_string).collect())
        .collect()
}

/// What a table without a row is told as, where rows are needed.
pub(super) fn no_rows(file: &str) -> Error {
    Error::new(
        Code::EmptyFile,
        "the table has no rows",
        "check that the download or the export is complete and give the file again",
    )
    .in_file(file)
}
