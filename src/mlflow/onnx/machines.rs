//! From rows of features to what each machine says of them.

use super::features::Entries;
use super::graph::{Attribute, Graph, Kind, Value};
use crate::pipeline::sparse::CsrMatrix;
use crate::pipeline::svm::{Decision, Kernel, Svc};

/// One value for each machine, shape `(n_rows, n_machines)`, with the signs of the model.
pub fn machines(graph: &mut Graph, svc: &Svc, entries: &Entries) -> Value {
    let (values, intercept) = match &svc.decision {
        Decision::Linear { intercept, .. }
        | Decision::OneVsOne { intercept, .. }
        | Decision::OneVsRest { intercept, .. }
            if adds_up(svc) =>
        {
            let weights = svc.term_weights().expect("the kernel is linear");
            let of_columns: Vec<f64> = (0..svc.n_features)
                .flat_map(|column| weights.iter().map(move |machine| machine[column]))
                .collect();
            let sums = weighted_sums(graph, &of_columns, intercept.len(), entries);
            (sums, intercept)
        }
        Decision::Linear { .. } => unreachable!("it adds up"),
        Decision::OneVsRest {
            support_vectors,
            dual_coef,
            intercept,
            ..
        } => {
            let coefficients = [of_class(
                dual_coef,
                support_vectors.n_rows,
                0..support_vectors.n_rows,
            )];
            let sums = kernel_sums(graph, svc, support_vectors, &coefficients, entries);
            (sums, intercept)
        }
        Decision::OneVsOne {
            support_vectors,
            n_support,
            dual_coef,
            intercept,
            ..
        } => {
            let mut end = 0;
            let coefficients: Vec<Vec<f64>> = n_support
                .iter()
                .map(|&count| {
                    let begin = end;
                    end += count as usize;
                    of_class(dual_coef, support_vectors.n_rows, begin..end)
                })
                .collect();
            let sums = kernel_sums(graph, svc, support_vectors, &coefficients, entries);
            (pair_sums(graph, n_support.len(), &sums), intercept)
        }
    };
    let intercept = graph.doubles("intercept", &[intercept.len()], intercept);
    graph.op("Add", &[&values, &intercept])
}

/// Whether a weight for each column and machine says it all, and is no more than the support vectors that it is the sum of.
fn adds_up(svc: &Svc) -> bool {
    match &svc.decision {
        Decision::Linear { .. } => true,
        Decision::OneVsOne {
            support_vectors,
            dual_coef,
            intercept,
            ..
        }
        | Decision::OneVsRest {
            support_vectors,
            dual_coef,
            intercept,
            ..
        } => {
            // Of a value of a support vector its number and the number of the vector.
            let of_vectors = 12 * support_vectors.n_stored() + 8 * dual_coef.len();
            let of_weights = 8 * svc.n_features * intercept.len();
            svc.params.kernel == Kernel::Linear && of_weights <= of_vectors
        }
    }
}

/// The dual coefficients of some support vectors, all of one of them together.
fn of_class(dual_coef: &[f64], n: usize, vectors: std::ops::Range<usize>) -> Vec<f64> {
    vectors
        .flat_map(|vector| dual_coef.iter().skip(vector).step_by(n))
        .copied()
        .collect()
}

/// Sums of values times the weights of their columns, which stand column by column.
fn weighted_sums(
    graph: &mut Graph,
    weights: &[f64],
    n_machines: usize,
    entries: &Entries,
) -> Value {
    let n_columns = weights.len() / n_machines;
    let weights = graph.doubles("coef", &[n_columns, n_machines], weights);
    let weights = graph.gather(&weights, &entries.columns, 0);
    let values = graph.unsqueeze(&entries.values, 1);
    let summands = graph.op("Mul", &[&values, &weights]);
    let rows = graph.unsqueeze(&entries.rows, 1);
    let shape = graph.op("Shape", &[&summands]);
    let rows = graph.op("Expand", &[&rows, &shape]);
    let n_machines = graph.ints(&[n_machines as i64]);
    let shape = graph.concat(&[&entries.n_rows, &n_machines], 0);
    let nothing = graph.zeros(&shape, Kind::Double);
    graph.add_at(&nothing, &rows, &summands, 0)
}

/// Sums of the kernel with the support vectors of each group times their coefficients, side by side: shape
/// `(n_rows, n_groups * coefficients of a vector)`.
///
/// For one text after the other: the support vectors that have a column of the text are gathered by that column, the
/// products are added up in the order of the columns, and then every support vector has its kernel.
fn kernel_sums(
    graph: &mut Graph,
    svc: &Svc,
    support_vectors: &CsrMatrix,
    coefficients: &[Vec<f64>],
    entries: &Entries,
) -> Value {
    let n = support_vectors.n_rows;
    let index = Index::of(support_vectors);
    let starts = graph.small_ints("column_starts", &index.starts);
    let vectors = graph.small_ints("column_vectors", &index.vectors);
    let stored = graph.doubles("column_values", &[index.values.len()], &index.values);

    // Of each row the places of its entries.
    let n_entries = graph.length(&entries.rows);
    let one = graph.int(1);
    let ones = graph.full(&one, &n_entries);
    let nothing = graph.zeros(&entries.n_rows, Kind::Int64);
    let counts = graph.add_at(&nothing, &entries.rows, &ones, 0);
    let begins = graph.sums_before(&counts);
    let ends = graph.op("Add", &[&begins, &counts]);

    let mut text = Graph::new("text");
    let number = text.input("text_number", Kind::Int64, &[]);
    let goes_on = text.input("text_before", Kind::Bool, &[]);
    let number = text.unsqueeze(&number, 0);
    let begin = text.gather(&begins, &number, 0);
    let end = text.gather(&ends, &number, 0);
    let columns = text.slice(&entries.columns, &begin, &end);
    let values = text.slice(&entries.values, &begin, &end);
    let one = text.int(1);
    let next = text.op("Add", &[&columns, &one]);
    let from = text.gather(&starts, &columns, 0);
    let to = text.gather(&starts, &next, 0);
    let lengths = text.op("Sub", &[&to, &from]);
    let lengths = text.cast(&lengths, Kind::Int64);
    let (source, begins) = text.repeat(&lengths);
    // From the place among the gathered to that among the stored.
    let from = text.cast(&from, Kind::Int64);
    let ahead = text.op("Sub", &[&from, &begins]);
    let ahead = text.gather(&ahead, &source, 0);
    let places = text.places(&source);
    let places = text.op("Add", &[&places, &ahead]);
    let vectors = text.gather(&vectors, &places, 0);
    let stored = text.gather(&stored, &places, 0);
    let factors = text.gather(&values, &source, 0);
    let products = text.op("Mul", &[&factors, &stored]);
    let n_vectors = text.ints(&[n as i64]);
    let nothing = text.zeros(&n_vectors, Kind::Double);
    let dots = text.add_at(&nothing, &vectors, &products, 0);
    let kernels = match svc.params.kernel {
        Kernel::Rbf => {
            let norms = graph.doubles("squared_norms", &[n], &squared_norms(support_vectors));
            rbf(&mut text, svc.gamma, &values, &norms, &dots)
        }
        Kernel::Linear => dots,
        Kernel::Poly => {
            let inner = inner(&mut text, svc, &dots);
            power(&mut text, inner, svc.params.degree)
        }
        Kernel::Sigmoid => {
            let inner = inner(&mut text, svc, &dots);
            text.op("Tanh", &[&inner])
        }
    };
    let kernels = text.unsqueeze(&kernels, 0);
    let width = width(coefficients, n);
    let sizes: Vec<i64> = coefficients
        .iter()
        .map(|group| (group.len() / width) as i64)
        .collect();
    let groups = match coefficients.len() {
        1 => vec![kernels],
        n_groups => {
            let sizes = text.ints(&sizes);
            text.op_of(
                "Split",
                &[&kernels, &sizes],
                &[Attribute::Int("axis", 1)],
                n_groups,
            )
        }
    };
    let sums: Vec<Value> = groups
        .iter()
        .zip(coefficients)
        .enumerate()
        .map(|(group, (kernels, coefficients))| {
            let shape = [coefficients.len() / width, width];
            let name = format!("dual_coef_{group}");
            let coefficients = graph.doubles(&name, &shape, coefficients);
            text.op("MatMul", &[kernels, &coefficients])
        })
        .collect();
    let sums = text.concat(&sums.iter().collect::<Vec<_>>(), 1);
    let sums = text.squeeze(&sums, 0);
    let n_sums = (sizes.len() * width).to_string();
    let goes_on = text.op("Identity", &[&goes_on]);
    text.output(&goes_on, Kind::Bool, &[]);
    text.output(&sums, Kind::Double, &[&n_sums]);
    let n_rows = graph.squeeze(&entries.n_rows, 0);
    graph.op_with(
        "Loop",
        &[&n_rows, &Value::none()],
        &[Attribute::Graph("body", text.proto())],
    )
}

/// Coefficients of one support vector.
fn width(coefficients: &[Vec<f64>], n: usize) -> usize {
    (coefficients.iter().map(Vec::len).sum::<usize>() / n.max(1)).max(1)
}

/// `gamma x.z + coef0`
fn inner(graph: &mut Graph, svc: &Svc, dots: &Value) -> Value {
    let (gamma, coef0) = (graph.double(svc.gamma), graph.double(svc.params.coef0));
    let scaled = graph.op("Mul", &[&gamma, dots]);
    graph.op("Add", &[&scaled, &coef0])
}

/// `exp(-gamma (|x|^2 + |z|^2 - 2 x.z))`
fn rbf(graph: &mut Graph, gamma: f64, values: &Value, norms: &Value, dots: &Value) -> Value {
    let (two, minus_gamma) = (graph.double(2.0), graph.double(-gamma));
    let squares = graph.op("Mul", &[values, values]);
    let norm = graph.sum(&squares, 0);
    let both = graph.op("Add", &[&norm, norms]);
    let twice = graph.op("Mul", &[&two, dots]);
    let distances = graph.op("Sub", &[&both, &twice]);
    let exponents = graph.op("Mul", &[&minus_gamma, &distances]);
    graph.op("Exp", &[&exponents])
}

/// A whole power by squaring, in LIBSVM's order of multiplications.
fn power(graph: &mut Graph, base: Value, mut exponent: u32) -> Value {
    let (mut base, mut result) = (base, None);
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = Some(match result {
                None => base.clone(),
                Some(result) => graph.op("Mul", &[&result, &base]),
            });
        }
        exponent /= 2;
        if exponent > 0 {
            base = graph.op("Mul", &[&base, &base]);
        }
    }
    result.unwrap_or_else(|| {
        // Degree 0: 1 whatever the base is.
        let zero = graph.double(0.0);
        let one = graph.double(1.0);
        let nothing = graph.op("Mul", &[&base, &zero]);
        graph.op("Add", &[&nothing, &one])
    })
}

/// Of the sums of each class's support vectors against each other class, those of each pair `(i, j)`: of class i against j,
/// and of class j against i.
fn pair_sums(graph: &mut Graph, k: usize, sums: &Value) -> Value {
    let (mut firsts, mut seconds) = (Vec::new(), Vec::new());
    for i in 0..k {
        for j in i + 1..k {
            firsts.push((i * (k - 1) + j - 1) as i64);
            seconds.push((j * (k - 1) + i) as i64);
        }
    }
    let firsts = graph.ints(&firsts);
    let seconds = graph.ints(&seconds);
    let firsts = graph.gather(sums, &firsts, 1);
    let seconds = graph.gather(sums, &seconds, 1);
    graph.op("Add", &[&firsts, &seconds])
}

fn squared_norms(rows: &CsrMatrix) -> Vec<f64> {
    (0..rows.n_rows)
        .map(|row| {
            let (_, values) = rows.row(row);
            values.iter().fold(0.0, |sum, value| sum + value * value)
        })
        .collect()
}

/// Support vectors by column.
struct Index {
    starts: Vec<i32>,
    vectors: Vec<i32>,
    values: Vec<f64>,
}

impl Index {
    fn of(rows: &CsrMatrix) -> Index {
        let mut starts = vec![0i32; rows.n_cols + 1];
        for &column in &rows.indices {
            starts[column as usize + 1] += 1;
        }
        for column in 0..rows.n_cols {
            starts[column + 1] += starts[column];
        }
        let mut free = starts.clone();
        let mut vectors = vec![0; rows.indices.len()];
        let mut values = vec![0.0; rows.indices.len()];
        for row in 0..rows.n_rows {
            let (columns, of_row) = rows.row(row);
            for (&column, &value) in columns.iter().zip(of_row) {
                let place = &mut free[column as usize];
                vectors[*place as usize] = row as i32;
                values[*place as usize] = value;
                *place += 1;
            }
        }
        Index {
            starts,
            vectors,
            values,
        }
    }
}
