//! The two-class machines of a fit, by the classes that they part.

use crate::pipeline::svm::Engine;

/// A class and what it is parted from: another class, or all others.
pub type Machine = (u32, Option<u32>);

/// The machines of a fit in the order of their numbers: one for each pair of classes under one-vs-one, one for each class
/// under one-vs-rest, a single one for two classes.
pub fn machines(engine: Engine, n_classes: u32) -> Vec<Machine> {
    match engine {
        _ if n_classes < 2 => Vec::new(),
        _ if n_classes == 2 => vec![(0, Some(1))],
        Engine::Smo => (0..n_classes)
            .flat_map(|first| (first + 1..n_classes).map(move |second| (first, Some(second))))
            .collect(),
        Engine::Linear | Engine::LinfaSvm => (0..n_classes).map(|class| (class, None)).collect(),
    }
}

/// Iterations of all machines that come before one, from the points of all their ways (machine, iterations of all machines so far).
pub fn iterations_before(points: impl IntoIterator<Item = (u32, u64)>, machine: u32) -> u64 {
    let before = points.into_iter().filter(|(other, _)| *other < machine);
    before.map(|(_, iterations)| iterations).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_counts_from_the_end_of_the_one_before() {
        let points = [(0, 3), (0, 40), (1, 41), (1, 90), (2, 95)];
        let before = |machine| iterations_before(points, machine);
        assert_eq!([before(0), before(1), before(2)], [0, 40, 90]);
    }

    #[test]
    fn machines_stand_in_libsvms_order() {
        let smo = |n_classes| machines(Engine::Smo, n_classes);
        assert_eq!(smo(3), [(0, Some(1)), (0, Some(2)), (1, Some(2))]);
        assert_eq!(smo(2), [(0, Some(1))]);
        assert_eq!(smo(1), []);
        assert_eq!(
            machines(Engine::Linear, 3),
            [(0, None), (1, None), (2, None)]
        );
    }
}
