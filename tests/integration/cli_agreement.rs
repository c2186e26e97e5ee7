//! `dryf validate` and `dryf train` say the same of the same data and configuration, every remedy that they print works, and
//! settings without effect are named.

use serde_json::Value;

use crate::cli::Desk;

const GOOD: [&str; 4] = [
    "kocham lato ładna pogoda",
    "super mecz wesoły pies",
    "pyszna kawa miły dzień",
    "piękny wieczór nad morzem",
];
const BAD: [&str; 4] = [
    "głupi żart okropny typ",
    "paskudny wpis wstrętny ton",
    "nudny film słaby aktor",
    "zimny obiad brudny stół",
];

/// A table of texts that differ in their numbers of words, labelled in turn by these classes.
fn table(n: usize, classes: &[&str]) -> String {
    let mut table = "text,label\n".to_string();
    for row in 0..n {
        let class = row % classes.len();
        let words = match class % 2 {
            0 => GOOD,
            _ => BAD,
        };
        let (one, other) = (words[row % 4], words[(row / 4 + class) % 4]);
        table += &format!("{one} {other} słowo{}x,{}\n", row % 7, classes[class]);
    }
    table
}

fn with(table: &str, rows: &[(&str, &str)]) -> String {
    let rows = rows.iter().map(|(text, label)| format!("{text},{label}\n"));
    format!("{table}{}", rows.collect::<String>())
}

/// One line without the place and remedy that only one of them has.
fn last_line(stderr: &str) -> String {
    stderr.lines().last().unwrap_or_default().to_string()
}

/// Data, configuration, the exit code of both, and a word of what they say.
#[test]
fn validate_and_train_say_the_same() {
    let sixty = table(60, &["dobry", "zly"]);
    let twelve = table(12, &["dobry", "zly"]);
    let equal =
        "text,label\n".to_string() + &"ładna pogoda dzisiaj,a\nładna pogoda dzisiaj,b\n".repeat(10);
    let stop_words = "text,label\n".to_string() + &"nie ma się,a\nnie jest to,b\n".repeat(20);
    let single = with(&sixty, &[("samotny wpis tutaj", "jedyny")]);
    let one_class = table(40, &["dobry"]);
    for (data, config, code, said) in [
        (&sixty, "", 0, ""),
        (&twelve, "", 65, "none of the"),
        (&twelve, "[tfidf]\nmin_df = 1\n", 0, ""),
        (
            &twelve,
            "[tfidf]\nmin_df = 1\n[run]\nvalidation_size = 0.05\n",
            64,
            "validation_size",
        ),
        (&equal, "", 65, "raise max_df"),
        (&equal, "[tfidf]\nmax_df = 1.0\n", 0, ""),
        (&stop_words, "", 65, "no term at all"),
        (
            &stop_words,
            "[clean]\nsteps = [\"word_caser\"]\n[tfidf]\nmax_df = 1.0\n",
            0,
            "",
        ),
        (&sixty, "[tfidf]\nmin_df = 61\n", 64, "min_df"),
        (&sixty, "[tfidf]\nmin_df = 30\n", 65, "lower min_df"),
        (
            &sixty,
            "[tfidf]\ntoken_pattern = 'qqq+'\n",
            65,
            "token pattern",
        ),
        (&single, "", 65, "`jedyny` has only one row"),
        (
            &single,
            "[data]\nexclude_train = [\"small-class\"]\n",
            0,
            "",
        ),
        (
            &single,
            "[data]\nexclude_train = [\"split-impossible\"]\n",
            0,
            "",
        ),
        (&single, "[data]\nexclude_train_rows = [61]\n", 0, ""),
        (
            &single,
            "[data]\nexclude_train_rows = [62]\n",
            64,
            "there is no row 62",
        ),
        (&one_class, "", 65, "needs two classes"),
        (
            &sixty,
            "[svc]\nclass_weight = {gone = 2.0}\n",
            64,
            "`gone`, which is no class",
        ),
        (&sixty, "[svc]\nclass_weight = {zly = 2.0}\n", 0, ""),
        (
            &single,
            "[svc]\nclass_weight = {jedyny = 2.0}\n[data]\nexclude_train = [\"small-class\"]\n",
            64,
            "`jedyny`",
        ),
        (
            &sixty,
            "[svc]\nengine = \"linfa-svm\"\nkernel = \"sigmoid\"\n",
            64,
            "sigmoid",
        ),
        (&sixty, "[svc]\nC = -1.0\n", 64, "above 0"),
    ] {
        let desk = Desk::new();
        desk.write("data.csv", data).write("run.toml", config);
        let of = |command: &str| {
            desk.dryf(&format!(
                "{command} --train-text data.csv --config run.toml"
            ))
        };
        let (validated, trained) = (of("validate --json v.json"), of("train"));
        let what = format!(
            "{config}\n{}\n{}\n{}",
            validated.stdout, validated.stderr, trained.stderr
        );
        assert_eq!(
            (validated.code, trained.code),
            (Some(code), Some(code)),
            "{what}"
        );
        if code != 0 {
            let (one, other) = (last_line(&validated.stderr), last_line(&trained.stderr));
            assert_eq!(one, other, "{what}");
            assert!(one.contains(said), "{what}");
        }
        // Where the data are at fault the verdict says so, in words and in JSON, and each thing once.
        // One class alone is refused by the reading.
        if code == 65 && said != "needs two classes" {
            assert!(
                validated.stdout.starts_with("The data are not usable. "),
                "{what}"
            );
            let blockers = validated.stdout.matches("Blocker: ").count();
            assert_eq!(blockers, 1, "{what}");
            assert_eq!(desk.json("v.json")["verdict"], "not-usable");
        }
        if code == 0 {
            assert!(
                validated.stdout.starts_with("The data are usable"),
                "{what}"
            );
        }
    }
}

/// A class that is left out is gone: from the model, and named where the test set has it.
#[test]
fn an_excluded_class_is_excluded() {
    let desk = Desk::new();
    let train = with(
        &table(60, &["dobry", "zly"]),
        &[("samotny wpis tutaj", "jedyny")],
    );
    let test = with(
        &table(20, &["dobry", "zly"]),
        &[("jeszcze jeden wpis", "jedyny")],
    );
    desk.write("train.csv", train)
        .write("test.csv", test)
        .write("run.toml", "[data]\nexclude_train = [\"small-class\"]\n");
    let line = "train --train-text train.csv --config run.toml --json s.json --out run.zip";
    desk.dryf(line).good();
    let summary = desk.json("s.json");
    assert_eq!(summary["classes"], serde_json::json!(["dobry", "zly"]));
    assert_eq!(summary["data"]["excluded"]["train"], 1);
    assert_eq!(
        desk.dryf("predict --model run.zip --text train.csv").code,
        Some(0)
    );

    let found = desk.dryf(&format!("{line} --test-text test.csv"));
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    let summary = desk.json("s.json");
    assert_eq!(
        summary["unknown_classes"]["model"],
        serde_json::json!([{ "class": "jedyny", "rows": 1 }])
    );
    // The predictions in the archive name the true classes, whatever was left out.
    let evaluated = desk.dryf("evaluate --model run.zip --text test.csv --json e.json");
    assert!(
        evaluated
            .stderr
            .contains("1 row is of the class `jedyny`, which the model can't give"),
        "{}",
        evaluated.stderr
    );
    assert_eq!(
        desk.json("e.json")["evaluation"]["f1_micro"],
        summary["metrics"]["f1_micro_test_set"]
    );
}

/// Names that are numbers, signs or codes are no spelling of one another, and no data but PolEval's have PolEval's tags.
#[test]
fn class_names_of_others_are_no_misspellings() {
    for (classes, expected) in [
        (vec!["-1", "0", "1"], false),
        (vec!["+", "-"], false),
        (vec!["1/2", "12"], false),
        (vec!["C++", "c"], false),
        (vec!["C#", "C"], false),
        (vec!["0", "1", "2", "3"], false),
        (vec!["1.0", "10"], false),
        (vec!["v1.5", "v15"], false),
        (vec!["spam", "ham"], false),
        (vec!["Hate-Speech", "hate speech", "other"], true),
        (vec!["Obraźliwy", "obraźliwy "], true),
        (vec!["not_ok", "Not OK"], true),
    ] {
        let desk = Desk::new();
        desk.write("data.csv", table(60, &classes));
        let found = desk.dryf("validate --train-text data.csv --json v.json");
        assert_eq!(found.code, Some(0), "{classes:?}: {}", found.stderr);
        let kinds: Vec<Value> = desk.json("v.json")["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| finding["kind"].clone())
            .collect();
        assert_eq!(
            kinds.contains(&"similar-class-names".into()),
            expected,
            "{classes:?}"
        );
        assert!(
            !kinds.contains(&"tags-outside-schema".into()),
            "{classes:?}"
        );
        assert!(
            !found.stdout.contains("PolEval"),
            "{classes:?}: {}",
            found.stdout
        );
    }
}

/// One line for all small classes, with a count of those that it does not name, and nothing twice.
#[test]
fn findings_are_gathered() {
    let desk = Desk::new();
    let mut rows = table(60, &["dobry", "zly"]);
    for class in 0..283 {
        rows += &format!(
            "pierwszy wpis numer{class}x,klasa{class}\ndrugi wpis numer{class}y,klasa{class}\n"
        );
    }
    desk.write("data.csv", rows);
    let found = desk.dryf("validate --train-text data.csv");
    assert_eq!(
        found.stdout.matches("small-class").count(),
        1,
        "{}",
        found.stdout
    );
    assert!(
        found
            .stdout
            .contains("283 classes have fewer than 10 rows each"),
        "{}",
        found.stdout
    );
    assert!(found.stdout.contains("and 275 more"), "{}", found.stdout);
    assert!(
        found.stdout.lines().all(|line| line.len() < 600),
        "{}",
        found.stdout
    );
    let trained = desk.dryf("train --train-text data.csv");
    assert_eq!(
        trained
            .stderr
            .matches("have fewer than 10 rows each")
            .count(),
        1,
        "{}",
        trained.stderr
    );
}

/// Nobody is told that English is not Polish.
#[test]
fn a_file_in_another_language_is_not_told_so() {
    let english = [
        "I really hope that the weather will be better tomorrow",
        "what a waste of time this match was, just awful",
        "we are going to the beach with all of our friends",
    ];
    let mut rows = "text,label\n".to_string();
    for row in 0..60 {
        rows += &format!("\"{} number{row}x\",{}\n", english[row % 3], row % 2);
    }
    let desk = Desk::new();
    desk.write("data.csv", &rows);
    let found = desk.dryf("validate --train-text data.csv");
    assert!(!found.stdout.contains("Polish"), "{}", found.stdout);
    // Among Polish texts it is odd.
    let mixed = with(&table(60, &["0", "1"]), &[(english[0], "0")]);
    desk.write("data.csv", mixed);
    let found = desk.dryf("validate --train-text data.csv");
    assert!(
        found
            .stdout
            .contains("1 text in another language than Polish"),
        "{}",
        found.stdout
    );
}

/// In validation, log and summary, by one mechanism.
#[test]
fn settings_without_effect_are_said() {
    for (config, said) in [
        (
            "[tfidf]\nstop_words = [\"ładny\"]\n",
            "tfidf.stop_words has no effect for `ładny` (write `ladny`)",
        ),
        (
            "[clean]\ncase = \"upper\"\n",
            "clean.case leaves every stop word in the texts",
        ),
        (
            "[svc]\nkernel = \"linear\"\ngamma = 0.5\n",
            "svc.gamma has no effect with svc.kernel = \"linear\"",
        ),
        (
            "[svc]\nengine = \"linear\"\nkernel = \"rbf\"\ndegree = 2\n",
            "svc.degree has no effect with svc.engine = \"linear\"",
        ),
        (
            "[tfidf]\nanalyzer = \"char_wb\"\nstop_words = [\"ladny\"]\n",
            "tfidf.stop_words has no effect with tfidf.analyzer = \"char_wb\"",
        ),
    ] {
        let desk = Desk::new();
        desk.write("data.csv", table(60, &["dobry", "zly"]))
            .write("run.toml", config);
        let line = "--train-text data.csv --config run.toml --json s.json";
        let validated = desk.dryf(&format!("validate {line}")).good();
        assert_eq!(validated.matches(said).count(), 1, "{validated}");
        let of_json = |json: &Value| -> Vec<String> {
            let remarks = json["remarks"].as_array().expect("a list").iter();
            remarks
                .map(|remark| remark["message"].as_str().unwrap().to_string())
                .collect()
        };
        let expected = of_json(&desk.json("s.json"));
        assert!(
            expected.iter().any(|remark| remark.starts_with(said)),
            "{expected:?}"
        );
        let trained = desk.dryf(&format!("train {line}"));
        assert_eq!(
            trained.stderr.matches(said).count(),
            1,
            "{}",
            trained.stderr
        );
        assert_eq!(of_json(&desk.json("s.json")), expected);
    }
    let desk = Desk::new();
    desk.dryf("train --demo --json s.json").good();
    assert_eq!(desk.json("s.json")["remarks"], serde_json::json!([]));
}
