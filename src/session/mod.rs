//! What the user has done: plain state, intents and the reducer.
