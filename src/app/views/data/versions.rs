//! Versions of the data: each data set that was loaded, and one of them beside that of now.

use leptos::prelude::*;

use crate::app::clock;
use crate::app::components::{BlocksView, ErrorNote, SaveHtml};
use crate::app::language::{language, localised, text};
use crate::app::store::store;
use crate::message::{Argument, numbers};
use crate::session::{DataVersion, Intent, Session, StageState, VersionRow};

/// Nothing until there are two.
#[component]
pub fn Versions() -> impl IntoView {
    let store = store();
    let versions = store.memo(Session::versions);
    let are_several = Memo::new(move |_| versions.with(|versions| versions.len() > 1));
    move || {
        are_several.get().then(|| {
            view! {
                <section class="versions" data-testid="versions">
                    <h2>{text!("page-data-versions")}</h2>
                    <p class="quiet">{text!("page-data-versions-about")}</p>
                    <List versions />
                    <Diff />
                </section>
            }
        })
    }
}

#[component]
fn List(versions: Memo<Vec<VersionRow>>) -> impl IntoView {
    view! {
        <div class="scroll">
            <table class="versions-table">
                <thead>
                    <tr>
                        <th scope="col">{text!("runs-column-start")}</th>
                        <th scope="col">{text!("column-file")}</th>
                        <th scope="col" class="number">{text!("page-train-set")}</th>
                        <th scope="col" class="number">{text!("page-test-set")}</th>
                        <th scope="col">{text!("page-data-version-shares")}</th>
                        <th scope="col">{text!("page-data-version-digest")}</th>
                        <th scope="col">{text!("page-data-version-runs")}</th>
                        <th></th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || versions.get()
                        key=|row| (row.version.id.clone(), row.is_current, row.is_beside, row.runs.clone())
                        children=version_row
                    />
                </tbody>
            </table>
        </div>
    }
}

fn version_row(row: VersionRow) -> impl IntoView {
    let store = store();
    let VersionRow {
        version,
        is_current,
        is_beside,
        runs,
    } = row;
    let id = version.id.clone();
    let compare = move |_| {
        let wanted = (!is_beside).then(|| id.clone());
        store.want(Intent::CompareVersion(wanted));
    };
    let name = version.name();
    let action = match is_current {
        true => {
            view! { <span class="quiet">{text!("page-data-version-current")}</span> }.into_any()
        }
        false => view! {
            <button
                type="button"
                class="plain"
                data-testid="version-compare"
                aria-pressed=is_beside.to_string()
                on:click=compare
            >
                {text!("page-data-version-compare")}
            </button>
        }
        .into_any(),
    };
    view! {
        <tr data-testid="version" data-current=is_current.to_string()>
            <td>
                <time>{clock::shown(version.at, language().tag())}</time>
            </td>
            <th scope="row" class="mono file-name">{name}</th>
            <td class="number">{localised(version.train.n_rows)}</td>
            <td class="number">{version.test.as_ref().map_or("–".to_string(), |test| localised(test.n_rows))}</td>
            <td>{shares(&version)}</td>
            <td class="mono" title=version.digest.clone()>{numbers::data_fingerprint(&version.digest)}</td>
            <td>{localised(Argument::cut(&runs))}</td>
            <td>{action}</td>
        </tr>
    }
}

/// The classes of the training set with their shares.
fn shares(version: &DataVersion) -> String {
    let counts = &version.train.class_counts;
    let all = version.train.n_rows.max(1) as f64;
    let share = |(class, rows): (&String, &u64)| {
        let share = localised(Argument::Share(*rows as f64 / all));
        format!("{class} {share}")
    };
    let shares: Vec<String> = version.classes.iter().zip(counts).map(share).collect();
    localised(Argument::cut(&shares))
}

/// The version that the user has chosen beside that of now.
#[component]
fn Diff() -> impl IntoView {
    let store = store();
    let document = store.memo(Session::versions_document);
    let error = store.memo(|session| session.versions_diff().error().cloned());
    let is_busy = store.memo(|session| session.versions_diff().state() == StageState::Busy);
    let shown = move || {
        document.get().map(|shown| {
            view! {
                <div data-testid="versions-diff">
                    <BlocksView blocks=shown.blocks level=3 />
                    <SaveHtml name="data-versions" document=move || document.get() />
                </div>
            }
        })
    };
    view! {
        <p class="quiet" role="status" aria-busy=move || is_busy.get().to_string()>
            {move || is_busy.get().then_some(text!("page-data-version-comparing"))}
        </p>
        {move || error.get().map(|error| view! { <ErrorNote error /> })}
        {shown}
    }
}
