//! An ONNX graph being built: nodes, constants, graphs within nodes. It knows the format, not what is computed.
//!
//! Source of the numbers of fields and kinds: `onnx.proto` of ONNX. Each value has one name in the whole file.

use super::protobuf::Proto;

/// What a node gives, a constant or an input, by its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Value(String);

impl Value {
    /// An input that a node may do without.
    pub fn none() -> Value {
        Value(String::new())
    }
}

/// Kinds of numbers, as `TensorProto.DataType` counts them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    Int32 = 6,
    Int64 = 7,
    Text = 8,
    Bool = 9,
    Double = 11,
}

/// An attribute of a node.
pub enum Attribute<'a> {
    Int(&'a str, i64),
    Ints(&'a str, Vec<i64>),
    Text(&'a str, &'a str),
    Texts(&'a str, &'a [String]),
    Tensor(&'a str, Tensor),
    Graph(&'a str, Proto),
}

/// An array with its name, which may be empty.
pub struct Tensor(Proto);

impl Tensor {
    /// All of a tensor but its values.
    fn head(name: &str, shape: &[usize], kind: Kind) -> Proto {
        Proto::default()
            .each(shape, |proto, &length| proto.int(1, length as i64))
            .int(2, kind as i64)
            .text(8, name)
    }

    pub fn doubles(name: &str, shape: &[usize], values: &[f64]) -> Tensor {
        let raw: Vec<u8> = values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        Tensor(Tensor::head(name, shape, Kind::Double).bytes(9, &raw))
    }

    pub fn ints(name: &str, shape: &[usize], values: &[i64]) -> Tensor {
        let raw: Vec<u8> = values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        Tensor(Tensor::head(name, shape, Kind::Int64).bytes(9, &raw))
    }

    fn small_ints(name: &str, values: &[i32]) -> Tensor {
        let raw: Vec<u8> = values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        Tensor(Tensor::head(name, &[values.len()], Kind::Int32).bytes(9, &raw))
    }

    fn texts(name: &str, values: &[&str]) -> Tensor {
        let tensor = Tensor::head(name, &[values.len()], Kind::Text);
        Tensor(tensor.each(values, |proto, text| proto.text(6, text)))
    }
}

/// A graph and the names that it has given.
pub struct Graph {
    nodes: Vec<Proto>,
    constants: Vec<Proto>,
    inputs: Vec<Proto>,
    outputs: Vec<Proto>,
    name: String,
    n_names: usize,
}

impl Graph {
    /// `name` is that of no other graph of the file.
    pub fn new(name: &str) -> Graph {
        Graph {
            nodes: Vec::new(),
            constants: Vec::new(),
            inputs: Vec::new(),
            outputs: Vec::new(),
            name: name.to_string(),
            n_names: 0,
        }
    }

    /// An input; lengths are numbers, or words for those that are known when it runs.
    pub fn input(&mut self, name: &str, kind: Kind, shape: &[&str]) -> Value {
        self.inputs.push(described(name, kind, shape));
        Value(name.to_string())
    }

    /// Declares a value as an output; the name is that of the value.
    pub fn output(&mut self, value: &Value, kind: Kind, shape: &[&str]) {
        self.outputs.push(described(&value.0, kind, shape));
    }

    /// A node with one output.
    pub fn op(&mut self, operator: &str, inputs: &[&Value]) -> Value {
        self.op_with(operator, inputs, &[])
    }

    pub fn op_with(
        &mut self,
        operator: &str,
        inputs: &[&Value],
        attributes: &[Attribute<'_>],
    ) -> Value {
        let output = self.fresh();
        self.node(operator, inputs, std::slice::from_ref(&output), attributes);
        output
    }

    /// A node whose output has this name.
    pub fn named(&mut self, name: &str, operator: &str, inputs: &[&Value]) -> Value {
        let output = Value(name.to_string());
        self.node(operator, inputs, std::slice::from_ref(&output), &[]);
        output
    }

    /// A node with several outputs.
    pub fn op_of(
        &mut self,
        operator: &str,
        inputs: &[&Value],
        attributes: &[Attribute<'_>],
        n_outputs: usize,
    ) -> Vec<Value> {
        let outputs: Vec<Value> = (0..n_outputs).map(|_| self.fresh()).collect();
        self.node(operator, inputs, &outputs, attributes);
        outputs
    }

    fn node(
        &mut self,
        operator: &str,
        inputs: &[&Value],
        outputs: &[Value],
        attributes: &[Attribute<'_>],
    ) {
        let domain = match operator {
            "LabelEncoder" => "ai.onnx.ml",
            _ => "",
        };
        let node = Proto::default()
            .each(inputs, |proto, input| proto.text(1, &input.0))
            .each(outputs, |proto, output| proto.text(2, &output.0))
            .text(4, operator)
            .each(attributes, |proto, attribute| {
                proto.message(5, &attribute.proto())
            })
            .text(7, domain);
        self.nodes.push(node);
    }

    fn fresh(&mut self) -> Value {
        self.n_names += 1;
        Value(format!("{}_{}", self.name, self.n_names))
    }

    fn constant(&mut self, tensor: Tensor, name: Value) -> Value {
        self.constants.push(tensor.0);
        name
    }

    /// A single double, of no dimension.
    pub fn double(&mut self, value: f64) -> Value {
        let name = self.fresh();
        self.constant(Tensor::doubles(&name.0, &[], &[value]), name)
    }

    pub fn doubles(&mut self, name: &str, shape: &[usize], values: &[f64]) -> Value {
        let tensor = Tensor::doubles(name, shape, values);
        self.constant(tensor, Value(name.to_string()))
    }

    /// A single whole number, of no dimension.
    pub fn int(&mut self, value: i64) -> Value {
        let name = self.fresh();
        self.constant(Tensor::ints(&name.0, &[], &[value]), name)
    }

    /// A row of whole numbers.
    pub fn ints(&mut self, values: &[i64]) -> Value {
        let name = self.fresh();
        self.constant(Tensor::ints(&name.0, &[values.len()], values), name)
    }

    /// A row of whole numbers of 32 bits.
    pub fn small_ints(&mut self, name: &str, values: &[i32]) -> Value {
        self.constant(Tensor::small_ints(name, values), Value(name.to_string()))
    }

    pub fn texts(&mut self, name: &str, values: &[&str]) -> Value {
        self.constant(Tensor::texts(name, values), Value(name.to_string()))
    }

    /// As an attribute of a node, or the body of a file.
    pub fn proto(self) -> Proto {
        Proto::default()
            .each(&self.nodes, |proto, node| proto.message(1, node))
            .text(2, &self.name)
            .each(&self.constants, |proto, tensor| proto.message(5, tensor))
            .each(&self.inputs, |proto, input| proto.message(11, input))
            .each(&self.outputs, |proto, output| proto.message(12, output))
    }
}

/// A `ValueInfoProto`.
fn described(name: &str, kind: Kind, shape: &[&str]) -> Proto {
    let shape = Proto::default().each(shape, |proto, length| {
        let length = match length.parse() {
            Ok(length) => Proto::default().int(1, length),
            Err(_) => Proto::default().text(2, length),
        };
        proto.message(1, &length)
    });
    let tensor = Proto::default().int(1, kind as i64).message(2, &shape);
    Proto::default()
        .text(1, name)
        .message(2, &Proto::default().message(1, &tensor))
}

impl Attribute<'_> {
    fn proto(&self) -> Proto {
        let named = |name: &str, kind: i64| Proto::default().text(1, name).int(20, kind);
        match self {
            Attribute::Int(name, value) => named(name, 2).int(3, *value),
            Attribute::Text(name, text) => named(name, 3).text(4, text),
            Attribute::Tensor(name, tensor) => named(name, 4).message(5, &tensor.0),
            Attribute::Graph(name, graph) => named(name, 5).message(6, graph),
            Attribute::Ints(name, values) => {
                named(name, 7).each(values, |proto, &value| proto.int(8, value))
            }
            Attribute::Texts(name, texts) => {
                named(name, 8).each(*texts, |proto, text| proto.text(9, text))
            }
        }
    }
}
