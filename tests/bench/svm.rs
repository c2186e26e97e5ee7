//! Times fits of the classifier, and predictions of rows that it knows: seconds, iterations, objective, support vectors, peak
//! memory, as lines of JSON. Seconds are the processor's where the system tells them (Linux), so that other work has less of a part in them.
//!
//! ```text
//! cargo bench --locked --bench svm -- ROWS [JOB...] [--repeat N] [--write FILE] [--params TOML] [--part]
//! ```
//!
//! `ROWS` is `word` (the default TF-IDF on PolEval's cleaned texts), `char_wb` (n-grams of 2 to 5 on the texts as they are, in
//! at least 2 of them; `char_wb:N` for another number),
//! `dense` (4,000 rows of 60 numbers, none of them 0, for which scikit-learn gets a dense matrix) or `tweets` (the default
//! TF-IDF on 25,000 English tweets of a seed, which share many more words than PolEval's; `tweets:N` for another number).
//! With `--part`, PolEval's rows are those that a run trains on before its refit, seven tenths.
//! `JOB` is `poly`, `rbf`, `linear`, `sigmoid` (the engine `smo`), `linear_svc`, or `folds`: five poly fits on four fifths of
//! the rows each, as the profile for drift makes them, from zero and from the model of all rows. `--write` puts the rows into a file that scikit-learn's `load_svmlight_file` reads, for
//! `tests/bench/svm.py`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use dryf::pipeline::clean::CleanRecipe;
use dryf::pipeline::features::{Analyzer, DfLimit, TfidfFit, TfidfParams};
use dryf::pipeline::rng::RandomState;
use dryf::pipeline::sparse::CsrMatrix;
use dryf::pipeline::split::stratified_split;
use dryf::pipeline::svm::{Decision, DualStart, Engine, Kernel, SvcFit, SvcParams};
use foreign_texts::{Shape, texts};

#[path = "../integration/foreign_texts.rs"]
mod foreign_texts;

/// Rows that are predicted.
const PREDICTED: usize = 2000;

const JOBS: [&str; 5] = ["poly", "rbf", "linear", "sigmoid", "linear_svc"];

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|given| given != "--bench");
    let Some(rows) = arguments.next() else {
        // `cargo bench` without a choice has nothing to measure here.
        return;
    };
    let (mut jobs, mut repeat, mut write, mut extra) = (Vec::new(), 5, None, String::new());
    let mut part = false;
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().expect("an option has a value");
        match argument.as_str() {
            "--repeat" => repeat = value().parse().expect("a number of repetitions"),
            "--write" => write = Some(value()),
            "--params" => extra = value(),
            "--part" => part = true,
            job => jobs.push(job.to_owned()),
        }
    }
    let number = |kind: &str, otherwise: u32| match rows.strip_prefix(kind) {
        Some("") => Some(otherwise),
        Some(given) => given.strip_prefix(':').and_then(|n| n.parse().ok()),
        None => None,
    };
    let (x, labels) = match rows.as_str() {
        "word" => {
            let recipe = CleanRecipe::default();
            let cleaner = recipe.compile().expect("the default recipe is sound");
            poleval(|text| cleaner.clean(text), &TfidfParams::default(), part)
        }
        "dense" => dense(4_000, 60),
        other => {
            if let Some(n) = number("tweets", 25_000) {
                tweets(n)
            } else if let Some(n) = number("char_wb", 2) {
                poleval(str::to_owned, &char_wb(n), part)
            } else {
                panic!("no rows called `{other}`")
            }
        }
    };
    if let Some(path) = write {
        write_svmlight(Path::new(&path), &x, &labels);
    }
    let (x, labels): (Arc<CsrMatrix>, Arc<[u32]>) = (Arc::new(x), labels.into());
    for job in jobs {
        if job == "folds" {
            measure_folds(&rows, &extra, &x, &labels);
        } else {
            measure(&rows, &job, &extra, repeat, &x, &labels);
        }
    }
}

/// The models of five folds from zero, and from the dual variables of the model of all rows, in the same minutes.
fn measure_folds(rows: &str, extra: &str, x: &Arc<CsrMatrix>, labels: &Arc<[u32]>) {
    const FOLDS: u32 = 5;
    let params: SvcParams = toml::from_str(extra).expect("parameters as in a configuration");
    let classes = ["0", "1", "2"].map(String::from).to_vec();
    let valid = params.check(&classes).expect("the options can run");
    let (all, _) = SvcFit::new(&valid, x.clone(), labels.clone(), 3, 2021)
        .and_then(SvcFit::finish)
        .expect("the fit ends");
    let n = x.n_rows as u32;
    let start = DualStart::of(&all, x.n_rows).expect("machines one against one");
    let (mut seconds, mut iterations, mut differ) = ([0.0; 2], [0; 2], 0);
    for fold in 0..FOLDS {
        let kept: Vec<u32> = (0..n).filter(|row| row % FOLDS != fold).collect();
        let held_out: Vec<u32> = (0..n).filter(|row| row % FOLDS == fold).collect();
        let of_fold = Arc::new(x.select_rows(&kept));
        let y: Arc<[u32]> = kept.iter().map(|&row| labels[row as usize]).collect();
        let starts = [None, Some(start.select_rows(&kept))];
        let predicted = [0, 1].map(|which| {
            let began = now();
            let start = starts[which].clone();
            let fit = SvcFit::starting_from(&valid, of_fold.clone(), y.clone(), 3, 2021, start);
            let (svc, convergence) = fit.and_then(SvcFit::finish).expect("the fit ends");
            seconds[which] += now() - began;
            iterations[which] += convergence.iterations();
            svc.predictor().predict(&x.select_rows(&held_out))
        });
        let pairs = predicted[0].iter().zip(&predicted[1]);
        differ += pairs.filter(|(a, b)| a != b).count();
    }
    println!(
        "{}",
        serde_json::json!({
            "rows": rows,
            "job": "folds",
            "seconds_from_zero": seconds[0],
            "seconds_from_all": seconds[1],
            "iterations_from_zero": iterations[0],
            "iterations_from_all": iterations[1],
            "labels_that_differ": differ,
        })
    );
}

fn measure(
    rows: &str,
    job: &str,
    extra: &str,
    repeat: usize,
    x: &Arc<CsrMatrix>,
    labels: &Arc<[u32]>,
) {
    assert!(JOBS.contains(&job), "no job called `{job}`");
    let given: SvcParams = toml::from_str(extra).expect("parameters as in a configuration");
    let params = match job {
        "linear_svc" => SvcParams {
            engine: Engine::Linear,
            // LinearSVC's own default.
            tol: 1e-4,
            ..given
        },
        _ => SvcParams {
            kernel: match job {
                "rbf" => Kernel::Rbf,
                "linear" => Kernel::Linear,
                "sigmoid" => Kernel::Sigmoid,
                _ => Kernel::Poly,
            },
            ..given
        },
    };
    let classes = ["0", "1", "2"].map(String::from).to_vec();
    let valid = params.check(&classes).expect("the options can run");
    let mut seconds = Vec::new();
    let mut last = None;
    for _ in 0..repeat {
        let began = now();
        let fit = SvcFit::new(&valid, x.clone(), labels.clone(), 3, 2021).expect("the fit begins");
        last = Some(fit.finish().expect("the fit ends"));
        seconds.push(now() - began);
    }
    let (svc, convergence) = last.expect("at least one repetition");
    seconds.sort_by(f64::total_cmp);
    let some: Vec<u32> = (0..x.n_rows.min(PREDICTED) as u32).collect();
    let some = x.select_rows(&some);
    let began = now();
    svc.predictor().predict(&some);
    let seconds_of_predict = now() - began;
    let n_support = match &svc.decision {
        Decision::OneVsOne { n_support, .. } => n_support.clone(),
        _ => Vec::new(),
    };
    let machines = &convergence.machines;
    println!(
        "{}",
        serde_json::json!({
            "rows": rows,
            "job": job,
            "n_rows": x.n_rows,
            "n_features": x.n_cols,
            "n_stored": x.n_stored(),
            "seconds": seconds[seconds.len() / 2],
            "least": seconds[0],
            "predict": seconds_of_predict,
            "iterations": machines.iter().map(|m| m.iterations).collect::<Vec<_>>(),
            "objective": machines.iter().map(|m| m.objective).collect::<Vec<_>>(),
            "violation": machines.iter().map(|m| m.violation).collect::<Vec<_>>(),
            "converged": convergence.converged(),
            "n_support": n_support,
            "labels": fingerprint(&svc.predictor().predict(x)),
            "peak_mb": peak_mb(),
        })
    );
}

/// Seconds from some moment on: those that the processor gave this thread, or else those of the clock on the wall.
fn now() -> f64 {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    let of_processor = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = of_processor.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    match nanoseconds {
        Some(nanoseconds) => nanoseconds / 1e9,
        None => BEGAN.get_or_init(Instant::now).elapsed().as_secs_f64(),
    }
}

/// FNV-1a of the labels, to tell whether two classifiers agree on all rows.
fn fingerprint(labels: &[u32]) -> String {
    let hash = labels
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, &label| {
            (hash ^ u64::from(label)).wrapping_mul(0x100_0000_01b3)
        });
    format!("{hash:016x}")
}

/// The most memory that the process has had, where the system tells it (Linux).
fn peak_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// N-grams of 2 to 5 characters, in at least so many texts.
fn char_wb(min_df: u32) -> TfidfParams {
    TfidfParams {
        analyzer: Analyzer::CharWb,
        ngram_range: (2, 5),
        min_df: DfLimit::Count(min_df.into()),
        max_df: DfLimit::Share(1.0),
        lowercase: true,
        sublinear_tf: true,
        ..TfidfParams::default()
    }
}

/// All 10,041 rows of PolEval 2019 task 6-2, from `DRYF_POLEVAL_DIR`, or the training part of them.
fn poleval(
    clean: impl Fn(&str) -> String,
    tfidf: &TfidfParams,
    part: bool,
) -> (CsrMatrix, Vec<u32>) {
    let dir = std::env::var("DRYF_POLEVAL_DIR")
        .expect("set DRYF_POLEVAL_DIR to the folder with PolEval's files");
    let read = |name: &str| {
        std::fs::read_to_string(Path::new(&dir).join(name))
            .unwrap_or_else(|error| panic!("cannot read {name}: {error}"))
    };
    let texts = read("training_set_clean_only_text.txt");
    let mut texts: Vec<String> = texts.lines().map(clean).collect();
    let mut labels: Vec<u32> = read("training_set_clean_only_tags.txt")
        .lines()
        .map(|tag| tag.trim().parse().expect("a tag is a digit"))
        .collect();
    if part {
        let classes = ["0", "1", "2"].map(String::from);
        let split = stratified_split(&labels, &classes, 0.3, 2021).expect("rows of each class");
        let rows = || split.train.iter().map(|&row| row as usize);
        texts = rows().map(|row| texts[row].clone()).collect();
        labels = rows().map(|row| labels[row]).collect();
    }
    let (_, x) = TfidfFit::new(tfidf, texts.into())
        .and_then(TfidfFit::finish)
        .expect("terms are left");
    (x, labels)
}

/// The rows and classes of made-up English tweets.
fn tweets(n: u32) -> (CsrMatrix, Vec<u32>) {
    let (labels, texts): (Vec<u32>, Vec<String>) = texts(&Shape::tweets(n)).into_iter().unzip();
    let (_, x) = TfidfFit::new(&TfidfParams::default(), texts.into())
        .and_then(TfidfFit::finish)
        .expect("terms are left");
    (x, labels)
}

/// Rows around the centre of their class, so near to each other that the classes overlap.
fn dense(n_rows: usize, n_columns: u32) -> (CsrMatrix, Vec<u32>) {
    let mut random = RandomState::new(2021);
    let mut about_normal = || (0..12).map(|_| random.random_sample()).sum::<f64>() - 6.0;
    let centres: Vec<Vec<f64>> = (0..3)
        .map(|_| (0..n_columns).map(|_| 0.3 * about_normal()).collect())
        .collect();
    let mut x = CsrMatrix::with_columns(n_columns as usize);
    let labels: Vec<u32> = (0..n_rows).map(|row| row as u32 % 3).collect();
    for &label in &labels {
        let centre = &centres[label as usize];
        let row: Vec<(u32, f64)> = (0..n_columns)
            .map(|column| (column, centre[column as usize] + about_normal()))
            .collect();
        x.push_row(row);
    }
    (x, labels)
}

/// One line for each row, numbers to the last bit.
fn write_svmlight(path: &Path, x: &CsrMatrix, labels: &[u32]) {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).expect("a file to write"));
    let mut line = String::new();
    for (row, label) in labels.iter().enumerate() {
        line.clear();
        let _ = write!(line, "{label}");
        let (columns, values) = x.row(row);
        for (column, value) in columns.iter().zip(values) {
            let _ = write!(line, " {column}:{value:?}");
        }
        writeln!(file, "{line}").expect("room for the file");
    }
}
