//! How often a rule of the gate passes, fails and stays undecided where it is known which it should: pairs of classifiers
//! whose true difference is exact, with the rule's line below, at and above it.
//!
//! No data are read: a [`World`] draws rows of its own, seeded.

use dryf::pipeline::compare::{
    CompareWork, Gate, GateOutcome, Measured, PairedRows, Rule, Rules, Score,
};
use dryf::pipeline::metrics::f1_macro;
use dryf::pipeline::rng::RandomState;

/// Of answers that are both wrong, the share that are the same.
const SAME_ERROR: f64 = 0.7;

/// Rows of classes with given shares, and two classifiers that have a row right independently of all others.
pub struct World {
    pub name: &'static str,
    /// Of each class, their sum being 1; the first is the most frequent one.
    pub shares: Vec<f64>,
    /// Share of rows that production has right, in every class.
    pub accuracy: f64,
    /// Share of rows that only one of the two has right.
    pub discordance: f64,
    /// The candidate's accuracy minus production's, in every class.
    pub gain: f64,
}

/// How often of all simulations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rates {
    pub pass: u32,
    pub fail: u32,
    pub undecided: u32,
}

impl World {
    fn n_classes(&self) -> usize {
        self.shares.len()
    }

    pub fn classes(&self) -> Vec<String> {
        (0..self.n_classes())
            .map(|class| format!("{class:02}"))
            .collect()
    }

    /// Probabilities that only the candidate and that only production has a row right.
    fn one_sided(&self) -> [f64; 2] {
        [
            (self.discordance + self.gain) / 2.0,
            (self.discordance - self.gain) / 2.0,
        ]
    }

    /// The true difference of a score from production's.
    pub fn truth(&self, score: &Score) -> f64 {
        match score {
            Score::F1Micro | Score::Recall(_) => self.gain,
            Score::F1Macro => {
                self.true_macro(self.accuracy + self.gain) - self.true_macro(self.accuracy)
            }
        }
    }

    /// The true difference of F1 micro from that of the most frequent class.
    pub fn truth_over_baseline(&self) -> f64 {
        self.accuracy + self.gain - self.shares[0]
    }

    /// F1 macro of endlessly many rows, as counts of a thousand million of them.
    fn true_macro(&self, accuracy: f64) -> f64 {
        let n = 1e9;
        let count = |share: f64| (n * share).round() as u64;
        let others = (self.n_classes() - 1) as f64;
        let hits: Vec<u64> = self
            .shares
            .iter()
            .map(|share| count(share * accuracy))
            .collect();
        let truths: Vec<u64> = self.shares.iter().map(|share| count(*share)).collect();
        let predicted: Vec<u64> = self
            .shares
            .iter()
            .map(|share| count(share * accuracy + (1.0 - share) * (1.0 - accuracy) / others))
            .collect();
        f1_macro(&hits, &truths, &predicted)
    }

    /// `n` rows with both answers.
    fn rows(&self, n: usize, random: &mut RandomState) -> PairedRows {
        let k = self.n_classes() as u32;
        let [candidate, production] = self.one_sided();
        let both = self.accuracy - production;
        let mut columns = [const { Vec::new() }; 3];
        for _ in 0..n {
            let mut at = random.random_sample();
            let mut truth = 0;
            while truth + 1 < k as usize && at >= self.shares[truth] {
                at -= self.shares[truth];
                truth += 1;
            }
            let truth = truth as u32;
            let mut wrong = || match k {
                2 => 1 - truth,
                _ => (truth + 1 + random.random_interval(k - 2)) % k,
            };
            let (one, other) = (wrong(), wrong());
            let which = random.random_sample();
            let answers = if which < both {
                [truth, truth]
            } else if which < both + candidate {
                [truth, other]
            } else if which < both + candidate + production {
                [one, truth]
            } else if random.random_sample() < SAME_ERROR {
                [one, one]
            } else {
                [one, other]
            };
            for (column, value) in columns.iter_mut().zip([truth, answers[0], answers[1]]) {
                column.push(value);
            }
        }
        let [truth, one, other] = columns;
        PairedRows::new(self.classes(), truth, one, other).expect("there are rows")
    }

    /// What each rule, taken alone, says of `times` samples of `n` rows; simulation `i` has the seed `i`.
    pub fn judge(&self, n: usize, draws: u32, times: u32, rules: &[Rule]) -> Vec<Rates> {
        let rules = Rules {
            rules: rules.to_vec(),
            ..Rules::default()
        };
        let valid = rules.check(&self.classes()).expect("rules that hold");
        let mut found = vec![Rates::default(); rules.rules.len()];
        for seed in 0..times {
            let rows = self.rows(n, &mut RandomState::new(seed));
            let mut work = CompareWork::new(rows, 0, draws, seed);
            while work.step(u32::MAX).is_running() {}
            let comparison = work.finish().expect("all draws are done");
            let gate = Gate::new(&comparison, &Measured::default(), &valid);
            for (rates, rule) in found.iter_mut().zip(&gate.rules) {
                *match rule.outcome {
                    GateOutcome::Pass => &mut rates.pass,
                    GateOutcome::Fail => &mut rates.fail,
                    GateOutcome::NotEnoughData => &mut rates.undecided,
                } += 1;
            }
        }
        found
    }

    /// A rule on one score with its line so far above the truth.
    pub fn better(&self, score: Score, above_truth: f64) -> Rule {
        Rule::Better {
            min_gain: (self.truth(&score) + above_truth).max(0.0),
            any_of: vec![score],
        }
    }

    /// Any of both F1 and of the recalls of all classes.
    pub fn any(&self) -> Rule {
        let mut any_of = vec![Score::F1Micro, Score::F1Macro];
        any_of.extend(self.classes().into_iter().map(Score::Recall));
        Rule::Better {
            any_of,
            min_gain: 0.0,
        }
    }
}

/// Two classes, three as uneven as PolEval's, twenty.
pub fn worlds(gain: f64) -> Vec<World> {
    let zipf: Vec<f64> = (0..20).map(|class| 1.0 / f64::from(class + 3)).collect();
    let sum: f64 = zipf.iter().sum();
    let world = |name, shares, accuracy, discordance| World {
        name,
        shares,
        accuracy,
        discordance,
        gain,
    };
    vec![
        world("2 classes, 50 %", vec![0.5, 0.5], 0.85, 0.12),
        world("2 classes, 10 %", vec![0.9, 0.1], 0.92, 0.08),
        world("3 classes, 2.5 %", vec![0.866, 0.109, 0.025], 0.88, 0.08),
        world(
            "20 classes",
            zipf.into_iter().map(|share| share / sum).collect(),
            0.6,
            0.2,
        ),
    ]
}

/// The table of `tests/README.md`.
pub fn print_table(times: u32) {
    // In points: how far the line is above the truth.
    const LINES: [f64; 3] = [-0.02, 0.0, 0.02];
    println!(
        "{times} simulations for each line; pass / fail / not enough data in percent\n\n\
         | rows | data | rule | line 2 points below the truth | at it | 2 points above it |\n|---|---|---|---|---|---|"
    );
    let shown = |rates: &Rates| {
        let percent = |n: u32| format!("{:.1}", 100.0 * f64::from(n) / f64::from(times));
        format!(
            "{} / {} / {}",
            percent(rates.pass),
            percent(rates.fail),
            percent(rates.undecided)
        )
    };
    for n in [300, 1_000, 4_000] {
        for world in worlds(0.03) {
            // A candidate that is three points worse, by another margin each.
            let worse = World {
                gain: -0.03,
                shares: world.shares.clone(),
                ..world
            };
            let not_inferior = LINES.map(|above| Rule::NotInferior {
                margin: 0.03 - above,
            });
            let score = |score: &Score| LINES.map(|above| world.better(score.clone(), above));
            let rare = Score::Recall(format!("{:02}", world.shares.len() - 1));
            let baseline = LINES.map(|above| Rule::BaselineBeaten {
                score: Score::F1Micro,
                min_gain: (world.truth_over_baseline() + above).max(0.0),
            });
            let mut lines = vec![("not_inferior", worse.judge(n, 1_000, times, &not_inferior))];
            let scores = [
                ("better, F1 micro", Score::F1Micro),
                ("better, F1 macro", Score::F1Macro),
                ("better, recall of the rarest", rare),
            ];
            let mut rules: Vec<Rule> = scores.iter().flat_map(|(_, one)| score(one)).collect();
            let is_above = world.truth_over_baseline() > 0.02;
            if is_above {
                rules.extend(baseline);
            }
            let found = world.judge(n, 1_000, times, &rules);
            let names = scores.iter().map(|(name, _)| *name);
            let names = names.chain(is_above.then_some("baseline_beaten, F1 micro"));
            lines.extend(names.zip(found.chunks(3).map(<[Rates]>::to_vec)));
            for (rule, rates) in lines {
                let cells: Vec<String> = rates.iter().map(shown).collect();
                println!("| {n} | {} | {rule} | {} |", world.name, cells.join(" | "));
            }
        }
        for world in worlds(0.0) {
            let found = world.judge(n, 1_000, times, &[world.any()]);
            println!(
                "| {n} | {} | better, any of {} scores, equal models | | {} | |",
                world.name,
                world.shares.len() + 2,
                shown(&found[0])
            );
        }
    }
}
