//! Messages of protocol buffers, written field by field: as much of the format as an ONNX file needs.
//!
//! Source: the encoding as <https://protobuf.dev/programming-guides/encoding/> describes it. A reader takes the fields in any order.

/// A message: its fields one after the other.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Proto(pub Vec<u8>);

/// How a field is written, the low three bits of its tag.
const VARINT: u64 = 0;
const LENGTH_DELIMITED: u64 = 2;

impl Proto {
    /// A whole number, negative ones by their two's complement.
    pub fn int(mut self, field: u64, value: i64) -> Proto {
        self.varint(field << 3 | VARINT);
        self.varint(value as u64);
        self
    }

    pub fn bytes(mut self, field: u64, bytes: &[u8]) -> Proto {
        self.varint(field << 3 | LENGTH_DELIMITED);
        self.varint(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
        self
    }

    pub fn text(self, field: u64, text: &str) -> Proto {
        self.bytes(field, text.as_bytes())
    }

    /// A message within this one.
    pub fn message(self, field: u64, message: &Proto) -> Proto {
        self.bytes(field, &message.0)
    }

    /// A repeated field.
    pub fn each<T>(
        self,
        items: impl IntoIterator<Item = T>,
        put: impl Fn(Proto, T) -> Proto,
    ) -> Proto {
        items.into_iter().fold(self, put)
    }

    /// Seven bits a byte, the lowest first; the eighth says whether more follow.
    fn varint(&mut self, mut value: u64) {
        while value > 0x7f {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_those_of_the_published_examples() {
        let cases = [
            (Proto::default().int(1, 150), vec![0x08, 0x96, 0x01]),
            (
                Proto::default().text(2, "testing"),
                b"\x12\x07testing".to_vec(),
            ),
            (
                Proto::default().message(3, &Proto::default().int(1, 150)),
                vec![0x1a, 0x03, 0x08, 0x96, 0x01],
            ),
            (
                Proto::default().int(1, -2),
                b"\x08\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01".to_vec(),
            ),
        ];
        for (written, expected) in cases {
            assert_eq!(written.0, expected);
        }
    }
}
