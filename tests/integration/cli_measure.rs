//! What `dryf compare` says of the costs of models, from outside; and its times against the clock on the wall.

use serde_json::Value;

use dryf::pipeline::corpus::{NamedBytes, ZipLimits, read_zip};

use crate::cli::{Desk, demo_lines};
use crate::cli_compare::{ROWS, number, two_models};

#[test]
fn what_models_cost_is_measured_side_by_side() {
    let desk = two_models();
    desk.write(
        "rules.toml",
        "[[rules]]\nrule = \"ratio\"\nof = \"latency_p50\"\nmax = 100\n\n\
         [[rules]]\nrule = \"ratio\"\nof = \"cpu_seconds\"\nmax = 100.0\n\n\
         [[rules]]\nrule = \"size\"\nof = \"model\"\nmax = 100_000_000\n",
    );
    let found = desk.dryf(&format!(
        "compare --candidate demo.zip --production poor.zip {ROWS} --rules rules.toml --json a.json"
    ));
    assert_eq!(found.code, Some(0), "{}{}", found.stdout, found.stderr);
    let report = desk.json("a.json");
    let resources = &report["resources"];
    for (what, rows) in [("single", 1.0), ("batch", 100.0)] {
        let latency = &resources[what];
        assert!(number(latency, "/calls") >= 200.0);
        assert_eq!(number(latency, "/rows_a_call"), rows);
        for of in [
            "/candidate/percentiles",
            "/production/percentiles",
            "/ratio",
        ] {
            let mut last = 0.0;
            for percentile in ["p50", "p95", "p99"] {
                let at = |end: &str| number(latency, &format!("{of}/{percentile}/{end}"));
                let (low, value, high) = (at("low"), at("value"), at("high"));
                assert!(
                    0.0 < low && low <= value && value <= high,
                    "{of}/{percentile}"
                );
                if of != "/ratio" {
                    assert!(value >= last);
                    last = value;
                }
            }
        }
    }
    // The demo's own model has a hundred times the terms and many support vectors.
    assert!(number(resources, "/batch/ratio/p50/value") > 1.0);
    for model in ["candidate", "production"] {
        let of = |what: &str| number(resources, &format!("/{model}/{what}"));
        assert!(of("cpu_seconds") > 0.0 && of("load_cpu_seconds") > 0.0);
        if cfg!(target_os = "linux") {
            assert!(of("peak_memory_bytes") > of("model_bytes"));
        }
    }
    if cfg!(target_os = "linux") {
        assert!(resources["missing"].as_object().unwrap().is_empty());
    }
    assert_eq!(number(resources, "/ratios/cpu_seconds/rounds"), 6.0);
    for words in [
        "rows in a second",
        "peak memory",
        "CPU time of all rows",
        "time of a call with 1 row, p99",
    ] {
        assert!(found.stdout.contains(words), "{words} in {}", found.stdout);
    }
}

/// The mean of the program's own report against the wall clock of whole processes: with 10 N calls in place of N a process
/// takes longer by what 9 N calls take. One model is timed against itself, so that there are twice as many.
#[test]
fn the_times_of_calls_agree_with_the_clock_on_the_wall() {
    // Enough that a process's own start, which takes some hundredths of a second more or less, is little beside them.
    const CALLS: u32 = 3000;
    const ROUNDS: usize = 5;
    let desk = Desk::new().with_demo();
    let archive = NamedBytes {
        name: "demo.zip".into(),
        bytes: desk.read("demo.zip"),
    };
    let files: Vec<(String, Vec<u8>)> = read_zip(&archive, &ZipLimits::default())
        .expect("a sound zip")
        .into_iter()
        .filter_map(|file| {
            let (before, name) = file.name.split_once("/artifacts/model/data/")?;
            (!before.contains("/models/")).then(|| (name.to_string(), file.bytes))
        })
        .collect();
    let texts = serde_json::to_vec(&demo_lines("test_text.txt")).unwrap();
    let sizes: serde_json::Map<String, Value> = files
        .iter()
        .map(|(name, bytes)| (name.clone(), bytes.len().into()))
        .collect();
    let mut input =
        serde_json::to_vec(&serde_json::json!({ "files": sizes, "texts": texts.len() })).unwrap();
    input.push(b'\n');
    // The parts follow in the order of their names.
    let sorted: std::collections::BTreeMap<_, _> = files.into_iter().collect();
    sorted.values().for_each(|bytes| input.extend(bytes));
    input.extend(texts);

    let run = |calls: u32| -> (f64, Value) {
        let begun = std::time::Instant::now();
        let said = desk.dryf_with(&format!("measure --calls {calls}"), &input);
        let seconds = begun.elapsed().as_secs_f64();
        (seconds, serde_json::from_str(&said.good()).unwrap())
    };
    let mut ratios: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let (short, _) = run(CALLS);
            let (long, report) = run(10 * CALLS);
            assert_eq!(report["calls"], 20 * CALLS);
            let outside = (long - short) / f64::from(2 * 9 * CALLS);
            number(&report, "/mean_seconds") / outside
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    let median = ratios[ROUNDS / 2];
    println!("inside over outside: {ratios:.3?}, median {median:.3}");
    assert!((0.8..=1.2).contains(&median), "{ratios:?}");
}
