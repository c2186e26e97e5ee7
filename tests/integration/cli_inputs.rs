//! Every form in which data may come to the command line gives the same model: pairs with any line ends, folders, zips as
//! PolEval ships them, tables.

use serde_json::Value;

use crate::cli::{Desk, FOUR_FILES, demo_file, demo_lines, is_log, is_reading, zipped};

/// The model that the demo gives, and the score of it on the demo's test set.
fn expected(desk: &Desk) -> (Value, Value) {
    let summary = desk.json("demo.json");
    (
        summary["model_sha256"].clone(),
        summary["metrics"]["f1_micro_test_set"].clone(),
    )
}

#[track_caller]
fn assert_same(desk: &Desk, options: &str) {
    let done = desk.dryf(&format!("train {options} --json run.json"));
    assert_eq!(done.code, Some(0), "{options}: {}", done.stderr);
    let summary = desk.json("run.json");
    assert_eq!(
        (
            summary["model_sha256"].clone(),
            summary["metrics"]["f1_micro_test_set"].clone()
        ),
        expected(desk),
        "{options}"
    );
}

#[test]
fn line_ends_and_byte_order_marks_change_nothing() {
    let desk = Desk::new().with_demo().with_demo_files();
    assert_same(&desk, FOUR_FILES);
    assert_same(&desk, "--data .");
    let names = [
        "training_set_clean_only_text.txt",
        "training_set_clean_only_tags.txt",
        "test_set_only_text.txt",
        "test_set_only_tags.txt",
    ];
    for name in names {
        let text = String::from_utf8(desk.read(name)).unwrap();
        desk.write(name, text.replace('\n', "\r\n"));
    }
    assert_same(&desk, FOUR_FILES);
    for name in names {
        let bytes = desk.read(name);
        desk.write(
            name,
            [&b"\xef\xbb\xbf"[..], &bytes[..bytes.len() - 2]].concat(),
        );
    }
    assert_same(&desk, FOUR_FILES);
}

#[test]
fn zips_as_poleval_ships_them() {
    let desk = Desk::new().with_demo();
    let (train_text, train_tags) = (demo_file("train_text.txt"), demo_file("train_tags.txt"));
    let (test_text, test_tags) = (demo_file("test_text.txt"), demo_file("test_tags.txt"));
    let training = zipped(&[
        ("training_set_clean_only_text.txt", &train_text),
        ("training_set_clean_only_tags.txt", &train_tags),
        ("__MACOSX/._training_set_clean_only_text.txt", b"x"),
        ("README.txt", b"about"),
    ]);
    let test = zipped(&[
        ("Task6/task 02/test_set_only_text.txt", &test_text),
        ("Task6/task 02/test_set_only_tags.txt", &test_tags),
    ]);
    // One zip of two, two in a folder, and one beside plain files.
    desk.write(
        "all.zip",
        zipped(&[("a/training.zip", &training), ("a/test.zip", &test)]),
    );
    assert_same(&desk, "--data all.zip");
    desk.write("two/task6-2_training.zip", &training)
        .write("two/task6-2_test.zip", &test);
    assert_same(&desk, "--data two");
    desk.write("mixed/training.zip", &training)
        .write("mixed/test_set_only_text.txt", &test_text)
        .write("mixed/test_set_only_tags.txt", &test_tags)
        .write("mixed/LICENSE", "terms");
    assert_same(&desk, "--data mixed");
}

#[test]
fn tables_in_every_form() {
    let desk = Desk::new().with_demo();
    let names = ["non-harmful", "cyberbullying", "hate-speech"];
    let csv = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    for (extension, header) in [
        ("csv", "nr,tweet,class\r\n"),
        ("tsv", "nr\ttweet\tclass\n"),
        ("tab", "nr\ttweet\tclass\n"),
        ("jsonl", ""),
        ("ndjson", ""),
    ] {
        for by_name in [false, true] {
            for set in ["train", "test"] {
                let mut table = header.to_string();
                let rows = demo_lines(&format!("{set}_text.txt")).into_iter();
                for (nr, (text, tag)) in
                    rows.zip(demo_lines(&format!("{set}_tags.txt"))).enumerate()
                {
                    let label = if by_name {
                        names[tag.parse::<usize>().unwrap()]
                    } else {
                        &tag
                    };
                    table += &match extension {
                        "csv" => format!("{nr},{},{label}\r\n", csv(&text)),
                        "tsv" | "tab" => format!("{nr}\t{}\t{label}\n", csv(&text)),
                        _ => format!(
                            "{}\n",
                            serde_json::json!({"nr": nr, "tweet": text, "class": label})
                        ),
                    };
                }
                desk.write(&format!("{set}.{extension}"), table);
            }
            assert_same(
                &desk,
                &format!(
                    "--train-text train.{extension} --test-text test.{extension} --text-column tweet \
                     --label-column class --label-names poleval"
                ),
            );
        }
    }
    // A pair to train on and a table to test on.
    desk.write("text.txt", demo_file("train_text.txt"))
        .write("tags.txt", demo_file("train_tags.txt"));
    assert_same(
        &desk,
        "--train-text text.txt --train-tags tags.txt --test-text test.csv --text-column tweet --label-column class",
    );
}

#[test]
fn what_is_in_a_folder_and_not_used_is_said() {
    let desk = Desk::new().with_demo();
    desk.write("data/train_text.txt", demo_file("train_text.txt"))
        .write("data/train_tags.txt", demo_file("train_tags.txt"))
        .write("data/test_text.txt", demo_file("test_text.txt"))
        .write("data/test_tags.txt", demo_file("test_tags.txt"))
        .write("data/notes.txt", "ask Ania\nfor the rest\n");
    let done = desk.dryf("train --data data --json run.json");
    let said: Vec<&str> = done
        .stderr
        .lines()
        .filter(|line| !is_log(line) && !is_reading(line))
        .collect();
    assert_eq!(
        said,
        [
            "data/notes.txt is not used: its lines are texts, nothing says whether it is the training set or the test set"
        ]
    );
    done.good();
    assert_same(&desk, "--data data");
}

/// A schedule that writes its archive beside its data runs again tomorrow.
#[test]
fn the_archive_of_an_earlier_run_is_no_data() {
    let desk = Desk::new().with_demo_files();
    for _ in 0..2 {
        desk.dryf("train --data . --out demo.zip --json demo.json")
            .good();
    }
    let done = desk.dryf("train --data . --production demo.zip --out next.zip --json run.json");
    assert!(
        done.stderr
            .lines()
            .any(|line| line == "./demo.zip is not used: it is the archive of a run"),
        "{}",
        done.stderr
    );
    done.good();
    assert_same(&desk, "--data .");
}
