//! What the user can say of how the files are read.

use std::str::FromStr;

use leptos::prelude::*;

use crate::app::store::store;
use crate::app::words::{Data, words};
use crate::pipeline::corpus::{
    Delimiter, LabelNames, Missing, Quoting, ReadingOptions, Role, TextEncoding,
};
use crate::session::Intent;

fn delimiter_name(delimiter: Delimiter, words: &Data) -> &'static str {
    match delimiter {
        Delimiter::Comma => words.delimiter_comma,
        Delimiter::Semicolon => words.delimiter_semicolon,
        Delimiter::Tab => words.delimiter_tab,
        Delimiter::Pipe => words.delimiter_pipe,
    }
}

/// What the user can say of reading; an empty field leaves it to the files.
#[component]
pub fn ReadingForm() -> impl IntoView {
    let store = store();
    let words = &words().data;
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
            <legend>{words.columns_title}</legend>
            <p class="quiet">{words.columns_about}</p>
            <datalist id="columns-of-files">
                {move || columns.get().into_iter().map(|name| view! { <option value=name></option> }).collect_view()}
            </datalist>
            {column_fields(words).map(column)}
            {choice_fields(words).map(choice)}
        </fieldset>
    }
}

/// One thing that can be said of reading.
struct Field {
    label: &'static str,
    /// As the command line names it.
    name: &'static str,
    when: When,
    /// What holds where a column is left empty.
    placeholder: &'static str,
    /// Values with their names; a column has none, it is typed.
    choices: Vec<(String, &'static str)>,
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

fn column_fields(words: &Data) -> [Field; 4] {
    [
        Field {
            label: words.text_column,
            name: "text-column",
            when: When::OneTable,
            placeholder: "text",
            choices: Vec::new(),
            shown: |options| options.all.text_column.clone().unwrap_or_default(),
            set: |options, value| options.all.text_column = given(value),
        },
        Field {
            label: words.label_column,
            name: "label-column",
            when: When::OneTable,
            placeholder: "label",
            choices: Vec::new(),
            shown: |options| options.all.label_column.clone().unwrap_or_default(),
            set: |options, value| options.all.label_column = given(value),
        },
        Field {
            label: words.test_text_column,
            name: "test-text-column",
            when: When::BothTables,
            placeholder: words.as_in_training,
            choices: Vec::new(),
            shown: |options| options.test.text_column.clone().unwrap_or_default(),
            set: |options, value| options.test.text_column = given(value),
        },
        Field {
            label: words.test_label_column,
            name: "test-label-column",
            when: When::BothTables,
            placeholder: words.as_in_training,
            choices: Vec::new(),
            shown: |options| options.test.label_column.clone().unwrap_or_default(),
            set: |options, value| options.test.label_column = given(value),
        },
    ]
}

fn choice_fields(words: &Data) -> [Field; 6] {
    let found = ("", words.read_found);
    let of = |list: &[(&str, &'static str)]| -> Vec<(String, &'static str)> {
        list.iter()
            .map(|(value, name)| (value.to_string(), *name))
            .collect()
    };
    let delimiters = Delimiter::ALL.map(|delimiter| {
        let byte = char::from(delimiter.byte());
        (byte.to_string(), delimiter_name(delimiter, words))
    });
    let encodings = TextEncoding::USUAL.map(|name| (name.to_string(), name));
    [
        Field {
            label: words.delimiter,
            name: "delimiter",
            when: When::OneTable,
            placeholder: "",
            choices: of(&[found]).into_iter().chain(delimiters).collect(),
            shown: |options| {
                let byte = |delimiter: Delimiter| char::from(delimiter.byte()).to_string();
                options.all.delimiter.map_or_else(String::new, byte)
            },
            set: |options, value| options.all.delimiter = Delimiter::from_str(value).ok(),
        },
        Field {
            label: words.header,
            name: "header",
            when: When::OneTable,
            placeholder: "",
            choices: of(&[found, ("yes", words.header_yes), ("no", words.header_no)]),
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
            label: words.quoting,
            name: "quoting",
            when: When::OneTable,
            placeholder: "",
            choices: of(&[
                found,
                ("csv", words.quoting_csv),
                ("none", words.quoting_none),
            ]),
            shown: |options| match options.all.quoting {
                None => String::new(),
                Some(Quoting::Csv) => "csv".into(),
                Some(Quoting::None) => "none".into(),
            },
            set: |options, value| options.all.quoting = Quoting::from_str(value).ok(),
        },
        Field {
            label: words.encoding,
            name: "encoding",
            when: When::Always,
            placeholder: "",
            choices: of(&[found]).into_iter().chain(encodings).collect(),
            shown: |options| {
                let name = |encoding: TextEncoding| encoding.to_string();
                options.all.encoding.map_or_else(String::new, name)
            },
            set: |options, value| options.all.encoding = TextEncoding::from_str(value).ok(),
        },
        Field {
            label: words.label_naming,
            name: "label-names",
            when: When::Always,
            placeholder: "",
            choices: of(&[
                found,
                ("as-they-stand", words.naming_as_they_stand),
                ("poleval", words.naming_poleval),
            ]),
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
            label: words.missing,
            name: "missing",
            when: When::Always,
            placeholder: "",
            choices: of(&[
                ("leave-out", words.missing_leave_out),
                ("refuse", words.missing_refuse),
                ("keep", words.missing_keep),
            ]),
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
