//! What a pattern means once it is read: a tree, with the flags already worked in.

use crate::pipeline::python::chars;

/// A parsed pattern.
#[derive(Debug, Clone)]
pub(super) enum Node {
    /// One character of a set.
    Set(Set),
    /// A place between two characters.
    Look(Look),
    Concat(Vec<Node>),
    /// The first branch that lets the rest match wins.
    Alternate(Vec<Node>),
    Repeat {
        node: Box<Node>,
        min: u32,
        /// No bound when absent.
        max: Option<u32>,
        greedy: bool,
    },
    /// A capturing group, numbered from 1.
    Group(usize, Box<Node>),
}

impl Node {
    /// Whether it can match without taking a character.
    pub(super) fn can_be_empty(&self) -> bool {
        match self {
            Node::Set(_) => false,
            Node::Look(_) => true,
            Node::Concat(nodes) => nodes.iter().all(Node::can_be_empty),
            Node::Alternate(branches) => branches.iter().any(Node::can_be_empty),
            Node::Repeat { node, min, .. } => *min == 0 || node.can_be_empty(),
            Node::Group(_, node) => node.can_be_empty(),
        }
    }
}

/// A place between two characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// `\A`, and `^` without the flag `m`.
    TextStart,
    /// `\Z`.
    TextEnd,
    /// `$` without the flag `m`: the end, or before a line feed that ends the text.
    TextEndOrLastLineFeed,
    /// `^` with the flag `m`.
    LineStart,
    /// `$` with the flag `m`.
    LineEnd,
    /// `\b`: exactly one of the neighbours is a word character.
    Boundary { ascii: bool },
    /// `\B`: not so. Python 3.11 lets it fail in an empty text.
    NotBoundary { ascii: bool },
}

impl Look {
    /// Whether byte `at` of a text is such a place; the characters before and after it are known already.
    pub(super) fn holds(
        self,
        text: &str,
        at: usize,
        before: Option<char>,
        after: Option<char>,
    ) -> bool {
        let boundary =
            |is_word: fn(char) -> bool| before.is_some_and(is_word) != after.is_some_and(is_word);
        let ascii_word = |c: char| c == '_' || c.is_ascii_alphanumeric();
        match self {
            Look::TextStart => at == 0,
            Look::TextEnd => after.is_none(),
            Look::TextEndOrLastLineFeed => &text[at..] == "\n" || after.is_none(),
            Look::LineStart => before.is_none_or(|c| c == '\n'),
            Look::LineEnd => after.is_none_or(|c| c == '\n'),
            Look::Boundary { ascii: false } => boundary(chars::is_word),
            Look::Boundary { ascii: true } => boundary(ascii_word),
            Look::NotBoundary { .. } if text.is_empty() => false,
            Look::NotBoundary { ascii: false } => !boundary(chars::is_word),
            Look::NotBoundary { ascii: true } => !boundary(ascii_word),
        }
    }
}

/// A set of characters.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Set {
    /// The answer for each ASCII character, worked out once.
    ascii: u128,
    items: Vec<Item>,
    negated: bool,
    fold: Fold,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Item {
    /// First and last character.
    Range(char, char),
    /// A class and whether it is negated.
    Class(Class, bool),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Word,
    Decimal,
    Space,
    AsciiWord,
    AsciiDecimal,
    AsciiSpace,
}

/// How a character is changed before it is looked up in a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fold {
    /// Not at all.
    None,
    /// `re.IGNORECASE`: simple lower case.
    Unicode,
    /// `re.IGNORECASE | re.ASCII`: lower case of ASCII letters.
    Ascii,
}

impl Class {
    fn contains(self, c: char) -> bool {
        match self {
            Class::Word => chars::is_word(c),
            Class::Decimal => chars::is_decimal(c),
            Class::Space => chars::is_space(c),
            Class::AsciiWord => c == '_' || c.is_ascii_alphanumeric(),
            Class::AsciiDecimal => c.is_ascii_digit(),
            // Without U+001C to U+001F, unlike Python's Unicode white space.
            Class::AsciiSpace => matches!(c, '\t'..='\r' | ' '),
        }
    }
}

impl Fold {
    fn apply(self, c: char) -> char {
        match self {
            Fold::None => c,
            Fold::Unicode => chars::simple_lower(c),
            Fold::Ascii => c.to_ascii_lowercase(),
        }
    }
}

impl Set {
    /// The set of these items; with `negated` all other characters.
    pub(super) fn new(items: Vec<Item>, negated: bool, fold: Fold) -> Set {
        let mut folded = Vec::with_capacity(items.len());
        for item in items {
            push_folded(item, fold, &mut folded);
        }
        Set::with_folded(folded, negated, fold)
    }

    fn with_folded(items: Vec<Item>, negated: bool, fold: Fold) -> Set {
        let mut set = Set {
            ascii: 0,
            items,
            negated,
            fold,
        };
        set.ascii = match *set.items {
            // Most sets are one character as it is.
            [Item::Range(first, last)] if first == last && !negated && fold == Fold::None => {
                1_u128.checked_shl(u32::from(first)).unwrap_or(0)
            }
            _ => ('\0'..='\x7f').fold(0, |bits, c| {
                bits | u128::from(set.look_up(c)) << u32::from(c)
            }),
        };
        set
    }

    pub(super) fn contains(&self, c: char) -> bool {
        if c.is_ascii() {
            self.ascii >> u32::from(c) & 1 == 1
        } else {
            self.look_up(c)
        }
    }

    /// Bit n says whether the ASCII character n belongs to the set.
    pub(super) fn ascii_bits(&self) -> u128 {
        self.ascii
    }

    /// The characters outside ASCII, where they can be listed and are at most so many.
    pub(super) fn listed_beyond_ascii(&self, most: usize) -> Option<Vec<char>> {
        if self.negated || self.fold != Fold::None {
            return None;
        }
        let mut listed = Vec::new();
        for item in &self.items {
            let Item::Range(first, last) = *item else {
                return None;
            };
            if last.is_ascii() {
                continue;
            }
            let beyond = first.max('\u{80}')..=last;
            listed.extend(beyond.take(most + 1 - listed.len()));
            if listed.len() > most {
                return None;
            }
        }
        Some(listed)
    }

    /// The characters of both, where that can be said by one set.
    pub(super) fn union(&self, other: &Set) -> Option<Set> {
        if self.negated || other.negated || self.fold != other.fold {
            return None;
        }
        Some(Set {
            ascii: self.ascii | other.ascii,
            items: [self.items.as_slice(), &other.items].concat(),
            negated: false,
            fold: self.fold,
        })
    }

    fn look_up(&self, c: char) -> bool {
        let c = self.fold.apply(c);
        let found = self.items.iter().any(|item| match *item {
            Item::Range(first, last) => (first..=last).contains(&c),
            Item::Class(class, negated) => class.contains(c) != negated,
        });
        found != self.negated
    }
}

/// Adds an item in the form in which folded characters find it, as `re._compiler._optimize_charset` does.
fn push_folded(item: Item, fold: Fold, items: &mut Vec<Item>) {
    items.push(item);
    let Item::Range(first, last) = item else {
        return;
    };
    match fold {
        Fold::None => {}
        Fold::Ascii => {
            let capitals = first.max('A')..=last.min('Z');
            if !capitals.is_empty() {
                let (a, z) = (
                    capitals.start().to_ascii_lowercase(),
                    capitals.end().to_ascii_lowercase(),
                );
                items.push(Item::Range(a, z));
            }
        }
        Fold::Unicode => {
            let lowered: Vec<char> = chars::lowered_within(first, last)
                .map(|(_, lower)| lower)
                .collect();
            for &lower in &lowered {
                items.push(Item::Range(lower, lower));
            }
            for c in lowered
                .into_iter()
                .chain(chars::with_equals_within(first, last))
            {
                items.extend(chars::equal_ignoring_case(c).map(|other| Item::Range(other, other)));
            }
        }
    }
}
