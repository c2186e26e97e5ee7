//! What one text lost and gained on its way to another, word by word.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::summaries::{Change, Segment};

/// Above this many pieces of both texts together the middle is shown as replaced as a whole: the search for what they share
/// may take the product of their number and of the differences.
const MAX_PIECES: usize = 4_000;

/// Stretches that `before` and `after` share, that only `before` has and that only `after` has, in reading order.
/// Neighbours of one kind are one stretch. Words (letters and digits) are never split.
pub fn segments(before: &str, after: &str) -> Vec<Segment> {
    let (old, new) = (pieces(before), pieces(after));
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let rests = old_rest.iter().rev().zip(new_rest.iter().rev());
    let tail = rests.take_while(|(a, b)| a == b).count();
    let old_middle = &old_rest[..old_rest.len() - tail];
    let new_middle = &new_rest[..new_rest.len() - tail];
    let mut out = Vec::new();
    let mut add = |change, pieces: &[&str]| {
        for piece in pieces {
            push(&mut out, change, piece);
        }
    };
    add(Change::Same, &old[..head]);
    if old_middle.len() + new_middle.len() > MAX_PIECES {
        add(Change::Removed, old_middle);
        add(Change::Added, new_middle);
    } else {
        for op in capture_diff_slices(Algorithm::Lcs, old_middle, new_middle) {
            let (tag, before, after) = op.as_tag_tuple();
            match tag {
                DiffTag::Equal => add(Change::Same, &old_middle[before]),
                DiffTag::Delete | DiffTag::Insert | DiffTag::Replace => {
                    add(Change::Removed, &old_middle[before]);
                    add(Change::Added, &new_middle[after]);
                }
            }
        }
    }
    add(Change::Same, &old_rest[old_rest.len() - tail..]);
    out
}

/// Words, and the characters between them one by one.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut word = None;
    for (at, character) in text.char_indices() {
        if character.is_alphanumeric() || character == '_' {
            word.get_or_insert(at);
        } else {
            if let Some(start) = word.take() {
                pieces.push(&text[start..at]);
            }
            pieces.push(&text[at..at + character.len_utf8()]);
        }
    }
    if let Some(start) = word {
        pieces.push(&text[start..]);
    }
    pieces
}

fn push(out: &mut Vec<Segment>, change: Change, piece: &str) {
    match out.last_mut() {
        Some(last) if last.change == change => last.text.push_str(piece),
        _ => out.push(Segment {
            change,
            text: piece.to_string(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(before: &str, after: &str) -> String {
        segments(before, after)
            .iter()
            .map(|segment| match segment.change {
                Change::Same => segment.text.clone(),
                Change::Removed => format!("[-{}-]", segment.text),
                Change::Added => format!("[+{}+]", segment.text),
            })
            .collect()
    }

    #[test]
    fn words_stay_whole() {
        for (before, after, expected) in [
            ("ala ma kota", "ala ma kota", "ala ma kota"),
            (
                "i to nie jest dom",
                " to   dom",
                "[-i-] to [-nie-] [-jest-] dom",
            ),
            ("Być albo", "być albo", "[-Być-][+być+] albo"),
            ("10zł, tak", "10 zł  tak", "[-10zł,-][+10 zł +] tak"),
            ("a😁b", "a 😁 b", "a[+ +]😁[+ +]b"),
            ("", "x", "[+x+]"),
            ("x", "", "[-x-]"),
        ] {
            assert_eq!(shown(before, after), expected, "{before:?} to {after:?}");
        }
    }

    /// Beyond the limit nothing is looked for in the middle, though it is there; what both begin and end with stays. Up to it
    /// every shared word is found.
    #[test]
    fn a_long_text_is_replaced_as_a_whole() {
        let middle = |word: char, n_words: usize| -> String {
            let words = (0..n_words).map(|n| format!("{word}{n}"));
            words.collect::<Vec<_>>().join(" same ")
        };
        // Words and the three pieces between two of them.
        let n_pieces = |n_words: usize| 2 * (4 * n_words - 3);
        let (within, beyond) = (500, 501);
        assert!(n_pieces(within) <= MAX_PIECES && n_pieces(beyond) > MAX_PIECES);

        let found = |n_words: usize| {
            let [before, after] =
                ['a', 'b'].map(|word| format!("begin {} same end", middle(word, n_words)));
            segments(&before, &after)
        };
        let segment = |change, text: &str| Segment {
            change,
            text: text.into(),
        };
        assert_eq!(
            found(beyond),
            [
                segment(Change::Same, "begin "),
                segment(Change::Removed, &middle('a', beyond)),
                segment(Change::Added, &middle('b', beyond)),
                segment(Change::Same, " same end"),
            ]
        );
        let mut expected = vec![segment(Change::Same, "begin ")];
        for n in 0..within {
            expected.push(segment(Change::Removed, &format!("a{n}")));
            expected.push(segment(Change::Added, &format!("b{n}")));
            expected.push(segment(Change::Same, " same "));
        }
        expected.last_mut().unwrap().text = " same end".into();
        assert_eq!(found(within), expected);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn both_texts_can_be_read_from_the_segments(before in "[ab żó1._ ]{0,30}", after in "[ab żó1._ ]{0,30}") {
            let found = segments(&before, &after);
            let without = |change: Change| -> String {
                found.iter().filter(|segment| segment.change != change).map(|segment| segment.text.as_str()).collect()
            };
            prop_assert_eq!(without(Change::Added), before);
            prop_assert_eq!(without(Change::Removed), after);
            prop_assert!(found.windows(2).all(|pair| pair[0].change != pair[1].change));
        }
    }
}
