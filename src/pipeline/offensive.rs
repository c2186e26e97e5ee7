//! Vulgar words of Polish and English, so that a page can hide them where people look on. No measure of how harmful a text is.
//!
//! A word is compared folded ([`polish`](super::polish)): without case and Polish marks. Most beginnings are told from the harmless
//! words that begin alike by what is spared; what is too short for that counts as a whole word alone.

use std::ops::Range;

use super::polish::folded;

/// Beginnings of Polish words, themselves or behind up to two of [`PREFIXES`].
const POLISH: [&str; 26] = [
    "kurw",
    "kurew",
    "chuj",
    "huj",
    "jeba",
    "jebi",
    "jebn",
    "jebc",
    "jebl",
    "jebs",
    "pierdol",
    "pierdal",
    "pierdziel",
    "pizd",
    "cipk",
    "cipsk",
    "dziwk",
    "cwel",
    "kutas",
    "fiut",
    "ruchal",
    "ruchaj",
    "gowno",
    "gownia",
    "czarnuch",
    "ciapat",
];

/// Beginnings of English words.
const ENGLISH: [&str; 6] = ["fuck", "motherfuck", "cunt", "nigger", "nigga", "bullshit"];

/// What may stand before them.
const PREFIXES: [&str; 18] = [
    "wy", "za", "od", "po", "roz", "prze", "przy", "u", "do", "s", "na", "w", "o", "z", "pod",
    "ob", "nad", "nie",
];

/// Whole words.
const WORDS: [&str; 59] = [
    "cip",
    "cipa",
    "cipy",
    "cipe",
    "cipo",
    "cipie",
    "cipom",
    "cipami",
    "cipach",
    "ciot",
    "ciota",
    "cioty",
    "ciote",
    "cioto",
    "ciotom",
    "ciotami",
    "ciotach",
    "pedal",
    "pedaly",
    "pedala",
    "pedale",
    "pedalow",
    "pedalem",
    "pedalom",
    "pedalami",
    "pedalach",
    "pedalska",
    "pedalski",
    "pedalskie",
    "dupa",
    "dupy",
    "dupe",
    "dupie",
    "dupo",
    "dupom",
    "gowna",
    "gownem",
    "gownie",
    "zjeb",
    "zjeby",
    "zjebow",
    "pojeb",
    "pojeby",
    "pojebow",
    "rozpierdol",
    "bitch",
    "bitches",
    "whore",
    "whores",
    "asshole",
    "assholes",
    "shit",
    "shitty",
    "faggot",
    "faggots",
    "slut",
    "ruchac",
    "wyruchac",
    "poruchac",
];

/// Beginnings that are harmless, whatever they begin alike with.
const SPARED: [&str; 2] = ["kurwatur", "cuntz"];

/// Where the vulgar words of a text stand: ranges of bytes, in order.
pub fn offensive(text: &str) -> Vec<Range<usize>> {
    let is_of_word = |c: char| c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c);
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, is_of_word(c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                start = None;
                if is_offensive(&folded(&text[from..at])) {
                    found.push(from..at);
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether a folded word is.
fn is_offensive(word: &str) -> bool {
    let is_listed = WORDS.contains(&word) || begins(word, &ENGLISH) || has_stem(word, 2);
    is_listed && !begins(word, &SPARED)
}

/// Whether a word begins as listed, behind up to so many prefixes.
fn has_stem(word: &str, prefixes: u8) -> bool {
    begins(word, &POLISH)
        || prefixes > 0
            && PREFIXES
                .iter()
                .filter_map(|prefix| word.strip_prefix(prefix))
                .any(|rest| has_stem(rest, prefixes - 1))
}

fn begins(word: &str, listed: &[&str]) -> bool {
    listed.iter().any(|beginning| word.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vulgar_words_are_found_in_every_form() {
        for word in [
            "kurwa",
            "KURWA",
            "kurwy",
            "wkurwia",
            "skurwiel",
            "zakurwić",
            "kurewski",
            "powkurwiać",
            "chuj",
            "hujowy",
            "chujowo",
            "pochuj",
            "jebać",
            "jebany",
            "zajebiście",
            "wyjebane",
            "pojeb",
            "niepojebany",
            "rozjebać",
            "ujebać",
            "jebnięty",
            "spierdalaj",
            "wypierdalać",
            "opierdol",
            "pierdolę",
            "pierdoleni",
            "pizda",
            "PIZDY",
            "rozpizdzić",
            "cipa",
            "cipka",
            "dziwka",
            "ciota",
            "pedał",
            "pedały",
            "pedal",
            "cwel",
            "ruchać",
            "kutas",
            "gówno",
            "dupa",
            "fuck",
            "Fucking",
            "motherfucker",
            "cunts",
            "nigger",
            "bullshit",
            "wkurwio\u{301}na",
        ] {
            assert_eq!(offensive(word), vec![0..word.len()], "{word}");
        }
    }

    #[test]
    fn harmless_words_that_look_alike_are_spared() {
        for word in [
            "pizza",
            "cipher",
            "ciotka",
            "cioci",
            "pedałować",
            "pedałuje",
            "krzywa",
            "kurs",
            "kura",
            "kurtka",
            "Jebel",
            "dziwny",
            "dziwi",
            "zdziwiony",
            "duplikat",
            "duże",
            "ruch",
            "ruchami",
            "ruchach",
            "szczupak",
            "pieróg",
            "pierwszy",
            "pierdnąć",
            "sukces",
            "suknia",
            "Scunthorpe",
            "shiitake",
            "bitcoin",
            "Niger",
            "nigeryjski",
            "huk",
            "cip2",
            "",
            "ja",
            "kuferek",
            "kurwatura",
        ] {
            assert!(offensive(word).is_empty(), "{word}");
        }
    }

    #[test]
    fn they_stand_where_they_stand() {
        let text = "No, KURWA! Ty (chuju) jeden, żółta cipa. #jebaćto @kurwa_x";
        let found: Vec<&str> = offensive(text).into_iter().map(|at| &text[at]).collect();
        assert_eq!(found, ["KURWA", "chuju", "cipa", "jebaćto", "kurwa"]);
    }
}
