//! Near duplicates: texts that say the same with other punctuation, other mentions, a word more or less.
//!
//! Two texts are near each other if the Jaccard index of the sets A and B of their [words](super::words),
//! `|A ∩ B| / |A ∪ B|`, is 4/5 or more and both sets have at least [`MIN_WORDS`] words: shorter texts are alike by
//! chance. So one word of nine may be another one, or one of five be missing.
//!
//! The search is exact, not by MinHash, which misses pairs by chance: words are numbered by ascending document
//! frequency, sets are taken by ascending size, and two sets that are near share a word among the first
//! `|A| - ceil(4/5 |A|) + 1` of each (the prefix filter of Chaudhuri, Ganti and Kaushik, "A primitive operator for
//! similarity joins in data cleaning", ICDE 2006; by size as Bayardo, Ma and Srikant, "Scaling up all pairs similarity
//! search", WWW 2007). Equal sets are one. Cost: one pass over the words, and the comparisons of sets that share a rare
//! word.

use super::words;
use crate::pipeline::corpus::{Corpus, SetName};
use crate::pipeline::step::{Pace, pause};
use crate::pipeline::terms::TermTable;

/// The fewest words of a text that can be near another one.
pub(super) const MIN_WORDS: usize = 4;
/// The least Jaccard index of texts that are near each other, as a fraction.
const JACCARD: (usize, usize) = (4, 5);
/// Sets of one family that are kept to compare with: with thousands of texts that differ by a number alone, every pair
/// would be compared, and these many stand for all.
const MAX_FAMILY: u32 = 256;

/// What the texts near a text are, in one of the two sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Side {
    /// The first row.
    pub first: Option<u32>,
    pub labels: Labels,
}

/// The labels of some rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Labels {
    #[default]
    None,
    One(u32),
    Several,
}

impl Labels {
    /// Whether a label that is not this one is among them.
    pub fn differ_from(self, label: u32) -> bool {
        match self {
            Labels::None => false,
            Labels::One(other) => other != label,
            Labels::Several => true,
        }
    }

    pub fn with(self, other: Labels) -> Labels {
        match (self, other) {
            (Labels::None, labels) | (labels, Labels::None) => labels,
            (Labels::One(a), Labels::One(b)) if a == b => self,
            _ => Labels::Several,
        }
    }
}

impl Side {
    fn with(self, other: Side) -> Side {
        Side {
            first: match (self.first, other.first) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            },
            labels: self.labels.with(other.labels),
        }
    }
}

/// For each row of both sets what is near it, the row itself included.
pub(super) struct Neighbourhoods {
    /// For each row, training rows first, the number of its set of words; none for short texts.
    groups: Vec<Option<u32>>,
    n_train: usize,
    /// For each set of words what is near it, in the training set and in the test set.
    near: Vec<[Side; 2]>,
}

impl Neighbourhoods {
    pub async fn new(train: &Corpus, test: Option<&Corpus>) -> Neighbourhoods {
        let n_train = train.texts.len();
        let rows = || {
            let of = |set: SetName, corpus: &'_ Corpus| {
                (0..corpus.texts.len()).map(move |row| (set, row))
            };
            of(SetName::Train, train)
                .chain(test.into_iter().flat_map(move |t| of(SetName::Test, t)))
        };
        let corpus_of = |set: SetName| match set {
            SetName::Train => train,
            SetName::Test => test.expect("only a test set has test rows"),
        };
        let texts: Vec<&str> = rows()
            .map(|(set, row)| corpus_of(set).texts[row].as_str())
            .collect();
        let (sets, groups) = grouped(word_sets(&texts).await);
        pause().await;

        let mut own = vec![[Side::default(); 2]; sets.len()];
        for ((set, row), group) in rows().zip(&groups) {
            if let Some(group) = group {
                let side = &mut own[*group as usize][place(set)];
                *side = side.with(Side {
                    first: Some(u32::try_from(row).expect("at most 2^32 rows")),
                    labels: Labels::One(corpus_of(set).labels[row]),
                });
            }
        }
        let mut near = own.clone();
        join(&sets, |a, b| {
            for set in 0..2 {
                near[a][set] = near[a][set].with(own[b][set]);
                near[b][set] = near[b][set].with(own[a][set]);
            }
        })
        .await;
        Neighbourhoods {
            groups,
            n_train,
            near,
        }
    }

    /// What of one set is near a row of another or the same set; the row itself counts.
    pub fn of(&self, set: SetName, row: usize, among: SetName) -> Side {
        let at = match set {
            SetName::Train => row,
            SetName::Test => self.n_train + row,
        };
        self.groups[at].map_or(Side::default(), |group| {
            self.near[group as usize][place(among)]
        })
    }
}

fn place(set: SetName) -> usize {
    match set {
        SetName::Train => 0,
        SetName::Test => 1,
    }
}

/// The set of words of each text, numbered by ascending document frequency (then as they come) and sorted.
async fn word_sets(texts: &[&str]) -> Vec<Vec<u32>> {
    let mut pace = Pace::default();
    let mut table = TermTable::new();
    let mut sets: Vec<Vec<u32>> = Vec::with_capacity(texts.len());
    for text in texts {
        let mut set = Vec::new();
        words::scan(text, |word| set.push(table.intern(word.text)));
        set.sort_unstable();
        set.dedup();
        sets.push(set);
        pace.after(text.len()).await;
    }
    let mut frequencies = vec![0u32; table.len()];
    for word in sets.iter().flatten() {
        frequencies[*word as usize] += 1;
    }
    let mut by_frequency: Vec<u32> = (0..table.len() as u32).collect();
    by_frequency.sort_by_key(|word| frequencies[*word as usize]);
    let mut rank = vec![0; table.len()];
    for (place, word) in (0..).zip(by_frequency) {
        rank[word as usize] = place;
    }
    pause().await;
    for set in &mut sets {
        for word in set.iter_mut() {
            *word = rank[*word as usize];
        }
        set.sort_unstable();
        pace.after(8 * set.len()).await;
    }
    sets
}

/// The distinct sets that are long enough, by ascending size, and the number of each text's set among them.
fn grouped(sets: Vec<Vec<u32>>) -> (Vec<Vec<u32>>, Vec<Option<u32>>) {
    let mut groups = vec![None; sets.len()];
    let mut order: Vec<usize> = (0..sets.len())
        .filter(|text| sets[*text].len() >= MIN_WORDS)
        .collect();
    order.sort_by(|&a, &b| (sets[a].len(), &sets[a]).cmp(&(sets[b].len(), &sets[b])));
    let mut distinct: Vec<Vec<u32>> = Vec::new();
    for text in order {
        if distinct.last() != Some(&sets[text]) {
            distinct.push(sets[text].clone());
        }
        groups[text] = Some(u32::try_from(distinct.len() - 1).expect("at most 2^32 rows"));
    }
    (distinct, groups)
}

/// Calls `found` with each pair of near sets. The sets are distinct and sorted by size.
async fn join(sets: &[Vec<u32>], mut found: impl FnMut(usize, usize)) {
    let mut pace = Pace::default();
    let (num, den) = JACCARD;
    let n_words = sets
        .iter()
        .flatten()
        .max()
        .map_or(0, |word| *word as usize + 1);
    // Sets whose prefix has the word, by ascending size.
    let mut postings: Vec<Vec<u32>> = vec![Vec::new(); n_words];
    let mut families = Families::new(sets.len());
    let mut seen_from = vec![usize::MAX; sets.len()];
    for (number, set) in sets.iter().enumerate() {
        let least = (num * set.len()).div_ceil(den);
        let prefix = &set[..set.len() - least + 1];
        for word in prefix {
            let candidates = &postings[*word as usize];
            // Smaller ones than the Jaccard index allows come first and are passed over.
            let start = candidates.partition_point(|other| sets[*other as usize].len() < least);
            for &other in &candidates[start..] {
                let other = other as usize;
                if std::mem::replace(&mut seen_from[other], number) != number
                    && are_near(set, &sets[other])
                {
                    families.unite(number, other);
                    found(number, other);
                }
            }
            pace.after(8 * (candidates.len() - start)).await;
        }
        if families.admit(number) {
            for word in prefix {
                postings[*word as usize].push(number as u32);
            }
        }
    }
}

/// Whether the Jaccard index of two sorted sets is [`JACCARD`] or more; in whole numbers.
fn are_near(a: &[u32], b: &[u32]) -> bool {
    let (num, den) = JACCARD;
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
        shared += usize::from(x == y);
    }
    den * shared >= num * (a.len() + b.len() - shared)
}

/// Sets that are near each other over any number of steps, with how many of each family are kept.
struct Families {
    parent: Vec<u32>,
    kept: Vec<u32>,
}

impl Families {
    fn new(n: usize) -> Families {
        Families {
            parent: (0..n as u32).collect(),
            kept: vec![0; n],
        }
    }

    fn root(&mut self, mut number: usize) -> usize {
        while self.parent[number] as usize != number {
            let above = self.parent[number] as usize;
            self.parent[number] = self.parent[above];
            number = above;
        }
        number
    }

    fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            let (low, high) = (a.min(b), a.max(b));
            self.parent[high] = low as u32;
            self.kept[low] += self.kept[high];
        }
    }

    /// Whether one more of the family is kept; if so it is counted.
    fn admit(&mut self, number: usize) -> bool {
        let root = self.root(number);
        let is_kept = self.kept[root] < MAX_FAMILY;
        self.kept[root] += u32::from(is_kept);
        is_kept
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pipeline::step::at_once;

    fn pairs(sets: &[Vec<u32>]) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        at_once(join(sets, |a, b| pairs.push((a.min(b), a.max(b)))));
        pairs.sort_unstable();
        pairs
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// The filters lose no pair and find none twice.
        #[test]
        fn the_join_finds_what_comparing_all_pairs_finds(
            texts in prop::collection::vec(prop::collection::vec(0u8..14, 0..14), 0..60),
        ) {
            let texts: Vec<String> = texts
                .iter()
                .map(|words| words.iter().map(|word| format!("w{word} ")).collect())
                .collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let (sets, groups) = grouped(at_once(word_sets(&texts)));
            let mut expected = Vec::new();
            for b in 0..sets.len() {
                for a in 0..b {
                    let shared = sets[a].iter().filter(|word| sets[b].contains(word)).count();
                    let all = sets[a].len() + sets[b].len() - shared;
                    if shared * 5 >= all * 4 {
                        expected.push((a, b));
                    }
                }
            }
            expected.sort_unstable();
            prop_assert_eq!(pairs(&sets), expected);
            for (text, group) in texts.iter().zip(groups) {
                let n_words = at_once(word_sets(&[text]))[0].len();
                prop_assert_eq!(group.map(|group| sets[group as usize].len()), (n_words >= MIN_WORDS).then_some(n_words));
            }
        }
    }

    #[test]
    fn a_large_family_is_compared_with_some_of_its_members_only() {
        let sets: Vec<Vec<u32>> = (0..2_000)
            .map(|n| vec![n, 2_001, 2_002, 2_003, 2_004, 2_005, 2_006, 2_007, 2_008])
            .collect();
        // Eight of ten words are shared by any two.
        let n_pairs = pairs(&sets).len();
        let kept = MAX_FAMILY as usize;
        assert_eq!(n_pairs, kept * (kept - 1) / 2 + (2_000 - kept) * kept);
    }

    #[test]
    fn what_is_near_a_row_is_told_by_set() {
        let corpus = |rows: &[(&str, u32)]| Corpus {
            texts: rows.iter().map(|row| row.0.into()).collect(),
            labels: rows.iter().map(|row| row.1).collect(),
            sources: Vec::new(),
        };
        let train = corpus(&[
            ("nie lubię tej pogody", 0),
            ("krótki tekst", 1),
            ("Nie lubie TEJ pogody!!!", 1),
        ]);
        let test = corpus(&[("@ktoś nie lubię tej pogody wcale", 0), ("krótki tekst", 0)]);
        let near = at_once(Neighbourhoods::new(&train, Some(&test)));
        let side = |first, labels| Side { first, labels };
        let of = |set, row, among| near.of(set, row, among);
        use SetName::{Test, Train};
        assert_eq!(of(Train, 2, Train), side(Some(0), Labels::Several));
        assert_eq!(of(Train, 0, Test), side(Some(0), Labels::One(0)));
        assert_eq!(of(Test, 0, Train), side(Some(0), Labels::Several));
        assert_eq!(of(Train, 1, Train), Side::default());
        assert_eq!(of(Test, 1, Train), Side::default());
    }
}
