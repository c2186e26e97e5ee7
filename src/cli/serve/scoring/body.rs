//! Bodies of requests, within bounds: of each in bytes and time, and of all large ones together in bytes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http_body_util::BodyExt;
use hyper::StatusCode;
use hyper::body::{Body, Incoming};

use super::refusal::Refusal;
use crate::message;

/// Bytes of a body that are always taken: all connections together have a bound.
const SMALL: usize = 64 << 10;
/// Largest bodies that are taken at a time.
const LARGEST_AT_A_TIME: usize = 8;

/// Room for large bodies.
pub struct Room {
    most: usize,
    bytes: usize,
    time: Duration,
    taken: Arc<AtomicUsize>,
}

/// A body, whose room is free again when it is dropped.
pub struct Read {
    pub bytes: Vec<u8>,
    held: Held,
}

pub struct Held {
    n: usize,
    taken: Arc<AtomicUsize>,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.taken.fetch_sub(self.n, Ordering::Relaxed);
    }
}

impl Room {
    /// For bodies of so many bytes at most, each within a time.
    pub fn new(bytes: usize, time: Duration) -> Room {
        Room {
            most: bytes.saturating_mul(LARGEST_AT_A_TIME),
            bytes,
            time,
            taken: Arc::default(),
        }
    }

    /// Reads a body whole.
    ///
    /// # Errors
    /// Where it is too large (413), too slow (408), ends too early (400), or where there is no room now (503).
    pub async fn read(&self, mut body: Incoming) -> Result<Read, Refusal> {
        if body.size_hint().lower() > self.bytes as u64 {
            return Err(self.too_large());
        }
        let mut read = Read {
            bytes: Vec::new(),
            held: Held {
                n: 0,
                taken: Arc::clone(&self.taken),
            },
        };
        let all = async {
            while let Some(frame) = body.frame().await {
                let frame = frame.map_err(|fault| Refusal::bad("body", fault))?;
                let Ok(data) = frame.into_data() else {
                    continue;
                };
                let n = read.bytes.len() + data.len();
                if n > self.bytes {
                    return Err(self.too_large());
                }
                if n > SMALL {
                    read.held.take(n, self.most)?;
                }
                read.bytes.extend_from_slice(&data);
            }
            Ok(())
        };
        match tokio::time::timeout(self.time, all).await {
            Ok(result) => result.map(|()| read),
            Err(_) => Err(Refusal::new(
                StatusCode::REQUEST_TIMEOUT,
                "DEADLINE_EXCEEDED",
                message!("serve-too-slow", seconds = self.time.as_secs()),
            )),
        }
    }

    fn too_large(&self) -> Refusal {
        Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "INVALID_PARAMETER_VALUE",
            message!("serve-too-large", bytes = self.bytes as u64),
        )
    }
}

impl Held {
    fn take(&mut self, n: usize, most: usize) -> Result<(), Refusal> {
        let more = n - self.n;
        if self.taken.fetch_add(more, Ordering::Relaxed) + more > most {
            self.taken.fetch_sub(more, Ordering::Relaxed);
            return Err(Refusal::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "TEMPORARILY_UNAVAILABLE",
                message!("serve-no-room"),
            ));
        }
        self.n = n;
        Ok(())
    }
}
