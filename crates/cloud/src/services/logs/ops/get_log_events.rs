//! GetLogEvents.
//! <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html>

use serde_json::{Value, json};

use super::{EVENTS_PAGE, Key, answer, digits, find, key, limit, moment, read_digits, stream, text};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::json::body;
use crate::services::logs::{Error, LogEvent};

/// Where a page lies in a stream.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// It begins at this key.
    From(Key),
    /// It ends before this key.
    Before(Key),
}

/// Lists a stream's events, oldest first: the last ones, unless the caller asks for the first or brings a token.
/// A page beyond the end is empty, and its token is the one that led there.
pub fn get_log_events(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call.request)?;
    let limit = limit(&body, EVENTS_PAGE)?;
    let (start_ms, end_ms) = (moment(&body, "startTime", 0)?, moment(&body, "endTime", u64::MAX)?);
    let place = place(&body)?;
    let group = find(context, call)?;
    let stream = stream(&body, &group)?;
    let mut events = group.in_order();
    events.retain(|(_, event)| *event.stream == *stream && (start_ms..end_ms).contains(&event.at.epoch_ms()));
    let (start, end) = match place {
        Place::From(first) => {
            let start = events.partition_point(|event| key(event) < first);
            (start, events.len().min(start + limit))
        }
        Place::Before(first) => {
            let end = events.partition_point(|event| key(event) < first);
            (end.saturating_sub(limit), end)
        }
    };
    let page = &events[start..end];
    let (first, next) = match (page.first(), page.last(), place) {
        (Some(first), Some(last), _) => (key(first), after(key(last))),
        (_, _, Place::From(here)) => (here, here),
        // An empty stream's end is not yet known: whatever comes is after its beginning.
        (_, _, Place::Before(here)) => (here, if here == LAST { (0, 0) } else { here }),
    };
    let first = if first == LAST { (0, 0) } else { first };
    answer(&json!({
        "events": page.iter().map(|(_, event)| describe(event)).collect::<Value>(),
        "nextForwardToken": format!("f/{}/s", digits(next)),
        "nextBackwardToken": format!("b/{}/s", digits(first)),
    }))
}

/// A key that is after every other.
const LAST: Key = (u64::MAX, usize::MAX);

const fn after((at_us, number): Key) -> Key {
    (at_us, number + 1)
}

fn place(body: &super::Body) -> Result<Place, Error> {
    let Some(token) = text(body, "nextToken") else {
        let from_head = body.get("startFromHead").and_then(Value::as_bool) == Some(true);
        return Ok(if from_head { Place::From((0, 0)) } else { Place::Before(LAST) });
    };
    let middle = token.get(2..).and_then(|rest| rest.strip_suffix("/s")).and_then(read_digits);
    match (middle, token.get(..2)) {
        (Some(key), Some("f/")) => Ok(Place::From(key)),
        (Some(key), Some("b/")) => Ok(Place::Before(key)),
        _ => Err(Error::BadToken),
    }
}

fn describe(event: &LogEvent) -> Value {
    json!({
        "timestamp": event.at.epoch_ms(),
        "message": event.text(),
        "ingestionTime": event.ingested().epoch_ms(),
    })
}
