//! One request, one answer.
//!
//! In: a request and the history of builds. Out: the page, the live channel, or a short refusal. Whoever asks under a
//! foreign name or from a foreign page gets nothing, and there is no way from a path to the disk.

use std::convert::Infallible;
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_core::Stream;
use tokio::sync::watch;

use super::door::Guest;
use super::history::History;

/// How often a window hears that the server is still there.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How soon a window asks again after the channel broke.
const RETRY: Duration = Duration::from_millis(300);

const HTML: &str = "text/html; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

/// What every request needs.
pub(super) struct Room {
    pub(super) names: Names,
    pub(super) updates: watch::Receiver<History>,
}

/// The names under which this server may be asked. A page of another site that makes its own name point here (DNS
/// rebinding) is not among them.
pub(super) struct Names {
    pub(super) given: IpAddr,
    pub(super) port: u16,
}

impl Names {
    /// Whether a `Host` header names this server. With an unspecified address (0.0.0.0) every literal address does: a
    /// foreign site can point its name here, but it has no name that is an address.
    fn include(&self, authority: &str) -> bool {
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, port),
            _ => (authority, "80"),
        };
        if port.len() > 5 || !port.bytes().all(|byte| byte.is_ascii_digit()) || port.parse() != Ok(self.port) {
            return false;
        }
        let address = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
            Some(inside) => inside.parse().map(IpAddr::V6),
            None => host.parse().map(IpAddr::V4),
        };
        match address {
            Ok(address) => {
                let own = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST), self.given];
                own.contains(&address) || self.given.is_unspecified()
            }
            Err(_) => host.eq_ignore_ascii_case("localhost"),
        }
    }

    /// Whether the request was made under one of our names, and by our own page if by a page.
    fn admit(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let Some(Some(host)) = only(headers, &header::HOST) else { return false };
        let own_page = match only(headers, &header::ORIGIN) {
            None => true,
            Some(Some(origin)) => origin.strip_prefix("http://").is_some_and(|at| at.eq_ignore_ascii_case(host)),
            Some(None) => false,
        };
        own_page && self.include(host) && uri.authority().is_none_or(|authority| self.include(authority.as_str()))
    }
}

/// The value of a header: `None` if it is absent, `Some(None)` if it comes twice or is no text.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<Option<&'a str>> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    Some(first.to_str().ok().filter(|_| values.next().is_none()))
}

/// Answers one request.
pub(super) async fn answer(
    State(room): State<Arc<Room>>,
    ConnectInfo(guest): ConnectInfo<Guest>,
    request: Request,
) -> Response {
    let mut response = choose(&room, &guest, &request);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    let policy = HeaderName::from_static("cross-origin-resource-policy");
    headers.insert(policy, HeaderValue::from_static("same-origin"));
    response
}

fn choose(room: &Room, guest: &Guest, request: &Request) -> Response {
    if !room.names.admit(request.uri(), request.headers()) {
        let words = "This address is for the windows of this deck only.\n";
        return (StatusCode::FORBIDDEN, [(header::CONNECTION, "close")], words).into_response();
    }
    match (request.uri().path(), request.method()) {
        ("/", &Method::GET | &Method::HEAD) => {
            guest.raise(Guest::READER);
            page(room)
        }
        ("/events", &Method::GET) => {
            guest.raise(Guest::WINDOW);
            let seen = build_of_window(request).unwrap_or_else(|| room.updates.borrow().current());
            let window = Window { updates: room.updates.clone(), seen };
            Sse::new(Channel::new(window)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
        }
        ("/", _) => refuse(StatusCode::METHOD_NOT_ALLOWED, Some("GET, HEAD")),
        ("/events", _) => refuse(StatusCode::METHOD_NOT_ALLOWED, Some("GET")),
        _ => refuse(StatusCode::NOT_FOUND, None),
    }
}

fn page(room: &Room) -> Response {
    match room.updates.borrow().page() {
        Some(page) => ([(header::CONTENT_TYPE, HTML)], Body::from(page)).into_response(),
        None => {
            let headers = [(header::CONTENT_TYPE, TEXT), (header::REFRESH, "1")];
            (StatusCode::SERVICE_UNAVAILABLE, headers, "The deck is being built.\n").into_response()
        }
    }
}

fn refuse(status: StatusCode, allow: Option<&'static str>) -> Response {
    let words = if allow.is_some() { "This can only be read.\n" } else { "Here is only the deck, at /.\n" };
    let mut response = (status, [(header::CONTENT_TYPE, TEXT)], words).into_response();
    if let Some(allow) = allow {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allow));
    }
    response
}

/// The build that a window has: what it heard last counts more than what it was loaded with, which stays in the
/// address when it connects again. `None` if it names none, `Some(None)` if what it names is no number.
fn build_of_window(request: &Request) -> Option<Option<u64>> {
    if let Some(heard) = request.headers().get("last-event-id") {
        return Some(heard.to_str().ok().and_then(|text| text.parse().ok()));
    }
    let query = request.uri().query()?;
    query.split('&').find_map(|pair| pair.strip_prefix("build=")).map(|text| text.parse().ok())
}

/// One open window: it fetches what it has not heard yet, so a slow one falls behind alone.
struct Window {
    updates: watch::Receiver<History>,
    seen: Option<u64>,
}

impl Window {
    /// Waits until there is something to hear; `None` when the server ends.
    async fn next(mut self) -> Option<(Event, Window)> {
        loop {
            let told = self.updates.borrow_and_update().after(self.seen);
            if let Some(told) = told {
                self.seen = Some(told.build);
                return Some((Event::default().id(told.build.to_string()).data(&*told.text), self));
            }
            self.updates.changed().await.ok()?;
        }
    }
}

/// What a window waits for.
type Waiting = Pin<Box<dyn Future<Output = Option<(Event, Window)>> + Send>>;

/// The live channel of one window as a stream of events, the first of which says how soon to connect again.
struct Channel(Option<Waiting>);

impl Channel {
    fn new(window: Window) -> Channel {
        Channel(Some(Box::pin(async move { Some((Event::default().retry(RETRY), window)) })))
    }
}

impl Stream for Channel {
    type Item = Result<Event, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(waiting) = self.0.as_mut() else { return Poll::Ready(None) };
        let next = ready!(waiting.as_mut().poll(context));
        Poll::Ready(match next {
            Some((event, window)) => {
                self.0 = Some(Box::pin(window.next()));
                Some(Ok(event))
            }
            None => {
                self.0 = None;
                None
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(given: &str, port: u16) -> Names {
        Names { given: given.parse().unwrap(), port }
    }

    #[test]
    fn own_names_are_known() {
        let names = names("127.0.0.1", 3030);
        for host in ["127.0.0.1:3030", "localhost:3030", "LOCALHOST:3030", "[::1]:3030"] {
            assert!(names.include(host), "{host}");
        }
        let foreign = [
            "",
            ":",
            "127.0.0.1",
            "127.0.0.1:3031",
            "127.0.0.1:+3030",
            "127.0.0.1:03030x",
            "127.0.0.1:",
            "::1:3030",
            "[::1]",
            "evil.test:3030",
            "localhost.evil.test:3030",
            "192.168.1.5:3030",
            "127.0.0.1:3030@evil.test",
            "[127.0.0.1]:3030",
            "0.0.0.0:3030",
            "2130706433:3030",
            "localhost:3030:3030",
        ];
        for host in foreign {
            assert!(!names.include(host), "{host}");
        }
    }

    #[test]
    fn the_usual_port_is_left_out_and_the_given_address_counts() {
        assert!(names("127.0.0.1", 80).include("localhost"));
        assert!(names("127.0.0.1", 80).include("[::1]"));
        assert!(names("192.168.1.5", 3030).include("192.168.1.5:3030"));
        assert!(names("0.0.0.0", 3030).include("192.168.1.5:3030"));
        assert!(!names("0.0.0.0", 3030).include("evil.test:3030"));
    }

    #[test]
    fn pages_of_other_sites_are_not_admitted() {
        let admit = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
            names("127.0.0.1", 3030).admit(&Uri::from_static("/"), &headers)
        };
        assert!(admit(&[("host", "localhost:3030")]));
        assert!(admit(&[("host", "localhost:3030"), ("origin", "http://localhost:3030")]));
        assert!(!admit(&[]));
        assert!(!admit(&[("host", "localhost:3030"), ("host", "localhost:3030")]));
        for origin in
            ["null", "http://evil.test", "https://localhost:3030", "http://127.0.0.1:3030", "http://localhost"]
        {
            assert!(!admit(&[("host", "localhost:3030"), ("origin", origin)]), "{origin}");
        }
    }
}
