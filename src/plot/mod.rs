//! What the page draws, as plain data: shares as widths, curves as paths.
//!
//! It may use the pipeline's types. It knows no browser, so that what a view shows is tested
//! natively; a view has no arithmetic of its own.

pub mod curve;
pub mod dots;
pub mod explained;
pub mod live;
pub mod machines;
pub mod scatter;
pub mod shares;
pub mod strip;
pub mod terms;
pub mod tree;
pub mod tweet;
pub mod window;
