//! Rust source as far as a walk over files needs it: what is code and what is comment or literal, and which modules of
//! ours a file names.

use std::collections::BTreeSet;

use regex::Regex;

/// The source with comments and the contents of literals blanked out, byte for byte as long and with the same lines, so
/// that a word in a message or in a doc is no use of it.
pub fn code_only(source: &str) -> String {
    // In this order, since each may hold the beginning of another: comments, raw strings, strings, characters (not
    // lifetimes, which have no closing quote).
    let literal = Regex::new(
        r##"(?sx)
        //[^\n]*
        | /\*.*?\*/
        | \bb?r\#\#".*?"\#\# | \bb?r\#".*?"\# | \bb?r"[^"]*"
        | b?"(?:\\.|[^"\\])*"
        | b?'(?:\\(?:x..|u\{[^}]*\}|.)|[^'\\\n])'
        "##,
    )
    .expect("the pattern is sound");
    let mut code = String::with_capacity(source.len());
    let mut end = 0;
    for found in literal.find_iter(source) {
        code.push_str(&source[end..found.start()]);
        code.extend(
            found
                .as_str()
                .bytes()
                .map(|byte| if byte == b'\n' { '\n' } else { ' ' }),
        );
        end = found.end();
    }
    code.push_str(&source[end..]);
    code
}

/// The top-level modules among `modules` that the code names: by `crate::` or `dryf::`, grouped or not, or by as many
/// `super::` as lead out of the file's own module. `depth` is the number of modules that the file lies in, itself
/// included.
pub fn modules_named(code: &str, depth: usize, modules: &[String]) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    let mut add = |name: &str| {
        if modules.iter().any(|module| module == name) {
            named.insert(name.to_string());
        }
    };
    let plain = Regex::new(r"\b(?:crate|dryf)\s*::\s*(\w+)").expect("the pattern is sound");
    for found in plain.captures_iter(code) {
        add(&found[1]);
    }
    let grouped = Regex::new(r"\b(?:crate|dryf)\s*::\s*\{").expect("the pattern is sound");
    for found in grouped.find_iter(code) {
        let mut level = 1;
        let mut word = String::new();
        let mut first_of_item = true;
        for character in code[found.end()..].chars() {
            if level == 1 && first_of_item && (character.is_alphanumeric() || character == '_') {
                word.push(character);
                continue;
            }
            if !word.is_empty() {
                add(&word);
                word.clear();
                first_of_item = false;
            }
            match character {
                '{' => level += 1,
                '}' => level -= 1,
                ',' if level == 1 => first_of_item = true,
                _ => {}
            }
            if level == 0 {
                break;
            }
        }
    }
    let upwards = Regex::new(r"\b((?:super\s*::\s*)+)(\w+)").expect("the pattern is sound");
    for found in upwards.captures_iter(code) {
        // A module inside of the file, such as its tests, is one deeper.
        if found[1].matches("super").count() >= depth {
            add(&found[2]);
        }
    }
    named
}

/// The line of the byte, counted from 1.
pub fn line_of(text: &str, at: usize) -> usize {
    1 + text[..at].matches('\n').count()
}

#[test]
fn literals_and_comments_are_blanked_and_nothing_else_is() {
    let cases = [
        ("a // std::fs\nb", "a           \nb"),
        ("a /* x\n y */ b", "a     \n      b"),
        ("f(\"println!\\\"\", 1)", "f(            , 1)"),
        ("let x: &'a str = 'b';", "let x: &'a str =    ;"),
        ("r#\"a \" b\"# c", "           c"),
        ("'\\u{1F}' '\\'' '\"' x", "                  x"),
        ("\"// no comment\" y", "                y"),
    ];
    for (source, code) in cases {
        assert_eq!(code_only(source), code, "{source}");
    }
}

#[test]
fn a_module_is_found_however_it_is_named() {
    let modules: Vec<String> = ["pipeline", "jobs", "app"].map(String::from).into();
    let cases = [
        ("use crate::jobs::Engine;", 2, "jobs"),
        (
            "use crate::{app::{view, jobs}, pipeline};",
            2,
            "app pipeline",
        ),
        ("fn f() -> crate :: app::X", 2, "app"),
        ("use super::super::jobs;", 2, "jobs"),
        ("use super::jobs;", 2, ""),
        ("dryf::app::mount()", 0, "app"),
        ("my_crate::app::x", 1, ""),
    ];
    for (code, depth, expected) in cases {
        let named: Vec<String> = modules_named(code, depth, &modules).into_iter().collect();
        assert_eq!(named.join(" "), expected, "{code}");
    }
}
