//! What a client of the engine knows by its answers: as the page does, it means by the data, production and so on what came last.

use dryf::jobs::protocol::{AnswersQuery, DotsQuery, FileId, Inputs, Item, SetName, Split};
use dryf::jobs::{Envelope, Event, JobId, JobSpec, Outcome, Request};
use dryf::message::Message;
use dryf::pipeline::error::{Code, Error};

#[derive(Default)]
pub struct Known {
    pub inputs: Inputs,
    pub files: Vec<FileId>,
}

impl Known {
    pub fn start(&self, job: JobId, spec: JobSpec) -> Request {
        let inputs = Box::new(self.inputs.clone());
        Request::Start { job, spec, inputs }
    }

    pub fn put(&self, job: JobId, name: &str) -> Request {
        Request::Put {
            job,
            name: name.into(),
            beside: self.files.clone(),
            behind: Vec::new(),
        }
    }

    /// Unpacks an answer and takes notice of it. What is missing is told as a failure.
    pub fn hear(&mut self, envelope: Envelope) -> (Event, Vec<u8>) {
        let (event, attachment) = envelope.unpack().expect("the engine speaks the protocol");
        match &event {
            Event::Stored { files, .. } => {
                self.files = files.iter().map(|file| file.id.clone()).collect();
            }
            Event::Done { job, outcome } | Event::Interim { job, outcome } => {
                if let Outcome::Demo { files, .. } = outcome {
                    self.files = files.iter().map(|file| file.id.clone()).collect();
                }
                for item in outcome.items(*job) {
                    self.mean(item);
                }
            }
            Event::Missing { job, items } => {
                let said = Message::text(format!("not at hand: {items:?}"));
                let error = Error::new(Code::MissingFile, said.clone(), said);
                let job = Some(*job);
                return (Event::Failed { job, error }, attachment);
            }
            _ => {}
        }
        (event, attachment)
    }

    fn mean(&mut self, item: Item) {
        match item {
            Item::Data(data) => self.inputs.data = Some(data),
            Item::Production(sha256) => self.inputs.production = Some(sha256),
            Item::Batches(job) => self.inputs.batches = Some(job),
            Item::Drift(job) => self.inputs.drift = Some(job),
            Item::Monitor(job) => self.inputs.monitor = Some(job),
            Item::File(_) | Item::Run(_) | Item::Compare(_) => {}
        }
    }
}

/// The job that makes a page of a run's model; the classifier's WebAssembly is whatever is attached.
pub fn classifier_file(run: &str) -> JobSpec {
    JobSpec::ClassifierFile {
        run: run.into(),
        starter: String::new(),
    }
}

/// The job that asks a run and the model in production about one text.
pub fn answers(run: &str) -> JobSpec {
    JobSpec::Answers(AnswersQuery {
        text: "co za ładny dzień".into(),
        row: Some((SetName::Train, 3)),
        run: Some(run.into()),
        runs: vec![run.into()],
        production: true,
    })
}

/// The rows of the test set as dots.
pub fn dots(run: &str) -> JobSpec {
    JobSpec::Dots(DotsQuery {
        run: run.into(),
        part: Split::Test,
        before: None,
        selection: None,
    })
}
