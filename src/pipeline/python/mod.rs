//! Python's text semantics: what CPython 3.11's `str` and `re` say about characters, case, white space and patterns.
//!
//! Cleaning and tokenising must give what the user's Python gives, to the character, on every target. So nothing here
//! asks the standard library's Unicode tables, which move with the compiler: the tables are Python 3.11's own.

pub mod chars;
pub mod regex;
pub mod strings;
mod tables;

pub(crate) use chars::push_lower;
pub use chars::{is_alnum, is_decimal, is_numeric, is_space, is_word};
pub use regex::PythonRegex;
pub use strings::{lower, split_whitespace, strip, upper};
pub(crate) use strings::{lower_into, map_beyond_ascii, upper_into};
