//! Which trials are the good ones, as Optuna 5 divides them (`samplers/_tpe/sampler.py`, `_split_trials`).

use std::cmp::Ordering;

use super::Seen;
use crate::pipeline::search::trial::{Direction, Trial, TrialState};

/// At most this many are good ones, with one objective.
const MOST_GOOD: usize = 25;

/// Good ones and the others, both by number.
pub struct Split<'t> {
    pub good: Vec<&'t Trial>,
    pub others: Vec<&'t Trial>,
}

/// A tenth of the finished trials is good: complete ones by value, then pruned ones by how far they came, then those that break
/// a constraint. Those that run are not.
pub fn split<'t>(seen: &Seen<'t>, directions: &[Direction]) -> Split<'t> {
    let tenth = seen.finished.len().div_ceil(10);
    let is_single = directions.len() == 1;
    let mut n_good = if is_single {
        tenth.min(MOST_GOOD)
    } else {
        tenth
    };
    let (mut complete, mut pruned, mut broken) = (Vec::new(), Vec::new(), Vec::new());
    for &trial in &seen.finished {
        match trial.state {
            _ if trial.violation() > 0.0 => broken.push(trial),
            TrialState::Complete => complete.push(trial),
            _ => pruned.push(trial),
        }
    }
    match is_single {
        true => complete.sort_by(|a, b| directions[0].order(a.values[0], b.values[0])),
        false => complete = good_first(complete, directions, n_good),
    }
    pruned.sort_by(|a, b| pruned_order(a, b, directions[0]));
    broken.sort_by(|a, b| a.violation().total_cmp(&b.violation()));
    let mut split = Split {
        good: Vec::new(),
        others: Vec::new(),
    };
    for trials in [complete, pruned, broken] {
        let n = n_good.min(trials.len());
        n_good -= n;
        split.good.extend(&trials[..n]);
        split.others.extend(&trials[n..]);
    }
    split.others.extend(&seen.running);
    split.good.sort_by_key(|trial| trial.number);
    split.others.sort_by_key(|trial| trial.number);
    split
}

/// Those that came furthest first, among them by their last mean; those without any last.
fn pruned_order(a: &Trial, b: &Trial, direction: Direction) -> Ordering {
    match (a.folds.last(), b.folds.last()) {
        (Some(a), Some(b)) => b.fold.cmp(&a.fold).then(direction.order(a.mean, b.mean)),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

/// Trials so ordered that the first `n_good` are the good ones: front by front, of the front that has more than are left those that
/// add most area, one after the other.
fn good_first<'t>(
    trials: Vec<&'t Trial>,
    directions: &[Direction],
    n_good: usize,
) -> Vec<&'t Trial> {
    if n_good >= trials.len() {
        return trials;
    }
    let losses: Vec<[f64; 2]> = trials
        .iter()
        .map(|trial| losses(trial, directions))
        .collect();
    let mut left: Vec<usize> = (0..trials.len()).collect();
    let mut order: Vec<usize> = Vec::new();
    while order.len() < n_good {
        let front = front(&losses, &left);
        left.retain(|at| !front.contains(at));
        let room = n_good - order.len();
        match front.len() <= room {
            true => order.extend(front),
            false => {
                let chosen = greatest_area(&losses, &front, room);
                left.extend(front.iter().filter(|at| !chosen.contains(at)));
                order.extend(chosen);
            }
        }
    }
    order.extend(left);
    order.into_iter().map(|at| trials[at]).collect()
}

/// The values of two objectives, less being better.
pub fn losses(trial: &Trial, directions: &[Direction]) -> [f64; 2] {
    [0, 1].map(|at| match directions[at] {
        Direction::Minimize => trial.values[at],
        Direction::Maximize => -trial.values[at],
    })
}

/// Of the points those than which none is better in one objective and not worse in the other; in their order.
pub fn front(losses: &[[f64; 2]], among: &[usize]) -> Vec<usize> {
    let dominates = |a: &[f64; 2], b: &[f64; 2]| a != b && a[0] <= b[0] && a[1] <= b[1];
    let is_front = |at: &&usize| {
        let mut others = among.iter();
        !others.any(|other| dominates(&losses[*other], &losses[**at]))
    };
    among.iter().filter(is_front).copied().collect()
}

/// Of a front the points that add most area to those before them (the greedy solution of the hypervolume subset selection).
fn greatest_area(losses: &[[f64; 2]], front: &[usize], n: usize) -> Vec<usize> {
    let mut reference = [0, 1].map(|axis| {
        let worst = front.iter().map(|at| losses[*at][axis]);
        let worst = worst.fold(f64::NEG_INFINITY, f64::max);
        (1.1 * worst).max(0.9 * worst)
    });
    for end in &mut reference {
        if *end == 0.0 {
            *end = 1e-12;
        }
    }
    let mut sorted = front.to_vec();
    let by_losses = |a: &usize, b: &usize| {
        let (a, b) = (losses[*a], losses[*b]);
        a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1]))
    };
    sorted.sort_by(by_losses);
    let is_same = |a: &usize, b: &usize| losses[*a] == losses[*b];
    let mut unique = sorted.clone();
    unique.dedup_by(|later, earlier| is_same(later, earlier));
    if unique.len() < n {
        // All different ones, and the first of the others.
        let others = front.iter().filter(|at| !unique.contains(at)).copied();
        let others: Vec<usize> = others.take(n - unique.len()).collect();
        unique.extend(others);
        return unique;
    }
    let mut corners = vec![reference; unique.len()];
    let mut chosen = Vec::new();
    while chosen.len() < n {
        let area = |at: usize| {
            let [x, y] = losses[unique[at]];
            (corners[at][0] - x) * (corners[at][1] - y)
        };
        let mut best = 0;
        for at in 1..unique.len() {
            if area(at) > area(best) {
                best = at;
            }
        }
        corners.remove(best);
        let taken = unique.remove(best);
        chosen.push(taken);
        for corner in &mut corners[..best] {
            corner[0] = corner[0].min(losses[taken][0]);
        }
        for corner in &mut corners[best..] {
            corner[1] = corner[1].min(losses[taken][1]);
        }
    }
    chosen
}
