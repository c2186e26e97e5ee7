//! What `dryf compare` says of the costs of models, from outside.

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
