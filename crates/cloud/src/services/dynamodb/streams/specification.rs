//! `StreamSpecification`: whether a table has a stream, and what the stream shows.

use serde_json::{Map, Value};

use super::super::error::Error;
use super::super::input::{choice, flag, missing, object};
use super::super::table::Table;
use super::stream::{Latest, Stream, arn};
use crate::operation::Context;
use crate::sim::time::{Span, Time};

const VIEWS: [&str; 4] = ["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"];

/// What a request asks of the table's stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// That there be one, with this view.
    Enabled(&'static str),
    /// That there be none.
    Disabled,
}

/// Reads it; none when the request does not speak of streams.
///
/// # Errors
/// When it is malformed, or a view is missing or too many.
pub fn read(body: &Map<String, Value>) -> Result<Option<Asked>, Error> {
    let Some(asked) = object(body, "StreamSpecification")? else { return Ok(None) };
    let enabled = flag(asked, "StreamEnabled")?.ok_or_else(|| missing("streamSpecification.streamEnabled"))?;
    match (enabled, choice(asked, "StreamViewType", &VIEWS, "")?) {
        (true, "") => Err(Error::wrong("If stream is being enabled then UpdateViewType is required")),
        (true, view) => Ok(Some(Asked::Enabled(view))),
        (false, "") => Ok(Some(Asked::Disabled)),
        (false, _) => Err(Error::wrong("If stream is being disabled, then UpdateViewType must not be specified")),
    }
}

/// Does for `table`, which is put into the world by the caller, what was asked.
///
/// # Errors
/// When there is a stream already, or none to disable.
pub fn apply(context: &mut Context<'_>, table: &mut Table, asked: Asked) -> Result<(), Error> {
    let enabled = table.stream.as_ref().is_some_and(|latest| latest.enabled);
    match asked {
        Asked::Enabled(_) if enabled => {
            Err(Error::Validation(format!("Table already has an enabled stream: TableName: {}", table.name)))
        }
        Asked::Disabled if !enabled => {
            Err(Error::Validation(format!("Table has no stream to disable: TableName: {}", table.name)))
        }
        Asked::Enabled(view) => {
            open(context, table, view);
            Ok(())
        }
        Asked::Disabled => {
            close(context, table);
            if let Some(latest) = &mut table.stream {
                latest.enabled = false;
            }
            Ok(())
        }
    }
}

/// Gives `table` a new stream.
pub fn open(context: &mut Context<'_>, table: &mut Table, view: &'static str) {
    let now = context.now;
    let state = context.world.dynamodb_mut();
    state.drop_streams(now);
    let label = |at: Time| at.iso8601().trim_end_matches('Z').to_owned();
    let mut created = now;
    // Two streams of a table within a millisecond would have one name.
    while state.stream(&arn(&table.name, &label(created))).is_some() {
        created += Span::from_ms(1);
    }
    let stream = Stream::new(&table.name, label(created).into(), view, table.schema.keys.clone(), created);
    table.stream = Some(Latest { label: stream.label.clone(), view, enabled: true });
    state.insert_stream(stream);
}

/// Closes the stream of `table`, if there is one. What it holds can be read for another 24 hours.
pub fn close(context: &mut Context<'_>, table: &Table) {
    let now = context.now;
    let Some(latest) = table.stream.as_ref().filter(|latest| latest.enabled) else { return };
    if let Some(stream) = context.world.dynamodb_mut().stream_mut(&arn(&table.name, &latest.label)) {
        stream.closed = Some(now);
    }
}
