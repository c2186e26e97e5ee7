//! Results say the same on every surface, in both languages: what a document says stands in HTML and in the terminal, which the
//! page's own view shows block by block. One row for each document.

mod diff;
mod runs;

use std::borrow::Cow;
use std::collections::BTreeMap;

use dryf::document::{
    Block, ComparedRun, Content, DataFinding, DataPart, DataParts, Document, ExplanationParts,
    InspectionParts, RunsParts, State, SuspectsParts, Table, data_document, explanation_document,
    inspection_document, runs_document, suspects_document,
};
use dryf::message;
use dryf::message::{Argument, Language, Message};
use dryf::mlflow::archive::Entry;
use dryf::mlflow::inspected::Inspected;
use dryf::mlflow::manifest::AnyManifest;
use dryf::pipeline::compare::{Difference, Differences};
use dryf::pipeline::corpus::{DataVerdict, FindingKind, LabelNaming, SetName, Severity};
use dryf::pipeline::drift::{Estimate, ScoreKind};
use dryf::pipeline::error::{Code, Error};
use dryf::pipeline::explain::{ExplainedDecision, ExplainedWord, Explanation, Parts};
use dryf::pipeline::run::{FoundSuspects, RunConfig, SuspectsEffect, Treatment, TreatmentEffect};
use dryf::pipeline::suspects::{RankedBy, SuspectLabels};
use dryf::pipeline::time::UnixMillis;
use dryf::render;

/// The sentences of a document, wherever they stand.
fn sentences(blocks: &[Block], language: Language) -> Vec<String> {
    blocks
        .iter()
        .flat_map(|block| match &block.content {
            Content::Verdict(verdict) => {
                let advice = verdict.advice.iter();
                let advice = advice.map(|advice| format!("{}.", advice.sentence.shown(language)));
                std::iter::once(verdict.line().shown(language))
                    .chain(advice)
                    .collect()
            }
            Content::Facts(facts) => facts
                .iter()
                .flat_map(|fact| [fact.name.shown(language), fact.value.shown(language)])
                .collect(),
            Content::Text { text, .. } => vec![text.shown(language)],
            Content::Statements(statements) => statements
                .iter()
                .map(|statement| statement.text.shown(language))
                .collect(),
            Content::Table(table) => words(table, language),
            Content::Figure(figure) => words(&figure.table(), language),
            Content::Evidence { line, blocks } => {
                let mut all = vec![line.word.shown(language), line.size.shown(language)];
                all.extend(sentences(blocks, language));
                all
            }
            Content::Section {
                heading, blocks, ..
            }
            | Content::Details {
                summary: heading,
                blocks,
                ..
            } => {
                let mut all = vec![heading.shown(language)];
                all.extend(sentences(blocks, language));
                all
            }
        })
        .collect()
}

fn words(table: &Table, language: Language) -> Vec<String> {
    let head = table
        .columns
        .iter()
        .map(|column| column.name.shown(language));
    let cells = table.rows.iter().flat_map(|row| row.cells.iter().flatten());
    head.chain(cells.map(|cell| cell.shown(language))).collect()
}

/// Holds HTML and terminal to the sentences of the document, which the page shows as they are, in both languages; gives the
/// lines of the terminal, English first.
#[track_caller]
fn says_the_same_everywhere(document: &Document) -> [Vec<String>; 2] {
    Language::ALL.map(|language| {
        let lines = render::lines(document, language);
        let page = String::from_utf8(render::page(document, language)).unwrap();
        let text = page
            // An interval breaks before its ends.
            .replace("</span> <span>", " ")
            // Names and values are set as code; a terminal has back-ticks.
            .replace("<code>", "`")
            .replace("</code>", "`")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&");
        for sentence in sentences(&document.blocks, language) {
            assert!(text.contains(&sentence), "no {sentence} in {text}");
            let is_said = lines.iter().any(|line| line.contains(&sentence));
            assert!(is_said, "no {sentence} in {lines:#?}");
        }
        lines
    })
}

fn finding<'a>(message: &'a Message, severity: Severity, rows: &'a [u32]) -> DataFinding<'a> {
    DataFinding {
        kind: FindingKind::Duplicates,
        severity,
        set: SetName::Test,
        message,
        n_rows: rows.len() as u64,
        rows,
        n_counterparts: 0,
        counterparts: &[],
    }
}

#[test]
fn data() {
    let note = message!(
        "finding-duplicates",
        texts = message!("count-texts", texts = 12_u64),
        set = Argument::Key("test".into())
    );
    let warning = message!(
        "finding-empty-texts",
        texts = message!("count-texts", texts = 1_u64)
    );
    let many: Vec<u32> = (0..12).collect();
    let classes = ["<b>ja</b>", "ty"].map(String::from);
    let parts = |verdict| DataParts {
        verdict,
        excluded: [18, 2],
        findings: vec![
            finding(&note, Severity::Note, &many),
            finding(&warning, Severity::Warning, &[4]),
        ],
        remarks: vec![Message::text("svc.gamma has no effect")],
        classes: &classes,
        naming: &LabelNaming::Poleval,
        sets: vec![
            DataPart {
                set: SetName::Train,
                class_counts: Cow::Borrowed(&[1_500, 500]),
                sources: &[],
            },
            DataPart {
                set: SetName::Test,
                class_counts: Cow::Borrowed(&[1, 0]),
                sources: &[],
            },
        ],
    };
    let usable = DataVerdict::Usable { notes: 2 };
    let warnings = DataVerdict::UsableWithWarnings {
        warnings: 1,
        first: warning.clone(),
    };
    let refused = DataVerdict::NotUsable {
        reason: warning.clone(),
    };
    for (verdict, state, english, polish) in [
        (
            &usable,
            State::Good,
            "The data are usable. Nothing was found that could mislead the model or its scores, and there are 2 notes to read.",
            "Dane nadają się do użycia. Nie znaleziono niczego, co mogłoby zafałszować model lub jego wyniki; są 2 uwagi do przeczytania.",
        ),
        (
            &warnings,
            State::Warning,
            "The data are usable, with warnings. 1 finding may mislead the model or its scores: 1 text without a character that can be seen; exclude them.",
            "Dane nadają się do użycia, ale z zastrzeżeniami. 1 spostrzeżenie może zafałszować model lub jego wyniki: 1 tekst bez widocznego znaku; wyklucz te wiersze.",
        ),
        (
            &refused,
            State::Bad,
            "The data are not usable. 1 text without a character that can be seen; exclude them.",
            "Dane nie nadają się do użycia. 1 tekst bez widocznego znaku; wyklucz te wiersze.",
        ),
    ] {
        let document = data_document(parts(verdict));
        let said = document.verdict().unwrap();
        assert_eq!(said.state, state);
        let lines = says_the_same_everywhere(&document);
        assert_eq!((&*lines[0][0], &*lines[1][0]), (english, polish));
        let at = |start: &str| lines[0].iter().position(|line| line.starts_with(start));
        assert!(at("  ! Warning: 1 text").unwrap() < at("  · Note: 12 texts").unwrap());
        assert!(
            lines[0].contains(
                &"  · Note: 12 texts already seen in an earlier row, which count twice in the scores; exclude them unless that \
                  is meant (duplicates; test set, rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more)"
                    .to_string()
            ),
            "{:#?}",
            lines[0]
        );
        assert!(lines[1].iter().any(|line| line.contains("75,0 %")));
    }
}

#[test]
fn suspect_labels() {
    let of = |labels: &[u32]| {
        let first = [0.9, 0.8, 0.9, 0.1, 0.2, 0.1, 0.9, 0.1];
        let probabilities: Vec<Vec<f64>> = first.iter().map(|&p| vec![p, 1.0 - p]).collect();
        FoundSuspects {
            labels: SuspectLabels::new(&probabilities, labels, 2, RankedBy::default()),
            classes: ["<b>ja</b>", "ty"].map(String::from).to_vec(),
            n_folds: 5,
            score_kind: ScoreKind::Decision,
            remarks: Vec::new(),
        }
    };
    let (wrong, right) = (of(&[0, 0, 0, 1, 1, 1, 1, 0]), of(&[0, 0, 0, 1, 1, 1, 0, 1]));
    let change = |value: f64, low: f64, high: f64| Difference {
        estimate: Estimate { value, low, high },
        p: 0.1,
    };
    let treated = |treatment, f1_macro| TreatmentEffect {
        treatment,
        f1_micro: 0.5,
        f1_macro: 0.6,
        differences: Differences {
            draws: 1000,
            seed: 1,
            f1_micro: change(0.0, -0.1, 0.1),
            f1_macro,
            rare_classes: Vec::new(),
        },
    };
    let effect = SuspectsEffect {
        n_suspects: 2,
        n_judged: 6,
        n_folds: 5,
        f1_micro: 0.5,
        f1_macro: 0.5,
        treatments: vec![
            treated(Treatment::LeaveOut, change(0.1, 0.05, 0.15)),
            treated(Treatment::Relabel, change(0.1, -0.05, 0.25)),
        ],
    };
    for (found, rows, state, english, polish) in [
        (
            &wrong,
            vec![(1_006, "=1+1 <i>"), (7, "kot")],
            State::Warning,
            "Suspect labels. Models that did not learn from the row contradict 2 of 8 labels; about 2 of all labels are estimated to be wrong.",
            "Podejrzane etykiety. Modele, które nie uczyły się na danym wierszu, przeczą 2 z 8 etykiet; szacowana liczba błędnych etykiet: 2.",
        ),
        (
            &right,
            Vec::new(),
            State::Good,
            "No suspect labels. None of 8 labels is contradicted by models that did not learn from its row.",
            "Brak podejrzanych etykiet. Modele, które nie uczyły się na danym wierszu, nie przeczą żadnej z etykiet (wszystkich: 8).",
        ),
    ] {
        let n_rows = rows.len();
        let document = suspects_document(SuspectsParts {
            name: "train.csv",
            found,
            rows,
            n_excluded: 3,
            effect: (n_rows > 0).then_some(&effect),
        });
        assert_eq!(document.verdict().unwrap().state, state);
        let lines = says_the_same_everywhere(&document);
        let changes = [
            "Suspect rows left out: F1 macro +0.100 [+0.050 – +0.150] — better",
            "Suggested labels: F1 macro +0.100 [−0.050 – +0.250] — could be chance",
        ];
        for said in changes {
            let is_said = lines[0].iter().any(|line| line.contains(said));
            assert_eq!(is_said, n_rows > 0, "{said} in {:?}", lines[0]);
        }
        assert_eq!((&*lines[0][0], &*lines[1][0]), (english, polish));
        assert_eq!(document.block("suspects-rows").is_some(), n_rows > 0);
    }
}

#[test]
fn an_explanation() {
    let word = |text: &str, is_known| ExplainedWord {
        text: text.into(),
        is_known,
        spans: vec![(0, 3)],
    };
    let of = |parts, against| Explanation {
        cleaned: "kot i <b>".into(),
        label: 1,
        class: 1,
        rival: 0,
        terms: Vec::new(),
        words: vec![word("kot", true), word("i", false), word("<b>", true)],
        n_words_explained: 2,
        decisions: vec![ExplainedDecision {
            class: 1,
            against,
            value: 0.75,
            parts,
        }],
    };
    let exact = Parts::Exact {
        intercept: -0.25,
        terms: Vec::new(),
        words: vec![0.5, 0.0, -1.0],
        elsewhere: 1.5,
    };
    let left_out = Parts::LeftOut {
        is_renormalised: true,
        words: vec![0.5, 0.0],
    };
    let classes = ["psy", "koty"].map(String::from);
    for (explanation, english, polish) in [
        (
            of(exact, Some(0)),
            "koty against psy: +0.750 = intercept −0.250, <b> −1.000, kot +0.500 and the rest +1.500",
            "koty przeciw psy: +0,750 = wyraz wolny −0,250, <b> −1,000, kot +0,500 i reszta +1,500",
        ),
        (
            of(left_out, None),
            "koty against all others: +0.750, less without kot +0.500",
            "koty przeciw wszystkim innym: +0,750, mniej bez kot +0,500",
        ),
    ] {
        let [in_english, in_polish] =
            says_the_same_everywhere(&explanation_document(ExplanationParts {
                explanation: &explanation,
                classes: &classes,
                decision: 0,
                most: 5,
            }));
        assert!(in_english.contains(&english.to_string()), "{in_english:#?}");
        assert!(in_polish.contains(&polish.to_string()), "{in_polish:#?}");
    }
}

#[test]
fn two_runs() {
    let before = RunConfig::default();
    let mut now = before.clone();
    now.svc.c = 10.0;
    let metrics = |f1: f64| {
        BTreeMap::from([
            ("f1_micro_test_set".to_string(), Some(f1)),
            ("f1_macro_test_set".to_string(), None),
            ("poleval_micro_f".to_string(), Some(100.0 * f1)),
        ])
    };
    let seconds = |fit: f64| BTreeMap::from([("fit".to_string(), fit), ("total".to_string(), fit)]);
    let (worse, better) = (metrics(0.9), metrics(0.912));
    let (quick, slow) = (seconds(0.0), seconds(3.0));
    let run = |run_id, config, metrics, seconds| ComparedRun {
        run_id,
        data_digest: Some("data"),
        config,
        metrics,
        seconds,
    };
    let first = run("1111", &before, &worse, &quick);
    for (other, english, polish) in [
        (
            run("2222", &now, &better, &slow),
            "F1 micro on the test set is 0.012 higher than in the run before, with 1 setting changed.",
            "F1 micro (zbiór testowy): o 0,012 więcej niż w poprzednim przebiegu; zmieniono 1 ustawienie.",
        ),
        (
            run("3333", &before, &worse, &quick),
            "F1 micro on the test set is as in the run before, with no setting changed.",
            "F1 micro (zbiór testowy): tyle samo co w poprzednim przebiegu; bez zmian w ustawieniach.",
        ),
    ] {
        let document = runs_document(RunsParts::LastTwo([first, other]));
        assert!(document.verdict().is_none(), "two values are no test");
        let lines = says_the_same_everywhere(&document);
        assert_eq!((&*lines[0][0], &*lines[1][0]), (english, polish));
        let all = lines[0].join("\n");
        assert_eq!(all.contains("svc.C"), other.config != first.config, "{all}");
        // A clock that stands still has no ratio.
        assert!(!all.contains("NaN") && !all.contains("inf"), "{all}");
    }
}

#[test]
fn an_archive() {
    let of = |kind: &str, fault| Inspected {
        manifest: AnyManifest {
            kind: kind.into(),
            dryf_version: "1.0.0".into(),
            run_id: "1111".into(),
            run_name: "<b>run</b>".into(),
            experiment: "Dryf".into(),
            experiment_id: "7".into(),
            start: UnixMillis(0.0),
            end: UnixMillis(1.0),
            files: BTreeMap::new(),
        },
        run: None,
        fault,
        tags: BTreeMap::from([(
            "dryf.drift_verdict".to_string(),
            "drift: labels".to_string(),
        )]),
        metrics: BTreeMap::from([("f1_micro_test_set".to_string(), 0.912)]),
        entries: vec![
            Entry {
                path: "README.md".into(),
                n_bytes: 1_200,
                about: Some(message!("archive-file", file = Argument::key("readme"))),
            },
            Entry {
                path: format!("mlruns/{}", "x".repeat(120)),
                n_bytes: 5,
                about: None,
            },
        ],
    };
    let fault = Error::new(
        Code::DamagedArchive,
        message!("error-file-missing", file = "a"),
        message!("error-export"),
    );
    for (archive, state, english, polish) in [
        (
            of("dryf-drift", None),
            State::Good,
            "As its manifest says. All 2 files (1.2 kB) have the SHA-256 that it states.",
            "Zgodne z manifestem. Wszystkie 2 pliki (1,2 kB) mają podane w nim skróty SHA-256.",
        ),
        (
            of("dryf-run", Some(fault)),
            State::Bad,
            "Not as its manifest says. `a` is missing.",
            "Niezgodne z manifestem. Brakuje `a`.",
        ),
    ] {
        let document = inspection_document(InspectionParts {
            name: "a.zip",
            archive: &archive,
            profile: Some(message!("profile-none")),
        });
        assert_eq!(document.verdict().unwrap().state, state);
        let lines = says_the_same_everywhere(&document);
        assert_eq!((&*lines[0][0], &*lines[1][0]), (english, polish));
    }
}
