//! How messages travel between client and engine: JSON that both sides can refuse, with big payloads beside it.

use serde::{Deserialize, Serialize};

use crate::message;
use crate::message::Message;
use crate::pipeline::error::{Code, Error};

/// Raised with every change that an older client or engine would misread.
pub const PROTOCOL_VERSION: u32 = 8;

/// One message on its way. Its own shape never changes, so that a page of yesterday and a worker of today can at least
/// tell each other that they don't fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// [`PROTOCOL_VERSION`] of the sender.
    pub version: u32,
    /// JSON of a [`Request`](super::protocol::Request) or an [`Event`](super::protocol::Event).
    #[serde(with = "serde_bytes")]
    pub message: Vec<u8>,
    /// The bytes of a file or an archive; empty for most messages.
    #[serde(with = "serde_bytes")]
    pub attachment: Vec<u8>,
}

impl Envelope {
    /// Packs a message.
    pub fn pack<T: Serialize>(message: &T, attachment: Vec<u8>) -> Envelope {
        Envelope {
            version: PROTOCOL_VERSION,
            message: serde_json::to_vec(message)
                .expect("every message of the protocol has a form in JSON"),
            attachment,
        }
    }

    /// Unpacks a message and its attachment.
    ///
    /// # Errors
    /// [`Code::Protocol`] for another version or a message that this one does not know.
    pub fn unpack<T: for<'de> Deserialize<'de>>(self) -> Result<(T, Vec<u8>), Error> {
        let refused = |message: Message| {
            Error::new(Code::Protocol, message, message!("error-reload-same-build"))
        };
        if self.version != PROTOCOL_VERSION {
            return Err(refused(message!(
                "error-protocol",
                version = self.version.to_string(),
                own = PROTOCOL_VERSION.to_string()
            )));
        }
        match serde_json::from_slice(&self.message) {
            Ok(message) => Ok((message, self.attachment)),
            Err(fault) => Err(refused(message!(
                "error-message-unreadable",
                fault = fault.to_string()
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::protocol::{JobId, JobSpec, Request};
    use crate::pipeline::run::RunConfig;
    use crate::pipeline::time::UnixMillis;

    #[test]
    fn a_configuration_keeps_what_json_can_not_say() {
        let mut config = Box::new(RunConfig::default());
        config.svc.c = f64::NAN;
        config.svc.tol = f64::INFINITY;
        let request = Request::Start {
            job: JobId(7),
            spec: JobSpec::Train {
                config,
                start: UnixMillis(0.5),
                found_by: None,
            },
            inputs: Box::default(),
        };
        let (back, _) = Envelope::pack(&request, Vec::new())
            .unpack::<Request>()
            .unwrap();
        let Request::Start {
            job: JobId(7),
            spec: JobSpec::Train { config, start, .. },
            ..
        } = back
        else {
            panic!("another request came back: {back:?}");
        };
        assert!(
            config.svc.c.is_nan() && config.svc.tol == f64::INFINITY && start == UnixMillis(0.5)
        );
    }

    #[test]
    fn what_is_not_of_this_protocol_is_refused_with_the_remedy() {
        let good = Envelope::pack(&Request::Cancel { job: JobId(1) }, vec![1, 2]);
        assert_eq!(
            good.clone().unpack::<Request>().unwrap(),
            (Request::Cancel { job: JobId(1) }, vec![1, 2])
        );
        let other_version = Envelope {
            version: PROTOCOL_VERSION + 1,
            ..good.clone()
        };
        let no_json = Envelope {
            message: vec![0xff, 0x00],
            ..good.clone()
        };
        let unknown = Envelope {
            message: br#"{"dance":{"job":1}}"#.to_vec(),
            ..good.clone()
        };
        let incomplete = Envelope {
            message: br#"{"cancel":{}}"#.to_vec(),
            ..good
        };
        for envelope in [other_version, no_json, unknown, incomplete] {
            let error = envelope.unpack::<Request>().unwrap_err();
            assert_eq!(error.code, Code::Protocol);
            assert!(error.to_string().contains("reload"), "{error}");
        }
    }
}
