//! What API Gateway writes to CloudWatch: a stage's access log, and the execution log of each request.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html>

use std::sync::Arc;

use md5::{Digest, Md5};

use super::exchange::Exchange;
use super::variables;
use crate::http::Response;
use crate::operation::{Context, Effect};
use crate::services::apigateway::state::{MethodSetting, Stage};
use crate::sim::time::Time;

/// The most of a body or list of headers that a line shows, bytes. AWS's lines end at 1,024.
const SHOWN: usize = 1_024;

/// How much is logged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing.
    #[default]
    Off,
    /// What failed.
    Error,
    /// Each step.
    Info,
    /// Each step with all headers and bodies.
    Data,
}

/// The lines of one request.
#[derive(Clone, Debug, Default)]
pub struct Log {
    level: Level,
    /// The lines so far.
    pub lines: Vec<(Time, String)>,
}

impl Log {
    /// A log of `level`.
    #[must_use]
    pub const fn of(level: Level) -> Self {
        Self { level, lines: Vec::new() }
    }

    /// Writes a line if lines of its `level` are wanted.
    pub fn write(&mut self, level: Level, at: Time, line: impl FnOnce() -> String) {
        if level <= self.level {
            self.lines.push((at, line()));
        }
    }
}

/// The settings of a stage for a method: its own, or those of all methods.
#[must_use]
pub fn setting<'s>(stage: &'s Stage, resource_path: &str, verb: &str) -> Option<&'s MethodSetting> {
    let own = || format!("{}/{verb}", resource_path.replace('/', "~1"));
    let settings = &stage.method_settings;
    if settings.is_empty() {
        return None;
    }
    settings.get(&own()).or_else(|| settings.get("*/*"))
}

/// How much is logged of requests to the method of `exchange`. Without the account's role nothing is.
#[must_use]
pub fn level(context: &Context<'_>, exchange: &Exchange) -> Level {
    if exchange.is_test {
        return Level::Data;
    }
    if context.world.apigateway().account.cloudwatch_role_arn.is_empty() {
        return Level::Off;
    }
    let setting = setting(&exchange.stage, &exchange.resource.path, &exchange.method.http_method);
    match setting.map(|setting| (setting.logging_level.as_str(), setting.data_trace_enabled)) {
        Some(("INFO", true)) => Level::Data,
        Some(("INFO", false)) => Level::Info,
        Some(("ERROR", _)) => Level::Error,
        _ => Level::Off,
    }
}

/// Writes the logs of a request that has its answer.
pub fn write(context: &mut Context<'_>, exchange: &mut Exchange, response: &Response) {
    let lines = std::mem::take(&mut exchange.log.lines);
    if !lines.is_empty() && !exchange.is_test {
        let group = format!("API-Gateway-Execution-Logs_{}/{}", exchange.api, exchange.stage.name).into();
        let events = lines.into_iter().map(|(at, line)| (at, format!("({}) {line}", exchange.id))).collect();
        let stream = stream(exchange);
        context.effects.push(Effect::Log { group, stream, events, create: true });
    }
    let Some(log) = exchange.stage.access_log.as_ref().filter(|log| !log.format.is_empty()) else { return };
    let Some((_, group)) = log.destination_arn.split_once(":log-group:") else { return };
    let all = variables::context(exchange, Some(response), context.now);
    let line = variables::filled(&log.format, exchange, &all, "-");
    let group = group.trim_end_matches(":*").into();
    let events = vec![(context.now, line)];
    context.effects.push(Effect::Log { group, stream: stream(exchange), events, create: false });
}

/// The stream of a stage. AWS spreads requests over many; here a stage has one.
fn stream(exchange: &Exchange) -> Arc<str> {
    let digest = Md5::digest(format!("{}/{}", exchange.api, exchange.stage.name));
    digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into()
}

/// A text as a line shows it, cut where it is long.
#[must_use]
pub fn shown(text: &str) -> String {
    if text.len() <= SHOWN {
        return text.to_owned();
    }
    let end = (0..=SHOWN).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    format!("{} [TRUNCATED]", &text[..end])
}

/// Pairs as Java writes a map: `{a=1, b=2}`.
#[must_use]
pub fn map<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> String {
    let pairs: Vec<String> = pairs.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    shown(&format!("{{{}}}", pairs.join(", ")))
}
