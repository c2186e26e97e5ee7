//! What is said of a solver that stopped before it met its tolerance.

use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::svm::{
    Convergence, MachineReport, Stop, SvcParams, all_iterations, largest_violation,
};

/// Why machines stopped before they met `tol`, and what to set; of the model's and of those that calibrate its
/// probabilities.
pub fn remarks_of_stops(svc: &SvcParams, who: Message, convergence: &Convergence) -> Vec<Message> {
    let of_calibration = message!("log-calibrating", who = who.clone());
    let of_model = remark(svc, who, &convergence.machines);
    let of_calibration = remark(svc, of_calibration, &convergence.calibration);
    of_model.into_iter().chain(of_calibration).collect()
}

fn remark(svc: &SvcParams, who: Message, machines: &[MachineReport]) -> Option<Message> {
    let (iterations, violation) = (all_iterations(machines), largest_violation(machines));
    let limit: Argument = match svc.max_iter {
        // As scikit-learn's SVC, the engine `smo` has no limit of its own.
        -1 => message!("log-own-limit").into(),
        limit => format!("max_iter = {limit}").into(),
    };
    let (tol, c) = (format!("{:e}", svc.tol), format!("{:e}", svc.c));
    let violation = format!("{violation:.1e}");
    Some(match Stop::worst(machines) {
        Stop::Converged => return None,
        Stop::MaxIter => message!(
            "log-stopped-at-limit",
            who = who,
            limit = limit,
            iterations = iterations,
            tol = tol
        ),
        Stop::Precision => message!(
            "log-stopped-by-precision",
            who = who,
            tol = tol,
            iterations = iterations,
            violation = violation,
            c = c
        ),
        Stop::NoProgress => message!(
            "log-stopped-without-progress",
            who = who,
            tol = tol,
            iterations = iterations,
            violation = violation,
            c = c
        ),
    })
}
