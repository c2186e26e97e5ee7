//! What MLflow would stumble over is never written.

use super::*;

fn run(id: &str) -> Run {
    Run {
        id: id.into(),
        name: "first".into(),
        start: 1000,
        end: 2000,
        status: Status::Finished,
        params: Texts::new(),
        tags: Texts::new(),
        metrics: Metrics::default(),
        inputs: Vec::new(),
        outputs: Vec::new(),
        output_steps: BTreeMap::new(),
        artifacts: FileMap::new(),
    }
}

fn experiment(runs: Vec<Run>) -> Experiment {
    Experiment {
        name: "Dryf".into(),
        created: 1000,
        tags: Texts::new(),
        runs,
        datasets: Vec::new(),
        models: Vec::new(),
    }
}

#[test]
fn an_experiment_has_18_digits_that_its_name_decides() {
    for name in ["Dryf", "", "żółw"] {
        let id = experiment_id(name);
        assert!(
            id.len() == 18 && id.bytes().all(|byte| byte.is_ascii_digit()),
            "{id}"
        );
    }
    assert_eq!(experiment_id("Dryf"), experiment_id("Dryf"));
    assert_ne!(experiment_id("Dryf"), experiment_id("dryf"));
}

#[test]
fn no_metric_line_stands_twice_and_none_is_no_number() {
    let mut metrics = Metrics::default();
    let point = |step, value| Point { at: 5, value, step };
    for point in [
        point(0, 0.5),
        point(0, 0.5),
        point(1, 0.5),
        point(2, f64::NAN),
    ] {
        metrics.log("objective", point);
    }
    metrics.log("never", point(0, f64::INFINITY));
    assert_eq!(metrics.get("objective"), [point(0, 0.5), point(1, 0.5)]);
    let files = experiment(vec![Run {
        metrics,
        ..run("0123")
    }])
    .files();
    let folder = format!("{}/0123/metrics", experiment_id("Dryf"));
    assert_eq!(files[&format!("{folder}/objective")], b"5 0.5 0\n5 0.5 1\n");
    assert!(!files.contains_key(&format!("{folder}/never")));
}

#[test]
fn a_run_has_its_folders_even_when_they_are_empty() {
    let files = experiment(vec![run("0123")]).files();
    for folder in ["metrics/", "params/", "artifacts/"] {
        assert!(files.contains_key(&format!("{}/0123/{folder}", experiment_id("Dryf"))));
    }
}

#[test]
fn values_end_without_a_line_break() {
    let files = experiment(vec![Run {
        params: [("C".to_string(), "1.0\n".to_string())].into(),
        ..run("0123")
    }])
    .files();
    assert_eq!(
        files[&format!("{}/0123/params/C", experiment_id("Dryf"))],
        b"1.0"
    );
}
