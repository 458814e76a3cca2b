//! The request that is being written, and those that were sent before. It stays while the address bar is away, and the
//! browser keeps what was sent.

use std::collections::BTreeSet;
use std::sync::Arc;

use cloud::http::Request;
use cloud::identity::Identity;
use cloud::view::stage::Stage;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::completion;
use super::copy_as::{Call, Form};
use super::facts::{asked, is_api};
use crate::app::shell::{remember, remembered};
use crate::derived::Derived;
use crate::lasting::lasting;
use crate::store::client::CallView;
use crate::store::{Action, Direction, Dispatch, Store};

/// How many requests are remembered.
const REMEMBERED: usize = 40;
/// The longest body that is remembered, bytes.
const LONGEST: usize = 20_000;
const KEY: &str = "calls";

/// The methods that are offered.
pub const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// A part of the address bar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// What was answered.
    #[default]
    Answer,
    /// The request's body.
    Body,
    /// The request's header fields.
    Headers,
    /// What was sent before.
    History,
    /// The same call elsewhere.
    CopyAs,
    /// A page of the learner's own.
    Page,
}

impl Tab {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [Self::Answer, Self::Body, Self::Headers, Self::History, Self::CopyAs, Self::Page];

    /// Its name.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Answer => "Answer",
            Self::Body => "Body",
            Self::Headers => "Headers",
            Self::History => "History",
            Self::CopyAs => "Copy as",
            Self::Page => "Your own page",
        }
    }
}

/// How an answer is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// As a reader wants it.
    #[default]
    Pretty,
    /// As it came.
    Raw,
    /// Its header fields.
    Headers,
}

/// A request that was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sent {
    /// `GET`.
    pub method: String,
    /// The address.
    pub url: String,
    /// Header fields.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
    /// Whether it was signed.
    pub signed: bool,
    /// What was answered: the status.
    pub status: Option<u16>,
}

/// The request that is being written. A copy is a handle.
#[derive(Clone, Copy)]
pub struct Desk {
    /// `GET`.
    pub method: RwSignal<String>,
    /// The address, as far as it is written.
    pub url: RwSignal<String>,
    /// Header fields.
    pub headers: RwSignal<Vec<(String, String)>>,
    /// The body.
    pub body: RwSignal<String>,
    /// Whether it is to be signed by the account's owner.
    pub signed: RwSignal<bool>,
    /// The part that is open.
    pub tab: RwSignal<Tab>,
    /// How the answer is shown.
    pub shown: RwSignal<Shown>,
    /// The form in which the call is copied.
    pub form: RwSignal<Form>,
    /// What was sent, the newest first.
    pub history: RwSignal<Vec<Sent>>,
    /// Why nothing was sent, a sentence.
    pub fault: RwSignal<Option<String>>,
    own: StoredValue<BTreeSet<String>>,
    /// How often the focus was asked for and given.
    focused: RwSignal<u32>,
}

thread_local! {
    /// The page has one; its owner is none of the parts that come and go.
    static DESK: (Owner, Desk) = lasting(Desk::new);
}

impl Desk {
    /// The page's.
    pub fn of_page() -> Self {
        DESK.with(|(_, desk)| *desk)
    }

    fn new() -> Self {
        let history =
            remembered(KEY).and_then(|text| serde_json::from_str::<Vec<Sent>>(&text).ok()).unwrap_or_default();
        let own = history.iter().map(|one| format!("{} {}", one.method, one.url)).collect();
        Self {
            own: StoredValue::new(own),
            method: RwSignal::new("GET".to_owned()),
            url: RwSignal::new(String::new()),
            headers: RwSignal::new(Vec::new()),
            body: RwSignal::new(String::new()),
            signed: RwSignal::new(false),
            tab: RwSignal::new(Tab::Answer),
            shown: RwSignal::new(Shown::Pretty),
            form: RwSignal::new(Form::Curl),
            history: RwSignal::new(history),
            fault: RwSignal::new(None),
            focused: RwSignal::new(0),
        }
    }

    /// Whether the focus that was asked for the `times`-th time was not given yet.
    pub fn takes_focus(self, times: u32) -> bool {
        let taken = self.focused.get_untracked() < times;
        self.focused.set(times);
        taken
    }

    /// What was sent from here, method and address: so its calls are known among the tab's others.
    pub fn own(self) -> BTreeSet<String> {
        self.own.get_value()
    }

    /// Makes the calls of that method and address known as sent from here.
    pub fn know(self, asked: String) {
        self.own.update_value(|own| drop(own.replace(asked)));
    }

    /// Writes the first request that there is to send, as long as nothing is written: what was sent last, if it went to
    /// what there still is, else a route of an API as soon as one can be called.
    pub fn begin(self, store: Store) {
        let first = Derived::new(move |_| store.stage.with(|stage| completion::first(stage)));
        Effect::new(move |_| {
            let (offer, is_route) = first.get();
            if self.url.with_untracked(|url| !url.trim().is_empty()) {
                return;
            }
            let last = self.history.with_untracked(|history| history.first().cloned());
            let host = |url: &str| url.split('/').nth(2).map(str::to_owned);
            match (offer, last) {
                (Some(offer), Some(last)) if !is_route || host(&offer.url) == host(&last.url) => self.take(last),
                (Some(offer), _) => self.write(offer.method, offer.url),
                (None, Some(last)) if !is_api(&host(&last.url).unwrap_or_default()) => self.take(last),
                (None, _) => {}
            }
        });
    }

    /// Writes a request without a body.
    pub fn write(self, method: String, url: String) {
        self.take(Sent { method, url, signed: self.signed.get_untracked(), ..Sent::default() });
    }

    /// Writes a request that was sent before.
    pub fn take(self, sent: Sent) {
        self.method.set(sent.method);
        self.url.set(sent.url);
        self.headers.set(sent.headers);
        self.body.set(sent.body);
        self.signed.set(sent.signed);
        self.fault.set(None);
    }

    /// The request as it would be sent, as plain data; what is wrong with its address otherwise.
    pub fn call(self, stage: &Stage) -> Result<Call, String> {
        let url = address(&self.url.get(), stage)?;
        let mut headers: Vec<(String, String)> = Vec::new();
        for (name, value) in self.headers.get() {
            let name = name.trim().to_ascii_lowercase();
            if name.is_empty() {
                continue;
            }
            if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)) {
                return Err(format!("{name:?} is no name of a header field."));
            }
            if value.contains(['\r', '\n', '\0']) {
                return Err(format!("The value of {name} goes over the end of its line."));
            }
            headers.retain(|(held, _)| *held != name);
            headers.push((name, value.trim().to_owned()));
        }
        let method = self.method.get();
        // It stays written for the next method that has one.
        let body = if sends_body(&method) { self.body.get() } else { String::new() };
        if let Some(kind) = kind_of_body(&body, &headers) {
            headers.push(("content-type".to_owned(), kind.to_owned()));
        }
        Ok(Call { method, url, headers, body, signed: self.signed.get() })
    }

    /// Sends the request, or says why it cannot be sent.
    pub fn send(self, store: Store, dispatch: Dispatch) {
        // What is called is what there is at the run's end, which may not have been shown yet.
        if untrack(|| store.stage.with(|stage| completion::base(stage).is_none())) {
            dispatch.send(Action::ToEnd(Direction::Forward));
        }
        let call = untrack(|| store.stage.with(|stage| self.call(stage)));
        let request = call.and_then(|call| Ok((request(&call)?, call)));
        let (request, call) = match request {
            Ok(request) => request,
            Err(fault) => return self.fault.set(Some(fault)),
        };
        self.fault.set(None);
        self.tab.set(Tab::Answer);
        self.know(asked(&request));
        self.keep(&call);
        let identity = if call.signed { Identity::Owner } else { Identity::Nobody };
        let then = Callback::new(move |view: Arc<CallView>| {
            let status = view.response.as_ref().map(|response| response.status);
            self.history.update(|history| {
                let same = |one: &&mut Sent| one.method == view.request.method && one.url == view.request.url();
                if let Some(first) = history.iter_mut().find(same) {
                    first.status = status;
                }
            });
            self.remember();
            let sent_us = view.sent_us;
            request_animation_frame(move || {
                // Nothing happens before it is sent: time goes on there.
                let waits = store.at_us.get_untracked() < sent_us;
                if waits && store.transport.with_untracked(|transport| transport.playing) {
                    dispatch.send(Action::Seek(sent_us));
                    dispatch.send(Action::TogglePlay);
                }
            });
            if view.number.is_none() {
                // It is no message of the run, so that nothing but this tells of it.
                store.call.set(Some(view));
            }
        });
        dispatch.send(Action::Fetch(Box::new(request), identity, then));
    }

    fn keep(self, call: &Call) {
        let sent = Sent {
            method: call.method.clone(),
            url: call.url.clone(),
            headers: self.headers.get_untracked().into_iter().filter(|(name, _)| !name.trim().is_empty()).collect(),
            body: call.body.chars().take(LONGEST).collect(),
            signed: call.signed,
            status: None,
        };
        self.history.update(|history| {
            history.retain(|one| Sent { status: None, ..one.clone() } != sent);
            history.insert(0, sent);
            history.truncate(REMEMBERED);
        });
        self.remember();
    }

    /// Keeps what was sent in this browser.
    fn remember(self) {
        let text = self.history.with_untracked(|history| serde_json::to_string(history).ok());
        remember(KEY, text.as_deref());
    }

    /// Forgets what was sent.
    pub fn forget(self) {
        self.history.set(Vec::new());
        remember(KEY, None);
    }
}

/// Whether a browser sends a body with a method.
pub fn sends_body(method: &str) -> bool {
    !["GET", "HEAD"].contains(&method)
}

/// What a body is sent as when nobody says it: JSON where it is, as clients do.
#[must_use]
pub fn kind_of_body(body: &str, headers: &[(String, String)]) -> Option<&'static str> {
    let is_told = headers.iter().any(|(name, _)| name.trim().eq_ignore_ascii_case("content-type"));
    if body.is_empty() || is_told {
        return None;
    }
    let is_json = serde_json::from_str::<serde::de::IgnoredAny>(body).is_ok();
    Some(if is_json { "application/json" } else { "text/plain;charset=UTF-8" })
}

/// The whole address of what was written: a path alone belongs to the first API.
fn address(written: &str, stage: &Stage) -> Result<String, String> {
    let written = written.trim();
    if written.is_empty() {
        return Err("An address is missing.".to_owned());
    }
    // What names no host is a path, with its slash or without.
    let names_host = |first: &str| first.contains(['.', ':']);
    let is_path = !written.split(['/', '?']).next().is_some_and(names_host);
    let whole = if is_path {
        let path = written.strip_prefix('/').unwrap_or(written);
        let base = completion::base(stage).ok_or("There is no API yet that this path could belong to.")?;
        format!("{base}/{path}")
    } else if written.contains("://") {
        written.to_owned()
    } else {
        format!("https://{written}")
    };
    let url = web_sys::Url::new(&whole).map_err(|_| format!("{whole} is no address."))?;
    url.set_hash("");
    let host = url.hostname();
    let is_aws = ["amazonaws.com", "amazonaws.com.cn", "on.aws"]
        .iter()
        .any(|end| host.strip_suffix(end).is_some_and(|before| before.ends_with('.')));
    if !is_aws || !url.protocol().starts_with("http") {
        return Err(format!("{host} is not in this tab: nothing but AWS is, at amazonaws.com and on.aws."));
    }
    Ok(url.href())
}

/// The request of a call.
pub fn request(call: &Call) -> Result<Request, String> {
    let mut request = Request::new(&call.method, &call.url)?;
    // What every client sends.
    request.headers.set("accept", "*/*");
    request.headers.set("user-agent", "coldstart");
    for (name, value) in &call.headers {
        request.headers.set(name.clone(), value.clone());
    }
    if !call.body.is_empty() || ["POST", "PUT", "PATCH"].contains(&call.method.as_str()) {
        request.headers.set("content-length", call.body.len().to_string());
    }
    request.body = call.body.clone().into();
    Ok(request)
}
