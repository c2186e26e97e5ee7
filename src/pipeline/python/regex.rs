//! Regular expressions with the syntax and the meaning of Python's `re`, without look-around and back-references.

use crate::pipeline::error::Error;

/// A compiled pattern.
#[derive(Debug, Clone)]
pub struct PythonRegex {
    pattern: String,
}

impl PythonRegex {
    /// Compiles a pattern in Python's syntax. `setting` is the name of the setting that holds it (`tfidf.token_pattern`).
    ///
    /// # Errors
    ///
    /// [`Code::InvalidConfig`](crate::pipeline::error::Code::InvalidConfig) with the setting as its place, the position
    /// in the pattern and the remedy, where Python would refuse the pattern and where it needs what is not supported:
    /// look-around, back-references, conditionals, atomic groups and possessive repetition.
    pub fn compile(_pattern: &str, _setting: &str) -> Result<PythonRegex, Error> {
        todo!()
    }

    /// The pattern as it was given.
    pub fn as_str(&self) -> &str {
        &self.pattern
    }

    /// How many capturing groups the pattern has.
    pub fn groups(&self) -> usize {
        todo!()
    }

    /// Whether the pattern matches anywhere (`re.search`).
    pub fn is_match(&self, _text: &str) -> bool {
        todo!()
    }

    /// The matches as byte ranges, in order (`re.finditer`).
    pub fn find_iter(&self, _text: &str) -> impl Iterator<Item = (usize, usize)> {
        std::iter::empty()
    }

    /// What `re.findall` gives for at most one group, as byte ranges: the group's where there is one (an empty range
    /// where it took no part), else the match's.
    pub fn find_all(&self, _text: &str) -> Vec<(usize, usize)> {
        todo!()
    }

    /// `re.sub` with a replacement that is taken literally.
    pub fn replace_all(&self, _text: &str, _replacement: &str) -> String {
        todo!()
    }
}
