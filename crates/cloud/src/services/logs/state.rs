//! What CloudWatch Logs knows: groups, their streams, and the events in them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use imbl::{OrdMap, Vector};

use crate::account::{ACCOUNT_ID, REGION};
use crate::sim::time::Time;

/// All log groups of the account.
#[derive(Clone, Debug, Default)]
pub struct State {
    groups: OrdMap<Arc<str>, Arc<LogGroup>>,
}

/// A log group.
#[derive(Clone, Debug)]
pub struct LogGroup {
    /// Its name: `/aws/lambda/make-thumbnail`.
    pub name: Arc<str>,
    /// When it was created.
    pub created: Time,
    /// For how many days events are kept; for ever when it does not say.
    pub retention_days: Option<u32>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// Its streams.
    pub streams: OrdMap<Arc<str>, LogStream>,
    /// Its events, in the order written. Pointers, because history copies the end of the list with each line.
    pub events: Vector<Arc<LogEvent>>,
}

/// A log stream.
#[derive(Clone, Debug)]
pub struct LogStream {
    /// When it was created.
    pub created: Time,
    /// When its first and its last event happened.
    pub span: Option<(Time, Time)>,
}

/// A log event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEvent {
    /// Which stream it is in.
    pub stream: Arc<str>,
    /// When it happened.
    pub at: Time,
    /// Its text, without the final line break that Lambda's lines have.
    pub message: Arc<str>,
    /// When a caller or API Gateway put it; none for a line that Lambda wrote itself, at the time it happened.
    pub put: Option<Time>,
}

impl LogEvent {
    /// Its text as readers get it: Lambda's lines end with a line break, others as they were put.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        if self.put.is_some() { Cow::Borrowed(&self.message) } else { Cow::Owned(format!("{}\n", self.message)) }
    }

    /// When it came to CloudWatch.
    #[must_use]
    pub fn ingested(&self) -> Time {
        self.put.unwrap_or(self.at)
    }
}

impl LogGroup {
    /// The group's ARN.
    #[must_use]
    pub fn arn(&self) -> String {
        format!("arn:aws:logs:{REGION}:{ACCOUNT_ID}:log-group:{}", self.name)
    }

    /// Its events by the time they happened, each with its number; those of one time in the order written.
    #[must_use]
    pub fn in_order(&self) -> Vec<(usize, &LogEvent)> {
        let mut events: Vec<(usize, &LogEvent)> = self.events.iter().map(AsRef::as_ref).enumerate().collect();
        events.sort_by_key(|(_, event)| event.at);
        events
    }

    /// Adds an event to a stream, which is made where it is missing.
    pub fn push(&mut self, event: LogEvent) {
        let (at, created) = (event.at, event.ingested());
        match self.streams.get_mut(&event.stream) {
            Some(held) => {
                held.span = Some(held.span.map_or((at, at), |(first, last)| (first.min(at), last.max(at))));
            }
            None => {
                self.streams.insert(event.stream.clone(), LogStream { created, span: Some((at, at)) });
            }
        }
        self.events.push_back(Arc::new(event));
    }
}

impl State {
    /// All groups, by name.
    pub fn groups(&self) -> impl Iterator<Item = &Arc<LogGroup>> {
        self.groups.values()
    }

    /// The group called `name`.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<&Arc<LogGroup>> {
        self.groups.get(name)
    }

    /// Makes a group called `name`, unless there is one.
    pub fn create_group(&mut self, name: &Arc<str>, now: Time) -> &mut LogGroup {
        if !self.groups.contains_key(name) {
            let group = LogGroup {
                name: name.clone(),
                created: now,
                retention_days: None,
                tags: BTreeMap::new(),
                streams: OrdMap::new(),
                events: Vector::new(),
            };
            self.groups.insert(name.clone(), Arc::new(group));
        }
        Arc::make_mut(self.groups.get_mut(name).expect("it was inserted above if it was missing"))
    }

    /// The group called `name`, to be changed.
    pub fn group_mut(&mut self, name: &str) -> Option<&mut LogGroup> {
        self.groups.get_mut(name).map(Arc::make_mut)
    }

    /// Takes a group out.
    pub fn remove_group(&mut self, name: &str) -> Option<Arc<LogGroup>> {
        self.groups.remove(name)
    }

    /// Writes one event, making group and stream where they are missing.
    pub fn write(&mut self, group: &Arc<str>, stream: &Arc<str>, at: Time, message: impl Into<Arc<str>>) {
        let event = LogEvent { stream: stream.clone(), at, message: message.into(), put: None };
        self.create_group(group, at).push(event);
    }
}
