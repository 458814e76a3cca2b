//! What Lambda writes to a function's log group, line for line as CloudWatch shows it.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use super::Cloud;
use super::invocations::End;
use crate::account::{ACCOUNT_ID, REGION};
use crate::invocation::{EnvironmentId, InvocationId};
use crate::operation::{Access, PolicyOf};
use crate::services::iam;
use crate::services::lambda::Function;
use crate::sim::time::{Span, Time};
use crate::sim::trace::Ended;
use crate::verdict::Principal;

/// How much of the log an invocation returns when asked, bytes.
const TAIL_BYTES: usize = 4_096;

/// A runtime as the first log line of an environment names it: `nodejs:24` for nodejs24.x, `provided:al2023`.
fn runtime_version(runtime: &str) -> String {
    let name = runtime.trim_end_matches(".x");
    match name.split_once('.') {
        Some(("provided", version)) => format!("provided:{version}"),
        _ => {
            let (language, version) = name.split_at(name.find(|c: char| c.is_ascii_digit()).unwrap_or(name.len()));
            format!("{language}:{version}")
        }
    }
}

impl Cloud {
    pub(super) fn log_init_start(&mut self, function: &Function, environment: EnvironmentId, at: Time) {
        let number = match &*function.runtime {
            "nodejs24.x" => 31,
            "python3.14" => 22,
            _ => 118,
        };
        let version = runtime_version(&function.runtime);
        // A version has the same ARN everywhere. The draw that once made it stays: without it, kept runs would replay with
        // other random numbers.
        let _ = self.rng.hex(64);
        let digest = Sha256::digest(format!("{version}.v{number}"));
        let runtime: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        let line = format!(
            "INIT_START Runtime Version: {version}.v{number}\tRuntime Version ARN: arn:aws:lambda:{REGION}::runtime:{runtime}"
        );
        self.log(environment, at, [line]);
    }

    pub(super) fn log_start(&mut self, invocation: InvocationId, version: &str) {
        let record = self.trace.invocation(invocation);
        let (environment, line) =
            (record.environment, format!("START RequestId: {} Version: {version}", record.request_id));
        self.log(environment, self.now, [line]);
    }

    pub(super) fn log_printed(&mut self, environment: EnvironmentId, lines: Vec<String>) {
        self.log(environment, self.now, lines);
    }

    /// Writes that an INIT phase failed, `status` saying how; `phase` is `init` or, when it was run again for an
    /// invocation, `invoke`.
    pub(super) fn log_init_report(&mut self, environment: EnvironmentId, duration: Span, phase: &str, status: &str) {
        let line = format!("INIT_REPORT Init Duration: {:.2} ms\tPhase: {phase}\tStatus: {status}", duration.as_ms());
        self.log(environment, self.now, [line]);
    }

    /// Writes the end of an invocation; returns the tail of its log, base64, where it was asked for.
    pub(super) fn log_end(
        &mut self,
        invocation: InvocationId,
        ended: &Ended,
        end: &End,
        duration: Span,
        init: Option<Span>,
        tail: bool,
    ) -> Option<String> {
        let record = self.trace.invocation(invocation);
        let (environment, request_id) = (record.environment, record.request_id.clone());
        let mut report = format!(
            "REPORT RequestId: {request_id}\tDuration: {:.2} ms\tBilled Duration: {} ms\tMemory Size: {} MB\tMax Memory Used: {} MB\t",
            duration.as_ms(),
            ended.billed_ms,
            ended.memory_mb,
            ended.max_memory_mb,
        );
        if let Some(init) = init {
            report.push_str(&format!("Init Duration: {:.2} ms\t", init.as_ms()));
        }
        match (end.status, &end.error) {
            (Some("error"), Some(error)) => report.push_str(&format!("Status: error\tError Type: {error}")),
            (Some(status), _) => report.push_str(&format!("Status: {status}")),
            _ => {}
        }
        let end_line = format!("END RequestId: {request_id}");
        self.log(environment, self.now, end.log.clone().into_iter().chain([end_line, report]));
        tail.then(|| self.log_tail(environment, &request_id))
    }

    fn log_tail(&self, environment: EnvironmentId, request_id: &str) -> String {
        let record = self.trace.environment(environment);
        let group = self.world.logs().group(&group_name(&record.function));
        let mut lines: Vec<&str> = Vec::new();
        for event in group.iter().flat_map(|group| group.events.iter().rev()) {
            if event.stream != record.log_stream {
                continue;
            }
            lines.push(&event.message);
            if event.message.starts_with("START") && event.message.contains(request_id) {
                break;
            }
        }
        lines.reverse();
        let text = lines.join("\n") + "\n";
        let from = text.len().saturating_sub(TAIL_BYTES);
        let from = (from..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(from);
        STANDARD.encode(&text[from..])
    }

    /// Writes lines, if the function's role lets it, which is asked once for all of them. Without the permission
    /// there is no log, and no error.
    fn log(&mut self, environment: EnvironmentId, at: Time, lines: impl IntoIterator<Item = String>) {
        let mut lines = lines.into_iter().peekable();
        let record = self.trace.environment(environment);
        let (function, stream) = (record.function.clone(), record.log_stream.clone());
        if lines.peek().is_none() || !self.may_log(&function) {
            return;
        }
        let group: Arc<str> = group_name(&function).into();
        for line in lines {
            self.world.logs_mut().write(&group, &stream, at, line);
        }
    }

    fn may_log(&self, function: &str) -> bool {
        let Some(function) = self.world.lambda().function(function) else { return false };
        let principal =
            Principal::RoleSession { role: function.role_name().into(), session: function.name.clone(), policy: None };
        let group = group_name(&function.name);
        let allows = |action: &'static str| {
            let resource = format!("arn:aws:logs:{REGION}:{ACCOUNT_ID}:log-group:{group}:*").into();
            iam::authorise(&self.world, &principal, &Access { action, resource, policy_of: PolicyOf::Nothing }).allowed
        };
        allows("logs:PutLogEvents") && (self.world.logs().group(&group).is_some() || allows("logs:CreateLogGroup"))
    }
}

fn group_name(function: &str) -> String {
    format!("/aws/lambda/{function}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runtimes_are_named_with_their_versions() {
        for (runtime, version) in [
            ("nodejs24.x", "nodejs:24"),
            ("python3.14", "python:3.14"),
            ("java21", "java:21"),
            ("provided.al2023", "provided:al2023"),
        ] {
            assert_eq!(runtime_version(runtime), version);
        }
    }
}
