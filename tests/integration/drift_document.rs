//! The drift report as a document: page, HTML and terminal say the same, in both languages; nothing of the data is markup; what
//! is missing is said.

use dryf::document::{
    Block, ComparedSide, Content, Document, DriftParts, State, Tone, drift_document,
};
use dryf::message::{Argument, Language, Message};
use dryf::pipeline::drift::{
    Draws, DriftOptions, DriftReport, DriftWork, Measurement, Side, Tokens, Unavailable,
};
use dryf::render;

use crate::support::demo_data;

const FEW: Draws = Draws {
    labels: 99,
    wording: 19,
    wording_of_classes: 9,
    controls: 3,
    classifier: 0,
    classifier_inside_classes: 0,
    seed: 7,
};

fn side(texts: &[String], labels: Option<(&[String], &[u32])>) -> Side {
    Side::of_texts(&Tokens::new(), texts, labels)
}

fn report(reference: Side, current: Side, draws: &Draws) -> DriftReport {
    let mut work = DriftWork::new(reference, current, &DriftOptions::default(), draws);
    while work.step(8).is_running() {}
    work.finish()
}

/// The shipped corpus, its test set against its training set, with few random splits.
fn demo() -> DriftReport {
    let data = demo_data();
    let test = data.test.as_ref().unwrap();
    report(
        side(&data.train.texts, Some((&data.classes, &data.train.labels))),
        side(&test.texts, Some((&data.classes, &test.labels))),
        &FEW,
    )
}

fn parts<'a>(report: &'a DriftReport, tested: Option<&'a [u64]>) -> DriftParts<'a> {
    let side = |name: &str| ComparedSide {
        name: name.into(),
        sha256: None,
    };
    DriftParts {
        report,
        reference: side("training_set.txt"),
        current: side("<img src=x>"),
        seed: 7,
        is_drawn: true,
        tested,
        new: &[],
    }
}

fn document(report: &DriftReport) -> Document {
    drift_document(parts(report, None))
}

fn page(document: &Document) -> String {
    String::from_utf8(render::page(document, Language::English)).unwrap()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// All sentences of blocks; whether each stands in a part that is folded, or under pictures.
fn sentences(blocks: &[Block], is_folded: bool, all: &mut Vec<(Message, bool)>) {
    for block in blocks {
        match &block.content {
            Content::Verdict(verdict) => {
                all.push((verdict.line(), is_folded));
                all.extend(
                    verdict
                        .advice
                        .iter()
                        .map(|one| (one.sentence.clone(), is_folded)),
                );
            }
            Content::Text { tone, text } => {
                all.push((text.clone(), is_folded || *tone == Tone::Caption));
            }
            Content::Statements(statements) => {
                all.extend(statements.iter().map(|one| (one.text.clone(), is_folded)));
            }
            Content::Evidence { line, blocks } => {
                all.push((line.size.clone(), is_folded));
                all.push((line.word.clone(), is_folded));
                sentences(blocks, is_folded, all);
            }
            Content::Section { heading, blocks } => {
                all.push((heading.clone(), is_folded));
                sentences(blocks, is_folded, all);
            }
            Content::Details {
                summary, blocks, ..
            } => {
                all.push((summary.clone(), is_folded));
                sentences(blocks, true, all);
            }
            Content::Facts(_) | Content::Table(_) | Content::Figure(_) => {}
        }
    }
}

#[test]
fn html_and_terminal_say_the_sentences_of_the_document_in_both_languages() {
    let document = document(&demo());
    let mut all = Vec::new();
    sentences(&document.blocks, false, &mut all);
    assert!(all.len() > 40, "{}", all.len());
    for language in Language::ALL {
        let html = String::from_utf8(render::page(&document, language)).unwrap();
        let terminal = render::lines(&document, language).join("\n");
        for (sentence, is_folded) in &all {
            let said = sentence.shown(language);
            assert!(html.contains(&escaped(&said)), "{said}");
            assert!(*is_folded || terminal.contains(&said), "{said}");
        }
        // A terminal has no pictures whose colours could be named.
        let colours = dryf::message!("drift-spark-key").shown(language);
        assert!(html.contains(&colours) && !terminal.contains(&colours));
        // A message that a locale lacks is shown as its id.
        let ids = html.matches("drift-").count();
        assert_eq!(ids, html.matches("id=\"drift-").count());
    }
}

/// A view has the terms alone that a document lists, with how many were tested.
#[test]
fn the_terms_that_are_listed_give_the_same_document_as_all() {
    let whole = demo();
    let mut card = whole.clone();
    let mut tested = Vec::new();
    for family in &mut card.terms {
        let Measurement::Measured(tests) = &mut family.tests else {
            tested.push(0);
            continue;
        };
        tested.push(tests.terms.len() as u64);
        tests.terms = tests.listed().cloned().collect();
    }
    assert!(tested[0] > 100, "{tested:?}");
    let (of_card, of_all) = (
        drift_document(parts(&card, Some(&tested))),
        document(&whole),
    );
    assert_eq!(of_card.blocks.len(), of_all.blocks.len());
    for (one, other) in of_card.blocks.iter().zip(&of_all.blocks) {
        assert!(one == other, "{}: {one:?}\n{other:?}", one.id);
    }
}

#[test]
fn the_page_has_every_part_needs_nothing_and_is_small() {
    let report = demo();
    let page = page(&document(&report));
    assert!(page.len() < 1_000_000, "{} bytes", page.len());
    assert!(page.contains(&format!(">{}</h1>", escaped(&report.verdict.to_string()))));
    for part in [
        "Classes",
        "What the labels mean",
        "What the model says",
        "What changed",
        "Whole text",
        "How texts are written",
        "How the reference changes along its own order",
        "What other tools would say",
    ] {
        assert!(page.contains(&format!(">{part}</h")), "{part}");
    }
    for loads in ["src=", "href=", "url(", "@import", "fetch(", "<script"] {
        let said = page.matches(&format!("&lt;img {loads}")).count();
        assert_eq!(page.matches(loads).count(), said, "{loads}");
    }
}

#[test]
fn hostile_rows_leave_the_page_whole() {
    let evil = "</script><script>alert(1)</script> <b>#</script> #x\"><img 💀</style>\u{2028}";
    let before: Vec<String> = (0..300)
        .map(|row| format!("spokojny wpis numer {row}"))
        .collect();
    let now: Vec<String> = (0..300).map(|_| evil.to_string()).collect();
    let classes = ["</script><b>".to_string(), "=cmd|calc!A0".to_string()];
    let labels: Vec<u32> = (0..300).map(|row| row % 2).collect();
    let report = report(
        side(&before, Some((&classes, &labels))),
        side(&now, Some((&classes, &labels))),
        &Draws::NONE,
    );
    let document = document(&report);
    let page = page(&document);
    assert!(!page.contains("<script") && !page.contains("</script"));
    assert_eq!(page.matches("</style>").count(), 1);
    assert!(!page.contains("<b>") && !page.contains("<img"));
    // A spreadsheet runs no class.
    let Content::Table(table) = &document.block("class-table").unwrap().content else {
        panic!("no table of the classes")
    };
    let csv = String::from_utf8(table.csv(Language::English)).unwrap();
    assert!(csv.contains("\n'=cmd|calc!A0,"), "{csv}");
}

#[test]
fn what_is_missing_is_said() {
    let texts: Vec<String> = vec!["raz dwa".into(), "trzy".into(), "raz".into()];
    let document = document(&report(side(&texts, None), side(&[], None), &Draws::NONE));
    let verdict = document.verdict().unwrap();
    assert_eq!(
        (verdict.state, verdict.outcome),
        (State::Unknown, "unmeasured")
    );
    let page = page(&document);
    for gap in [Unavailable::UnlabelledReference, Unavailable::EmptyCurrent] {
        let said = Message::new("sentence")
            .with("text", Argument::Sentence(Box::new(gap.message())))
            .to_string();
        assert!(page.contains(&escaped(&said)), "{said}");
    }
    assert!(!page.contains("NaN"));
}

/// The state follows from how the changes stand to those between blocks of the reference, and so does the advice.
#[test]
fn a_drift_as_usual_is_a_warning() {
    use dryf::pipeline::drift::{PartFinding, PartName, Standing, Whole};
    let mut report = demo();
    let parts = vec![PartName::Labels];
    report.verdict.whole = Whole::Drift { parts };
    for (history, state) in [
        (Some(Standing::WithinHistory), State::Warning),
        (Some(Standing::BeyondHistory), State::Bad),
        (None, State::Bad),
    ] {
        for part in &mut report.verdict.parts {
            part.finding = match part.part {
                PartName::Labels => PartFinding::Changed { history },
                _ => PartFinding::NotChanged,
            };
        }
        let document = document(&report);
        let verdict = document.verdict().unwrap();
        assert_eq!((verdict.state, verdict.outcome), (state, "drift"));
        let line = verdict.line().to_string();
        let is_usual =
            line.contains("but some block of the reference differs from the rest of it as much");
        assert_eq!(is_usual, state == State::Warning, "{line}");
    }
}
