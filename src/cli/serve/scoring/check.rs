//! `--check`: asks a server for its health, for containers that have no shell.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use super::super::options::Serve;
use crate::message;
use crate::pipeline::error::{Code, Error};

const TIME: Duration = Duration::from_secs(5);

/// # Errors
/// [`Code::Unreachable`] where it does not say that it is well.
pub fn check(options: &Serve) -> Result<(), Error> {
    let host = match options.scoring.host {
        host if host.is_unspecified() => IpAddr::from(Ipv4Addr::LOCALHOST),
        host => host,
    };
    let address = SocketAddr::new(host, options.port);
    let ask = || -> std::io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect_timeout(&address, TIME)?;
        stream.set_read_timeout(Some(TIME))?;
        write!(
            stream,
            "GET /health HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
        )?;
        let mut answer = vec![0; "HTTP/1.1 200".len()];
        stream.read_exact(&mut answer)?;
        Ok(answer)
    };
    let fault = match ask() {
        Ok(answer) if answer == b"HTTP/1.1 200" => return Ok(()),
        Ok(answer) => String::from_utf8_lossy(&answer).into_owned(),
        Err(error) => error.to_string(),
    };
    Err(Error::new(
        Code::Unreachable,
        message!(
            "error-not-well",
            address = address.to_string(),
            fault = fault
        ),
        message!("error-start-serve"),
    ))
}
