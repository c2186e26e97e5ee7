//! Versions of data behind the page: what `dryf diff` says of two archives the engine says of the same runs, to the byte, and
//! of two data sets what is about data in it; slices change nothing, and each version that is not at hand is named.

use dryf::document::{
    DataDiffParts, DiffParts, DiffedData, DiffedRun, DiffedVersion, Document, data_diff_document,
    diff_document,
};
use dryf::jobs::protocol::{DataRef, DiffRequest, Inputs, Item};
use dryf::jobs::summaries::{DiffSummary, LoadedSummary, RunSummary};
use dryf::jobs::{Engine, Envelope, Event, JobId, JobSpec, Outcome, Request};
use dryf::message::Language;
use dryf::pipeline::corpus::{ReadingOptions, Role};
use dryf::pipeline::error::{Code, Error};
use dryf::pipeline::time::UnixMillis;
use dryf::render;

use crate::cli::Desk;
use crate::cli_compare::two_models;
use crate::cli_diff::versions;

/// An engine that is asked one thing after the other.
#[derive(Default)]
struct Client {
    engine: Engine,
    job: u32,
    /// Units of work that the last job took.
    units: u32,
}

impl Client {
    fn send(&mut self, request: &Request, attachment: Vec<u8>) -> Vec<Event> {
        self.engine
            .receive(Envelope::pack(request, attachment), UnixMillis(7.0));
        self.heard()
    }

    fn heard(&mut self) -> Vec<Event> {
        let events = self.engine.take_events().into_iter();
        let unpacked = events.map(|event| event.unpack().expect("it speaks the protocol").0);
        unpacked.collect()
    }

    /// The end of a job, worked for.
    fn end(&mut self, request: &Request, bytes: Vec<u8>) -> Event {
        let mut events = self.send(request, bytes);
        self.units = 0;
        loop {
            if let Some(end) = events.into_iter().find(|event| event.ends().is_some()) {
                return end;
            }
            self.units += 1;
            self.engine.work(&mut || UnixMillis(0.0), &mut || false);
            events = self.heard();
        }
    }

    fn ask_with(&mut self, spec: JobSpec, bytes: Vec<u8>) -> Result<Outcome, Error> {
        self.job += 1;
        let (job, inputs) = (JobId(self.job), Box::default());
        match self.end(&Request::Start { job, spec, inputs }, bytes) {
            Event::Done { outcome, .. } => Ok(outcome),
            Event::Failed { error, .. } => Err(error),
            other => panic!("no answer: {other:?}"),
        }
    }

    fn open(&mut self, desk: &Desk, name: &str) -> RunSummary {
        let spec = JobSpec::OpenArchive { name: name.into() };
        match self.ask_with(spec, desk.read(name)) {
            Ok(Outcome::Opened { run, .. }) => *run,
            other => panic!("{name} does not open: {other:?}"),
        }
    }

    /// The data set of a folder with PolEval's four files.
    fn load(&mut self, desk: &Desk, folder: &str) -> LoadedSummary {
        let mut files = Vec::new();
        for (name, role) in [
            ("training_set_clean_only_text.txt", Role::TrainTexts),
            ("training_set_clean_only_tags.txt", Role::TrainTags),
            ("test_set_only_text.txt", Role::TestTexts),
            ("test_set_only_tags.txt", Role::TestTags),
        ] {
            self.job += 1;
            let put = Request::Put {
                job: JobId(self.job),
                name: name.into(),
                beside: Vec::new(),
                behind: Vec::new(),
            };
            let bytes = desk.read(&format!("{folder}/{name}"));
            match self.end(&put, bytes) {
                Event::Stored { added, .. } => files.push((added[0].clone(), role)),
                other => panic!("{name} is not taken: {other:?}"),
            }
        }
        let reading = ReadingOptions::default();
        match self.ask_with(JobSpec::Assemble { files, reading }, Vec::new()) {
            Ok(Outcome::Data(data)) => data,
            other => panic!("no data of {folder}: {other:?}"),
        }
    }

    fn diff(&mut self, request: DiffRequest) -> Result<DiffSummary, Error> {
        self.ask_with(JobSpec::Diff(request), Vec::new())
            .map(|outcome| match outcome {
                Outcome::Diff(diff) => *diff,
                other => panic!("no diff: {other:?}"),
            })
    }

    fn diff_of_runs(&mut self, before: &RunSummary, now: &RunSummary) -> DiffSummary {
        let (before, now) = (before.run_id.clone(), now.run_id.clone());
        self.diff(DiffRequest::Runs { before, now }).unwrap()
    }
}

fn part<'a>(name: &'a str, run: &'a RunSummary) -> DiffedRun<'a> {
    DiffedRun {
        name,
        run_id: &run.run_id,
        model_sha256: &run.model_sha256,
        config: &run.config,
        metrics: &run.metrics,
    }
}

fn diffed(diff: &DiffSummary) -> DiffedData<'_> {
    DiffedData {
        diff: &diff.data,
        has_texts: diff.has_texts,
        relabelled_texts: diff.relabelled_texts.iter().map(String::as_str).collect(),
    }
}

/// As the page makes it.
fn document(runs: [(&str, &RunSummary); 2], diff: &DiffSummary) -> Document {
    diff_document(DiffParts {
        before: part(runs[0].0, runs[0].1),
        now: part(runs[1].0, runs[1].1),
        data: diffed(diff),
        paired: diff.paired.as_ref().map(|(set, pair)| (*set, &**pair)),
        unpaired: diff.unpaired.clone(),
    })
}

/// Opens two archives and holds what the engine says of them to what the command line does.
#[track_caller]
fn says_what_the_command_line_says(desk: &Desk, before: &str, now: &str) -> Document {
    let mut client = Client::default();
    let runs = [client.open(desk, before), client.open(desk, now)];
    let diff = client.diff_of_runs(&runs[0], &runs[1]);
    let document = document([(before, &runs[0]), (now, &runs[1])], &diff);
    for (language, tag) in [(Language::English, "en"), (Language::Polish, "pl")] {
        desk.dryf(&format!("diff {before} {now} --html d.html --lang {tag}"))
            .good();
        let page = String::from_utf8(render::page(&document, language)).unwrap();
        let told = String::from_utf8(desk.read("d.html")).unwrap();
        assert!(page == told, "{before}, {now}: {page}\n{told}");
    }
    document
}

#[test]
fn two_runs_are_told_apart_as_by_the_command_line() {
    let desk = Desk::new();
    versions(&desk, true);
    for version in ["before", "now"] {
        desk.dryf(&format!("train --data {version} --out {version}.zip"))
            .good();
        desk.dryf(&format!(
            "train --data {version} --without-texts --out bare-{version}.zip"
        ))
        .good();
    }
    for (before, now, outcome) in [
        ("before.zip", "now.zip", "other-rows"),
        ("now.zip", "before.zip", "other-rows"),
        ("bare-before.zip", "bare-now.zip", "other-rows"),
        ("before.zip", "bare-now.zip", "other-rows"),
        // The same rows by their digests.
        ("now.zip", "bare-now.zip", "same"),
        ("now.zip", "now.zip", "same"),
    ] {
        let document = says_what_the_command_line_says(&desk, before, now);
        assert_eq!(
            document.verdict().unwrap().outcome,
            outcome,
            "{before} {now}"
        );
    }
    // The same rows have the intervals of the same draws.
    let desk = two_models();
    let document = says_what_the_command_line_says(&desk, "demo.zip", "poor.zip");
    assert_eq!(document.verdict().unwrap().outcome, "worse");
}

#[test]
fn two_data_sets_are_told_apart_as_those_of_two_runs() {
    let desk = Desk::new();
    versions(&desk, true);
    let mut client = Client::default();
    let mut runs = Vec::new();
    for version in ["before", "now"] {
        desk.dryf(&format!("train --data {version} --out {version}.zip"))
            .good();
        runs.push(client.open(&desk, &format!("{version}.zip")));
    }
    let data = ["before", "now"].map(|version| client.load(&desk, version));
    assert_eq!(data[0].at, UnixMillis(7.0), "it says when it was made");
    let of_runs = client.diff_of_runs(&runs[0], &runs[1]);
    let section = document([("a", &runs[0]), ("b", &runs[1])], &of_runs);
    let section = section.block("diff-data").unwrap().clone();

    let ids = data.each_ref().map(|data| DataRef::Data(data.id.clone()));
    let [of_run, of_files] = [DataRef::Run(runs[0].run_id.clone()), ids[0].clone()];
    for before in [of_files, of_run] {
        let now = ids[1].clone();
        let diff = client.diff(DiffRequest::Data { before, now }).unwrap();
        // Each step takes a part of the rows.
        assert!(client.units > 256, "{} units", client.units);
        assert_eq!(diff.paired, None);
        let version = |name, data: &'static str| DiffedVersion { name, digest: data };
        let document = data_diff_document(DataDiffParts {
            before: version("a.txt", "1111111111-2222222222"),
            now: version("b.txt", "3333333333"),
            data: diffed(&diff),
        });
        let said = document.verdict().unwrap();
        assert_eq!(
            said.line().to_string(),
            "Changed. 2 rows added, 1 row gone, 1 row relabelled and 1 row moved between the sets."
        );
        assert_eq!(document.subject, "11111111-22222222, 33333333");
        let blocks = &document.blocks[2..];
        match &section.content {
            dryf::document::Content::Section { blocks: told, .. } => assert_eq!(blocks, told),
            other => panic!("no section: {other:?}"),
        }
    }

    // All at once comes to the same.
    let request = DiffRequest::Data {
        before: ids[0].clone(),
        now: ids[1].clone(),
    };
    let sliced = client.diff(request.clone()).unwrap();
    client.job += 1;
    let start = Request::Start {
        job: JobId(client.job),
        spec: JobSpec::Diff(request),
        inputs: Box::default(),
    };
    client.send(&start, Vec::new());
    client.engine.work(&mut || UnixMillis(0.0), &mut || true);
    let whole = client.heard().into_iter().find_map(|event| match event {
        Event::Done {
            outcome: Outcome::Diff(diff),
            ..
        } => Some(*diff),
        _ => None,
    });
    assert_eq!(whole, Some(sliced));
}

#[test]
fn what_is_not_at_hand_is_said() {
    let desk = Desk::new().with_demo_files();
    desk.dryf("train --demo --without-texts --out bare.zip")
        .good();
    let mut client = Client::default();
    let data = client.load(&desk, ".");
    let run = client.open(&desk, "bare.zip");
    let now = DataRef::Data(data.id.clone());
    let before = DataRef::Run(run.run_id.clone());
    let error = client.diff(DiffRequest::Data { before, now }).unwrap_err();
    assert_eq!(error.code, Code::Usage);
    let request = DiffRequest::Runs {
        before: "none".into(),
        now: run.run_id.clone(),
    };
    let spec = JobSpec::Diff(request);
    let needed = [Item::Run("none".into()), Item::Run(run.run_id.clone())];
    assert_eq!(spec.inputs(&Inputs::default()), needed);
    let start = Request::Start {
        job: JobId(99),
        spec,
        inputs: Box::default(),
    };
    let missing = Event::Missing {
        job: JobId(99),
        items: vec![Item::Run("none".into())],
    };
    assert_eq!(client.send(&start, Vec::new()), [missing]);
}
