//! What jobs are about, and what they make, by name: the engine holds it under that name, and who places jobs on engines
//! learns from it what has to be where.

use serde::{Deserialize, Serialize};

use super::compare::request::MeasureSpec;
use super::drift::request::DriftSource;
use super::monitor::request::BatchSource;
use super::protocol::{
    DataId, DotsQuery, ErrorsQuery, FileId, JobId, JobSpec, Outcome, RowsQuery, Selection,
    TextSource,
};
use super::summaries::FileSummary;

/// What an engine holds and a job names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Item {
    File(FileId),
    Data(DataId),
    /// By its run ID.
    Run(String),
    /// A model to compare with, by the SHA-256 of its archive.
    Production(String),
    /// Files that are batches, in their order, by the job that added or removed the last.
    Batches(JobId),
    /// Results that can be asked about, by the job that made them.
    Drift(JobId),
    Compare(JobId),
    Monitor(JobId),
}

impl Item {
    /// The job whose number it has.
    pub fn job(&self) -> Option<JobId> {
        match self {
            Item::Batches(job) | Item::Drift(job) | Item::Compare(job) | Item::Monitor(job) => {
                Some(*job)
            }
            Item::File(_) | Item::Data(_) | Item::Run(_) | Item::Production(_) => None,
        }
    }
}

/// What a spec means by the data, production, the batches and the report; what it does not mention is not looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Inputs {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<DataId>,
    /// As in [`Item::Production`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub production: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batches: Option<JobId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drift: Option<JobId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monitor: Option<JobId>,
}

/// Whose turn it is: all units go to the jobs of the first rank that has one. What the user waits for does not wait
/// for what the page does by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The answer to a question of the view that is open.
    Answer,
    /// The run, and what it leads to: its archive, and what was pressed for.
    Run,
    /// What a view makes while it is open.
    View,
    /// What draws or fits many times: reports of drift and their like, a search.
    Background,
}

impl JobSpec {
    /// Whose turn the job is, where it is long.
    pub fn rank(&self) -> Rank {
        match self {
            JobSpec::Train { .. }
            | JobSpec::BuildArchive { .. }
            | JobSpec::ClassifierFile { .. }
            | JobSpec::GateArchive(_)
            | JobSpec::Push(_)
            | JobSpec::ListModels
            | JobSpec::Pull { .. }
            | JobSpec::Measure(_) => Rank::Run,
            JobSpec::Compare(_)
            | JobSpec::CleanReport { .. }
            | JobSpec::Diff(_)
            | JobSpec::Live(_) => Rank::View,
            JobSpec::Drift(_)
            | JobSpec::DriftSweep(_)
            | JobSpec::PlantedShares(_)
            | JobSpec::Monitor(_)
            | JobSpec::Search(_)
            | JobSpec::HelpSearch { .. } => Rank::Background,
            _ => Rank::Answer,
        }
    }

    /// What has to stay as long as the job is at work: its inputs, and what there is of its result.
    pub(super) fn pins(&self, job: JobId, given: &Inputs) -> Vec<Item> {
        let mut pins = self.inputs(given);
        pins.extend([Item::Drift(job), Item::Compare(job), Item::Monitor(job)]);
        pins
    }

    /// What has to be held before the job can start, each once.
    pub fn inputs(&self, given: &Inputs) -> Vec<Item> {
        let data = || given.data.clone().map(Item::Data);
        let production = || given.production.clone().map(Item::Production);
        let batches = || given.batches.map(Item::Batches);
        let drift = || given.drift.map(Item::Drift);
        let run = |run: &String| Some(Item::Run(run.clone()));
        let compare = |id: u32| Some(Item::Compare(JobId(id)));
        let with_picked = |of: Option<Item>, selection: &Option<Selection>| {
            let picked = selection.iter();
            let picked = picked.flat_map(|picked| data().into_iter().chain(picked.inputs().0));
            each_once(of.into_iter().chain(picked).collect())
        };
        let named = match self {
            JobSpec::Assemble { files, .. } => {
                return files.iter().map(|(id, _)| Item::File(id.clone())).collect();
            }
            JobSpec::Preview { files, .. } => {
                return files.iter().map(|(id, _)| Item::File(id.clone())).collect();
            }
            JobSpec::Diff(request) => return request.inputs(),
            JobSpec::Rows(RowsQuery { selection, .. })
            | JobSpec::RowNumbers(selection)
            | JobSpec::ExportRows(selection) => {
                let mut named: Vec<Item> = data().into_iter().collect();
                named.extend(selection.inputs().0);
                return each_once(named);
            }
            JobSpec::Relabel(request) => {
                let picked = request.labels.selection();
                let (runs, _) = picked.map(Selection::inputs).unwrap_or_default();
                return each_once(data().into_iter().chain(runs).collect());
            }
            JobSpec::Errors(ErrorsQuery {
                run: id, selection, ..
            })
            | JobSpec::Dots(DotsQuery {
                run: id, selection, ..
            }) => {
                let (runs, with_data) = selection
                    .as_ref()
                    .map(Selection::inputs)
                    .unwrap_or_default();
                let mut named: Vec<Item> = run(id).into_iter().chain(runs).collect();
                named.extend(data().filter(|_| with_data));
                return each_once(named);
            }
            JobSpec::DriftRows(query) => return with_picked(drift(), &query.selection),
            JobSpec::Disagreements(query) => {
                return with_picked(compare(query.compare), &query.selection);
            }
            JobSpec::Rehearse { .. }
            | JobSpec::Live(_)
            | JobSpec::Search(_)
            | JobSpec::HelpSearch { .. }
            | JobSpec::CleanReport { .. }
            | JobSpec::Trace {
                source: TextSource::Row { .. },
                ..
            } => [data(), None, None],
            JobSpec::Train { .. } => [data(), production(), None],
            JobSpec::Answers(query) => [
                query.run.as_ref().and_then(run),
                production().filter(|_| query.production),
                None,
            ],
            JobSpec::Terms { run: id, .. }
            | JobSpec::Try { run: id, .. }
            | JobSpec::Suspects { run: id }
            | JobSpec::SuspectsEffect { run: id, .. }
            | JobSpec::Robustness { run: id }
            | JobSpec::BuildArchive { run: id, .. }
            | JobSpec::ClassifierFile { run: id, .. } => [run(id), None, None],
            JobSpec::Drift(request) => {
                let of_production = |source: &DriftSource| *source == DriftSource::Production;
                let scored_by = request.scored_by.as_ref().and_then(run);
                match (
                    of_production(&request.reference),
                    of_production(&request.current),
                ) {
                    (true, _) => [data(), production(), None],
                    (false, true) => [data(), production(), scored_by],
                    (false, false) => [data(), scored_by, None],
                }
            }
            JobSpec::DriftTerm { run: id, .. } => [drift(), id.as_ref().and_then(run), None],
            JobSpec::DriftTerms { .. }
            | JobSpec::DriftTermList(_)
            | JobSpec::DriftSweep(_)
            | JobSpec::DriftFile => [drift(), None, None],
            JobSpec::PlantedShares(_) => [drift(), data(), None],
            JobSpec::Compare(request) => match &request.against {
                None => [data(), run(&request.run), production()],
                Some(against) if *against == request.run => [data(), run(against), None],
                Some(against) => [data(), run(&request.run), run(against)],
            },
            JobSpec::GateArchive(request) => [compare(request.compare), None, None],
            JobSpec::Measure(
                MeasureSpec::ModelFiles { compare: id, .. } | MeasureSpec::Texts { compare: id },
            ) => [compare(*id), None, None],
            JobSpec::AddBatch { .. } => [batches(), production(), None],
            JobSpec::RemoveBatch { .. } => [batches(), None, None],
            JobSpec::Monitor(request) => match request.source {
                BatchSource::Rows { .. } => [data(), production(), None],
                BatchSource::Files => [batches(), production(), None],
            },
            JobSpec::MonitorFile { .. } => [given.monitor.map(Item::Monitor), None, None],
            JobSpec::Push(request) => [
                drift().filter(|_| request.with_drift),
                given
                    .monitor
                    .map(Item::Monitor)
                    .filter(|_| request.with_monitoring),
                None,
            ],
            JobSpec::LoadDemo(_)
            | JobSpec::Trace { .. }
            | JobSpec::Measure(_)
            | JobSpec::LoadProduction { .. }
            | JobSpec::OpenArchive { .. }
            | JobSpec::ListModels
            | JobSpec::Pull { .. }
            | JobSpec::PackWorkspace { .. }
            | JobSpec::OpenWorkspace { .. } => [None, None, None],
        };
        named.into_iter().flatten().collect()
    }
}

fn each_once(mut items: Vec<Item>) -> Vec<Item> {
    let mut known: Vec<Item> = Vec::new();
    items.retain(|item| {
        let is_new = !known.contains(item);
        if is_new {
            known.push(item.clone());
        }
        is_new
    });
    items
}

impl Outcome {
    /// What the engine holds once a job has come to this, or has this much so far.
    pub fn items(&self, job: JobId) -> Vec<Item> {
        let of_files = |files: &[FileSummary]| -> Vec<Item> {
            files
                .iter()
                .map(|file| Item::File(file.id.clone()))
                .collect()
        };
        match self {
            Outcome::Data(data) => vec![Item::Data(data.id.clone())],
            Outcome::Demo { files, data } => {
                [of_files(files), vec![Item::Data(data.id.clone())]].concat()
            }
            Outcome::Run(run) | Outcome::Opened { run, .. } => vec![Item::Run(run.run_id.clone())],
            Outcome::Production(card) => vec![Item::Production(card.sha256.clone())],
            Outcome::Batches(_) => vec![Item::Batches(job)],
            Outcome::Drift(_) => vec![Item::Drift(job)],
            Outcome::Compare(_) => vec![Item::Compare(job)],
            Outcome::Monitor(_) => vec![Item::Monitor(job)],
            _ => Vec::new(),
        }
    }
}
