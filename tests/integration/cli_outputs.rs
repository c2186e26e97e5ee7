//! What the command line leaves behind: files whole or not at all, whatever ends the run, and no complaint where the
//! reader of a stream goes away.

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::cli::{Desk, demo_file, outcome};

/// Runs the program under a limit of so many bytes for each file that it writes; `before` is a command of the shell.
fn limited(desk: &Desk, bytes: u64, before: &str, line: &str) -> std::process::Output {
    // POSIX counts in blocks of 512 bytes.
    let script = format!("ulimit -f {}; {before} exec \"$0\" {line}", bytes / 512);
    Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_dryf")])
        .current_dir(desk.path("."))
        .output()
        .expect("a shell is there")
}

fn interrupt(child: &Child, signal: &str) {
    let sent = Command::new("kill")
        .args([signal, &child.id().to_string()])
        .status();
    assert!(sent.expect("kill is there").success());
}

#[test]
fn a_write_that_fails_leaves_the_old_file_and_nothing_else() {
    let desk = Desk::new();
    desk.write("run.zip", "the archive of last week")
        .write("run.json", "{}");
    // The limit's signal is ignored, so that the write itself fails.
    let done = outcome(Ok(limited(
        &desk,
        8192,
        "trap '' XFSZ;",
        "train --demo --out run.zip --json run.json",
    )));
    assert_eq!(done.code, Some(74), "{}", done.stderr);
    let error = done.stderr.lines().last().unwrap_or_default();
    assert!(
        error.starts_with("dryf: run.zip: the file can't be written (")
            && error.ends_with("; check the path, the free space, and that you may write there"),
        "{error}"
    );
    assert_eq!(done.stdout, "");
    assert_eq!(desk.read("run.zip"), b"the archive of last week");
    assert_eq!(desk.read("run.json"), b"{}");
    assert_eq!(desk.names(), ["run.json", "run.zip"]);
}

#[test]
fn a_kill_in_the_middle_of_a_write_leaves_the_old_file() {
    let desk = Desk::new();
    desk.write("run.zip", "the archive of last week");
    // The limit's signal kills the program at its 8,193rd byte.
    let done = limited(
        &desk,
        8192,
        "",
        "train --demo --out run.zip --json run.json",
    );
    assert!(done.status.signal().is_some(), "{:?}", done.status);
    assert_eq!(desk.read("run.zip"), b"the archive of last week");
    // What was begun had no name yet. Where a file system knows no such files it has a name of its own, which a user can tell
    // from a result, and which the next call takes away.
    let names = desk.names();
    assert!(
        names
            .iter()
            .all(|name| name == "run.zip" || name.starts_with(".run.zip.dryf-")),
        "{names:?}"
    );
    desk.dryf("train --demo --out run.zip").good();
    assert_eq!(desk.names(), ["run.zip"]);
}

#[test]
fn ctrl_c_during_the_work_leaves_nothing() {
    for signal in ["-INT", "-TERM"] {
        let desk = Desk::new();
        // Enough rows that the fit takes seconds.
        desk.write("texts.txt", demo_file("train_text.txt").repeat(10));
        desk.write("tags.txt", demo_file("train_tags.txt").repeat(10));
        desk.write(
            "run.toml",
            "[svc]\nkernel = \"rbf\"\nC = 1000.0\ngamma = 0.001\n",
        );
        let line = "train --train-text texts.txt --train-tags tags.txt --config run.toml --out run.zip --json run.json --workers 3";
        let mut child = desk
            .command(line.split_whitespace())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap()).lines();
        // The collected data are checked in a moment; then the fit is at work.
        assert!(stderr.any(|line| line.unwrap().ends_with("Creating validation set")));
        interrupt(&child, signal);
        let asked = Instant::now();
        let status = child.wait().unwrap();
        assert!(asked.elapsed() < Duration::from_secs(5));
        assert_eq!(status.code(), Some(130), "{signal}");
        let mut stdout = String::new();
        child
            .stdout
            .take()
            .unwrap()
            .read_to_string(&mut stdout)
            .unwrap();
        assert_eq!(stdout, "");
        assert_eq!(
            desk.names(),
            ["run.toml", "tags.txt", "texts.txt"],
            "{signal}"
        );
    }
}

#[test]
fn ctrl_c_at_any_moment_leaves_whole_files_only() {
    let desk = Desk::new();
    let begun = Instant::now();
    desk.dryf("train --demo --out run.zip --json run.json")
        .good();
    let took = begun.elapsed();
    // Over the whole run and a little beyond its end.
    for moment in 0..24 {
        let mut child = desk
            .command("train --demo --out run.zip --json run.json".split_whitespace())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(took.mul_f64(f64::from(moment) / 20.0));
        interrupt(&child, "-INT");
        let status = child.wait().unwrap();
        // Before the program is ready for it the system ends it by the signal.
        assert!(
            [Some(0), Some(130)].contains(&status.code()) || status.signal() == Some(2),
            "{status:?}"
        );
        assert_eq!(desk.names(), ["run.json", "run.zip"]);
        desk.dryf("inspect run.zip").good();
        desk.json("run.json");
    }
}

#[test]
fn outputs_that_can_not_be_are_refused_before_the_work() {
    let desk = Desk::new();
    desk.write("kept.zip", "old").write("folder/x", "");
    fs::set_permissions(desk.path("kept.zip"), Permissions::from_mode(0o444)).unwrap();
    for option in ["--out", "--json"] {
        for (path, line) in [
            (
                "missing/run.zip",
                "missing/run.zip: there is no such folder; give the path of a file in a folder that exists",
            ),
            (
                "folder",
                "folder: this is a folder, no file can be written in its place; give the path of a file",
            ),
            (
                "kept.zip",
                "kept.zip: the file is there and write-protected; give another path, or allow writing to it",
            ),
            (
                "new/",
                "new/: this names a folder, no file can be written in its place; give the path of a file",
            ),
            (
                "new/.",
                "new/.: this names a folder, no file can be written in its place; give the path of a file",
            ),
            (
                "kept.zip/",
                "kept.zip/: this names a folder, no file can be written in its place; give the path of a file",
            ),
            (
                "kept.zip/x",
                "kept.zip/x: there is no such folder; give the path of a file in a folder that exists",
            ),
        ] {
            let done = desk.dryf(&format!("train --demo {option} {path}"));
            assert!(done.log().is_empty(), "{:?}", done.log());
            done.bad(73, line);
        }
    }
    assert_eq!(desk.read("kept.zip"), b"old");
    let long = "a".repeat(300);
    let done = desk.dryf(&format!("train --demo --out {long}"));
    assert_eq!(
        (done.code, done.log().len()),
        (Some(73), 0),
        "{}",
        done.stderr
    );
    assert!(
        done.stderr
            .starts_with(&format!("dryf: {long}: the file can't be written (")),
        "{}",
        done.stderr
    );

    // A folder that takes no file. An administrator may write anywhere but where the system itself has no place.
    let mut place = desk.path("sealed");
    fs::create_dir(&place).unwrap();
    fs::set_permissions(&place, Permissions::from_mode(0o555)).unwrap();
    if fs::write(place.join("probe"), "").is_ok() {
        fs::remove_file(place.join("probe")).unwrap();
        place = if Path::new("/proc/self").exists() {
            "/proc/self"
        } else {
            "/dev/fd"
        }
        .into();
    }
    let path = place.join("run.zip").display().to_string();
    let done = outcome(desk.command(["train", "--demo", "--out", &path]).output());
    assert!(done.log().is_empty(), "{:?}", done.log());
    assert_eq!(done.code, Some(73), "{}", done.stderr);
    assert!(
        done.stderr
            .starts_with(&format!("dryf: {path}: the file can't be written (")),
        "{}",
        done.stderr
    );
    assert_eq!(done.stdout, "");

    let desk = desk.with_demo().with_demo_files();
    desk.dryf(
        "evaluate --model demo.zip --text test_set_only_text.txt --tags test_set_only_tags.txt --json missing/e.json",
    )
    .bad(73, "missing/e.json: there is no such folder; give the path of a file in a folder that exists");
}

#[test]
fn a_file_in_the_way_is_replaced_and_keeps_what_is_its_owners_choice() {
    let desk = Desk::new();
    desk.write("plain", "");
    desk.write("store/run.zip", "x".repeat(1 << 20));
    fs::set_permissions(desk.path("store/run.zip"), Permissions::from_mode(0o640)).unwrap();
    symlink("store/run.zip", desk.path("run.zip")).unwrap();
    desk.dryf("train --demo --out run.zip --json run.json")
        .good();
    let mode = |name: &str| fs::metadata(desk.path(name)).unwrap().permissions().mode() & 0o777;
    assert!(
        fs::symlink_metadata(desk.path("run.zip"))
            .unwrap()
            .is_symlink()
    );
    assert_eq!(mode("store/run.zip"), 0o640);
    desk.dryf("inspect store/run.zip").good();
    // A new file is as open to others as any new file of this user.
    assert_eq!(mode("run.json"), mode("plain"));
    assert_eq!(desk.names(), ["plain", "run.json", "run.zip", "store"]);
}

#[test]
fn what_is_no_file_is_written_as_it_is() {
    let desk = Desk::new();
    let done = desk.dryf("train --demo --json /dev/stdout --out /dev/null");
    let report = done.stderr.clone();
    // The summary alone, for a program that reads it; the report is beside the log.
    let summary: serde_json::Value = serde_json::from_str(&done.good()).unwrap();
    let id = summary["run_id"].as_str().unwrap();
    assert!(report.contains(&format!("\nrun {id}\n")), "{report}");
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
    assert!(desk.names().is_empty());
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let desk = Desk::new().with_demo().with_demo_files();
    desk.write("many.txt", "co za ładny dzień\n".repeat(50_000));
    for line in [
        "--help",
        "train --demo --out run.zip",
        "predict --model demo.zip --text many.txt",
        "evaluate --model demo.zip --text test_set_only_text.txt --tags test_set_only_tags.txt",
        "inspect demo.zip",
    ] {
        for gone in ["stdout", "stderr", "both"] {
            let mut child = desk
                .command(line.split_whitespace())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
            let heard = match gone {
                "stdout" => {
                    drop(stdout);
                    all_of(stderr.unwrap())
                }
                "stderr" => {
                    drop(stderr);
                    all_of(stdout.unwrap());
                    String::new()
                }
                _ => {
                    drop((stdout, stderr));
                    String::new()
                }
            };
            let status = child.wait().unwrap();
            assert_eq!(status.code(), Some(0), "{line} without {gone}: {heard}");
            assert!(!heard.contains("panicked"), "{heard}");
        }
    }
    desk.dryf("inspect run.zip").good();

    // `head` reads one line and goes.
    let script = "\"$0\" predict --model demo.zip --text many.txt | head -n 1";
    let done = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_dryf")])
        .current_dir(desk.path("."))
        .output();
    let done = outcome(done);
    assert_eq!(
        (done.stdout.as_str(), done.stderr.as_str()),
        ("non-harmful\n", "")
    );
}

fn all_of(mut stream: impl Read) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_full_disk_behind_standard_output_is_said() {
    // Linux has a device that is always full.
    let Ok(full) = fs::File::options().write(true).open("/dev/full") else {
        assert!(!Path::new("/proc/self").exists(), "Linux has /dev/full");
        return;
    };
    let desk = Desk::new().with_demo().with_demo_files();
    for line in [
        "train --help",
        "train --demo",
        "predict --model demo.zip --text test_set_only_text.txt",
        "evaluate --model demo.zip --text test_set_only_text.txt --tags test_set_only_tags.txt",
        "inspect demo.zip",
    ] {
        let stdout = full.try_clone().unwrap();
        let done = outcome(
            desk.command(line.split_whitespace())
                .stdout(stdout)
                .stderr(Stdio::piped())
                .output(),
        );
        assert_eq!(done.code, Some(74), "{line}: {}", done.stderr);
        let error = done.stderr.lines().last().unwrap_or_default();
        assert!(
            error.starts_with("dryf: standard output can't be written (")
                && error.ends_with("; check where the output goes"),
            "{line}: {error}"
        );
    }
}
