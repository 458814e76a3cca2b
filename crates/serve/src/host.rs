//! The cloud with all that it needs of a host: time that passes, functions that run, a record of what was asked.
//!
//! It reads no clock: the moment is handed in.

use std::sync::Arc;

use cloud::http::{Request, Response};
use cloud::identity::Identity;
use cloud::invocation::{Invoke, Next, Outcome, Progress, RunId};
use cloud::kernel::{Cloud, Output, Step, Ticket};
use cloud::services::cloudformation::{create_stack_request, diagnose};
use cloud::sim::time::Time;
use cloud::verdict::Principal;
use cloud::world::World;
use functions::native::{Native, PROCESS_BYTES};

use crate::record::{Asked, Record};

/// How many things may happen before one request is given up. A thousand photos at once take a few hundred thousand.
const SETTLE_LIMIT: usize = 5_000_000;
/// What each stretch of a function's computing counts for, microseconds of one vCPU. It is not measured, so that a
/// record leads to the same state on every machine.
const COMPUTED_US: u64 = 4_000;
/// The runtime whose functions this program can run: they are part of it.
const RUST_RUNTIME: &str = "provided.al2023";
/// The stack that `--template` deploys.
pub const STACK: &str = "coldstart";

/// Why the host could not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HostError {
    /// The work that a request began does not end.
    #[error("The cloud did not come to rest within {SETTLE_LIMIT} steps.")]
    Restless,
    /// The template does not deploy.
    #[error("The template could not be deployed: {0}")]
    Template(String),
}

/// The cloud, its functions and its record.
pub struct Host {
    cloud: Cloud,
    native: Native,
    record: Record,
    keeps_record: bool,
}

impl Host {
    /// An empty cloud, which keeps a record of what it is asked.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut cloud = Cloud::new(seed);
        cloud.go_unseen();
        Self {
            cloud,
            native: Native::pinned(COMPUTED_US),
            record: Record { seed, ..Record::default() },
            keeps_record: true,
        }
    }

    /// The same cloud without a record: what it was asked is forgotten once it is answered.
    #[must_use]
    pub fn without_record(self) -> Self {
        Self { keeps_record: false, ..self }
    }

    /// An empty cloud of the same seed that keeps a record if this one does.
    #[must_use]
    pub fn anew(&self) -> Self {
        Self { keeps_record: self.keeps_record, ..Self::new(self.record.seed) }
    }

    /// The cloud that `record` leads to.
    ///
    /// # Errors
    /// When a request's work does not end.
    pub fn replay(record: Record) -> Result<Self, HostError> {
        let mut host = Self::new(record.seed);
        for Asked { at, by, request } in record.asked {
            host.ask(at, by.into(), request)?;
        }
        host.pass_to(record.end)?;
        Ok(host)
    }

    /// The virtual time.
    #[must_use]
    pub fn now(&self) -> Time {
        self.cloud.now()
    }

    /// The state of the cloud.
    #[must_use]
    pub fn world(&self) -> &World {
        self.cloud.world()
    }

    /// The seed.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.record.seed
    }

    /// What was asked so far; it ends now.
    #[must_use]
    pub fn record(&self) -> Record {
        Record { end: self.cloud.now(), ..self.record.clone() }
    }

    /// Lets time pass up to `at`, asks, and runs until everything that follows is done.
    ///
    /// # Errors
    /// When the work does not end.
    pub fn ask(&mut self, at: Time, principal: Principal, request: Request) -> Result<Arc<Response>, HostError> {
        self.pass_to(at)?;
        if self.keeps_record {
            let by = Identity::from(&principal);
            self.record.asked.push(Asked { at: self.cloud.now(), by, request: request.clone() });
        }
        let ticket = self.cloud.submit(principal, request);
        let answer = self.settle(Some(ticket))?.ok_or(HostError::Restless)?;
        // A client would only ask again until this has happened, each twenty seconds.
        for _ in 0..SETTLE_LIMIT {
            if !self.cloud.run_to_awaited() {
                break;
            }
            self.settle(None)?;
        }
        self.cloud.forget_history();
        Ok(answer)
    }

    /// Deploys a template as the stack [`STACK`].
    ///
    /// # Errors
    /// When it has faults, which are told with their lines, or a resource cannot be made.
    pub fn deploy(&mut self, template: &str) -> Result<(), HostError> {
        let faults = diagnose(template);
        if !faults.is_empty() {
            let lines: Vec<String> = faults.iter().map(|fault| format!("\n  {fault}")).collect();
            return Err(HostError::Template(lines.concat()));
        }
        let response = self.ask(self.now(), Principal::Root, create_stack_request(STACK, template))?;
        if !response.is_success() {
            return Err(HostError::Template(String::from_utf8_lossy(&response.body).into_owned()));
        }
        match self.cloud.world().cloudformation().live().find_map(|stack| stack.failure()) {
            Some(failure) => Err(HostError::Template(failure.reason.clone())),
            None => Ok(()),
        }
    }

    /// Lets virtual time reach `at`, with all that is scheduled until then.
    ///
    /// # Errors
    /// When the work does not end.
    pub fn pass_to(&mut self, at: Time) -> Result<(), HostError> {
        self.settle(None)?;
        for _ in 0..SETTLE_LIMIT {
            if self.cloud.now() >= at {
                return Ok(());
            }
            self.cloud.pass(at - self.cloud.now());
            self.settle(None)?;
        }
        Err(HostError::Restless)
    }

    /// Runs until nothing is in flight; the response to `ticket`, when it came.
    fn settle(&mut self, ticket: Option<Ticket>) -> Result<Option<Arc<Response>>, HostError> {
        let mut answer = None;
        for _ in 0..SETTLE_LIMIT {
            let step = self.cloud.run(SETTLE_LIMIT);
            for output in self.cloud.take_outputs() {
                match output {
                    Output::Response { ticket: answered, response, .. } => {
                        if Some(answered) == ticket {
                            answer = Some(response);
                        }
                    }
                    Output::Init(init) => self.cloud.progress(RunId::Init(init.environment), self.native.init()),
                    Output::Invoke(invoke) => {
                        let progress = self.run_function(&invoke);
                        self.cloud.progress(RunId::Invocation(invoke.invocation), progress);
                    }
                    Output::Resume { run, resume, .. } => {
                        let progress = self.native.resume(run, resume);
                        self.cloud.progress(run, progress);
                    }
                    Output::Terminate(environment) => self.native.terminate(environment),
                }
            }
            match step {
                Step::Settled => return Ok(answer),
                Step::Waiting => {}
                Step::Moved => return Err(HostError::Restless),
            }
        }
        Err(HostError::Restless)
    }

    fn run_function(&mut self, invoke: &Invoke) -> Progress {
        if invoke.runtime == RUST_RUNTIME {
            return self.native.invoke(invoke);
        }
        let message = format!(
            "Code for {} runs in Coldstart's page, where the browser cages it. This server runs functions in Rust ({RUST_RUNTIME}) alone.",
            invoke.runtime
        );
        let printed = vec![message.clone()];
        let error_type = "Coldstart.RunsInThePage".to_owned();
        let end = Next::End(Outcome::Failed { error_type, message, stack: Vec::new() });
        Progress { printed, ..Progress::new(COMPUTED_US, PROCESS_BYTES, end) }
    }
}

#[cfg(test)]
mod tests {
    use cloud::sim::time::Span;

    use super::*;

    fn s3(method: &str, path: &str) -> Request {
        Request::new(method, &format!("https://s3.us-east-1.amazonaws.com{path}")).expect("it is an address")
    }

    #[test]
    fn a_replayed_record_leads_to_the_same_state() {
        let mut host = Host::new(7);
        for (at, request) in [
            (Time(0), s3("PUT", "/photos")),
            (Time(90_000_000), s3("PUT", "/photos/a").with_body("x")),
            (Time(90_000_001), s3("GET", "/photos/a")),
        ] {
            let response = host.ask(at, Principal::Root, request).expect("it settles");
            assert!(response.is_success());
        }
        let again = Host::replay(host.record()).expect("it settles");
        assert_eq!(again.record(), host.record());
        assert_eq!(format!("{:?}", again.world()), format!("{:?}", host.world()));
    }

    #[test]
    fn time_passes_to_the_moment_of_a_request() {
        let mut host = Host::new(1);
        let at = Time::default() + Span::from_s(3_600);
        host.ask(at, Principal::Root, s3("GET", "/")).expect("it settles");
        assert!(host.now() >= at && host.now() < at + Span::from_s(5));
    }

    #[test]
    fn a_template_with_faults_is_told_with_its_lines() {
        let error = Host::new(1).deploy("Resources:\n  A:\n    Type: AWS::S3::Buckett\n").expect_err("no such type");
        assert!(error.to_string().contains('3'), "{error}");
    }
}
