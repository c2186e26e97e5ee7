//! Monitoring as a document: the same words as HTML and in a terminal in both languages, no answer for rows that production has
//! learned from, and charts whose tables hold what was watched.

use dryf::document::{
    Block, Content, Document, Figure, MonitorParts, State, Statement, Table, monitor_document,
};
use dryf::message::{Argument, Language};
use dryf::pipeline::monitoring::{Advice, Watch};
use dryf::pipeline::time::UnixMillis;
use dryf::render;

/// Three batches: quiet, without labels, and one with other classes and words.
fn watched() -> Watch {
    let bytes = include_bytes!("cli_monitor_rows/state_v1.json");
    Watch::from_json(bytes, "s.json").unwrap()
}

fn document(watch: &Watch, advice: &Advice) -> Document {
    monitor_document(MonitorParts {
        watch,
        advice,
        n_batches: watch.records().len() as u64,
    })
}

/// All blocks, those inside of others too.
fn all(blocks: &[Block]) -> Vec<&Block> {
    let mut found = Vec::new();
    for block in blocks {
        found.push(block);
        if let Content::Section { blocks, .. } | Content::Details { blocks, .. } = &block.content {
            found.extend(all(blocks));
        }
    }
    found
}

fn statements(document: &Document) -> Vec<&Statement> {
    let blocks = all(&document.blocks).into_iter();
    blocks
        .filter_map(|block| match &block.content {
            Content::Statements(statements) => Some(statements),
            _ => None,
        })
        .flatten()
        .collect()
}

fn tables(document: &Document) -> Vec<&Table> {
    let blocks = all(&document.blocks).into_iter();
    blocks
        .filter_map(|block| match &block.content {
            Content::Table(table) => Some(table),
            _ => None,
        })
        .collect()
}

fn text_of(document: &Document, id: &str, language: Language) -> String {
    match &document
        .block(id)
        .unwrap_or_else(|| panic!("no {id}"))
        .content
    {
        Content::Text { text, .. } => text.shown(language),
        other => panic!("{id} is {other:?}"),
    }
}

#[test]
fn the_page_and_the_terminal_say_the_same_in_both_languages() {
    let watch = watched();
    let advice = watch.advise(UnixMillis(0.0));
    let document = document(&watch, &advice);
    for (language, first, promise) in [
        (
            Language::English,
            "Retrain. Drift since batch 3 (other.csv): ",
            "is at most 5.0 %: 2.5 % for drift over all looks and 2.5 % for quality over all rows.",
        ),
        (
            Language::Polish,
            "Wytrenuj ponownie. Dryf od partii 3 (other.csv): zmieniły się ",
            "wynosi najwyżej 5,0 %: 2,5 % na dryf we wszystkich sprawdzeniach i 2,5 % na jakość we wszystkich wierszach.",
        ),
    ] {
        let html = String::from_utf8(render::page(&document, language)).unwrap();
        let html = html.replace("&#39;", "'").replace("&quot;", "\"");
        let lines = render::lines(&document, language);
        assert!(lines[0].starts_with(first), "{}", lines[0]);
        let alarms = text_of(&document, "monitor-false-alarms", language);
        assert!(alarms.ends_with(promise), "{alarms}");
        let verdict = document.verdict().unwrap();
        let advice = verdict.advice.as_ref().unwrap();
        let mut said = vec![
            verdict.line().shown(language),
            format!("{}.", advice.sentence.shown(language)),
            alarms,
            text_of(&document, "monitor-off", language),
            text_of(&document, "monitor-charts-about", language),
        ];
        said.extend(
            statements(&document)
                .iter()
                .map(|one| one.text.shown(language)),
        );
        assert!(said.len() > 10);
        for sentence in &said {
            assert!(html.contains(sentence.as_str()), "HTML lacks: {sentence}");
            let is_there = lines.iter().any(|line| line.ends_with(sentence.as_str()));
            assert!(is_there, "the terminal lacks: {sentence}");
        }
        if language == Language::Polish {
            let english = [" the ", " batch", " of ", "retrain", "rows"];
            for sentence in &said {
                let found = english.iter().find(|word| sentence.contains(**word));
                assert_eq!(found, None, "{sentence}");
            }
        }
    }
}

/// As long as somebody asks the wrong rows, nothing is red and nothing says retrain.
#[test]
fn rows_that_production_has_learned_from_are_no_reason_to_retrain() {
    let mut learned = serde_json::to_value(watched()).unwrap();
    for record in learned["records"].as_array_mut().unwrap() {
        record["learned"] = record["rows"].clone();
    }
    let learned: Watch = serde_json::from_value(learned).unwrap();
    let document = document(&learned, &learned.advise(UnixMillis(0.0)));
    let verdict = document.verdict().unwrap();
    assert_eq!(
        (verdict.state, verdict.outcome),
        (State::Unknown, "learned")
    );
    let english = verdict.line().shown(Language::English);
    assert!(english.starts_with("Not an answer. "), "{english}");
    assert!(
        statements(&document)
            .iter()
            .all(|one| one.state != State::Bad)
    );
    let mut rows = tables(&document).into_iter().flat_map(|table| &table.rows);
    assert!(rows.all(|row| row.state != Some(State::Bad)));
    // Of new rows the same is one.
    let watch = watched();
    let advice = watch.advise(UnixMillis(0.0));
    let document = self::document(&watch, &advice);
    let bad = statements(&document);
    assert!(bad.iter().any(|one| one.state == State::Bad));
}

#[test]
fn charts_hold_what_was_watched_and_their_tables_the_same() {
    let watch = watched();
    let advice = watch.advise(UnixMillis(0.0));
    let document = document(&watch, &advice);
    let figures: Vec<(&str, &Figure)> = all(&document.blocks)
        .into_iter()
        .filter_map(|block| match &block.content {
            Content::Figure(figure) => Some((block.id.as_ref(), figure)),
            _ => None,
        })
        .collect();
    let ids: Vec<&str> = figures.iter().map(|(id, _)| *id).collect();
    assert_eq!(
        ids,
        [
            "monitor-chart-share-1",
            "monitor-chart-share-2",
            "monitor-chart-share-3",
            "monitor-chart-p-values",
            "monitor-chart-f1-micro",
            "monitor-chart-f1-macro",
            "monitor-chart-errors",
        ],
        "the clock stood, so that no time was measured"
    );
    let (_, errors) = figures[6];
    let table = errors.table();
    let realised = |at: usize| watch.records()[at].realised.measured().unwrap();
    assert_eq!(table.rows.len(), 3);
    assert_eq!(table.rows[1].cells[2], None, "no labels, no errors");
    for at in [0, 2] {
        let value = realised(at).error_rate.value;
        let cell = table.rows[at].cells[2].as_ref();
        assert_eq!(cell.and_then(Argument::number), Some(value));
    }
    // The alarm of the third batch is out, in the table of batches too.
    let Content::Table(batches) = &document.block("monitor-batches").unwrap().content else {
        panic!("no table")
    };
    let states: Vec<Option<State>> = batches.rows.iter().map(|row| row.state).collect();
    assert_eq!(states, [None, None, Some(State::Bad)]);
}
