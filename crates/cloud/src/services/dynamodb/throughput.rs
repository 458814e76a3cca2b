//! Provisioned units, what of them is left, and refusals when nothing is.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/burst-adaptive-capacity.html>
//!
//! A table and each of its global indexes have a bucket for reads and one for writes. It fills with the provisioned
//! units a second and holds those of 300 seconds. A call needs what it takes, or a second's units if that is less: a
//! larger one leaves the bucket in debt, for else the largest items could never be written. New buckets are full; AWS
//! does not say how much of a burst a new table has.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::capacity::{Consumed, Detail};
use super::error::Error;
use super::limits::{BURST_S, FREE_DECREASES, MAX_TABLE_UNITS, ON_DEMAND_UNITS};
use super::table::Table;
use crate::account::REGION;
use crate::operation::Context;
use crate::sim::time::{Span, Time};

/// A day, seconds.
const DAY_S: u64 = 86_400;
/// How long after a decrease the next is free again once those of the day are used up, seconds.
const DECREASE_WAIT_S: u64 = 3_600;
/// Buckets count in millionths of a unit.
const WHOLE_UNIT: i64 = 1_000_000;

/// The units that a table or an index has provisioned, a second; zero when it is billed by request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Throughput {
    /// Read units.
    pub read: u64,
    /// Write units.
    pub write: u64,
    increased: Option<Time>,
    decreased: Option<Time>,
    /// Decreases on the day of the last one.
    decreases: u32,
}

impl From<(u64, u64)> for Throughput {
    fn from((read, write): (u64, u64)) -> Self {
        Self { read, write, ..Self::default() }
    }
}

impl Throughput {
    /// As descriptions show it.
    #[must_use]
    pub fn shown(&self, now: Time) -> Value {
        let mut shown = json!({"NumberOfDecreasesToday": self.decreases_on(now), "ReadCapacityUnits": self.read,
            "WriteCapacityUnits": self.write});
        for (field, at) in [("LastIncreaseDateTime", self.increased), ("LastDecreaseDateTime", self.decreased)] {
            if let Some(at) = at {
                shown[field] = json!(at.epoch_ms() as f64 / 1_000.0);
            }
        }
        shown
    }

    fn decreases_on(&self, now: Time) -> u32 {
        let day = |at: Time| at.epoch_ms() / 1_000 / DAY_S;
        if self.decreased.is_some_and(|at| day(at) == day(now)) { self.decreases } else { 0 }
    }

    /// Changes it to what is asked for; `what` is `table` or `index`.
    ///
    /// # Errors
    /// When it is that already, is too much, or was decreased too often.
    pub fn change(&mut self, (read, write): (u64, u64), what: &str, now: Time) -> Result<(), Error> {
        if (read, write) == (self.read, self.write) {
            return Err(Error::Validation(format!(
                "The provisioned throughput for the {what} will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the {what}: {read}. Requested ReadCapacityUnits: {read}. Current WriteCapacityUnits provisioned for the {what}: {write}. Requested WriteCapacityUnits: {write}. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits."
            )));
        }
        check_quota(read, write)?;
        if read < self.read || write < self.write {
            let today = self.decreases_on(now);
            let recent = self.decreased.filter(|at| now - *at < Span::from_s(DECREASE_WAIT_S));
            if let Some(last) = recent.filter(|_| today >= FREE_DECREASES) {
                return Err(Error::LimitExceeded(format!(
                    "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day. After the first {FREE_DECREASES} decreases, each subsequent decrease in the same UTC day can be performed at most once every {DECREASE_WAIT_S} seconds. Number of decreases today: {today}. Last decrease at {}. Next decrease can be made at {}",
                    last.in_words(),
                    (last + Span::from_s(DECREASE_WAIT_S)).in_words()
                )));
            }
            self.decreases = today + 1;
            self.decreased = Some(now);
        }
        if read > self.read || write > self.write {
            self.increased = Some(now);
        }
        (self.read, self.write) = (read, write);
        Ok(())
    }
}

/// Whether one table may have so many units.
///
/// # Errors
/// When there are more of one kind than a table's quota.
pub fn check_quota(read: u64, write: u64) -> Result<(), Error> {
    for (kind, units) in [("Read", read), ("Write", write)] {
        if units > MAX_TABLE_UNITS {
            return Err(Error::LimitExceeded(format!(
                "The requested {kind}CapacityUnits, {units}, is above the per table maximum for the account in {REGION}. Per table maximum: {MAX_TABLE_UNITS}. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits."
            )));
        }
    }
    Ok(())
}

/// Which of its two buckets a call takes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// Reads.
    Read,
    /// Writes.
    Write,
}

/// What is left of the units of a table and its global indexes: by the index's name, empty for the table itself.
pub type Buckets = BTreeMap<(Arc<str>, Use), Bucket>;

/// What is left of units of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    millionths: i64,
    at: Time,
}

impl Bucket {
    /// What a second adds, in millionths.
    fn second(rate: u64) -> i64 {
        i64::try_from(rate).unwrap_or(i64::MAX).saturating_mul(WHOLE_UNIT)
    }

    /// What is in it `now`, when it fills with so many units a second.
    fn filled(bucket: Option<Self>, rate: u64, now: Time) -> Self {
        let full = Self::second(rate.saturating_mul(BURST_S));
        let millionths = bucket.map_or(full, |held| {
            // A unit a second is a millionth of a unit a microsecond.
            let gained = i64::try_from((now - held.at).0.saturating_mul(rate)).unwrap_or(i64::MAX);
            held.millionths.saturating_add(gained).min(full)
        });
        Self { millionths, at: now }
    }
}

/// Takes what a call consumes.
///
/// # Errors
/// When a bucket is empty: the table's own, or that of a global index, which then holds up the table's writes.
pub fn charge(context: &mut Context<'_>, table: &Table, kind: Use, consumed: &Consumed) -> Result<(), Error> {
    let mut bill = vec![("", consumed.table)];
    for (name, units) in &consumed.indexes {
        if table.schema.indexes.get(name).is_some_and(|index| index.global) {
            bill.push((name, *units));
        } else {
            bill[0].1 += *units;
        }
    }
    let sum: f64 = bill.iter().map(|(_, units)| units).sum();
    let buckets = context.world.dynamodb().buckets(&table.name);
    let mut changed = Buckets::new();
    for (name, units) in bill.into_iter().filter(|(_, units)| *units > 0.0) {
        let provisioned = table.schema.indexes.get(name).map_or(table.throughput, |index| index.throughput);
        let rates = if table.on_demand { ON_DEMAND_UNITS } else { (provisioned.read, provisioned.write) };
        let rate = if kind == Use::Read { rates.0 } else { rates.1 };
        let key = (Arc::from(name), kind);
        let mut bucket = Bucket::filled(buckets.and_then(|held| held.get(&key)).copied(), rate, context.now);
        // Units come in halves, so that millionths are whole.
        let taken = (units * WHOLE_UNIT as f64) as i64;
        if bucket.millionths < taken.min(Bucket::second(rate)) {
            return Err(if table.on_demand { Error::Throttled } else { exceeded(table, name, kind) });
        }
        bucket.millionths -= taken;
        changed.insert(key, bucket);
    }
    let state = context.world.dynamodb_mut();
    state.change_buckets(&table.name, changed);
    if table.on_demand {
        state.bill(kind, sum);
    }
    Ok(())
}

fn exceeded(table: &Table, index: &str, kind: Use) -> Error {
    let (arn, index) = (table.arn(), Some(index).filter(|index| !index.is_empty()));
    Error::Exceeded {
        index: index.is_some(),
        reason: match (index, kind) {
            (None, Use::Read) => "TableReadProvisionedThroughputExceeded",
            (None, Use::Write) => "TableWriteProvisionedThroughputExceeded",
            (Some(_), Use::Read) => "IndexReadProvisionedThroughputExceeded",
            (Some(_), Use::Write) => "IndexWriteProvisionedThroughputExceeded",
        },
        resource: index.map_or(arn.clone(), |index| format!("{arn}/index/{index}")),
    }
}

/// Takes what the actions of a transaction consume, each of its table, and answers it table by table as far as `detail`
/// asks for it.
///
/// # Errors
/// When a table has no units left: the transaction is cancelled, and each action on that table says why.
pub fn charge_all(
    context: &mut Context<'_>,
    kind: Use,
    actions: &[(&Arc<Table>, Consumed)],
    detail: Detail,
) -> Result<Option<Value>, Error> {
    let mut sums: BTreeMap<&str, (&Table, Consumed)> = BTreeMap::new();
    for (table, consumed) in actions {
        sums.entry(&table.name).or_insert_with(|| (table, Consumed::default())).1.add(consumed);
    }
    let mut refused: BTreeMap<&str, Error> = BTreeMap::new();
    for (name, (table, sum)) in &sums {
        if let Err(error) = charge(context, table, kind, sum) {
            refused.insert(name, error);
        }
    }
    if !refused.is_empty() {
        return Err(Error::Cancelled(actions.iter().map(|(table, _)| refused.get(&*table.name).cloned()).collect()));
    }
    let field = if kind == Use::Read { "ReadCapacityUnits" } else { "WriteCapacityUnits" };
    let shown = sums.values().filter_map(|(table, sum)| sum.shown(detail, table, Some(field)));
    Ok((detail != Detail::None).then(|| Value::Array(shown.collect())))
}
