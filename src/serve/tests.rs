use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::*;

/// A server on a port of the system's choice.
fn server() -> Server {
    Server::start(&ServeOptions { port: Some(0), ..ServeOptions::default() }).unwrap()
}

/// A server that has published the builds `1..=last`: pages `page N`, messages `mN`.
fn server_with(last: u64) -> Server {
    let server = server();
    for build in 1..=last {
        publish(&server, build);
    }
    server
}

fn publish(server: &Server, build: u64) {
    server.publish(build, format!("page {build}"), (build > 1).then(|| format!("m{build}")));
}

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream
}

/// The whole answer to a request whose lines are given; `HOST` stands for the server's own name.
fn ask(server: &Server, lines: &str) -> String {
    let mut stream = connect(server);
    let lines = lines.replace("HOST", &server.address().to_string()).replace('\n', "\r\n");
    stream.write_all(format!("{lines}\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
    let mut answer = Vec::new();
    // A connection that is cut may end in an error; what came before counts.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8(answer).unwrap()
}

fn status(server: &Server, lines: &str) -> String {
    let answer = ask(server, lines);
    answer.split(' ').nth(1).unwrap_or("none").to_owned()
}

/// An open window.
struct Window(BufReader<TcpStream>);

impl Window {
    fn open(server: &Server, query: &str, header: &str) -> Window {
        let mut stream = connect(server);
        let request = format!("GET /events{query} HTTP/1.1\r\nHost: {}\r\n{header}\r\n", server.address());
        stream.write_all(request.as_bytes()).unwrap();
        let mut window = Window(BufReader::new(stream));
        // The first event says how soon to connect again: from here on the window is counted.
        while !window.line().starts_with("retry:") {}
        window
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "the channel has ended");
        line.trim_end().to_owned()
    }

    /// The next event: its id and its data.
    fn event(&mut self) -> (u64, String) {
        let mut id = None;
        loop {
            let line = self.line();
            if let Some(text) = line.strip_prefix("id: ") {
                id = text.parse().ok();
            } else if let Some(data) = line.strip_prefix("data: ") {
                return (id.unwrap(), data.to_owned());
            }
        }
    }
}

fn message(build: u64) -> (u64, String) {
    (build, format!("m{build}"))
}

fn reload(build: u64) -> (u64, String) {
    (build, format!("{{\"build\":{build},\"reload\":true}}"))
}

#[test]
fn the_page_is_that_of_the_last_build() {
    let server = server();
    assert!(ask(&server, "GET / HTTP/1.1\nHost: HOST").starts_with("HTTP/1.1 503 "));
    publish(&server, 1);
    publish(&server, 2);
    let answer = ask(&server, "GET /?print HTTP/1.1\nHost: HOST");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert_eq!(body, "page 2");
    assert!(head.starts_with("HTTP/1.1 200 "));
    for line in [
        "content-type: text/html; charset=utf-8",
        "cache-control: no-store",
        "x-content-type-options: nosniff",
        "referrer-policy: no-referrer",
        "content-length: 6",
    ] {
        assert!(head.lines().any(|known| known == line), "{line} in {head}");
    }
    let answer = ask(&server, "HEAD / HTTP/1.1\nHost: HOST");
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\r\n\r\n"), "{answer}");
}

#[test]
fn nothing_else_is_served() {
    let server = server_with(1);
    for path in ["/index.html", "//", "/../Cargo.toml", "/%2e%2e/etc/passwd", "/events/", "/favicon.ico"] {
        assert_eq!(status(&server, &format!("GET {path} HTTP/1.1\nHost: HOST")), "404", "{path}");
    }
    for request in ["POST /", "PUT /", "DELETE /", "OPTIONS /", "POST /events", "HEAD /events"] {
        assert_eq!(status(&server, &format!("{request} HTTP/1.1\nHost: HOST")), "405", "{request}");
    }
}

#[test]
fn foreign_sites_are_refused() {
    let server = server_with(1);
    let port = server.address().port();
    for host in [format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")] {
        assert_eq!(status(&server, &format!("GET / HTTP/1.1\nHost: {host}")), "200", "{host}");
    }
    for host in ["127.0.0.1".to_owned(), format!("evil.test:{port}"), format!("127.0.0.1:{}", port ^ 1)] {
        assert_eq!(status(&server, &format!("GET / HTTP/1.1\nHost: {host}")), "403", "{host}");
        assert_eq!(status(&server, &format!("GET /events HTTP/1.1\nHost: {host}")), "403", "{host}");
    }
    assert_eq!(status(&server, "GET /events HTTP/1.1\nHost: HOST\nOrigin: http://evil.test"), "403");
    assert_eq!(status(&server, "GET / HTTP/1.1\nHost: HOST\nOrigin: http://HOST"), "200");
    assert_eq!(status(&server, "GET http://evil.test/ HTTP/1.1\nHost: HOST"), "403");
    assert_eq!(status(&server, "GET / HTTP/1.0"), "403");
}

#[test]
fn events_come_to_every_window_in_order() {
    let server = server_with(1);
    let mut windows: Vec<Window> = (0..3).map(|_| Window::open(&server, "?build=1", "")).collect();
    for build in 2..=9 {
        publish(&server, build);
    }
    for window in &mut windows {
        for build in 2..=9 {
            assert_eq!(window.event(), message(build));
        }
    }
}

#[test]
fn windows_that_were_away_catch_up() {
    let server = server_with(5);
    let mut loaded = Window::open(&server, "?build=3", "");
    assert_eq!([loaded.event(), loaded.event()], [message(4), message(5)]);
    let mut asleep = Window::open(&server, "?build=1", "Last-Event-ID: 4\r\n");
    assert_eq!(asleep.event(), message(5));
    let mut stranger = Window::open(&server, "?build=1", "Last-Event-ID: 57\r\n");
    assert_eq!(stranger.event(), reload(5));
    let mut strange = Window::open(&server, "?build=abc", "");
    assert_eq!(strange.event(), reload(5));
    let mut new = Window::open(&server, "", "");
    for build in 6..=80 {
        publish(&server, build);
    }
    let mut long_asleep = Window::open(&server, "", "Last-Event-ID: 5\r\n");
    assert_eq!(long_asleep.event(), reload(80));
    // Every window goes on from where it was taken.
    publish(&server, 81);
    assert_eq!([long_asleep.event(), Window::open(&server, "?build=80", "").event()], [message(81), message(81)]);
    // This one may have been too slow for what came in a rush, but it hears of the newest build.
    while new.event().0 != 81 {}
}

#[test]
fn a_window_of_an_earlier_run_waits_for_the_first_build() {
    let server = server();
    let mut window = Window::open(&server, "?build=9", "");
    publish(&server, 1);
    assert_eq!(window.event(), reload(1));
    publish(&server, 2);
    assert_eq!(window.event(), message(2));
}

#[test]
fn slow_windows_and_rude_guests_hold_nobody_up() {
    let server = server_with(1);
    let mut window = Window::open(&server, "?build=1", "");
    let slow: Vec<Window> = (0..4).map(|_| Window::open(&server, "?build=1", "")).collect();
    let mut rude = Vec::new();
    for number in 0..300 {
        let mut stream = connect(&server);
        let words: &[u8] = match number % 3 {
            0 => b"",
            1 => b"GET / HTTP/1.1\r\nX-Endless: ",
            _ => b"\x16\x03\x01\x02\x00nonsense\r\n\r\n",
        };
        // It may have been shown out already.
        let _ = stream.write_all(words);
        rude.push(stream);
    }
    let large = "x".repeat(4 << 20);
    let start = Instant::now();
    for build in 2..=9 {
        server.publish(build, format!("page {build}"), Some(large.clone()));
    }
    assert!(start.elapsed() < Duration::from_secs(1), "publishing has waited");
    publish(&server, 10);
    while window.event().0 != 10 {}
    // The slow ones hear of the newest build as soon as they listen again.
    for mut window in slow {
        while window.event().0 != 10 {}
    }
    assert_eq!(status(&server, "GET / HTTP/1.1\nHost: HOST"), "200");
}

#[test]
fn endless_headers_are_cut() {
    let server = server_with(1);
    let answer = ask(&server, &format!("GET / HTTP/1.1\nHost: HOST\nX-Long: {}", "x".repeat(200 << 10)));
    assert!(!answer.starts_with("HTTP/1.1 200 "), "{answer}");
}

#[test]
fn ports() {
    let first = server();
    let port = first.address().port();
    assert!(first.address().ip().is_loopback());
    let again = Server::start(&ServeOptions { port: Some(port), ..ServeOptions::default() });
    assert!(matches!(&again, Err(ServeError::Taken(address)) if address.port() == port), "{again:?}");
    assert_eq!(again.unwrap_err().to_string(), format!("port {port} is taken by another program"));
    let mut window = Window::open(&first, "", "");
    // Dropping ends the channel and frees the port, at once.
    drop(first);
    let mut rest = Vec::new();
    let _ = window.0.read_to_end(&mut rest);
    let third = Server::start(&ServeOptions { port: Some(port), ..ServeOptions::default() }).unwrap();
    assert_eq!(third.address().port(), port);
    let free = Server::start(&ServeOptions::default()).unwrap();
    let other = Server::start(&ServeOptions::default()).unwrap();
    assert_ne!(free.address(), other.address());
}
