//! What one text lost and gained on its way to another, word by word.

use super::cards::{Change, Segment};

/// Above this many cells of the table the middle of two texts is shown as replaced as a whole.
const MAX_CELLS: usize = 1 << 20;

/// Stretches that `before` and `after` share, that only `before` has and that only `after` has, in reading order.
/// Neighbours of one kind are one stretch. Words (letters and digits) are never split.
///
/// A longest common subsequence of words and single other characters; it costs the product of the two lengths, after
/// what both begin and end with is set aside.
pub fn segments(before: &str, after: &str) -> Vec<Segment> {
    let (old, new) = (pieces(before), pieces(after));
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest
        .iter()
        .rev()
        .zip(new_rest.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (old_middle, new_middle) = (
        &old_rest[..old_rest.len() - tail],
        &new_rest[..new_rest.len() - tail],
    );

    let mut out = Vec::new();
    old[..head]
        .iter()
        .for_each(|piece| push(&mut out, Change::Same, piece));
    middle(old_middle, new_middle, &mut out);
    old_rest[old_rest.len() - tail..]
        .iter()
        .for_each(|piece| push(&mut out, Change::Same, piece));
    out
}

fn middle(old: &[&str], new: &[&str], out: &mut Vec<Segment>) {
    if (old.len() + 1).saturating_mul(new.len() + 1) > MAX_CELLS {
        old.iter()
            .for_each(|piece| push(out, Change::Removed, piece));
        new.iter().for_each(|piece| push(out, Change::Added, piece));
        return;
    }
    // common[i][j] is the length of the longest common subsequence of old[i..] and new[j..].
    let width = new.len() + 1;
    let mut common = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = if old[i] == new[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            push(out, Change::Same, old[i]);
            i += 1;
            j += 1;
        } else if j == new.len()
            || (i < old.len() && common[(i + 1) * width + j] >= common[i * width + j + 1])
        {
            push(out, Change::Removed, old[i]);
            i += 1;
        } else {
            push(out, Change::Added, new[j]);
            j += 1;
        }
    }
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

    #[test]
    fn a_long_text_is_replaced_as_a_whole() {
        let before: String = (0..3000).map(|n| format!("a{n} ")).collect();
        let after: String = (0..3000).map(|n| format!("b{n} ")).collect();
        let found = segments(&before, &after);
        assert!(
            found.len() < 10_000 && found.iter().any(|segment| segment.change == Change::Added)
        );
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
