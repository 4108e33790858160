//! Serves the current page and the live channel on loopback.
//!
//! In: the page of each build, with the message for windows that have the build before. Out: an address; at `/` the
//! page, at `/events` the messages as server-sent events whose id is the number of the build. It never looks into a
//! page or a message, never reads the disk, never answers a foreign site, and publishing never waits for a window.

mod answer;
mod door;
mod history;

use std::fmt;
use std::future::IntoFuture;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::thread::JoinHandle;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};

use answer::{Names, Room, answer};
use door::{Door, Guest, listen};
use history::History;

/// The port that is tried first: the address should stay the same from one day to the next.
const FIRST_PORT: u16 = 3030;
/// How many ports are tried from there before the system chooses one.
const TRIES: u16 = 20;

/// Where to serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServeOptions {
    /// The address to listen on.
    pub host: IpAddr,
    /// The port; without one, the first that is free from 3030 on.
    pub port: Option<u16>,
}

impl Default for ServeOptions {
    fn default() -> ServeOptions {
        ServeOptions { host: IpAddr::V4(Ipv4Addr::LOCALHOST), port: None }
    }
}

/// Why nothing can be served.
#[derive(Debug)]
pub enum ServeError {
    /// Another program has the port that was asked for.
    Taken(SocketAddr),
    /// The system does not let us listen there.
    Listen {
        /// Where we tried to listen.
        address: SocketAddr,
        /// The system's own words.
        error: io::Error,
    },
    /// The system has no thread for the server.
    Start(io::Error),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ServeError::Taken(address) => write!(f, "port {} is taken by another program", address.port()),
            ServeError::Listen { address, error } => write!(f, "cannot listen on {address}: {error}"),
            ServeError::Start(error) => write!(f, "cannot start the server: {error}"),
        }
    }
}

impl std::error::Error for ServeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ServeError::Taken(_) => None,
            ServeError::Listen { error, .. } | ServeError::Start(error) => Some(error),
        }
    }
}

/// A running server. Dropping it closes every connection and frees the port.
pub struct Server {
    address: SocketAddr,
    updates: watch::Sender<History>,
    /// Dropped to end the thread.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens and answers from now on, on a thread of its own. Until the first [`publish`](Server::publish) the page
    /// is a word of patience that loads itself again.
    ///
    /// # Errors
    /// If the port that was asked for is taken, or the system refuses.
    pub fn start(options: &ServeOptions) -> Result<Server, ServeError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .build()
            .map_err(ServeError::Start)?;
        let inside = runtime.enter();
        let listener = find_port(options)?;
        drop(inside);
        let address = listener.local_addr().map_err(ServeError::Start)?;

        let (updates, receiver) = watch::channel(History::default());
        let room = Room { names: Names { given: options.host, port: address.port() }, updates: receiver };
        let router = Router::new().fallback(answer).with_state(Arc::new(room));
        let service = router.into_make_service_with_connect_info::<Guest>();
        let (stop, stopped) = oneshot::channel::<()>();
        let serve = move || {
            runtime.block_on(async move {
                tokio::select! {
                    _ = axum::serve(Door::new(listener), service).into_future() => {}
                    _ = stopped => {}
                }
            });
        };
        let thread = std::thread::Builder::new().name("serve".to_owned()).spawn(serve).map_err(ServeError::Start)?;
        Ok(Server { address, updates, stop: Some(stop), thread: Some(thread) })
    }

    /// Where the server listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Makes `page` what `/` answers and sends `message`, the JSON of an event, to every window; returns at once.
    ///
    /// Builds are numbered upwards, and the page must name this very number as the one it has, even if only the
    /// diagnostics changed: a window that loads it connects with `/events?build=N` and hears what came since. Windows
    /// that missed messages get them in order as long as they are kept, otherwise `{"build":N,"reload":true}`. Without
    /// a message no patch leads from the build before to this one, and every window loads the page.
    pub fn publish(&self, build: u64, page: String, message: Option<String>) {
        self.updates.send_modify(|history| history.publish(build, page, message));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            // A panic over there has ended the server already; there is nothing left to close.
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Listens on the port that was asked for, or on a free one.
fn find_port(options: &ServeOptions) -> Result<TcpListener, ServeError> {
    let try_port = |port| {
        let address = SocketAddr::new(options.host, port);
        listen(address).map_err(|error| match error.kind() {
            io::ErrorKind::AddrInUse => ServeError::Taken(address),
            _ => ServeError::Listen { address, error },
        })
    };
    match options.port {
        Some(port) => try_port(port),
        None => (FIRST_PORT..FIRST_PORT + TRIES).find_map(|port| try_port(port).ok()).map_or_else(|| try_port(0), Ok),
    }
}

#[cfg(test)]
mod tests;
