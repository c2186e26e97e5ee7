//! What the tests of the door for data share.

use dryf::pipeline::corpus::NamedBytes;
use dryf::pipeline::error::{Code, Error};

pub fn file(name: &str, bytes: impl AsRef<[u8]>) -> NamedBytes {
    NamedBytes {
        name: name.into(),
        bytes: bytes.as_ref().to_vec(),
    }
}

/// The whole line that the user reads, and the code that scripts read.
#[track_caller]
pub fn expect<T: std::fmt::Debug>(result: Result<T, Error>, code: Code, line: &str) {
    let error = result.unwrap_err();
    assert_eq!(error.to_string(), line);
    assert_eq!(error.code, code);
    assert!(error.remedy.is_some());
    assert!(
        error
            .message
            .to_string()
            .starts_with(|c: char| !c.is_uppercase())
            && !error.message.to_string().ends_with('.'),
        "{}",
        error.message
    );
}
