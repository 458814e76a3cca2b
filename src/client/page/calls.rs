//! The browser around a learner's own page: it sends what the page fetches, asks first where CORS wants it, and gives the
//! answer or keeps it. What it did is told in words.

use std::sync::Arc;

use bytes::Bytes;
use cloud::http::Request;
use cloud::identity::Identity;
use leptos::prelude::*;

use super::log::{Lines, Told, Verdict, begin, end};
use crate::aws::awaited;
use crate::client::cors::{self, Asked, Cache, Fault, Plan};
use crate::client::desk::Desk;
use crate::client::facts;
use crate::client::kind::reason;
use crate::store::client::CallView;
use crate::store::{Action, Dispatch, Store};

/// What the page is given.
pub enum Delivered {
    /// Nothing: its fetch fails.
    Kept,
    /// An answer that cannot be looked into.
    Opaque,
    /// An answer.
    Answer {
        /// The status.
        status: u16,
        /// Its words.
        reason: &'static str,
        /// The header fields that the page may read.
        headers: Vec<(String, String)>,
        /// The body.
        body: Bytes,
    },
}

/// The browser. A copy is a handle.
#[derive(Clone, Copy)]
pub struct Browser {
    store: Store,
    dispatch: Dispatch,
    lines: Lines,
    cache: StoredValue<Cache>,
}

impl Browser {
    /// A browser that has seen nothing.
    pub fn new(store: Store, dispatch: Dispatch, lines: Lines) -> Self {
        Self { store, dispatch, lines, cache: StoredValue::new(Cache::default()) }
    }

    /// Forgets what preflights have permitted, as a browser does when it is opened anew.
    pub fn forget(self) {
        self.cache.set_value(Cache::default());
    }

    /// Fetches, as a browser does it.
    pub async fn fetch(self, asked: Asked, body: Vec<u8>) -> Delivered {
        let line = begin(self.lines, format!("{} {}", asked.method, path(&asked.url)));
        let (told, delivered) = self.try_fetch(&asked, body).await;
        end(self.lines, line, told);
        delivered
    }

    async fn try_fetch(self, asked: &Asked, body: Vec<u8>) -> (Told, Delivered) {
        let mut told = Told::default();
        let request = match request(asked, body) {
            Ok(request) => request,
            Err(says) => {
                told.verdict = Verdict::Blocked;
                told.says.push(says);
                return (told, Delivered::Kept);
            }
        };
        let plan = self.cache.try_with_value(|cache| cors::plan(asked, cache, self.now_s())).unwrap_or(Plan::Send);
        match plan {
            Plan::Send => {}
            Plan::Blocked(fault) => return (blocked(told, &fault), Delivered::Kept),
            Plan::Preflight { headers, why } => {
                told.says.push(why);
                let mut preflight = Request { method: "OPTIONS".to_owned(), body: Bytes::new(), ..request.clone() };
                preflight.headers = headers.into_iter().collect();
                let Some(view) = self.call(preflight).await else { return (lost(told), Delivered::Kept) };
                told.messages.extend(view.number);
                let Some(response) = view.response.clone() else { return (lost(told), Delivered::Kept) };
                let now_s = self.now_s();
                let permitted = self
                    .cache
                    .try_update_value(|cache| cors::permit(asked, response.status, &response.headers, cache, now_s))
                    .unwrap_or(Ok(()));
                if let Err(fault) = permitted {
                    told = blocked(told, &fault);
                    told.says.push(match view.ran.first() {
                        Some(ran) => {
                            format!("{} ran for the OPTIONS alone. {} was never sent.", ran.function, asked.method)
                        }
                        None => format!("{} was never sent, and no function ran for it.", asked.method),
                    });
                    return (told, Delivered::Kept);
                }
            }
        }
        let Some(view) = self.call(request).await else { return (lost(told), Delivered::Kept) };
        told.messages.extend(view.number);
        let Some(response) = view.response.clone() else { return (lost(told), Delivered::Kept) };
        told.status = Some(response.status);
        if asked.is_opaque() {
            told.verdict = Verdict::Opaque;
            told.says.push(
                "mode: 'no-cors' gives the page an answer that it cannot look into: status 0, and no body.".to_owned(),
            );
            return (told, Delivered::Opaque);
        }
        if let Err(fault) = cors::readable(asked, &response.headers) {
            told = blocked(told, &fault);
            told.says.push(all_the_same(&view));
            return (told, Delivered::Kept);
        }
        let headers = cors::exposed(asked, &response.headers);
        let (status, body) = (response.status, response.body.clone());
        (told, Delivered::Answer { status, reason: reason(status), headers, body })
    }

    /// Sends a request of nobody's, and waits for what comes of it.
    async fn call(self, request: Request) -> Option<Arc<CallView>> {
        let asked = facts::asked(&request);
        Desk::of_page().know(asked);
        awaited(|then| self.dispatch.send(Action::Fetch(Box::new(request), Identity::Nobody, then))).await
    }

    /// The run's virtual time, seconds: what a max-age is counted in.
    fn now_s(self) -> f64 {
        self.store.tape.try_with_untracked(|tape| tape.end_us / 1_000_000.0).unwrap_or_default()
    }
}

/// The request as it goes out, with the page's origin where a browser tells it.
fn request(asked: &Asked, body: Vec<u8>) -> Result<Request, String> {
    let mut request = Request::new(&asked.method, &asked.url)?;
    // Only six methods are written large by a browser; any other goes out as the page wrote it.
    request.method.clone_from(&asked.method);
    if !["amazonaws.com", "amazonaws.com.cn", "on.aws"].iter().any(|end| request.host.ends_with(end)) {
        return Err(format!("{} is not in this tab: nothing but AWS is.", request.host));
    }
    request.headers.set("accept", "*/*");
    for (name, value) in &asked.headers {
        request.headers.set(name.clone(), value.clone());
    }
    if asked.is_cross_origin() || !["GET", "HEAD"].contains(&asked.method.as_str()) {
        request.headers.set("origin", asked.origin.clone());
    }
    request.headers.set("referer", format!("{}/", asked.origin));
    request.headers.set("user-agent", "coldstart");
    if !body.is_empty() {
        request.headers.set("content-length", body.len().to_string());
    }
    request.body = body.into();
    Ok(request)
}

fn blocked(mut told: Told, fault: &Fault) -> Told {
    told.verdict = Verdict::Blocked;
    told.says.push(fault.says.clone());
    if !fault.header.is_empty() {
        told.says.push(match &fault.sent {
            Some(sent) => format!("The API sent {}: {sent}.", fault.header),
            None => format!("The API sent no {}.", fault.header),
        });
    }
    told.mend.clone_from(&fault.mend);
    told
}

fn lost(mut told: Told) -> Told {
    told.verdict = Verdict::Blocked;
    told.says.push("The call was not answered.".to_owned());
    told
}

/// That what was asked for happened, though the page may not read the answer.
fn all_the_same(view: &CallView) -> String {
    let status = view.response.as_ref().map_or(0, |response| response.status);
    match view.ran.last() {
        Some(ran) => {
            format!("{} ran all the same, and the API answered {status}: only the page may not read it.", ran.function)
        }
        None => format!("The request was sent all the same, and answered {status}: only the page may not read it."),
    }
}

/// What of an address tells one call from another in a log.
fn path(url: &str) -> String {
    let after = url.split_once("://").map_or(url, |(_, rest)| rest);
    after.find('/').map_or_else(|| url.to_owned(), |slash| after[slash..].to_owned())
}
