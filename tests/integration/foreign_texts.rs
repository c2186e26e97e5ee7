//! Not a test: labelled texts of a seed, whose lengths, words, copies and classes are those of other people's data and not
//! PolEval's. `tests/fixtures/foreign_texts.py` makes the same ones, letter by letter, so that a fixture holds what
//! scikit-learn says of them and none of the texts. Whole numbers alone, which are the same everywhere.

use serde::Deserialize;

/// What texts are like. Shares are percent.
#[derive(Debug, Clone, Deserialize)]
pub struct Shape {
    pub seed: u64,
    pub rows: u32,
    /// Weight of each class.
    pub classes: Vec<u32>,
    /// Words that every class has, by Zipf's law.
    pub words: u32,
    /// Words that one class has more often, by Zipf's law too.
    pub own_words: u32,
    /// Least and greatest number of words in a text.
    pub length: (u32, u32),
    /// Share of words that are the class's own.
    pub own: u32,
    /// Share of rows whose own words are those of any class.
    pub mixed: u32,
    /// Share of rows that repeat an earlier one, with its label.
    pub copies: u32,
    /// Share of rows of a word that is too short for the default `token_pattern`, and a mark.
    pub empty: u32,
    /// Share of words with a mark behind them.
    pub marks: u32,
    /// Share of spaces that are line breaks.
    pub line_breaks: u32,
}

impl Shape {
    /// English tweets in three classes of 6, 77 and 17 %, about one of eight hard to tell.
    pub fn tweets(rows: u32) -> Shape {
        Shape {
            seed: 2021,
            rows,
            classes: vec![6, 77, 17],
            words: 9_000,
            own_words: 300,
            length: (6, 24),
            own: 20,
            mixed: 18,
            copies: 1,
            empty: 0,
            marks: 15,
            line_breaks: 0,
        }
    }
}

/// `(label, text)` of each row.
pub fn texts(shape: &Shape) -> Vec<(u32, String)> {
    let mut random = Random(shape.seed);
    let common = zipf(shape.words);
    let own = zipf(shape.own_words);
    let classes = running_sums(shape.classes.iter().map(|&weight| u64::from(weight)));
    let mut rows: Vec<(u32, String)> = Vec::new();
    while rows.len() < shape.rows as usize {
        if !rows.is_empty() && random.percent(shape.copies) {
            let earlier = random.below(rows.len() as u64) as usize;
            rows.push(rows[earlier].clone());
            continue;
        }
        let label = random.drawn(&classes);
        let topic = if random.percent(shape.mixed) {
            random.drawn(&classes)
        } else {
            label
        };
        let mut text = String::new();
        if random.percent(shape.empty) {
            text = "ba !".into();
        } else {
            let (least, most) = shape.length;
            let length = least + random.below(u64::from(most - least + 1)) as u32;
            for at in 0..length {
                if at > 0 {
                    text.push(if random.percent(shape.line_breaks) {
                        '\n'
                    } else {
                        ' '
                    });
                }
                text += &if random.percent(shape.own) {
                    word(shape.words + topic * shape.own_words + random.drawn(&own))
                } else {
                    word(random.drawn(&common))
                };
                if random.percent(shape.marks) {
                    text.push(MARKS[random.below(MARKS.len() as u64) as usize]);
                }
            }
        }
        rows.push((label, text));
    }
    rows
}

const MARKS: [char; 8] = [',', '.', '!', '?', ';', '"', '\'', '#'];
const CONSONANTS: &[u8; 15] = b"bdfghklmnprstvz";
const VOWELS: &[u8; 5] = b"aeiou";

/// A made-up word: syllables of a number. Some of the most frequent are too short for the default `token_pattern`.
fn word(number: u32) -> String {
    let mut letters = String::new();
    let mut left = number;
    loop {
        let syllable = left % 75;
        letters.push(char::from(CONSONANTS[(syllable / 5) as usize]));
        letters.push(char::from(VOWELS[(syllable % 5) as usize]));
        left /= 75;
        if left == 0 {
            break;
        }
        left -= 1;
    }
    if number >= 36 || !number.is_multiple_of(3) {
        letters.push('n');
    }
    letters
}

/// Running sums of weights of ranks.
fn zipf(n: u32) -> Vec<u64> {
    running_sums((0..u64::from(n)).map(|rank| 10_000_000 / (rank + 3)))
}

fn running_sums(weights: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut sum = 0;
    weights
        .map(|weight| {
            sum += weight;
            sum
        })
        .collect()
}

/// SplitMix64: G. L. Steele, D. Lea, C. H. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
struct Random(u64);

impl Random {
    /// `0..n` for `n` up to 2^32.
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        ((mixed >> 32) * n) >> 32
    }

    fn percent(&mut self, share: u32) -> bool {
        self.below(100) < u64::from(share)
    }

    /// An index by its weight.
    fn drawn(&mut self, sums: &[u64]) -> u32 {
        let total = *sums.last().expect("there is a weight");
        let at = self.below(total);
        sums.partition_point(|&sum| sum <= at) as u32
    }
}
