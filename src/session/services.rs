//! What the cloud knows. A first lesson's run needs little of AWS; the rest comes when a request asks for it.

use std::sync::Arc;

use cloud::http::{Request, Response};
use cloud::identity::Identity;
use lessons::Command;
use wasm_bindgen_futures::spawn_local;

use super::Session;
use crate::parts;

impl Session {
    /// Gives one request as a command once the cloud knows what it asks for, and tells its answer.
    pub(super) fn ask(&self, identity: Identity, request: Request, then: impl FnOnce(Arc<Response>) + 'static) {
        if self.knows(&request) {
            self.ask_now(identity, request, then);
            return;
        }
        let session = self.clone();
        spawn_local(async move {
            if session.learn().await {
                session.ask_now(identity, request, then);
            } else {
                then(Arc::new(unavailable()));
            }
        });
    }

    /// Whether the cloud knows what a command asks for, after it has learned what it can.
    pub(super) async fn is_ready_for(&self, command: &Command) -> bool {
        let known = match command {
            Command::Send(requests) => requests.iter().all(|(_, request)| self.knows(request)),
            Command::RunToScheduled | Command::RunToAwaited | Command::Answer { .. } => true,
        };
        known || self.learn().await
    }

    fn knows(&self, request: &Request) -> bool {
        self.0.services.get().knows(request)
    }

    /// Lets the cloud have all that is simulated. Says whether it came.
    async fn learn(&self) -> bool {
        let Some(services) = parts::all_services().await else { return false };
        self.0.services.set(services);
        self.0.playthrough.borrow_mut().cloud_mut().extend(services);
        true
    }
}

/// The answer when the services do not arrive: AWS's for a service that is down, which SDKs try again.
fn unavailable() -> Response {
    let text = r#"{"__type":"ServiceUnavailable","message":"A part of Coldstart did not arrive. Check the connection, and ask again. Nothing was changed."}"#;
    Response::new(503).with_header("content-type", "application/json").with_body(text)
}
