//! Other people's tables, as rows of data: each form, delimiter, quoting, header, encoding and way of writing labels with
//! what is read of it, by every command that reads.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::cli::Desk;

/// Rows that a model learns at once: 24 texts of two classes.
pub fn rows() -> Vec<(String, &'static str)> {
    let good = ["ładny dzień", "miły pies", "pyszna kawa"];
    let bad = ["głupi żart", "zły wpis", "okropny typ"];
    (0..24)
        .map(|n| {
            let (words, label) = match n % 2 {
                0 => (good, "dobry"),
                _ => (bad, "zły"),
            };
            (
                format!("{} i {}", words[n / 2 % 3], words[n / 6 % 3]),
                label,
            )
        })
        .collect()
}

/// A table with these columns, `label` given for each row.
pub fn table(header: &str, delimiter: &str, label: impl Fn(usize, &str) -> String) -> String {
    let mut text = match header {
        "" => String::new(),
        header => format!("{header}\n"),
    };
    for (n, (row, class)) in rows().into_iter().enumerate() {
        text += &format!("{row}{delimiter}{}\n", label(n, class));
    }
    text
}

pub fn by_name(_: usize, class: &str) -> String {
    class.into()
}

pub fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn utf_16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

/// Single bytes for the Polish letters of the rows.
fn coded(text: &str, letters: &[(char, u8)]) -> Vec<u8> {
    text.chars()
        .map(|c| match letters.iter().find(|(letter, _)| *letter == c) {
            Some((_, byte)) => *byte,
            None => u8::try_from(c).unwrap(),
        })
        .collect()
}

const WINDOWS_1250: [(char, u8); 9] = [
    ('ą', 0xb9),
    ('ć', 0xe6),
    ('ę', 0xea),
    ('ł', 0xb3),
    ('ń', 0xf1),
    ('ó', 0xf3),
    ('ś', 0x9c),
    ('ź', 0x9f),
    ('ż', 0xbf),
];
const ISO_8859_2: [(char, u8); 9] = [
    ('ą', 0xb1),
    ('ć', 0xe6),
    ('ę', 0xea),
    ('ł', 0xb3),
    ('ń', 0xf1),
    ('ó', 0xf3),
    ('ś', 0xb6),
    ('ź', 0xbc),
    ('ż', 0xbf),
];

pub fn json_lines() -> String {
    let row = |(text, label): (String, &str)| {
        format!("{}\n", serde_json::json!({"text": text, "label": label}))
    };
    rows().into_iter().map(row).collect()
}

fn json_array() -> String {
    let row = |(text, label): (String, &str)| serde_json::json!({"text": text, "label": label});
    let rows: Vec<Value> = rows().into_iter().map(row).collect();
    serde_json::to_string_pretty(&rows).unwrap()
}

pub const CONFIG: &str = "[tfidf]\nmin_df = 1\n";

/// Trains on the file, then has the model answer it, evaluates it on it and looks for drift; each reads 24 rows.
#[track_caller]
fn assert_read(desk: &Desk, file: &str, options: &str, classes: &[&str]) {
    let trained = desk.dryf(&format!(
        "train --train-text {file} {options} --config c.toml --out m.zip --json s.json"
    ));
    assert_eq!(trained.code, Some(0), "{file}: {}", trained.stderr);
    let summary = desk.json("s.json");
    assert_eq!(summary["classes"], serde_json::json!(classes), "{file}");
    let files = &summary["files"];
    assert_eq!(files[0]["reading"]["n_rows"], 24, "{file}: {files}");
    assert!(
        trained
            .stderr
            .contains(&format!("Read {file} as train table: ")),
        "{}",
        trained.stderr
    );

    let evaluated = desk.dryf(&format!(
        "evaluate --model m.zip --text {file} {options} --json e.json"
    ));
    assert_eq!(evaluated.code, Some(0), "{file}: {}", evaluated.stderr);
    let evaluated = desk.json("e.json");
    assert_eq!(
        evaluated["evaluation"]["f1_micro"], 1.0,
        "{file}: {evaluated}"
    );
    assert_eq!(evaluated["files"][0]["reading"]["n_rows"], 24);

    let words: Vec<&str> = options.split_whitespace().collect();
    let label = words.iter().position(|word| *word == "--label-column");
    let of_texts: Vec<&str> = (0..words.len())
        .filter(|place| label.is_none_or(|label| *place != label && *place != label + 1))
        .map(|place| words[place])
        .collect();
    let of_texts = of_texts.join(" ");
    let predicted = desk.dryf(&format!("predict --model m.zip --text {file} {of_texts}"));
    assert_eq!(predicted.code, Some(0), "{file}: {}", predicted.stderr);
    assert_eq!(predicted.stdout.lines().count(), 24, "{file}");

    let drift = desk.dryf(&format!(
        "drift --reference {file} --current {file} {options} --without-splits --json d.json"
    ));
    assert_eq!(drift.code, Some(0), "{file}: {}", drift.stderr);
    assert_eq!(
        desk.json("d.json")["files"]["current"][0]["reading"]["n_rows"],
        24
    );

    // Without labels the rows are the same.
    let drift = desk.dryf(&format!(
        "drift --reference {file} --current {file} {of_texts} --without-splits --json d.json"
    ));
    assert_eq!(drift.code, Some(0), "{file}: {}", drift.stderr);
    assert_eq!(
        desk.json("d.json")["files"]["reference"][0]["reading"]["n_rows"],
        24,
        "{file} {of_texts}"
    );

    let watched = desk.dryf(&format!(
        "monitor --production m.zip --batch {file} {options} --json w.json"
    ));
    assert!(
        matches!(watched.code, Some(0..=2)),
        "{file}: {}",
        watched.stderr
    );
    assert_eq!(desk.json("w.json")["files"][0]["reading"]["n_rows"], 24);
}

#[test]
fn tables_of_every_form_are_read() {
    let desk = Desk::new();
    desk.write("c.toml", CONFIG);
    let comma = table("text,label", ",", by_name);
    let names = ["dobry", "zły"];
    let numbers = ["0", "1"];
    let number = |_: usize, class: &str| u8::from(class == "zły").to_string();
    let gap = |_: usize, class: &str| format!("{}.0", u8::from(class == "zły"));
    let truth = |n: usize, class: &str| match (n % 4, class) {
        (0 | 1, "zły") => "True".into(),
        (_, "zły") => "true".to_string(),
        _ => "FALSE".into(),
    };
    let quoted = |_: usize, class: &str| format!("\"{class}\"");
    type Case<'a> = (&'a str, Vec<u8>, &'a str, &'a [&'a str]);
    let cases: Vec<Case> = vec![
        ("a.csv", comma.clone().into(), "", &names),
        (
            "a.csv",
            table("text;label", ";", by_name).into(),
            "",
            &names,
        ),
        (
            "a.csv",
            table("text|label", "|", by_name).into(),
            "",
            &names,
        ),
        (
            "a.csv",
            table("text\tlabel", "\t", by_name).into(),
            "",
            &names,
        ),
        (
            "a.tsv",
            table("text\tlabel", "\t", by_name).into(),
            "",
            &names,
        ),
        ("a.tsv", comma.clone().into(), "", &names),
        (
            "a.psv",
            table("text|label", "|", by_name).into(),
            "",
            &names,
        ),
        ("a.txt", comma.clone().into(), "", &names),
        (
            "a.txt",
            table("tweet;class", ";", by_name).into(),
            "--text-column tweet --label-column class",
            &names,
        ),
        (
            "a.csv",
            table("sep=;\ntext;label", ";", by_name).into(),
            "",
            &names,
        ),
        (
            "a.csv",
            table("# notatka\ntext,label", ",", by_name).into(),
            "",
            &names,
        ),
        (
            "a.csv",
            table("Text,LABEL", ",", by_name).into(),
            "",
            &names,
        ),
        (
            "a.csv",
            table(" text , label ", ",", by_name).into(),
            "",
            &names,
        ),
        (
            "a.csv",
            table("\"text\",\"label\"", ",", quoted).into(),
            "",
            &names,
        ),
        ("a.csv", comma.replace('\n', "\r\n").into(), "", &names),
        ("a.csv", comma.replace('\n', "\r").into(), "", &names),
        ("a.csv", format!("\u{feff}{comma}").into(), "", &names),
        ("a.csv", comma.trim_end().into(), "", &names),
        (
            "a.csv",
            table("tweet,class", ",", by_name).into(),
            "--text-column tweet --label-column class",
            &names,
        ),
        (
            "a.csv",
            table("tweet,class", ",", by_name).into(),
            "--text-column 1 --label-column 2",
            &names,
        ),
        (
            "a.csv",
            table("", ",", by_name).into(),
            "--text-column 1 --label-column 2",
            &names,
        ),
        (
            "a.tsv",
            table("", "\t", by_name).into(),
            "--no-header --text-column 1 --label-column 2",
            &names,
        ),
        (
            "SMSCollection",
            table("", "\t", by_name).into(),
            "--text-column 1 --label-column 2",
            &names,
        ),
        ("a.csv", utf_16(&comma), "", &names),
        (
            "a.tsv",
            utf_16(&table("text\tlabel", "\t", by_name)),
            "",
            &names,
        ),
        (
            "a.csv",
            coded(&comma, &WINDOWS_1250),
            "--encoding windows-1250",
            &names,
        ),
        ("a.csv", coded(&comma, &WINDOWS_1250), "", &names),
        (
            "a.csv",
            coded(&comma, &ISO_8859_2),
            "--encoding latin2",
            &names,
        ),
        ("a.csv", coded(&comma, &ISO_8859_2), "", &names),
        ("a.csv.gz", gzip(&comma), "", &names),
        ("a.jsonl.gz", gzip(&json_lines()), "", &names),
        ("a.jsonl", json_lines().into(), "", &names),
        (
            "a.ndjson",
            json_lines().replace('\n', "\r\n").into(),
            "",
            &names,
        ),
        ("a.json", json_lines().into(), "", &names),
        ("a.json", json_array().into(), "", &names),
        // As APIs and pandas' `orient="table"` answer.
        (
            "a.json",
            format!("{{\"data\": {}, \"n\": 24}}", json_array()).into(),
            "",
            &names,
        ),
        (
            "a.json",
            format!(
                "{{\"schema\": {{\"fields\": [{{\"name\": \"text\"}}]}}, \"data\": {}}}",
                json_array()
            )
            .into(),
            "",
            &names,
        ),
        // What nobody sees around a label or a name, and quotation marks that quote nothing.
        (
            "a.csv",
            table("\u{feff}\u{feff}text,label\u{200b}", ",", |n, class| {
                format!("{class}{}", ["", "\u{200b}", " ", "\u{200f}"][n % 4])
            })
            .into(),
            "",
            &names,
        ),
        (
            "a.csv",
            table("text, \"label\"", ", ", quoted).into(),
            "",
            &names,
        ),
        (
            "a.tsv",
            table("\"text\"\t\"label\"", "\t", quoted)
                .replacen("ładny", "\"ładny", 1)
                .into(),
            "",
            &names,
        ),
        // Tables put together, and delimiters at the end of the header alone or of the rows alone.
        (
            "a.csv",
            comma.replacen("\npyszna", "\ntext,label\npyszna", 2).into(),
            "",
            &names,
        ),
        (
            "a.csv",
            table("text,label,,", ",", by_name).into(),
            "",
            &names,
        ),
        (
            "a.tsv",
            table("text\tlabel", "\t", |_, class| format!("{class}\t"))
                .replacen("zły wpis", "\"zły wpis", 1)
                .into(),
            "",
            &names,
        ),
        // A header that pandas numbered, by its names and by numbers.
        (
            "a.csv",
            table("0,1", ",", by_name).into(),
            "--text-column 0 --label-column 1",
            &names,
        ),
        (
            "a.csv",
            table("0,1,2", ",x,", by_name).into(),
            "--text-column 0 --label-column 2",
            &names,
        ),
        // One word over longer texts is a header; a label that no row below has does not make one.
        (
            "a.csv",
            table("opinia,ocena", ",", by_name).into(),
            "--text-column 1 --label-column 2",
            &names,
        ),
        // The first mark tells UTF-16's order of bytes.
        (
            "a.csv",
            utf_16(&comma)
                .chunks(2)
                .flat_map(|unit| [unit[1], unit[0]])
                .collect(),
            "--encoding utf-16",
            &names,
        ),
        (
            "a.csv",
            utf_16(&comma)
                .chunks(2)
                .flat_map(|unit| [unit[1], unit[0]])
                .collect(),
            "",
            &names,
        ),
        (
            "a.csv",
            table("text,label", ",", number).into(),
            "",
            &numbers,
        ),
        ("a.csv", table("text,label", ",", gap).into(), "", &numbers),
        (
            "a.csv",
            table("text,label", ",", truth).into(),
            "",
            &["false", "true"],
        ),
        (
            "a.csv",
            table("text,label", ",", |n, class| match n % 2 {
                0 => "-1".into(),
                _ => format!("+{}", class.len() / 4),
            })
            .into(),
            "",
            &["-1", "1"],
        ),
    ];
    for (name, bytes, options, classes) in cases {
        desk.write(name, bytes);
        assert_read(&desk, name, options, classes);
    }
}
