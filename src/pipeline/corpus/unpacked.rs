//! Files that are packed by themselves: gzip, as exports of large tables come.

use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::{NamedBytes, ZipLimits};
use crate::message;
use crate::pipeline::error::{Code, Error};

/// The first bytes of a gzip file.
const GZIP: &[u8] = b"\x1f\x8b";

/// A file that is no gzip as it is; one that is unpacked, under its name as it was given.
///
/// # Errors
/// [`Code::ZipBomb`] beyond the limits, [`Code::DamagedZip`] where it can't be unpacked.
pub fn unpacked(file: NamedBytes, limits: &ZipLimits) -> Result<NamedBytes, Error> {
    if !file.bytes.starts_with(GZIP) {
        return Ok(file);
    }
    let most = limits.most(&file);
    let mut bytes = Vec::new();
    MultiGzDecoder::new(&file.bytes[..])
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|fault| {
            Error::new(
                Code::DamagedZip,
                message!("error-gzip", fault = fault.to_string()),
                message!("error-pack-again-one"),
            )
            .in_file(&file.name)
        })?;
    if bytes.len() as u64 > most {
        return Err(Error::new(
            Code::ZipBomb,
            message!("error-gzip-bytes", bytes = most),
            message!("error-unpack-yourself-one"),
        )
        .in_file(&file.name));
    }
    Ok(NamedBytes {
        name: file.name,
        bytes,
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(bytes: &[u8]) -> NamedBytes {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        NamedBytes {
            name: "a.csv.gz".into(),
            bytes: encoder.finish().unwrap(),
        }
    }

    #[test]
    fn what_is_packed_is_unpacked_within_bounds() {
        let limits = ZipLimits::default();
        assert_eq!(
            unpacked(packed(b"text\n"), &limits).unwrap().bytes,
            b"text\n"
        );
        let plain = NamedBytes {
            name: "a".into(),
            bytes: b"text\n".to_vec(),
        };
        assert_eq!(unpacked(plain.clone(), &limits).unwrap(), plain);
        let bomb = packed(&vec![0; 64 << 20]);
        assert_eq!(unpacked(bomb, &limits).unwrap_err().code, Code::ZipBomb);
        let mut cut = packed(b"text and more of it");
        cut.bytes.truncate(12);
        assert_eq!(unpacked(cut, &limits).unwrap_err().code, Code::DamagedZip);
    }
}
