//! What a backslash and a bracket begin: escapes, classes and sets of characters.

use super::{Fault, Flags, Parser, as_python, rewrite, wrong};
use crate::message;
use crate::pipeline::python::regex::syntax::{Item, Look, Node};

impl Parser {
    /// A set whose bracket is taken.
    pub(super) fn set(&mut self, flags: Flags, start: usize) -> Result<Node, Fault> {
        let negated = self.eat('^');
        let first = self.at;
        let mut items = Vec::new();
        loop {
            let item_start = self.at;
            let low = match self.next() {
                Some(']') if item_start > first => return Ok(flags.set(items, negated)),
                Some('\\') => self.set_escape(flags, item_start)?,
                Some(c) => Item::Range(c, c),
                None => return Err(self.fault(wrong("set"), start, as_python())),
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
                None => return Err(self.fault(wrong("set"), start, as_python())),
            };
            match (low, high) {
                (Item::Range(low, _), Item::Range(high, _)) if low <= high => {
                    items.push(Item::Range(low, high))
                }
                _ => return Err(self.fault(wrong("range"), item_start, as_python())),
            }
        }
    }

    /// An escape within a set, its backslash taken.
    fn set_escape(&mut self, flags: Flags, start: usize) -> Result<Item, Fault> {
        let c = match self.next() {
            None => return Err(self.fault(wrong("escape-end"), start, as_python())),
            Some(c @ ('w' | 'W' | 'd' | 'D' | 's' | 'S')) => return Ok(flags.class(c)),
            Some('b') => '\x08',
            Some(c @ '0'..='7') => self.octal(c, start)?,
            Some(c) => self.character(c, start)?,
        };
        Ok(Item::Range(c, c))
    }

    /// An escape outside of a set, its backslash taken.
    pub(super) fn escape(&mut self, flags: Flags, start: usize) -> Result<Node, Fault> {
        let ascii = flags.ascii;
        let c = match self.next() {
            None => return Err(self.fault(wrong("escape-end"), start, as_python())),
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
                    return Err(self.fault(wrong("back-reference"), start, rewrite()));
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
            return Err(self.fault(wrong("octal"), start, as_python()));
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
                return Err(self.fault(wrong("named"), start, message!("error-write-character")));
            }
            c if c.is_ascii_alphanumeric() => {
                return Err(self.fault(
                    message!("pattern-bad-escape", escape = format!("\\{c}")),
                    start,
                    as_python(),
                ));
            }
            c => return Ok(c),
        };
        let mut code = 0;
        for _ in 0..digits {
            let Some(digit) = self.peek().and_then(|c| c.to_digit(16)) else {
                return Err(self.fault(
                    message!("pattern-incomplete-escape", escape = format!("\\{letter}")),
                    start,
                    as_python(),
                ));
            };
            code = code << 4 | digit;
            self.at += 1;
        }
        char::from_u32(code).ok_or_else(|| self.fault(wrong("no-character"), start, rewrite()))
    }
}
