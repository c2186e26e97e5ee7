//! From what the machines say to labels and scores, as scikit-learn decides: votes, ties, the shape `ovr`.

use super::graph::{Attribute, Graph, Kind, Value};
use crate::pipeline::svm::{Decision, DecisionFunctionShape, Svc, pairs};

/// The outputs `label` and `scores` of the values of [`super::machines::machines`].
pub fn decide(graph: &mut Graph, svc: &Svc, machines: &Value, classes: &[&str]) -> (Value, Value) {
    let k = classes.len();
    let names = graph.texts("classes", classes);
    let one_vs_one = matches!(svc.decision, Decision::OneVsOne { .. });
    let of_classes = matches!(svc.decision, Decision::OneVsRest { .. });
    let scores = match (one_vs_one, k) {
        (true, 3..) => votes_and_confidences(graph, machines, k),
        _ if of_classes || k > 2 => graph.named("scores", "Identity", &[machines]),
        // A single value: above 0 for the first class of a pair, for the second of the engine `linear`.
        _ => {
            let opposite = graph.op("Neg", &[machines]);
            let both = match one_vs_one {
                true => graph.concat(&[machines, &opposite], 1),
                false => graph.concat(&[&opposite, machines], 1),
            };
            graph.named("scores", "Identity", &[&both])
        }
    };
    let breaks_ties =
        svc.params.break_ties && svc.params.decision_function_shape == DecisionFunctionShape::Ovr;
    let by = match one_vs_one && !(breaks_ties && k > 2) {
        true => votes(graph, machines, k, "Greater").0,
        false => scores.clone(),
    };
    // The first of the greatest.
    let best = graph.op_with(
        "ArgMax",
        &[&by],
        &[Attribute::Int("axis", 1), Attribute::Int("keepdims", 0)],
    );
    (graph.named("label", "Gather", &[&names, &best]), scores)
}

/// How many machines vote for each class: for the first of the pair where the value is above 0, by `GreaterOrEqual` also where
/// it is 0. Beside them the first and the second of each pair, in the shape of `machines`.
fn votes(graph: &mut Graph, machines: &Value, k: usize, operator: &str) -> (Value, Value, Value) {
    let (i, j): (Vec<i64>, Vec<i64>) = pairs(k).map(|(i, j)| (i as i64, j as i64)).unzip();
    let shape = graph.op("Shape", &[machines]);
    let (i, j) = (graph.ints(&i), graph.ints(&j));
    let (i, j) = (graph.full(&i, &shape), graph.full(&j, &shape));
    let zero = graph.double(0.0);
    let is_first = graph.op(operator, &[machines, &zero]);
    let winners = graph.op("Where", &[&is_first, &i, &j]);
    let one = graph.double(1.0);
    let ones = graph.full(&one, &shape);
    let nothing = by_class(graph, machines, k);
    (graph.add_at(&nothing, &winners, &ones, 1), i, j)
}

/// Zeros of the shape `(n_rows, k)`.
fn by_class(graph: &mut Graph, machines: &Value, k: usize) -> Value {
    let shape = graph.op("Shape", &[machines]);
    let (zero, one, k) = (graph.ints(&[0]), graph.ints(&[1]), graph.ints(&[k as i64]));
    let n_rows = graph.slice(&shape, &zero, &one);
    let shape = graph.concat(&[&n_rows, &k], 0);
    graph.zeros(&shape, Kind::Double)
}

/// Votes, and between -1/3 and 1/3 how clear they are. Source: scikit-learn's `_ovr_decision_function`.
fn votes_and_confidences(graph: &mut Graph, machines: &Value, k: usize) -> Value {
    let (votes, i, j) = votes(graph, machines, k, "GreaterOrEqual");
    let nothing = by_class(graph, machines, k);
    let opposite = graph.op("Neg", &[machines]);
    // A class is the second of its pairs before it is the first of others.
    let sums = graph.add_at(&nothing, &j, &opposite, 1);
    let sums = graph.add_at(&sums, &i, machines, 1);
    let (one, three) = (graph.double(1.0), graph.double(3.0));
    let sizes = graph.op("Abs", &[&sums]);
    let sizes = graph.op("Add", &[&sizes, &one]);
    let sizes = graph.op("Mul", &[&three, &sizes]);
    let confidences = graph.op("Div", &[&sums, &sizes]);
    graph.named("scores", "Add", &[&votes, &confidences])
}
