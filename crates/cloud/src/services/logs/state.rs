//! What CloudWatch Logs knows: groups, their streams, and the events in them.

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
    /// Its text, without the final line break.
    pub message: Arc<str>,
}

impl LogGroup {
    /// The group's ARN.
    #[must_use]
    pub fn arn(&self) -> String {
        format!("arn:aws:logs:{REGION}:{ACCOUNT_ID}:log-group:{}", self.name)
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
        let group = self.create_group(group, at);
        match group.streams.get_mut(stream) {
            Some(held) => held.span = Some((held.span.map_or(at, |(first, _)| first), at)),
            None => {
                group.streams.insert(stream.clone(), LogStream { created: at, span: Some((at, at)) });
            }
        }
        group.events.push_back(Arc::new(LogEvent { stream: stream.clone(), at, message: message.into() }));
    }
}
