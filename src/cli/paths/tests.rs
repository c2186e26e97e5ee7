//! Every command with every pair of its options that name files, by every spelling of the same file. The options are those of
//! clap's own definitions, so that a new one is tried too.

use std::path::PathBuf;

use clap::CommandFactory;
use tempfile::TempDir;

use super::super::args::Arguments;
use super::super::system::link;
use super::*;

/// Options of a command that take this type.
fn options<T: 'static>(command: &clap::Command) -> Vec<String> {
    let arguments = command.get_arguments();
    arguments
        .filter(|argument| argument.get_value_parser().type_id() == TypeId::of::<T>())
        .filter_map(|argument| argument.get_long().map(|long| format!("--{long}")))
        .collect()
}

fn arguments() -> clap::Command {
    let mut command = Arguments::command();
    command.build();
    command
}

/// What [`check`] says of these words, other rules of the options aside.
fn checked(words: &[&str]) -> Result<(), Error> {
    let mut command = Arguments::command().ignore_errors(true);
    let words = ["dryf"].iter().chain(words);
    let matches = command
        .try_get_matches_from_mut(words)
        .expect("errors are ignored");
    let (inputs, outputs) = named(&command, &matches);
    tell_apart(&inputs, &outputs, &Streams::default())
}

/// The same file by other names, and files that are others.
struct Spellings {
    folder: TempDir,
    same: Vec<PathBuf>,
    others: Vec<PathBuf>,
}

fn spellings(exists: bool) -> Spellings {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("sub")).unwrap();
    fs::write(at("other"), "").unwrap();
    let mut same = vec![
        at("file"),
        at("./file"),
        at("sub/../file"),
        folder.path().join("sub").join("..").join(".").join("file"),
    ];
    if exists {
        fs::write(at("file"), "").unwrap();
    }
    let links = [
        ("file", "link"),
        ("../file", "sub/link"),
        ("sub/link", "far"),
        (".", "here"),
    ];
    if links.iter().all(|(target, place)| link(target, &at(place))) {
        same.extend([
            at("link"),
            at("far"),
            at("here/file"),
            at("here/here/sub/link"),
        ]);
    }
    if exists {
        fs::hard_link(at("file"), at("hard")).unwrap();
        same.push(at("hard"));
    }
    let others = vec![at("other"), at("new"), at("sub/file")];
    Spellings {
        folder,
        same,
        others,
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("our names are UTF-8")
}

#[test]
fn no_output_of_any_command_takes_the_place_of_an_input() {
    let (mut tried, mut commands) = (0, 0);
    let there = spellings(true);
    let read = there.folder.path().join("file");
    for command in arguments().get_subcommands() {
        let name = command.get_name();
        let (inputs, outputs) = (options::<PathBuf>(command), options::<Output>(command));
        commands += usize::from(!outputs.is_empty());
        for (input, output) in inputs
            .iter()
            .flat_map(|i| outputs.iter().map(move |o| (i, o)))
        {
            for spelled in &there.same {
                let words = [name, input, text(&read), output, text(spelled)];
                let error = checked(&words).expect_err(&words.join(" "));
                assert_eq!(error.code, Code::Usage);
                let message = format!("{output} would overwrite what {input} names");
                assert_eq!(error.message.to_string(), message, "{words:?}");
                assert_eq!(error.place.unwrap().file, text(spelled));
                tried += 1;
            }
            for other in &there.others {
                let words = [name, input, text(&read), output, text(other)];
                checked(&words).unwrap_or_else(|error| panic!("{words:?}: {error}"));
            }
        }
    }
    // train, validate, evaluate, compare, drift, monitor.
    assert!(
        commands >= 6 && tried >= 300,
        "{commands} commands, {tried} pairs"
    );
}

#[test]
fn no_output_of_any_command_takes_the_place_of_another() {
    let mut tried = 0;
    for exists in [true, false] {
        let there = spellings(exists);
        let first = there.folder.path().join("file");
        for command in arguments().get_subcommands() {
            let name = command.get_name();
            let outputs = options::<Output>(command);
            for (at, one) in outputs.iter().enumerate() {
                for other in &outputs[at + 1..] {
                    for spelled in &there.same {
                        let words = [name, one, text(&first), other, text(spelled)];
                        let error = checked(&words).expect_err(&words.join(" "));
                        assert!(
                            error.message.to_string().ends_with("name the same file"),
                            "{error}"
                        );
                        tried += 1;
                    }
                    for different in &there.others {
                        checked(&[name, one, text(&first), other, text(different)]).unwrap();
                    }
                }
            }
        }
    }
    assert!(tried >= 100, "{tried} pairs");
}

#[test]
fn what_a_state_keeps_beside_it_is_no_output() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let check = |json: &str| checked(&["monitor", "--state", &at("s.json"), "--json", &at(json)]);
    for beside in ["s.json.lock", "./s.json.lock", "s.json.old", "s.json.old-2"] {
        let error = check(beside).expect_err(beside);
        assert_eq!(
            error.message.to_string(),
            "--json names a file that --state keeps beside its own"
        );
    }
    for other in ["s.json.json", "old.json", "lock", "t.json.lock"] {
        check(other).unwrap();
    }
    // It is there from the call before.
    fs::write(at("s.json"), "{}").unwrap();
    fs::write(at("s.json.lock"), "").unwrap();
    check("s.json.lock").unwrap_err();
}

#[test]
fn names_that_differ_in_case_are_as_the_file_system_has_them() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    fs::write(at("Probe"), "").unwrap();
    let folds = Path::new(&at("probe")).exists();
    for (one, other) in [("Run.zip", "run.ZIP"), ("\u{17b}.zip", "z\u{307}.zip")] {
        let words = ["train", "--out", &at(one), "--json", &at(other)];
        assert_eq!(checked(&words).is_err(), folds, "{one} {other}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn streams_and_nothing() {
    if !Path::new("/dev/null").exists() {
        return;
    }
    checked(&["train", "--out", "/dev/null", "--json", "/dev/null"]).unwrap();
    checked(&["train", "--config", "/dev/null", "--json", "/dev/null"]).unwrap();
    for other in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] {
        if Path::new(other).exists() {
            checked(&["train", "--out", "/dev/stdout", "--json", other]).unwrap_err();
        }
    }
}
