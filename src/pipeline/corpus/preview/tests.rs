//! What files seem to be: how they are split, what is proposed, and the letters of an encoding in doubt.

use super::*;
use crate::pipeline::corpus::Delimiter;
use crate::pipeline::step::at_once;

fn preview(name: &str, bytes: &[u8], role: Option<Role>, options: &FileOptions) -> Preview {
    let file = NamedBytes {
        name: name.into(),
        bytes: bytes.to_vec(),
    };
    at_once(Preview::of(&file, role, options)).expect("it is texts or a table")
}

fn table(name: &str, text: &str) -> Preview {
    let role = Some(Role::TrainTable);
    preview(name, text.as_bytes(), role, &FileOptions::default())
}

fn cells(preview: &Preview) -> Vec<(&str, Vec<&str>)> {
    let columns = preview.columns.iter();
    columns
        .map(|column| {
            let cells = column.cells.iter().map(String::as_str);
            (column.name.as_str(), cells.collect())
        })
        .collect()
}

fn windows_1250(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1250.encode(text).0.into_owned()
}

#[test]
fn a_table_is_split_before_its_columns_are_known() {
    let found = table(
        "tweety.csv",
        "nr;Treść;Ocena\n1;\"dzień; dobry\";dobry\n2;a niech to;zły\n3;\"raz\ndwa\";dobry\n4;cztery;zły\n",
    );
    assert_eq!(
        cells(&found),
        [
            ("nr", vec!["1", "2", "3"]),
            ("Treść", vec!["dzień; dobry", "a niech to", "raz\ndwa"]),
            ("Ocena", vec!["dobry", "zły", "dobry"]),
        ]
    );
    let reading = &found.reading;
    assert_eq!(
        (reading.delimiter, reading.header, reading.n_rows),
        (Some(Delimiter::Semicolon), Some(true), 5)
    );
    assert_eq!((found.text, found.label), (None, None));
    let proposal = found.proposal.unwrap();
    assert_eq!(
        (
            proposal.text.as_str(),
            proposal.label.as_str(),
            proposal.header
        ),
        ("Treść", "Ocena", None)
    );
    // What is asked for is found, and nothing is proposed any more.
    let options = FileOptions::columns("Treść", "Ocena");
    let text = "nr;Treść;Ocena\n1;raz;a\n";
    let found = preview("a.csv", text.as_bytes(), Some(Role::TrainTable), &options);
    assert_eq!(
        (found.text, found.label, found.proposal),
        (Some(1), Some(2), None)
    );
}

#[test]
fn a_table_without_a_header_is_asked_for_by_numbers() {
    let rows: String = (0..20)
        .map(|row| format!("to jest wpis {row}\t{}\n", ["tak", "nie"][row % 2]))
        .collect();
    let found = table("train.tsv", &rows);
    assert_eq!(found.reading.header, Some(false));
    assert_eq!(cells(&found)[1], ("2", vec!["tak", "nie", "tak"]));
    assert_eq!(
        found.proposal,
        Some(Proposal {
            text: "1".into(),
            label: "2".into(),
            header: Some(false),
        })
    );
    // Two columns of one name are told apart by their numbers.
    let found = table("a.csv", "text,note,note\na,b,c\n");
    let asked_by: Vec<&str> = found
        .columns
        .iter()
        .map(|it| it.asked_by.as_str())
        .collect();
    assert_eq!(asked_by, ["text", "2", "3"]);
}

#[test]
fn json_lines_and_parquet_have_rows_too() {
    let rows =
        r#"[{"text": "raz", "label": 1, "user": {"id": 2}}, {"text": "dwa", "label": null}]"#;
    let wrapped = format!(r#"{{"meta": 1, "data": {rows}}}"#);
    for text in [rows, &wrapped] {
        let found = table("a.json", text);
        assert_eq!(cells(&found)[0], ("label", vec!["1", ""]), "{text}");
        assert_eq!(cells(&found)[1], ("text", vec!["raz", "dwa"]), "{text}");
        assert_eq!((found.text, found.label), (Some(1), Some(0)));
    }
    let bytes = include_bytes!("../../../../tests/fixtures/parquet/pandas.parquet");
    let found = preview(
        "a.parquet",
        bytes,
        Some(Role::TrainTable),
        &FileOptions::default(),
    );
    assert_eq!(
        (found.reading.form, found.reading.n_rows),
        (Form::Parquet, 60)
    );
    let text = &found.columns[found.text.unwrap() as usize];
    assert_eq!((text.name.as_str(), text.cells.len()), ("text", ROWS));
    let lines = preview(
        "a.txt",
        b"0\n1\n",
        Some(Role::TrainTags),
        &FileOptions::default(),
    );
    assert_eq!((lines.reading.form, lines.label), (Form::Labels, Some(0)));
    assert_eq!(cells(&lines), [("", vec!["0", "1"])]);
}

#[test]
fn letters_in_doubt_are_shown_in_several_encodings() {
    let text = "zwykły wpis\nświęta są już jutro\nźdźbło i gęś\nnothing here\n";
    let found = preview("a.txt", &windows_1250(text), None, &FileOptions::default());
    let encodings: Vec<(&str, bool, bool)> = found
        .encodings
        .iter()
        .map(|it| (it.encoding.name(), it.is_detected, it.is_used))
        .collect();
    assert_eq!(encodings[0], ("windows-1250", true, true));
    assert!(
        encodings.len() > 1
            && encodings[1..]
                .iter()
                .all(|(_, detected, used)| !detected && !used)
    );
    assert_eq!(
        found.encodings[0].lines,
        ["źdźbło i gęś", "święta są już jutro", "zwykły wpis"]
    );
    assert_ne!(found.encodings[1].lines, found.encodings[0].lines);
    // Asked to read it in another one, the file is shown so, beside what it seems to be in.
    let options = FileOptions {
        encoding: Some("ISO-8859-2".parse().unwrap()),
        ..FileOptions::default()
    };
    let found = preview("a.txt", &windows_1250(text), None, &options);
    let used: Vec<bool> = found.encodings.iter().map(|it| it.is_used).collect();
    assert_eq!(
        (found.encodings[0].encoding.name(), used[0]),
        ("ISO-8859-2", true)
    );
    assert!(found.encodings[1].is_detected);
    // UTF-16, with and without the mark, and nothing to doubt in UTF-8.
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xff\xfe", &wide[..]].concat();
    for bytes in [&wide, &marked] {
        let found = preview("a.txt", bytes, None, &FileOptions::default());
        assert_eq!(found.encodings[0].encoding.name(), "UTF-16LE");
        assert_eq!(found.encodings[0].lines[0], "źdźbło i gęś");
    }
    let found = preview("a.txt", text.as_bytes(), None, &FileOptions::default());
    assert_eq!((found.encodings, found.garbled), (Vec::new(), None));
}

#[test]
fn a_file_is_sampled_to_its_end() {
    let mut bytes = b"plain ascii all along\n".repeat(10_000);
    bytes.extend(windows_1250("gęś i źdźbło\n"));
    let found = preview("a.txt", &bytes, None, &FileOptions::default());
    assert_eq!(found.encodings[0].lines, ["gęś i źdźbło"]);
    assert_eq!(found.reading.n_rows, 10_001);
}

#[test]
fn letters_that_were_read_wrong_before_are_told() {
    let text = "święta są już\nźdźbło\nplain\n";
    let twice = encoding_rs::WINDOWS_1250
        .decode_without_bom_handling(text.as_bytes())
        .0
        .into_owned();
    let found = preview("a.txt", twice.as_bytes(), None, &FileOptions::default());
    assert!(
        found
            .garbled
            .is_some_and(|line| line.starts_with("Ĺ›wiÄ™ta"))
    );
}

#[test]
fn what_is_long_or_odd_is_cut() {
    let long = "ż".repeat(100_000);
    let found = preview("a.txt", &windows_1250(&long), None, &FileOptions::default());
    assert_eq!(
        found.columns[0].cells[0].chars().count(),
        MOST_CHARACTERS + 1
    );
    assert!(found.encodings[0].lines[0].chars().count() <= MOST_CHARACTERS + 1);
    let wide = vec!["a"; 1_000].join(",");
    let found = table("a.csv", &format!("{wide}\n{wide}\n"));
    assert_eq!(found.columns.len(), MOST_COLUMNS);
    for bytes in [&b"\x89PNG\r\n\x1a\n"[..], b""] {
        let file = NamedBytes {
            name: "a".into(),
            bytes: bytes.to_vec(),
        };
        assert_eq!(
            at_once(Preview::of(&file, None, &FileOptions::default())),
            None
        );
    }
}
