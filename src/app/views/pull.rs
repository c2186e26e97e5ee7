//! Models of an MLflow server, and one of them into production here.

use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::push::{LoginFields, ServerField, Typed, address_of};
use crate::app::clock;
use crate::app::components::{AtWork, DetailsView, ErrorNote};
use crate::app::language::text;
use crate::app::store::{set_login, store};
use crate::jobs::protocol::{Listing, ModelVersion, RegisteredModel};
use crate::session::{Intent, PullIntent};

#[component]
pub fn PullSection() -> impl IntoView {
    view! {
        <DetailsView
            id="pull".into()
            summary=text!("page-pull")
            content=move || view! { <Pull /> }.into_any()
        />
    }
}

#[component]
fn Pull() -> impl IntoView {
    let store = store();
    let typed = Typed::new();
    let busy = store.memo(|session| session.is_pulling());
    let error = store.memo(|session| session.pull_error().cloned());
    let listing = store.memo(|session| session.server_models().cloned());
    let said = Signal::derive(move || match busy.get() {
        true => text!("page-pull-busy"),
        false => String::new(),
    });
    let want = move |intent: PullIntent| {
        address_of(store, typed);
        set_login(typed.login());
        store.want(Intent::Pull(intent));
    };
    let take = Callback::new(move |uri: String| {
        want(PullIntent::Take {
            uri,
            at: clock::now(),
        });
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        want(PullIntent::List);
    };
    view! {
        <form class="push-form" on:submit=submit>
            <ServerField testid="pull-server" />
            <LoginFields typed testid="pull" />
            <div class="section-head">
                <button type="submit" class="button" data-testid="pull-list" disabled=move || busy.get()>
                    {text!("page-pull-list")}
                </button>
                <AtWork testid="pull" busy said cancel=move |()| store.want(Intent::Pull(PullIntent::Cancel)) />
            </div>
        </form>
        {move || error.get().map(|error| view! { <ErrorNote error /> })}
        {move || listing.get().map(|listing| view! { <Models listing busy take /> })}
    }
}

#[component]
fn Models(listing: Listing, busy: Memo<bool>, take: Callback<String>) -> impl IntoView {
    if listing.models.is_empty() {
        return view! { <p class="quiet" data-testid="pull-none">{text!("page-pull-none")}</p> }
            .into_any();
    }
    let versions = listing
        .models
        .iter()
        .flat_map(|model| model.versions.iter().map(move |version| (model, version)));
    let rows: Vec<_> = versions
        .map(|(model, version)| row(model, version, busy, take))
        .collect();
    view! {
        <div class="scroll">
            <table data-testid="pull-models">
                <thead>
                    <tr>
                        <th scope="col">{text!("models-model")}</th>
                        <th scope="col">{text!("models-aliases")}</th>
                        <th scope="col">{text!("models-gate")}</th>
                        <td></td>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(
    model: &RegisteredModel,
    version: &ModelVersion,
    busy: Memo<bool>,
    take: Callback<String>,
) -> impl IntoView + use<> {
    let uri = format!("models:/{}/{}", model.name, version.version);
    let shown = uri.clone();
    let act = match version.can_be_pulled {
        true => view! {
            <button type="button" class="button" data-testid="pull-take" disabled=move || busy.get() on:click=move |_| take.run(uri.clone())>
                {text!("page-promote")}
            </button>
        }
        .into_any(),
        false => view! { <span class="quiet">{text!("page-pull-foreign")}</span> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row">{shown}</th>
            <td>{version.aliases.join(", ")}</td>
            <td>{version.gate.clone()}</td>
            <td>{act}</td>
        </tr>
    }
}
