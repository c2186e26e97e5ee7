//! Connections of clients, of whom none can keep the server from the others.
//!
//! Each is a task of its own with bounds to all that a client decides: the size and the number of its headers, the time it
//! takes for them, the time in which nothing moves. Where there are too many, the one in which nothing has moved for longest
//! goes.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use hyper::body::{Body, Bytes, Incoming};
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::AbortHandle;

/// What is served to who asks.
pub trait Site: Send + Sync + 'static {
    type Content: Body<Data = Bytes, Error = io::Error> + Send + 'static;
    /// Connections at a time; a system gives a process 1,024 files or more.
    const MOST_CONNECTIONS: usize;

    /// The answer to a request of the client at an address.
    fn answer(
        &self,
        request: Request<Incoming>,
        client: SocketAddr,
    ) -> impl Future<Output = Response<Self::Content>> + Send;
}

/// Until the headers of a request are there.
const HEADERS: Duration = Duration::from_secs(10);
/// In which nothing moves, be it a browser that keeps the connection or one that does not read.
const SILENCE: Duration = Duration::from_secs(60);
/// Bytes and number of the headers of a request.
const HEADER_BYTES: usize = 16 << 10;
const HEADER_COUNT: usize = 64;

/// Answers all who come, until `end` comes to its end; then those whose requests are at work have their answers, within the
/// time that headers have.
pub async fn serve<S: Site>(listener: TcpListener, site: Arc<S>, end: impl Future<Output = ()>) {
    let mut clients = Clients::new();
    let mut end = pin!(end);
    loop {
        let next = tokio::time::timeout(SILENCE / 4, listener.accept());
        let Some(accepted) = unless(end.as_mut(), next).await else {
            break;
        };
        clients.forget();
        match accepted {
            // Nobody came.
            Err(_) => {}
            Ok(Ok((stream, address))) => clients.add(stream, address, Arc::clone(&site)),
            // Too many files are open, or the client went away again.
            Ok(Err(_)) => {
                clients.end_quietest();
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
    drop(listener);
    clients.end().await;
}

/// What comes of `work`; none where `end` is there first.
async fn unless<T>(
    mut end: Pin<&mut impl Future<Output = ()>>,
    work: impl Future<Output = T>,
) -> Option<T> {
    let mut work = pin!(work);
    poll_fn(|context| match end.as_mut().poll(context) {
        Poll::Ready(()) => Poll::Ready(None),
        Poll::Pending => work.as_mut().poll(context).map(Some),
    })
    .await
}

struct Clients {
    begun: Instant,
    next: u64,
    alive: BTreeMap<u64, Client>,
    /// Becomes true where no connection is to take another request.
    end: watch::Sender<bool>,
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
            end: watch::Sender::new(false),
        }
    }

    fn add<S: Site>(&mut self, stream: TcpStream, address: SocketAddr, site: Arc<S>) {
        if self.alive.len() >= S::MOST_CONNECTIONS {
            self.end_quietest();
        }
        // An answer is written whole, and nothing is gained by waiting for more of it.
        let _ = stream.set_nodelay(true);
        let moved = Arc::new(AtomicU64::new(since(self.begun)));
        let io = Watched {
            io: TokioIo::new(stream),
            begun: self.begun,
            moved: Arc::clone(&moved),
        };
        let service = service_fn(move |request: Request<Incoming>| {
            let site = Arc::clone(&site);
            async move { Ok::<_, Infallible>(site.answer(request, address).await) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADERS)
            .max_buf_size(HEADER_BYTES)
            .max_headers(HEADER_COUNT)
            .serve_connection(io, service);
        let mut ending = self.end.subscribe();
        let task = tokio::spawn(async move {
            let mut connection = pin!(connection);
            let end = pin!(async move {
                let _ = ending.wait_for(|ends| *ends).await;
            });
            // A browser that goes away in the middle is no fault of ours.
            if unless(end, connection.as_mut()).await.is_none() {
                connection.as_mut().graceful_shutdown();
                let _ = connection.await;
            }
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

    /// Lets those that are at work end.
    async fn end(mut self) {
        self.end.send_replace(true);
        let begun = Instant::now();
        while !self.alive.is_empty() && begun.elapsed() < HEADERS {
            self.forget();
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
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
