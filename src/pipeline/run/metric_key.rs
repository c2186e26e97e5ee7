//! Names of metrics that come from names of the user's: what MLflow takes of them, and never one name for two classes.
//!
//! MLflow takes what Python's `\w` matches, which is letters and digits of every script and `_`, and `-`, `.`, blank, `/`
//! (`^[/\w.\- :]*$` on MLflow 2 and 3). Blanks and `/` are left out, since the file store makes a file of each metric.

use std::collections::{BTreeMap, BTreeSet};

use crate::pipeline::python;

/// Characters that are kept of a name; MLflow takes keys of 250.
const MAX_CHARS: usize = 100;
/// Bytes that are kept of a name: a file name has 255 at most, and what is put before and behind it has its share.
const MAX_BYTES: usize = 160;

/// What MLflow takes of a name: other characters become `_`, and a long name ends early.
pub fn metric_key(name: &str) -> String {
    let mut key = String::new();
    for character in name.chars().take(MAX_CHARS) {
        let kept = if python::is_word(character) || "-.".contains(character) {
            character
        } else {
            '_'
        };
        if key.len() + kept.len_utf8() > MAX_BYTES {
            break;
        }
        key.push(kept);
    }
    key
}

/// The keys of classes, no two of them alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassKeys(BTreeMap<String, String>);

impl ClassKeys {
    /// Keys for names, one that comes again counting once. `endings` are what is put behind a key to name further metrics of the class, such as `_low`:
    /// none of those is another class's either. Of names that would share a key the one that is its own key keeps it, or
    /// else the first; the others get their place among `names`, from 1, behind it. Names that differ in case alone count as
    /// alike, since there are file systems and databases to which they are.
    pub fn new<'a>(
        names: impl IntoIterator<Item = &'a str>,
        endings: &'static [&'static str],
    ) -> ClassKeys {
        let mut seen = BTreeSet::new();
        let names: Vec<(usize, &str, String)> = (1..)
            .zip(names.into_iter().filter(|name| seen.insert(*name)))
            .map(|(place, name)| (place, name, metric_key(name)))
            .collect();
        let mut keys = BTreeMap::new();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let (plain, changed): (Vec<_>, Vec<_>) =
            names.into_iter().partition(|(_, name, key)| name == key);
        for (place, name, mut key) in plain.into_iter().chain(changed) {
            let of = |key: &str| -> Vec<String> {
                std::iter::once(&"")
                    .chain(endings)
                    .map(|ending| format!("{key}{ending}").to_lowercase())
                    .collect()
            };
            while of(&key).iter().any(|one| taken.contains(one)) {
                key = format!("{key}_{place}");
            }
            taken.extend(of(&key));
            keys.insert(name.to_string(), key);
        }
        ClassKeys(keys)
    }

    /// The key of one of the names.
    pub fn get(&self, name: &str) -> String {
        match self.0.get(name) {
            Some(key) => key.clone(),
            None => metric_key(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_what_mlflow_takes() {
        let cases = [
            ("hate-speech", "hate-speech"),
            ("non_harmful.v2", "non_harmful.v2"),
            ("../ą b:c\n", ".._ą_b_c_"),
            ("złość", "złość"),
            ("спам", "спам"),
            ("垃圾", "垃圾"),
            ("٣½", "٣½"),
            // Vowel signs are marks, which Python's `\w` does not match.
            ("कि", "क_"),
            ("e\u{301}", "e_"),
            ("a\u{200b}\u{202e}😁|b", "a____b"),
            ("", ""),
        ];
        for (name, key) in cases {
            assert_eq!(metric_key(name), key, "{name:?}");
        }
        assert_eq!(metric_key(&"x".repeat(300)).len(), 100);
        let long = metric_key(&"垃".repeat(300));
        assert!(long.len() <= MAX_BYTES && long.chars().count() == 53);
    }

    #[test]
    fn no_two_classes_share_a_key() {
        const NONE: &[&str] = &[];
        const INTERVAL: &[&str] = &["_low", "_high"];
        let cases: [(&[&str], &[&str], &[&str]); 9] = [
            (&["a", "b"], INTERVAL, &["a", "b"]),
            (&["żółty", "źółty"], INTERVAL, &["żółty", "źółty"]),
            (&["a b", "a/b", "a_b"], NONE, &["a_b_1", "a_b_2", "a_b"]),
            (&["!", "?", "_"], NONE, &["__1", "__2", "_"]),
            (&["Spam", "spam"], NONE, &["Spam", "spam_2"]),
            (&["x", "x_low"], NONE, &["x", "x_low"]),
            (&["x", "x_low"], INTERVAL, &["x", "x_low_2"]),
            (&["x_high", "x"], INTERVAL, &["x_high", "x_2"]),
            // The number behind a name may be a class of its own.
            (&["a?", "a_", "a__1"], NONE, &["a__1_1", "a_", "a__1"]),
        ];
        for (names, endings, expected) in cases {
            let keys = ClassKeys::new(names.iter().copied(), endings);
            let found: Vec<String> = names.iter().map(|name| keys.get(name)).collect();
            assert_eq!(found, expected, "{names:?}");
            let all: BTreeSet<String> = found
                .iter()
                .flat_map(|key| {
                    std::iter::once(&"")
                        .chain(endings)
                        .map(move |ending| format!("{key}{ending}").to_lowercase())
                })
                .collect();
            assert_eq!(all.len(), names.len() * (1 + endings.len()), "{names:?}");
        }
        let long = ["x".repeat(150), "x".repeat(200)];
        let keys = ClassKeys::new(long.iter().map(String::as_str), NONE);
        assert_ne!(keys.get(&long[0]), keys.get(&long[1]));
    }
}
