//! What the sizes say: both ways, without a difference, of what is new and what is gone, in both languages.

use super::*;
use crate::message::Language;
use crate::pipeline::drift::{DriftOptions, Side, Tokens};

fn said(message: &Message) -> [String; 2] {
    Language::ALL.map(|language| message.shown(language))
}

fn side(rows: &[(&str, usize)]) -> Side {
    let texts = rows
        .iter()
        .flat_map(|(text, n)| vec![(*text).to_string(); *n]);
    Side::of_texts(&Tokens::new(), &texts.collect::<Vec<_>>(), None)
}

/// Copies count as rows: the texts of the tests are few.
fn report(before: &[(&str, usize)], now: &[(&str, usize)]) -> DriftReport {
    let options = DriftOptions {
        keep_shared_rows: true,
        ..DriftOptions::default()
    };
    DriftReport::new(&side(before), &side(now), &options)
}

fn of_family(report: &DriftReport, family: Family) -> [String; 2] {
    let terms = report.terms.iter().find(|terms| terms.family == family);
    said(&of_terms(terms.unwrap()).unwrap())
}

#[test]
fn new_and_gone_emoji_are_named_with_their_rows() {
    let (plain, one) = (("raz dwa", 300), ("raz dwa 🛸", 20));
    let appears = report(&[plain], &[("raz dwa", 280), one]);
    assert_eq!(
        of_family(&appears, Family::Emoji),
        [
            "🛸 appears: in 20 of 300 rows, in none before",
            "🛸 się pojawia: w 20 z 300 wierszy, przedtem w żadnym",
        ]
    );
    let gone = report(&[("raz dwa", 280), one], &[plain]);
    assert_eq!(
        of_family(&gone, Family::Emoji),
        [
            "🛸 is gone: in 20 of 300 rows before, in none now",
            "🛸 znika: przedtem w 20 z 300 wierszy, teraz w żadnym",
        ]
    );
    let three = report(
        &[plain],
        &[
            ("raz dwa", 200),
            ("raz 🛸", 40),
            ("raz 👽", 35),
            ("raz 🎃", 25),
        ],
    );
    let [english, polish] = of_family(&three, Family::Emoji);
    assert!(english.starts_with("3 emoji appear: "), "{english}");
    assert!(
        english.ends_with(" of 300 rows, in none before"),
        "{english}"
    );
    for named in ["🛸 in 40", "👽 in 35", "🎃 in 25"] {
        assert!(english.contains(named), "{english}");
    }
    assert!(polish.starts_with("nowe: 3 emoji, "), "{polish}");
}

#[test]
fn words_are_counted_both_ways_with_the_surest_of_them() {
    let before = [("kot pies", 100), ("ryba rak", 200), ("dom", 100)];
    let now = [("kot pies", 250), ("ryba", 50), ("dom", 100)];
    let [english, polish] = of_family(&report(&before, &now), Family::Words);
    assert_eq!(
        english,
        "2 words more frequent, 2 rarer; most: rak 50.0 % → 0.0 % of the rows"
    );
    assert_eq!(
        polish,
        "częściej 2 słowa, rzadziej 2; najbardziej: rak 50,0 % → 0,0 % wierszy"
    );
    let same = report(&before, &before);
    let [english, _] = of_family(&same, Family::Words);
    assert!(
        english.starts_with("none stands out; largest difference: "),
        "{english}"
    );
}

/// Polish has three plurals.
#[test]
fn polish_counts_as_it_should() {
    let polish = |count| super::of_family(Family::Words, count).shown(Language::Polish);
    let counted = [1, 2, 5, 12, 22, 100].map(polish);
    let expected = [
        "1 słowo",
        "2 słowa",
        "5 słów",
        "12 słów",
        "22 słowa",
        "100 słów",
    ];
    assert_eq!(counted, expected);
}

#[test]
fn classes_go_up_down_stay_appear_and_vanish() {
    use crate::pipeline::drift::{LabelCounts, LabelDrift};
    let of = |reference: [u64; 3], current: [u64; 3]| {
        let classes = ["a", "b", "c"].map(str::to_string).to_vec();
        let drift = LabelDrift::new(&LabelCounts {
            classes,
            reference: reference.to_vec(),
            current: current.to_vec(),
        });
        let rows = [drift.n_reference, drift.n_current];
        let all = drift.classes.iter();
        let all = all.map(|one| of_class(one, one.shift.as_ref().unwrap(), rows));
        all.map(|one| said(&one)).collect::<Vec<_>>()
    };
    let moved = of([60, 940, 0], [109, 0, 891]);
    assert_eq!(moved[0][0], "a from 6.0 % to 10.9 % of the rows");
    assert_eq!(moved[0][1], "a z 6,0 % na 10,9 % wierszy");
    assert_eq!(
        moved[1][0],
        "b is gone: in 940 of 1,000 rows before, in none now"
    );
    assert_eq!(
        moved[2][0],
        "c appears: in 891 of 1,000 rows, in none before"
    );
    let stays = of([60, 40, 0], [60, 40, 0]);
    assert_eq!(stays[0][0], "a in 60.0 % of the rows, as before");
    assert_eq!(stays[0][1], "a w 60,0 % wierszy, jak przedtem");
}
