//! What either model costs: time, processor, memory and size, as they were measured outside; and what the gate goes by.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::gate::{Measured, Ratio};
use super::latency::Latency;
use super::rules::{Cost, Size};
use crate::message::Message;
use crate::pipeline::drift::Estimate;

/// Rounds that an interval of processor time or memory needs: that from the least to the greatest of six ratios holds their
/// median in `1 - 2 / 2^6`, 96.9 %, of cases, whatever their distribution.
pub const FEWEST_ROUNDS: u32 = 6;

/// The costs of both models.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Resources {
    /// One row a call.
    pub single: Option<Latency>,
    /// Many rows a call.
    pub batch: Option<Latency>,
    pub candidate: ModelResources,
    pub production: ModelResources,
    /// Of the rounds in processes or workers of their own, the candidate's over production's.
    pub ratios: BTreeMap<Cost, RoundRatio>,
    /// Why something was not measured.
    pub missing: BTreeMap<Resource, Missing>,
}

/// The costs of one model in a process or a worker of its own, the medians of all rounds.
#[derive(Debug, Clone, Copy, PartialEq, Default, JsonSchema, Serialize, Deserialize)]
pub struct ModelResources {
    /// Of the model's files as they are exported, unpacked.
    pub model_bytes: u64,
    /// Of making the model ready from its files.
    pub load_cpu_seconds: Option<f64>,
    /// Of predicting all rows once.
    pub cpu_seconds: Option<f64>,
    /// The most memory that its process has held, or its worker's WebAssembly memory.
    pub peak_memory_bytes: Option<u64>,
}

/// A ratio over rounds.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct RoundRatio {
    /// The median, from the least to the greatest.
    pub estimate: Estimate,
    pub rounds: u32,
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Resource {
    Latency,
    CpuSeconds,
    PeakMemory,
}

/// Why a resource was not measured.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Missing {
    /// `SOURCE_DATE_EPOCH`, or a test's clock.
    ClockIsFrozen,
    /// The system does not tell it.
    NotOnThisSystem,
    /// Browsers tell no processor time.
    NotInBrowsers,
    /// It was not asked for.
    NotAsked,
    /// Why; a text in reports of before.
    Failed(Message),
}

/// What one round measured of one model.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Round {
    pub load_cpu_seconds: Option<f64>,
    pub cpu_seconds: Option<f64>,
    pub peak_memory_bytes: Option<u64>,
}

impl Resources {
    /// `rounds` are pairs of the candidate and production, one after the other.
    pub fn new(
        [single, batch]: [Option<Latency>; 2],
        model_bytes: [u64; 2],
        rounds: &[[Round; 2]],
        missing: BTreeMap<Resource, Missing>,
    ) -> Resources {
        let of = |side: usize| ModelResources {
            model_bytes: model_bytes[side],
            load_cpu_seconds: median(rounds.iter().map(|round| round[side].load_cpu_seconds)),
            cpu_seconds: median(rounds.iter().map(|round| round[side].cpu_seconds)),
            peak_memory_bytes: median(
                rounds
                    .iter()
                    .map(|round| Some(round[side].peak_memory_bytes? as f64)),
            )
            .map(|bytes| bytes as u64),
        };
        let cpu = ratio(rounds, |round| round.cpu_seconds);
        let memory = ratio(rounds, |round| Some(round.peak_memory_bytes? as f64));
        Resources {
            single,
            batch,
            candidate: of(0),
            production: of(1),
            ratios: [(Cost::CpuSeconds, cpu), (Cost::PeakMemory, memory)]
                .into_iter()
                .filter_map(|(cost, ratio)| Some((cost, ratio?)))
                .collect(),
            missing,
        }
    }

    /// What the rules of a gate can go by. A ratio of fewer rounds than [`FEWEST_ROUNDS`] has no interval, so that rules on
    /// it have not enough data.
    pub fn measured(&self) -> Measured {
        let mut ratios = BTreeMap::new();
        if let Some(single) = &self.single {
            let mut add = |cost, estimate| {
                let calls = u64::from(single.calls);
                ratios.insert(cost, Ratio { estimate, calls });
            };
            add(Cost::LatencyP50, single.ratio.p50);
            add(Cost::LatencyP95, single.ratio.p95);
            add(Cost::LatencyP99, single.ratio.p99);
        }
        if let Some(batch) = &self.batch {
            ratios.insert(
                Cost::BatchLatency,
                Ratio {
                    estimate: batch.ratio.p50,
                    calls: u64::from(batch.calls),
                },
            );
        }
        for (&cost, ratio) in &self.ratios {
            if ratio.rounds >= FEWEST_ROUNDS {
                ratios.insert(
                    cost,
                    Ratio {
                        estimate: ratio.estimate,
                        calls: u64::from(ratio.rounds),
                    },
                );
            }
        }
        let memory = self.candidate.peak_memory_bytes;
        Measured {
            ratios,
            bytes: std::iter::once((Size::Model, self.candidate.model_bytes))
                .chain(memory.map(|bytes| (Size::PeakMemory, bytes)))
                .collect(),
            flips: BTreeMap::new(),
        }
    }
}

/// None where a round has none.
fn median(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect::<Option<_>>()?;
    values.sort_by(f64::total_cmp);
    (!values.is_empty()).then(|| crate::pipeline::drift::quantile(&values, 0.5))
}

/// None where a round has none, or a model took nothing.
fn ratio(rounds: &[[Round; 2]], of: impl Fn(&Round) -> Option<f64>) -> Option<RoundRatio> {
    let mut ratios = Vec::new();
    for [candidate, production] in rounds {
        let (candidate, production) = (of(candidate)?, of(production)?);
        if !(candidate > 0.0 && production > 0.0) {
            return None;
        }
        ratios.push(candidate / production);
    }
    ratios.sort_by(f64::total_cmp);
    Some(RoundRatio {
        estimate: Estimate {
            value: median(ratios.iter().map(|ratio| Some(*ratio)))?,
            low: *ratios.first()?,
            high: *ratios.last()?,
        },
        rounds: ratios.len() as u32,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(cpu_seconds: f64, peak_memory_bytes: u64) -> Round {
        Round {
            load_cpu_seconds: Some(1.0),
            cpu_seconds: Some(cpu_seconds),
            peak_memory_bytes: Some(peak_memory_bytes),
        }
    }

    #[test]
    fn six_rounds_give_an_interval_and_five_do_not() {
        let rounds: Vec<[Round; 2]> = [1.0, 6.0, 2.0, 5.0, 4.0, 3.0]
            .map(|cpu| [round(cpu, 300), round(2.0, 100)])
            .to_vec();
        let of =
            |rounds: &[[Round; 2]]| Resources::new([None, None], [7, 8], rounds, BTreeMap::new());
        let resources = of(&rounds);
        assert_eq!(resources.candidate.cpu_seconds, Some(3.5));
        assert_eq!(resources.candidate.peak_memory_bytes, Some(300));
        assert_eq!(resources.production.model_bytes, 8);
        let measured = resources.measured();
        let Estimate { value, low, high } = measured.ratios[&Cost::CpuSeconds].estimate;
        assert_eq!((value, low, high), (1.75, 0.5, 3.0));
        assert_eq!(measured.ratios[&Cost::PeakMemory].estimate.value, 3.0);
        assert_eq!(
            measured.bytes,
            [(Size::Model, 7), (Size::PeakMemory, 300)].into()
        );

        let fewer = of(&rounds[..5]);
        assert_eq!(fewer.ratios[&Cost::CpuSeconds].rounds, 5);
        assert!(fewer.measured().ratios.is_empty());
        let none = of(&[]);
        assert_eq!(none.candidate.cpu_seconds, None);
        assert_eq!(none.measured().bytes, [(Size::Model, 7)].into());
        let json = serde_json::to_string(&resources).unwrap();
        assert_eq!(serde_json::from_str::<Resources>(&json).unwrap(), resources);
    }

    #[test]
    fn what_one_round_lacks_has_no_ratio() {
        let mut rounds = vec![[round(1.0, 300), round(2.0, 100)]; 6];
        rounds[3][1].cpu_seconds = None;
        rounds[4][0].peak_memory_bytes = Some(0);
        let resources = Resources::new([None, None], [7, 8], &rounds, BTreeMap::new());
        assert_eq!(resources.candidate.cpu_seconds, Some(1.0));
        assert_eq!(resources.production.cpu_seconds, None);
        assert!(resources.ratios.is_empty());
    }
}
