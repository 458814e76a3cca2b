//! Calls that a learner makes by hand, from the address bar or from a page of their own: by nobody or by the account's
//! owner, as any HTTP client would make them.

use std::sync::Arc;

use cloud::http::{Request, Response};
use cloud::identity::Identity;
use cloud::sim::trace::MessageId;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Session;
use crate::store::client::CallView;

impl Session {
    /// Opens the address bar, whose code comes with the rest of the services.
    pub(super) fn open_address_bar(&self) {
        let session = self.clone();
        spawn_local(async move {
            match session.fetch_beyond("the address bar").await {
                Some(beyond) => {
                    session.store().address_bar.set(Some(beyond.client));
                    session.show_details();
                }
                None => session.notify("The address bar did not arrive", "Check the connection, and open it again."),
            }
        });
    }

    /// Makes a call at the run's end, and tells what came of it.
    pub(super) fn fetch(&self, request: Request, identity: Identity, then: Callback<Arc<CallView>>) {
        let (session, asked) = (self.clone(), request.clone());
        self.ask_as(identity, request, move |message, response| {
            // Whoever asked may be gone by now.
            then.try_run(Arc::new(session.called(message, asked, response)));
        });
    }

    fn called(&self, message: Option<MessageId>, request: Request, response: Arc<Response>) -> CallView {
        let playthrough = self.0.playthrough.borrow();
        if let (Some(beyond), Some(message)) = (self.0.beyond.get(), message) {
            return (beyond.call)(playthrough.trace(), message, playthrough.cloud().now());
        }
        // It never reached the cloud.
        CallView {
            number: None,
            to: request.host.clone(),
            request: Arc::new(request),
            sent_us: 0.0,
            took_us: None,
            response: Some(response),
            shares: Vec::new(),
            ran: Vec::new(),
            failed: None,
        }
    }
}
