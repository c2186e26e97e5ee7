//! Word between the tabs of one browser: which run one of them keeps anew or forgets, so that the others read it.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

/// Only this page's tabs of one address hear it.
const CHANNEL: &str = "dryf";

thread_local! {
    static OPEN: RefCell<Option<BroadcastChannel>> = const { RefCell::new(None) };
}

/// Hears the IDs of runs that others change; none in a browser that has no such channel for this page.
pub fn listen(heard: impl Fn(String) + 'static) {
    let Ok(channel) = BroadcastChannel::new(CHANNEL) else {
        return;
    };
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(run) = event.data().as_string() {
            heard(run);
        }
    });
    channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    OPEN.with_borrow_mut(|open| *open = Some(channel));
}

/// Tells the others that a run was changed.
pub fn tell(run: &str) {
    OPEN.with_borrow(|open| {
        if let Some(channel) = open {
            // Nobody has to hear it.
            let _ = channel.post_message(&run.into());
        }
    });
}
