//! Connections of clients, of whom none can keep the server from the others.
//!
//! Each is a task of its own with bounds to all that a client decides: the size and the number of its headers, the time it
//! takes for them, the time in which nothing moves. Where there are too many, the one in which nothing has moved for longest
//! goes.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use hyper::Request;
use hyper::body::Incoming;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;

use super::answer;
use super::files::Folder;
use crate::pipeline::error::Error;

/// Connections at a time; a system gives a process 1,024 files or more, and each connection may read one.
const MOST_CONNECTIONS: usize = 256;
/// Until the headers of a request are there.
const HEADERS: Duration = Duration::from_secs(10);
/// In which nothing moves, be it a browser that keeps the connection or one that does not read.
const SILENCE: Duration = Duration::from_secs(60);
/// Bytes and number of the headers of a request.
const HEADER_BYTES: usize = 16 << 10;
const HEADER_COUNT: usize = 64;

/// Answers all who come, until the process ends.
pub async fn serve(listener: TcpListener, folder: Folder) -> Result<(), Error> {
    let folder = Arc::new(folder);
    let mut clients = Clients::new();
    loop {
        let accepted = tokio::time::timeout(SILENCE / 4, listener.accept()).await;
        clients.forget();
        match accepted {
            // Nobody came.
            Err(_) => {}
            Ok(Ok((stream, _))) => clients.add(stream, Arc::clone(&folder)),
            // Too many files are open, or the client went away again.
            Ok(Err(_)) => {
                clients.end_quietest();
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
}

struct Clients {
    begun: Instant,
    next: u64,
    alive: BTreeMap<u64, Client>,
}

struct Client {
    task: AbortHandle,
    /// Milliseconds from the server's start to when something moved last.
    moved: Arc<AtomicU64>,
}

impl Clients {
    fn new() -> Clients {
        Clients {
            begun: Instant::now(),
            next: 0,
            alive: BTreeMap::new(),
        }
    }

    fn add(&mut self, stream: TcpStream, folder: Arc<Folder>) {
        if self.alive.len() >= MOST_CONNECTIONS {
            self.end_quietest();
        }
        let moved = Arc::new(AtomicU64::new(since(self.begun)));
        let io = Watched {
            io: TokioIo::new(stream),
            begun: self.begun,
            moved: Arc::clone(&moved),
        };
        let service = service_fn(move |request: Request<Incoming>| {
            let (parts, body) = request.into_parts();
            // It is never read: hyper ends the connection where there is one.
            drop(body);
            let folder = Arc::clone(&folder);
            async move { Ok::<_, Infallible>(answer(&folder, &parts).await) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADERS)
            .max_buf_size(HEADER_BYTES)
            .max_headers(HEADER_COUNT)
            .serve_connection(io, service);
        // A browser that goes away in the middle is no fault of ours.
        let task = tokio::spawn(async move {
            let _ = connection.await;
        });
        let task = task.abort_handle();
        self.alive.insert(self.next, Client { task, moved });
        self.next += 1;
    }

    /// Drops those that have ended, and ends those in which nothing moves.
    fn forget(&mut self) {
        let silent = since(self.begun).saturating_sub(SILENCE.as_millis() as u64);
        self.alive.retain(|_, client| {
            if client.moved.load(Ordering::Relaxed) < silent {
                client.task.abort();
            }
            !client.task.is_finished()
        });
    }

    fn end_quietest(&mut self) {
        let quietest = self
            .alive
            .iter()
            .min_by_key(|(number, client)| (client.moved.load(Ordering::Relaxed), **number));
        if let Some(number) = quietest.map(|(number, _)| *number)
            && let Some(client) = self.alive.remove(&number)
        {
            client.task.abort();
        }
    }
}

fn since(begun: Instant) -> u64 {
    begun.elapsed().as_millis() as u64
}

/// A stream that notes when something moved.
struct Watched {
    io: TokioIo<TcpStream>,
    begun: Instant,
    moved: Arc<AtomicU64>,
}

impl Watched {
    fn note(&self) {
        self.moved.store(since(self.begun), Ordering::Relaxed);
    }
}

impl Read for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let read = ready!(Pin::new(&mut self.io).poll_read(context, buffer));
        self.note();
        Poll::Ready(read)
    }
}

impl Write for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.io).poll_write(context, bytes));
        self.note();
        Poll::Ready(written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.io).poll_write_vectored(context, slices));
        self.note();
        Poll::Ready(written)
    }
}
