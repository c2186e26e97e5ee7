//! The reference profile: there and back, small, and never a wrong row from a damaged file.

use std::sync::{Arc, OnceLock};

use dryf::mlflow::{Archive, ArchiveOptions, file_map, profile_file, write_zip};
use dryf::pipeline::corpus::{
    DataSet, FileOptions, NamedBytes, ReadingOptions, assemble, detect_roles,
};
use dryf::pipeline::drift::{
    Descriptor, DriftOptions, DriftReport, Failure, Family, Marginals, PartFinding, PartName,
    Profile, ScoreKind, Scores, Side, Tokens, ToolVerdict, Unavailable,
};
use dryf::pipeline::error::{Code, Error};
use dryf::pipeline::run::record::Level;
use dryf::pipeline::run::{ModelScores, RunConfig, RunRecord, TrainRun};
use dryf::pipeline::step::at_once;
use dryf::pipeline::time::UnixMillis;
use proptest::prelude::*;

use crate::support::{demo_data, poleval_dir};

const PATH: &str = "artifacts/drift/reference_profile.bin";

fn read(bytes: &[u8], path: &str) -> Result<Profile, Error> {
    at_once(profile_file::read(bytes, path))
}

fn write(profile: &Profile) -> Vec<u8> {
    at_once(profile_file::write(profile))
}

/// A run of these settings on the demo corpus.
pub fn demo_run(config: &str) -> (RunRecord, Arc<DataSet>) {
    let data = Arc::new(demo_data());
    let config = RunConfig::from_toml(config, "run.toml").unwrap();
    let now = UnixMillis(1_626_773_490_759.0);
    let mut run = TrainRun::new(config, data.clone(), None, now, now).unwrap();
    while run.step(now).unwrap().is_running() {}
    (run.finish(now).unwrap(), data)
}

/// The default run's.
fn demo_side() -> &'static (Side, Arc<DataSet>, RunRecord) {
    static SIDE: OnceLock<(Side, Arc<DataSet>, RunRecord)> = OnceLock::new();
    SIDE.get_or_init(|| {
        let (record, data) = demo_run("");
        let side = match record.profile.as_deref() {
            Some(Profile::Rows(side)) => side.clone(),
            other => panic!("{other:?}"),
        };
        (side, data, record)
    })
}

fn small() -> Side {
    let texts = [
        "Ala ma kota, a kot ma Alę! 😂😂 #koty",
        "",
        "x",
        "RT @ktoś: nie-wiem 12,5 👍🏽 https://t.co/a",
        "ma ma\tma   ma\nma 🇵🇱 Konstantynopolitańczykowianeczkówna-lalala",
    ];
    let classes = ["a", "b"].map(String::from);
    let scores = Scores::new(
        "ab".repeat(32),
        Some(5),
        ScoreKind::Decision,
        classes.to_vec(),
        vec![0, 1, 1, 0, 0],
        (0..5).map(|row| vec![f64::from(row) / 3.0, -1e-9]),
    );
    let side = Side::of_texts(&Tokens::new(), &texts, Some((&classes, &[0, 1, 1, 0, 1])));
    as_stored(side.with_scores(scores))
}

/// Which texts are nearly equal is not stored.
fn as_stored(side: Side) -> Side {
    Side {
        copy_keys: None,
        ..side
    }
}

fn back(side: &Side) -> Side {
    match read(&write(&Profile::Rows(side.clone())), PATH) {
        Ok(Profile::Rows(side)) => side,
        other => panic!("{other:?}"),
    }
}

#[test]
fn rows_come_back_to_the_bit() {
    let whole = small();
    assert_eq!(back(&whole), whole);
    let unlabelled = Side {
        labels: None,
        classes: Vec::new(),
        scores: None,
        ..whole
    };
    assert_eq!(back(&unlabelled), unlabelled);
    let nothing = as_stored(Side::of_texts(&Tokens::new(), &[] as &[&str], None));
    assert_eq!(back(&nothing), nothing);
    let (demo, _, _) = demo_side();
    assert!(back(demo) == as_stored(demo.clone()));
}

#[test]
fn marginals_come_back_to_the_bit() {
    let (demo, _, _) = demo_side();
    for side in [demo, &small()] {
        let marginals = Profile::Marginals(Marginals::of(side));
        assert!(read(&write(&marginals), PATH).unwrap() == marginals);
    }
}

/// What a run keeps of its training rows is what one would make of their texts; the scores are the only addition.
#[test]
fn a_run_keeps_what_its_texts_give() {
    let (side, data, record) = demo_side();
    let labels = (&data.classes[..], &data.train.labels[..]);
    let scores = side.scores.clone().unwrap();
    assert_eq!(scores.model_sha256, record.model_sha256);
    assert_eq!(scores.folds, Some(5));
    assert_eq!(scores.kind, ScoreKind::Decision);
    assert_eq!(scores.classes, data.classes);
    let of_texts = Side::of_texts(&Tokens::new(), &data.train.texts, Some(labels));
    assert!(of_texts.with_scores(scores) == *side);
}

/// Models that saw their rows would be right nearly always; these are about as often right as on the validation part.
#[test]
fn no_model_saw_the_rows_that_it_scored() {
    let (side, _, record) = demo_side();
    let right = |predicted: &[u32], labels: &[u32]| {
        let hits = predicted.iter().zip(labels).filter(|(a, b)| a == b);
        hits.count() as f64 / labels.len() as f64
    };
    let scores = side.scores.as_ref().unwrap();
    let out_of_fold = right(&scores.predicted, &side.given_labels().unwrap());
    let seen = record.train.evaluation.accuracy;
    let unseen = record.validation.evaluation.accuracy;
    assert!(seen - unseen > 0.02, "seen {seen}, unseen {unseen}");
    // Two standard errors of a share of 0.9 over a third of the demo corpus, about 500 rows.
    assert!(
        (out_of_fold - unseen).abs() < 0.03,
        "out of fold {out_of_fold}, unseen {unseen}"
    );
}

#[test]
fn the_same_run_keeps_the_same_profile() {
    let (record, _) = demo_run("");
    let (side, _, _) = demo_side();
    assert!(*record.profile.unwrap() == Profile::Rows(side.clone()));
}

#[test]
fn what_is_kept_follows_the_configuration() {
    let (side, _, _) = demo_side();
    let (record, _) = demo_run("[drift]\nprofile = \"marginals\"");
    assert!(*record.profile.unwrap() == Profile::marginals_of(side));
    let (record, _) = demo_run("[drift]\nprofile = \"none\"");
    assert_eq!(record.profile, None);
    assert_eq!(record.seconds.out_of_fold, None);
    let (record, _) = demo_run("[svc]\nprobability = true");
    let Some(Profile::Rows(side)) = record.profile.as_deref() else {
        panic!("rows are kept");
    };
    let scores = side.scores.as_ref().unwrap();
    assert_eq!(scores.kind, ScoreKind::Probability);
    for row in scores.probabilities() {
        // Each of three is rounded to single precision.
        assert!((row.iter().sum::<f64>() - 1.0).abs() < 3.0 * f64::from(f32::EPSILON));
    }
}

/// A tool's word on counts is that on the rows, or says that it needs them (NannyML's chunks do).
fn same_or_told(of_counts: &ToolVerdict, of_rows: &[ToolVerdict]) -> bool {
    let told = of_counts.value.is_none() && of_counts.failure == Some(Failure::NeedsRows);
    told || of_rows.contains(of_counts)
}

/// Half of the demo's training rows against the other half, by rows and by counts.
#[test]
fn every_number_of_marginals_is_that_of_the_rows() {
    let (_, data, record) = demo_side();
    let (first, second) = data.train.texts.split_at(700);
    let side = |texts: &[String], labels: &[u32]| {
        let mut scores = ModelScores::new(&record.model, &record.model_sha256);
        let prepared = record.model.prepare().unwrap();
        texts
            .chunks(100)
            .for_each(|texts| scores.add(&prepared, texts));
        assert_eq!(scores.done(), texts.len());
        Side::of_texts(&Tokens::new(), texts, Some((&data.classes, labels)))
            .with_scores(scores.finish())
    };
    let (labels, other_labels) = data.train.labels.split_at(700);
    let (reference, current) = (side(first, labels), side(second, other_labels));
    for (reference, current) in [(&reference, &current), (&current, &reference)] {
        let options = DriftOptions::default();
        let rows = DriftReport::new(reference, current, &options);
        let marginals = Profile::marginals_of(reference).report(current, &options);
        assert!(marginals.marginals_only && !rows.marginals_only);
        assert_eq!(marginals.labels, rows.labels);
        assert_eq!(marginals.terms, rows.terms);
        // Which words no other row has takes the rows; how many the reference lacks does not.
        let but_words = |report: &DriftReport| {
            let mut descriptors = report.descriptors.clone();
            descriptors.retain(|one| one.descriptor != Descriptor::OutOfVocabulary);
            descriptors
        };
        assert_eq!(but_words(&marginals), but_words(&rows));
        assert_eq!(marginals.unknown_words, rows.unknown_words);
        assert_eq!(marginals.text.divergence_bits, rows.text.divergence_bits);
        for opinion in &marginals.label_opinions {
            assert!(same_or_told(opinion, &rows.label_opinions), "{opinion:?}");
        }
        for (descriptor, opinions) in &marginals.descriptor_opinions {
            let is_measured = opinions.iter().any(|opinion| opinion.value.is_some());
            assert_eq!(is_measured, *descriptor != Descriptor::OutOfVocabulary);
            for opinion in opinions {
                let of_rows = &rows.descriptor_opinions[descriptor];
                assert!(same_or_told(opinion, of_rows), "{descriptor:?} {opinion:?}");
            }
        }
        let (a, b) = (&marginals.predictions, &rows.predictions);
        let (a, b) = (a.measured().unwrap(), b.measured().unwrap());
        assert_eq!(a.predicted, b.predicted);
        let (found, of_rows) = (
            a.performance.measured().unwrap(),
            b.performance.measured().unwrap(),
        );
        assert_eq!(found.calibrated, of_rows.calibrated);
        assert_eq!(found.reference, of_rows.reference);
        assert_eq!(found.estimated, of_rows.estimated);
        assert_eq!(found.realised, of_rows.realised);

        // And each that can't be had is told.
        let gap = Some(&Unavailable::MarginalsOnly);
        assert_eq!(marginals.label_history.gap(), gap);
        assert!(
            marginals
                .descriptor_history
                .values()
                .all(|one| one.gap() == gap)
        );
        assert_eq!(marginals.descriptor_history.len(), 8);
        assert_eq!(marginals.text.history.gap(), gap);
        assert_eq!((a.entropy.gap(), a.entropy_history.gap()), (gap, gap));
        assert_eq!((a.predicted_history.gap(), found.usual.gap()), (gap, gap));
        let text = marginals
            .verdict
            .parts
            .iter()
            .find(|part| part.part == PartName::Text);
        assert_eq!(
            text.unwrap().finding,
            PartFinding::NotMeasured(Unavailable::MarginalsOnly)
        );
        let json = serde_json::to_string(&marginals).unwrap();
        assert_eq!(
            serde_json::from_str::<DriftReport>(&json).unwrap(),
            marginals
        );
    }

    // An empty current set, and one without labels or scores.
    let nothing = Side::of_texts(&Tokens::new(), &[] as &[&str], None);
    let report = Profile::marginals_of(&reference).report(&nothing, &DriftOptions::default());
    assert_eq!(report.labels.gap(), Some(&Unavailable::UnlabelledCurrent));
    assert_eq!(report.predictions.gap(), Some(&Unavailable::EmptyCurrent));
    assert_eq!(
        report.text.divergence_bits.gap(),
        Some(&Unavailable::EmptyCurrent)
    );
}

/// On few rows a fold may have no term that is in enough documents: the run is as good as before, and says what is missing.
#[test]
fn a_recipe_that_fails_on_a_fold_leaves_the_scores_out() {
    let texts: Vec<String> = (0..12).map(|row| format!("kot numer{row}")).collect();
    let labels: Vec<String> = (0..12).map(|row| (row % 2).to_string()).collect();
    let file = |name: &str, lines: &[String]| NamedBytes {
        name: name.into(),
        bytes: (lines.join("\n") + "\n").into_bytes(),
    };
    let files = vec![
        file("training_set_clean_only_text.txt", &texts),
        file("training_set_clean_only_tags.txt", &labels),
    ];
    let roles = detect_roles(&files, &FileOptions::default());
    let files = files
        .into_iter()
        .zip(roles)
        .map(|(file, found)| (found.role.unwrap(), file));
    let data = Arc::new(assemble(files.collect(), &ReadingOptions::default()).unwrap());
    // In all 12 rows, but in no more than 10 of those outside of a fold.
    let config =
        "[run]\nvalidation_size = 0.1\n[tfidf]\nmin_df = 10\nmax_df = 1.0\n[clean]\nsteps = []";
    for (min_df, is_there) in [(10, false), (1, true)] {
        let config = config.replace("min_df = 10", &format!("min_df = {min_df}"));
        let config = RunConfig::from_toml(&config, "run.toml").unwrap();
        let now = UnixMillis(0.0);
        let mut run = TrainRun::new(config, data.clone(), None, now, now).unwrap();
        while run.step(now).unwrap().is_running() {}
        let record = run.finish(now).unwrap();
        let Some(Profile::Rows(side)) = record.profile.as_deref() else {
            panic!("rows are kept");
        };
        assert_eq!(side.scores.is_some(), is_there);
        let warned = record.log.iter().any(|line| {
            line.level == Level::Warning
                && line
                    .message
                    .to_string()
                    .starts_with("no scores out of fold")
        });
        assert_eq!(warned, !is_there);
        let current = Side::of_texts(&Tokens::new(), &texts, None);
        let report = DriftReport::new(side, &current, &DriftOptions::default());
        let gap = if is_there {
            Unavailable::UnscoredCurrent
        } else {
            Unavailable::UnscoredReference
        };
        assert_eq!(report.predictions.gap(), Some(&gap));
    }
}

/// The archive of a run on the real files gives back what their texts give, and costs a few hundred kilobytes.
#[test]
fn the_archive_of_the_real_files_holds_their_rows() {
    let Some(dir) = poleval_dir() else { return };
    let files: Vec<NamedBytes> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .map(|path| NamedBytes {
            name: path.file_name().unwrap().to_string_lossy().into_owned(),
            bytes: std::fs::read(&path).unwrap(),
        })
        .collect();
    let roles = detect_roles(&files, &FileOptions::default());
    let files = files
        .into_iter()
        .zip(roles)
        .map(|(file, found)| (found.role.unwrap(), file));
    let data = Arc::new(assemble(files.collect(), &ReadingOptions::default()).unwrap());
    let now = UnixMillis(1_626_773_490_759.0);
    let mut run = TrainRun::new(RunConfig::default(), data.clone(), None, now, now).unwrap();
    while run.step(now).unwrap().is_running() {}
    let record = run.finish(now).unwrap();
    let zip = write_zip(&file_map(
        &record,
        &data,
        &ArchiveOptions {
            include_texts: false,
        },
    ));
    let without = RunRecord {
        profile: None,
        ..record
    };
    let bare = write_zip(&file_map(
        &without,
        &data,
        &ArchiveOptions {
            include_texts: false,
        },
    ));
    let size = zip.len() - bare.len();
    println!("profile: {size} bytes in the zip");
    assert!(size < 800_000, "{size}");

    let archive = Archive::read(&NamedBytes {
        name: "run.zip".into(),
        bytes: zip,
    })
    .unwrap();
    let Some(Profile::Rows(side)) = archive.profile().unwrap() else {
        panic!("rows are kept");
    };
    let labels = (&data.classes[..], &data.train.labels[..]);
    let scores = side.scores.clone().unwrap();
    let of_texts = Side::of_texts(&Tokens::new(), &data.train.texts, Some(labels));
    assert!(as_stored(of_texts.with_scores(scores)) == as_stored(side.clone()));
}

#[test]
fn every_fault_is_told_with_its_place() {
    let file = write(&Profile::Rows(small()));
    let error_of = |bytes: &[u8]| {
        let error = read(bytes, PATH).unwrap_err();
        assert_eq!(error.place.as_ref().unwrap().file, PATH);
        assert!(error.remedy.is_some());
        error
    };
    let later = String::from_utf8_lossy(&file[..file.iter().position(|&b| b == b'\n').unwrap()])
        .replace("\"schema_version\":1", "\"schema_version\":2,\"new\":0")
        + "\n";
    let error = error_of(later.as_bytes());
    assert_eq!(error.code, Code::Unsupported);
    assert!(error.to_string().ends_with("; update Dryf"), "{error}");
    assert!(error.message.to_string().contains("later Dryf"), "{error}");

    // Cut short anywhere, or with a byte too many.
    for end in 0..file.len() {
        assert_eq!(error_of(&file[..end]).code, Code::DamagedArchive, "{end}");
    }
    let longer = [&file[..], b"\0"].concat();
    assert_eq!(error_of(&longer).code, Code::DamagedArchive);
    for (from, to) in [
        ("\"n_rows\":5", "\"n_rows\":4"),
        ("\"n_rows\":5", "\"n_rows\":6"),
        ("\"n_rows\":5", "\"n_rows\":18446744073709551615"),
        ("[\"a\",\"b\"]", "[\"a\",\"a\"]"),
        ("[\"a\",\"b\"]", "[\"a\"]"),
        ("\"rows\"", "\"marginals\""),
        ("\"rows\"", "\"columns\""),
        ("dryf-reference-profile", "something"),
    ] {
        let at = file
            .windows(from.len())
            .position(|part| part == from.as_bytes());
        let at = at.expect("it is in the first line");
        let changed = [&file[..at], to.as_bytes(), &file[at + from.len()..]].concat();
        assert_eq!(error_of(&changed).code, Code::DamagedArchive, "{to}");
    }

    let marginals = String::from_utf8(write(&Profile::marginals_of(&small()))).unwrap();
    for (from, to) in [
        ("\"n_rows\":5", "\"n_rows\":6"),
        ("[\"a\",2]", "[\"a\",3]"),
        ("[\"a\",2]", "[\"b\",2]"),
        ("\"rows_with_any\":4", "\"rows_with_any\":6"),
        ("\"ala\"", "\"ma\""),
        ("\"characters\":[[0.0,1]", "\"characters\":[[0.0,2]"),
        ("\"characters\":[[0.0,1]", "\"characters\":[[9e9,1]"),
        ("\"emoji\":[", "\"hashtags\":["),
    ] {
        assert!(marginals.contains(from), "{from}: {marginals}");
        let changed = marginals.replacen(from, to, 1);
        assert_eq!(
            error_of(changed.as_bytes()).code,
            Code::DamagedArchive,
            "{to}"
        );
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes: Vec<u8>) {
        let _ = read(&bytes, PATH);
        let head = "{\"kind\":\"dryf-reference-profile\",\"schema_version\":1,\"holds\":\"rows\",\"n_rows\":2,\"classes\":[\"a\"],\"scores\":null}\n";
        let _ = read(&[head.as_bytes(), &bytes].concat(), PATH);
    }

    #[test]
    fn a_changed_byte_is_told_or_harmless(at: prop::sample::Index, byte: u8) {
        let mut file = write(&Profile::Rows(small()));
        let at = at.index(file.len());
        file[at] = byte;
        if let Ok(Profile::Rows(side)) = read(&file, PATH) {
            // What is read is sound, whatever it says.
            assert_eq!(side.family(Family::Words).rows.len(), side.n_rows);
            assert_eq!(back(&side), side);
        }
    }

    #[test]
    fn any_texts_come_back(texts in prop::collection::vec("(\\PC|[ \\nab😂#@'-]){0,40}", 0..8)) {
        let side = as_stored(Side::of_texts(&Tokens::new(), &texts, None));
        assert_eq!(back(&side), side);
    }
}
