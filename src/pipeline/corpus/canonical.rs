//! A corpus back as files, in one form whatever it came in: what the archive keeps as the data of a run.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::lines::split_lines;
use super::{
    Corpus, DataSet, LabelNaming, NamedBytes, POLEVAL_CLASSES, Role, SetName, Source, sha256_hex,
};
use crate::message;
use crate::message::Argument;
use crate::pipeline::error::{Code, Error};

/// The rows as files, with their roles: a text file and a tags file in PolEval's form (LF, a line break after every
/// line) where each class is one of [`POLEVAL_CLASSES`] and no text holds what a line can't; else one JSONL table
/// with the columns `text` and `label`.
///
/// [`read_canonical`] gives the same rows and labels again.
pub fn canonical_files(
    corpus: &Corpus,
    classes: &[String],
    set: SetName,
) -> Vec<(Role, NamedBytes)> {
    let (texts_role, tags_role, table_role) = match set {
        SetName::Train => (Role::TrainTexts, Role::TrainTags, Role::TrainTable),
        SetName::Test => (Role::TestTexts, Role::TestTags, Role::TestTable),
    };
    let named = |ending: &str, bytes| NamedBytes {
        name: format!("{set}{ending}"),
        bytes,
    };
    match poleval_files(corpus, classes) {
        Some((texts, tags)) => vec![
            (texts_role, named("_text.txt", texts)),
            (tags_role, named("_tags.txt", tags)),
        ],
        None => vec![(table_role, named(".jsonl", json_lines(corpus, classes)))],
    }
}

/// Texts and tags as PolEval has them, unless that form can't hold them.
fn poleval_files(corpus: &Corpus, classes: &[String]) -> Option<(Vec<u8>, Vec<u8>)> {
    let tags: Vec<Option<usize>> = classes
        .iter()
        .map(|class| POLEVAL_CLASSES.iter().position(|known| known == class))
        .collect();
    let size = corpus.texts.iter().map(|text| text.len() + 1).sum();
    let mut texts = Vec::with_capacity(size);
    let mut lines = Vec::with_capacity(2 * corpus.labels.len());
    for (text, &label) in corpus.texts.iter().zip(&corpus.labels) {
        // A line break would split the text, a final \r would go with the line break.
        if text.contains('\n') || text.ends_with('\r') {
            return None;
        }
        lines.extend([b'0' + tags[label as usize]? as u8, b'\n']);
        texts.extend_from_slice(text.as_bytes());
        texts.push(b'\n');
    }
    // A byte order mark at the start is not text to a reader.
    let marked = texts.starts_with("\u{feff}".as_bytes());
    (!marked).then_some((texts, lines))
}

/// A row as the table has it.
#[derive(Serialize, Deserialize)]
struct Row<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(borrow)]
    label: Cow<'a, str>,
}

/// What stands around text and label in a row.
const ROW_FRAME: &str = "{\"text\":\"\",\"label\":\"\"}\n";

fn json_lines(corpus: &Corpus, classes: &[String]) -> Vec<u8> {
    // As large as it comes to be, so that texts of any size are held once.
    let escaped = |byte: u8| match byte {
        b'"' | b'\\' => 2,
        0..0x20 => 6,
        _ => 1,
    };
    let size = |text: &str| text.bytes().map(escaped).sum::<usize>();
    let rows = corpus.texts.iter().zip(&corpus.labels);
    let rows = rows.map(|(text, &label)| size(text) + size(&classes[label as usize]));
    let mut bytes = Vec::with_capacity(rows.map(|row| row + ROW_FRAME.len()).sum());
    for (text, &label) in corpus.texts.iter().zip(&corpus.labels) {
        let row = Row {
            text: text.into(),
            label: classes[label as usize].as_str().into(),
        };
        serde_json::to_writer(&mut bytes, &row).expect("strings and a vector always serialise");
        bytes.push(b'\n');
    }
    bytes
}

/// The data set whose [`canonical_files`] these are, exactly: no row is left out and no label is read in another way.
///
/// # Errors
/// [`Code::DamagedArchive`] where the files are not those that are written.
pub fn read_canonical(files: &[NamedBytes], naming: LabelNaming) -> Result<DataSet, Error> {
    let train = read_set(files, SetName::Train)?;
    let (train, train_labels) = train.ok_or_else(|| damaged("train.jsonl", "missing"))?;
    let test = read_set(files, SetName::Test)?;
    let mut classes: Vec<String> = train_labels.clone();
    classes.extend(test.iter().flat_map(|(_, labels)| labels.iter().cloned()));
    classes.sort();
    classes.dedup();
    let labelled = |mut corpus: Corpus, labels: Vec<String>| {
        let code = |label: &String| classes.partition_point(|class| class < label) as u32;
        corpus.labels = labels.iter().map(code).collect();
        corpus
    };
    Ok(DataSet {
        train: labelled(train, train_labels),
        test: test.map(|(test, labels)| labelled(test, labels)),
        classes,
        naming,
    })
}

/// Texts and class names of a set, the labels of the corpus still to be filled.
fn read_set(files: &[NamedBytes], set: SetName) -> Result<Option<(Corpus, Vec<String>)>, Error> {
    let named = |ending: &str| {
        let name = format!("{set}{ending}");
        files.iter().find(|file| file.name == name)
    };
    let [texts_role, tags_role, table_role] = match set {
        SetName::Train => [Role::TrainTexts, Role::TrainTags, Role::TrainTable],
        SetName::Test => [Role::TestTexts, Role::TestTags, Role::TestTable],
    };
    let source = |file: &NamedBytes, role: Role, n_lines: usize, columns: &[&str]| Source {
        name: file.name.clone(),
        role,
        sha256: sha256_hex(&file.bytes),
        n_bytes: file.bytes.len() as u64,
        n_lines: n_lines as u64,
        columns: columns.iter().map(|column| column.to_string()).collect(),
        reading: None,
    };
    if let Some(table) = named(".jsonl") {
        let (mut texts, mut labels) = (Vec::new(), Vec::new());
        for row in serde_json::Deserializer::from_slice(&table.bytes).into_iter::<Row>() {
            let row = row.map_err(|_| damaged(&table.name, "no-table"))?;
            texts.push(row.text.into_owned());
            labels.push(row.label.into_owned());
        }
        let corpus = Corpus {
            sources: vec![source(table, table_role, texts.len(), &["label", "text"])],
            texts,
            labels: Vec::new(),
        };
        return Ok(Some((corpus, labels)));
    }
    let (Some(texts), Some(tags)) = (named("_text.txt"), named("_tags.txt")) else {
        return Ok(None);
    };
    let class = |tag: &str| {
        let tag = ["0", "1", "2"].iter().position(|known| *known == tag);
        let class = tag.map(|tag| POLEVAL_CLASSES[tag].to_string());
        class.ok_or_else(|| damaged(&tags.name, "no-tag"))
    };
    let lines = str::from_utf8(&tags.bytes).map_err(|_| damaged(&tags.name, "no-text"))?;
    let labels: Vec<String> = split_lines(lines).map(class).collect::<Result<_, _>>()?;
    let rows = str::from_utf8(&texts.bytes).map_err(|_| damaged(&texts.name, "no-text"))?;
    let rows: Vec<String> = split_lines(rows).map(str::to_owned).collect();
    if rows.len() != labels.len() {
        return Err(damaged(&tags.name, "other-lines"));
    }
    let corpus = Corpus {
        sources: vec![
            source(texts, texts_role, rows.len(), &[]),
            source(tags, tags_role, rows.len(), &[]),
        ],
        texts: rows,
        labels: Vec::new(),
    };
    Ok(Some((corpus, labels)))
}

/// The fault of a file of an archive; `what` is the key of the reason.
fn damaged(name: &str, what: &'static str) -> Error {
    Error::new(
        Code::DamagedArchive,
        message!(
            "error-archived-data",
            file = name,
            what = Argument::key(what)
        ),
        message!("error-export-again"),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn file_names(texts: &[&str], classes: &[&str]) -> Vec<String> {
        let corpus = Corpus {
            texts: texts.iter().map(|text| (*text).into()).collect(),
            labels: vec![0; texts.len()],
            sources: Vec::new(),
        };
        let classes: Vec<String> = classes.iter().map(|class| (*class).into()).collect();
        canonical_files(&corpus, &classes, SetName::Test)
            .into_iter()
            .map(|(_, file)| file.name)
            .collect()
    }

    #[test]
    fn polevals_form_where_it_can_hold_the_rows() {
        let pair = ["test_text.txt", "test_tags.txt"];
        assert_eq!(
            file_names(&["a", "", "b\rc\u{2028}"], &["hate-speech"]),
            pair
        );
        // A class that no row has does not matter.
        assert_eq!(file_names(&["a"], &["non-harmful", "spam"]), pair);
        for (texts, class) in [
            (["a\nb"], "hate-speech"),
            (["a\r"], "hate-speech"),
            (["\u{feff}a"], "hate-speech"),
            (["a"], "spam"),
        ] {
            assert_eq!(file_names(&texts, &[class]), ["test.jsonl"], "{texts:?}");
        }
    }

    #[test]
    fn the_bytes_are_pinned() {
        let corpus = Corpus {
            texts: vec!["dzień\\n \"dobry\"".into(), "b".into()],
            labels: vec![0, 1],
            sources: Vec::new(),
        };
        let bytes = |classes: [&str; 2]| -> Vec<String> {
            canonical_files(&corpus, &classes.map(String::from), SetName::Train)
                .into_iter()
                .map(|(_, file)| String::from_utf8(file.bytes).unwrap())
                .collect()
        };
        assert_eq!(
            bytes(["hate-speech", "non-harmful"]),
            ["dzień\\n \"dobry\"\nb\n", "2\n0\n"]
        );
        assert_eq!(
            bytes(["a", "b"]),
            [
                "{\"text\":\"dzień\\\\n \\\"dobry\\\"\",\"label\":\"a\"}\n{\"text\":\"b\",\"label\":\"b\"}\n"
            ]
        );
    }

    /// Texts with what is hard on each form.
    fn texts() -> impl Strategy<Value = Vec<(String, usize)>> {
        let text = prop_oneof![
            proptest::sample::select(vec![
                "", " ", "\r", "\n", "a\r\n", "\u{feff}", "\u{2028}", "\"", "{", "\\n", "😀", "\0"
            ])
            .prop_map(String::from),
            any::<String>(),
        ];
        proptest::collection::vec((text, 0..3usize), 2..12)
    }

    proptest! {
        #[test]
        fn reading_the_files_gives_the_rows_again(
            train in texts(),
            test in texts(),
            names in proptest::sample::select(vec![
                POLEVAL_CLASSES,
                ["spam", "ham", "żółć"],
                ["non-harmful", "other", "0"],
            ]),
        ) {
            let corpus = |rows: &[(String, usize)], classes: &[String]| Corpus {
                texts: rows.iter().map(|row| row.0.clone()).collect(),
                labels: rows
                    .iter()
                    .map(|row| classes.iter().position(|class| *class == names[row.1]).unwrap() as u32)
                    .collect(),
                sources: Vec::new(),
            };
            // Two classes at least in the training set, as assembling demands.
            let mut train = train;
            train[0].1 = 0;
            train[1].1 = 1;
            let mut classes: Vec<String> =
                train.iter().chain(&test).map(|row| names[row.1].to_string()).collect();
            classes.sort();
            classes.dedup();
            let data = DataSet {
                train: corpus(&train, &classes),
                test: Some(corpus(&test, &classes)),
                classes: classes.clone(),
                naming: LabelNaming::default(),
            };
            let mut files = canonical_files(&data.train, &classes, SetName::Train);
            files.extend(canonical_files(data.test.as_ref().unwrap(), &classes, SetName::Test));
            let files: Vec<NamedBytes> = files.into_iter().map(|(_, file)| file).collect();
            let again = read_canonical(&files, LabelNaming::default()).unwrap();
            prop_assert_eq!(&again.classes, &data.classes);
            prop_assert_eq!(&again.train.texts, &data.train.texts);
            prop_assert_eq!(&again.train.labels, &data.train.labels);
            prop_assert_eq!(&again.test.as_ref().unwrap().texts, &data.test.as_ref().unwrap().texts);
            prop_assert_eq!(&again.test.as_ref().unwrap().labels, &data.test.as_ref().unwrap().labels);
            prop_assert_eq!(again.digest(), data.digest());
        }
    }
}
