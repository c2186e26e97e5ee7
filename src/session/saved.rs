//! What outlives a reload, beside the archive: view and settings.

use serde::{Deserialize, Serialize};

use super::{Effect, Session, View, link, link_data};
use crate::pipeline::compare::Rules;
use crate::pipeline::corpus::ReadingOptions;
use crate::pipeline::monitoring::WatchRules;
use crate::pipeline::params::{self, CONFIG};

/// The settings as they are kept; what an older or newer page does not know has its default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Saved {
    view: View,
    /// TOML, as the command line reads it.
    config: String,
    reading: ReadingOptions,
    include_texts: bool,
    /// The gate's rules in JSON; empty where they are the defaults.
    rules: String,
    /// The rules for retraining in TOML; empty where they are the defaults.
    watch_rules: String,
    /// The file of a search; empty where it has the defaults.
    search: String,
    /// Names of the data files, which are not kept themselves.
    files: Vec<String>,
}

impl Default for Saved {
    fn default() -> Saved {
        Saved {
            view: View::default(),
            config: String::new(),
            reading: ReadingOptions::default(),
            include_texts: true,
            rules: String::new(),
            watch_rules: String::new(),
            search: String::new(),
            files: Vec::new(),
        }
    }
}

impl Session {
    /// Takes kept settings; what can't be read is left out. They come late, since a browser looks for them while the
    /// page is there already: what a link or the user has said by then stays.
    pub(super) fn restore(&mut self, text: &str) {
        let Ok(saved) = serde_json::from_str::<Saved>(text) else {
            return;
        };
        let usual = Saved::default();
        let is_first = self.files.is_empty() && self.reading.is_empty();
        if is_first && self.reading_options == usual.reading {
            self.reading_options = saved.reading;
            self.reading_for.clone_from(&saved.files);
        }
        if self.include_texts == usual.include_texts {
            self.include_texts = saved.include_texts;
        }
        if self.validation.rules.is_default()
            && let Ok(rules) = serde_json::from_str::<Rules>(&saved.rules)
        {
            self.validation.rules.replace(rules);
        }
        if self.monitoring.rules.is_all_default() {
            // What can't be read is left out.
            let notes = self.monitoring.rules.load(&saved.watch_rules, "settings");
            self.monitoring.rules_notes = notes.unwrap_or_default();
        }
        self.searching.form.restore(&saved.search);
        self.last_files = saved.files;
        if self.linked {
            return;
        }
        if self.view == usual.view {
            self.view = saved.view;
        }
        if self.form.changes().is_empty()
            && self.form.violations().is_empty()
            && let Ok(config) = params::of_toml(&saved.config)
        {
            self.form.replace(config);
        }
    }

    /// Takes the view and the settings of a link, which tells every setting that is not the default on arrival.
    pub(super) fn follow(&mut self, fragment: &str) {
        self.linked = true;
        let (view, settings) = link::parse(fragment);
        self.view = view.unwrap_or(self.view);
        for (field, text) in settings {
            match CONFIG.param(&field) {
                _ if field == link_data::FIELD => self.follow_data(&text),
                _ if field == link::PICKED => self.follow_picked(&text),
                Ok(_) => self.form.set(&field, &text),
                // There is no field that could show the fault or have it corrected.
                Err(error) => self.error = Some(error.in_file("link")),
            }
        }
    }

    /// Keeps settings and address in step with the state.
    pub(super) fn settle(&mut self, effects: &mut Vec<Effect>) {
        let saved = serde_json::to_string(&Saved {
            view: self.view,
            config: self.config().to_toml(),
            reading: self.reading_options.clone(),
            include_texts: self.include_texts,
            rules: self.validation.rules.to_keep(),
            watch_rules: match self.monitoring.rules.valid() {
                // Later defaults are taken when they change.
                rules if *rules == WatchRules::default() => String::new(),
                rules => rules.to_toml(),
            },
            search: self.searching.form.to_keep().into(),
            files: match self.files.is_empty() && !self.cleared {
                true => self.last_files.clone(),
                false => self.names_given(),
            },
        })
        .expect("settings have a form in JSON");
        if saved != self.saved {
            self.saved.clone_from(&saved);
            effects.push(Effect::KeepSettings(saved));
        }
        let mut address = link::fragment(self.view, &self.form);
        if let Some((data, picked)) = self.picked_in_link() {
            address = link::with_picked(address, data, picked);
        }
        if address != self.address {
            self.address.clone_from(&address);
            effects.push(Effect::ShowAddress(address));
        }
    }
}
