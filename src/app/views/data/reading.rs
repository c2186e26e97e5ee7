//! What the user can say of how the files are read.

use std::str::FromStr;

use leptos::prelude::*;

use crate::app::language::text;
use crate::app::store::store;
use crate::message::Argument;
use crate::pipeline::corpus::{
    Delimiter, LabelNames, Missing, Quoting, ReadingOptions, Role, TextEncoding,
};
use crate::session::Intent;

/// What the user can say of reading; an empty field leaves it to the files.
#[component]
pub fn ReadingForm() -> impl IntoView {
    let store = store();
    let options = store.memo(|session| session.reading_options().clone());
    let columns = store.memo(|session| {
        let mut columns: Vec<String> = session
            .files()
            .iter()
            .flat_map(|file| file.card.columns.clone())
            .collect();
        columns.sort();
        columns.dedup();
        columns
    });
    let roles = store.memo(|session| {
        let files = session.files();
        files
            .iter()
            .filter_map(|file| file.role)
            .collect::<Vec<_>>()
    });
    let is_hidden = move |when: When| {
        let has = |role| roles.with(|roles| roles.contains(&role));
        let tables = [has(Role::TrainTable), has(Role::TestTable)];
        match when {
            When::Always => false,
            When::OneTable => tables == [false, false],
            When::BothTables => tables != [true, true],
        }
    };
    let change = move |change: &dyn Fn(&mut ReadingOptions, &str), value: &str| {
        let mut options = options.get_untracked();
        change(&mut options, value);
        store.want(Intent::SetReading(options));
    };
    let column = move |field: Field| {
        let Field {
            label,
            name,
            when,
            placeholder,
            shown,
            set,
            ..
        } = field;
        view! {
            <label hidden=move || is_hidden(when)>
                {label}
                <input
                    type="text"
                    list="columns-of-files"
                    placeholder=placeholder
                    data-testid=name
                    prop:value=move || options.with(shown)
                    on:change:target=move |event| change(&set, &event.target().value())
                />
            </label>
        }
    };
    let choice = move |field: Field| {
        let Field {
            label,
            name,
            when,
            choices,
            shown,
            set,
            ..
        } = field;
        let choices: Vec<_> = choices
            .into_iter()
            .map(|(value, name)| {
                let own = value.clone();
                view! {
                    <option value=value selected=move || options.with(shown) == own>
                        {name}
                    </option>
                }
            })
            .collect();
        view! {
            <label hidden=move || is_hidden(when)>
                {label}
                <select
                    data-testid=format!("reading-{name}")
                    on:change:target=move |event| change(&set, &event.target().value())
                >
                    {choices}
                </select>
            </label>
        }
    };
    view! {
        <fieldset class="table-columns">
            <legend>{text!("page-data-options")}</legend>
            <p class="quiet">{text!("page-data-options-about")}</p>
            <datalist id="columns-of-files">
                {move || columns.get().into_iter().map(|name| view! { <option value=name></option> }).collect_view()}
            </datalist>
            {column_fields().map(column)}
            {choice_fields().map(choice)}
        </fieldset>
    }
}

/// One thing that can be said of reading.
struct Field {
    label: String,
    /// As the command line names it.
    name: &'static str,
    when: When,
    /// What holds where a column is left empty.
    placeholder: String,
    /// Values with their names; a column has none, it is typed.
    choices: Vec<(String, String)>,
    shown: fn(&ReadingOptions) -> String,
    set: fn(&mut ReadingOptions, &str),
}

/// With which files it has a meaning.
#[derive(Clone, Copy)]
enum When {
    Always,
    OneTable,
    BothTables,
}

fn column_fields() -> [Field; 4] {
    [
        Field {
            label: text!("setting-data-text_column-label"),
            name: "text-column",
            when: When::OneTable,
            placeholder: "text".into(),
            choices: Vec::new(),
            shown: |options| options.all.text_column.clone().unwrap_or_default(),
            set: |options, value| options.all.text_column = given(value),
        },
        Field {
            label: text!("setting-data-label_column-label"),
            name: "label-column",
            when: When::OneTable,
            placeholder: "label".into(),
            choices: Vec::new(),
            shown: |options| options.all.label_column.clone().unwrap_or_default(),
            set: |options, value| options.all.label_column = given(value),
        },
        Field {
            label: text!("page-data-test-text-column"),
            name: "test-text-column",
            when: When::BothTables,
            placeholder: text!("page-data-as-in-training"),
            choices: Vec::new(),
            shown: |options| options.test.text_column.clone().unwrap_or_default(),
            set: |options, value| options.test.text_column = given(value),
        },
        Field {
            label: text!("page-data-test-label-column"),
            name: "test-label-column",
            when: When::BothTables,
            placeholder: text!("page-data-as-in-training"),
            choices: Vec::new(),
            shown: |options| options.test.label_column.clone().unwrap_or_default(),
            set: |options, value| options.test.label_column = given(value),
        },
    ]
}

fn choice_fields() -> [Field; 6] {
    let choice = |value: &str, name: String| (value.to_string(), name);
    let found = || choice("", text!("page-data-found"));
    let delimiters = Delimiter::ALL.map(|delimiter| {
        let name = text!(
            "page-data-delimiter",
            delimiter = Argument::Key(delimiter.to_string().into())
        );
        (char::from(delimiter.byte()).to_string(), name)
    });
    let encodings = TextEncoding::USUAL.map(|name| choice(name, name.to_string()));
    [
        Field {
            label: text!("setting-data-delimiter-label"),
            name: "delimiter",
            when: When::OneTable,
            placeholder: String::new(),
            choices: std::iter::once(found()).chain(delimiters).collect(),
            shown: |options| {
                let byte = |delimiter: Delimiter| char::from(delimiter.byte()).to_string();
                options.all.delimiter.map_or_else(String::new, byte)
            },
            set: |options, value| options.all.delimiter = Delimiter::from_str(value).ok(),
        },
        Field {
            label: text!("page-first-row"),
            name: "header",
            when: When::OneTable,
            placeholder: String::new(),
            choices: vec![
                found(),
                choice("yes", text!("page-data-header-yes")),
                choice("no", text!("page-data-header-no")),
            ],
            shown: |options| match options.all.header {
                None => String::new(),
                Some(true) => "yes".into(),
                Some(false) => "no".into(),
            },
            set: |options, value| {
                options.all.header = (!value.is_empty()).then_some(value == "yes");
            },
        },
        Field {
            label: text!("page-data-quoting"),
            name: "quoting",
            when: When::OneTable,
            placeholder: String::new(),
            choices: vec![
                found(),
                choice("csv", text!("page-data-quoting-csv")),
                choice("none", text!("page-data-quoting-none")),
            ],
            shown: |options| match options.all.quoting {
                None => String::new(),
                Some(Quoting::Csv) => "csv".into(),
                Some(Quoting::None) => "none".into(),
            },
            set: |options, value| options.all.quoting = Quoting::from_str(value).ok(),
        },
        Field {
            label: text!("setting-data-encoding-label"),
            name: "encoding",
            when: When::Always,
            placeholder: String::new(),
            choices: std::iter::once(found()).chain(encodings).collect(),
            shown: |options| {
                let name = |encoding: TextEncoding| encoding.to_string();
                options.all.encoding.map_or_else(String::new, name)
            },
            set: |options, value| options.all.encoding = TextEncoding::from_str(value).ok(),
        },
        Field {
            label: text!("page-data-naming"),
            name: "label-names",
            when: When::Always,
            placeholder: String::new(),
            choices: vec![
                found(),
                choice("as-they-stand", text!("page-data-naming-as-they-stand")),
                choice("poleval", text!("page-data-naming-poleval")),
            ],
            shown: |options| match options.label_names {
                LabelNames::Auto | LabelNames::Mapping(_) => String::new(),
                LabelNames::AsTheyStand => "as-they-stand".into(),
                LabelNames::Poleval => "poleval".into(),
            },
            set: |options, value| {
                options.label_names = match value {
                    "as-they-stand" => LabelNames::AsTheyStand,
                    "poleval" => LabelNames::Poleval,
                    _ => LabelNames::Auto,
                };
            },
        },
        Field {
            label: text!("page-data-missing"),
            name: "missing",
            when: When::Always,
            placeholder: String::new(),
            choices: vec![
                choice("leave-out", text!("page-data-missing-leave-out")),
                choice("refuse", text!("page-data-missing-refuse")),
                choice("keep", text!("page-data-missing-keep")),
            ],
            shown: |options| match options.missing {
                Missing::LeaveOut => "leave-out".into(),
                Missing::Refuse => "refuse".into(),
                Missing::Keep => "keep".into(),
            },
            set: |options, value| {
                options.missing = Missing::from_str(value).unwrap_or_default();
            },
        },
    ]
}

/// What was typed; nothing where the field was emptied.
fn given(value: &str) -> Option<String> {
    Some(value.trim().to_string()).filter(|value| !value.is_empty())
}
