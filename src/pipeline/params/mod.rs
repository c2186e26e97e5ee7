//! Every setting once. An entry says what a setting is called, what it takes, on which scale, and when it has an effect; whoever
//! reads or shows settings reads the entries: the reader of TOML files, the fields of the page and its address, the JSON Schema,
//! the file with all defaults, the params of MLflow, the remarks on settings without effect.
//!
//! Defaults are those of the types that the values end in (their `Default`), so that none stands here twice. The tables know no
//! such type but by [`Settings`]; what fields of several sections mean together is checked by the type itself.
//!
//! | table | file | for |
//! |---|---|---|
//! | [`CONFIG`] | sections with keys | `dryf train --config` |
//! | [`GATE`] | a list of rules, each with its keys | `dryf compare --rules` |
//! | [`MONITORING`] | sections with keys | `dryf monitor --rules` |
//! | [`STUDY`] | a section, beside the space | `dryf tune --search` |

mod config;
mod example_file;
mod gate;
mod json_schema;
mod kind;
mod monitoring;
mod study;
mod toml_file;
mod when;

use serde::Serialize;
use serde::de::DeserializeOwned;
use toml::{Table, Value};

pub use config::CONFIG;
pub use gate::GATE;
pub use kind::{Kind, Refusal, Scale, Span};
pub use monitoring::MONITORING;
pub use study::STUDY;
pub use toml_file::{Lines, ReadFile, note, of_toml, parse, placed, read, read_values};
pub use when::{Is, When};

use crate::message;
use crate::message::Message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::names::unknown;

/// One setting.
#[derive(Debug, Clone, Copy)]
pub struct Param {
    /// The section of its file, such as `svc`; in the gate's file the name of the rule that has it.
    pub section: &'static str,
    /// Such as `C`.
    pub name: &'static str,
    pub kind: Kind,
    pub when: When,
    /// Names of earlier versions, which are still read.
    pub formerly: &'static [&'static str],
    /// The section in whose words it is described.
    said_as: &'static str,
    /// The id of what it takes in words, where its kind says too little.
    takes: Option<&'static str>,
}

/// How the settings stand in their file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Keys below the name of their section.
    Sections,
    /// A list `rules` of tables, each of the section that its key `rule` names.
    Rules,
}

/// All settings of one file.
#[derive(Debug)]
pub struct Schema {
    pub layout: Layout,
    /// The first part of the ids of its messages.
    prefix: &'static str,
    /// Section by section.
    pub params: &'static [Param],
    /// Sections with the default of every setting that has one.
    pub defaults: fn() -> Table,
}

/// What a file of sections becomes.
pub trait Settings: Serialize + DeserializeOwned + Default + Clone + PartialEq {
    const SCHEMA: &'static Schema;

    /// Whether every value is in its range and they go together.
    ///
    /// # Errors
    /// The first fault, its place the setting's name such as `svc.C`.
    fn check(&self) -> Result<(), Error>;

    /// Changes what a file of an earlier version says into what is meant by it today; gives what is to be said of that.
    fn upgrade(&mut self) -> Option<Message> {
        None
    }

    /// What is wrong with the settings for data of these classes; nothing where there are none yet.
    fn faults_on(&self, _classes: &[String]) -> Vec<Error> {
        Vec::new()
    }

    /// Sections with keys, as they stand in a file.
    fn to_table(&self) -> Table {
        Table::try_from(self).expect("settings are sections with keys")
    }
}

const fn of(section: &'static str, name: &'static str, kind: Kind) -> Param {
    Param {
        section,
        name,
        kind,
        when: When::ALWAYS,
        formerly: &[],
        said_as: section,
        takes: None,
    }
}

impl Param {
    /// It has an effect only where all of these hold.
    const fn needs(mut self, needs: &'static [Is]) -> Param {
        self.when.needs = needs;
        self
    }

    /// It has none where all of these hold.
    const fn unless(mut self, unless: &'static [Is]) -> Param {
        self.when.unless = unless;
        self
    }

    const fn formerly(mut self, formerly: &'static [&'static str]) -> Param {
        self.formerly = formerly;
        self
    }

    /// It is what the setting of this name is in another section.
    const fn said_as(mut self, section: &'static str) -> Param {
        self.said_as = section;
        self
    }

    const fn takes_as(mut self, id: &'static str) -> Param {
        self.takes = Some(id);
        self
    }

    /// Its whole name, such as `svc.C`.
    pub fn key(&self) -> String {
        match self.section {
            "" => self.name.to_string(),
            section => format!("{section}.{}", self.name),
        }
    }

    /// What it takes, in words.
    pub fn takes(&self) -> Message {
        self.takes.map_or_else(|| self.kind.takes(), Message::new)
    }

    /// The fault of a value; `setting` is the name under which the user knows it.
    pub fn refusal(&self, schema: &Schema, setting: &str, value: &str, why: Refusal) -> Error {
        let example = schema.default_of(self).filter(|_| self.kind.has_examples());
        let example = example.map(|value| value.to_string());
        let nearest = self.kind.nearest(value);
        let give = match (example, nearest) {
            (_, Some(nearest)) => message!(
                "setting-did-you-mean",
                nearest = nearest,
                takes = self.takes()
            ),
            (Some(example), None) => message!(
                "setting-give-such-as",
                takes = self.takes(),
                example = example
            ),
            (None, None) => message!("setting-give", takes = self.takes()),
        };
        let refused = message!("setting-refused", setting = setting, value = value);
        Error::new(why.code(), refused, give).in_file(setting)
    }

    /// What is wrong with a value.
    fn fault(&self, schema: &Schema, setting: &str, value: &Value) -> Option<Error> {
        let refusal = self.kind.accept(value).err()?;
        Some(self.refusal(schema, setting, &value.to_string(), refusal))
    }
}

impl Schema {
    /// In the order of the file.
    pub fn sections(&self) -> Vec<&'static str> {
        let mut sections: Vec<&'static str> = Vec::new();
        for param in self.params {
            if !sections.contains(&param.section) {
                sections.push(param.section);
            }
        }
        sections
    }

    pub fn of_section(&self, section: &str) -> impl Iterator<Item = &'static Param> {
        let params = self.params.iter();
        params.filter(move |param| param.section == section)
    }

    /// A setting by its whole name, such as `svc.C`.
    ///
    /// # Errors
    /// Those of [`Schema::find`].
    pub fn param(&self, key: &str) -> Result<&'static Param, Error> {
        let (section, name) = key.split_once('.').unwrap_or((key, ""));
        self.find(section, name)
    }

    /// A setting by its name of today.
    ///
    /// # Errors
    /// [`Code::UnknownKey`](crate::pipeline::error::Code::UnknownKey) with the known name that is nearest.
    pub fn find(&self, section: &str, name: &str) -> Result<&'static Param, Error> {
        let sections = self.sections();
        if !sections.contains(&section) {
            let message = message!("setting-unknown-section", name = section);
            return Err(unknown(section, &sections, message));
        }
        let mut params = self.of_section(section);
        params.find(|param| param.name == name).ok_or_else(|| {
            let known: Vec<&str> = self.of_section(section).map(|param| param.name).collect();
            let message = message!("setting-unknown-key-of", section = section, name = name);
            unknown(name, &known, message)
        })
    }

    /// The default of a setting; none where leaving it out means something else than any value.
    pub fn default_of(&self, param: &Param) -> Option<Value> {
        value_of(&(self.defaults)(), param).cloned()
    }

    /// What is wrong with the values of a table of sections, each with its setting's name as place.
    pub fn faults(&self, table: &Table) -> Vec<Error> {
        let faults = self
            .params
            .iter()
            .filter_map(|param| param.fault(self, &param.key(), value_of(table, param)?));
        faults.collect()
    }

    /// The same for the values of one section, whose settings are known to the user as `place.name`.
    pub fn faults_of<T: Serialize>(&self, section: &str, place: &str, values: &T) -> Vec<Error> {
        let table = Table::try_from(values).expect("a section has keys");
        let faults = self.of_section(section).filter_map(|param| {
            let setting = format!("{place}.{}", param.name);
            let fault = param.fault(self, &setting, table.get(param.name)?)?;
            // Values that have a type are of no other kind: they are out of range.
            Some(Error {
                code: Code::InvalidParameter,
                ..fault
            })
        });
        faults.collect()
    }

    /// What a setting is called.
    pub fn label(&self, param: &Param) -> Message {
        self.message(param, "-label")
    }

    /// One sentence about a setting.
    pub fn about(&self, param: &Param) -> Message {
        self.message(param, "")
    }

    fn message(&self, param: &Param, ending: &str) -> Message {
        let section = match param.said_as {
            "" => String::new(),
            section => format!("-{section}"),
        };
        Message::of_id(format!("{}{section}-{}{ending}", self.prefix, param.name))
    }
}

/// The value of a setting in sections with keys.
pub fn value_of<'t>(table: &'t Table, param: &Param) -> Option<&'t Value> {
    match param.section {
        "" => table.get(param.name),
        section => table.get(section)?.as_table()?.get(param.name),
    }
}

/// Puts a value in its place; none takes it away.
pub fn put(table: &mut Table, param: &Param, value: Option<Value>) {
    if let Some(Value::Table(entries)) = table.get_mut(param.section) {
        match value {
            Some(value) => entries.insert(param.name.into(), value),
            None => entries.remove(param.name),
        };
    }
}
