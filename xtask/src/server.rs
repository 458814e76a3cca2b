//! A small static server for `dist/`: right types, any sub-path, nothing cached unasked. It is what a plain
//! static host is, so that what works here works there.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use tiny_http::{Header, Method, Request, Response, Server};

use crate::say::{Failure, Outcome};
use crate::{fingerprint, workspace};

/// A browser opens six connections to a host.
const THREADS: usize = 6;

/// A running server; it ends with the process.
#[derive(Debug)]
pub struct Running {
    /// Where the page is, with its sub-path.
    pub address: String,
}

/// Starts serving a folder below a path on this machine alone. Port 0 takes any that is free.
pub fn start(folder: &Path, port: u16, below: &str) -> Outcome<Running> {
    let server = Server::http(SocketAddr::from(([127, 0, 0, 1], port))).map_err(|error| {
        Failure::new(
            format!("port {port} cannot be used: {error}"),
            format!(
                "Another program has it, perhaps an earlier `cargo xtask serve`. End that, or choose another:\n\
                 cargo xtask serve --port {}",
                port.wrapping_add(1).max(1024)
            ),
        )
    })?;
    let port = server.server_addr().to_ip().map_or(port, |address| address.port());
    let below = format!("/{}/", below.trim_matches('/')).replace("//", "/");
    let server = Arc::new(server);
    for _ in 0..THREADS {
        let (server, folder, below) = (Arc::clone(&server), folder.to_path_buf(), below.clone());
        thread::spawn(move || {
            while let Ok(request) = server.recv() {
                // A browser that went away needs no answer.
                let _ = answer(request, &folder, &below);
            }
        });
    }
    Ok(Running { address: format!("http://127.0.0.1:{port}{below}") })
}

fn answer(request: Request, folder: &Path, below: &str) -> std::io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return request.respond(plain(405, "Only GET and HEAD are answered here."));
    }
    let path = request.url().split(['?', '#']).next().unwrap_or("/").to_owned();
    let Some(name) = path.strip_prefix(below) else {
        // As static hosts do: a folder without its slash is sent to the one with it.
        if format!("{path}/") == below || path == "/" {
            return request.respond(plain(301, "").with_header(header("Location", below)));
        }
        return request.respond(plain(404, "There is nothing here."));
    };
    let Some(file) = locate(folder, name) else {
        return request.respond(plain(404, "There is no such file."));
    };
    let bytes = fs::read(&file)?;
    let tag = format!("\"{}\"", fingerprint::of_bytes(&bytes));
    let asked = request.headers().iter().find(|h| h.field.equiv("If-None-Match"));
    if asked.is_some_and(|known| known.value.as_str() == tag) {
        return request.respond(Response::empty(304).with_header(header("ETag", &tag)));
    }
    let response = Response::from_data(bytes)
        .with_header(header("Content-Type", content_type(&file)))
        .with_header(header("ETag", &tag))
        // Asked again each time and answered 304: a rebuilt page is never stale.
        .with_header(header("Cache-Control", "no-cache"))
        .with_header(header("Access-Control-Allow-Origin", "*"));
    request.respond(response)
}

/// The file that a name stands for, only if it lies in the folder.
fn locate(folder: &Path, name: &str) -> Option<PathBuf> {
    let name = decode(name)?;
    let plain = |part: &str| !matches!(part, "." | "..") && !part.contains(['\\', ':']);
    if !name.split('/').all(plain) {
        return None;
    }
    let path = folder.join(name.trim_start_matches('/'));
    let path = if path.is_dir() { path.join("index.html") } else { path };
    path.is_file().then_some(path)
}

fn decode(name: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = name.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let pair = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|end| end.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "py" | "txt" | "md" | "toml" | "yaml" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn plain(status: u16, text: &str) -> Response<std::io::Cursor<Vec<u8>>> {
    Response::from_string(text).with_status_code(status)
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("our own header names and values are plain ASCII")
}

/// The page that `cargo xtask build` made, refused in words when there is none.
pub fn built_page() -> Outcome<PathBuf> {
    let dist = workspace::dist();
    if dist.join("index.html").is_file() {
        return Ok(dist);
    }
    Err(Failure::new("there is no page in dist/", "Run `cargo xtask build` first."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_decoded() {
        assert_eq!(decode("a%20b.jpg").as_deref(), Some("a b.jpg"));
        assert_eq!(decode("a%2"), None);
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let folder = workspace::root().join("xtask");
        assert!(locate(&folder, "Cargo.toml").is_some());
        assert_eq!(locate(&folder, "../Cargo.toml"), None);
        assert_eq!(locate(&folder, "%2e%2e/Cargo.toml"), None);
    }
}
