//! Requests that are refused, in the shape of MLflow's errors: a status, and an object with `error_code` and `message`.

use hyper::StatusCode;
use serde_json::json;

use crate::message;
use crate::message::{Argument, Language, Message};
use crate::pipeline::error::Error;

#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    pub status: StatusCode,
    /// MLflow's name for the kind of fault.
    pub code: &'static str,
    pub message: Message,
}

impl Refusal {
    pub fn new(status: StatusCode, code: &'static str, message: Message) -> Refusal {
        Refusal {
            status,
            code,
            message,
        }
    }

    /// The request is not what the protocol has.
    pub fn bad(what: &'static str, fault: impl ToString) -> Refusal {
        let message = message!(
            "serve-bad-request",
            what = Argument::key(what),
            fault = fault.to_string()
        );
        Refusal::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", message)
    }

    /// A row that has something else than a text; rows count from 0.
    pub fn not_a_text(row: usize, kind: &'static str) -> Refusal {
        let message = message!(
            "serve-not-a-text",
            row = row as u64,
            kind = Argument::key(kind)
        );
        Refusal::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", message)
    }

    /// Nothing of the request is called `text`, as the model's signature wants it.
    pub fn no_text_column() -> Refusal {
        let message = message!("serve-no-text-column");
        Refusal::new(StatusCode::BAD_REQUEST, "INVALID_PARAMETER_VALUE", message)
    }

    /// More rows than may be.
    pub fn too_many_rows(rows: usize, most: usize) -> Refusal {
        let message = message!(
            "serve-too-many-rows",
            rows = rows as u64,
            most = most as u64
        );
        Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "INVALID_PARAMETER_VALUE",
            message,
        )
    }

    /// A new model that can't be read.
    pub fn of_error(error: &Error) -> Refusal {
        Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "INVALID_STATE",
            error.line(),
        )
    }

    pub fn json(&self) -> Vec<u8> {
        let message = self.message.shown(Language::English);
        json!({ "error_code": self.code, "message": message })
            .to_string()
            .into_bytes()
    }
}
