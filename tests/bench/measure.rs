//! The times of calls that `dryf compare` reports, beside the clock on the wall: their ratio should be 1.
//!
//!     cargo bench --bench measure
//!
//! With 10 N calls in place of N a process of `dryf measure` takes longer by what 9 N calls take. One model is timed against
//! itself, so that there are twice as many. It needs no files. It ends with 1 where the median of the ratios is not between
//! 0.8 and 1.2.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use dryf::pipeline::corpus::{NamedBytes, ZipLimits, read_zip};
use serde_json::{Value, json};

/// Enough that a process's own start, which takes some hundredths of a second more or less, is little beside them.
const CALLS: u32 = 3000;
const ROUNDS: usize = 5;
const DRYF: &str = env!("CARGO_BIN_EXE_dryf");

fn main() -> ExitCode {
    let input = input();
    let mut ratios: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let (short, _) = run(CALLS, &input);
            let (long, report) = run(10 * CALLS, &input);
            let outside = (long - short) / f64::from(2 * 9 * CALLS);
            report["mean_seconds"].as_f64().expect("a number") / outside
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    let median = ratios[ROUNDS / 2];
    println!("inside over outside: {ratios:.3?}, median {median:.3}");
    ExitCode::from(u8::from(!(0.8..=1.2).contains(&median)))
}

/// What `dryf measure` reads: sizes, the files of the demo's model in the order of their names, texts.
fn input() -> Vec<u8> {
    let folder = std::env::temp_dir().join(format!("dryf-bench-{}", std::process::id()));
    std::fs::create_dir(&folder).expect("a folder can be made");
    let zip = folder.join("demo.zip");
    let trained = Command::new(DRYF)
        .args(["train", "--demo", "--out"])
        .arg(&zip)
        .output()
        .expect("it starts");
    assert!(trained.status.success(), "{trained:?}");
    let archive = NamedBytes {
        name: "demo.zip".into(),
        bytes: std::fs::read(&zip).expect("it was written"),
    };
    std::fs::remove_dir_all(&folder).expect("it can be removed");
    let files: BTreeMap<String, Vec<u8>> = read_zip(&archive, &ZipLimits::default())
        .expect("a sound zip")
        .into_iter()
        .filter_map(|file| {
            let (before, name) = file.name.split_once("/artifacts/model/data/")?;
            (!before.contains("/models/")).then(|| (name.to_string(), file.bytes))
        })
        .collect();
    let texts: Vec<&str> = include_str!("../../www/demo/test_text.txt")
        .lines()
        .collect();
    let texts = serde_json::to_vec(&texts).expect("plain data");
    let sizes: BTreeMap<&String, usize> = files
        .iter()
        .map(|(name, bytes)| (name, bytes.len()))
        .collect();
    let mut input = json!({ "files": sizes, "texts": texts.len() })
        .to_string()
        .into_bytes();
    input.push(b'\n');
    files.values().for_each(|bytes| input.extend(bytes));
    input.extend(texts);
    input
}

/// Seconds of the process, and its report.
fn run(calls: u32, input: &[u8]) -> (f64, Value) {
    let begun = Instant::now();
    let mut child = Command::new(DRYF)
        .args(["measure", "--calls", &calls.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(input).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let seconds = begun.elapsed().as_secs_f64();
    assert!(output.status.success());
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!(report["calls"], 2 * calls);
    (seconds, report)
}
