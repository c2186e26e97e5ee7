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
    pub validate: Validate,
    pub trial: Trial,
    pub export: Export,
}

texts! {
    /// What stands around the views.
    Shell {
        tagline views no_data train_and_test train_only run_name starting ready stopped
        dark light language run run_again cancel cancelling resting waiting cancelled
        log log_empty log_copy copied stale_hint
        welcome_title welcome_text demo demo_about drop choose drop_now
        dismiss remedy remedy_in_fields close
        tab_data tab_clean tab_train tab_evaluate tab_drift tab_validate tab_monitor tab_export tab_try
        train_short validation_short test_short time_by_stage total
        opened_again
        give_again run_needs_data done_baseline done_test done_validation see_results
        removed_files reset_settings changed_rules undo
        not_kept kept_look kept_settings kept_archive kept_production
        worker_replaced worker_replaced_run worker_silent worker_anew worker_wanted_anew
    }
    /// How far a stage is.
    States { empty busy ready stale failed }
    /// The view Data.
    Data {
        offered offered_open offered_promote offered_leave
        title lead add add_about files_title file role lines size fingerprint remove clear
        role_none reading columns_title columns_about text_column label_column test_text_column test_label_column
        as_in_training naming_poleval naming_as_they_stand delimiter delimiter_comma delimiter_semicolon delimiter_tab
        delimiter_pipe read_found header header_yes header_no quoting quoting_csv quoting_none encoding label_naming missing
        missing_leave_out missing_refuse missing_keep set_train set_test tweets
        findings_show findings_all findings_exclude_train findings_exclude_test
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
        title lead progress_title objective violation iterations machine pause resume step pause_about idle curve_about
        fits_title fit_part fit_full rows terms stored gamma vectors iterations_total converged not_converged took
        time_title
    }
    /// The view Evaluate.
    Evaluate {
        title lead empty scores part_train part_validation part_test baseline baseline_about production
        production_about production_load production_forget production_better production_worse production_same
        all_scores per_class precision recall f1 support confusion truth predicted confusion_about counts_and_shares
        errors errors_about errors_none margin cell clear terms terms_about against_rest against row text
    }
    /// The view Validate.
    Validate {
        promote_comparing promote_question promote_not_asked promote_reason promote_reason_free promote_anyway
        promote_leave history_reason champion champion_since measure measuring costs_about why title lead production
        production_none promote promoted load put_back put_back_about take_out kept_about kept_before since history
        history_none when run how how_run how_file how_put_back how_taken_out test_micro test_macro gate gate_against
        model empty needs_run needs_production needs_test comparing stop stopped compare rules rules_about rules_load
        rules_save rules_reset remove add_not_inferior add_better add_baseline add_ratio add_size candidate disagreements disagreements_about disagreements_none all candidate_right
        production_right both_wrong row truth text
    }
    /// The view Try.
    Trial {
        title lead label placeholder empty thinking verdict scores probabilities cleaned explain_class decision
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
