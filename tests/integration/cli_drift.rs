//! `dryf drift` from outside: both reports, every form of a side, and what is said where a side gives too little.

use serde_json::{Value, json};

use dryf::pipeline::corpus::{NamedBytes, ZipLimits, read_zip, sha256_hex};

use crate::cli::{Desk, EPOCH, demo_file};
use crate::support::poleval_dir;

const SIDES: &str = "--reference training_set_clean_only_text.txt training_set_clean_only_tags.txt \
                     --current test_set_only_text.txt test_set_only_tags.txt";

#[test]
fn the_same_sides_give_the_same_reports() {
    let desk = Desk::new().with_demo_files();
    let line = format!("drift {SIDES} --without-splits --json a.json --html a.html");
    let said = desk.dryf(&line).good();
    assert!(said.starts_with("Drift. "), "{said}");
    let parts = [
        "Labels",
        "Words",
        "Emoji",
        "Hashtags",
        "Character 3-grams",
        "Descriptors",
        "Whole text",
        "Labels given the text",
    ];
    let changes = said.lines().skip_while(|line| *line != "What changed");
    let changes: Vec<&str> = changes.skip(1).take(parts.len()).collect();
    assert_eq!(changes.len(), parts.len());
    for (line, part) in changes.into_iter().zip(parts) {
        let (sign, statement) = line.trim_start().split_once(' ').expect(line);
        assert!(["✓", "✗", "?"].contains(&sign), "{line}");
        assert!(statement.starts_with(&format!("{part}: ")), "{line}");
    }
    let (json, html) = (desk.read("a.json"), desk.read("a.html"));
    assert_eq!(desk.dryf(&line).good(), said);
    assert_eq!((desk.read("a.json"), desk.read("a.html")), (json, html));

    let report = desk.json("a.json");
    assert_eq!(said.lines().next(), report["sentence"].as_str());
    assert_eq!(report["reference"], "training_set_clean_only_text.txt");
    assert_eq!(report["report"]["n_reference"], 1200);
    assert_eq!(report["report"]["n_current"], 300);
}

/// The demo corpus has a drift in its test set: a new word, a new emoji, and another mix of classes, which eight parts
/// together can't tell from chance (p 0.018, by Holm 0.054). Its training set has none.
#[test]
fn the_drift_of_the_demo_is_found_and_its_training_set_has_none() {
    let desk = Desk::new().with_demo_files();
    desk.dryf(&format!("drift {SIDES} --json a.json")).good();
    let report = &desk.json("a.json")["report"];
    let changed = report["verdict"]["whole"]["drift"]["parts"]
        .as_array()
        .expect("it has drift")
        .clone();
    for part in [
        json!({"terms": "words"}),
        json!({"terms": "emoji"}),
        json!("text"),
    ] {
        assert!(changed.contains(&part), "{part} in {changed:?}");
    }
    let null = &report["text"]["divergence"];
    assert_eq!(null["draws"], 399);

    let halves = "--reference training_set_clean_only_text.txt training_set_clean_only_tags.txt --reference-rows 1-600 \
                  --current training_set_clean_only_text.txt training_set_clean_only_tags.txt --current-rows 601-1200";
    let said = desk.dryf(&format!("drift {halves} --json a.json")).good();
    assert!(
        said.starts_with("No drift found. No part changed (smallest p by Holm ")
            && said.contains("; a class that doubles, or a new word in "),
        "{said}"
    );
    let report = desk.json("a.json");
    assert_eq!(
        report["current"],
        "training_set_clean_only_text.txt, rows 601 to 1200"
    );
}

#[test]
fn tables_and_texts_without_tags_are_sides_too() {
    let desk = Desk::new().with_demo_files();
    let texts = String::from_utf8(demo_file("test_text.txt")).unwrap();
    let table: String = std::iter::once("id\ttweet\n".to_string())
        .chain(
            texts
                .lines()
                .enumerate()
                .map(|(row, text)| format!("{row}\t\"{}\"\n", text.replace('"', "\"\""))),
        )
        .collect();
    desk.write("new.tsv", table);
    let reference = "--reference training_set_clean_only_text.txt training_set_clean_only_tags.txt";
    let by_table = desk
        .dryf(&format!(
            "drift {reference} --current new.tsv --current-text-column tweet --without-splits"
        ))
        .good();
    let by_lines = desk
        .dryf(&format!(
            "drift {reference} --current test_set_only_text.txt --without-splits"
        ))
        .good();
    // They differ in the names and fingerprints of the files alone.
    let parts = |said: &str| said.lines().take(10).map(String::from).collect::<Vec<_>>();
    assert_eq!(parts(&by_table), parts(&by_lines));
    assert!(
        by_lines.contains(
            "Labels: not measured; the current data has no labels; give its tags to compare classes"
        ),
        "{by_lines}"
    );
    assert!(by_lines.contains("Words: changed"), "{by_lines}");
}

#[test]
fn the_archive_is_a_run_with_the_numbers_and_both_reports() {
    let desk = Desk::new().with_demo_files();
    let run = |out: &str| {
        super::cli::outcome(
            desk.command(
                format!("drift {SIDES} --without-splits --json a.json --html a.html --out {out}")
                    .split_whitespace(),
            )
            .env("SOURCE_DATE_EPOCH", EPOCH)
            .output(),
        )
        .good()
    };
    run("a.zip");
    run("b.zip");
    assert_eq!(desk.read("a.zip"), desk.read("b.zip"), "the same bytes");
    let file = NamedBytes {
        name: "a.zip".into(),
        bytes: desk.read("a.zip"),
    };
    let files = read_zip(&file, &ZipLimits::default()).expect("a sound zip");
    let ending = |end: &str| {
        let mut found = files.iter().filter(|file| file.name.ends_with(end));
        let (first, second) = (found.next(), found.next());
        assert!(second.is_none(), "{end}");
        &first.unwrap_or_else(|| panic!("{end}")).bytes
    };
    assert_eq!(*ending("/artifacts/drift/report.json"), desk.read("a.json"));
    assert_eq!(*ending("/artifacts/drift/report.html"), desk.read("a.html"));
    let report = &desk.json("a.json")["report"];
    let psi = &report["labels"]["measured"]["statistics"]["measured"]["distances"]["psi"];
    let line = String::from_utf8(ending("/metrics/drift_labels_psi").clone()).unwrap();
    assert_eq!(line.split(' ').nth(1).unwrap().parse().ok(), psi.as_f64());
    let manifest: Value = serde_json::from_slice(ending("manifest.json")).unwrap();
    for (path, entry) in manifest["files"].as_object().unwrap() {
        assert_eq!(
            entry["sha256"],
            sha256_hex(ending(&format!("/{path}"))).as_str(),
            "{path}"
        );
    }
    let said = desk.dryf("inspect a.zip").good();
    assert!(said.contains("drift"), "{said}");
}

#[test]
fn an_archive_is_a_reference_with_a_model_that_scores_the_new_rows() {
    let desk = Desk::new().with_demo().with_demo_files();
    let current = "--current test_set_only_text.txt test_set_only_tags.txt";
    let by_files = desk.dryf(&format!("drift {SIDES}")).good();
    let by_archive = desk
        .dryf(&format!(
            "drift --reference demo.zip {current} --json a.json --html a.html"
        ))
        .good();
    let parts = |said: &str| said.lines().take(10).map(String::from).collect::<Vec<_>>();
    assert_eq!(
        parts(&by_archive),
        parts(&by_files),
        "its profile is as good as the texts"
    );
    let report = &desk.json("a.json")["report"];
    let performance = &report["predictions"]["measured"]["performance"]["measured"];
    // What the run itself measured on the same rows.
    assert_eq!(
        performance["realised"]["measured"]["accuracy"],
        desk.json("demo.json")["metrics"]["f1_micro_test_set"]
    );
    assert!(
        performance["estimated"]["accuracy"]
            .as_f64()
            .is_some_and(|found| found > 0.5)
    );
    let html = String::from_utf8(desk.read("a.html")).unwrap();
    assert!(
        html.contains("estimated now") && html.contains("would have missed it"),
        "what each watch sees"
    );

    // Both sides of one archive: the rows that it was trained on.
    let halves = desk
        .dryf("drift --reference demo.zip --reference-rows 1-600 --current demo.zip --current-rows 601-1200 --without-splits")
        .good();
    assert!(
        halves.starts_with("No drift found. No part changed (smallest p by Holm ")
            && halves.contains("; a class that doubles, or a new word in "),
        "{halves}"
    );

    // The very rows that it was trained on.
    let itself = desk
        .dryf("drift --reference demo.zip --current training_set_clean_only_text.txt training_set_clean_only_tags.txt --without-splits")
        .good();
    assert!(
        itself.starts_with("No drift. All 1,200 current rows are rows of the reference"),
        "{itself}"
    );

    // Counts alone: every number that they give is the same, and what they can't give is named.
    desk.dryf("train --demo --profile marginals --out counts.zip")
        .good();
    let by_counts = desk
        .dryf(&format!("drift --reference counts.zip {current}"))
        .good();
    for line in by_files
        .lines()
        .filter(|line| line.starts_with("Words: ") || line.starts_with("Emoji: "))
        .filter(|line| line.contains(" (p "))
    {
        let p = line
            .split(" (p ")
            .nth(1)
            .unwrap()
            .split(',')
            .next()
            .unwrap();
        assert!(
            by_counts.contains(&format!("(p {p},")),
            "{line} in {by_counts}"
        );
    }
    assert!(
        by_counts.contains("Whole text: the reference was stored without its rows"),
        "{by_counts}"
    );

    desk.dryf("train --demo --profile none --without-texts --out bare.zip")
        .good();
    for (line, expected) in [
        (
            format!("--reference bare.zip {current}"),
            "bare.zip: the archive keeps neither the texts that its model learned from nor a profile of them; give the texts, or train with drift.profile = \"rows\"",
        ),
        (
            "--reference demo.zip --current counts.zip".into(),
            "counts.zip: of its rows only counts were kept, which a reference may be but not current data; give the texts, or an archive that was made with drift.profile = \"rows\"",
        ),
        (
            "--reference demo.zip test_set_only_tags.txt --current demo.zip".into(),
            "test_set_only_tags.txt: an archive has labels of its own; give it alone, without tags",
        ),
    ] {
        desk.dryf(&format!("drift {line}")).bad(64, expected);
    }
}

#[test]
fn three_rows_are_not_enough_and_it_says_what_would_be() {
    let desk = Desk::new().with_demo_files();
    let said = desk
        .dryf(&format!(
            "drift {SIDES} --current-rows 1-3 --json a.json --html a.html"
        ))
        .good();
    assert!(
        said.starts_with("Not enough data. 3 rows may miss a change that matters; "),
        "{said}"
    );
    let html = String::from_utf8(desk.read("a.html")).unwrap();
    assert!(!html.contains("NaN") && !html.contains(">inf<"));
}

#[test]
fn faults_name_the_place_and_the_remedy() {
    let desk = Desk::new().with_demo_files();
    desk.write("empty.txt", "")
        .write("two.txt", "a\nb\n")
        .write("three.txt", "0\n1\n0\n");
    let reference = "--reference training_set_clean_only_text.txt";
    for (line, code, expected) in [
        (
            format!("{reference} --current empty.txt"),
            65,
            "empty.txt: there is no row with a text; give rows to compare",
        ),
        (
            format!("{reference} --current gone.txt"),
            66,
            "gone.txt: there is no such file; check the path",
        ),
        (
            format!("{reference} --current two.txt --current-rows 1-3"),
            64,
            "two.txt: there are 2 rows, and row 3 is asked for; end the range at 2 or before",
        ),
        (
            format!("{reference} --current two.txt --json x --html x"),
            64,
            "x: --json and --html name the same file; give each a file of its own",
        ),
        (
            format!("{reference} --current two.txt --html no/such.html"),
            73,
            "no/such.html: there is no such folder; give the path of a file in a folder that exists",
        ),
    ] {
        desk.dryf(&format!("drift {line}")).bad(code, expected);
    }
    let pair = desk.dryf(&format!("drift {reference} --current two.txt three.txt"));
    assert_eq!(pair.code, Some(65), "{}", pair.stderr);
    assert!(
        pair.stderr.contains("two.txt") && pair.stderr.contains("three.txt"),
        "{}",
        pair.stderr
    );
    let range = desk.dryf(&format!(
        "drift {reference} --current two.txt --current-rows 2-1"
    ));
    assert_eq!(range.code, Some(64));
    assert!(
        range.stderr.contains("write FIRST-LAST, such as 1-4000"),
        "{}",
        range.stderr
    );
}

#[test]
fn hostile_rows_stay_text() {
    let desk = Desk::new().with_demo_files();
    let evil =
        "</script><script>alert(1)</script> =cmd|' /C calc'!A0 <img src=x onerror=alert(1)>\n";
    desk.write("evil</script>.txt", evil.repeat(400));
    let outcome = super::cli::outcome(
        desk.command([
            "drift",
            "--reference",
            "training_set_clean_only_text.txt",
            "--current",
            "evil</script>.txt",
        ])
        .args(["--without-splits", "--html", "a.html"])
        .output(),
    );
    outcome.good();
    let html = String::from_utf8(desk.read("a.html")).unwrap();
    assert_eq!(html.matches("<script").count(), 0, "none of anybody's");
    assert!(!html.contains("<img") && !html.contains("<script>alert"));
}

/// What the reference numbers say, to the digits that they give.
#[test]
fn the_real_files_give_the_reference_numbers() {
    let Some(dir) = poleval_dir() else { return };
    let desk = Desk::new();
    let file = |name: &str| dir.join(name).into_os_string();
    let outcome = super::cli::outcome(
        desk.command([
            "drift",
            "--without-splits",
            "--json",
            "a.json",
            "--html",
            "a.html",
            "--reference",
        ])
        .args([
            file("training_set_clean_only_text.txt"),
            file("training_set_clean_only_tags.txt"),
        ])
        .arg("--current")
        .args([
            file("test_set_only_text.txt"),
            file("test_set_only_tags.txt"),
        ])
        .output(),
    );
    let said = outcome.good();
    let first = "Drift. Labels (p 6e-8) changed, but some block of the reference differs from the rest of it as much; p by Holm, alarm at 5.0 %.\nSee how the classes change along the reference before you act on it.\n";
    assert!(said.starts_with(first), "{said}");
    assert!(said.contains("Words: no change found (p 0.096,"), "{said}");
    assert!(desk.read("a.html").len() < 1_500_000);
    let report = &desk.json("a.json")["report"];
    let statistics = &report["labels"]["measured"]["statistics"]["measured"];
    for (path, expected) in [
        ("/distances/js_distance", 0.063_407_415_622_567_66),
        ("/distances/psi", 0.032_611_134_846_519_72),
        ("/distances/total_variation", 0.049_444_178_866_646_746),
        ("/distances/hellinger", 0.063_625_419_300_882_75),
        ("/chi_square/statistic", 37.143_747_988_381_92),
    ] {
        let found = statistics
            .pointer(path)
            .and_then(Value::as_f64)
            .expect(path);
        // Sums of three terms in another order.
        assert!(
            (found - expected).abs() < 1e-12 * expected,
            "{path}: {found}"
        );
    }
}
