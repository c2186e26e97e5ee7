//! A link to what is shown, with the data where they are small; and the question whether the data of a link are loaded.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::components::CopyButton;
use crate::app::language::text;
use crate::app::store::store;
use crate::app::{address, files};
use crate::message::Argument;
use crate::pipeline::corpus::NamedBytes;
use crate::session::{Intent, link};

/// Opens a sheet with what a link may hold.
#[component]
pub fn CopyLink() -> impl IntoView {
    let store = store();
    let sheet = NodeRef::<html::Dialog>::new();
    // The link with the data, where these are small enough.
    let with_data = RwSignal::new(None::<String>);
    let open = move |_| {
        with_data.set(None);
        if let Some(sheet) = sheet.get_untracked() {
            // Refused only where it is open already.
            let _ = sheet.show_modal();
        }
        let names = store.read_untracked(|session| {
            let files = session.files().into_iter();
            files.map(|file| file.card.name).collect::<Vec<_>>()
        });
        spawn_local(async move {
            let mut data = Vec::new();
            for name in names {
                // The demo's files are nobody's.
                let Some(bytes) = files::read_data(&name).await else {
                    return;
                };
                data.push(NamedBytes { name, bytes });
            }
            let fragment = link::with_data(&address::fragment(), &data);
            with_data.set(fragment.map(|fragment| address::with_fragment(&fragment)));
        });
    };
    let close = move |_| {
        if let Some(sheet) = sheet.get_untracked() {
            sheet.close();
        }
    };
    let data = move || match with_data.get() {
        Some(link) => {
            let about = text!(
                "page-link-data-about",
                size = Argument::Bytes(link.len() as u64)
            );
            view! {
                <div data-testid="link-data">
                    <CopyButton
                        text=move || link.clone()
                        label=text!("page-link-data")
                        done=text!("page-copied")
                    />
                    <p class="quiet">{about}</p>
                </div>
            }
            .into_any()
        }
        None => view! { <p class="quiet">{text!("page-link-no-data")}</p> }.into_any(),
    };
    view! {
        <button
            type="button"
            class="plain link-open"
            data-testid="link-open"
            aria-haspopup="dialog"
            title=text!("page-link")
            aria-label=text!("page-link")
            on:click=open
        >
            <span aria-hidden="true">"🔗\u{fe0e}"</span>
        </button>
        <dialog class="sheet" node_ref=sheet data-testid="link" aria-labelledby="link-title">
            <div class="section-head">
                <h2 id="link-title">{text!("page-link")}</h2>
                <button type="button" class="plain" on:click=close>
                    {text!("page-close")}
                </button>
            </div>
            <div data-testid="link-plain">
                <CopyButton
                    text=|| address::with_fragment(&address::fragment())
                    label=text!("page-link-plain")
                    done=text!("page-copied")
                />
                <p class="quiet">{text!("page-link-plain-about")}</p>
            </div>
            {data}
        </dialog>
    }
}

/// Whether the data that came with a link are loaded.
#[component]
pub fn Linked() -> impl IntoView {
    let store = store();
    let linked = store.memo(|session| session.linked_data());
    let has_files = store.memo(|session| !session.files().is_empty());
    move || {
        linked.get().map(|linked| {
            let names = linked.names.join(", ");
            let line = move || match has_files.get() {
                true => text!("page-linked-instead", lines = linked.lines, names = names.clone()),
                false => text!("page-linked", lines = linked.lines, names = names.clone()),
            };
            view! {
                <div class="stale-note notice" role="status" data-testid="linked">
                    <p>{line}</p>
                    <button
                        type="button"
                        class="button"
                        data-testid="linked-load"
                        on:click=move |_| store.want(Intent::TakeLinked(true))
                    >
                        {text!("page-linked-load")}
                    </button>
                    <button type="button" class="plain" on:click=move |_| store.want(Intent::TakeLinked(false))>
                        {text!("page-linked-leave")}
                    </button>
                </div>
            }
        })
    }
}
