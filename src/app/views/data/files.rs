//! The files of the data set: how they come in, what each is for.

use leptos::prelude::*;

use crate::app::components::FilePicker;
use crate::app::files;
use crate::app::store::store;
use crate::app::words::{Data, fill, words};
use crate::pipeline::corpus::{Role, TableColumns};
use crate::plot::numbers;
use crate::session::{FileView, Intent, StageState};

const ROLES: [Role; 6] = [
    Role::TrainTexts,
    Role::TrainTags,
    Role::TestTexts,
    Role::TestTags,
    Role::TrainTable,
    Role::TestTable,
];

fn role_name(role: Role, words: &Data) -> &'static str {
    match role {
        Role::TrainTexts => words.train_texts,
        Role::TrainTags => words.train_tags,
        Role::TestTexts => words.test_texts,
        Role::TestTags => words.test_tags,
        Role::TrainTable => words.train_table,
        Role::TestTable => words.test_table,
    }
}

/// What a newcomer sees: the demo, or files of one's own.
#[component]
pub fn Welcome() -> impl IntoView {
    let store = store();
    let words = &words().shell;
    let has_run = store.memo(|session| session.run().value().is_some());
    view! {
        <p class="stale-note" hidden=move || !has_run.get()>
            {words.opened_again}
        </p>
        <section class="welcome">
            <h2>{words.welcome_title}</h2>
            <p>{words.welcome_text}</p>
            <div class="welcome-ways">
                <div>
                    <button
                        type="button"
                        class="run"
                        data-testid="load-demo"
                        on:click=move |_| store.want(Intent::LoadDemo)
                    >
                        {words.demo}
                    </button>
                    <p class="quiet">{words.demo_about}</p>
                </div>
                <div class="drop-here">
                    <DataFilePicker label=words.choose />
                    <p class="quiet">{words.drop}</p>
                </div>
            </div>
        </section>
    }
}

/// Chooses data files.
#[component]
fn DataFilePicker(label: &'static str) -> impl IntoView {
    let store = store();
    view! {
        <FilePicker
            label
            testid="file-input"
            accept=".txt,.zip,.csv,.tsv,.jsonl,.ndjson"
            multiple=true
            picked=move |list| files::read_all(list, move |intent| store.want(intent))
        />
    }
}

/// The files with their roles, which the user can change.
#[component]
pub fn Files() -> impl IntoView {
    let store = store();
    let words = &words().data;
    let files = store.memo(|session| session.files());
    let reading = store.memo(|session| {
        let names = session.reading();
        (!names.is_empty()).then(|| names.join(", "))
    });
    let has_tables = store.memo(|session| {
        session
            .files()
            .iter()
            .any(|file| matches!(file.role, Some(Role::TrainTable | Role::TestTable)))
    });
    let busy = store.memo(|session| session.data().state() == StageState::Busy);
    view! {
        <section class="files">
            <div class="section-head">
                <h2>{words.files_title}</h2>
                <DataFilePicker label=words.add />
                <button type="button" class="plain" data-testid="load-demo" on:click=move |_| store.want(Intent::LoadDemo)>
                    {crate::app::words::words().shell.demo}
                </button>
                <button
                    type="button"
                    class="plain"
                    data-testid="clear-data"
                    hidden=move || files.with(Vec::is_empty)
                    on:click=move |_| store.want(Intent::ClearData)
                >
                    {words.clear}
                </button>
            </div>
            <p class="quiet">{words.add_about}</p>
            <div class="scroll" aria-busy=move || busy.get().to_string()>
                <table class="files-table" hidden=move || files.with(Vec::is_empty)>
                    <thead>
                        <tr>
                            <th scope="col">{words.file}</th>
                            <th scope="col">{words.role}</th>
                            <th scope="col" class="number">{words.lines}</th>
                            <th scope="col" class="number">{words.size}</th>
                            <th scope="col">{words.fingerprint}</th>
                            <th></th>
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=move || files.get()
                            key=|file| (file.card.id.clone(), file.role, file.card.reason.clone())
                            children=file_row
                        />
                    </tbody>
                </table>
            </div>
            <p role="status" hidden=move || reading.get().is_none()>
                {move || reading.get().map(|names| fill(words.reading, &[("names", &names)]))}
            </p>
            {move || has_tables.get().then(|| view! { <Columns /> })}
        </section>
    }
}

fn file_row(file: FileView) -> impl IntoView {
    let store = store();
    let words = &words().data;
    let FileView { card, role } = file;
    let (for_role, for_removal) = (card.id.clone(), card.id);
    let options: Vec<_> = ROLES
        .into_iter()
        .enumerate()
        .map(|(index, option)| {
            view! {
                <option value=index.to_string() selected=role == Some(option)>
                    {role_name(option, words)}
                </option>
            }
        })
        .collect();
    let choose = move |value: String| {
        let role = value
            .parse::<usize>()
            .ok()
            .and_then(|index| ROLES.get(index).copied());
        store.want(Intent::SetRole {
            file: for_role.clone(),
            role,
        });
    };
    view! {
        <tr data-testid="file">
            <th scope="row" class="mono file-name">
                {card.name.clone()}
            </th>
            <td>
                <select
                    aria-label=format!("{}: {}", words.role, card.name)
                    title=fill(words.why, &[("reason", &card.reason)])
                    on:change:target=move |event| choose(event.target().value())
                >
                    <option value="" selected=role.is_none()>
                        {words.role_none}
                    </option>
                    {options}
                </select>
                {role.is_none().then(|| view! { <small class="quiet role-reason">{card.reason.clone()}</small> })}
            </td>
            <td class="number">{numbers::count(card.n_lines)}</td>
            <td class="number">{numbers::bytes(card.n_bytes)}</td>
            <td class="mono" title=card.sha256.clone() data-sha256=card.sha256.clone()>
                {numbers::fingerprint(&card.sha256)}
            </td>
            <td>
                <button
                    type="button"
                    class="plain"
                    on:click=move |_| store.want(Intent::RemoveFile(for_removal.clone()))
                >
                    {words.remove}
                </button>
            </td>
        </tr>
    }
}

/// Which columns of a table hold what.
#[component]
fn Columns() -> impl IntoView {
    let store = store();
    let words = &words().data;
    let columns = store.memo(|session| session.columns().clone());
    let set = move |change: fn(&mut TableColumns, String), value: String| {
        let mut columns = columns.get_untracked();
        change(&mut columns, value);
        store.want(Intent::SetColumns(columns));
    };
    view! {
        <fieldset class="table-columns">
            <legend>{words.columns_title}</legend>
            <p class="quiet">{words.columns_about}</p>
            <label>
                {words.text_column}
                <input
                    type="text"
                    data-testid="text-column"
                    prop:value=move || columns.get().text
                    on:change:target=move |event| set(|columns, value| columns.text = value, event.target().value())
                />
            </label>
            <label>
                {words.label_column}
                <input
                    type="text"
                    data-testid="label-column"
                    prop:value=move || columns.get().label
                    on:change:target=move |event| set(|columns, value| columns.label = value, event.target().value())
                />
            </label>
        </fieldset>
    }
}
