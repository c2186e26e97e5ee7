//! Runs a program over a text, all alternatives at once (Pike's machine), so that time is at most the length of the
//! text times that of the program, whatever the pattern.
//!
//! Source: Russ Cox, *Regular Expression Matching: the Virtual Machine Approach*, <https://swtch.com/~rsc/regexp/regexp2.html>.

use super::program::{Instruction, Program, Slot};
use super::syntax::Look;

/// A match, in bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub start: usize,
    pub end: usize,
    /// What the first group took.
    pub group: Option<(usize, usize)>,
}

/// The state of a search; can be used again for any text.
#[derive(Debug)]
pub(super) struct Machine<'p> {
    program: &'p Program,
    current: Threads,
    next: Threads,
    /// Instructions still to be followed, with what the thread has noted.
    open: Vec<(usize, Notes)>,
}

/// What a thread has noted: start of the match, start and end of the first group.
#[derive(Debug, Clone, Copy)]
struct Notes {
    start: usize,
    group_start: usize,
    group_end: usize,
}

const UNSET: usize = usize::MAX;

/// Threads that wait at a set or at the end, the preferred one first.
#[derive(Debug)]
struct Threads {
    list: Vec<(usize, Notes)>,
    /// For each instruction the round in which it was last reached.
    reached: Vec<u64>,
    round: u64,
}

/// A position with its neighbours.
#[derive(Debug, Clone, Copy)]
struct Place<'t> {
    text: &'t str,
    at: usize,
    before: Option<char>,
    after: Option<char>,
}

impl<'p> Machine<'p> {
    pub(super) fn new(program: &'p Program) -> Machine<'p> {
        let threads = || Threads {
            list: Vec::new(),
            reached: vec![0; program.instructions.len()],
            round: 0,
        };
        Machine {
            program,
            current: threads(),
            next: threads(),
            open: Vec::new(),
        }
    }

    /// The first match that starts at byte `from` or later. With `advance` an empty match at `from` does not count.
    pub(super) fn find(&mut self, text: &str, from: usize, advance: bool) -> Option<Found> {
        let barred = if advance { from } else { UNSET };
        let mut found = None;
        let mut place = Place {
            text,
            at: from,
            before: text[..from].chars().next_back(),
            after: text[from..].chars().next(),
        };
        self.current.clear();
        loop {
            if found.is_none() {
                if self.current.list.is_empty() {
                    if !self.skip(&mut place) {
                        return None;
                    }
                    // What was reached in vain, such as a `\b` that did not hold, was reached at an earlier place.
                    self.current.clear();
                }
                // Earlier starts come first in the list, so a later start has the least preference.
                let notes = Notes {
                    start: place.at,
                    group_start: UNSET,
                    group_end: UNSET,
                };
                if self.may_start(place.after) {
                    follow(
                        self.program,
                        &mut self.current,
                        &mut self.open,
                        0,
                        notes,
                        place,
                    );
                }
            } else if self.current.list.is_empty() {
                return found;
            }
            let here = place;
            let more = place.step();
            self.next.clear();
            for &(at, notes) in &self.current.list {
                match &self.program.instructions[at] {
                    Instruction::Set(set) if here.after.is_some_and(|c| set.contains(c)) => {
                        follow(
                            self.program,
                            &mut self.next,
                            &mut self.open,
                            at + 1,
                            notes,
                            place,
                        );
                    }
                    Instruction::Match if notes.start != here.at || here.at != barred => {
                        found = Some(notes.found(here.at));
                        break;
                    }
                    _ => {}
                }
            }
            std::mem::swap(&mut self.current, &mut self.next);
            if !more {
                return found;
            }
        }
    }

    fn may_start(&self, c: Option<char>) -> bool {
        match &self.program.first {
            Some(first) => c.is_some_and(|c| first.contains(c)),
            None => true,
        }
    }

    /// Moves on to where a match can start; false where there is no such place.
    fn skip(&self, place: &mut Place) -> bool {
        let Some(first) = &self.program.first else {
            return true;
        };
        let rest = &place.text[place.at..];
        let Some((ahead, c)) = rest.char_indices().find(|&(_, c)| first.contains(c)) else {
            return false;
        };
        if ahead > 0 {
            place.before = rest[..ahead].chars().next_back();
            place.after = Some(c);
            place.at += ahead;
        }
        true
    }
}

/// Adds all threads that are reached from an instruction without taking a character, the preferred one first.
fn follow(
    program: &Program,
    threads: &mut Threads,
    open: &mut Vec<(usize, Notes)>,
    at: usize,
    notes: Notes,
    place: Place,
) {
    open.push((at, notes));
    while let Some((mut at, mut notes)) = open.pop() {
        while std::mem::replace(&mut threads.reached[at], threads.round) != threads.round {
            match program.instructions[at] {
                Instruction::Jump(to) => at = to,
                Instruction::Split(preferred, other) => {
                    open.push((other, notes));
                    at = preferred;
                }
                Instruction::Look(look) => {
                    if !place.is(look) {
                        break;
                    }
                    at += 1;
                }
                Instruction::Save(Slot::GroupStart) => {
                    notes.group_start = place.at;
                    notes.group_end = UNSET;
                    at += 1;
                }
                Instruction::Save(Slot::GroupEnd) => {
                    notes.group_end = place.at;
                    at += 1;
                }
                Instruction::Set(_) | Instruction::Match => {
                    threads.list.push((at, notes));
                    break;
                }
            }
        }
    }
}

impl Threads {
    fn clear(&mut self) {
        self.list.clear();
        self.round += 1;
    }
}

impl Notes {
    fn found(self, end: usize) -> Found {
        Found {
            start: self.start,
            end,
            group: (self.group_end != UNSET).then_some((self.group_start, self.group_end)),
        }
    }
}

impl Place<'_> {
    /// Moves behind the next character; false at the end.
    fn step(&mut self) -> bool {
        let Some(c) = self.after else { return false };
        self.before = self.after;
        self.at += c.len_utf8();
        self.after = self.text[self.at..].chars().next();
        true
    }

    fn is(&self, look: Look) -> bool {
        look.holds(self.text, self.at, self.before, self.after)
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::*;

    /// `a` leads to the `\b` that does not hold before `b`; the start at the space needs it again.
    #[test]
    fn a_place_that_was_skipped_to_forgets_what_failed_before_it() {
        let program = Program::new(&parse(r"(?:|a)\b\s").unwrap().node).unwrap();
        let found = Machine::new(&program).find("ab ", 0, false);
        assert_eq!(found.map(|found| (found.start, found.end)), Some((2, 3)));
    }
}
