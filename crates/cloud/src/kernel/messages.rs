//! Messages: sent, acted upon where they arrive, answered.

use std::sync::Arc;

use super::{Attempt, Cloud, Event, Output, Queued, Worked};
use crate::caller::{Received, caller};
use crate::gateway::{self, Performed};
use crate::http::{Request, Response};
use crate::invocation::RunId;
use crate::model::{
    CLIENT_BYTES_PER_S, CLIENT_CONNECTIONS, CLIENT_ONE_WAY, LAMBDA_QUEUE, LAMBDA_RECURSION_LIMIT, REGION_BYTES_PER_S,
    REGION_ONE_WAY, S3_NOTIFICATION, jitter, service_time, transfer,
};
use crate::operation::{Effect, JsonBody};
use crate::services::lambda;
use crate::services::logs::LogEvent;
use crate::sim::time::Span;
use crate::sim::trace::{Cause, Content, Handled, Message, MessageId, Moment, Place};
use crate::verdict::Principal;

impl Cloud {
    /// Sends requests of the tab while it has connections free.
    pub(super) fn send_waiting(&mut self) {
        while self.client.busy < CLIENT_CONNECTIONS {
            let Some((ticket, principal, request)) = self.client.waiting.pop_front() else { return };
            self.client.busy += 1;
            let message = self.send(Cause::Learner, Place::Client, Arc::new(request));
            self.client.tickets.insert(message, (ticket, principal));
        }
    }

    /// Sends a call of a handler, or of code at module level.
    pub(super) fn send_from_run(&mut self, run: RunId, number: Option<u32>, request: Request) {
        let (cause, function) = match run {
            RunId::Invocation(id) => (Cause::Invocation(id), self.trace.invocation(id).function.clone()),
            RunId::Init(id) => (Cause::Init(id), self.trace.environment(id).function.clone()),
        };
        let message = self.send(cause, Place::Function(function), Arc::new(request));
        if let Some(running) = self.running.get_mut(&run) {
            running.calls.insert(message, number);
        }
    }

    pub(super) fn send(&mut self, cause: Cause, from: Place, request: Arc<Request>) -> MessageId {
        let destination = gateway::destination(&self.world, &request);
        let travel = if from == Place::Client {
            jitter(&mut self.rng, CLIENT_ONE_WAY) + transfer(request.body.len(), CLIENT_BYTES_PER_S)
        } else {
            jitter(&mut self.rng, REGION_ONE_WAY) + transfer(request.body.len(), REGION_BYTES_PER_S)
        };
        let id = self.record(Message {
            id: self.next_message(),
            cause,
            from,
            to: destination.place,
            operation: destination.operation,
            service: destination.service,
            content: Content::Call(request),
            subject: destination.subject,
            sent: self.now,
            arrives: self.now + travel,
            handled: None,
            answered: None,
            taken: None,
        });
        let work = service_time(&mut self.rng, destination.service, destination.operation);
        self.schedule(self.now + travel + work, Event::Arrive { message: id, json: destination.json });
        id
    }

    fn next_message(&self) -> MessageId {
        self.trace.next_message()
    }

    fn record(&mut self, message: Message) -> MessageId {
        let id = message.id;
        self.trace.messages.push(message);
        self.hop(Moment::Sent(id));
        id
    }

    /// A message has arrived whole: it is acted upon. Its body may have been read already, to send it.
    pub(super) fn arrive(&mut self, id: MessageId, json: Option<Arc<JsonBody>>) {
        match &self.trace.message(id).content {
            Content::Call(request) => {
                let request = Arc::clone(request);
                self.arrive_call(id, &request, json);
            }
            Content::Event(_) => self.arrive_event(id),
        }
    }

    fn arrive_call(&mut self, id: MessageId, request: &Request, json: Option<Arc<JsonBody>>) {
        let principal = self.sender_of(id, request);
        let Worked { outcome, request_id, changes, effects } =
            self.work(&principal, Some(id), |context| gateway::perform_read(context, request, json));
        let Performed { verdict, response, error } = outcome;
        let response = response.map(Arc::new);
        let answered = response.clone();
        self.trace.message_mut(id).handled =
            Some(Handled { at: self.now, verdict, changes, response, error, replied: self.now, phases: Vec::new() });
        self.hop(Moment::Handled(id));
        if let Some(response) = answered {
            self.schedule_answer(id, &response);
        }
        self.follow_all(Cause::Message(id), &request_id, effects);
    }

    /// Who makes a call: the tab's principal, or the role of the function that sent it. Code that has assumed another
    /// role calls as that role's session.
    pub(super) fn sender_of(&self, id: MessageId, request: &Request) -> Principal {
        if let Some(call) = self.calls.get(&id) {
            return call.principal.clone();
        }
        let Some(run) = run_of(self.trace.message(id).cause) else {
            return self.client.tickets.get(&id).map_or(Principal::Root, |(_, principal)| principal.clone());
        };
        let Some(running) = self.running.get(&run) else { return Principal::Anonymous };
        let received = Received { request, routed: request, bucket: None, wall_s: self.now.epoch_s(), now: self.now };
        match caller(&received, &self.world, &running.principal) {
            Ok(session @ Principal::RoleSession { .. }) => session,
            _ => running.principal.clone(),
        }
    }

    /// Lets what follows from a service's work come to pass.
    pub(super) fn follow_all(&mut self, cause: Cause, request_id: &str, effects: Vec<Effect>) {
        for effect in effects {
            self.follow(cause, request_id, effect);
        }
    }

    fn follow(&mut self, cause: Cause, request_id: &str, effect: Effect) {
        match effect {
            Effect::Notify { from, principal, function_arn, operation, event, subject } => {
                let function = Arc::from(lambda::function_name(&function_arn));
                let message = self.next_message();
                let travel = jitter(&mut self.rng, S3_NOTIFICATION);
                self.record(Message {
                    id: message,
                    cause,
                    from,
                    to: Place::Function(function),
                    operation,
                    service: "lambda",
                    content: Content::Event(event),
                    subject,
                    sent: self.now,
                    arrives: self.now + travel,
                    handled: None,
                    answered: None,
                    taken: None,
                });
                self.notifiers.insert(message, (principal, function_arn));
                self.schedule(self.now + travel, Event::Arrive { message, json: None });
            }
            Effect::Invoke { function, event, synchronous, log_tail, streamed, version, arn } => {
                let Cause::Message(message) = cause else { unreachable!("only a call invokes a function") };
                let attempt = Attempt {
                    message,
                    function,
                    event,
                    request_id: request_id.into(),
                    number: 1,
                    throttles: 0,
                    queued: Queued::No,
                    accepted: self.now,
                    synchronous,
                    log_tail,
                    streamed,
                    version,
                    arn,
                };
                if self.chain_length(message) <= LAMBDA_RECURSION_LIMIT {
                    self.accept(attempt);
                } else {
                    self.stop_recursion(&attempt);
                }
            }
            Effect::Call { from, principal, request, patience } => {
                let Cause::Message(of) = cause else { unreachable!("a service calls only for a request") };
                self.call(of, from, principal, request, patience);
            }
            Effect::Phase(phase) => self.note_phase(cause, phase),
            Effect::Log { group, stream, events, create } => {
                let now = self.now;
                let logs = self.world.logs_mut();
                if create || logs.group(&group).is_some() {
                    let group = logs.create_group(&group, now);
                    for (at, line) in events {
                        group.push(LogEvent { stream: stream.clone(), at, message: line.into(), put: Some(now) });
                    }
                }
            }
            Effect::Wake { .. } => {}
            Effect::Retire { function } => self.retire(&function),
            Effect::Schedule { at, timer } => self.set_timer(at, timer),
        }
    }

    /// An event has arrived at Lambda: it is queued, if its sender may invoke the function.
    fn arrive_event(&mut self, id: MessageId) {
        let message = self.trace.message(id);
        let Place::Function(function) = message.to.clone() else { return };
        let Content::Event(event) = message.content.clone() else { return };
        let sent = self.notifiers.remove(&id);
        let (principal, arn) = sent.unwrap_or_else(|| (Principal::Anonymous, lambda::function_arn(&function).into()));
        let version = self.world.lambda().drawn(&function, lambda::qualifier_in(&arn), &mut self.rng);
        let verdict = lambda::authorise_invoke(&self.world, &principal, &function, lambda::function_arn(&function));
        let error = if version.is_none() {
            Some("ResourceNotFoundException".to_owned())
        } else if !verdict.allowed {
            Some("AccessDeniedException".to_owned())
        } else if self.chain_length(id) > LAMBDA_RECURSION_LIMIT {
            Some("RecursiveInvocationException".to_owned())
        } else {
            None
        };
        let accepted = error.is_none();
        self.trace.message_mut(id).handled = Some(Handled {
            at: self.now,
            verdict: Some(Arc::new(verdict)),
            changes: Vec::new(),
            response: None,
            error,
            replied: self.now,
            phases: Vec::new(),
        });
        if accepted {
            let request_id = self.rng.uuid().into();
            let attempt = Attempt {
                message: id,
                function,
                event,
                request_id,
                number: 1,
                throttles: 0,
                queued: Queued::No,
                accepted: self.now,
                synchronous: false,
                log_tail: false,
                streamed: false,
                version: version.unwrap_or(0),
                arn,
            };
            self.accept(attempt);
        }
        self.hop(Moment::Handled(id));
    }

    /// How many invocations of functions led to one another up to the one that `id` asks for, which is counted.
    fn chain_length(&self, mut id: MessageId) -> u32 {
        let mut length = 1;
        loop {
            // What was let go ended long ago: a chain that runs on is kept.
            let Some(message) = self.trace.kept_message(id) else { return length };
            id = match message.cause {
                Cause::Message(cause) => cause,
                Cause::Invocation(invocation) => match self.trace.kept_invocation(invocation) {
                    Some(invocation) => {
                        length += 1;
                        invocation.message
                    }
                    None => return length,
                },
                Cause::Learner | Cause::Timer(_) | Cause::Init(_) => return length,
            };
            if length > LAMBDA_RECURSION_LIMIT {
                return length;
            }
        }
    }

    fn accept(&mut self, attempt: Attempt) {
        let number = self.next_attempt;
        self.next_attempt += 1;
        let synchronous = attempt.synchronous;
        self.attempts.insert(number, attempt);
        if synchronous {
            self.dispatch(number);
        } else {
            self.count_as(number, Queued::Waiting);
            let delay = jitter(&mut self.rng, LAMBDA_QUEUE);
            self.schedule(self.now + delay, Event::Dispatch { attempt: number });
        }
    }

    /// Answers a call that waited for a handler.
    pub(super) fn reply(&mut self, id: MessageId, response: Response, error: Option<String>) {
        let now = self.now;
        let response = Arc::new(response);
        if let Some(handled) = &mut self.trace.message_mut(id).handled {
            handled.response = Some(response.clone());
            handled.error = error;
            handled.replied = now;
        }
        self.schedule_answer(id, &response);
    }

    fn schedule_answer(&mut self, id: MessageId, response: &Response) {
        let from_client = self.trace.message(id).from == Place::Client;
        let bytes = response.body.len();
        let travel: Span = if from_client {
            jitter(&mut self.rng, CLIENT_ONE_WAY) + transfer(bytes, CLIENT_BYTES_PER_S)
        } else {
            jitter(&mut self.rng, REGION_ONE_WAY) + transfer(bytes, REGION_BYTES_PER_S)
        };
        self.schedule(self.now + travel, Event::Answer { message: id });
    }

    /// An answer has reached the sender.
    pub(super) fn answer(&mut self, id: MessageId) {
        self.trace.message_mut(id).answered = Some(self.now);
        self.hop(Moment::Answered(id));
        let message = self.trace.message(id);
        let response = message
            .handled
            .as_ref()
            .and_then(|handled| handled.response.clone())
            .expect("an answer is scheduled only for a message that has its response");
        match run_of(message.cause) {
            Some(run) => self.replied(run, id, &response),
            None if self.calls.contains_key(&id) => self.call_answered(id, &response),
            None => {
                if let Some((ticket, _)) = self.client.tickets.remove(&id) {
                    self.client.busy -= 1;
                    self.outputs.push(Output::Response { ticket, message: id, response });
                    self.send_waiting();
                }
            }
        }
    }
}

/// What sent a message with this cause, if code of a function did.
const fn run_of(cause: Cause) -> Option<RunId> {
    match cause {
        Cause::Invocation(invocation) => Some(RunId::Invocation(invocation)),
        Cause::Init(environment) => Some(RunId::Init(environment)),
        Cause::Learner | Cause::Message(_) | Cause::Timer(_) => None,
    }
}
