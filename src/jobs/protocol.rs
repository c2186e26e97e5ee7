//! What a client asks of the engine and what the engine answers.
//!
//! Each message travels in an [`Envelope`]: JSON that both sides can refuse, since the transport's own codec panics on
//! bytes that it does not know. Big payloads (files, archives) travel beside the JSON as the envelope's attachment.
//!
//! - The client numbers its jobs; no two that are at work have one number. [`Request::Put`] and [`Request::Start`] take a
//!   number; each of them gets exactly one end: [`Event::Stored`], [`Event::IsNoData`], [`Event::Done`],
//!   [`Event::Cancelled`], [`Event::Failed`] or [`Event::Missing`].
//! - Nothing is ever "the last": a job names what it is about ([`JobSpec::inputs`]), and what a job makes has a name ([`Item`]).
//!   What the engine holds is kept by least recent use under a budget of bytes; a job whose inputs are not held (any more) ends in
//!   [`Event::Missing`], and is asked again once they are.
//! - Between start and end a long job sends [`Event::Progress`], whose [`Progress::done`] never falls; a drift report
//!   also sends what there is of it as [`Event::Interim`], and stays loaded as it is when it is cancelled; a search sends it too.
//! - Short jobs are answered at once, in their order. Long jobs take turns, and short ones are answered between their slices.
//! - What can't be understood gets [`Event::Failed`] with [`Code::Protocol`], never a panic.

use serde::{Deserialize, Serialize};

pub use super::answers::AnswersQuery;
use super::answers::AnswersSummary;
pub use super::compare::request::{
    CompareDraws, CompareRequest, DisagreementsQuery, GateRequest, MeasureSpec, WhoIsRight,
};
pub(crate) use super::config_as_toml;
pub use super::dots::DotsQuery;
pub use super::drift::request::{
    DriftRequest, DriftRowsQuery, DriftSide, DriftSource, PlantedSharesRequest, SweepRequest,
    TermColumn, TermOrder, TermsQuery,
};
pub use super::envelope::{Envelope, PROTOCOL_VERSION};
pub use super::errors::ErrorsQuery;
pub use super::exchange::{Fetch, FetchAnswer, Fetched};
pub use super::items::{Inputs, Item};
pub use super::live::LiveRequest;
pub use super::monitor::request::{BatchSource, MonitorForm, MonitorRequest, WatchedRows};
pub use super::push::{PushOutcome, PushRequest};
pub use super::relabel::{NewLabels, RelabelRequest};
use super::robustness::RobustnessSummary;
pub use super::rows::RowsQuery;
pub use super::search::request::{Earlier, FoundBy, SearchRequest, SearchWord};
pub use super::selection::{Condition, PickedAt, PickedRows, Selection};
use super::summaries::{
    ArchiveSummary, BatchFileSummary, CleanSummary, CompareSummary, DiffSummary, DisagreementPage,
    DotsSummary, DriftRowPage, DriftSummary, ErrorPage, ExcludedSummary, FileSummary, LiveAnswer,
    LoadedSummary, MeasureSummary, MonitorSummary, NoData, PlantedSharesSummary, ProductionSummary,
    Progress, RowPage, RunSummary, SweepSummary, TermCloud, TermPage, TermSummary, TermsSummary,
    TraceSummary, TrySummary,
};
use super::suspects::SuspectsSummary;
pub use super::versions::request::{DataRef, DiffRequest};
use crate::message::Language;
pub use crate::mlflow::pull::{Listing, ModelVersion, RegisteredModel};
pub use crate::mlflow::push::{Login, PushReport, ServerAddress};
use crate::pipeline::clean::CleanRecipe;
pub use crate::pipeline::corpus::SetName;
use crate::pipeline::corpus::{Preview, ReadingOptions, Role};
use crate::pipeline::drift::Family;
use crate::pipeline::error::Error;
use crate::pipeline::run::{RunConfig, SuspectsEffect};
use crate::pipeline::search::SearchReport;
use crate::pipeline::time::UnixMillis;

/// Number of a job, chosen by the client, each greater than the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JobId(pub u32);

/// Names a file: the SHA-256 of its name and its bytes, in lower-case hex.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileId(pub String);

/// Names a data set: the SHA-256 of its files, their roles and how they are read, in lower-case hex.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DataId(pub String);

/// What a client asks. Variants are named from outside: a tag inside would have each message read twice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Request {
    /// The first message of a client; answered by [`Event::Ready`].
    Hello {
        /// The build that the client comes from, see [`build_id`].
        build: String,
        /// Stops the engine's clock at this moment, for runs that give the same bytes again.
        frozen_clock: Option<UnixMillis>,
    },
    /// Hands over a file, its bytes as attachment. Zips are unpacked. Ends in [`Event::Stored`] or [`Event::IsNoData`]; a
    /// workspace is opened, as by [`JobSpec::OpenWorkspace`].
    Put {
        job: JobId,
        name: String,
        /// The files that it comes to; it takes the place of one that has its name.
        beside: Vec<FileId>,
        /// Others on their way, whose files it comes to as well: who sends it on waits for them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        behind: Vec<JobId>,
    },
    /// Drops what nobody will ask for again. Has no answer.
    Forget { items: Vec<Item> },
    /// Starts a job; [`JobSpec::LoadProduction`], [`JobSpec::OpenArchive`], [`JobSpec::GateArchive`] and [`JobSpec::Push`]
    /// bring the archive as attachment.
    Start {
        job: JobId,
        spec: JobSpec,
        inputs: Box<Inputs>,
    },
    /// Ends a job in [`Event::Cancelled`] within one slice. Has no answer where the job is over already. A search whose trials are at
    /// work comes to its end with those that are complete; asked again, it is cancelled.
    Cancel { job: JobId },
    /// Lets a long job rest until [`Request::Resume`] or [`Request::Cancel`].
    Pause { job: JobId },
    /// Lets a resting job go on.
    Resume { job: JobId },
    /// Has a resting job do one unit of work (while fitting: a few iterations) and report its progress.
    Step { job: JobId },
    /// To a search or its helper, from the other. Has no answer, and none where the job is over.
    Word {
        job: JobId,
        from: JobId,
        word: SearchWord,
    },
    /// What came of an [`Event::Fetch`]; the body of an answer is the attachment.
    Fetched { job: JobId, fetched: Fetched },
}

/// What can be started.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JobSpec {
    /// Makes the data set of the files named (long): [`Outcome::Data`].
    Assemble {
        files: Vec<(FileId, Role)>,
        reading: ReadingOptions,
    },
    /// What files of these roles seem to be by their start (long): [`Outcome::Previews`].
    Preview {
        files: Vec<(FileId, Option<Role>)>,
        reading: ReadingOptions,
    },
    /// Takes the shipped demo corpus in this language in the place of all files (long): [`Outcome::Demo`].
    LoadDemo(Language),
    /// A page of tweets (long): [`Outcome::Rows`].
    Rows(RowsQuery),
    /// The numbers of picked rows (long): [`Outcome::RowNumbers`].
    RowNumbers(Selection),
    /// Picked rows as CSV (long): [`Outcome::ExportedRows`].
    ExportRows(Selection),
    /// A set with other labels as a file (long): [`Outcome::Relabelled`].
    Relabel(Box<RelabelRequest>),
    /// Whether a run with this configuration could train on the data, and how many rows it would leave out (long):
    /// [`Outcome::Excluded`].
    Rehearse { config: Box<RunConfig> },
    /// One text through each cleaning step: [`Outcome::Trace`].
    Trace {
        recipe: CleanRecipe,
        source: TextSource,
    },
    /// What each cleaning step does to the training set (long): [`Outcome::Clean`].
    CleanReport { recipe: CleanRecipe },
    /// The whole run (long): [`Outcome::Run`].
    Train {
        /// As TOML on the way.
        #[serde(with = "config_as_toml")]
        config: Box<RunConfig>,
        /// When the user pressed Run.
        start: UnixMillis,
        /// Where its hyperparameters come from, if from a search, which goes into its archive.
        found_by: Option<Box<FoundBy>>,
    },
    /// What settings do to the validation part (long the first time): [`Outcome::Live`].
    Live(Box<LiveRequest>),
    /// Hyperparameter search (long): [`Outcome::Search`], before the end as [`Event::Interim`] each time that it says more, then of the
    /// trials alone that have changed.
    Search(Box<SearchRequest>),
    /// Does trials for a search on another engine (long) until it is cancelled; who places jobs on engines asks for it.
    HelpSearch {
        search: JobId,
        request: Box<SearchRequest>,
    },
    /// Misclassified tweets of a run (long): [`Outcome::Errors`].
    Errors(ErrorsQuery),
    /// The rows of a part as dots (long): [`Outcome::Dots`].
    Dots(DotsQuery),
    /// The heaviest terms for each class: [`Outcome::Terms`].
    Terms {
        run: String,
        /// Terms for each class, at most 1,000.
        top: u32,
    },
    /// The suspect labels of a run's training rows (long): [`Outcome::Suspects`].
    Suspects { run: String },
    /// What correcting the first of them would change (long): [`Outcome::SuspectsEffect`].
    SuspectsEffect { run: String, first: u32 },
    /// How often a run's answers flip where texts are written another way (long): [`Outcome::Robustness`].
    Robustness { run: String },
    /// What a run's model says of a text and why (long the first time): [`Outcome::Try`].
    Try {
        run: String,
        text: String,
        /// The class to explain; the predicted one where it is left out.
        class: Option<u32>,
    },
    /// What the model in production and other runs say of a text (long): [`Outcome::Answers`].
    Answers(AnswersQuery),
    /// How the current rows differ from the reference (long): [`Outcome::Drift`], before the end as [`Event::Interim`]
    /// each time that it says more.
    Drift(Box<DriftRequest>),
    /// All tested terms of a family of a drift report: [`Outcome::DriftTerms`].
    DriftTerms { family: Family },
    /// A page of its tested terms: [`Outcome::DriftTermList`].
    DriftTermList(TermsQuery),
    /// One term in all its parts: [`Outcome::DriftTerm`].
    DriftTerm {
        family: Family,
        term: String,
        /// The run whose model is asked what the term does.
        run: Option<String>,
    },
    /// A page of the rows that have a term: [`Outcome::DriftRows`].
    DriftRows(DriftRowsQuery),
    /// At which size a planted shift is found (long): [`Outcome::DriftSweep`].
    DriftSweep(SweepRequest),
    /// From which share on something planted is found in the current rows of a drift report (long):
    /// [`Outcome::PlantedShares`].
    PlantedShares(PlantedSharesRequest),
    /// A drift report with all its terms (long): [`Outcome::DriftFile`], JSON as attachment.
    DriftFile,
    /// A run against another one, or against the model in production, on the test rows (long): [`Outcome::Compare`].
    Compare(CompareRequest),
    /// Two versions of data, or two runs, beside each other (long): [`Outcome::Diff`].
    Diff(DiffRequest),
    /// A page of the tweets that the two of a comparison answer differently: [`Outcome::Disagreements`].
    Disagreements(DisagreementsQuery),
    /// A step in measuring what both models cost (a call is long): [`Outcome::Measure`].
    Measure(MeasureSpec),
    /// Takes the attached file as a batch to watch beside the others, or as the tags of the last: [`Outcome::Batches`].
    AddBatch {
        name: String,
        reading: ReadingOptions,
    },
    /// Drops the batch at a place among the files, from 0: [`Outcome::Batches`].
    RemoveBatch { place: u32 },
    /// Batches against the model in production (long): [`Outcome::Monitor`], after each batch as [`Event::Interim`].
    Monitor(Box<MonitorRequest>),
    /// A monitoring in a form: [`Outcome::MonitorFile`], its bytes as attachment.
    MonitorFile { form: MonitorForm },
    /// A run as a zip for MLflow (long): [`Outcome::Archive`], the zip as attachment.
    BuildArchive { run: String, include_texts: bool },
    /// A run's model as a page that classifies by itself (long): [`Outcome::ClassifierFile`]. The classifier's WebAssembly comes
    /// as attachment, `starter` is the script that starts it.
    ClassifierFile { run: String, starter: String },
    /// Puts the gate of a comparison into the attached archive of its candidate (long): [`Outcome::Archive`], the zip as
    /// attachment.
    GateArchive(GateRequest),
    /// The attached archive of a run into a tracking server, or what would be sent (long): [`Outcome::Push`].
    Push(Box<PushRequest>),
    /// What models a server has (long): [`Outcome::Models`].
    ListModels,
    /// A model of a server by its address, such as `models:/tweets@champion`, as the archive that it was pushed from (long):
    /// [`Outcome::Pulled`], the zip as attachment.
    Pull { uri: String },
    /// Takes the attached archive's model as one to compare with (long): [`Outcome::Production`].
    LoadProduction { name: String },
    /// Holds the attached archive's run, as if it had just been done (long): [`Outcome::Opened`].
    OpenArchive { name: String },
    /// Packs parts into one zip (long), their bytes one after the other as attachment: [`Outcome::Workspace`].
    PackWorkspace { parts: Vec<WorkspacePart> },
    /// Unpacks the attached zip of that kind (long): [`Outcome::WorkspaceParts`].
    OpenWorkspace { name: String },
}

/// A file of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspacePart {
    pub path: String,
    pub n_bytes: u64,
}

/// A part on which a run was evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Split {
    /// The part of the training set that the first fit learned from.
    Train,
    /// The part of the training set that was set aside.
    Validation,
    /// The test set, by the final fit.
    Test,
}

impl Split {
    /// The set that has its rows.
    pub fn set(self) -> SetName {
        match self {
            Split::Train | Split::Validation => SetName::Train,
            Split::Test => SetName::Test,
        }
    }
}

/// Where a text comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextSource {
    /// A row of the data, from 0.
    Row { set: SetName, row: u32 },
    /// The user's own.
    Own { text: String },
}

/// What the engine says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// The engine is there.
    Ready {
        /// Where it differs from the client's, page and worker come from different builds.
        build: String,
    },
    /// The end of a [`Request::Put`].
    Stored {
        job: JobId,
        /// The files that this one brought (several for a zip).
        added: Vec<FileId>,
        /// These and those beside them, in the order in which they came; their roles are detected together.
        files: Vec<FileSummary>,
    },
    /// Another end of it: the file is no data but something else that is known, and comes back as the attachment.
    IsNoData { job: JobId, what: Box<NoData> },
    /// A long job goes on.
    Progress { job: JobId, progress: Progress },
    /// A search or its helper says something to the other.
    Word {
        job: JobId,
        to: JobId,
        word: SearchWord,
    },
    /// A job wants something of a server and waits for [`Request::Fetched`]; the body is the attachment. An engine reaches no
    /// network: who carries it out knows the server's address and who asks.
    Fetch { job: JobId, fetch: Fetch },
    /// A job's outcome as far as it is; more follows.
    Interim { job: JobId, outcome: Outcome },
    /// A job's good end.
    Done { job: JobId, outcome: Outcome },
    /// A job's end by [`Request::Cancel`].
    Cancelled { job: JobId },
    /// A job was not started: these of its inputs are not held.
    Missing { job: JobId, items: Vec<Item> },
    /// A job's bad end; without a job, a request that could not be understood. What was loaded before stays loaded.
    Failed { job: Option<JobId>, error: Error },
}

/// What a job came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Data(LoadedSummary),
    Demo {
        files: Vec<FileSummary>,
        data: LoadedSummary,
    },
    /// Of those of the files that are texts or tables.
    Previews(Vec<(FileId, Preview)>),
    Rows(RowPage),
    /// From 0 in the order of the file, ascending.
    RowNumbers(Vec<u32>),
    /// The file is the attachment.
    ExportedRows {
        name: String,
    },
    /// The file is the attachment.
    Relabelled {
        name: String,
        /// Rows that have another label now.
        n_rows: u64,
    },
    Excluded(ExcludedSummary),
    Trace(TraceSummary),
    Clean(CleanSummary),
    Run(Box<RunSummary>),
    Live(Box<LiveAnswer>),
    Search(Box<SearchReport>),
    Opened {
        run: Box<RunSummary>,
        archive: ArchiveSummary,
    },
    Errors(ErrorPage),
    Dots(DotsSummary),
    Terms(TermsSummary),
    Suspects(Box<SuspectsSummary>),
    SuspectsEffect(Box<SuspectsEffect>),
    Robustness(Box<RobustnessSummary>),
    Try(Box<TrySummary>),
    Answers(AnswersSummary),
    /// The zip is the attachment.
    Archive(ArchiveSummary),
    /// The page is the attachment.
    ClassifierFile {
        name: String,
    },
    Production(ProductionSummary),
    Compare(CompareSummary),
    Diff(Box<DiffSummary>),
    Disagreements(DisagreementPage),
    /// A model or texts that are handed over are the attachment.
    Measure(MeasureSummary),
    /// All files that are batches, in their order.
    Batches(Vec<BatchFileSummary>),
    Monitor(Box<MonitorSummary>),
    /// The file is the attachment.
    MonitorFile {
        name: String,
    },
    Drift(DriftSummary),
    DriftTerms(TermCloud),
    DriftTermList(TermPage),
    DriftTerm(Box<TermSummary>),
    DriftRows(DriftRowPage),
    DriftSweep(SweepSummary),
    PlantedShares(PlantedSharesSummary),
    /// The file is the attachment.
    DriftFile {
        name: String,
    },
    Push(Box<PushOutcome>),
    Models(Box<Listing>),
    /// The zip is the attachment.
    Pulled {
        name: String,
    },
    /// The zip is the attachment.
    Workspace,
    /// Their bytes, one after the other, are the attachment.
    WorkspaceParts(Vec<WorkspacePart>),
}

impl Event {
    /// The job whose end this is.
    pub fn ends(&self) -> Option<JobId> {
        match self {
            Event::Stored { job, .. }
            | Event::IsNoData { job, .. }
            | Event::Done { job, .. }
            | Event::Missing { job, .. }
            | Event::Cancelled { job } => Some(*job),
            Event::Failed { job, .. } => *job,
            Event::Ready { .. }
            | Event::Progress { .. }
            | Event::Word { .. }
            | Event::Fetch { .. }
            | Event::Interim { .. } => None,
        }
    }
}

/// Names the build; page and worker of one build have the same.
pub fn build_id() -> String {
    format!(
        "{}+{}",
        env!("CARGO_PKG_VERSION"),
        option_env!("DRYF_BUILD").unwrap_or("dev")
    )
}
