//! From terms to TF-IDF: counting, weighting and norming, in doubles and in the order in which Dryf does it.

use super::graph::{Attribute, Graph, Kind, Value};
use crate::pipeline::features::{Norm, Tfidf, TfidfParams, Union};

/// The stored values of the rows, row by row, by ascending columns.
pub struct Entries {
    /// The row of each, from 0.
    pub rows: Value,
    pub columns: Value,
    pub values: Value,
    /// Shape `(1,)`.
    pub n_rows: Value,
}

/// The rows of features of terms: `terms` one row after the other, `lengths` how many each row has.
pub fn features(
    graph: &mut Graph,
    features: &Union<Tfidf>,
    terms: &Value,
    lengths: &Value,
) -> Entries {
    let n_columns = features.n_terms();
    let names: Vec<String> = (0..n_columns).map(|column| features.name(column)).collect();
    let columns = graph.op_with(
        "LabelEncoder",
        &[terms],
        &[
            Attribute::Texts("keys_strings", &names),
            Attribute::Ints("values_int64s", (0..n_columns as i64).collect()),
            Attribute::Int("default_int64", -1),
        ],
    );
    let n_rows = graph.length(lengths);
    let (rows, _) = graph.repeat(lengths);
    let minus_one = graph.int(-1);
    let is_known = graph.op("Greater", &[&columns, &minus_one]);
    let width = graph.int(n_columns as i64);
    let begins = graph.op("Mul", &[&rows, &width]);
    let keys = graph.op("Add", &[&begins, &columns]);
    let keys = graph.op_with(
        "Compress",
        &[&keys, &is_known],
        &[Attribute::Int("axis", 0)],
    );
    // Sorted, each once, and how often each was there.
    let unique = graph.op_of("Unique", &[&keys], &[Attribute::Int("axis", 0)], 4);
    let rows = graph.op("Div", &[&unique[0], &width]);
    let begins = graph.op("Mul", &[&rows, &width]);
    let columns = graph.op("Sub", &[&unique[0], &begins]);
    let counts = graph.cast(&unique[3], Kind::Double);

    let parts = Parts::new(graph, features, &columns);
    let values = parts.each(graph, |graph, params| frequency(graph, params, &counts));
    let values = weighted(graph, features, values, &columns);
    let values = parts.normed(graph, values, &rows, &n_rows);
    let values = parts.weighted(graph, values);
    Entries {
        rows,
        columns,
        values,
        n_rows,
    }
}

/// What a count counts.
fn frequency(graph: &mut Graph, params: &TfidfParams, counts: &Value) -> Value {
    let counts = match params.binary {
        true => constants(graph, 1.0, counts),
        false => counts.clone(),
    };
    if !params.sublinear_tf {
        return counts;
    }
    let one = graph.double(1.0);
    let logarithms = graph.op("Log", &[&counts]);
    graph.op("Add", &[&logarithms, &one])
}

/// One value, as often as `like` has values.
fn constants(graph: &mut Graph, value: f64, like: &Value) -> Value {
    let value = graph.double(value);
    let shape = graph.length(like);
    graph.full(&value, &shape)
}

/// Values times the inverse document frequencies, of a vectorizer without them times 1.
fn weighted(graph: &mut Graph, features: &Union<Tfidf>, values: Value, columns: &Value) -> Value {
    if features.parts().all(|(_, part)| part.idf.is_empty()) {
        return values;
    }
    let mut idf = Vec::new();
    for (_, part) in features.parts() {
        match part.idf.is_empty() {
            true => idf.extend(std::iter::repeat_n(1.0, part.vocabulary.len())),
            false => idf.extend_from_slice(&part.idf),
        }
    }
    let idf = graph.doubles("idf", &[idf.len()], &idf);
    let idf = graph.gather(&idf, columns, 0);
    graph.op("Mul", &[&values, &idf])
}

/// The vectorizers whose columns stand side by side.
struct Parts<'a> {
    params: Vec<&'a TfidfParams>,
    /// Which of two vectorizers each value is of: 0 or 1, and whether it is the second.
    second: Option<(Value, Value)>,
}

impl Parts<'_> {
    fn new<'a>(graph: &mut Graph, features: &'a Union<Tfidf>, columns: &Value) -> Parts<'a> {
        let second = features.chars.is_some().then(|| {
            let last = graph.int(features.tfidf.vocabulary.len() as i64 - 1);
            let is_second = graph.op("Greater", &[columns, &last]);
            (graph.cast(&is_second, Kind::Int64), is_second)
        });
        let params = features.parts().map(|(_, part)| &part.params).collect();
        Parts { params, second }
    }

    /// For each value what its vectorizer makes of it.
    fn each(&self, graph: &mut Graph, of: impl Fn(&mut Graph, &TfidfParams) -> Value) -> Value {
        let first = of(graph, self.params[0]);
        match &self.second {
            None => first,
            Some((_, is_second)) => {
                let second = of(graph, self.params[1]);
                graph.op("Where", &[is_second, &second, &first])
            }
        }
    }

    /// Values divided by the norm of their row, which each vectorizer has for itself.
    fn normed(&self, graph: &mut Graph, values: Value, rows: &Value, n_rows: &Value) -> Value {
        if self.params.iter().all(|params| params.norm == Norm::None) {
            return values;
        }
        let shares = self.each(graph, |graph, params| match params.norm {
            Norm::L2 => graph.op("Mul", &[&values, &values]),
            Norm::L1 => graph.op("Abs", &[&values]),
            Norm::None => values.clone(),
        });
        let (places, n_places) = match &self.second {
            None => (rows.clone(), n_rows.clone()),
            Some((part, _)) => {
                let two = graph.int(2);
                let firsts = graph.op("Mul", &[rows, &two]);
                (
                    graph.op("Add", &[&firsts, part]),
                    graph.op("Mul", &[n_rows, &two]),
                )
            }
        };
        let nothing = graph.zeros(&n_places, Kind::Double);
        let sums = graph.add_at(&nothing, &places, &shares, 0);
        let sums = graph.gather(&sums, &places, 0);
        let lengths = self.each(graph, |graph, params| match params.norm {
            Norm::L2 => graph.op("Sqrt", &[&sums]),
            Norm::L1 => sums.clone(),
            Norm::None => constants(graph, 1.0, &sums),
        });
        graph.op("Div", &[&values, &lengths])
    }

    /// Values times the weight of their vectorizer.
    fn weighted(&self, graph: &mut Graph, values: Value) -> Value {
        if self.params.iter().all(|params| params.weight == 1.0) {
            return values;
        }
        let weights = self.each(graph, |graph, params| {
            constants(graph, params.weight, &values)
        });
        graph.op("Mul", &[&values, &weights])
    }
}
