//! gloo-worker around the engine.
pub fn serve() {}
