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
        Note::SimilarName { asked, taken } => {
            fill(words.note_similar, &[("asked", asked), ("taken", taken)])
        }
        Note::LinesBefore { n } => fill(words.note_before, &[("n", &count(n))]),
        Note::QuotesAreText { n, line } => fill(
            words.note_quotes,
            &[("n", &count(n)), ("line", &line.to_string())],
        ),
        Note::OneForm { written, taken } => fill(
            words.note_one_form,
            &[("written", written), ("taken", taken)],
        ),
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
    let has_tables = store.memo(|session| {
        session
            .files()
            .iter()
            .any(|file| matches!(file.role, Some(Role::TrainTable | Role::TestTable)))
    });
    let change = move |change: &dyn Fn(&mut ReadingOptions)| {
        let mut options = options.get_untracked();
        change(&mut options);
        store.want(Intent::SetReading(options));
    };
    let found = ("", words.read_found);
    let delimiters =
        Delimiter::ALL.map(|delimiter| (delimiter.byte(), delimiter_name(delimiter, words)));
    let delimiter_choices: Vec<(String, &str)> = [(String::new(), words.read_found)]
        .into_iter()
        .chain(delimiters.map(|(byte, name)| (char::from(byte).to_string(), name)))
        .collect();
    let choices = |list: &[(&str, &'static str)]| -> Vec<(String, &'static str)> {
        list.iter()
            .map(|(value, name)| (value.to_string(), *name))
            .collect()
    };
    let encodings: Vec<(String, &str)> = [(String::new(), words.read_found)]
        .into_iter()
        .chain(TextEncoding::USUAL.map(|name| (name.to_string(), name)))
        .collect();
    view! {
        <fieldset class="table-columns">
            <legend>{words.columns_title}</legend>
            <p class="quiet">{words.columns_about}</p>
            <datalist id="columns-of-files">
                {move || columns.get().into_iter().map(|name| view! { <option value=name></option> }).collect_view()}
            </datalist>
            <label hidden=move || !has_tables.get()>
                {words.text_column}
                <input
                    type="text"
                    list="columns-of-files"
                    placeholder="text"
                    data-testid="text-column"
                    prop:value=move || options.get().all.text_column.unwrap_or_default()
                    on:change:target=move |event| {
                        let value = given(event.target().value());
                        change(&|options| options.all.text_column.clone_from(&value));
                    }
                />
            </label>
            <label hidden=move || !has_tables.get()>
                {words.label_column}
                <input
                    type="text"
                    list="columns-of-files"
                    placeholder="label"
                    data-testid="label-column"
                    prop:value=move || options.get().all.label_column.unwrap_or_default()
                    on:change:target=move |event| {
                        let value = given(event.target().value());
                        change(&|options| options.all.label_column.clone_from(&value));
                    }
                />
            </label>
            <Choice
                label=words.delimiter
                testid="reading-delimiter"
                is_shown=has_tables
                choices=delimiter_choices
                value=Signal::derive(move || {
                    let delimiter = options.get().all.delimiter;
                    delimiter.map_or_else(String::new, |delimiter| char::from(delimiter.byte()).to_string())
                })
                chosen=move |value: String| {
                    change(&|options| options.all.delimiter = Delimiter::from_str(&value).ok());
                }
            />
            <Choice
                label=words.header
                testid="reading-header"
                is_shown=has_tables
                choices=choices(&[found, ("yes", words.header_yes), ("no", words.header_no)])
                value=Signal::derive(move || {
                    match options.get().all.header {
                        None => "",
                        Some(true) => "yes",
                        Some(false) => "no",
                    }
                        .to_string()
                })
                chosen=move |value: String| {
                    let header = (!value.is_empty()).then_some(value == "yes");
                    change(&|options| options.all.header = header);
                }
            />
            <Choice
                label=words.quoting
                testid="reading-quoting"
                is_shown=has_tables
                choices=choices(&[found, ("csv", words.quoting_csv), ("none", words.quoting_none)])
                value=Signal::derive(move || {
                    match options.get().all.quoting {
                        None => "",
                        Some(Quoting::Csv) => "csv",
                        Some(Quoting::None) => "none",
                    }
                        .to_string()
                })
                chosen=move |value: String| {
                    change(&|options| options.all.quoting = Quoting::from_str(&value).ok());
                }
            />
            <Choice
                label=words.encoding
                testid="reading-encoding"
                is_shown=Signal::derive(|| true)
                choices=encodings
                value=Signal::derive(move || {
                    let encoding = options.get().all.encoding;
                    encoding.map_or_else(String::new, |encoding| encoding.to_string())
                })
                chosen=move |value: String| {
                    change(&|options| options.all.encoding = TextEncoding::from_str(&value).ok());
                }
            />
            <Choice
                label=words.label_naming
                testid="reading-label-names"
                is_shown=Signal::derive(|| true)
                choices=choices(&[
                    found,
                    ("as-they-stand", words.naming_as_they_stand),
                    ("poleval", words.naming_poleval),
                ])
                value=Signal::derive(move || {
                    match options.get().label_names {
                        LabelNames::Auto | LabelNames::Mapping(_) => "",
                        LabelNames::AsTheyStand => "as-they-stand",
                        LabelNames::Poleval => "poleval",
                    }
                        .to_string()
                })
                chosen=move |value: String| {
                    let names = match value.as_str() {
                        "as-they-stand" => LabelNames::AsTheyStand,
                        "poleval" => LabelNames::Poleval,
                        _ => LabelNames::Auto,
                    };
                    change(&|options| options.label_names = names.clone());
                }
            />
            <Choice
                label=words.missing
                testid="reading-missing"
                is_shown=Signal::derive(|| true)
                choices=choices(&[
                    ("leave-out", words.missing_leave_out),
                    ("refuse", words.missing_refuse),
                    ("keep", words.missing_keep),
                ])
                value=Signal::derive(move || {
                    match options.get().missing {
                        Missing::LeaveOut => "leave-out",
                        Missing::Refuse => "refuse",
                        Missing::Keep => "keep",
                    }
                        .to_string()
                })
                chosen=move |value: String| {
                    change(&|options| options.missing = Missing::from_str(&value).unwrap_or_default());
                }
            />
        </fieldset>
    }
}

/// One of a few values.
#[component]
fn Choice(
    label: &'static str,
    testid: &'static str,
    #[prop(into)] is_shown: Signal<bool>,
    choices: Vec<(String, &'static str)>,
    value: Signal<String>,
    chosen: impl Fn(String) + 'static,
) -> impl IntoView {
    let options = choices
        .into_iter()
        .map(|(choice, name)| {
            let of_option = choice.clone();
            view! {
                <option value=choice selected=move || value.get() == of_option>
                    {name}
                </option>
            }
        })
        .collect_view();
    view! {
        <label hidden=move || !is_shown.get()>
            {label}
            <select data-testid=testid on:change:target=move |event| chosen(event.target().value())>
                {options}
            </select>
        </label>
    }
}

/// What was typed; nothing where the field was emptied.
fn given(value: String) -> Option<String> {
    Some(value.trim().to_string()).filter(|value| !value.is_empty())
}
