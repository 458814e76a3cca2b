//! Handlers: given their event, parked at each call, ended by their answer, an error or the clock.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::environments::Place;
use super::{Cloud, Event, Output, Queued, Running};
use crate::account::REGION;
use crate::http::Response;
use crate::invocation::{EnvironmentId, InvocationId, Invoke, Next, Outcome, Progress, Resume, RunId};
use crate::model::{LAMBDA_HAND_OVER, LAMBDA_RESPONSE_MAX, base_mb, compute, jitter, runs_module_code};
use crate::protocol::{event_stream, rest_json};
use crate::services::lambda::{EnvironmentState, Error, Function, version_name};
use crate::sim::time::Span;
use crate::sim::trace::{Ended, InvocationRecord, MessageId, Moment};
use crate::verdict::Principal;

/// How a handler ended, ready for log, history and caller.
pub(super) struct End {
    pub(super) payload: bytes::Bytes,
    pub(super) error: Option<Arc<str>>,
    /// What Lambda itself writes to the log about it, besides END and REPORT.
    pub(super) log: Option<String>,
    /// `timeout` or `error`, as the REPORT line has it.
    pub(super) status: Option<&'static str>,
    /// Whether the environment must be set up anew.
    pub(super) reset: bool,
}

impl Cloud {
    /// Tries to run the handler for an attempt now.
    pub(super) fn dispatch(&mut self, number: u32) {
        let Some(attempt) = self.attempts.get(&number).cloned() else { return };
        let Some(function) = self.world.lambda().version(&attempt.function, attempt.version).cloned() else {
            self.drop_attempt(number);
            return;
        };
        match self.find_environment(&function, attempt.version) {
            Place::None(reason) => self.throttle(number, reason),
            found => {
                self.count_as(number, Queued::No);
                match found {
                    Place::Warm(environment) => self.start_handler(&function, environment, number, false),
                    _ => self.start_environment(&function, attempt.version, number),
                }
            }
        }
    }

    /// What was to run is no more: a caller is told so, an event is lost.
    pub(super) fn drop_attempt(&mut self, number: u32) {
        let Some(attempt) = self.attempts.remove(&number).filter(|attempt| attempt.synchronous) else { return };
        let error = Error::FunctionNotFound { arn: attempt.arn.to_string() };
        let response = rest_json::error(&error.into(), &attempt.request_id);
        self.reply(attempt.message, response, Some("ResourceNotFoundException".to_owned()));
    }

    /// Gives the handler its event.
    pub(super) fn start_handler(
        &mut self,
        function: &Arc<Function>,
        environment: EnvironmentId,
        number: u32,
        cold: bool,
    ) {
        let Some(attempt) = self.attempts.get(&number).cloned() else { return };
        let id = self.trace.next_invocation();
        let now = self.now;
        let fleet = self.world.lambda_mut().fleet_mut(&function.name);
        fleet.idle.remove(&environment);
        let mut anew = false;
        if let Some(held) = fleet.environments.get_mut(&environment) {
            // A handler that was cut off takes its process with it. The next event pays for a new one.
            anew = held.reset;
            held.state = EnvironmentState::Busy;
            held.since = now;
            held.invocation = Some(id);
            held.reset = false;
        }
        let warm_up = if anew { crate::model::init(&function.runtime) } else { Span::default() };
        let warm_up = jitter(&mut self.rng, warm_up);
        let timeout = Span::from_s(u64::from(function.timeout_s));
        self.trace.message_mut(attempt.message).taken.get_or_insert(now);
        self.trace.invocations.push(InvocationRecord {
            id,
            function: function.name.clone(),
            environment,
            message: attempt.message,
            request_id: attempt.request_id.clone(),
            attempt: attempt.number,
            cold,
            started: now,
            ended: None,
        });
        let local = now + jitter(&mut self.rng, LAMBDA_HAND_OVER) + warm_up;
        let mut running = self.running_for(function, environment, number);
        running.local = local;
        running.timeout = timeout;
        running.anew = anew;
        let run = running.run(RunId::Invocation(id));
        self.running.insert(run.id, running);
        self.schedule(now + timeout, Event::Deadline { of: run });
        self.log_start(id, &version_name(attempt.version));
        self.hop(Moment::Started(id));
        if anew && runs_module_code(&function.runtime) {
            self.schedule(local, Event::InitBegins { environment, attempt: number, within: Some(id) });
        } else {
            self.hand_over(function, id);
        }
    }

    /// What is about to run for an attempt, from now on.
    pub(super) fn running_for(&self, function: &Function, environment: EnvironmentId, attempt: u32) -> Running {
        Running {
            environment,
            attempt,
            started: self.now,
            local: self.now,
            memory_mb: function.memory_mb,
            timeout: Span::default(),
            max_memory_mb: base_mb(&function.runtime),
            parked: None,
            principal: Principal::RoleSession {
                role: function.role_name().into(),
                session: function.name.clone(),
                policy: None,
            },
            calls: BTreeMap::new(),
            replies: Vec::new(),
            waits: false,
            pause: 0,
            anew: false,
            within: None,
        }
    }

    /// Gives the host the event of an invocation whose environment is ready.
    pub(super) fn hand_over(&mut self, function: &Function, id: InvocationId) {
        let Some(running) = self.running.get(&RunId::Invocation(id)) else { return };
        let Some(attempt) = self.attempts.get(&running.attempt) else { return };
        let invoke = Invoke {
            invocation: id,
            environment: running.environment,
            runtime: function.runtime.to_string(),
            code: function.code.to_string(),
            handler: function.handler.to_string(),
            event: attempt.event.clone(),
            variables: self.variables(function, attempt.version, running.environment),
            request_id: attempt.request_id.to_string(),
            function_arn: attempt.arn.to_string(),
            memory_mb: function.memory_mb,
            timeout_ms: u64::from(function.timeout_s) * 1_000,
            epoch_us: running.local.epoch_us(),
            deadline_us: (running.started + running.timeout).epoch_us(),
        };
        self.computing += 1;
        self.outputs.push(Output::Invoke(invoke));
    }

    /// The variables that an environment has: Lambda's own, and the function's.
    pub(super) fn variables(
        &self,
        function: &Function,
        version: u32,
        environment: EnvironmentId,
    ) -> BTreeMap<String, String> {
        let mut variables = function.variables.clone();
        let lambda = [
            ("AWS_REGION", REGION.to_owned()),
            ("AWS_DEFAULT_REGION", REGION.to_owned()),
            ("AWS_LAMBDA_FUNCTION_NAME", function.name.to_string()),
            ("AWS_LAMBDA_FUNCTION_VERSION", version_name(version)),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", function.memory_mb.to_string()),
            ("AWS_LAMBDA_LOG_GROUP_NAME", format!("/aws/lambda/{}", function.name)),
            ("AWS_LAMBDA_LOG_STREAM_NAME", self.trace.environment(environment).log_stream.to_string()),
            ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand".to_owned()),
            ("_HANDLER", function.handler.to_string()),
            ("LAMBDA_TASK_ROOT", "/var/task".to_owned()),
            ("TZ", ":UTC".to_owned()),
        ];
        variables.extend(lambda.map(|(name, value)| (name.to_owned(), value)));
        if runs_module_code(&function.runtime) {
            variables.extend(self.credentials(&function.runtime, environment));
        }
        variables
    }

    /// Puts into the queue what the parked handlers do next, in the order of their invocations.
    pub(super) fn schedule_parked(&mut self) {
        let mut due = Vec::new();
        for (id, running) in &mut self.running {
            if let Some(progress) = running.parked.take() {
                let at = running.local + compute(progress.computed_us, running.memory_mb);
                let memory = u32::try_from(progress.memory_bytes.div_ceil(1 << 20)).unwrap_or(u32::MAX);
                running.max_memory_mb = running.max_memory_mb.max(memory.min(running.memory_mb));
                due.push((running.run(*id), running.environment, at, progress));
            }
        }
        for (of, environment, at, Progress { printed, next, holds, .. }) in due {
            // A handler that the host had to stop has not ended by itself: its deadline ends it.
            if matches!(next, Next::End(Outcome::Stopped)) {
                self.log_printed(environment, printed);
            } else {
                self.schedule(at, Event::Continue { of, printed, next, holds });
            }
        }
    }

    /// A handler has come to its next call, sleep or end.
    pub(super) fn continue_run(&mut self, run: RunId, printed: Vec<String>, next: Next, holds: Vec<(String, String)>) {
        let Some(environment) = self.running.get(&run).map(|running| running.environment) else { return };
        self.log_printed(environment, printed);
        match next {
            Next::Call(request) => {
                self.send_from_run(run, None, request);
                self.wait(run, None);
            }
            Next::Sleep(us) => self.wait(run, Some((us, Resume::Awake))),
            Next::Wait { calls, sleep_us } => {
                for (number, request) in calls {
                    self.send_from_run(run, Some(number), request);
                }
                self.wait(run, sleep_us.map(|us| (us, Resume::Replies(Vec::new()))));
            }
            Next::End(outcome) => {
                self.remember(environment, holds);
                match run {
                    RunId::Init(_) => self.init_stopped(run, outcome),
                    RunId::Invocation(invocation) => {
                        let end = self.end_of(invocation, outcome);
                        self.end_handler(invocation, end);
                    }
                }
            }
        }
    }

    /// Lets a handler wait for a reply, or at most until a timer of its own is due.
    fn wait(&mut self, run: RunId, timer: Option<(u64, Resume)>) {
        let Some(running) = self.running.get_mut(&run) else { return };
        running.waits = true;
        running.pause += 1;
        let (of, pause) = (running.run(run), running.pause);
        if !running.replies.is_empty() {
            let replies = std::mem::take(&mut running.replies);
            self.resume(run, Resume::Replies(replies));
        } else if let Some((us, resume)) = timer {
            self.schedule(self.now + Span(us), Event::Awake { of, pause, resume });
        }
    }

    /// The reply to a call of a handler has come.
    pub(super) fn replied(&mut self, run: RunId, message: MessageId, response: &Response) {
        let Some(running) = self.running.get_mut(&run) else { return };
        // What an environment asked for before it was started anew is of no use to it now.
        let Some(number) = running.calls.remove(&message) else { return };
        match number {
            None => self.resume(run, Resume::Reply(response.clone())),
            Some(number) if running.waits => self.resume(run, Resume::Replies(vec![(number, response.clone())])),
            Some(number) => running.replies.push((number, response.clone())),
        }
    }

    /// Lets a parked handler go on.
    pub(super) fn resume(&mut self, run: RunId, resume: Resume) {
        let Some(running) = self.running.get_mut(&run) else { return };
        running.local = self.now;
        running.waits = false;
        self.computing += 1;
        self.outputs.push(Output::Resume { run, resume, epoch_us: self.now.epoch_us() });
    }

    pub(super) fn end_of(&self, invocation: InvocationId, outcome: Outcome) -> End {
        let request_id = &self.trace.invocation(invocation).request_id;
        let failed = |error_type: &str, message: String, log: Option<String>| End {
            payload: serde_json::json!({"errorType": error_type, "errorMessage": message}).to_string().into(),
            error: Some(error_type.into()),
            log,
            status: Some("error"),
            reset: true,
        };
        match outcome {
            Outcome::Returned(payload) if payload.len() > LAMBDA_RESPONSE_MAX => End {
                reset: false,
                status: None,
                ..failed(
                    "Function.ResponseSizeTooLarge",
                    format!(
                        "Response payload size exceeded maximum allowed payload size ({LAMBDA_RESPONSE_MAX} bytes)."
                    ),
                    None,
                )
            },
            Outcome::Returned(payload) => End { payload, error: None, log: None, status: None, reset: false },
            Outcome::Failed { error_type, message, stack } => {
                let mut document = serde_json::json!({"errorType": error_type, "errorMessage": message});
                if !stack.is_empty() {
                    document["stackTrace"] = stack.into();
                }
                End {
                    payload: document.to_string().into(),
                    error: Some(error_type.into()),
                    log: None,
                    status: None,
                    reset: false,
                }
            }
            Outcome::Raised { error_type, document, exits } => End {
                payload: document.into(),
                error: Some(error_type.into()),
                log: None,
                status: exits.then_some("error"),
                reset: exits,
            },
            // Only an INIT phase ends so. A host that mixes up what it runs has lost the handler.
            Outcome::Initialised => self.end_of(invocation, Outcome::Exited("exit status 1".to_owned())),
            Outcome::OutOfMemory => {
                let text = format!("RequestId: {request_id} Error: Runtime exited with error: signal: killed");
                failed("Runtime.OutOfMemory", text.clone(), Some(format!("{text}\nRuntime.OutOfMemory")))
            }
            Outcome::Exited(how) => {
                // A process that ends well before its handler has answered gives no reason.
                let how = if how == "exit status 0" {
                    "Runtime exited without providing a reason".to_owned()
                } else {
                    format!("Runtime exited with error: {how}")
                };
                let text = format!("RequestId: {request_id} Error: {how}");
                failed("Runtime.ExitError", text.clone(), Some(format!("{text}\nRuntime.ExitError")))
            }
            Outcome::Stopped => unreachable!("a stopped handler is ended by its deadline"),
        }
    }

    /// The clock has ended a handler.
    pub(super) fn time_out(&mut self, run: RunId) {
        let RunId::Invocation(invocation) = run else { return self.init_timed_out(run) };
        let Some(running) = self.running.get(&run) else { return };
        let request_id = &self.trace.invocation(invocation).request_id;
        let seconds = running.timeout.as_ms() / 1_000.0;
        let text = format!("Task timed out after {seconds:.2} seconds");
        let message = format!("RequestId: {request_id} Error: {text}");
        let end = End {
            payload: serde_json::json!({"errorType": "Sandbox.Timedout", "errorMessage": message}).to_string().into(),
            error: Some("Sandbox.Timedout".into()),
            log: Some(format!("{} {request_id} {text}", self.now.iso8601())),
            status: Some("timeout"),
            reset: true,
        };
        let environment = running.environment;
        self.running.remove(&RunId::Init(environment));
        self.outputs.push(Output::Terminate(environment));
        self.end_handler(invocation, end);
    }

    pub(super) fn end_handler(&mut self, invocation: InvocationId, end: End) {
        let Some(running) = self.running.remove(&RunId::Invocation(invocation)) else { return };
        let Some(attempt) = self.attempts.get(&running.attempt).cloned() else { return };
        let record = self.trace.invocation(invocation);
        let (function, cold) = (record.function.clone(), record.cold);
        let duration = self.now - running.started;
        // A phase that failed is not told again: what ran within the invocation is part of its duration.
        let init = (cold && !running.anew).then(|| self.init_of(running.environment));
        let billed_ms = (duration + init.unwrap_or_default()).0.div_ceil(1_000);
        let max_memory_mb =
            if end.error.as_deref() == Some("Runtime.OutOfMemory") { running.memory_mb } else { running.max_memory_mb };
        let ended = Ended {
            at: self.now,
            payload: end.payload.clone(),
            error: end.error.clone(),
            billed_ms,
            max_memory_mb,
            memory_mb: running.memory_mb,
        };
        self.trace.invocation_mut(invocation).ended = Some(ended.clone());
        let tail = self.log_end(invocation, &ended, &end, duration, init, attempt.log_tail);
        if self.world.lambda().function(&function).is_some() {
            let fleet = self.world.lambda_mut().fleet_mut(&function);
            if end.error.is_some() {
                fleet.failed += 1;
            } else {
                fleet.succeeded += 1;
            }
        }
        if end.reset && end.status != Some("timeout") {
            self.outputs.push(Output::Terminate(running.environment));
        }
        self.freeze(&function, running.environment, end.reset);
        self.hop(Moment::Ended(invocation));
        if attempt.synchronous {
            self.attempts.remove(&running.attempt);
            self.reply_to_invoke(&attempt, &end, tail);
        } else if end.error.is_some() {
            self.retry_or_give_up(running.attempt);
        } else {
            self.attempts.remove(&running.attempt);
        }
    }

    fn reply_to_invoke(&mut self, attempt: &super::Attempt, end: &End, tail: Option<String>) {
        let mut response = Response::new(200)
            .with_header("content-type", "application/json")
            .with_header("x-amzn-requestid", attempt.request_id.to_string())
            .with_header("x-amz-executed-version", version_name(attempt.version))
            .with_header("x-amzn-remapped-content-length", "0")
            .with_header("date", self.now.rfc1123())
            .with_body(end.payload.clone());
        if end.error.is_some() {
            response.headers.set("x-amz-function-error", "Unhandled");
        }
        if attempt.streamed {
            response = streamed(response, end.error.is_some(), tail);
        } else if let Some(tail) = tail {
            response.headers.set("x-amz-log-result", tail);
        }
        self.reply(attempt.message, response, end.error.as_ref().map(ToString::to_string));
    }

    /// Answers a synchronous call that could have no environment.
    pub(super) fn refuse_invoke(&mut self, attempt: &super::Attempt, reason: &'static str) {
        let error = Error::TooManyRequests { reason }.into();
        let response = rest_json::error(&error, &attempt.request_id);
        self.reply(attempt.message, response, Some("TooManyRequestsException".to_owned()));
    }

    /// Lambda does not let a chain of functions start itself for ever. Whoever waits for an answer is told; an event is
    /// dropped.
    pub(super) fn stop_recursion(&mut self, attempt: &super::Attempt) {
        if attempt.synchronous {
            let error = Error::RecursiveInvocation.into();
            let response = rest_json::error(&error, &attempt.request_id);
            self.reply(attempt.message, response, Some("RecursiveInvocationException".to_owned()));
        }
    }

    /// How long an environment's INIT phase took: the last of its start's phases, the only one that is billed.
    pub(super) fn init_of(&self, environment: EnvironmentId) -> Span {
        let record = self.trace.environment(environment);
        let before = record.phases.iter().rev().nth(1).map_or(record.started, |(_, end)| *end);
        record.ready - before
    }
}

/// The answer of InvokeWithResponseStream: what the handler returned, which came whole, then that it is complete. A
/// handler that failed streams nothing; its error is part of the end.
fn streamed(answer: Response, failed: bool, tail: Option<String>) -> Response {
    let mut frames = Vec::new();
    let mut end = serde_json::Map::new();
    if failed {
        end.insert("ErrorCode".to_owned(), "Unhandled".into());
        end.insert("ErrorDetails".to_owned(), String::from_utf8_lossy(&answer.body).into());
    } else {
        event_stream::event(&mut frames, "PayloadChunk", "application/octet-stream", &answer.body);
    }
    if let Some(tail) = tail {
        end.insert("LogResult".to_owned(), tail.into());
    }
    let end = serde_json::Value::Object(end).to_string();
    event_stream::event(&mut frames, "InvokeComplete", "application/json", end.as_bytes());
    let version = answer.headers.get("x-amz-executed-version").unwrap_or_default().to_owned();
    Response::new(200)
        .with_header("content-type", event_stream::CONTENT_TYPE)
        .with_header("x-amz-executed-version", version)
        .with_body(frames)
}
