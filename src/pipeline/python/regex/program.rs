//! A pattern as instructions for the machine of [`super::machine`].

use super::syntax::{Look, Node, Set};

/// One instruction; execution goes on at the next one unless it says otherwise.
#[derive(Debug, Clone)]
pub(super) enum Instruction {
    /// Take one character of the set.
    Set(Set),
    /// Go on only at such a place.
    Look(Look),
    /// Go on at both, rather at the first.
    Split(usize, usize),
    Jump(usize),
    /// Note the position: where a group starts or ends.
    Save(Slot),
    Match,
}

/// What a match notes beside its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    GroupStart,
    GroupEnd,
}

#[derive(Debug, Clone)]
pub(super) struct Program {
    pub instructions: Vec<Instruction>,
    /// The sets with which a match can start; none where it may start without a character.
    pub first: Option<FirstSet>,
}

/// A test whether a match can start with a character: rather too wide than too narrow.
#[derive(Debug, Clone)]
pub(super) struct FirstSet {
    ascii: u128,
    /// Tried for characters outside ASCII.
    sets: Vec<Set>,
}

/// The pattern has more instructions than [`MAX_INSTRUCTIONS`].
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLarge;

/// Bounds the time that each character takes.
pub(super) const MAX_INSTRUCTIONS: usize = 50_000;

impl Program {
    /// Only the first group is noted: no more is ever asked for.
    pub(super) fn new(node: &Node) -> Result<Program, TooLarge> {
        let mut program = Program {
            instructions: Vec::new(),
            first: None,
        };
        program.node(node)?;
        program.push(Instruction::Match)?;
        program.first = program.first_set();
        Ok(program)
    }

    fn push(&mut self, instruction: Instruction) -> Result<usize, TooLarge> {
        if self.instructions.len() == MAX_INSTRUCTIONS {
            return Err(TooLarge);
        }
        self.instructions.push(instruction);
        Ok(self.instructions.len() - 1)
    }

    fn node(&mut self, node: &Node) -> Result<(), TooLarge> {
        match node {
            Node::Set(set) => {
                self.push(Instruction::Set(set.clone()))?;
            }
            Node::Look(look) => {
                self.push(Instruction::Look(*look))?;
            }
            Node::Concat(nodes) => {
                for node in nodes {
                    self.node(node)?;
                }
            }
            Node::Alternate(branches) => self.alternate(&merge_single_characters(branches))?,
            Node::Repeat {
                node,
                min,
                max,
                greedy,
            } => self.repeat(node, *min, *max, *greedy)?,
            Node::Group(1, node) => {
                self.push(Instruction::Save(Slot::GroupStart))?;
                self.node(node)?;
                self.push(Instruction::Save(Slot::GroupEnd))?;
            }
            Node::Group(_, node) => self.node(node)?,
        }
        Ok(())
    }

    fn alternate(&mut self, branches: &[Node]) -> Result<(), TooLarge> {
        let mut jumps = Vec::new();
        for (at, branch) in branches.iter().enumerate() {
            if at + 1 == branches.len() {
                self.node(branch)?;
                break;
            }
            let split = self.push(Instruction::Jump(0))?;
            self.node(branch)?;
            jumps.push(self.push(Instruction::Jump(0))?);
            self.instructions[split] = Instruction::Split(split + 1, self.instructions.len());
        }
        let end = self.instructions.len();
        for jump in jumps {
            self.instructions[jump] = Instruction::Jump(end);
        }
        Ok(())
    }

    fn repeat(
        &mut self,
        node: &Node,
        min: u32,
        max: Option<u32>,
        greedy: bool,
    ) -> Result<(), TooLarge> {
        let split = |body: usize, after: usize| match greedy {
            true => Instruction::Split(body, after),
            false => Instruction::Split(after, body),
        };
        for _ in 1..min {
            self.node(node)?;
        }
        let Some(max) = max else {
            let body = self.instructions.len();
            if min == 0 {
                self.push(Instruction::Jump(0))?;
                self.node(node)?;
                self.push(Instruction::Jump(body))?;
                self.instructions[body] = split(body + 1, self.instructions.len());
            } else {
                self.node(node)?;
                self.push(split(body, self.instructions.len() + 1))?;
            }
            return Ok(());
        };
        if min > 0 {
            self.node(node)?;
        }
        let mut skips = Vec::new();
        for _ in min..max {
            skips.push(self.push(Instruction::Jump(0))?);
            self.node(node)?;
        }
        let end = self.instructions.len();
        for skip in skips {
            self.instructions[skip] = split(skip + 1, end);
        }
        Ok(())
    }

    /// The first byte from `from` on at which a match can start.
    pub(super) fn next_start(&self, text: &str, from: usize) -> Option<usize> {
        match &self.first {
            Some(first) => {
                let ahead = text[from..].find(|c| first.contains(c))?;
                Some(from + ahead)
            }
            None => Some(from),
        }
    }

    fn first_set(&self) -> Option<FirstSet> {
        let mut first = FirstSet {
            ascii: 0,
            sets: Vec::new(),
        };
        let mut seen = vec![false; self.instructions.len()];
        let mut open = vec![0];
        while let Some(at) = open.pop() {
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            match &self.instructions[at] {
                Instruction::Set(set) => first.add(set),
                Instruction::Look(_) | Instruction::Save(_) => open.push(at + 1),
                Instruction::Split(a, b) => open.extend([*a, *b]),
                Instruction::Jump(to) => open.push(*to),
                Instruction::Match => return None,
            }
        }
        Some(first)
    }
}

impl FirstSet {
    fn add(&mut self, set: &Set) {
        self.ascii |= set.ascii_bits();
        if let Some((merged, last)) = self
            .sets
            .last()
            .and_then(|last| Some((last.union(set)?, self.sets.len() - 1)))
        {
            self.sets[last] = merged;
        } else {
            self.sets.push(set.clone());
        }
    }

    pub(super) fn contains(&self, c: char) -> bool {
        if c.is_ascii() {
            self.ascii >> u32::from(c) & 1 == 1
        } else {
            self.sets.iter().any(|set| set.contains(c))
        }
    }
}

/// Neighbouring branches of one character each become one set: whichever of them matches, the rest is the same.
fn merge_single_characters(branches: &[Node]) -> Vec<Node> {
    let mut merged: Vec<Node> = Vec::new();
    for branch in branches {
        if let (Some(Node::Set(last)), Node::Set(set)) = (merged.last_mut(), branch)
            && let Some(union) = last.union(set)
        {
            *last = union;
        } else {
            merged.push(branch.clone());
        }
    }
    merged
}
