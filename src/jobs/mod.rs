//! Steppable work behind a versioned protocol.
