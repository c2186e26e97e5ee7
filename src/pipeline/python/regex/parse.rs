//! Reads a pattern as CPython 3.11's `re._parser` does, and says where and why it can't be honoured.

use super::syntax::{Class, Fold, Item, Look, Node, Set};
use crate::pipeline::python::chars;

/// A pattern read.
#[derive(Debug)]
pub(super) struct Parsed {
    pub node: Node,
    /// Capturing groups.
    pub groups: usize,
    /// The flags of the whole pattern.
    pub flags: Flags,
    /// The byte at which the pattern starts behind the flags of the whole.
    pub body: usize,
}

/// Why a pattern can't be honoured.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub message: String,
    /// The character of the pattern where it shows, counted from 1.
    pub position: usize,
    pub remedy: &'static str,
}

/// Inline flags that change what a pattern means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Flags {
    pub ascii: bool,
    pub ignore_case: bool,
    pub multi_line: bool,
    pub dot_all: bool,
    pub verbose: bool,
}

impl Flags {
    /// As in `(?is:…)`.
    pub(super) fn letters(self) -> String {
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
    fn set(self, items: Vec<Item>, negated: bool) -> Node {
        Node::Set(Set::new(items, negated, self.fold()))
    }

    fn class(self, letter: char) -> Item {
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

const REWRITE: &str = "write the pattern without it";
const AS_PYTHON: &str = "correct the pattern; Python's re refuses it too";
/// Groups within groups; keeps the reader's recursion within any stack.
const MAX_DEPTH: usize = 100;
/// `re` takes any number here; what is beyond is no pattern for a text of words.
const MAX_REPEAT: u32 = 1000;

pub(super) fn parse(pattern: &str) -> Result<Parsed, Fault> {
    let mut parser = Parser {
        chars: pattern.char_indices().collect(),
        at: 0,
        groups: 0,
        names: Vec::new(),
        whole: Flags::default(),
        types: String::new(),
        body: 0,
    };
    let node = parser.alternatives(None, 0)?;
    if parser.at < parser.chars.len() {
        return Err(parser.fault("unbalanced parenthesis", parser.at, AS_PYTHON));
    }
    Ok(Parsed {
        node,
        groups: parser.groups,
        flags: parser.whole,
        body: parser.body,
    })
}

struct Parser {
    /// Byte offset and character.
    chars: Vec<(usize, char)>,
    at: usize,
    groups: usize,
    names: Vec<String>,
    /// The flags of the whole pattern so far.
    whole: Flags,
    /// Which of `a`, `u` the whole pattern has set.
    types: String,
    body: usize,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).map(|entry| entry.1)
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek();
        self.at += usize::from(c.is_some());
        c
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        self.at += usize::from(found);
        found
    }

    fn fault(&self, message: impl Into<String>, at: usize, remedy: &'static str) -> Fault {
        Fault {
            message: message.into(),
            position: at + 1,
            remedy,
        }
    }

    /// Branches up to a closing parenthesis or the end. `flags` is absent at the top, where flags of the whole apply.
    fn alternatives(&mut self, flags: Option<Flags>, depth: usize) -> Result<Node, Fault> {
        let mut branches = vec![self.sequence(flags, depth, true)?];
        while self.eat('|') {
            branches.push(self.sequence(flags, depth, false)?);
        }
        Ok(match branches.len() {
            1 => branches.remove(0),
            _ => Node::Alternate(branches),
        })
    }

    fn sequence(
        &mut self,
        scoped: Option<Flags>,
        depth: usize,
        first: bool,
    ) -> Result<Node, Fault> {
        let mut nodes: Vec<Node> = Vec::new();
        // What a quantifier would apply to: nothing yet, something, or a repetition.
        let mut before = Before::Nothing;
        while let Some(c) = self.peek() {
            let flags = scoped.unwrap_or(self.whole);
            let start = self.at;
            if matches!(c, '|' | ')') {
                break;
            }
            self.at += 1;
            if flags.verbose && self.skip_verbose(c) {
                continue;
            }
            let node = match c {
                '(' => {
                    let at_start = scoped.is_none() && first && nodes.is_empty();
                    match self.group(flags, depth, start, at_start)? {
                        Some(node) => node,
                        None => continue,
                    }
                }
                '?' | '*' | '+' | '{' => {
                    let Some((min, max)) = self.bounds(c, start)? else {
                        before = Before::Something;
                        nodes.push(flags.set(vec![Item::Range(c, c)], false));
                        continue;
                    };
                    match before {
                        Before::Nothing => {
                            return Err(self.fault("nothing to repeat", start, AS_PYTHON));
                        }
                        Before::Repetition => {
                            return Err(self.fault("multiple repeat", start, AS_PYTHON));
                        }
                        Before::Something => {}
                    }
                    if self.peek() == Some('+') {
                        return Err(self.fault(
                            "possessive repetition is not supported",
                            self.at,
                            REWRITE,
                        ));
                    }
                    let greedy = !self.eat('?');
                    let node = Box::new(nodes.pop().expect("a quantifier follows a node"));
                    // Whether an iteration that takes nothing ends such a loop depends on the path that led to it.
                    if node.can_be_empty() && max != Some(1) && max != Some(min) {
                        let message = "a repetition of what can be empty is not supported";
                        let remedy = "let the repeated part take at least one character";
                        return Err(self.fault(message, start, remedy));
                    }
                    before = Before::Repetition;
                    nodes.push(Node::Repeat {
                        node,
                        min,
                        max,
                        greedy,
                    });
                    continue;
                }
                '[' => self.set(flags, start)?,
                '\\' => self.escape(flags, start)?,
                '.' if flags.dot_all => flags.set(vec![Item::Range('\0', char::MAX)], false),
                '.' => Node::Set(Set::new(vec![Item::Range('\n', '\n')], true, Fold::None)),
                '^' if flags.multi_line => Node::Look(Look::LineStart),
                '^' => Node::Look(Look::TextStart),
                '$' if flags.multi_line => Node::Look(Look::LineEnd),
                '$' => Node::Look(Look::TextEndOrLastLineFeed),
                _ => flags.set(vec![Item::Range(c, c)], false),
            };
            before = match node {
                Node::Look(_) if c != '(' => Before::Nothing,
                _ => Before::Something,
            };
            nodes.push(node);
        }
        Ok(match nodes.len() {
            1 => nodes.remove(0),
            _ => Node::Concat(nodes),
        })
    }

    /// Whether the character, already taken, means nothing in a verbose pattern; takes a comment to its end.
    fn skip_verbose(&mut self, c: char) -> bool {
        if c == '#' {
            while self.next().is_some_and(|c| c != '\n') {}
        }
        matches!(c, '#' | ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c')
    }

    /// The bounds of a quantifier whose first character is taken; none where a brace stands for itself.
    fn bounds(&mut self, c: char, start: usize) -> Result<Option<(u32, Option<u32>)>, Fault> {
        match c {
            '?' => return Ok(Some((0, Some(1)))),
            '*' => return Ok(Some((0, None))),
            '+' => return Ok(Some((1, None))),
            _ => {}
        }
        if self.peek() == Some('}') {
            return Ok(None);
        }
        let after_brace = self.at;
        let low = self.digits();
        let high = if self.eat(',') {
            self.digits()
        } else {
            low.clone()
        };
        if !self.eat('}') {
            self.at = after_brace;
            return Ok(None);
        }
        let number = |digits: &str| match digits.parse::<u32>() {
            Ok(number) if number <= MAX_REPEAT => Ok(number),
            _ => Err(self.fault(
                format!("more than {MAX_REPEAT} repetitions are not supported"),
                start,
                "take a smaller number, or * or +",
            )),
        };
        let min = if low.is_empty() { 0 } else { number(&low)? };
        let max = if high.is_empty() {
            None
        } else {
            Some(number(&high)?)
        };
        if max.is_some_and(|max| max < min) {
            return Err(self.fault("min repeat greater than max repeat", start, AS_PYTHON));
        }
        Ok(Some((min, max)))
    }

    fn digits(&mut self) -> String {
        let mut digits = String::new();
        while let Some(c) = self.peek().filter(char::is_ascii_digit) {
            digits.push(c);
            self.at += 1;
        }
        digits
    }

    /// A group whose parenthesis is taken; nothing where it was a comment or flags of the whole pattern.
    fn group(
        &mut self,
        flags: Flags,
        depth: usize,
        start: usize,
        at_start: bool,
    ) -> Result<Option<Node>, Fault> {
        if depth == MAX_DEPTH {
            return Err(self.fault(
                format!("more than {MAX_DEPTH} groups within groups"),
                start,
                REWRITE,
            ));
        }
        let mut inner = flags;
        let mut number = None;
        if self.eat('?') {
            let refuse =
                |what: &str| Err(self.fault(format!("{what} is not supported"), start, REWRITE));
            match self.peek() {
                Some(':') => self.at += 1,
                Some('P') => {
                    self.at += 1;
                    self.name(start)?;
                    number = Some(self.open_group());
                }
                Some('#') => {
                    while let Some(c) = self.next() {
                        if c == ')' {
                            return Ok(None);
                        }
                    }
                    return Err(self.fault("missing ), unterminated comment", start, AS_PYTHON));
                }
                Some('=' | '!') => return refuse("look-around"),
                Some('<') => match self.chars.get(self.at + 1).map(|entry| entry.1) {
                    Some('=' | '!') => return refuse("look-around"),
                    _ => {
                        return Err(self.fault(
                            "unknown extension behind (?",
                            start,
                            "name a group by (?P<name>...)",
                        ));
                    }
                },
                Some('(') => return refuse("a conditional group"),
                Some('>') => return refuse("an atomic group"),
                Some(c) if c == '-' || c.is_ascii_alphabetic() => {
                    match self.flags(flags, start, at_start)? {
                        Some(scoped) => inner = scoped,
                        None => return Ok(None),
                    }
                }
                Some(_) => return Err(self.fault("unknown extension behind (?", start, AS_PYTHON)),
                None => return Err(self.fault("unexpected end of pattern", start, AS_PYTHON)),
            }
        } else {
            number = Some(self.open_group());
        }
        let node = self.alternatives(Some(inner), depth + 1)?;
        if !self.eat(')') {
            return Err(self.fault("missing ), unterminated group", start, AS_PYTHON));
        }
        Ok(Some(match number {
            Some(number) => Node::Group(number, Box::new(node)),
            // Kept apart from what surrounds it, so that a quantifier applies to the whole.
            None => Node::Concat(vec![node]),
        }))
    }

    fn open_group(&mut self) -> usize {
        self.groups += 1;
        self.groups
    }

    /// The name of a group, behind `(?P`.
    fn name(&mut self, start: usize) -> Result<(), Fault> {
        if self.eat('=') {
            return Err(self.fault("a back-reference is not supported", start, REWRITE));
        }
        if !self.eat('<') {
            return Err(self.fault("unknown extension behind (?P", start, AS_PYTHON));
        }
        let mut name = String::new();
        loop {
            match self.next() {
                Some('>') => break,
                Some(c) => name.push(c),
                None => return Err(self.fault("missing >, unterminated name", start, AS_PYTHON)),
            }
        }
        let valid = name.chars().all(chars::is_word)
            && !name.starts_with(chars::is_numeric)
            && !name.is_empty();
        if !valid {
            return Err(self.fault("bad group name", start, AS_PYTHON));
        }
        if self.names.contains(&name) {
            return Err(self.fault(
                format!("the group name {name} is there twice"),
                start,
                AS_PYTHON,
            ));
        }
        self.names.push(name);
        Ok(())
    }

    /// Inline flags, behind `(?`: those within the group, or nothing where they hold for the whole pattern.
    fn flags(
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
                    let message = format!("the flag {c} is unknown or does not go with text");
                    return Err(self.fault(message, self.at - 1, AS_PYTHON));
                }
                Some(c) if negative => off.push(c),
                Some(c) => on.push(c),
                None => return Err(self.fault("missing -, : or )", start, AS_PYTHON)),
            }
        };
        let types = |letters: &str| letters.contains('a') && letters.contains('u');
        let both = on.chars().any(|c| off.contains(c));
        let useless = negative && (off.is_empty() || closing == ')');
        if types(&on) || off.contains(['a', 'u']) || both || useless {
            return Err(self.fault("bad inline flags", start, AS_PYTHON));
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
            let message = "global flags not at the start of the expression";
            return Err(self.fault(message, start, "write them at the start, or as (?i:...)"));
        }
        if types(&self.types) {
            return Err(self.fault("bad inline flags", start, AS_PYTHON));
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

    /// A set whose bracket is taken.
    fn set(&mut self, flags: Flags, start: usize) -> Result<Node, Fault> {
        let negated = self.eat('^');
        let first = self.at;
        let mut items = Vec::new();
        loop {
            let item_start = self.at;
            let low = match self.next() {
                Some(']') if item_start > first => return Ok(flags.set(items, negated)),
                Some('\\') => self.set_escape(flags, item_start)?,
                Some(c) => Item::Range(c, c),
                None => return Err(self.fault("unterminated character set", start, AS_PYTHON)),
            };
            if !self.eat('-') {
                items.push(low);
                continue;
            }
            let high_start = self.at;
            let high = match self.next() {
                Some(']') => {
                    items.extend([low, Item::Range('-', '-')]);
                    return Ok(flags.set(items, negated));
                }
                Some('\\') => self.set_escape(flags, high_start)?,
                Some(c) => Item::Range(c, c),
                None => return Err(self.fault("unterminated character set", start, AS_PYTHON)),
            };
            match (low, high) {
                (Item::Range(low, _), Item::Range(high, _)) if low <= high => {
                    items.push(Item::Range(low, high))
                }
                _ => return Err(self.fault("bad character range", item_start, AS_PYTHON)),
            }
        }
    }

    /// An escape within a set, its backslash taken.
    fn set_escape(&mut self, flags: Flags, start: usize) -> Result<Item, Fault> {
        let c = match self.next() {
            None => return Err(self.fault("bad escape (end of pattern)", start, AS_PYTHON)),
            Some(c @ ('w' | 'W' | 'd' | 'D' | 's' | 'S')) => return Ok(flags.class(c)),
            Some('b') => '\x08',
            Some(c @ '0'..='7') => self.octal(c, start)?,
            Some(c) => self.character(c, start)?,
        };
        Ok(Item::Range(c, c))
    }

    /// An escape outside of a set, its backslash taken.
    fn escape(&mut self, flags: Flags, start: usize) -> Result<Node, Fault> {
        let ascii = flags.ascii;
        let c = match self.next() {
            None => return Err(self.fault("bad escape (end of pattern)", start, AS_PYTHON)),
            Some(c @ ('w' | 'W' | 'd' | 'D' | 's' | 'S')) => {
                return Ok(flags.set(vec![flags.class(c)], false));
            }
            Some('A') => return Ok(Node::Look(Look::TextStart)),
            Some('Z') => return Ok(Node::Look(Look::TextEnd)),
            Some('b') => return Ok(Node::Look(Look::Boundary { ascii })),
            Some('B') => return Ok(Node::Look(Look::NotBoundary { ascii })),
            Some('0') => self.octal('0', start)?,
            Some(c @ '1'..='9') => {
                // Three octal digits are a character, all else refers back to a group.
                let next = |ahead: usize| self.chars.get(self.at + ahead).map(|entry| entry.1);
                let octal = |c: Option<char>| c.is_some_and(|c| ('0'..='7').contains(&c));
                if !(octal(Some(c)) && octal(next(0)) && octal(next(1))) {
                    return Err(self.fault("a back-reference is not supported", start, REWRITE));
                }
                self.octal(c, start)?
            }
            Some(c) => self.character(c, start)?,
        };
        Ok(flags.set(vec![Item::Range(c, c)], false))
    }

    /// An octal number of at most three digits, the first taken.
    fn octal(&mut self, first: char, start: usize) -> Result<char, Fault> {
        let mut code = first as u32 - '0' as u32;
        for _ in 0..2 {
            let Some(digit) = self.peek().and_then(|c| c.to_digit(8)) else {
                break;
            };
            code = code * 8 + digit;
            self.at += 1;
        }
        if code > 0o377 {
            return Err(self.fault("octal escape outside of range 0-0o377", start, AS_PYTHON));
        }
        Ok(char::from_u32(code).expect("0o377 is a character"))
    }

    /// The character that an escape stands for, both in a set and outside.
    fn character(&mut self, letter: char, start: usize) -> Result<char, Fault> {
        let digits = match letter {
            'a' => return Ok('\x07'),
            'f' => return Ok('\x0c'),
            'n' => return Ok('\n'),
            'r' => return Ok('\r'),
            't' => return Ok('\t'),
            'v' => return Ok('\x0b'),
            'x' => 2,
            'u' => 4,
            'U' => 8,
            'N' => {
                return Err(self.fault(
                    "a character by its name is not supported",
                    start,
                    "write the character itself",
                ));
            }
            c if c.is_ascii_alphanumeric() => {
                return Err(self.fault(format!("bad escape \\{c}"), start, AS_PYTHON));
            }
            c => return Ok(c),
        };
        let mut code = 0;
        for _ in 0..digits {
            let Some(digit) = self.peek().and_then(|c| c.to_digit(16)) else {
                return Err(self.fault(format!("incomplete escape \\{letter}"), start, AS_PYTHON));
            };
            code = code << 4 | digit;
            self.at += 1;
        }
        char::from_u32(code)
            .ok_or_else(|| self.fault("the escape is not a character", start, REWRITE))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Something,
    Repetition,
}
