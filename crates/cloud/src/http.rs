//! HTTP messages as values: what a client sends and what the cloud answers, with no connection behind them.
//!
//! Bodies are reference-counted, so a photo of 12 megapixels is held once however often history mentions it.

use std::borrow::Cow;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

/// Header fields in the order they were written. Names are lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headers(Vec<(Cow<'static, str>, String)>);

impl Headers {
    /// No header fields.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The first value under `name`, which is matched without regard to case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(held, _)| held.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Sets `name` to `value`, in place of any value it had.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) {
        let name = lower_case(name.into());
        let value = value.into();
        match self.0.iter_mut().find(|(held, _)| *held == name) {
            Some(field) => field.1 = value,
            None => self.0.push((name, value)),
        }
    }

    /// Adds a field beside those of its name: `set-cookie` may stand several times.
    pub fn append(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) {
        self.0.push((lower_case(name.into()), value.into()));
    }

    /// All values under `name`, in order.
    pub fn all<'h>(&'h self, name: &'h str) -> impl Iterator<Item = &'h str> {
        self.0.iter().filter(move |(held, _)| held.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Takes away the fields whose names, in lower case, are not to be kept.
    pub fn retain(&mut self, mut keep: impl FnMut(&str) -> bool) {
        self.0.retain(|(name, _)| keep(name));
    }

    /// The fields in order, names in lower case.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value.as_str()))
    }
}

impl<N: Into<Cow<'static, str>>, V: Into<String>> FromIterator<(N, V)> for Headers {
    fn from_iter<T: IntoIterator<Item = (N, V)>>(fields: T) -> Self {
        let mut headers = Self::new();
        for (name, value) in fields {
            headers.set(name, value);
        }
        headers
    }
}

fn lower_case(name: Cow<'static, str>) -> Cow<'static, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) { Cow::Owned(name.to_ascii_lowercase()) } else { name }
}

/// An HTTP request as an AWS client sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// `GET`, `PUT`, …, in upper case.
    pub method: String,
    /// The authority without scheme: `my-thumbnails.s3.us-east-1.amazonaws.com`.
    pub host: String,
    /// The path as sent, percent-encoded, with its leading slash.
    pub path: String,
    /// The query as sent, percent-encoded, without its question mark; empty when there is none.
    pub query: String,
    /// Header fields.
    pub headers: Headers,
    /// The body; empty when there is none.
    #[serde(with = "crate::blob")]
    pub body: Bytes,
}

impl Request {
    /// A request without headers or body to `url`, an `https://` address.
    ///
    /// # Errors
    /// When `url` is no absolute http address; the text names what is wrong.
    pub fn new(method: &str, url: &str) -> Result<Self, String> {
        let rest = url
            .strip_prefix("https://")
            .or_else(|| url.strip_prefix("http://"))
            .ok_or_else(|| format!("{url:?} is not an address: it must begin with https:// or http://"))?;
        let rest = rest.split('#').next().unwrap_or_default();
        let (authority, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (host, path) = match authority.find('/') {
            Some(slash) => authority.split_at(slash),
            None => (authority, "/"),
        };
        if host.is_empty() {
            return Err(format!("{url:?} names no host"));
        }
        Ok(Self {
            method: method.to_ascii_uppercase(),
            host: host.to_ascii_lowercase(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: Headers::new(),
            body: Bytes::new(),
        })
    }

    /// The same request with one more header.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.headers.set(name, value);
        self
    }

    /// The same request with `body`.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// The address this request goes to.
    #[must_use]
    pub fn url(&self) -> String {
        let mark = if self.query.is_empty() { "" } else { "?" };
        format!("https://{}{}{mark}{}", self.host, self.path, self.query)
    }
}

/// An HTTP response as AWS sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Header fields.
    pub headers: Headers,
    /// The body; empty when there is none.
    #[serde(with = "crate::blob")]
    pub body: Bytes,
}

impl Response {
    /// A response with `status`, without headers or body.
    #[must_use]
    pub const fn new(status: u16) -> Self {
        Self { status, headers: Headers::new(), body: Bytes::new() }
    }

    /// The same response with one more header.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.headers.set(name, value);
        self
    }

    /// The same response with `body`.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Whether the status says that the call succeeded.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        self.status < 300
    }
}
