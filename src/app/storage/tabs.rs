//! Word between the tabs of one browser: what one changes of the runs that are kept, the others read.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

/// Only this page's tabs of one address hear it.
const CHANNEL: &str = "dryf";

thread_local! {
    static OPEN: RefCell<Option<BroadcastChannel>> = const { RefCell::new(None) };
}

/// Hears of changes by others; never in a browser that has no such channel for this page.
pub fn listen(heard: impl Fn() + 'static) {
    let Ok(channel) = BroadcastChannel::new(CHANNEL) else {
        return;
    };
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |_| heard());
    channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    OPEN.with_borrow_mut(|open| *open = Some(channel));
}

/// Tells the others.
pub fn tell() {
    OPEN.with_borrow(|open| {
        if let Some(channel) = open {
            // Nobody has to hear it.
            let _ = channel.post_message(&"runs".into());
        }
    });
}
