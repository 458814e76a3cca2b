//! What DynamoDB knows: its tables, their streams, and the tokens of the transactions it has done.

use std::sync::Arc;

use bytes::Bytes;
use imbl::OrdMap;

use super::limits::TOKEN_LIFE_S;
use super::streams::Stream;
use super::table::Table;
use super::throughput::{Buckets, Use};
use crate::sim::time::{Span, Time};

/// All tables of the account.
#[derive(Clone, Debug, Default)]
pub struct State {
    tables: OrdMap<Arc<str>, Arc<Table>>,
    tokens: OrdMap<Arc<str>, (Time, Bytes)>,
    buckets: OrdMap<Arc<str>, Buckets>,
    streams: OrdMap<Arc<str>, Arc<Stream>>,
    /// What calls on tables that are billed by request have consumed: reads and writes, in halves of a unit.
    billed: (u64, u64),
}

impl State {
    /// The units that calls on tables which are billed by request have consumed: reads and writes.
    #[must_use]
    pub fn billed_units(&self) -> (f64, f64) {
        (self.billed.0 as f64 / 2.0, self.billed.1 as f64 / 2.0)
    }

    /// Adds to what is billed by request, units.
    pub(super) fn bill(&mut self, kind: Use, units: f64) {
        let sum = if kind == Use::Read { &mut self.billed.0 } else { &mut self.billed.1 };
        *sum += (units * 2.0) as u64;
    }

    /// All tables, by name.
    pub(super) fn tables(&self) -> impl Iterator<Item = &Arc<Table>> {
        self.tables.values()
    }

    /// How many tables there are.
    #[must_use]
    pub fn table_count(&self) -> usize {
        self.tables.len()
    }

    /// The table called `name`.
    pub(super) fn table(&self, name: &str) -> Option<&Arc<Table>> {
        self.tables.get(name)
    }

    /// The table called `name`, to be changed.
    pub(super) fn table_mut(&mut self, name: &str) -> Option<&mut Table> {
        self.tables.get_mut(name).map(Arc::make_mut)
    }

    pub(super) fn insert(&mut self, table: Table) {
        self.tables.insert(table.name.clone(), Arc::new(table));
    }

    pub(super) fn remove(&mut self, name: &str) -> Option<Arc<Table>> {
        self.buckets.remove(name);
        self.tables.remove(name)
    }

    /// What is left of a table's units; none before its first call.
    pub(super) fn buckets(&self, table: &str) -> Option<&Buckets> {
        self.buckets.get(table)
    }

    /// Keeps what is left now of those of a table's units that were taken from.
    pub(super) fn change_buckets(&mut self, table: &Arc<str>, changed: Buckets) {
        self.buckets.entry(table.clone()).or_default().extend(changed);
    }

    /// All streams, by ARN, those of tables that are gone among them.
    pub(super) fn streams(&self) -> impl Iterator<Item = &Arc<Stream>> {
        self.streams.values()
    }

    /// The stream of this ARN.
    pub(super) fn stream(&self, arn: &str) -> Option<&Arc<Stream>> {
        self.streams.get(arn)
    }

    /// The stream of this ARN, to be changed.
    pub(super) fn stream_mut(&mut self, arn: &str) -> Option<&mut Stream> {
        self.streams.get_mut(arn).map(Arc::make_mut)
    }

    pub(super) fn insert_stream(&mut self, stream: Stream) {
        self.streams.insert(stream.arn.clone(), Arc::new(stream));
    }

    /// Forgets the streams that can no longer be read.
    pub(super) fn drop_streams(&mut self, now: Time) {
        self.streams = self
            .streams
            .iter()
            .filter(|(_, held)| !held.is_gone(now))
            .map(|(arn, held)| (arn.clone(), held.clone()))
            .collect();
    }

    /// The request that a transaction's token came with, while it is remembered.
    pub(super) fn token(&self, token: &str, now: Time) -> Option<&Bytes> {
        self.tokens.get(token).filter(|(since, _)| now - *since < Span::from_s(TOKEN_LIFE_S)).map(|(_, body)| body)
    }

    /// Remembers a token, and forgets those whose time is over.
    pub(super) fn remember(&mut self, token: &str, now: Time, body: Bytes) {
        let young = |since: Time| now - since < Span::from_s(TOKEN_LIFE_S);
        let old: Vec<Arc<str>> =
            self.tokens.iter().filter(|(_, (since, _))| !young(*since)).map(|(token, _)| token.clone()).collect();
        for token in old {
            self.tokens.remove(&token);
        }
        self.tokens.insert(token.into(), (now, body));
    }
}
