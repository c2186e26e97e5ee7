//! Typing mistakes, drawn from a seed.
//!
//! Each letter is mistyped with a probability of 1 in [`LETTERS_A_TYPO`], in one of four ways that are equally likely: swapped
//! with the letter behind it, left out, struck twice, or a neighbouring key in its place. Where there is no letter behind it
//! that differs, or no such key, it is struck twice. Keys are those of the Polish programmer's keyboard, whose letters lie as in
//! QWERTY: `ą` is on the key of `a`, `ź` on that of `x`. Words with an `@`, and links, are chosen or pasted and stay.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use super::changed;
use crate::pipeline::polish::plain;
use crate::pipeline::rng::RandomState;
use crate::pipeline::unicode::composed;

/// Of so many letters one is mistyped, on average.
pub const LETTERS_A_TYPO: u32 = 20;

/// The keys with letters; each row is half a key to the right of the one above it.
const KEYS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// The same for the same text, seed and row. Rows draw from generators of their own, so that what is drawn for one does not
/// depend on the others.
pub(super) fn with_typos(text: &str, seed: u32, row: u32) -> Cow<'_, str> {
    // An odd factor gives each row a seed of its own.
    let mut random = RandomState::new(seed ^ row.wrapping_mul(0x9e37_79b9));
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        match word.contains('@') || word.contains("://") {
            true => out.push_str(word),
            false => mistype(word, &mut random, &mut out),
        }
    }
    changed(text, out)
}

fn mistype(word: &str, random: &mut RandomState, out: &mut String) {
    let signs: Vec<&str> = word.graphemes(true).collect();
    let mut at = 0;
    while let Some(&sign) = signs.get(at) {
        at += 1;
        if !is_letter(sign) || random.random_interval(LETTERS_A_TYPO - 1) != 0 {
            out.push_str(sign);
            continue;
        }
        let behind = signs.get(at).copied();
        let typed = match random.random_interval(3) {
            0 => behind
                .filter(|behind| is_letter(behind) && *behind != sign)
                .map(|behind| {
                    at += 1;
                    format!("{behind}{sign}")
                }),
            1 => Some(String::new()),
            2 => neighbour(sign, random).map(String::from),
            _ => None,
        };
        out.push_str(&typed.unwrap_or_else(|| sign.repeat(2)));
    }
}

/// Whether what a reader sees as one sign is a letter, with whatever marks.
fn is_letter(sign: &str) -> bool {
    sign.starts_with(char::is_alphabetic)
}

/// A letter from a key beside that of this one, in its case; none where no key has it.
fn neighbour(sign: &str, random: &mut RandomState) -> Option<char> {
    let letter = composed(sign).chars().next()?;
    let lower = letter.to_lowercase().next()?;
    let key = match lower {
        'ź' => 'x',
        _ => plain(lower).unwrap_or(lower),
    };
    let beside = keys_beside(key)?;
    let last = u32::try_from(beside.len()).expect("at most six keys") - 1;
    let typed = beside[random.random_interval(last) as usize];
    Some(match letter.is_uppercase() {
        true => typed.to_ascii_uppercase(),
        false => typed,
    })
}

/// Of a key with a letter those with letters that touch it, by rows from the left.
fn keys_beside(key: char) -> Option<Vec<char>> {
    let mut rows = KEYS.iter().zip(0i32..);
    let (row, column) =
        rows.find_map(|(keys, row)| Some((row, i32::try_from(keys.find(key)?).ok()?)))?;
    let beside = [(-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0)];
    let found = beside.into_iter().filter_map(|(down, right)| {
        let keys = KEYS.get(usize::try_from(row + down).ok()?)?;
        keys.chars().nth(usize::try_from(column + right).ok()?)
    });
    Some(found.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_touch_as_on_the_keyboard() {
        for (key, beside) in [
            ('q', "wa"),
            ('a', "qwsz"),
            ('s', "weadzx"),
            ('g', "tyfhvb"),
            ('l', "opk"),
            ('p', "ol"),
            ('z', "asx"),
            ('m', "jkn"),
        ] {
            assert_eq!(keys_beside(key), Some(beside.chars().collect()), "{key}");
        }
        assert_eq!(keys_beside('1'), None);
        assert_eq!(keys_beside('ж'), None);
    }

    #[test]
    fn a_letter_is_mistyped_as_its_key_is() {
        let mut random = RandomState::new(1);
        for (letter, beside) in [
            ("ą", "qwsz"),
            ("Ź", "SDZC"),
            ("z\u{301}", "sdzc"),
            ("Ó", "IPKL"),
        ] {
            for _ in 0..20 {
                let typed = neighbour(letter, &mut random).unwrap();
                assert!(beside.contains(typed), "{letter}: {typed}");
            }
        }
        assert_eq!(neighbour("ж", &mut random), None);
    }

    #[test]
    fn one_letter_in_twenty_is_mistyped_in_four_ways() {
        // Of letters that all differ from their neighbours, so that each mistake shows.
        let text = "ab".repeat(20_000);
        let found = with_typos(&text, 2021, 0);
        // Letters left out are as many as those struck twice; the other mistakes keep the length.
        let difference = found.len().abs_diff(text.len());
        // Six standard deviations of 1,000 steps to either side are 190.
        assert!(difference < 190, "{difference}");
        let other_keys = found.chars().filter(|c| !"ab".contains(*c)).count();
        // 500 are expected; six standard deviations are 134.
        assert!((366..634).contains(&other_keys), "{other_keys}");
        // Two for a swap, one for a letter left out or struck twice: about 2,000.
        let pairs = found.matches("aa").count() + found.matches("bb").count();
        assert!(pairs > 1700, "{pairs}");
    }

    #[test]
    fn a_seed_and_a_row_have_typos_of_their_own() {
        let text = "zażółć gęślą jaźń i idź do domu, proszę ciebie ".repeat(4);
        let once = with_typos(&text, 1, 5);
        assert_ne!(once, text);
        assert_eq!(once, with_typos(&text, 1, 5));
        assert_ne!(once, with_typos(&text, 1, 6));
        assert_ne!(once, with_typos(&text, 2, 5));
    }

    #[test]
    fn what_is_no_letter_stays() {
        for text in [
            "",
            "123 !? 😀 \u{301}",
            "@anonymized_account",
            "https://a.pl/abcdefghijklmno",
        ] {
            let text = text.repeat(200);
            let found = with_typos(&text, 3, 0);
            assert!(
                matches!(found, Cow::Borrowed(same) if same == text),
                "{text}"
            );
        }
        // A letter goes with its marks.
        let text = "a\u{328}".repeat(1000);
        let marks = |text: &str| text.matches('\u{328}').count();
        let letters = |text: &str| text.matches(char::is_alphabetic).count();
        let found = with_typos(&text, 3, 0);
        let keys = found.matches(|c: char| "qwsz".contains(c)).count();
        assert_eq!(letters(&found), marks(&found) + keys);
    }
}
