//! Guards the door for data: one case for each fault with the very error that the user reads, and no bytes that panic.

use dryf::pipeline::corpus::{
    FileOptions, KnownLabels, LabelNames, NamedBytes, ReadingOptions, Role, ValidationOptions,
    assemble, assemble_rows, detect_roles, parse_label_names, parse_labels, parse_texts,
    read_rows_of_texts, validate,
};
use dryf::pipeline::error::Code;
use dryf::pipeline::step::at_once;
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

const PAIR_REMEDY: &str =
    "the two go together line by line: give a text file and a tags file that belong together";
const COLUMNS_REMEDY: &str = "name the columns with --text-column and --label-column, by their names or their numbers from 1";
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
            format!("tags.txt: `tags.txt` has 2 lines but `texts.txt` has 3; {PAIR_REMEDY}"),
        ),
        (
            pair("a\n".repeat(10_041), "0\n".repeat(9_998)),
            Code::LineCountsDiffer,
            format!("tags.txt: `tags.txt` has 9,998 lines but `texts.txt` has 10,041; {PAIR_REMEDY}"),
        ),
        (
            pair("a\nb\n\n", "0\n1\n"),
            Code::LineCountsDiffer,
            "tags.txt: `tags.txt` has 2 lines but `texts.txt` has 3; the last line of `texts.txt` is empty; remove it"
                .to_string(),
        ),
        (
            pair("a\nb\n", "x\nz\u{1}\n"),
            Code::BadRow,
            "tags.txt, line 2: the label `z\\u{1}` holds a control character; give the class a name without line breaks, \
             tabs and control characters, and check that the label column is the right one"
                .to_string(),
        ),
        (
            pair("a\n\n\n", "\n0\n\n"),
            Code::BadRow,
            "texts.txt: no row has both a text and a label; check that the right columns or files are used".to_string(),
        ),
        (
            pair(b"a\nza\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87\nza\xbf\xf3\n", "0\n1\n1\n"),
            Code::InvalidUtf8,
            "texts.txt, line 3: byte 0xBF is not valid UTF-8; mend the line, save the file as UTF-8, or name its encoding \
             with --encoding, such as windows-1250"
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
            "tags.txt: every training row is `1`; a classifier needs two classes or more; add rows of \
             another class, or check that the right column or tags file is used"
                .to_string(),
        ),
        (
            pair("PK\x03\x04", "1\n1\n"),
            Code::UnknownFormat,
            "texts.txt: this is a zip, not a file of texts, labels or a table; unpack it and give the files inside"
                .to_string(),
        ),
    ];
    for (files, code, line) in cases {
        expect(assemble(files, &ReadingOptions::default()), code, &line);
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
            "there is no train set; give a text file and a tags file, or one table (CSV, TSV, JSON, Parquet)",
        ),
        (
            vec![texts(Role::TestTexts), tags(Role::TestTags, "y.txt")],
            Code::MissingRole,
            "there is no train set; give a text file and a tags file, or one table (CSV, TSV, JSON, Parquet)",
        ),
        (
            vec![texts(Role::TrainTexts)],
            Code::MissingRole,
            "x.txt: `x.txt` has no labels: the train tags are missing; give the tags file that belongs to it, one label \
             for each line, as train tags; or name its \
             columns with --text-column and --label-column, by their names or their numbers from 1, if it is a table",
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
            "t.csv: `t.csv` and `x.txt` both hold the train set; keep either the table or the texts",
        ),
    ];
    for (files, code, line) in cases {
        expect(assemble(files, &ReadingOptions::default()), code, line);
    }
}

#[test]
fn faults_of_tables() {
    let cases = [
        (
            table("t.csv", "id,tekst,etykieta\n1,a,0\n"),
            Code::MissingColumn,
            "t.csv, line 1: there is no column `text`, only `id`, `tekst` and `etykieta`; if those are the columns, give \
             --text-column tekst --label-column etykieta"
                .to_string(),
        ),
        (
            table("t.tsv", "a b c\nd e f\n"),
            Code::MissingColumn,
            format!("t.tsv, line 1: there is no column `text`, only `a b c`; {COLUMNS_REMEDY}"),
        ),
        (
            table("t.csv", "text,label,label\na,0,1\n"),
            Code::BadRow,
            "t.csv, line 1: there are 2 columns named `label`; rename all but one of them, or give the number of the \
             column with --text-column or --label-column"
                .to_string(),
        ),
        (
            table("t.csv", "text,label\n\"a\nb\",0\nc\n"),
            Code::BadRow,
            format!("t.csv, line 4: the row has 1 field but the header has 2; {QUOTES_REMEDY}"),
        ),
        (
            table("t.csv", "label,text\n0,a\n1,\"b, d\n0,c\n"),
            Code::BadRow,
            "t.csv, line 3: a quote is opened in this row and never closed; close it, or double each quote that is \
             part of a text and put the text in quotes; or give --quoting none where quotation marks are text"
                .to_string(),
        ),
        (
            table("t.csv", "text,label\n"),
            Code::EmptyFile,
            format!("t.csv: the table has no rows; {EMPTY_REMEDY}"),
        ),
        (
            table("t.csv", b"text,label\na,0\n\xc5\xbc\xc3\xb3,1\n\xb3,1\n"),
            Code::InvalidUtf8,
            "t.csv, line 4: byte 0xB3 is not valid UTF-8; mend the line, save the file as UTF-8, or name its encoding \
             with --encoding, such as windows-1250"
                .to_string(),
        ),
        (
            table("t.csv", "text,label\na,\"x\ny\"\nb,z\n"),
            Code::BadRow,
            "t.csv, line 2: the label `x\\ny` holds a line break; give the class a name without line breaks, tabs and \
             control characters, and check that the label column is the right one"
                .to_string(),
        ),
        (
            table("t.jsonl", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n"),
            Code::MissingColumn,
            "t.jsonl: there is no column `label`, only `text`; name the columns with --text-column and --label-column, by \
             their names"
                .to_string(),
        ),
        (
            table("t.jsonl", "{\"text\":\"a\",\"label\":0}\n{\"text\":\n"),
            Code::BadRow,
            "t.jsonl, line 2: no JSON object: EOF while parsing a value at column 0; write one JSON object a line, \
             such as {\"text\": \"dzień dobry\", \"label\": \"non-harmful\"}"
                .to_string(),
        ),
        (
            table("t.jsonl", "{\"text\":{\"0\":\"a\"},\"label\":{\"0\":1}}\n"),
            Code::BadRow,
            "t.jsonl, line 1: `label` is `{\"0\":1}`, which is not one value; write the rows as objects, in pandas: \
             df.to_json(\"out.jsonl\", orient=\"records\", lines=True, force_ascii=False)"
                .to_string(),
        ),
        (
            table("t.json", "[{\"text\":\"a\",\"label\":0},\n{\"text\":\"b\",}]"),
            Code::BadRow,
            "t.json, line 2: the array is no JSON: key must be a string at column 13; write one JSON object a line, such as \
             {\"text\": \"dzień dobry\", \"label\": \"non-harmful\"}"
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
        expect(assemble(files, &ReadingOptions::default()), code, &line);
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
            "\"a\tb\n",
            "NaN",
            "\\ud83d",
            "sep=;\n",
            "|",
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
        name in proptest::sample::select(vec![
            "a.csv", "a.tsv", "a.jsonl", "a.json", "train.txt", "tags", "mapping.txt", "",
        ]),
    ) {
        let options = ReadingOptions::default();
        let poleval = ReadingOptions { label_names: LabelNames::Poleval, ..options.clone() };
        let file_of = |name: &str, bytes: &[u8]| file(name, bytes);
        let _ = parse_texts(&file_of(name, &train));
        let _ = parse_labels(&file_of(name, &tags));
        let _ = parse_label_names(&file_of(name, &train));
        let _ = read_rows_of_texts(&file_of(name, &train), &options.all);
        let _ = read_rows_of_texts(&file_of(name, &train), &FileOptions::columns("2", "1"));
        let _ = assemble(table(name, &train), &poleval);
        let rows = vec![(Role::TestTable, file_of(name, &train))];
        if let Ok(rows) = assemble_rows(rows, &options, &KnownLabels::default()) {
            prop_assert_eq!(rows.texts.len(), rows.lines.len());
            prop_assert!(rows.labels.is_none_or(|(_, labels)| labels.len() == rows.texts.len()));
        }
        let found = detect_roles(&[file_of(name, &train), file_of("labels.txt", &tags)], &options.all);
        prop_assert!(found.iter().all(|found| !found.reason.to_string().is_empty()));
        for files in [pair(&train, &tags), table(name, &train)] {
            match assemble(files, &options) {
                Ok(data) => {
                    prop_assert_eq!(data.train.texts.len(), data.train.labels.len());
                    at_once(validate(&data, &ValidationOptions { validation_size: 0.3, cleaner: None, cleaned: None }));
                }
                Err(error) => prop_assert!(error.remedy.is_some(), "{}", error),
            }
        }
    }
}
