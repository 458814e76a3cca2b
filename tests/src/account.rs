//! A cloud that is sent one request after another, with functions run natively: what the wire cases and the hostile
//! requests are sent to.

use cloud::http::{Request, Response};
use cloud::kernel::Cloud;
use cloud::sim::time::Span;
use cloud::verdict::Principal;

use crate::host::Host;

/// The cloud, and the host of its functions.
pub struct Account {
    /// The cloud.
    pub cloud: Cloud,
    host: Host,
}

impl Default for Account {
    fn default() -> Self {
        Self { cloud: Cloud::new(1), host: Host::default() }
    }
}

impl Account {
    /// Sends `request` and answers it, once all that it brought about is done.
    ///
    /// # Panics
    /// When it is not answered, or what it brought about does not end.
    pub fn ask(&mut self, principal: Principal, request: Request) -> Response {
        let ticket = self.cloud.submit(principal, request);
        let mut answers = self.host.settle(&mut self.cloud).into_iter();
        self.cloud.forget_history();
        let (_, answer) = answers.find(|(answered, _)| *answered == ticket).expect("every request is answered");
        Response::clone(&answer)
    }

    /// Lets `span` pass, with all that is scheduled within it.
    pub fn pass(&mut self, span: Span) {
        let end = self.cloud.now() + span;
        while self.cloud.now() < end {
            self.cloud.pass(end - self.cloud.now());
            self.host.settle(&mut self.cloud);
        }
    }
}
