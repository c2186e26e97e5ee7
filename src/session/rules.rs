//! The gate's rules as a form holds them: rules, what the user has typed that is none yet, and every violation with the
//! name of its field, such as `rules[0].margin`.

use std::collections::BTreeMap;

use crate::pipeline::compare::{Cost, Rule, Rules, Score, Size, ValidRules};
use crate::pipeline::error::{Code, Error};

/// The rules that a candidate is judged by.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RulesForm {
    rules: Rules,
    /// Texts as they were typed, by rule and field, with why those that can't be read can't.
    typed: BTreeMap<(usize, String), (String, Option<Error>)>,
}

/// What the user wants with the rules; a rule is named by its place.
#[derive(Debug, Clone, PartialEq)]
pub enum RulesEdit {
    /// What was typed into a field that holds a number.
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
    /// Whether a score is one of those of which any may be better.
    Any {
        rule: usize,
        score: Score,
        on: bool,
    },
    /// The score that the baseline is beaten in.
    Score {
        rule: usize,
        score: Score,
    },
    /// What a ratio or a number of bytes is of.
    Cost {
        rule: usize,
        of: Cost,
    },
    Size {
        rule: usize,
        of: Size,
    },
    Add(Rule),
    Remove(usize),
    /// All rules to their defaults.
    Reset,
}

/// Rules that can be added, with the numbers that they start with.
pub fn new_rules() -> Vec<Rule> {
    let mut rules = Rules::default().rules;
    rules.retain(|rule| !matches!(rule, Rule::Ratio { .. } | Rule::Size { .. }));
    rules.push(Rule::Ratio {
        of: Cost::LatencyP95,
        max: 1.5,
    });
    rules.push(Rule::Size {
        of: Size::Model,
        max: 50_000_000,
    });
    rules
}

impl RulesForm {
    /// The rules; where a field holds a text that can't be read, with its last readable value.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    pub fn is_default(&self) -> bool {
        self.typed.values().all(|(_, fault)| fault.is_none()) && self.rules == Rules::default()
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
        match self.rules.rules.get(rule) {
            Some(Rule::NotInferior { margin }) if field == "margin" => margin.to_string(),
            Some(Rule::Better { min_gain, .. } | Rule::BaselineBeaten { min_gain, .. })
                if field == "min_gain" =>
            {
                min_gain.to_string()
            }
            Some(Rule::Ratio { max, .. }) if field == "max" => max.to_string(),
            Some(Rule::Size { max, .. }) if field == "max" => max.to_string(),
            _ => String::new(),
        }
    }

    /// Takes whole rules and forgets what was typed.
    pub fn replace(&mut self, rules: Rules) {
        self.rules = rules;
        self.typed.clear();
    }

    pub fn edit(&mut self, edit: RulesEdit) {
        match edit {
            RulesEdit::Type { rule, field, text } => self.set(rule, field, text),
            RulesEdit::Leave { rule, field } => {
                let key = (rule, field.to_string());
                if let Some((_, None)) = self.typed.get(&key) {
                    self.typed.remove(&key);
                }
            }
            RulesEdit::Any { rule, score, on } => {
                if let Some(Rule::Better { any_of, .. }) = self.rules.rules.get_mut(rule) {
                    any_of.retain(|known| *known != score);
                    if on {
                        any_of.push(score);
                        any_of.sort();
                    }
                }
            }
            RulesEdit::Score { rule, score } => {
                if let Some(Rule::BaselineBeaten { score: own, .. }) =
                    self.rules.rules.get_mut(rule)
                {
                    *own = score;
                }
            }
            RulesEdit::Cost { rule, of } => {
                if let Some(Rule::Ratio { of: own, .. }) = self.rules.rules.get_mut(rule) {
                    *own = of;
                }
            }
            RulesEdit::Size { rule, of } => {
                if let Some(Rule::Size { of: own, .. }) = self.rules.rules.get_mut(rule) {
                    *own = of;
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

    fn set(&mut self, rule: usize, field: &'static str, text: String) {
        let Some(known) = self.rules.rules.get_mut(rule) else {
            return;
        };
        let read = read(known, text.trim());
        let fault = read
            .err()
            .map(|(message, remedy)| Error::new(Code::InvalidParameter, message, remedy));
        self.typed.insert((rule, field.to_string()), (text, fault));
    }

    /// The rules, fit to judge by.
    ///
    /// # Errors
    /// Every violation, each with its field's name as place.
    pub fn check(&self, classes: &[String]) -> Result<ValidRules, Vec<Error>> {
        let mut found: Vec<Error> = self
            .typed
            .iter()
            .filter_map(|((rule, field), (_, fault))| {
                Some(fault.clone()?.in_file(place(*rule, field)))
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

/// Reads the one number of a rule from a text.
fn read(rule: &mut Rule, text: &str) -> Result<(), (String, &'static str)> {
    let unreadable = || format!("it can't be `{text}`");
    if let Rule::Size { max, .. } = rule {
        let digits: String = text.split(['_', ' ', ',']).collect();
        *max = digits.parse().map_err(|_| {
            (
                unreadable(),
                "give a whole number of bytes, such as 50_000_000",
            )
        })?;
        return Ok(());
    }
    let (value, such_as) = match rule {
        Rule::NotInferior { margin } => (margin, "give a fraction, such as 0.01 for a point"),
        Rule::Better { min_gain, .. } | Rule::BaselineBeaten { min_gain, .. } => {
            (min_gain, "give a fraction, such as 0.02 for two points")
        }
        Rule::Ratio { max, .. } => (max, "give a number, such as 1.5"),
        Rule::Size { .. } => return Ok(()),
    };
    // A decimal comma is what half of Europe types.
    let number = text.replace(',', ".").parse::<f64>();
    match number {
        Ok(number) if number.is_finite() => *value = number,
        _ => return Err((unreadable(), such_as)),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let any = |score: Score, on| RulesEdit::Any {
            rule: at,
            score,
            on,
        };
        form.edit(any(Score::Recall("gone".into()), true));
        assert_eq!(faults(&form), [place(at, "any_of")]);
        form.edit(any(Score::Recall("gone".into()), false));
        form.edit(any(Score::Recall("b".into()), true));
        assert!(faults(&form).is_empty());
        form.edit(any(Score::Recall("b".into()), false));
        form.edit(any(Score::F1Macro, false));
        assert_eq!(faults(&form), [place(at, "any_of")]);
    }
}
