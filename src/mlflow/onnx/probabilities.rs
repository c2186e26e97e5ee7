//! From what the machines of pairs say to probabilities: Platt's sigmoid, coupled as LIBSVM does.
//!
//! Source: T.-F. Wu, C.-J. Lin, R. C. Weng, JMLR 5 (2004), Algorithm 2, as [`crate::pipeline::svm`] has it.

use super::graph::{Attribute, Graph, Kind, Value};
use crate::pipeline::svm::pairs;

/// The output `probabilities`.
pub fn probabilities(graph: &mut Graph, platt: &[(f64, f64)], k: usize, machines: &Value) -> Value {
    let (a, b): (Vec<f64>, Vec<f64>) = platt.iter().copied().unzip();
    let a = graph.doubles("platt_a", &[a.len()], &a);
    let b = graph.doubles("platt_b", &[b.len()], &b);
    let scaled = graph.op("Mul", &[machines, &a]);
    let z = graph.op("Add", &[&scaled, &b]);
    let of_first = sigmoid(graph, &z);
    let one = graph.double(1.0);
    let of_second = graph.op("Sub", &[&one, &of_first]);
    if k == 2 {
        let both = graph.concat(&[&of_first, &of_second], 1);
        return graph.named("probabilities", "Identity", &[&both]);
    }
    // P(i | i or j) at the place (i, j), zeros on the diagonal.
    let place = |i: usize, j: usize| (i * k + j) as i64;
    let firsts: Vec<i64> = pairs(k).map(|(i, j)| place(i, j)).collect();
    let seconds: Vec<i64> = pairs(k).map(|(i, j)| place(j, i)).collect();
    let shape = graph.op("Shape", &[machines]);
    let (zero, one) = (graph.ints(&[0]), graph.ints(&[1]));
    let n_rows = graph.slice(&shape, &zero, &one);
    let size = graph.ints(&[(k * k) as i64]);
    let flat = graph.concat(&[&n_rows, &size], 0);
    let mut of_pairs = graph.zeros(&flat, Kind::Double);
    for (places, values) in [(firsts, of_first), (seconds, of_second)] {
        let places = graph.ints(&places);
        let places = graph.full(&places, &shape);
        of_pairs = graph.add_at(&of_pairs, &places, &values, 1);
    }
    let of_pairs = graph.reshape(&of_pairs, &[-1, k as i64, k as i64]);
    let coupled = couple(graph, k, &of_pairs, &n_rows);
    graph.named("probabilities", "Identity", &[&coupled])
}

/// `1 / (1 + exp(z))` without an overflow, kept off 0 and 1.
fn sigmoid(graph: &mut Graph, z: &Value) -> Value {
    let (zero, one) = (graph.double(0.0), graph.double(1.0));
    let size = graph.op("Abs", &[z]);
    let size = graph.op("Neg", &[&size]);
    let small = graph.op("Exp", &[&size]);
    let whole = graph.op("Add", &[&one, &small]);
    let above = graph.op("Div", &[&small, &whole]);
    let below = graph.op("Div", &[&one, &whole]);
    let is_above = graph.op("GreaterOrEqual", &[z, &zero]);
    let chosen = graph.op("Where", &[&is_above, &above, &below]);
    let (least, most) = (graph.double(1e-7), graph.double(1.0 - 1e-7));
    graph.op("Clip", &[&chosen, &least, &most])
}

/// Probabilities of the classes, shape `(n_rows, k)`, from those of pairs: rounds over the classes until a row is near enough,
/// `max(100, k)` at most.
fn couple(graph: &mut Graph, k: usize, of_pairs: &Value, n_rows: &Value) -> Value {
    let transposed = graph.op_with(
        "Transpose",
        &[of_pairs],
        &[Attribute::Ints("perm", vec![0, 2, 1])],
    );
    let products = graph.op("Mul", &[&transposed, of_pairs]);
    let q = graph.op("Neg", &[&products]);
    let squares = graph.op("Mul", &[of_pairs, of_pairs]);
    // Shape (n_rows, 1, k)
    let diagonal = graph.sum(&squares, 1);
    let numbers: Vec<i64> = (0..k as i64).collect();
    let numbers = graph.ints(&numbers);
    let down = graph.unsqueeze(&numbers, 1);
    let is_diagonal = graph.op("Equal", &[&down, &numbers]);
    let q = graph.op("Where", &[&is_diagonal, &diagonal, &q]);
    let k_of = graph.ints(&[k as i64]);
    let shape = graph.concat(&[n_rows, &k_of], 0);
    let even = graph.double(1.0 / k as f64);
    let start = graph.full(&even, &shape);
    let most = graph.int(100.max(k as i64));
    let constants = Constants {
        k,
        q,
        diagonal,
        numbers,
    };
    graph.op_with(
        "Loop",
        &[&most, &Value::none(), &start],
        &[Attribute::Graph("body", constants.round())],
    )
}

/// What all rounds share.
struct Constants {
    k: usize,
    /// Shape `(n_rows, k, k)`, symmetric.
    q: Value,
    /// Shape `(n_rows, 1, k)`.
    diagonal: Value,
    /// `0..k`
    numbers: Value,
}

impl Constants {
    /// One round for all rows; those that are near enough stay.
    fn round(&self) -> super::protobuf::Proto {
        let k = self.k.to_string();
        let mut round = Graph::new("round");
        round.input("round_number", Kind::Int64, &[]);
        round.input("round_before", Kind::Bool, &[]);
        let p = round.input("round_p", Kind::Double, &["n_texts", &k]);
        let column = round.unsqueeze(&p, 2);
        let qp = round.op("MatMul", &[&self.q, &column]);
        let qp = round.squeeze(&qp, 2);
        let products = round.op("Mul", &[&p, &qp]);
        let pqp = round.sum(&products, 1);
        let errors = round.op("Sub", &[&qp, &pqp]);
        let errors = round.op("Abs", &[&errors]);
        let worst = round.op_with("ReduceMax", &[&errors], &[Attribute::Ints("axes", vec![1])]);
        let enough = round.double(0.005 / self.k as f64);
        let goes_on = round.op("GreaterOrEqual", &[&worst, &enough]);
        let n_classes = round.int(self.k as i64);
        let after = round.op_of(
            "Loop",
            &[&n_classes, &Value::none(), &p, &qp, &pqp],
            &[Attribute::Graph("body", self.class())],
            3,
        );
        let next = round.op("Where", &[&goes_on, &after[0], &p]);
        let going = round.cast(&goes_on, Kind::Int64);
        let going = round.op_with("ReduceSum", &[&going], &[Attribute::Int("keepdims", 0)]);
        let any = round.cast(&going, Kind::Bool);
        round.output(&any, Kind::Bool, &[]);
        round.output(&next, Kind::Double, &["n_texts", &k]);
        round.proto()
    }

    /// The step of one class `t` within a round.
    fn class(&self) -> super::protobuf::Proto {
        let k = self.k.to_string();
        let mut class = Graph::new("class");
        let t = class.input("class_number", Kind::Int64, &[]);
        let before = class.input("class_before", Kind::Bool, &[]);
        let p = class.input("class_p", Kind::Double, &["n_texts", &k]);
        let qp = class.input("class_qp", Kind::Double, &["n_texts", &k]);
        let pqp = class.input("class_pqp", Kind::Double, &["n_texts", "1"]);
        let t = class.unsqueeze(&t, 0);
        let q_t = class.gather(&self.q, &t, 1);
        let q_t = class.squeeze(&q_t, 1);
        let q_tt = class.gather(&self.diagonal, &t, 2);
        let q_tt = class.squeeze(&q_tt, 2);
        let qp_t = class.gather(&qp, &t, 1);
        let by = class.op("Sub", &[&pqp, &qp_t]);
        let by = class.op("Div", &[&by, &q_tt]);
        let is_t = class.op("Equal", &[&self.numbers, &t]);
        let is_t = class.cast(&is_t, Kind::Double);
        let step = class.op("Mul", &[&by, &is_t]);
        let p = class.op("Add", &[&p, &step]);
        let (one, two) = (class.double(1.0), class.double(2.0));
        let whole = class.op("Add", &[&one, &by]);
        let square = class.op("Mul", &[&whole, &whole]);
        let twice = class.op("Mul", &[&two, &qp_t]);
        let change = class.op("Mul", &[&by, &q_tt]);
        let change = class.op("Add", &[&change, &twice]);
        let change = class.op("Mul", &[&by, &change]);
        let pqp = class.op("Add", &[&pqp, &change]);
        let pqp = class.op("Div", &[&pqp, &square]);
        let change = class.op("Mul", &[&by, &q_t]);
        let qp = class.op("Add", &[&qp, &change]);
        let qp = class.op("Div", &[&qp, &whole]);
        let p = class.op("Div", &[&p, &whole]);
        let on = class.op("Identity", &[&before]);
        class.output(&on, Kind::Bool, &[]);
        class.output(&p, Kind::Double, &["n_texts", &k]);
        class.output(&qp, Kind::Double, &["n_texts", &k]);
        class.output(&pqp, Kind::Double, &["n_texts", "1"]);
        class.proto()
    }
}
