//! The drift report beside Evidently's drift of labels, descriptors and texts, on PolEval's 10,041 and 1,000 tweets.
//!
//!     cargo bench --bench drift -- PYTHON [ROUNDS]     PYTHON has tests/requirements/tools_evidently.txt installed
//!     cargo bench --bench drift                        ours alone
//!     cargo bench --bench drift -- generated           ours, 25,000 against 13,000 texts of a seeded generator, all random
//!                                                      splits included; it needs no files
//!
//! It needs PolEval's files (`DRYF_POLEVAL_DIR`). Both sides work by turns in one run, from texts and tags in memory; ours
//! is the whole report without random permutations, with all words, emoji, hashtags and 3-grams, eight descriptors and the
//! opinions of the four tools. Printed are medians and the ratio of the medians; the numbers that both have must agree.

mod poleval;
#[path = "../calibrate/synthetic.rs"]
mod synthetic;

use std::hint::black_box;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use dryf::pipeline::corpus::DataSet;
use dryf::pipeline::drift::{
    Descriptor, Draws, DriftOptions, DriftReport, DriftWork, Measure, Side, Tokens, Tool,
    ToolVerdict,
};
use dryf::pipeline::rng::RandomState;
use serde_json::Value;
use synthetic::Generator;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|given| given != "--bench");
    let python = arguments.next();
    if python.as_deref() == Some("generated") {
        return generated();
    }
    let rounds: usize = arguments.next().map_or(5, |rounds| rounds.parse().unwrap());
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/poleval2019-task6-2");
    let folder = std::env::var_os("DRYF_POLEVAL_DIR").map_or(beside, PathBuf::from);
    if !folder.is_dir() {
        eprintln!("nothing to time: set DRYF_POLEVAL_DIR to the folder with PolEval's files");
        return;
    }
    let data = poleval::read(&folder);
    let mut peer = python.map(|python| Peer::start(&python, &folder));
    let report = report(&data).0;
    if let Some(peer) = &mut peer {
        agree(&report, &peer.round());
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        ours.push(report_seconds(&data));
        if let Some(peer) = &mut peer {
            theirs.push(peer.round());
        }
    }
    let sides = median(ours.iter().map(|one| one[0]));
    let compared = median(ours.iter().map(|one| one[1]));
    let whole = median(ours.iter().map(|one| one[0] + one[1]));
    println!(
        "ours, texts and tags to what drift needs of them    {:>9.1} ms",
        sides * 1e3
    );
    println!(
        "ours, from there to the report                      {:>9.1} ms",
        compared * 1e3
    );
    println!(
        "ours, whole                                         {:>9.1} ms",
        whole * 1e3
    );
    if theirs.is_empty() {
        return;
    }
    let seconds = |of: &Value, part: &str| of["seconds"][part].as_f64().unwrap();
    let of_all =
        |of: &Value| seconds(of, "labels") + seconds(of, "descriptors") + seconds(of, "text");
    for part in ["labels", "descriptors", "text"] {
        let part_seconds = median(theirs.iter().map(|one| seconds(one, part)));
        println!("Evidently, {part:<40} {:>9.1} ms", part_seconds * 1e3);
    }
    let all = median(theirs.iter().map(of_all));
    println!(
        "Evidently, whole                                    {:>9.1} ms",
        all * 1e3
    );
    println!(
        "ratio of the medians of {rounds} rounds                    1/{:.1}",
        all / whole
    );
}

/// Both nothing changed and other texts, since what changed draws all of its random splits.
fn generated() {
    let mut random = RandomState::new(1);
    let shares = Generator::shares(3);
    let (same, mut other) = (Generator::new(&shares), Generator::new(&shares));
    other.subject = 60;
    let reference = same.rows(25_000, &mut random);
    let classes: Vec<String> = (0..3).map(|class| format!("c{class}")).collect();
    for (name, current) in [
        ("nothing changed", same.rows(13_000, &mut random)),
        ("other texts", other.rows(13_000, &mut random)),
    ] {
        let began = Instant::now();
        let [a, b] = [&reference, &current].map(|rows| {
            Side::of_texts(&Tokens::new(), &rows.texts, Some((&classes, &rows.labels)))
        });
        let mut work = DriftWork::new(a, b, &DriftOptions::default(), &Draws::default());
        let first = began.elapsed().as_secs_f64();
        while work.step(64).is_running() {}
        let verdict = work.finish().verdict;
        println!(
            "{name}: {:.2} s, of which {first:.2} s to the report without random splits ({})",
            began.elapsed().as_secs_f64(),
            verdict
        );
    }
}

fn report(data: &DataSet) -> (DriftReport, [f64; 2]) {
    let began = Instant::now();
    let tokens = Tokens::new();
    let [reference, current] = [&data.train, data.test.as_ref().unwrap()]
        .map(|side| Side::of_texts(&tokens, &side.texts, Some((&data.classes, &side.labels))));
    let sides = began.elapsed().as_secs_f64();
    let began = Instant::now();
    let report = DriftReport::new(&reference, &current, &DriftOptions::default());
    (report, [sides, began.elapsed().as_secs_f64()])
}

/// Of the sides, and of the report over them.
fn report_seconds(data: &DataSet) -> [f64; 2] {
    let (report, seconds) = report(data);
    drop(black_box(report));
    seconds
}

/// Both found the same distances.
fn agree(report: &DriftReport, theirs: &Value) {
    let value = |opinions: &[ToolVerdict], measure: Measure| {
        let found = opinions
            .iter()
            .find(|one| (one.tool, one.measure) == (Tool::Evidently, measure));
        found.and_then(|one| one.value).unwrap()
    };
    let characters = &report.descriptor_opinions[&Descriptor::Characters];
    for (ours, theirs) in [
        (
            value(&report.label_opinions, Measure::JsDistance),
            &theirs["found"]["labels"][0],
        ),
        (
            value(&report.label_opinions, Measure::GoodnessOfFitP),
            &theirs["found"]["labels"][4],
        ),
        (
            value(characters, Measure::WassersteinNormed),
            &theirs["found"]["descriptors"][0],
        ),
        (
            value(characters, Measure::Psi),
            &theirs["found"]["descriptors"][2],
        ),
    ] {
        let theirs = theirs.as_f64().unwrap();
        // Sums in another order.
        assert!(
            (ours / theirs - 1.0).abs() < 1e-9,
            "{ours}, Evidently has {theirs}"
        );
    }
}

/// Evidently in a process of its own, on one core as ours.
struct Peer {
    child: Child,
    answers: BufReader<std::process::ChildStdout>,
}

impl Peer {
    fn start(python: &str, folder: &Path) -> Peer {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/drift.py");
        let mut child = Command::new(python)
            .arg(script)
            .arg(folder)
            .env("OPENBLAS_NUM_THREADS", "1")
            .env("OMP_NUM_THREADS", "1")
            .env_remove("OPENBLAS_CORETYPE")
            .env_remove("OPENBLAS_L2_SIZE")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python starts; name one with tests/requirements/tools_evidently.txt");
        let answers = BufReader::new(child.stdout.take().unwrap());
        Peer { child, answers }
    }

    fn round(&mut self) -> Value {
        let questions = self.child.stdin.as_mut().unwrap();
        questions.write_all(b"round\n").unwrap();
        questions.flush().unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        serde_json::from_str(&line).expect("Evidently answers; its errors are above")
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

fn median(seconds: impl Iterator<Item = f64>) -> f64 {
    let mut seconds: Vec<f64> = seconds.collect();
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}
