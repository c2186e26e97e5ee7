//! Traces of faulty exports in a text: lost characters, bytes read in the wrong code page, escapes, control
//! characters, byte order marks. Each is a plain yes or no about one text.

use super::words;
use crate::pipeline::python;

/// Bytes 0x80 to 0x9F of Windows-1250; U+FFFD where it has no character.
const CP1250_LOW: [char; 32] = [
    '€', '\u{fffd}', '‚', '\u{fffd}', '„', '…', '†', '‡', '\u{fffd}', '‰', 'Š', '‹', 'Ś', 'Ť', 'Ž',
    'Ź', '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '\u{fffd}', '™', 'š', '›', 'ś', 'ť', 'ž',
    'ź',
];
/// Bytes 0xA0 to 0xFF of Windows-1250.
const CP1250_HIGH: [char; 96] = [
    '\u{a0}', 'ˇ', '˘', 'Ł', '¤', 'Ą', '¦', '§', '¨', '©', 'Ş', '«', '¬', '\u{ad}', '®', 'Ż', '°',
    '±', '˛', 'ł', '´', 'µ', '¶', '·', '¸', 'ą', 'ş', '»', 'Ľ', '˝', 'ľ', 'ż', 'Ŕ', 'Á', 'Â', 'Ă',
    'Ä', 'Ĺ', 'Ć', 'Ç', 'Č', 'É', 'Ę', 'Ë', 'Ě', 'Í', 'Î', 'Ď', 'Đ', 'Ń', 'Ň', 'Ó', 'Ô', 'Ő', 'Ö',
    '×', 'Ř', 'Ů', 'Ú', 'Ű', 'Ü', 'Ý', 'Ţ', 'ß', 'ŕ', 'á', 'â', 'ă', 'ä', 'ĺ', 'ć', 'ç', 'č', 'é',
    'ę', 'ë', 'ě', 'í', 'î', 'ď', 'đ', 'ń', 'ň', 'ó', 'ô', 'ő', 'ö', '÷', 'ř', 'ů', 'ú', 'ű', 'ü',
    'ý', 'ţ', '˙',
];
/// Bytes 0x80 to 0x9F of Windows-1252; the rest of it is Latin-1, where a character is its own byte.
const CP1252_LOW: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž',
    '\u{fffd}', '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}',
    'ž', 'Ÿ',
];

/// HTML's names of the characters that exports leave in texts most often.
const ENTITIES: [&str; 24] = [
    "amp", "lt", "gt", "quot", "apos", "nbsp", "hellip", "ndash", "mdash", "laquo", "raquo",
    "bdquo", "ldquo", "rdquo", "lsquo", "rsquo", "oacute", "Oacute", "euro", "copy", "reg",
    "trade", "deg", "sect",
];

/// U+FFFD, the sign that a program puts where it could not read a character.
pub(super) fn has_replacement(text: &str) -> bool {
    text.contains('\u{fffd}')
}

/// A byte order mark inside a text (U+FEFF; at the start of a file it is dropped when the file is read), or one read
/// with its bytes swapped (U+FFFE).
pub(super) fn has_byte_order_mark(text: &str) -> bool {
    text.contains(['\u{feff}', '\u{fffe}'])
}

/// Control characters other than the tab and line breaks (`\n`, `\r\n`).
pub(super) fn has_control(text: &str) -> bool {
    // All of them have a byte below 0x20, or begin with 0x7F or 0xC2; most texts have none of these.
    let suspect = |byte: u8| byte < 0x20 || byte == 0x7f || byte == 0xc2;
    text.bytes().any(suspect)
        && text.char_indices().any(|(at, character)| match character {
            '\t' | '\n' => false,
            '\r' => text.as_bytes().get(at + 1) != Some(&b'\n'),
            other => other.is_control(),
        })
}

/// A character written as HTML writes it (`&amp;`, `&#243;`, `&#x142;`) or as JSON does (`\u0026`). The two signs `\n`
/// are none: PolEval's own files write line breaks so.
pub(super) fn has_escape(text: &str) -> bool {
    has_entity(text)
        || text
            .match_indices("\\u")
            .any(|(at, _)| words::has_four_digits(&text.as_bytes()[at + 2..]))
}

fn has_entity(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        let rest = &text[at + 1..];
        let Some(end) = rest.bytes().take(10).position(|byte| byte == b';') else {
            return false;
        };
        let name = &rest[..end];
        match name.strip_prefix('#') {
            Some(number) => match number.strip_prefix(['x', 'X']) {
                Some(hex) => !hex.is_empty() && hex.bytes().all(|byte| byte.is_ascii_hexdigit()),
                None => !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()),
            },
            None => ENTITIES.contains(&name),
        }
    })
}

/// UTF-8 that was read as Windows-1250, Windows-1252 or Latin-1 (`Å‚` or `Ĺ‚` for `ł`), or Windows-1250 that was read as
/// Latin-1 (`by³a` for `była`).
///
/// The first is found by undoing it: some characters, put back into the bytes of the code page, are the UTF-8 of a
/// character that tweets hold (a Latin letter, a sign of punctuation, a symbol, an emoji). Polish letters begin no such
/// sequence. The second shows where one of `¹`, `³`, `¿` stands between two letters of ASCII.
pub(in crate::pipeline::corpus) fn has_mojibake(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let between_letters = || {
        let letter = |byte: u8| byte.is_ascii_alphabetic();
        text.match_indices(['¹', '³', '¿']).any(|(at, sign)| {
            let bytes = text.as_bytes();
            let after = at + sign.len();
            at > 0 && letter(bytes[at - 1]) && bytes.get(after).is_some_and(|byte| letter(*byte))
        })
    };
    undoes(text, byte_1250) || undoes(text, byte_1252) || between_letters()
}

/// Whether some characters of the text are the UTF-8 of one character when put back into bytes by `byte_of`, which has none
/// for ASCII.
fn undoes(text: &str, byte_of: impl Fn(char) -> Option<u8>) -> bool {
    // What goes on with such a sequence is not ASCII either.
    let is_beyond_ascii = |at: usize| text.as_bytes().get(at).is_some_and(|byte| !byte.is_ascii());
    let mut leads = text
        .char_indices()
        .filter(|&(at, c)| !c.is_ascii() && is_beyond_ascii(at + c.len_utf8()));
    leads.any(|(at, lead)| {
        let n_bytes = match byte_of(lead) {
            Some(0xc2..=0xdf) => 2,
            Some(0xe0..=0xef) => 3,
            Some(0xf0..=0xf4) => 4,
            _ => return false,
        };
        let mut bytes = [0; 4];
        let mut filled = 0;
        for c in text[at..].chars().take(n_bytes) {
            match byte_of(c) {
                Some(byte) => bytes[filled] = byte,
                None => return false,
            }
            filled += 1;
        }
        std::str::from_utf8(&bytes[..filled])
            .ok()
            .and_then(|undone| undone.chars().next())
            .is_some_and(is_usual)
    })
}

/// Characters beyond ASCII that tweets in Latin script hold.
fn is_usual(c: char) -> bool {
    matches!(c,
        '\u{a0}'..='\u{17f}'        // signs and letters of Latin-1, letters of Central Europe
        | '\u{2010}'..='\u{2044}'   // dashes, quotes, ellipsis
        | '€' | '™'
        | '\u{2190}'..='\u{21ff}'   // arrows
        | '\u{2600}'..='\u{27bf}'   // symbols
        | '\u{fe0f}' | '\u{feff}'   // what follows a symbol, byte order mark
        | '\u{1f000}'..='\u{1faff}') // emoji
}

fn byte_1250(c: char) -> Option<u8> {
    byte_in(&CP1250_LOW, c).or_else(|| {
        let place = CP1250_HIGH.iter().position(|other| *other == c)?;
        Some(0xa0 + place as u8)
    })
}

fn byte_1252(c: char) -> Option<u8> {
    let is_latin_1 = ('\u{a0}'..='\u{ff}').contains(&c);
    byte_in(&CP1252_LOW, c).or_else(|| is_latin_1.then_some(c as u8))
}

/// The byte from 0x80 to 0x9F of a character; the control characters C1 are their own.
fn byte_in(low: &[char; 32], c: char) -> Option<u8> {
    if ('\u{80}'..='\u{9f}').contains(&c) {
        return Some(c as u8);
    }
    let place = low.iter().position(|other| *other == c)?;
    (c != char::REPLACEMENT_CHARACTER).then_some(0x80 + place as u8)
}

/// Whether nothing of the text can be seen.
pub(super) fn is_empty(text: &str) -> bool {
    text.chars()
        .all(|c| python::is_space(c) || c.is_whitespace() || is_invisible(c))
}

/// Joiners, marks of direction, selectors of variants: they change what others look like and show nothing themselves.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_in_the_wrong_code_page_are_found() {
        // Written by Python: text.encode("utf-8").decode(page), and "była".encode("cp1250").decode("latin-1").
        for text in [
            "byĹ‚a",      // ł by cp1250
            "byÅ‚a",      // ł by cp1252
            "byÅ\u{82}a", // ł by latin-1
            "Ä…",         // ą by both
            "zwiÄ…zek",
            "Ăłw",       // ó by cp1250
            "Ã³w",       // ó by cp1252
            "Å¼",        // ż by cp1252
            "ĹĽ",        // ż by cp1250
            "â€žtakâ€ť", // quotes by cp1250
            "â€“",       // a dash
            "đź‚",       // the start of an emoji by cp1250 is none yet
            "đźŽ‚",      // U+1F382 by cp1250
            "ðŸŽ‚",      // U+1F382 by cp1252
            "ď»żtekst",  // a byte order mark
            "by³a",
        ] {
            let is_whole = text != "đź‚";
            assert_eq!(has_mojibake(text), is_whole, "{text}");
        }
    }

    #[test]
    fn sound_texts_have_no_mojibake() {
        for text in [
            "",
            "zażółć gęślą jaźń ZAŻÓŁĆ GĘŚLĄ JAŹŃ",
            "„Ó”, «Ę» – ‘ć…’ KRÓ…",
            "Ń„ Ó… Ć™ ę… ó…”“ ć„”",
            "Köln, Zürich, Århus, ça va, âge, Čapek, đak, ďábel",
            "10 m³ i 20 km², ¿qué?, E=mc²",
            "naïve façade — señor, Ärger, „Änderung“",
            "😂👍🏽🇵🇱❤️",
        ] {
            assert!(!has_mojibake(text), "{text}");
        }
    }

    #[test]
    fn escapes_are_found() {
        for (text, expected) in [
            ("a &amp; b", true),
            ("&oacute;w", true),
            ("&#243;w &", true),
            ("&#x142;", true),
            ("a & b; c", false),
            ("R&D;", false),
            ("&#;&#x;&;", false),
            ("&lt", false),
            ("&ampersand;", false),
            (r"a \u0026 b", true),
            (r"a\nb c:\users \u00", false),
        ] {
            assert_eq!(has_escape(text), expected, "{text}");
        }
    }

    #[test]
    fn what_can_not_be_seen_is_empty() {
        for (text, expected) in [
            ("", true),
            (" \u{a0}\t\u{2003}", true),
            ("\u{200b}\u{fe0f}\u{200d}", true),
            (".", false),
            ("❤\u{fe0f}", false),
        ] {
            assert_eq!(is_empty(text), expected, "{text:?}");
        }
    }

    #[test]
    fn control_characters_and_marks() {
        for (text, control, mark) in [
            ("a\tb\r\nc", false, false),
            ("a\u{85}b", true, false),
            ("y\u{7}", true, false),
            ("z\rz", true, false),
            ("a\u{feff}b", false, true),
            ("\u{fffe}", false, true),
        ] {
            assert_eq!(
                (has_control(text), has_byte_order_mark(text)),
                (control, mark),
                "{text:?}"
            );
        }
    }
}
