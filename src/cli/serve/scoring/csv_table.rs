//! The texts of a CSV body, as pandas' `read_csv` takes them: the first line names the columns, blank lines are skipped, and what
//! stands for a missing value is one.

use csv::{ReaderBuilder, StringRecord};

use super::refusal::Refusal;
use super::request::{TEXT, Texts};

/// What pandas 2 reads as a missing value.
const MISSING: [&str; 19] = [
    "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN",
    "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null",
];

/// The texts of the column `text`.
///
/// # Errors
/// What is wrong with the body. A row with more cells than the first line is refused: pandas shifts the columns of some.
pub fn texts_of_csv(body: &[u8], most: usize) -> Result<Texts, Refusal> {
    let body = std::str::from_utf8(body).map_err(|fault| Refusal::bad("utf8", fault))?;
    let body = body.strip_prefix('\u{feff}').unwrap_or(body);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(body.as_bytes());
    let mut row = StringRecord::new();
    let mut next = |row: &mut StringRecord| -> Result<bool, Refusal> {
        loop {
            let is_there = reader
                .read_record(row)
                .map_err(|fault| Refusal::bad("csv", fault))?;
            let is_blank = row.len() == 1 && !row[0].is_empty() && row[0].trim().is_empty();
            if !is_there || !is_blank {
                return Ok(is_there);
            }
        }
    };
    if !next(&mut row)? {
        return Err(Refusal::bad("csv", ""));
    }
    let width = row.len();
    let place = row.iter().position(|name| name == TEXT);
    let place = place.ok_or_else(Refusal::no_text_column)?;
    let (mut texts, mut n) = (Texts::new(), 0);
    while next(&mut row)? {
        n += 1;
        if row.len() > width {
            return Err(Refusal::bad("csv-row", n));
        }
        if n <= most {
            let text = row.get(place).filter(|text| !MISSING.contains(text));
            texts.push(text.map(str::to_string));
        }
    }
    match n > most {
        true => Err(Refusal::too_many_rows(n, most)),
        false => Ok(texts),
    }
}
