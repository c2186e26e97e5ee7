//! Files that no program writes: made by hand to take more memory than they have bytes for.

use super::*;

/// A structure of Thrift's compact protocol: fields as (number, what it holds, its bytes), in their order.
fn structure(fields: &[(u8, u8, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut last = 0;
    for (id, kind, value) in fields {
        bytes.push((id - last) << 4 | kind);
        bytes.extend(value);
        last = *id;
    }
    bytes.push(0);
    bytes
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 128 {
        bytes.push(value as u8 | 128);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

/// A number that is not negative.
fn int(value: u64) -> Vec<u8> {
    varint(2 * value)
}

fn binary(text: &str) -> Vec<u8> {
    [varint(text.len() as u64), text.as_bytes().to_vec()].concat()
}

fn structures(items: &[Vec<u8>]) -> Vec<u8> {
    [vec![(items.len() as u8) << 4 | 12], items.concat()].concat()
}

/// A column `text` that may be missing, in a page with these bytes.
fn made(n_rows: u64, codec: u64, n_unpacked: u64, page: &[u8]) -> NamedBytes {
    const INT: u8 = 6;
    const BINARY: u8 = 8;
    const LIST: u8 = 9;
    const STRUCT: u8 = 12;
    let values = structure(&[(1, INT, int(n_rows)), (2, INT, int(0)), (3, INT, int(3))]);
    let header = structure(&[
        (1, INT, int(0)),
        (2, INT, int(n_unpacked)),
        (3, INT, int(page.len() as u64)),
        (5, STRUCT, values),
    ]);
    let chunk = structure(&[
        (1, INT, int(6)),
        (4, INT, int(codec)),
        (5, INT, int(n_rows)),
        (9, INT, int(4)),
    ]);
    let group = structure(&[
        (1, LIST, structures(&[structure(&[(3, STRUCT, chunk)])])),
        (3, INT, int(n_rows)),
    ]);
    let root = structure(&[(4, BINARY, binary("r")), (5, INT, int(1))]);
    let text = structure(&[
        (1, INT, int(6)),
        (3, INT, int(1)),
        (4, BINARY, binary("text")),
    ]);
    let footer = structure(&[
        (2, LIST, structures(&[root, text])),
        (4, LIST, structures(&[group])),
    ]);
    let length = (footer.len() as u32).to_le_bytes();
    NamedBytes {
        name: "t.parquet".into(),
        bytes: [b"PAR1", &header[..], page, &footer, &length, b"PAR1"].concat(),
    }
}

fn read(file: &NamedBytes) -> Result<Vec<String>, Error> {
    let asked = Asked {
        text: "text".into(),
        label: None,
        label_is_needed: false,
    };
    read_parquet(file, &asked, Missing::LeaveOut).map(|table| table.texts)
}

/// So many rows without a value, in one run.
fn nothing(n_rows: u64) -> Vec<u8> {
    let run = [varint(2 * n_rows), vec![0]].concat();
    [(run.len() as u32).to_le_bytes().to_vec(), run].concat()
}

#[test]
fn a_file_takes_no_more_than_it_may() {
    let rows = |n| read(&made(n, 0, 0, &nothing(n)));
    assert_eq!(rows(3).unwrap(), ["", "", ""]);
    let error = rows(1 << 40).unwrap_err();
    assert_eq!(error.code, Code::ZipBomb);
    assert_eq!(
        error.to_string(),
        "t.parquet: column `text` unpacks to more than 16,777,216 bytes; write it as CSV, in Python: \
         pd.read_parquet(\"in.parquet\").to_csv(\"out.csv\", index=False)"
    );
    // Each codec is told how much comes out before it begins.
    for codec in [1, 2, 6, 7] {
        let code = |n| read(&made(3, codec, n, b"no page")).unwrap_err().code;
        assert_eq!(code(1 << 30), Code::ZipBomb, "{codec}");
        assert_eq!(code(100), Code::UnknownFormat, "{codec}");
    }
}

#[test]
fn a_schema_without_an_end_is_refused() {
    let mut file = made(3, 0, 0, &nothing(3));
    let deep = [vec![0x1c; 100_000], vec![0; 100_000]].concat();
    let length = (deep.len() as u32).to_le_bytes();
    file.bytes.truncate(4);
    file.bytes.extend(&deep);
    file.bytes.extend(length);
    file.bytes.extend(b"PAR1");
    assert_eq!(read(&file).unwrap_err().code, Code::UnknownFormat);
}
