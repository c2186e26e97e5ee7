//! A live fit: what settings do to the validation part, while the user changes them.
//!
//! What such fits have in common stays with the engine, for one data set at a time. A fit that takes too long is left: whoever drags a
//! setting can't wait for it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::engine_data::EngineData;
use super::job::{Answer, Clock, Job};
use super::loaded::Loaded;
use super::protocol::{Outcome, config_as_toml};
use super::summaries::Progress;
use crate::message;
use crate::pipeline::error::Error;
use crate::pipeline::live::{LiveFit, LiveFits, LiveWork, Plane};
use crate::pipeline::run::RunConfig;
use crate::pipeline::search::TrainingRows;
use crate::pipeline::step::Stepped;
use crate::pipeline::time::UnixMillis;

/// Seconds of work that a fit may take, without what is made once.
const MOST_SECONDS: f64 = 3.0;

/// See the module.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LiveRequest {
    /// As TOML on the way.
    #[serde(with = "config_as_toml")]
    pub config: Box<RunConfig>,
    /// The plane that the client has: it is not sent again.
    pub plane: Option<String>,
}

impl LiveRequest {
    pub fn new(config: Box<RunConfig>, plane: Option<String>) -> LiveRequest {
        LiveRequest { config, plane }
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LiveAnswer {
    Fit {
        fit: Box<LiveFit>,
        /// Where the client does not have it.
        plane: Option<LivePlane>,
    },
    /// It was left after so many seconds.
    TooLong { seconds: f64 },
}

/// Validation texts in a plane, at most 1,500.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LivePlane {
    /// As in [`LiveFit::plane`].
    pub name: String,
    /// One for each text: shares of the plane's width and height from its upper left corner, `0.0..=1.0`.
    pub places: Vec<(f32, f32)>,
    /// True classes.
    pub labels: Vec<u32>,
    pub texts: Vec<String>,
    /// Their numbers in the training set, from 0.
    pub rows: Vec<u32>,
}

impl LivePlane {
    fn of(name: &str, plane: &Plane, fits: &LiveFits) -> LivePlane {
        let numbers = fits.numbers_of_scored();
        let rows = plane.rows.iter();
        let places = plane.places.iter();
        LivePlane {
            name: name.into(),
            places: places
                .map(|place| (place.x as f32, place.y as f32))
                .collect(),
            labels: plane.labels.clone(),
            texts: plane.texts.clone(),
            rows: rows.map(|&row| numbers[row as usize]).collect(),
        }
    }
}

/// A live fit at work.
pub(super) struct LiveJob {
    data: Arc<Loaded>,
    request: LiveRequest,
    /// Names what it has in common with others.
    name: String,
    at: At,
    /// Seconds of work without what is made once.
    seconds: f64,
}

enum At {
    Begin,
    Look(Stepped<Result<LiveFits, Error>>),
    Fit(Box<LiveWork>),
}

impl LiveJob {
    /// # Errors
    /// No data.
    pub fn new(held: &EngineData, request: LiveRequest) -> Result<LiveJob, Error> {
        let data = Arc::clone(held.data()?);
        let RunConfig {
            run,
            data: exclusions,
            clean,
            ..
        } = &*request.config;
        let made_of = (
            &data.card.id,
            run.seed,
            run.validation_size,
            exclusions,
            clean,
        );
        let name = serde_json::to_string(&made_of)
            .map_err(|error| Error::bug(message!("error-bug-json", fault = error.to_string())))?;
        Ok(LiveJob {
            data,
            request,
            name,
            at: At::Begin,
            seconds: 0.0,
        })
    }

    fn unit(
        &mut self,
        held: &mut EngineData,
        now: UnixMillis,
    ) -> Result<Option<LiveAnswer>, Error> {
        let config = &self.request.config;
        let (at, answer) = match (std::mem::replace(&mut self.at, At::Begin), &mut held.live) {
            (At::Look(mut look), live) => match look.step() {
                None => (At::Look(look), None),
                Some(fits) => {
                    *live = Some((self.name.clone(), fits?));
                    (At::Begin, None)
                }
            },
            (At::Begin, Some((name, fits))) if *name == self.name => {
                (At::Fit(Box::new(fits.begin(config)?)), None)
            }
            (At::Fit(mut work), Some((name, fits))) if *name == self.name => {
                let answer = work.step(fits, now)?.map(|fit| {
                    let is_known = self.request.plane.as_ref() == Some(&fit.plane);
                    let plane = fits.plane(&fit.plane).filter(|_| !is_known);
                    let plane = plane.map(|plane| LivePlane::of(&fit.plane, plane, fits));
                    let fit = Box::new(fit);
                    LiveAnswer::Fit { fit, plane }
                });
                (At::Fit(work), answer)
            }
            // Nothing is there, or another job has put its own in the place of what was.
            (At::Begin | At::Fit(_), _) => {
                let (data, config) = (Arc::clone(&self.data), config.clone());
                let look = begun(self.name.clone(), data, config);
                (At::Look(Stepped::new(look)), None)
            }
        };
        self.at = at;
        Ok(answer)
    }
}

async fn begun(name: String, data: Arc<Loaded>, config: Box<RunConfig>) -> Result<LiveFits, Error> {
    let rows = TrainingRows::of_run(&config, &data.set).await?;
    LiveFits::new(name, rows, &config)
}

impl Job for LiveJob {
    fn step(&mut self, held: &mut EngineData, now: UnixMillis) -> Result<Option<Answer>, Error> {
        self.step_by(held, &mut || now)
    }

    fn step_by(
        &mut self,
        held: &mut EngineData,
        clock: Clock<'_>,
    ) -> Result<Option<Answer>, Error> {
        let began = clock();
        let answer = self.unit(held, began)?;
        if let At::Fit(work) = &self.at
            && !work.is_preparing()
        {
            self.seconds += clock().seconds_since(began);
        }
        let is_too_long = answer.is_none() && self.seconds > MOST_SECONDS;
        let too_long = is_too_long.then_some(LiveAnswer::TooLong {
            seconds: self.seconds,
        });
        let answer = answer.or(too_long);
        Ok(answer.map(|answer| Answer::new(Outcome::Live(Box::new(answer)))))
    }

    /// Who waits for it learns how long it has been at the fit.
    fn progress(&mut self) -> Progress {
        let stage = "fit";
        Progress {
            stage: stage.into(),
            seconds: [(stage.to_string(), self.seconds)].into(),
            ..Progress::default()
        }
    }
}
