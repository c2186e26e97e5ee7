//! The arguments as given.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::drift::RowRange;
use super::monitor::{Batches, Every};
use super::output::Output;
use super::reading::{CurrentReadingArgs, ReadingArgs, TestReadingArgs, TextReadingArgs};
use super::schema::Schema;
use super::tracking::Tracking;
use super::tune::Tune;
use super::workers::Workers;
use crate::message::Language;

/// For scripts; the numbers are those of BSD's `sysexits.h`, and a shell's for an interrupt.
const EXIT_CODES: &str = "Exit codes:
  0    done; the gate passed, or no retraining is advised
  1    the gate failed, or retraining is advised
  2    not enough data to decide
  64   wrong usage or configuration
  65   bad data
  66   no such input, or none that can be read
  69   a server or port can't be used, or another call uses the state
  70   a bug of Dryf
  73   an output can't be put where it is wanted
  74   an output can't be written
  130  interrupted

Results go to standard output, log and progress to standard error; each file is written whole or not at all. No output takes
the place of an input or of another output. An output may be /dev/stdout; the results then go to standard error.";

/// Train a text classifier on PolEval's tweets, compare it with the model in production, hand the run to MLflow.
#[derive(Debug, Parser)]
#[command(name = "dryf", version, about, arg_required_else_help = true, after_help = EXIT_CODES)]
pub struct Arguments {
    /// The language of what is shown and of --html; help stays English, and so do JSON, log.txt and archives.
    #[arg(long, global = true, value_name = "LANGUAGE", default_value = "en", value_parser = languages())]
    pub lang: Language,
    #[command(subcommand)]
    pub command: Command,
}

fn languages() -> impl TypedValueParser<Value = Language> {
    PossibleValuesParser::new(Language::ALL.map(Language::tag))
        .map(|tag| Language::of_tag(&tag).expect("it is a tag of one"))
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// The whole run: collect, validate, split, clean, fit, evaluate, compare.
    #[command(after_help = "Examples:
  dryf train --demo
  dryf train --data poleval2019-task6-2 --out run.zip --json summary.json
  dryf train --data poleval2019-task6-2 --production last.zip --out run.zip
  dryf train --train-text t.txt --train-tags g.txt --config run.toml
  dryf train --train-text tweets.csv --text-column tweet --label-column class")]
    Train(Train),
    /// Search hyperparameters by cross-validation on the training rows, and train with what was found.
    #[command(
        after_help = "Trials are judged on stratified folds of the training set, on a run's validation part, or on the last training rows; the test set
takes no part.
Without --search the space is a sensible one; `dryf schema search --example` prints it with all settings. With --journal the
search can be ended at any time and goes on where it was; Optuna opens the same file.

Examples:
  dryf tune --data poleval/ --trials 50 --out run.zip
  dryf tune --data poleval/ --search search.toml --journal study.log --workers 2 --html search.html --out run.zip"
    )]
    Tune(Tune),
    /// What is odd about data before anything is trained: copies, damage, outliers, classes; and a verdict.
    #[command(
        after_help = "The exit code is 0 where the data can be trained on, with warnings or without, and 65 where they can not.

Examples:
  dryf validate --data poleval2019-task6-2
  dryf validate --train-text tweets.csv --json findings.json
  dryf validate --data poleval2019-task6-2 --config run.toml"
    )]
    Validate(Validate),
    Suspects(super::suspects::Suspects),
    /// One line for each input line, in order: class names, PolEval's tags, or JSON with scores.
    #[command(after_help = "Examples:
  dryf predict --model run.zip --text tweets.txt
  dryf predict --model run.zip --text tweets.csv --text-column tweet
  dryf predict --model run.zip --text tweets.txt --explain 5
  echo 'co za ładny dzień' | dryf predict --model run.zip --format json")]
    Predict(Predict),
    /// Metrics of a model on texts with known tags.
    #[command(after_help = "Examples:
  dryf evaluate --model run.zip --text test_set_only_text.txt --tags test_set_only_tags.txt
  dryf evaluate --model run.zip --data poleval2019-task6-2
  dryf evaluate --model run.zip --text new.csv --text-column tweet --label-column class")]
    Evaluate(Evaluate),
    Robustness(super::robustness::Robustness),
    /// The gate: may a candidate take the place of the model in production? Pass, fail, or not enough data.
    #[command(
        after_help = "The exit code is 0 where every rule passes, 1 where one fails, 2 where there is not enough data to decide.

Without --rules these apply:
  F1 micro is not lower than production's by a point or more (rule \"not_inferior\", margin = 0.01)
  F1 macro is higher than production's (\"better\", min_gain = 0)
  F1 micro is higher than that of the most frequent class (\"baseline_beaten\", min_gain = 0)
Budgets for latency, memory, size and answers that flip are rules of a file: \"ratio\", \"size\" and \"robust\", each with its max.

A rule on scores passes where the whole interval of 95 % is above its line (-margin, or min_gain), fails where it is all below, \
and has not enough data where it reaches over it. So a candidate that is exactly at the line passes in 2.5 % of cases; where \
any of k scores may pass, each has an interval of 1 - 0.05/k, so that this holds of them together. Where rows are of a class \
that one of the models can't give, rules on scores have not enough data, unless the file says unknown_labels = \"wrong\".

With SOURCE_DATE_EPOCH the clock is frozen and the same input gives the same output: resources are then not measured, and a
rule on latency, processor time or memory has not enough data.

Examples:
  dryf compare --candidate new.zip --production last.zip --text test.txt --tags test_tags.txt
  dryf compare --candidate new.zip --production last.zip --data poleval2019-task6-2 --json gate.json --out gated.zip
  dryf compare --candidate new.zip --production last.zip --text new.csv --text-column tweet --rules rules.toml"
    )]
    Compare(Compare),
    Diff(super::diff::Diff),
    /// What a model costs; `dryf compare` runs it.
    #[command(hide = true)]
    Measure(Measure),
    /// What changed between two sets of rows, and how sure that is: classes, words, emoji, how texts are written.
    #[command(
        after_help = "Drift is a finding, not an error: the exit code is 0 either way; scripts read --json.

Examples:
  dryf drift --reference train.txt train_tags.txt --current new.txt new_tags.txt --html report.html
  dryf drift --reference production.zip --current new.txt new_tags.txt --html report.html
  dryf drift --reference last.csv --current new.csv --text-column tweet --json report.json
  dryf drift --reference t.txt g.txt --reference-rows 1-4000 --current t.txt g.txt --current-rows 4001-5000"
    )]
    Drift(Drift),
    /// Watch the model in production over batches, in order: retrain or not, why, and since when.
    #[command(
        after_help = "The exit code is 0 where nothing advises retraining, 1 where something does, 2 where there is not enough data to say, or production learned from the rows.

With --state each batch is stored as soon as it is done, and a call that was killed is continued by the next. No row is \
watched twice: files that are given again, that grew or that overlap give their new rows alone, by digests of the texts. \
Labels may be there for some rows only; those that come later go to the batch of their rows, and drift is not looked at again. \
Rows of an earlier period that come late are a batch of their own, and a file without rows is a batch without rows. An alarm \
stands until another archive is in production; then --restart begins anew and keeps the old state under another name.

Without --rules: where labels come, quality by tests of the error rate that production stated, of a rise against earlier rows, \
and of labels that went from where the scores say that they are; drift of classes, words, emoji, hashtags, 3-grams and \
descriptors. Where nothing changes and rows come independently of one another, they advise retraining in 5 % of cases at most, over all batches together. ADWIN and HDDM_W are shown and advise nothing. --print-rules writes all rules with their defaults.

With --out the calls of one state are one run of MLflow that grows by a step for each batch.

With SOURCE_DATE_EPOCH the clock is frozen, latency is not measured, and the same input gives the same bytes.

Examples:
  dryf monitor --production run.zip --batch may.txt may_tags.txt --batch june.txt --state state.json --html monitor.html
  dryf monitor --production run.zip --batch stream.csv --batch-rows 1000 --state state.json --out monitor.zip
  dryf monitor --production run.zip --batch stream.csv --time-column created_at --every week --json monitor.json"
    )]
    Monitor(Monitor),
    /// What is in an archive, every file held against its manifest.
    #[command(after_help = "Example:
  dryf inspect run.zip")]
    Inspect(Inspect),
    Export(super::export::Export),
    Push(super::push::Push),
    Pull(super::pull::Pull),
    Models(super::pull::Models),
    Serve(super::serve::Serve),
    /// Every setting of a file that Dryf reads: what it takes, its default, what it does; or what a command writes by --json.
    #[command(after_help = "Examples:
  dryf schema config > run.schema.json
  dryf schema config --example > run.toml
  dryf schema rules --example
  dryf schema monitoring-rules --example
  dryf schema train > summary.schema.json")]
    Schema(Schema),
    Completions(super::shell::Completions),
    Man(super::shell::Man),
    /// The licences of Dryf and of all that it is made of.
    #[command(
        visible_alias = "licenses",
        after_help = "Example:
  dryf licences | less"
    )]
    Licences,
}

#[derive(Debug, Args)]
pub struct Train {
    #[command(flatten)]
    pub data: Data,
    /// Configuration in TOML; what is left out has its default. `dryf schema config --example` prints all settings.
    #[arg(long, value_name = "RUN.TOML")]
    pub config: Option<PathBuf>,
    /// The archive of the model in production, to compare with on the same test rows.
    #[arg(long, value_name = "ARCHIVE.ZIP")]
    pub production: Option<PathBuf>,
    /// Write the archive of the run here.
    #[arg(long, value_name = "ARCHIVE.ZIP")]
    pub out: Option<Output>,
    /// Leave the texts out of the archive and keep only their digests.
    #[arg(long, requires = "out")]
    pub without_texts: bool,
    /// What is kept of the training rows for drift reports; else what the configuration says.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub profile: Option<Profile>,
    /// Write the summary of the run here, as JSON; `dryf schema train` prints its schema.
    #[arg(long, value_name = "FILE")]
    pub json: Option<Output>,
    #[command(flatten)]
    pub workers: Workers,
    #[command(flatten)]
    pub tracking: Tracking,
}

#[derive(Debug, Args)]
pub struct Validate {
    #[command(flatten)]
    pub data: Data,
    /// Configuration in TOML: its cleaning, its share of validation rows, the rows that it excludes.
    #[arg(long, value_name = "RUN.TOML")]
    pub config: Option<PathBuf>,
    /// Write verdict and findings here, as JSON, with all rows counted from 0; `dryf schema validate` prints its schema.
    #[arg(long, value_name = "FILE")]
    pub json: Option<Output>,
    /// Write the report here, as one HTML page that needs no network.
    #[arg(long, value_name = "FILE")]
    pub html: Option<Output>,
}

/// What is kept of the training rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Profile {
    /// Each row's class, term numbers, descriptors and scores: every number of a drift report.
    Rows,
    /// Counts over all rows: a drift report without random splits and history.
    Marginals,
    /// Nothing.
    None,
}

/// Where the data come from.
#[derive(Debug, Args)]
pub struct Data {
    /// Use the demo corpus that ships with Dryf, Polish unless `--demo=en` asks for the English one.
    #[arg(long, value_name = "LANGUAGE", num_args = 0..=1, require_equals = true, default_missing_value = "pl",
        value_parser = languages(), conflicts_with_all = ["data", "train_text", "train_tags", "test_text", "test_tags"])]
    pub demo: Option<Language>,
    /// A folder or a zip with PolEval's files.
    #[arg(long, value_name = "DIR|ZIP", conflicts_with_all = ["train_text", "train_tags", "test_text", "test_tags"])]
    pub data: Option<PathBuf>,
    /// Training texts, one a line; or a table (.csv, .tsv, .jsonl, .parquet) with texts and labels.
    #[arg(long, value_name = "FILE")]
    pub train_text: Option<PathBuf>,
    /// Training tags, one a line.
    #[arg(long, value_name = "FILE", requires = "train_text")]
    pub train_tags: Option<PathBuf>,
    /// Test texts, one a line; or a table. The test set may be left out.
    #[arg(long, value_name = "FILE", requires = "train_text")]
    pub test_text: Option<PathBuf>,
    /// Test tags, one a line.
    #[arg(long, value_name = "FILE", requires = "test_text")]
    pub test_tags: Option<PathBuf>,
    #[command(flatten)]
    pub columns: ReadingArgs,
    #[command(flatten)]
    pub test_columns: TestReadingArgs,
}

#[derive(Debug, Args)]
pub struct Predict {
    /// The archive with the model.
    #[arg(long, value_name = "ARCHIVE.ZIP")]
    pub model: PathBuf,
    /// Texts, one a line, or a table (.csv, .tsv, .jsonl, .parquet); standard input when left out, line in, line out.
    #[arg(long, value_name = "FILE")]
    pub text: Option<PathBuf>,
    #[command(flatten)]
    pub reading: TextReadingArgs,
    /// What a line shows.
    #[arg(long, value_enum, default_value_t = Format::Labels)]
    pub format: Format,
    /// Say why: the heaviest so many words of each text, behind the label, or in the object as "explanation".
    #[arg(long, value_name = "WORDS", value_parser = clap::value_parser!(u32).range(1..))]
    pub explain: Option<u32>,
    #[command(flatten)]
    pub tracking: Tracking,
}

/// What a line of a prediction shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The class name.
    Labels,
    /// The label as a file of tags has it: PolEval's tag 0, 1 or 2, that of the data's own mapping, else the class name.
    Tags,
    /// An object with label, scores and, where the model has them, probabilities. As in scikit-learn the label comes from the
    /// decision values, so that another class may have the largest probability; how often is said at the end. `dryf schema
    /// predict` prints its schema.
    Json,
    /// The terms of the cleaned text, as an array: what `model.onnx` in the model's folder is asked with.
    Terms,
    /// One object with counts of all texts together: their predicted classes, their words and other terms, how they are
    /// written. It is a batch for `dryf monitor`; lines of several calls in one file add up.
    Counts,
}

#[derive(Debug, Args)]
pub struct Evaluate {
    /// The archive with the model.
    #[arg(long, value_name = "ARCHIVE.ZIP")]
    pub model: PathBuf,
    #[command(flatten)]
    pub rows: LabelledRows,
    /// Write the metrics here, as JSON; `dryf schema evaluate` prints its schema.
    #[arg(long, value_name = "FILE")]
    pub json: Option<Output>,
    /// Write the report here, as one HTML page that needs no network.
    #[arg(long, value_name = "FILE")]
    pub html: Option<Output>,
    #[command(flatten)]
    pub tracking: Tracking,
}

#[derive(Debug, Args)]
pub struct Compare {
    /// The archive of the model that may take the place of production.
    #[arg(long, value_name = "ARCHIVE.ZIP")]
    pub candidate: PathBuf,
    /// The archive of the model in production.
    #[arg(long, value_name = "ARCHIVE.ZIP")]
    pub production: PathBuf,
    #[command(flatten)]
    pub rows: LabelledRows,
    /// What the candidate must show, in TOML; else the rules below.
    #[arg(long, value_name = "RULES.TOML")]
    pub rules: Option<PathBuf>,
    /// Seed of the random draws.
    #[arg(long, value_name = "NUMBER", default_value_t = 2021)]
    pub seed: u32,
    /// Measure no latency, processor time and memory.
    #[arg(long)]
    pub without_resources: bool,
    /// Write the report here, as JSON, with all rows counted from 0; `dryf schema compare` prints its schema.
    #[arg(long, value_name = "FILE")]
    pub json: Option<Output>,
    /// Write the report here, as one HTML page that needs no network; it shows texts on which the models disagree.
    #[arg(long, value_name = "FILE")]
    pub html: Option<Output>,
    /// Write the candidate's archive here, with the gate in it: metrics, tags and artifacts of its run.
    #[arg(long, value_name = "ARCHIVE.ZIP")]
    pub out: Option<Output>,
    #[command(flatten)]
    pub tracking: Tracking,
}

/// Rows with known labels.
#[derive(Debug, Args)]
pub struct LabelledRows {
    /// Texts, one a line; or a table (.csv, .tsv, .jsonl, .parquet) with texts and labels.
    #[arg(long, value_name = "FILE", required_unless_present_any = ["data", "demo"])]
    pub text: Option<PathBuf>,
    /// Tags, one a line.
    #[arg(long, value_name = "FILE", requires = "text")]
    pub tags: Option<PathBuf>,
    /// A folder or a zip with PolEval's files, of which the test set is taken.
    #[arg(long, value_name = "DIR|ZIP", conflicts_with_all = ["text", "tags"])]
    pub data: Option<PathBuf>,
    /// Use the test set of the demo corpus that ships with Dryf, as above.
    #[arg(long, value_name = "LANGUAGE", num_args = 0..=1, require_equals = true, default_missing_value = "pl",
        value_parser = languages(), conflicts_with_all = ["data", "text", "tags"])]
    pub demo: Option<Language>,
    #[command(flatten)]
    pub columns: ReadingArgs,
}

#[derive(Debug, Args)]
pub struct Measure {
    /// Time so many calls of each of two models that are this one, instead of processor time and memory.
    #[arg(long, value_name = "NUMBER")]
    pub calls: Option<u32>,
}

#[derive(Debug, Args)]
pub struct Drift {
    /// What the current data are compared with: an archive, a table (.csv, .tsv, .jsonl, .parquet), or texts, then their tags if any.
    #[arg(long, value_name = "FILE", num_args = 1..=2, required = true)]
    pub reference: Vec<PathBuf>,
    /// The data in question, given as the reference. Rows that are in the reference too are set aside, and a change has to
    /// hold with copies of a text counted once, too.
    #[arg(long, value_name = "FILE", num_args = 1..=2, required = true)]
    pub current: Vec<PathBuf>,
    /// Take only these rows of the reference, counted from 1 without the header and without rows that have no text.
    #[arg(long, value_name = "FIRST-LAST")]
    pub reference_rows: Option<RowRange>,
    /// Take only these rows of the current data, counted in the same way.
    #[arg(long, value_name = "FIRST-LAST")]
    pub current_rows: Option<RowRange>,
    /// Draw no random splits: done at once, but nothing is said of the whole text.
    #[arg(long)]
    pub without_splits: bool,
    /// Seed of the random splits.
    #[arg(long, value_name = "NUMBER", default_value_t = 2021)]
    pub seed: u32,
    #[command(flatten)]
    pub columns: ReadingArgs,
    #[command(flatten)]
    pub current_columns: CurrentReadingArgs,
    /// Write the report here, as JSON; `dryf schema drift` prints its schema.
    #[arg(long, value_name = "FILE")]
    pub json: Option<Output>,
    /// Write the report here, as one HTML page that needs no network.
    #[arg(long, value_name = "FILE")]
    pub html: Option<Output>,
    /// Write an archive for MLflow here: a run with the report's numbers as metrics and both reports as artifacts.
    #[arg(long, value_name = "ARCHIVE.ZIP")]
    pub out: Option<Output>,
    /// The run's experiment in MLflow.
    #[arg(long, value_name = "NAME", default_value = "Dryf", requires = "out")]
    pub experiment: String,
    #[command(flatten)]
    pub workers: Workers,
    #[command(flatten)]
    pub tracking: Tracking,
}

#[derive(Debug, Args)]
pub struct Monitor {
    /// The archive of the model in production.
    #[arg(
        long,
        value_name = "ARCHIVE.ZIP",
        required_unless_present = "print_rules"
    )]
    pub production: Option<PathBuf>,
    #[command(flatten)]
    pub batches: Batches,
    /// Cut all files together into batches of so many rows; what is left over waits for the next call.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..), conflicts_with = "time_column")]
    pub batch_rows: Option<u32>,
    /// Cut tables by the time in this column; the last period waits for its end.
    #[arg(long, value_name = "NAME", requires = "every")]
    pub time_column: Option<String>,
    /// How long a batch lasts, in UTC.
    #[arg(long, value_enum, value_name = "PERIOD", requires = "time_column")]
    pub every: Option<Every>,
    /// Take the last rows or the last period now, complete or not.
    #[arg(long)]
    pub last: bool,
    /// When to advise retraining, in TOML.
    #[arg(long, value_name = "RULES.TOML")]
    pub rules: Option<PathBuf>,
    /// Write all rules with their defaults to standard output, and do nothing else.
    #[arg(long)]
    pub print_rules: bool,
    /// What is known so far, read and written here; without it every call begins anew.
    #[arg(long, value_name = "FILE")]
    pub state: Option<Output>,
    /// Begin anew; the state so far is kept under another name.
    #[arg(long, requires = "state")]
    pub restart: bool,
    /// Ask for a training by hand, with the reason.
    #[arg(long, value_name = "REASON")]
    pub retrain: Option<String>,
    #[command(flatten)]
    pub columns: ReadingArgs,
    /// Write the report here, as JSON; `dryf schema monitor` prints its schema.
    #[arg(long, value_name = "FILE")]
    pub json: Option<Output>,
    /// Write the report here, as one HTML page that needs no network.
    #[arg(long, value_name = "FILE")]
    pub html: Option<Output>,
    /// Write an archive for MLflow here: a run whose metrics have the number of the batch as their step.
    #[arg(long, value_name = "ARCHIVE.ZIP")]
    pub out: Option<Output>,
    /// The run's experiment in MLflow.
    #[arg(long, value_name = "NAME", default_value = "Dryf", requires = "out")]
    pub experiment: String,
    #[command(flatten)]
    pub tracking: Tracking,
}

#[derive(Debug, Args)]
pub struct Inspect {
    /// The archive; or a model on a tracking server, such as models:/tweets@champion, for that of its run.
    #[arg(value_name = "ARCHIVE.ZIP")]
    pub archive: PathBuf,
    /// Write verdict, facts and files here, as JSON; `dryf schema inspect` prints its schema.
    #[arg(long, value_name = "FILE")]
    pub json: Option<Output>,
    /// Write the report here, as one HTML page that needs no network.
    #[arg(long, value_name = "FILE")]
    pub html: Option<Output>,
    #[command(flatten)]
    pub tracking: Tracking,
}
