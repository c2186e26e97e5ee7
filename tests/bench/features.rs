//! Cleaning, TF-IDF and prediction against scikit-learn and the cleaning in plain Python, on PolEval's rows.
//!
//!     cargo bench --bench features                      ours beside Python's, one after the other
//!     cargo bench --bench features -- --runs 5 --alone  ours alone; a word names the jobs to time
//!
//! It needs PolEval's files (`DRYF_POLEVAL_DIR`) and, unless alone, a Python with `tests/requirements/sklearn.txt`
//! (`DRYF_PYTHON`, else the one that `./dev setup` installs). Each number is a median; both sides do the same jobs on
//! the same rows and must find the same numbers of terms, stored values and labels.

mod poleval;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use dryf::pipeline::classifier::TextClassifier;
use dryf::pipeline::clean::CleanRecipe;
use dryf::pipeline::corpus::DataSet;
use dryf::pipeline::features::{Analyzer, DfLimit, Tfidf, TfidfFit, TfidfParams};
use dryf::pipeline::sparse::CsrMatrix;
use dryf::pipeline::split::stratified_split;
use dryf::pipeline::svm::{Kernel, SvcFit, SvcParams};
use serde_json::Value;

/// The jobs, in the order of the table, with what each is.
const JOBS: [(&str, &str); 8] = [
    ("clean", "cleaning of 10,041 tweets"),
    ("word", "word TF-IDF of 10,041 cleaned tweets"),
    ("clean+word", "cleaning plus word TF-IDF"),
    (
        "char_wb",
        "char_wb TF-IDF of 10,041 tweets, 2 to 5 characters",
    ),
    (
        "predict rows",
        "SVC poly on the rows of 1,000 tweets, one batch",
    ),
    (
        "predict linear",
        "SVC linear on the rows of 1,000 tweets, one batch",
    ),
    ("predict", "1,000 tweets from text to label, one batch"),
    ("predict singly", "1,000 tweets from text to label, singly"),
];

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|given| given != "--bench");
    let (mut runs, mut alone, mut wanted) = (9, false, Vec::new());
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--alone" => alone = true,
            "--runs" => runs = arguments.next().and_then(|runs| runs.parse().ok()).unwrap(),
            job => wanted.push(job.to_owned()),
        }
    }
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/poleval2019-task6-2");
    let folder = std::env::var_os("DRYF_POLEVAL_DIR").map_or(beside, PathBuf::from);
    if !folder.is_dir() {
        eprintln!("nothing to time: set DRYF_POLEVAL_DIR to the folder with PolEval's files");
        return;
    }
    let ours = ours(&poleval::read(&folder), runs, &wanted);
    let theirs = (!alone).then(|| python(&folder, runs));
    println!("{:<56} {:>11} {:>11}  ratio", "job", "ours", "Python");
    for (job, what) in JOBS {
        let Some(&seconds) = ours.seconds.get(job) else {
            continue;
        };
        print!("{what:<56} {:>8.2} ms", seconds * 1e3);
        match &theirs {
            Some(theirs) => {
                let reference = theirs["seconds"][job].as_f64().unwrap();
                let ratio = reference / seconds;
                println!(" {:>8.2} ms  1/{ratio:.1}", reference * 1e3);
            }
            None => println!(),
        }
    }
    if let Some(theirs) = &theirs {
        assert_eq!(ours.found, theirs["found"], "both found the same");
    }
}

/// Medians by job, and what came out.
struct Report {
    seconds: BTreeMap<&'static str, f64>,
    found: Value,
}

fn ours(data: &DataSet, runs: usize, wanted: &[String]) -> Report {
    let split = stratified_split(&data.train.labels, &data.classes, 0.3, 2021).unwrap();
    let order = || split.train.iter().chain(&split.validation);
    let texts: Arc<[String]> = order()
        .map(|&row| data.train.texts[row as usize].clone())
        .collect();
    let labels: Arc<[u32]> = order()
        .map(|&row| data.train.labels[row as usize])
        .collect();
    let tweets = &data.test.as_ref().unwrap().texts;

    let recipe = CleanRecipe::default();
    let cleaner = recipe.compile().unwrap();
    let clean = || -> Arc<[String]> { texts.iter().map(|text| cleaner.clean(text)).collect() };
    let cleaned = clean();
    let word = TfidfParams::default();
    let char_wb = TfidfParams {
        analyzer: Analyzer::CharWb,
        lowercase: true,
        ngram_range: (2, 5),
        min_df: DfLimit::Count(2),
        max_df: DfLimit::Share(1.0),
        sublinear_tf: true,
        ..TfidfParams::default()
    };
    let tfidf = |params: &TfidfParams, texts: &Arc<[String]>| -> (Tfidf, CsrMatrix) {
        TfidfFit::new(params, Arc::clone(texts))
            .unwrap()
            .finish()
            .unwrap()
    };
    let (fitted, rows) = tfidf(&word, &cleaned);
    let heavy = tfidf(&char_wb, &texts).1;
    let word_found = [rows.n_cols, rows.n_stored()];

    let rows = Arc::new(rows);
    let svc = |kernel: Kernel| {
        let params = SvcParams {
            kernel,
            ..SvcParams::default()
        };
        let params = params.check(&data.classes).unwrap();
        let (rows, labels) = (Arc::clone(&rows), Arc::clone(&labels));
        let fit = SvcFit::new(&params, rows, labels, data.classes.len(), 2021);
        fit.unwrap().finish().unwrap().0
    };
    let model = TextClassifier {
        classes: data.classes.clone(),
        recipe,
        features: fitted.into(),
        svc: svc(Kernel::Poly),
    };
    let prepared = model.prepare().unwrap();
    let tweet_rows = prepared.features(tweets);
    let predictor = model.svc.predictor();
    let linear = svc(Kernel::Linear).predictor();
    let counts = |labels: Vec<u32>| {
        let of_class = |class| labels.iter().filter(|label| **label == class).count();
        (0..data.classes.len() as u32)
            .map(of_class)
            .collect::<Vec<_>>()
    };

    let mut seconds = BTreeMap::new();
    let mut time = |job: &'static str, work: &dyn Fn()| {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == job) {
            seconds.insert(job, median(runs, work));
        }
    };
    time("clean", &|| drop(black_box(clean())));
    time("word", &|| drop(black_box(tfidf(&word, &cleaned))));
    time("clean+word", &|| drop(black_box(tfidf(&word, &clean()))));
    time("char_wb", &|| drop(black_box(tfidf(&char_wb, &texts))));
    time("predict rows", &|| {
        drop(black_box(predictor.predict(&tweet_rows)))
    });
    time("predict linear", &|| {
        drop(black_box(linear.predict(&tweet_rows)))
    });
    time("predict", &|| drop(black_box(prepared.labels(tweets))));
    time("predict singly", &|| {
        for tweet in tweets {
            drop(black_box(prepared.labels(std::slice::from_ref(tweet))));
        }
    });
    Report {
        seconds,
        found: serde_json::json!({
            "word": word_found,
            "char_wb": [heavy.n_cols, heavy.n_stored()],
            "labels": counts(prepared.labels(tweets)),
            "linear": counts(linear.predict(&tweet_rows)),
        }),
    }
}

/// The median of so many runs, after one that warms up.
fn median(runs: usize, work: &dyn Fn()) -> f64 {
    work();
    let mut seconds: Vec<f64> = (0..runs)
        .map(|_| {
            let started = Instant::now();
            work();
            started.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    seconds[runs / 2]
}

/// The same jobs in Python, on one core as ours.
fn python(folder: &Path, runs: usize) -> Value {
    let home = PathBuf::from(std::env::var_os("HOME").unwrap_or_default());
    let installed = home.join(".cache/dryf/venv-sklearn/bin/python");
    let python = std::env::var_os("DRYF_PYTHON").map_or(installed, PathBuf::from);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/features.py");
    let output = Command::new(python)
        .arg(script)
        .arg(folder)
        .arg(runs.to_string())
        .env("OPENBLAS_NUM_THREADS", "1")
        .env("OMP_NUM_THREADS", "1")
        .env_remove("OPENBLAS_CORETYPE")
        .env_remove("OPENBLAS_L2_SIZE")
        .output()
        .expect("Python runs; `./dev setup` installs it");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaint}");
    serde_json::from_slice(&output.stdout).unwrap()
}
