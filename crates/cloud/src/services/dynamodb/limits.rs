//! DynamoDB's limits, as AWS has them.

/// The largest item, names and values together, bytes.
pub const MAX_ITEM_BYTES: usize = 400 * 1_024;
/// The longest partition key, bytes.
pub const MAX_HASH_KEY_BYTES: usize = 2_048;
/// The longest sort key, bytes.
pub const MAX_RANGE_KEY_BYTES: usize = 1_024;
/// How deep lists and maps may stand in one another.
pub const MAX_NESTING: usize = 32;
/// The longest expression, bytes.
pub const MAX_EXPRESSION_BYTES: usize = 4_096;
/// The most operators and functions in one expression.
pub const MAX_OPERATORS: usize = 300;
/// How deep parentheses, functions and `NOT` may nest. AWS says no figure; ours keeps a page's small stack safe.
pub const MAX_DEPTH: usize = 64;
/// The most operands of `IN`.
pub const MAX_IN_OPERANDS: usize = 100;
/// What a page of a query or a scan reads before it ends, bytes.
pub const PAGE_BYTES: usize = 1_024 * 1_024;
/// The most keys of a `BatchGetItem`.
pub const MAX_BATCH_GET: usize = 100;
/// What a `BatchGetItem` returns before it leaves keys unprocessed, bytes.
pub const BATCH_GET_BYTES: usize = 16 * 1_024 * 1_024;
/// The most writes of a `BatchWriteItem`.
pub const MAX_BATCH_WRITE: usize = 25;
/// The most actions of a transaction.
pub const MAX_TRANSACTION: usize = 100;
/// The most statements of a `BatchExecuteStatement`.
pub const MAX_BATCH_STATEMENTS: usize = 25;
/// The longest PartiQL statement, characters.
pub const MAX_STATEMENT_CHARACTERS: usize = 8_192;
/// The most partition keys that one PartiQL `SELECT` may name.
pub const MAX_HASH_CHOICES: usize = 50;
/// The most bytes that a transaction may touch.
pub const MAX_TRANSACTION_BYTES: usize = 4 * 1_024 * 1_024;
/// For how long a transaction's token is remembered, seconds.
pub const TOKEN_LIFE_S: u64 = 600;
/// How long a stream keeps a record, seconds.
pub const STREAM_RETENTION_S: u64 = 24 * 3_600;
/// For how long a shard iterator is good, seconds.
pub const ITERATOR_LIFE_S: u64 = 15 * 60;
/// The most records of one `GetRecords`.
pub const MAX_RECORDS: usize = 1_000;
/// The most segments of a parallel scan.
pub const MAX_SEGMENTS: i64 = 1_000_000;
/// The most tables of an account in a region.
pub const MAX_TABLES: usize = 2_500;
/// The most tables that one page of `ListTables` names.
pub const MAX_LISTED: usize = 100;
/// The most global secondary indexes of a table.
pub const MAX_GLOBAL_INDEXES: usize = 20;
/// The most local secondary indexes of a table.
pub const MAX_LOCAL_INDEXES: usize = 5;
/// The most units that can be written at all.
pub const MAX_UNITS: u64 = 1_000_000_000_000;
/// The most units that one table may have provisioned of each kind, as a new account's quotas are.
pub const MAX_TABLE_UNITS: u64 = 40_000;
/// The most units that all tables of an account may have provisioned of each kind.
pub const MAX_ACCOUNT_UNITS: u64 = 80_000;
/// For how long unused units are kept for a burst, seconds.
pub const BURST_S: u64 = 300;
/// The read and write units a second of a table that is billed by request. AWS allows twice the table's former peak
/// after half an hour, up to 40,000; ours stays what a new table has.
pub const ON_DEMAND_UNITS: (u64, u64) = (12_000, 4_000);
/// How often a day provisioned units may be decreased without waiting an hour.
pub const FREE_DECREASES: u32 = 4;
/// The most tags of a table.
pub const MAX_TAGS: usize = 50;
/// What one read unit reads, bytes.
pub const READ_UNIT_BYTES: usize = 4_096;
/// What one write unit writes, bytes.
pub const WRITE_UNIT_BYTES: usize = 1_024;
