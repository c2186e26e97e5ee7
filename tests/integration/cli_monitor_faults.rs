//! What `dryf monitor` says of everything that is wrong, and that it leaves a state as it is; hostile names in its outputs.

use std::fs::File;

use crate::cli::{FOUR_FILES, zipped};
use crate::cli_monitor::{WATCH, desk, frozen, said};

#[test]
fn a_state_that_is_damaged_foreign_newer_or_in_use_is_left_as_it_is() {
    let desk = desk();
    let line = format!("{WATCH} --batch quiet.csv --state s.json");
    frozen(&desk, &line);
    let sound = String::from_utf8(desk.read("s.json")).unwrap();
    let damage = "restore the file, give another one, or begin anew with --restart, which keeps it under another name";
    for (bytes, code, error) in [
        (
            sound[..sound.len() / 2].to_string(),
            65,
            format!("no state of a monitor: it is no JSON, or cut short; {damage}"),
        ),
        ("{}".into(), 65, format!("no state of a monitor; {damage}")),
        (
            sound.replace("\"rows\":300", "\"rows\":301"),
            65,
            format!("the state is damaged: it is not what was written; {damage}"),
        ),
        (
            sound.replace("\"schema_version\":2", "\"schema_version\":3"),
            64,
            "the state has version 3, and this Dryf reads versions 1 and 2; use the Dryf that wrote it, or begin anew with --restart, which keeps it under another name".into(),
        ),
    ] {
        desk.write("s.json", &bytes);
        frozen(&desk, &line).bad(code, &format!("s.json: {error}"));
        assert_eq!(desk.read("s.json"), bytes.as_bytes());
    }
    desk.write("s.json", &sound);

    // Another call has it.
    let lock = File::options()
        .write(true)
        .open(desk.path("s.json.lock"))
        .unwrap();
    lock.lock().unwrap();
    frozen(&desk, &line).bad(
        69,
        "s.json: another call of the monitor uses this state; wait until it has ended and call again, or give another state",
    );
    drop(lock);

    // Production changed.
    desk.write("run.toml", "[svc]\nC = 2.0\n");
    desk.dryf(&format!(
        "train {FOUR_FILES} --config run.toml --out other.zip"
    ))
    .good();
    let other = frozen(&desk, &line.replace("demo.zip", "other.zip"));
    assert_eq!(other.code, Some(64));
    assert!(
        other
            .stderr
            .starts_with("dryf: s.json: the state is of the run ")
            && other
                .stderr
                .contains("; begin anew for the new model with --restart"),
        "{}",
        other.stderr
    );
    assert_eq!(desk.read("s.json"), sound.as_bytes());
    let restarted = frozen(
        &desk,
        &format!("{} --restart", line.replace("demo.zip", "other.zip")),
    );
    assert_eq!(restarted.code, Some(0), "{}", restarted.stderr);
    assert_eq!(said(&restarted), "the state so far is kept as s.json.old\n");
    assert_eq!(desk.read("s.json.old"), sound.as_bytes());

    // Rules that change would void the false-alarm rate.
    desk.write("rules.toml", "[drift]\nalpha = 0.01\n");
    frozen(&desk, &format!("{} --rules rules.toml", line.replace("demo.zip", "other.zip"))).bad(
        64,
        "s.json: the state was begun by other rules, and a false-alarm rate holds only for rules that stay; give the same rules or leave --rules out, or begin anew with --restart, which keeps the old state under another name",
    );
}

#[test]
fn batches_and_rules_that_are_wrong_are_said() {
    let desk = desk();
    frozen(&desk, &format!("{WATCH} --batch gone.csv"))
        .bad(66, "gone.csv: there is no such file; check the path");
    desk.write("a.zip", zipped(&[("a.csv", b"text\nraz\n")]));
    frozen(&desk, &format!("{WATCH} --batch a.zip")).bad(
        65,
        "a.zip: a zip is no batch; unpack it, and give a table or the texts with their labels",
    );
    desk.write("a.csv", "tekst,label\nraz,0\n");
    let missing = frozen(&desk, &format!("{WATCH} --batch a.csv"));
    assert_eq!(missing.code, Some(65));
    assert!(
        missing.stderr.contains("there is no column `text`"),
        "{}",
        missing.stderr
    );
    desk.write("rules.toml", "[drift]\nalhpa = 0.01\n");
    frozen(&desk, &format!("{WATCH} --rules rules.toml")).bad(
        64,
        "rules.toml, line 2: unknown key of [drift] `alhpa`; did you mean `alpha`? known are: enabled, parts, alpha, spending, looks",
    );
    frozen(&desk, &format!("{WATCH} --json a.json --state a.json")).bad(
        64,
        "a.json: --state and --json name the same file; give each a file of its own",
    );
    let printed = desk.dryf("monitor --print-rules").good();
    desk.write("rules.toml", &printed);
    assert_eq!(
        frozen(
            &desk,
            &format!("{WATCH} --batch quiet.csv --rules rules.toml")
        )
        .code,
        Some(0)
    );
}

/// A class of any name and hostile texts go through all outputs as text.
#[test]
fn hostile_names_stay_text() {
    let desk = desk();
    let evil = "</script><img src=x onerror=alert(1)>";
    let rows: String = (0..120)
        .map(|row| format!("\"{evil} {row}\",\"=cmd|{evil}\"\n"))
        .collect();
    desk.write("<b>evil.csv", format!("text,label\n{rows}"));
    let done = frozen(
        &desk,
        &format!("{WATCH} --batch <b>evil.csv --html a.html --json a.json --out a.zip"),
    );
    assert_eq!(done.code, Some(1), "{}", done.stderr);
    let page = String::from_utf8(desk.read("a.html")).unwrap();
    assert!(
        !page.contains("<img") && !page.contains("<b>evil"),
        "markup from the data"
    );
    assert!(page.contains("&lt;b&gt;evil.csv") && page.contains("which production can&#39;t give"));
    assert_eq!(
        desk.json("a.json")["batches"][0]["record"]["name"],
        "<b>evil.csv"
    );
}
