//! What this browser keeps for the page: how much room it takes, and all of it as one file.

use leptos::prelude::*;

use crate::app::components::FilePicker;
use crate::app::files;
use crate::app::language::text;
use crate::app::store::store;
use crate::message::Argument;
use crate::session::workspace::WorkspaceState;
use crate::session::{Intent, KeepIntent, Room};

#[component]
pub fn WorkspaceSection() -> impl IntoView {
    let store = store();
    let room = store.memo(|session| session.room());
    let busy = store.memo(|session| *session.workspace() == WorkspaceState::Busy);
    let said = move |room: Room| {
        let (used, quota) = (Argument::Bytes(room.used), Argument::Bytes(room.quota));
        let used = text!("page-storage-room", used = used, quota = quota);
        let promised = match room.persisted {
            true => text!("page-storage-persisted"),
            false => text!("page-storage-not-persisted"),
        };
        view! {
            <p class="quiet" data-testid="storage-room" data-used=room.used.to_string() data-quota=room.quota.to_string()>
                {used} " " {promised}
            </p>
        }
    };
    view! {
        <section>
            <div class="section-head">
                <h2>{text!("page-workspace")}</h2>
                <button
                    type="button"
                    class="button"
                    data-testid="save-workspace"
                    disabled=move || busy.get()
                    on:click=move |_| store.want(Intent::Keep(KeepIntent::SaveWorkspace))
                >
                    {text!("page-workspace-save")}
                </button>
                <FilePicker
                    label=text!("page-workspace-open")
                    testid="workspace-input"
                    accept=".zip"
                    picked=move |list| files::read_workspace(list, move |intent| store.want(intent))
                />
                <span class="quiet" role="status">
                    {move || busy.get().then(|| text!("page-workspace-busy"))}
                </span>
            </div>
            <p class="quiet">{text!("page-workspace-about")}</p>
            {move || room.get().map(said)}
        </section>
    }
}
