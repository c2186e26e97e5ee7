//! The state as one JSON file that says whether it is whole.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::watching::Watch;
use crate::pipeline::corpus::sha256_hex;
use crate::pipeline::error::{Code, Error};

const KIND: &str = "dryf-monitor";
/// Version of the layout; a reader refuses another one.
const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Written<'a> {
    kind: &'static str,
    schema_version: u32,
    dryf_version: &'static str,
    /// Of `watch` as it is written.
    sha256: String,
    watch: &'a Watch,
}

/// What every version has.
#[derive(Deserialize)]
struct Head {
    kind: String,
    schema_version: u32,
}

#[derive(Deserialize)]
struct Body {
    sha256: String,
    watch: Watch,
}

impl Watch {
    /// The bytes of a state file. The same watch gives the same bytes.
    pub fn to_json(&self) -> Vec<u8> {
        let written = Written {
            kind: KIND,
            schema_version: SCHEMA_VERSION,
            dryf_version: env!("CARGO_PKG_VERSION"),
            sha256: self.fingerprint(),
            watch: self,
        };
        let mut bytes = serde_json::to_vec(&written).expect("plain data has a JSON form");
        bytes.push(b'\n');
        bytes
    }

    /// Reads a state file.
    ///
    /// # Errors
    /// [`Code::DamagedState`] for what is no state, cut short or changed, [`Code::Unsupported`] for a later Dryf's.
    pub fn from_json(bytes: &[u8], file: &str) -> Result<Watch, Error> {
        let damaged = |what: String| {
            Error::new(
                Code::DamagedState,
                what,
                "restore the file, give another one, or begin anew with --restart, which keeps it under another name",
            )
            .in_file(file)
        };
        let value: Value = serde_json::from_slice(bytes)
            .map_err(|_| damaged("no state of a monitor: it is no JSON, or cut short".into()))?;
        let head: Head = Head::deserialize(&value)
            .ok()
            .filter(|head: &Head| head.kind == KIND)
            .ok_or_else(|| damaged("no state of a monitor".into()))?;
        if head.schema_version != SCHEMA_VERSION {
            return Err(Error::new(
                Code::Unsupported,
                format!(
                    "the state has version {}, and this Dryf reads version {SCHEMA_VERSION}",
                    head.schema_version
                ),
                "use the Dryf that wrote it, or begin anew with --restart, which keeps it under another name",
            )
            .in_file(file));
        }
        let body: Body = serde_json::from_slice(bytes)
            .map_err(|fault| damaged(format!("the state is damaged ({fault})")))?;
        let watch = body.watch;
        if watch.fingerprint() != body.sha256 || watch.rules.check().is_err() {
            return Err(damaged(
                "the state is damaged: it is not what was written".into(),
            ));
        }
        Ok(watch)
    }

    fn fingerprint(&self) -> String {
        sha256_hex(&serde_json::to_vec(self).expect("plain data has a JSON form"))
    }
}
