//! Support vector classification on sparse rows: LIBSVM's problem, LIBLINEAR's problem and linfa-svm's, one interface.

pub mod check;
pub mod fit;
pub mod model;
pub mod params;
pub mod predict;

pub use check::SvcValidParams;
pub use fit::{Convergence, MachineReport, Phase, SvcFit, SvcProgress};
pub use model::{Decision, Svc};
pub use params::{ClassWeight, DecisionFunctionShape, Engine, Gamma, Kernel, Loss, SvcParams};
pub use predict::Predictor;
