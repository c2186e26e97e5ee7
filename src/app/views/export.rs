//! The view Export: the archive as a tree, its download, and how it gets into MLflow.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::components::{CopyButton, Empty, ErrorNote, FilePicker, StaleNote};
use crate::app::files;
use crate::app::language::{localised, text};
use crate::app::store::store;
use crate::app::views::classifier_file::ClassifierFile;
use crate::app::views::promote::{Promote, PromoteQuestion};
use crate::app::views::push::PushSection;
use crate::app::views::workspace::WorkspaceSection;
use crate::jobs::summaries::ArchiveSummary;
use crate::message::Argument;
use crate::plot::tree::{self, Node};
use crate::session::{Intent, Stage, StageState, View};

#[component]
pub fn ExportView() -> impl IntoView {
    let store = store();
    let archive = store.memo(|session| session.archive());
    let card = Memo::new(move |_| archive.with(|archive| archive.value().cloned()));
    let state = store.memo(|session| session.stage(View::Export));
    let include_texts = store.memo(|session| session.include_texts());
    view! {
        <h1>{localised(View::Export.title())}</h1>
        <p class="lead">{text!("page-export-lead")}</p>
        <StaleNote state />
        <div class="section-head">
            <button
                type="button"
                class="run"
                data-testid="export"
                disabled=move || card.with(Option::is_none)
                on:click=move |_| store.want(Intent::Download)
            >
                {text!("page-export-download")}
            </button>
            <Promote />
            <label class="check" title=text!("page-export-texts-about")>
                <input
                    type="checkbox"
                    class="switch"
                    data-testid="include-texts"
                    prop:checked=move || include_texts.get()
                    on:change:target=move |event| store.want(Intent::SetIncludeTexts(event.target().checked()))
                />
                {text!("page-export-texts")}
            </label>
            <span class="quiet" role="status">
                {move || (state.get() == StageState::Busy).then(|| text!("page-export-packing"))}
            </span>
        </div>
        <PromoteQuestion />
        <p class="quiet">{text!("page-export-texts-about")}</p>
        <ClassifierFile />
        {move || match archive.get() {
            Stage::Failed { error, .. } => Some(view! { <ErrorNote error /> }),
            _ => None,
        }}
        <PushSection />
        {move || match card.get() {
            Some(card) => view! { <Contents card /> }.into_any(),
            None => view! { <Empty text=text!("page-export-empty") /> }.into_any(),
        }}
        <OpenArchive />
        <WorkspaceSection />
    }
}

#[component]
fn Contents(card: Arc<ArchiveSummary>) -> impl IntoView {
    let about = text!(
        "page-export-contents-about",
        files = card.entries.len(),
        size = Argument::Bytes(card.n_bytes)
    );
    let entries = card.entries.iter().map(|entry| {
        let about = entry.about.as_ref().map(localised);
        (
            entry.path.as_str(),
            entry.n_bytes,
            about.unwrap_or_default(),
        )
    });
    let nodes: Vec<_> = tree::of_paths(entries)
        .into_iter()
        .map(|root| node(root, 0))
        .collect();
    let left_out = (!card.include_texts).then(|| {
        view! {
            <h3>{text!("page-export-left-out")}</h3>
            <p>{text!("page-export-left-out-about")}</p>
        }
    });
    view! {
        <div class="columns wide-left">
            <section>
                <h2>{text!("page-export-contents")}</h2>
                <p class="quiet">
                    <span class="mono" data-testid="archive-name">{card.file_name.clone()}</span>
                    " · "
                    {about}
                </p>
                <p class="quiet">
                    {text!("page-export-digest")} " "
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
    let size = localised(Argument::Bytes(node.n_bytes));
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
    let folder = file_name.trim_end_matches(".zip");
    let commands: Vec<_> = [
        (
            text!("page-export-unpack"),
            format!("python3 -m zipfile -e {file_name} . && cd {folder}"),
        ),
        (
            text!("page-export-migrate"),
            "mlflow migrate-filestore --source mlruns --target sqlite:///mlflow.db".to_string(),
        ),
        (
            text!("page-export-serve"),
            "mlflow server --backend-store-uri sqlite:///mlflow.db --artifacts-destination ./mlruns"
                .to_string(),
        ),
        (
            text!("page-export-replay"),
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
                    <CopyButton text=move || to_copy.clone() label=text!("page-export-copy") done=text!("page-copied") />
                </div>
            </li>
        }
    })
    .collect();
    view! {
        <section class="commands">
            <h2>{text!("page-export-commands")}</h2>
            <p class="quiet">{text!("page-export-commands-about")}</p>
            <ol data-testid="commands">{commands}</ol>
        </section>
    }
}

/// Shows an archive's run again.
#[component]
fn OpenArchive() -> impl IntoView {
    let store = store();
    view! {
        <section>
            <div class="section-head">
                <h2>{text!("page-export-open")}</h2>
                <FilePicker
                    label=text!("page-export-open")
                    testid="open-input"
                    accept=".zip"
                    picked=move |list| files::read_run(list, move |intent| store.want(intent))
                />
            </div>
            <p class="quiet">{text!("page-export-open-about")}</p>
        </section>
    }
}
