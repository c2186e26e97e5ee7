//! The first rows of a table of fields, and the delimiter that they tell.

use csv::ReaderBuilder;

use super::Delimiter;
use super::labels::bare;
use super::table::extension;

/// Rows that are looked at to know a table.
const LOOKED_AT: usize = 200;

/// The delimiters that a file may have, the likeliest first.
pub(super) fn candidates(only: Option<Delimiter>, name: &str) -> Vec<Delimiter> {
    match (only, extension(name).as_str()) {
        (Some(only), _) => vec![only],
        (None, "tsv" | "tab") => with_first(Delimiter::Tab),
        (None, "psv") => with_first(Delimiter::Pipe),
        (None, _) => with_first(Delimiter::Comma),
    }
}

/// `sep=;` on the first line, as Excel reads it, and what follows.
pub(super) fn excel_separator(text: &str) -> Option<(Delimiter, &str)> {
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
pub(super) fn most_regular(body: &str, candidates: &[Delimiter]) -> Delimiter {
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

/// The first row; blanks and quotation marks around its fields go.
pub(super) fn first_fields(text: &str, delimiter: Delimiter) -> Vec<String> {
    let row = first_rows(text, delimiter, 1).into_iter().next();
    let fields = row.unwrap_or_default();
    fields.iter().map(|field| bare(field).to_string()).collect()
}

pub(super) fn rows_after_first(text: &str, delimiter: Delimiter) -> Vec<Vec<String>> {
    let rows = first_rows(text, delimiter, LOOKED_AT + 1);
    rows.into_iter().skip(1).collect()
}

/// The first rows, quotation marks taken for those of CSV.
pub(super) fn first_rows(text: &str, delimiter: Delimiter, most: usize) -> Vec<Vec<String>> {
    let reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.byte())
        .from_reader(text.as_bytes());
    let rows = reader.into_records().take(most).map_while(Result::ok);
    rows.map(|row| row.iter().map(str::to_string).collect())
        .collect()
}
