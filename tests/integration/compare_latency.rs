//! Times of two models: percentiles and draws against numpy's, and how often the interval of a ratio holds the true one.

use dryf::pipeline::compare::{CallTimes, Latency, LatencyWork, Timings};
use dryf::pipeline::drift::Estimate;
use dryf::pipeline::rng::RandomState;
use serde::Deserialize;

use crate::fixtures;

#[derive(Deserialize)]
struct Fixture {
    timed: Vec<Timed>,
}

#[derive(Deserialize)]
struct Timed {
    name: String,
    tolerance: f64,
    candidate: Vec<f64>,
    production: Vec<f64>,
    draws: u32,
    seed: u32,
    /// Of the candidate, of production, of the ratio; three percentiles each.
    observed: [[f64; 3]; 3],
    low: [[f64; 3]; 3],
    high: [[f64; 3]; 3],
    means: [f64; 2],
}

fn latency([candidate, production]: [&[f64]; 2], draws: u32, seed: u32, budget: u32) -> Latency {
    let times = |seconds: &[f64]| CallTimes {
        repeats: 1,
        seconds: seconds.to_vec(),
    };
    let timings = Timings {
        rows_a_call: 10,
        warm_up: 5,
        candidate: times(candidate),
        production: times(production),
    };
    let mut work = LatencyWork::new(timings, draws, seed);
    while work.step(budget).is_running() {
        assert!(work.done() < work.total());
    }
    assert_eq!(work.done(), draws);
    work.finish().expect("all draws are done")
}

fn percentiles(latency: &Latency) -> [[Estimate; 3]; 3] {
    [
        latency.candidate.percentiles,
        latency.production.percentiles,
        latency.ratio,
    ]
    .map(|of| [of.p50, of.p95, of.p99])
}

#[test]
fn percentiles_and_draws_are_those_of_numpy() {
    let fixture: Fixture = fixtures::read("compare.json");
    assert_eq!(fixture.timed.len(), 3);
    for case in fixture.timed {
        let times = [&case.candidate[..], &case.production[..]];
        let found = latency(times, case.draws, case.seed, 1000);
        let near = |what: &str, actual: f64, expected: f64| {
            assert!(
                (actual - expected).abs() <= case.tolerance * expected,
                "{}: {what} {actual}, expected {expected}",
                case.name
            );
        };
        for (of, three) in percentiles(&found).iter().enumerate() {
            for (at, estimate) in three.iter().enumerate() {
                near("value", estimate.value, case.observed[of][at]);
                near("low", estimate.low, case.low[of][at]);
                near("high", estimate.high, case.high[of][at]);
            }
        }
        for (of, model) in [found.candidate, found.production].iter().enumerate() {
            near("mean", model.mean, case.means[of]);
            let rows_a_second = 10.0 / case.observed[of][0];
            near("rows a second", model.rows_a_second, rows_a_second);
        }
        assert_eq!(found.calls as usize, case.candidate.len());
        assert_eq!(
            latency(times, case.draws, case.seed, 7),
            found,
            "{}: however it is sliced",
            case.name
        );
        let json = serde_json::to_string(&found).unwrap();
        assert_eq!(serde_json::from_str::<Latency>(&json).unwrap(), found);
    }
}

/// Uniform over 0 to 1, the ends left out.
fn share(random: &mut RandomState) -> f64 {
    (random.random_sample() + f64::EPSILON).min(1.0 - f64::EPSILON)
}

/// Standard normal, by Box and Muller.
fn normal(random: &mut RandomState) -> f64 {
    let (radius, angle) = (share(random), share(random));
    (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
}

/// Times of both models over `calls` pairs. A row's length makes a call slower or faster; one call in fifty falls into a burst
/// that makes it three times as slow; both are the same for a pair or of each call's own. The candidate takes 1.4 times as
/// long, so that every percentile does.
fn times(calls: u32, is_shared: bool, random: &mut RandomState) -> [Vec<f64>; 2] {
    let mut found = [Vec::new(), Vec::new()];
    for _ in 0..calls {
        let mut slowness = || {
            let row = (0.3 * normal(random)).exp();
            row * if share(random) < 0.02 { 3.0 } else { 1.0 }
        };
        let first = slowness();
        let second = if is_shared { first } else { slowness() };
        for (times, slowness) in found.iter_mut().zip([1.4 * first, second]) {
            times.push(1e-5 * slowness * (0.1 * normal(random)).exp());
        }
    }
    found
}

#[test]
fn intervals_of_the_ratio_hold_the_true_one_as_often_as_is_said() {
    const SAMPLES: u32 = 500;
    // Three standard errors of 500 samples at 95 % are 2.9 in percent, and one percent for the 300 draws of each.
    const LEAST: f64 = 91.0;
    for (calls, is_shared) in [(200, true), (200, false), (1000, true), (1000, false)] {
        let mut held = [0; 3];
        for sample in 0..SAMPLES {
            let mut random = RandomState::new(10_000 + sample);
            let [candidate, production] = times(calls, is_shared, &mut random);
            let found = latency([&candidate, &production], 300, sample, 300).ratio;
            for (held, estimate) in held.iter_mut().zip([found.p50, found.p95, found.p99]) {
                *held += u32::from(estimate.low <= 1.4 && 1.4 <= estimate.high);
            }
        }
        let percent = held.map(|held| f64::from(held) * 100.0 / f64::from(SAMPLES));
        println!("{calls} calls, shared {is_shared}: p50, p95, p99 held in {percent:?} %");
        for percent in percent {
            assert!(
                percent >= LEAST,
                "{calls} calls, shared {is_shared}: {percent} %"
            );
        }
    }
}
