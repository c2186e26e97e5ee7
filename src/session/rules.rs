//! The gate's rules as a form holds them: rules, what the user has typed that is none yet, and every violation with the
//! name of its field, such as `rules[0].margin`.

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::pipeline::compare::{Rule, Rules, Score, ValidRules};
use crate::pipeline::error::Error;
use crate::pipeline::params::{GATE, Kind, Refusal};

/// The rules that a candidate is judged by.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RulesForm {
    rules: Rules,
    /// Texts as they were typed, by rule and field, and whether they could be read.
    typed: BTreeMap<(usize, String), (String, bool)>,
}

/// What the user wants with the rules; a rule is named by its place.
#[derive(Debug, Clone, PartialEq)]
pub enum RulesEdit {
    /// What was typed into a field, or chosen for it.
    Type {
        rule: usize,
        field: &'static str,
        text: String,
    },
    /// The user has left a field.
    Leave {
        rule: usize,
        field: &'static str,
    },
    Add(Rule),
    Remove(usize),
    /// All rules to their defaults.
    Reset,
}

impl RulesForm {
    /// The rules; where a field holds a text that can't be read, with its last readable value.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    pub fn is_default(&self) -> bool {
        self.typed.values().all(|(_, is_read)| *is_read) && self.rules == Rules::default()
    }

    /// The rules in JSON; empty where they are the defaults, so that later ones are taken when they change.
    pub(super) fn to_keep(&self) -> String {
        if self.rules == Rules::default() {
            return String::new();
        }
        serde_json::to_string(&self.rules).expect("rules have a form in JSON")
    }

    /// The text of a field: what was typed, else the value.
    pub fn text(&self, rule: usize, field: &str) -> String {
        if let Some((text, _)) = self.typed.get(&(rule, field.to_string())) {
            return text.clone();
        }
        let rule = self.rules.rules.get(rule);
        let value = rule.and_then(|rule| keys(rule).remove(field));
        value.as_ref().map_or(String::new(), Kind::text)
    }

    /// Takes whole rules and forgets what was typed.
    pub fn replace(&mut self, rules: Rules) {
        self.rules = rules;
        self.typed.clear();
    }

    pub fn edit(&mut self, edit: RulesEdit) {
        match edit {
            RulesEdit::Type { rule, field, text } => {
                let Some(known) = self.rules.rules.get_mut(rule) else {
                    return;
                };
                let changed = with(known, field, &text);
                let is_read = changed.is_some();
                *known = changed.unwrap_or(known.clone());
                self.typed
                    .insert((rule, field.to_string()), (text, is_read));
            }
            RulesEdit::Leave { rule, field } => {
                let key = (rule, field.to_string());
                if let Some((_, true)) = self.typed.get(&key) {
                    self.typed.remove(&key);
                }
            }
            RulesEdit::Add(rule) => self.rules.rules.push(rule),
            RulesEdit::Remove(rule) => {
                if rule < self.rules.rules.len() {
                    self.rules.rules.remove(rule);
                    // What was typed moves up with its rule.
                    let typed = std::mem::take(&mut self.typed);
                    self.typed = typed
                        .into_iter()
                        .filter(|((at, _), _)| *at != rule)
                        .map(|((at, field), text)| ((at - usize::from(at > rule), field), text))
                        .collect();
                }
            }
            RulesEdit::Reset => self.replace(Rules::default()),
        }
    }

    /// The rules, fit to judge by.
    ///
    /// # Errors
    /// Every violation, each with its field's name as place.
    pub fn check(&self, classes: &[String]) -> Result<ValidRules, Vec<Error>> {
        let drafts = self.typed.iter().filter(|(_, (_, is_read))| !is_read);
        let mut found: Vec<Error> = drafts
            .filter_map(|((at, field), (text, _))| {
                let param = GATE.find(self.rules.rules.get(*at)?.name(), field).ok()?;
                let value = format!("`{}`", text.trim());
                Some(param.refusal(&GATE, &place(*at, field), &value, Refusal::Kind))
            })
            .collect();
        match self.rules.check(classes) {
            Ok(rules) if found.is_empty() => return Ok(rules),
            Ok(_) => {}
            // A field's last readable value is of no concern while another text stands there.
            Err(faults) => {
                for fault in faults {
                    if !found.iter().any(|known| known.place == fault.place) {
                        found.push(fault);
                    }
                }
            }
        }
        Err(found)
    }
}

/// The name of a field.
pub fn place(rule: usize, field: &str) -> String {
    format!("rules[{rule}].{field}")
}

/// The text of a field that holds scores, with one more or one less.
pub fn scores_with(scores: &[Score], score: &Score, on: bool) -> String {
    let mut scores: Vec<Score> = scores.to_vec();
    scores.retain(|known| known != score);
    scores.extend(on.then(|| score.clone()));
    scores.sort();
    Value::try_from(scores)
        .expect("scores have a form in TOML")
        .to_string()
}

fn keys(rule: &Rule) -> Table {
    Table::try_from(rule).expect("a rule has keys")
}

/// The rule with one field read from a text.
fn with(rule: &Rule, field: &str, text: &str) -> Option<Rule> {
    let param = GATE.find(rule.name(), field).ok()?;
    let mut keys = keys(rule);
    keys.insert(field.into(), param.kind.read(text)?);
    keys.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::compare::Size;

    fn classes() -> Vec<String> {
        vec!["a".into(), "b".into()]
    }

    fn typed(form: &mut RulesForm, rule: usize, field: &'static str, text: &str) {
        form.edit(RulesEdit::Type {
            rule,
            field,
            text: text.into(),
        });
    }

    fn faults(form: &RulesForm) -> Vec<String> {
        let faults = form.check(&classes()).err().unwrap_or_default();
        let place = |fault: Error| fault.place.map_or(String::new(), |place| place.file);
        faults.into_iter().map(place).collect()
    }

    #[test]
    fn what_can_not_be_read_stays_at_its_field_until_it_can() {
        let mut form = RulesForm::default();
        assert!(form.is_default() && faults(&form).is_empty());
        assert_eq!(form.text(0, "margin"), "0.01");
        typed(&mut form, 0, "margin", "0,0");
        assert_eq!(faults(&form), ["rules[0].margin"]);
        typed(&mut form, 0, "margin", "0,05x");
        assert_eq!(form.text(0, "margin"), "0,05x");
        assert_eq!(faults(&form), ["rules[0].margin"]);
        typed(&mut form, 0, "margin", " 0,05 ");
        assert!(faults(&form).is_empty());
        assert_eq!(form.rules().rules[0], Rule::NotInferior { margin: 0.05 });
        form.edit(RulesEdit::Leave {
            rule: 0,
            field: "margin",
        });
        assert_eq!(form.text(0, "margin"), "0.05");
        for text in ["NaN", "inf", "", "-"] {
            typed(&mut form, 0, "margin", text);
            assert_eq!(faults(&form), ["rules[0].margin"], "{text}");
        }
    }

    #[test]
    fn rules_come_and_go_with_what_was_typed_in_them() {
        let mut form = RulesForm::default();
        let n = form.rules().rules.len();
        form.edit(RulesEdit::Add(Rule::Size {
            of: Size::Model,
            max: 7,
        }));
        typed(&mut form, n, "max", "10_000x");
        assert_eq!(faults(&form), [place(n, "max")]);
        form.edit(RulesEdit::Remove(0));
        assert_eq!(faults(&form), [place(n - 1, "max")]);
        typed(&mut form, n - 1, "max", "10 000");
        assert_eq!(
            form.rules().rules[n - 1],
            Rule::Size {
                of: Size::Model,
                max: 10_000
            }
        );
        for _ in 0..n {
            form.edit(RulesEdit::Remove(0));
        }
        form.edit(RulesEdit::Remove(0));
        assert_eq!(
            faults(&form),
            ["rules"],
            "without a rule everything would pass"
        );
        form.edit(RulesEdit::Reset);
        assert!(form.is_default());
    }

    #[test]
    fn scores_are_chosen_by_rule_and_held_to_the_classes() {
        let mut form = RulesForm::default();
        let at = form
            .rules()
            .rules
            .iter()
            .position(|rule| matches!(rule, Rule::Better { .. }))
            .expect("one asks for a gain");
        let toggle = |form: &mut RulesForm, score: Score, on: bool| {
            let Rule::Better { any_of, .. } = form.rules().rules[at].clone() else {
                unreachable!("it is the rule that asks for a gain");
            };
            typed(form, at, "any_of", &scores_with(&any_of, &score, on));
        };
        toggle(&mut form, Score::Recall("gone".into()), true);
        assert_eq!(faults(&form), [place(at, "any_of")]);
        toggle(&mut form, Score::Recall("gone".into()), false);
        toggle(&mut form, Score::Recall("b".into()), true);
        assert!(faults(&form).is_empty());
        toggle(&mut form, Score::Recall("b".into()), false);
        toggle(&mut form, Score::F1Macro, false);
        assert_eq!(faults(&form), [place(at, "any_of")]);
    }
}
