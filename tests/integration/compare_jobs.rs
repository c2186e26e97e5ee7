//! Candidate and production behind the page: compared as a job that slices do not change, the tweets on which they
//! disagree, other classes, and every request that has no answer.

use std::collections::BTreeSet;

use dryf::jobs::protocol::{
    CompareDraws, CompareRequest, DisagreementsQuery, GateRequest, Item, MeasureSpec, WhoIsRight,
};
use dryf::jobs::summaries::{CompareSummary, DisagreementPage, MeasureSummary, NoData};
use dryf::jobs::{Engine, Envelope, Event, JobId, JobSpec, Outcome, Request};
use dryf::mlflow::Archive;
use dryf::pipeline::compare::{self, Gate, Measured, Model, Rule, Rules, Size};
use dryf::pipeline::corpus::NamedBytes;
use dryf::pipeline::error::{Code, Error};
use dryf::pipeline::run::RunConfig;
use dryf::pipeline::time::UnixMillis;

use crate::drift_jobs::Client;
use crate::drift_jobs_models::put_into_production;
use crate::known::Known;

/// The run that was trained last against production.
pub fn few(client: &Client) -> JobSpec {
    JobSpec::Compare(CompareRequest {
        run: client.run(),
        against: None,
        draws: CompareDraws {
            draws: 300,
            seed: 7,
        },
        writings: BTreeSet::new(),
    })
}

pub fn train(client: &mut Client, change: impl Fn(&mut RunConfig)) {
    let mut config = Box::new(RunConfig::default());
    change(&mut config);
    let start = UnixMillis(0.0);
    client
        .ask(JobSpec::Train {
            config,
            start,
            found_by: None,
        })
        .unwrap();
}

pub fn compare(client: &mut Client) -> CompareSummary {
    match client.ask(few(client)) {
        Ok(Outcome::Compare(card)) => card,
        other => panic!("no comparison: {other:?}"),
    }
}

fn disagreements(client: &mut Client, compare: u32, right: Option<WhoIsRight>) -> DisagreementPage {
    let query = DisagreementsQuery {
        compare,
        right,
        selection: None,
        offset: 0,
        limit: 1000,
    };
    match client.ask(JobSpec::Disagreements(query)) {
        Ok(Outcome::Disagreements(page)) => page,
        other => panic!("no page: {other:?}"),
    }
}

/// A weak model in production, a usual one as candidate.
pub fn with_both() -> Client {
    let mut client = Client::new();
    train(&mut client, |config| config.svc.c = 0.01);
    put_into_production(&mut client);
    train(&mut client, |_| {});
    client
}

#[test]
fn the_run_is_held_against_production_on_the_test_rows() {
    let mut client = with_both();
    let card = compare(&mut client);
    assert_eq!((card.n_rows, card.n_left_out), (300, 0));
    assert_ne!(card.candidate.run_id, card.production.run_id);
    let pair = &card.comparison.against_production;
    assert_eq!(pair.agreement.rows(), 300);
    assert_eq!(card.comparison.baseline_class, "non-harmful");
    assert!(card.comparison.candidate.f1_micro > card.comparison.production.f1_micro);
    let rules = Rules::default().check(&card.classes).unwrap();
    let gate = Gate::new(&card.comparison, &Measured::default(), &rules);
    assert_eq!(gate.outcome, compare::GateOutcome::Pass, "{gate}");

    // The same in the archive's order of work: all at once gives the same bytes.
    let again = few(&client);
    client.start(again);
    client.engine.work(&mut || UnixMillis(0.0), &mut || true);
    let again = client.heard().into_iter().find_map(|event| match event {
        Event::Done {
            outcome: Outcome::Compare(card),
            ..
        } => Some(card),
        _ => None,
    });
    let again = again.expect("it came to its end");
    assert_eq!(again.comparison, card.comparison);

    let all = disagreements(&mut client, card.id, None);
    let counts = card.disagreements;
    assert_eq!(all.page.total, pair.differing);
    assert_eq!((all.counts, counts.of(None)), (counts, pair.differing));
    let mut seen = 0;
    for (right, n) in [
        (WhoIsRight::Candidate, counts.candidate),
        (WhoIsRight::Production, counts.production),
        (WhoIsRight::Neither, counts.neither),
    ] {
        let right_of = disagreements(&mut client, card.id, Some(right));
        let page = right_of.page;
        assert_eq!((page.total, right_of.counts), (n, counts));
        for row in &page.rows {
            let [candidate, production] = [&row.candidate, &row.production].map(|said| said.label);
            assert_ne!(candidate, production);
            let who = match row.truth {
                truth if truth == candidate => WhoIsRight::Candidate,
                truth if truth == production => WhoIsRight::Production,
                _ => WhoIsRight::Neither,
            };
            assert_eq!(who, right);
            assert!(all.page.rows.contains(row));
            // The class that is said has the highest score of its model.
            for said in [&row.candidate, &row.production] {
                let best = said
                    .scores
                    .iter()
                    .flatten()
                    .copied()
                    .fold(f64::MIN, f64::max);
                assert_eq!(said.scores[said.label as usize], Some(best));
            }
        }
        seen += page.total;
    }
    assert_eq!(seen, all.page.total);
    assert_eq!(counts.candidate, pair.agreement.only_candidate);
    assert_eq!(counts.production, pair.agreement.only_production);
    assert!(counts.candidate > 0, "{counts:?}");
    let rows = &all.page.rows;
    assert!(rows.is_sorted_by(|one, next| one.row < next.row));
}

/// The archive of the candidate with the gate in it: MLflow's tag, the numbers, the report with the rows' own numbers; again
/// with other rules, and of no other comparison.
#[test]
fn the_gate_goes_into_the_archive_of_the_candidate() {
    let mut client = Client::new();
    train(&mut client, |config| config.svc.c = 0.01);
    put_into_production(&mut client);
    train(&mut client, |config| {
        config.data.exclude_test_rows = vec![1]
    });
    let card = compare(&mut client);
    let build = JobSpec::BuildArchive {
        run: client.run(),
        include_texts: false,
    };
    let plain = attachment(&mut client, build, Vec::new()).unwrap();
    // Given as data, it comes back as what it is.
    client.job += 1;
    let job = JobId(client.job);
    let put = Envelope::pack(&client.known.put(job, "run.zip"), plain.clone());
    client.engine.receive(put, UnixMillis(0.0));
    client.engine.work(&mut || UnixMillis(0.0), &mut || true);
    let answers = client.engine.take_events();
    let answers: Vec<_> = answers.into_iter().map(Envelope::unpack::<Event>).collect();
    let [Ok((Event::IsNoData { what, .. }, bytes))] = &answers[..] else {
        panic!("{answers:?}");
    };
    let NoData::Run(found) = &**what else {
        panic!("{what:?}");
    };
    assert_eq!(found.run.run_id, client.run());
    assert_eq!(*bytes, plain);
    let gate = |compare: u32, rules: Rules| {
        JobSpec::GateArchive(GateRequest {
            compare,
            rules,
            resources: None,
            name: "run.zip".into(),
        })
    };
    let found = |zip: &[u8], end: &str| -> String {
        let file = NamedBytes {
            name: "run.zip".into(),
            bytes: zip.to_vec(),
        };
        let archive = Archive::read(&file).expect("it is whole");
        let files = archive.files.iter();
        let mut found = files.filter(|(path, _)| path.ends_with(end));
        let (_, bytes) = found.next().unwrap_or_else(|| panic!("no {end}"));
        String::from_utf8(bytes.clone()).unwrap()
    };
    let passed = attachment(&mut client, gate(card.id, Rules::default()), plain.clone()).unwrap();
    assert_eq!(found(&passed, "tags/validation_status"), "passed");
    let rows = found(&passed, "gate/disagreements.csv");
    let page = disagreements(&mut client, card.id, None).page;
    let line = rows.lines().nth(1).expect("they disagree somewhere");
    assert!(
        line.starts_with(&format!("{},", page.rows[0].row)),
        "{line}"
    );
    assert_eq!(rows.lines().count() as u64, page.total + 1);
    assert!(!rows.contains(&page.rows[0].text), "the texts stay out");

    // The gate that is there gives way to the next one.
    let strict = Rules {
        rules: vec![Rule::Size {
            of: Size::Model,
            max: 1,
        }],
        ..Rules::default()
    };
    let failed = attachment(&mut client, gate(card.id, strict.clone()), passed).unwrap();
    assert_eq!(found(&failed, "tags/validation_status"), "failed");
    let once = attachment(&mut client, gate(card.id, strict), plain.clone()).unwrap();
    assert!(once == failed, "the same gate gives the same bytes");

    let none = Rules {
        rules: Vec::new(),
        ..Rules::default()
    };
    for (spec, bytes, said) in [
        (
            gate(card.id + 1, Rules::default()),
            plain.clone(),
            "not at hand",
        ),
        (gate(card.id, none), plain.clone(), "no rule"),
        (
            gate(card.id, Rules::default()),
            b"no zip".to_vec(),
            "run.zip",
        ),
    ] {
        let error = attachment(&mut client, spec, bytes).unwrap_err();
        assert!(
            error.to_string().contains(said) && error.remedy.is_some(),
            "{error}"
        );
    }
}

/// The attachment that a long job brings, which takes another one along.
pub fn attachment(client: &mut Client, spec: JobSpec, bytes: Vec<u8>) -> Result<Vec<u8>, Error> {
    client.job += 1;
    let job = JobId(client.job);
    let envelope = Envelope::pack(&client.known.start(job, spec), bytes);
    client.engine.receive(envelope, UnixMillis(0.0));
    loop {
        for event in client.engine.take_events() {
            match client.known.hear(event) {
                (Event::Done { .. }, bytes) => return Ok(bytes),
                (Event::Failed { error, .. }, _) => return Err(error),
                _ => {}
            }
        }
        client.engine.work(&mut || UnixMillis(0.0), &mut || false);
    }
}

#[test]
fn a_run_against_itself_differs_nowhere() {
    let mut client = Client::new();
    train(&mut client, |_| {});
    put_into_production(&mut client);
    let card = compare(&mut client);
    assert_eq!(card.comparison.against_production.differing, 0);
    assert_eq!(disagreements(&mut client, card.id, None).page.total, 0);
    let rules = Rules::default().check(&card.classes).unwrap();
    let gate = Gate::new(&card.comparison, &Measured::default(), &rules);
    assert_ne!(gate.outcome, compare::GateOutcome::Pass, "{gate}");
}

/// Any two runs are held against each other, whatever is in production; what was compared before stays.
#[test]
fn runs_are_compared_with_each_other() {
    let mut client = Client::new();
    train(&mut client, |config| config.svc.c = 0.01);
    let weak = client.run();
    put_into_production(&mut client);
    train(&mut client, |_| {});
    let against_production = compare(&mut client);
    let usual = client.run();
    let mut pair = |run: &str, against: &str| -> CompareSummary {
        let spec = JobSpec::Compare(CompareRequest {
            run: run.into(),
            against: Some(against.into()),
            draws: CompareDraws {
                draws: 300,
                seed: 7,
            },
            writings: BTreeSet::new(),
        });
        match client.ask(spec) {
            Ok(Outcome::Compare(card)) => card,
            other => panic!("no comparison: {other:?}"),
        }
    };
    let there = pair(&usual, &weak);
    let back = pair(&weak, &usual);
    // The run in production is one of them, so that it is the same comparison.
    assert_eq!(there.comparison, against_production.comparison);
    assert_eq!(there.production, against_production.production);
    assert_eq!(
        (&back.candidate, &back.production),
        (&there.production, &there.candidate)
    );
    assert_eq!(back.disagreements.candidate, there.disagreements.production);
    let first = disagreements(&mut client, against_production.id, None);
    assert_eq!(first, disagreements(&mut client, there.id, None));
    assert!(first.page.total > 0);

    // A run that is let go of is asked nothing any more, and its comparisons stay.
    client.engine.receive(
        Envelope::pack(
            &Request::Forget {
                items: vec![Item::Run(weak.clone())],
            },
            Vec::new(),
        ),
        UnixMillis(0.0),
    );
    let terms = |run: String| JobSpec::Terms { run, top: 1 };
    assert!(client.ask(terms(usual)).is_ok());
    let error = client.ask(terms(weak)).unwrap_err();
    assert!(error.to_string().contains("not at hand"), "{error}");
    assert_eq!(first, disagreements(&mut client, there.id, None));
}

#[test]
fn rows_that_the_run_leaves_out_are_not_asked_about() {
    let mut client = Client::new();
    train(&mut client, |_| {});
    put_into_production(&mut client);
    train(&mut client, |config| {
        config.data.exclude_test_rows = vec![2, 3, 5]
    });
    let card = compare(&mut client);
    assert_eq!((card.n_rows, card.n_left_out), (297, 3));
    assert_eq!(
        card.comparison.against_production.agreement.rows(),
        card.n_rows
    );
}

#[test]
fn what_can_not_be_compared_says_what_is_needed() {
    let mut client = Client::new();
    let query = DisagreementsQuery {
        compare: 1,
        right: None,
        selection: None,
        offset: 0,
        limit: 10,
    };
    let error = client.ask(JobSpec::Disagreements(query)).unwrap_err();
    assert!(error.to_string().contains("Compare(JobId(1))"), "{error}");
    train(&mut client, |_| {});
    let error = client.ask(few(&client)).unwrap_err();
    assert_eq!(error.code, Code::Usage, "{error}");
    assert!(
        error.message.to_string().contains("no model in production") && error.remedy.is_some(),
        "{error}"
    );
    put_into_production(&mut client);
    let ask = |client: &mut Client, run: &str, against: Option<&str>, draws: u32| {
        client.ask(JobSpec::Compare(CompareRequest {
            run: run.into(),
            against: against.map(String::from),
            draws: CompareDraws { draws, seed: 1 },
            writings: BTreeSet::new(),
        }))
    };
    let run = client.run();
    for (run, against) in [("0a1b", None), (&*run, Some("0a1b"))] {
        let error = ask(&mut client, run, against, 10).unwrap_err();
        assert!(error.to_string().contains("Run(\"0a1b\")"), "{error}");
    }
    let error = ask(&mut client, &run, None, 0).unwrap_err();
    assert_eq!(error.code, Code::InvalidParameter);

    // A comparison that is cancelled leaves the one before.
    let held = compare(&mut client).id;
    let before = disagreements(&mut client, held, None);
    let another = few(&client);
    client.start(another);
    client.engine.work(&mut || UnixMillis(0.0), &mut || false);
    let job = JobId(client.job);
    let cancel = Envelope::pack(&Request::Cancel { job }, Vec::new());
    client.engine.receive(cancel, UnixMillis(0.0));
    let heard = client.heard();
    assert!(heard.contains(&Event::Cancelled { job }), "{heard:?}");
    assert_eq!(disagreements(&mut client, held, None), before);
}

/// One engine hands both models and the texts over, another takes one of them and is called: it answers as the first one
/// did, and its clock runs while the calls do, and only then.
#[test]
fn a_model_is_measured_in_an_engine_of_its_own() {
    let mut client = with_both();
    let compare = compare(&mut client).id;
    let hand_over = |client: &mut Client, spec: MeasureSpec| -> (MeasureSummary, Vec<u8>) {
        client.job += 1;
        let spec = JobSpec::Measure(spec);
        let request = client.known.start(JobId(client.job), spec);
        let envelope = Envelope::pack(&request, Vec::new());
        client.engine.receive(envelope, UnixMillis(0.0));
        match client
            .engine
            .take_events()
            .pop()
            .map(Envelope::unpack::<Event>)
        {
            Some(Ok((
                Event::Done {
                    outcome: Outcome::Measure(card),
                    ..
                },
                bytes,
            ))) => (card, bytes),
            other => panic!("nothing is handed over: {other:?}"),
        }
    };
    let (card, texts) = hand_over(&mut client, MeasureSpec::Texts { compare });
    assert_eq!(card, MeasureSummary::Texts { n_rows: 300 });
    for of in [Model::Candidate, Model::Production] {
        let (card, zip) = hand_over(&mut client, MeasureSpec::ModelFiles { compare, of });
        let MeasureSummary::Model { model_bytes } = card else {
            panic!("no model: {card:?}");
        };
        assert!(model_bytes > 10_000 && !zip.is_empty());

        let mut engine = Engine::with_memory(|| 7);
        let mut job = 0;
        let mut ask = |spec: MeasureSpec, attachment: Vec<u8>| -> Result<MeasureSummary, Error> {
            job += 1;
            let request = Known::default().start(JobId(job), JobSpec::Measure(spec));
            engine.receive(Envelope::pack(&request, attachment), UnixMillis(0.0));
            // The clock goes on by a second each time that it is looked at.
            let mut seconds = 0.0;
            let mut clock = || {
                seconds += 1.0;
                UnixMillis(seconds * 1e3)
            };
            engine.work(&mut clock, &mut || true);
            let last = engine
                .take_events()
                .into_iter()
                .map(Envelope::unpack::<Event>);
            match last
                .map(Result::unwrap)
                .find(|(event, _)| event.ends().is_some())
            {
                Some((
                    Event::Done {
                        outcome: Outcome::Measure(card),
                        ..
                    },
                    _,
                )) => Ok(card),
                Some((Event::Failed { error, .. }, _)) => Err(error),
                other => panic!("no end: {other:?}"),
            }
        };
        let call = |rows, repeats| MeasureSpec::Call { rows, repeats };
        assert!(ask(call((0, 1), 1), Vec::new()).is_err(), "nothing to call");
        let taken = MeasureSummary::Taken {
            memory_bytes: Some(7),
        };
        assert_eq!(ask(MeasureSpec::TakeModel, zip).unwrap(), taken);
        assert_eq!(ask(MeasureSpec::TakeTexts, texts.clone()).unwrap(), taken);
        let called = MeasureSummary::Called {
            seconds: 1.0,
            memory_bytes: Some(7),
        };
        assert_eq!(ask(call((0, 300), 1), Vec::new()).unwrap(), called);
        assert_eq!(ask(call((3, 4), 50), Vec::new()).unwrap(), called);
        for (rows, repeats) in [((0, 301), 1), ((5, 5), 1), ((0, 1), 0)] {
            let error = ask(call(rows, repeats), Vec::new()).unwrap_err();
            assert_eq!(error.code, Code::Usage, "{rows:?}");
        }
        for (spec, bytes) in [
            (MeasureSpec::TakeModel, b"no zip".to_vec()),
            (MeasureSpec::TakeTexts, b"no json".to_vec()),
        ] {
            ask(spec, bytes).unwrap_err();
        }
    }
}
