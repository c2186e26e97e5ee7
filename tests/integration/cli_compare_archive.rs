//! `dryf compare --out`: the gate in the candidate's own archive, which stays one; and rows that mean harm.

use dryf::pipeline::corpus::{NamedBytes, ZipLimits, read_zip};

use crate::cli::{Desk, demo_lines};
use crate::cli_archives::of_earlier;
use crate::cli_compare::{ROWS, frozen, number, two_models};

/// Path and bytes of each file of a zip.
fn files(desk: &Desk, name: &str) -> Vec<(String, Vec<u8>)> {
    let file = NamedBytes {
        name: name.into(),
        bytes: desk.read(name),
    };
    let members = read_zip(&file, &ZipLimits::default()).expect("a sound zip");
    members
        .into_iter()
        .map(|file| (file.name, file.bytes))
        .collect()
}

/// The files whose paths end so.
fn ending(files: &[(String, Vec<u8>)], end: &str) -> Vec<String> {
    files
        .iter()
        .filter(|(path, _)| path.ends_with(end))
        .map(|(_, bytes)| String::from_utf8(bytes.clone()).unwrap())
        .collect()
}

#[test]
fn the_gate_lies_in_the_archive_and_the_archive_stays_one() {
    let desk = two_models();
    let line = format!("compare --candidate demo.zip --production poor.zip {ROWS} --json a.json");
    let gated = frozen(&desk, &format!("{line} --out gated.zip"));
    assert_eq!(gated.code, Some(0), "{}", gated.stderr);
    let report = desk.json("a.json");
    let with = files(&desk, "gated.zip");
    // On the run and on the model.
    assert_eq!(
        ending(&with, "/tags/validation_status"),
        ["passed", "passed"]
    );
    assert_eq!(
        ending(&with, "/tags/dryf.gate")[0],
        report["sentence"].as_str().unwrap()
    );
    assert_eq!(
        ending(&with, "/artifacts/gate/gate.json")[0].as_bytes(),
        desk.read("a.json")
    );
    for (metric, path) in [
        (
            "f1_micro_difference",
            "/comparison/against_production/differences/f1_micro/estimate/value",
        ),
        (
            "f1_macro_difference_low",
            "/comparison/against_production/differences/f1_macro/estimate/low",
        ),
        (
            "mcnemar_mid_p",
            "/comparison/against_production/mcnemar/mid_p",
        ),
        (
            "model_bytes_production",
            "/resources/production/model_bytes",
        ),
        ("f1_micro_baseline", "/comparison/baseline/f1_micro"),
    ] {
        let lines = ending(&with, &format!("/metrics/gate_{metric}"));
        let value: f64 = lines[0].split(' ').nth(1).unwrap().parse().unwrap();
        assert_eq!(value, number(&report, path), "{metric}");
    }
    let table = &ending(&with, "/artifacts/gate/disagreements.csv")[0];
    assert!(
        table.starts_with("row,label,candidate,candidate_score,production,production_score,text\n")
    );
    assert!(ending(&with, "/artifacts/gate/rules.toml")[0].contains("rule = \"not_inferior\""));
    assert!(ending(&with, "README.md")[0].contains("## The gate"));

    let shown = desk.dryf("inspect gated.zip").good();
    assert!(shown.contains("  what the gate found"), "{shown}");
    for line in [
        "predict --model {} --text test_set_only_text.txt --format json",
        "drift --reference {} --current test_set_only_text.txt test_set_only_tags.txt --without-splits",
    ] {
        // All but the name and the fingerprint of the archive.
        let of = |name: &str| -> Vec<String> {
            let said = desk.dryf(&line.replace("{}", name)).good();
            let lines = said.lines().filter(|line| !line.contains(name));
            lines.map(String::from).collect()
        };
        assert_eq!(of("gated.zip"), of("demo.zip"), "{line}");
    }
    desk.dryf("train --demo --production gated.zip").good();

    // An archive of an earlier Dryf becomes the same, latency and the measured seconds aside.
    desk.write("earlier.zip", of_earlier(&desk.read("demo.zip")));
    let line = format!("compare --candidate earlier.zip --production poor.zip {ROWS}");
    assert_eq!(
        frozen(&desk, &format!("{line} --out of-earlier.zip")).code,
        Some(0)
    );
    let of_earlier = files(&desk, "of-earlier.zip");
    let named = |files: &[(String, Vec<u8>)]| -> Vec<String> {
        files.iter().map(|(path, _)| path.clone()).collect()
    };
    assert_eq!(named(&of_earlier), named(&with));
    let measured = |path: &str| {
        [
            "gate_",
            "/gate/",
            "experiment.json",
            "manifest.json",
            "dryf.gate",
        ]
        .iter()
        .any(|part| path.contains(part))
    };
    for ((path, bytes), (_, expected)) in of_earlier.iter().zip(&with) {
        assert!(bytes == expected || measured(path), "{path}");
    }

    // Another gate takes the place of the first; its model is the same.
    let again = "compare --candidate gated.zip --production demo.zip --demo --out again.zip";
    assert_eq!(frozen(&desk, again).code, Some(1));
    let with = files(&desk, "again.zip");
    assert_eq!(
        ending(&with, "/tags/validation_status"),
        ["failed", "failed"]
    );
    assert_eq!(
        ending(&with, "README.md")[0].matches("## The gate").count(),
        1
    );
    let metrics = |files: &[(String, Vec<u8>)]| {
        files
            .iter()
            .filter(|(path, _)| path.contains("/metrics/gate_"))
            .count()
    };
    // Of the same model the F1s have no intervals.
    assert_eq!(metrics(&with), metrics(&files(&desk, "gated.zip")) - 4);
    desk.dryf("inspect again.zip").good();
    // From the same model and rows the same gate, whatever was there.
    assert_eq!(
        frozen(
            &desk,
            "compare --candidate again.zip --production poor.zip --demo --out back.zip --json b.json"
        )
        .code,
        Some(0)
    );
    assert_eq!(desk.json("b.json")["gate"], report["gate"]);
}

#[test]
fn an_archive_without_texts_gets_none() {
    let desk = Desk::new().with_demo().with_demo_files();
    desk.write("poor.toml", "[tfidf]\nmax_features = 6\n");
    desk.dryf("train --demo --config poor.toml --without-texts --out poor.zip")
        .good();
    let line = format!("compare --candidate poor.zip --production demo.zip {ROWS} --out out.zip");
    assert_eq!(frozen(&desk, &line).code, Some(1));
    let texts = demo_lines("test_text.txt");
    let long: Vec<&String> = texts.iter().filter(|text| text.len() > 40).collect();
    assert!(!long.is_empty());
    let mut tables = 0;
    for (path, bytes) in files(&desk, "out.zip") {
        let content = String::from_utf8_lossy(&bytes);
        tables += usize::from(path.ends_with("/gate/disagreements.csv"));
        assert!(
            !long.iter().any(|text| content.contains(text.as_str())),
            "{path}"
        );
    }
    assert_eq!(tables, 1);
}

#[test]
fn hostile_rows_stay_text() {
    let desk = two_models();
    // Rows on which the models disagree, with what steers a terminal before them.
    let found = desk.dryf(&format!(
        "compare --candidate demo.zip --production poor.zip {ROWS} --without-resources --json a.json"
    ));
    assert_eq!(found.code, Some(0));
    let texts = demo_lines("test_text.txt");
    let tags = demo_lines("test_tags.txt");
    let (mut evil, mut labels) = (String::new(), String::new());
    for one in desk.json("a.json")["disagreements"].as_array().unwrap() {
        let row = one["row"].as_u64().unwrap() as usize;
        evil += &format!(
            "=1+1 \u{1b}]0;x\u{7}\u{1b}[2J\u{202e}<img src=x></table><script>alert(1)</script> {}\n",
            texts[row]
        );
        labels += &format!("{}\n", tags[row]);
    }
    desk.write("evil.txt", evil).write("labels.txt", labels);
    let found = frozen(
        &desk,
        "compare --candidate demo.zip --production poor.zip --text evil.txt --tags labels.txt --out out.zip --html a.html",
    );
    assert!(
        found
            .stdout
            .contains(r"=1+1 \u{1b}]0;x\u{7}\u{1b}[2J\u{202e}"),
        "{}",
        found.stdout
    );
    assert!(
        !found
            .stdout
            .chars()
            .any(|c| c != '\n' && c.is_control() || c == '\u{202e}'),
        "{}",
        found.stdout
    );
    let html = String::from_utf8(desk.read("a.html")).unwrap();
    assert!(html.contains("&lt;img src=x&gt;&lt;/table&gt;&lt;script&gt;"));
    assert!(!html.contains("<img") && !html.contains("<script") && !html.contains('\u{1b}'));
    assert!(html.contains("<section class=\"document-verdict\" data-state="));
    let table = &ending(&files(&desk, "out.zip"), "/gate/disagreements.csv")[0];
    assert!(
        table.contains(",'=1+1 ") || table.contains(",\"'=1+1 "),
        "{table}"
    );
    assert!(!table.contains(",=1+1") && !table.contains(",\"=1+1"));
}
