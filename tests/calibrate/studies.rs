//! Searches whose truth is known: trials that answer rows by a recall of each class, alike on rows that are hard, and what is
//! then said of the best one.

use dryf::pipeline::numeric::{cos, erfc, ln};
use dryf::pipeline::rng::RandomState;
use dryf::pipeline::search::{Contender, Contest, F1Average, HonestBest, honest_best};
use dryf::pipeline::step::at_once;

/// Of the rows, by class.
const SHARES: [f64; 3] = [0.85, 0.05, 0.10];
/// Recalls of 0.94, 0.45 and 0.55, on the scale of the normal distribution.
const RECALLS: [f64; 3] = [1.5548, -0.1257, 0.1257];
/// Of what makes an answer right or wrong, how much is the row's and not the trial's.
const OF_ROW: f64 = 0.8;

/// A search.
#[derive(Clone, Copy)]
pub struct Studied {
    pub trials: usize,
    pub rows: usize,
    /// Standard deviation of the trials' qualities, on the scale of the normal distribution; 0.1 is 0.016 of F1 micro.
    pub spread: f64,
    pub average: F1Average,
}

/// What was said of its best trial, and what holds on rows without end.
pub struct Told {
    pub said: HonestBest,
    /// Of the best trial.
    pub truth: f64,
    /// Whether the trial that is truly best is said not to be told from the best.
    pub holds_the_truly_best: bool,
    /// What the trial that is best of twice as many is truly better.
    pub true_gain: f64,
}

fn normal(random: &mut RandomState) -> f64 {
    let radius = (-2.0 * ln(1.0 - random.random_sample())).sqrt();
    radius * cos(std::f64::consts::TAU * random.random_sample())
}

/// The score of a trial on rows without end.
fn truth(quality: f64, average: F1Average) -> f64 {
    let below = |x: f64| 0.5 * erfc(-x / std::f64::consts::SQRT_2);
    let hits: Vec<f64> = (0..3)
        .map(|class| SHARES[class] * below(RECALLS[class] + quality))
        .collect();
    if average == F1Average::Micro {
        return hits.iter().sum();
    }
    let missed: Vec<f64> = (0..3).map(|class| SHARES[class] - hits[class]).collect();
    let predicted = [
        hits[0] + missed[1] + missed[2],
        hits[1] + missed[0] / 2.0,
        hits[2] + missed[0] / 2.0,
    ];
    (0..3)
        .map(|class| 2.0 * hits[class] / (SHARES[class] + predicted[class]))
        .sum::<f64>()
        / 3.0
}

impl Studied {
    /// By a seed, with as many draws of the bootstrap.
    pub fn tell(self, seed: u32, draws: u32) -> Told {
        let mut random = RandomState::new(seed);
        let classes: Vec<u32> = (0..self.rows)
            .map(|_| {
                let at = random.random_sample();
                u32::from(at >= SHARES[0]) + u32::from(at >= SHARES[0] + SHARES[1])
            })
            .collect();
        let hardness: Vec<f64> = (0..self.rows).map(|_| normal(&mut random)).collect();
        let (of_row, of_trial) = (OF_ROW.sqrt(), (1.0 - OF_ROW).sqrt());
        let (mut qualities, mut contenders) = (Vec::new(), Vec::new());
        for number in 0..2 * self.trials as u32 {
            let quality = self.spread * normal(&mut random);
            let answers = classes.iter().zip(&hardness).zip(0u32..);
            let predicted = answers.map(|((&class, hardness), row)| {
                let chance = of_row * hardness + of_trial * normal(&mut random);
                let is_right = chance < RECALLS[class as usize] + quality;
                match (is_right, class) {
                    (true, _) => class,
                    (false, 0) => 1 + row % 2,
                    (false, _) => 0,
                }
            });
            contenders.push(Contender {
                number,
                predicted: predicted.collect(),
                size: None,
                latency: None,
            });
            qualities.push(quality);
        }
        let contest = |contenders: &[Contender], best: usize, draws: u32| Contest {
            contenders: contenders.to_vec(),
            truth: classes.clone(),
            n_classes: 3,
            best,
            average: self.average,
            draws,
            seed,
        };
        let scores: Vec<f64> = at_once(honest_best(contest(&contenders, 0, 1)))
            .standings
            .iter()
            .map(|one| one.score)
            .collect();
        let best_of = |values: &[f64]| {
            let places = (0..values.len()).rev();
            places
                .max_by(|a, b| values[*a].total_cmp(&values[*b]))
                .expect("one at least")
        };
        let best = best_of(&scores[..self.trials]);
        let said = at_once(honest_best(contest(
            &contenders[..self.trials],
            best,
            draws,
        )));
        let of = |place: usize| truth(qualities[place], self.average);
        let truly_best = best_of(&qualities[..self.trials]);
        Told {
            holds_the_truly_best: said.standings[truly_best].is_among_best,
            truth: of(best),
            true_gain: of(best_of(&scores)) - of(best),
            said,
        }
    }
}

/// Over many searches.
pub struct Summary {
    /// In how many the truth lies in the interval.
    pub covered: usize,
    /// Mean of the plain best's score minus the truth.
    pub plain_excess: f64,
    /// The same of the honest value.
    pub honest_excess: f64,
    /// Mean width of the interval.
    pub width: f64,
    /// In how many the truly best trial is said not to be told from the best.
    pub held: usize,
    /// Mean number of trials of which that is said.
    pub among_best: f64,
    /// Mean gain of as many trials again: as said, and true.
    pub said_gain: f64,
    pub true_gain: f64,
}

impl Summary {
    /// As the last columns of a row of [`COLUMNS`].
    pub fn cells(&self) -> String {
        format!(
            "{} | {:+.4} | {:+.4} | {:.4} | {} | {:.1} | {:.4} | {:.4}",
            self.covered,
            self.plain_excess,
            self.honest_excess,
            self.width,
            self.held,
            self.among_best,
            self.said_gain,
            self.true_gain
        )
    }
}

pub const COLUMNS: &str = "truth in the interval | plain best minus truth | honest value minus truth | width of the interval | truly best among those not told from the best | number of these | gain of doubling as said | true gain";

pub fn summary(told: &[Told]) -> Summary {
    let mean = |of: &dyn Fn(&Told) -> f64| told.iter().map(of).sum::<f64>() / told.len() as f64;
    let count = |is: &dyn Fn(&Told) -> bool| told.iter().filter(|one| is(one)).count();
    Summary {
        covered: count(&|one| (one.said.honest.low..=one.said.honest.high).contains(&one.truth)),
        plain_excess: mean(&|one| one.said.plain - one.truth),
        honest_excess: mean(&|one| one.said.honest.value - one.truth),
        width: mean(&|one| one.said.honest.high - one.said.honest.low),
        held: count(&|one| one.holds_the_truly_best),
        among_best: mean(&|one| {
            one.said
                .standings
                .iter()
                .filter(|one| one.is_among_best)
                .count() as f64
        }),
        said_gain: mean(&|one| one.said.gain_of_doubling.unwrap_or(0.0)),
        true_gain: mean(&|one| one.true_gain),
    }
}
