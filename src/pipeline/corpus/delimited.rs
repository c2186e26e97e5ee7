//! Tables of fields: CSV, TSV and their like. Delimiter, header and quoting are found from the rows, unless they are given.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord};

use super::columns::{Places, has_names, no_such_number, numbers, places};
use super::first_rows::{
    candidates, excel_separator, first_fields, most_regular, rows_after_first,
};
use super::header::{FirstRow, are_numbers, first_row, means_names, unclear_header};
use super::labels::{Labels, bare};
use super::lines::split_lines;
use super::quoting::{Likeness, Quotes, quotes};
use super::reading::{Form, Note, Reading};
use super::table::{Asked, Table, bad_row, wrong_width};
use super::{Delimiter, FileOptions, Missing, NamedBytes, Quoting};
use crate::message;
use crate::message::Message;
use crate::pipeline::error::{Code, Error};

/// How the rows of a table lie.
pub(super) struct Layout<'a> {
    /// From the header on, or from the first row on.
    pub body: &'a str,
    /// Lines before the body.
    pub n_before: u64,
    pub delimiter: Delimiter,
    pub header: bool,
    pub names: Vec<String>,
    /// Columns up to the last one that has a name or is asked for.
    least_width: usize,
    pub places: Places,
}

/// Whether the text begins with the names of the columns that are asked for, by some delimiter.
pub(super) fn has_columns(text: &str, options: &FileOptions, asked: &Asked) -> bool {
    let candidates = options
        .delimiter
        .map_or(Delimiter::ALL.to_vec(), |only| vec![only]);
    candidates
        .into_iter()
        .any(|delimiter| has_names(asked, &first_fields(text, delimiter)))
}

/// The fields of the first row, by the delimiter that fits the first rows best.
pub(super) fn first_names(name: &str, text: &str) -> Vec<String> {
    let (only, body) = match excel_separator(text) {
        Some((delimiter, rest)) => (Some(delimiter), rest),
        None => (None, text),
    };
    first_fields(body, most_regular(body, &candidates(only, name)))
}

/// Reads the rows of `text`.
pub(super) fn read_delimited(
    file: &NamedBytes,
    text: &str,
    options: &FileOptions,
    asked: &Asked,
    missing: Missing,
) -> Result<Table, Error> {
    let text = with_line_feeds(text);
    let layout = Layout::find(file, &text, options, asked)?;
    let quoting = match options.quoting {
        Some(quoting) => (quoting, None),
        None => layout.quoting(file)?,
    };
    layout.read(file, quoting, missing)
}

/// Files of old Macs break their lines by carriage returns alone.
pub(super) fn with_line_feeds(text: &str) -> Cow<'_, str> {
    match text.contains('\n') || !text.contains('\r') {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.replace('\r', "\n")),
    }
}

impl<'a> Layout<'a> {
    pub fn find(
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
            candidates.find(|delimiter| has_names(asked, &first_fields(body, *delimiter)))
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
        let first = first_fields(body, delimiter);
        let rows = rows_after_first(body, delimiter);
        let at_first = |error: Error| error.at_line(&file.name, n_before + 1);
        let by_number = || {
            places(asked, &numbers(first.len()), &rows).map_err(|error| match error.code {
                Code::MissingColumn => at_first(no_such_number(asked, first.len())),
                _ => at_first(error),
            })
        };
        let header = match options.header {
            Some(header) => header,
            None if has_names(asked, &first) || !are_numbers(asked) => true,
            None => match first_row(&by_number()?, &first, &rows) {
                FirstRow::Names => true,
                FirstRow::Data => false,
                FirstRow::Unclear => return Err(at_first(unclear_header(&first))),
            },
        };
        let places = match header && means_names(asked, &first).map_err(at_first)? {
            true => places(asked, &first, &rows).map_err(at_first)?,
            false => by_number()?,
        };
        let names = match header {
            true => first,
            false => numbers(first.len()),
        };
        let n_unnamed = names
            .iter()
            .rev()
            .take_while(|name| name.is_empty())
            .count();
        let last = places.text.max(places.label.unwrap_or(0));
        Ok(Layout {
            body,
            n_before,
            delimiter,
            header,
            least_width: (names.len() - n_unnamed).max(last + 1),
            names,
            places,
        })
    }

    /// Whether a row of so many fields has one for each column. Columns without a name at the end may be missing, and
    /// there may be empty fields beyond, as spreadsheets write them.
    fn fits<'f>(&self, n: usize, field: impl Fn(usize) -> &'f str) -> bool {
        let mut beyond = self.names.len()..n;
        n >= self.least_width && beyond.all(|column| field(column).trim().is_empty())
    }

    /// The same of a line as it stands.
    fn line_fits(&self, line: &str) -> bool {
        let fields: Vec<&str> = line.split(self.separator()).collect();
        self.fits(fields.len(), |column| fields[column])
    }

    /// What quotation marks mean in the rows, and what is to be said of it.
    pub fn quoting(&self, file: &NamedBytes) -> Result<(Quoting, Option<Note>), Error> {
        if !self.body.contains('"') {
            return Ok((Quoting::Csv, None));
        }
        let widths = (self.least_width, self.names.len());
        let found = quotes(self.body, self.delimiter, widths);
        let swallowed = match found.over_lines.is_empty() {
            true => None,
            false => self.swallowed(&found),
        };
        if found.are_consistent && swallowed.is_none() {
            return Ok((Quoting::Csv, None));
        }
        // Then each line has to be a row as it stands.
        let are_rows = self.names.len() > 1 && self.lines().all(|(_, line)| self.line_fits(line));
        if are_rows {
            return Ok((Quoting::None, self.quotes_are_text()));
        }
        if let Some((line, n_lines)) = swallowed {
            return Err(bad_row(
                message!("error-swallowed-rows", lines = n_lines),
                message!(
                    "error-swallowed-rows-remedy",
                    option_none = "--quoting none",
                    option_csv = "--quoting csv"
                ),
            )
            .at_line(&file.name, self.n_before + line));
        }
        if found.are_open_at_the_end && self.delimiter != Delimiter::Tab {
            let line = found.over_lines.last().map_or(1, |(_, _, line)| *line);
            return Err(bad_row(
                message!("error-open-quote"),
                message!("error-close-quote", option = "--quoting none"),
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
        let (mut rows, mut others) = (0, 0);
        for (_, line) in self.lines() {
            match self.line_fits(line) {
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
            self.places.text,
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
            names: self.header.then_some(&self.names[..]),
            texts: Vec::new(),
            lines: Vec::new(),
            several: None,
            repeated: None,
        };
        let width = self.names.len();
        let skip = usize::from(self.header);
        match quoting {
            Quoting::None => {
                for (line, text) in self.lines().skip(skip) {
                    let fields: Vec<&str> = text.split(self.separator()).collect();
                    if !self.fits(fields.len(), |column| fields[column]) {
                        return Err(
                            wrong_width(fields.len(), width, self.header).at_line(&file.name, line)
                        );
                    }
                    rows.push(fields.len(), |column| fields[column], line)?;
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
                    bad_row(Message::text(fault.to_string()), message!("error-save-csv"))
                        .in_file(&file.name)
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
                    if !self.fits(record.len(), |column| &record[column]) {
                        return Err(
                            wrong_width(record.len(), width, self.header).at_line(&file.name, line)
                        );
                    }
                    rows.push(record.len(), |column| &record[column], line)?;
                }
            }
        }
        let mut notes = self.places.notes.clone();
        if self.n_before > 0 {
            notes.push(Note::LinesBefore { n: self.n_before });
        }
        notes.extend(note);
        notes.extend(rows.repeated);
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
            label_names: None,
        })
    }
}

/// Rows as they are read.
struct Rows<'a> {
    file: &'a NamedBytes,
    places: &'a Places,
    missing: Missing,
    labels: Option<Labels>,
    /// Of a table with a header.
    names: Option<&'a [String]>,
    texts: Vec<String>,
    lines: Vec<u64>,
    /// Texts over several lines.
    several: Option<Note>,
    /// Rows that are the header once more.
    repeated: Option<Note>,
}

impl Rows<'_> {
    fn push<'r>(
        &mut self,
        n: usize,
        field: impl Fn(usize) -> &'r str,
        line: u64,
    ) -> Result<(), Error> {
        // As tables have it that were put together from several.
        if let Some(names) = self.names
            && n == names.len()
            && n > 1
            && (0..n).all(|column| bare(field(column)) == names[column])
        {
            match &mut self.repeated {
                Some(Note::RepeatedHeader { n, .. }) => *n += 1,
                _ => self.repeated = Some(Note::RepeatedHeader { n: 1, line }),
            }
            return Ok(());
        }
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

/// What a table without a row is told as, where rows are needed.
pub(super) fn no_rows(file: &str) -> Error {
    Error::new(
        Code::EmptyFile,
        message!("error-table-empty"),
        message!("error-check-download"),
    )
    .in_file(file)
}
