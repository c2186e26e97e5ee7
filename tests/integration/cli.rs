//! Runs the built program as a user's cron job does: arguments, files, standard streams, exit code. Nothing of the library
//! is asked; the tests by idea are in `cli_*.rs`.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A moment for runs that are to be the same twice.
pub const EPOCH: &str = "1626773490";

/// What a run left behind.
#[derive(Debug)]
pub struct Outcome {
    /// None where a signal ended it.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Outcome {
    /// The run did what it was asked; gives its standard output.
    #[track_caller]
    pub fn good(self) -> String {
        assert_eq!(self.code, Some(0), "{}", self.stderr);
        self.stdout
    }

    /// The run ended with this code and this one line of error, said nothing else but its log, what it read and signs of
    /// life, and gave no result.
    #[track_caller]
    pub fn bad(self, code: i32, line: &str) {
        let said = self.stderr.lines();
        let said: Vec<&str> = said
            .filter(|line| !is_log(line) && !is_sign_of_life(line) && !is_reading(line))
            .collect();
        assert_eq!(said, [format!("dryf: {line}")]);
        assert_eq!(self.code, Some(code), "{}", self.stderr);
        assert_eq!(self.stdout, "");
    }

    /// The messages of the log, without time and level.
    pub fn log(&self) -> Vec<&str> {
        self.stderr
            .lines()
            .filter(|line| is_log(line))
            .map(|line| line.splitn(3, " - ").nth(2).unwrap_or_default())
            .collect()
    }
}

/// Whether a line of standard error is a sign of life: `[00:15] drift: permutations, 43 %`.
pub fn is_sign_of_life(line: &str) -> bool {
    let time = line
        .strip_prefix('[')
        .and_then(|line| line.split_once("] "));
    time.is_some_and(|(time, _)| time.split(':').all(|part| part.parse::<u32>().is_ok()))
}

/// Whether a line of standard error says what a file was read as.
pub fn is_reading(line: &str) -> bool {
    line.starts_with("read ")
}

/// Whether a line of standard error is one of the log: `2021-07-20 09:31:30,759 - INFO - …`.
pub fn is_log(line: &str) -> bool {
    let shape: String = line
        .chars()
        .take(23)
        .map(|character| {
            if character.is_ascii_digit() {
                '0'
            } else {
                character
            }
        })
        .collect();
    shape == "0000-00-00 00:00:00,000"
        && (line[23..].starts_with(" - INFO - ") || line[23..].starts_with(" - WARNING - "))
}

/// A folder of a test's own, which is where its runs begin.
pub struct Desk(TempDir);

impl Desk {
    pub fn new() -> Desk {
        Desk(tempfile::tempdir().expect("a temporary folder can be made"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Desk {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it lies in the folder"))
            .expect("a folder can be made");
        fs::write(path, bytes).expect("a file can be written");
        self
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub fn json(&self, name: &str) -> Value {
        serde_json::from_slice(&self.read(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The names in the folder, sorted; hidden ones too.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.0.path())
            .expect("the folder can be read")
            .map(|entry| {
                entry
                    .expect("an entry can be read")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    /// The program, not yet run, in this folder, without what the caller's environment would change.
    pub fn command(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dryf"));
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env_remove("SOURCE_DATE_EPOCH")
            .env_remove("RUST_BACKTRACE")
            .stdin(Stdio::null());
        command
    }

    /// Runs the program; `line` is split at spaces.
    pub fn dryf(&self, line: &str) -> Outcome {
        outcome(self.command(line.split_whitespace()).output())
    }

    /// The same with a standard input.
    pub fn dryf_with(&self, line: &str, input: &[u8]) -> Outcome {
        let mut child = self
            .command(line.split_whitespace())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut pipe = child.stdin.take().expect("it is piped");
        let input = input.to_vec();
        // Beside the reading below, since both pipes hold little; a program that stops reading is no fault here.
        let writer = std::thread::spawn(move || pipe.write_all(&input).is_ok());
        let done = outcome(child.wait_with_output());
        writer.join().expect("writing does not panic");
        done
    }

    /// A trained demo model as `demo.zip`, and its summary as `demo.json`.
    pub fn with_demo(self) -> Desk {
        self.dryf("train --demo --out demo.zip --json demo.json")
            .good();
        self
    }

    /// The demo corpus as four files with PolEval's names.
    pub fn with_demo_files(self) -> Desk {
        for (name, from) in [
            ("training_set_clean_only_text.txt", "train_text.txt"),
            ("training_set_clean_only_tags.txt", "train_tags.txt"),
            ("test_set_only_text.txt", "test_text.txt"),
            ("test_set_only_tags.txt", "test_tags.txt"),
        ] {
            self.write(name, demo_file(from));
        }
        self
    }
}

/// Options that name the four files of [`Desk::with_demo_files`].
pub const FOUR_FILES: &str = "--train-text training_set_clean_only_text.txt --train-tags training_set_clean_only_tags.txt \
                              --test-text test_set_only_text.txt --test-tags test_set_only_tags.txt";

/// A file of the demo corpus as it is shipped.
pub fn demo_file(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("www/demo")
        .join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn demo_lines(name: &str) -> Vec<String> {
    String::from_utf8(demo_file(name))
        .expect("the demo is UTF-8")
        .lines()
        .map(str::to_string)
        .collect()
}

#[track_caller]
pub fn outcome(output: std::io::Result<Output>) -> Outcome {
    let output = output.expect("the program starts");
    Outcome {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
    }
}

/// A zip with these members.
pub fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).expect("the name is new");
        writer.write_all(bytes).expect("memory takes it");
    }
    writer.finish().expect("memory takes it").into_inner()
}

/// A zip of one member that is zeros, more than two hundred to one.
pub fn bomb() -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    writer.start_file("train_text.txt", options).unwrap();
    let zeros = vec![b'0'; 1 << 20];
    for _ in 0..40 {
        writer.write_all(&zeros).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
