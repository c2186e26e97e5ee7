//! The view Export: the archive as a tree, its download, and how it gets into MLflow.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::components::{CopyButton, Empty, ErrorNote, FilePicker, StaleNote};
use crate::app::files;
use crate::app::store::store;
use crate::app::views::promote::{Promote, PromoteQuestion};
use crate::app::words::{fill, words};
use crate::jobs::cards::ArchiveCard;
use crate::plot::numbers;
use crate::plot::tree::{self, Node};
use crate::session::{Intent, Stage, StageState, View};

#[component]
pub fn ExportView() -> impl IntoView {
    let store = store();
    let words = &words().export;
    let archive = store.memo(|session| session.archive());
    let card = Memo::new(move |_| archive.with(|archive| archive.value().cloned()));
    let state = store.memo(|session| session.stage(View::Export));
    let include_texts = store.memo(|session| session.include_texts());
    view! {
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
        <StaleNote state />
        <div class="section-head">
            <button
                type="button"
                class="run"
                data-testid="export"
                disabled=move || card.with(Option::is_none)
                on:click=move |_| store.want(Intent::Download)
            >
                {words.download}
            </button>
            <Promote />
            <label class="check" title=words.with_texts_about>
                <input
                    type="checkbox"
                    class="switch"
                    data-testid="include-texts"
                    prop:checked=move || include_texts.get()
                    on:change:target=move |event| store.want(Intent::SetIncludeTexts(event.target().checked()))
                />
                {words.with_texts}
            </label>
            <span class="quiet" role="status">
                {move || (state.get() == StageState::Busy).then_some(words.building)}
            </span>
        </div>
        <PromoteQuestion />
        <p class="quiet">{words.with_texts_about}</p>
        {move || match archive.get() {
            Stage::Failed { error, .. } => Some(view! { <ErrorNote error /> }),
            _ => None,
        }}
        {move || match card.get() {
            Some(card) => view! { <Contents card /> }.into_any(),
            None => view! { <Empty text=words.empty /> }.into_any(),
        }}
        <OpenArchive />
    }
}

#[component]
fn Contents(card: Arc<ArchiveCard>) -> impl IntoView {
    let words = &words().export;
    let about = fill(
        words.contents_about,
        &[
            ("files", &numbers::count(card.entries.len() as u64)),
            ("size", &numbers::bytes(card.n_bytes)),
        ],
    );
    let entries = card
        .entries
        .iter()
        .map(|entry| (entry.path.as_str(), entry.n_bytes, entry.about.as_str()));
    let nodes: Vec<_> = tree::of_paths(entries)
        .into_iter()
        .map(|root| node(root, 0))
        .collect();
    let left_out = (!card.include_texts).then(|| {
        view! {
            <h3>{words.left_out_title}</h3>
            <p>{words.left_out}</p>
        }
    });
    view! {
        <div class="columns wide-left">
            <section>
                <h2>{words.contents}</h2>
                <p class="quiet">
                    <span class="mono" data-testid="archive-name">{card.file_name.clone()}</span>
                    " · "
                    {about}
                </p>
                <p class="quiet">
                    {words.fingerprint} " "
                    <span class="mono fingerprint" data-testid="archive-sha256">{card.sha256.clone()}</span>
                </p>
                <ul class="tree" data-testid="archive-tree">{nodes}</ul>
                {left_out}
            </section>
            <Commands file_name=card.file_name.clone() />
        </div>
    }
}

/// Levels of folders that are open at first: the archive's own, `mlruns`, the experiment, the run.
const OPEN_LEVELS: u32 = 4;

/// A folder that can be folded, or a file.
fn node(node: Node, depth: u32) -> AnyView {
    let size = numbers::bytes(node.n_bytes);
    if node.children.is_empty() {
        return view! {
            <li class="tree-file">
                <span class="mono">{node.name}</span>
                <span class="quiet tree-about">{node.about}</span>
                <span class="number quiet">{size}</span>
            </li>
        }
        .into_any();
    }
    let children: Vec<_> = node
        .children
        .into_iter()
        .map(|child| self::node(child, depth + 1))
        .collect();
    let open = depth < OPEN_LEVELS;
    view! {
        <li>
            <details open=open>
                <summary>
                    <span class="mono">{node.name} "/"</span>
                    <span class="number quiet">{size}</span>
                </summary>
                <ul>{children}</ul>
            </details>
        </li>
    }
    .into_any()
}

/// What brings the archive into MLflow, ready to copy.
#[component]
fn Commands(file_name: String) -> impl IntoView {
    let words = &words().export;
    let folder = file_name.trim_end_matches(".zip");
    let commands: Vec<_> = [
        (
            words.command_unzip,
            format!("python3 -m zipfile -e {file_name} . && cd {folder}"),
        ),
        (
            words.command_migrate,
            "mlflow migrate-filestore --source mlruns --target sqlite:///mlflow.db".to_string(),
        ),
        (
            words.command_serve,
            "mlflow server --backend-store-uri sqlite:///mlflow.db --artifacts-destination ./mlruns"
                .to_string(),
        ),
        (
            words.command_replay,
            "python3 replay.py --tracking-uri http://127.0.0.1:5000".to_string(),
        ),
    ]
    .into_iter()
    .map(|(about, command)| {
        let to_copy = command.clone();
        view! {
            <li>
                <p class="quiet">{about}</p>
                <div class="command">
                    <code>{command}</code>
                    <CopyButton text=move || to_copy.clone() label=words.copy done=words.copied />
                </div>
            </li>
        }
    })
    .collect();
    view! {
        <section class="commands">
            <h2>{words.commands_title}</h2>
            <p class="quiet">{words.commands_about}</p>
            <ol data-testid="commands">{commands}</ol>
        </section>
    }
}

/// Shows an archive's run again.
#[component]
fn OpenArchive() -> impl IntoView {
    let store = store();
    let words = &words().export;
    view! {
        <section>
            <div class="section-head">
                <h2>{words.open_title}</h2>
                <FilePicker
                    label=words.open
                    testid="open-input"
                    accept=".zip"
                    picked=move |list| files::read_run(list, move |intent| store.want(intent))
                />
            </div>
            <p class="quiet">{words.open_about}</p>
        </section>
    }
}
