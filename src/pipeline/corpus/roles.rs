//! What each of several files is for, by its name and its content. What is not clear is not guessed: the user chooses.

use std::borrow::Borrow;

use super::looks::{Holds, Says, count_lines, holds, name_words, set_by_name, why};
use super::{FileOptions, NamedBytes, Role, SetName};
use crate::message;
use crate::message::{Argument, Message};

/// The role found for a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Detected {
    /// None where the user has to choose.
    pub role: Option<Role>,
    /// Why, as part of a sentence that is shown beside the file: "its name says train and its lines are tags".
    pub reason: Message,
}

/// Finds the roles of files that belong together (no zips: see [`super::unpack`]), in one pass over each; in their order.
///
/// 1. Content says what a file holds: numbers alone, or few short lines again and again, are labels; a table has a header
///    or is JSON; the rest is texts. A name that says tags counts too.
/// 2. Names say the set, by whole words such as `train`, `training`, `test`, in the file's name or else in its folders. A
///    set for validation is not used.
/// 3. Where names don't say, texts and labels with as many lines are a pair, and the larger of two pairs is the training
///    set. One table is the training set; of two, neither is without a name that says so, and what lies beside a training
///    set is no test set.
/// 4. Two files for one role, a table beside a pair, equal sizes: no role, with the reason.
pub fn detect_roles<F: Borrow<NamedBytes>>(files: &[F], options: &FileOptions) -> Vec<Detected> {
    let looks = files.iter().map(|file| Look::new(file.borrow(), options));
    let mut looks: Vec<Look> = looks.collect();
    pair_by_lines(&mut looks);
    choose_sets(&mut looks);
    let mut detected: Vec<Detected> = looks.iter().map(Look::detected).collect();
    refuse_rivals(files, &mut detected);
    detected
}

/// What is known of one file.
struct Look {
    holds: Option<Holds>,
    set: Option<SetName>,
    /// Whether it is of a set for validation.
    is_tuning: bool,
    n_lines: u64,
    /// Why it holds what it holds, and why it is of its set; joined for the user.
    reasons: Vec<Message>,
}

impl Look {
    fn new(file: &NamedBytes, options: &FileOptions) -> Look {
        let words = name_words(&file.name);
        let (says, set_reason) = set_by_name(&words);
        let (holds, holds_reason) = holds(file, &words, options);
        Look {
            holds,
            set: match says {
                Says::Set(set) => Some(set),
                _ => None,
            },
            is_tuning: says == Says::Tuning,
            n_lines: count_lines(&file.bytes),
            reasons: [set_reason, Some(holds_reason)]
                .into_iter()
                .flatten()
                .collect(),
        }
    }

    fn detected(&self) -> Detected {
        let role = match (self.set, self.holds) {
            (Some(SetName::Train), Some(Holds::Texts)) => Some(Role::TrainTexts),
            (Some(SetName::Train), Some(Holds::Tags)) => Some(Role::TrainTags),
            (Some(SetName::Train), Some(Holds::Table)) => Some(Role::TrainTable),
            (Some(SetName::Test), Some(Holds::Texts)) => Some(Role::TestTexts),
            (Some(SetName::Test), Some(Holds::Tags)) => Some(Role::TestTags),
            (Some(SetName::Test), Some(Holds::Table)) => Some(Role::TestTable),
            (_, Some(Holds::LabelNames)) => Some(Role::LabelNames),
            _ => None,
        };
        let mut reasons = self.reasons.clone();
        if role.is_none() && self.holds.is_some() && !self.is_tuning {
            reasons.push(why("no-set"));
        }
        let joined = reasons
            .into_iter()
            .reduce(|first, more| message!("role-reasons", first = first, more = more));
        Detected {
            role,
            reason: joined.expect("what it holds has a reason"),
        }
    }

    fn is(&self, holds: Holds) -> bool {
        self.holds == Some(holds)
    }
}

/// Gives a file without a set the set of the one file that has as many lines and holds the other half of the pair.
fn pair_by_lines(looks: &mut [Look]) {
    for index in 0..looks.len() {
        if looks[index].set.is_some() || looks[index].is_tuning {
            continue;
        }
        let Some(partner) = partner(looks, index) else {
            continue;
        };
        if let Some(set) = looks[partner].set {
            let reason = message!("role-partner", lines = looks[index].n_lines, set = set);
            looks[index].set = Some(set);
            looks[index].reasons.push(reason);
        }
    }
}

/// The only file that pairs with this one by its number of lines, if this one is also the only one for it.
fn partner(looks: &[Look], index: usize) -> Option<usize> {
    let other_half = |index: usize| -> Option<usize> {
        let wanted = match looks[index].holds? {
            Holds::Texts => Holds::Tags,
            Holds::Tags => Holds::Texts,
            Holds::Table | Holds::LabelNames => return None,
        };
        let mut found = (0..looks.len())
            .filter(|i| looks[*i].is(wanted) && looks[*i].n_lines == looks[index].n_lines);
        match (found.next(), found.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    };
    let partner = other_half(index)?;
    (other_half(partner) == Some(index)).then_some(partner)
}

/// Gives pairs and tables whose names say nothing their sets: what is alone is for training, and of two pairs the larger.
fn choose_sets(looks: &mut [Look]) {
    // A unit is a table, or a pair as (texts, tags); both without a set.
    let mut units: Vec<Vec<usize>> = Vec::new();
    for index in 0..looks.len() {
        if looks[index].set.is_some() || looks[index].is_tuning {
            continue;
        }
        match looks[index].holds {
            Some(Holds::Table) => units.push(vec![index]),
            Some(Holds::Texts) => {
                if let Some(tags) = partner(looks, index) {
                    units.push(vec![index, tags]);
                }
            }
            _ => {}
        }
    }
    let taken = |set: SetName| looks.iter().any(|look| look.set == Some(set));
    let (train_taken, test_taken) = (taken(SetName::Train), taken(SetName::Test));
    let size = |unit: &[usize]| looks[unit[0]].n_lines;
    let mut decided: Vec<(usize, SetName, Message)> = Vec::new();
    let mut decide = |unit: &[usize], set: SetName, reason: Message| {
        decided.extend(unit.iter().map(|index| (*index, set, reason.clone())));
    };
    match (&units[..], train_taken, test_taken) {
        ([only], false, false) => {
            decide(only, SetName::Train, why("only-set"));
        }
        ([only], false, true) => {
            decide(only, SetName::Train, why("test-is-other"));
        }
        ([one, two], false, false)
            if size(one) != size(two) && one.len() == 2 && two.len() == 2 =>
        {
            let (large, small) = if size(one) > size(two) {
                (one, two)
            } else {
                (two, one)
            };
            let (many, few) = (size(large), size(small));
            let reason = message!("role-larger", lines = many, others = few);
            decide(large, SetName::Train, reason);
            let reason = message!("role-smaller", lines = few, others = many);
            decide(small, SetName::Test, reason);
        }
        _ => {}
    }
    for (index, set, reason) in decided {
        looks[index].set = Some(set);
        looks[index].reasons.push(reason);
    }
}

/// Takes the role from files that compete for it; a table competes with a pair of its set.
fn refuse_rivals<F: Borrow<NamedBytes>>(files: &[F], detected: &mut [Detected]) {
    let roles: Vec<Option<Role>> = detected.iter().map(|found| found.role).collect();
    for (index, found) in detected.iter_mut().enumerate() {
        let Some(role) = roles[index] else { continue };
        let is_table = is_a_table(role);
        let rivals: Vec<&str> = (0..files.len())
            .filter(|other| *other != index)
            .filter(|other| {
                roles[*other].is_some_and(|other| {
                    other == role
                        || (other.set() == role.set()
                            && role.set().is_some()
                            && is_table != is_a_table(other))
                })
            })
            .map(|other| files[other].borrow().name.as_str())
            .collect();
        if !rivals.is_empty() {
            found.role = None;
            found.reason = message!(
                "role-rivals",
                reason = found.reason.clone(),
                rivals = Argument::names(&rivals)
            );
        }
    }
}

fn is_a_table(role: Role) -> bool {
    matches!(role, Role::TrainTable | Role::TestTable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<Detected> {
        let files: Vec<NamedBytes> = files
            .iter()
            .map(|(name, content)| NamedBytes {
                name: (*name).into(),
                bytes: content.as_bytes().to_vec(),
            })
            .collect();
        detect_roles(&files, &FileOptions::default())
    }

    fn roles(files: &[(&str, &str)]) -> Vec<Option<Role>> {
        found(files).into_iter().map(|found| found.role).collect()
    }

    const LONG: &str = "a line that is much longer than any label that a person would think of\n";

    const FOUR: [Option<Role>; 4] = [
        Some(Role::TrainTexts),
        Some(Role::TrainTags),
        Some(Role::TestTexts),
        Some(Role::TestTags),
    ];

    #[test]
    fn names_decide() {
        let contents = ["a\nb\n", "0\n1\n", "c\nd\n", "1\n0\n"];
        for names in [
            [
                "training_set_clean_only_text.txt",
                "training_set_clean_only_tags.txt",
                "test_set_only_text.txt",
                "test_set_only_tags.txt",
            ],
            ["trainText", "trainTags", "testTexts", "testLabels"],
            ["train/a.txt", "train/b.txt", "test/a.txt", "test/b.txt"],
            ["TRAIN-X.TXT", "TRAIN-Y.TXT", "TEST-X.TXT", "TEST-Y.TXT"],
            [
                "zbior_treningowy.txt",
                "treningowe_tagi.txt",
                "testowy.txt",
                "testowe_tagi.txt",
            ],
        ] {
            let files: Vec<(&str, &str)> = names.into_iter().zip(contents).collect();
            assert_eq!(roles(&files), FOUR, "{names:?}");
        }
    }

    #[test]
    fn the_demo_finds_its_roles() {
        let found = detect_roles(&super::super::demo_files(), &FileOptions::default());
        assert_eq!(
            found.iter().map(|found| found.role).collect::<Vec<_>>(),
            FOUR
        );
        assert_eq!(
            found[0].reason.to_string(),
            "its name says train, its name says texts"
        );
        assert_eq!(
            found[1].reason.to_string(),
            "its name says train, each of its lines is a number"
        );
    }

    #[test]
    fn sizes_decide_where_names_say_nothing() {
        let files = [
            ("a", "x\ny\nz\n"),
            ("b", "0\n1\n0"),
            ("c", "x\ny"),
            ("d", "0\r\n1\r\n"),
        ];
        assert_eq!(roles(&files), FOUR);
        let reasons = found(&files);
        assert_eq!(
            reasons[0].reason.to_string(),
            "its lines are texts, the larger set (3 lines, the other 2) is for training"
        );
        // Of two tables neither is a test set by its size alone.
        assert_eq!(
            roles(&[
                ("small.csv", "text,label\na,0\n"),
                ("big.csv", "text,label\na,0\nb,1\n")
            ]),
            [None, None]
        );
        assert_eq!(
            roles(&[("a", "x\ny\n"), ("b", "0\n1\n")]),
            [Some(Role::TrainTexts), Some(Role::TrainTags)]
        );
        assert_eq!(roles(&[("data.csv", "a,b\n")]), [Some(Role::TrainTable)]);
    }

    #[test]
    fn a_partner_without_a_name_follows_by_its_lines() {
        let files = [
            ("train.txt", "x\ny\nz\n"),
            ("labels.txt", "0\n1\n0\n"),
            ("tags-of-test.txt", "1\n0\n"),
            ("other.txt", "x\ny\n"),
        ];
        assert_eq!(
            roles(&files),
            [
                Some(Role::TrainTexts),
                Some(Role::TrainTags),
                Some(Role::TestTags),
                Some(Role::TestTexts)
            ]
        );
        assert_eq!(
            found(&files)[1].reason.to_string(),
            "each of its lines is a number, it has 3 lines, as many as its train partner"
        );
    }

    #[test]
    fn a_tags_file_with_a_wrong_line_is_still_one() {
        assert_eq!(
            roles(&[("train_text.txt", "x\ny\n"), ("train_tags.txt", "0\n7\n")]),
            [Some(Role::TrainTexts), Some(Role::TrainTags)]
        );
        assert_eq!(
            roles(&[("test_text.txt", "0\n1\nx\n")]),
            [Some(Role::TestTexts)]
        );
    }

    #[test]
    fn what_is_unclear_is_left_to_the_user() {
        let nothing = "nothing says whether it is the training set or the test set";
        type Case<'a> = (&'a [(&'a str, &'a str)], usize, String);
        let cases: [Case; 9] = [
            (
                &[("a.txt", "x\ny\n")],
                0,
                format!("its lines are texts, {nothing}"),
            ),
            (
                &[("a.txt", "x\ny\n"), ("b.txt", "0\n")],
                1,
                format!("each of its lines is a number, {nothing}"),
            ),
            (
                // Two pairs of one size.
                &[("a", "x\n"), ("b", "0\n"), ("c", "y\n"), ("d", "1\n")],
                2,
                format!("its lines are texts, {nothing}"),
            ),
            (
                &[("a.csv", "text,label\na,0\n"), ("b.csv", "text,label\nb,1\n")],
                0,
                format!("it is a table, {nothing}"),
            ),
            (
                &[("train_test.txt", "x\n")],
                0,
                format!("its name says both train and test, its lines are texts, {nothing}"),
            ),
            (
                &[("train_a.txt", "x\n"), ("train_b.txt", "y\n")],
                0,
                "its name says train, its lines are texts, but `train_b.txt` could have the same place".into(),
            ),
            (
                &[
                    ("train_text.txt", "x\n"),
                    ("train_tags.txt", "0\n"),
                    ("train.csv", "text,label\n"),
                ],
                2,
                "its name says train, it is a table, but `train_text.txt` and `train_tags.txt` could have the same place"
                    .into(),
            ),
            (
                &[("train_tags.txt", LONG)],
                0,
                "its name says train, its name says tags, but its lines are too long for labels".into(),
            ),
            (
                &[("train_text.txt", "0\n1\n")],
                0,
                "its name says train, its name says texts, but each of its lines is a number".into(),
            ),
        ];
        for (files, index, reason) in cases {
            let found = found(files);
            assert_eq!(found[index].role, None, "{files:?}");
            assert_eq!(found[index].reason.to_string(), reason);
        }
        assert_eq!(
            found(&[("a.txt", "\n")])[0].reason.to_string(),
            "it is empty"
        );
    }

    #[test]
    fn whole_words_say_the_set() {
        let table = "text,label\na,x\n";
        let train = Some(Role::TrainTable);
        for (names, expected) in [
            (
                &["train.csv", "test.csv"][..],
                &[train, Some(Role::TestTable)][..],
            ),
            (&["training.csv", "latest_results.csv"], &[train, None]),
            (&["trainee.csv", "testimony.csv"], &[None, None]),
            (
                &["data.csv", "test2019.tsv"],
                &[train, Some(Role::TestTable)],
            ),
            (
                &["train.json", "test.csv", "dev.csv"],
                &[train, Some(Role::TestTable), None],
            ),
            (
                &["train/data.csv", "test/data.csv", "val/data.csv"],
                &[train, Some(Role::TestTable), None],
            ),
            (&["contest.csv"], &[train]),
            (&["train.csv", "attestation.csv"], &[train, None]),
        ] {
            let files: Vec<(&str, &str)> = names.iter().map(|name| (*name, table)).collect();
            assert_eq!(roles(&files), expected, "{names:?}");
        }
        let tuning = found(&[("dev.csv", table)]);
        assert!(
            tuning[0]
                .reason
                .to_string()
                .starts_with("its name says validation"),
            "{:?}",
            tuning[0]
        );
    }

    #[test]
    fn labels_are_any_and_names_of_labels_are_none() {
        for labels in ["OFF\nNOT\nNOT\nOFF\n", "3\n19\n0\n0\n", "-1\n0\n1\n1\n"] {
            let files = [("a.txt", "raz\ndwa\ntrzy\ncztery\n"), ("b.txt", labels)];
            assert_eq!(
                roles(&files),
                [Some(Role::TrainTexts), Some(Role::TrainTags)],
                "{labels}"
            );
        }
        let tweet_eval = [
            ("train_text.txt", "raz\ndwa\n"),
            ("train_labels.txt", "0\n3\n"),
            ("val_text.txt", "raz\n"),
            ("val_labels.txt", "0\n"),
            ("mapping.txt", "0\tanger\n3\tsadness\n"),
        ];
        assert_eq!(
            roles(&tweet_eval),
            [
                Some(Role::TrainTexts),
                Some(Role::TrainTags),
                None,
                None,
                Some(Role::LabelNames)
            ]
        );
        let picture = found(&[("train.csv", "\u{89}PNG\r\n"), ("train.csv", "%PDF-1.4\n")]);
        assert_eq!(
            (picture[1].role, picture[1].reason.to_string()),
            (
                None,
                "its name says train, it is a PDF document; give a file of texts or a table (CSV, TSV, JSON, Parquet)".into()
            )
        );
    }
}
