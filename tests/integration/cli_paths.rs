//! No output takes the place of an input or of another output, in any command, by any name of the file; a killed write leaves
//! nothing (Unix). Every pair of options by clap's own definitions is tried in `src/cli/paths/tests.rs`.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::cli::{Desk, outcome};

/// Commands that would do their work, `OUT` being the options that name what is written; and the inputs of each.
const COMMANDS: [(&str, &[&str], &[&str]); 9] = [
    (
        "train --train-text rows.csv --test-text more.csv --config run.toml --production demo.zip",
        &["rows.csv", "more.csv", "run.toml", "demo.zip"],
        &["--out", "--json"],
    ),
    (
        "train --train-text train.txt --train-tags tags.txt",
        &["train.txt", "tags.txt"],
        &["--out", "--json"],
    ),
    (
        "train --data folder",
        &["folder/train.csv", "folder/test.csv"],
        &["--out", "--json"],
    ),
    (
        "validate --train-text rows.csv --config run.toml",
        &["rows.csv", "run.toml"],
        &["--json"],
    ),
    (
        "suspects --train-text rows.csv --config run.toml",
        &["rows.csv", "run.toml"],
        &["--out", "--json", "--html", "--exclude-out"],
    ),
    (
        "evaluate --model demo.zip --text train.txt --tags tags.txt",
        &["demo.zip", "train.txt", "tags.txt"],
        &["--json"],
    ),
    (
        "compare --candidate demo.zip --production prod.zip --text rows.csv --rules gate.toml --without-resources",
        &["demo.zip", "prod.zip", "rows.csv", "gate.toml"],
        &["--out", "--json", "--html"],
    ),
    (
        "drift --reference demo.zip --current train.txt tags.txt --without-splits",
        &["demo.zip", "train.txt", "tags.txt"],
        &["--out", "--json", "--html"],
    ),
    (
        "monitor --production demo.zip --batch rows.csv --batch train.txt tags.txt --rules watch.toml",
        &[
            "demo.zip",
            "rows.csv",
            "train.txt",
            "tags.txt",
            "watch.toml",
        ],
        &["--out", "--json", "--html", "--state"],
    ),
];

fn desk() -> Desk {
    let desk = Desk::new().with_demo();
    let rows = "dobry mecz dziś,non-harmful\nzły pech wczoraj,hate-speech\n".repeat(30);
    let table = format!("text,label\n{rows}");
    desk.write("rows.csv", &table)
        .write("more.csv", &table)
        .write("folder/train.csv", &table)
        .write("folder/test.csv", &table)
        .write(
            "train.txt",
            "dobry mecz dziś\nzły pech wczoraj\n".repeat(30),
        )
        .write("tags.txt", "0\n2\n".repeat(30))
        .write("run.toml", "[tfidf]\nmin_df = 1\n")
        .write("gate.toml", "[[rules]]\nrule = \"not_inferior\"\n")
        .write("watch.toml", "")
        .write("prod.zip", desk.read("demo.zip"));
    desk
}

/// Every file below the desk, with its bytes.
fn all(desk: &Desk) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for folder in ["", "folder/"] {
        for name in fs::read_dir(desk.path(folder)).unwrap() {
            let name = name.unwrap().file_name();
            let path = format!("{folder}{}", name.to_str().unwrap());
            if desk.path(&path).is_file() {
                found.insert(path.clone(), desk.read(&path));
            }
        }
    }
    found
}

#[test]
fn outputs_over_inputs_are_refused_and_nothing_is_changed() {
    let desk = desk();
    symlink("folder", desk.path("way")).unwrap();
    let own = fs::canonicalize(desk.path(".")).unwrap();
    let own = own.file_name().unwrap().to_str().unwrap().to_string();
    let mut tried = 0;
    for (command, inputs, outputs) in COMMANDS {
        for input in inputs {
            symlink(input, desk.path("link")).unwrap();
            fs::hard_link(desk.path(input), desk.path("hard")).unwrap();
            let before = all(&desk);
            for spelled in [
                input.to_string(),
                format!("./{input}"),
                format!("../{own}/{input}"),
                desk.path(input).display().to_string(),
                input.replace("folder/", "way/"),
                "link".into(),
                "hard".into(),
            ] {
                for output in outputs {
                    let done = desk.dryf(&format!("{command} {output} {spelled}"));
                    assert_eq!(
                        done.code,
                        Some(64),
                        "{command} {output} {spelled}: {}",
                        done.stderr
                    );
                    let said = done.stderr.lines().last().unwrap();
                    assert!(
                        said.contains(&format!("{output} would overwrite what "))
                            && said.ends_with(&format!("; give {output} a file of its own")),
                        "{said}"
                    );
                    assert_eq!(done.stdout, "");
                    tried += 1;
                }
            }
            assert!(all(&desk) == before, "{command}: {input}");
            for made in ["link", "hard"] {
                fs::remove_file(desk.path(made)).unwrap();
            }
        }
    }
    assert!(tried > 300, "{tried}");
}

#[test]
fn outputs_over_outputs_are_refused_and_nothing_is_written() {
    let desk = desk();
    for there in [false, true] {
        if there {
            desk.write("new", "kept");
            symlink("new", desk.path("link")).unwrap();
        }
        let before = all(&desk);
        for (command, _, outputs) in COMMANDS {
            for (at, one) in outputs.iter().enumerate() {
                for other in &outputs[at + 1..] {
                    let spellings = ["new", "./new", "folder/../new", "link"];
                    for spelled in &spellings[..if there { 4 } else { 3 }] {
                        let done = desk.dryf(&format!("{command} {one} new {other} {spelled}"));
                        assert_eq!(done.code, Some(64), "{}", done.stderr);
                        // In the order of the help.
                        let said = [
                            format!("{spelled}: {one} and {other}"),
                            format!("new: {other} and {one}"),
                        ];
                        let rest = " name the same file; give each a file of its own\n";
                        assert!(
                            said.map(|said| format!("dryf: {said}{rest}"))
                                .contains(&done.stderr),
                            "{}",
                            done.stderr
                        );
                    }
                }
            }
        }
        assert!(all(&desk) == before);
    }
}

#[test]
fn what_an_earlier_call_left_in_the_folder_may_be_written_again() {
    let desk = desk();
    let line =
        "train --data folder --config run.toml --out folder/run.zip --json folder/summary.json";
    for _ in 0..2 {
        desk.dryf(line).good();
    }
    desk.json("folder/summary.json");
    desk.dryf("inspect folder/run.zip").good();
}

#[test]
fn standard_streams_are_files_too() {
    let desk = desk();
    let open = |name: &str| {
        fs::File::options()
            .append(true)
            .open(desk.path(name))
            .unwrap()
    };
    let size = desk.read("rows.csv").len();
    // Results would be written behind the rows that are read.
    for command in [
        "predict --model demo.zip --text rows.csv",
        "validate --train-text rows.csv",
        "drift --reference rows.csv --current rows.csv --without-splits",
    ] {
        let mut run = desk.command(command.split_whitespace());
        let done = outcome(run.stdout(open("rows.csv")).stderr(Stdio::piped()).output());
        assert_eq!(done.code, Some(64), "{command}: {}", done.stderr);
        assert!(
            done.stderr
                .contains(" names the file that standard output goes to, "),
            "{}",
            done.stderr
        );
        assert_eq!(desk.read("rows.csv").len(), size);
    }
    // The filter's own way in and out are one file, which it would read on and on.
    let mut run = desk.command(["predict", "--model", "demo.zip"]);
    let rows = fs::File::open(desk.path("rows.csv")).unwrap();
    let done = outcome(
        run.stdin(rows)
            .stdout(open("rows.csv"))
            .stderr(Stdio::piped())
            .output(),
    );
    assert_eq!(done.code, Some(64), "{}", done.stderr);
    assert!(
        done.stderr
            .starts_with("dryf: standard input names the file that standard output goes to, "),
        "{}",
        done.stderr
    );
    assert_eq!(desk.read("rows.csv").len(), size);
    desk.write("log", "");
    let mut run = desk.command("train --demo --json log".split_whitespace());
    let done = outcome(run.stdout(Stdio::null()).stderr(open("log")).output());
    assert_eq!(done.code, Some(64));
    assert!(String::from_utf8(desk.read("log")).unwrap().contains(
        "--json names the file that is standard error already; give --json a file of its own"
    ));
    // A program that reads the one output from a pipe has that alone.
    for line in [
        "validate --train-text rows.csv --json /dev/stdout",
        "evaluate --model demo.zip --text rows.csv --json /dev/stdout",
        "drift --reference rows.csv --current more.csv --without-splits --json /dev/stdout",
    ] {
        let shown = desk.dryf(line).good();
        let _: serde_json::Value =
            serde_json::from_str(&shown).unwrap_or_else(|error| panic!("{line}: {error}"));
    }
    desk.dryf("train --demo --out /dev/stdout --json /dev/fd/1")
        .bad(
            64,
            "/dev/fd/1: --out and --json name the same file; give each a file of its own",
        );
}

/// What is no file gives its bytes once: `<(…)` of a shell, a pipe.
#[test]
fn an_input_may_be_a_pipe() {
    let desk = desk();
    for (line, piped) in [
        ("train --train-text /dev/stdin", "rows.csv"),
        (
            "train --train-text /dev/stdin --train-tags tags.txt",
            "train.txt",
        ),
        (
            "train --train-text train.txt --train-tags /dev/stdin",
            "tags.txt",
        ),
        ("train --demo --production /dev/stdin", "demo.zip"),
        ("validate --train-text /dev/stdin", "rows.csv"),
        ("predict --model demo.zip --text /dev/stdin", "train.txt"),
        ("predict --model /dev/stdin --text train.txt", "demo.zip"),
        (
            "evaluate --model /dev/stdin --text train.txt --tags tags.txt",
            "demo.zip",
        ),
        ("evaluate --model demo.zip --text /dev/stdin", "rows.csv"),
        (
            "compare --candidate /dev/stdin --production demo.zip --text rows.csv --without-resources",
            "prod.zip",
        ),
        (
            "drift --reference /dev/stdin --current rows.csv --without-splits",
            "demo.zip",
        ),
        (
            "drift --reference demo.zip --current /dev/stdin tags.txt --without-splits",
            "train.txt",
        ),
        (
            "drift --reference /dev/stdin --current demo.zip --without-splits",
            "rows.csv",
        ),
        (
            "monitor --production /dev/stdin --batch rows.csv",
            "demo.zip",
        ),
        (
            "monitor --production demo.zip --batch /dev/stdin tags.txt",
            "train.txt",
        ),
        ("inspect /dev/stdin", "demo.zip"),
    ] {
        let done = desk.dryf_with(line, &desk.read(piped));
        assert!(
            matches!(done.code, Some(0..=2)) && !done.stdout.is_empty(),
            "{line}: {}",
            done.stderr
        );
    }
}

#[test]
fn a_link_whose_file_is_not_there_yet_is_followed() {
    let desk = Desk::new();
    desk.write("store/x", "");
    symlink("store/next.json", desk.path("latest.json")).unwrap();
    symlink("nowhere/next.json", desk.path("lost.json")).unwrap();
    symlink("round.json", desk.path("round.json")).unwrap();
    desk.dryf("train --demo --json latest.json").good();
    assert!(
        fs::symlink_metadata(desk.path("latest.json"))
            .unwrap()
            .is_symlink()
    );
    desk.json("store/next.json");
    desk.dryf("train --demo --json lost.json").bad(
        73,
        "lost.json: there is no such folder; give the path of a file in a folder that exists",
    );
    let round = desk.dryf("train --demo --json round.json");
    assert_eq!(round.code, Some(73), "{}", round.stderr);
    assert!(
        round.stderr.contains("its links lead in a circle"),
        "{}",
        round.stderr
    );
    assert_eq!(
        desk.names(),
        ["latest.json", "lost.json", "round.json", "store"]
    );
}

/// SIGKILL from the moment at which the run says that it is at its end, over all of the write.
#[test]
fn kills_aimed_at_the_write_leave_nothing_or_what_the_next_call_removes() {
    use std::io::{BufRead, BufReader};
    let desk = Desk::new();
    desk.dryf("train --demo --out run.zip --json run.json")
        .good();
    let mut killed = 0;
    for round in 0..30 {
        if round % 2 == 0 {
            let _ = fs::remove_file(desk.path("run.zip"));
        }
        let mut child = desk
            .command("train --demo --out run.zip --json run.json".split_whitespace())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // The last line of the log stands before the archive is packed and written.
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let _ = lines
            .map_while(Result::ok)
            .find(|line| line.contains("Ended MLFlow run"));
        std::thread::sleep(Duration::from_micros(3000 * round));
        let _ = child.kill();
        killed += usize::from(!child.wait().unwrap().success());
        let hidden = |name: &String| name.starts_with('.');
        let left: Vec<String> = desk.names().into_iter().filter(hidden).collect();
        // Between two system calls a replaced file has a draft with a name; a new one never has.
        assert!(left.iter().all(|name| name.contains(".dryf-")), "{left:?}");
        if cfg!(target_os = "linux") && round % 2 == 0 {
            assert!(
                !left.iter().any(|name| name.starts_with(".run.zip")),
                "{left:?}"
            );
        }
        if desk.path("run.zip").exists() {
            desk.dryf("inspect run.zip").good();
        }
    }
    assert!(killed >= 5, "{killed} of 30 were killed before their end");
    desk.dryf("train --demo --out run.zip --json run.json")
        .good();
    assert_eq!(desk.names(), ["run.json", "run.zip"]);
}

/// A draft that is there with nobody behind it, as a kill between two system calls leaves it.
#[test]
fn the_next_call_takes_away_what_a_killed_one_left_and_nothing_else() {
    let desk = Desk::new();
    desk.write(".run.zip.dryf-4711-0", "half")
        .write(".run.zip.bak", "kept")
        .write(".run.json.dryf-4711-0", "half, of another file")
        .write(".other.zip.dryf-1-0", "half, of another file");
    let alive = fs::File::create(desk.path(".run.zip.dryf-1-0")).unwrap();
    alive.try_lock().unwrap();
    desk.dryf("train --demo --out run.zip").good();
    assert_eq!(
        desk.names(),
        [
            ".other.zip.dryf-1-0",
            ".run.json.dryf-4711-0",
            ".run.zip.bak",
            ".run.zip.dryf-1-0",
            "run.zip"
        ]
    );
    drop(alive);
    desk.dryf("train --demo --out run.zip --json run.json")
        .good();
    assert_eq!(
        desk.names(),
        [".other.zip.dryf-1-0", ".run.zip.bak", "run.json", "run.zip"]
    );
}

/// Work that lasts says so where nobody sees a bar.
#[test]
fn signs_of_life_come_without_a_terminal() {
    use std::io::{BufRead, BufReader};
    let desk = Desk::new();
    let demo = |name: &str| crate::cli::demo_file(name);
    desk.write("texts.txt", demo("train_text.txt").repeat(10))
        .write("tags.txt", demo("train_tags.txt").repeat(10))
        .write("run.toml", "[svc]\nkernel = \"linear\"\nC = 1e10\n");
    let line = "train --train-text texts.txt --train-tags tags.txt --config run.toml --workers 3";
    let begun = Instant::now();
    let mut child = desk
        .command(line.split_whitespace())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let signs: Vec<String> = lines
        .map(Result::unwrap)
        .filter(|line| crate::cli::is_sign_of_life(line))
        .take(2)
        .collect();
    let _ = child.kill();
    child.wait().unwrap();
    assert_eq!(signs.len(), 2);
    assert!(begun.elapsed() < Duration::from_secs(120));
    let last = &signs[1];
    // What the solver is at; what bounds it is said once the fit lasts long.
    assert!(
        last.contains("] train: fit, iteration ") && last.contains("(tol 1e-3)"),
        "{last}"
    );
    desk.write(
        "run.toml",
        "[svc]\nkernel = \"linear\"\nC = 1e10\nmax_iter = 200\n",
    );
    desk.dryf(line).good();
}
