//! What the cloud knows, and who asks it. A first lesson's run needs little of AWS; the rest comes when a request asks
//! for it, or when one is signed.

use std::sync::Arc;

use cloud::caller::{Received, is_signed};
use cloud::http::{Request, Response};
use cloud::identity::Identity;
use cloud::services::{Services, s3};
use cloud::sim::trace::{MessageId, Place};
use cloud::verdict::Principal;
use leptos::prelude::*;
use lessons::Command;
use wasm_bindgen_futures::spawn_local;

use super::Session;
use crate::parts::{self, Beyond};
use crate::store::Opened;

impl Session {
    /// Gives one request as a command once the cloud knows what it asks for, and tells its answer. It is whose it is
    /// signed to be; `unsigned` when it is not.
    pub(super) fn ask(&self, unsigned: Identity, request: Request, then: impl FnOnce(Arc<Response>) + 'static) {
        self.ask_as(unsigned, request, |_, response| then(response));
    }

    /// The same, and tells the message that carried it.
    pub(super) fn ask_as(
        &self,
        unsigned: Identity,
        request: Request,
        then: impl FnOnce(Option<MessageId>, Arc<Response>) + 'static,
    ) {
        if self.0.beyond.get().is_none() && !is_signed(&request) && self.knows(&request) {
            self.ask_now(unsigned, request, then);
            return;
        }
        let session = self.clone();
        spawn_local(async move {
            let Some(beyond) = session.learn().await else {
                then(None, Arc::new(unavailable()));
                return;
            };
            match session.caller(beyond, unsigned, &request) {
                Ok(identity) => session.ask_now(identity, request, then),
                Err(refused) => then(None, Arc::new(refused)),
            }
        });
    }

    /// Fetches what goes beyond a first lesson, and says so meanwhile; none when it does not arrive.
    pub(super) async fn fetch_beyond(&self, what: &str) -> Option<Beyond> {
        if let Some(beyond) = self.0.beyond.get() {
            return Some(beyond);
        }
        let activity = self.store().activity;
        activity.update(|activity| activity.loading = Some((format!("Fetching {what}"), 0, BENCH_KB)));
        let beyond = self.learn().await;
        activity.update(|activity| activity.loading = None);
        beyond
    }

    /// Gives requests as one command, as the account's owner, and tells each answer with its request's place among them.
    pub(super) fn ask_all(&self, requests: Vec<Request>, then: impl Fn(usize, Arc<Response>) + 'static) {
        let session = self.clone();
        spawn_local(async move {
            if session.learn().await.is_none() {
                (0..requests.len()).for_each(|index| then(index, Arc::new(unavailable())));
                return;
            }
            session.ask_all_now(Identity::Owner, requests, then);
        });
    }

    /// Opens a function or a table on the bench, whose code comes with the rest of the services.
    pub(super) fn open(&self, place: Place) {
        let session = self.clone();
        spawn_local(async move {
            match session.fetch_beyond("the bench").await {
                Some(beyond) => {
                    // What it shows must be there before it is, a table's first screen of rows too.
                    session.store().window.set((0, FIRST_ROWS));
                    session.store().opened.set(Some(Opened { place, bench: beyond.bench }));
                    session.show_details();
                }
                None => session.notify("The bench did not arrive", "Check the connection, and open it again."),
            }
        });
    }

    /// Lets the page have what builds APIs, whose code comes with the rest of the services.
    pub(super) fn equip(&self) {
        self.when_learned(|session| {
            let Some(beyond) = session.0.beyond.get() else {
                session
                    .notify("The API\u{2019}s panel did not arrive", "Check the connection, and select the API again.");
                return;
            };
            session.store().builder.set(Some(beyond.builder));
            session.show_details();
        });
    }

    /// Whether the cloud knows what a command asks for, after it has learned what it can.
    pub(super) async fn is_ready_for(&self, command: &Command) -> bool {
        let known = match command {
            Command::Send(requests) => requests.iter().all(|(_, request)| self.knows(request)),
            Command::RunToScheduled | Command::RunToAwaited | Command::Answer { .. } => true,
        };
        known || self.learn().await.is_some()
    }

    /// The services that the cloud has.
    pub(super) fn services(&self) -> Services {
        self.0.beyond.get().map_or(Services::CORE, |beyond| beyond.services)
    }

    fn knows(&self, request: &Request) -> bool {
        self.services().knows(request)
    }

    /// Goes on once the cloud has all that is simulated, or it is clear that it does not arrive.
    pub(super) fn when_learned(&self, then: impl FnOnce(&Self) + 'static) {
        if self.0.beyond.get().is_some() {
            return then(self);
        }
        let session = self.clone();
        spawn_local(async move {
            session.learn().await;
            then(&session);
        });
    }

    /// Lets the cloud have all that is simulated; none when it does not arrive.
    pub(super) async fn learn(&self) -> Option<Beyond> {
        if let Some(beyond) = self.0.beyond.get() {
            return Some(beyond);
        }
        let beyond = parts::beyond().await?;
        self.0.beyond.set(Some(beyond));
        self.0.playthrough.borrow_mut().cloud_mut().extend(beyond.services);
        Some(beyond)
    }

    /// Who sent a request, or what is answered when its signature does not hold.
    fn caller(&self, beyond: Beyond, unsigned: Identity, request: &Request) -> Result<Identity, Response> {
        let playthrough = self.0.playthrough.borrow();
        let cloud = playthrough.cloud();
        let received = Received {
            request,
            routed: request,
            bucket: s3::bucket_before_host(&request.host),
            #[expect(clippy::cast_possible_truncation, reason = "the seconds since 1970 fit")]
            wall_s: (js_sys::Date::now() / 1_000.0) as i64,
            now: cloud.now(),
        };
        match (beyond.caller)(&received, cloud.world(), &Principal::from(unsigned)) {
            Ok(principal) => Ok(Identity::from(&principal)),
            Err(refusal) => Err((beyond.refuse)(&refusal, request, cloud.now(), REFUSED_ID)),
        }
    }
}

/// How many of a table's items are shown before it is known how many there is room for.
const FIRST_ROWS: usize = 40;

/// About what the bench weighs on its way, kB.
const BENCH_KB: u64 = 1_140;

/// The request id of what never reached the cloud, which gives ids to what does.
const REFUSED_ID: &str = "00000000-0000-0000-0000-000000000000";

/// The answer when the services do not arrive: AWS's for a service that is down, which SDKs try again.
fn unavailable() -> Response {
    let text = r#"{"__type":"ServiceUnavailable","message":"A part of Coldstart did not arrive. Check the connection, and ask again. Nothing was changed."}"#;
    Response::new(503).with_header("content-type", "application/json").with_body(text)
}
