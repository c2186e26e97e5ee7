//! A drift report at work: both sides, the report without random splits, then the splits.

use std::sync::Arc;

use super::request::{DriftRequest, DriftSource};
use super::sides::{Asked, Making, Rows, Scorer, Wanted};
use super::summaries::{DriftSummary, SideSummary};
use crate::jobs::engine_data::{BYTES_OF_SIDE, EngineData, InProduction};
use crate::jobs::items::Item;
use crate::jobs::job::{Answer, Job};
use crate::jobs::loaded::Loaded;
use crate::jobs::protocol::{JobId, Outcome};
use crate::jobs::store::Value;
use crate::jobs::summaries::Progress;
use crate::pipeline::corpus::SetName;
use crate::pipeline::drift::{Draws, DriftOptions, DriftReport, DriftWork, Measurement, Planted};
use crate::pipeline::error::Error;
use crate::pipeline::step::Stepped;
use crate::pipeline::time::UnixMillis;

/// Units of random splits that one step draws.
const UNITS_A_STEP: u32 = 1;

/// A report, whole or still at work, with the rows that it is about.
pub(in crate::jobs) struct LastDrift {
    id: JobId,
    pub work: DriftWork,
    pub reference: Arc<Rows>,
    pub current: Arc<Rows>,
    /// What they are rows of.
    pub sources: [DriftSource; 2],
    /// Digests of these.
    pub digests: [String; 2],
    pub draws: Draws,
    /// When the report was begun.
    pub start: UnixMillis,
}

/// What a report is made of, step by step. What it has found by a step stays when it is cancelled.
pub(in crate::jobs) struct DriftJob {
    id: JobId,
    request: Box<DriftRequest>,
    data: Arc<Loaded>,
    production: Option<Arc<InProduction>>,
    making: Option<Making>,
    reference: Option<Arc<Rows>>,
    current: Option<Arc<Rows>>,
    /// The report without random splits, while it is being made.
    beginning: Option<Stepped<DriftWork>>,
    /// Whether it is there.
    is_begun: bool,
    /// Parts of the splits that were over when the last report was told; none before the first one.
    told: Option<u32>,
    drawn: f64,
}

impl DriftJob {
    pub fn new(
        held: &EngineData,
        id: JobId,
        request: Box<DriftRequest>,
    ) -> Result<DriftJob, Error> {
        Ok(DriftJob {
            id,
            request,
            data: Arc::clone(held.data()?),
            production: held.given.production.clone(),
            making: None,
            reference: None,
            current: None,
            beginning: None,
            is_begun: false,
            told: None,
            drawn: 0.0,
        })
    }

    /// Goes on with a side; the side once it is whole.
    fn side(
        &mut self,
        held: &mut EngineData,
        is_reference: bool,
    ) -> Result<Option<Arc<Rows>>, Error> {
        if self.making.is_none() {
            let (source, planted) = if is_reference {
                (&self.request.reference, None)
            } else {
                (&self.request.current, self.request.planted.clone())
            };
            if *source == DriftSource::Production {
                let model = self.production.as_ref();
                let profile = model.and_then(|model| model.profile.as_ref());
                let rows = Rows::of_profile(profile, !is_reference)?;
                return Ok(Some(Arc::new(rows)));
            }
            let (scorer, scores_of) = self.scorer(held, source, planted.as_ref())?;
            let wanted = Wanted {
                source: source.clone(),
                planted,
                data: self.data.card.digest.clone(),
                scores_of,
            };
            if let Some(kept) = held.sides.find(&wanted) {
                return Ok(Some(kept));
            }
            self.making = Some(Making::new(wanted, &self.data, scorer)?);
        }
        let is_whole = self.making.as_mut().is_some_and(Making::step);
        Ok(self.making.take_if(|_| is_whole).map(|making| {
            let (wanted, rows) = making.finish();
            held.sides.keep(wanted, Arc::clone(&rows));
            rows
        }))
    }
}

impl DriftJob {
    /// Who can score the rows of a source without having seen them, and the fingerprint of that model.
    fn scorer(
        &self,
        held: &EngineData,
        source: &DriftSource,
        planted: Option<&Planted>,
    ) -> Result<(Scorer, Option<String>), Error> {
        let nobody = Ok((Scorer::Nobody, None));
        if self.request.reference == DriftSource::Production {
            let Some(model) = &self.production else {
                return nobody;
            };
            let production = &model.production;
            let prepared = Arc::new(production.model.prepare()?);
            let sha256 = &production.model_sha256;
            let asked = Asked::new(&production.model, prepared, sha256);
            return Ok((Scorer::Model(Box::new(asked)), Some(sha256.clone())));
        }
        let run = self.request.scored_by.as_deref();
        let run = run.and_then(|run| held.held_run(run));
        let run = run.filter(|run| run.is_of(&self.data.set));
        let Some(run) = run else {
            return nobody;
        };
        let sha256 = Some(run.record.model_sha256.clone());
        match (source, planted) {
            // A text that was changed has no score out of fold.
            (
                DriftSource::Rows {
                    set: SetName::Train,
                    ..
                },
                Some(Planted::NewTerm { .. }),
            ) => nobody,
            (
                DriftSource::Rows {
                    set: SetName::Train,
                    ..
                },
                _,
            ) => match &run.record.profile {
                // A run that left rows out has scores of the others alone.
                Some(profile) if profile.n_rows() == self.data.set.train.texts.len() => {
                    Ok((Scorer::OutOfFold(Arc::clone(profile)), sha256))
                }
                _ => nobody,
            },
            _ => {
                let prepared = Arc::new(run.record.model.prepare()?);
                let asked = Asked::new(&run.record.model, prepared, &run.record.model_sha256);
                Ok((Scorer::Model(Box::new(asked)), sha256))
            }
        }
    }
}

impl DriftJob {
    /// Of the files that a source comes from.
    fn digest(&self, source: &DriftSource) -> String {
        match (source, &self.production) {
            (DriftSource::Production, Some(model)) => model.card.sha256.clone(),
            _ => self.data.card.digest.clone(),
        }
    }
}

/// The report without random splits, and the splits that are to be drawn.
async fn begun(
    reference: &Rows,
    current: &Rows,
    options: &DriftOptions,
    draws: &Draws,
) -> DriftWork {
    let (a, b) = (Arc::clone(&reference.side), Arc::clone(&current.side));
    match &reference.counts {
        Some(counts) => DriftWork::of_counts(a, b, counts.report(&current.side, options)),
        None => DriftWork::new_stepwise(a, b, options, draws).await,
    }
}

impl Job for DriftJob {
    fn step(&mut self, held: &mut EngineData, now: UnixMillis) -> Result<Option<Answer>, Error> {
        let (Some(reference), Some(current)) = (&self.reference, &self.current) else {
            let is_reference = self.reference.is_none();
            let made = self.side(held, is_reference)?;
            if is_reference {
                self.reference = made;
            } else {
                self.current = made;
            }
            return Ok(None);
        };
        if !self.is_begun {
            let options = DriftOptions {
                // Rows with something planted are to be seen beside the same rows without.
                keep_shared_rows: self.request.planted.is_some(),
                ..self.request.options
            };
            let (draws, [a, b]) = (self.request.draws, [reference, current].map(Arc::clone));
            let beginning = self.beginning.get_or_insert_with(|| {
                Stepped::new(async move { begun(&a, &b, &options, &draws).await })
            });
            let Some(work) = beginning.step() else {
                return Ok(None);
            };
            (self.beginning, self.is_begun) = (None, true);
            let report = LastDrift {
                id: self.id,
                work,
                reference: Arc::clone(reference),
                current: Arc::clone(current),
                digests: [&self.request.reference, &self.request.current]
                    .map(|source| self.digest(source)),
                sources: [self.request.reference.clone(), self.request.current.clone()],
                draws: self.request.draws,
                start: now,
            };
            self.drawn = report.drawn();
            let value = Value::Drift(Box::new(report));
            held.store.put(Item::Drift(self.id), value);
            return Ok(None);
        }
        let last = held.drift_of(self.id)?;
        last.work.step(UNITS_A_STEP);
        self.drawn = last.drawn();
        Ok(last
            .is_whole()
            .then(|| Answer::new(Outcome::Drift(last.card()))))
    }

    fn interim(&mut self, held: &EngineData) -> Option<Outcome> {
        let Some(Value::Drift(last)) = held.store.get(&Item::Drift(self.id)) else {
            return None;
        };
        let parts = last.work.parts_done();
        (self.told != Some(parts)).then(|| {
            self.told = Some(parts);
            Outcome::Drift(last.card())
        })
    }

    fn progress(&mut self) -> Progress {
        let stage = match (&self.reference, &self.current, self.is_begun) {
            (None, ..) => "drift_reference",
            (_, None, _) => "drift_current",
            (.., false) => "drift_report",
            _ => "drift_splits",
        };
        Progress {
            stage: stage.into(),
            fraction: self.is_begun.then_some(self.drawn),
            done: self.drawn,
            ..Progress::default()
        }
    }
}

impl LastDrift {
    pub fn n_bytes(&self) -> u64 {
        let of = |rows: &Rows| rows.n_rows() * BYTES_OF_SIDE;
        of(&self.reference) + of(&self.current)
    }

    pub fn report(&self) -> &DriftReport {
        self.work.report()
    }

    pub fn is_whole(&self) -> bool {
        self.work.done() == self.work.total()
    }

    fn drawn(&self) -> f64 {
        match self.work.total() {
            0 => 1.0,
            total => f64::from(self.work.done()) / f64::from(total),
        }
    }

    /// The report as a view needs it.
    pub fn card(&self) -> DriftSummary {
        let mut report = Box::new(self.report().clone());
        let mut tested = Vec::new();
        for family in &mut report.terms {
            let Measurement::Measured(tests) = &mut family.tests else {
                tested.push(0);
                continue;
            };
            tested.push(tests.terms.len() as u64);
            tests.terms = tests.listed().cloned().collect();
        }
        DriftSummary {
            id: self.id.0,
            report,
            tested,
            drawn: self.drawn(),
            reference: side_summary(&self.reference, &self.sources[0]),
            current: side_summary(&self.current, &self.sources[1]),
            planted_rows: self.current.planted_rows,
        }
    }
}

fn side_summary(rows: &Rows, source: &DriftSource) -> SideSummary {
    SideSummary {
        source: source.clone(),
        n_rows: rows.n_rows(),
        has_labels: rows.side.labels.is_some()
            || (rows.counts.is_some() && !rows.side.classes.is_empty()),
        has_texts: rows.texts.is_some(),
    }
}
