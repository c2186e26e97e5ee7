//! How the files are read: what was found, and what the user can say instead.

use std::str::FromStr;

use leptos::prelude::*;

use crate::app::store::store;
use crate::app::words::{Data, fill, words};
use crate::pipeline::corpus::{
    Delimiter, Form, LabelNames, LabelNaming, LeftOut, Missing, Note, Quoting, Reading,
    ReadingOptions, Role, TextEncoding, Why,
};
use crate::plot::numbers;
use crate::session::Intent;

/// What a file was read as, in one line.
pub fn reading_line(reading: &Reading) -> String {
    let words = &words().data;
    let mut parts = vec![
        match reading.form {
            Form::Texts => words.form_texts,
            Form::Labels => words.form_labels,
            Form::Delimited => words.form_table,
            Form::JsonLines | Form::JsonArray => words.form_json,
        }
        .to_string(),
    ];
    if let Some(delimiter) = reading.delimiter {
        parts.push(fill(
            words.read_delimiter,
            &[("delimiter", delimiter_name(delimiter, words))],
        ));
    }
    match reading.header {
        Some(true) => parts.push(words.read_header.into()),
        Some(false) => parts.push(words.read_no_header.into()),
        None => {}
    }
    parts.push(reading.encoding.to_string());
    if let Some(text) = &reading.text_column {
        parts.push(match &reading.label_column {
            Some(label) => fill(words.read_columns, &[("text", text), ("label", label)]),
            None => fill(words.read_text_column, &[("text", text)]),
        });
    }
    parts.push(fill(
        words.read_rows,
        &[("n", &numbers::count(reading.n_rows))],
    ));
    parts.extend(reading.left_out.iter().map(|left| left_out(left, words)));
    parts.extend(reading.notes.iter().map(|note| note_line(note, words)));
    parts.join(" · ")
}

fn left_out(left: &LeftOut, words: &Data) -> String {
    const MOST: usize = 8;
    let shown: Vec<String> = left.lines.iter().take(MOST).map(u64::to_string).collect();
    let more = if left.n as usize > shown.len() {
        ", …"
    } else {
        ""
    };
    let template = match left.why {
        Why::NoLabel => words.left_no_label,
        Why::NoText => words.left_no_text,
    };
    let lines = shown.join(", ") + more;
    fill(
        template,
        &[("n", &numbers::count(left.n)), ("lines", &lines)],
    )
}

fn note_line(note: &Note, words: &Data) -> String {
    let count = |n: &u64| numbers::count(*n);
    match note {
        Note::SeveralLines { n, longest, line } => fill(
            words.note_several_lines,
            &[
                ("n", &count(n)),
                ("longest", &count(longest)),
                ("line", &line.to_string()),
            ],
        ),
        Note::LoneSurrogates { n } => fill(words.note_surrogates, &[("n", &count(n))]),
        Note::RowsOfMember { name } => fill(words.note_member, &[("name", name)]),
        Note::SimilarName { asked, taken } => {
            fill(words.note_similar, &[("asked", asked), ("taken", taken)])
        }
        Note::LinesBefore { n } => fill(words.note_before, &[("n", &count(n))]),
        Note::RepeatedHeader { n, line } => fill(
            words.note_repeated,
            &[("n", &count(n)), ("line", &line.to_string())],
        ),
        Note::QuotesAreText { n, line } => fill(
            words.note_quotes,
            &[("n", &count(n)), ("line", &line.to_string())],
        ),
        Note::OneForm { written, taken } => fill(
            words.note_one_form,
            &[("written", written), ("taken", taken)],
        ),
        Note::WithoutName { labels } => {
            fill(words.note_without_name, &[("labels", &labels.join(", "))])
        }
        Note::Unlabelled { n } => fill(words.note_unlabelled, &[("n", &count(n))]),
    }
}

/// How labels became names of classes; nothing where they are the names.
pub fn naming_line(naming: &LabelNaming) -> Option<&'static str> {
    match naming {
        LabelNaming::AsTheyStand => None,
        LabelNaming::Poleval => Some(words().data.naming_poleval),
        LabelNaming::Mapping(_) => Some(words().data.naming_mapping),
    }
}

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
