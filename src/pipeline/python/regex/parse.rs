//! Reads a pattern as CPython 3.11's `re._parser` does, and says where and why it can't be honoured.

mod escapes;
mod flags;

use super::syntax::{Fold, Item, Look, Node, Set};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::python::chars;
pub(super) use flags::Flags;

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
#[derive(Debug, PartialEq)]
pub(super) struct Fault {
    pub message: Message,
    /// The character of the pattern where it shows, counted from 1.
    pub position: usize,
    pub remedy: Message,
}

fn rewrite() -> Message {
    message!("error-rewrite-pattern")
}

fn as_python() -> Message {
    message!("error-pattern-as-python")
}

/// What is wrong, by its key.
fn wrong(what: &'static str) -> Message {
    message!("pattern-fault", what = Argument::key(what))
}

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
        return Err(parser.fault(wrong("unbalanced"), parser.at, as_python()));
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

    fn fault(&self, message: Message, at: usize, remedy: Message) -> Fault {
        Fault {
            message,
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
                            return Err(self.fault(wrong("nothing-to-repeat"), start, as_python()));
                        }
                        Before::Repetition => {
                            return Err(self.fault(wrong("multiple-repeat"), start, as_python()));
                        }
                        Before::Something => {}
                    }
                    if self.peek() == Some('+') {
                        return Err(self.fault(wrong("possessive"), self.at, rewrite()));
                    }
                    let greedy = !self.eat('?');
                    let node = Box::new(nodes.pop().expect("a quantifier follows a node"));
                    // Whether an iteration that takes nothing ends such a loop depends on the path that led to it.
                    if node.can_be_empty() && max != Some(1) && max != Some(min) {
                        let message = wrong("empty-repeat");
                        let remedy = message!("error-repeat-character");
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
                message!("pattern-repetitions", most = MAX_REPEAT),
                start,
                message!("error-fewer-repetitions"),
            )),
        };
        let min = if low.is_empty() { 0 } else { number(&low)? };
        let max = if high.is_empty() {
            None
        } else {
            Some(number(&high)?)
        };
        if max.is_some_and(|max| max < min) {
            return Err(self.fault(wrong("repeat-range"), start, as_python()));
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
                message!("pattern-depth", most = MAX_DEPTH),
                start,
                rewrite(),
            ));
        }
        let mut inner = flags;
        let mut number = None;
        if self.eat('?') {
            let refuse = |what: Message| Err(self.fault(what, start, rewrite()));
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
                    return Err(self.fault(wrong("comment"), start, as_python()));
                }
                Some('=' | '!') => return refuse(wrong("look-around")),
                Some('<') => match self.chars.get(self.at + 1).map(|entry| entry.1) {
                    Some('=' | '!') => return refuse(wrong("look-around")),
                    _ => {
                        return Err(self.fault(
                            wrong("extension"),
                            start,
                            message!("error-name-group"),
                        ));
                    }
                },
                Some('(') => return refuse(wrong("conditional")),
                Some('>') => return refuse(wrong("atomic")),
                Some(c) if c == '-' || c.is_ascii_alphabetic() => {
                    match self.flags(flags, start, at_start)? {
                        Some(scoped) => inner = scoped,
                        None => return Ok(None),
                    }
                }
                Some(_) => return Err(self.fault(wrong("extension"), start, as_python())),
                None => return Err(self.fault(wrong("end"), start, as_python())),
            }
        } else {
            number = Some(self.open_group());
        }
        let node = self.alternatives(Some(inner), depth + 1)?;
        if !self.eat(')') {
            return Err(self.fault(wrong("group"), start, as_python()));
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
            return Err(self.fault(wrong("back-reference"), start, rewrite()));
        }
        if !self.eat('<') {
            return Err(self.fault(wrong("extension-p"), start, as_python()));
        }
        let mut name = String::new();
        loop {
            match self.next() {
                Some('>') => break,
                Some(c) => name.push(c),
                None => return Err(self.fault(wrong("name"), start, as_python())),
            }
        }
        let valid = name.chars().all(chars::is_word)
            && !name.starts_with(chars::is_numeric)
            && !name.is_empty();
        if !valid {
            return Err(self.fault(wrong("group-name"), start, as_python()));
        }
        if self.names.contains(&name) {
            return Err(self.fault(
                message!("pattern-name-twice", name = name),
                start,
                as_python(),
            ));
        }
        self.names.push(name);
        Ok(())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Something,
    Repetition,
}
