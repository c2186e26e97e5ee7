//! `--lang pl`: everything that is shown is Polish; JSON and archives are the same to the byte, and the environment decides
//! nothing.

use crate::cli::{Desk, EPOCH, Outcome, outcome};

/// English words that are no Polish ones, and that no setting, class, metric or file of the tests is called. What drifts is
/// shown by words and by runs of three letters, so that few short ones are among them.
const ENGLISH: [&str; 23] = [
    "the", "of", "is", "it", "with", "that", "than", "which", "have", "were", "from", "rows",
    "where", "this", "there", "then", "each", "into", "they", "what", "when", "other", "only",
];

/// What a tool of others says of its own faults is quoted as it is, behind this with a capital or not.
const QUOTED: &str = "ończy się błędem: ";

#[track_caller]
fn assert_no_english(what: &str, text: &str) {
    assert!(!text.is_empty(), "{what} says nothing");
    for line in text.lines() {
        let own = line.split(QUOTED).next().unwrap_or_default();
        let mut words = own.split(|c: char| !c.is_alphanumeric() && c != '_');
        let english = words.find(|word| ENGLISH.contains(&word.to_lowercase().as_str()));
        assert!(english.is_none(), "{what}: {english:?} in {line}");
    }
}

/// The text of a page, a line for each element.
fn text_of(html: &str) -> String {
    let (_, body) = html.split_once("<body").expect("a page has a body");
    let pieces = body.split('<').filter_map(|piece| piece.split_once('>'));
    pieces.map(|(_, text)| format!("{text}\n")).collect()
}

fn run(desk: &Desk, line: &str) -> Outcome {
    let mut command = desk.command(line.split_whitespace());
    command.env("SOURCE_DATE_EPOCH", EPOCH);
    outcome(command.output())
}

/// Runs a command in both languages; its files but pages are to be the same.
#[track_caller]
fn in_both(desk: &Desk, line: &str, codes: &[i32], files: &[&str]) {
    let kept = |desk: &Desk| -> Vec<Vec<u8>> { files.iter().map(|name| desk.read(name)).collect() };
    let english = run(desk, line);
    let before = kept(desk);
    let polish = run(desk, &format!("{line} --lang pl"));
    let code = polish.code.expect("it ended by itself");
    assert!(codes.contains(&code), "{line}: {}", polish.stderr);
    assert_eq!(english.code, polish.code);
    assert_ne!(english.stdout, polish.stdout);
    assert_no_english(line, &polish.stdout);
    if !polish.stderr.is_empty() {
        assert_no_english(line, &polish.stderr);
    }
    assert!(before == kept(desk), "{line}: a file follows the language");
    if let Some((_, name)) = line.split_once("--html ") {
        let name = name.split(' ').next().unwrap();
        let page = String::from_utf8(desk.read(name)).unwrap();
        assert!(page.contains("<html lang=\"pl\">"), "{name}");
        assert_no_english(name, &text_of(&page));
    }
}

#[test]
fn all_that_is_shown_is_polish_and_files_for_programs_stay() {
    let desk = Desk::new().with_demo_files();
    desk.write(
        "run.toml",
        "[svc]\nC = 0.25\ndegree = 2\nshrinking = false\n",
    );
    for (line, codes, files) in [
        (
            "train --demo --out a.zip --json a.json",
            &[0][..],
            &["a.zip", "a.json"][..],
        ),
        (
            "train --demo --config run.toml --production a.zip --out b.zip",
            &[0],
            &["b.zip"],
        ),
        (
            "validate --data . --config run.toml --html v.html --json v.json",
            &[0],
            &["v.json"],
        ),
        (
            "suspects --demo --config run.toml --folds 2 --html u.html --json u.json --out u.csv --exclude-out u.toml",
            &[0],
            &["u.json", "u.csv", "u.toml"],
        ),
        (
            "drift --reference a.zip --current test_set_only_text.txt test_set_only_tags.txt --current-rows 1-90 --html d.html --json d.json --out d.zip",
            &[0],
            &["d.json", "d.zip"],
        ),
        (
            "compare --candidate b.zip --production a.zip --demo --html c.html --json c.json --out c.zip",
            &[0, 1, 2],
            &["c.json", "c.zip"],
        ),
        (
            "diff a.zip b.zip --html f.html --json f.json",
            &[0],
            &["f.json"],
        ),
        (
            "monitor --production a.zip --batch test_set_only_text.txt test_set_only_tags.txt --batch training_set_clean_only_text.txt --html m.html --json m.json --out m.zip",
            &[0, 1, 2],
            &["m.json", "m.zip"],
        ),
    ] {
        in_both(&desk, line, codes, files);
    }
    // What was watched is skipped the second time.
    let batch = "monitor --production a.zip --batch test_set_only_text.txt test_set_only_tags.txt --state s.json --lang pl";
    run(&desk, batch);
    let again = run(&desk, batch);
    assert!(
        again
            .stderr
            .contains("pominięto test_set_only_text.txt: zbadano to już jako partię 1"),
        "{}",
        again.stderr
    );
}

#[test]
fn faults_are_polish_where_that_is_asked_for_and_nowhere_else() {
    let desk = Desk::new();
    desk.write("run.toml", "[svc]\nkernal = \"rbf\"\n");
    run(&desk, "--lang pl train --demo --config run.toml").bad(
        64,
        "run.toml, wiersz 2: nieznany klucz `kernal` w [svc]; może `kernel`? znane są: engine, kernel, C, degree, gamma, \
         coef0, class_weight, tol, max_iter, probability, decision_function_shape, break_ties, shrinking, cache_size, loss, \
         fit_intercept, intercept_scaling",
    );
    let mut command = desk.command(["train", "--demo", "--config", "run.toml"]);
    command
        .env("LANG", "pl_PL.UTF-8")
        .env("LC_ALL", "pl_PL.UTF-8");
    let english = outcome(command.output());
    assert!(
        english.stderr.contains("unknown key of [svc] `kernal`"),
        "{}",
        english.stderr
    );
    let other = run(&desk, "train --demo --lang de");
    assert_eq!(other.code, Some(64));
    assert!(other.stderr.contains("[possible values: en, pl]"));
}
