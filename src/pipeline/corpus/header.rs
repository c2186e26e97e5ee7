//! Whether the first row of a table has the names of its columns, where the columns are asked for by numbers.

use super::Missing;
use super::columns::{Places, TEXT_NAMES, has_names, is_number, repeating_column};
use super::labels::is_missing;
use super::lines::shortened;
use super::table::{Asked, bad_row};
use crate::message;
use crate::message::Argument;
use crate::pipeline::error::Error;

/// What the first row of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FirstRow {
    Names,
    Data,
    Unclear,
}

/// What the first row of a table is whose columns are asked for by number; `rows` are those after it.
///
/// It is data where a field is a number, or its label is missing or a label of rows below. It has the names where pandas
/// numbered the columns, or the field of the texts is a usual name of their column, or a column below has numbers alone, or
/// one word stands over texts that are longer. Labels may be left out, so that a table means the same with and without
/// them; the column whose fields occur again and again then stands for theirs.
pub(super) fn first_row(places: &Places, first: &[String], rows: &[Vec<String>]) -> FirstRow {
    if are_numbered(first) {
        return FirstRow::Names;
    }
    if first.iter().any(|cell| is_number(cell)) {
        return FirstRow::Data;
    }
    let below = |column: usize| {
        rows.iter()
            .filter_map(move |row| row.get(column))
            .map(|cell| cell.trim())
    };
    let label = places
        .label
        .or_else(|| repeating_column(first.len(), places.text, rows));
    if let Some(label) = label {
        let cell = first[label].trim();
        if is_missing(cell, Missing::LeaveOut) || below(label).any(|other| other == cell) {
            return FirstRow::Data;
        }
    }
    let text = first[places.text].trim();
    let has_numbers = |column: usize| {
        let mut cells = below(column).peekable();
        cells.peek().is_some() && cells.all(is_number)
    };
    if TEXT_NAMES.contains(&text.to_lowercase().as_str()) || (0..first.len()).any(has_numbers) {
        return FirstRow::Names;
    }
    let length = text.chars().count();
    let is_longer =
        |other: &&str| other.contains(char::is_whitespace) || other.chars().count() >= 2 * length;
    let n_longer = below(places.text).filter(is_longer).count();
    match label {
        None => FirstRow::Data,
        Some(_) if !text.contains(char::is_whitespace) && 4 * n_longer > 3 * rows.len() => {
            FirstRow::Names
        }
        Some(_) => FirstRow::Unclear,
    }
}

/// Whether the names are 0, 1, 2 and so on, as pandas writes them where columns have none; before them there may be a blank one.
fn are_numbered(names: &[String]) -> bool {
    let numbered = match names {
        [first, numbered @ ..] if first.is_empty() => numbered,
        all => all,
    };
    let mut names = numbered.iter().enumerate();
    numbered.len() > 1 && names.all(|(place, name)| *name == place.to_string())
}

/// What is said of a first row that may be names or data.
pub(super) fn unclear_header(first: &[String]) -> Error {
    let first: Vec<String> = first.iter().map(|cell| shortened(cell)).collect();
    bad_row(
        message!("error-header-unclear", cells = Argument::names(&first)),
        message!(
            "error-say-header",
            option = "--header",
            option_none = "--no-header"
        ),
    )
}

/// Whether every column that is needed is asked for by a number.
pub(super) fn are_numbers(asked: &Asked) -> bool {
    let is_number = |name: &String| name.trim().parse::<usize>().is_ok_and(|number| number > 0);
    let label = asked.label.as_ref().filter(|_| asked.label_is_needed);
    is_number(&asked.text) && label.is_none_or(is_number)
}

/// Whether the names in a header are meant, and not numbers from 1, where pandas numbered the columns from 0.
///
/// # Errors
/// [`crate::pipeline::error::Code::BadRow`] without a place where it may be both.
pub(super) fn means_names(asked: &Asked, names: &[String]) -> Result<bool, Error> {
    if !are_numbered(names) || (!has_names(asked, names) && !are_numbers(asked)) {
        return Ok(true);
    }
    let zero = |name: &String| name.trim() == "0";
    match has_names(asked, names) {
        false => Ok(false),
        true if zero(&asked.text) || asked.label.as_ref().is_some_and(zero) => Ok(true),
        true => Err(bad_row(
            message!(
                "error-name-or-number",
                columns = Argument::names(names),
                column = &asked.text
            ),
            message!(
                "error-name-in-pandas",
                call = r#"df.to_csv("out.csv", index=False, header=["text", "label"])"#
            ),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&str]) -> (Vec<String>, Vec<Vec<String>>) {
        let mut rows = rows
            .iter()
            .map(|row| row.split(',').map(str::to_string).collect());
        (rows.next().unwrap(), rows.collect())
    }

    #[test]
    fn a_first_row_is_names_data_or_unclear() {
        use FirstRow::{Data, Names, Unclear};
        for (rows, with_labels, without) in [
            (&["tweet,class", "raz dwa,a", "trzy,b"][..], Names, Names),
            (&["0,1", "raz dwa,a", "trzy,b"], Names, Names),
            (&["wpis,ocena", "raz dwa,0", "trzy,1"], Names, Names),
            (
                &[
                    "opinia,ocena",
                    "raz dwa,a",
                    "trzy cztery,b",
                    "pięć sześć,a",
                    "siedem osiem,b",
                ],
                Names,
                Names,
            ),
            (&["raz dwa,a", "trzy,b", "cztery,a", "pięć,b"], Data, Data),
            (&["raz dwa,0", "trzy,1"], Data, Data),
            (&["raz dwa,NaN", "trzy,a", "cztery,a"], Data, Data),
            (
                &[
                    "raz dwa,rzadka",
                    "trzy cztery,a",
                    "pięć,b",
                    "sześć,a",
                    "siedem,b",
                ],
                Unclear,
                Unclear,
            ),
            (&["raz dwa,a"], Unclear, Data),
        ] {
            let (first, below) = table(rows);
            let places = |label| Places {
                text: 0,
                label,
                notes: Vec::new(),
            };
            assert_eq!(
                (
                    first_row(&places(Some(1)), &first, &below),
                    first_row(&places(None), &first, &below)
                ),
                (with_labels, without),
                "{rows:?}"
            );
        }
    }
}
