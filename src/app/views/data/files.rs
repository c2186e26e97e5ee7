//! The files of the data set: how they come in, what each is for.

use leptos::prelude::*;

use super::understood::Understood;
use crate::app::clock;
use crate::app::components::{FilePicker, said_nodes};
use crate::app::files;
use crate::app::language::{localised, text};
use crate::app::store::store;
use crate::message::{Argument, Language, numbers};
use crate::pipeline::corpus::Role;
use crate::session::{FileView, Intent, StageState};

const ROLES: [Role; 7] = [
    Role::TrainTexts,
    Role::TrainTags,
    Role::TestTexts,
    Role::TestTags,
    Role::TrainTable,
    Role::TestTable,
    Role::LabelNames,
];

/// What a newcomer sees: the demo, or files of one's own.
#[component]
pub fn Welcome() -> impl IntoView {
    let store = store();
    let has_run = store.memo(|session| session.run().value().is_some());
    let last = store.memo(|session| session.last_files().to_vec());
    let try_demo = move |language| {
        let start = clock::now();
        store.want(Intent::TryDemo { language, start });
    };
    view! {
        <p class="stale-note" data-testid="opened-again" hidden=move || !has_run.get() && last.with(Vec::is_empty)>
            {move || match last.with(Vec::is_empty) {
                true => text!("page-data-opened-again"),
                false => text!("page-data-give-again", names = last.with(|names| names.join(", "))),
            }}
        </p>
        <section class="welcome">
            <h2>{text!("page-data-welcome")}</h2>
            <p>{text!("page-data-welcome-about")}</p>
            <div class="welcome-ways">
                <div>
                    <button
                        type="button"
                        class="run"
                        data-testid="load-demo"
                        on:click=move |_| try_demo(Language::Polish)
                    >
                        {text!("page-data-demo")}
                    </button>
                    <p class="quiet">{text!("page-data-demo-about")}</p>
                    <button
                        type="button"
                        class="plain"
                        data-testid="load-demo-en"
                        on:click=move |_| try_demo(Language::English)
                    >
                        {text!("page-data-demo-en")}
                    </button>
                </div>
                <div class="drop-here">
                    <DataFilePicker label=text!("page-data-choose") />
                    <p class="quiet">{text!("page-data-drop")}</p>
                </div>
            </div>
        </section>
    }
}

/// Chooses data files.
#[component]
fn DataFilePicker(#[prop(into)] label: String) -> impl IntoView {
    let store = store();
    view! {
        <FilePicker
            label
            testid="file-input"
            accept=".txt,.zip,.csv,.tsv,.tab,.psv,.jsonl,.ndjson,.json,.parquet,.gz,.toml,.log"
            multiple=true
            picked=move |list| files::read_all(list, move |intent| store.want(intent))
        />
        <FilePicker
            label=text!("page-data-choose-folder")
            testid="folder-input"
            accept=""
            folder=true
            picked=move |list| files::read_chosen_folder(list, move |intent| store.want(intent))
        />
    }
}

/// The files with their roles, which the user can change.
#[component]
pub fn Files() -> impl IntoView {
    let store = store();
    let files = store.memo(|session| session.files());
    let reading = store.memo(|session| {
        let names = session.reading();
        (!names.is_empty()).then(|| names.join(", "))
    });
    let has_files = store.memo(|session| !session.files().is_empty());
    let busy = store.memo(|session| session.data().state() == StageState::Busy);
    view! {
        <section class="files">
            <div class="section-head">
                <h2>{text!("page-data-files")}</h2>
                <DataFilePicker label=text!("page-add-files") />
                <button type="button" class="plain" data-testid="load-demo" on:click=move |_| store.want(Intent::LoadDemo(Language::Polish))>
                    {text!("page-data-demo-load")}
                </button>
                <button
                    type="button"
                    class="plain"
                    data-testid="clear-data"
                    hidden=move || files.with(Vec::is_empty)
                    on:click=move |_| store.want(Intent::ClearData)
                >
                    {text!("page-data-clear")}
                </button>
            </div>
            <p class="quiet">{text!("page-data-files-about")}</p>
            <div class="scroll" aria-busy=move || busy.get().to_string()>
                <table class="files-table" hidden=move || files.with(Vec::is_empty)>
                    <thead>
                        <tr>
                            <th scope="col">{text!("column-file")}</th>
                            <th scope="col">{text!("column-role")}</th>
                            <th scope="col" class="number">{text!("page-data-lines")}</th>
                            <th scope="col" class="number">{text!("page-data-size")}</th>
                            <th scope="col">{text!("column-sha256")}</th>
                            <th></th>
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=move || files.get()
                            key=move |file| (file.card.id.clone(), file.role, localised(&file.card.reason))
                            children=file_row
                        />
                    </tbody>
                </table>
            </div>
            <p role="status" hidden=move || reading.get().is_none()>
                {move || reading.get().map(|names| text!("page-data-reading", names = names))}
            </p>
            {move || has_files.get().then(|| view! { <Understood /> })}
        </section>
    }
}

fn file_row(file: FileView) -> impl IntoView {
    let store = store();
    let FileView { card, role } = file;
    let reason = localised(&card.reason);
    let (for_role, for_removal) = (card.id.clone(), card.id);
    let options: Vec<_> = ROLES
        .into_iter()
        .enumerate()
        .map(|(index, option)| {
            view! {
                <option value=index.to_string() selected=role == Some(option)>
                    {localised(option.said())}
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
                    aria-label=format!("{}: {}", text!("column-role"), card.name)
                    title=text!("page-data-why", reason = &reason)
                    on:change:target=move |event| choose(event.target().value())
                >
                    <option value="" selected=role.is_none()>
                        {text!("page-data-not-used")}
                    </option>
                    {options}
                </select>
                {role.is_none().then(|| view! { <small class="quiet role-reason">{said_nodes(&reason)}</small> })}
            </td>
            <td class="number">{localised(card.n_lines)}</td>
            <td class="number">{localised(Argument::Bytes(card.n_bytes))}</td>
            <td class="mono" title=card.sha256.clone() data-sha256=card.sha256.clone()>
                {numbers::fingerprint(&card.sha256)}
            </td>
            <td>
                <button
                    type="button"
                    class="plain"
                    on:click=move |_| store.want(Intent::RemoveFile(for_removal.clone()))
                >
                    {text!("page-remove")}
                </button>
            </td>
        </tr>
    }
}
