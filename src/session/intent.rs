//! What the user can want, and what the shell has to do about it.

use std::sync::Arc;

use super::Trial;
use super::keep::KeepIntent;
use super::live::LiveIntent;
use super::monitor::MonitorIntent;
use super::offers::OfferIntent;
use super::picking::PickIntent;
use super::present::Present;
use super::production::KeptArchive;
use super::pull::PullIntent;
use super::push::PushIntent;
use super::rules::RulesEdit;
use super::runs::Said;
use super::runs_table::RunsChoice;
use super::search::SearchIntent;
use super::view::View;
use crate::jobs::protocol::{DataId, DriftSource, FileId, JobId, Request};
use crate::message::{Language, Message};
use crate::pipeline::clean::CleanRecipe;
use crate::pipeline::compare::Resources;
use crate::pipeline::corpus::{FindingKind, NamedBytes, ReadingOptions, Role, SetName};
use crate::pipeline::drift::Planted;
use crate::pipeline::error::Error;
use crate::pipeline::run::RunConfig;
use crate::pipeline::time::UnixMillis;

/// What the user wants. Views emit these and nothing else.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// Go to a view.
    Open(View),
    /// What is wanted of the story.
    Present(Present),
    /// Files that the shell has read.
    AddFiles(Vec<NamedBytes>),
    /// A folder, its files by their paths in it with `/`: read as a zip of it would be.
    AddFolder {
        name: String,
        files: Vec<NamedBytes>,
    },
    /// A file that the shell could not or would not read.
    RefuseFile {
        name: String,
        error: Error,
    },
    /// What a file is for; `None` leaves it out.
    SetRole {
        file: FileId,
        role: Option<Role>,
    },
    RemoveFile(FileId),
    /// How the files are read.
    SetReading(ReadingOptions),
    /// Show a version of the data beside that of today, or none.
    CompareVersion(Option<DataId>),
    /// The shipped corpus in this language in the place of all files.
    LoadDemo(Language),
    /// The same, then a run of it, which ends on its verdict.
    TryDemo {
        language: Language,
        start: UnixMillis,
    },
    ClearData,
    /// Bring back what was taken away last.
    Undo,
    /// What was taken away last, by its number, is gone.
    ForgetUndo(u32),
    /// What is wanted of a file that was given as data and is none.
    Offer(OfferIntent),
    /// The user has seen that the run has ended.
    DismissFresh,
    /// What was typed into a field of the settings, such as `svc.C`.
    SetField {
        field: String,
        text: String,
    },
    /// The user has left a field.
    LeaveField(String),
    /// What a verdict advises: a setting, and a run with it. The settings of before can be brought back.
    RunWith {
        field: String,
        text: String,
        start: UnixMillis,
    },
    SetConfig(Box<RunConfig>),
    SetRecipe(Box<CleanRecipe>),
    /// Whether the rows that findings of a kind name are left out of a set.
    Exclude {
        set: SetName,
        kind: FindingKind,
        excluded: bool,
    },
    /// Whether these rows of the training set, counted from 1, are left out.
    ExcludeRows {
        rows: Vec<u32>,
        excluded: bool,
    },
    /// All settings to their defaults, or those of the cleaning.
    ResetConfig,
    ResetRecipe,
    /// Measure what each cleaning step does to the training set.
    MeasureCleaning,
    CancelMeasuring,
    /// Bring everything up to date: the data where they changed, then the run.
    Run {
        start: UnixMillis,
    },
    Cancel,
    Pause,
    Resume,
    /// One unit of work of a resting run.
    StepOnce,
    /// Whether the archive holds the texts.
    SetIncludeTexts(bool),
    /// Save the archive as a file; it is built first where it is not up to date.
    Download,
    /// What a drift report compares with what; `None` is what the data suggest.
    SetDriftReference(Option<DriftSource>),
    SetDriftCurrent(Option<DriftSource>),
    /// Plant a shift into the current rows, or take it out again.
    PlantDrift(Option<Planted>),
    /// Make the drift report anew, or to its end where it was cancelled.
    MeasureDrift,
    CancelDrift,
    /// Save the drift report as a file.
    SaveDrift,
    /// What the view Try shows: a text, and the class to explain where it is not the predicted one.
    SetTrial(Trial),
    /// Go to the view Try with a text.
    TryText(String),
    /// Compare the run with production anew, or to its end where that was cancelled.
    Compare,
    CancelCompare,
    /// Measure what the run's model and the one in production cost.
    MeasureCosts,
    CancelCosts,
    /// How far that is, `0.0..=1.0`, and its end.
    CostsProgress {
        job: JobId,
        done: f64,
    },
    CostsMeasured {
        job: JobId,
        measured: Result<Box<Resources>, Error>,
    },
    EditRules(RulesEdit),
    /// Rules as `dryf compare --rules` takes them, in the place of all rules.
    LoadRules(NamedBytes),
    /// Save the rules as such a file.
    SaveRules,
    /// What is wanted of picked rows.
    Pick(PickIntent),
    /// What is wanted of the fits in the view Train.
    Live(LiveIntent),
    /// What is wanted of the view Tune.
    Search(SearchIntent),
    /// What is wanted of a push.
    Push(PushIntent),
    /// What is wanted of a server's models.
    Pull(PullIntent),
    /// What is wanted of the view Monitor.
    Monitor(MonitorIntent),
    /// Put the run that is shown into production; where the gate does not let it pass, the user is asked first.
    Promote {
        at: UnixMillis,
    },
    /// The same where the gate does not let it pass, with the reason that the user gives.
    PromoteAnyway {
        at: UnixMillis,
        reason: String,
    },
    /// Leave what is in production there.
    LeavePromotion,
    /// Put an archive into production that the user chose.
    LoadProduction {
        archive: NamedBytes,
        at: UnixMillis,
    },
    /// Put the archive back that was in production before.
    PutBackProduction {
        at: UnixMillis,
    },
    /// Take the model out of production.
    ForgetProduction {
        at: UnixMillis,
    },
    /// What [`Effect::KeepProduction`] and [`Effect::KeepPromotion`] kept; promotions that can't be read are left out.
    RestoreProduction {
        archive: Option<KeptArchive>,
        before: Option<KeptArchive>,
        promotions: Vec<String>,
    },
    /// What [`Effect::KeepRun`] kept, and the run that was shown last; what can't be read is left out.
    RestoreRuns {
        runs: Vec<String>,
        shown: Option<String>,
    },
    /// Show a run in all views, by its ID.
    ShowRun(String),
    /// Show a run, and put it into production as [`Intent::Promote`] does.
    PromoteRun {
        run: String,
        at: UnixMillis,
    },
    /// What the table of runs shows, and which of them to compare.
    ChooseRuns(Box<RunsChoice>),
    /// What [`Effect::ReadRunArchive`] wanted; none where the browser does not keep it.
    OpenKept {
        run: String,
        archive: Option<KeptArchive>,
    },
    /// The browser keeps the archive of a run.
    ArchiveKept(String),
    /// What the user says of a run.
    SayOfRun {
        run: String,
        said: Said,
    },
    /// The settings of a run become those of the form.
    AdoptSettings(String),
    /// Take a run off the list; it can be undone.
    RemoveRun(String),
    /// Take several off at once.
    RemoveRuns(Vec<String>),
    /// Save the archive of a run as a file.
    SaveRun(String),
    /// Show an archive's run again.
    OpenArchive {
        archive: NamedBytes,
        /// Whether its settings become those of the form.
        adopt_settings: bool,
    },
    /// Settings that [`Effect::KeepSettings`] kept; what can't be read is left out, and so is what a link or the user
    /// has said already.
    RestoreSettings(String),
    /// The address, on arrival or when the user goes back; see [`link`](super::link).
    FollowLink(String),
    /// Whether the data that a link brings are loaded, in the place of all files.
    TakeLinked(bool),
    /// A worker has ended, and what is known of why; these of its jobs are begun once more.
    WorkerLost {
        reason: Message,
        again: Vec<JobId>,
        /// Whether it is the one that answers questions.
        is_first: bool,
    },
    /// No worker lives, and none is started any more.
    WorkersGone(Error),
    /// Whether a worker gives no sign of life.
    WorkerSilent(bool),
    /// What [`Effect::ReadAgain`] wanted, and the names of what can't be read any more.
    GiveAgain {
        files: Vec<NamedBytes>,
        missing: Vec<String>,
    },
    DismissLoss,
    /// Whether the browser keeps something beyond a reload.
    Keeping {
        what: Keepsake,
        kept: bool,
    },
    DismissNotKept,
    /// What is wanted of what the browser keeps.
    Keep(KeepIntent),
    /// Hide the error that belongs to no field or card.
    DismissError,
    /// Hide the word on a file that was refused, by its place in [`Session::refused`](super::Session::refused).
    DismissRefused(usize),
}

/// What the shell has to do, in this order.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Send it to the worker.
    Send {
        request: Request,
        attachment: Vec<u8>,
    },
    /// Keep what is at hand of a run beyond a reload, in the place of what was kept of it.
    KeepRun { run: String, text: String },
    /// Keep its archive, then [`Intent::ArchiveKept`].
    KeepRunArchive { run: String, archive: KeptArchive },
    /// Keep which run is shown.
    KeepShown(String),
    /// Read the archive of a run; then [`Intent::OpenKept`].
    ReadRunArchive(String),
    /// Give the user the archive of a run that is kept.
    SaveRun(String),
    /// Keep nothing of a run any more.
    ForgetRun(String),
    /// Measure what both models of a comparison cost, in workers of their own.
    MeasureCosts { job: JobId, compare: u32 },
    /// End that.
    StopMeasuring,
    /// Keep the archive in production and the one before it beyond a reload, in the place of those that were kept.
    KeepProduction {
        archive: Option<KeptArchive>,
        before: Option<KeptArchive>,
    },
    /// Keep a promotion beyond a reload, beside those that are kept.
    KeepPromotion(String),
    /// Keep data files by name and what is known of them, in the place of all that were kept.
    KeepData { record: String, files: Vec<String> },
    /// Ask the browser not to delete by itself what it keeps.
    AskToPersist,
    /// Read the archives of runs, and data files by name; then [`KeepIntent::WorkspaceRead`], with the paths of
    /// [`run_path`](super::workspace::run_path) and [`data_path`](super::workspace::data_path).
    ReadWorkspace {
        runs: Vec<String>,
        files: Vec<String>,
    },
    /// These are files that the user has given; they can be read again.
    HoldFiles(Vec<NamedBytes>),
    /// Keep the search beyond a reload, in the place of the one that was kept.
    KeepSearch(String),
    /// Keep the settings beyond a reload.
    KeepSettings(String),
    /// Show this fragment in the address.
    ShowAddress(String),
    /// Read files again that the last visit kept, by name; then [`Intent::GiveAgain`].
    ReadAgain(Vec<String>),
    /// Give the user a data file that is at hand, by its name.
    SaveData(String),
    /// Give the user a file.
    Save { name: String, bytes: Arc<Vec<u8>> },
}

/// What a browser keeps beyond a reload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Keepsake {
    /// Colours and language.
    Look,
    Settings,
    /// Runs and their archives.
    Runs,
    /// What is in production, what was before, and the history.
    Production,
    /// The data files, where the user wants it.
    Data,
}

impl Keepsake {
    /// What lies in one database, and is kept or lost together where there is none.
    pub const IN_DATABASE: [Keepsake; 4] = [
        Keepsake::Settings,
        Keepsake::Runs,
        Keepsake::Production,
        Keepsake::Data,
    ];
}

/// Whether the worker is there.
#[derive(Debug, Clone, PartialEq)]
pub enum EngineState {
    Starting,
    Ready,
    Failed(Error),
}

/// A file that could not be taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    pub name: String,
    pub error: Error,
}
