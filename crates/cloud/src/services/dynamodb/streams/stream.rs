//! A stream: its records in order, and which of them are still there.

use std::sync::Arc;

use imbl::OrdMap;

use super::super::limits::STREAM_RETENTION_S;
use super::super::schema::KeySchema;
use super::super::table::arn as table_arn;
use super::record::Record;
use crate::sim::time::{Span, Time};

/// How many sequence numbers lie between two streams that begin a millisecond apart.
const NUMBERS_PER_MS: u64 = 1_000_000;
/// What sequence numbers are written above, so that all have 21 digits.
const FLOOR: u128 = 100_000_000_000_000_000_000;

/// What a table knows of its latest stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Latest {
    /// When it was made, as its ARN has it.
    pub label: Arc<str>,
    /// What its records show, in AWS's words: `NEW_IMAGE`.
    pub view: &'static str,
    /// Whether it still takes records.
    pub enabled: bool,
}

/// The ARN of the stream of `table` that has this label.
#[must_use]
pub fn arn(table: &str, label: &str) -> String {
    format!("{}/stream/{label}", table_arn(table))
}

/// A stream.
#[derive(Clone, Debug)]
pub struct Stream {
    /// Its ARN.
    pub arn: Arc<str>,
    /// The table's name.
    pub table: Arc<str>,
    /// When it was made, as its ARN has it.
    pub label: Arc<str>,
    /// What its records show.
    pub view: &'static str,
    /// The table's key.
    pub keys: KeySchema,
    /// When it was made.
    pub created: Time,
    /// When it was disabled, which closed its shard.
    pub closed: Option<Time>,
    /// The number that the next record will have. Numbers have no gaps.
    pub next: u64,
    records: OrdMap<u64, Arc<Record>>,
}

impl Stream {
    /// A stream without records.
    #[must_use]
    pub fn new(table: &Arc<str>, label: Arc<str>, view: &'static str, keys: KeySchema, now: Time) -> Self {
        Self {
            arn: arn(table, &label).into(),
            table: table.clone(),
            label,
            view,
            keys,
            created: now,
            closed: None,
            next: first(now),
            records: OrdMap::new(),
        }
    }

    /// The number of its first record.
    #[must_use]
    pub fn first(&self) -> u64 {
        first(self.created)
    }

    /// The id of its shard.
    #[must_use]
    pub fn shard(&self) -> String {
        // As many digits as AWS's have, made of when and for which table.
        format!("shardId-{:020}-{:08x}", self.created.epoch_ms(), super::super::envelope::crc32(self.arn.as_bytes()))
    }

    /// Whether it is no longer there: a disabled stream can be read for as long as its last record.
    #[must_use]
    pub fn is_gone(&self, now: Time) -> bool {
        self.closed.is_some_and(|closed| is_old(closed, now))
    }

    /// The number of the oldest record that can still be read, or of the next one.
    #[must_use]
    pub fn oldest(&self, now: Time) -> u64 {
        self.records.iter().find(|(_, record)| !is_old(record.at, now)).map_or(self.next, |(number, _)| *number)
    }

    /// The records from `number` on.
    pub fn from(&self, number: u64) -> impl Iterator<Item = (u64, &Arc<Record>)> {
        self.records.range(number..).map(|(number, record)| (*number, record))
    }

    /// Adds a record, and lets go of those that are too old.
    pub fn push(&mut self, record: Record, now: Time) {
        while let Some(number) =
            self.records.get_min().filter(|(_, record)| is_old(record.at, now)).map(|(number, _)| *number)
        {
            self.records.remove(&number);
        }
        self.records.insert(self.next, Arc::new(record));
        self.next += 1;
    }
}

fn first(created: Time) -> u64 {
    created.epoch_ms() * NUMBERS_PER_MS
}

fn is_old(at: Time, now: Time) -> bool {
    now - at >= Span::from_s(STREAM_RETENTION_S)
}

/// A sequence number as it is written.
#[must_use]
pub fn write_number(number: u64) -> String {
    (FLOOR + u128::from(number)).to_string()
}

/// Reads a sequence number; none when it can be no stream's.
#[must_use]
pub fn read_number(text: &str) -> Option<u64> {
    let number: u128 = Some(text).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()?;
    u64::try_from(number.checked_sub(FLOOR)?).ok()
}
