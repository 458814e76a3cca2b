//! What a server that does nothing costs: it reads whatever comes, and answers the same bytes each time. Less than what the
//! system itself takes for a request and its answer, no server can cost.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

/// As long as the answer to a GetItem of 1 kB; the word is what a client waits for that has made a table.
fn answer() -> Vec<u8> {
    let body = format!("{{\"TableStatus\":\"ACTIVE\",\"text\":\"{}\"}}", "x".repeat(1_000));
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: {}\r\n\r\n{body}", body.len())
        .into_bytes()
}

fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok()).expect("a port is given");
    for connection in TcpListener::bind(("127.0.0.1", port))?.incoming() {
        let mut connection = connection?;
        connection.set_nodelay(true)?;
        thread::spawn(move || {
            let (answer, mut request) = (answer(), vec![0; 1 << 16]);
            while connection.read(&mut request).is_ok_and(|length| length > 0) && connection.write_all(&answer).is_ok() {}
        });
    }
    Ok(())
}
