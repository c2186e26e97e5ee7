//! Drift behind the page: the report as a job with its interim reports, what is asked of it, cancelling, planted drift,
//! and every request that has no answer.

use dryf::jobs::protocol::{
    DriftRequest, DriftRowsQuery, DriftSide, DriftSource, SetName, SweepRequest, TermColumn,
    TermOrder, TermsQuery,
};
use dryf::jobs::summaries::{DriftRowPage, DriftSummary, Page, TermEffect, TextRow};
use dryf::jobs::{Engine, Envelope, Event, JobId, JobSpec, Outcome, Request};
use dryf::pipeline::drift::{
    Draws, DriftOptions, DriftReport, Family, Measurement, PartName, Planted, Side, Tokens, Whole,
};
use dryf::pipeline::error::Error;
use dryf::pipeline::run::RunConfig;
use dryf::pipeline::time::UnixMillis;

use crate::known::Known;
use crate::support::demo_data;

const FEW: Draws = Draws {
    labels: 500,
    wording: 20,
    wording_of_classes: 8,
    controls: 2,
    classifier: 1,
    classifier_inside_classes: 1,
    seed: 7,
};

pub struct Client {
    pub engine: Engine,
    pub job: u32,
    pub known: Known,
    /// The run that was trained last.
    pub run: Option<String>,
}

impl Client {
    /// With the demo loaded.
    pub fn new() -> Client {
        let mut client = Client {
            engine: Engine::new(),
            job: 0,
            known: Known::default(),
            run: None,
        };
        client
            .ask(JobSpec::LoadDemo(dryf::message::Language::Polish))
            .unwrap();
        client
    }

    pub fn start(&mut self, spec: JobSpec) -> Vec<Event> {
        self.job += 1;
        let job = JobId(self.job);
        self.send(&self.known.start(job, spec))
    }

    fn send(&mut self, request: &Request) -> Vec<Event> {
        self.engine
            .receive(Envelope::pack(request, Vec::new()), UnixMillis(0.0));
        self.heard()
    }

    pub fn heard(&mut self) -> Vec<Event> {
        let events = self.engine.take_events();
        let unpacked = events.into_iter().map(|event| self.known.hear(event).0);
        unpacked.collect()
    }

    /// One unit of work, and what the engine says.
    fn unit(&mut self) -> Vec<Event> {
        self.engine.work(&mut || UnixMillis(0.0), &mut || false);
        self.heard()
    }

    /// The end of a job, worked for where it is long.
    pub fn ask(&mut self, spec: JobSpec) -> Result<Outcome, Error> {
        let mut events = self.start(spec);
        loop {
            for event in events {
                match event {
                    Event::Done { outcome, job } if job.0 == self.job => {
                        if let Outcome::Run(run) = &outcome {
                            self.run = Some(run.run_id.clone());
                        }
                        return Ok(outcome);
                    }
                    Event::Failed { job, error } if job == Some(JobId(self.job)) => {
                        return Err(error);
                    }
                    _ => {}
                }
            }
            events = self.unit();
        }
    }

    /// The ID of the run that was trained last.
    pub fn run(&self) -> String {
        self.run.clone().unwrap_or_default()
    }

    /// A report, with the word of the run that was trained last.
    pub fn drift(&mut self, request: DriftRequest) -> DriftSummary {
        let request = DriftRequest {
            scored_by: self.run.clone(),
            ..request
        };
        match self.ask(JobSpec::Drift(Box::new(request))) {
            Ok(Outcome::Drift(card)) => card,
            other => panic!("no report: {other:?}"),
        }
    }
}

pub fn rows(set: SetName, range: Option<(u64, u64)>) -> DriftSource {
    DriftSource::Rows { set, range }
}

pub fn request() -> DriftRequest {
    DriftRequest {
        reference: rows(SetName::Train, None),
        current: rows(SetName::Test, None),
        planted: None,
        scored_by: None,
        options: DriftOptions::default(),
        draws: FEW,
    }
}

/// The terms of a family that are flagged.
fn named(card: &DriftSummary, family: Family) -> Vec<&str> {
    let terms = card
        .report
        .terms
        .iter()
        .find(|terms| terms.family == family);
    match &terms.unwrap().tests {
        Measurement::Measured(tests) => {
            let flagged = tests.terms.iter().filter(|term| term.flagged);
            flagged.map(|term| term.term.as_str()).collect()
        }
        Measurement::Missing(_) => Vec::new(),
    }
}

#[test]
fn a_report_comes_at_once_and_grows_to_its_end() {
    let mut client = Client::new();
    client.start(JobSpec::Drift(Box::new(request())));
    let (mut cards, mut done, mut whole) = (Vec::new(), 0.0, None);
    while whole.is_none() {
        for event in client.unit() {
            match event {
                Event::Interim {
                    outcome: Outcome::Drift(card),
                    ..
                } => cards.push(card),
                Event::Progress { progress, .. } => {
                    assert!(progress.done >= done);
                    done = progress.done;
                }
                Event::Done {
                    outcome: Outcome::Drift(card),
                    ..
                } => whole = Some(card),
                other => panic!("{other:?}"),
            }
        }
    }
    let whole = whole.unwrap();
    assert_eq!((cards[0].drawn, whole.drawn), (0.0, 1.0));
    // The first one is the report without random splits, terms apart.
    let data = demo_data();
    let test = data.test.as_ref().unwrap();
    let side = |texts: &[String], labels: &[u32]| {
        Side::of_texts(&Tokens::new(), texts, Some((&data.classes[..], labels)))
    };
    let plain = DriftReport::new(
        &side(&data.train.texts, &data.train.labels),
        &side(&test.texts, &test.labels),
        &DriftOptions::default(),
    );
    assert_eq!(cards[0].report.labels, plain.labels);
    assert_eq!(cards[0].report.verdict, plain.verdict);
    for (index, terms) in plain.terms.iter().enumerate() {
        let n = terms.tests.measured().map_or(0, |tests| tests.terms.len());
        assert_eq!(cards[0].tested[index] as usize, n, "{:?}", terms.family);
    }
    // Each one says more than the one before.
    assert!(cards.len() >= 8, "{}", cards.len());
    assert!(cards.windows(2).all(|two| two[0].drawn < two[1].drawn));
    assert!(cards[0].report.text.classifier.is_none());
    assert!(whole.report.text.classifier.is_some());
    assert!(whole.report.text.divergence.is_some());
    assert!(whole.id == client.job && whole.reference.has_texts && whole.current.has_labels);
}

#[test]
fn terms_of_the_last_report_can_be_asked_for() {
    let mut client = Client::new();
    let card = client.drift(request());
    let family = Family::Words;
    let Ok(Outcome::DriftTerms(cloud)) = client.ask(JobSpec::DriftTerms { family }) else {
        panic!("no cloud")
    };
    assert_eq!(cloud.n_tested, card.tested[0]);
    assert_eq!(
        cloud.points.iter().map(|point| point.n_terms).sum::<u64>(),
        cloud.n_tested
    );
    assert!(cloud.points.is_sorted_by(|a, b| a.p <= b.p));
    let mut query = TermsQuery {
        family,
        text: String::new(),
        order: TermOrder::default(),
        offset: 0,
        limit: 1_000,
    };
    let Ok(Outcome::DriftTermList(list)) = client.ask(JobSpec::DriftTermList(query.clone())) else {
        panic!("no list")
    };
    assert_eq!(list.total, cloud.n_tested);
    assert!(
        list.terms.is_sorted_by(|a, b| a.q <= b.q),
        "the surest first"
    );
    (query.order.by, query.order.is_falling) = (TermColumn::Current, true);
    let Ok(Outcome::DriftTermList(most)) = client.ask(JobSpec::DriftTermList(query.clone())) else {
        panic!("no list")
    };
    assert!(most.terms.is_sorted_by(|a, b| a.current >= b.current));
    let shift = list.terms[0].clone();
    query.text = format!(" {}", shift.term.to_uppercase());
    let Ok(Outcome::DriftTermList(list)) = client.ask(JobSpec::DriftTermList(query)) else {
        panic!("no search")
    };
    assert!(list.terms.contains(&shift) && list.total < cloud.n_tested);

    let term = shift.term.clone();
    let spec = JobSpec::DriftTerm {
        family,
        term: term.clone(),
        run: None,
    };
    let Ok(Outcome::DriftTerm(one)) = client.ask(spec.clone()) else {
        panic!("no term")
    };
    assert_eq!(one.shift.as_ref(), Some(&shift));
    assert_eq!(
        (one.reference.rows, one.current.rows),
        (shift.reference, shift.current)
    );
    let of_classes = one.current.classes.as_ref().unwrap();
    assert_eq!(
        of_classes.iter().map(|class| class.0).sum::<u64>(),
        shift.current
    );
    assert_eq!(
        of_classes.iter().map(|class| class.1).sum::<u64>(),
        one.current.n_rows
    );
    assert!(
        matches!(&one.effect, TermEffect::Unavailable { reason } if reason.to_string().contains("press Run"))
    );

    for (side, total) in [
        (DriftSide::Reference, shift.reference),
        (DriftSide::Current, shift.current),
    ] {
        let query = DriftRowsQuery {
            side,
            family,
            term: term.clone(),
            selection: None,
            offset: 0,
            limit: 5,
        };
        let Ok(Outcome::DriftRows(DriftRowPage::Texts(Page { total: n, rows, .. }))) =
            client.ask(JobSpec::DriftRows(query))
        else {
            panic!("no rows")
        };
        assert_eq!((n, rows.len() as u64), (total, total.min(5)));
        let tokens = Tokens::new();
        for row in rows {
            let text = row.text();
            assert_ne!(tokens.without(family, &term, &text), text, "{text}");
            // What is marked is the term, and nothing else is.
            for piece in &row.pieces {
                let is_term = tokens.prepare(&piece.text) == term;
                assert_eq!(piece.is_term, is_term, "{text}");
            }
        }
    }

    let config = Box::new(RunConfig::default());
    let start = UnixMillis(0.0);
    client
        .ask(JobSpec::Train {
            config,
            start,
            found_by: None,
        })
        .unwrap();
    // Stop words and words that the model does not know move nothing; some of the most changed ones do.
    let query = TermsQuery {
        family,
        text: String::new(),
        order: TermOrder::default(),
        offset: 0,
        limit: 20,
    };
    let Ok(Outcome::DriftTermList(list)) = client.ask(JobSpec::DriftTermList(query)) else {
        panic!("no list")
    };
    let mut moved = 0;
    for shift in list.terms {
        let term = shift.term.clone();
        let run = client.run.clone();
        let Ok(Outcome::DriftTerm(one)) = client.ask(JobSpec::DriftTerm { family, term, run })
        else {
            panic!("no term")
        };
        let TermEffect::Measured {
            rows,
            labels,
            changed,
            scores,
            classes,
        } = one.effect
        else {
            panic!("no effect: {:?}", one.effect)
        };
        assert_eq!(rows, (shift.reference + shift.current).min(200));
        assert_eq!(labels.iter().map(|label| label.0).sum::<u64>(), rows);
        assert_eq!(labels.iter().map(|label| label.1).sum::<u64>(), rows);
        assert!(changed <= rows && scores.len() == classes.len());
        moved += u32::from(scores.iter().any(|score| *score != 0.0));
    }
    assert!(moved > 0, "none of them moves a score");
}

#[test]
fn what_a_cancelled_report_has_found_stays() {
    let mut client = Client::new();
    client.start(JobSpec::Drift(Box::new(DriftRequest {
        draws: Draws::default(),
        ..request()
    })));
    let mut heard = Vec::new();
    while !heard
        .iter()
        .any(|event| matches!(event, Event::Interim { .. }))
    {
        heard = client.unit();
    }
    let job = JobId(client.job);
    let events = client.send(&Request::Cancel { job });
    assert!(
        matches!(events[..], [Event::Cancelled { .. }]),
        "{events:?}"
    );
    assert!(!client.engine.has_work());
    let family = Family::Words;
    assert!(client.ask(JobSpec::DriftTerms { family }).is_ok());
    client.job += 1;
    let file = client.known.start(JobId(client.job), JobSpec::DriftFile);
    client
        .engine
        .receive(Envelope::pack(&file, Vec::new()), UnixMillis(0.0));
    client.engine.work(&mut || UnixMillis(0.0), &mut || true);
    let (event, json) = client
        .engine
        .take_events()
        .remove(0)
        .unpack::<Event>()
        .unwrap();
    assert!(matches!(
        event,
        Event::Done {
            outcome: Outcome::DriftFile { .. },
            ..
        }
    ));
    let report: DriftReport = serde_json::from_slice(&json).expect("the file is a whole report");
    assert_eq!(report.text.classifier, None);
    assert!(!report.terms[0].tests.measured().unwrap().terms.is_empty());
}

#[test]
fn planted_drift_is_found_by_name() {
    let mut client = Client::new();
    let quiet = DriftRequest {
        reference: rows(SetName::Train, Some((0, 300))),
        current: rows(SetName::Train, Some((300, 600))),
        draws: Draws::NONE,
        ..request()
    };
    let same = client.drift(quiet.clone());
    assert!(!matches!(same.report.verdict.whole, Whole::Drift { .. }));
    assert_eq!(same.drawn, 1.0);
    let term = Planted::NewTerm {
        term: "🛸".into(),
        share: 0.05,
        seed: 1,
    };
    let planted = client.drift(DriftRequest {
        planted: Some(term),
        ..quiet.clone()
    });
    assert_eq!(named(&planted, Family::Emoji), ["🛸"]);
    assert_eq!(planted.planted_rows, Some(15));
    let class = Planted::MoreOfClass {
        class: "hate-speech".into(),
        factor: 2.5,
        seed: 1,
    };
    let planted = client.drift(DriftRequest {
        planted: Some(class.clone()),
        ..quiet
    });
    let Whole::Drift { parts } = &planted.report.verdict.whole else {
        panic!("{:?}", planted.report.verdict.whole)
    };
    assert!(parts.contains(&PartName::Labels));
    assert_eq!(planted.current.n_rows + planted.planted_rows.unwrap(), 300);

    let sweep = SweepRequest {
        planted: class,
        sizes: vec![50, 500],
        draws: 4,
    };
    let Ok(Outcome::DriftSweep(found)) = client.ask(JobSpec::DriftSweep(sweep)) else {
        panic!("no sweep")
    };
    assert_eq!(
        found
            .points
            .iter()
            .map(|point| point.draws)
            .collect::<Vec<_>>(),
        [4, 4]
    );
}

#[test]
fn what_has_no_answer_is_said() {
    let mut empty = Client {
        engine: Engine::new(),
        job: 0,
        known: Known::default(),
        run: None,
    };
    for (spec, says) in [
        (JobSpec::Drift(Box::new(request())), "no data"),
        (JobSpec::DriftFile, "no drift report"),
        (
            JobSpec::DriftTerms {
                family: Family::Words,
            },
            "no drift report",
        ),
    ] {
        let error = empty.ask(spec).unwrap_err();
        assert!(error.message.to_string().contains(says), "{error}");
        assert!(error.remedy.is_some());
    }
    let mut client = Client::new();
    for range in [(5, 4), (0, 1_201)] {
        let current = rows(SetName::Train, Some(range));
        let spec = JobSpec::Drift(Box::new(DriftRequest {
            current,
            ..request()
        }));
        let error = client.ask(spec).unwrap_err();
        assert!(error.message.to_string().contains("1,200"), "{error}");
    }
    // An empty range is no fault: the report says what it can't tell.
    let current = rows(SetName::Test, Some((3, 3)));
    let card = client.drift(DriftRequest {
        current,
        ..request()
    });
    assert_eq!(card.report.verdict.whole, Whole::NotMeasured);
    let error = client
        .ask(JobSpec::DriftTerms {
            family: Family::Words,
        })
        .unwrap_err();
    assert!(error.message.to_string().contains("no rows"), "{error}");
    let error = client
        .ask(JobSpec::DriftTerms {
            family: Family::Punctuation,
        })
        .unwrap_err();
    assert!(error.to_string().contains("words"), "{error}");
}
