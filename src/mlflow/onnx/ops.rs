//! What several nodes together do, by the names of numpy.

use super::graph::{Attribute, Graph, Kind, Tensor, Value};

impl Graph {
    /// Shape `(1,)`: the length of a row.
    pub fn length(&mut self, row: &Value) -> Value {
        self.op("Shape", &[row])
    }

    /// As many zeros as `shape` says.
    pub fn zeros(&mut self, shape: &Value, kind: Kind) -> Value {
        let zero = match kind {
            Kind::Double => Tensor::doubles("", &[1], &[0.0]),
            _ => Tensor::ints("", &[1], &[0]),
        };
        self.op_with(
            "ConstantOfShape",
            &[shape],
            &[Attribute::Tensor("value", zero)],
        )
    }

    /// `np.full(shape, value)` for a value of no dimension.
    pub fn full(&mut self, value: &Value, shape: &Value) -> Value {
        self.op("Expand", &[value, shape])
    }

    /// `np.add.at` along an axis: the summands one after the other, in their order. (onnxruntime adds those of `ScatterND` by
    /// several threads at once.)
    pub fn add_at(&mut self, to: &Value, places: &Value, summands: &Value, axis: i64) -> Value {
        self.op_with(
            "ScatterElements",
            &[to, places, summands],
            &[
                Attribute::Int("axis", axis),
                Attribute::Text("reduction", "add"),
            ],
        )
    }

    /// `array[begin:end]` along the first axis, the bounds of shape `(1,)`.
    pub fn slice(&mut self, array: &Value, begin: &Value, end: &Value) -> Value {
        self.op("Slice", &[array, begin, end])
    }

    pub fn gather(&mut self, array: &Value, places: &Value, axis: i64) -> Value {
        self.op_with("Gather", &[array, places], &[Attribute::Int("axis", axis)])
    }

    pub fn unsqueeze(&mut self, array: &Value, axis: i64) -> Value {
        let axis = self.ints(&[axis]);
        self.op("Unsqueeze", &[array, &axis])
    }

    pub fn squeeze(&mut self, array: &Value, axis: i64) -> Value {
        let axis = self.ints(&[axis]);
        self.op("Squeeze", &[array, &axis])
    }

    pub fn reshape(&mut self, array: &Value, shape: &[i64]) -> Value {
        let shape = self.ints(shape);
        self.op("Reshape", &[array, &shape])
    }

    pub fn concat(&mut self, arrays: &[&Value], axis: i64) -> Value {
        self.op_with("Concat", arrays, &[Attribute::Int("axis", axis)])
    }

    pub fn cast(&mut self, array: &Value, kind: Kind) -> Value {
        self.op_with("Cast", &[array], &[Attribute::Int("to", kind as i64)])
    }

    /// The sum along an axis, which stays with the length 1.
    pub fn sum(&mut self, array: &Value, axis: i64) -> Value {
        let axis = self.ints(&[axis]);
        self.op("ReduceSum", &[array, &axis])
    }

    /// Sums of all before each: `(0, a, a + b, ..)`.
    pub fn sums_before(&mut self, row: &Value) -> Value {
        let axis = self.int(0);
        self.op_with("CumSum", &[row, &axis], &[Attribute::Int("exclusive", 1)])
    }

    /// `np.arange(len(row))`
    pub fn places(&mut self, row: &Value) -> Value {
        let (first, step) = (self.int(0), self.int(1));
        let end = self.length(row);
        let end = self.squeeze(&end, 0);
        self.op("Range", &[&first, &end, &step])
    }

    /// `np.repeat(np.arange(len(lengths)), lengths)`, and where the repetitions of each begin.
    pub fn repeat(&mut self, lengths: &Value) -> (Value, Value) {
        let (zero, one, many) = (self.ints(&[0]), self.ints(&[1]), self.ints(&[i64::MAX]));
        let starts = self.sums_before(lengths);
        // Counts the starts behind the first up to each place, the end among the places.
        let total = self.sum(lengths, 0);
        let with_end = self.op("Add", &[&total, &one]);
        let nothing = self.zeros(&with_end, Kind::Int64);
        let later = self.slice(&starts, &one, &many);
        let n_later = self.length(&later);
        let ones = self.full(&one, &n_later);
        let begun = self.add_at(&nothing, &later, &ones, 0);
        let axis = self.int(0);
        let begun = self.op("CumSum", &[&begun, &axis]);
        (self.slice(&begun, &zero, &total), starts)
    }
}
