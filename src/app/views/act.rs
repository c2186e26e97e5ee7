//! What the advice of a verdict does.

use std::sync::Arc;

use leptos::prelude::document;

use crate::app::clock;
use crate::app::components::Act;
use crate::app::store::store;
use crate::document::Action;
use crate::session::{Intent, View};

/// Carries out whatever a verdict advises.
pub fn act() -> Act {
    let store = store();
    Arc::new(move |action| match action {
        Action::Promote => store.want(Intent::Promote { at: clock::now() }),
        Action::LoadData => store.want(Intent::Open(View::Data)),
        Action::Retrain => store.want(Intent::Open(View::Train)),
        Action::Measure => store.want(Intent::MeasureCosts),
        Action::Train => store.want(Intent::Run {
            start: clock::now(),
        }),
        Action::Show(block) => {
            let wanted = format!("[data-testid={block}]");
            if let Ok(Some(element)) = document().query_selector(&wanted) {
                if element.tag_name() == "DETAILS" {
                    let _ = element.set_attribute("open", "");
                }
                element.scroll_into_view();
            }
        }
        Action::Balance => store.want(Intent::RunWith {
            field: "svc.class_weight".into(),
            text: "balanced".into(),
            start: clock::now(),
        }),
    })
}
