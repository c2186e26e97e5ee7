//! What one setting is chosen from, and its values as numbers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::pipeline::numeric::{exp, ln};
use crate::pipeline::rng::RandomState;

/// What a trial gives one setting.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    Float(f64),
    Int(i64),
    /// The place of the choice in [`Domain::Categorical`].
    Choice(u32),
}

/// What one setting is chosen from, with the arguments of Optuna's `suggest_float`, `suggest_int`, `suggest_categorical`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Domain {
    /// Both ends included. With `step` the numbers `low + k * step`, `high` among them; not together with `log`.
    Float {
        low: f64,
        high: f64,
        log: bool,
        step: Option<f64>,
    },
    /// Both ends included, `high` is `low + k * step`; `step` is 1 with `log`.
    Int {
        low: i64,
        high: i64,
        log: bool,
        step: i64,
    },
    /// Values as they stand in the configuration's file.
    Categorical { choices: Vec<toml::Value> },
}

impl Value {
    /// The number itself, or the place of the choice: Optuna's internal representation.
    pub fn number(self) -> f64 {
        match self {
            Value::Float(number) => number,
            Value::Int(whole) => whole as f64,
            Value::Choice(place) => f64::from(place),
        }
    }
}

/// The range of a numeric domain, as the densities use it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    pub low: f64,
    pub high: f64,
    pub log: bool,
    /// 0 without steps.
    pub step: f64,
}

impl Range {
    /// The ends half a step further out, by their logarithms with `log`.
    pub fn ends(&self) -> (f64, f64) {
        let (low, high) = (self.low - self.step / 2.0, self.high + self.step / 2.0);
        match self.log {
            true => (ln(low), ln(high)),
            false => (low, high),
        }
    }
}

impl Domain {
    /// None where there are choices.
    pub fn range(&self) -> Option<Range> {
        match *self {
            Domain::Float {
                low,
                high,
                log,
                step,
            } => Some(Range {
                low,
                high,
                log,
                step: step.unwrap_or(0.0),
            }),
            Domain::Int {
                low,
                high,
                log,
                step,
            } => Some(Range {
                low: low as f64,
                high: high as f64,
                log,
                step: step as f64,
            }),
            Domain::Categorical { .. } => None,
        }
    }

    /// How many values it has; none where they can't be counted.
    pub fn n_values(&self) -> Option<u64> {
        match self {
            Domain::Float { low, high, .. } if low == high => Some(1),
            Domain::Float { step: None, .. } => None,
            Domain::Float {
                low,
                high,
                step: Some(step),
                ..
            } => Some(1 + ((high - low) / step).round() as u64),
            Domain::Int {
                low, high, step, ..
            } => Some(1 + (high.abs_diff(*low)) / step.unsigned_abs()),
            Domain::Categorical { choices } => Some(choices.len() as u64),
        }
    }

    /// Whether there is nothing to choose.
    pub fn is_single(&self) -> bool {
        self.n_values() == Some(1)
    }

    /// A value by its place, of those that can be counted.
    pub fn nth(&self, place: u64) -> Value {
        match *self {
            Domain::Float {
                low, high, step, ..
            } => Value::Float((low + place as f64 * step.unwrap_or(0.0)).min(high)),
            Domain::Int { low, step, .. } => Value::Int(low + place as i64 * step),
            Domain::Categorical { .. } => Value::Choice(place as u32),
        }
    }

    pub fn contains(&self, value: Value) -> bool {
        match (self, value) {
            (Domain::Float { low, high, .. }, Value::Float(number)) => {
                (*low..=*high).contains(&number)
            }
            (
                Domain::Int {
                    low, high, step, ..
                },
                Value::Int(whole),
            ) => (*low..=*high).contains(&whole) && (whole - low) % step == 0,
            (Domain::Categorical { choices }, Value::Choice(place)) => {
                (place as usize) < choices.len()
            }
            _ => false,
        }
    }

    /// The value as it stands in a configuration's file.
    ///
    /// # Panics
    /// If the domain does not contain it.
    pub fn written(&self, value: Value) -> toml::Value {
        match (self, value) {
            (_, Value::Float(number)) => toml::Value::Float(number),
            (_, Value::Int(whole)) => toml::Value::Integer(whole),
            (Domain::Categorical { choices }, Value::Choice(place)) => {
                choices[place as usize].clone()
            }
            _ => unreachable!("a choice is of a domain with choices"),
        }
    }

    /// The value that a configuration's file has, if the domain contains it.
    pub fn read(&self, written: &toml::Value) -> Option<Value> {
        let value = match (self, written) {
            (Domain::Categorical { choices }, written) => {
                let place = choices.iter().position(|choice| choice == written)?;
                Value::Choice(place as u32)
            }
            (_, toml::Value::Float(number)) => Value::Float(*number),
            (_, toml::Value::Integer(whole)) => Value::Int(*whole),
            _ => return None,
        };
        self.contains(value).then_some(value)
    }

    /// The value of a number that was drawn from a density over the range, with the same ends as `high` and `low`; or of the
    /// place of a choice.
    pub fn value_of(&self, number: f64) -> Value {
        match self {
            Domain::Float { low, high, .. } => Value::Float(number.clamp(*low, *high)),
            Domain::Int { low, high, .. } => {
                Value::Int((number.round_ties_even() as i64).clamp(*low, *high))
            }
            Domain::Categorical { .. } => Value::Choice(number as u32),
        }
    }

    /// Where a number lies between the ends of the range, in `0.0..=1.0`.
    pub fn unit_of(&self, number: f64) -> f64 {
        let range = self.range().expect("numbers have a range");
        let (low, high) = range.ends();
        let scaled = if range.log { ln(number) } else { number };
        match low < high {
            true => (scaled - low) / (high - low),
            false => 0.5,
        }
    }

    /// The value nearest to a place between the ends of the range.
    pub fn at_unit(&self, unit: f64) -> Value {
        let range = self.range().expect("numbers have a range");
        let (low, high) = range.ends();
        let scaled = low + unit * (high - low);
        let number = if range.log { exp(scaled) } else { scaled };
        let number = match range.step > 0.0 {
            true => {
                let steps = ((number - range.low) / range.step).round_ties_even();
                range.low + steps * range.step
            }
            false => number,
        };
        self.value_of(number)
    }

    /// A uniform value (of logarithms with `log`), drawn as Optuna's `RandomSampler` draws it: one number of a range, one
    /// number for each choice, of which the greatest wins.
    pub fn uniform(&self, random: &mut RandomState) -> Value {
        let mut within = |low: f64, high: f64| low + (high - low) * random.random_sample();
        match self {
            Domain::Categorical { choices } => {
                let mut best = (f64::NEG_INFINITY, 0);
                for place in 0..choices.len() as u32 {
                    let drawn = within(0.0, 1.0);
                    if drawn > best.0 {
                        best = (drawn, place);
                    }
                }
                Value::Choice(best.1)
            }
            Domain::Float {
                low, high, step, ..
            } => {
                let range = self.range().expect("numbers have a range");
                let (from, to) = range.ends();
                let drawn = within(from, to);
                let number = match step {
                    Some(step) => {
                        let steps = ((drawn - low) / step).round_ties_even();
                        (steps * step + low).clamp(*low, *high)
                    }
                    None if low == high => *low,
                    None if range.log => exp(drawn).clamp(*low, high.next_down()),
                    None => drawn.min(high.next_down()),
                };
                Value::Float(number)
            }
            Domain::Int {
                low,
                high,
                log,
                step,
            } => {
                let (from, to) = self.range().expect("numbers have a range").ends();
                let drawn = within(from, to);
                let whole = match log {
                    true => exp(drawn).round_ties_even() as i64,
                    false => {
                        let steps = (drawn - *low as f64) / *step as f64 + 0.5;
                        steps.floor() as i64 * step + low
                    }
                };
                Value::Int(whole.clamp(*low, *high))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `optuna.samplers.RandomSampler(seed=42)` gives in the first trial of `suggest_float("x", -10, 10)`,
    /// `suggest_int("n", 0, 5)`, `suggest_categorical("c", ["a", "b"])`.
    #[test]
    fn a_uniform_value_is_drawn_as_optuna_draws_it() {
        let mut random = RandomState::new(42);
        let float = Domain::Float {
            low: -10.0,
            high: 10.0,
            log: false,
            step: None,
        };
        let int = Domain::Int {
            low: 0,
            high: 5,
            log: false,
            step: 1,
        };
        let choices = Domain::Categorical {
            choices: vec!["a".into(), "b".into()],
        };
        let Value::Float(x) = float.uniform(&mut random) else {
            panic!("a float");
        };
        assert_eq!(x, -2.509_197_623_052_75);
        assert_eq!(int.uniform(&mut random), Value::Int(5));
        assert_eq!(choices.uniform(&mut random), Value::Choice(0));
    }

    #[test]
    fn values_have_a_place_and_a_form_in_a_file() {
        let tenths = Domain::Float {
            low: 0.5,
            high: 1.0,
            log: false,
            step: Some(0.1),
        };
        let evens = Domain::Int {
            low: 2,
            high: 8,
            log: false,
            step: 2,
        };
        let choices = Domain::Categorical {
            choices: vec!["a".into(), 3.into()],
        };
        for (domain, n) in [(&tenths, 6), (&evens, 4), (&choices, 2)] {
            assert_eq!(domain.n_values(), Some(n));
            for place in 0..n {
                let value = domain.nth(place);
                assert!(domain.contains(value));
                assert_eq!(domain.read(&domain.written(value)), Some(value));
            }
        }
        assert_eq!(evens.nth(3), Value::Int(8));
        assert!(!evens.contains(Value::Int(3)));
        assert!(!choices.contains(Value::Choice(2)));
        assert_eq!(choices.read(&4.into()), None);
    }
}
