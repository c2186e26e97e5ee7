//! The rows that are picked: a chip for each condition, how many rows these are, and what can be done with them.

use leptos::html;
use leptos::prelude::*;

use crate::app::blur::masked;
use crate::app::components::{ErrorNote, sentence_nodes};
use crate::app::language::{localised, text};
use crate::app::store::{Question, Store, store};
use crate::jobs::protocol::{JobSpec, Outcome, RowsQuery, Selection, SetName};
use crate::session::{Intent, PickIntent, Session};

fn want(store: Store, intent: PickIntent) {
    store.want(Intent::Pick(intent));
}

#[component]
pub fn Picked() -> impl IntoView {
    let store = store();
    let picked = store.memo(|session| session.selection().cloned());
    let is_any = Memo::new(move |_| picked.with(Option::is_some));
    let digest = store.memo(|session| session.data().value().map(|data| data.digest.clone()));
    let question = Question::new(
        store,
        move || digest.get(),
        move || {
            let selection = picked.get().filter(|_| digest.with(Option::is_some))?;
            Some(JobSpec::Rows(RowsQuery {
                selection,
                offset: 0,
                limit: 0,
            }))
        },
    );
    let total = question.get(|outcome| match outcome {
        Outcome::Rows(picked) => Some(picked.page.total),
        _ => None,
    });
    let fault = store.memo(|session| session.picked_fault().cloned());
    let chips = store.memo(|session| session.picked_chips());
    let chip = move |(place, said): (usize, String)| {
        let name = {
            let said = said.clone();
            move || text!("pick-remove", what = masked(&said))
        };
        view! {
            <li class="chip" data-testid="chip">
                <span dir="auto">{move || sentence_nodes(&said)}</span>
                <button
                    type="button"
                    class="plain"
                    aria-label=name.clone()
                    title=name
                    on:click=move |_| want(store, PickIntent::Remove(place))
                >
                    "×"
                </button>
            </li>
        }
    };
    let all = move || {
        let chips = chips.get().into_iter().map(localised).enumerate();
        chips.collect::<Vec<_>>()
    };
    view! {
        {move || fault.get().map(|error| {
            let dismiss = Callback::new(move |()| want(store, PickIntent::DismissFault));
            view! { <ErrorNote error dismiss /> }
        })}
        {move || is_any.get().then(|| view! {
            <section class="picked" data-testid="picked" aria-label=text!("pick-title")>
                <ul class="chips">
                    <SetChip picked />
                    <For each=all key=Clone::clone children=chip />
                </ul>
                <p class="number" role="status" data-testid="picked-total" aria-busy=move || question.waiting.get().to_string()>
                    {move || total.get().map(|rows| text!("pick-rows", rows = rows))}
                </p>
                {move || question.error.get().map(|error| view! { <ErrorNote error /> })}
                <Acts picked total />
                <button
                    type="button"
                    class="plain"
                    data-testid="picked-clear"
                    on:click=move |_| want(store, PickIntent::Clear)
                >
                    {text!("pick-clear")}
                </button>
            </section>
        })}
        <Labelled />
    }
}

/// Which set the rows are of; where all conditions mean something in the other one too, a press goes there.
#[component]
fn SetChip(picked: Memo<Option<Selection>>) -> impl IntoView {
    let store = store();
    let has_test = store.memo(|session| {
        session
            .data()
            .value()
            .is_some_and(|data| data.test.is_some())
    });
    let set = Memo::new(move |_| picked.with(|picked| picked.as_ref().map(|picked| picked.set)));
    let may_change = Memo::new(move |_| {
        has_test.get()
            && picked.with(|picked| picked.as_ref().is_some_and(Selection::is_of_any_set))
    });
    move || {
        let set = set.get()?;
        let (name, other) = match set {
            SetName::Train => (text!("page-train-set"), SetName::Test),
            SetName::Test => (text!("page-test-set"), SetName::Train),
        };
        let shown = match may_change.get() {
            true => view! {
                <button
                    type="button"
                    class="plain"
                    data-testid="picked-set"
                    title=text!("pick-other-set")
                    on:click=move |_| want(store, PickIntent::Set(other))
                >
                    {name}
                </button>
            }
            .into_any(),
            false => view! { <span data-testid="picked-set">{name}</span> }.into_any(),
        };
        Some(view! { <li class="chip" data-set=set.to_string()>{shown}</li> })
    }
}

/// What can be done with the rows, folded.
#[component]
fn Acts(picked: Memo<Option<Selection>>, total: Memo<Option<u64>>) -> impl IntoView {
    let store = store();
    let classes = store.memo(|session| {
        let data = session.data();
        data.value()
            .map(|data| data.classes.clone())
            .unwrap_or_default()
    });
    let busy = store.memo(Session::is_at_picked);
    let is_empty = move || busy.get() || total.get().unwrap_or(0) == 0;
    let is_train = Memo::new(move |_| {
        picked.with(|picked| {
            picked
                .as_ref()
                .is_some_and(|picked| picked.set == SetName::Train)
        })
    });
    let class = NodeRef::<html::Select>::new();
    let options = move || {
        let classes = classes.get().into_iter();
        let option = |name: String| view! { <option value=name.clone()>{name.clone()}</option> };
        classes.map(option).collect::<Vec<_>>()
    };
    view! {
        <details class="picked-acts">
            <summary data-testid="picked-acts">{text!("pick-acts")}</summary>
            <div class="picked-menu">
                <button
                    type="button"
                    class="button"
                    data-testid="picked-export"
                    disabled=is_empty
                    on:click=move |_| want(store, PickIntent::Export)
                >
                    {text!("pick-export")}
                </button>
                <button
                    type="button"
                    class="button"
                    data-testid="picked-exclude"
                    title=text!("pick-exclude-about")
                    disabled=move || is_empty() || !is_train.get()
                    on:click=move |_| want(store, PickIntent::Exclude)
                >
                    {text!("pick-exclude")}
                </button>
                <div class="picked-label">
                    <select node_ref=class data-testid="picked-class" aria-label=text!("pick-label-as")>
                        {options}
                    </select>
                    <button
                        type="button"
                        class="button"
                        data-testid="picked-label"
                        disabled=is_empty
                        on:click=move |_| {
                            if let Some(class) = class.get_untracked() {
                                want(store, PickIntent::Label(class.value()));
                            }
                        }
                    >
                        {text!("pick-label")}
                    </button>
                </div>
                <p class="quiet">{text!("pick-label-about")}</p>
            </div>
        </details>
    }
}

/// The new version of the data, to be saved as a file.
#[component]
fn Labelled() -> impl IntoView {
    let store = store();
    let labelled = store.memo(|session| session.labelled().cloned());
    let save = move |file: String| {
        view! {
            <button
                type="button"
                class="plain"
                data-testid="labelled-save"
                on:click=move |_| want(store, PickIntent::SaveFile(file.clone()))
            >
                {text!("pick-labelled-save")}
            </button>
        }
    };
    move || {
        labelled.get().map(|labelled| {
            let is_new = labelled.n_rows > 0;
            let said = match is_new {
                true => text!(
                    "pick-labelled",
                    rows = labelled.n_rows,
                    file = &labelled.file
                ),
                false => text!("pick-labelled-already"),
            };
            view! {
                <div class="stale-note notice" role="status" data-testid="labelled">
                    <p>{said}</p>
                    {is_new.then(|| save(labelled.file))}
                    <button
                        type="button"
                        class="plain"
                        on:click=move |_| want(store, PickIntent::DismissLabelled)
                    >
                        {text!("page-dismiss")}
                    </button>
                </div>
            }
        })
    }
}
