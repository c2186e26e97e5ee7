//! Sets put together: labels and their names, what is left out, what a set means beside another.

use super::*;
use crate::pipeline::corpus::{LeftOut, Why, sha256_hex};

fn file(name: &str, content: &str) -> NamedBytes {
    NamedBytes {
        name: name.into(),
        bytes: content.as_bytes().to_vec(),
    }
}

fn by_choice(label_names: LabelNames) -> ReadingOptions {
    ReadingOptions {
        label_names,
        ..ReadingOptions::default()
    }
}

fn assembled(files: Vec<(Role, NamedBytes)>) -> DataSet {
    assemble(files, &ReadingOptions::default()).unwrap()
}

fn pair(texts: &str, tags: &str) -> Vec<(Role, NamedBytes)> {
    vec![
        (Role::TrainTexts, file("x", texts)),
        (Role::TrainTags, file("y", tags)),
    ]
}

fn table(role: Role, content: &str) -> Vec<(Role, NamedBytes)> {
    vec![(role, file("t.csv", content))]
}

/// The class of each row by name.
fn classes(data: &DataSet) -> Vec<&str> {
    let labels = data.train.labels.iter();
    labels
        .map(|label| data.classes[*label as usize].as_str())
        .collect()
}

#[test]
fn labels_stand_as_they_are_unless_they_are_polevals() {
    let tags = "0\r\n2\r\n1\r\n";
    let data = assembled(pair("a\nb\nc", tags));
    assert_eq!(
        (&data.classes[..], data.naming),
        (
            &["0", "1", "2"].map(String::from)[..],
            LabelNaming::AsTheyStand
        )
    );
    let data = assemble(pair("a\nb\nc", tags), &by_choice(LabelNames::Poleval)).unwrap();
    assert_eq!(
        data.classes,
        ["cyberbullying", "hate-speech", "non-harmful"]
    );
    assert_eq!((data.train.labels, data.test), (vec![2, 1, 0], None));

    let published = |tags: &str| {
        vec![
            (
                Role::TrainTexts,
                file("a/training_set_clean_only_text.txt", "a\nb\nc\n"),
            ),
            (
                Role::TrainTags,
                file("a/training_set_clean_only_tags.txt", tags),
            ),
        ]
    };
    assert_eq!(assembled(published(tags)).naming, LabelNaming::Poleval);
    // Task 6-1 has files of the same names, and other classes.
    let data = assembled(published("0\n1\n0\n"));
    assert_eq!(
        (&data.classes[..], data.naming),
        (&["0", "1"].map(String::from)[..], LabelNaming::AsTheyStand)
    );
    let data = assembled(published("0\n2\n3\n"));
    assert_eq!(data.naming, LabelNaming::AsTheyStand);
    let data = assemble(published(tags), &by_choice(LabelNames::AsTheyStand)).unwrap();
    assert_eq!(data.classes, ["0", "1", "2"]);
    let error = assemble(
        pair("a\nb\nc", "0\n3\n1\n"),
        &by_choice(LabelNames::Poleval),
    )
    .unwrap_err();
    assert_eq!(
        (error.code, error.place.unwrap().line),
        (Code::UnknownTag, Some(2))
    );
}

#[test]
fn names_of_labels_come_from_a_file_or_by_choice() {
    let names = "0\tanger\n1\tjoy\n";
    let mut files = pair("a\nb\nc\n", "0\n1\n0\n");
    files.push((Role::LabelNames, file("mapping.txt", names)));
    let data = assembled(files);
    assert_eq!(classes(&data), ["anger", "joy", "anger"]);
    assert_eq!(data.naming.label_of("joy"), Some("1"));
    let mapping =
        LabelNames::Mapping([("1.0".into(), "tak".into()), ("0".into(), "nie".into())].into());
    let data = assemble(
        table(Role::TrainTable, "text,label\na,0.0\nb,1.0\n"),
        &by_choice(mapping),
    )
    .unwrap();
    assert_eq!(classes(&data), ["nie", "tak"]);
}

#[test]
fn a_table_means_the_same_in_every_form() {
    for (name, content, names) in [
        ("t.csv", "text,label\na,1.0\nb,0.0\nc,1\n", ["1", "0", "1"]),
        (
            "t.jsonl",
            "{\"text\":\"a\",\"label\":1.0}\n{\"text\":\"b\",\"label\":0}\n{\"text\":\"c\",\"label\":\"1.00\"}",
            ["1", "0", "1"],
        ),
        (
            "t.csv",
            "text,label\na,True\nb,False\nc,true\n",
            ["true", "false", "true"],
        ),
        (
            "t.jsonl",
            "{\"text\":\"a\",\"label\":true}\n{\"text\":\"b\",\"label\":\"FALSE\"}\n{\"text\":\"c\",\"label\":\"true\"}",
            ["true", "false", "true"],
        ),
        (
            "t.csv",
            "text,label\na,-1.0\nb,0.5\nc,+1\n",
            ["-1", "0.5", "1"],
        ),
        (
            "t.csv",
            "text,label\na,007\nb,1.0\nc,1\n",
            ["007", "1.0", "1"],
        ),
        (
            "t.csv",
            "text,label\na,1.0\nb,x\nc,true\n",
            ["1.0", "x", "true"],
        ),
    ] {
        let data = assembled(vec![(Role::TrainTable, file(name, content))]);
        assert_eq!(classes(&data), names, "{content}");
    }
}

#[test]
fn rows_without_a_label_or_a_text_are_left_out_and_told() {
    let rows = "text,label\na,x\nb,\n ,y\nc,NaN\nd,y\n\"\",\n";
    let data = assembled(table(Role::TrainTable, rows));
    assert_eq!(
        (&data.train.texts[..], classes(&data)),
        (&["a", "d"].map(String::from)[..], vec!["x", "y"])
    );
    let reading = data.train.sources[0].reading.clone().unwrap();
    let left = |why, lines: &[u64], values: &[&str]| LeftOut {
        why,
        n: lines.len() as u64,
        lines: lines.to_vec(),
        values: values.iter().map(|value| value.to_string()).collect(),
    };
    assert_eq!(
        reading.left_out,
        [
            left(Why::NoLabel, &[3, 5], &["NaN"]),
            left(Why::NoText, &[4, 7], &[])
        ]
    );
    assert_eq!((reading.n_rows, reading.n_used()), (6, 2));
    let refused = ReadingOptions {
        missing: Missing::Refuse,
        ..ReadingOptions::default()
    };
    let error = assemble(table(Role::TrainTable, rows), &refused).unwrap_err();
    assert_eq!(error.place.unwrap().line, Some(3));
    let kept = ReadingOptions {
        missing: Missing::Keep,
        ..ReadingOptions::default()
    };
    assert_eq!(
        classes(&assemble(table(Role::TrainTable, rows), &kept).unwrap()),
        ["x", "NaN", "y"]
    );
    let error = assemble(
        table(Role::TrainTable, "text,label\na,\nb,NA\n"),
        &ReadingOptions::default(),
    )
    .unwrap_err();
    assert_eq!(
        error.message.to_string(),
        "no row has both a text and a label"
    );
    // Pairs alike, where each file tells its own.
    let data = assembled(pair("a\n\nc\nd\ne\n", "x\ny\n\ny\n\n"));
    assert_eq!(data.train.texts, ["a", "d"]);
    let lines: Vec<u64> = data
        .train
        .sources
        .iter()
        .map(|source| source.reading.as_ref().unwrap().left_out[0].lines[0])
        .collect();
    assert_eq!(lines, [2, 3]);
}

#[test]
fn rows_without_a_label_stay_where_none_is_needed() {
    let rows = |content: &str| {
        assemble_rows(
            table(Role::TestTable, content),
            &ReadingOptions::default(),
            &KnownLabels::default(),
        )
        .unwrap()
    };
    let some = rows("text,label\na,x\nb,\n,x\nc,y\n");
    assert_eq!(
        (&some.texts[..], &some.lines[..]),
        (&["a", "b", "c"].map(String::from)[..], &[2, 3, 5][..])
    );
    assert_eq!(
        some.labels,
        Some((vec!["x".into(), "y".into()], vec![Some(0), None, Some(1)]))
    );
    assert_eq!(some.whole_labels(), None);
    assert_eq!(rows("text,label\na,\nb,NaN\n").labels, None);
    for empty in ["text,label\n", ""] {
        assert_eq!(rows(empty).texts.len(), 0);
    }
}

#[test]
fn sources_tell_the_files_as_they_came() {
    let data = assembled(pair("a\nb\n", "0\n1\n\n"));
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
fn texts_of_a_table_go_with_labels_of_lines() {
    let data = assembled(vec![
        (
            Role::TrainTable,
            file("t.csv", "text,label\n\"a, b\",p\nc,q\n"),
        ),
        (Role::TrainTags, file("y", "x\ny\n")),
    ]);
    assert_eq!(
        (&data.train.texts[..], classes(&data)),
        (&["a, b", "c"].map(String::from)[..], vec!["x", "y"])
    );
    assert_eq!(
        data.train.sources[0].reading.as_ref().unwrap().label_column,
        None
    );
}

#[test]
fn a_test_set_speaks_as_the_training_set_does() {
    let data = |train: &str, test: &str| {
        assembled(vec![
            (Role::TrainTable, file("a.csv", train)),
            (Role::TestTable, file("b.csv", test)),
        ])
    };
    let numbers = data("text,label\na,0\nb,2\n", "text,label\nc,2.0\nd,nowa\n");
    assert_eq!(numbers.classes, ["0", "2", "nowa"]);
    assert_eq!(numbers.test.unwrap().labels, [1, 2]);

    let mut options = by_choice(LabelNames::Poleval);
    options.test = FileOptions::columns("tweet", "2");
    let files = vec![
        (Role::TrainTexts, file("x", "a\nb\n")),
        (Role::TrainTags, file("y", "0\n2\n")),
        (
            Role::TestTable,
            file("t.csv", "tweet,klasa\nc,2\nd,non-harmful\n"),
        ),
    ];
    let data = assemble(files.clone(), &options).unwrap();
    assert_eq!(data.classes, ["hate-speech", "non-harmful"]);
    assert_eq!(data.test.unwrap().labels, [0, 1]);
    options.test.text_column = None;
    let error = assemble(files, &options).unwrap_err();
    assert!(
        error.to_string().contains("--test-text-column tweet"),
        "{error}"
    );
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
    let labelled = |files, classes: &[&str], naming| {
        let classes = classes.iter().map(|name| name.to_string()).collect();
        let known = KnownLabels { classes, naming };
        assemble_labelled(files, &ReadingOptions::default(), &known).unwrap()
    };
    let pair = || {
        vec![
            (Role::TestTexts, file("x", "a\nb\n")),
            (Role::TestTags, file("y", "0\n0\n")),
        ]
    };
    let poleval = ["cyberbullying", "hate-speech", "non-harmful"];
    let set = labelled(pair(), &poleval, LabelNaming::Poleval);
    assert_eq!(
        (set.classes, set.naming),
        (vec!["non-harmful".to_string()], LabelNaming::Poleval)
    );
    assert_eq!(set.corpus.labels, [0, 0]);
    // The same names by chance are no naming.
    let set = labelled(pair(), &poleval, LabelNaming::AsTheyStand);
    assert_eq!(
        (set.classes, set.naming),
        (vec!["0".to_string()], LabelNaming::AsTheyStand)
    );

    let rows = || table(Role::TestTable, "text,label\na,1.0\nb,0.0\n");
    let set = labelled(rows(), &poleval[..1], LabelNaming::Poleval);
    assert_eq!(set.classes, ["cyberbullying", "non-harmful"]);
    assert_eq!(
        (set.corpus.labels, set.naming),
        (vec![0, 1], LabelNaming::AsTheyStand)
    );
    for known in [["0", "1", "5"], ["0.0", "1.0", "5.0"]] {
        let set = labelled(rows(), &known, LabelNaming::AsTheyStand);
        assert_eq!(set.classes, known[..2]);
        assert_eq!(set.corpus.labels, [1, 0]);
    }
}

#[test]
fn all_texts_of_a_file_come_in_order() {
    let texts = |name: &str, content: &str| {
        let rows = read_rows_of_texts(&file(name, content), &FileOptions::default());
        rows.unwrap().texts
    };
    assert_eq!(
        texts("t.csv", "label,text\nx,a\ny,\n,\"b\nc\"\n"),
        ["a", "", "b\nc"]
    );
    assert_eq!(texts("t.txt", "a\n\nb\n"), ["a", "", "b"]);
    assert_eq!(
        texts("t.jsonl", "{\"text\":null}\n{\"text\":\"b\"}\n"),
        ["", "b"]
    );
    for (name, content) in [
        ("t.csv", ""),
        ("t.csv", "text\n"),
        ("t.txt", ""),
        ("t.json", "[]"),
    ] {
        assert!(texts(name, content).is_empty(), "{name} {content}");
    }
}
