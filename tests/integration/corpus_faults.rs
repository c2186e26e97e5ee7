//! Guards the door for data: one case for each fault with the very error that the user reads, and no bytes that panic.

use dryf::pipeline::corpus::{
    NamedBytes, Role, TableColumns, ValidationOptions, assemble, detect_roles, parse_tags,
    parse_texts, read_table, validate,
};
use dryf::pipeline::error::Code;
use proptest::prelude::*;

use crate::corpus_cases::{expect, file};

/// Training texts and tags as given.
fn pair(texts: impl AsRef<[u8]>, tags: impl AsRef<[u8]>) -> Vec<(Role, NamedBytes)> {
    vec![
        (Role::TrainTexts, file("texts.txt", texts)),
        (Role::TrainTags, file("tags.txt", tags)),
    ]
}

fn table(name: &str, bytes: impl AsRef<[u8]>) -> Vec<(Role, NamedBytes)> {
    vec![(Role::TrainTable, file(name, bytes))]
}

const TAGS_REMEDY: &str =
    "each line needs one tag: 0 (non-harmful), 1 (cyberbullying) or 2 (hate-speech)";
const EMPTY_REMEDY: &str =
    "check that the download or the export is complete and give the file again";
const QUOTES_REMEDY: &str = "put texts that hold the separator, a quote or a line break in quotes, \
                             and double the quotes inside";

#[test]
fn faults_of_pairs() {
    let cases = [
        (
            pair("a\nb\nc\n", "0\n1\n"),
            Code::LineCountsDiffer,
            "tags.txt: `tags.txt` has 2 lines but `texts.txt` has 3; PolEval files pair line by line: give a text \
             file and a tags file that belong together"
                .to_string(),
        ),
        (
            pair("a\n".repeat(10_041), "0\n".repeat(9_998)),
            Code::LineCountsDiffer,
            "tags.txt: `tags.txt` has 9,998 lines but `texts.txt` has 10,041; PolEval files pair line by line: give \
             a text file and a tags file that belong together"
                .to_string(),
        ),
        (
            pair("a\nb\n\n", "0\n1\n"),
            Code::LineCountsDiffer,
            "tags.txt: `tags.txt` has 2 lines but `texts.txt` has 3; the last line of `texts.txt` is empty; remove it"
                .to_string(),
        ),
        (
            pair("a\nb\n", "0\n3\n"),
            Code::UnknownTag,
            format!("tags.txt, line 2: unknown tag `3`; {TAGS_REMEDY}"),
        ),
        (
            pair("a\nb\n", "hate-speech\n0\n"),
            Code::UnknownTag,
            format!("tags.txt, line 1: unknown tag `hate-speech`; {TAGS_REMEDY}"),
        ),
        (
            pair("a\nb\nc\n", "0\n\n1\n"),
            Code::UnknownTag,
            format!("tags.txt, line 2: the line is blank; {TAGS_REMEDY}"),
        ),
        (
            pair(b"a\nb\nza\xbf\xf3\xb3\xe6\n", "0\n1\n1\n"),
            Code::InvalidUtf8,
            "texts.txt, line 3: byte 0xBF is not valid UTF-8; save the file as UTF-8; Polish files that are not are \
             mostly Windows-1250 or ISO 8859-2"
                .to_string(),
        ),
        (
            pair("", "0\n"),
            Code::EmptyFile,
            format!("texts.txt: the file is empty: it holds not one byte of text; {EMPTY_REMEDY}"),
        ),
        (
            pair("a\n", "\u{feff}"),
            Code::EmptyFile,
            format!("tags.txt: the file is empty: it holds not one byte of text; {EMPTY_REMEDY}"),
        ),
        (
            pair("a\n", "\r\n\r\n"),
            Code::EmptyFile,
            format!("tags.txt: the file is empty: it holds only blank lines; {EMPTY_REMEDY}"),
        ),
        (
            pair("a\nb\n", "1\n1\n"),
            Code::TooFewClasses,
            "tags.txt: every training row is `cyberbullying`; a classifier needs two classes or more; add rows of \
             another class, or check that the right column or tags file is used"
                .to_string(),
        ),
        (
            pair("PK\x03\x04", "1\n1\n"),
            Code::UnknownFormat,
            "texts.txt: this is a zip, not a file of texts, tags or a table; unpack it and give the files inside"
                .to_string(),
        ),
    ];
    for (files, code, line) in cases {
        expect(assemble(files, &TableColumns::default()), code, &line);
    }
}

#[test]
fn faults_of_roles() {
    let texts = |role| (role, file("x.txt", "a\nb\n"));
    let tags = |role, name| (role, file(name, "0\n1\n"));
    let cases = [
        (
            vec![],
            Code::MissingRole,
            "there is no train set; give a text file and a tags file, or one table (CSV, TSV, JSONL)",
        ),
        (
            vec![texts(Role::TestTexts), tags(Role::TestTags, "y.txt")],
            Code::MissingRole,
            "there is no train set; give a text file and a tags file, or one table (CSV, TSV, JSONL)",
        ),
        (
            vec![texts(Role::TrainTexts)],
            Code::MissingRole,
            "x.txt: `x.txt` has no tags: the train tags are missing; give the tags file that belongs to it, one tag \
             for each line, as train tags",
        ),
        (
            vec![
                texts(Role::TrainTexts),
                tags(Role::TrainTags, "y.txt"),
                tags(Role::TestTags, "z.txt"),
            ],
            Code::MissingRole,
            "z.txt: `z.txt` has no texts: the test texts are missing; give the text file that belongs to it, one text \
             for each tag, as test texts",
        ),
        (
            vec![
                texts(Role::TrainTexts),
                tags(Role::TrainTags, "y.txt"),
                tags(Role::TrainTags, "z.txt"),
            ],
            Code::Usage,
            "z.txt: `y.txt` and `z.txt` are both train tags; keep one of them, or give the other one its own role",
        ),
        (
            vec![
                texts(Role::TrainTexts),
                tags(Role::TrainTags, "y.txt"),
                (Role::TrainTable, file("t.csv", "text,label\na,0\nb,1\n")),
            ],
            Code::Usage,
            "t.csv: `t.csv` and `x.txt` both hold the train set; keep either the table or the pair of texts and tags",
        ),
    ];
    for (files, code, line) in cases {
        expect(assemble(files, &TableColumns::default()), code, line);
    }
}

#[test]
fn faults_of_tables() {
    let cases = [
        (
            table("t.csv", "id,tekst,etykieta\n1,a,0\n"),
            Code::MissingColumn,
            "t.csv, line 1: there is no column `text`, only `id`, `tekst` and `etykieta`; say which column holds the \
             texts and which one the labels"
                .to_string(),
        ),
        (
            table("t.tsv", "text,label\na,0\n"),
            Code::MissingColumn,
            "t.tsv, line 1: there is no column `text`, only `text,label`; say which column holds the texts and which \
             one the labels"
                .to_string(),
        ),
        (
            table("t.csv", "text,label,label\na,0,1\n"),
            Code::BadRow,
            "t.csv, line 1: there are 2 columns named `label`; rename all but one of them".to_string(),
        ),
        (
            table("t.csv", "text,label\n\"a\nb\",0\nc\n"),
            Code::BadRow,
            format!("t.csv, line 4: the row has 1 field but the header has 2; {QUOTES_REMEDY}"),
        ),
        (
            table("t.csv", "label,text\n0,a\n1,\"b\n0,c\n"),
            Code::BadRow,
            "t.csv, line 3: a quote is opened in this row and never closed; close it, or double each quote that is \
             part of a text and put the text in quotes"
                .to_string(),
        ),
        (
            table("t.csv", "text,label\na,0\nb, \n"),
            Code::BadRow,
            "t.csv, line 3: the label in column `label` is empty; give each row a label, or remove the row".to_string(),
        ),
        (
            table("t.csv", "text,label\n"),
            Code::EmptyFile,
            format!("t.csv: the table has no rows; {EMPTY_REMEDY}"),
        ),
        (
            table("t.csv", b"text,label\na,0\n\xb3,1\n"),
            Code::InvalidUtf8,
            "t.csv, line 3: byte 0xB3 is not valid UTF-8; save the file as UTF-8; Polish files that are not are mostly \
             Windows-1250 or ISO 8859-2"
                .to_string(),
        ),
        (
            table("t.jsonl", "{\"text\":\"a\",\"label\":0}\n\n{\"text\":\"b\"}\n"),
            Code::MissingColumn,
            "t.jsonl, line 3: there is no column `label`, only `text`; say which column holds the texts and which one \
             the labels"
                .to_string(),
        ),
        (
            table("t.jsonl", "{\"text\":\"a\",\"label\":0}\n{\"text\":\n"),
            Code::BadRow,
            "t.jsonl, line 2: no JSON object: EOF while parsing a value at column 8; write one JSON object a line, \
             such as {\"text\": \"dzień dobry\", \"label\": \"non-harmful\"}"
                .to_string(),
        ),
        (
            table("t.jsonl", "{\"text\":7,\"label\":0}\n"),
            Code::BadRow,
            "t.jsonl, line 1: `text` is `7`; `text` has to be a string".to_string(),
        ),
        (
            table("t.jsonl", "{\"text\":\"a\",\"label\":null}\n"),
            Code::BadRow,
            "t.jsonl, line 1: `label` is `null`; `label` has to be a string or a number".to_string(),
        ),
        (
            table("t.jsonl", "{\"text\":\"a\",\"label\":\"\"}\n"),
            Code::BadRow,
            "t.jsonl, line 1: the label in column `label` is empty; give each row a label, or remove the row"
                .to_string(),
        ),
        (
            table("t.json", "[{\"text\":\"a\",\"label\":0}]"),
            Code::UnknownFormat,
            "t.json: this is a JSON array, not one JSON object a line; write it as JSONL, for instance with \
             `jq -c '.[]'`"
                .to_string(),
        ),
        (
            table("t.csv", "text,label\na,spam\nb,spam\n"),
            Code::TooFewClasses,
            "t.csv: every training row is `spam`; a classifier needs two classes or more; add rows of another class, \
             or check that the right column or tags file is used"
                .to_string(),
        ),
    ];
    for (files, code, line) in cases {
        expect(assemble(files, &TableColumns::default()), code, &line);
    }
}

/// Bytes that come near to being data: pieces of every format in any order, and any bytes at all.
fn hostile_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        proptest::sample::select(vec![
            "0\n",
            "1\r\n",
            "2",
            "\r",
            "\n",
            "\"",
            ",",
            ";",
            "\t",
            "text",
            "label",
            "text,label\n",
            "{\"text\":\"a\",\"label\":0}\n",
            "{",
            "}",
            "[",
            "\u{feff}",
            "żółć",
            "\u{2028}",
            "\u{0}",
            "\"a\nb\",1\n",
            "@anonymized_account",
            "\\n",
            "\u{fffd}",
        ])
        .prop_map(|piece| piece.as_bytes().to_vec()),
        proptest::collection::vec(any::<u8>(), 0..8),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_bytes_panic(
        train in hostile_bytes(),
        tags in hostile_bytes(),
        name in proptest::sample::select(vec!["a.csv", "a.tsv", "a.jsonl", "a.json", "train.txt", "tags", ""]),
    ) {
        let columns = TableColumns::default();
        let file_of = |name: &str, bytes: &[u8]| file(name, bytes);
        let _ = parse_texts(&file_of(name, &train));
        let _ = parse_tags(&file_of(name, &tags));
        let _ = read_table(&file_of(name, &train), &columns);
        let found = detect_roles(&[file_of(name, &train), file_of("labels.txt", &tags)]);
        prop_assert!(found.iter().all(|found| !found.reason.is_empty()));
        for files in [pair(&train, &tags), table(name, &train)] {
            match assemble(files, &columns) {
                Ok(data) => {
                    prop_assert_eq!(data.train.texts.len(), data.train.labels.len());
                    validate(&data, &ValidationOptions { validation_size: 0.3, cleaner: None });
                }
                Err(error) => prop_assert!(!error.remedy.is_empty(), "{}", error),
            }
        }
    }
}
