//! Texts of others, such as names of classes, inside Markdown: they show as they are and mean nothing.
//!
//! Written for MLflow's page, whose reader (showdown in its GitHub flavour) makes links of `@name`, `www.` and `https:` and
//! smileys of `:name:`, and for readers after CommonMark.

/// The text on one line, every character of it to be read as itself. A character that can't be seen becomes `\u{..}`, a blank
/// of any kind one blank.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.trim().chars().peekable();
    // A list, a heading or a rule only begins at the start.
    let mut is_start = true;
    while let Some(character) = characters.next() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // Neither reader has a way to escape it, and showdown makes a link to GitHub of it.
            '@' => out.push_str("&#64;"),
            // MLflow's page shows the backslash before it. One before a blank means nothing.
            ':' if characters.peek().is_some_and(|next| !next.is_whitespace()) => {
                out.push_str("&#58;")
            }
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '!' | '~' | '|' => {
                out.push('\\');
                out.push(character);
            }
            // `www.name` is a link; the point of a number is none.
            '.' if characters.peek().is_some_and(|next| next.is_alphabetic()) => {
                out.push_str("\\.")
            }
            '-' | '+' | '=' if is_start => {
                out.push('\\');
                out.push(character);
            }
            // Two blanks at the end of a line, four at its start, or an empty line have a meaning.
            _ if character.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            _ if is_unseen(character) => {
                out.push_str(&format!("\\\\u\\{{{:x}\\}}", u32::from(character)))
            }
            _ => out.push(character),
        }
        is_start = false;
    }
    // `1.` and `1)` begin a list.
    let digits = out.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && out[digits..].starts_with('.') {
        out.insert(digits, '\\');
    }
    out
}

/// A row of a table. MLflow's page leaves no room between the columns.
pub fn row(cells: &[&str]) -> String {
    format!("| {} |\n", cells.join(" | &nbsp;&nbsp;"))
}

/// The head of a table.
pub fn head(columns: &[&str]) -> String {
    row(columns) + &"|---".repeat(columns.len()) + "|\n"
}

/// Control characters, and those that turn the direction of writing or have no width.
fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_name_is_markdown() {
        let cases = [
            ("hate-speech", "hate-speech"),
            ("żółty ptak, 0.963 i 12 %", "żółty ptak, 0.963 i 12 %"),
            ("hate_speech", r"hate\_speech"),
            ("@SUM", "&#64;SUM"),
            ("a[b](c)", r"a\[b\]\(c\)"),
            ("</script><b>&amp;", "&lt;/script&gt;&lt;b&gt;&amp;amp;"),
            ("x | y", r"x \| y"),
            ("`code` *b* ~~s~~ \\", r"\`code\` \*b\* \~\~s\~\~ \\"),
            ("# head", r"\# head"),
            ("- item", r"\- item"),
            ("1. item", r"1\. item"),
            ("1) item", r"1\) item"),
            ("a\n\n# b\r\n\tc  ", r"a \# b c"),
            ("www.example.com", r"www\.example\.com"),
            ("https://x", "https&#58;//x"),
            (":smile:", "&#58;smile:"),
            ("a: b", "a: b"),
            ("a\u{1b}[31m\u{202e}", r"a\\u\{1b\}\[31m\\u\{202e\}"),
            ("v1.0", "v1.0"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(escaped(text), expected, "{text:?}");
        }
    }
}
