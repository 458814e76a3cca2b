//! Damage done to a good request: bytes flipped, cut, repeated, and words put in that programs have stumbled over.

use cloud::http::{Headers, Request};
use cloud::sim::rng::Rng;

/// How much a repetition may add, bytes.
const MAX_REPEATED_BYTES: usize = 20_000;

/// A request like `good`, damaged in one to four places; `others` lend it parts of theirs.
#[must_use]
pub fn damaged(good: &Request, others: &[Request], rng: &mut Rng) -> Request {
    let mut request = good.clone();
    for _ in 0..=below(rng, 4) {
        damage(&mut request, others, rng);
    }
    request
}

fn damage(request: &mut Request, others: &[Request], rng: &mut Rng) {
    let other = &others[below(rng, others.len())];
    match below(rng, 12) {
        0..=3 => request.body = bytes(request.body.to_vec(), rng).into(),
        4 => request.body = other.body.clone(),
        5 => request.path = address(&request.path, rng),
        6 => request.query = address(&request.query, rng),
        7 => {
            request.query = format!("{}&{}", request.query, other.query);
        }
        8 => {
            request.method = ["GET", "PUT", "POST", "DELETE", "HEAD", "OPTIONS", "PATCH", ""][below(rng, 8)].to_owned()
        }
        9 => request.headers = fields(&request.headers, rng),
        10 => request.headers = request.headers.iter().chain(other.headers.iter()).map(owned).collect(),
        _ => request.headers = other.headers.clone(),
    }
}

/// An address stays of the letters that a connection lets through, as hyper does.
fn address(text: &str, rng: &mut Rng) -> String {
    let damaged = bytes(text.as_bytes().to_vec(), rng);
    let shown = |byte: &u8| byte.is_ascii_graphic() && !b"#?\"<>\\^`{|}".contains(byte);
    let text: String = damaged
        .iter()
        .map(|byte| if shown(byte) { char::from(*byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    if text.starts_with('/') { text } else { format!("/{text}") }
}

fn fields(headers: &Headers, rng: &mut Rng) -> Headers {
    let mut fields: Vec<(String, String)> = headers.iter().map(owned).collect();
    if fields.is_empty() {
        fields.push(("x-amz-meta-a".to_owned(), "a".to_owned()));
    }
    let at = below(rng, fields.len());
    if below(rng, 5) == 0 {
        fields.remove(at);
    } else {
        let damaged = bytes(fields[at].1.clone().into_bytes(), rng);
        fields[at].1 = String::from_utf8_lossy(&damaged).chars().filter(|letter| !letter.is_control()).collect();
    }
    fields.into_iter().collect()
}

fn owned((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn bytes(mut bytes: Vec<u8>, rng: &mut Rng) -> Vec<u8> {
    let at = below(rng, bytes.len() + 1);
    match below(rng, 7) {
        0 | 1 if at < bytes.len() => bytes[at] ^= 1 << below(rng, 8),
        2 => bytes.truncate(at),
        3 => {
            let part = bytes[at..].to_vec();
            let times = below(rng, 1 + MAX_REPEATED_BYTES / (part.len() + 1));
            bytes.splice(at..at, part.repeat(times));
        }
        4 if at < bytes.len() => {
            let end = at + below(rng, bytes.len() - at);
            bytes.drain(at..end);
        }
        _ => {
            bytes.splice(at..at, word(rng));
        }
    }
    bytes
}

/// What programs have stumbled over.
fn word(rng: &mut Rng) -> Vec<u8> {
    const WORDS: [&str; 24] = [
        "../",
        "%2e%2e%2f",
        "\0",
        "%00",
        "%ff",
        "%",
        "\"",
        "'",
        "{",
        "}",
        "[",
        "]",
        "<",
        ">",
        "&",
        "=",
        ";",
        ":",
        "-1",
        "0",
        "18446744073709551616",
        "null",
        "${aws:username}",
        "\u{1F30A}",
    ];
    match below(rng, 30) {
        0 => "9".repeat(10_000).into_bytes(),
        1 => "[".repeat(10_000).into_bytes(),
        2 => "{\"L\":[".repeat(5_000).into_bytes(),
        3 => "<a>".repeat(10_000).into_bytes(),
        4 => "(".repeat(10_000).into_bytes(),
        5 => b"<!DOCTYPE a [<!ENTITY b \"&c;&c;\"><!ENTITY c \"&b;&b;\">]><a>&b;</a>".to_vec(),
        6 => vec![0xff, 0xfe, 0xc3, 0x28],
        other => WORDS[other % WORDS.len()].as_bytes().to_vec(),
    }
}

/// A number below `bound`, which is not 0.
fn below(rng: &mut Rng, bound: usize) -> usize {
    usize::try_from(rng.below(bound as u64)).unwrap_or(0)
}
