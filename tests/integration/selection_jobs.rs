//! Picked rows behind the page: every condition against a plain look at the rows, as a file, and with other labels in a new
//! version of the data, whose texts are those of before whatever is in them.

use std::slice::from_ref;

use dryf::jobs::protocol::{
    Condition, DataRef, DiffRequest, DisagreementsQuery, DotsQuery, DriftRowsQuery, DriftSide,
    ErrorsQuery, NewLabels, PickedAt, PickedRows, RelabelRequest, RowsQuery, Selection, SetName,
    Split,
};
use dryf::jobs::summaries::{DriftRowPage, LoadedSummary};
use dryf::jobs::{Event, JobId, JobSpec, Outcome};
use dryf::pipeline::corpus::{Corpus, LabelNames, NamedBytes, ReadingOptions, Role, assemble};
use dryf::pipeline::drift::Family;
use dryf::pipeline::error::Code;
use dryf::pipeline::svm::Kernel;
use dryf::pipeline::time::UnixMillis;

use crate::compare_jobs::{attachment, compare, train, with_both};
use crate::drift_jobs::{Client, request};
use crate::support::demo_data;

fn numbers(client: &mut Client, set: SetName, conditions: &[Condition]) -> Vec<u32> {
    let conditions = conditions.to_vec();
    match client.ask(JobSpec::RowNumbers(Selection { set, conditions })) {
        Ok(Outcome::RowNumbers(rows)) => rows,
        other => panic!("no rows: {other:?}"),
    }
}

fn looked_for(corpus: &Corpus, holds: impl Fn(usize) -> bool) -> Vec<u32> {
    let rows = 0..corpus.texts.len();
    rows.filter(|row| holds(*row))
        .map(|row| row as u32)
        .collect()
}

#[test]
fn each_condition_picks_its_rows_and_several_those_of_all() {
    let mut client = Client::new();
    train(&mut client, |config| config.svc.kernel = Kernel::Linear);
    let (run, data) = (client.run(), demo_data());
    let train_set = &data.train;
    let class = Condition::Class("hate-speech".into());
    let of_class = |row: usize| data.classes[train_set.labels[row] as usize] == "hate-speech";
    let length = Condition::Length { from: 20, to: 60 };
    let of_length = |row: usize| (20..=60).contains(&train_set.texts[row].chars().count());
    let text = Condition::Text("KrasNAL".into());
    let of_text = |row: usize| train_set.texts[row].to_lowercase().contains("krasnal");
    let picked = PickedRows::new(PickedAt::Map, (100..400).step_by(3));
    let of_rows = |row: usize| (100..400).contains(&row) && row % 3 == 1;
    let rows = Condition::Rows(picked);
    let mut ask = |conditions: &[Condition]| numbers(&mut client, SetName::Train, conditions);
    assert_eq!(ask(&[]), looked_for(train_set, |_| true));
    assert_eq!(ask(from_ref(&class)), looked_for(train_set, of_class));
    assert_eq!(ask(from_ref(&length)), looked_for(train_set, of_length));
    assert_eq!(ask(from_ref(&text)), looked_for(train_set, of_text));
    assert_eq!(ask(from_ref(&rows)), looked_for(train_set, of_rows));
    let of_all = |row| of_class(row) && of_length(row) && of_rows(row);
    assert_eq!(ask(&[class, length, rows]), looked_for(train_set, of_all));
    assert_eq!(ask(&[Condition::Text("#7".into())]), [6]);
    for nobody in ["#0", "#999999"] {
        assert_eq!(ask(&[Condition::Text(nobody.into())]), [0; 0]);
    }
    assert_eq!(ask(&[Condition::Class("no class".into())]), [0; 0]);

    // A word as drift knows it, and a term of the model, which sees cleaned texts.
    let word = Condition::Word {
        family: Family::Words,
        term: "krasnal".into(),
    };
    let with_word = ask(&[word]);
    assert!(!with_word.is_empty());
    assert!(with_word.iter().all(|row| of_text(*row as usize)));
    let term = |term: &str| Condition::Term {
        run: run.clone(),
        term: term.into(),
    };
    let with_term = ask(&[term("krasnal")]);
    assert!(!with_term.is_empty() && with_term.iter().all(|row| of_text(*row as usize)));
    assert_eq!(ask(&[term("no such term")]), [0; 0]);
}

#[test]
fn a_cell_picks_the_rows_that_a_run_answers_so() {
    let mut client = Client::new();
    train(&mut client, |_| {});
    let run = client.run();
    let cell = |part, predicted: Option<&str>| Condition::Cell {
        run: run.clone(),
        part,
        truth: "hate-speech".into(),
        predicted: predicted.map(String::from),
    };
    for part in [Split::Train, Split::Validation, Split::Test] {
        let set = part.set();
        let errors = |condition| {
            JobSpec::Errors(ErrorsQuery {
                run: run.clone(),
                part,
                selection: Some(Selection::of(set, condition)),
                row: None,
                offset: 0,
                limit: 1000,
            })
        };
        let mut of_each = 0;
        for predicted in ["non-harmful", "cyberbullying", "hate-speech"] {
            let rows = numbers(&mut client, set, &[cell(part, Some(predicted))]);
            of_each += rows.len();
            let Ok(Outcome::Errors(page)) = client.ask(errors(cell(part, Some(predicted)))) else {
                panic!("no errors");
            };
            let mut shown: Vec<u32> = page.rows.iter().map(|row| row.row).collect();
            shown.sort();
            assert_eq!(shown, rows, "{part:?} {predicted}");
            // Neither the other set nor other data has rows of it.
            let other = match set {
                SetName::Train => SetName::Test,
                SetName::Test => SetName::Train,
            };
            assert_eq!(
                numbers(&mut client, other, &[cell(part, Some(predicted))]),
                [0; 0]
            );
        }
        let missed = numbers(&mut client, set, &[cell(part, None)]);
        let found = numbers(&mut client, set, &[cell(part, Some("hate-speech"))]);
        assert_eq!(missed.len() + found.len(), of_each);
        // Other conditions leave of the errors those among the rows.
        let Ok(Outcome::Errors(page)) = client.ask(errors(Condition::Class("hate-speech".into())))
        else {
            panic!("no errors");
        };
        assert_eq!(page.total, missed.len() as u64);
        let dots = DotsQuery {
            run: run.clone(),
            part,
            before: None,
            selection: Some(Selection::of(set, cell(part, None))),
        };
        let Ok(Outcome::Dots(dots)) = client.ask(JobSpec::Dots(dots)) else {
            panic!("no dots");
        };
        let picked: Vec<u64> = dots.classes.iter().map(|class| class.picked).collect();
        assert_eq!(picked, [0, missed.len() as u64, 0]);
    }
    let gone = Condition::Term {
        run: "no run".into(),
        term: "a".into(),
    };
    let ask = JobSpec::RowNumbers(Selection::of(SetName::Train, gone));
    assert_eq!(client.ask(ask).unwrap_err().code, Code::MissingFile);
}

#[test]
fn rows_that_are_found_now_and_were_not_before_are_picked_and_the_other_way_round() {
    let mut client = Client::new();
    train(&mut client, |config| config.svc.c = 0.01);
    let before = client.run();
    train(&mut client, |_| {});
    let run = client.run();
    let part = Split::Test;
    let found = |client: &mut Client, run: &str, truth: &str| {
        let cell = Condition::Cell {
            run: run.into(),
            part,
            truth: truth.into(),
            predicted: Some(truth.into()),
        };
        numbers(client, SetName::Test, &[cell])
    };
    let mut of_both = [0, 0];
    for truth in ["non-harmful", "cyberbullying", "hate-speech"] {
        let [now, then] = [&run, &before].map(|run| found(&mut client, run, truth));
        for (is_gained, with, without) in [(true, &now, &then), (false, &then, &now)] {
            let changed = Condition::Changed {
                run: run.clone(),
                before: before.clone(),
                part,
                truth: truth.into(),
                is_gained,
            };
            let expected: Vec<u32> = with
                .iter()
                .copied()
                .filter(|row| !without.contains(row))
                .collect();
            let rows = numbers(&mut client, SetName::Test, std::slice::from_ref(&changed));
            assert_eq!(rows, expected, "{truth} {is_gained}");
            of_both[usize::from(is_gained)] += rows.len();
            assert_eq!(numbers(&mut client, SetName::Train, &[changed]), [0; 0]);
        }
    }
    assert!(of_both.iter().all(|rows| *rows > 0), "{of_both:?}");
}

const HOSTILE: [&str; 14] = [
    "=cmd|' /C calc'!A0",
    "+48 600 700 800",
    "-1",
    "@SUM(A1)",
    "\tz tabulatorem",
    "dwie\nlinie,non-harmful\nalbo trzy,hate-speech",
    "a\r\nb\rc",
    "\u{202e}od prawej\u{202c} \u{2066}x\u{2069}",
    "zero\u{200b}width\u{feff}",
    "\"cudzysłów\", 'apostrof', ; i |",
    "<img src=x onerror=alert(1)>",
    "NaN",
    "{\"text\": 1}",
    "\\ud83d 😀 \u{0}",
];

/// A table of hostile texts, given as JSON lines.
fn hostile() -> (NamedBytes, Vec<String>) {
    let long = "długi \u{202e}tekst ".repeat(8_000);
    let mut texts: Vec<String> = HOSTILE.iter().map(|text| (*text).into()).collect();
    texts.push(long);
    let row = |(at, text): (usize, &String)| {
        let label = ["=a", "b", "c"][at % 3];
        format!("{}\n", serde_json::json!({ "text": text, "label": label }))
    };
    let rows: String = texts.iter().enumerate().map(row).collect();
    let file = NamedBytes {
        name: "train.jsonl".into(),
        bytes: rows.into_bytes(),
    };
    (file, texts)
}

fn put(
    client: &mut Client,
    file: NamedBytes,
    role: Role,
    reading: &ReadingOptions,
) -> LoadedSummary {
    client.known.files.clear();
    client.job += 1;
    let request = client.known.put(JobId(client.job), &file.name);
    let envelope = dryf::jobs::Envelope::pack(&request, file.bytes);
    client.engine.receive(envelope, UnixMillis(0.0));
    let mut id = None;
    while id.is_none() {
        for event in client.heard() {
            if let Event::Stored { added, .. } = event {
                id = added.first().cloned();
            }
        }
        client.engine.work(&mut || UnixMillis(0.0), &mut || false);
    }
    let files = id.map(|id| (id, role)).into_iter().collect();
    let reading = reading.clone();
    match client.ask(JobSpec::Assemble { files, reading }) {
        Ok(Outcome::Data(data)) => data,
        other => panic!("no data: {other:?}"),
    }
}

fn texts_of(client: &mut Client) -> Vec<(String, u32)> {
    let query = RowsQuery {
        selection: Selection::all(SetName::Train),
        offset: 0,
        limit: 1000,
    };
    match client.ask(JobSpec::Rows(query)) {
        Ok(Outcome::Rows(found)) => found
            .page
            .rows
            .into_iter()
            .map(|row| (row.text, row.label))
            .collect(),
        other => panic!("no rows: {other:?}"),
    }
}

#[test]
fn hostile_texts_are_exported_whole_and_no_cell_is_a_formula() {
    let mut client = Client::new();
    let (file, texts) = hostile();
    put(
        &mut client,
        file,
        Role::TrainTable,
        &ReadingOptions::default(),
    );
    let selection = Selection::all(SetName::Train);
    let csv = attachment(&mut client, JobSpec::ExportRows(selection), Vec::new()).unwrap();
    let mut reader = csv::Reader::from_reader(&csv[..]);
    assert_eq!(
        reader.headers().unwrap(),
        vec!["row", "text", "label", "file"]
    );
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), texts.len());
    for (at, (row, text)) in rows.iter().zip(&texts).enumerate() {
        let is_formula = |text: &str| text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
        let expected = match is_formula(text) {
            true => format!("'{text}"),
            false => text.clone(),
        };
        let label = ["'=a", "b", "c"][at % 3];
        let number = (at + 1).to_string();
        assert_eq!(row, &vec![number.as_str(), &expected, label, "train.jsonl"]);
        assert!(row.iter().all(|cell| !is_formula(cell)));
    }
}

#[test]
fn other_labels_make_a_version_whose_texts_are_the_same() {
    for reading in [
        ReadingOptions::default(),
        ReadingOptions {
            label_names: LabelNames::AsTheyStand,
            ..ReadingOptions::default()
        },
    ] {
        let mut client = Client::new();
        let (file, _) = hostile();
        let before = put(&mut client, file, Role::TrainTable, &reading);
        let rows = texts_of(&mut client);
        let request = |labels| {
            JobSpec::Relabel(Box::new(RelabelRequest {
                labels,
                file: "train-v2.jsonl".into(),
                reading: reading.clone(),
                is_named: false,
            }))
        };
        let labels = vec![(1, "c".to_string()), (5, "=a".into()), (2, "c".into())];
        let set = SetName::Train;
        let bytes = attachment(
            &mut client,
            request(NewLabels::Each { set, labels }),
            Vec::new(),
        );
        let file = NamedBytes {
            name: "train-v2.jsonl".into(),
            bytes: bytes.unwrap(),
        };
        // As the command line reads it.
        let read = assemble(vec![(Role::TrainTable, file.clone())], &reading).unwrap();
        let now = put(&mut client, file, Role::TrainTable, &reading);
        let code = |class: &str| now.classes.iter().position(|name| name == class).unwrap() as u32;
        let mut expected = rows.clone();
        (expected[1].1, expected[5].1) = (code("c"), code("=a"));
        assert_eq!(texts_of(&mut client), expected);
        let (texts, labels): (Vec<String>, Vec<u32>) = expected.into_iter().unzip();
        assert_eq!((read.train.texts, read.train.labels), (texts, labels));
        assert_ne!(now.digest, before.digest);
        let diff = DiffRequest::Data {
            before: DataRef::Data(before.id.clone()),
            now: DataRef::Data(now.id.clone()),
        };
        let Ok(Outcome::Diff(diff)) = client.ask(JobSpec::Diff(diff)) else {
            panic!("no diff");
        };
        assert_eq!(diff.relabelled_texts.len(), 2);
    }
}

#[test]
fn what_is_picked_gets_one_label_and_what_is_not_there_is_refused() {
    let mut client = Client::new();
    let class = Condition::Class("hate-speech".into());
    let request = |labels| {
        JobSpec::Relabel(Box::new(RelabelRequest {
            labels,
            file: "test-v2.jsonl".into(),
            reading: ReadingOptions::default(),
            is_named: false,
        }))
    };
    let labels = NewLabels::Picked {
        selection: Selection::of(SetName::Test, class),
        class: "non-harmful".into(),
    };
    match client.ask(request(labels)) {
        Ok(Outcome::Relabelled { name, n_rows }) => {
            assert_eq!((name.as_str(), n_rows), ("test-v2.jsonl", 67));
        }
        other => panic!("no file: {other:?}"),
    }
    for (row, class) in [(0, "no class"), (9_999, "non-harmful")] {
        let (set, labels) = (SetName::Test, vec![(row, class.into())]);
        let error = client
            .ask(request(NewLabels::Each { set, labels }))
            .unwrap_err();
        assert_eq!(error.code, Code::Usage, "{error}");
    }
}

#[test]
fn texts_of_drift_and_of_a_comparison_are_the_picked_ones() {
    let mut client = with_both();
    let data = demo_data();
    let class = Selection::of(SetName::Test, Condition::Class("hate-speech".into()));
    let of_class = |row: u32| {
        let test = data.test.as_ref().unwrap();
        data.classes[test.labels[row as usize] as usize] == "hate-speech"
    };

    let card = compare(&mut client);
    let mut disagreements = |selection: Option<Selection>| {
        let query = DisagreementsQuery {
            compare: card.id,
            right: None,
            selection,
            offset: 0,
            limit: 1000,
        };
        match client.ask(JobSpec::Disagreements(query)) {
            Ok(Outcome::Disagreements(page)) => page,
            other => panic!("no page: {other:?}"),
        }
    };
    let mut all = disagreements(None).page;
    let found = disagreements(Some(class.clone()));
    all.rows.retain(|found| of_class(found.row));
    let picked = found.page;
    assert!(!picked.rows.is_empty());
    assert_eq!(
        (picked.total, &picked.rows),
        (all.rows.len() as u64, &all.rows)
    );
    // Who has them right is counted of the picked rows.
    assert_eq!(found.counts.of(None), picked.total);
    assert!(found.counts.of(None) < card.disagreements.of(None));
    let nobody = Selection::of(SetName::Test, Condition::Class("no class".into()));
    let nothing = disagreements(Some(nobody));
    assert_eq!((nothing.page.total, nothing.counts.of(None)), (0, 0));

    client.drift(request());
    let mut rows = |side, selection: Option<Selection>| {
        let query = DriftRowsQuery {
            side,
            family: Family::Words,
            term: "krasnal".into(),
            selection,
            offset: 0,
            limit: 1000,
        };
        match client.ask(JobSpec::DriftRows(query)) {
            Ok(Outcome::DriftRows(DriftRowPage::Texts(page))) => page,
            other => panic!("no page: {other:?}"),
        }
    };
    let mut all = rows(DriftSide::Current, None);
    let picked = rows(DriftSide::Current, Some(class));
    all.rows.retain(|found| of_class(found.row));
    assert!(!picked.rows.is_empty());
    assert_eq!(
        (picked.total, &picked.rows),
        (all.rows.len() as u64, &all.rows)
    );
}
