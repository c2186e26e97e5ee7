//! What the program says of made-up data, sentence by sentence: tables that overlap, labels that changed, classes alone, and
//! models in production whose copies are easy. Each sentence is to be true as it stands.

use crate::cli::Desk;

/// A text that no other row has: a number in letters, and words of a small stock.
fn text(row: usize) -> String {
    const STOCK: [&str; 12] = [
        "river", "window", "paper", "garden", "silver", "market", "letter", "winter", "bridge",
        "music", "candle", "forest",
    ];
    let mut name = String::new();
    // All names are of one length in the first 16,000 rows, so that no text is longer.
    let mut left = row + 1_000;
    while left > 0 {
        name.push(char::from(b'a' + (left % 26) as u8));
        left /= 26;
    }
    let word = |step: usize| STOCK[(row * row + step * (row + 7)) % STOCK.len()];
    format!("{} {} {} x{name}", word(1), word(3), word(5))
}

/// Three classes that have nothing to do with the texts, 5 of 10 rows, 3 of 10, and 2 of 10.
fn class(row: usize) -> &'static str {
    match (row * 7 + row / 10) % 10 {
        0..5 => "a",
        5..8 => "b",
        _ => "c",
    }
}

fn table(rows: impl Iterator<Item = (String, String)>) -> String {
    rows.fold("text,label\n".to_string(), |table, (text, label)| {
        table + &format!("{text},{label}\n")
    })
}

fn rows(range: std::ops::Range<usize>) -> impl Iterator<Item = (String, String)> {
    range.map(|row| (text(row), class(row).to_string()))
}

/// Every fourth text is one that everybody writes.
fn with_short_texts(range: std::ops::Range<usize>) -> impl Iterator<Item = (String, String)> {
    rows(range.clone()).zip(range).map(|((text, label), row)| {
        let short = ["ok", "thanks", "good morning"][row % 3];
        match row % 4 {
            0 => (short.to_string(), label),
            _ => (text, label),
        }
    })
}

/// With the label that a row has by its number.
fn relabelled(
    range: std::ops::Range<usize>,
    label: impl Fn(usize) -> &'static str,
) -> impl Iterator<Item = (String, String)> {
    range.map(move |row| (text(row), label(row).to_string()))
}

#[test]
fn drift_is_said_as_it_is() {
    let one_class = |range| relabelled(range, |_| "a");
    // Reference, current data, the beginning of the first line, what is said below it, what is not said at all.
    type Case<'a> = (&'a str, String, String, &'a str, &'a str, &'a str);
    let cases: [Case; 8] = [
        (
            "a class renamed in the same table",
            table(rows(0..300)),
            table(relabelled(0..300, |row| match class(row) {
                "b" => "bravo",
                class => class,
            })),
            "Drift. Labels (p ",
            "Rows of the reference with another label now: 90 of 300",
            "No drift",
        ),
        (
            "a class renamed in a part of it",
            table(rows(0..300)),
            table(relabelled(100..250, |row| match class(row) {
                "b" => "bravo",
                class => class,
            })),
            "Drift. Labels (p ",
            "Rows of the reference with another label now: 45 of 150",
            "rows have one",
        ),
        (
            "one label changed",
            table(rows(0..300)),
            table(relabelled(0..300, |row| match row {
                8 if class(8) == "a" => "b",
                8 => "a",
                row => class(row),
            })),
            "No drift found. All 300 current rows are rows of the reference, with another label: 1.",
            "Labels: no change found",
            "another label now",
        ),
        (
            "a part of one class is no drift, and said to be another mix",
            table(rows(0..300)),
            table(rows(0..300).filter(|row| row.1 == "c")),
            "No drift. All 60 current rows are rows of the reference; as a part they differ from the whole in labels.",
            "Labels: changed",
            "another label",
        ),
        (
            "a growing table with texts that come again",
            table(with_short_texts(0..300)),
            table(with_short_texts(0..420)),
            "No",
            "300 of 420 current rows are rows of the reference and were set aside; the 120 new ones",
            "another label",
        ),
        (
            "a sliding window of them",
            table(with_short_texts(0..300)),
            table(with_short_texts(180..480)),
            "No",
            "current rows are rows of the reference and were set aside",
            "another label",
        ),
        (
            "one class",
            table(one_class(0..300)),
            table(one_class(300..500)),
            "No",
            "Labels given the text: not measured; all rows of both sides are of the class `a`, so that nothing can differ",
            "load more labelled rows",
        ),
        (
            "a growing table of which the reference is a hundredth",
            table(rows(0..20)),
            table(rows(0..2_400)),
            "No",
            "20 of 2,400 current rows are rows of the reference and were set aside",
            "as repeated texts are",
        ),
    ];
    let desk = Desk::new();
    for (name, reference, current, first, said, not_said) in cases {
        desk.write("a.csv", reference).write("b.csv", current);
        let line = "drift --reference a.csv --current b.csv --without-splits --html a.html";
        let found = desk.dryf(line).good();
        assert!(found.starts_with(first), "{name}: {found}");
        assert!(found.contains(said), "{name}: {found}");
        assert!(!found.contains(not_said), "{name}: {found}");
        // The page has the headline too.
        let headline = found.lines().next().unwrap();
        let page = String::from_utf8(desk.read("a.html")).unwrap();
        assert!(page.contains(headline), "{name}: {headline}");
    }
}

/// Where half of the rows have a label, twice as many rows are named as where all have one.
#[test]
fn the_rows_that_are_named_have_labels_as_those_that_are_there() {
    let desk = Desk::new();
    desk.write("a.csv", table(rows(0..2_000)));
    let needed = |labelled: usize, all: usize| -> f64 {
        let rows = rows(3_000..3_000 + all).enumerate().map(|(at, row)| {
            let has_label = at % (all / labelled) == 0;
            (row.0, if has_label { row.1 } else { String::new() })
        });
        desk.write("b.csv", table(rows));
        let found = desk
            .dryf("drift --reference a.csv --current b.csv --without-splits")
            .good();
        let (_, rest) = found.split_once("a change that matters; ").expect(&found);
        let rows = rest.split(' ').next().unwrap().replace(',', "");
        rows.parse().expect(&found)
    };
    let (whole, half) = (needed(20, 20), needed(20, 40));
    assert!(
        half >= 1.98 * whole,
        "{whole} rows, and half labelled {half}"
    );
}

/// A third of the rows are four texts that the model always has right, the others are often wrong: different texts are wrong
/// more often than rows, in the batches as in the training rows, and that is no drop of quality.
#[test]
fn easy_copies_are_no_drop_of_quality() {
    let stream = |seed: usize, n: usize| {
        table((0..n).map(move |row| {
            let at = seed * 10_000 + row;
            let noise = (at * 7_919 + at / 13) % 100;
            match noise % 3 {
                0 => (
                    format!(
                        "buy cheap {} now at once",
                        ["tea", "shoes", "phones", "cars"][at % 4]
                    ),
                    "b".to_string(),
                ),
                _ => (
                    format!(
                        "{} {}",
                        text(at),
                        if noise.is_multiple_of(2) {
                            "even even"
                        } else {
                            "odd odd"
                        }
                    ),
                    match (noise.is_multiple_of(2), noise % 10 < 3) {
                        (true, false) | (false, true) => "a".to_string(),
                        _ => "b".to_string(),
                    },
                ),
            }
        }))
    };
    let desk = Desk::new();
    desk.write("train.csv", stream(0, 1_200));
    desk.dryf("train --train-text train.csv --out m.zip").good();
    let mut line = "monitor --production m.zip --json m.json".to_string();
    for batch in 1..=5 {
        let name = format!("b{batch}.csv");
        desk.write(&name, stream(batch, 300));
        line += &format!(" --batch {name}");
    }
    let found = desk.dryf(&line);
    let report = desk.json("m.json");
    assert_eq!(report["rules"][3]["outcome"], "quiet", "{}", found.stdout);
    let stated = &report["production"]["stated"];
    let rate =
        |of: &serde_json::Value| of["errors"].as_f64().unwrap() / of["rows"].as_f64().unwrap();
    let (rows, texts) = (rate(stated), rate(&stated["each_text_once"]));
    assert!(texts > 1.3 * rows, "easy copies are there: {rows} {texts}");
}
