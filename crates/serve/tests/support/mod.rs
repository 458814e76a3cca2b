//! A server of our own on a free port, and a client that writes bytes as the test says.

// Each file of tests is a program of its own, and uses a part of this.
#![allow(dead_code)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use cloud::sim::time::{EPOCH_MS, Time};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

/// How long a test waits for the server before it fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running server; dropped, it is ended.
pub struct Server {
    child: Child,
    /// `127.0.0.1:40123`.
    pub address: String,
}

impl Server {
    /// Starts it and waits until it listens.
    pub fn start(options: &[&str]) -> Self {
        let mut child = command(options).stdout(Stdio::piped()).spawn().expect("the server starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("it is piped")).read_line(&mut line).expect("it says where it is");
        let address = line.trim().rsplit("http://").next().unwrap_or_default().to_owned();
        assert!(address.starts_with("127.0.0.1:"), "the server said {line:?}");
        Self { child, address }
    }

    /// Sends `bytes` over one connection and reads until the server closes it or has answered.
    pub fn send(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        stream.write_all(bytes).expect("the server reads");
        answer(&mut stream)
    }

    /// A connection.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("the server listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout may be set");
        stream
    }

    /// Asks the server to stop as a service manager does, and waits; whether it ended well.
    pub fn stop(mut self) -> bool {
        let asked = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status();
        assert!(asked.expect("kill can be run").success());
        self.child.wait().expect("the server ends").success()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The server's program on a free port.
pub fn command(options: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_serve"));
    command.args(["--port", "0"]).args(options);
    command
}

/// One answer: its head, and as much of a body as the head announces.
pub fn answer(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => bytes.push(byte[0]),
            _ => return String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
    let head = String::from_utf8_lossy(&bytes).into_owned();
    let length = head
        .lines()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).expect("the body is as long as announced");
    head + &String::from_utf8_lossy(&body)
}

/// A request that no one signed.
pub fn plain(method: &str, path: &str, fields: &str, body: &str) -> Vec<u8> {
    format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n{fields}Content-Length: {}\r\n\r\n{body}", body.len())
        .into_bytes()
}

/// The status of an answer.
pub fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}

/// What a request is signed with.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The access key.
    pub key: String,
    /// Its secret.
    pub secret: String,
    /// The session's token.
    pub token: Option<String>,
}

impl Credentials {
    /// The owner's short pair, or a wrong one.
    pub fn test(secret: &str) -> Self {
        Self { key: "test".to_owned(), secret: secret.to_owned(), token: None }
    }

    /// Those in an answer of STS or IAM.
    pub fn of(answer: &str) -> Self {
        let text = |name: &str| {
            let (_, rest) = answer.split_once(&format!("<{name}>"))?;
            rest.split_once('<').map(|(text, _)| text.to_owned())
        };
        Self {
            key: text("AccessKeyId").unwrap_or_else(|| panic!("no key in {answer}")),
            secret: text("SecretAccessKey").expect("a key comes with its secret"),
            token: text("SessionToken"),
        }
    }
}

/// A request to S3, signed with access key `test` and `secret`.
pub fn signed(server: &Server, secret: &str, method: &str, path: &str, body: &str) -> Vec<u8> {
    signed_by(server, &Credentials::test(secret), "s3", method, path, body)
}

/// A form for IAM or STS.
pub fn form(server: &Server, by: &Credentials, service: &str, body: &str) -> Vec<u8> {
    signed_by(server, by, service, "POST", "/", body)
}

/// A request to `service`, signed. A body of other services than S3 is a form.
pub fn signed_by(server: &Server, by: &Credentials, service: &str, method: &str, path: &str, body: &str) -> Vec<u8> {
    let hash = hex(&Sha256::digest(body.as_bytes()));
    let mut fields =
        vec![("host", server.address.clone()), ("x-amz-content-sha256", hash.clone()), ("x-amz-date", now())];
    fields.extend(by.token.clone().map(|token| ("x-amz-security-token", token)));
    let (date, day) = (fields[2].1.clone(), fields[2].1[..8].to_owned());
    let names = fields.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
    let lines: String = fields.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
    let canonical = format!("{method}\n{path}\n\n{lines}\n{names}\n{hash}");
    let scope = format!("{day}/us-east-1/{service}/aws4_request");
    let text = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", hex(&Sha256::digest(canonical.as_bytes())));
    let key = [day.as_str(), "us-east-1", service, "aws4_request"]
        .iter()
        .fold(format!("AWS4{}", by.secret).into_bytes(), |key, part| hmac(&key, part));
    let signature = hex(&hmac(&key, &text));
    let sent: String = fields.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let kind = if service == "s3" { "" } else { "Content-Type: application/x-www-form-urlencoded\r\n" };
    format!(
        "{method} {path} HTTP/1.1\r\n{sent}{kind}Authorization: AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={signature}\r\nContent-Length: {}\r\n\r\n{body}",
        by.key,
        body.len()
    )
    .into_bytes()
}

/// The wall clock as `20260105T090000Z`.
fn now() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970");
    let ms = u64::try_from(since.as_millis()).expect("it is not long after 1970");
    let text = Time((ms - EPOCH_MS) * 1_000).iso8601();
    format!("{}Z", text.replace(['-', ':'], "").split('.').next().unwrap_or_default())
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
