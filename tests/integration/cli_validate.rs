//! `dryf validate` from outside, and what `dryf train` does with rows that its configuration excludes.

use serde_json::{Value, json};

use crate::cli::Desk;

fn set(desk: &Desk, texts: &[&str], tags: &[u32]) {
    desk.write("t.txt", texts.join("\n"));
    let tags: Vec<String> = tags.iter().map(u32::to_string).collect();
    desk.write("g.txt", tags.join("\n"));
}

#[test]
fn findings_are_told_with_their_rows_and_the_data_can_be_used() {
    let desk = Desk::new();
    set(
        &desk,
        &[
            "mamy ładną pogodę dzisiaj",
            "byÅ‚a wczoraj w kinie",
            "mamy ładną pogodę dzisiaj",
            "coś zupełnie innego",
        ],
        &[0, 1, 1, 0],
    );
    desk.write("min.toml", "[tfidf]\nmin_df = 1\n");
    let line = "--train-text t.txt --train-tags g.txt --config min.toml";
    assert_eq!(desk.dryf(&format!("train {line}")).code, Some(0));
    let done = desk.dryf(&format!("validate {line} --json f.json --html f.html"));
    assert!(!done.stderr.contains("dryf: "), "{}", done.stderr);
    let told = done.good();
    let lines: Vec<&str> = told.lines().collect();
    assert!(
        lines[0].starts_with(
            "The data are usable, with warnings. 3 findings may mislead the model or its scores, the first of them: 2 texts also"
        ),
        "{told}"
    );
    let page = String::from_utf8(desk.read("f.html")).unwrap();
    let page = page.replace("<code>", "`").replace("</code>", "`");
    for (severity, rows) in [
        (
            "· Note: 1 text already",
            "(duplicates; training set, row 3)",
        ),
        (
            "! Warning: 2 texts also found under another label",
            "(contradicting-labels; training set, rows 1 and 3)",
        ),
        (
            "! Warning: 1 text with letters",
            "(mojibake; training set, row 2)",
        ),
    ] {
        let is_it = |line: &&&str| line.trim_start().starts_with(severity);
        let line = lines.iter().find(is_it).expect(severity).trim_start();
        assert!(line.ends_with(rows), "{line}");
        // The page says the same; its sign is the stylesheet's.
        let plain = line.split_once(' ').unwrap().1;
        assert!(page.contains(&plain.replace('&', "&amp;")), "{plain}");
    }
    assert!(page.contains(lines[0]) && told.contains("What was read"));
    let found = desk.json("f.json");
    assert_eq!(found["verdict"], "usable-with-warnings");
    assert_eq!(found["findings"][0]["kind"], "duplicates");
    assert_eq!(found["findings"][0]["rows"], json!([2]), "counted from 0");
}

#[test]
fn data_that_can_not_be_trained_on_are_told_and_refused() {
    let desk = Desk::new();
    set(
        &desk,
        &["ładny dzień", "zły dzień", "dobry dzień"],
        &[0, 1, 0],
    );
    let done = desk.dryf("validate --train-text t.txt --train-tags g.txt --json f.json");
    assert_eq!(done.code, Some(65), "{}", done.stderr);
    let lines: Vec<&str> = done.stdout.lines().collect();
    let reason = "class `1` has only one row, so that it can't be in both parts of the split; add a row of each such class, \
                  give the row another label, or leave it out";
    assert_eq!(lines[0], format!("The data are not usable. The {reason}."));
    assert!(
        lines.contains(&&*format!(
            "  ✗ Blocker: the {reason} (split-impossible; training set, row 2)"
        )),
        "{}",
        done.stdout
    );
    assert_eq!(desk.json("f.json")["verdict"], "not-usable");
    let sentence = &desk.json("f.json")["sentence"];
    assert!(
        sentence
            .as_str()
            .unwrap()
            .starts_with("The data are not usable. The class `1` has only one row"),
        "{sentence}"
    );
    // It is what a run would say.
    let run = desk.dryf("train --train-text t.txt --train-tags g.txt");
    assert_eq!(run.code, Some(65), "{}", run.stderr);
    assert_eq!(run.stderr.lines().last(), done.stderr.lines().last());
}

#[test]
fn excluded_rows_are_not_trained_on_and_the_archive_says_so() {
    let desk = Desk::new();
    desk.write(
        "run.toml",
        "[data]\nexclude_train = [\"duplicates\", \"texts-in-both-sets\"]\nexclude_train_rows = [1]\nexclude_test_rows = [300, 2]\n",
    );
    let checked = desk.dryf("validate --demo --config run.toml").good();
    // 14 copies, 3 texts that the test set has as well, the first row.
    assert!(
        checked.contains("\n18 training rows and 2 test rows are left out of the run;"),
        "{checked}"
    );

    let done = desk.dryf("train --demo --config run.toml --out run.zip --json run.json");
    assert!(
        done.log()
            .contains(&"Rows excluded by the configuration -> training set = 18, test set = 2"),
        "{}",
        done.stderr
    );
    done.good();
    let summary = desk.json("run.json");
    assert_eq!(summary["data"]["excluded"], json!({"train": 18, "test": 2}));
    assert_eq!(summary["data"]["verdict"], "usable-with-warnings");
    assert_eq!(summary["fits"]["final"]["n_rows"], 1_200 - 18);
    let total = |set: &str| -> u64 {
        let counts = summary["class_counts"][set].as_object().unwrap();
        counts.values().filter_map(Value::as_u64).sum()
    };
    assert_eq!(total("train") + total("validation"), 1_200 - 18);
    assert_eq!(total("test"), 300 - 2);

    // Rows in the archive are those of the files.
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(desk.read("run.zip"))).unwrap();
    let mut artifact = |name: &str| {
        let path = archive
            .file_names()
            .flatten()
            .find(|path| path.ends_with(&format!("/artifacts/{name}")))
            .unwrap_or_else(|| panic!("the archive has {name}"))
            .into_owned();
        std::io::read_to_string(archive.by_name(&path).unwrap()).unwrap()
    };
    let validation: Value = serde_json::from_str(&artifact("validation.json")).unwrap();
    let excluded: Vec<u64> =
        serde_json::from_value(validation["excluded"]["train"].clone()).unwrap();
    assert_eq!((excluded.len(), excluded[0]), (18, 0));
    assert_eq!(validation["excluded"]["test"], json!([1, 299]));
    let mut rows: Vec<u64> = ["split/train_rows.txt", "split/validation_rows.txt"]
        .iter()
        .flat_map(|name| {
            artifact(name)
                .lines()
                .map(|row| row.parse().unwrap())
                .collect::<Vec<u64>>()
        })
        .chain(excluded)
        .collect();
    rows.sort_unstable();
    assert_eq!(rows, (0..1_200).collect::<Vec<u64>>());
    let predictions = artifact("predictions/test.csv");
    assert_eq!(predictions.lines().count(), 1 + 298);
    assert!(
        !predictions.contains("\n299,")
            && !predictions.contains("\n1,")
            && predictions.contains("\n298,")
    );
    // The truth beside a row is that of the row in the file.
    let tags: Vec<&str> = include_str!("../../www/demo/test_tags.txt")
        .lines()
        .collect();
    let names = ["non-harmful", "cyberbullying", "hate-speech"];
    for line in predictions.lines().skip(1) {
        let (row, rest) = line.split_once(',').unwrap();
        let tag: usize = tags[row.parse::<usize>().unwrap()].parse().unwrap();
        assert!(rest.starts_with(names[tag]), "{line}");
    }
    assert!(artifact("run.toml").contains("exclude_train_rows = [1]"));
    let no_answers = archive
        .file_names()
        .flatten()
        .all(|name| !name.ends_with("predictions/test_tags.txt"));
    assert!(no_answers, "an answer file has a line for each row");

    let inspected = desk.dryf("inspect run.zip").good();
    assert!(inspected.contains("validation.json"), "{inspected}");
}

#[test]
fn exclusions_that_can_not_be_are_refused() {
    let desk = Desk::new();
    for (config, code, line) in [
        (
            "exclude_train = [\"copies\"]",
            64,
            "run.toml, line 2: `data.exclude_train` can't be [\"copies\"]; give a list in brackets, each item \"duplicates\", ",
        ),
        (
            "exclude_train_rows = [1201]",
            64,
            "data.exclude_train_rows: there is no row 1201: the train set has 1,200 rows, counted from 1; give rows",
        ),
    ] {
        desk.write("run.toml", format!("[data]\n{config}\n"));
        for command in ["validate", "train"] {
            let done = desk.dryf(&format!("{command} --demo --config run.toml"));
            assert_eq!(done.code, Some(code), "{}", done.stderr);
            let said = done.stderr.lines().last().unwrap_or_default();
            assert!(said.starts_with(&format!("dryf: {line}")), "{said}");
        }
    }
    set(
        &desk,
        &["ładny dzień", "zły dzień", "dobry dzień", "inny dzień"],
        &[0, 1, 0, 1],
    );
    desk.write("run.toml", "[data]\nexclude_train_rows = [4, 2]\n");
    let done = desk.dryf("train --train-text t.txt --train-tags g.txt --config run.toml");
    assert_eq!(done.code, Some(65), "{}", done.stderr);
    assert!(
        done.stderr.contains(
            "dryf: data.exclude_train: the exclusions leave training rows of `0`, and a classifier needs two classes; exclude fewer kinds or rows"
        ),
        "{}",
        done.stderr
    );
}
