//! What the user can say of how the files are read.

use std::str::FromStr;

use leptos::prelude::*;

use crate::app::language::text;
use crate::app::store::store;
use crate::message::Argument;
use crate::pipeline::corpus::{
    Delimiter, FileOptions, LabelNames, Missing, Quoting, ReadingOptions, Role, TextEncoding,
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
            When::TestTable => tables != [true, true],
            When::TestSet => !(has(Role::TestTable) || has(Role::TestTexts)),
        }
    };
    let change = move |what: Said, value: &str| {
        let mut options = options.get_untracked();
        what.set(&mut options, value);
        store.want(Intent::SetReading(options));
    };
    let field = move |field: Field| {
        let Field {
            label,
            name,
            when,
            takes,
            said,
        } = field;
        let control = match takes {
            Takes::Column { placeholder } => view! {
                <input
                    type="text"
                    list="columns-of-files"
                    placeholder=placeholder
                    data-testid=name
                    prop:value=move || options.with(|options| said.shown(options))
                    on:change:target=move |event| change(said, &event.target().value())
                />
            }
            .into_any(),
            Takes::Choice(choices) => {
                let choices: Vec<_> = choices
                    .into_iter()
                    .map(|(value, name)| {
                        let own = value.clone();
                        let is_it = move || options.with(|options| said.shown(options) == own);
                        view! {
                            <option value=value selected=is_it>
                                {name}
                            </option>
                        }
                    })
                    .collect();
                view! {
                    <select
                        data-testid=format!("reading-{name}")
                        on:change:target=move |event| change(said, &event.target().value())
                    >
                        {choices}
                    </select>
                }
                .into_any()
            }
        };
        view! { <label hidden=move || is_hidden(when)>{label} {control}</label> }
    };
    view! {
        <fieldset class="table-columns">
            <legend>{text!("page-data-options")}</legend>
            <p class="quiet">{text!("page-data-options-about")}</p>
            <datalist id="columns-of-files">
                {move || columns.get().into_iter().map(|name| view! { <option value=name></option> }).collect_view()}
            </datalist>
            {file_fields(false).map(field)}
            {file_fields(true).map(field)}
            {set_fields().map(field)}
        </fieldset>
    }
}

/// One thing that can be said of reading.
struct Field {
    label: String,
    /// As the command line names it.
    name: String,
    when: When,
    takes: Takes,
    said: Said,
}

/// With which files it has a meaning.
#[derive(Clone, Copy)]
enum When {
    Always,
    OneTable,
    TestTable,
    TestSet,
}

enum Takes {
    /// It is typed.
    Column {
        /// What holds where it is left empty.
        placeholder: String,
    },
    /// Values with their names.
    Choice(Vec<(String, String)>),
}

/// What is said, and of which files.
#[derive(Clone, Copy)]
enum Said {
    /// Of all files, or of the test set's alone.
    File {
        is_test: bool,
        shown: fn(&FileOptions) -> String,
        set: fn(&mut FileOptions, &str),
    },
    Data {
        shown: fn(&ReadingOptions) -> String,
        set: fn(&mut ReadingOptions, &str),
    },
}

impl Said {
    fn shown(self, options: &ReadingOptions) -> String {
        match self {
            Said::File {
                is_test: true,
                shown,
                ..
            } => shown(&options.test),
            Said::File { shown, .. } => shown(&options.all),
            Said::Data { shown, .. } => shown(options),
        }
    }

    fn set(self, options: &mut ReadingOptions, value: &str) {
        match self {
            Said::File {
                is_test: true, set, ..
            } => set(&mut options.test, value),
            Said::File { set, .. } => set(&mut options.all, value),
            Said::Data { set, .. } => set(options, value),
        }
    }
}

/// How a file is read: any, or those of the test set where they are others.
fn file_fields(is_test: bool) -> [Field; 6] {
    let of = |name: &str, label: [String; 2], when: [When; 2], takes, shown, set| {
        let [name_of_all, name_of_test] = [name.to_string(), format!("test-{name}")];
        let [label_of_all, label_of_test] = label;
        let [when_of_all, when_of_test] = when;
        let said = Said::File {
            is_test,
            shown,
            set,
        };
        let (name, label, when) = match is_test {
            true => (name_of_test, label_of_test, when_of_test),
            false => (name_of_all, label_of_all, when_of_all),
        };
        Field {
            label,
            name,
            when,
            takes,
            said,
        }
    };
    let of_table = [When::OneTable, When::TestTable];
    let empty = |otherwise: &str| match is_test {
        true => text!("page-data-as-in-training"),
        false => otherwise.to_string(),
    };
    let column = |name: &str| Takes::Column {
        placeholder: empty(name),
    };
    let found = || choice("", empty(&text!("page-data-found")));
    let delimiters = Delimiter::ALL.map(|delimiter| {
        let name = text!(
            "page-data-delimiter",
            delimiter = Argument::Key(delimiter.to_string().into())
        );
        (char::from(delimiter.byte()).to_string(), name)
    });
    let encodings = TextEncoding::USUAL.map(|name| choice(name, name.to_string()));
    [
        of(
            "text-column",
            [
                text!("setting-data-text_column-label"),
                text!("setting-data-test_text_column-label"),
            ],
            of_table,
            column("text"),
            |options| options.text_column.clone().unwrap_or_default(),
            |options, value| options.text_column = given(value),
        ),
        of(
            "label-column",
            [
                text!("setting-data-label_column-label"),
                text!("setting-data-test_label_column-label"),
            ],
            of_table,
            column("label"),
            |options| options.label_column.clone().unwrap_or_default(),
            |options, value| options.label_column = given(value),
        ),
        of(
            "delimiter",
            [
                text!("setting-data-delimiter-label"),
                text!("setting-data-test_delimiter-label"),
            ],
            of_table,
            Takes::Choice(std::iter::once(found()).chain(delimiters).collect()),
            |options| {
                let byte = |delimiter: Delimiter| char::from(delimiter.byte()).to_string();
                options.delimiter.map_or_else(String::new, byte)
            },
            |options, value| options.delimiter = Delimiter::from_str(value).ok(),
        ),
        of(
            "header",
            [
                text!("page-first-row"),
                text!("setting-data-test_header-label"),
            ],
            of_table,
            Takes::Choice(vec![
                found(),
                choice("yes", text!("page-data-header-yes")),
                choice("no", text!("page-data-header-no")),
            ]),
            |options| match options.header {
                None => String::new(),
                Some(true) => "yes".into(),
                Some(false) => "no".into(),
            },
            |options, value| options.header = (!value.is_empty()).then_some(value == "yes"),
        ),
        of(
            "quoting",
            [
                text!("page-data-quoting"),
                text!("setting-data-test_quoting-label"),
            ],
            of_table,
            Takes::Choice(vec![
                found(),
                choice("csv", text!("page-data-quoting-csv")),
                choice("none", text!("page-data-quoting-none")),
            ]),
            |options| match options.quoting {
                None => String::new(),
                Some(Quoting::Csv) => "csv".into(),
                Some(Quoting::None) => "none".into(),
            },
            |options, value| options.quoting = Quoting::from_str(value).ok(),
        ),
        of(
            "encoding",
            [
                text!("setting-data-encoding-label"),
                text!("setting-data-test_encoding-label"),
            ],
            [When::Always, When::TestSet],
            Takes::Choice(std::iter::once(found()).chain(encodings).collect()),
            |options| {
                let name = |encoding: TextEncoding| encoding.to_string();
                options.encoding.map_or_else(String::new, name)
            },
            |options, value| options.encoding = TextEncoding::from_str(value).ok(),
        ),
    ]
}

/// What holds for the data as a whole.
fn set_fields() -> [Field; 2] {
    [
        Field {
            label: text!("page-data-naming"),
            name: "label-names".into(),
            when: When::Always,
            takes: Takes::Choice(vec![
                choice("", text!("page-data-found")),
                choice("as-they-stand", text!("page-data-naming-as-they-stand")),
                choice("poleval", text!("page-data-naming-poleval")),
            ]),
            said: Said::Data {
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
        },
        Field {
            label: text!("page-data-missing"),
            name: "missing".into(),
            when: When::Always,
            takes: Takes::Choice(vec![
                choice("leave-out", text!("page-data-missing-leave-out")),
                choice("refuse", text!("page-data-missing-refuse")),
                choice("keep", text!("page-data-missing-keep")),
            ]),
            said: Said::Data {
                shown: |options| match options.missing {
                    Missing::LeaveOut => "leave-out".into(),
                    Missing::Refuse => "refuse".into(),
                    Missing::Keep => "keep".into(),
                },
                set: |options, value| {
                    options.missing = Missing::from_str(value).unwrap_or_default();
                },
            },
        },
    ]
}

fn choice(value: &str, name: String) -> (String, String) {
    (value.to_string(), name)
}

/// What was typed; nothing where the field was emptied.
fn given(value: &str) -> Option<String> {
    Some(value.trim().to_string()).filter(|value| !value.is_empty())
}
