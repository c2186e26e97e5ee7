//! Support vector classification on sparse rows: LIBSVM's problem, LIBLINEAR's problem and linfa-svm's, one interface.

mod batch;
mod calibrate;
pub mod check;
mod compact;
mod dcd;
mod dense;
mod descent;
pub mod fit;
mod kernel;
mod linear;
mod linear_parts;
mod machine;
mod machine_fit;
mod memory;
pub mod model;
mod newton;
mod ovo;
mod ovr;
pub mod params;
pub mod predict;
mod probability;
mod products;
mod rough;
mod row_cache;
mod rows;
mod score;
mod shuffle;
mod smo;
mod standings;
mod start;
mod traits;

pub use check::SvcValidParams;
pub use fit::{
    Convergence, MachineReport, Phase, Stop, SvcFit, SvcProgress, all_iterations, largest_violation,
};
pub use linear_parts::LinearParts;
pub use machine_fit::{MachineFit, MachineProgress};
pub use memory::check as check_memory;
pub use model::{Decision, Svc};
pub use params::{ClassWeight, DecisionFunctionShape, Engine, Gamma, Kernel, Loss, SvcParams};
pub use predict::{Predictor, pairs};
pub use start::DualStart;
