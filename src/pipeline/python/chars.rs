//! Properties and case of code points, as CPython 3.11 (Unicode 14.0) sees them.

use super::tables;
pub use super::tables::UNICODE_VERSION;

/// What is known of a character by its first byte alone: bits [`WORD`], [`SPACE`] and [`UNKNOWN`].
pub(crate) const CLASS_OF_BYTE: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 0x80 {
        let c = byte as u8;
        if c.is_ascii_alphanumeric() || c == b'_' {
            classes[byte] = WORD;
        } else if matches!(c, b'\t'..=b'\r' | 0x1c..=b' ') {
            classes[byte] = SPACE;
        }
        byte += 1;
    }
    while byte < 256 {
        classes[byte] = UNKNOWN;
        byte += 1;
    }
    // No white space begins with any other byte: see `tables::SPACE`.
    classes[0xc2] |= SPACE;
    classes[0xe1] |= SPACE;
    classes[0xe2] |= SPACE;
    classes[0xe3] |= SPACE;
    classes
};
/// `\w` matches an ASCII character.
pub(crate) const WORD: u8 = 1;
/// White space; with [`UNKNOWN`] perhaps.
pub(crate) const SPACE: u8 = 2;
/// Outside ASCII: its other bytes matter too.
pub(crate) const UNKNOWN: u8 = 4;

/// The highest bit of each of eight bytes.
const HIGHEST: u64 = 0x8080_8080_8080_8080;

/// How many bytes of ASCII come first.
pub(crate) fn n_ascii(bytes: &[u8]) -> usize {
    let (chunks, rest) = bytes.as_chunks::<8>();
    for (number, chunk) in chunks.iter().enumerate() {
        let beyond = u64::from_le_bytes(*chunk) & HIGHEST;
        if beyond != 0 {
            return 8 * number + beyond.trailing_zeros() as usize / 8;
        }
    }
    let of_rest = rest.iter().take_while(|byte| byte.is_ascii()).count();
    8 * chunks.len() + of_rest
}

/// The highest bit of each of eight bytes that may be of a white space: those up to the space, and those beyond ASCII.
pub(crate) fn perhaps_spaces(bytes: [u8; 8]) -> u64 {
    let bytes = u64::from_le_bytes(bytes);
    // Beyond the space seven bits come to 0x80 or more; no sum goes over into the next byte.
    let seven = (bytes & !HIGHEST) + 0x5f5f_5f5f_5f5f_5f5f;
    !(seven & !bytes) & HIGHEST
}

/// Whether `\w` matches: `str.isalnum()` or `_`. Combining marks are not word characters.
pub fn is_word(c: char) -> bool {
    c == '_' || is_alnum(c)
}

/// `str.isalnum` of one character: a letter (general category L*), or numeric.
pub fn is_alnum(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        // Latin letters but for two signs, and with them all of Polish; what follows up to U+024F is alike.
        '\u{c0}'..='\u{24f}' => c != '×' && c != '÷',
        _ => is_in(tables::ALNUM, c),
    }
}

/// `str.isdecimal` of one character, which is what `\d` matches: general category Nd.
pub fn is_decimal(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_digit()
    } else {
        is_in(tables::DECIMAL, c)
    }
}

/// `str.isnumeric` of one character: the property Numeric_Type is Decimal, Digit or Numeric (7, ², ½, Ⅷ, 一).
pub fn is_numeric(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_digit()
    } else {
        is_in(tables::NUMERIC, c)
    }
}

/// `str.isspace` of one character, which is also what `\s`, `str.strip` and `str.split` take for white space.
///
/// U+001C to U+001F belong to it, unlike in Unicode's White_Space; U+200B and U+FEFF do not.
pub fn is_space(c: char) -> bool {
    match c {
        '\0'..='\x7f' => matches!(c, '\t'..='\r' | '\x1c'..=' '),
        // Neither letters of Latin scripts nor emoji.
        '\u{a1}'..='\u{167f}' | '\u{3001}'.. => false,
        _ => is_in(tables::SPACE, c),
    }
}

/// Lower case by one code point (Unicode's Simple_Lowercase_Mapping); `re.IGNORECASE` compares by it.
pub fn simple_lower(c: char) -> char {
    if c.is_ascii() {
        c.to_ascii_lowercase()
    } else {
        mapped(tables::LOWER, c)
    }
}

/// For each code point from U+0080 to U+024F its image, or 0 where it is more than one code point.
type LatinCase = [u16; 0x250 - 0x80];
const LATIN_LOWER: LatinCase = latin_case(tables::LOWER, tables::LOWER_FULL);
const LATIN_UPPER: LatinCase = latin_case(tables::UPPER, tables::UPPER_FULL);

const fn latin_case(runs: &[(u32, u32, u32, i32)], full: &[(u32, &str)]) -> LatinCase {
    let mut images = [0; 0x250 - 0x80];
    let mut at = 0;
    while at < images.len() {
        images[at] = at as u16 + 0x80;
        at += 1;
    }
    let mut run = 0;
    while run < runs.len() {
        let (first, last, stride, difference) = runs[run];
        let mut c = first;
        while c <= last && c < 0x250 {
            if c >= 0x80 {
                images[c as usize - 0x80] = c.wrapping_add_signed(difference) as u16;
            }
            c += stride;
        }
        run += 1;
    }
    let mut entry = 0;
    while entry < full.len() {
        if full[entry].0 >= 0x80 && full[entry].0 < 0x250 {
            images[full[entry].0 as usize - 0x80] = 0;
        }
        entry += 1;
    }
    images
}

/// The image of a code point that a table of Latin letters holds; those up to U+024F map within U+FFFF.
fn latin(images: &LatinCase, c: char) -> Option<char> {
    let image = images.get((c as usize).wrapping_sub(0x80))?;
    char::from_u32(u32::from(*image)).filter(|image| *image != '\0')
}

/// Appends the lower case of a code point without regard to its neighbours (Σ gives σ).
pub(crate) fn push_lower(c: char, out: &mut String) {
    if let Some(image) = latin(&LATIN_LOWER, c) {
        out.push(image);
        return;
    }
    match full(tables::LOWER_FULL, c) {
        Some(image) => out.push_str(image),
        None => out.push(simple_lower(c)),
    }
}

/// Appends the upper case of a code point.
pub(super) fn push_upper(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_uppercase());
        return;
    }
    if let Some(image) = latin(&LATIN_UPPER, c) {
        out.push(image);
        return;
    }
    match full(tables::UPPER_FULL, c) {
        Some(image) => out.push_str(image),
        None => out.push(mapped(tables::UPPER, c)),
    }
}

/// Cased and not case-ignorable (Unicode's Cased, Case_Ignorable).
pub(super) fn is_cased(c: char) -> bool {
    is_in(tables::CASED, c)
}

/// Case-ignorable (Unicode's Case_Ignorable): the final sigma looks past it.
pub(super) fn is_case_ignorable(c: char) -> bool {
    is_in(tables::CASE_IGNORABLE, c)
}

/// The other lower-case code points that `re.IGNORECASE` takes for equal to this one.
pub(super) fn equal_ignoring_case(lower: char) -> impl Iterator<Item = char> {
    let table = tables::EQUAL_IGNORING_CASE;
    let others = match table.binary_search_by_key(&u32::from(lower), |entry| entry.0) {
        Ok(at) => table[at].1,
        Err(_) => &[],
    };
    others.iter().filter_map(|&other| char::from_u32(other))
}

/// The code points whose simple lower case is another one, within a range, with that lower case.
pub(super) fn lowered_within(first: char, last: char) -> impl Iterator<Item = (char, char)> {
    let (first, last) = (u32::from(first), u32::from(last));
    tables::LOWER
        .iter()
        .filter(move |run| run.0 <= last && first <= run.1)
        .flat_map(|run| (run.0..=run.1).step_by(run.2 as usize))
        .filter(move |c| (first..=last).contains(c))
        .filter_map(char::from_u32)
        .map(|c| (c, simple_lower(c)))
}

/// The code points within a range that have [`equal_ignoring_case`] ones.
pub(super) fn with_equals_within(first: char, last: char) -> impl Iterator<Item = char> {
    let within = u32::from(first)..=u32::from(last);
    let codes = tables::EQUAL_IGNORING_CASE.iter().map(|entry| entry.0);
    codes
        .filter(move |code| within.contains(code))
        .filter_map(char::from_u32)
}

fn is_in(ranges: &[(u32, u32)], c: char) -> bool {
    let c = u32::from(c);
    let after = ranges.partition_point(|range| range.0 <= c);
    after > 0 && c <= ranges[after - 1].1
}

fn mapped(runs: &[(u32, u32, u32, i32)], c: char) -> char {
    let code = u32::from(c);
    let after = runs.partition_point(|run| run.0 <= code);
    if after == 0 {
        return c;
    }
    let (first, last, stride, difference) = runs[after - 1];
    if code > last || (code - first) % stride != 0 {
        return c;
    }
    char::from_u32(code.wrapping_add_signed(difference)).unwrap_or(c)
}

fn full(table: &[(u32, &'static str)], c: char) -> Option<&'static str> {
    let at = table
        .binary_search_by_key(&u32::from(c), |entry| entry.0)
        .ok()?;
    Some(table[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_bytes_are_told_at_once() {
        let eight = |byte: u8| [b'a', byte, b' ', byte, 0xc5, b'~', b'!', byte];
        for byte in 0..=u8::MAX {
            let bits = perhaps_spaces(eight(byte));
            for (at, byte) in eight(byte).into_iter().enumerate() {
                let is_told = bits >> (8 * at) == bits >> (8 * at) | 0x80;
                assert_eq!(
                    is_told,
                    byte <= b' ' || !byte.is_ascii(),
                    "{byte:x} at {at}"
                );
            }
            assert_eq!(bits & HIGHEST, bits);
        }
        for n in 0..40 {
            for beyond in 0..=n {
                let mut bytes = vec![b'a'; n];
                bytes[beyond..].fill(0xc5);
                assert_eq!(n_ascii(&bytes), beyond);
            }
        }
    }

    #[test]
    fn first_bytes_tell_what_they_can() {
        for c in '\0'..=char::MAX {
            let class = CLASS_OF_BYTE[usize::from(c.encode_utf8(&mut [0; 4]).as_bytes()[0])];
            if c.is_ascii() {
                let (word, space) = (u8::from(is_word(c)) * WORD, u8::from(is_space(c)) * SPACE);
                assert_eq!(class, word | space, "{c:?}");
            } else {
                assert!(class & UNKNOWN != 0, "{c:?}");
                assert!(class & SPACE != 0 || !is_space(c), "{c:?}");
            }
        }
    }

    /// What is answered without a table of ranges is what the table says.
    #[test]
    fn quick_answers_are_those_of_the_tables() {
        for c in '\u{80}'..=char::MAX {
            assert_eq!(is_alnum(c), is_in(tables::ALNUM, c), "{c:?}");
            assert_eq!(is_space(c), is_in(tables::SPACE, c), "{c:?}");
            let by_table = |full_table, table| match full(full_table, c) {
                Some(image) => image.to_owned(),
                None => mapped(table, c).to_string(),
            };
            let (mut lower, mut upper) = (String::new(), String::new());
            push_lower(c, &mut lower);
            push_upper(c, &mut upper);
            assert_eq!(lower, by_table(tables::LOWER_FULL, tables::LOWER), "{c:?}");
            assert_eq!(upper, by_table(tables::UPPER_FULL, tables::UPPER), "{c:?}");
        }
    }
}
