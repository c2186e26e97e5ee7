//! How an envelope crosses between page and worker: as a JavaScript object whose bytes are byte arrays, which browsers
//! copy at once.

use gloo_worker::Codec;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

/// gloo-worker's own codec packs every byte by itself; this one leaves byte arrays whole.
pub struct EnvelopeCodec;

impl Codec for EnvelopeCodec {
    fn encode<I: Serialize>(input: I) -> JsValue {
        serde_wasm_bindgen::to_value(&input).expect_throw("an envelope is plain data")
    }

    /// gloo-worker leaves no way to refuse. An envelope never changes its shape, so only a message that is none (a
    /// page of another version of gloo-worker) ends here.
    fn decode<O: for<'de> Deserialize<'de>>(input: JsValue) -> O {
        serde_wasm_bindgen::from_value(input)
            .expect_throw("page and worker come from different builds; reload the page")
    }
}
