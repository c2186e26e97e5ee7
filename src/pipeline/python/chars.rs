//! Properties and case of code points, as CPython 3.11 (Unicode 14.0) sees them.

use super::tables;
pub use super::tables::UNICODE_VERSION;

/// Whether `\w` matches: `str.isalnum()` or `_`. Combining marks are not word characters.
pub fn is_word(c: char) -> bool {
    c == '_' || is_alnum(c)
}

/// `str.isalnum` of one character: a letter (general category L*), or numeric.
pub fn is_alnum(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric()
    } else {
        is_in(tables::ALNUM, c)
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
    if c.is_ascii() {
        matches!(c, '\t'..='\r' | '\x1c'..=' ')
    } else {
        is_in(tables::SPACE, c)
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

/// Appends the lower case of a code point without regard to its neighbours (Σ gives σ).
pub(super) fn push_lower(c: char, out: &mut String) {
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
