//! From files with their roles to a checked [`DataSet`].

use std::collections::BTreeSet;

use super::lines::{line_counts_differ, parse_tags, parse_texts};
use super::table::{read_table, read_table_with_or_without_labels};
use super::wording::{grouped, listed};
use super::{
    Corpus, DataSet, LabelledSet, NamedBytes, POLEVAL_CLASSES, Role, RowSet, SetName, Source,
    TableColumns, sha256_hex,
};
use crate::pipeline::error::{Code, Error};

/// Puts the files together. Each set is a pair of texts and tags or one table; the test set may be left out.
///
/// Tags 0, 1 and 2 become [`POLEVAL_CLASSES`]. The labels of tables are tags too if all of them, over both sets, are 0, 1
/// or 2; else they are class names as they stand. The classes of the data set are those of both sets, sorted by code
/// point. Each file's bytes are given back as soon as it is read, so that the peak is the largest file twice.
///
/// # Errors
/// [`Code::MissingRole`] where a set is incomplete or there is no training set; [`Code::Usage`] where two files compete
/// for a role; [`Code::LineCountsDiffer`] for a pair; [`Code::TooFewClasses`] where the training set has one class only;
/// [`Code::FileTooLarge`] beyond 4,294,967,295 rows; and those of [`parse_texts`], [`parse_tags`] and [`read_table`].
pub fn assemble(files: Vec<(Role, NamedBytes)>, columns: &TableColumns) -> Result<DataSet, Error> {
    let (train, test): (Vec<_>, Vec<_>) = files
        .into_iter()
        .partition(|(role, _)| role.set() == SetName::Train);
    // What is missing or too much is said before a long file is read.
    let train = Files::new(train, SetName::Train)?;
    let test = match test.is_empty() {
        true => None,
        false => Some(Files::new(test, SetName::Test)?),
    };

    let mut train = train.read(columns)?;
    let mut test = test.map(|files| files.read(columns)).transpose()?;
    name_tags(&mut train, test.as_mut());

    let n_train_classes = train.labels.names.len();
    if n_train_classes < 2 {
        return Err(Error::new(
            Code::TooFewClasses,
            format!(
                "every training row is {}; a classifier needs two classes or more",
                listed(&train.labels.names)
            ),
            "add rows of another class, or check that the right column or tags file is used",
        )
        .in_file(train.label_file()));
    }
    let classes: BTreeSet<&String> = train
        .labels
        .names
        .iter()
        .chain(test.iter().flat_map(|test| &test.labels.names))
        .collect();
    let classes: Vec<String> = classes.into_iter().cloned().collect();
    Ok(DataSet {
        train: train.into_corpus(&classes),
        test: test.map(|test| test.into_corpus(&classes)),
        classes,
    })
}

/// Puts the files of one set together, to hold a model against: no class has to be there, and any may be alone.
///
/// The roles are those of the test set. Labels of a table that are all tags become [`POLEVAL_CLASSES`], unless the model's
/// classes, `known`, are such tags themselves.
///
/// # Errors
/// As [`assemble`], but for the number of classes.
pub fn assemble_labelled(
    files: Vec<(Role, NamedBytes)>,
    columns: &TableColumns,
    known: &[String],
) -> Result<LabelledSet, Error> {
    let mut rows = Files::new(files, SetName::Test)?.read(columns)?;
    if !rows.labels.names.iter().all(|name| known.contains(name)) {
        name_tags(&mut rows, None);
    }
    let classes = rows.labels.names.clone();
    Ok(LabelledSet {
        corpus: rows.into_corpus(&classes),
        classes,
    })
}

/// Puts the files of one set together, which may have no labels: a text file alone, or a table without the column of them.
/// Else as [`assemble_labelled`].
///
/// # Errors
/// As [`assemble_labelled`].
pub fn assemble_rows(
    files: Vec<(Role, NamedBytes)>,
    columns: &TableColumns,
    known: &[String],
) -> Result<RowSet, Error> {
    if let [(role, file)] = &files[..] {
        let texts = match role {
            Role::TestTexts | Role::TrainTexts => Some(parse_texts(file)?),
            Role::TestTable | Role::TrainTable => {
                let table = read_table_with_or_without_labels(file, columns)?;
                table.labels.is_empty().then_some(table.texts)
            }
            Role::TestTags | Role::TrainTags => None,
        };
        if let Some(texts) = texts {
            return Ok(RowSet {
                texts,
                labels: None,
            });
        }
    }
    let set = assemble_labelled(files, columns, known)?;
    Ok(RowSet {
        texts: set.corpus.texts,
        labels: Some((set.classes, set.corpus.labels)),
    })
}

/// The files of one set.
enum Files {
    Pair {
        texts: NamedBytes,
        tags: NamedBytes,
        set: SetName,
    },
    Table {
        table: NamedBytes,
        set: SetName,
    },
}

/// The rows of one set before both sets agree on the classes.
struct Rows {
    texts: Vec<String>,
    labels: Labels,
    /// Whether the labels came from a table, where 0, 1 and 2 may be names of their own.
    from_table: bool,
    sources: Vec<Source>,
}

/// Labels as indices into the distinct names, which are sorted by code point.
struct Labels {
    names: Vec<String>,
    codes: Vec<u32>,
}

impl Files {
    fn new(files: Vec<(Role, NamedBytes)>, set: SetName) -> Result<Files, Error> {
        let (mut texts, mut tags, mut table) = (None, None, None);
        for (role, file) in files {
            let place = match role {
                Role::TrainTexts | Role::TestTexts => &mut texts,
                Role::TrainTags | Role::TestTags => &mut tags,
                Role::TrainTable | Role::TestTable => &mut table,
            };
            if let Some(NamedBytes { name, .. }) = place {
                return Err(Error::new(
                    Code::Usage,
                    format!("`{name}` and `{}` are both {role}", file.name),
                    "keep one of them, or give the other one its own role",
                )
                .in_file(file.name));
            }
            *place = Some(file);
        }
        match (texts, tags, table) {
            (Some(texts), Some(tags), None) => Ok(Files::Pair { texts, tags, set }),
            (None, None, Some(table)) => Ok(Files::Table { table, set }),
            (None, None, None) => Err(Error::new(
                Code::MissingRole,
                format!("there is no {set} set"),
                "give a text file and a tags file, or one table (CSV, TSV, JSONL)",
            )),
            (Some(texts), None, None) => Err(Error::new(
                Code::MissingRole,
                format!("`{}` has no tags: the {set} tags are missing", texts.name),
                format!(
                    "give the tags file that belongs to it, one tag for each line, as {set} tags"
                ),
            )
            .in_file(texts.name)),
            (None, Some(tags), None) => Err(Error::new(
                Code::MissingRole,
                format!("`{}` has no texts: the {set} texts are missing", tags.name),
                format!(
                    "give the text file that belongs to it, one text for each tag, as {set} texts"
                ),
            )
            .in_file(tags.name)),
            (texts, tags, Some(table)) => {
                let other = texts.or(tags).map_or(String::new(), |file| file.name);
                Err(Error::new(
                    Code::Usage,
                    format!("`{}` and `{other}` both hold the {set} set", table.name),
                    "keep either the table or the pair of texts and tags",
                )
                .in_file(table.name))
            }
        }
    }

    fn read(self, columns: &TableColumns) -> Result<Rows, Error> {
        match self {
            Files::Pair { texts, tags, set } => {
                let (texts_role, tags_role) = match set {
                    SetName::Train => (Role::TrainTexts, Role::TrainTags),
                    SetName::Test => (Role::TestTexts, Role::TestTags),
                };
                let lines = parse_texts(&texts)?;
                let texts_source = source(&texts, texts_role, lines.len())?;
                drop(texts);
                let codes = parse_tags(&tags)?;
                if codes.len() != lines.len() {
                    return Err(line_counts_differ(
                        &tags,
                        codes.len(),
                        &texts_source.name,
                        &lines,
                    ));
                }
                let tags_source = source(&tags, tags_role, codes.len())?;
                Ok(Rows {
                    texts: lines,
                    labels: Labels::new(codes.iter().map(|tag| POLEVAL_CLASSES[*tag as usize])),
                    from_table: false,
                    sources: vec![texts_source, tags_source],
                })
            }
            Files::Table { table, set } => {
                let role = match set {
                    SetName::Train => Role::TrainTable,
                    SetName::Test => Role::TestTable,
                };
                let rows = read_table(&table, columns)?;
                let source = Source {
                    columns: rows.columns,
                    ..source(&table, role, rows.texts.len())?
                };
                drop(table);
                Ok(Rows {
                    labels: Labels::new(rows.labels.iter().map(String::as_str)),
                    texts: rows.texts,
                    from_table: true,
                    sources: vec![source],
                })
            }
        }
    }
}

impl Labels {
    fn new<'a>(labels: impl Iterator<Item = &'a str> + Clone) -> Labels {
        let names: BTreeSet<&str> = labels.clone().collect();
        let names: Vec<&str> = names.into_iter().collect();
        Labels {
            codes: labels.map(|label| code_of(&names, label)).collect(),
            names: names.into_iter().map(str::to_owned).collect(),
        }
    }
}

impl Rows {
    fn into_corpus(self, classes: &[String]) -> Corpus {
        let codes: Vec<u32> = self
            .labels
            .names
            .iter()
            .map(|name| code_of(classes, name))
            .collect();
        Corpus {
            texts: self.texts,
            labels: self
                .labels
                .codes
                .into_iter()
                .map(|code| codes[code as usize])
                .collect(),
            sources: self.sources,
        }
    }

    /// The file that the labels came from.
    fn label_file(&self) -> String {
        self.sources
            .last()
            .map_or(String::new(), |source| source.name.clone())
    }
}

/// The place of a name among sorted names that hold it.
fn code_of<S: AsRef<str>>(names: &[S], name: &str) -> u32 {
    names.partition_point(|other| other.as_ref() < name) as u32
}

/// Gives PolEval's names to the labels of tables if all of them, over both sets, are PolEval's tags.
fn name_tags(train: &mut Rows, test: Option<&mut Rows>) {
    let mut tables: Vec<&mut Rows> = [Some(train), test]
        .into_iter()
        .flatten()
        .filter(|rows| rows.from_table)
        .collect();
    let tag_of = |name: &str| ["0", "1", "2"].iter().position(|tag| *tag == name);
    let all_tags = tables
        .iter()
        .flat_map(|rows| &rows.labels.names)
        .all(|name| tag_of(name).is_some());
    if all_tags {
        for rows in &mut tables {
            let names: Vec<&str> = rows
                .labels
                .names
                .iter()
                .filter_map(|name| tag_of(name))
                .map(|tag| POLEVAL_CLASSES[tag])
                .collect();
            let codes = &rows.labels.codes;
            rows.labels = Labels::new(codes.iter().map(|code| names[*code as usize]));
        }
    }
}

fn source(file: &NamedBytes, role: Role, n_lines: usize) -> Result<Source, Error> {
    if u32::try_from(n_lines).is_err() {
        return Err(Error::new(
            Code::FileTooLarge,
            format!("the file has {} rows", grouped(n_lines as u64)),
            "give at most 4,294,967,295 rows",
        )
        .in_file(&file.name));
    }
    Ok(Source {
        name: file.name.clone(),
        role,
        sha256: sha256_hex(&file.bytes),
        n_bytes: file.bytes.len() as u64,
        n_lines: n_lines as u64,
        columns: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, content: &str) -> NamedBytes {
        NamedBytes {
            name: name.into(),
            bytes: content.as_bytes().to_vec(),
        }
    }

    fn assembled(files: Vec<(Role, NamedBytes)>) -> DataSet {
        assemble(files, &TableColumns::default()).unwrap()
    }

    #[test]
    fn classes_are_sorted_and_tags_point_at_them() {
        let data = assembled(vec![
            (Role::TrainTags, file("y", "0\r\n2\r\n1\r\n")),
            (Role::TrainTexts, file("x", "a\nb\nc")),
        ]);
        assert_eq!(
            data.classes,
            ["cyberbullying", "hate-speech", "non-harmful"]
        );
        assert_eq!(data.train.labels, [2, 1, 0]);
        assert_eq!(data.test, None);
    }

    #[test]
    fn sources_tell_the_files_as_they_came() {
        let data = assembled(vec![
            (Role::TrainTexts, file("x", "a\nb\n")),
            (Role::TrainTags, file("y", "0\n1\n\n")),
        ]);
        let [texts, tags] = &data.train.sources[..] else {
            panic!("two sources")
        };
        assert_eq!(
            (&texts.name[..], texts.role, texts.n_bytes, texts.n_lines),
            ("x", Role::TrainTexts, 4, 2)
        );
        assert_eq!(
            (&tags.name[..], tags.role, tags.n_bytes, tags.n_lines),
            ("y", Role::TrainTags, 5, 2)
        );
        assert_eq!(texts.sha256, sha256_hex(b"a\nb\n"));
    }

    #[test]
    fn labels_of_tables_are_tags_only_together() {
        let data = |train: &str, test: &str| {
            assembled(vec![
                (Role::TrainTable, file("a.csv", train)),
                (Role::TestTable, file("b.csv", test)),
            ])
        };
        let tags = data("text,label\na,0\nb,2\n", "text,label\nc,1\n");
        assert_eq!(
            tags.classes,
            ["cyberbullying", "hate-speech", "non-harmful"]
        );
        assert_eq!(tags.train.labels, [2, 1]);
        assert_eq!(tags.test.unwrap().labels, [0]);

        let names = data("text,label\na,0\nb,3\n", "text,label\nc,1\n");
        assert_eq!(names.classes, ["0", "1", "3"]);
        assert_eq!(names.test.unwrap().labels, [1]);
    }

    #[test]
    fn a_table_beside_a_pair_speaks_poleval_too() {
        let data = assembled(vec![
            (Role::TrainTexts, file("x", "a\nb\n")),
            (Role::TrainTags, file("y", "0\n2\n")),
            (
                Role::TestTable,
                file("t.jsonl", "{\"text\":\"c\",\"label\":2}"),
            ),
        ]);
        assert_eq!(data.classes, ["hate-speech", "non-harmful"]);
        assert_eq!(data.test.unwrap().labels, [0]);
    }

    #[test]
    fn classes_are_sorted_by_code_point() {
        let data = assembled(vec![(
            Role::TrainTable,
            file("a.csv", "text,label\na,ż\nb,Z\nc,a\nd,😀\ne,\u{ffee}\n"),
        )]);
        assert_eq!(data.classes, ["Z", "a", "ż", "\u{ffee}", "😀"]);
    }

    #[test]
    fn a_set_to_evaluate_on_may_have_one_class_and_speaks_as_the_model_does() {
        let labelled = |files, known: &[&str]| {
            let known: Vec<String> = known.iter().map(|name| name.to_string()).collect();
            assemble_labelled(files, &TableColumns::default(), &known).unwrap()
        };
        let pair = vec![
            (Role::TestTexts, file("x", "a\nb\n")),
            (Role::TestTags, file("y", "0\n0\n")),
        ];
        let set = labelled(pair, &["cyberbullying", "hate-speech"]);
        assert_eq!(set.classes, ["non-harmful"]);
        assert_eq!(set.corpus.labels, [0, 0]);

        let table = || {
            let rows = file("t.csv", "text,label\na,1\nb,0\n");
            vec![(Role::TestTable, rows)]
        };
        let set = labelled(table(), &["cyberbullying", "non-harmful"]);
        assert_eq!(set.classes, ["cyberbullying", "non-harmful"]);
        assert_eq!(set.corpus.labels, [0, 1]);
        let set = labelled(table(), &["0", "1", "5"]);
        assert_eq!(set.classes, ["0", "1"]);
        assert_eq!(set.corpus.labels, [1, 0]);
    }
}
