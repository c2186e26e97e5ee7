//! What a text holds for the drift of its wording: words, emoji, hashtags, character 3-grams.
//!
//! This is not the tokenizer of a model (that is [`crate::pipeline::features`]): it takes texts as they came, keeps the
//! letters of every language and sees an emoji as what a reader sees, skin tone, flag and joiner included.

use std::borrow::Cow;
use std::ops::Range;

use regex::Regex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use super::term_rows::{TermRows, TermSet};
use crate::pipeline::terms::TermTable;
use crate::pipeline::unicode::composed;

/// What terms are counted. Each family is tested by itself.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// Words of letters, with apostrophes and hyphens inside, and numbers; in lower case.
    Words,
    /// Emoji and pictographs as they are seen, flags included.
    Emoji,
    /// `#` and what follows it; in lower case.
    Hashtags,
    /// Three characters in a row of the text in lower case, single spaces included; none across two of them or a mention.
    Trigrams,
    /// Each punctuation mark and symbol of ASCII, and each punctuation mark beyond it; for the classifier alone.
    Punctuation,
}

impl Family {
    pub const ALL: [Family; 5] = [
        Family::Words,
        Family::Emoji,
        Family::Hashtags,
        Family::Trigrams,
        Family::Punctuation,
    ];
    /// The families that a report tests term by term.
    pub const TESTED: [Family; 4] = [
        Family::Words,
        Family::Emoji,
        Family::Hashtags,
        Family::Trigrams,
    ];
    /// What the classifier learns from.
    pub const LEARNED: [Family; 3] = [Family::Words, Family::Emoji, Family::Punctuation];
}

/// Finds the terms of texts.
pub struct Tokens {
    mention: Regex,
    letter: Regex,
    number: Regex,
    hashtag: Regex,
    pictograph: Regex,
    punctuation: Regex,
}

impl Default for Tokens {
    fn default() -> Tokens {
        Tokens::new()
    }
}

impl Tokens {
    pub fn new() -> Tokens {
        let regex = |pattern| Regex::new(pattern).expect("the pattern is sound");
        Tokens {
            mention: regex(r"@[\p{L}\p{M}\p{N}_]+"),
            letter: regex(r"[\p{L}\p{M}]"),
            number: regex(r"\p{N}"),
            punctuation: regex(r"\p{P}"),
            hashtag: regex(r"#[\p{L}\p{M}\p{N}_]+"),
            // Unicode 17 took signs that are no emoji out of Extended_Pictographic; the crate's tables are older.
            pictograph: regex(
                r"[[\p{Extended_Pictographic}&&[\p{Emoji}\p{Cn}]]\p{Regional_Indicator}]",
            ),
        }
    }

    /// The text in Unicode's composed form (NFC) and lower case, with a space for each mention: who is addressed is not
    /// wording.
    pub fn prepare(&self, text: &str) -> String {
        self.without_mentions(&lowered(text)).into_owned()
    }

    fn without_mentions<'a>(&self, lowered: &'a str) -> Cow<'a, str> {
        match lowered.contains('@') {
            true => self.mention.replace_all(lowered, " "),
            false => Cow::Borrowed(lowered),
        }
    }

    /// Calls `found` with each term of a prepared text, in order and as often as it is there.
    pub fn scan<'a>(&self, family: Family, prepared: &'a str, mut found: impl FnMut(&'a str)) {
        match family {
            Family::Words => self.scan_words(prepared, found),
            Family::Hashtags => self
                .hashtag
                .find_iter(prepared)
                .for_each(|tag| found(tag.as_str())),
            Family::Emoji => {
                // © and ® begin with 0xC2, all others with 0xE2 or more; letters of Latin scripts lie between.
                let may_hold = |held, byte| held | (byte == 0xc2) | (byte >= 0xe2);
                if prepared.bytes().fold(false, may_hold) && self.pictograph.is_match(prepared) {
                    prepared
                        .graphemes(true)
                        .filter(|cluster| !cluster.is_ascii() && self.pictograph.is_match(cluster))
                        .for_each(found);
                }
            }
            Family::Punctuation => prepared
                .char_indices()
                .filter(|&(_, c)| c.is_ascii_punctuation() || self.is_punctuation(c))
                .for_each(|(at, c)| found(&prepared[at..at + c.len_utf8()])),
            Family::Trigrams => scan_trigrams(prepared, found),
        }
    }

    /// Matches of `[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*|\p{N}+`, by hand: it is most of what there is to find.
    fn scan_words<'a>(&self, text: &'a str, mut found: impl FnMut(&'a str)) {
        let first = |at: usize| text[at..].chars().next();
        let run_end = |mut at: usize, is_of: &dyn Fn(char) -> bool| {
            while let Some(c) = first(at).filter(|&c| is_of(c)) {
                at += c.len_utf8();
            }
            at
        };
        let (is_letter, is_number) = (|c| self.is_letter(c), |c| self.is_number(c));
        let mut at = 0;
        while let Some(c) = first(at) {
            let start = at;
            if is_letter(c) {
                at = run_end(at, &is_letter);
                while let Some(sign) = first(at).filter(|c| ['\'', '’', '-'].contains(c)) {
                    let behind = at + sign.len_utf8();
                    if !first(behind).is_some_and(is_letter) {
                        break;
                    }
                    at = run_end(behind, &is_letter);
                }
                found(&text[start..at]);
            } else if is_number(c) {
                at = run_end(at, &is_number);
                found(&text[start..at]);
            } else {
                at += c.len_utf8();
            }
        }
    }

    /// Whether a character is of Unicode's categories L and M.
    fn is_letter(&self, c: char) -> bool {
        match c {
            '\0'..='\x7f' => c.is_ascii_alphabetic(),
            '\u{c0}'..='\u{24f}' => c != '×' && c != '÷',
            _ => self.letter.is_match(c.encode_utf8(&mut [0; 4])),
        }
    }

    /// Whether a character is of Unicode's category N.
    fn is_number(&self, c: char) -> bool {
        match c {
            '\0'..='\x7f' => c.is_ascii_digit(),
            _ => self.number.is_match(c.encode_utf8(&mut [0; 4])),
        }
    }

    /// Whether a character is of Unicode's category P.
    pub(super) fn is_punctuation(&self, c: char) -> bool {
        match c.is_ascii() {
            true => c.is_ascii_punctuation() && !"$+<=>^`|~".contains(c),
            // No letter is, and of what is not ASCII most are letters.
            false => !c.is_alphabetic() && self.punctuation.is_match(c.encode_utf8(&mut [0; 4])),
        }
    }

    /// Where mentions stand in a text as it came, in bytes.
    pub fn mentions(&self, text: &str) -> Vec<Range<usize>> {
        self.mention.find_iter(text).map(|at| at.range()).collect()
    }

    /// Where the terms of a family stand in a text as it came, in bytes.
    pub fn places(&self, family: Family, text: &str) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        self.scan(family, text, |found| {
            let start = found.as_ptr() as usize - text.as_ptr() as usize;
            places.push(start..start + found.len());
        });
        places
    }

    /// Where a term stands in a text as it came, in bytes, one place behind the other. Who is addressed is no wording here
    /// either.
    pub fn places_of(&self, family: Family, term: &str, text: &str) -> Vec<Range<usize>> {
        let mentions = self.mentions(text);
        let mut end = 0;
        let mut places = self.places(family, text);
        places.retain(|place| {
            let is_addressed = mentions
                .iter()
                .any(|mention| mention.contains(&place.start));
            let is_term =
                place.start >= end && !is_addressed && self.prepare(&text[place.clone()]) == term;
            if is_term {
                end = place.end;
            }
            is_term
        });
        places
    }

    /// The text as it came but for a term, each time a space in its place.
    pub fn without(&self, family: Family, term: &str, text: &str) -> String {
        let (mut rest, mut end) = (String::with_capacity(text.len()), 0);
        for place in self.places_of(family, term, text) {
            rest.push_str(&text[end..place.start]);
            rest.push(' ');
            end = place.end;
        }
        rest.push_str(&text[end..]);
        rest
    }

    /// The terms of each text, in the order of the texts; the vocabulary is in the order in which terms come.
    pub fn terms<T: AsRef<str>>(&self, family: Family, texts: &[T]) -> TermSet {
        self.terms_of_all(&[family], texts)
            .pop()
            .expect("one family was asked for")
    }

    /// The same for several families in one pass.
    pub fn terms_of_all<T: AsRef<str>>(&self, families: &[Family], texts: &[T]) -> Vec<TermSet> {
        let mut building = TermsOfRows::new(families);
        for text in texts {
            building.add(self, &lowered(text.as_ref()));
        }
        building.finish()
    }
}

/// The terms of texts that come one after the other.
pub(super) struct TermsOfRows {
    families: Vec<(Family, TermTable, TermRows)>,
    /// Memory that is used again for each text.
    row: Vec<u32>,
}

/// The text in its composed form and lower case.
pub(super) fn lowered(text: &str) -> String {
    composed(text).to_lowercase()
}

impl TermsOfRows {
    pub(super) fn new(families: &[Family]) -> TermsOfRows {
        TermsOfRows {
            families: families
                .iter()
                .map(|&family| (family, TermTable::new(), TermRows::default()))
                .collect(),
            row: Vec::new(),
        }
    }

    /// The text is [`lowered`].
    pub(super) fn add(&mut self, tokens: &Tokens, lowered: &str) {
        let prepared = tokens.without_mentions(lowered);
        let row = &mut self.row;
        for (family, table, rows) in &mut self.families {
            row.clear();
            tokens.scan(*family, &prepared, |term| row.push(table.intern(term)));
            rows.push_terms(row);
        }
    }

    pub(super) fn finish(self) -> Vec<TermSet> {
        self.families
            .into_iter()
            .map(|(family, table, rows)| {
                let n_terms = u32::try_from(table.len()).expect("fewer than 2^32 terms");
                let vocabulary = (0..n_terms).map(|id| table.term(id).to_string()).collect();
                TermSet {
                    family,
                    vocabulary,
                    rows,
                }
            })
            .collect()
    }
}

/// Every three characters in a row of the text without its outer white space. Where white space stands twice in a row the
/// text is cut: one space between words is part of the wording, more of them are layout, and what follows them begins anew,
/// without a space before it. A mention is such a place too, since it is a space between the two beside it.
fn scan_trigrams<'a>(text: &'a str, mut found: impl FnMut(&'a str)) {
    let text = text.trim();
    let mut starts: [usize; 3] = [0; 3];
    let mut kept = 0;
    let mut after_space = false;
    for (at, character) in text.char_indices() {
        let space = character.is_whitespace();
        if space && after_space {
            kept = 0;
            continue;
        }
        after_space = space;
        starts = [starts[1], starts[2], at];
        kept += 1;
        if kept >= 3 {
            found(&text[starts[0]..at + character.len_utf8()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(family: Family, text: &str) -> Vec<String> {
        let tokens = Tokens::new();
        let prepared = tokens.prepare(text);
        let mut terms = Vec::new();
        tokens.scan(family, &prepared, |term| terms.push(term.to_string()));
        terms
    }

    #[test]
    fn words_keep_letters_marks_and_inner_signs() {
        assert_eq!(
            found(
                Family::Words,
                "Żółć, e\u{301}t\u{e9}! l'ami dzień-dobry -- 12,5 ½ @jan_1 #Tag_2"
            ),
            [
                "żółć",
                "\u{e9}t\u{e9}",
                "l'ami",
                "dzień-dobry",
                "12",
                "5",
                "½",
                "tag",
                "2"
            ]
        );
    }

    #[test]
    fn a_character_is_what_the_expressions_say() {
        let tokens = Tokens::new();
        for c in '\0'..=char::MAX {
            let is_of = |expression: &Regex| expression.is_match(c.encode_utf8(&mut [0; 4]));
            assert_eq!(
                tokens.is_punctuation(c),
                is_of(&tokens.punctuation),
                "{c:?}"
            );
            assert_eq!(tokens.is_letter(c), is_of(&tokens.letter), "{c:?}");
            assert_eq!(tokens.is_number(c), is_of(&tokens.number), "{c:?}");
            let first = c.to_string().as_bytes()[0];
            assert!(
                first == 0xc2 || first >= 0xe2 || !is_of(&tokens.pictograph),
                "{c:?}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn words_are_what_one_expression_finds(text in "[a-c'’ł1½ \u{301}.-]{0,20}|\\PC{0,12}") {
            let expression = Regex::new(r"[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*|\p{N}+").unwrap();
            let expected: Vec<&str> = expression.find_iter(&text).map(|word| word.as_str()).collect();
            let mut words = Vec::new();
            Tokens::new().scan_words(&text, |word| words.push(word));
            proptest::prop_assert_eq!(words, expected);
        }
    }

    #[test]
    fn emoji_are_what_is_seen() {
        assert_eq!(
            found(Family::Emoji, "a 😂😂 👍🏽x 🇵🇱🇩🇪 👩‍❤️‍👨 ❤️ © 1 # ♡"),
            ["😂", "😂", "👍🏽", "🇵🇱", "🇩🇪", "👩‍❤️‍👨", "❤️", "©"]
        );
        assert!(found(Family::Emoji, "żadnych :-) 123").is_empty());
    }

    #[test]
    fn hashtags_are_whole() {
        assert_eq!(
            found(Family::Hashtags, "#Wybory2019 # #Żółty_kolor."),
            ["#wybory2019", "#żółty_kolor"]
        );
    }

    #[test]
    fn trigrams_cross_one_space_and_no_more() {
        assert_eq!(found(Family::Trigrams, " aB cd"), ["ab ", "b c", " cd"]);
        assert_eq!(found(Family::Trigrams, "ab  \ncde"), ["ab ", "cde"]);
        assert_eq!(found(Family::Trigrams, "ab @jan #ne"), ["ab ", "#ne"]);
        assert!(found(Family::Trigrams, "żó").is_empty());
    }

    #[test]
    fn a_text_without_a_term_is_otherwise_as_it_came() {
        let without =
            |family, term| Tokens::new().without(family, term, "Ala i ALA, @ala 😂 #Ala kot");
        assert_eq!(without(Family::Words, "ala"), "  i  , @ala 😂 #  kot");
        assert_eq!(
            without(Family::Hashtags, "#ala"),
            "Ala i ALA, @ala 😂   kot"
        );
        assert_eq!(without(Family::Emoji, "😂"), "Ala i ALA, @ala   #Ala kot");
        assert_eq!(without(Family::Words, "al"), "Ala i ALA, @ala 😂 #Ala kot");
    }

    #[test]
    fn terms_are_numbered_as_they_come_and_counted_by_row() {
        let set = Tokens::new().terms(Family::Words, &["b a b", "", "c a"]);
        assert_eq!(set.vocabulary, ["b", "a", "c"]);
        assert_eq!(set.rows.len(), 3);
        assert_eq!(set.rows.row(0).collect::<Vec<_>>(), [(0, 2), (1, 1)]);
        assert_eq!(set.rows.row(1).count(), 0);
        assert_eq!(set.rows.row(2).collect::<Vec<_>>(), [(1, 1), (2, 1)]);
    }
}
