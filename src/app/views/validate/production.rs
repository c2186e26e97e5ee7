//! The model in production: put in, put back, taken out; and the history of all that.

use leptos::prelude::*;

use crate::app::clock;
use crate::app::components::{ErrorNote, FilePicker};
use crate::app::files;
use crate::app::language::{language, localised, text};
use crate::app::store::store;
use crate::app::views::promote::{Promote, PromoteQuestion};
use crate::app::views::pull::PullSection;
use crate::document::outcome_name;
use crate::jobs::summaries::ProductionSummary;
use crate::message;
use crate::message::{Argument, numbers};
use crate::session::{How, Intent, Keepsake, Promotion};

#[component]
pub fn ProductionSlot() -> impl IntoView {
    let store = store();
    let card = store.memo(|session| session.production().card.clone());
    let error = store.memo(|session| session.production().error.clone());
    let busy = store.memo(|session| session.production().busy);
    let before = store.memo(|session| {
        let before = session.production().before.as_ref();
        before.map(|archive| archive.name.clone())
    });
    let keeps = store.memo(|session| session.keeps(Keepsake::Production));
    let put_back_title = move || {
        before
            .get()
            .map(|name| text!("page-validate-put-back-about", name = name))
    };
    view! {
        <section class="production" data-testid="production-slot">
            <div class="section-head">
                <h2>{text!("page-in-production")}</h2>
                <Promote />
                <FilePicker
                    label=text!("page-load-archive")
                    testid="production-input"
                    accept=".zip"
                    picked=move |list| files::read_production(list, move |intent| store.want(intent))
                />
                <button
                    type="button"
                    class="plain"
                    data-testid="put-back"
                    title=put_back_title
                    hidden=move || before.with(Option::is_none)
                    on:click=move |_| store.want(Intent::PutBackProduction { at: clock::now() })
                >
                    {text!("page-validate-put-back")}
                </button>
                <button
                    type="button"
                    class="plain"
                    data-testid="take-out"
                    hidden=move || card.with(Option::is_none)
                    on:click=move |_| store.want(Intent::ForgetProduction { at: clock::now() })
                >
                    {text!("page-validate-take-out")}
                </button>
            </div>
            <PromoteQuestion />
            <PullSection />
            <div aria-busy=move || busy.get().to_string()>
                {move || match card.get() {
                    Some(card) => view! { <InProduction card /> }.into_any(),
                    None => view! { <p class="quiet" data-testid="production-none">{text!("page-validate-production-none")}</p> }.into_any(),
                }}
            </div>
            {move || error.get().map(|error| view! { <ErrorNote error /> })}
            <p class="quiet" data-testid="production-kept" hidden=move || !keeps.get()>
                {text!("page-validate-kept")}
                {move || before.get().map(|name| format!(" {}", text!("page-validate-kept-before", name = name)))}
            </p>
            <History />
        </section>
    }
}

#[component]
fn InProduction(card: ProductionSummary) -> impl IntoView {
    let since = store().memo(|session| session.in_production_since());
    view! {
        <p data-testid="production">
            <strong>{card.run_name}</strong>
            " "
            <span class="mono quiet">{card.file_name} " · " {numbers::fingerprint(&card.model_sha256)}</span>
            {move || {
                since
                    .get()
                    .map(|at| {
                        let when = clock::shown(at, language().tag());
                        view! { <span class="quiet">" · " {text!("page-validate-since", when = when)}</span> }
                    })
            }}
        </p>
    }
}

/// What was put into production and taken out of it, the newest first.
#[component]
fn History() -> impl IntoView {
    let store = store();
    let promotions = store.memo(|session| session.production().promotions.clone());
    let rows = move || {
        let all = promotions.get();
        all.into_iter().rev().map(row).collect::<Vec<_>>()
    };
    view! {
        <h3>{text!("page-validate-history")}</h3>
        <p class="empty" hidden=move || promotions.with(|all| !all.is_empty())>
            {text!("page-validate-history-none")}
        </p>
        <div class="scroll" hidden=move || promotions.with(Vec::is_empty)>
            <table class="history" data-testid="production-history">
                <thead>
                    <tr>
                        <th scope="col">{text!("page-validate-when")}</th>
                        <th scope="col">{text!("inspect-run")}</th>
                        <th scope="col">{text!("page-validate-how")}</th>
                        <th scope="col" class="number">{text!("metric-of", score = message!("score-f1-micro"), of = message!("set-test"))}</th>
                        <th scope="col" class="number">{text!("metric-of", score = message!("score-f1-macro"), of = message!("set-test"))}</th>
                        <th scope="col">{text!("gate-title")}</th>
                        <th scope="col">{text!("evaluate-model")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(promotion: Promotion) -> impl IntoView {
    let at = promotion.at;
    let how = how_name(&promotion.how);
    let (server, uri) = match promotion.how {
        How::Server { address, uri } => (address, uri),
        _ => Default::default(),
    };
    let score = |name: &str| {
        let value = promotion.metrics.get(name).copied().flatten();
        value.map_or("—".to_string(), |value| localised(Argument::Score(value)))
    };
    let gate = promotion.gate.as_ref().map(|note| {
        let against = text!(
            "page-validate-gate-against",
            run = numbers::fingerprint(&note.against)
        );
        view! {
            <span class="verdict-word" data-outcome=outcome_name(note.outcome) title=against>
                {localised(note.outcome.word())}
            </span>
        }
    });
    let reason = promotion
        .reason
        .map(|reason| view! { <small class="quiet history-reason">{text!("page-validate-reason", reason = reason)}</small> });
    let gate_unasked = promotion.gate.is_none().then_some("—");
    view! {
        <tr data-how=how data-run=promotion.run_id.clone()>
            <td>
                <time>{clock::shown(at, language().tag())}</time>
            </td>
            <td class="history-run">
                {promotion.run_name} " "
                <span class="mono quiet" title=promotion.file_name>{numbers::fingerprint(&promotion.run_id)}</span>
            </td>
            <td>{text!("page-validate-how-of", how = Argument::key(how), server = server, uri = uri)}</td>
            <td class="number">{score("f1_micro_test_set")}</td>
            <td class="number">{score("f1_macro_test_set")}</td>
            <td>{gate} {gate_unasked} {reason}</td>
            <td class="mono quiet" title=promotion.model_sha256.clone()>
                {numbers::fingerprint(&promotion.model_sha256)}
            </td>
        </tr>
    }
}

fn how_name(how: &How) -> &'static str {
    match how {
        How::Run => "run",
        How::File => "file",
        How::Server { .. } => "server",
        How::PutBack => "put-back",
        How::TakenOut => "taken-out",
    }
}
