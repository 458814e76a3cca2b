//! Calls that a service makes for a request that it handles: API Gateway invokes a function, and answers with what it says.

use std::sync::Arc;

use super::{Cloud, Event, ServiceCall, Worked};
use crate::gateway::{self, Performed};
use crate::http::{Request, Response};
use crate::operation::Reply;
use crate::sim::time::Span;
use crate::sim::trace::{Cause, Content, MessageId, Moment, Phase, Place};
use crate::verdict::Principal;

impl Cloud {
    /// Sends a call for the request that the message `of` carried.
    pub(super) fn call(
        &mut self,
        of: MessageId,
        from: Place,
        principal: Principal,
        request: Arc<Request>,
        patience: Span,
    ) {
        let until = self.now + patience;
        let call = self.send(Cause::Message(of), from, request);
        self.calls.insert(call, ServiceCall { of, principal });
        self.schedule(until, Event::OutOfPatience { call });
    }

    /// The answer to a call has come back to the service that made it.
    pub(super) fn call_answered(&mut self, call: MessageId, response: &Response) {
        self.go_on(call, Reply::Answered(response));
    }

    /// The service that made a call waits for it no longer.
    pub(super) fn give_up(&mut self, call: MessageId) {
        self.go_on(call, Reply::OutOfPatience);
    }

    fn go_on(&mut self, call: MessageId, reply: Reply<'_>) {
        let Some(ServiceCall { of, .. }) = self.calls.remove(&call) else { return };
        let message = self.trace.message(of);
        let Content::Call(request) = &message.content else { return };
        let (request, service) = (Arc::clone(request), message.service);
        let principal = self.sender_of(of, &request);
        let Worked { outcome, request_id, changes, effects } =
            self.work(&principal, Some(of), |context| gateway::go_on(context, service, &request, reply));
        let Performed { response, error, .. } = outcome;
        if let Some(handled) = &mut self.trace.message_mut(of).handled {
            handled.changes.extend(changes);
        }
        // Steps are part of what is shown at the moment at which the service went on.
        self.follow_all(Cause::Message(of), &request_id, effects);
        if let Some(response) = response {
            self.reply(of, response, error);
            self.hop(Moment::Replied(of));
        }
    }

    /// Adds a step to the record of the message that is handled.
    pub(super) fn note_phase(&mut self, cause: Cause, phase: Phase) {
        let Cause::Message(of) = cause else { return };
        let Some(handled) = &mut self.trace.message_mut(of).handled else { return };
        // The first decision made on the way is the message's verdict: one arrow shows one reason.
        if handled.verdict.is_none() {
            handled.verdict.clone_from(&phase.verdict);
        }
        handled.phases.push(phase);
    }
}
