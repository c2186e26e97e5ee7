//! Files that the page refuses for their size and the command line takes, within memory in proportion to the file.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::process::Command;

use crate::cli::{Desk, Outcome, outcome};

/// One word tells the class, so that a plane parts the texts and the right answer is every label.
const LINEAR: &str = "[svc]\nengine = \"linear\"\nkernel = \"linear\"\n[tfidf]\nmax_df = 1.0\n";

/// The program under a limit of its address space, in bytes.
fn within(desk: &Desk, bytes: u64, line: &str) -> Outcome {
    // The shell counts in KiB. Where the system knows no such limit (macOS), the answer alone is held to.
    let script = format!("ulimit -v {} 2>/dev/null; exec \"$0\" {line}", bytes >> 10);
    outcome(
        Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_dryf")])
            .current_dir(desk.path("."))
            .env_remove("RUST_BACKTRACE")
            // glibc sets 64 MB of addresses aside for the heap of each thread, used or not: one heap for all of them, so
            // that the limit is one of memory, however many processors there are.
            .env("MALLOC_ARENA_MAX", "1")
            .output(),
    )
}

/// The words of row `row`, of which one tells the class, `row % 3`.
fn words(row: usize, n_words: usize) -> String {
    let mut text = ["spokojnie", "przykro", "groźnie"][row % 3].to_string();
    // A multiplicative walk through 499 words (a prime), another one for each row.
    let mut at = row % 498 + 1;
    for _ in 0..n_words {
        at = at * 7 % 499;
        text.push_str(" słowo");
        for digit in at.to_string().bytes() {
            text.push((b'a' + digit - b'0') as char);
        }
    }
    text
}

/// A table of 300 MB, most of it in a column that nobody asks for: reading it is the work, not training.
#[test]
fn a_table_of_300_megabytes() {
    const ROWS: usize = 3_000;
    let desk = Desk::new();
    let mut file = BufWriter::new(File::create(desk.path("big.csv")).unwrap());
    writeln!(file, "raw,text,label").unwrap();
    let raw = "x".repeat(100_000);
    for row in 0..ROWS {
        writeln!(file, "{raw},{},{}", words(row, 8), row % 3).unwrap();
    }
    drop(file.into_inner().unwrap());
    assert!(std::fs::metadata(desk.path("big.csv")).unwrap().len() > 300_000_000);
    desk.write("run.toml", LINEAR);
    // The file once and the texts beside it; 900 MB leave as much again for the process itself and its threads.
    let done = within(
        &desk,
        900_000_000,
        "train --train-text big.csv --config run.toml --out run.zip --json run.json",
    );
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let summary = desk.json("run.json");
    assert_eq!(summary["fits"]["final"]["n_rows"], ROWS);
    assert_eq!(summary["metrics"]["f1_micro_validation_set"], 1.0);
    desk.dryf("inspect run.zip").good();
}

/// Long texts, so that cleaning and counting are the work. A twelfth of the size above, since unoptimised tests clean
/// some 20 MB a second; memory grows in proportion, so that the bound is one for each byte of the file.
#[test]
fn a_pair_of_25_megabytes_of_text() {
    const ROWS: usize = 300;
    let desk = Desk::new();
    let mut texts = BufWriter::new(File::create(desk.path("texts.txt")).unwrap());
    let mut tags = String::new();
    for row in 0..ROWS {
        writeln!(texts, "{}", words(row, 9_000)).unwrap();
        tags += &format!("{}\n", row % 3);
    }
    drop(texts.into_inner().unwrap());
    let size = std::fs::metadata(desk.path("texts.txt")).unwrap().len();
    assert!(size > 25_000_000, "{size}");
    desk.write("tags.txt", tags).write("run.toml", LINEAR);
    // The file, its lines, the cleaned texts of both parts, the archive with the texts: less than seven times the file.
    let done = within(
        &desk,
        9 * size,
        "train --train-text texts.txt --train-tags tags.txt --config run.toml --out run.zip --json run.json",
    );
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let summary = desk.json("run.json");
    assert_eq!(summary["fits"]["final"]["n_rows"], ROWS);
    // The 498 words of the walk and the three that tell the class.
    assert_eq!(summary["fits"]["final"]["n_features"], 501);
    assert_eq!(summary["metrics"]["f1_micro_train_set"], 1.0);
    desk.dryf("inspect run.zip").good();
}
