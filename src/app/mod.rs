//! The page: Leptos views over the session.
pub fn mount() {}
