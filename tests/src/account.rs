//! A cloud that is sent one request after another, with functions run natively: what the wire cases and the hostile
//! requests are sent to.

use cloud::http::{Request, Response};
use cloud::kernel::{Cloud, Output, Step};
use cloud::sim::time::Span;
use cloud::verdict::Principal;
use functions::native::Native;

/// What each stretch of a handler's computing counts for, microseconds of one vCPU.
const COMPUTED_US: u64 = 4_000;
/// More things than one request may bring about.
const LIMIT: usize = 1_000_000;

/// The cloud, and the host of its functions.
pub struct Account {
    cloud: Cloud,
    native: Native,
}

impl Default for Account {
    fn default() -> Self {
        Self { cloud: Cloud::new(1), native: Native::pinned(COMPUTED_US) }
    }
}

impl Account {
    /// Sends `request` and answers it, once all that it brought about is done.
    ///
    /// # Panics
    /// When it is not answered, or what it brought about does not end.
    pub fn ask(&mut self, principal: Principal, request: Request) -> Response {
        let ticket = self.cloud.submit(principal, request);
        let mut answer = None;
        for (answered, response) in self.settle() {
            if answered == ticket {
                answer = Some(response);
            }
        }
        self.cloud.forget_history();
        answer.expect("every request is answered")
    }

    /// Lets `span` pass, with all that is scheduled within it.
    pub fn pass(&mut self, span: Span) {
        let end = self.cloud.now() + span;
        while self.cloud.now() < end {
            self.cloud.pass(end - self.cloud.now());
            self.settle();
        }
    }

    fn settle(&mut self) -> Vec<(cloud::kernel::Ticket, Response)> {
        let mut answers = Vec::new();
        loop {
            let step = self.cloud.run(LIMIT);
            for output in self.cloud.take_outputs() {
                match output {
                    Output::Response { ticket, response, .. } => answers.push((ticket, Response::clone(&response))),
                    Output::Invoke(invoke) => {
                        let progress = self.native.invoke(&invoke);
                        self.cloud.progress(invoke.invocation, progress);
                    }
                    Output::Resume { invocation, resume } => {
                        let progress = self.native.resume(invocation, resume);
                        self.cloud.progress(invocation, progress);
                    }
                    Output::Terminate(environment) => self.native.terminate(environment),
                }
            }
            match step {
                Step::Settled => return answers,
                Step::Waiting => {}
                Step::Moved => panic!("what a request brought about has not ended after {LIMIT} things"),
            }
        }
    }
}
