//! What reads and writes cost.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html>

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::error::Error;
use super::input::choice;
use super::limits::{READ_UNIT_BYTES, WRITE_UNIT_BYTES};
use super::table::Table;

/// How a read is done, which decides its price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Eventually consistent: half a unit for each 4 KB.
    Eventual,
    /// Strongly consistent: one unit.
    Consistent,
    /// In a transaction: two units.
    Transactional,
}

impl Reading {
    /// How `ConsistentRead` asks for it.
    #[must_use]
    pub fn of(consistent: bool) -> Self {
        if consistent { Self::Consistent } else { Self::Eventual }
    }
}

/// The units of reading `bytes` at once.
#[must_use]
pub fn read_units(bytes: usize, reading: Reading) -> f64 {
    let blocks = bytes.div_ceil(READ_UNIT_BYTES).max(1) as f64;
    match reading {
        Reading::Eventual => blocks / 2.0,
        Reading::Consistent => blocks,
        Reading::Transactional => blocks * 2.0,
    }
}

/// The units of writing an item of `bytes`.
#[must_use]
pub fn write_units(bytes: usize) -> f64 {
    bytes.div_ceil(WRITE_UNIT_BYTES).max(1) as f64
}

/// What a call consumed of one table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Consumed {
    /// Units of the table.
    pub table: f64,
    /// Units of its indexes.
    pub indexes: BTreeMap<Arc<str>, f64>,
}

impl Consumed {
    /// Adds what another part of the call consumed.
    pub fn add(&mut self, other: &Self) {
        self.table += other.table;
        for (name, units) in &other.indexes {
            *self.indexes.entry(name.clone()).or_default() += units;
        }
    }

    /// Doubles it, as transactions do.
    #[must_use]
    pub fn doubled(mut self) -> Self {
        self.table *= 2.0;
        self.indexes.values_mut().for_each(|units| *units *= 2.0);
        self
    }

    /// As an answer shows it, when the caller asked; `kind` is the further field that transactions have.
    #[must_use]
    pub fn shown(&self, detail: Detail, table: &Table, kind: Option<&str>) -> Option<Value> {
        if detail == Detail::None {
            return None;
        }
        let total = self.table + self.indexes.values().sum::<f64>();
        let mut shown = json!({"TableName": &*table.name, "CapacityUnits": total});
        if let Some(kind) = kind {
            shown[kind] = json!(total);
        }
        if detail == Detail::Indexes {
            shown["Table"] = json!({"CapacityUnits": self.table});
            for (name, units) in &self.indexes {
                let global = table.schema.indexes.get(name).is_some_and(|index| index.global);
                let field = if global { "GlobalSecondaryIndexes" } else { "LocalSecondaryIndexes" };
                shown[field][&**name] = json!({"CapacityUnits": units});
            }
        }
        Some(shown)
    }
}

/// How much of it an answer shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Nothing.
    None,
    /// The sum.
    Total,
    /// The table and each index.
    Indexes,
}

impl Detail {
    /// What `ReturnConsumedCapacity` asks for.
    ///
    /// # Errors
    /// When it is no such word.
    pub fn read(body: &Map<String, Value>) -> Result<Self, Error> {
        Ok(match choice(body, "ReturnConsumedCapacity", &["INDEXES", "TOTAL", "NONE"], "NONE")? {
            "INDEXES" => Self::Indexes,
            "TOTAL" => Self::Total,
            _ => Self::None,
        })
    }
}
