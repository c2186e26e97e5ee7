//! Versions of data beside each other: small ones by hand, any ones against counts of each text.

use proptest::prelude::*;

use super::*;
use crate::pipeline::corpus::LabelNaming;

/// Rows as `text label` in the training set, then in the test set; without the latter where it has none.
fn data(train: &[&str], test: &[&str]) -> DataSet {
    let rows = |rows: &[&str]| -> Vec<(String, String)> {
        let row = |row: &&str| {
            let (text, label) = row.split_once(' ').expect("a text and its label");
            (text.to_string(), label.to_string())
        };
        rows.iter().map(row).collect()
    };
    named(&rows(train), &rows(test))
}

fn named(train: &[(String, String)], test: &[(String, String)]) -> DataSet {
    let labels = train.iter().chain(test).map(|(_, label)| label.clone());
    let classes = union(&labels.collect::<Vec<_>>(), &[]);
    let corpus = |rows: &[(String, String)]| Corpus {
        texts: rows.iter().map(|(text, _)| text.clone()).collect(),
        labels: rows
            .iter()
            .map(|(_, label)| places(std::slice::from_ref(label), &classes)[0])
            .collect(),
        sources: Vec::new(),
    };
    DataSet {
        train: corpus(train),
        test: (!test.is_empty()).then(|| corpus(test)),
        naming: LabelNaming::default(),
        classes,
    }
}

/// Rows as `set row label`.
fn shown(diff: &DataDiff) -> [Vec<String>; 4] {
    let row = |row: &DataRow| {
        format!(
            "{} {} {}",
            row.set, row.row, diff.classes[row.class as usize]
        )
    };
    let change = |change: &RowChange| format!("{} > {}", row(&change.before), row(&change.now));
    let rows = diff.rows.as_ref().unwrap();
    [
        rows.added.iter().map(row).collect(),
        rows.gone.iter().map(row).collect(),
        rows.relabelled.iter().map(change).collect(),
        rows.moved.iter().map(change).collect(),
    ]
}

#[test]
fn rows_by_hand() {
    // Name, both versions as training and test rows, what was added, is gone, was relabelled and moved.
    type Rows<'a> = (&'a [&'a str], &'a [&'a str]);
    let none: &[&str] = &[];
    #[rustfmt::skip]
    let cases: &[(&str, Rows, Rows, [&[&str]; 4])] = &[
        ("nothing changes", (&["a x", "b y"], &["c x"]), (&["a x", "b y"], &["c x"]), [none; 4]),
        ("the order alone", (&["a x", "b y"], none), (&["b y", "a x"], none), [none; 4]),
        ("came and went", (&["a x", "b y"], none), (&["b y", "c x"], none), [&["train 1 x"], &["train 0 x"], none, none]),
        ("equal to the character", (&["a x", "b y"], none), (&["a\u{a0} x", "b y"], none), [&["train 0 x"], &["train 0 x"], none, none]),
        ("another label", (&["a x", "b y"], none), (&["a y", "b y", "d x"], none), [&["train 2 x"], none, &["train 0 x > train 0 y"], none]),
        ("copies are counted", (&["a x", "a x", "a x", "b y"], none), (&["a x", "b y", "b y"], none), [&["train 2 y"], &["train 1 x", "train 2 x"], none, none]),
        ("copies under two labels", (&["a x", "a y", "b y"], none), (&["a y", "a y", "b x"], none), [none, none, &["train 0 x > train 1 y", "train 2 y > train 2 x"], none]),
        ("one of two labels goes", (&["a x", "a y"], none), (&["a y", "c x"], none), [&["train 1 x"], &["train 0 x"], none, none]),
        ("to the test set", (&["a x", "b y"], &["c x"]), (&["b y"], &["c x", "a x"]), [none, none, none, &["train 0 x > test 1 x"]]),
        ("and another label", (&["a x", "b y"], &["c x"]), (&["b y"], &["c x", "a y"]), [none, none, none, &["train 0 x > test 1 y"]]),
        ("a row stays rather than moves", (&["a x", "b y"], &["a y"]), (&["a y", "b y", "c x"], none), [&["train 2 x"], &["test 0 y"], &["train 0 x > train 0 y"], none]),
        ("a copy in each set", (&["a x", "b y"], &["a x"]), (&["a x", "b y", "a x"], none), [none, none, none, &["test 0 x > train 2 x"]]),
        ("the first test set", (&["a x", "b y"], none), (&["a x", "b y"], &["c y"]), [&["test 0 y"], none, none, none]),
    ];
    for (name, before, now, expected) in cases {
        let (before, now) = (data(before.0, before.1), data(now.0, now.1));
        let diff = DataDiff::new(&before, &now);
        // A wrong pair of names in a case would be a renamed class.
        assert_eq!(diff.rows.as_ref().unwrap().renamed, [], "{name}");
        assert_eq!(
            shown(&diff),
            expected.map(|rows| rows.iter().map(|row| row.to_string()).collect::<Vec<_>>()),
            "{name}"
        );
        assert_eq!(diff.is_same(), before.digest() == now.digest(), "{name}");
        // The other way round the same rows change.
        let [gone, added, relabelled, moved] = shown(&DataDiff::new(&now, &before));
        let [added_then, gone_then, relabelled_then, moved_then] = shown(&diff);
        assert_eq!((added, gone), (added_then, gone_then), "{name}");
        assert_eq!(
            (relabelled.len(), moved.len()),
            (relabelled_then.len(), moved_then.len()),
            "{name}"
        );
    }
}

#[test]
fn a_class_that_has_another_name_is_renamed_and_its_rows_are_unchanged() {
    let before = data(&["a 0", "b 0", "c 1", "d 1", "e 1"], &["f 0", "g 1"]);
    for (now, renamed, changed, left) in [
        // Both classes; one row is of the other class now.
        (
            data(
                &["a zero", "b zero", "c one", "d one", "e zero"],
                &["f zero", "g one"],
            ),
            vec![("0", "zero", 3, 3), ("1", "one", 3, 4)],
            1,
            [vec![], vec![]],
        ),
        // Half of the rows is not most of them.
        (
            data(&["a zero", "b 1", "c 1", "d 1", "e 1"], &["f 1", "g 1"]),
            vec![],
            3,
            [vec!["0"], vec!["zero"]],
        ),
        // Nor is it a new name where the class was there before.
        (
            data(&["a 1", "b 1", "c 1", "d 1", "e 1"], &["f 1", "g 1"]),
            vec![],
            3,
            [vec!["0"], vec![]],
        ),
        // Without a common row nothing tells it.
        (
            data(&["z zero", "y one"], &["x one"]),
            vec![],
            0,
            [vec!["0", "1"], vec!["one", "zero"]],
        ),
    ] {
        let diff = DataDiff::new(&before, &now);
        let rows = diff.rows.as_ref().unwrap();
        let name = |class: u32| diff.classes[class as usize].as_str();
        let shown: Vec<_> = rows
            .renamed
            .iter()
            .map(|one| (name(one.before), name(one.now), one.rows, one.kept))
            .collect();
        assert_eq!(shown, renamed);
        assert_eq!(rows.relabelled.len(), changed);
        assert_eq!(diff.classes_gone_and_new(), left);
        for change in &rows.relabelled {
            assert!(
                before
                    .classes
                    .contains(&name(change.before.class).to_string())
            );
            assert!(now.classes.contains(&name(change.now.class).to_string()));
        }
        for row in &rows.gone {
            assert!(before.classes.contains(&name(row.class).to_string()));
        }
        assert!(!diff.is_same());
    }
    // Texts under two labels are matched by the new names, whatever their order.
    let twice = data(&["a 0", "a 1", "b 0", "c 1"], &[]);
    let diff = DataDiff::new(&twice, &data(&["a zero", "a one", "b zero", "c one"], &[]));
    let rows = diff.rows.unwrap();
    assert_eq!(rows.counts[0].unchanged, 4);
}

#[test]
fn digests_tell_that_rows_are_the_same_and_no_more() {
    let kept = |data: &DataSet| -> BTreeMap<SetName, KeptSet> {
        let sets = SETS
            .into_iter()
            .filter_map(|set| Some((set, corpus(data, set)?)));
        sets.map(|(set, corpus)| {
            let counts = data
                .classes
                .iter()
                .cloned()
                .zip(corpus.class_counts(data.classes.len()));
            let kept = KeptSet {
                digest: corpus.digest(&data.classes),
                n_rows: corpus.texts.len() as u64,
                class_counts: counts.collect(),
            };
            (set, kept)
        })
        .collect()
    };
    let before = data(&["a x", "b y"], &["c x"]);
    for (now, is_same) in [
        (data(&["a x", "b y"], &["c x"]), [true, true]),
        (data(&["b y", "a x"], &["c x"]), [false, true]),
        (data(&["a x", "b y"], &["c z"]), [true, false]),
        (data(&["a x", "b y"], &[]), [true, false]),
    ] {
        let whole = DataDiff::new(&before, &now);
        let diff = DataDiff::of_digests(&kept(&before), &kept(&now));
        assert_eq!(
            diff.sets.iter().map(|set| set.is_same).collect::<Vec<_>>(),
            is_same
        );
        // All that is told is as it is with the texts.
        assert_eq!((&diff.classes, &diff.sets), (&whole.classes, &whole.sets));
        let rows = (is_same == [true, true]).then(|| whole.rows.unwrap());
        assert_eq!(diff.rows, rows);
    }
}

/// Few texts and labels, so that many stand several times.
fn rows() -> impl Strategy<Value = Vec<(String, String)>> {
    let row = ("[abc]", "[xy]");
    proptest::collection::vec(row, 0..9)
}

/// How often rows of which this is true stand in both versions.
fn common(before: &DataSet, now: &DataSet, is_one: impl Fn(SetName, &str, &str) -> bool) -> u64 {
    let count = |data: &DataSet| {
        let sets = SETS
            .into_iter()
            .filter_map(|set| Some((set, corpus(data, set)?)));
        let rows = sets.flat_map(|(set, corpus)| {
            let rows = corpus.texts.iter().zip(names(corpus, data));
            rows.filter(|(text, label)| is_one(set, text, label))
                .collect::<Vec<_>>()
        });
        rows.count() as u64
    };
    count(before).min(count(now))
}

proptest! {
    #[test]
    fn counts_are_those_of_each_text(
        train in rows(), test in rows(), train_now in rows(), test_now in rows(), seed in 0usize..100,
    ) {
        let (before, now) = (named(&train, &test), named(&train_now, &test_now));
        let diff = DataDiff::new(&before, &now);
        let rows = diff.rows.as_ref().unwrap();
        prop_assume!(rows.renamed.is_empty());
        let texts = ["a", "b", "c"];
        let sum = |of: &dyn Fn(&str) -> u64| -> u64 { texts.into_iter().map(of).sum() };
        let [mut unchanged, mut stayed] = [0; 2];
        for set in SETS {
            let in_set = sum(&|text| common(&before, &now, |s, t, _| s == set && t == text));
            let same = sum(&|text| ["x", "y"].into_iter().map(|label| {
                common(&before, &now, |s, t, l| s == set && t == text && l == label)
            }).sum());
            let counts = rows.counts[set as usize];
            prop_assert_eq!((counts.unchanged, counts.relabelled), (same, in_set - same));
            unchanged += same;
            stayed += in_set;
            let n_rows = |data| corpus(data, set).map_or(0, |corpus| corpus.texts.len() as u64);
            let shared = counts.unchanged + counts.relabelled;
            prop_assert_eq!(shared + counts.moved_out + counts.gone, n_rows(&before));
            prop_assert_eq!(shared + counts.moved_in + counts.added, n_rows(&now));
        }
        let all = sum(&|text| common(&before, &now, |_, t, _| t == text));
        prop_assert_eq!(rows.relabelled.len() as u64, stayed - unchanged);
        prop_assert_eq!(rows.moved.len() as u64, all - stayed);
        // In another order the same rows change.
        let turned = |mut rows: Vec<(String, String)>| {
            let by = seed % rows.len().max(1);
            rows.rotate_left(by);
            rows
        };
        let others = DataDiff::new(&before, &named(&turned(train_now), &turned(test_now)));
        prop_assert_eq!(others.rows.unwrap().counts, rows.counts);
    }
}
