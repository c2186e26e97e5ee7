//! Lower case, then accents: scikit-learn's `_preprocess`, in its order.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

use super::params::StripAccents;
use crate::pipeline::python;

#[derive(Clone)]
pub(super) struct Preprocess {
    pub(super) lowercase: bool,
    pub(super) strip_accents: StripAccents,
}

impl Preprocess {
    pub(super) fn apply<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let lower = if self.lowercase {
            Cow::Owned(python::lower(text))
        } else {
            Cow::Borrowed(text)
        };
        if self.strip_accents == StripAccents::None || lower.is_ascii() {
            return lower;
        }
        let mut stripped = String::with_capacity(lower.len());
        for c in lower.chars() {
            self.strip(c, |kept| stripped.push(kept));
        }
        Cow::Owned(stripped)
    }

    /// For each byte of what [`Preprocess::apply`] gives, the bytes of the character in `text` that it came from.
    pub(super) fn origins(&self, text: &str) -> Vec<Range<usize>> {
        let mut origins = Vec::with_capacity(text.len());
        let mut lower = String::new();
        for (start, c) in text.char_indices() {
            let origin = start..start + c.len_utf8();
            let mut n_bytes = 0;
            if self.lowercase {
                // A sigma's two lower-case forms have the same length, so that context does not matter here.
                lower.clear();
                python::push_lower(c, &mut lower);
                for c in lower.chars() {
                    self.strip(c, |kept| n_bytes += kept.len_utf8());
                }
            } else {
                self.strip(c, |kept| n_bytes += kept.len_utf8());
            }
            origins.extend(std::iter::repeat_n(origin, n_bytes));
        }
        origins
    }

    /// What is left of a character. Normalisation also reorders marks, but those are dropped either way, so that each
    /// character can be taken by itself.
    fn strip(&self, c: char, mut keep: impl FnMut(char)) {
        match self.strip_accents {
            StripAccents::None => keep(c),
            _ if c.is_ascii() => keep(c),
            StripAccents::Ascii => decompose_compatible(c, |part| {
                if part.is_ascii() {
                    keep(part);
                }
            }),
            StripAccents::Unicode => decompose_compatible(c, |part| {
                if canonical_combining_class(part) == 0 {
                    keep(part);
                }
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [StripAccents; 3] = [
        StripAccents::None,
        StripAccents::Ascii,
        StripAccents::Unicode,
    ];

    #[test]
    fn lower_comes_before_accents() {
        let apply = |lowercase, strip_accents, text: &str| {
            Preprocess {
                lowercase,
                strip_accents,
            }
            .apply(text)
            .into_owned()
        };
        // İ is lower-cased to i and a combining dot, which then is an accent.
        assert_eq!(apply(true, StripAccents::None, "İ"), "i\u{307}");
        assert_eq!(apply(true, StripAccents::Unicode, "İ"), "i");
        assert_eq!(apply(true, StripAccents::None, "ΟΔΟΣ Σ"), "οδος σ");
        assert_eq!(
            apply(false, StripAccents::Unicode, "Zażółć ﬁ ½"),
            "Zazołc fi 1⁄2"
        );
        assert_eq!(
            apply(false, StripAccents::Ascii, "Zażółć ﬁ ½ 😀"),
            "Zazoc fi 12 "
        );
    }

    proptest::proptest! {
        #[test]
        fn every_byte_has_an_origin(text in "\\PC{0,20}|[ΑΣσİßǅ가é\u{301} a]{0,12}", lowercase: bool, which in 0usize..3) {
            let preprocess = Preprocess { lowercase, strip_accents: ALL[which] };
            let origins = preprocess.origins(&text);
            assert_eq!(origins.len(), preprocess.apply(&text).len());
            assert!(origins.is_sorted_by_key(|origin| origin.start));
            assert!(origins.iter().all(|origin| text.get(origin.clone()).is_some()));
        }
    }
}
