//! Who may come in, and for how long.
//!
//! In: connections to one port. Out: connections that end by themselves when they ask too much at once, when nothing
//! is sent to them for too long, or when the house is full and somebody with better manners comes. Accepting never
//! fails and never waits for one of them.

use std::io::{self, ErrorKind, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::{Instant, Sleep};

/// How many connections there may be. Some systems allow a program no more than 256 open files.
pub(super) const MOST_GUESTS: usize = 128;
/// How many bytes may come in before one is sent: many times the header of any browser.
const MOST_UNANSWERED: usize = 64 << 10;
/// How long a new connection may take to ask something that is answered.
const FIRST_WORD: Duration = Duration::from_secs(15);
/// How long nothing may be sent: the live channel sends something every 15 seconds, so whoever is behind this long
/// does not read, and an idle connection is opened again when it is needed.
const LONGEST_SILENCE: Duration = Duration::from_secs(60);

/// What is known about the other side of a connection; rises, never falls.
#[derive(Clone, Debug)]
pub(super) struct Guest(Arc<AtomicU8>);

impl Guest {
    /// It has asked for the page, as our own page or a person would.
    pub(super) const READER: u8 = 1;
    /// It listens to the live channel: an open window.
    pub(super) const WINDOW: u8 = 2;

    /// Remembers that this connection deserves at least this rank.
    pub(super) fn raise(&self, rank: u8) {
        self.0.fetch_max(rank, Ordering::Relaxed);
    }

    fn rank(&self) -> u8 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Connected<IncomingStream<'_, Door>> for Guest {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Guest {
        stream.remote_addr().clone()
    }
}

/// The listening port with the list of those who are inside.
pub(super) struct Door {
    listener: TcpListener,
    /// In the order in which they came. Dropping the sender shows the guest out.
    guests: Vec<(Guest, oneshot::Sender<()>)>,
}

impl Door {
    pub(super) fn new(listener: TcpListener) -> Door {
        Door { listener, guests: Vec::new() }
    }

    /// Makes room for one more: the first to go is who has asked nothing yet, then who only reads, the oldest first.
    /// Windows stay; if there are only windows, there is no room.
    fn make_room(&mut self) -> bool {
        self.guests.retain(|(_, leave)| !leave.is_closed());
        if self.guests.len() < MOST_GUESTS {
            return true;
        }
        let least = self.guests.iter().enumerate().min_by_key(|(_, (guest, _))| guest.rank());
        match least {
            Some((place, (guest, _))) if guest.rank() < Guest::WINDOW => {
                self.guests.remove(place);
                true
            }
            _ => false,
        }
    }
}

impl Listener for Door {
    type Io = Connection;
    type Addr = Guest;

    async fn accept(&mut self) -> (Connection, Guest) {
        loop {
            match self.listener.accept().await {
                Ok((stream, _)) if self.make_room() => {
                    // Without this a small event could wait for the acknowledgement of the one before.
                    let _ = stream.set_nodelay(true);
                    let guest = Guest(Arc::new(AtomicU8::new(0)));
                    let (leave, left) = oneshot::channel();
                    self.guests.push((guest.clone(), leave));
                    return (Connection::new(stream, left), guest);
                }
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::ConnectionAborted => {}
                Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
                // Most likely there are no more file handles: somebody may return one soon.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<Guest> {
        Ok(Guest(Arc::new(AtomicU8::new(0))))
    }
}

/// A connection that keeps to the rules of the house.
pub(super) struct Connection {
    stream: TcpStream,
    left: oneshot::Receiver<()>,
    silence: Pin<Box<Sleep>>,
    unanswered: usize,
    over: bool,
}

impl Connection {
    fn new(stream: TcpStream, left: oneshot::Receiver<()>) -> Connection {
        let silence = Box::pin(tokio::time::sleep(FIRST_WORD));
        Connection { stream, left, silence, unanswered: 0, over: false }
    }

    /// An error once the connection has to end; wakes the task when that happens.
    fn check(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        self.over = self.over
            || Pin::new(&mut self.left).poll(context).is_ready()
            || self.silence.as_mut().poll(context).is_ready();
        if self.over { Err(ErrorKind::ConnectionAborted.into()) } else { Ok(()) }
    }

    fn sent(&mut self, answer: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if matches!(answer, Poll::Ready(Ok(1..))) {
            self.unanswered = 0;
            self.silence.as_mut().reset(Instant::now() + LONGEST_SILENCE);
        }
        answer
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check(context)?;
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        self.unanswered += buffer.filled().len() - before;
        if self.unanswered > MOST_UNANSWERED {
            self.over = true;
            return Poll::Ready(Err(ErrorKind::ConnectionAborted.into()));
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.check(context)?;
        let answer = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.sent(answer)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.check(context)?;
        let answer = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.sent(answer)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// A port that may be asked for a thousand connections at once.
pub(super) fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { tokio::net::TcpSocket::new_v4() } else { tokio::net::TcpSocket::new_v6() }?;
    // On Windows the option would allow two servers on one port; elsewhere it only forgives one that has just ended.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(1024)
}
