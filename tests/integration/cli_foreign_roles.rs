//! Other people's data sets, as rows of data: which files of a folder are which set, columns for each, rows without labels, and
//! that a run's configuration repeats its reading.

use serde_json::json;

use crate::cli::{Desk, zipped};
use crate::cli_foreign_sets::{CONFIG, lines, table, texts, trained};

/// Which file of a folder is which set, by whole words of names and by nothing else, and that all of it is said.
#[test]
fn a_folder_is_read_as_its_names_say() {
    let table = table(["a", "b"]);
    type Case<'a> = (&'a [&'a str], Result<(usize, &'a [&'a str]), &'a str>);
    let cases: [Case; 12] = [
        (
            &["training.csv", "latest_results.csv"],
            Ok((1, &["latest_results.csv"])),
        ),
        (&["train.csv", "test.csv"], Ok((2, &[]))),
        (&["train.json", "test.csv"], Ok((2, &[]))),
        (&["Train.CSV", "Test.CSV"], Ok((2, &[]))),
        (
            &["train.csv", "attestation.csv"],
            Ok((1, &["attestation.csv"])),
        ),
        (&["train.csv", "test.csv", "dev.csv"], Ok((2, &["dev.csv"]))),
        (&["zbior_treningowy.csv", "zbior_testowy.csv"], Ok((2, &[]))),
        (&["train/data.csv", "test/data.csv"], Ok((2, &[]))),
        (&["set/train/data.csv", "set/test/data.csv"], Ok((2, &[]))),
        (&["data.csv"], Ok((1, &[]))),
        (
            &["trainee.csv", "testimony.csv"],
            Err("nothing says whether"),
        ),
        (
            &["one.csv", "two.csv", "three.csv"],
            Err("nothing says whether"),
        ),
    ];
    for (names, expected) in cases {
        let desk = Desk::new();
        desk.write("c.toml", CONFIG);
        let mut members: Vec<(&str, &[u8])> = Vec::new();
        for name in names {
            let content = match name.ends_with("json") {
                true => {
                    lines(|n| json!({"text": texts()[n], "label": (["a", "b"][n % 2])}).to_string())
                }
                false => table.clone(),
            };
            desk.write(&format!("data/{name}"), content);
        }
        let contents: Vec<Vec<u8>> = names
            .iter()
            .map(|name| desk.read(&format!("data/{name}")))
            .collect();
        members.extend(
            names
                .iter()
                .zip(&contents)
                .map(|(name, content)| (*name, &content[..])),
        );
        desk.write("data.zip", zipped(&members));
        for data in ["data", "data.zip"] {
            let done = desk.dryf(&format!(
                "train --data {data} --config c.toml --json s.json"
            ));
            match expected {
                Ok((n_sets, unused)) => {
                    assert_eq!(done.code, Some(0), "{names:?}: {}", done.stderr);
                    let summary = desk.json("s.json");
                    assert_eq!(
                        summary["files"].as_array().unwrap().len(),
                        n_sets,
                        "{names:?}"
                    );
                    assert_eq!(
                        summary["class_counts"]["test"].is_null(),
                        n_sets == 1,
                        "{names:?}"
                    );
                    let said = done
                        .log()
                        .iter()
                        .filter(|line| line.starts_with("Read "))
                        .count();
                    assert_eq!(said, n_sets, "{}", done.stderr);
                    for name in unused {
                        assert!(
                            done.stderr.contains(&format!("{name} is not used: ")),
                            "{}",
                            done.stderr
                        );
                    }
                }
                Err(said) => {
                    assert_eq!(done.code, Some(64), "{names:?}: {}", done.stderr);
                    assert!(
                        done.stderr.contains(said) && done.stderr.contains("--train-text"),
                        "{}",
                        done.stderr
                    );
                    assert_eq!(done.stderr.lines().count(), 1, "{}", done.stderr);
                }
            }
        }
    }
}

/// What is no data is told with its own way to become some, and a folder that links make appear again is read once.
#[test]
fn a_folders_other_files_and_links_do_not_confuse() {
    let desk = Desk::new();
    desk.write("c.toml", CONFIG)
        .write("hub/data/train-00000-of-00001.parquet", b"PAR1\x15\x04");
    let done = desk.dryf("train --data hub --config c.toml");
    assert_eq!(done.code, Some(65));
    assert!(
        done.stderr
            .contains("train-00000-of-00001.parquet: the Parquet file has no footer"),
        "{}",
        done.stderr
    );
    for name in [
        "README.md",
        "LICENSE",
        "readme.txt",
        "__MACOSX/._train.csv",
        ".DS_Store",
    ] {
        desk.write(&format!("linked/{name}"), "raz\ndwa\n");
    }
    desk.write("linked/train.csv", table(["a", "b"]));
    #[cfg(unix)]
    std::os::unix::fs::symlink(desk.path("linked"), desk.path("linked/again")).unwrap();
    let done = desk.dryf("train --data linked --config c.toml --json s.json");
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(!done.stderr.contains("is not used"), "{}", done.stderr);
    assert_eq!(desk.json("s.json")["files"].as_array().unwrap().len(), 1);
}

/// One pair of columns for all files, another for one set; the same for drift's sides.
#[test]
fn each_set_may_have_columns_of_its_own() {
    let desk = Desk::new();
    let train = table(["a", "b"]);
    let test = train
        .replace("text,label", "tweet;class")
        .replace(",a\n", ";a\n")
        .replace(",b\n", ";b\n");
    desk.write("c.toml", CONFIG)
        .write("train.csv", &train)
        .write("test.csv", &test);
    for options in [
        "--test-text-column tweet --test-label-column class",
        "--test-text-column 1 --test-label-column 2 --test-delimiter semicolon --test-header",
        "--text-column text --label-column label --test-text-column tweet --test-label-column class",
    ] {
        trained(
            &desk,
            &format!("--train-text train.csv --test-text test.csv {options}"),
        );
        assert_eq!(
            desk.json("s.json")["metrics"]["f1_micro_test_set"],
            1.0,
            "{options}"
        );
    }
    let of_test = "test_text_column = \"tweet\"\ntest_label_column = \"2\"\ntest_delimiter = \"semicolon\"\ntest_header = true\n";
    desk.write("test.toml", format!("{CONFIG}[data]\n{of_test}"));
    desk.dryf("train --train-text train.csv --test-text test.csv --config test.toml --json s.json")
        .good();
    assert_eq!(desk.json("s.json")["metrics"]["f1_micro_test_set"], 1.0);
    let done = desk.dryf("train --train-text train.csv --test-text test.csv --config c.toml");
    assert!(
        done.stderr
            .contains("give --test-text-column tweet --test-label-column class"),
        "{}",
        done.stderr
    );
    let done = desk.dryf(
        "drift --reference train.csv --current test.csv --current-text-column tweet --current-label-column class \
         --without-splits",
    );
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(
        done.stderr
            .contains("read test.csv as current data: a table by semicolon"),
        "{}",
        done.stderr
    );
}

/// Rows without labels, by setting and by command.
#[test]
fn rows_without_labels_are_what_the_setting_says() {
    let desk = Desk::new();
    let some = table(["a", "b"]) + "bez etykiety,\ninny,NaN\n";
    desk.write("some.csv", &some)
        .write("all.csv", table(["a", "b"]))
        .write("c.toml", CONFIG);
    let config = |missing: &str| format!("{CONFIG}[data]\nmissing = \"{missing}\"\n");
    trained(&desk, "--train-text some.csv");
    for options in ["--missing refuse --config c.toml", "--config refuse.toml"] {
        desk.write("refuse.toml", config("refuse"));
        desk.dryf(&format!("train --train-text some.csv {options}")).bad(
            65,
            "some.csv, line 14: the row has no label; give it a label, remove the row, or let rows like it be left out \
             (missing = \"leave-out\")",
        );
    }
    desk.write("named.csv", table(["a", "b"]) + &"coś,NaN\n".repeat(4));
    let (classes, _, _) = trained(&desk, "--train-text named.csv --missing keep");
    assert_eq!(classes, json!(["NaN", "a", "b"]));
    desk.write("typo.toml", config("leaveout"));
    let typo = desk.dryf("train --train-text some.csv --config typo.toml");
    assert_eq!(typo.code, Some(64));
    assert!(
        typo.stderr
            .contains("\"leave-out\", \"refuse\" or \"keep\""),
        "{}",
        typo.stderr
    );

    trained(&desk, "--train-text all.csv");
    desk.dryf("evaluate --model m.zip --text some.csv --json e.json")
        .good();
    assert_eq!(desk.json("e.json")["evaluation"]["n"], 12);
    assert_eq!(
        desk.dryf("predict --model m.zip --text some.csv")
            .good()
            .lines()
            .count(),
        14
    );
    let done = desk.dryf("drift --reference all.csv --current some.csv --without-splits");
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(
        done.stderr.contains("2 rows without a label"),
        "{}",
        done.stderr
    );
    let half = "text,label\na,\nb,x\nc,\n";
    desk.write(
        "half.csv",
        format!(
            "{}{}",
            table(["a", "b"]),
            half.replace("text,label\n", "").repeat(9)
        ),
    );
    let done = desk.dryf("train --train-text half.csv --config c.toml");
    assert!(
        done.stderr.contains("18 of 39 rows") || !done.stderr.contains("were left out;"),
        "{}",
        done.stderr
    );
    desk.write(
        "most.csv",
        format!("{}{}", table(["a", "b"]), "c,\n".repeat(12)),
    );
    let done = desk.dryf("train --train-text most.csv --config c.toml");
    assert!(
        done.stderr
            .contains("12 of 24 rows of most.csv were left out"),
        "{}",
        done.stderr
    );
}

/// The settings of reading are kept with the run, so that its configuration repeats it.
#[test]
fn a_runs_configuration_repeats_its_reading() {
    let desk = Desk::new();
    let rows = table(["0", "1"]).replace("text,label", "tweet,class");
    desk.write("a.csv", rows).write(
        "c.toml",
        format!("{CONFIG}[data]\ntext_column = \"tweet\"\nlabel_column = \"2\"\n"),
    );
    let (classes, _, _) = trained(&desk, "--train-text a.csv");
    assert_eq!(classes, json!(["0", "1"]));
    desk.write(
        "c.toml",
        format!("{CONFIG}[data]\nlabel_names = {{ 0 = \"nie\", 1 = \"tak\" }}\n"),
    );
    let (classes, _, _) = trained(
        &desk,
        "--train-text a.csv --text-column tweet --label-column class",
    );
    assert_eq!(classes, json!(["nie", "tak"]));
    // Weights name classes as the data do.
    desk.write(
        "c.toml",
        format!("{CONFIG}[svc]\nclass_weight = {{ 1 = 2.0 }}\n"),
    );
    trained(
        &desk,
        "--train-text a.csv --text-column tweet --label-column class",
    );
}
