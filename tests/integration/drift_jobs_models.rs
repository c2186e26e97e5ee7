//! Drift behind the page with models: predictions of both sides, and the archive in production as a reference.

use dryf::jobs::cards::DriftRowPage;
use dryf::jobs::protocol::{DriftRequest, DriftRowsQuery, DriftSide, DriftSource};
use dryf::jobs::{Envelope, Event, JobId, JobSpec, Outcome, Request};
use dryf::pipeline::drift::{Family, Gap};
use dryf::pipeline::run::RunConfig;
use dryf::pipeline::time::UnixMillis;

use crate::drift_jobs::{Client, request};

/// What a long job gives beside its outcome.
fn attachment(client: &mut Client, spec: JobSpec) -> Vec<u8> {
    client.start(spec);
    loop {
        client.engine.work(&mut || UnixMillis(0.0), &mut || false);
        for event in client.engine.take_events() {
            if let (Event::Done { .. }, bytes) = event.unpack().unwrap() {
                return bytes;
            }
        }
    }
}

/// After a run its model's word on both sides is there: out of fold on the training set, by the model on the test set; and
/// its archive, taken for the one in production, is a reference without texts that gives the same report.
#[test]
fn a_run_scores_both_sides_and_its_archive_is_a_reference() {
    let mut client = Client::new();
    let before = client.drift(request()).report;
    assert_eq!(before.predictions.gap(), Some(&Gap::UnscoredReference));
    let config = Box::new(RunConfig::default());
    let start = UnixMillis(0.0);
    client.ask(JobSpec::Train { config, start }).unwrap();
    let loaded = client.drift(request());
    let predictions = loaded
        .report
        .predictions
        .measured()
        .expect("both sides have scores");
    assert_eq!(predictions.predicted.n_reference, 1_200);
    assert_eq!(predictions.predicted.n_current, 300);
    assert!(
        predictions
            .performance
            .measured()
            .unwrap()
            .realised
            .measured()
            .is_some()
    );
    assert_eq!(loaded.report.labels, before.labels);

    let zip = attachment(
        &mut client,
        JobSpec::BuildArchive {
            include_texts: false,
        },
    );
    client.job += 1;
    let load = Request::Start {
        job: JobId(client.job),
        spec: JobSpec::LoadProduction {
            name: "production.zip".into(),
        },
    };
    client
        .engine
        .receive(Envelope::pack(&load, zip), UnixMillis(0.0));
    assert!(matches!(client.heard()[..], [Event::Done { .. }]));
    let reference = DriftSource::Production;
    let stored = client.drift(DriftRequest {
        reference,
        ..request()
    });
    assert_eq!(stored.report, loaded.report);
    assert!(!stored.reference.has_texts && stored.current.has_texts);
    let query = DriftRowsQuery {
        side: DriftSide::Reference,
        family: Family::Words,
        term: "krasnal".into(),
        offset: 0,
        limit: 5,
    };
    let page = client.ask(JobSpec::DriftRows(query));
    assert!(
        matches!(page, Ok(Outcome::DriftRows(DriftRowPage::NoTexts { .. }))),
        "{page:?}"
    );

    client.ask(JobSpec::ClearProduction).unwrap();
    let reference = DriftSource::Production;
    let spec = JobSpec::Drift(Box::new(DriftRequest {
        reference,
        ..request()
    }));
    let error = client.ask(spec).unwrap_err();
    assert!(
        error.message.contains("production") && !error.remedy.is_empty(),
        "{error}"
    );
}
