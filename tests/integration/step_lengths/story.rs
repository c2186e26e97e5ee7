//! Every job of the engine, one after the other, each worked for unit by unit and timed by the processor time of this thread:
//! other programs on the machine don't count.

use cpu_time::ThreadTime;
use dryf::jobs::protocol::{
    BatchSource, CompareDraws, CompareRequest, Condition, DisagreementsQuery, DriftRequest,
    DriftRowsQuery, DriftSide, DriftSource, ErrorsQuery, FileId, GateRequest, LiveRequest,
    MeasureSpec, MonitorForm, MonitorRequest, NewLabels, PlantedSharesRequest, RelabelRequest,
    RowsQuery, SearchRequest, Selection, SetName, Split, SweepRequest, TermOrder, TermsQuery,
    TextSource, WatchedRows, WorkspacePart,
};
use dryf::jobs::{Engine, Envelope, Event, JobId, JobSpec, Outcome, Request};
use dryf::pipeline::clean::CleanRecipe;
use dryf::pipeline::compare::{Model, Rules};
use dryf::pipeline::corpus::{NamedBytes, ReadingOptions, Role};
use dryf::pipeline::drift::{Draws, DriftOptions, Family, Planted};
use dryf::pipeline::monitoring::WatchRules;
use dryf::pipeline::robustness::Perturbation;
use dryf::pipeline::run::RunConfig;
use dryf::pipeline::search::SearchSettings;
use dryf::pipeline::time::UnixMillis;

use crate::known::{Known, answers, classifier_file, dots};

const SEARCH: &str =
    "space.svc = { kernel = ['linear'], C = [0.5, 1.0] }\nstudy = { n_trials = 2, n_folds = 2 }\n";

/// The processor seconds of each unit of a job: the first is the engine's taking of the request.
pub struct Timed {
    pub job: &'static str,
    pub units: Vec<f64>,
}

impl Timed {
    pub fn longest(&self) -> f64 {
        self.units.iter().copied().fold(0.0, f64::max)
    }

    pub fn total(&self) -> f64 {
        self.units.iter().sum()
    }

    /// The same job over again: of each unit the least time, since its work is the same and only what disturbs it is not.
    pub fn least(self, again: &Timed) -> Timed {
        assert_eq!(self.job, again.job);
        assert_eq!(
            self.units.len(),
            again.units.len(),
            "{}: the same work is cut into the same units",
            self.job
        );
        let both = self.units.iter().zip(&again.units);
        Timed {
            units: both.map(|(a, b)| a.min(*b)).collect(),
            ..self
        }
    }
}

/// How much is drawn: what is drawn often is the same unit many times.
#[derive(Clone, Copy)]
pub struct Drawn {
    pub draws: Draws,
    pub compare: u32,
    pub sweep: u32,
}

struct Story {
    engine: Engine,
    known: Known,
    job: u32,
    drawn: Drawn,
    told: Vec<Timed>,
}

/// Tells it of four files as PolEval ships them: training texts and tags, test texts and tags.
pub fn told(files: &[NamedBytes; 4], drawn: Drawn) -> Vec<Timed> {
    let mut story = Story {
        engine: Engine::new(),
        known: Known::default(),
        job: 0,
        drawn,
        told: Vec::new(),
    };
    story.tell(files);
    story.told
}

impl Story {
    fn tell(&mut self, files: &[NamedBytes; 4]) {
        self.ask(
            "LoadDemo",
            JobSpec::LoadDemo(dryf::message::Language::Polish),
        );
        self.known = Known::default();
        let parts: Vec<WorkspacePart> = [("workspace.json", 20), ("data/0", files[0].bytes.len())]
            .map(|(path, n_bytes)| WorkspacePart {
                path: path.into(),
                n_bytes: n_bytes as u64,
            })
            .into();
        let bytes = [
            b"{\"dryf_workspace\":1} ".get(..20).unwrap(),
            &files[0].bytes,
        ]
        .concat();
        let (_, workspace) = self.with("PackWorkspace", JobSpec::PackWorkspace { parts }, bytes);
        self.put("Put a workspace", "w.zip", workspace.clone());
        let name = "w.zip".into();
        self.with("OpenWorkspace", JobSpec::OpenWorkspace { name }, workspace);

        self.put("Put a zip", "all.zip", zipped(files));
        let roles = [
            Role::TrainTexts,
            Role::TrainTags,
            Role::TestTexts,
            Role::TestTags,
        ];
        let mut given: Vec<(FileId, Role)> = Vec::new();
        for (file, role) in files.iter().zip(roles) {
            given.push((self.put("Put a file", &file.name, file.bytes.clone()), role));
        }
        let looked_at = given.iter().map(|(id, role)| (id.clone(), Some(*role)));
        let spec = JobSpec::Preview {
            files: looked_at.collect(),
            reading: ReadingOptions::default(),
        };
        self.ask("Preview", spec);
        let spec = JobSpec::Assemble {
            files: given,
            reading: ReadingOptions::default(),
        };
        self.ask("Assemble", spec);
        let config = Box::new(RunConfig::default());
        self.ask(
            "Rehearse",
            JobSpec::Rehearse {
                config: config.clone(),
            },
        );
        let picked = |condition| Selection::of(SetName::Train, condition);
        let searched = picked(Condition::Text("nie ma".into()));
        self.ask(
            "Rows with a search",
            JobSpec::Rows(RowsQuery {
                selection: searched.clone(),
                offset: 0,
                limit: 20,
            }),
        );
        let long = Condition::Length {
            from: 80,
            to: u32::MAX,
        };
        self.ask("RowNumbers by length", JobSpec::RowNumbers(picked(long)));
        let word = Condition::Word {
            family: Family::Words,
            term: "nie".into(),
        };
        self.ask("RowNumbers by word", JobSpec::RowNumbers(picked(word)));
        self.ask(
            "ExportRows",
            JobSpec::ExportRows(Selection::all(SetName::Train)),
        );
        let request = RelabelRequest {
            labels: NewLabels::Picked {
                selection: searched,
                class: "hate-speech".into(),
            },
            file: "train-v2.jsonl".into(),
            reading: ReadingOptions::default(),
            is_named: false,
        };
        self.ask("Relabel", JobSpec::Relabel(Box::new(request)));
        self.ask(
            "Trace",
            JobSpec::Trace {
                recipe: CleanRecipe::default(),
                source: TextSource::Row {
                    set: SetName::Train,
                    row: 3,
                },
            },
        );
        self.ask(
            "CleanReport",
            JobSpec::CleanReport {
                recipe: CleanRecipe::default(),
            },
        );
        let live = LiveRequest::new(config.clone(), None);
        self.ask("Live", JobSpec::Live(Box::new(live)));

        let settings = SearchSettings::read(SEARCH, "search.toml").expect("a search's settings");
        let request = SearchRequest {
            settings,
            config: (*config).clone(),
            earlier: None,
        };
        self.ask("Search", JobSpec::Search(Box::new(request)));

        let start = now();
        let run = self.run(JobSpec::Train {
            config: config.clone(),
            start,
            found_by: None,
        });
        let production = self.archive(&run, true);
        self.with(
            "LoadProduction",
            JobSpec::LoadProduction {
                name: "p.zip".into(),
            },
            production,
        );
        let mut other = config;
        other.svc.c = 0.3;
        let run = self.run(JobSpec::Train {
            config: other,
            start,
            found_by: None,
        });
        self.try_text(&run);
        for (job, part, class) in [
            ("Errors of training", Split::Train, None),
            ("Errors of the test", Split::Test, None),
            ("Errors of a cell", Split::Train, Some("non-harmful")),
        ] {
            let cell = |class: &str| Condition::Cell {
                run: run.clone(),
                part,
                truth: class.into(),
                predicted: Some(class.into()),
            };
            self.ask(
                job,
                JobSpec::Errors(ErrorsQuery {
                    run: run.clone(),
                    part,
                    selection: class.map(|class| picked(cell(class))),
                    row: None,
                    offset: 0,
                    limit: 20,
                }),
            );
        }
        let id = || run.clone();
        self.ask("Suspects", JobSpec::Suspects { run: id() });
        let effect = JobSpec::SuspectsEffect {
            run: id(),
            first: 50,
        };
        self.ask("SuspectsEffect", effect);
        self.ask("Robustness", JobSpec::Robustness { run: id() });
        self.ask("Dots", dots(&run));
        self.ask("Answers", answers(&run));
        self.ask("Terms", JobSpec::Terms { run: id(), top: 20 });
        let term = Condition::Term {
            run: id(),
            term: "nie".into(),
        };
        self.ask("RowNumbers by term", JobSpec::RowNumbers(picked(term)));
        let archive = self.archive(&run, true);
        self.archive(&run, false);
        self.with("ClassifierFile", classifier_file(&run), archive.clone());
        self.put("Put an archive", "a.zip", archive.clone());
        self.compare(&run, &archive);
        let name = "a.zip".into();
        self.with("OpenArchive", JobSpec::OpenArchive { name }, archive);
        self.try_text(&run);
        self.drift(&run);
        self.monitor(files);
    }

    fn try_text(&mut self, run: &str) {
        let (run, text) = (run.into(), "co za ładny dzień".into());
        let class = None;
        self.ask("Try, with the index", JobSpec::Try { run, text, class });
    }

    fn run(&mut self, spec: JobSpec) -> String {
        match self.ask("Train", spec) {
            Outcome::Run(run) => run.run_id,
            other => panic!("no run: {other:?}"),
        }
    }

    fn archive(&mut self, run: &str, include_texts: bool) -> Vec<u8> {
        let spec = JobSpec::BuildArchive {
            run: run.into(),
            include_texts,
        };
        self.with("BuildArchive", spec, Vec::new()).1
    }

    fn compare(&mut self, run: &str, archive: &[u8]) {
        let spec = JobSpec::Compare(CompareRequest {
            run: run.into(),
            against: None,
            draws: CompareDraws {
                draws: self.drawn.compare,
                seed: 7,
            },
            writings: Perturbation::ALL.into(),
        });
        let Outcome::Compare(card) = self.ask("Compare", spec) else {
            panic!("no comparison")
        };
        let compare = card.id;
        self.ask(
            "Disagreements",
            JobSpec::Disagreements(DisagreementsQuery {
                compare,
                right: None,
                selection: None,
                offset: 0,
                limit: 20,
            }),
        );
        self.with(
            "GateArchive",
            JobSpec::GateArchive(GateRequest {
                compare,
                rules: Rules::default(),
                resources: None,
                name: "a.zip".into(),
            }),
            archive.to_vec(),
        );
        let of = Model::Candidate;
        let spec = JobSpec::Measure(MeasureSpec::ModelFiles { compare, of });
        let (_, model) = self.with("Measure: ModelFiles", spec, Vec::new());
        let spec = JobSpec::Measure(MeasureSpec::Texts { compare });
        let (_, texts) = self.with("Measure: Texts", spec, Vec::new());
        self.with(
            "Measure: TakeModel",
            JobSpec::Measure(MeasureSpec::TakeModel),
            model,
        );
        self.with(
            "Measure: TakeTexts",
            JobSpec::Measure(MeasureSpec::TakeTexts),
            texts,
        );
    }

    fn drift(&mut self, run: &str) {
        let rows = |set| DriftSource::Rows { set, range: None };
        let spec = JobSpec::Drift(Box::new(DriftRequest {
            reference: rows(SetName::Train),
            current: rows(SetName::Test),
            planted: None,
            scored_by: Some(run.into()),
            options: DriftOptions::default(),
            draws: self.drawn.draws,
        }));
        self.ask("Drift", spec);
        let family = Family::Words;
        self.ask("DriftTerms", JobSpec::DriftTerms { family });
        let spec = JobSpec::DriftTermList(TermsQuery {
            family,
            text: "a".into(),
            order: TermOrder::default(),
            offset: 0,
            limit: 100,
        });
        let Outcome::DriftTermList(page) = self.ask("DriftTermList", spec) else {
            panic!("no terms")
        };
        let term = page.terms[0].term.clone();
        let spec = JobSpec::DriftTerm {
            family,
            term: term.clone(),
            run: Some(run.into()),
        };
        self.ask("DriftTerm", spec);
        let spec = JobSpec::DriftRows(DriftRowsQuery {
            side: DriftSide::Reference,
            family,
            term,
            selection: None,
            offset: 0,
            limit: 100,
        });
        self.ask("DriftRows", spec);
        self.ask("DriftFile", JobSpec::DriftFile);
        let planted = Planted::NewTerm {
            term: "zupełnienowe".into(),
            share: 0.05,
            seed: 3,
        };
        let (draws, sizes) = (self.drawn.sweep, vec![25, 200, 2_000]);
        let (again, shares) = (planted.clone(), vec![0.01, 0.1]);
        let request = PlantedSharesRequest { planted, shares };
        self.ask("PlantedShares", JobSpec::PlantedShares(request));
        let sweep = SweepRequest {
            planted: again,
            sizes,
            draws,
        };
        self.ask("DriftSweep", JobSpec::DriftSweep(sweep));
    }

    fn monitor(&mut self, files: &[NamedBytes; 4]) {
        for file in &files[2..] {
            let spec = JobSpec::AddBatch {
                name: file.name.clone(),
                reading: ReadingOptions::default(),
            };
            self.with("AddBatch", spec, file.bytes.clone());
        }
        for source in [
            BatchSource::Rows {
                set: WatchedRows::Both,
                first: Some(0),
                size: None,
                with_last: true,
            },
            BatchSource::Files,
        ] {
            self.ask(
                "Monitor",
                JobSpec::Monitor(Box::new(MonitorRequest {
                    source,
                    with_labels: true,
                    rules: WatchRules::default(),
                    asked: None,
                })),
            );
        }
        for (job, form) in [
            ("MonitorFile: json", MonitorForm::Json),
            ("MonitorFile: state", MonitorForm::State),
            ("MonitorFile: archive", MonitorForm::Archive),
        ] {
            self.ask(job, JobSpec::MonitorFile { form });
        }
    }

    fn ask(&mut self, job: &'static str, spec: JobSpec) -> Outcome {
        self.with(job, spec, Vec::new()).0
    }

    fn with(&mut self, job: &'static str, spec: JobSpec, bytes: Vec<u8>) -> (Outcome, Vec<u8>) {
        self.job += 1;
        let id = JobId(self.job);
        let request = self.known.start(id, spec);
        match self.end(job, &request, bytes) {
            (Event::Done { outcome, .. }, bytes) => (outcome, bytes),
            (other, _) => panic!("{job} ends in {other:?}"),
        }
    }

    /// The first file that it brought.
    fn put(&mut self, job: &'static str, name: &str, bytes: Vec<u8>) -> FileId {
        self.job += 1;
        let id = JobId(self.job);
        let request = self.known.put(id, name);
        match self.end(job, &request, bytes).0 {
            Event::Stored { added, .. } => added[0].clone(),
            Event::IsNoData { .. } | Event::Done { .. } => FileId(String::new()),
            other => panic!("{job} ends in {other:?}"),
        }
    }

    fn end(&mut self, job: &'static str, request: &Request, bytes: Vec<u8>) -> (Event, Vec<u8>) {
        let envelope = Envelope::pack(request, bytes);
        let mut units = Vec::new();
        let begin = ThreadTime::now();
        self.engine.receive(envelope, now());
        units.push(begin.elapsed().as_secs_f64());
        loop {
            for event in self.engine.take_events() {
                let (event, bytes) = self.known.hear(event);
                if event.ends() == Some(JobId(self.job)) {
                    self.told.push(Timed { job, units });
                    return (event, bytes);
                }
            }
            let begin = ThreadTime::now();
            self.engine.work(&mut now, &mut || false);
            units.push(begin.elapsed().as_secs_f64());
        }
    }
}

fn now() -> UnixMillis {
    UnixMillis(0.0)
}

fn zipped(files: &[NamedBytes; 4]) -> Vec<u8> {
    let files = files
        .iter()
        .map(|file| (file.name.clone(), file.bytes.clone()));
    dryf::mlflow::write_zip(&files.collect())
}
