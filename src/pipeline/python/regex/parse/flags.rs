//! Inline flags, `(?im)` and `(?i:…)`: what they are, where they may stand, and what they do to sets and classes.

use super::{Fault, Parser, as_python, wrong};
use crate::message;
use crate::pipeline::python::regex::syntax::{Class, Fold, Item, Node, Set};

/// Inline flags that change what a pattern means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in super::super) struct Flags {
    pub ascii: bool,
    pub ignore_case: bool,
    pub multi_line: bool,
    pub dot_all: bool,
    pub verbose: bool,
}

impl Flags {
    /// As in `(?is:…)`.
    pub(in super::super) fn letters(self) -> String {
        let rows = [
            (self.ascii, 'a'),
            (self.ignore_case, 'i'),
            (self.multi_line, 'm'),
            (self.dot_all, 's'),
            (self.verbose, 'x'),
        ];
        rows.iter().filter(|row| row.0).map(|row| row.1).collect()
    }

    fn with(mut self, letter: char, on: bool) -> Flags {
        match letter {
            'a' => self.ascii = on,
            'u' => self.ascii = !on,
            'i' => self.ignore_case = on,
            'm' => self.multi_line = on,
            's' => self.dot_all = on,
            'x' => self.verbose = on,
            _ => {}
        }
        self
    }

    fn fold(self) -> Fold {
        match (self.ignore_case, self.ascii) {
            (false, _) => Fold::None,
            (true, false) => Fold::Unicode,
            (true, true) => Fold::Ascii,
        }
    }

    /// A negated set still sees characters folded.
    pub(super) fn set(self, items: Vec<Item>, negated: bool) -> Node {
        Node::Set(Set::new(items, negated, self.fold()))
    }

    pub(super) fn class(self, letter: char) -> Item {
        let class = match (letter.to_ascii_lowercase(), self.ascii) {
            ('w', false) => Class::Word,
            ('w', true) => Class::AsciiWord,
            ('d', false) => Class::Decimal,
            ('d', true) => Class::AsciiDecimal,
            (_, false) => Class::Space,
            (_, true) => Class::AsciiSpace,
        };
        Item::Class(class, letter.is_ascii_uppercase())
    }
}

impl Parser {
    /// Inline flags, behind `(?`: those within the group, or nothing where they hold for the whole pattern.
    pub(super) fn flags(
        &mut self,
        outer: Flags,
        start: usize,
        at_start: bool,
    ) -> Result<Option<Flags>, Fault> {
        let mut on = String::new();
        let mut off = String::new();
        let mut negative = false;
        let closing = loop {
            match self.next() {
                Some('-') if !negative => negative = true,
                Some(c @ (':' | ')')) => break c,
                Some(c) if !"aimsux".contains(c) => {
                    let message = message!("pattern-flag", flag = c.to_string());
                    return Err(self.fault(message, self.at - 1, as_python()));
                }
                Some(c) if negative => off.push(c),
                Some(c) => on.push(c),
                None => return Err(self.fault(wrong("flags-end"), start, as_python())),
            }
        };
        let types = |letters: &str| letters.contains('a') && letters.contains('u');
        let both = on.chars().any(|c| off.contains(c));
        let useless = negative && (off.is_empty() || closing == ')');
        if types(&on) || off.contains(['a', 'u']) || both || useless {
            return Err(self.fault(wrong("flags"), start, as_python()));
        }
        if closing == ':' {
            let flags = on
                .chars()
                .fold(outer, |flags, letter| flags.with(letter, true));
            return Ok(Some(
                off.chars()
                    .fold(flags, |flags, letter| flags.with(letter, false)),
            ));
        }
        self.types.extend(on.chars().filter(|c| "au".contains(*c)));
        if !at_start {
            let message = wrong("global-flags");
            return Err(self.fault(message, start, message!("error-flags-at-start")));
        }
        if types(&self.types) {
            return Err(self.fault(wrong("flags"), start, as_python()));
        }
        self.whole = on
            .chars()
            .fold(self.whole, |flags, letter| flags.with(letter, true));
        self.body = self
            .chars
            .get(self.at)
            .map_or_else(|| self.length(), |entry| entry.0);
        Ok(None)
    }

    /// The length of the pattern in bytes.
    fn length(&self) -> usize {
        self.chars.last().map_or(0, |&(at, c)| at + c.len_utf8())
    }
}
