//! The page as a browser and a program read it.

use super::*;
use crate::pipeline::corpus::{FileOptions, ReadingOptions, assemble, demo_files, detect_roles};
use crate::pipeline::drift::{Draws, DriftOptions, DriftWork, Gap, Side, Tokens};

fn about() -> About {
    About {
        reference: "training_set.txt".into(),
        current: "<img src=x>".into(),
        reference_sha256: "ab".repeat(32),
        current_sha256: "cd".repeat(32),
        seed: 7,
    }
}

fn side(texts: &[String], labels: Option<(&[String], &[u32])>) -> Side {
    Side::of_texts(&Tokens::new(), texts, labels)
}

/// The shipped corpus, its test set against its training set, with few random splits.
fn demo() -> DriftReport {
    let files = demo_files();
    let roles = detect_roles(&files, &FileOptions::default());
    let roles = roles
        .iter()
        .map(|found| found.role.expect("shipped files are known"));
    let data = assemble(
        roles.zip(files.clone()).collect(),
        &ReadingOptions::default(),
    )
    .unwrap();
    let test = data.test.as_ref().unwrap();
    let draws = Draws {
        labels: 99,
        wording: 19,
        wording_of_classes: 9,
        controls: 3,
        classifier: 0,
        classifier_inside_classes: 0,
        seed: 7,
    };
    let mut work = DriftWork::new(
        side(&data.train.texts, Some((&data.classes, &data.train.labels))),
        side(&test.texts, Some((&data.classes, &test.labels))),
        &DriftOptions::default(),
        &draws,
    );
    while work.step(8).is_running() {}
    work.finish()
}

fn page(report: &DriftReport) -> String {
    String::from_utf8(drift_page(report, &about())).unwrap()
}

/// The JSON inside, as a program would read it.
fn embedded(page: &str) -> DriftReport {
    let begin = "<script type=\"application/json\" id=\"report\">";
    let json = page
        .split(begin)
        .nth(1)
        .unwrap()
        .split("</script>")
        .next()
        .unwrap();
    serde_json::from_str(json).unwrap()
}

#[test]
fn the_page_has_every_part_and_is_small() {
    let report = demo();
    let page = page(&report);
    assert!(page.len() < 1_500_000, "{} bytes", page.len());
    assert!(page.contains(&sentence(&report.verdict.whole.to_string())));
    for part in [
        "Classes",
        "What the model says",
        "Words",
        "Emoji",
        "Hashtags",
        "How texts are written",
        "Whole text",
        "What other tools would say",
    ] {
        assert!(page.contains(&format!("<h2>{part}")), "{part}");
    }
    // Nothing is loaded from anywhere.
    for loads in ["src=", "href=", "url(", "@import", "fetch("] {
        let found = page.matches(loads).count();
        assert_eq!(
            found,
            page.matches(&format!("&lt;img {loads}")).count(),
            "{loads}"
        );
    }
    let read = embedded(&page);
    assert_eq!(read.verdict, report.verdict);
    assert_eq!(read.labels, report.labels);
}

#[test]
fn hostile_rows_leave_the_page_whole() {
    let evil = "</script><script>alert(1)</script> <b>#</script> #x\"><img 💀</style>\u{2028}";
    let before: Vec<String> = (0..300)
        .map(|row| format!("spokojny wpis numer {row}"))
        .collect();
    let now: Vec<String> = (0..300).map(|_| evil.to_string()).collect();
    let classes = ["</script><b>".to_string(), "zwykłe".to_string()];
    let labels: Vec<u32> = (0..300).map(|row| row % 2).collect();
    let mut work = DriftWork::new(
        side(&before, Some((&classes, &labels))),
        side(&now, Some((&classes, &labels))),
        &DriftOptions::default(),
        &Draws::NONE,
    );
    while work.step(8).is_running() {}
    let report = work.finish();
    let page = page(&report);
    assert_eq!(
        page.matches("</script>").count(),
        2,
        "our own two end, no other"
    );
    assert_eq!(page.matches("<script").count(), 2);
    assert_eq!(page.matches("</style>").count(), 1);
    assert!(!page.contains("<b>") && !page.contains("<img"));
    // The policy lets one script run, which is ours to the byte.
    let (_, script) = page.rsplit_once("<script>").unwrap();
    let (script, _) = script.split_once("</script>").unwrap();
    let allowed = BASE64_STANDARD.encode(Sha256::digest(script));
    assert!(page.contains(&format!("script-src 'sha256-{allowed}'\">")));
    let read = embedded(&page);
    assert_eq!(read.labels.measured().unwrap().classes[0].class, classes[0]);
}

#[test]
fn what_is_missing_is_said() {
    let texts: Vec<String> = vec!["raz dwa".into(), "trzy".into(), "raz".into()];
    let mut work = DriftWork::new(
        side(&texts, None),
        side(&[], None),
        &DriftOptions::default(),
        &Draws::NONE,
    );
    while work.step(8).is_running() {}
    let page = page(&work.finish());
    assert!(page.contains(&sentence(&Gap::UnlabelledReference.to_string())));
    assert!(page.contains(&sentence(&Gap::EmptyCurrent.to_string())));
    assert!(!page.contains("NaN"));
}
