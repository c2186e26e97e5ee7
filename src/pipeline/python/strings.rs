//! Methods of Python's `str`.

/// `str.lower`: full case mapping (İ gives two code points), with the final sigma.
pub fn lower(_text: &str) -> String {
    todo!()
}

/// `str.upper`: full case mapping (ß gives SS).
pub fn upper(_text: &str) -> String {
    todo!()
}

/// `str.strip`.
pub fn strip(_text: &str) -> &str {
    todo!()
}

/// `str.split` without a separator: the words between white space, none of them empty.
pub fn split_whitespace(text: &str) -> impl Iterator<Item = &str> {
    text.split(super::is_space).filter(|word| !word.is_empty())
}
