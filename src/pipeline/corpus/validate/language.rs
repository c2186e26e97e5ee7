//! Texts that are not Polish, by a small and careful rule: it would rather miss one than accuse a Polish tweet.
//!
//! A text of at least [`MIN_WORDS`] words of two letters or more (mentions, hashtags and addresses of pages apart) is not
//! Polish where
//! - no word has one of the letters ą ć ę ł ń ś ź ż,
//! - no word is a Polish function word of three letters or more (spaCy's stop words without those that other languages
//!   have as well), with or without its Polish letters, and
//! - fewer than [`MIN_SHARE`] of the character 3-grams of its words are in the profile of Polish, which is made of the
//!   demo corpus and the stop words, Polish letters as their ASCII look-alikes; so Polish typed without them stays
//!   Polish.
//!
//! A text whose letters are mostly of another script than the Latin one is not Polish either.
//!
//! Of PolEval's 10,041 training tweets it names 29. Read one by one, 4 of them are Polish or nobody's language (a row of
//! names, stammered syllables): fewer than one false alarm in 2,000 tweets. The other 25 are foreign, six of them foreign
//! titles beside one Polish word.
//!
//! What the rule does not see: short texts, texts in two languages, most Spanish and Italian, whose syllables Polish has as
//! well, Czech and Slovak, whose function words are often the Polish ones.

use super::words;
use crate::pipeline::clean::lists::stop_words;
use crate::pipeline::corpus::demo_files;
use crate::pipeline::step::Pace;

/// The fewest words that can tell a language.
const MIN_WORDS: usize = 5;
/// The least share of known 3-grams of a Polish text.
const MIN_SHARE: f64 = 0.55;
/// The fewest letters that can tell a script.
const MIN_LETTERS: usize = 5;
/// Polish function words (in ASCII) that are words of English, German, French or Dutch too.
const SHARED: [&str; 11] = [
    "ach", "ich", "moi", "nam", "one", "pan", "sam", "sie", "ten", "was", "wie",
];
/// The letters a to z and the end of a word.
const N_SIGNS: usize = 27;

/// What a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// It has a letter or a function word that is Polish alone.
    Polish,
    /// The rule finds another one.
    Foreign,
    /// Nothing tells.
    Unclear,
}

/// What Polish looks like.
pub(super) struct Polish {
    /// In ASCII, sorted.
    function_words: Vec<String>,
    /// Whether each 3-gram of letters and word ends is in the profile.
    known: Vec<bool>,
}

impl Polish {
    pub fn new() -> Polish {
        let mut known = vec![false; N_SIGNS * N_SIGNS * N_SIGNS];
        let mut learn = |text: &str| {
            words::scan(text, |word| {
                if !word.is_tag {
                    for trigram in trigrams(word.text).flatten() {
                        known[trigram] = true;
                    }
                }
            });
        };
        for file in demo_files() {
            learn(&String::from_utf8_lossy(&file.bytes));
        }
        let mut function_words = Vec::new();
        for entry in stop_words() {
            learn(entry);
            words::scan(entry, |word| function_words.push(word.text.to_owned()));
        }
        function_words.retain(|word| word.len() > 2 && !SHARED.contains(&word.as_str()));
        function_words.sort_unstable();
        function_words.dedup();
        Polish {
            function_words,
            known,
        }
    }

    pub async fn languages(&self, texts: &[String]) -> Vec<Language> {
        let mut pace = Pace::default();
        let mut languages = Vec::with_capacity(texts.len());
        for text in texts {
            languages.push(self.language(text));
            pace.after(text.len()).await;
        }
        languages
    }

    fn language(&self, text: &str) -> Language {
        if is_in_another_script(text) {
            return Language::Foreign;
        }
        if has_polish_letter(text) {
            return Language::Polish;
        }
        let (mut n_words, mut n_trigrams, mut n_known, mut is_polish) = (0, 0, 0, false);
        words::scan(text, |word| {
            let is_short = word.text.chars().nth(1).is_none();
            if is_short || word.is_tag || word.text.bytes().any(|byte| byte.is_ascii_digit()) {
                return;
            }
            n_words += 1;
            is_polish |= self
                .function_words
                .binary_search_by(|known| known.as_str().cmp(word.text))
                .is_ok();
            for trigram in trigrams(word.text) {
                n_trigrams += 1;
                n_known += usize::from(trigram.is_some_and(|trigram| self.known[trigram]));
            }
        });
        if is_polish {
            Language::Polish
        } else if n_words >= MIN_WORDS && (n_known as f64) < MIN_SHARE * n_trigrams as f64 {
            Language::Foreign
        } else {
            Language::Unclear
        }
    }
}

/// Whether more of some texts are surely Polish than surely not: only among such texts is another language odd.
pub(super) fn are_mostly_polish(languages: &[Language]) -> bool {
    let count = |wanted| languages.iter().filter(|&&found| found == wanted).count();
    count(Language::Polish) > count(Language::Foreign)
}

/// The 3-grams of a word with its ends as signs of their own; none where a character is beyond a to z.
fn trigrams(word: &str) -> impl Iterator<Item = Option<usize>> + '_ {
    let signs = || {
        let of = |c: char| {
            c.is_ascii_lowercase()
                .then(|| 1 + c as usize - 'a' as usize)
        };
        std::iter::once(Some(0))
            .chain(word.chars().map(of))
            .chain([Some(0)])
    };
    signs()
        .zip(signs().skip(1))
        .zip(signs().skip(2))
        .map(|((a, b), c)| Some((a? * N_SIGNS + b?) * N_SIGNS + c?))
}

fn has_polish_letter(text: &str) -> bool {
    text.contains([
        'ą', 'ć', 'ę', 'ł', 'ń', 'ś', 'ź', 'ż', 'Ą', 'Ć', 'Ę', 'Ł', 'Ń', 'Ś', 'Ź', 'Ż',
    ])
}

/// Whether most letters outside mentions and addresses are not Latin.
fn is_in_another_script(text: &str) -> bool {
    // What is below U+0180 stays Latin in lower case, so that most texts are told without a look at their words.
    if !text.chars().any(|c| c >= '\u{180}' && c.is_alphabetic()) {
        return false;
    }
    let (mut n_letters, mut n_latin) = (0usize, 0usize);
    words::scan(text, |word| {
        for c in word.text.chars().filter(|c| c.is_alphabetic()) {
            n_letters += 1;
            // Basic Latin to Latin Extended-B, Latin Extended Additional.
            n_latin += usize::from(c < '\u{250}' || ('\u{1e00}'..='\u{1eff}').contains(&c));
        }
    });
    n_letters >= MIN_LETTERS && 2 * n_latin < n_letters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::step::at_once;

    #[test]
    fn other_languages_are_found() {
        let polish = Polish::new();
        for text in [
            "I really hope that the weather will be better tomorrow",
            "RT @someone: the match was awful, what a waste of time",
            "Heute scheint die Sonne und wir gehen schwimmen",
            "Aujourd'hui nous allons manger des croissants avec des amis",
            "Vandaag schijnt de zon en gaan wij naar het strand",
            "Сьогодні гарна погода і ми йдемо гуляти",
            "איזה יום נפלא",
            "今日はとても良い天気です",
        ] {
            assert_eq!(polish.language(text), Language::Foreign, "{text}");
        }
    }

    #[test]
    fn polish_with_and_without_its_letters_is_not() {
        let polish = Polish::new();
        for text in [
            "",
            "😂😂😂",
            "Dziś świeci słońce i idziemy popływać",
            "Dzis swieci slonce i idziemy poplywac wieczorem",
            "Jutro znow bedzie padac, wezmy parasol i kalosze",
            "kolejna wygrana naszej druzyny na wlasnym stadionie",
            "super mecz, piekna bramka w doliczonym czasie gry",
            "@anonymized_account @anonymized_account thanks, dzieki",
            "the best",
            "Slucham w kolko The Dark Side of the Moon, ale plyta",
            "#the #best #match #of #the #year brawo",
            "100 200 300 400 500 600 km",
        ] {
            assert_ne!(polish.language(text), Language::Foreign, "{text}");
        }
    }

    /// Nobody is told that an English file is not Polish.
    #[test]
    fn the_language_of_a_file_is_that_of_most_of_its_texts() {
        let polish = Polish::new();
        let english = "I really hope that the weather will be better tomorrow".to_string();
        let own = "Dziś świeci słońce i idziemy popływać".to_string();
        let unclear = "100 200 300".to_string();
        for (texts, expected) in [
            (vec![&own, &own, &english, &unclear, &unclear], true),
            (vec![&own, &english, &english, &unclear], false),
            (vec![&english, &unclear, &unclear, &unclear], false),
            (vec![], false),
        ] {
            let texts: Vec<String> = texts.into_iter().cloned().collect();
            let languages = at_once(polish.languages(&texts));
            assert_eq!(are_mostly_polish(&languages), expected, "{texts:?}");
        }
    }

    #[test]
    fn the_profile_is_made_once_of_what_is_shipped() {
        let polish = Polish::new();
        // A profile of nothing would call nothing Polish, one of everything nothing foreign.
        let n_known = polish.known.iter().filter(|known| **known).count();
        assert!((1_500..4_000).contains(&n_known), "{n_known}");
        assert!(polish.function_words.iter().any(|word| word == "jest"));
        assert!(
            SHARED
                .iter()
                .all(|shared| !polish.function_words.iter().any(|word| word == shared))
        );
    }
}
