//! The time, which `SOURCE_DATE_EPOCH` freezes so that the same input gives the same bytes.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::time::UnixMillis;

/// A clock of the shell.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    System,
    Frozen(UnixMillis),
}

impl Clock {
    /// The system's clock, or the moment in `SOURCE_DATE_EPOCH` (seconds since 1970).
    ///
    /// # Errors
    /// [`Code::Usage`] where the variable holds no number.
    pub fn from_environment() -> Result<Clock, Error> {
        match std::env::var("SOURCE_DATE_EPOCH") {
            Err(_) => Ok(Clock::System),
            Ok(text) => match text.trim().parse::<u32>() {
                Ok(seconds) => Ok(Clock::Frozen(UnixMillis(f64::from(seconds) * 1000.0))),
                Err(_) => Err(Error::new(
                    Code::Usage,
                    message!("error-source-date", value = &text),
                    message!("error-unset-source-date"),
                )),
            },
        }
    }

    pub fn now(self) -> UnixMillis {
        match self {
            Clock::Frozen(moment) => moment,
            Clock::System => UnixMillis(
                SystemTime::now()
                    .duration_since(UNIX_EPOCH)
                    .map_or(0.0, |since| since.as_secs_f64() * 1000.0),
            ),
        }
    }
}
