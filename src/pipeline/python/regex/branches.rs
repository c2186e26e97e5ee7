//! A quick way for patterns that are lists: branches of a few characters each, such as all punctuation marks.
//!
//! Such a pattern needs no set of threads. A match starts with one of a few characters, which names the branches to try,
//! in their order; a branch goes straight through its parts. Time is at most the length of the text times that of the
//! pattern, as with the machine, and what is found is what [`super::machine`] finds.

use super::machine::Found;
use super::syntax::{Look, Node, Set};
use crate::pipeline::python::chars::n_ascii;

/// Alternatives without groups, none of which can be empty.
#[derive(Debug, Clone)]
pub(super) struct Branches {
    branches: Vec<Branch>,
    /// Distinct lists of branches to try, ascending; the first one is empty.
    lists: Vec<Vec<u16>>,
    /// For each byte that can begin a character the list of an ASCII character, or for others whether there is one.
    by_byte: Box<[u16; 256]>,
    /// Whether a match can start with a character of ASCII.
    starts_in_ascii: bool,
    /// Characters outside ASCII that branches name, sorted, with their lists.
    named: Vec<(char, u16)>,
    /// The list for all other characters outside ASCII.
    unnamed: u16,
}

/// `looks first rest`.
#[derive(Debug, Clone)]
struct Branch {
    /// Conditions before the first character.
    looks: Vec<Look>,
    first: Set,
    rest: Vec<Part>,
}

#[derive(Debug, Clone)]
enum Part {
    Look(Look),
    Set(Set),
    /// As many characters as can be had, up to so many: only at the end, where nothing can want them back.
    Many(Set, u32),
}

/// Beyond these a pattern is no list of short things; they also bound what nested alternatives multiply to.
const MAX_BRANCHES: usize = 1024;
const MAX_PARTS: usize = 16 * MAX_BRANCHES;
/// How many characters outside ASCII one branch may name; a wider set is looked up.
const MAX_NAMED: usize = 64;

impl Branches {
    /// None where the pattern is of another kind.
    pub(super) fn new(node: &Node) -> Option<Branches> {
        let branches: Vec<Branch> = sequences(node)?
            .into_iter()
            .map(Branch::new)
            .collect::<Option<_>>()?;
        let named_by: Vec<Option<Vec<char>>> = branches
            .iter()
            .map(|branch| branch.first.listed_beyond_ascii(MAX_NAMED))
            .collect();
        let mut lists = vec![Vec::new()];
        let mut numbered = |list: Vec<u16>| -> u16 {
            let known = lists.iter().position(|other| *other == list);
            known.unwrap_or_else(|| {
                lists.push(list);
                lists.len() - 1
            }) as u16
        };
        let starting_with = |c: char| -> Vec<u16> {
            let starts = |branch: &(u16, &Branch)| branch.1.first.contains(c);
            let branches = (0..).zip(&branches).filter(starts);
            branches.map(|(number, _)| number).collect()
        };
        let mut by_byte = Box::new([0; 256]);
        for byte in 0..0x80_u8 {
            by_byte[usize::from(byte)] = numbered(starting_with(char::from(byte)));
        }
        let mut named: Vec<char> = named_by.iter().flatten().flatten().copied().collect();
        named.sort_unstable();
        named.dedup();
        if named.len() > MAX_BRANCHES {
            return None;
        }
        let named: Vec<(char, u16)> = named
            .into_iter()
            .map(|c| (c, numbered(starting_with(c))))
            .collect();
        let unnamed: Vec<u16> = (0..)
            .zip(&named_by)
            .filter(|(_, named)| named.is_none())
            .map(|(number, _)| number)
            .collect();
        for lead in 0xc2..=0xf4_usize {
            by_byte[lead] = u16::from(!unnamed.is_empty());
        }
        for (c, _) in &named {
            by_byte[usize::from(first_byte(*c))] = 1;
        }
        let unnamed = numbered(unnamed);
        Some(Branches {
            starts_in_ascii: by_byte[..0x80].iter().any(|&list| list != 0),
            branches,
            lists,
            by_byte,
            named,
            unnamed,
        })
    }

    /// The first match that starts at byte `from` or later.
    pub(super) fn find(&self, text: &str, from: usize) -> Option<Found> {
        let mut at = from;
        loop {
            if !self.starts_in_ascii {
                at += n_ascii(&text.as_bytes()[at..]);
            }
            at += text.as_bytes()[at..]
                .iter()
                .position(|&byte| self.by_byte[usize::from(byte)] != 0)?;
            let c = text[at..].chars().next()?;
            let behind = at + c.len_utf8();
            for &branch in self.list(c) {
                if let Some(end) = self.branches[usize::from(branch)].end(text, at, behind, c) {
                    return Some(Found {
                        start: at,
                        end,
                        group: None,
                    });
                }
            }
            at = behind;
        }
    }

    fn list(&self, c: char) -> &[u16] {
        let list = if c.is_ascii() {
            self.by_byte[c as usize]
        } else {
            match self.named.binary_search_by_key(&c, |entry| entry.0) {
                Ok(at) => self.named[at].1,
                Err(_) => self.unnamed,
            }
        };
        &self.lists[usize::from(list)]
    }
}

impl Branch {
    fn new(parts: Vec<Part>) -> Option<Branch> {
        let mut looks = Vec::new();
        let mut parts = parts.into_iter();
        let first = loop {
            match parts.next()? {
                Part::Look(look) => looks.push(look),
                Part::Set(set) => break set,
                Part::Many(..) => return None,
            }
        };
        let rest: Vec<Part> = parts.collect();
        let inner = &rest[..rest.len().saturating_sub(1)];
        if inner.iter().any(|part| matches!(part, Part::Many(..))) {
            return None;
        }
        Some(Branch { looks, first, rest })
    }

    /// Where a match from byte `start` on ends; `c` is the character there, `behind` the byte behind it.
    fn end(&self, text: &str, start: usize, behind: usize, c: char) -> Option<usize> {
        if !self.first.contains(c) || !self.looks.iter().all(|look| holds(*look, text, start)) {
            return None;
        }
        let mut at = behind;
        for part in &self.rest {
            let next = || text[at..].chars().next();
            match part {
                Part::Look(look) => {
                    if !holds(*look, text, at) {
                        return None;
                    }
                }
                Part::Set(set) => at += next().filter(|&c| set.contains(c))?.len_utf8(),
                Part::Many(set, most) => {
                    let taken = text[at..]
                        .chars()
                        .take(*most as usize)
                        .take_while(|&c| set.contains(c));
                    at += taken.map(char::len_utf8).sum::<usize>();
                }
            }
        }
        Some(at)
    }
}

fn holds(look: Look, text: &str, at: usize) -> bool {
    let (before, after) = (&text[..at], &text[at..]);
    look.holds(text, at, before.chars().next_back(), after.chars().next())
}

/// The ways through a pattern, in the order in which they are tried; none where one of them has a part that may give
/// characters back, or a group to note.
fn sequences(node: &Node) -> Option<Vec<Vec<Part>>> {
    let found = match node {
        Node::Set(set) => vec![vec![Part::Set(set.clone())]],
        Node::Look(look) => vec![vec![Part::Look(*look)]],
        Node::Alternate(branches) => {
            let mut all = Vec::new();
            for branch in branches {
                all.append(&mut sequences(branch)?);
            }
            all
        }
        Node::Concat(nodes) => {
            let mut all = vec![Vec::new()];
            for node in nodes {
                let after = sequences(node)?;
                let n_parts = n_parts(&all) * after.len() + n_parts(&after) * all.len();
                if all.len() * after.len() > MAX_BRANCHES || n_parts > MAX_PARTS {
                    return None;
                }
                let both = |before: &Vec<Part>| -> Vec<Vec<Part>> {
                    let joined = |after: &Vec<Part>| [before.as_slice(), after].concat();
                    after.iter().map(joined).collect()
                };
                all = all.iter().flat_map(both).collect();
            }
            all
        }
        Node::Repeat {
            node,
            min,
            max,
            greedy: true,
        } if *min <= 4 => {
            let Node::Set(set) = &**node else {
                return None;
            };
            let mut parts = vec![Part::Set(set.clone()); *min as usize];
            parts.push(Part::Many(set.clone(), max.unwrap_or(u32::MAX) - min));
            vec![parts]
        }
        Node::Repeat { .. } | Node::Group(..) => return None,
    };
    (found.len() <= MAX_BRANCHES && n_parts(&found) <= MAX_PARTS).then_some(found)
}

fn n_parts(sequences: &[Vec<Part>]) -> usize {
    sequences.iter().map(Vec::len).sum()
}

fn first_byte(c: char) -> u8 {
    c.encode_utf8(&mut [0; 4]).as_bytes()[0]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::machine::Machine;
    use super::super::parse::parse;
    use super::super::program::Program;
    use super::*;

    fn patterns() -> impl Strategy<Value = String> {
        let pieces = [
            "a",
            "b",
            "ł",
            "😁",
            r"\.",
            "…",
            "-",
            "%",
            "zl",
            r"\b",
            r"\B",
            "^",
            "$",
            r"\Z",
            r"\w",
            r"\s",
            r"\d",
            "[ab…]",
            "[^a]",
            "[^a-ł]",
            "[ą-ż]",
            "a+",
            r"\.{1,2}",
            "x?",
            r"\w*",
            "(?:a|ab|b)",
            "(?:|a)",
            "(?i:ŻK)",
            r"(?m:^)",
            "(?a:\\b)",
        ]; // fmt: skip
        let branch = prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..4);
        prop::collection::vec(branch, 1..6).prop_map(|branches| {
            let branches: Vec<String> = branches.iter().map(|pieces| pieces.concat()).collect();
            branches.join("|")
        })
    }

    fn texts() -> impl Strategy<Value = String> {
        let pieces = [
            "a", "b", "ab", "ł", "ż", "Ż", "k", "\u{212a}", "😁", ".", "...", "…", "-", "%", "zl",
            "x", " ", "\n", "\u{85}", "\u{301}", "5", "²", "_", "é", "字",
        ]; // fmt: skip
        prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..20)
            .prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        /// Every third pattern of this kind or so has a quick way.
        #[test]
        fn the_quick_way_finds_what_the_machine_finds(pattern in patterns(), texts in prop::collection::vec(texts(), 4)) {
            let parsed = parse(&pattern).unwrap();
            let program = Program::new(&parsed.node).unwrap();
            if let Some(branches) = Branches::new(&parsed.node) {
                let mut machine = Machine::new(&program);
                for text in &texts {
                    for from in text.char_indices().map(|(at, _)| at).chain([text.len()]) {
                        let expected = machine.find(text, from, false);
                        prop_assert_eq!(branches.find(text, from), expected, "{} in {:?} from {}", &pattern, text, from);
                    }
                }
            }
        }
    }

    #[test]
    fn lists_of_short_things_have_a_quick_way() {
        let has = |pattern: &str| Branches::new(&parse(pattern).unwrap().node).is_some();
        for pattern in [
            r"\.\.+|…|\.",
            r"[^\x00-\x7F]",
            r"\bzl\b|\$",
            r"\b(?:nie ma|do)\b",
            "(?i)abc",
            r"http\S*",
        ] {
            assert!(has(pattern), "{pattern}");
        }
        for pattern in [
            "(a)", "a*", "a+b", "a+?", "", "a|", r"\b", "(?:ab)+", "a{9}",
        ] {
            assert!(!has(pattern), "{pattern}");
        }
        let all_of = |n: usize| {
            let words: Vec<String> = (0..n).map(|word| format!("w{word}")).collect();
            words.join("|")
        };
        assert!(has(&all_of(MAX_BRANCHES)) && !has(&all_of(MAX_BRANCHES + 1)));
        assert!(!has(&"(?:a|b|c|d)".repeat(6)));
        assert!(has(&"a".repeat(MAX_PARTS)) && !has(&"a".repeat(MAX_PARTS + 1)));
        assert!(!has(&format!(
            "(?:{}){}",
            all_of(MAX_BRANCHES),
            "a".repeat(1000)
        )));
    }
}
