//! Models of a tracking server, and one of them on its way into production here.

use super::production::{How, KeptArchive};
use super::server::{Reach, checked};
use super::{Effect, Session, send};
use crate::jobs::protocol::Listing;
use crate::jobs::protocol::{JobId, JobSpec, Request};
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::Error;
use crate::pipeline::time::UnixMillis;

/// What the user wants of a server's models.
#[derive(Debug, Clone, PartialEq)]
pub enum PullIntent {
    /// See what there is, at the address of the form of a push.
    List,
    /// Put a model into production, by its address such as `models:/tweets@champion`.
    Take {
        uri: String,
        at: UnixMillis,
    },
    Cancel,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Pulling {
    at_work: Option<(Reach, Option<Wanted>)>,
    listing: Option<Listing>,
    error: Option<Error>,
}

/// A model that is fetched.
#[derive(Debug, Clone, PartialEq)]
struct Wanted {
    uri: String,
    at: UnixMillis,
}

impl Pulling {
    pub(super) fn reach(&mut self) -> Option<&mut Reach> {
        self.at_work.as_mut().map(|(reach, _)| reach)
    }
}

impl Session {
    /// The models that were found last.
    pub fn server_models(&self) -> Option<&Listing> {
        self.pulling.listing.as_ref()
    }

    pub fn is_pulling(&self) -> bool {
        self.pulling.at_work.is_some()
    }

    pub fn pull_error(&self) -> Option<&Error> {
        self.pulling.error.as_ref()
    }

    pub(super) fn plan_pull(&mut self, intent: PullIntent, effects: &mut Vec<Effect>) {
        let (spec, wanted) = match intent {
            PullIntent::Cancel => {
                let job = self.pulling.reach().map(|reach| reach.job);
                return effects.extend(job.map(|job| send(Request::Cancel { job })));
            }
            _ if self.is_pulling() => return,
            PullIntent::List => {
                self.pulling.listing = None;
                (JobSpec::ListModels, None)
            }
            PullIntent::Take { uri, at } => {
                let wanted = Wanted {
                    uri: uri.clone(),
                    at,
                };
                (JobSpec::Pull { uri }, Some(wanted))
            }
        };
        self.pulling.error = None;
        match checked(&self.push_form().server) {
            Ok(address) => {
                let job = self.start(spec, effects);
                let reach = Reach::new(job, Some(address.base));
                self.pulling.at_work = Some((reach, wanted));
            }
            Err(error) => self.pulling.error = Some(error),
        }
    }

    fn pull_ended(&mut self, job: JobId) -> Option<(Reach, Option<Wanted>)> {
        self.pulling.at_work.take_if(|(reach, _)| reach.job == job)
    }

    pub(super) fn models_listed(&mut self, job: JobId, listing: Listing) {
        if self.pull_ended(job).is_some() {
            self.pulling.listing = Some(listing);
        }
    }

    /// The archive of a model is there: it goes the way of one that the user chose.
    pub(super) fn pulled(
        &mut self,
        job: JobId,
        name: String,
        bytes: Vec<u8>,
        effects: &mut Vec<Effect>,
    ) {
        if let Some((reach, Some(Wanted { uri, at }))) = self.pull_ended(job) {
            let archive: KeptArchive = NamedBytes { name, bytes }.into();
            let address = reach.server.unwrap_or_default();
            self.promote_file(archive, How::Server { address, uri }, at, effects);
        }
    }

    pub(super) fn pull_cancelled(&mut self, job: JobId) {
        self.pull_ended(job);
    }

    pub(super) fn pull_failed(&mut self, job: JobId, error: &Error) -> bool {
        let ended = self.pull_ended(job);
        if let Some((reach, _)) = &ended {
            self.pulling.error = Some(reach.in_page(error));
        }
        ended.is_some()
    }
}
