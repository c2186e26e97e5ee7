//! When a setting has an effect: what other settings must be for it, and must not.

use toml::{Table, Value};

use crate::message;
use crate::message::Message;

/// When a setting has an effect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct When {
    /// All of these hold.
    pub needs: &'static [Is],
    /// Not all of these hold; nothing is said where there are none.
    pub unless: &'static [Is],
}

/// That another setting is one of these values, or, where it is a list, has one of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Is {
    /// Such as `svc.kernel`.
    pub setting: &'static str,
    pub any_of: &'static [&'static str],
}

pub(super) const fn is(setting: &'static str, any_of: &'static [&'static str]) -> Is {
    Is { setting, any_of }
}

impl When {
    pub(super) const ALWAYS: When = When {
        needs: &[],
        unless: &[],
    };

    /// What keeps it from having an effect, as what follows the setting's name in a sentence.
    pub fn hindrance(&self, table: &Table) -> Option<Message> {
        if let Some(missing) = self.needs.iter().find(|need| !need.holds(table)) {
            return Some(missing.said(table));
        }
        let is_idle = !self.unless.is_empty() && self.unless.iter().all(|one| one.holds(table));
        is_idle.then(|| self.unless[0].said(table))
    }

    /// Whether the setting of this name has an effect. What it is itself does not matter: where the engine `linear` does not read
    /// the kernel, it does not read `linear` either.
    pub fn has_effect(&self, setting: &str, table: &Table) -> bool {
        let of_others = |is: &&Is| is.setting != setting;
        let mut unless = self.unless.iter().filter(of_others).peekable();
        let is_idle = unless.peek().is_some() && unless.all(|one| one.holds(table));
        !is_idle && self.needs.iter().all(|need| need.holds(table))
    }

    /// The settings that decide.
    pub fn deciding(&self) -> impl Iterator<Item = &'static str> {
        self.needs.iter().chain(self.unless).map(|is| is.setting)
    }
}

impl Is {
    fn value<'t>(&self, table: &'t Table) -> Option<&'t Value> {
        let (section, name) = self.setting.split_once('.')?;
        table.get(section)?.get(name)
    }

    fn holds(&self, table: &Table) -> bool {
        match self.value(table) {
            Some(Value::String(text)) => self.any_of.contains(&text.as_str()),
            Some(Value::Boolean(is_on)) => self.any_of.contains(&is_on.to_string().as_str()),
            Some(Value::Array(items)) => items
                .iter()
                .filter_map(Value::as_str)
                .any(|item| self.any_of.contains(&item)),
            _ => false,
        }
    }

    /// That the setting is what it is.
    fn said(&self, table: &Table) -> Message {
        match self.value(table) {
            Some(value) if !value.is_array() => message!(
                "no-effect-with",
                other = format!("{} = {value}", self.setting)
            ),
            _ => message!(
                "no-effect-without",
                item = self.any_of.join(" / "),
                setting = self.setting
            ),
        }
    }
}
