//! `dryf inspect` over archives of every kind that Dryf writes: the verdict, facts and files, in the terminal, as HTML and JSON.

use crate::cli::{Desk, demo_file};
use crate::cli_archives::{changed, sha256_of};

#[test]
fn every_archive_that_we_write() {
    let desk = Desk::new().with_demo().with_demo_files();
    const ROWS: &str = "--text test_set_only_text.txt --tags test_set_only_tags.txt";
    for line in [
        "drift --reference demo.zip --current test_set_only_text.txt test_set_only_tags.txt --without-splits --out drift.zip",
        "monitor --production demo.zip --batch test_set_only_text.txt test_set_only_tags.txt --out monitor.zip",
        &format!(
            "compare --candidate demo.zip --production demo.zip {ROWS} --without-resources --out gated.zip"
        ),
        "train --demo --without-texts --out bare.zip",
    ] {
        let done = desk.dryf(line);
        assert!(matches!(done.code, Some(0..=2)), "{line}: {}", done.stderr);
    }
    for (file, what, facts) in [
        (
            "demo.zip",
            "a run",
            &[
                "Classes cyberbullying, hate-speech, non-harmful",
                "training set train_text.txt",
                "test set test_tags.txt",
                "Texts included",
                "F1 micro, test set 0.",
            ][..],
        ),
        ("bare.zip", "a run", &["Texts left out, digests only"]),
        ("gated.zip", "a run", &["Gate ", "gate/gate.json"]),
        ("drift.zip", "a drift report", &["Drift ", "report.html"]),
        (
            "monitor.zip",
            "a monitoring report",
            &["Monitoring ", "report.html"],
        ),
    ] {
        let shown = desk
            .dryf(&format!("inspect {file} --json i.json --html i.html"))
            .good();
        let told = desk.json("i.json");
        let first = shown.lines().next().unwrap();
        let n_files = 1 + told["files"].as_object().unwrap().len();
        let verdict = format!("As its manifest says. All {n_files} files (");
        assert!(first.starts_with(&verdict), "{file}: {first}");
        assert_eq!(
            (&told["verdict"], &told["sentence"], &told["fault"]),
            (&"verified".into(), &first.into(), &serde_json::Value::Null)
        );
        let page = String::from_utf8(desk.read("i.html")).unwrap();
        assert!(page.contains(&format!("<h1 id=\"inspect-verdict\">{first}</h1>")));
        let kind = shown.lines().find(|line| line.contains("Archive of"));
        assert!(kind.unwrap().ends_with(what), "{file}: {kind:?}");
        let plain = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        for fact in facts {
            assert!(plain.contains(fact), "{file}: no {fact} in\n{shown}");
        }
        // Each file with its size, the manifest among them.
        let n_rows = shown
            .lines()
            .skip_while(|line| *line != "Files")
            .skip(2)
            .count();
        assert_eq!(n_rows, n_files, "{shown}");
        // Changed by a byte it is none.
        let bad = changed(
            &desk.read(file),
            |name, mut bytes| {
                if name.ends_with("/replay.py") {
                    bytes[0] ^= 1;
                }
                Some(bytes)
            },
            None,
        );
        desk.write("bad.zip", bad);
        let mut done = desk.dryf("inspect bad.zip --json i.json --html i.html");
        let shown = std::mem::take(&mut done.stdout);
        let verdict =
            "Not as its manifest says. `replay.py` is not what the manifest says: it was changed.";
        assert_eq!(shown.lines().next(), Some(verdict), "{file}");
        assert!(
            shown.contains("Archive of ") && shown.contains(what),
            "{shown}"
        );
        let told = desk.json("i.json");
        assert_eq!(
            (&told["verdict"], &told["fault"]["code"]),
            (&"damaged".into(), &"damaged-archive".into())
        );
        let page = String::from_utf8(desk.read("i.html")).unwrap();
        let page = page.replace("<code>", "`").replace("</code>", "`");
        assert!(page.contains(verdict), "{page}");
        done.bad(
            65,
            "bad.zip: `replay.py` is not what the manifest says: it was changed; export or download the archive again",
        );
    }
    // The data's digests are those of the run's summary of them.
    let shown = desk.dryf("inspect demo.zip").good();
    let digest = sha256_of(&demo_file("train_text.txt"));
    assert!(
        shown
            .lines()
            .any(|line| line.contains("train_text.txt ") && line.contains(&digest)),
        "{shown}"
    );
    for (file, what) in [
        ("drift.zip", "a drift report"),
        ("monitor.zip", "a monitoring report"),
    ] {
        for command in ["predict --model", "train --demo --production"] {
            desk.dryf(&format!("{command} {file}")).bad(
                65,
                &format!(
                    "{file}: it is the archive of {what}, which holds no model; give the zip that `dryf train --out` or the \
                     page's Export wrote"
                ),
            );
        }
    }
}
