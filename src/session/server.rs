//! Servers that jobs reach: what is known of each while its job is at work, and how the page says what came of it.

use super::Session;
use crate::jobs::protocol::ServerAddress;
use crate::jobs::protocol::{FetchAnswer, JobId};
use crate::message;
use crate::message::Argument;
use crate::pipeline::error::{Code, Error};

/// Why no answer came, as far as a browser tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAnswer {
    /// Something answers, and does not let this page read it.
    Withheld,
    Unreachable,
    /// It took too long.
    Late,
    /// The answer sends elsewhere.
    Redirected,
}

/// A job that reaches a server.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reach {
    pub job: JobId,
    /// Its address; none where nothing is asked of it.
    pub server: Option<String>,
    /// Whether it has answered.
    is_answered: bool,
}

impl Reach {
    pub fn new(job: JobId, server: Option<String>) -> Reach {
        Reach {
            job,
            server,
            is_answered: false,
        }
    }

    /// A fault as the page says it.
    pub fn in_page(&self, error: &Error) -> Error {
        in_page(error.clone(), self.server.as_deref().unwrap_or_default())
    }
}

impl Session {
    /// The server that a job at work is to reach.
    pub fn server_of(&mut self, job: JobId) -> Option<String> {
        self.reach_of(job)?.server.clone()
    }

    /// A job's server has answered.
    pub fn server_answered(&mut self, job: JobId) {
        if let Some(reach) = self.reach_of(job) {
            reach.is_answered = true;
        }
    }

    /// What is to be said of a server that has not answered; `page` is the page's origin.
    pub fn no_answer(&mut self, job: JobId, why: NoAnswer, page: &str) -> FetchAnswer {
        let reach = self.reach_of(job);
        let is_answered = reach.as_ref().is_some_and(|reach| reach.is_answered);
        let server = reach.and_then(|reach| reach.server.as_deref());
        no_answer(why, server.unwrap_or_default(), page, is_answered)
    }

    fn reach_of(&mut self, job: JobId) -> Option<&mut Reach> {
        let reaches = [self.pushing.reach(), self.pulling.reach()];
        let mut reaches = reaches.into_iter().flatten();
        reaches.find(|reach| reach.job == job)
    }
}

/// An address that a page can reach.
///
/// # Errors
/// [`Code::Usage`] for none, and for one that a page's policy can't name.
pub(super) fn checked(typed: &str) -> Result<ServerAddress, Error> {
    let address = ServerAddress::of(typed)?;
    match address.host().starts_with('[') {
        // The grammar of host sources has no IPv6 (CSP 3, 2.3.1).
        true => Err(Error::new(
            Code::Usage,
            message!("page-push-ipv6", host = address.host()),
            message!("page-push-ipv6-remedy"),
        )),
        false => Ok(address),
    }
}

/// See [`Session::no_answer`].
fn no_answer(why: NoAnswer, server: &str, page: &str, is_answered: bool) -> FetchAnswer {
    let address = ServerAddress::of(server).ok();
    let never =
        |message, remedy| FetchAnswer::Never(Error::new(Code::Unreachable, message, remedy));
    let is_mixed = page.starts_with("https:")
        && server.starts_with("http:")
        && !address.as_ref().is_some_and(ServerAddress::is_this_machine);
    match why {
        NoAnswer::Withheld | NoAnswer::Unreachable if is_mixed => never(
            message!("page-push-mixed", server = server),
            message!("page-push-mixed-remedy"),
        ),
        // A connection that was cut looks like it, once it is there again.
        NoAnswer::Withheld if !is_answered => never(
            message!("page-push-withheld", page = page, server = server),
            message!("page-push-allow-page", page = page),
        ),
        NoAnswer::Redirected => never(
            message!("page-push-redirected", server = server),
            message!("error-give-tracking-uri"),
        ),
        NoAnswer::Late => FetchAnswer::Lost(message!("page-push-late")),
        // MLflow lets anyone read its version, under any name.
        NoAnswer::Withheld if !is_mixed => {
            let host = address.as_ref().map_or("", ServerAddress::authority);
            FetchAnswer::Lost(message!("page-push-withheld-now", host = host))
        }
        NoAnswer::Withheld | NoAnswer::Unreachable => {
            FetchAnswer::Lost(message!("page-push-no-connection"))
        }
    }
}

/// A fault as the page says it: what the command line is told by variables and flags is typed here.
fn in_page(error: Error, server: &str) -> Error {
    let remedy = match error.remedy.as_ref().map(|remedy| remedy.id.as_ref()) {
        Some("error-give-login") => message!("page-push-give-login"),
        Some("error-allow-this") if error.to_string().contains("DNS rebinding") => {
            let address = ServerAddress::of(server).ok();
            let host = address.as_ref().map_or("", ServerAddress::authority);
            message!("page-push-allow-host", host = host)
        }
        Some("error-restore-experiment") => {
            let named = |name: &str| {
                let arguments = &error.remedy.as_ref()?.arguments;
                let found = arguments.iter().find(|(key, _)| key == name);
                found.map(|(_, value)| value.clone())
            };
            let id = named("id").unwrap_or_else(|| Argument::Text(String::new()));
            message!("page-push-restore-experiment", id = id)
        }
        _ => return error,
    };
    Error {
        remedy: Some(remedy),
        ..error
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Message;

    fn said(why: NoAnswer, server: &str, page: &str, is_answered: bool) -> (bool, String) {
        match no_answer(why, server, page, is_answered) {
            FetchAnswer::Never(error) => (true, error.to_string()),
            FetchAnswer::Lost(why) => (false, why.to_string()),
            FetchAnswer::Http { .. } => panic!("nothing was answered"),
        }
    }

    #[test]
    fn a_server_that_does_not_answer_is_told_apart() {
        use NoAnswer::*;
        let (local, far) = ("http://127.0.0.1:5000", "http://ml.example:5000");
        let far_safe = "https://ml.example";
        let page = "https://team.example";
        let flag = format!("--cors-allowed-origins {page}");
        for (why, server, is_answered, is_final, part) in [
            (Withheld, local, false, true, flag.as_str()),
            (Withheld, far_safe, false, true, flag.as_str()),
            // It was let read before: the connection broke, or it does not know its name.
            (
                Withheld,
                far_safe,
                true,
                false,
                "--allowed-hosts ml.example",
            ),
            (Unreachable, local, false, false, "connection"),
            (Unreachable, far, false, true, "https"),
            (Late, far, false, false, "seconds"),
            (Redirected, local, true, true, "elsewhere"),
        ] {
            let (never, text) = said(why, server, page, is_answered);
            assert_eq!(never, is_final, "{why:?} {server}: {text}");
            assert!(text.contains(part), "{why:?} {server}: {text}");
        }
        let (_, text) = said(Unreachable, far, "http://127.0.0.1:8080", false);
        assert!(!text.contains("https"), "{text}");
    }

    #[test]
    fn a_remedy_is_one_of_the_page() {
        let forbidden = |what: &str| {
            let what = Message::text(what);
            Error::new(
                Code::Unauthorized,
                message!("error-server-forbids", what = what),
                message!("error-allow-this"),
            )
        };
        let rebound = "Invalid Host header - possible DNS rebinding attack detected";
        let error = in_page(forbidden(rebound), "http://ml.example:5000");
        let flag = "--allowed-hosts ml.example:5000";
        assert!(error.to_string().contains(flag), "{error}");
        let other = forbidden("no permission");
        assert_eq!(in_page(other.clone(), ""), other);
        let login = Error::new(
            Code::Unauthorized,
            message!("error-server-login"),
            message!("error-give-login"),
        );
        assert!(!in_page(login, "").to_string().contains("MLFLOW_"));
    }
}
