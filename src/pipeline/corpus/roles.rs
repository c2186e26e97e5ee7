//! What each of several files is for, by its name and its content. What is not clear is not guessed: the user chooses.

use super::lines::{is_tag, without_bom};
use super::table::looks_like_table;
use super::wording::{counted, grouped, listed};
use super::{NamedBytes, Role, SetName, is_zip};

/// The role found for a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detected {
    /// None where the user has to choose.
    pub role: Option<Role>,
    /// Why, as part of a sentence that is shown beside the file: "its name says train and its lines are tags".
    pub reason: String,
}

/// Finds the roles of files that belong together (no zips: see [`super::unpack`]); one answer for each, in order.
///
/// 1. Content says what a file holds: only 0, 1 and 2 are tags, a table has a header or is JSONL, the rest is texts. A
///    name that says tags counts too, so that a tags file with a wrong line is still one.
/// 2. Names say the set: a word that begins with `train` or `test`, in the file's name or else in its folders.
/// 3. Where names don't say, a text file and a tags file with as many lines are a pair; the larger of two pairs, and the
///    larger of two tables, is the training set.
/// 4. Two files for one role, a table beside a pair, equal sizes: no role, with the reason.
///
/// Costs one pass over each file.
pub fn detect_roles(files: &[NamedBytes]) -> Vec<Detected> {
    let mut looks: Vec<Look> = files.iter().map(Look::new).collect();
    pair_by_lines(&mut looks);
    choose_sets_by_size(&mut looks);
    let mut detected: Vec<Detected> = looks.iter().map(Look::detected).collect();
    refuse_rivals(files, &mut detected);
    detected
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Texts,
    Tags,
    Table,
}

/// What is known of one file.
struct Look {
    holds: Option<Holds>,
    set: Option<SetName>,
    n_lines: u64,
    /// Why it holds what it holds, and why it is of its set; joined for the user.
    reasons: Vec<String>,
}

impl Look {
    fn new(file: &NamedBytes) -> Look {
        let words = name_words(&file.name);
        let (set, set_reason) = set_by_name(&words);
        let (holds, holds_reason) = holds(file, &words);
        Look {
            holds,
            set,
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
            _ => None,
        };
        let mut reasons = self.reasons.clone();
        if role.is_none() && self.holds.is_some() {
            reasons.push("nothing says whether it is the training set or the test set".into());
        }
        Detected {
            role,
            reason: reasons.join(", "),
        }
    }

    fn is(&self, holds: Holds) -> bool {
        self.holds == Some(holds)
    }
}

/// The words of a path in lower case, the file's name first, then its folders from the inside out; split at what is no
/// letter or digit and where a capital follows a small letter.
fn name_words(path: &str) -> Vec<Vec<String>> {
    path.rsplit('/')
        .map(|part| {
            let mut words = vec![String::new()];
            let mut small_before = false;
            for character in part.chars() {
                if !character.is_alphanumeric() || (small_before && character.is_uppercase()) {
                    words.push(String::new());
                }
                if character.is_alphanumeric() {
                    words
                        .last_mut()
                        .expect("begun with one word")
                        .extend(character.to_lowercase());
                }
                small_before = character.is_lowercase();
            }
            words
        })
        .collect()
}

fn set_by_name(words: &[Vec<String>]) -> (Option<SetName>, Option<String>) {
    for part in words {
        let says = |beginning: &str| part.iter().any(|word| word.starts_with(beginning));
        return match (says("train") || says("trening"), says("test")) {
            (true, false) => (Some(SetName::Train), Some("its name says train".into())),
            (false, true) => (Some(SetName::Test), Some("its name says test".into())),
            (true, true) => (None, Some("its name says both train and test".into())),
            (false, false) => continue,
        };
    }
    (None, None)
}

fn holds(file: &NamedBytes, words: &[Vec<String>]) -> (Option<Holds>, String) {
    let bytes = without_bom(&file.bytes);
    let says = |names: &[&str]| words[0].iter().any(|word| names.contains(&word.as_str()));
    let says_tags = says(&["tag", "tags", "label", "labels"]);
    let says_texts = says(&["text", "texts", "tweet", "tweets"]);
    if is_zip(bytes) {
        return (None, "it is a zip, which has to be unpacked first".into());
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return match (says_tags, says_texts) {
            (true, false) => (Some(Holds::Tags), "its name says tags".into()),
            (false, true) => (Some(Holds::Texts), "its name says texts".into()),
            _ => (None, "it is empty".into()),
        };
    }
    let first_line = bytes.split(|byte| *byte == b'\n').next().unwrap_or(bytes);
    if looks_like_table(&file.name, &String::from_utf8_lossy(first_line)) {
        return (Some(Holds::Table), "it is a table".into());
    }
    let tags = Tags::of(bytes, says_tags);
    match (tags, says_tags, says_texts) {
        (Tags::All, _, true) if !says_tags => (
            None,
            "its name says texts, but each of its lines is 0, 1 or 2".into(),
        ),
        (Tags::All, ..) => (Some(Holds::Tags), "each of its lines is 0, 1 or 2".into()),
        (Tags::Some, true, _) => (Some(Holds::Tags), "its name says tags".into()),
        (Tags::None, true, false) => (
            None,
            "its name says tags, but none of its lines is 0, 1 or 2".into(),
        ),
        (_, _, true) => (Some(Holds::Texts), "its name says texts".into()),
        _ => (Some(Holds::Texts), "its lines are texts".into()),
    }
}

/// How many of the lines are tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tags {
    All,
    Some,
    None,
}

impl Tags {
    /// Blank lines don't count. Stops at the first line that decides, unless `every_line` is asked for.
    fn of(bytes: &[u8], every_line: bool) -> Tags {
        let (mut tags, mut others) = (0, 0);
        for line in bytes.split(|byte| *byte == b'\n') {
            // Longer lines than this are no tag with blanks around it.
            let line = str::from_utf8(&line[..line.len().min(64)]).unwrap_or("?");
            if is_tag(line) {
                tags += 1;
            } else if !line.trim().is_empty() {
                others += 1;
                if !every_line {
                    break;
                }
            }
        }
        match (tags, others) {
            (_, 0) => Tags::All,
            (0, _) => Tags::None,
            _ => Tags::Some,
        }
    }
}

/// Lines as the reader of pairs counts them: the last one may lack its line break.
fn count_lines(bytes: &[u8]) -> u64 {
    let breaks = bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
    breaks + u64::from(bytes.last().is_some_and(|byte| *byte != b'\n'))
}

/// Gives a file without a set the set of the one file that has as many lines and holds the other half of the pair.
fn pair_by_lines(looks: &mut [Look]) {
    for index in 0..looks.len() {
        if looks[index].set.is_some() {
            continue;
        }
        let Some(partner) = partner(looks, index) else {
            continue;
        };
        if let Some(set) = looks[partner].set {
            let reason = format!(
                "it has {}, as many as its {set} partner",
                counted(looks[index].n_lines, "line")
            );
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
            Holds::Table => return None,
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

/// Gives pairs and tables whose names say nothing their sets: what is left over, and by size between two.
fn choose_sets_by_size(looks: &mut [Look]) {
    // A unit is a table, or a pair as (texts, tags); both without a set.
    let mut units: Vec<Vec<usize>> = Vec::new();
    for index in 0..looks.len() {
        if looks[index].set.is_some() {
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
    let mut decided: Vec<(usize, SetName, String)> = Vec::new();
    let mut decide = |unit: &[usize], set: SetName, reason: String| {
        decided.extend(unit.iter().map(|index| (*index, set, reason.clone())));
    };
    match (&units[..], train_taken, test_taken) {
        ([only], false, false) => {
            decide(only, SetName::Train, "there is no other set".into());
        }
        ([only], false, true) => {
            decide(only, SetName::Train, "the test set is another one".into());
        }
        ([only], true, false) => {
            decide(
                only,
                SetName::Test,
                "the training set is another one".into(),
            );
        }
        ([one, two], false, false) if size(one) != size(two) => {
            let (large, small) = if size(one) > size(two) {
                (one, two)
            } else {
                (two, one)
            };
            let (many, few) = (grouped(size(large)), grouped(size(small)));
            decide(
                large,
                SetName::Train,
                format!("the larger set ({many} lines, the other {few}) is for training"),
            );
            decide(
                small,
                SetName::Test,
                format!("the smaller set ({few} lines, the other {many}) is for testing"),
            );
        }
        _ => {}
    }
    for (index, set, reason) in decided {
        looks[index].set = Some(set);
        looks[index].reasons.push(reason);
    }
}

/// Takes the role from files that compete for it; a table competes with a pair of its set.
fn refuse_rivals(files: &[NamedBytes], detected: &mut [Detected]) {
    let roles: Vec<Option<Role>> = detected.iter().map(|found| found.role).collect();
    for (index, found) in detected.iter_mut().enumerate() {
        let Some(role) = roles[index] else { continue };
        let is_table = is_a_table(role);
        let rivals: Vec<&str> = (0..files.len())
            .filter(|other| *other != index)
            .filter(|other| {
                roles[*other].is_some_and(|other| {
                    other == role || (other.set() == role.set() && is_table != is_a_table(other))
                })
            })
            .map(|other| files[other].name.as_str())
            .collect();
        if !rivals.is_empty() {
            found.role = None;
            found.reason = format!(
                "{}, but so it is with {}: choose one",
                found.reason,
                listed(&rivals)
            );
        }
    }
}

fn is_a_table(role: Role) -> bool {
    matches!(role, Role::TrainTable | Role::TestTable)
}
