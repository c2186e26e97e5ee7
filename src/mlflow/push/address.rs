//! Where a tracking server is, and who asks it.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::message;
use crate::pipeline::error::{Code, Error};

/// The address of a tracking server.
#[derive(Clone, PartialEq, Eq)]
pub struct ServerAddress {
    /// Scheme, host and path, without login, query or a slash at its end.
    pub base: String,
    /// What stands before the host.
    pub login: Option<Login>,
}

/// Who asks. It is never printed, written or linked.
#[derive(Clone, PartialEq, Eq)]
pub enum Login {
    Basic { user: String, password: String },
    Token(String),
}

impl ServerAddress {
    /// As it is typed, or copied from where MLflow's page shows something.
    ///
    /// # Errors
    /// [`Code::Usage`] for one that is none of HTTP's.
    pub fn of(typed: &str) -> Result<ServerAddress, Error> {
        let fault = || {
            // A password may stand in it.
            let shown = typed.rsplit_once('@').map_or(typed, |(_, host)| host);
            Error::new(
                Code::Usage,
                message!("error-tracking-uri", uri = shown.trim()),
                message!("error-give-tracking-uri"),
            )
        };
        let (scheme, rest) = typed.trim().split_once("://").ok_or_else(fault)?;
        let scheme = scheme.to_ascii_lowercase();
        let rest = rest.split(['#', '?']).next().unwrap_or_default();
        let rest = rest.trim_end_matches('/');
        let (authority, path) = match rest.find('/') {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        };
        let (login, host) = match authority.rsplit_once('@') {
            Some((login, host)) => (Some(login), host),
            None => (None, authority),
        };
        let is_odd = |c: char| c.is_whitespace() || c.is_control() || "\"'<>\\;,".contains(c);
        if !["http", "https"].contains(&scheme.as_str()) || host.is_empty() || rest.contains(is_odd)
        {
            return Err(fault());
        }
        let decoded = |text: &str| {
            percent_encoding::percent_decode_str(text)
                .decode_utf8_lossy()
                .into_owned()
        };
        Ok(ServerAddress {
            base: format!("{scheme}://{}{path}", host.to_ascii_lowercase()),
            login: login.map(|login| {
                let (user, password) = login.split_once(':').unwrap_or((login, ""));
                Login::Basic {
                    user: decoded(user),
                    password: decoded(password),
                }
            }),
        })
    }

    /// The host without its port, as a policy or a flag names it.
    pub fn host(&self) -> &str {
        let authority = self.authority();
        match authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            _ => authority,
        }
    }

    /// The host with its port.
    pub fn authority(&self) -> &str {
        let (_, rest) = self.base.split_once("://").unwrap_or_default();
        rest.split('/').next().unwrap_or_default()
    }

    /// Whether it is this machine, by a name or address that no network resolves.
    pub fn is_this_machine(&self) -> bool {
        let host = self.host();
        host == "localhost"
            || host.ends_with(".localhost")
            || host.starts_with("127.")
            || host == "[::1]"
    }
}

impl Login {
    /// The header `Authorization`.
    pub fn header(&self) -> String {
        match self {
            Login::Basic { user, password } => format!(
                "Basic {}",
                BASE64_STANDARD.encode(format!("{user}:{password}"))
            ),
            Login::Token(token) => format!("Bearer {token}"),
        }
    }

    pub fn user(&self) -> Option<&str> {
        match self {
            Login::Basic { user, .. } => Some(user),
            Login::Token(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_as_it_is_copied() {
        for (typed, base, host) in [
            (
                " http://127.0.0.1:5000/ ",
                "http://127.0.0.1:5000",
                "127.0.0.1",
            ),
            ("HTTP://Host/#/experiments/1", "http://host", "host"),
            (
                "https://a.example/ml/?x=1",
                "https://a.example/ml",
                "a.example",
            ),
            ("http://[::1]:5000", "http://[::1]:5000", "[::1]"),
        ] {
            let Ok(address) = ServerAddress::of(typed) else {
                panic!("{typed}");
            };
            assert_eq!((address.base.as_str(), address.host()), (base, host));
            assert!(address.login.is_none());
        }
        for typed in [
            "",
            "127.0.0.1:5000",
            "file:///x",
            "http://",
            "http://a b",
            "http://a;b",
        ] {
            assert!(ServerAddress::of(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn a_login_is_taken_out_of_the_address_and_of_what_is_said_of_it() {
        let address = ServerAddress::of("http://al%20a:p%40ss@host:5000")
            .ok()
            .unwrap();
        assert_eq!(address.base, "http://host:5000");
        let login = address.login.unwrap();
        assert_eq!(login.user(), Some("al a"));
        assert_eq!(login.header(), "Basic YWwgYTpwQHNz");
        let error = ServerAddress::of("ftp://ala:secret@host").err().unwrap();
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}
