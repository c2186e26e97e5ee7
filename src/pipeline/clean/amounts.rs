//! Amounts: a number with its unit or currency right behind it.

/// A space between an ASCII digit and an ASCII letter behind it, appended to `out`; where there is no such place nothing
/// is written and the answer is false.
///
/// The pipeline splits at `(?<=[0-9]) ?(?=[a-zA-Z])` and joins by a space, if `[0-9]+ ?[a-zA-Z]+` occurs. Where a space
/// is there already that puts it back, and where nothing occurs there is nothing to split.
pub(super) fn split(text: &str, out: &mut String) -> bool {
    // Most texts have no digit, which is seen without a branch for each byte.
    if !text
        .bytes()
        .fold(false, |any, byte| any | byte.is_ascii_digit())
    {
        return false;
    }
    let mut copied = 0;
    let mut after_digit = false;
    for (at, byte) in text.bytes().enumerate() {
        if after_digit && byte.is_ascii_alphabetic() {
            out.push_str(&text[copied..at]);
            out.push(' ');
            copied = at;
        }
        after_digit = byte.is_ascii_digit();
    }
    if copied > 0 {
        out.push_str(&text[copied..]);
    }
    copied > 0
}
