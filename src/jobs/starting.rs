//! What begins when a job is started: long work, or its answer at once.

use super::attempt::Attempt;
use super::compare::request::MeasureSpec;
use super::compare::{CallJob, CompareJob, measure};
use super::drift::{self, DriftJob, PlantedSharesJob, SweepJob};
use super::engine_data::EngineData;
use super::job::{Answer, Job};
use super::live::LiveJob;
use super::monitor::{self, MonitorJob};
use super::protocol::{JobId, JobSpec, Outcome};
use super::relabel::relabel;
use super::robustness::robustness;
use super::search::{HelpJob, SearchJob};
use super::suspects::SuspectsJob;
use super::suspects_effect::SuspectsEffectJob;
use super::trace::{CleanReport, trace};
use super::train::Train;
use super::versions::DiffJob;
use super::{
    answers, archives, classifier_file, data, dots, errors, pull, push, rows, selection, workspace,
};
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::Error;
use crate::pipeline::time::UnixMillis;

/// A job that was started.
pub(super) enum Started {
    Long(Box<dyn Job>),
    Done(Answer),
}

fn long(job: impl Job + 'static) -> Started {
    Started::Long(Box::new(job))
}

fn at_once(outcome: Outcome) -> Started {
    Started::Done(Answer::new(outcome))
}

/// Begins a job whose inputs are held; `memory` tells how many bytes the engine has, if anything does.
///
/// # Errors
/// Those of the job.
pub(super) fn start(
    held: &mut EngineData,
    id: JobId,
    spec: JobSpec,
    attachment: Vec<u8>,
    memory: Option<fn() -> u64>,
    now: UnixMillis,
) -> Result<Started, Error> {
    Ok(match spec {
        JobSpec::Assemble { files, reading } => long(data::assembled(held, &files, reading)?),
        JobSpec::Preview { files, reading } => long(data::previews(held, files, reading)?),
        JobSpec::LoadDemo(language) => long(data::demo(held, language)),
        JobSpec::Rehearse { config } => long(data::rehearsed(held, config)?),
        JobSpec::Rows(query) => long(rows::rows(held, query)?),
        JobSpec::RowNumbers(selection) => long(selection::numbers(held, selection)?),
        JobSpec::ExportRows(selection) => long(selection::export(held, selection)?),
        JobSpec::Relabel(request) => long(relabel(held, *request)?),
        JobSpec::Trace { recipe, source } => {
            at_once(Outcome::Trace(trace(held, &recipe, &source)?))
        }
        JobSpec::Errors(query) => long(errors::errors(held, query)?),
        JobSpec::Dots(query) => long(dots::dots(held, query)?),
        JobSpec::Terms { run, top } => at_once(Outcome::Terms(held.run(&run)?.terms(top))),
        JobSpec::Suspects { run } => long(SuspectsJob::new(held, run)?),
        JobSpec::SuspectsEffect { run, first } => long(SuspectsEffectJob::new(held, run, first)?),
        JobSpec::Robustness { run } => long(robustness(held, &run)?),
        JobSpec::LoadProduction { name } => long(archives::load_production(name, attachment)),
        JobSpec::OpenArchive { name } => long(archives::open(name, attachment)),
        JobSpec::DriftTerms { family } => {
            at_once(Outcome::DriftTerms(held.drift()?.cloud(family)?))
        }
        JobSpec::DriftTermList(query) => {
            at_once(Outcome::DriftTermList(held.drift()?.list(&query)?))
        }
        JobSpec::DriftTerm { family, term, run } => {
            let found = held.drift_term(family, &term, run.as_deref())?;
            at_once(Outcome::DriftTerm(Box::new(found)))
        }
        JobSpec::DriftRows(query) => long(selection::with_found(
            held,
            query.selection.clone(),
            move |held, picked| {
                let page = held.drift()?.rows(&query, picked.as_ref());
                Ok(Outcome::DriftRows(page))
            },
        )?),
        JobSpec::DriftFile => long(drift::file(held)?),
        JobSpec::Measure(MeasureSpec::Call { rows, repeats }) => {
            long(CallJob::new(held, rows, repeats, memory)?)
        }
        JobSpec::Measure(spec) => {
            let memory_bytes = memory.map(|memory| memory());
            Started::Done(measure(held, &spec, attachment, memory_bytes)?)
        }
        JobSpec::AddBatch { name, reading } => {
            let known = held.known_labels();
            let bytes = attachment;
            at_once(held.batches(id, |files| {
                files.add(NamedBytes { name, bytes }, &reading, &known)
            })?)
        }
        JobSpec::RemoveBatch { place } => at_once(held.batches(id, |files| {
            files.remove(place);
            Ok(())
        })?),
        JobSpec::MonitorFile { form } => {
            let (name, bytes) = monitor::file(held.monitor()?, form)?;
            Started::Done(Answer {
                end: Outcome::MonitorFile { name }.into(),
                attachment: bytes,
            })
        }
        JobSpec::Monitor(request) => long(MonitorJob::new(held, id, *request, now)?),
        JobSpec::Disagreements(query) => long(selection::with_found(
            held,
            query.selection.clone(),
            move |held, picked| {
                let compare = held.compare(query.compare)?;
                Ok(Outcome::Disagreements(
                    compare.disagreements(&query, picked.as_ref()),
                ))
            },
        )?),
        JobSpec::Compare(request) => long(CompareJob::new(held, id, request)?),
        JobSpec::Diff(request) => long(DiffJob::new(held, &request)?),
        JobSpec::Drift(request) => long(DriftJob::new(held, id, request)?),
        JobSpec::DriftSweep(request) => long(SweepJob::new(held, &request)?),
        JobSpec::PlantedShares(request) => long(PlantedSharesJob::new(held, request)?),
        JobSpec::CleanReport { recipe } => long(CleanReport::new(held, &recipe)?),
        JobSpec::Train {
            config,
            start,
            found_by,
        } => long(Train::new(held, *config, start, found_by, now)?),
        JobSpec::Live(request) => long(LiveJob::new(held, *request)?),
        JobSpec::Search(request) => long(SearchJob::new(held, *request, now)?),
        JobSpec::HelpSearch { search, request } => long(HelpJob::new(held, search, *request)?),
        JobSpec::Try { run, text, class } => long(Attempt::new(held, run, text, class)?),
        JobSpec::Answers(query) => long(answers::answers(held, query)?),
        JobSpec::GateArchive(request) => long(archives::put_gate(held, request, attachment, now)?),
        JobSpec::Push(request) => long(push::push(held, *request, attachment)?),
        JobSpec::ListModels => long(pull::models()),
        JobSpec::Pull { uri } => long(pull::model(&uri)?),
        JobSpec::PackWorkspace { parts } => long(workspace::PackWorkspace::new(parts, attachment)?),
        JobSpec::OpenWorkspace { name } => {
            let bytes = attachment;
            long(workspace::open(NamedBytes { name, bytes }))
        }
        JobSpec::ClassifierFile { run, starter } => {
            long(classifier_file::build(held, &run, starter, attachment)?)
        }
        JobSpec::BuildArchive { run, include_texts } => {
            long(archives::build(held, &run, include_texts)?)
        }
    })
}
