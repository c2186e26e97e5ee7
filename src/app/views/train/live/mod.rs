//! What the settings of today do to the validation part, beside what was shown before they were changed.

mod map;
mod matrix;
mod scores;

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::components::ErrorNote;
use crate::app::language::text;
use crate::app::store::store;
use crate::jobs::summaries::LiveFit;
use crate::message::Argument;
use crate::pipeline::svm::Stop;
use crate::session::{Intent, LiveIntent, Session};

/// A fit, and the one before.
#[derive(Clone, Copy)]
pub struct Fits {
    pub now: Memo<Option<Arc<LiveFit>>>,
    pub before: Memo<Option<Arc<LiveFit>>>,
}

#[component]
pub fn LiveResults() -> impl IntoView {
    let store = store();
    let language = crate::app::language::language();
    let fits = Fits {
        now: store.memo(|session| session.live().fit().cloned()),
        before: store.memo(|session| session.live().before().cloned()),
    };
    let is_on = store.memo(|session| session.live().is_on());
    let is_current = store.memo(Session::live_is_current);
    let rests = store.memo(Session::live_rests);
    let fault = store.memo(|session| session.live_fault().cloned());
    let plane = store.memo(|session| session.live().plane().cloned());
    let classes = store.memo(|session| {
        let data = session.data().value().cloned();
        data.map_or_else(Vec::new, |data| data.classes.clone())
    });
    let has_fit = Memo::new(move |_| fits.now.with(Option::is_some));
    let note = move || match (rests.get(), has_fit.get()) {
        (Some(why), _) => Some(why.as_sentence(language)),
        (None, false) if fault.with(Option::is_none) => Some(text!("page-live-waiting")),
        _ => None,
    };
    let about = move || {
        fits.now.get().map(|fit| {
            let about = text!(
                "page-live-about",
                learned = fit.n_learned,
                scored = fit.n_scored(),
                features = fit.n_features,
                time = Argument::Millis(fit.fit_seconds)
            );
            let stop = (fit.stop != Stop::Converged).then(|| text!("page-live-not-converged"));
            [Some(about), stop]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" ")
        })
    };
    view! {
        <section
            class="live-results"
            data-testid="live"
            data-current=move || is_current.get().to_string()
        >
            <div class="section-head">
                <h2>{text!("page-live")}</h2>
                <label class="check">
                    <input
                        type="checkbox"
                        class="switch"
                        data-testid="live-switch"
                        prop:checked=move || is_on.get()
                        on:change:target=move |event| {
                            store.want(Intent::Live(LiveIntent::Switch(event.target().checked())));
                        }
                    />
                    {text!("page-live-switch")}
                </label>
            </div>
            <p class="quiet" role="status" data-testid="live-note">
                {note}
            </p>
            {move || fault.get().map(|error| view! { <ErrorNote error /> })}
            <div class="live-shown" hidden=move || !has_fit.get()>
                <div class="live-numbers">
                    <scores::Scores fits />
                    {move || view! { <matrix::Matrix fits classes=classes.get() /> }}
                </div>
                {move || {
                    plane.get().map(|plane| view! { <map::Map plane fit=fits.now classes=classes.get() /> })
                }}
                <p class="quiet live-about" data-testid="live-about">{about}</p>
            </div>
        </section>
    }
}
