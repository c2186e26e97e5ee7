//! The words of a text: their share in its terms, and the text without one of them.

use super::{ExplainedTerm, ExplainedWord};
use crate::pipeline::features::Token;
use crate::pipeline::python::is_space;

/// The words in the order in which they first come; `words` ascend by place and do not overlap.
pub(super) fn distinct_words(words: &[Token], terms: &[ExplainedTerm]) -> Vec<ExplainedWord> {
    let mut known: Vec<(u64, u64)> = terms
        .iter()
        .filter(|term| term.column.is_some())
        .flat_map(|term| term.spans.iter().copied())
        .collect();
    known.sort_unstable();
    let longest = known.iter().map(|(start, end)| end - start).max();
    // A span that reaches into a word starts at most the longest span's length before it.
    let is_known = |(start, end): (u64, u64)| {
        let first = start.saturating_sub(longest.unwrap_or(0));
        let from = known.partition_point(|span| span.0 < first);
        let near = known[from..].iter().take_while(|span| span.0 < end);
        near.into_iter().any(|span| start < span.1)
    };
    let mut place_of = std::collections::BTreeMap::new();
    let mut distinct: Vec<ExplainedWord> = Vec::new();
    for word in words {
        let span = (word.start as u64, word.end as u64);
        let place = *place_of.entry(&word.text).or_insert_with(|| {
            distinct.push(ExplainedWord {
                text: word.text.clone(),
                is_known: false,
                spans: Vec::new(),
            });
            distinct.len() - 1
        });
        distinct[place].spans.push(span);
        distinct[place].is_known |= is_known(span);
    }
    distinct
}

/// Deals the parts of terms out to words, and gives what no word has a share in.
pub(super) fn deal_out(
    terms: &[ExplainedTerm],
    parts: &[f64],
    words: &[ExplainedWord],
) -> (Vec<f64>, f64) {
    let mut places: Vec<((u64, u64), usize)> = words
        .iter()
        .enumerate()
        .flat_map(|(word, of)| of.spans.iter().map(move |&span| (span, word)))
        .collect();
    places.sort_unstable();
    let (mut of_words, mut elsewhere) = (vec![0.0; words.len()], 0.0);
    for (term, part) in terms.iter().zip(parts) {
        if term.column.is_none() {
            continue;
        }
        let of_occurrence = part / term.spans.len() as f64;
        for &(start, end) in &term.spans {
            // Words do not overlap, so that their ends ascend as their starts do.
            let first = places.partition_point(|(span, _)| span.1 <= start);
            let n = places[first..]
                .iter()
                .take_while(|(span, _)| span.0 < end)
                .count();
            for &(_, word) in &places[first..first + n] {
                of_words[word] += of_occurrence / n as f64;
            }
            if n == 0 {
                elsewhere += of_occurrence;
            }
        }
    }
    (of_words, elsewhere)
}

/// The text without the spans of a word, which ascend.
///
/// A space stands in the place of each occurrence, so that its neighbours do not become one word. `by_space` is for words
/// between white space, of which one side is taken away with the word: a vectorizer of characters would see it.
pub(super) fn without(text: &str, spans: &[(u64, u64)], by_space: bool) -> String {
    let mut rest = String::with_capacity(text.len());
    let mut end = 0;
    for &(from, to) in spans {
        let (from, mut to) = (from as usize, to as usize);
        rest.push_str(&text[end..from]);
        if by_space {
            to = text.len() - text[to..].trim_start_matches(is_space).len();
            if to == text.len() {
                rest.truncate(rest.trim_end_matches(is_space).len());
            }
        } else {
            rest.push(' ');
        }
        end = to;
    }
    rest.push_str(&text[end..]);
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_a_word_keeps_the_others_apart() {
        let cases = [
            ("ala👍kot", &[(3, 7)][..], false, "ala kot"),
            ("ma kot i kot", &[(3, 6), (9, 12)], false, "ma   i  "),
            ("ma kot i kot", &[(3, 6), (9, 12)], true, "ma i"),
            ("ma kot i kot", &[(0, 2)], true, "kot i kot"),
            ("kot", &[(0, 3)], true, ""),
            (" kot  ma ", &[(1, 4)], true, " ma "),
        ];
        for (text, spans, by_space, expected) in cases {
            assert_eq!(without(text, spans, by_space), expected, "{text}");
        }
    }
}
