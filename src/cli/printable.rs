//! Names and texts of strangers as they may be shown: on one line, and without what steers a terminal.
//!
//! Class names, file names, column names and words come from files that somebody else made. A line break in one would make
//! two lines of one, a control sequence would colour, move or retitle the terminal, and an override of the direction of
//! writing would show another name than there is. All of these are shown as escapes; every other character is shown as it is.

use std::borrow::Cow;
use std::fmt::{self, Display, Write};

/// Whether a character ends a line or steers a terminal: control characters (C0, DEL and C1), the line and paragraph
/// separators, and what embeds, overrides or isolates a direction of writing.
pub fn steers(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A value on one line: `\n`, `\t`, `\u{1b}` stand for what they name.
pub struct OneLine<T>(pub T);

impl<T: Display> Display for OneLine<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escaping(f), "{}", self.0)
    }
}

struct Escaping<W>(W);

impl<W: Write> Write for Escaping<W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(at) = rest.find(steers) {
            let (plain, after) = rest.split_at(at);
            let mut characters = after.chars();
            self.0.write_str(plain)?;
            for escaped in characters.by_ref().take(1).flat_map(char::escape_default) {
                self.0.write_char(escaped)?;
            }
            rest = characters.as_str();
        }
        self.0.write_str(rest)
    }
}

/// A line of JSON with the same meaning that steers no terminal: JSON itself escapes no more than the C0 characters.
pub fn json_line(line: &str) -> Cow<'_, str> {
    if !line.contains(steers) {
        return Cow::Borrowed(line);
    }
    let mut shown = String::with_capacity(line.len() + 16);
    for character in line.chars() {
        // Outside of strings JSON has none of these, and all lie in the plane that one escape reaches.
        if steers(character) {
            shown += &format!("\\u{:04x}", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_escaped_and_all_else_is_kept() {
        for (name, shown) in [
            ("non-harmful", "non-harmful"),
            ("źółty \\n «x» 👩‍👩‍👧", "źółty \\n «x» 👩‍👩‍👧"),
            ("שלום \u{200f}عربي", "שלום \u{200f}عربي"),
            ("x\ny", "x\\ny"),
            ("x\r\ny\tz", "x\\r\\ny\\tz"),
            (
                "\u{1b}[31m\u{1b}]0;title\u{7}",
                "\\u{1b}[31m\\u{1b}]0;title\\u{7}",
            ),
            ("\0\u{7f}\u{9b}31m\u{85}", "\\u{0}\\u{7f}\\u{9b}31m\\u{85}"),
            ("a\u{2028}b\u{2029}", "a\\u{2028}b\\u{2029}"),
            ("gpj.\u{202e}exe", "gpj.\\u{202e}exe"),
            ("\u{2066}a\u{2069}", "\\u{2066}a\\u{2069}"),
            ("\n", "\\n"),
            ("", ""),
        ] {
            assert_eq!(OneLine(name).to_string(), shown);
        }
        // As part of a whole that is written in pieces.
        let line = OneLine(format_args!("{}: {}\n{}", "a\tb", 1, 'c')).to_string();
        assert_eq!(line, "a\\tb: 1\\nc");
    }

    #[test]
    fn json_keeps_its_meaning() {
        let name = "a\nb\u{1b}\u{7f}\u{9b}\u{2028}\u{202e}ż";
        let line = serde_json::json!({ name: name }).to_string();
        let shown = json_line(&line);
        assert!(!shown.contains(steers), "{shown}");
        let read: serde_json::Value = serde_json::from_str(&shown).unwrap();
        assert_eq!(read[name], name);
        assert!(matches!(json_line("{\"a\":\"ż\"}"), Cow::Borrowed(_)));
    }
}
