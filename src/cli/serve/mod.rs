//! `dryf serve`: the built page on 127.0.0.1, from plain files, for this machine only; or a model, by MLflow's scoring protocol.
//!
//! A browser lets every page that its user visits send requests here, so nothing that is sent may stop the server, and what
//! it answers on 127.0.0.1 is for this machine alone: hosts other than its names are refused, which a page behind a rebound
//! name would send; no other page may frame or embed what is served. A worker's
//! file has a policy of its own: the page's does not hold there.

mod codings;
mod connections;
mod files;
mod kept;
mod options;
mod page;
mod scoring;

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hyper::Uri;
use hyper::header::{self, HeaderMap, HeaderName};
use tokio::net::TcpListener;
use tokio::runtime::Builder;

use super::output;
use crate::message;
use crate::pipeline::error::{Code, Error};
use files::Folder;
pub use options::Serve;

/// What every answer says besides its content.
const ALWAYS: [(HeaderName, &str); 3] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// Serves until the process is stopped.
pub fn serve(options: &Serve) -> Result<(), Error> {
    if options.scoring.check {
        return scoring::check(options);
    }
    if let Some(model) = &options.scoring.model {
        return scoring::serve(model, options);
    }
    let folder = page_folder(options.dir.as_deref())?;
    let folder = fs::canonicalize(&folder).unwrap_or(folder);
    // One thread copies files, so that no client waits for another; one beside it reads and compresses what is asked for first.
    run(Builder::new_current_thread(), async {
        let address = SocketAddr::new(Ipv4Addr::LOCALHOST.into(), options.port);
        let (listener, _) = listen(address).await?;
        let folder = Arc::new(Folder::new(folder));
        connections::serve(listener, folder, std::future::pending()).await;
        Ok(())
    })
}

/// The folder of the built page: the one that is named, `pkg`, or the one that was installed with this program.
///
/// # Errors
/// [`Code::NotBuilt`].
pub fn page_folder(named: Option<&Path>) -> Result<PathBuf, Error> {
    let beside = |program: PathBuf| Some(program.parent()?.join("../share/dryf/page"));
    let installed = || std::env::current_exe().ok().and_then(beside);
    let candidates = match named {
        Some(named) => vec![named.to_path_buf()],
        None => std::iter::once("pkg".into()).chain(installed()).collect(),
    };
    let is_page = |folder: &&PathBuf| folder.join("index.html").is_file();
    let found = candidates.iter().find(is_page).cloned();
    found.ok_or_else(|| {
        Error::new(
            Code::NotBuilt,
            message!("error-page-not-built"),
            message!("error-build-page", command = "./dev build"),
        )
        .in_file(candidates[0].display().to_string())
    })
}

fn run<T>(mut runtime: Builder, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let runtime = runtime.enable_io().enable_time().build();
    let fault = |error: std::io::Error| {
        Error::bug(message!("error-bug-runtime", fault = error.to_string()))
    };
    runtime.map_err(fault)?.block_on(work)
}

/// Takes the address and says it.
async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), Error> {
    let unusable = |error: std::io::Error| {
        Error::new(
            Code::AddressInUse,
            message!(
                "error-address",
                address = address.to_string(),
                fault = error.to_string()
            ),
            message!("error-give-port"),
        )
    };
    let listener = TcpListener::bind(address).await.map_err(unusable)?;
    let taken = listener.local_addr().map_err(unusable)?;
    let mut said = output::Lines::new();
    said.line(format_args!("http://{taken}/"));
    output::print(&said)?;
    Ok((listener, taken))
}

/// Whether the request names this machine, by whatever port: one that was forwarded has another.
fn is_for_us(headers: &HeaderMap, uri: &Uri) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    let asked = [host.to_str().ok(), uri.authority().map(|of| of.as_str())];
    host.to_str().is_ok() && asked.into_iter().flatten().all(is_this_machine)
}

fn is_this_machine(authority: &str) -> bool {
    let after_name = ["127.0.0.1", "localhost", "[::1]"].iter().find_map(|name| {
        let begin = authority.get(..name.len())?;
        begin
            .eq_ignore_ascii_case(name)
            .then(|| &authority[name.len()..])
    });
    match after_name.map(|rest| rest.strip_prefix(':').unwrap_or(rest)) {
        Some("") => true,
        Some(port) => port.bytes().all(|digit| digit.is_ascii_digit()) && authority.contains(':'),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_this_machine() {
        for (host, expected) in [
            ("127.0.0.1:8080", true),
            ("127.0.0.1", true),
            ("localhost:8080", true),
            ("LocalHost:9", true),
            ("[::1]:8080", true),
            ("127.0.0.1.evil.example:8080", false),
            ("127.0.0.12", false),
            ("localhost.evil.example", false),
            ("localhost:80@evil.example", false),
            ("localhost8080", false),
            ("evil.example", false),
            ("::1", false),
            ("", false),
        ] {
            assert_eq!(is_this_machine(host), expected, "{host}");
        }
    }
}
