//! Drift behind the page with models: predictions of both sides, and the archive in production as a reference.

use dryf::jobs::protocol::{
    DriftRequest, DriftRowsQuery, DriftSide, DriftSource, PlantedSharesRequest, SetName,
    SweepRequest,
};
use dryf::jobs::summaries::{DriftRowPage, DriftSummary};
use dryf::jobs::{Envelope, Event, JobId, JobSpec, Outcome};
use dryf::pipeline::drift::{Draws, Family, PartName, Planted, Unavailable};
use dryf::pipeline::run::{ProfileKind, RunConfig};
use dryf::pipeline::time::UnixMillis;

use crate::drift_jobs::{Client, request, rows};

/// What a long job gives beside its outcome.
pub fn attachment(client: &mut Client, spec: JobSpec) -> Vec<u8> {
    client.start(spec);
    loop {
        client.engine.work(&mut || UnixMillis(0.0), &mut || false);
        for event in client.engine.take_events() {
            if let (Event::Done { .. }, bytes) = client.known.hear(event) {
                return bytes;
            }
        }
    }
}

/// Takes the archive of the last run, without its texts, for the one in production.
pub fn put_into_production(client: &mut Client) {
    let build = JobSpec::BuildArchive {
        run: client.run(),
        include_texts: false,
    };
    let zip = attachment(client, build);
    client.job += 1;
    let spec = JobSpec::LoadProduction {
        name: "production.zip".into(),
    };
    let load = client.known.start(JobId(client.job), spec);
    client
        .engine
        .receive(Envelope::pack(&load, zip), UnixMillis(0.0));
    client.engine.work(&mut || UnixMillis(0.0), &mut || true);
    assert!(matches!(client.heard()[..], [Event::Done { .. }]));
}

/// After a run its model's word on both sides is there: out of fold on the training set, by the model on the test set; and
/// its archive, taken for the one in production, is a reference without texts that gives the same report.
#[test]
fn a_run_scores_both_sides_and_its_archive_is_a_reference() {
    let mut client = Client::new();
    let before = client.drift(request()).report;
    assert_eq!(
        before.predictions.gap(),
        Some(&Unavailable::UnscoredReference)
    );
    let config = Box::new(RunConfig::default());
    let start = UnixMillis(0.0);
    client
        .ask(JobSpec::Train {
            config,
            start,
            found_by: None,
        })
        .unwrap();
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

    put_into_production(&mut client);
    let reference = DriftSource::Production;
    let stored = client.drift(DriftRequest {
        reference,
        ..request()
    });
    // Without its texts it is not known which rows are nearly equal, and equal ones alone are copies; all that counts rows
    // is the same.
    let near_equal = |card: &DriftSummary| card.report.copies.map(|copies| copies.near_equal);
    assert_eq!(
        (near_equal(&loaded), near_equal(&stored)),
        (Some(true), Some(false))
    );
    let (a, b) = (&stored.report, &loaded.report);
    assert_eq!((&a.labels, &a.label_history), (&b.labels, &b.label_history));
    assert_eq!((&a.terms, &a.text), (&b.terms, &b.text));
    assert_eq!(a.predictions, b.predictions);
    assert_eq!(a.unknown_words, b.unknown_words);
    assert_eq!(a.verdict.whole, b.verdict.whole);
    assert!(!stored.reference.has_texts && stored.current.has_texts);
    let query = DriftRowsQuery {
        side: DriftSide::Reference,
        family: Family::Words,
        term: "krasnal".into(),
        selection: None,
        offset: 0,
        limit: 5,
    };
    let page = client.ask(JobSpec::DriftRows(query));
    assert!(
        matches!(page, Ok(Outcome::DriftRows(DriftRowPage::NoTexts { .. }))),
        "{page:?}"
    );

    client.known.inputs.production = None;
    let reference = DriftSource::Production;
    let spec = JobSpec::Drift(Box::new(DriftRequest {
        reference,
        ..request()
    }));
    let error = client.ask(spec).unwrap_err();
    assert!(
        error.message.to_string().contains("production") && error.remedy.is_some(),
        "{error}"
    );
}

/// An archive that keeps counts alone is a reference all the same: each number that they give is there, each other one is
/// named, and so is what needs rows.
#[test]
fn an_archive_of_counts_is_a_reference_too() {
    let mut client = Client::new();
    let mut config = Box::new(RunConfig::default());
    config.drift.profile = ProfileKind::Marginals;
    let start = UnixMillis(0.0);
    client
        .ask(JobSpec::Train {
            config,
            start,
            found_by: None,
        })
        .unwrap();
    let by_rows = client.drift(request());
    put_into_production(&mut client);
    let by_counts = client.drift(DriftRequest {
        reference: DriftSource::Production,
        ..request()
    });
    assert!(by_counts.report.marginals_only && !by_rows.report.marginals_only);
    assert_eq!(by_counts.drawn, 1.0);
    assert_eq!(by_counts.reference.n_rows, 1_200);
    assert!(by_counts.reference.has_labels && !by_counts.reference.has_texts);
    let labels = |card: &DriftSummary| card.report.labels.measured().unwrap().classes.clone();
    assert_eq!(labels(&by_counts), labels(&by_rows));
    assert_eq!(by_counts.tested, by_rows.tested);
    assert_eq!(
        by_counts.report.label_history.gap(),
        Some(&Unavailable::MarginalsOnly)
    );
    assert!(by_counts.report.predictions.measured().is_some());

    let term = "krasnaloza".to_string();
    let family = Family::Words;
    let run = client.run.clone();
    let Ok(Outcome::DriftTerm(card)) = client.ask(JobSpec::DriftTerm { family, term, run }) else {
        panic!("no term");
    };
    let shift = card.shift.expect("it was tested");
    assert_eq!(
        (card.reference.rows, card.current.rows),
        (shift.reference, shift.current)
    );
    assert_eq!(
        (card.reference.n_rows, card.reference.classes),
        (1_200, None)
    );
    let query = DriftRowsQuery {
        side: DriftSide::Reference,
        family,
        term: "kto".into(),
        selection: None,
        offset: 0,
        limit: 5,
    };
    let page = client.ask(JobSpec::DriftRows(query)).unwrap();
    let Outcome::DriftRows(DriftRowPage::NoTexts { total }) = page else {
        panic!("texts that were not kept: {page:?}");
    };
    assert!(total > 0);

    let sweep = JobSpec::DriftSweep(SweepRequest {
        planted: Planted::NewTerm {
            term: "nowe".into(),
            share: 0.1,
            seed: 1,
        },
        sizes: vec![50],
        draws: 2,
    });
    let current = JobSpec::Drift(Box::new(DriftRequest {
        current: DriftSource::Production,
        ..request()
    }));
    for (spec, said) in [(sweep, "only counts were kept"), (current, "counts alone")] {
        let error = client.ask(spec).unwrap_err();
        assert!(
            error.message.to_string().contains(said) && error.remedy.is_some(),
            "{error}"
        );
    }
}

/// What the report says at a share, the answer says, too: one of 300 rows is none to notice.
#[test]
fn a_share_from_which_on_something_planted_is_found_is_given_for_each_part() {
    let mut client = Client::new();
    client.drift(DriftRequest {
        reference: rows(SetName::Train, Some((0, 300))),
        current: rows(SetName::Train, Some((300, 600))),
        draws: Draws::NONE,
        ..request()
    });
    let planted = Planted::NewTerm {
        term: "🛸".into(),
        share: 0.0,
        seed: 1,
    };
    let shares = vec![0.2, 0.003, 0.05];
    let request = PlantedSharesRequest { planted, shares };
    let Ok(Outcome::PlantedShares(found)) = client.ask(JobSpec::PlantedShares(request)) else {
        panic!("no shares")
    };
    let of = |part| found.parts.iter().find(|one| one.part == part);
    let emoji = of(PartName::Terms(Family::Emoji)).unwrap();
    assert_eq!(emoji.share, Some(0.05));
    assert_eq!(of(PartName::Labels).unwrap().share, None);
}
