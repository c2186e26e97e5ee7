//! A set as one table that is read as it was: JSON lines, which hold any text. In a table of fields a text over several lines may
//! look like rows of its own.

use serde_json::Value;

use super::{Corpus, DataSet, FileOptions, LabelNaming, NO_COLUMN, TextEncoding};
use crate::pipeline::step::Pace;

/// The rows of a set of `data`, maybe with other labels, one object a line. Read by `options` they are the same again: the keys are
/// the columns that are asked for, the bytes those of the encoding. `is_named` tells that a file of names or a choice of the user's
/// names the labels; PolEval's are written as its tags as well, and read again where that naming is chosen.
pub async fn table_file(
    corpus: &Corpus,
    data: &DataSet,
    options: &FileOptions,
    is_named: bool,
) -> Vec<u8> {
    let text_key = options.text_column.as_deref().unwrap_or("text");
    let label_key = options.label_column.as_deref();
    let label_key = label_key.filter(|key| *key != NO_COLUMN).unwrap_or("label");
    let by_label = is_named || data.naming == LabelNaming::Poleval;
    let label = |class: &String| match by_label {
        true => data.naming.label_of(class).unwrap_or(class).to_string(),
        false => class.clone(),
    };
    let labels: Vec<String> = data.classes.iter().map(label).collect();
    let encoding = options
        .encoding
        .filter(|encoding| *encoding != TextEncoding::UTF_8);
    let key = |key: &str| written(key, encoding.is_some());
    let (text_key, label_key) = (key(text_key), key(label_key));
    let labels: Vec<String> = labels.iter().map(|label| key(label)).collect();
    let mut out = String::new();
    let mut pace = Pace::default();
    for (text, &label) in corpus.texts.iter().zip(&corpus.labels) {
        let text = key(text);
        let label = &labels[label as usize];
        for part in [
            "{", &text_key, ": ", &text, ", ", &label_key, ": ", label, "}\n",
        ] {
            out.push_str(part);
        }
        pace.after(text.len() / 8).await;
    }
    match encoding.map(TextEncoding::name) {
        // A mark tells the order of bytes, whichever was asked for.
        Some("UTF-16LE" | "UTF-16BE") => {
            let units = "\u{feff}".encode_utf16().chain(out.encode_utf16());
            units.flat_map(u16::to_le_bytes).collect()
        }
        _ => out.into_bytes(),
    }
}

/// As a string of JSON; in ASCII alone where the file is in another encoding than UTF-8, all of which hold ASCII.
fn written(text: &str, in_ascii: bool) -> String {
    let text = Value::from(text).to_string();
    if !in_ascii || text.is_ascii() {
        return text;
    }
    let mut escaped = String::with_capacity(2 * text.len());
    for character in text.chars() {
        match character.is_ascii() {
            true => escaped.push(character),
            false => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    escaped.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pipeline::corpus::{
        LabelNames, NamedBytes, ReadingOptions, Role, SetName, assemble,
    };
    use crate::pipeline::step::at_once;

    fn data(texts: &[String], classes: &[&str], naming: LabelNaming) -> DataSet {
        let mut classes: Vec<String> = classes.iter().map(|class| (*class).into()).collect();
        classes.sort();
        let n_classes = classes.len();
        DataSet {
            train: Corpus {
                texts: texts.to_vec(),
                labels: (0..texts.len())
                    .map(|row| (row % n_classes) as u32)
                    .collect(),
                sources: Vec::new(),
            },
            test: None,
            classes,
            naming,
        }
    }

    fn read_again(data: &DataSet, reading: &ReadingOptions, is_named: bool) -> DataSet {
        let options = reading.of(SetName::Train);
        let file = NamedBytes {
            name: "train-v2.jsonl".into(),
            bytes: at_once(table_file(&data.train, data, &options, is_named)),
        };
        assemble(vec![(Role::TrainTable, file)], reading).unwrap()
    }

    fn assert_same(data: &DataSet, reading: &ReadingOptions, is_named: bool) {
        let again = read_again(data, reading, is_named);
        assert_eq!(again.train.texts, data.train.texts, "{reading:?}");
        assert_eq!(again.train.labels, data.train.labels, "{reading:?}");
        assert_eq!(again.classes, data.classes, "{reading:?}");
    }

    fn hostile() -> Vec<String> {
        let long = "ż\u{202e}a\"".repeat(25_000);
        let texts = [
            "=cmd|' /C calc'!A0",
            "+1",
            "-1",
            "@SUM(A1)",
            "\tx",
            "a\r\nb",
            "a\rb",
            "a\nb,label\nc,label",
            "\u{feff}x",
            "\u{202e}\u{2066}x\u{2069}",
            "\u{200b}\u{200d}x",
            "\u{2028}x\u{2029}",
            "\"",
            "\"\"",
            "'",
            "\\ud83d",
            "\\n",
            "NaN",
            "-Infinity",
            "null",
            "{",
            "[",
            "}{",
            "😀🏳️‍🌈",
            " x ",
            "\u{0}x",
            "\u{7f}",
            "#",
            ";,|",
            "<script>alert(1)</script>",
            "{\"text\": \"x\"}",
            &long,
        ];
        texts.map(String::from).to_vec()
    }

    #[test]
    fn hostile_texts_are_read_as_they_were_however_they_are_read() {
        let reading = |all: FileOptions| ReadingOptions::of_all(all);
        let plain = data(
            &hostile(),
            &["spam", "ham", "żółć"],
            LabelNaming::AsTheyStand,
        );
        for encoding in [
            None,
            Some("windows-1250"),
            Some("utf-16le"),
            Some("utf-16be"),
            Some("utf-8"),
        ] {
            let all = FileOptions {
                encoding: encoding.map(|name| name.parse().unwrap()),
                ..FileOptions::columns("treść \"x\"", "4")
            };
            assert_same(&plain, &reading(all), false);
        }
        assert_same(&plain, &ReadingOptions::default(), false);
        let poleval = data(
            &hostile(),
            &super::super::POLEVAL_CLASSES,
            LabelNaming::Poleval,
        );
        let reading = ReadingOptions {
            label_names: LabelNames::Poleval,
            ..ReadingOptions::default()
        };
        assert_same(&poleval, &reading, false);
        assert!(read_again(&poleval, &reading, false).naming.is_poleval());
        // Names that are labels of others.
        let names: std::collections::BTreeMap<String, String> =
            [("a".into(), "b".into()), ("b".into(), "a".into())].into();
        let mapped = data(&hostile(), &["a", "b"], LabelNaming::Mapping(names.clone()));
        let reading = ReadingOptions {
            label_names: LabelNames::Mapping(names),
            ..ReadingOptions::default()
        };
        assert_same(&mapped, &reading, true);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_texts_are_read_as_they_were(texts in prop::collection::vec("\\PC*[a-z]\\PC*|(?s:.)*[a-z](?s:.)*", 2..20)) {
            assert_same(&data(&texts, &["a", "b"], LabelNaming::AsTheyStand), &ReadingOptions::default(), false);
        }
    }
}
