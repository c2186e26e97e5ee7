//! `dryf compare` from outside: the verdict and its exit code, the report, and each fault.

use serde_json::Value;

use crate::cli::{Desk, EPOCH, Outcome, demo_file, demo_lines, outcome};
use crate::support::poleval_dir;

/// A model of few words, and the demo's own as `demo.zip`.
pub fn two_models() -> Desk {
    let desk = Desk::new().with_demo().with_demo_files();
    desk.write("poor.toml", "[tfidf]\nmax_features = 6\n");
    desk.dryf("train --demo --config poor.toml --out poor.zip")
        .good();
    desk
}

/// Runs the program with a clock that stands still.
pub fn frozen(desk: &Desk, line: &str) -> Outcome {
    let mut command = desk.command(line.split_whitespace());
    outcome(command.env("SOURCE_DATE_EPOCH", EPOCH).output())
}

pub fn number(value: &Value, path: &str) -> f64 {
    value
        .pointer(path)
        .and_then(Value::as_f64)
        .unwrap_or_else(|| panic!("{path} in {value}"))
}

pub const ROWS: &str = "--text test_set_only_text.txt --tags test_set_only_tags.txt";

#[test]
fn a_better_model_passes_a_worse_one_and_the_same_fail() {
    let desk = two_models();
    let cases = [
        ("demo.zip", "poor.zip", 0, "pass"),
        ("poor.zip", "demo.zip", 1, "fail"),
        ("demo.zip", "demo.zip", 1, "fail"),
    ];
    for (candidate, production, code, verdict) in cases {
        let line = format!(
            "compare --candidate {candidate} --production {production} {ROWS} --json a.json --out out.zip"
        );
        let found = frozen(&desk, &line);
        assert_eq!(found.code, Some(code), "{}{}", found.stdout, found.stderr);
        let first = found.stdout.lines().next().unwrap();
        assert!(
            first.to_lowercase().starts_with(&format!("{verdict}. ")),
            "{first}"
        );
        let report = desk.json("a.json");
        assert_eq!(report["sentence"], first);
        let said = report["gate"]["outcome"].as_str().unwrap();
        assert_eq!(said, verdict);
        // Each rule with its outcome, number and interval; the same model has none.
        // The verdict, its advice, then the rules.
        let rules: Vec<&str> = found.stdout.lines().skip(2).take(3).collect();
        for (rule, (score, whose)) in rules.iter().zip([
            ("F1 micro", "production's"),
            ("F1 macro", "production's"),
            ("F1 micro", "the baseline's"),
        ]) {
            let is_same = candidate == production && whose == "production's";
            let said = match is_same {
                true => "it is the same model",
                false => "] (",
            };
            assert!(
                rule.contains(&format!(": {score} is "))
                    && rule.contains(whose)
                    && rule.contains(said),
                "{rule}"
            );
        }
        let (json, zip) = (desk.read("a.json"), desk.read("out.zip"));
        assert_eq!(frozen(&desk, &line).stdout, found.stdout);
        assert!(desk.read("a.json") == json && desk.read("out.zip") == zip);
        // A clock that stands still measures nothing, and nothing is not zero.
        assert!(report["resources"]["single"].is_null());
        assert!(report["resources"]["candidate"]["cpu_seconds"].is_null());
        assert!(
            found
                .stdout
                .contains("Latency: not measured, since the clock is frozen"),
            "{}",
            found.stdout
        );
        assert!(number(&report, "/resources/candidate/model_bytes") > 1000.0);
    }
    let report = desk.json("a.json");
    for score in ["f1_micro", "f1_macro"] {
        let path = format!("/comparison/against_production/differences/{score}/estimate");
        // An interval of no width has no ends.
        let expected = serde_json::json!({ "value": 0.0, "low": null, "high": null });
        assert_eq!(report.pointer(&path), Some(&expected));
    }
    assert_eq!(report["disagreements"].as_array().unwrap().len(), 0);
}

#[test]
fn scores_are_those_of_evaluate_and_every_form_of_rows_gives_the_same() {
    let desk = two_models();
    let base =
        "compare --candidate demo.zip --production poor.zip --without-resources --json a.json";
    let found = desk.dryf(&format!("{base} {ROWS}"));
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    let report = desk.json("a.json");
    for (model, role) in [("demo.zip", "candidate"), ("poor.zip", "production")] {
        desk.dryf(&format!("evaluate --model {model} {ROWS} --json e.json"))
            .good();
        assert_eq!(
            report["comparison"][role],
            desk.json("e.json")["evaluation"],
            "{role}"
        );
    }
    assert_eq!(report["comparison"]["baseline_class"], "non-harmful");
    assert_eq!(report["rows"]["n_rows"], 300);
    assert!(
        found
            .stdout
            .contains("Latency: not measured, since it was not requested")
    );

    // Where the models disagree: as `predict` says of each.
    let labels = |model: &str| -> Vec<String> {
        let text = desk
            .dryf(&format!(
                "predict --model {model} --text test_set_only_text.txt"
            ))
            .good();
        text.lines().map(str::to_string).collect()
    };
    let (ours, theirs) = (labels("demo.zip"), labels("poor.zip"));
    let expected: Vec<usize> = (0..300).filter(|&row| ours[row] != theirs[row]).collect();
    let shown = report["disagreements"].as_array().unwrap();
    assert!(shown.len() > 10);
    for (found, row) in shown.iter().zip(&expected) {
        assert_eq!(found["row"].as_u64(), Some(*row as u64));
        assert_eq!(found["candidate"]["label"], ours[*row].as_str());
        assert_eq!(found["production"]["label"], theirs[*row].as_str());
        assert!(found["text"].is_null(), "no text in JSON");
    }
    assert_eq!(shown.len(), expected.len());
    assert!(found.stdout.contains(&format!(
        "The models give {} rows different classes; rows are counted from 1.",
        shown.len()
    )));

    let without_place = |stdout: &str| -> Vec<String> {
        let lines = stdout.lines().filter(|line| !line.starts_with("  Rows"));
        lines.map(str::to_string).collect()
    };
    let mut table = "id,tweet,class\n".to_string();
    for (text, tag) in demo_lines("test_text.txt")
        .iter()
        .zip(demo_lines("test_tags.txt"))
    {
        table += &format!("1,\"{}\",{tag}\n", text.replace('"', "\"\""));
    }
    desk.write("new.csv", table);
    for (name, from) in [
        ("set/test_set_only_text.txt", "test_text.txt"),
        ("set/test_set_only_tags.txt", "test_tags.txt"),
    ] {
        desk.write(name, demo_file(from));
    }
    for rows in [
        "--demo",
        "--data set",
        "--text new.csv --text-column tweet --label-column class",
    ] {
        let other = desk.dryf(&format!("{base} {rows}"));
        assert_eq!(
            without_place(&other.stdout),
            without_place(&found.stdout),
            "{rows}: {}",
            other.stderr
        );
    }
}

/// Production knows a class by another name: its answers are compared by name, and what only one knows counts as wrong.
#[test]
fn classes_are_compared_by_name() {
    let desk = Desk::new().with_demo().with_demo_files();
    let names = ["zwykły", "cyberbullying", "hate-speech"];
    let mut table = "text\tlabel\n".to_string();
    for (text, tag) in demo_lines("train_text.txt")
        .iter()
        .zip(demo_lines("train_tags.txt"))
    {
        let name = names[tag.parse::<usize>().unwrap()];
        table += &format!("\"{}\"\t{name}\n", text.replace('"', "\"\""));
    }
    desk.write("renamed.tsv", table);
    desk.dryf("train --train-text renamed.tsv --out renamed.zip")
        .good();
    let found = desk.dryf(&format!(
        "compare --candidate renamed.zip --production demo.zip {ROWS} --without-resources --json a.json"
    ));
    assert_eq!(found.code, Some(2), "{}{}", found.stdout, found.stderr);
    let said = "rows are of the class `non-harmful`, which the candidate can't give; give one class one name";
    assert!(found.stdout.contains(said), "{}", found.stdout);
    let report = desk.json("a.json");
    let recall = |role: &str, class: &str| {
        let classes = report["comparison"][role]["per_class"].as_array().unwrap();
        let found = classes.iter().find(|found| found["name"] == class);
        number(found.unwrap(), "/recall")
    };
    assert_eq!(recall("candidate", "non-harmful"), 0.0);
    // The other two classes are the same models' in another order.
    assert_eq!(
        recall("candidate", "hate-speech"),
        recall("production", "hate-speech")
    );
    assert_eq!(report["comparison"]["baseline_class"], "zwykły");
}

#[test]
fn faults_name_the_place_and_the_remedy() {
    let desk = Desk::new().with_demo().with_demo_files();
    desk.write("other.csv", "text,label\na,x\nb,y\n")
        .write("two.txt", "a\nb\n")
        .write("no.zip", "no zip")
        .write(
            "rules.toml",
            "[[rules]]\nrule = \"ratio\"\nof = \"latency_p95\"\nmox = 1.5\n",
        )
        .write(
            "spam.toml",
            "[[rules]]\nrule = \"better\"\nany_of = [{ recall = \"spam\" }]\nmin_gain = 0.1\n",
        )
        .write("none.toml", "");
    desk.write("train/train_text.txt", demo_file("train_text.txt"))
        .write("train/train_tags.txt", demo_file("train_tags.txt"));
    let models = "--candidate demo.zip --production demo.zip";
    for (line, code, expected) in [
        (
            format!("{models} --text other.csv"),
            65,
            "the rows have the classes x, y, and the candidate knows none of them but cyberbullying, hate-speech, non-harmful; give rows with the labels that the models were trained for",
        ),
        (
            format!("{models} --text two.txt"),
            64,
            "two.txt: the texts have no tags; give --tags FILE, or a table with both; a table of another ending takes \
             --text-column and --label-column",
        ),
        (
            format!("{models} --text gone.txt --tags gone.txt"),
            66,
            "gone.txt: there is no such file; check the path",
        ),
        (
            format!("{models} --data train"),
            64,
            "train: there is no test set; name its files with --text and --tags",
        ),
        (
            format!("{models} {ROWS} --rules rules.toml"),
            64,
            "rules.toml, line 4: `rules[0].mox`: unknown key of the rule ratio `mox`; did you mean `max`? known are: of, max",
        ),
        (
            format!("{models} {ROWS} --rules spam.toml"),
            64,
            "spam.toml, line 3: `rules[0].any_of`: there is no class `spam`; name one of `cyberbullying`, `hate-speech` and `non-harmful`",
        ),
        (
            format!("{models} {ROWS} --rules none.toml"),
            64,
            "none.toml: `rules`: there is no rule, so that every candidate would pass; give at least one rule",
        ),
        (
            format!("{models} {ROWS} --rules gone.toml"),
            66,
            "gone.toml: there is no such file; check the path",
        ),
        (
            format!("--candidate no.zip --production demo.zip {ROWS}"),
            65,
            "no.zip: not a zip, so not an archive of a run; give the zip that `dryf train --out` or the page's Export wrote",
        ),
        (
            format!("--candidate demo.zip --production gone.zip {ROWS}"),
            66,
            "gone.zip: there is no such file; check the path",
        ),
        (
            format!("{models} {ROWS} --out no/such.zip"),
            73,
            "no/such.zip: there is no such folder; give the path of a file in a folder that exists",
        ),
        (
            format!("{models} {ROWS} --out x --json x"),
            64,
            "x: --json and --out name the same file; give each a file of its own",
        ),
    ] {
        desk.dryf(&format!("compare {line}")).bad(code, expected);
    }
    for line in [
        "compare --candidate demo.zip --production demo.zip",
        "compare --candidate demo.zip --demo",
        "compare --candidate demo.zip --production demo.zip --demo --text two.txt",
        "compare --candidate demo.zip --production demo.zip --tags two.txt",
    ] {
        assert_eq!(desk.dryf(line).code, Some(64), "{line}");
    }
    desk.dryf_with("measure", b"{}\n").bad(
        65,
        "the input is not what `dryf compare` sends (missing field `files` at line 1 column 2); run `dryf compare`, which runs this command",
    );
}

/// LinearSVC against the SVC that the user trains, on the real files.
#[test]
fn linear_svc_against_svc_on_the_real_files() {
    let Some(dir) = poleval_dir() else { return };
    let desk = Desk::new();
    desk.write(
        "linear.toml",
        "[svc]\nengine = \"linear\"\n\n[drift]\nprofile = \"none\"\n",
    )
    .write("svc.toml", "[drift]\nprofile = \"none\"\n");
    let data = dir.into_os_string();
    for name in ["linear", "svc"] {
        let mut command = desk.command(["train", "--data"]);
        command.arg(&data);
        let (config, out) = (format!("{name}.toml"), format!("{name}.zip"));
        outcome(command.args(["--config", &config, "--out", &out]).output()).good();
    }
    let compared = |candidate: &str, production: &str| {
        let mut command = desk.command(["compare", "--candidate", candidate]);
        command.args(["--production", production, "--without-resources"]);
        command.args(["--json", "a.json", "--data"]);
        outcome(command.arg(&data).output())
    };
    // The rules in both directions: a point is not lost, F1 macro is gained for certain, and the baseline is beaten.
    let outcomes = |report: &Value| -> Vec<String> {
        let rules = report["gate"]["rules"].as_array().unwrap();
        let of = |rule: &Value| rule["outcome"].as_str().unwrap().to_string();
        rules.iter().map(of).collect()
    };
    assert_eq!(compared("svc.zip", "linear.zip").code, Some(1));
    assert_eq!(
        outcomes(&desk.json("a.json")),
        ["not-enough-data", "fail", "not-enough-data"]
    );
    let found = compared("linear.zip", "svc.zip");
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    let report = desk.json("a.json");
    assert_eq!(outcomes(&report), ["pass", "pass", "pass"]);
    // The README's table of scores.
    let rounded = |value: f64| (value * 1e4).round();
    for (role, micro, of_classes) in [
        ("candidate", 0.8770, 0.4365),
        ("production", 0.8690, 0.3333),
    ] {
        let of = |score: &str| number(&report, &format!("/comparison/{role}/{score}"));
        assert_eq!(rounded(of("f1_micro")), rounded(micro));
        assert_eq!(rounded(of("f1_macro")), rounded(of_classes));
    }
    assert_eq!(number(&report, "/comparison/baseline/f1_micro"), 0.866);
    let agreement = &report["comparison"]["against_production"]["agreement"];
    assert_eq!(
        (&agreement["only_candidate"], &agreement["only_production"]),
        (&15.into(), &7.into())
    );
    let rare = &report["comparison"]["against_production"]["differences"]["rare_classes"];
    assert_eq!(rare[0][0], "cyberbullying");
    let words = "cyberbullying has 25 rows: too few to judge it by";
    assert!(found.stdout.contains(words));
}
