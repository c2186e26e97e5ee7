//! Regular expressions with the syntax and the meaning of CPython 3.11's `re`.
//!
//! The `regex` crate can't stand in: to it combining marks are word characters, its Unicode is another version, and its
//! `\b` can't be told otherwise. What needs more than a walk over the text with a set of states (look-around,
//! back-references, conditionals, atomic groups, possessive repetition) is refused, so time is linear in the text.

mod branches;
mod machine;
mod parse;
mod program;
mod syntax;

use crate::message;
use crate::pipeline::error::{Code, Error};
use branches::Branches;
use machine::{Found, Machine};
use parse::Flags;
use program::{MAX_INSTRUCTIONS, Program, TooLarge};

/// A compiled pattern.
#[derive(Debug, Clone)]
pub struct PythonRegex {
    pattern: String,
    flags: Flags,
    /// The byte of the pattern at which the flags of the whole end.
    body: usize,
    groups: usize,
    program: Program,
    /// The pattern once more, where it is of the kind that has a quick way.
    branches: Option<Branches>,
}

impl PythonRegex {
    /// Compiles a pattern in Python's syntax. `setting` is the name of the setting that holds it (`tfidf.token_pattern`).
    ///
    /// # Errors
    ///
    /// [`Code::InvalidConfig`] with the setting as its place, the position in the pattern and the remedy, where Python
    /// would refuse the pattern and where it needs what is not supported: look-around, back-references, conditionals,
    /// atomic groups, possessive repetition, loops over what can be empty, more than 1,000 repetitions, characters by
    /// name (`\N{…}`). A pattern that is taken matches exactly what it matches in Python.
    pub fn compile(pattern: &str, setting: &str) -> Result<PythonRegex, Error> {
        let parsed = parse::parse(pattern).map_err(|fault| {
            let message = message!(
                "error-pattern",
                fault = fault.message,
                at = fault.position.to_string(),
                pattern = shown(pattern)
            );
            Error::new(Code::InvalidConfig, message, fault.remedy).in_file(setting)
        })?;
        let program = Program::new(&parsed.node).map_err(|TooLarge| {
            Error::new(
                Code::InvalidConfig,
                message!(
                    "error-pattern-large",
                    pattern = shown(pattern),
                    steps = MAX_INSTRUCTIONS
                ),
                message!("error-shorter-pattern"),
            )
            .in_file(setting)
        })?;
        Ok(PythonRegex {
            pattern: pattern.to_owned(),
            flags: parsed.flags,
            body: parsed.body,
            groups: parsed.groups,
            branches: Branches::new(&parsed.node),
            program,
        })
    }

    /// The pattern as it was given.
    pub fn as_str(&self) -> &str {
        &self.pattern
    }

    /// Whether the pattern opens with flags (`(?i)`), which hold for the whole of it.
    pub fn has_flags(&self) -> bool {
        self.body > 0
    }

    /// The pattern as a group that can be a part of another one: its flags hold within, its branches stay together.
    pub fn scoped(&self) -> String {
        // A comment at the end of a verbose pattern would swallow the parenthesis.
        let end = if self.flags.verbose { "\n)" } else { ")" };
        format!(
            "(?{}:{}{end}",
            self.flags.letters(),
            &self.pattern[self.body..]
        )
    }

    /// How many capturing groups the pattern has.
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// Whether the pattern matches anywhere (`re.search`).
    pub fn is_match(&self, text: &str) -> bool {
        self.finder().find(text, 0, false).is_some()
    }

    /// The matches as byte ranges, in order (`re.finditer`).
    pub fn find_iter(&self, text: &str) -> impl Iterator<Item = (usize, usize)> {
        self.matches(text).map(|found| (found.start, found.end))
    }

    /// What `re.findall` gives for at most one group, as byte ranges: the group's where there is one (an empty range
    /// where it took no part), else the match's.
    pub fn find_all(&self, text: &str) -> Vec<(usize, usize)> {
        let grouped = self.groups > 0;
        self.matches(text)
            .map(|found| match (grouped, found.group) {
                (false, _) => (found.start, found.end),
                (true, Some(group)) => group,
                (true, None) => (found.start, found.start),
            })
            .collect()
    }

    /// `re.sub` with a replacement that is taken literally.
    pub fn replace_all(&self, text: &str, replacement: &str) -> String {
        let mut out = String::new();
        match self.replace_into(text, replacement, &mut out) {
            true => out,
            false => text.to_owned(),
        }
    }

    /// The same, appended to `out`; where nothing matches nothing is written and the answer is false.
    pub(crate) fn replace_into(&self, text: &str, replacement: &str, out: &mut String) -> bool {
        let mut copied = 0;
        let mut any = false;
        for (start, end) in self.find_iter(text) {
            out.push_str(&text[copied..start]);
            out.push_str(replacement);
            copied = end;
            any = true;
        }
        if any {
            out.push_str(&text[copied..]);
        }
        any
    }

    /// A search that can be taken up at any byte of a text.
    pub(crate) fn finder(&self) -> Finder<'_> {
        Finder {
            regex: self,
            machine: None,
        }
    }

    /// An empty match may follow upon a match, but not two empty ones at one place, as in Python since 3.7.
    fn matches(&self, text: &str) -> impl Iterator<Item = Found> {
        let mut finder = self.finder();
        let (mut from, mut advance) = (0, false);
        std::iter::from_fn(move || {
            let found = finder.find_with_group(text, from, advance)?;
            from = found.end;
            advance = found.start == found.end;
            Some(found)
        })
    }
}

/// The state of searches with one pattern.
pub(crate) struct Finder<'r> {
    regex: &'r PythonRegex,
    /// Set up when it is first needed: many texts hold nothing that a match could start with.
    machine: Option<Machine<'r>>,
}

impl Finder<'_> {
    /// The first match that starts at byte `from` or later. With `advance` an empty match at `from` does not count: that
    /// is how `re` goes on behind an empty match.
    pub(crate) fn find(
        &mut self,
        text: &str,
        from: usize,
        advance: bool,
    ) -> Option<(usize, usize)> {
        let found = self.find_with_group(text, from, advance)?;
        Some((found.start, found.end))
    }

    fn find_with_group(&mut self, text: &str, from: usize, advance: bool) -> Option<Found> {
        if let Some(branches) = &self.regex.branches {
            return branches.find(text, from);
        }
        let program = &self.regex.program;
        let from = program.next_start(text, from)?;
        self.machine
            .get_or_insert_with(|| Machine::new(program))
            .find(text, from, advance)
    }
}

/// `re.escape`: a pattern that matches the text and nothing else.
pub fn escape(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in text.chars() {
        if "()[]{}?*+-|^$\\.&~# \t\n\r\x0b\x0c".contains(c) {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

/// A pattern in an error: cut where it is long.
fn shown(pattern: &str) -> String {
    match pattern.char_indices().nth(80) {
        Some((cut, _)) => format!("`{}…`", &pattern[..cut]),
        None => format!("`{pattern}`"),
    }
}
