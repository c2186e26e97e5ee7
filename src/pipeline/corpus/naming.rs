//! From labels as they stand in files to the names of classes: as they stand, PolEval's, by a mapping.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::encoding::decode;
use super::labels::{OneForm, check_name};
use super::lines::{shortened, split_lines};
use super::{LabelNames, NamedBytes, POLEVAL_CLASSES, sha256_hex};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::error::{Code, Error};

/// How the labels of a data set became the names of its classes.
#[derive(Debug, Clone, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LabelNaming {
    /// Each label is a name.
    #[default]
    AsTheyStand,
    /// 0, 1 and 2 are [`POLEVAL_CLASSES`].
    Poleval,
    /// Label to name.
    #[serde(untagged)]
    Mapping(BTreeMap<String, String>),
}

impl LabelNaming {
    /// Whether 0, 1 and 2 are PolEval's tags; only then are PolEval's scores of any meaning.
    pub fn is_poleval(&self) -> bool {
        *self == LabelNaming::Poleval
    }

    /// The naming of a model whose archive does not tell: earlier versions knew PolEval's names and names as they stand.
    pub fn of_older_archive(classes: &[String]) -> LabelNaming {
        let is_poleval = |class: &String| POLEVAL_CLASSES.contains(&class.as_str());
        match classes.iter().all(is_poleval) {
            true => LabelNaming::Poleval,
            false => LabelNaming::AsTheyStand,
        }
    }

    /// The name that stands for a label; `None` where the naming says nothing of it.
    pub fn name_of(&self, label: &str) -> Option<&str> {
        match self {
            LabelNaming::AsTheyStand => None,
            LabelNaming::Poleval => {
                let tag = ["0", "1", "2"].iter().position(|tag| *tag == label)?;
                Some(POLEVAL_CLASSES[tag])
            }
            LabelNaming::Mapping(names) => names.get(label).map(String::as_str),
        }
    }

    /// The label that a tags file has for a class: PolEval's tag, the key of a mapping, else the name itself.
    pub fn label_of<'a>(&'a self, class: &'a str) -> Option<&'a str> {
        match self {
            LabelNaming::AsTheyStand => Some(class),
            LabelNaming::Poleval => {
                let tag = POLEVAL_CLASSES.iter().position(|name| *name == class)?;
                Some(["0", "1", "2"][tag])
            }
            LabelNaming::Mapping(names) => {
                let label = names.iter().find(|(_, name)| *name == class);
                Some(label.map_or(class, |(label, _)| label))
            }
        }
    }

    /// Whether a name is one that the naming gives.
    fn gives(&self, name: &str) -> bool {
        match self {
            LabelNaming::AsTheyStand => false,
            LabelNaming::Poleval => POLEVAL_CLASSES.contains(&name),
            LabelNaming::Mapping(names) => names.values().any(|known| known == name),
        }
    }

    /// Whether names are given by a mapping that has nothing for a label.
    pub(super) fn lacks(&self, label: &str) -> bool {
        let is_mapping = matches!(self, LabelNaming::Mapping(_));
        is_mapping && self.name_of(label).is_none() && !self.gives(label)
    }

    /// What names the labels.
    pub fn said(&self) -> Message {
        let naming = match self {
            LabelNaming::AsTheyStand => "as-they-stand",
            LabelNaming::Poleval => "poleval",
            LabelNaming::Mapping(_) => "mapping",
        };
        message!("naming", naming = Argument::Key(naming.into()))
    }
}

/// The classes that rows are compared with, and the naming by which a model learned them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct KnownLabels {
    pub classes: Vec<String>,
    pub naming: LabelNaming,
}

impl KnownLabels {
    /// The name of the class that a label means: a class that is written so, or as another form of the same number or
    /// truth value; else by the naming; `None` where nothing is known of it. `form` is that of the labels' file.
    pub(super) fn class_of(&self, label: &str, form: OneForm) -> Option<String> {
        let one = form.of_label(label);
        let exact = |label: &str| self.classes.iter().find(|class| *class == label).cloned();
        let of_classes = OneForm::of(&self.classes);
        let same_value = || match of_classes {
            OneForm::Names => None,
            form => {
                let value = form.of_label(label);
                let mut classes = self.classes.iter();
                classes.find(|class| form.of_label(class) == value).cloned()
            }
        };
        exact(label)
            .or_else(|| exact(&one))
            .or_else(same_value)
            .or_else(|| self.naming.name_of(label).map(String::from))
            .or_else(|| self.naming.name_of(&one).map(String::from))
    }
}

/// Whether each of the classes is a known one.
pub(super) fn is_known(classes: &[String], known: &KnownLabels) -> bool {
    classes.iter().all(|class| known.classes.contains(class))
}

/// Digests of PolEval's tags, one a line: of the training and the test file of task 6-2, and of the demos in its form.
const POLEVAL_TAGS: [&str; 6] = [
    "c9837e302e5a6b693c6d4128b40fe5327a9869050d158a1873f2a477fdc86f27",
    "222cc22ff4b8896a4d88b47339716c503cb64e748bacaa56261f6ad68aa44a09",
    "9334d23f1001061e5d054014e2f16de84a7b3f1217cce712cdaccb066467cfc7",
    "f71cee15bfb83da3d402752472ece3a9a0e1bf28cc6854a0c3cb8fcb8c532155",
    "6bb08c7dc2abb821f0b78d3e97d2aaf6c9c354d6eaaea3d1ff1baa38c23cbeda",
    "6160ee58cc9d6d973e6f78d83a236d5ba2e04cf5c10aae95c716c6cf47a8956c",
];

/// The names under which PolEval publishes its files.
const POLEVAL_FILES: [&str; 4] = [
    "training_set_clean_only_text.txt",
    "training_set_clean_only_tags.txt",
    "test_set_only_text.txt",
    "test_set_only_tags.txt",
];

/// Whether a pair of files is PolEval's own of task 6-2, by the content of the tags or by both names. Those of task 6-1
/// have the same names, and no 2 among their tags.
pub(super) fn is_polevals(texts: &str, tags: &str, labels: &super::labels::Labels) -> bool {
    let tag = |code: &Option<u32>| code.map(|code| labels.names[code as usize].as_str());
    let are_tags = labels
        .names
        .iter()
        .all(|name| matches!(name.as_str(), "0" | "1" | "2"));
    if !are_tags || labels.codes.contains(&None) {
        return false;
    }
    let base = |path: &str| {
        path.rsplit(['/', '\\'])
            .next()
            .unwrap_or(path)
            .to_ascii_lowercase()
    };
    let is_named = [texts, tags]
        .iter()
        .all(|name| POLEVAL_FILES.contains(&base(name).as_str()));
    if is_named && labels.names.iter().any(|name| name == "2") {
        return true;
    }
    let mut lines = String::with_capacity(2 * labels.codes.len());
    for tag in labels.codes.iter().filter_map(tag) {
        lines.push_str(tag);
        lines.push('\n');
    }
    POLEVAL_TAGS.contains(&sha256_hex(lines.as_bytes()).as_str())
}

/// A choice of names for labels, applied to the labels of files.
///
/// # Errors
/// [`Code::UnknownTag`] without a place for a label that a naming by choice does not know.
pub(super) fn class_by_choice(
    choice: &LabelNames,
    label: &str,
    form: OneForm,
) -> Result<Option<String>, Error> {
    let naming = match choice {
        LabelNames::Auto | LabelNames::AsTheyStand => return Ok(None),
        LabelNames::Poleval => LabelNaming::Poleval,
        LabelNames::Mapping(names) => LabelNaming::Mapping(names.clone()),
    };
    let one = form.of_label(label);
    if let Some(name) = naming.name_of(label).or_else(|| naming.name_of(&one)) {
        return Ok(Some(name.into()));
    }
    if naming.gives(label) {
        return Ok(Some(label.into()));
    }
    let (message, remedy) = match &naming {
        LabelNaming::Mapping(names) => {
            let known: Vec<&String> = names.keys().collect();
            (
                message!(
                    "error-label-unknown",
                    known = Argument::names(&known),
                    label = shortened(label)
                ),
                message!("error-correct-label"),
            )
        }
        _ => (
            message!("error-label-not-polevals", label = shortened(label)),
            message!("error-leave-polevals-names"),
        ),
    };
    Err(Error::new(Code::UnknownTag, message, remedy))
}

/// Reads the names of labels: `0<TAB>anger` on each line (or a comma, a semicolon, an equals sign or a colon between), or a
/// JSON object.
///
/// # Errors
/// [`Code::UnknownFormat`] for another form, [`Code::BadRow`] for a label that is named twice or a name that can be none.
pub fn parse_label_names(file: &NamedBytes) -> Result<BTreeMap<String, String>, Error> {
    let decoded = decode(file, None)?;
    let text = decoded.text.as_ref();
    let mut names = BTreeMap::new();
    let mut add = |label: &str, name: &str, line: u64| -> Result<(), Error> {
        let (label, name) = (unquoted(label), unquoted(name));
        let fault = |message: Message, remedy: Message| {
            Err(Error::new(Code::BadRow, message, remedy).at_line(&file.name, line))
        };
        if label.is_empty() || name.is_empty() {
            return fault(
                message!("error-label-name-empty"),
                message!("error-label-name-form"),
            );
        }
        check_name(name).map_err(|error| error.at_line(&file.name, line))?;
        if let Some(other) = names.insert(label.to_string(), name.to_string())
            && other != name
        {
            return fault(
                message!(
                    "error-label-named-twice",
                    label = shortened(label),
                    first = shortened(&other),
                    second = shortened(name)
                ),
                message!("error-one-name-each"),
            );
        }
        Ok(())
    };
    if text.trim_start().starts_with('{') {
        let object: BTreeMap<String, String> = serde_json::from_str(text).map_err(|fault| {
            Error::new(
                Code::UnknownFormat,
                message!("error-label-names-json", fault = fault.to_string()),
                message!(
                    "error-write-such",
                    example = r#"{"0": "anger", "1": "joy"}"#
                ),
            )
            .in_file(&file.name)
        })?;
        for (label, name) in &object {
            add(label, name, 1)?;
        }
    } else {
        for (index, line) in split_lines(text).enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let number = index as u64 + 1;
            let between = ['\t', '=', ';', ',', ':']
                .into_iter()
                .find(|c| line.contains(*c));
            let Some((label, name)) = between.and_then(|c| line.split_once(c)) else {
                return Err(Error::new(
                    Code::UnknownFormat,
                    message!("error-label-without-name", line = shortened(line)),
                    message!("error-label-name-example"),
                )
                .at_line(&file.name, number));
            };
            add(label, name, number)?;
        }
    }
    if names.is_empty() {
        return Err(super::encoding::empty(file, "names"));
    }
    Ok(names)
}

fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let inner = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    inner.unwrap_or(text).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(classes: &[&str], naming: LabelNaming) -> KnownLabels {
        KnownLabels {
            classes: classes.iter().map(|class| class.to_string()).collect(),
            naming,
        }
    }

    #[test]
    fn a_label_means_the_class_that_is_written_alike() {
        let numbers = known(&["0.0", "1.0"], LabelNaming::AsTheyStand);
        for (label, class) in [
            ("1.0", Some("1.0")),
            ("1", Some("1.0")),
            ("0.00", Some("0.0")),
            ("2", None),
        ] {
            assert_eq!(
                numbers.class_of(label, OneForm::Numbers).as_deref(),
                class,
                "{label}"
            );
        }
        let truths = known(&["False", "True"], LabelNaming::AsTheyStand);
        assert_eq!(
            truths.class_of("true", OneForm::Truths).as_deref(),
            Some("True")
        );
        let names = known(&["a", "1"], LabelNaming::AsTheyStand);
        assert_eq!(names.class_of("1.0", OneForm::Names), None);
        assert_eq!(
            names.class_of("1.0", OneForm::Numbers).as_deref(),
            Some("1")
        );
    }

    #[test]
    fn a_models_naming_speaks_where_no_class_is_written_so() {
        let poleval = known(&["cyberbullying", "non-harmful"], LabelNaming::Poleval);
        for (label, class) in [
            ("0", Some("non-harmful")),
            ("2.0", Some("hate-speech")),
            ("cyberbullying", Some("cyberbullying")),
            ("3", None),
        ] {
            assert_eq!(
                poleval.class_of(label, OneForm::Numbers).as_deref(),
                class,
                "{label}"
            );
        }
        let numbers = known(&["0", "1", "2"], LabelNaming::AsTheyStand);
        assert_eq!(
            numbers.class_of("2", OneForm::Numbers).as_deref(),
            Some("2")
        );
    }

    #[test]
    fn labels_go_there_and_back() {
        let mapping =
            LabelNaming::Mapping([("0".into(), "anger".into()), ("1".into(), "joy".into())].into());
        assert_eq!(
            (mapping.name_of("1"), mapping.label_of("joy")),
            (Some("joy"), Some("1"))
        );
        assert_eq!(LabelNaming::Poleval.label_of("hate-speech"), Some("2"));
        assert_eq!(LabelNaming::Poleval.label_of("spam"), None);
        assert_eq!(LabelNaming::AsTheyStand.label_of("spam"), Some("spam"));
        for naming in [mapping, LabelNaming::Poleval, LabelNaming::AsTheyStand] {
            let json = serde_json::to_string(&naming).unwrap();
            assert_eq!(serde_json::from_str::<LabelNaming>(&json).unwrap(), naming);
        }
    }

    #[test]
    fn names_of_labels_are_read_in_their_usual_forms() {
        let read = |content: &str| {
            parse_label_names(&NamedBytes {
                name: "mapping.txt".into(),
                bytes: content.as_bytes().to_vec(),
            })
        };
        let expected: BTreeMap<String, String> =
            [("0".into(), "anger".into()), ("1".into(), "joy".into())].into();
        for content in [
            "0\tanger\n1\tjoy\n",
            "0,anger\r\n1,joy",
            "{\"0\":\"anger\",\"1\":\"joy\"}",
            "0 = anger\n\n1 = \"joy\"\n",
        ] {
            assert_eq!(read(content).unwrap(), expected, "{content}");
        }
        for (content, code) in [
            ("anger\njoy\n", Code::UnknownFormat),
            ("0\tanger\n0\tjoy\n", Code::BadRow),
            ("0\t\n", Code::BadRow),
            ("\n", Code::EmptyFile),
            ("{\"0\":1}", Code::UnknownFormat),
        ] {
            assert_eq!(read(content).unwrap_err().code, code, "{content}");
        }
    }
}
