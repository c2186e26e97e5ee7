//! Parquet is read as the same table in JSON is, whichever program, codec and encoding it comes from; a file that is damaged,
//! hostile or of another kind is told, and none panics. The files are made by `tests/fixtures/parquet_files.py`.

use dryf::pipeline::corpus::{
    DataSet, FileOptions, KnownLabels, LabelNames, LabelNaming, NamedBytes, Preview,
    ReadingOptions, Role, TextRows, assemble, assemble_rows, read_rows_of_texts, rows_of_parquet,
};
use dryf::pipeline::error::Code;
use dryf::pipeline::step::at_once;

use crate::corpus_cases::{expect, file};
use crate::fixtures;

fn columns_of(file: &NamedBytes) -> Vec<String> {
    let preview = at_once(Preview::of(file, None, &FileOptions::default()));
    let columns = preview.into_iter().flat_map(|preview| preview.columns);
    columns.map(|column| column.name).collect()
}

const COLUMNS: [&str; 11] = [
    "text", "label", "tag", "name", "truth", "score", "half", "large", "at", "micros", "day",
];

/// A fixture under its own name, with an ending unless it has one.
fn fixture(name: &str) -> NamedBytes {
    let name = match name.contains('.') {
        true => name.to_string(),
        false => format!("{name}.parquet"),
    };
    let bytes = std::fs::read(fixtures::folder().join("parquet").join(&name)).unwrap();
    NamedBytes { name, bytes }
}

fn column(file: &NamedBytes, name: &str) -> TextRows {
    let options = FileOptions {
        text_column: Some(name.into()),
        ..FileOptions::default()
    };
    read_rows_of_texts(file, &options).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn train(file: NamedBytes, label: &str) -> DataSet {
    let options = ReadingOptions::of_all(FileOptions::columns("text", label));
    assemble(vec![(Role::TrainTable, file)], &options).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_file_is_the_table_that_it_was_made_of() {
    let table = fixture("table.jsonl");
    for (name, columns) in [
        ("pandas", &COLUMNS[..]),
        ("plain", &COLUMNS),
        ("gzip", &COLUMNS),
        ("zstd", &COLUMNS),
        ("lz4", &COLUMNS),
        ("int96", &COLUMNS),
        ("delta_byte_array", &COLUMNS),
        ("delta_length_byte_array", &COLUMNS),
        ("polars", &COLUMNS),
        ("fastparquet", &["text", "label", "name", "truth", "score"]),
    ] {
        let file = fixture(name);
        assert_eq!(rows_of_parquet(&file.bytes), Some(60), "{name}");
        assert_eq!(columns_of(&file)[..columns.len()], *columns, "{name}");
        for column_name in columns {
            let mut expected = column(&table, column_name).texts;
            // It has no sign for times that are not in UTC.
            if (name, *column_name) == ("int96", "micros") {
                expected.iter_mut().for_each(|time| time.push('Z'));
            }
            assert_eq!(
                column(&file, column_name).texts,
                expected,
                "{name}, {column_name}"
            );
        }
    }
    assert_eq!(rows_of_parquet(&table.bytes), None);
}

#[test]
fn a_data_set_is_the_same_from_parquet_and_from_json() {
    let read = train(fixture("pandas"), "label");
    let expected = train(fixture("table.jsonl"), "label");
    assert_eq!(read.digest(), expected.digest());
    assert_eq!(
        read.train.sources[0].reading.as_ref().unwrap().to_string(),
        "Parquet, texts from column `text`, labels from column `label`, 60 rows; 5 rows without a text left out: \
         rows 6, 17, 28, 39 and 50"
    );
    // By its content alone, whatever its name; and by the numbers of its columns.
    let named = NamedBytes {
        name: "data".into(),
        ..fixture("polars")
    };
    let options = ReadingOptions::of_all(FileOptions::columns("1", "2"));
    let read = assemble(vec![(Role::TrainTable, named)], &options).unwrap();
    assert_eq!(read.digest(), expected.digest());
}

/// The names that a file of the library `datasets` has for its classes are what a mapping beside the data would be.
#[test]
fn classes_have_the_names_that_the_file_gives_them() {
    let file = fixture("datasets");
    let read = train(file.clone(), "tag");
    // -1 is a row without a class, and 2 has none.
    assert_eq!(read.classes, ["neutral", "zły"]);
    assert!(matches!(&read.naming, LabelNaming::Mapping(names) if names["2"] == "dobry"));
    let options = ReadingOptions {
        label_names: LabelNames::AsTheyStand,
        ..ReadingOptions::of_all(FileOptions::columns("text", "tag"))
    };
    let numbers = assemble(vec![(Role::TrainTable, file.clone())], &options).unwrap();
    assert_eq!(numbers.classes, ["0", "1"]);
    // A model with names of its own takes numbers by them, but not where the file has other names.
    let known = KnownLabels {
        classes: vec!["no".into(), "yes".into()],
        naming: LabelNaming::Mapping(
            [("0".into(), "no".into()), ("1".into(), "yes".into())].into(),
        ),
    };
    for (bytes, classes) in [
        (file, ["neutral", "zły"]),
        (
            crate::corpus_cases::file("rows.csv", "text,tag\na,0\nb,1\n"),
            ["no", "yes"],
        ),
    ] {
        let options = ReadingOptions::of_all(FileOptions::columns("text", "tag"));
        let rows = assemble_rows(vec![(Role::TestTable, bytes)], &options, &known).unwrap();
        assert_eq!(rows.labels.unwrap().0, classes);
    }
}

#[test]
fn faults_of_files_and_columns() {
    let whole = fixture("pandas").bytes;
    let named = |bytes: &[u8]| vec![(Role::TrainTable, file("t.parquet", bytes))];
    let options = |text: &str| ReadingOptions::of_all(FileOptions::columns(text, "label"));
    let footer = "t.parquet: the Parquet file has no footer that can be read: it is damaged or cut short; check that the \
                  download or the export is complete and give the file again";
    for bytes in [
        &whole[..whole.len() - 1],
        &whole[..4],
        b"PAR1PAR1",
        b"PAR1\xff\xff\xff\xffPAR1",
    ] {
        expect(
            assemble(named(bytes), &options("text")),
            Code::UnknownFormat,
            footer,
        );
    }
    let mut encrypted = whole.clone();
    encrypted.truncate(whole.len() - 4);
    encrypted.extend(b"PARE");
    let as_csv = "write it as CSV, in Python: pd.read_parquet(\"in.parquet\").to_csv(\"out.csv\", index=False)";
    expect(
        assemble(named(&encrypted), &options("text")),
        Code::UnknownFormat,
        &format!("t.parquet: the Parquet file is encrypted; {as_csv}"),
    );
    for (column, holds) in [
        ("words", "LIST / STRUCT"),
        ("pair", "LIST / STRUCT"),
        ("price", "DECIMAL"),
    ] {
        expect(
            assemble(named(&whole), &options(column)),
            Code::BadRow,
            &format!(
                "t.parquet: column `{column}` holds {holds} and not one text, number or time a row; write it again, in pandas: \
                 df[\"{column}\"] = df[\"{column}\"].astype(str); df.to_parquet(\"out.parquet\")"
            ),
        );
    }
    expect(
        assemble(named(&whole), &options("bytes")),
        Code::InvalidUtf8,
        "t.parquet, row 7: byte 0xBF is not valid UTF-8; write it again, in pandas: \
         df[\"bytes\"] = df[\"bytes\"].str.decode(\"windows-1250\"); df.to_parquet(\"out.parquet\")",
    );
    expect(
        assemble(named(&whole), &options("tekst")),
        Code::MissingColumn,
        "t.parquet: there is no column `tekst`, only `text`, `label`, `tag`, `name`, `truth`, `score`, `half`, `large` \
         and 7 more; if those are the columns, give --text-column text",
    );
    expect(
        assemble(named(&fixture("brotli").bytes), &options("text")),
        Code::UnknownFormat,
        "t.parquet: column `text` is written as Brotli, which is not read; write it again, in pandas: \
         df.to_parquet(\"out.parquet\", compression=\"snappy\")",
    );
    // The first page is the first thing after the magic; its values begin some bytes later.
    let mut damaged = fixture("plain").bytes;
    damaged[4..40].fill(0xff);
    expect(
        assemble(named(&damaged), &options("text")),
        Code::UnknownFormat,
        "t.parquet: column `text` of the Parquet file is damaged; check that the download or the export is complete and give \
         the file again",
    );
    // It is a table and nothing else.
    expect(
        assemble(
            vec![
                (Role::TrainTexts, file("t.parquet", &whole)),
                (Role::TrainTags, file("t.txt", "0\n")),
            ],
            &options("text"),
        ),
        Code::UnknownFormat,
        "t.parquet: this is a Parquet file, not a file of texts, labels or a table; give it as a table",
    );
}

/// Each file with each of its bytes changed, and cut at many places: read or refused, never a panic, and never cut unseen.
#[test]
fn no_damage_panics() {
    let options = ReadingOptions::of_all(FileOptions::columns("text", "tag"));
    let read = |bytes: Vec<u8>| {
        let file = NamedBytes {
            name: "t.parquet".into(),
            bytes,
        };
        columns_of(&file);
        assemble_rows(
            vec![(Role::TestTable, file)],
            &options,
            &KnownLabels::default(),
        )
    };
    for name in [
        "datasets",
        "polars",
        "plain",
        "lz4",
        "gzip",
        "int96",
        "delta_byte_array",
        "delta_length_byte_array",
    ] {
        let whole = fixture(name).bytes;
        let mut refused = 0;
        for place in 4..whole.len() {
            let mut bytes = whole.clone();
            bytes[place] ^= [1, 0x10, 0x80, 0xff][place % 4];
            match read(bytes) {
                Ok(rows) => assert!(rows.texts.len() <= 60, "{name} changed at {place}"),
                Err(_) => refused += 1,
            }
            if place % 16 == 0 {
                let cut = read(whole[..place].to_vec());
                assert!(cut.is_err(), "{name} cut at {place}");
            }
        }
        assert!(refused > 0, "{name}");
    }
}
