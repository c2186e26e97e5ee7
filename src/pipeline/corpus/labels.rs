//! Labels as they stand in a file: which of them are missing, and how one value is written in one way.

use std::collections::BTreeMap;

use super::Missing;
use super::lines::shortened;
use crate::message;
use crate::message::Argument;
use crate::pipeline::error::{Code, Error};

/// Values that pandas' `read_csv` takes for a missing one (its `na_values`), the empty one apart.
const MISSING: [&str; 17] = [
    "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>",
    "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan",
];

/// The labels of a file, row by row: codes into the distinct ones as they are written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Labels {
    /// In the order in which they come.
    pub names: Vec<String>,
    /// For each row a code into `names`, or `None` where the label is missing.
    pub codes: Vec<Option<u32>>,
    by_name: BTreeMap<String, u32>,
    /// What stands in the place of missing ones, where something does.
    pub missing: Vec<String>,
}

impl Labels {
    /// Adds the label of a row; blanks and quotation marks around it go.
    ///
    /// # Errors
    /// [`Code::BadRow`] without a place for a label that can be no class name.
    pub fn push(&mut self, label: &str, missing: Missing) -> Result<(), Error> {
        let label = bare(label);
        if is_missing(label, missing) {
            self.codes.push(None);
            if !label.is_empty() && !self.missing.iter().any(|known| known == label) {
                self.missing.push(label.into());
            }
            return Ok(());
        }
        if let Some(&code) = self.by_name.get(label) {
            self.codes.push(Some(code));
            return Ok(());
        }
        check_name(label)?;
        let code = self.names.len() as u32;
        self.names.push(label.into());
        self.by_name.insert(label.into(), code);
        self.codes.push(Some(code));
        Ok(())
    }

    /// The way in which all labels of the file are written, if they are numbers or truth values.
    pub fn one_form(&self) -> OneForm {
        OneForm::of(&self.names)
    }
}

/// A label, or the name of a column, without the blanks around it and without the quotation marks that stand around the
/// whole of it, which a file has where they quote nothing.
pub(super) fn bare(label: &str) -> &str {
    let label = without_blanks(label);
    let inner = label
        .strip_prefix('"')
        .and_then(|label| label.strip_suffix('"'))
        .filter(|inner| !inner.contains('"'));
    inner.map_or(label, without_blanks)
}

/// A name without what nobody sees around it.
pub(super) fn without_blanks(name: &str) -> &str {
    name.trim_matches(is_blank)
}

/// Whether nobody sees a character: white space, spaces of no width, byte order marks, marks of direction.
pub(super) fn is_blank(c: char) -> bool {
    let has_no_width = matches!(
        c,
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    );
    c.is_whitespace() || has_no_width
}

/// Whether a label says that there is none.
pub(super) fn is_missing(label: &str, missing: Missing) -> bool {
    label.is_empty() || (missing != Missing::Keep && (MISSING.contains(&label) || label == "null"))
}

/// Whether a text can be the name of a class: it stands on one line wherever it is printed.
///
/// # Errors
/// [`Code::BadRow`] without a place.
pub(super) fn check_name(label: &str) -> Result<(), Error> {
    let breaks = |c: char| {
        c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let Some(character) = label.chars().find(|c| breaks(*c)) else {
        return Ok(());
    };
    let what = Argument::key(match character {
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => "line-break",
        '\t' => "tab",
        _ => "control",
    });
    let label = shortened(label).escape_debug().to_string();
    Err(Error::new(
        Code::BadRow,
        message!("error-label-holds", label = label, what = what),
        message!("error-plain-class-name"),
    ))
}

/// What the labels of a file are, all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OneForm {
    /// Plain numbers, such as `1`, `1.0` and `-0.50`.
    Numbers,
    /// `True`, `FALSE` and their like.
    Truths,
    /// Names.
    Names,
}

impl OneForm {
    pub fn of<S: AsRef<str>>(names: &[S]) -> OneForm {
        let all = |form: OneForm| {
            let mut names = names.iter();
            !names.as_slice().is_empty() && names.all(|name| form.written(name.as_ref()).is_some())
        };
        [OneForm::Numbers, OneForm::Truths]
            .into_iter()
            .find(|form| all(*form))
            .unwrap_or(OneForm::Names)
    }

    /// A label in its one form; as it stands if there is none.
    pub fn of_label(self, label: &str) -> String {
        self.written(label).unwrap_or_else(|| label.into())
    }

    fn written(self, label: &str) -> Option<String> {
        match self {
            OneForm::Numbers => number(label),
            OneForm::Truths => ["true", "false"]
                .into_iter()
                .find(|truth| label.eq_ignore_ascii_case(truth))
                .map(String::from),
            OneForm::Names => None,
        }
    }
}

/// A plain number in one way: without a sign of plus, without a fraction of zero, without zeros at the fraction's end.
/// `007` and what has blanks or other characters in it is none.
fn number(text: &str) -> Option<String> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => ("-", &text[1..]),
        b'+' => ("", &text[1..]),
        _ => ("", text),
    };
    let (mantissa, exponent) = match digits.find(['e', 'E']) {
        Some(at) => (&digits[..at], Some(&digits[at + 1..])),
        None => (digits, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = are_digits(whole)
        && are_digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && !(whole.len() > 1 && whole.starts_with('0'));
    if !is_plain {
        return None;
    }
    if let Some(exponent) = exponent {
        let power = exponent.trim_start_matches(['+', '-']);
        if power.is_empty() || power.len() + 1 < exponent.len() || !are_digits(power) {
            return None;
        }
        let value: f64 = text.parse().ok()?;
        return match value {
            _ if !value.is_finite() => None,
            // Whole numbers up to here have one float each.
            whole if whole.abs() < 1e15 && whole.fract() == 0.0 => {
                Some(format!("{}", whole as i64))
            }
            other => Some(serde_json::Number::from_f64(other)?.to_string()),
        };
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(match fraction.trim_end_matches('0') {
        "" if whole == "0" => "0".into(),
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_one_way() {
        for (written, one) in [
            ("1", Some("1")),
            ("1.0", Some("1")),
            ("1.", Some("1")),
            ("1.00", Some("1")),
            ("+1", Some("1")),
            ("-1", Some("-1")),
            ("-1.0", Some("-1")),
            ("-0.0", Some("0")),
            ("0.50", Some("0.5")),
            (".5", Some("0.5")),
            ("1e2", Some("100")),
            ("1e+300", Some("1e+300")),
            ("1e300", Some("1e+300")),
            ("12345678901234567890", Some("12345678901234567890")),
            ("007", None),
            ("0x1", None),
            ("1,0", None),
            ("1-2", None),
            ("1e", None),
            ("e5", None),
            ("--1", None),
            ("-", None),
            ("+", None),
            (".", None),
            ("", None),
            ("inf", None),
        ] {
            assert_eq!(number(written).as_deref(), one, "{written}");
        }
    }

    #[test]
    fn one_form_counts_for_a_whole_file() {
        assert_eq!(OneForm::of(&["1", "0.0"]), OneForm::Numbers);
        assert_eq!(OneForm::of(&["True", "FALSE"]), OneForm::Truths);
        for names in [&["1.0", "spam"][..], &["007", "1.0"], &["true", "1"], &[]] {
            assert_eq!(OneForm::of(names), OneForm::Names, "{names:?}");
        }
        assert_eq!(OneForm::of(&["1.0"]).of_label("1.0"), "1");
        assert_eq!(OneForm::Names.of_label("1.0"), "1.0");
    }

    #[test]
    fn missing_labels_are_pandas_own() {
        for label in [
            "", "NaN", "nan", "None", "NULL", "null", "N/A", "NA", "<NA>", "#N/A",
        ] {
            assert!(is_missing(label, Missing::LeaveOut), "{label}");
            assert_eq!(is_missing(label, Missing::Keep), label.is_empty());
        }
        for label in ["none", "0", "-", "na", "NONE", "?"] {
            assert!(!is_missing(label, Missing::LeaveOut), "{label}");
        }
    }

    #[test]
    fn what_nobody_sees_around_a_label_goes() {
        let mut labels = Labels::default();
        for label in [
            "zły",
            " zły\u{a0}",
            "\"zły\"",
            "zły\u{200b}",
            "\u{feff}zły",
            "\u{200f}\" zły \"",
        ] {
            labels.push(label, Missing::LeaveOut).unwrap();
        }
        assert_eq!(labels.names, ["zły"]);
        for label in ["\"", "\"a", "\"a\" i \"b\"", "rodzina 👨\u{200d}👩"] {
            labels.push(label, Missing::LeaveOut).unwrap();
            assert_eq!(labels.names.last().unwrap(), label);
        }
        labels.push("\"\"", Missing::LeaveOut).unwrap();
        assert_eq!(labels.codes.last(), Some(&None));
    }

    #[test]
    fn a_class_name_stands_on_one_line() {
        for (label, what) in [
            ("x\ny", "a line break"),
            ("a\tb", "a tab"),
            ("a\0", "a control"),
            ("\u{202e}ab", "a control"),
        ] {
            let error = check_name(label).unwrap_err();
            assert!(error.message.to_string().contains(what), "{error}");
            assert!(
                !error
                    .message
                    .to_string()
                    .contains(['\n', '\t', '\0', '\u{202e}'])
            );
        }
        assert!(check_name("C++ i C# 😀 zażółć").is_ok());
    }
}
