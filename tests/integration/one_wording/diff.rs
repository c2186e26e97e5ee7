//! Two versions of data, and two runs, beside each other.

use std::collections::BTreeMap;

use dryf::document::{
    DataDiffParts, DiffParts, DiffedData, DiffedRun, DiffedVersion, EvaluatedSet, State,
    data_diff_document, diff_document,
};
use dryf::pipeline::compare::{Pair, PairedRows, Resampling};
use dryf::pipeline::corpus::{Corpus, DataDiff, DataSet, KeptSet, LabelNaming, SetName};
use dryf::pipeline::run::RunConfig;

use super::says_the_same_everywhere;

fn diffed(diff: &DataDiff) -> DiffedData<'_> {
    DiffedData {
        diff,
        has_texts: [diff.rows.is_some(); 2],
        relabelled_texts: match diff.rows.as_ref().map(|rows| rows.relabelled.len()) {
            Some(1) => vec!["<script>a</script>"],
            _ => Vec::new(),
        },
    }
}

#[test]
fn a_diff() {
    let data = |rows: &[(&str, &str)], test: &[(&str, &str)]| {
        let labels = rows.iter().chain(test).map(|row| row.1.to_string());
        let mut classes: Vec<String> = labels.collect();
        classes.sort();
        classes.dedup();
        let place = |label: &str| classes.iter().position(|class| class == label).unwrap() as u32;
        let corpus = |rows: &[(&str, &str)]| Corpus {
            texts: rows.iter().map(|row| row.0.to_string()).collect(),
            labels: rows.iter().map(|row| place(row.1)).collect(),
            sources: Vec::new(),
        };
        DataSet {
            train: corpus(rows),
            test: Some(corpus(test)),
            naming: LabelNaming::default(),
            classes,
        }
    };
    let one = data(
        &[("a", "<b>ja</b>"), ("b", "ty"), ("c", "on")],
        &[("t", "ty")],
    );
    let other = data(
        &[
            ("a", "ty"),
            ("b", "ty"),
            ("d", "ty"),
            ("e", "oni"),
            ("t", "ty"),
        ],
        &[("u", "<b>ja</b>")],
    );
    let (same, changed) = (DataDiff::new(&one, &one), DataDiff::new(&one, &other));
    let kept = |digest: &str| {
        let kept = KeptSet {
            digest: digest.into(),
            n_rows: 7,
            class_counts: [("ty".to_string(), 5)].into(),
        };
        BTreeMap::from([(SetName::Train, kept)])
    };
    let untold = DataDiff::of_digests(&kept("x"), &kept("y"));
    // 40 rows that only the run now has right, 60 that both have.
    let truth = vec![0; 100];
    let answers: Vec<u32> = (0..100).map(|row| u32::from(row < 40)).collect();
    let classes = ["<b>ja</b>", "ty"].map(String::from).to_vec();
    let rows = PairedRows::new(classes, truth.clone(), truth, answers).unwrap();
    let mut work = Resampling::new(&rows, 20, 1);
    while work.step(20).is_running() {}
    let pair = Pair::new(&rows, work.finish().unwrap());
    let before = RunConfig::default();
    let mut now = before.clone();
    now.svc.c = 10.0;
    let metrics = |f1: f64| BTreeMap::from([("f1_micro_test_set".to_string(), Some(f1))]);
    let (worse, better) = (metrics(0.6), metrics(1.0));
    let run = |model_sha256, config, metrics| DiffedRun {
        name: "<a>.zip",
        run_id: "1111",
        model_sha256,
        config,
        metrics,
    };
    let version = |name| DiffedVersion {
        name,
        digest: "1111-2222",
    };
    for (data, state, english, polish) in [
        (
            &same,
            State::Good,
            "No difference. The same data.",
            "Bez różnic. Te same dane.",
        ),
        (
            &changed,
            State::Note,
            "Changed. 3 rows added, 1 row gone, 1 row relabelled and 1 row moved between the sets.",
            "Zmienione. Dodano 3 wiersze, usunięto 1 wiersz, zmieniono etykietę 1 wiersza i przeniesiono między zbiorami 1 \
             wiersz.",
        ),
        (
            &untold,
            State::Unknown,
            "Changed. Other data.",
            "Zmienione. Inne dane.",
        ),
    ] {
        let document = data_diff_document(DataDiffParts {
            before: version("<a>.txt"),
            now: version("b.txt"),
            data: diffed(data),
        });
        assert_eq!(document.verdict().unwrap().state, state);
        let lines = says_the_same_everywhere(&document);
        assert_eq!((&*lines[0][0], &*lines[1][0]), (english, polish));
    }
    for (data, model, config, paired, state, english, polish) in [
        (
            &same,
            "one",
            &before,
            None,
            State::Good,
            "No difference. The same data, the same settings and the same model.",
            "Bez różnic. Te same dane, te same ustawienia i ten sam model.",
        ),
        (
            &changed,
            "two",
            &now,
            Some((EvaluatedSet::Test, &pair)),
            State::Good,
            "Better. F1 micro on the same 100 rows of the test set is 0.400 higher (95 % interval +0.309 to +0.498); 3 rows \
             added, 1 row gone, 1 row relabelled, 1 row moved between the sets and 1 setting changed.",
            "Lepiej. F1 micro na tych samych 100 wierszach (zbiór testowy): o 0,400 więcej (przedział 95 % od +0,309 do \
             +0,498); dodano 3 wiersze, usunięto 1 wiersz, zmieniono etykietę 1 wiersza, przeniesiono między zbiorami 1 \
             wiersz i zmieniono 1 ustawienie.",
        ),
        (
            &untold,
            "two",
            &before,
            None,
            State::Unknown,
            "Not comparable. The scores are of different rows; other data and the same settings.",
            "Nieporównywalne. Wyniki dotyczą różnych wierszy; inne dane i te same ustawienia.",
        ),
    ] {
        let document = diff_document(DiffParts {
            before: run("one", &before, &worse),
            now: run(model, config, &better),
            data: diffed(data),
            paired,
            unpaired: match paired {
                Some(_) => Vec::new(),
                None => vec![EvaluatedSet::Test],
            },
        });
        assert_eq!(document.verdict().unwrap().state, state);
        let lines = says_the_same_everywhere(&document);
        assert_eq!((&*lines[0][0], &*lines[1][0]), (english, polish));
        let all = lines[0].join("\n");
        assert_eq!(
            all.contains("New class: oni"),
            data.rows == changed.rows,
            "{all}"
        );
        assert_eq!(
            all.contains("Class that is gone: on"),
            data.rows == changed.rows,
            "{all}"
        );
    }
}
