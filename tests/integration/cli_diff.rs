//! `dryf diff`: versions of data, settings and scores of two archives, with texts and without, and each fault.

use serde_json::{Value, json};

use crate::cli::{Desk, demo_lines};
use crate::cli_compare::{number, two_models};

/// A text that would be markup, colour a terminal and turn its line around.
const HOSTILE: &str = "<script>alert(1)</script> \u{1b}[31m\u{202e} zażółć";

/// The demo corpus with a few texts that no other row has, and a later version of it; `train` alone where nothing of the test
/// set is to change.
pub fn versions(desk: &Desk, test_changes: bool) {
    let [mut texts, mut tags] = ["train_text.txt", "train_tags.txt"].map(demo_lines);
    let [mut test_texts, mut test_tags] = ["test_text.txt", "test_tags.txt"].map(demo_lines);
    for (row, text) in [
        (3, HOSTILE),
        (10, "ten wiersz zniknie"),
        (20, "ten wiersz pójdzie na test"),
    ] {
        texts[row] = text.into();
        tags[row] = "0".into();
    }
    let write = |folder: &str, files: [&[String]; 4]| {
        let names = [
            "training_set_clean_only_text.txt",
            "training_set_clean_only_tags.txt",
            "test_set_only_text.txt",
            "test_set_only_tags.txt",
        ];
        for (name, lines) in names.into_iter().zip(files) {
            desk.write(&format!("{folder}/{name}"), lines.join("\n") + "\n");
        }
    };
    write("before", [&texts, &tags, &test_texts, &test_tags]);
    tags[3] = "2".into();
    for row in [20, 10] {
        let (text, tag) = (texts.remove(row), tags.remove(row));
        if row == 20 && test_changes {
            test_texts.push(text);
            test_tags.push(tag);
        }
    }
    texts.extend([
        "całkiem nowy wiersz".to_string(),
        "całkiem nowy wiersz".to_string(),
    ]);
    tags.extend(["0".to_string(), "1".to_string()]);
    write("now", [&texts, &tags, &test_texts, &test_tags]);
}

/// The verdict in the terminal, which is the heading of the page and the sentence of the JSON.
#[track_caller]
fn diffed(desk: &Desk, archives: &str) -> (Vec<String>, Value) {
    let line = format!("diff {archives} --json d.json --html d.html");
    let shown = desk.dryf(&line).good();
    let json = desk.json("d.json");
    let first = shown.lines().next().unwrap();
    assert_eq!(json["sentence"], first);
    let page = String::from_utf8(desk.read("d.html")).unwrap();
    assert!(page.contains("<h1 id=\"diff-verdict\">"), "{page}");
    (shown.lines().map(String::from).collect(), json)
}

#[test]
fn an_archive_is_no_other_than_itself() {
    let desk = Desk::new().with_demo();
    let (shown, json) = diffed(&desk, "demo.zip demo.zip");
    assert_eq!(
        shown[0],
        "No difference. The same data, the same settings and the same model."
    );
    assert_eq!(
        (&json["verdict"], &json["same_model"]),
        (&json!("same"), &json!(true))
    );
    assert_eq!(json["data"]["same"], true);
    let unchanged = |set: &str| number(&json, &format!("/data/sets/{set}/counts/unchanged"));
    assert_eq!((unchanged("train"), unchanged("test")), (1200.0, 300.0));
    for rows in ["added", "gone", "relabelled", "moved"] {
        assert_eq!(json["data"]["rows"][rows], json!([]), "{rows}");
    }
    assert_eq!(json["settings"], json!([]));
    assert!(
        shown.contains(&"No setting changed.".to_string()),
        "{shown:#?}"
    );
    // Without its texts it is the same still, since its digests are.
    desk.dryf("train --demo --without-texts --out bare.zip")
        .good();
    let (bare, json) = diffed(&desk, "demo.zip bare.zip");
    assert_eq!(bare[0], shown[0]);
    assert_eq!(number(&json, "/data/sets/train/counts/unchanged"), 1200.0);
}

#[test]
fn rows_that_changed_are_named_and_other_test_rows_are_not_compared() {
    let desk = Desk::new();
    versions(&desk, true);
    for version in ["before", "now"] {
        desk.dryf(&format!("train --data {version} --out {version}.zip"))
            .good();
    }
    let (shown, json) = diffed(&desk, "before.zip now.zip");
    assert_eq!(
        shown[0],
        "Not comparable. The scores are of different rows; 2 rows added, 1 row gone, 1 row relabelled, 1 row moved between \
         the sets and the same settings."
    );
    assert_eq!(
        (&json["verdict"], &json["paired"]),
        (&json!("other-rows"), &Value::Null)
    );
    let row = |set: &str, row: u32, label: &str| json!({ "set": set, "row": row, "label": label });
    let rows = &json["data"]["rows"];
    assert_eq!(
        rows["added"],
        json!([
            row("train", 1198, "non-harmful"),
            row("train", 1199, "cyberbullying")
        ])
    );
    assert_eq!(rows["gone"], json!([row("train", 10, "non-harmful")]));
    assert_eq!(
        rows["relabelled"],
        json!([{ "before": row("train", 3, "non-harmful"), "now": row("train", 3, "hate-speech") }])
    );
    assert_eq!(
        rows["moved"],
        json!([{ "before": row("train", 20, "non-harmful"), "now": row("test", 300, "non-harmful") }])
    );
    let test = &json["data"]["sets"]["test"];
    assert_eq!(
        (&test["before"]["rows"], &test["now"]["rows"]),
        (&json!(300), &json!(301))
    );
    assert_eq!(
        test["counts"],
        json!({ "unchanged": 300, "relabelled": 0, "moved_in": 1, "moved_out": 0, "added": 0, "gone": 0 })
    );
    // The text stands in the terminal as escapes, in the page as text, and not in the JSON.
    let escaped = HOSTILE
        .replace('\u{1b}', "\\u{1b}")
        .replace('\u{202e}', "\\u{202e}");
    assert!(
        shown.iter().any(|line| line.ends_with(&escaped)),
        "{shown:#?}"
    );
    let page = String::from_utf8(desk.read("d.html")).unwrap();
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !page.contains("<script"));
    let text = String::from_utf8(desk.read("d.json")).unwrap();
    assert!(
        !text.contains("script") && !text.contains("nowy wiersz"),
        "{text}"
    );
    for set in ["test set", "validation set"] {
        let said = format!("The runs were evaluated on different rows of the {set}: ");
        assert!(
            shown.iter().any(|line| line.starts_with(&said)),
            "{shown:#?}"
        );
    }
    // The other way round what came has gone.
    let (_, back) = diffed(&desk, "now.zip before.zip");
    assert_eq!(back["data"]["rows"]["gone"], rows["added"]);
    assert_eq!(back["data"]["rows"]["added"], rows["gone"]);
}

#[test]
fn the_same_test_rows_have_the_intervals_of_the_gate() {
    let desk = two_models();
    let (shown, json) = diffed(&desk, "demo.zip poor.zip");
    assert!(
        shown[0].starts_with("Worse. F1 micro on the same 300 rows of the test set is 0."),
        "{shown:#?}"
    );
    assert!(
        shown[0].ends_with("; the same data and 1 setting changed."),
        "{shown:#?}"
    );
    assert_eq!(
        json["settings"],
        json!([{ "setting": "tfidf.max_features", "before": null, "now": 6 }])
    );
    let done = desk.dryf("compare --candidate poor.zip --production demo.zip --demo --without-resources --json c.json");
    assert_eq!(done.code, Some(1), "{}", done.stderr);
    let gate = &desk.json("c.json")["comparison"]["against_production"];
    assert_eq!(json["paired"]["set"], "test_set");
    let paired = &json["paired"]["now_versus_before"];
    for key in [
        "agreement",
        "differing",
        "mcnemar",
        "tango",
        "differences",
        "recalls",
    ] {
        assert_eq!(paired[key], gate[key], "{key}");
    }
    let score = "/scores/f1_micro_test_set";
    let demo = desk.json("demo.json");
    assert_eq!(
        number(&json, &format!("{score}/before")),
        number(&demo, "/metrics/f1_micro_test_set")
    );
    let by = number(&json, &format!("{score}/change"));
    assert!((by - number(paired, "/tango/value")).abs() < 1e-12, "{by}");
    let (shown, json) = diffed(&desk, "poor.zip demo.zip");
    assert!(shown[0].starts_with("Better. "), "{shown:#?}");
    assert_eq!(json["verdict"], "better");
    assert_eq!(number(&json, "/paired/now_versus_before/tango/value"), -by);
    // A run by another name is the same model.
    desk.write("named.toml", "[run]\nname = \"another\"\n");
    desk.dryf("train --demo --config named.toml --out named.zip")
        .good();
    let (shown, _) = diffed(&desk, "demo.zip named.zip");
    assert_eq!(
        shown[0],
        "The same model. The same data and 1 setting changed."
    );
    // Without test sets the validation rows tell.
    for (name, config) in [
        ("one", "[svc]\nC = 1.0\n"),
        ("two", "[tfidf]\nmax_features = 6\n"),
    ] {
        desk.write("c.toml", config);
        let files = "--train-text training_set_clean_only_text.txt --train-tags training_set_clean_only_tags.txt";
        desk.dryf(&format!("train {files} --config c.toml --out {name}.zip"))
            .good();
    }
    let (shown, json) = diffed(&desk, "one.zip two.zip");
    assert_eq!(json["paired"]["set"], "validation_set");
    assert!(
        shown[0].contains(" on the same 360 rows of the validation set "),
        "{shown:#?}"
    );
}

#[test]
fn without_texts_it_is_said_what_cant_be_told() {
    let desk = Desk::new();
    versions(&desk, false);
    for version in ["before", "now"] {
        desk.dryf(&format!(
            "train --data {version} --without-texts --out {version}.zip"
        ))
        .good();
    }
    desk.dryf("train --data now --out texts.zip").good();
    for (archives, which) in [
        ("before.zip now.zip", "neither archive has its texts"),
        (
            "before.zip texts.zip",
            "the archive of the run before has no texts",
        ),
        (
            "texts.zip before.zip",
            "the archive of this run has no texts",
        ),
    ] {
        let (shown, json) = diffed(&desk, archives);
        // The test set is the same by its digest, so that both models can be compared on it.
        assert!(
            shown[0].contains(" on the same 300 rows of the test set "),
            "{shown:#?}"
        );
        assert!(
            shown[0].ends_with("; other data and the same settings."),
            "{shown:#?}"
        );
        let said = format!(
            "Which rows changed can't be told, since {which}; export with texts (dryf train without --without-texts)."
        );
        assert!(shown.contains(&said), "{shown:#?}");
        let data = &json["data"];
        assert_eq!(
            (&data["same"], &data["rows"]),
            (&json!(false), &Value::Null)
        );
        let sets = &data["sets"];
        assert_eq!(
            (&sets["train"]["same"], &sets["test"]["same"]),
            (&json!(false), &json!(true))
        );
        assert_eq!(sets["train"]["counts"], Value::Null);
        let versions =
            ["before", "now"].map(|version| number(sets, &format!("/train/{version}/rows")));
        assert_eq!(versions, [1200.0, 1200.0]);
        let counts = sets["train"]["before"]["class_counts"].as_object().unwrap();
        let sum: u64 = counts.values().map(|n| n.as_u64().unwrap()).sum();
        assert_eq!(sum, 1200);
    }
}

#[test]
fn a_class_with_another_name_is_renamed() {
    let desk = Desk::new();
    let table = |labels: [&str; 2]| {
        let rows = (0..40).map(|row| {
            format!(
                "słowo numer{row} kolejne zdanie {},{}\n",
                row % 2,
                labels[row % 2]
            )
        });
        format!("text,label\n{}", rows.collect::<String>())
    };
    desk.write("run.toml", "[tfidf]\nmin_df = 1\n")
        .write("before.csv", table(["psy", "koty"]))
        .write("now.csv", table(["dogs", "koty"]));
    for version in ["before", "now"] {
        desk.dryf(&format!(
            "train --train-text {version}.csv --config run.toml --out {version}.zip"
        ))
        .good();
    }
    let (shown, json) = diffed(&desk, "before.zip now.zip");
    assert!(
        shown[0].ends_with("; 1 class renamed and the same settings."),
        "{shown:#?}"
    );
    assert_eq!(
        json["data"]["classes"],
        json!({ "new": [], "gone": [], "renamed": [{ "before": "psy", "now": "dogs", "rows": 20, "kept": 20 }] })
    );
    assert_eq!(number(&json, "/data/sets/train/counts/unchanged"), 40.0);
    let said = "  · psy is called dogs now, in 20 of 20 rows of it still there";
    assert!(shown.contains(&said.to_string()), "{shown:#?}");
}

#[test]
fn each_fault_is_told() {
    let desk = Desk::new().with_demo().with_demo_files();
    desk.write("no.zip", "no zip");
    desk.dryf("drift --reference demo.zip --current test_set_only_text.txt test_set_only_tags.txt --without-splits --out drift.zip")
        .good();
    const GIVE: &str = "give the zip that `dryf train --out` or the page's Export wrote";
    for (line, code, said) in [
        (
            "gone.zip demo.zip",
            66,
            "gone.zip: there is no such file; check the path".to_string(),
        ),
        (
            "demo.zip no.zip",
            65,
            format!("no.zip: not a zip, so not an archive of a run; {GIVE}"),
        ),
        (
            "demo.zip drift.zip",
            65,
            format!("drift.zip: it is the archive of a drift report, which holds no model; {GIVE}"),
        ),
        (
            "demo.zip demo.zip --html no/such.html",
            73,
            "no/such.html: there is no such folder; give the path of a file in a folder that exists".to_string(),
        ),
        (
            "demo.zip demo.zip --html x --json x",
            64,
            "x: --json and --html name the same file; give each a file of its own".to_string(),
        ),
    ] {
        desk.dryf(&format!("diff {line}")).bad(code, &said);
    }
    let before = desk.read("demo.zip");
    for output in ["--json ./demo.zip", "--html demo.zip"] {
        let done = desk.dryf(&format!("diff no.zip demo.zip {output}"));
        assert_eq!(done.code, Some(64), "{}", done.stderr);
    }
    assert!(desk.read("demo.zip") == before);
}
