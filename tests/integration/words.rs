//! The words of both languages: every sentence is there in both with the same gaps and the same choices, is said somewhere,
//! and is said with the arguments that it has gaps for. No sentence stands in an error of the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use dryf::message;
use dryf::message::{Argument, Language, Message};
use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use fluent_syntax::parser;
use serde_json::json;

use dryf::pipeline::clean::StepName;
use dryf::pipeline::params::{CONFIG, GATE, MONITORING, STUDY};

/// Names of gaps by the id of the sentence.
type Gaps = BTreeMap<String, BTreeSet<String>>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn locale(tag: &str) -> Gaps {
    let mut gaps = Gaps::new();
    for path in files(&root().join("www/locales").join(tag), ".ftl") {
        let text = fs::read_to_string(&path).unwrap();
        let resource = parser::parse(text.as_str())
            .unwrap_or_else(|(_, faults)| panic!("{path:?}: {faults:?}"));
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let mut names = BTreeSet::new();
                    pattern(&message.value.expect("a message has a text"), &mut names);
                    let id = message.id.name.to_string();
                    assert!(
                        gaps.insert(id.clone(), names).is_none(),
                        "{tag}: {id} twice"
                    );
                }
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
                other => panic!("{path:?}: {other:?}"),
            }
        }
    }
    gaps
}

fn pattern(pattern: &Pattern<&str>, names: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            match expression {
                Expression::Inline(one) => inline(one, names),
                Expression::Select { selector, variants } => {
                    inline(selector, names);
                    for variant in variants {
                        self::pattern(&variant.value, names);
                    }
                }
            }
        }
    }
}

fn inline(expression: &InlineExpression<&str>, names: &mut BTreeSet<String>) {
    match expression {
        InlineExpression::VariableReference { id } => {
            names.insert(id.name.to_string());
        }
        InlineExpression::Placeable { expression } => match expression.as_ref() {
            Expression::Inline(one) => inline(one, names),
            Expression::Select { .. } => panic!("a choice inside of braces of its own"),
        },
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        other => panic!("the locales have gaps alone: {other:?}"),
    }
}

/// Each `message!(…)` of a source, and each `text!(…)` of the page: its id, the names of its arguments, and where it
/// stands.
fn said() -> Vec<(String, BTreeSet<String>, String)> {
    let mut found = Vec::new();
    for path in files(&root().join("src"), ".rs") {
        let text = fs::read_to_string(&path).unwrap();
        let calls = ["message!(", "text!("];
        for (at, start) in calls.iter().flat_map(|call| text.match_indices(*call)) {
            let inside = arguments(&text[at + start.len()..]);
            let mut parts = inside.iter().map(|part| part.trim());
            let Some(id) = parts
                .next()
                .and_then(|id| id.strip_prefix('"')?.strip_suffix('"'))
            else {
                continue; // the macro's own definition
            };
            let names = parts.filter(|part| !part.is_empty()).map(|part| {
                let (name, _) = part
                    .split_once('=')
                    .unwrap_or_else(|| panic!("{path:?}: {id}: {part}"));
                name.trim().to_string()
            });
            let line = text[..at].matches('\n').count() + 1;
            let place = format!("{}:{line}", path.display());
            found.push((id.to_string(), names.collect(), place));
        }
    }
    found
}

/// The arguments of a call, from behind its opening parenthesis, split at the commas of its own depth.
fn arguments(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut in_string) = (0, 0, false);
    let mut parts = Vec::new();
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        match character {
            '"' if before != '\\' => in_string = !in_string,
            _ if in_string => {}
            '(' | '[' | '{' => depth += 1,
            ')' if depth == 0 => {
                parts.push(&text[start..at]);
                return parts;
            }
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
        before = character;
    }
    panic!("a call without an end: {}", &text[..text.len().min(200)]);
}

/// What settings and cleaning steps are called and do: their ids follow from their names.
fn of_settings() -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for schema in [&CONFIG, &GATE, &MONITORING, &STUDY] {
        for param in schema.params {
            ids.extend([schema.label(param).id, schema.about(param).id]);
        }
    }
    for step in StepName::ALL {
        ids.extend([step.label().id, step.about().id]);
    }
    ids.into_iter().map(String::from).collect()
}

/// The keys that a sentence chooses by, beside those of plurals: `id: $name [key]`.
fn choices(tag: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in files(&root().join("www/locales").join(tag), ".ftl") {
        let text = fs::read_to_string(&path).unwrap();
        let resource = parser::parse(text.as_str()).expect("it was read before");
        for entry in resource.body {
            if let Entry::Message(message) = entry {
                let pattern = message.value.expect("a message has a text");
                chosen(&pattern, message.id.name, &mut found);
            }
        }
    }
    found
}

fn chosen(pattern: &Pattern<&str>, id: &str, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable {
            expression: Expression::Select { selector, variants },
        } = element
        else {
            continue;
        };
        let mut names = BTreeSet::new();
        inline(selector, &mut names);
        for variant in variants {
            if let VariantKey::Identifier { name } = &variant.key
                && !["zero", "one", "two", "few", "many", "other"].contains(name)
            {
                found.insert(format!("{id}: {names:?} [{name}]"));
            }
            chosen(&variant.value, id, found);
        }
    }
}

#[test]
fn every_choice_is_there_in_both_languages() {
    let (english, polish) = (choices("en"), choices("pl"));
    let differ: Vec<_> = english.symmetric_difference(&polish).collect();
    assert!(differ.is_empty(), "in one language alone: {differ:#?}");
    assert!(english.len() > 100);
}

/// With numbers of each plural and with a text in every gap.
#[test]
fn every_sentence_is_shown_without_a_gap() {
    for (id, names) in locale("en") {
        for value in [
            json!({ "count": 1 }),
            json!({ "count": 2 }),
            json!({ "count": 5 }),
            json!({ "text": "x" }),
        ] {
            let arguments: Vec<_> = names.iter().map(|name| json!([name, value])).collect();
            let message: Message =
                serde_json::from_value(json!({ "id": id, "arguments": arguments })).unwrap();
            for language in Language::ALL {
                let text = message.shown(language);
                assert!(
                    !text.is_empty() && !text.contains("{ $") && !text.contains("{$"),
                    "{text}"
                );
                assert_ne!(text, id);
            }
        }
    }
}

#[test]
fn the_page_counts_and_measures_in_its_language() {
    let done = message!(
        "page-done-test",
        seconds = Argument::Seconds(1.2),
        score = Argument::Score(0.8771)
    );
    for (message, english, polish) in [
        (
            message!("page-train-and-test", train = 1_200_u64, test = 300_u64),
            "1,200 + 300 tweets",
            "1\u{a0}200 + 300 tweetów",
        ),
        (
            message!("page-removed-files", files = 2_u64),
            "2 files removed.",
            "Usunięto 2 pliki.",
        ),
        (
            message!("page-clean-report-emptied", tweets = 0_u64),
            "No tweet is empty afterwards.",
            "Żaden tweet nie jest po czyszczeniu pusty.",
        ),
        (
            done,
            "Done in 1.20 s. Test F1 0.877.",
            "Gotowe po 1,20 s. F1 na teście 0,877.",
        ),
    ] {
        assert_eq!(message.shown(Language::English), english);
        assert_eq!(message.shown(Language::Polish), polish);
    }
}

/// What stands in quotation marks in a piece of source.
fn literals(text: &str) -> Vec<String> {
    let (mut found, mut at_work) = (Vec::new(), None::<String>);
    let mut before = ' ';
    for character in text.chars() {
        match (&mut at_work, character) {
            (Some(literal), '"') if before != '\\' => {
                found.push(std::mem::take(literal));
                at_work = None;
            }
            (Some(literal), other) => literal.push(other),
            (None, '"') => at_work = Some(String::new()),
            (None, _) => {}
        }
        before = character;
    }
    found
}

/// A piece of source without the messages in it.
fn without_messages(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some(at) = rest.find("message!(") {
        kept.push_str(&rest[..at]);
        let inside = &rest[at + "message!(".len()..];
        let parts = arguments(inside);
        let length: usize = parts.iter().map(|part| part.len() + 1).sum();
        rest = &inside[length..];
    }
    kept + rest
}

#[test]
fn no_sentence_stands_in_an_error() {
    let mut n_errors = 0;
    for path in files(&root().join("src"), ".rs") {
        let name = path.strip_prefix(root().join("src")).unwrap();
        let name = name.to_string_lossy().replace('\\', "/");
        if name.contains("tests") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap();
        for call in ["Error::new(", "Error::bug(", "Message::text("] {
            for (at, _) in text.match_indices(call) {
                n_errors += 1;
                for part in arguments(&text[at + call.len()..]) {
                    let said = literals(&without_messages(part));
                    let sentence = said.iter().find(|literal| literal.trim().contains(' '));
                    let line = text[..at].matches('\n').count() + 1;
                    assert!(sentence.is_none(), "{name}:{line}: {sentence:?}");
                }
            }
        }
    }
    assert!(n_errors > 150, "{n_errors}");
}

#[test]
fn every_sentence_is_there_in_both_languages_with_the_same_gaps() {
    let (english, polish) = (locale("en"), locale("pl"));
    let ids = |gaps: &Gaps| gaps.keys().cloned().collect::<BTreeSet<String>>();
    let differ: Vec<_> = ids(&english)
        .symmetric_difference(&ids(&polish))
        .cloned()
        .collect();
    assert!(differ.is_empty(), "in one language alone: {differ:?}");
    for (id, names) in &english {
        assert_eq!(names, &polish[id], "{id} has other gaps in Polish");
    }
    assert!(english.len() > 50);
}

#[test]
fn every_sentence_is_said_with_what_it_has_gaps_for() {
    let english = locale("en");
    let said = said();
    for (id, names, place) in &said {
        let gaps = english
            .get(id)
            .unwrap_or_else(|| panic!("{place} says {id}, which no locale has"));
        assert_eq!(names, gaps, "{place} says {id}");
    }
    // Those that the code chooses by a name of its own stand there as text.
    let sources: String = files(&root().join("src"), ".rs")
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let of_settings = of_settings();
    for id in &of_settings {
        assert!(english.contains_key(id), "no locale has {id}");
    }
    let unused: Vec<&String> = english
        .keys()
        .filter(|id| !of_settings.contains(*id) && !sources.contains(&format!("\"{id}\"")))
        .collect();
    assert!(unused.is_empty(), "nothing says {unused:?}");
    assert!(said.len() > 50);
}
