//! Which columns of a table are meant, and what to propose where those that are asked for are not there.

use std::collections::BTreeSet;

use super::labels::without_blanks;
use super::options::{LABEL_COLUMN, TEXT_COLUMN};
use super::reading::Note;
use super::table::{Asked, bad_row, missing_column};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::error::Error;

/// Names that columns of texts have in public data sets.
pub(super) const TEXT_NAMES: [&str; 28] = [
    "text",
    "texts",
    "tweet",
    "tweets",
    "content",
    "sentence",
    "comment",
    "comment_text",
    "message",
    "body",
    "review",
    "headline",
    "title",
    "post",
    "description",
    "document",
    "question",
    "query",
    "utterance",
    "originaltweet",
    "clean_text",
    "tweet_text",
    "full_text",
    "tekst",
    "treść",
    "tresc",
    "wpis",
    "komentarz",
];

/// Names that columns of labels have in public data sets.
const LABEL_NAMES: [&str; 28] = [
    "label",
    "labels",
    "class",
    "category",
    "sentiment",
    "target",
    "tag",
    "tags",
    "polarity",
    "emotion",
    "intent",
    "airline_sentiment",
    "subtask_a",
    "task_1",
    "ishate",
    "is_hate",
    "is_sarcastic",
    "hate",
    "toxic",
    "stance",
    "topic",
    "rating",
    "y",
    "klasa",
    "etykieta",
    "kategoria",
    "sentyment",
    "tagi",
];

/// Where the columns are that were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Places {
    pub text: usize,
    pub label: Option<usize>,
    pub notes: Vec<Note>,
}

/// A column among the names of a header.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    Named(usize),
    /// The name differs in case or blanks.
    Similar(usize),
    Numbered(usize),
    None,
    Many(usize),
    ManySimilar(Vec<usize>),
}

fn find(name: &str, names: &[String]) -> Found {
    let exact: Vec<usize> = (0..names.len())
        .filter(|place| names[*place] == name.trim())
        .collect();
    match exact[..] {
        [place] => return Found::Named(place),
        [] => {}
        _ => return Found::Many(exact.len()),
    }
    let plain = |name: &str| without_blanks(name).to_lowercase();
    let wanted = plain(name);
    let similar: Vec<usize> = (0..names.len())
        .filter(|place| plain(&names[*place]) == wanted)
        .collect();
    match similar[..] {
        [place] => Found::Similar(place),
        [] => match name.trim().parse::<usize>() {
            Ok(number) if (1..=names.len()).contains(&number) => Found::Numbered(number - 1),
            _ => Found::None,
        },
        _ => Found::ManySimilar(similar),
    }
}

/// Whether the names are those of the columns that are asked for, or the columns are asked for by numbers that are there.
pub(super) fn has_names(asked: &Asked, names: &[String]) -> bool {
    let is_there = |name: &String| matches!(find(name, names), Found::Named(_) | Found::Similar(_));
    is_there(&asked.text)
        && asked
            .label
            .as_ref()
            .filter(|_| asked.label_is_needed)
            .is_none_or(is_there)
}

/// The place of a column by its name or its number, where it is clear which one is meant.
pub(super) fn place_of(name: &str, names: &[String]) -> Option<usize> {
    match find(name, names) {
        Found::Named(place) | Found::Similar(place) | Found::Numbered(place) => Some(place),
        Found::None | Found::Many(_) | Found::ManySimilar(_) => None,
    }
}

/// The columns that are likeliest the texts and the labels: by names that such columns usually have, else by what stands in
/// them; nothing where none are likelier than others.
pub(super) fn likely_places(names: &[String], rows: &[Vec<String>]) -> Option<(usize, usize)> {
    let only = |known: &[&str]| {
        let mut found = (0..names.len()).filter(|place| {
            let name = names[*place].trim().to_lowercase();
            known.contains(&name.as_str())
        });
        found.next().filter(|_| found.next().is_none())
    };
    match (only(&TEXT_NAMES), only(&LABEL_NAMES)) {
        (Some(text), Some(label)) => Some((text, label)),
        (Some(text), None) => Some((text, repeating_column(names.len(), text, rows)?)),
        (None, label) => {
            let (text, repeating) = guessed_places(names, rows)?;
            let label = label.or(repeating)?;
            (text != label).then_some((text, label))
        }
    }
}

/// Whether the first row is likelier a row of data than the names of the columns: a number is in it, or what stands in a column
/// that repeats itself.
pub(super) fn is_likely_data(first: &[String], rows: &[Vec<String>]) -> bool {
    let is_repeated = |label: usize| {
        let mut below = rows.iter().filter_map(|row| row.get(label));
        below.any(|cell| cell.trim() == first[label].trim())
    };
    first.iter().any(|cell| is_number(cell.trim()))
        || guessed_places(first, rows)
            .and_then(|(_, label)| label)
            .is_some_and(is_repeated)
}

/// The places of the columns that are asked for in a header.
///
/// # Errors
/// [`crate::pipeline::error::Code::MissingColumn`] with what to give instead, `BadRow` where several columns have a name;
/// without a place. `rows` are the first rows after the header.
pub(super) fn places(
    asked: &Asked,
    names: &[String],
    rows: &[Vec<String>],
) -> Result<Places, Error> {
    let mut notes = Vec::new();
    let mut place = |name: &String| -> Result<Option<usize>, Error> {
        Ok(match find(name, names) {
            Found::Named(place) | Found::Numbered(place) => Some(place),
            Found::Similar(place) => {
                notes.push(Note::SimilarName {
                    asked: name.clone(),
                    taken: names[place].clone(),
                });
                Some(place)
            }
            Found::None => None,
            Found::Many(n) => {
                return Err(bad_row(
                    message!("error-columns-same-name", columns = n, name = name),
                    message!(
                        "error-rename-or-number",
                        option_text = TEXT_COLUMN,
                        option_label = LABEL_COLUMN
                    ),
                ));
            }
            Found::ManySimilar(places) => {
                let similar: Vec<&String> = places.iter().map(|place| &names[*place]).collect();
                return Err(missing_column(name, names, &similar, None));
            }
        })
    };
    let text = place(&asked.text)?
        .ok_or_else(|| missing_column(&asked.text, names, &[], proposal(asked, names, rows)))?;
    let label = match &asked.label {
        None => None,
        Some(name) => match place(name)? {
            Some(place) => Some(place),
            None if asked.label_is_needed => {
                return Err(missing_column(
                    name,
                    names,
                    &[],
                    proposal(asked, names, rows),
                ));
            }
            None => None,
        },
    };
    if Some(text) == label {
        return Err(bad_row(
            message!("error-one-column-for-both", column = &names[text]),
            message!(
                "error-name-two-columns",
                option_text = TEXT_COLUMN,
                option_label = LABEL_COLUMN
            ),
        ));
    }
    Ok(Places { text, label, notes })
}

/// Options that would read the table, as a remedy; nothing where none are likelier than others.
pub(super) fn proposal(asked: &Asked, names: &[String], rows: &[Vec<String>]) -> Option<Message> {
    let plain: Vec<String> = names
        .iter()
        .map(|name| name.trim().to_lowercase())
        .collect();
    let named = |known: &[&str]| -> Vec<usize> {
        let is_known = |place: &usize| known.contains(&plain[*place].as_str());
        (0..plain.len()).filter(is_known).collect()
    };
    let shown = |name: &str| match name
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
    {
        true => name.to_string(),
        false => format!("\"{}\"", name.replace('"', "\\\"")),
    };
    let (texts, labels) = (named(&TEXT_NAMES), named(&LABEL_NAMES));
    // A column that was asked for and is there is not proposed again.
    let text = match find(&asked.text, names) {
        Found::Named(place) | Found::Similar(place) | Found::Numbered(place) => {
            Some((place, false))
        }
        _ => match texts[..] {
            [place] => Some((place, true)),
            _ => None,
        },
    };
    let label = match asked.label.as_ref().map(|name| find(name, names)) {
        Some(Found::Named(place) | Found::Similar(place) | Found::Numbered(place)) => {
            Some((place, false))
        }
        Some(_) if asked.label_is_needed => match labels[..] {
            [place] => Some((place, true)),
            _ => None,
        },
        _ => None,
    };
    let mut flags = Vec::new();
    match (text, label) {
        (Some((text, text_is_new)), label) if label.is_some() || !asked.label_is_needed => {
            if text_is_new {
                flags.push(format!("{TEXT_COLUMN} {}", shown(&names[text])));
            }
            if let Some((label, true)) = label {
                flags.push(format!("{LABEL_COLUMN} {}", shown(&names[label])));
            }
        }
        _ => {}
    }
    if !flags.is_empty() {
        return Some(message!("error-propose-columns", options = flags.join(" ")));
    }
    // No name is known: the first row may be a row of data.
    let (text, label) = guessed_places(names, rows)?;
    if !is_likely_data(names, rows) {
        return None;
    }
    let label = match label.filter(|_| asked.label.is_some()) {
        Some(label) => format!(" {LABEL_COLUMN} {}", label + 1),
        None => String::new(),
    };
    let options = format!("--no-header {TEXT_COLUMN} {}{label}", text + 1);
    Some(message!("error-propose-no-header", options = options))
}

/// The column with the longest fields, and the one whose fields occur again and again.
fn guessed_places(names: &[String], rows: &[Vec<String>]) -> Option<(usize, Option<usize>)> {
    let all: Vec<&Vec<String>> = rows.iter().filter(|row| row.len() == names.len()).collect();
    if all.len() < 2 {
        return None;
    }
    let length = |column: usize| {
        all.iter()
            .map(|row| row[column].chars().count())
            .sum::<usize>()
    };
    let text = (0..names.len()).max_by_key(|column| length(*column))?;
    Some((text, repeating_column(names.len(), text, rows)))
}

/// The column beside the texts with the fewest different fields, if each occurs twice on average or more.
pub(super) fn repeating_column(width: usize, text: usize, rows: &[Vec<String>]) -> Option<usize> {
    let all: Vec<&Vec<String>> = rows.iter().filter(|row| row.len() == width).collect();
    if all.len() < 2 {
        return None;
    }
    let distinct = |column: usize| {
        let cells: BTreeSet<&str> = all.iter().map(|row| row[column].trim()).collect();
        cells.len()
    };
    (0..width)
        .filter(|column| *column != text && distinct(*column) * 2 <= all.len())
        .min_by_key(|column| distinct(*column))
}

/// The names of columns for an error where the table has no header: `1`, `2` and so on.
pub(super) fn numbers(n: usize) -> Vec<String> {
    (1..=n).map(|number| number.to_string()).collect()
}

/// A column by number that is not there.
pub(super) fn no_such_number(asked: &Asked, n: usize) -> Error {
    let there = numbers(n);
    let wanted: Vec<&String> = [Some(&asked.text), asked.label.as_ref()]
        .into_iter()
        .flatten()
        .filter(|name| !there.contains(name))
        .collect();
    Error::new(
        crate::pipeline::error::Code::MissingColumn,
        message!(
            "error-no-such-number",
            columns = Argument::names(&there),
            wanted = Argument::names(&wanted)
        ),
        message!(
            "error-give-numbers",
            option_text = TEXT_COLUMN,
            option_label = LABEL_COLUMN
        ),
    )
}

pub(super) fn is_number(cell: &str) -> bool {
    cell.trim().parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str, label: Option<&str>) -> Asked {
        Asked {
            text: text.into(),
            label: label.map(String::from),
            label_is_needed: label.is_some(),
        }
    }

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| cell.to_string()).collect()
    }

    #[test]
    fn columns_are_found_by_name_by_a_similar_name_or_by_number() {
        let names = row(&["id", "Tweet ", "class", "2"]);
        for (text, label, found) in [
            ("Tweet", "class", Some((1, 2))),
            ("tweet", " CLASS", Some((1, 2))),
            ("2", "3", Some((3, 2))),
            ("1", "3", Some((0, 2))),
            ("5", "3", None),
            ("0", "3", None),
        ] {
            let names: Vec<String> = names.iter().map(|name| name.trim().to_string()).collect();
            let places = places(&asked(text, Some(label)), &names, &[]).ok();
            assert_eq!(
                places.map(|places| (places.text, places.label.unwrap())),
                found,
                "{text} {label}"
            );
        }
    }

    #[test]
    fn a_remedy_names_the_options_that_work() {
        let error = |names: &[&str], rows: &[&[&str]]| {
            let rows: Vec<Vec<String>> = rows.iter().map(|cells| row(cells)).collect();
            places(&asked("text", Some("label")), &row(names), &rows)
                .unwrap_err()
                .remedy
                .map_or(String::new(), |remedy| remedy.to_string())
        };
        assert_eq!(
            error(&["id", "tweet", "class"], &[]),
            "if those are the columns, give --text-column tweet --label-column class"
        );
        assert_eq!(
            error(&["text", "class"], &[]),
            "if those are the columns, give --label-column class"
        );
        assert_eq!(
            error(
                &["ham", "a to tekst"],
                &[
                    &["spam", "inny tekst"],
                    &["ham", "trzeci tekst"],
                    &["spam", "czwarty"],
                    &["ham", "piąty"]
                ]
            ),
            "the first row seems to be data; if the table has no header, give --no-header --text-column 2 --label-column 1"
        );
        assert!(error(&["tweet", "content", "class"], &[]).starts_with("name the columns"));
    }
}
