//! Clients that are slow, many, or wrong on purpose: each is answered or cut off, and others go on being served.

mod support;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use support::{Server, answer, plain, status};

/// A server that accepts everything, with a bucket `photos`.
fn open_server(options: &[&str]) -> Server {
    let options: Vec<&str> = ["--no-auth"].iter().chain(options).copied().collect();
    let server = Server::start(&options);
    assert_eq!(status(&server.send(&plain("PUT", "/photos", "", ""))), 200);
    server
}

/// Whether the server serves others still.
#[track_caller]
fn goes_on(server: &Server) {
    assert_eq!(status(&server.send(&plain("GET", "/photos", "", ""))), 200);
}

#[test]
fn requests_that_come_at_once_are_answered_in_their_order() {
    let server = open_server(&[]);
    let mut stream = server.connect();
    let mut sent = Vec::new();
    for number in 0..20 {
        sent.extend(plain("PUT", &format!("/photos/{number}"), "", &format!("body {number}")));
        sent.extend(plain("GET", &format!("/photos/{number}"), "", ""));
    }
    stream.write_all(&sent).expect("the server reads");
    for number in 0..20 {
        assert_eq!(status(&answer(&mut stream)), 200);
        let got = answer(&mut stream);
        assert!(got.ends_with(&format!("\r\n\r\nbody {number}")), "{got}");
    }
}

#[test]
fn a_head_that_never_ends_is_cut_off() {
    let server = open_server(&["--patience", "1"]);
    let mut stream = server.connect();
    stream.write_all(b"GET /photos HTTP/1.1\r\nHost: localhost\r\nX-Slow: ").expect("the server reads");
    // A byte now and then does not make it wait longer.
    let mut bytes_taken = 0;
    while stream.write_all(b"a").is_ok() && bytes_taken < 600 {
        bytes_taken += 1;
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(bytes_taken < 600, "the server still reads after half a minute");
    goes_on(&server);
}

#[test]
fn a_connection_without_requests_is_closed() {
    let server = open_server(&["--patience", "1"]);
    let mut stream = server.connect();
    let mut byte = [0];
    let read = stream.read(&mut byte);
    assert!(matches!(read, Ok(0)), "{read:?}");
    goes_on(&server);
}

#[test]
fn a_client_that_reads_nothing_is_cut_off() {
    const BYTES: usize = 50_000_000;
    let server = open_server(&["--patience", "1"]);
    assert_eq!(status(&server.send(&plain("PUT", "/photos/large", "", &"x".repeat(BYTES)))), 200);
    let mut stream = server.connect();
    stream.write_all(&plain("GET", "/photos/large", "", "")).expect("the server reads");
    std::thread::sleep(Duration::from_secs(4));
    // What the system had taken from the server is still to be had.
    let mut taken = Vec::new();
    let _ = stream.read_to_end(&mut taken);
    assert!(taken.len() < BYTES, "all of it was sent");
    // One that reads slowly, and reads, has all of it.
    let mut stream = server.connect();
    stream.write_all(&plain("GET", "/photos/large", "Connection: close\r\n", "")).expect("the server reads");
    let (mut taken, mut piece) = (0, vec![0; 5_000_000]);
    while let Ok(length @ 1..) = stream.read(&mut piece) {
        taken += length;
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(taken > BYTES, "it was cut off after {taken} bytes");
}

#[test]
fn a_hundred_megabytes_of_head_are_not_read() {
    let server = open_server(&[]);
    let mut stream = server.connect();
    stream.write_all(b"GET /photos HTTP/1.1\r\nHost: localhost\r\n").expect("the server reads");
    let field = format!("X-Long: {}\r\n", "a".repeat(1_000)).repeat(1_000);
    let megabytes_taken = (0..100).take_while(|_| stream.write_all(field.as_bytes()).is_ok()).count();
    assert!(megabytes_taken < 100, "all of it was read");
    // The answer may be lost, since the system drops it when what was sent has not been read.
    let mut told = Vec::new();
    let _ = stream.read_to_end(&mut told);
    let told = String::from_utf8_lossy(&told);
    assert!(told.is_empty() || matches!(status(&told), 400 | 431), "{told}");
    goes_on(&server);
}

#[test]
fn chunks_that_overflow_lie_or_are_none_are_refused() {
    let server = open_server(&[]);
    let bodies = [
        "ffffffffffffffff\r\nhello\r\n0\r\n\r\n",
        "fffffffffffffffffff\r\nhello",
        "-1\r\nhello",
        "5\r\nhello!!",
        "x\r\n",
    ];
    for body in bodies {
        let mut stream = server.connect();
        let head = "PUT /photos/a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
        let _ = stream.write_all(format!("{head}{body}").as_bytes());
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let told = answer(&mut stream);
        assert!(told.is_empty() || status(&told) == 400, "{body:?}: {told}");
        assert_eq!(status(&server.send(&plain("GET", "/photos/a", "", ""))), 404, "{body:?}");
    }
}

#[test]
fn what_is_no_request_is_refused() {
    let server = open_server(&[]);
    let long = format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "a".repeat(70_000));
    let texts: [&[u8]; 7] = [
        b"\0\0\0\0\r\n\r\n",
        b"hello\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET  HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"PUT /photos/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        b"PUT /photos/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        long.as_bytes(),
    ];
    for text in texts {
        let told = server.send(text);
        let status = status(&told);
        assert!(told.is_empty() || (400..500).contains(&status), "{}: {told}", String::from_utf8_lossy(text));
    }
    goes_on(&server);
}

#[test]
fn a_thousand_connections_are_served() {
    let server = open_server(&[]);
    // Some systems let a program hold fewer files than that: as many as may be, then.
    let mut streams: Vec<TcpStream> = Vec::new();
    while streams.len() < 1_000 {
        let Ok(stream) = TcpStream::connect(&server.address) else { break };
        streams.push(stream);
    }
    assert!(streams.len() >= 100, "only {} connections could be made", streams.len());
    for (number, stream) in streams.iter_mut().enumerate() {
        let _ = stream.set_read_timeout(Some(Duration::from_secs(20)));
        stream.write_all(&plain("PUT", &format!("/photos/{number}"), "", "x")).expect("the server reads");
    }
    for stream in &mut streams {
        assert_eq!(status(&answer(stream)), 200);
    }
    drop(streams);
    goes_on(&server);
}

#[test]
fn other_sites_pages_may_not_reset_the_server() {
    let server = open_server(&[]);
    let from = |fields: &str| status(&server.send(&plain("POST", "/_coldstart/reset", fields, "")));
    assert_eq!(from("Origin: https://evil.example\r\n"), 403);
    assert_eq!(from("Sec-Fetch-Site: cross-site\r\n"), 403);
    let rebound = b"POST /_coldstart/reset HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\n\r\n";
    assert_eq!(status(&server.send(rebound)), 403);
    goes_on(&server);
}

#[test]
fn what_is_not_simulated_is_counted() {
    let server = open_server(&[]);
    for _ in 0..2 {
        assert_eq!(status(&server.send(&plain("GET", "/photos?metrics", "", ""))), 501);
    }
    let told = server.send(&plain("GET", "/_coldstart/coverage", "", ""));
    assert!(told.contains(r#"{"service":"s3","operation":"GetBucketMetricsConfiguration","calls":2}"#), "{told}");
    assert_eq!(status(&server.send(&plain("POST", "/_coldstart/pass", "", ""))), 400);
}
