//! Properties of code points, as CPython 3.11 (Unicode 14.0) sees them.

/// Whether `\w` matches: `str.isalnum()` or `_`. Combining marks are not word characters.
pub fn is_word(_c: char) -> bool {
    todo!()
}

/// `str.isalnum`: a letter (general category L*), or numeric.
pub fn is_alnum(_c: char) -> bool {
    todo!()
}

/// `str.isdecimal`, which is what `\d` matches: general category Nd.
pub fn is_decimal(_c: char) -> bool {
    todo!()
}

/// `str.isnumeric` of one character: the property Numeric_Type is Decimal, Digit or Numeric (7, ², ½, Ⅷ, 一).
pub fn is_numeric(_c: char) -> bool {
    todo!()
}

/// `str.isspace` of one character, which is also what `\s`, `str.strip` and `str.split` take for white space.
pub fn is_space(_c: char) -> bool {
    todo!()
}
