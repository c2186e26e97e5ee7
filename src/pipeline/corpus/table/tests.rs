//! Tables in their forms: the same rows from each, and what is said of those that can't be read.

use super::*;
use crate::pipeline::corpus::{Delimiter, Form, Quoting, TextEncoding};

fn file(name: &str, content: &str) -> NamedBytes {
    NamedBytes {
        name: name.into(),
        bytes: content.as_bytes().to_vec(),
    }
}

fn read_by(options: &FileOptions, name: &str, content: &str) -> Result<Table, Error> {
    read_table(
        &file(name, content),
        options,
        Missing::LeaveOut,
        WithLabels::Always,
    )
}

fn read(name: &str, content: &str) -> Result<Table, Error> {
    read_by(&FileOptions::default(), name, content)
}

/// The labels as they stand, `-` where one is missing.
fn labels(table: &Table) -> Vec<&str> {
    let labels = table.labels.as_ref().unwrap();
    let name = |code: &Option<u32>| code.map_or("-", |code| labels.names[code as usize].as_str());
    labels.codes.iter().map(name).collect()
}

#[test]
fn labels_may_be_left_out_where_they_need_not_be_there() {
    let read = |name: &str, content: &str, label: Option<&str>| {
        let options = FileOptions {
            label_column: label.map(String::from),
            ..FileOptions::default()
        };
        read_table(
            &file(name, content),
            &options,
            Missing::LeaveOut,
            WithLabels::IfThere,
        )
    };
    for (name, content) in [
        ("a.csv", "text\nraz\n\"dwa, trzy\"\n"),
        ("a.csv", "id;text\n1;raz\n2;dwa, trzy\n"),
        (
            "a.jsonl",
            "{\"text\": \"raz\"}\n{\"text\": \"dwa, trzy\"}\n",
        ),
        (
            "a.json",
            "[{\"text\": \"raz\"},\n {\"text\": \"dwa, trzy\"}]",
        ),
    ] {
        let table = read(name, content, None).unwrap();
        assert_eq!(table.texts, ["raz", "dwa, trzy"], "{content}");
        assert_eq!(table.labels, None);
        // A column that is asked for has to be there.
        let error = read(name, content, Some("klasa")).unwrap_err();
        assert_eq!(error.code, Code::MissingColumn);
    }
    assert_eq!(
        labels(&read("a.csv", "text,label\nraz,1\n", None).unwrap()),
        ["1"]
    );
    assert_eq!(
        labels(&read("a.csv", "text,label\nraz,\n", None).unwrap()),
        ["-"]
    );
    assert_eq!(
        read("a.csv", "text,label\nraz,1\n", Some("none"))
            .unwrap()
            .labels,
        None
    );
    let error = read("a.csv", "tekst,label\nraz,1\n", None).unwrap_err();
    assert_eq!(error.code, Code::MissingColumn);
}

#[test]
fn the_same_rows_in_every_form() {
    let forms = [
        ("a.csv", "id,text,label\n1,\"raz, dwa\",1\n2,trzy,0\n"),
        ("a.csv", "\u{feff}text;label\r\n\"raz, dwa\";1\r\ntrzy;0"),
        ("a.csv", "sep=;\r\ntext;label\r\n\"raz, dwa\";1\r\ntrzy;0"),
        ("a.csv", "text|label\n\"raz, dwa\"|1\ntrzy|0\n"),
        ("a.psv", "text|label\nraz, dwa|1\ntrzy|0\n"),
        ("a.CSV", "label\ttext\n1\traz, dwa\n0\ttrzy\n"),
        ("a.csv", "text,label\r\"raz, dwa\",1\rtrzy,0\r"),
        (
            "a.csv",
            "# zebrane w maju\n# dwie kolumny\ntext,label\n\"raz, dwa\",1\ntrzy,0\n",
        ),
        ("a.csv", "Text, LABEL \n\"raz, dwa\",1\ntrzy,0\n"),
        ("a.tsv", "label\ttext\n1\traz, dwa\n\n0\ttrzy\n"),
        ("a.tsv", "text,label\n\"raz, dwa\",1\ntrzy,0\n"),
        ("a.txt", "text,label\n\"raz, dwa\", 1 \ntrzy,0\n"),
        ("a.csv.gz", "text,label\n\"raz, dwa\", 1 \ntrzy,0\n"),
        (
            "a.jsonl",
            "{\"text\":\"raz, dwa\",\"label\":1}\n\n{\"label\":\"0\",\"text\":\"trzy\"}\n",
        ),
        (
            "a.json",
            "{\"text\":\"raz, dwa\",\"label\":1}\r\n{\"label\":0,\"text\":\"trzy\"}",
        ),
        (
            "a.json",
            "[{\"text\":\"raz, dwa\",\"label\":1},\n{\"label\":0,\"text\":\"trzy\"}]",
        ),
        (
            "a.json",
            "{\n \"text\": \"raz, dwa\",\n \"label\": 1\n}\n{\n \"Label\": 0,\n \"text\": \"trzy\"\n}\n",
        ),
        (
            "a",
            " {\"text\":\"raz, dwa\",\"label\":1} {\"label\":0,\"text\":\"trzy\"}",
        ),
    ];
    for (name, content) in forms {
        let table = read(name, content).unwrap_or_else(|error| panic!("{content}: {error}"));
        assert_eq!(table.texts, ["raz, dwa", "trzy"], "{name}: {content}");
        assert_eq!(labels(&table), ["1", "0"], "{name}: {content}");
    }
}

#[test]
fn quoted_texts_may_span_lines_and_rows_keep_their_lines() {
    let table = read(
        "a.csv",
        "text,label\n\"raz\ndwa\r\ntrzy\",a\n\"on \"\"on\"\"\",b\n",
    )
    .unwrap();
    assert_eq!(table.texts, ["raz\ndwa\r\ntrzy", "on \"on\""]);
    assert_eq!(table.lines, [2, 5]);
    let note = Note::SeveralLines {
        n: 1,
        longest: 3,
        line: 2,
    };
    assert_eq!(table.reading.notes, [note]);
    let table = read(
        "a.json",
        "[{\"text\":\"a\",\"label\":0},\n\n{\"text\":\"b\",\"label\":1}]",
    )
    .unwrap();
    assert_eq!(
        (table.lines, table.reading.form),
        (vec![1, 3], Form::JsonArray)
    );
}

#[test]
fn quotation_marks_that_quote_nothing_are_text() {
    for (name, content, texts) in [
        (
            "a.tsv",
            "label\ttext\na\t\"Dobre\nb\tzłe\na\t\"znów\n",
            &["\"Dobre", "złe", "\"znów"][..],
        ),
        (
            "a.tsv",
            "text\tlabel\n\"Dobre\ta\nzłe\tb\nnowe \"x\"\ta\n",
            &["\"Dobre", "złe", "nowe \"x\""],
        ),
        // Each quote is closed by one of another row, so that the rows between would be one text.
        (
            "a.tsv",
            "text\tlabel\n\"Dobre\ta\nzłe\tb\ninne\"\ta\nto\tb\ntamto\ta\n",
            &["\"Dobre", "złe", "inne\"", "to", "tamto"],
        ),
        (
            "a.csv",
            "text;label\n\"Dobre;a\nzłe;b\ninne\";a\nto;b\ntamto;a\n",
            &["\"Dobre", "złe", "inne\"", "to", "tamto"],
        ),
        (
            "a.csv",
            "text,label\n\"Dobre,a\nzłe,b\nto,a\n",
            &["\"Dobre", "złe", "to"],
        ),
    ] {
        let table = read(name, content).unwrap_or_else(|error| panic!("{content}: {error}"));
        assert_eq!(table.texts, texts, "{content}");
        assert_eq!(table.reading.quoting, Some(Quoting::None));
        assert!(
            matches!(table.reading.notes[..], [Note::QuotesAreText { .. }]),
            "{content}"
        );
    }
    let quoted = read(
        "a.tsv",
        "text\tlabel\n\"raz\tdwa \"\"x\"\"\"\ta\n\"trzy\ncztery\"\tb\n",
    )
    .unwrap();
    assert_eq!(quoted.texts, ["raz\tdwa \"x\"", "trzy\ncztery"]);
}

#[test]
fn rows_that_a_quote_swallows_are_named() {
    let rows = "text,label\n\"Dobre,a\nzłe,b\n\"tak, tak\",a\ninne\",a\nto,b\ntamto,a\nowo,b\n";
    let error = read("a.csv", rows).unwrap_err();
    assert_eq!(
        (error.code, error.place.unwrap().line),
        (Code::BadRow, Some(2))
    );
    let as_csv = FileOptions {
        quoting: Some(Quoting::Csv),
        ..FileOptions::default()
    };
    let legitimate = "text,label\n\"Dobre, ale\nzłe, nie\",a\nto,b\ntamto,a\nowo,b\n";
    assert_eq!(
        read("a.csv", legitimate).unwrap().texts[0],
        "Dobre, ale\nzłe, nie"
    );
    assert_eq!(
        read_by(&as_csv, "a.csv", legitimate).unwrap().texts.len(),
        4
    );
}

#[test]
fn tables_without_a_header_take_numbers() {
    let numbers = |text: &str, label: &str| FileOptions::columns(text, label);
    let rows = "dobry\tŁadny dzień\nzły\tBrzydki dzień\ndobry\tJasny dzień\nzły\tCiemny dzień\ndobry\tDzień\n";
    let table = read_by(&numbers("2", "1"), "a.tsv", rows).unwrap();
    assert_eq!((table.texts.len(), table.reading.header), (5, Some(false)));
    let with_header = format!("ocena\twpis\n{rows}");
    let table = read_by(&numbers("2", "1"), "a.tsv", &with_header).unwrap();
    assert_eq!((table.texts.len(), table.reading.header), (5, Some(true)));
    let forced = FileOptions {
        header: Some(false),
        ..numbers("2", "1")
    };
    assert_eq!(
        read_by(&forced, "a.tsv", &with_header).unwrap().texts.len(),
        6
    );
    let error = read("a.tsv", rows).unwrap_err();
    assert_eq!(error.code, Code::MissingColumn);
    assert!(
        error
            .to_string()
            .contains("--no-header --text-column 2 --label-column 1"),
        "{error}"
    );
    let error = read_by(&numbers("3", "1"), "a.tsv", rows).unwrap_err();
    assert!(
        error.message.to_string().contains("`3` is none of them"),
        "{error}"
    );
}

#[test]
fn blanks_inside_texts_stay() {
    let table = read("a.csv", "text,label\n  raz  , a \n").unwrap();
    assert_eq!(
        (&table.texts[0][..], labels(&table)),
        ("  raz  ", vec!["a"])
    );
}

#[test]
fn numbers_stand_as_they_are_written() {
    let table = read(
        "a.jsonl",
        "{\"text\":\"a\",\"label\":1.5}\n{\"text\":\"b\",\"label\":-3}\n{\"text\":\"c\",\"label\":1e300}\n{\"text\":7,\"label\":1.0}",
    )
    .unwrap();
    assert_eq!(labels(&table), ["1.5", "-3", "1e+300", "1.0"]);
    assert_eq!(table.texts[3], "7");
}

#[test]
fn what_is_missing_in_json_is_missing() {
    let rows = "{\"text\":\"a\",\"label\":null}\n{\"text\":null,\"label\":true}\n{\"label\":NaN,\"text\":\"c\"}\n{\"text\":\"d\"}";
    let table = read("a.jsonl", rows).unwrap();
    assert_eq!(labels(&table), ["-", "true", "-", "-"]);
    assert_eq!(table.texts, ["a", "", "c", "d"]);
    let table = read("a.jsonl", "{\"text\":\"x\\ud83d\",\"label\":\"a\"}").unwrap();
    assert_eq!(table.texts, ["x\u{fffd}"]);
    assert_eq!(table.reading.notes, [Note::LoneSurrogates { n: 1 }]);
}

#[test]
fn a_reading_tells_what_was_found() {
    let table = read("a.csv", "id;text;label\n1;a;x\n2;b;y\n").unwrap();
    let reading = table.reading;
    assert_eq!(
        (
            reading.form,
            reading.delimiter,
            reading.header,
            reading.encoding,
            reading.n_rows
        ),
        (
            Form::Delimited,
            Some(Delimiter::Semicolon),
            Some(true),
            TextEncoding::UTF_8,
            2
        )
    );
    assert_eq!(table.columns, ["id", "text", "label"]);
}

#[test]
fn tables_are_recognised_by_extension_or_content() {
    let is = |name: &str, content: &str| is_table(&file(name, content), &FileOptions::default());
    assert!(is("a.tsv", "whatever"));
    assert!(is("a.txt", "text;label"));
    assert!(is("a.json", "[]"));
    assert!(is("a.csv.gz", "text"));
    assert!(is("a", "{\"text\": \"x\"}"));
    assert!(is("a", "[\n  {\n \"text\": \"x\"}]"));
    assert!(!is("a.txt", "a text without a label"));
    assert!(!is("a.txt", "{not json}"));
    assert!(!is("a.txt", "[x] to nie JSON"));
    assert!(is_table(
        &file("a.txt", "raz\tdwa"),
        &FileOptions::columns("2", "1")
    ));
}
