//! What the user can say of how files are read: of those of a set beside what they were understood as, and of the data as a whole.

use std::str::FromStr;
use std::sync::Arc;

use leptos::prelude::*;

use super::understood::Previews;
use crate::app::language::text;
use crate::app::store::store;
use crate::message::Argument;
use crate::pipeline::corpus::{
    Delimiter, FileOptions, Form, LabelNames, Missing, Preview, Quoting, ReadingOptions, Role,
    SetName, TextEncoding,
};
use crate::session::Intent;
use crate::session::understood::{FileGroup, options_of, with_change, with_proposal};

/// Values with their names, in the order in which they are offered.
type Choices = Vec<(String, String)>;

/// A choice: what is offered, which of it holds, and what becomes of another one.
#[component]
fn Choice(
    label: String,
    testid: String,
    choices: Signal<Choices>,
    chosen: Signal<String>,
    choose: Callback<String>,
) -> impl IntoView {
    let options = move || {
        let option = |(value, name): (String, String)| {
            let own = value.clone();
            view! {
                <option value=value prop:selected=move || chosen.with(|chosen| *chosen == own)>
                    {name}
                </option>
            }
        };
        choices.get().into_iter().map(option).collect_view()
    };
    view! {
        <label>
            {label}
            <select data-testid=testid on:change:target=move |event| choose.run(event.target().value())>
                {options}
            </select>
        </label>
    }
}

/// What can be said of the files of a set.
#[component]
pub fn SetChoices(group: FileGroup, set: SetName, previews: Previews) -> impl IntoView {
    let store = store();
    let options = store.memo(|session| session.reading_options().clone());
    let prefix = match set {
        SetName::Train => "",
        SetName::Test => "test-",
    };
    let own = previews.of(&group);
    // The file that has the columns, else the first.
    let leading = Memo::new(move |_| {
        own.with(|previews| {
            let is_table = |preview: &&Arc<Preview>| preview.columns.len() > 1;
            let table = previews.iter().find(is_table);
            table.or(previews.first()).cloned()
        })
    });
    let has = |roles: [Role; 2]| {
        let mut files = group.files.iter();
        files.any(|file| file.role.is_some_and(|role| roles.contains(&role)))
    };
    let has_table = has([Role::TrainTable, Role::TestTable]);
    let has_labels = has([Role::TrainTags, Role::TestTags]);
    let form = Memo::new(move |_| leading.with(|it| it.as_ref().map(|it| it.reading.form)));
    let say = move |change: &dyn Fn(&mut FileOptions)| {
        let options = options.get_untracked();
        store.want(Intent::SetReading(with_change(&options, set, change)));
    };
    let said = move |shown: fn(&FileOptions) -> String| {
        Signal::derive(move || options.with(|options| shown(options_of(options, set))))
    };
    // What is found is named, as long as nothing else is said.
    let found = move |is_said: bool, what: Option<String>| {
        let name = match (is_said, what) {
            (false, Some(what)) => text!("page-data-found-as", what = what),
            _ => text!("page-data-found"),
        };
        (String::new(), name)
    };

    let column = move |is_text: bool| {
        let place = move |preview: &Preview| match is_text {
            true => preview.text,
            false => preview.label,
        };
        let choices = Signal::derive(move || {
            let Some(preview) = leading.get() else {
                return Vec::new();
            };
            let none = (String::new(), text!("page-data-choose-column"));
            let columns = preview.columns.iter().map(|column| {
                let sample = column.cells.iter().find(|cell| !cell.trim().is_empty());
                let sample: String =
                    sample.map_or_else(String::new, |it| it.chars().take(40).collect());
                let name = match sample.is_empty() {
                    true => column.name.clone(),
                    false => text!(
                        "page-data-column-choice",
                        column = &column.name,
                        sample = sample
                    ),
                };
                (column.asked_by.clone(), name)
            });
            let unknown = place(&preview).is_none().then_some(none);
            unknown.into_iter().chain(columns).collect()
        });
        let chosen = Signal::derive(move || {
            let preview = leading.get();
            let column = preview.and_then(|preview| {
                let place = place(&preview)? as usize;
                preview
                    .columns
                    .get(place)
                    .map(|column| column.asked_by.clone())
            });
            column.unwrap_or_default()
        });
        let choose = Callback::new(move |value: String| {
            let asked_by = (!value.is_empty()).then_some(value);
            let header = leading.with_untracked(|it| it.as_ref().and_then(|it| it.reading.header));
            say(&move |options| {
                match is_text {
                    true => options.text_column.clone_from(&asked_by),
                    false => options.label_column.clone_from(&asked_by),
                }
                // Columns by numbers need no guess at the first row.
                if header == Some(false) {
                    options.header = header;
                }
            });
        });
        let (label, name) = match is_text {
            true => (text!("setting-data-text_column-label"), "text-column"),
            false => (text!("setting-data-label_column-label"), "label-column"),
        };
        view! { <Choice label testid=format!("{prefix}{name}") choices chosen choose /> }
    };
    let delimiter = move || {
        let name = |delimiter: Delimiter| {
            let key = Argument::Key(delimiter.to_string().into());
            text!("page-data-delimiter", delimiter = key)
        };
        let value = |delimiter: Delimiter| char::from(delimiter.byte()).to_string();
        let chosen = said(|options| {
            let byte = |delimiter: Delimiter| char::from(delimiter.byte()).to_string();
            options.delimiter.map_or_else(String::new, byte)
        });
        let choices = Signal::derive(move || {
            let what = leading.with(|it| it.as_ref().and_then(|it| it.reading.delimiter));
            let found = found(!chosen.get().is_empty(), what.map(name));
            let all = Delimiter::ALL.map(|delimiter| (value(delimiter), name(delimiter)));
            std::iter::once(found).chain(all).collect()
        });
        let choose = Callback::new(move |value: String| {
            say(&|options| options.delimiter = Delimiter::from_str(&value).ok());
        });
        view! {
            <Choice
                label=text!("setting-data-delimiter-label")
                testid=format!("reading-{prefix}delimiter")
                choices
                chosen
                choose
            />
        }
    };
    let header = move || {
        let name = |is_header: bool| match is_header {
            true => text!("page-data-header-yes"),
            false => text!("page-data-header-no"),
        };
        let chosen = said(|options| match options.header {
            None => String::new(),
            Some(true) => "yes".into(),
            Some(false) => "no".into(),
        });
        let choices = Signal::derive(move || {
            let what = leading.with(|it| it.as_ref().and_then(|it| it.reading.header));
            vec![
                found(!chosen.get().is_empty(), what.map(name)),
                ("yes".into(), name(true)),
                ("no".into(), name(false)),
            ]
        });
        let choose = Callback::new(move |value: String| {
            say(&|options| options.header = (!value.is_empty()).then_some(value == "yes"));
        });
        view! {
            <Choice
                label=text!("page-first-row")
                testid=format!("reading-{prefix}header")
                choices
                chosen
                choose
            />
        }
    };
    let quoting = move || {
        let name = |quoting: Quoting| match quoting {
            Quoting::Csv => text!("page-data-quoting-csv"),
            Quoting::None => text!("page-data-quoting-none"),
        };
        let chosen = said(|options| match options.quoting {
            None => String::new(),
            Some(Quoting::Csv) => "csv".into(),
            Some(Quoting::None) => "none".into(),
        });
        let choices = Signal::derive(move || {
            let what = leading.with(|it| it.as_ref().and_then(|it| it.reading.quoting));
            vec![
                found(!chosen.get().is_empty(), what.map(name)),
                ("csv".into(), name(Quoting::Csv)),
                ("none".into(), name(Quoting::None)),
            ]
        });
        let choose = Callback::new(move |value: String| {
            say(&|options| options.quoting = Quoting::from_str(&value).ok());
        });
        view! {
            <Choice
                label=text!("page-data-quoting")
                testid=format!("reading-{prefix}quoting")
                choices
                chosen
                choose
            />
        }
    };
    let encoding = move || {
        let chosen = said(|options| {
            let name = |encoding: TextEncoding| encoding.to_string();
            options.encoding.map_or_else(String::new, name)
        });
        let choices = Signal::derive(move || {
            let what = leading.with(|it| it.as_ref().map(|it| it.reading.encoding.to_string()));
            let found = found(!chosen.get().is_empty(), what);
            let all = TextEncoding::USUAL.map(|name| (name.to_string(), name.to_string()));
            std::iter::once(found).chain(all).collect()
        });
        let choose = Callback::new(move |value: String| {
            previews.read_in(set, TextEncoding::from_str(&value).ok());
        });
        view! {
            <Choice
                label=text!("setting-data-encoding-label")
                testid=format!("reading-{prefix}encoding")
                choices
                chosen
                choose
            />
        }
    };
    let proposal = Memo::new(move |_| leading.with(|it| it.as_ref()?.proposal.clone()));
    let propose = move || {
        let proposal = proposal.get()?;
        let name = text!(
            "page-data-proposal",
            text = &proposal.text,
            label = &proposal.label
        );
        let take = move |_| {
            let options = options.get_untracked();
            store.want(Intent::SetReading(with_proposal(&options, set, &proposal)));
        };
        Some(view! {
            <button type="button" class="button" data-testid=format!("{prefix}proposal") on:click=take>
                {name}
            </button>
        })
    };
    view! {
        {propose}
        <div class="table-columns">
            {move || {
                let form = form.get();
                let is_table = !matches!(form, None | Some(Form::Texts | Form::Labels));
                let is_delimited = form == Some(Form::Delimited);
                view! {
                    {(is_table && has_table).then(|| column(true))}
                    {(is_table && !(has_table && has_labels)).then(|| column(false))}
                    {is_delimited.then(delimiter)}
                    {is_delimited.then(header)}
                    {is_delimited.then(quoting)}
                    {(form.is_some() && form != Some(Form::Parquet)).then(encoding)}
                }
            }}
        </div>
    }
}

/// What holds for the data as a whole.
#[component]
pub fn DataChoices() -> impl IntoView {
    let store = store();
    let options = store.memo(|session| session.reading_options().clone());
    let say = move |change: &dyn Fn(&mut ReadingOptions)| {
        let mut options = options.get_untracked();
        change(&mut options);
        store.want(Intent::SetReading(options));
    };
    let choice = |value: &str, name: String| (value.to_string(), name);
    let naming = vec![
        choice("", text!("page-data-found")),
        choice("as-they-stand", text!("page-data-naming-as-they-stand")),
        choice("poleval", text!("page-data-naming-poleval")),
    ];
    let named = move || -> String {
        options.with(|options| match options.label_names {
            LabelNames::Auto | LabelNames::Mapping(_) => String::new(),
            LabelNames::AsTheyStand => "as-they-stand".into(),
            LabelNames::Poleval => "poleval".into(),
        })
    };
    let name = Callback::new(move |value: String| {
        say(&|options| {
            options.label_names = match value.as_str() {
                "as-they-stand" => LabelNames::AsTheyStand,
                "poleval" => LabelNames::Poleval,
                _ => LabelNames::Auto,
            };
        });
    });
    let missing = vec![
        choice("leave-out", text!("page-data-missing-leave-out")),
        choice("refuse", text!("page-data-missing-refuse")),
        choice("keep", text!("page-data-missing-keep")),
    ];
    let left = move || -> String {
        options.with(|options| match options.missing {
            Missing::LeaveOut => "leave-out".into(),
            Missing::Refuse => "refuse".into(),
            Missing::Keep => "keep".into(),
        })
    };
    let leave = Callback::new(move |value: String| {
        say(&|options| options.missing = Missing::from_str(&value).unwrap_or_default());
    });
    view! {
        <div class="table-columns">
            <Choice
                label=text!("page-data-naming")
                testid="reading-label-names".into()
                choices=Signal::stored(naming)
                chosen=Signal::derive(named)
                choose=name
            />
            <Choice
                label=text!("page-data-missing")
                testid="reading-missing".into()
                choices=Signal::stored(missing)
                chosen=Signal::derive(left)
                choose=leave
            />
        </div>
    }
}
