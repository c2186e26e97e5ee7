//! Fits that would not end, and fits that start from another model: each ends, says why, and is where it should be.

use std::sync::Arc;

use dryf::pipeline::features::{TfidfFit, TfidfParams};
use dryf::pipeline::sparse::CsrMatrix;
use dryf::pipeline::svm::{Convergence, DualStart, MachineReport, Stop, Svc, SvcFit, SvcParams};
use serde_json::Value;

use crate::cli::Desk;
use crate::foreign_texts::{Shape, texts};

const CLASSES: usize = 3;

/// Labelled texts; where they contradict, every tenth repeats the one before it under another label, so that no `C` is
/// large enough to separate them.
fn rows(n: u32, contradict: bool) -> Vec<(u32, String)> {
    let mut rows = texts(&Shape::tweets(n));
    for at in (10..rows.len()).step_by(10).filter(|_| contradict) {
        let (label, text) = rows[at - 1].clone();
        rows[at] = ((label + 1) % CLASSES as u32, text);
    }
    rows
}

fn features(rows: &[(u32, String)]) -> (Arc<CsrMatrix>, Arc<[u32]>) {
    let texts: Vec<String> = rows.iter().map(|(_, text)| text.clone()).collect();
    let (_, x) = TfidfFit::new(&TfidfParams::default(), texts.into())
        .and_then(TfidfFit::finish)
        .expect("terms are left");
    (Arc::new(x), rows.iter().map(|(label, _)| *label).collect())
}

fn fit(
    svc: &str,
    x: &Arc<CsrMatrix>,
    y: &Arc<[u32]>,
    start: Option<DualStart>,
) -> (Svc, Convergence) {
    let params: SvcParams = toml::from_str(svc).expect("parameters as in a configuration");
    let classes: Vec<String> = (0..CLASSES).map(|class| class.to_string()).collect();
    let valid = params.check(&classes).expect("the parameters can run");
    SvcFit::starting_from(&valid, x.clone(), y.clone(), CLASSES, 2021, start)
        .and_then(SvcFit::finish)
        .expect("the fit ends")
}

/// What is asked for, whether rows contradict each other, and how the fit ends.
const ENDS: [(&str, bool, Stop); 16] = [
    // No sum of 64-bit floats is so exact.
    ("kernel = 'poly'\ntol = 1e-300", false, Stop::Precision),
    ("kernel = 'poly'\ntol = 1e-300", true, Stop::Precision),
    ("kernel = 'rbf'\ntol = 1e-300", true, Stop::Precision),
    ("kernel = 'linear'\ntol = 1e-300", false, Stop::Precision),
    ("engine = 'linear'\ntol = 1e-300", false, Stop::Precision),
    (
        "engine = 'linear'\nloss = 'hinge'\ntol = 1e-300\nmax_iter = 200",
        false,
        Stop::MaxIter,
    ),
    // Rows that contradict each other take variables as large as C lets them be.
    ("kernel = 'poly'\nC = 1e308", true, Stop::Precision),
    ("kernel = 'rbf'\nC = 1e308", true, Stop::Precision),
    ("kernel = 'linear'\nC = 1e308", true, Stop::Precision),
    // Where they don't, C bounds nothing.
    ("kernel = 'poly'\nC = 1e308", false, Stop::Converged),
    ("kernel = 'rbf'\nC = 1e308", false, Stop::Converged),
    ("kernel = 'linear'\nC = 1e10", false, Stop::Converged),
    ("kernel = 'linear'\nC = 1e10", true, Stop::Converged),
    ("kernel = 'poly'\nmax_iter = 10", false, Stop::MaxIter),
    ("kernel = 'linear'\nmax_iter = 10", false, Stop::MaxIter),
    ("kernel = 'poly'\ntol = 1e-9", true, Stop::Converged),
];

#[test]
fn every_fit_ends_and_says_why() {
    for contradict in [false, true] {
        let (x, y) = features(&rows(600, contradict));
        for (svc, _, expected) in ENDS.iter().filter(|row| row.1 == contradict) {
            let (_, convergence) = fit(svc, &x, &y, None);
            assert_eq!(convergence.stop(), *expected, "{svc}, {contradict}");
            assert_eq!(convergence.converged(), *expected == Stop::Converged);
        }
    }
}

/// The folds that calibrate probabilities are fits of their own.
#[test]
fn a_calibration_that_stops_is_not_converged() {
    let (x, y) = features(&rows(600, true));
    let svc = "kernel = 'poly'\nprobability = true";
    let (_, met) = fit(svc, &x, &y, None);
    assert!(met.converged());
    // Of three pairs of classes, each with five folds.
    assert_eq!((met.machines.len(), met.calibration.len()), (3, 15));
    let (_, stopped) = fit(&format!("{svc}\nmax_iter = 7"), &x, &y, None);
    let is_stopped = |machine: &MachineReport| machine.stop == Stop::MaxIter;
    assert!(stopped.calibration.iter().all(is_stopped));
    // Where a limit stops a fold and no machine of the model.
    let mixed = Convergence {
        machines: met.machines,
        calibration: stopped.calibration,
    };
    assert_eq!((mixed.stop(), mixed.converged()), (Stop::MaxIter, false));
}

#[test]
fn the_log_says_what_to_set() {
    let desk = Desk::new();
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(["text", "label"]).unwrap();
    for (label, text) in rows(600, true) {
        table
            .write_record([&text, &format!("class {label}")])
            .unwrap();
    }
    desk.write("train.csv", table.into_inner().unwrap());
    for (svc, stop, advice) in [
        ("tol = 1e-300", "precision", "raise tol or lower C"),
        ("C = 1e308", "precision", "raise tol or lower C"),
        ("max_iter = 7", "max-iter", "raise max_iter or tol"),
    ] {
        desk.write("run.toml", format!("[clean]\nsteps = []\n[svc]\n{svc}"));
        let run = desk.dryf("train --train-text train.csv --config run.toml --json run.json");
        let warnings: Vec<&str> = run
            .log()
            .into_iter()
            .filter(|line| line.contains("before it met tol"))
            .collect();
        // Both fits of the run, and the models of the folds together.
        assert_eq!(warnings.len(), 3, "{svc}: {}", run.stderr);
        assert!(
            warnings.iter().all(|line| line.contains(advice)),
            "{warnings:?}"
        );
        assert!(
            warnings[2].starts_with("the solver of a fold"),
            "{warnings:?}"
        );
        run.good();
        let fit = &desk.json("run.json")["fits"]["final"];
        assert_eq!(
            (&fit["converged"], &fit["stop"]),
            (&false.into(), &stop.into())
        );
        assert!(
            fit["violation"]
                .as_f64()
                .is_some_and(|violation| violation > 0.0)
        );
    }
    desk.write(
        "run.toml",
        "[clean]\nsteps = []\n[svc]\nmax_iter = 7\nprobability = true",
    );
    let run = desk.dryf("train --train-text train.csv --config run.toml");
    let log = run.log().join("\n");
    for who in ["the solver", "the solver of a fold"] {
        let line = format!(
            "calibrating probabilities, {who} stopped at its limit of iterations (max_iter = 7; "
        );
        assert!(log.contains(&line), "{log}");
    }
    run.good();
    desk.write("run.toml", "[clean]\nsteps = []");
    desk.dryf("train --train-text train.csv --config run.toml --json run.json")
        .good();
    let fit: &Value = &desk.json("run.json")["fits"]["final"];
    assert_eq!(
        (&fit["converged"], &fit["stop"]),
        (&true.into(), &"converged".into())
    );
}

/// A fold starts from the model of all rows and comes to the optimum of its own, in fewer iterations.
#[test]
fn a_start_changes_the_way_and_not_the_optimum() {
    let all = rows(1500, false);
    let (x, y) = features(&all);
    let kept: Vec<u32> = (0..1500).filter(|row| row % 5 != 2).collect();
    let fold: Vec<(u32, String)> = kept.iter().map(|&row| all[row as usize].clone()).collect();
    let (fold_x, fold_y) = features(&fold);
    // With the share of the iterations that are left at most: the rbf kernel and a large C tie rows more closely
    // to those that are left out.
    for (svc, share) in [
        ("kernel = 'poly'", 0.5),
        ("kernel = 'poly'\nC = 20.0\ncoef0 = 0.5", 0.9),
        ("kernel = 'rbf'", 0.8),
        ("kernel = 'rbf'\nC = 10.0\nclass_weight = 'balanced'", 0.9),
    ] {
        let (model, _) = fit(svc, &x, &y, None);
        let start = DualStart::of(&model, 1500).map(|start| start.select_rows(&kept));
        let (warm, by_start) = fit(svc, &fold_x, &fold_y, start);
        let (cold, from_zero) = fit(svc, &fold_x, &fold_y, None);
        assert!(by_start.converged(), "{svc}");
        assert!(
            (by_start.iterations() as f64) < share * from_zero.iterations() as f64,
            "{svc}: {} of {}",
            by_start.iterations(),
            from_zero.iterations()
        );
        for (a, b) in by_start.machines.iter().zip(&from_zero.machines) {
            // Each is above the optimum by at most its violation times the sum of the variables, which is at most twice
            // the size of the objective.
            let allowed = 2.0 * 1e-3 * b.objective.abs().max(1.0);
            assert!(
                (a.objective - b.objective).abs() < allowed,
                "{svc}: {a:?} {b:?}"
            );
        }
        let labels = |svc: &Svc| svc.predictor().predict(&fold_x);
        let differ = labels(&warm)
            .iter()
            .zip(labels(&cold))
            .filter(|(a, b)| **a != *b)
            .count();
        // Rows at a decision of 0, to the tolerance.
        assert!(differ <= 2, "{svc}: {differ} of 1200");
    }
    // A problem that is not convex starts where it always does, lest the rows left out choose its valley.
    let sigmoid = "kernel = 'sigmoid'\ngamma = 0.5";
    let (model, _) = fit(sigmoid, &x, &y, None);
    let start = DualStart::of(&model, 1500).map(|start| start.select_rows(&kept));
    assert_eq!(
        fit(sigmoid, &fold_x, &fold_y, start),
        fit(sigmoid, &fold_x, &fold_y, None)
    );
}
