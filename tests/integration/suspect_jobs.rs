//! Suspect labels and flips behind the page: those of the command line, on the run's own rows.

use dryf::jobs::protocol::Split;
use dryf::jobs::{JobSpec, Outcome};
use dryf::mlflow::Archive;
use dryf::pipeline::corpus::NamedBytes;
use dryf::pipeline::error::Code;
use dryf::pipeline::robustness::{Perturbation, RobustnessWork, answers};
use dryf::pipeline::run::{FoundSuspects, ProfileKind, RunConfig, SuspectSearch};
use dryf::pipeline::suspects::RankedBy;
use dryf::pipeline::time::UnixMillis;

use crate::compare_jobs::{attachment, train};
use crate::drift_jobs::Client;
use crate::support::demo_data;

fn trained(change: impl Fn(&mut RunConfig)) -> Client {
    let mut client = Client::new();
    train(&mut client, change);
    client
}

/// What `dryf suspects` finds on the same rows.
fn searched(config: &RunConfig) -> FoundSuspects {
    let mut search = SuspectSearch::new(config, &demo_data(), 5).unwrap();
    loop {
        for mut piece in search.pieces() {
            while piece.step(UnixMillis(0.0)).is_running() {}
        }
        if !search.step().is_running() {
            return search.finish(RankedBy::SelfConfidence).unwrap();
        }
    }
}

/// By the run's own suspects and its own recipe.
#[test]
fn what_correcting_the_first_suspects_changes_is_measured() {
    let mut client = trained(|config| config.data.exclude_train_rows = vec![1, 2]);
    let run = client.run();
    let Ok(Outcome::SuspectsEffect(effect)) =
        client.ask(JobSpec::SuspectsEffect { run, first: 20 })
    else {
        panic!("no effect");
    };
    assert_eq!(effect.n_suspects, 20);
    let n_rows = demo_data().train.labels.len() as u64;
    assert_eq!(effect.n_judged, n_rows - 2 - 20);
    assert_eq!(effect.treatments.len(), 2);
    for one in &effect.treatments {
        let change = one.differences.f1_macro.estimate;
        assert!(
            change.low <= change.value && change.value <= change.high,
            "{change:?}"
        );
        // The same rows, the same arithmetic.
        assert!((one.f1_macro - effect.f1_macro - change.value).abs() < 1e-12);
    }
}

/// The folds of a run's profile are those of the search, and their solvers meet one tolerance from two starts: so do scores,
/// and a row whose probability is at a threshold may be suspect of one and not of the other. Nineteen in twenty are of both.
#[test]
fn the_suspects_of_a_run_are_those_of_the_command() {
    let mut client = trained(|config| config.data.exclude_train_rows = vec![1, 2]);
    let run = client.run();
    let Ok(Outcome::Suspects(card)) = client.ask(JobSpec::Suspects { run }) else {
        panic!("no suspects");
    };
    assert_eq!(card.n_excluded, 2);
    let data = demo_data();
    let suspects = &card.found.labels.suspects;
    assert_eq!(card.rows.len(), suspects.len().min(50));
    for (suspect, row) in suspects.iter().zip(&card.rows) {
        // Two rows at the head are left out.
        assert_eq!(row.row, suspect.row + 2);
        assert_eq!(row.text, data.train.texts[row.row as usize]);
        let given = &card.found.classes[suspect.given as usize];
        assert_eq!(
            *given,
            data.classes[data.train.labels[row.row as usize] as usize]
        );
        assert!(
            row.nearest
                .iter()
                .all(|near| near.row != row.row && near.row > 1)
        );
    }
    assert!(card.rows.iter().any(|row| !row.nearest.is_empty()));

    let mut client = trained(|_| {});
    let run = client.run();
    let Ok(Outcome::Suspects(card)) = client.ask(JobSpec::Suspects { run }) else {
        panic!("no suspects");
    };
    let rows = |found: &FoundSuspects| -> std::collections::BTreeSet<u32> {
        found
            .labels
            .suspects
            .iter()
            .map(|suspect| suspect.row)
            .collect()
    };
    let [of_run, of_command] = [rows(&card.found), rows(&searched(&RunConfig::default()))];
    let both = of_run.intersection(&of_command).count();
    assert!(both > 20, "{both}");
    let most = of_run.len().max(of_command.len());
    assert!(20 * both >= 19 * most, "{both} of {most}");
}

#[test]
fn a_run_without_scores_of_rows_says_how_to_have_them() {
    let mut client = trained(|config| config.drift.profile = ProfileKind::None);
    let run = client.run();
    let error = client.ask(JobSpec::Suspects { run }).unwrap_err();
    assert_eq!(error.code, Code::Usage);
    assert!(error.remedy.unwrap().to_string().contains("drift.profile"));
    let run = "no such run".to_string();
    assert!(client.ask(JobSpec::Suspects { run: run.clone() }).is_err());
    assert!(client.ask(JobSpec::Robustness { run }).is_err());
}

#[test]
fn flips_are_of_the_rows_that_the_run_was_tested_on() {
    let mut client = trained(|config| config.data.exclude_test_rows = vec![1, 300]);
    let run = client.run();
    let Ok(Outcome::Robustness(card)) = client.ask(JobSpec::Robustness { run: run.clone() }) else {
        panic!("no flips");
    };
    assert_eq!((card.split, card.robustness.n_rows), (Split::Test, 298));
    let test = demo_data().test.unwrap();
    let mut seen = 0;
    for writing in &card.robustness.perturbations {
        for example in &writing.examples {
            assert_eq!(example.text, test.texts[example.row as usize]);
            seen += 1;
        }
    }
    assert!(seen > 3, "{seen}");

    // The same by the archive's model, all texts at once.
    let build = JobSpec::BuildArchive {
        run,
        include_texts: false,
    };
    let file = NamedBytes {
        name: "run.zip".into(),
        bytes: attachment(&mut client, build, Vec::new()).unwrap(),
    };
    let archive = Archive::read(&file).unwrap();
    let model = archive.model().unwrap().prepare().unwrap();
    let data = demo_data();
    let mut work = RobustnessWork::new(&data.classes, &data.classes, &Perturbation::ALL, 2021);
    work.add(&test.texts[1..299], &test.labels[1..299], |texts| {
        answers(&model, texts)
    });
    let counts = |found: &dryf::pipeline::robustness::Robustness| -> Vec<u64> {
        let all = found.perturbations.iter();
        all.filter(|one| one.perturbation != Perturbation::Typos)
            .map(|one| one.all.flipped)
            .collect()
    };
    assert_eq!(counts(&card.robustness), counts(&work.so_far()));
}
