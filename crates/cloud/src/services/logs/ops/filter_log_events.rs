//! FilterLogEvents.
//! <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html>

use serde_json::{Value, json};

use super::{Body, EVENTS_PAGE, Key, answer, digits, find, key, limit, moment, read_digits, text};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::json::body;
use crate::services::logs::pattern::{LONGEST, Pattern};
use crate::services::logs::{Error, LogEvent};

/// Lists events of a group's streams that a pattern wants, oldest first. The token names the last event of the
/// page before, so that pages neither repeat nor leave out events when others are written between them.
pub fn filter_log_events(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call.request)?;
    let limit = limit(&body, EVENTS_PAGE)?;
    let (start_ms, end_ms) = (moment(&body, "startTime", 0)?, moment(&body, "endTime", u64::MAX)?);
    let pattern = pattern(&body)?;
    let streams = Streams::read(&body)?;
    let token = match text(&body, "nextToken") {
        Some(token) => Some(read_digits(token).ok_or(Error::BadToken)?),
        None => None,
    };
    let group = find(context, call)?;
    let events = group.in_order();
    let mut wanted = events.into_iter().filter(|(number, event)| {
        token.is_none_or(|token: Key| key(&(*number, event)) > token)
            && (start_ms..=end_ms).contains(&event.at.epoch_ms())
            && streams.hold(event)
            && pattern.matches(&event.message)
    });
    let page: Vec<(usize, &LogEvent)> = wanted.by_ref().take(limit).collect();
    let mut document = json!({
        "events": page.iter().map(describe).collect::<Value>(),
        "searchedLogStreams": [],
    });
    if wanted.next().is_some() {
        document["nextToken"] = page.last().map(|event| digits(key(event))).into();
    }
    answer(&document)
}

/// The pattern of a body; none wants every event.
pub fn pattern(body: &Body) -> Result<Pattern, Error> {
    let text = text(body, "filterPattern").unwrap_or_default();
    if text.chars().count() > LONGEST {
        let rule = format!("have length less than or equal to {LONGEST}");
        return Err(Error::shape("filterPattern", Some(text), &rule));
    }
    Pattern::parse(text).map_err(Error::Pattern)
}

/// The streams that are searched.
enum Streams {
    All,
    Named(Vec<String>),
    Prefixed(String),
}

impl Streams {
    fn read(body: &Body) -> Result<Self, Error> {
        let names = body.get("logStreamNames").and_then(Value::as_array);
        match (names, text(body, "logStreamNamePrefix")) {
            (Some(_), Some(_)) => Err(Error::Invalid(
                "logStreamNamePrefix and logStreamNames are mutually exclusive parameters.".to_owned(),
            )),
            (Some(names), None) => Ok(Self::Named(names.iter().filter_map(Value::as_str).map(str::to_owned).collect())),
            (None, Some(prefix)) => Ok(Self::Prefixed(prefix.to_owned())),
            (None, None) => Ok(Self::All),
        }
    }

    fn hold(&self, event: &LogEvent) -> bool {
        match self {
            Self::All => true,
            Self::Named(names) => names.iter().any(|name| *name == *event.stream),
            Self::Prefixed(prefix) => event.stream.starts_with(prefix.as_str()),
        }
    }
}

fn describe(event: &(usize, &LogEvent)) -> Value {
    let (_, held) = event;
    json!({
        "logStreamName": &*held.stream,
        "timestamp": held.at.epoch_ms(),
        "message": held.text(),
        "ingestionTime": held.ingested().epoch_ms(),
        "eventId": digits(key(event)),
    })
}
