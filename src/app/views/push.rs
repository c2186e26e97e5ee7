//! The run that is shown to an MLflow server: the form, what is at work, what became of it.

use leptos::prelude::*;
use web_sys::SubmitEvent;

use crate::app::components::{AtWork, DetailsView, DocumentView, ErrorNote};
use crate::app::language::text;
use crate::app::store::{Store, set_login, store};
use crate::jobs::protocol::{Login, ServerAddress};
use crate::message;
use crate::message::Argument;
use crate::session::{Intent, PushForm, PushIntent};

/// What a version may be called; the first is the usual one, the last is none.
const ALIASES: [&str; 3] = ["challenger", "champion", ""];

/// Who the user is on the server, as typed.
#[derive(Clone, Copy)]
pub struct Typed {
    user: RwSignal<String>,
    password: RwSignal<String>,
    token: RwSignal<String>,
}

impl Typed {
    pub fn new() -> Typed {
        let empty = || RwSignal::new(String::new());
        Typed {
            user: empty(),
            password: empty(),
            token: empty(),
        }
    }

    pub fn login(self) -> Option<Login> {
        let (user, token) = (self.user.get_untracked(), self.token.get_untracked());
        if !user.is_empty() {
            let password = self.password.get_untracked();
            return Some(Login::Basic { user, password });
        }
        (!token.is_empty()).then_some(Login::Token(token))
    }
}

fn edit(store: Store, change: impl FnOnce(&mut PushForm)) {
    let mut form = store.read_untracked(|session| session.push_form().clone());
    change(&mut form);
    store.want(Intent::Push(PushIntent::Set(form)));
}

/// What stands before the host of the address is a login, and no part of it.
pub fn address_of(store: Store, typed: Typed) {
    let address = store.read_untracked(|session| ServerAddress::of(&session.push_form().server));
    if let Ok(ServerAddress {
        base,
        login: Some(Login::Basic { user, password }),
    }) = address
    {
        typed.user.set(user);
        typed.password.set(password);
        edit(store, |form| form.server = base);
    }
}

/// Where the server is.
#[component]
pub fn ServerField(testid: &'static str) -> impl IntoView {
    let store = store();
    let server = store.memo(|session| session.push_form().server.clone());
    view! {
        <label class="push-server">
            {text!("page-push-server")}
            <input
                type="text"
                inputmode="url"
                autocomplete="url"
                spellcheck="false"
                placeholder="http://127.0.0.1:5000"
                data-testid=testid
                prop:value=move || server.get()
                on:input:target=move |event| edit(store, |form| form.server = event.target().value())
            />
        </label>
    }
}

/// Who the user is there; `testid` begins the fields'.
#[component]
pub fn LoginFields(typed: Typed, testid: &'static str) -> impl IntoView {
    let field = |label: String, kind: &'static str, name: &str, text: RwSignal<String>| {
        view! {
            <label>
                {label}
                <input
                    type=kind
                    autocomplete="off"
                    spellcheck="false"
                    data-testid=format!("{testid}-{name}")
                    prop:value=move || text.get()
                    on:input:target=move |event| text.set(event.target().value())
                />
            </label>
        }
    };
    view! {
        {field(text!("page-push-user"), "text", "user", typed.user)}
        {field(text!("page-push-password"), "password", "password", typed.password)}
        {field(text!("page-push-token"), "password", "token", typed.token)}
    }
}

#[component]
pub fn PushSection() -> impl IntoView {
    let store = store();
    let has_run = store.memo(|session| session.run().value().is_some());
    let form = store.memo(|session| session.push_form().clone());
    let register = store.memo(|session| session.push_register());
    let busy = store.memo(|session| session.is_pushing());
    let typed = Typed::new();
    let push = move |is_dry: bool| {
        address_of(store, typed);
        let login = typed.login();
        let user = login
            .as_ref()
            .and_then(|login| login.user().map(String::from));
        set_login(login);
        store.want(Intent::Push(PushIntent::Push { user, is_dry }));
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        push(false);
    };
    view! {
        <section class="push" data-testid="push-section" hidden=move || !has_run.get()>
            <h2>{text!("page-push")}</h2>
            <p class="quiet">{text!("page-push-about")}</p>
            <form class="push-form" on:submit=submit>
                <ServerField testid="push-server" />
                <label title=text!("page-push-register-about")>
                    {text!("page-push-register")}
                    <input
                        type="text"
                        autocomplete="off"
                        spellcheck="false"
                        placeholder=text!("page-push-register-about")
                        data-testid="push-register"
                        prop:value=move || register.get()
                        on:input:target=move |event| edit(store, |form| form.register = Some(event.target().value()))
                    />
                </label>
                <label>
                    {text!("page-push-alias")}
                    <select
                        data-testid="push-alias"
                        disabled=move || register.with(String::is_empty)
                        on:change:target=move |event| edit(store, |form| form.alias = event.target().value())
                    >
                        {ALIASES.map(|name| alias(name, form))}
                    </select>
                </label>
                <DetailsView
                    id="push-more".into()
                    summary=text!("page-push-more")
                    content=move || view! { <More typed form /> }.into_any()
                />
                <div class="section-head">
                    <button type="submit" class="run" data-testid="push" disabled=move || busy.get()>
                        {text!("page-push-now")}
                    </button>
                    <button
                        type="button"
                        class="button"
                        data-testid="push-plan-ask"
                        disabled=move || busy.get()
                        on:click=move |_| push(true)
                    >
                        {text!("page-push-plan")}
                    </button>
                    <Status />
                </div>
            </form>
            <GoesWith />
            <PushResult />
        </section>
    }
}

fn alias(name: &'static str, form: Memo<PushForm>) -> impl IntoView {
    let key = if name.is_empty() { "none" } else { name };
    view! {
        <option value=name selected=move || form.with(|form| form.alias == name)>
            {text!("page-push-alias-of", alias = Argument::key(key))}
        </option>
    }
}

/// What few need.
#[component]
fn More(typed: Typed, form: Memo<PushForm>) -> impl IntoView {
    let store = store();
    view! {
        <div class="push-form">
            <LoginFields typed testid="push" />
            <label>
                {text!("page-push-experiment")}
                <input
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder=text!("page-push-experiment-about")
                    data-testid="push-experiment"
                    prop:value=move || form.with(|form| form.experiment.clone())
                    on:input:target=move |event| edit(store, |form| form.experiment = event.target().value())
                />
            </label>
        </div>
        <p class="quiet">{text!("page-push-login-about")}</p>
    }
}

/// How far it is, and what stops it.
#[component]
fn Status() -> impl IntoView {
    let store = store();
    let busy = store.memo(|session| session.is_pushing());
    let progress = store.memo(|session| session.push_progress());
    let stopped = store.memo(|session| session.is_push_stopped());
    let said = Signal::derive(move || match (busy.get(), progress.get()) {
        (true, Some(done)) if done > 0.0 => {
            text!("page-push-sending", done = Argument::Share(done))
        }
        (true, _) => text!("page-push-reading"),
        _ if stopped.get() => text!("page-push-stopped"),
        _ => String::new(),
    });
    let done = Signal::derive(move || progress.get().unwrap_or(0.0));
    view! {
        <span class="drift-status">
            <AtWork testid="push" busy said done cancel=move |()| store.want(Intent::Push(PushIntent::Cancel)) />
        </span>
    }
}

/// The reports that are of this run.
#[component]
fn GoesWith() -> impl IntoView {
    let reports = store().memo(|session| session.pushed_reports());
    move || {
        let [drift, monitoring] = reports.get();
        let named = [
            drift.then(|| message!("page-push-drift")),
            monitoring.then(|| message!("page-push-monitoring")),
        ];
        let named: Vec<Argument> = named.into_iter().flatten().map(Argument::from).collect();
        (!named.is_empty()).then(|| {
            let reports = Argument::All(named);
            view! { <p class="quiet" data-testid="push-goes-with">{text!("page-push-goes-with", reports = reports)}</p> }
        })
    }
}

/// Why it failed, or what became of it.
#[component]
fn PushResult() -> impl IntoView {
    let store = store();
    let error = store.memo(|session| session.push_error().cloned());
    let document = store.memo(|session| session.push_document());
    move || {
        if let Some(error) = error.get() {
            return Some(view! { <ErrorNote error /> }.into_any());
        }
        let document = document.get()?;
        Some(view! { <DocumentView document /> }.into_any())
    }
}
