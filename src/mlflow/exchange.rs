//! Something that is asked of a tracking server, without I/O: what to send next, and what to do about the answer.

use super::push::server::Server;
use super::push::wire::Wire;
use super::push::{HttpAnswer, HttpRequest};
use crate::message::Message;
use crate::pipeline::error::Error;
use crate::pipeline::step::Stepped;

/// An exchange with a server, under way; `T` is what it comes to.
pub struct Exchange<T> {
    wire: Wire,
    work: Stepped<Result<T, Error>>,
    found: Option<T>,
}

impl<T> Exchange<T> {
    /// Nothing is sent yet.
    pub(super) fn begin<F: Future<Output = Result<T, Error>> + 'static>(
        work: impl FnOnce(Server) -> F,
    ) -> Exchange<T> {
        let wire = Wire::default();
        let server = Server { wire: wire.clone() };
        Exchange {
            wire,
            work: Stepped::new(work(server)),
            found: None,
        }
    }

    /// What is to be sent now; none at the end. It is called once at the start and then after each answer.
    ///
    /// # Errors
    /// [`Code::Unreachable`](crate::pipeline::error::Code::Unreachable), `NotMlflow`, `Unauthorized` and `Refused` by the server,
    /// and those of what is asked.
    pub fn next_request(&mut self) -> Result<Option<HttpRequest>, Error> {
        loop {
            if let Some(found) = self.work.step() {
                self.found = Some(found?);
                return Ok(None);
            }
            if let Some(request) = self.wire.request() {
                return Ok(Some(request));
            }
        }
    }

    /// What came of the last request: an answer, or why there is none.
    pub fn answer(&mut self, answer: Result<HttpAnswer, Message>) {
        self.wire.answer(answer);
    }

    /// What was asked for.
    ///
    /// # Panics
    /// Before [`Exchange::next_request`] gave none.
    pub fn finish(self) -> T {
        self.found.expect("the exchange is over")
    }
}
