//! The page: Leptos views over the session.

pub mod clock;
pub mod download;
pub mod files;
pub mod pool;
pub mod storage;

pub fn mount() {}
