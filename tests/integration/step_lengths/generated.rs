//! The files that the story is told of.

use dryf::pipeline::corpus::NamedBytes;

/// So many rows of a seed: of few frequent and many rare words, three classes with words of their own, a tenth of them in the
/// test set.
pub fn generated(rows: usize) -> [NamedBytes; 4] {
    let mut state = 1_u64;
    let mut draw = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % below
    };
    let mut set = |rows: usize| {
        let (mut texts, mut tags) = (String::new(), String::new());
        for _ in 0..rows {
            let class = [0, 0, 0, 0, 0, 0, 0, 0, 1, 2][draw(10) as usize];
            for _ in 0..6 + draw(14) {
                // The square of an even number is mostly small.
                let rank = draw(150) * draw(150) * (1 + draw(3));
                let own = if draw(9) == 0 { class } else { 9 };
                texts.push_str(&format!(
                    "słowo{}{} ",
                    ["a", "b", "c"].get(own).unwrap_or(&""),
                    rank
                ));
            }
            texts.push('\n');
            tags.push_str(&format!("{class}\n"));
        }
        (texts, tags)
    };
    let (train, test) = (set(rows - rows / 10), set(rows / 10));
    [
        ("training_set_clean_only_text.txt", train.0),
        ("training_set_clean_only_tags.txt", train.1),
        ("test_set_only_text.txt", test.0),
        ("test_set_only_tags.txt", test.1),
    ]
    .map(|(name, text)| NamedBytes {
        name: name.into(),
        bytes: text.into_bytes(),
    })
}
