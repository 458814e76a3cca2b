//! A small static server for `dist/`: right types, any sub-path, nothing cached unasked. It is what a plain
//! static host is, so that what works here works there.

use std::convert::Infallible;
use std::fs;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::thread;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;

use crate::say::{Failure, Outcome};
use crate::{fingerprint, workspace};

/// A running server; it ends with the process.
#[derive(Debug)]
pub struct Running {
    /// Where the page is, with its sub-path.
    pub address: String,
}

/// Starts serving a folder below a path on this machine alone. Port 0 takes any that is free.
pub fn start(folder: &Path, port: u16, below: &str) -> Outcome<Running> {
    let failed = |error: io::Error| {
        Failure::new(
            format!("port {port} cannot be used: {error}"),
            format!(
                "Another program has it, perhaps an earlier `cargo xtask serve`. End that, or choose another:\n\
                 cargo xtask serve --port {}",
                port.wrapping_add(1).max(1024)
            ),
        )
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let port = listener.local_addr().map_err(failed)?.port();
    let below = format!("/{}/", below.trim_matches('/')).replace("//", "/");
    let address = format!("http://127.0.0.1:{port}{below}");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let site = Site { folder: folder.to_path_buf(), below };
    // One thread for all connections: a browser keeps them open, and each of them is to be heard at once.
    thread::spawn(move || tokio::task::LocalSet::new().block_on(&runtime, serve(listener, site)));
    Ok(Running { address })
}

async fn serve(listener: TcpListener, site: Site) {
    let site = Rc::new(site);
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let site = Rc::clone(&site);
        let answer = service_fn(move |request: Request<hyper::body::Incoming>| {
            let response = site.answer(&request);
            async move { Ok::<_, Infallible>(response) }
        });
        tokio::task::spawn_local(async move {
            // A browser that went away needs no answer.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
        });
    }
}

/// A folder, and the path that it is served below.
struct Site {
    folder: PathBuf,
    below: String,
}

impl Site {
    fn answer<T>(&self, request: &Request<T>) -> Response<Full<Bytes>> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return plain(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD are answered here.");
        }
        let path = request.uri().path();
        let Some(name) = path.strip_prefix(&self.below) else {
            // As static hosts do: a folder without its slash is sent to the one with it.
            if format!("{path}/") == self.below || path == "/" {
                let response = Response::builder().status(StatusCode::MOVED_PERMANENTLY).header(LOCATION, &self.below);
                return built(response, Bytes::new());
            }
            return plain(StatusCode::NOT_FOUND, "There is nothing here.");
        };
        let Some((file, bytes)) =
            locate(&self.folder, name).and_then(|file| fs::read(&file).ok().map(|bytes| (file, bytes)))
        else {
            return plain(StatusCode::NOT_FOUND, "There is no such file.");
        };
        let tag = format!("\"{}\"", fingerprint::of_bytes(&bytes));
        if request.headers().get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
            return built(Response::builder().status(StatusCode::NOT_MODIFIED).header(ETAG, tag), Bytes::new());
        }
        let response = Response::builder()
            .header(CONTENT_TYPE, content_type(&file))
            .header(ETAG, tag)
            // Asked again each time and answered 304: a rebuilt page is never stale.
            .header(CACHE_CONTROL, "no-cache")
            .header(ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        built(response, bytes.into())
    }
}

fn plain(status: StatusCode, text: &'static str) -> Response<Full<Bytes>> {
    built(
        Response::builder().status(status).header(CONTENT_TYPE, "text/plain; charset=utf-8"),
        Bytes::from_static(text.as_bytes()),
    )
}

fn built(response: hyper::http::response::Builder, body: Bytes) -> Response<Full<Bytes>> {
    response.body(Full::new(body)).expect("our own header names and values are plain ASCII")
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
