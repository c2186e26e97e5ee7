//! What is said of the best trial: beside a naive calculation, and, as a small part of `./dev calibrate studies`, whether it holds
//! where the truth is known.

#[path = "../calibrate/studies.rs"]
mod studies;

use dryf::pipeline::metrics::Evaluation;
use dryf::pipeline::rng::RandomState;
use dryf::pipeline::search::{Contender, Contest, F1Average, HonestBest, honest_best};
use dryf::pipeline::step::at_once;
use studies::{COLUMNS, Studied, summary};

use crate::fixtures::assert_close;

/// Answers of which the shares given are right; the wrong ones are the next class.
fn contest(n_rows: usize, shares: &[f64], average: F1Average) -> Contest {
    let mut random = RandomState::new(7);
    let truth: Vec<u32> = (0..n_rows).map(|_| random.random_interval(2)).collect();
    let contenders = shares.iter().zip(0u32..).map(|(share, number)| {
        let predicted = truth
            .iter()
            .map(|class| match random.random_sample() < *share {
                true => *class,
                false => (class + 1) % 3,
            });
        Contender {
            number: number * 10,
            predicted: predicted.collect(),
            size: Some(100.0 - f64::from(number)),
            latency: None,
        }
    });
    Contest {
        contenders: contenders.collect(),
        truth,
        n_classes: 3,
        best: 0,
        average,
        draws: 60,
        seed: 5,
    }
}

fn said(contest: &Contest) -> HonestBest {
    at_once(honest_best(contest.clone()))
}

/// Rows drawn one by one, scored by `Evaluation`.
#[test]
fn the_honest_value_is_that_of_a_naive_calculation() {
    // PolEval's, in their order.
    let classes = ["cyberbullying", "hate-speech", "non-harmful"].map(String::from);
    for average in [
        F1Average::Micro,
        F1Average::Macro,
        F1Average::PolevalMicro,
        F1Average::PolevalMacro,
    ] {
        let contest = contest(40, &[0.8, 0.75, 0.8, 0.6, 0.7], average);
        let score = |one: &Contender, rows: &[usize]| {
            let of = |labels: &[u32]| rows.iter().map(|row| labels[*row]).collect::<Vec<u32>>();
            let found = Evaluation::new(&classes, &of(&contest.truth), &of(&one.predicted));
            let found = found.with_poleval_scores();
            let poleval = found.poleval.expect("the classes are PolEval's");
            match average {
                F1Average::Micro => found.f1_micro,
                F1Average::Macro => found.f1_macro,
                F1Average::PolevalMicro => poleval.micro_f,
                F1Average::PolevalMacro => poleval.macro_f,
            }
        };
        let mut random = RandomState::new(contest.seed);
        let (mut kept, mut of_best) = (Vec::new(), Vec::new());
        for _ in 0..contest.draws {
            let drawn: Vec<usize> = (0..40)
                .map(|_| random.random_interval(39) as usize)
                .collect();
            let others: Vec<usize> = (0..40).filter(|row| !drawn.contains(row)).collect();
            let mut chosen = &contest.contenders[0];
            for one in &contest.contenders {
                if score(one, &drawn) > score(chosen, &drawn) {
                    chosen = one;
                }
            }
            kept.push(score(chosen, &others));
            of_best.push(score(&contest.contenders[0], &drawn));
        }
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let squares: Vec<f64> = of_best
            .iter()
            .map(|one| (one - mean(&of_best)).powi(2))
            .collect();
        let value = mean(&kept);
        kept.sort_by(f64::total_cmp);
        let found = said(&contest);
        let rows: Vec<usize> = (0..40).collect();
        let scores = found.standings.iter().map(|one| one.score);
        assert_close(
            "scores",
            &scores.collect::<Vec<f64>>(),
            &contest
                .contenders
                .iter()
                .map(|one| score(one, &rows))
                .collect::<Vec<f64>>(),
            1e-13,
        );
        // numpy's percentiles of 60 values lie between the second and third, and the 58th and 59th.
        let between = |below: f64, above: f64, share: f64| below + (above - below) * share;
        assert_close(
            "value, interval, standard error",
            &[
                found.honest.value,
                found.honest.low,
                found.honest.high,
                found.standard_error,
            ],
            &[
                value,
                between(kept[1], kept[2], 0.475),
                between(kept[57], kept[58], 0.525),
                mean(&squares).sqrt(),
            ],
            1e-12,
        );
    }
}

#[test]
fn trials_that_answer_alike_are_alike_and_the_simplest_is_named() {
    let mut contest = contest(200, &[0.8, 0.8, 0.8], F1Average::Macro);
    for place in [1, 2] {
        contest.contenders[place].predicted = contest.contenders[0].predicted.clone();
    }
    contest.contenders[2].size = None;
    let found = said(&contest);
    assert!(
        found
            .standings
            .iter()
            .all(|one| one.p == 1.0 && one.is_among_best)
    );
    assert_eq!((found.best, found.simplest), (0, 10));
    assert_eq!(found.gain_of_doubling, None);
    contest.contenders[1].size = Some(100.0);
    contest.contenders[1].latency = Some(2.0);
    contest.contenders[0].latency = Some(1.0);
    assert_eq!(said(&contest).simplest, 0);
}

#[test]
fn a_trial_that_is_worse_is_told_from_the_best() {
    let mut contest = contest(2_000, &[0.9, 0.9, 0.8, 0.895, 0.6], F1Average::Micro);
    contest.draws = 500;
    let found = said(&contest);
    let among: Vec<bool> = found
        .standings
        .iter()
        .map(|one| one.is_among_best)
        .collect();
    assert_eq!(among, [true, true, false, true, false]);
    // The worst goes first, at the least level that so many draws give.
    assert_eq!(found.standings[4].p, 1.0 / 501.0);
    assert!(found.standings[2].p >= found.standings[4].p);
    assert!(!found.is_worth_doubling());
}

/// The counts of a hundred searches are binomial; a bound lies where a right method comes once in ten thousand runs, or is what
/// is promised.
#[test]
fn the_honest_value_holds_on_rows_that_no_trial_saw() {
    let studied = |trials, spread, average| Studied {
        trials,
        rows: 600,
        spread,
        average,
    };
    for (studied, least_excess) in [
        (studied(10, 0.0, F1Average::Micro), 0.010),
        (studied(50, 0.0, F1Average::Micro), 0.014),
        (studied(50, 0.1, F1Average::Micro), 0.004),
        (studied(10, 0.0, F1Average::Macro), 0.015),
    ] {
        let told: Vec<_> = (0..100).map(|seed| studied.tell(seed, 150)).collect();
        let found = summary(&told);
        let (trials, spread, average) = (studied.trials, studied.spread, studied.average);
        let what = format!(
            "{trials} trials, spread {spread}, {average:?}: {COLUMNS} = {}",
            found.cells()
        );
        assert!(found.covered >= 90, "{what}");
        assert!(found.plain_excess > least_excess, "{what}");
        assert!(
            found.honest_excess.abs() < found.plain_excess / 2.0,
            "{what}"
        );
        assert!(found.held >= 86, "{what}");
    }
}
