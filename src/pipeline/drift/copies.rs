//! Copies: rows of equal or nearly equal text, such as retweets and waves of spam.
//!
//! Tests take rows as independent, and copies are not: a text that was sent forty times is one thing that happened, not
//! forty. So a verdict counts each text once beside counting each row, see [`once_each`]: of the copies of both sides one is
//! kept, chosen without a look at the sides. Whether copies fall on a side one by one or all together, the rows that are
//! kept then are exchangeable where nothing changed, and every test of a report holds for them as it is.

use std::borrow::Cow;
use std::collections::BTreeMap;

use regex::Regex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::overlap::row_digests;
use super::side::Side;
use super::tokens::lowered;
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::step::{Pace, at_once, pause};

/// Makes the keys of near-equal texts: texts have the same key that differ only in links, mentions, digits, case, white
/// space and a leading `RT`.
pub(super) struct CopyKeys {
    link: Regex,
    mention: Regex,
    retweet: Regex,
}

impl CopyKeys {
    pub(super) fn new() -> CopyKeys {
        let regex = |pattern| Regex::new(pattern).expect("the pattern is sound");
        CopyKeys {
            link: regex(r"\b(?:https?://|www\.)\S+"),
            mention: regex(r"@[\p{L}\p{M}\p{N}_]+"),
            retweet: regex(r"^\s*rt\b[\s:]*"),
        }
    }

    /// The first 64 bits of a SHA-256; the text is [`lowered`].
    pub(super) fn of(&self, lowered: &str) -> u64 {
        let text = match lowered.contains("http") || lowered.contains("www.") {
            true => self.link.replace_all(lowered, " http "),
            false => Cow::Borrowed(lowered),
        };
        let text = self.mention.replace_all(&text, " ");
        let text = self.retweet.replace(&text, "");
        let mut plain = String::with_capacity(text.len());
        let (mut space, mut digit) = (false, false);
        for character in text.chars() {
            if character.is_whitespace() {
                space = true;
                digit = false;
                continue;
            }
            if space && !plain.is_empty() {
                plain.push(' ');
            }
            space = false;
            if character.is_numeric() {
                if !digit {
                    plain.push('0');
                }
                digit = true;
            } else {
                plain.push(character);
                digit = false;
            }
        }
        first_bits(plain.as_bytes())
    }
}

/// The key of each text, as [`Side::copy_keys`].
/// Gives way in between.
pub async fn copy_keys<T: AsRef<str>>(texts: &[T]) -> Vec<u64> {
    let mut pace = Pace::default();
    let known = CopyKeys::new();
    let mut keys = Vec::with_capacity(texts.len());
    for text in texts {
        keys.push(known.of(&lowered(text.as_ref())));
        pace.after(text.as_ref().len()).await;
    }
    keys
}

pub(super) fn first_bits(bytes: &[u8]) -> u64 {
    let digest = Sha256::digest(bytes);
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    u64::from_be_bytes(first)
}

/// What a report says of copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Copies {
    pub reference: CopiesOfSide,
    pub current: CopiesOfSide,
    /// Texts that both sides have.
    pub texts_on_both: u64,
    /// Whether texts count as copies that differ in links, mentions and digits, or equal ones alone, since a side came
    /// without its texts.
    pub near_equal: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct CopiesOfSide {
    pub rows: u64,
    /// Different texts among them.
    pub texts: u64,
    /// Rows of the text that is there the most often.
    pub most: u64,
}

impl CopiesOfSide {
    /// Share of the rows that repeat another row of their side, `0.0..1.0`.
    pub fn share(&self) -> f64 {
        (self.rows - self.texts) as f64 / self.rows.max(1) as f64
    }
}

/// The key of each row of both sides, and whether they are those of near-equal texts.
pub(super) fn keys_of(reference: &Side, current: &Side) -> ([Vec<u64>; 2], bool) {
    match (&reference.copy_keys, &current.copy_keys) {
        (Some(a), Some(b)) => ([a.clone(), b.clone()], true),
        _ => ([row_digests(reference), row_digests(current)], false),
    }
}

impl Copies {
    pub(super) fn new(keys: &[Vec<u64>; 2], near_equal: bool) -> Copies {
        let counts = counted(keys);
        let of = |side: usize| CopiesOfSide {
            rows: keys[side].len() as u64,
            texts: counts.values().filter(|count| count[side] > 0).count() as u64,
            most: counts
                .values()
                .map(|count| u64::from(count[side]))
                .max()
                .unwrap_or(0),
        };
        Copies {
            reference: of(0),
            current: of(1),
            texts_on_both: counts.values().filter(|c| c[0] > 0 && c[1] > 0).count() as u64,
            near_equal,
        }
    }

    /// Whether any text is there more than once, on one side or on both.
    pub fn any(&self) -> bool {
        self.texts_on_both > 0
            || [self.reference, self.current]
                .iter()
                .any(|side| side.texts < side.rows)
    }
}

impl Copies {
    /// How many texts there are on either side, and what follows of it, without a full stop.
    pub fn message(&self) -> Message {
        let (a, b) = (self.reference, self.current);
        message!(
            "drift-copies",
            kind = Argument::Key(match self.near_equal {
                true => "near".into(),
                false => "equal".into(),
            }),
            texts_before = a.texts,
            rows_before = a.rows,
            texts_now = b.texts,
            rows_now = b.rows
        )
    }
}

/// For each key its rows on both sides.
fn counted(keys: &[Vec<u64>; 2]) -> BTreeMap<u64, [u32; 2]> {
    let mut counts: BTreeMap<u64, [u32; 2]> = BTreeMap::new();
    for (side, keys) in keys.iter().enumerate() {
        for &key in keys {
            counts.entry(key).or_default()[side] += 1;
        }
    }
    counts
}

/// Both sides with each text once; none where no text is there twice. Which of the copies of a text is kept, and with it
/// the side that keeps the text, depends on the text and on how many copies there are alone.
pub fn once_each(reference: &Side, current: &Side) -> Option<(Side, Side)> {
    let (keys, near_equal) = keys_of(reference, current);
    let copies = Copies::new(&keys, near_equal);
    at_once(once_of(reference, current, &keys, &copies))
}

/// The same of the keys of the rows, giving way in between.
pub(super) async fn once_of(
    reference: &Side,
    current: &Side,
    keys: &[Vec<u64>; 2],
    copies: &Copies,
) -> Option<(Side, Side)> {
    if !copies.any() {
        return None;
    }
    let [a, b] = kept(keys);
    pause().await;
    let reference = reference.select(&a);
    pause().await;
    Some((reference, current.select(&b)))
}

/// The rows that are kept of each side, ascending.
fn kept(keys: &[Vec<u64>; 2]) -> [Vec<u32>; 2] {
    let counts = counted(keys);
    let mut seen: BTreeMap<u64, u64> = BTreeMap::new();
    [0, 1].map(|side| {
        (0u32..)
            .zip(&keys[side])
            .filter(|(_, key)| {
                let all = counts[*key];
                let place = seen.entry(**key).or_insert(0);
                let is_kept = *place == scrambled(**key) % u64::from(all[0] + all[1]);
                *place += 1;
                is_kept
            })
            .map(|(row, _)| row)
            .collect()
    })
}

/// Another number as good as random (the finalizer of SplitMix64): the key itself must not choose, since it orders rows
/// elsewhere.
pub(super) fn scrambled(key: u64) -> u64 {
    let mut z = key.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::drift::Tokens;

    #[test]
    fn near_equal_texts_have_one_key() {
        let keys = CopyKeys::new();
        let of = |text: &str| keys.of(&lowered(text));
        let original = of("Zobacz to! https://t.co/aB1 12 razy");
        for copy in [
            "RT @ktos_1: zobacz to!  https://t.co/XyZ9  345 razy",
            "@jan zobacz TO! www.strona.pl/x?y=1 1 razy",
            "\tzobacz to! http://t.co/q 99 razy\u{a0}",
        ] {
            assert_eq!(of(copy), original, "{copy}");
        }
        for other in [
            "zobacz to! 12 razy",
            "zobacz tamto! https://t.co/aB1 12 razy",
            "",
        ] {
            assert_ne!(of(other), original, "{other}");
        }
    }

    #[test]
    fn one_of_each_text_is_kept_and_no_other() {
        let side = |texts: &[&str]| Side::of_texts(&Tokens::new(), texts, None);
        assert!(once_each(&side(&["a b", "c d"]), &side(&["e f"])).is_none());
        let (reference, current) = (
            side(&["a b", "a b", "c d", "A B"]),
            side(&["e f", "a b", "e f"]),
        );
        let (a, b) = once_each(&reference, &current).unwrap();
        assert_eq!(a.n_rows + b.n_rows, 3);
        let (keys, near) = keys_of(&reference, &current);
        let copies = Copies::new(&keys, near);
        assert_eq!((copies.reference.texts, copies.reference.most), (2, 3));
        assert_eq!(
            (copies.current.texts, copies.texts_on_both, near),
            (2, 1, true)
        );
    }

    #[test]
    fn each_copy_is_kept_as_often_as_any_other() {
        // 4,000 texts, three times on the first side and once on the second: the second keeps a quarter of them. Five
        // standard deviations are 137.
        let texts: Vec<u64> = (0..4_000)
            .map(|text| first_bits(&u64::to_be_bytes(text)))
            .collect();
        let thrice = texts.iter().flat_map(|&key| [key; 3]).collect();
        let [a, b] = kept(&[thrice, texts]);
        assert_eq!(a.len() + b.len(), 4_000);
        assert!(b.len().abs_diff(1_000) < 137, "{}", b.len());
    }
}
