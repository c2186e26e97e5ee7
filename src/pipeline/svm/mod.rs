//! Support vector classification on sparse rows: LIBSVM's problem, LIBLINEAR's problem and linfa-svm's, one interface.

pub mod model;
pub mod params;

pub use model::{Decision, Svc};
pub use params::{ClassWeight, DecisionFunctionShape, Engine, Gamma, Kernel, Loss, SvcParams};
