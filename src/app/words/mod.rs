//! All words of the page, in one table: a language is a value of [`Words`].
//!
//! What the core says (errors, log lines, findings) comes in the core's own words, which are English. A `{name}` in a text is a gap that
//! [`fill`] fills.

mod en;
mod pl;

pub use en::ENGLISH;
pub use pl::POLISH;

/// Declares a part of the table: fields that are all texts.
macro_rules! texts {
    ($($(#[$about:meta])* $part:ident { $($field:ident)* })*) => {
        $($(#[$about])* pub struct $part { $(pub $field: &'static str,)* })*
    };
}

/// The table.
pub struct Words {
    pub shell: Shell,
    pub states: States,
    pub data: Data,
    pub clean: Clean,
    pub train: Train,
    pub evaluate: Evaluate,
    pub trial: Trial,
    pub export: Export,
    /// Stages of a run, by their name in the summary's `seconds`.
    pub stages: &'static [(&'static str, &'static str)],
    /// One sentence for each setting, by its name in the configuration file.
    pub settings: &'static [(&'static str, &'static str)],
    /// Name and one sentence for each cleaning step, by its name in the configuration file.
    pub steps: &'static [(&'static str, &'static str, &'static str)],
    /// Name and one sentence for each score, by its name in the summary's `metrics` without the set.
    pub scores: &'static [(&'static str, &'static str, &'static str)],
}

texts! {
    /// What stands around the views.
    Shell {
        tagline views no_data train_and_test train_only run_name starting ready stopped
        dark light language run run_again cancel cancelling resting waiting cancelled
        log log_empty log_copy copied stale_hint
        welcome_title welcome_text demo demo_about drop choose drop_now
        dismiss remedy close
        tab_data tab_clean tab_train tab_evaluate tab_export tab_try
        train_short validation_short test_short since time_by_stage total took_before
        opened_again
    }
    /// How far a stage is.
    States { empty busy ready stale failed }
    /// The view Data.
    Data {
        title lead add add_about files_title file role lines size fingerprint remove clear
        role_none train_texts train_tags test_texts test_tags train_table test_table
        reading columns_title columns_about text_column label_column
        classes_title set_train set_test tweets
        findings_title findings_none findings_show findings_all severity_blocker severity_warning severity_note
        tweets_title search search_about class_all row text class no_rows rows_shown previous next why
    }
    /// The view Clean.
    Clean {
        title lead steps_title up down reset options
        example_title previous next random own own_about original unchanged emptied row_of
        measure measure_about measuring cancel report_title texts_touched chars_removed words_removed removals
        emptied_texts needs_data
    }
    /// The view Train.
    Train {
        title lead split features classifier default changed reset not_used

        progress_title objective violation iterations machine pause resume step pause_about idle curve_about
        fits_title fit_part fit_full rows terms stored gamma vectors iterations_total converged not_converged took
        time_title time_now time_before
    }
    /// The view Evaluate.
    Evaluate {
        title lead empty scores part_train part_validation part_test
        baseline baseline_about production production_about production_load production_forget
        production_better production_worse production_same
        all_scores per_class precision recall f1 support
        confusion truth predicted confusion_about counts_and_shares
        errors errors_about errors_none margin cell clear
        terms terms_about against_rest against
        poleval poleval_about row text
    }
    /// The view Try.
    Trial {
        title lead label placeholder empty thinking verdict scores probabilities cleaned nothing_left tokens_about
        for_it against_it unknown nearest nearest_none similarity
    }
    /// The view Export.
    Export {
        title lead empty building download with_texts with_texts_about
        contents contents_about left_out_title left_out
        commands_title commands_about command_unzip command_migrate command_serve command_replay copy copied
        open_title open_about open fingerprint
    }
}

impl Words {
    /// What a stage of a run is called.
    pub fn stage<'w>(&self, name: &'w str) -> &'w str {
        self.stages
            .iter()
            .find(|(known, _)| *known == name)
            .map_or(name, |(_, shown)| shown)
    }

    /// The sentence for a setting.
    pub fn setting(&self, name: &str) -> &'static str {
        self.settings
            .iter()
            .find(|(known, _)| *known == name)
            .map_or("", |(_, sentence)| sentence)
    }

    /// Name and sentence of a cleaning step.
    pub fn step(&self, name: &str) -> (&'static str, &'static str) {
        self.steps
            .iter()
            .find(|(known, ..)| *known == name)
            .map_or(("", ""), |(_, shown, sentence)| (shown, sentence))
    }

    /// Name and sentence of a score.
    pub fn score(&self, name: &str) -> (&'static str, &'static str) {
        self.scores
            .iter()
            .find(|(known, ..)| *known == name)
            .map_or(("", ""), |(_, shown, sentence)| (shown, sentence))
    }
}

/// The table in use.
pub fn words() -> &'static Words {
    leptos::prelude::use_context().unwrap_or(&ENGLISH)
}

/// A text with its gaps filled: `fill("{n} tweets", &[("n", "7")])`.
pub fn fill(text: &str, gaps: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        filled.push_str(&rest[..start]);
        let tail = &rest[start..];
        let gap = gaps.iter().find_map(|(name, value)| {
            let after = tail[1..].strip_prefix(name)?.strip_prefix('}')?;
            Some((value, after))
        });
        match gap {
            Some((value, after)) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = &tail[1..];
            }
        }
    }
    filled + rest
}
