//! The tables as files to begin with: every setting with its default, what it does and what it takes.

use super::{Kind, Layout, Param, Schema};
use crate::message;
use crate::message::Language;

/// Columns that a comment fills.
const WIDTH: usize = 110;

impl Schema {
    /// The file that says what is so without one. A setting without a default stands there as a comment.
    pub fn example_file(&self, language: Language) -> String {
        let mut file = String::new();
        for section in self.sections() {
            match (section, self.layout) {
                ("", _) => {}
                (rule, Layout::Rules) => file += &format!("\n[[rules]]\nrule = \"{rule}\"\n"),
                (section, Layout::Sections) => file += &format!("\n[{section}]\n"),
            }
            for param in self.of_section(section) {
                self.add(param, language, &mut file);
            }
        }
        file.trim_start().to_string()
    }

    fn add(&self, param: &Param, language: Language, file: &mut String) {
        let about = self.about(param).shown(language);
        // What a switch takes needs no words.
        let takes = match param.kind {
            Kind::Switch => String::new(),
            _ => message!("setting-takes", takes = param.takes()).shown(language),
        };
        let mut line = String::from("#");
        for word in about.split(' ').chain(takes.split(' ')) {
            if word.is_empty() {
                continue;
            }
            if line.chars().count() + word.chars().count() >= WIDTH {
                *file += &format!("{line}\n");
                line = String::from("#");
            }
            line += &format!(" {word}");
        }
        *file += &format!("{line}\n");
        match self.default_of(param) {
            Some(value) => *file += &format!("{} = {value}\n", param.name),
            None => *file += &format!("# {} =\n", param.name),
        }
    }
}
