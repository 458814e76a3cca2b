//! The model of AWS's speed, limits and prices: every figure that the simulation assumes, with its source.
//!
//! Speeds are medians of what is published or commonly measured in us-east-1, rounded; the simulation spreads them
//! by a seeded jitter. They are for learning what is large and what is small, not for planning a system.

use crate::sim::rng::Rng;
use crate::sim::time::Span;

// -- The network ---------------------------------------------------------------------------------------------

/// One way from a home or classroom to the region, without payload. A round trip to us-east-1 from the same
/// continent takes 15 to 30 ms.
pub const CLIENT_ONE_WAY: Span = Span::from_ms(9);
/// What a client's line carries, bytes a second: a good office line, 320 Mbit/s.
pub const CLIENT_BYTES_PER_S: u64 = 40_000_000;
/// Connections that a browser opens to one host at once. All major browsers use six (HTTP/1.1, which S3 speaks).
pub const CLIENT_CONNECTIONS: usize = 6;
/// One way between a function and a service in the same region.
pub const REGION_ONE_WAY: Span = Span::from_us(700);
/// What one connection between a function and S3 carries, bytes a second. AWS's performance guidelines for S3
/// speak of 85 to 90 MB/s for one request.
pub const REGION_BYTES_PER_S: u64 = 90_000_000;

// -- S3 ------------------------------------------------------------------------------------------------------

/// S3's own time before the first byte of an answer to a read. The performance guidelines say 100 to 200 ms for
/// a first byte at worst; small reads within the region commonly take 10 to 20 ms.
pub const S3_READ: Span = Span::from_ms(12);
/// S3's own time for a write: it answers once the bytes are stored in several places.
pub const S3_WRITE: Span = Span::from_ms(21);
/// From a stored object to the delivery of its event. AWS promises "typically seconds"; mostly it is less.
pub const S3_NOTIFICATION: Span = Span::from_ms(280);

// -- Lambda --------------------------------------------------------------------------------------------------

/// Lambda's own time to accept and route an invocation.
pub const LAMBDA_FRONTEND: Span = Span::from_ms(5);
/// From accepting an event to the first attempt at running it.
pub const LAMBDA_QUEUE: Span = Span::from_ms(8);
/// Fetching and unpacking the code, without its size.
pub const LAMBDA_FETCH_CODE: Span = Span::from_ms(38);
/// What fetching the code adds for each byte: 100 MB/s from the code store.
pub const LAMBDA_CODE_BYTES_PER_S: u64 = 100_000_000;
/// Starting a micro virtual machine: Firecracker boots in about 125 ms (AWS's paper, NSDI 2020).
pub const LAMBDA_START_SANDBOX: Span = Span::from_ms(125);
/// The INIT phase of a function in Rust on provided.al2023 (average of published measurements, August 2026).
pub const LAMBDA_INIT_PROVIDED: Span = Span::from_ms(16);
/// The same for nodejs24.x.
pub const LAMBDA_INIT_NODEJS: Span = Span::from_ms(135);
/// The same for python3.14.
pub const LAMBDA_INIT_PYTHON: Span = Span::from_ms(102);
/// Between the handler's answer and the environment's being ready for the next event.
pub const LAMBDA_HAND_OVER: Span = Span::from_us(400);
/// How long an idle environment is kept. AWS does not say; 5 to 45 minutes are observed.
pub const LAMBDA_IDLE: Span = Span::from_s(600);
/// Memory that gives a function one whole vCPU, MB (Lambda's developer guide).
pub const LAMBDA_MB_PER_VCPU: u64 = 1_769;
/// How long an environment's INIT phase may take before an event waits for it no longer.
pub const LAMBDA_INIT_MAX: Span = Span::from_s(10);
/// Memory that the runtime itself takes, MB: a Rust function reports 16.
pub const LAMBDA_PROVIDED_BASE_MB: u32 = 16;
/// The same for Node.js: what an empty handler reports.
pub const LAMBDA_NODEJS_BASE_MB: u32 = 71;
/// The same for Python: what an empty handler reports.
pub const LAMBDA_PYTHON_BASE_MB: u32 = 36;
/// Environments that an account may have at once in a region, unless AWS raises it.
pub const LAMBDA_CONCURRENCY: u32 = 1_000;
/// Environments that can run at once of a runtime whose code a browser runs in a worker of its own each. AWS has no such
/// limit; a page has.
pub const NODEJS_CONCURRENCY: u32 = 24;
/// The same for Python, whose interpreter takes 130 MB for each.
pub const PYTHON_CONCURRENCY: u32 = 4;
/// Delays before the second and third attempt at an event whose handler failed.
pub const LAMBDA_RETRY_DELAYS: [Span; 2] = [Span::from_s(60), Span::from_s(120)];
/// The first delay after an event was refused an environment; it doubles up to [`LAMBDA_BACKOFF_MAX`].
pub const LAMBDA_BACKOFF: Span = Span::from_s(1);
/// The longest delay after an event was refused an environment.
pub const LAMBDA_BACKOFF_MAX: Span = Span::from_s(300);
/// How long an event is tried, unless the function says otherwise.
pub const LAMBDA_MAX_EVENT_AGE_S: u32 = 21_600;
/// How often a chain of functions may start itself before Lambda stops it.
pub const LAMBDA_RECURSION_LIMIT: u32 = 16;
/// The largest event that an asynchronous invocation takes, bytes: 1 MB since October 2025.
pub const LAMBDA_ASYNC_PAYLOAD_MAX: usize = 1_048_576;
/// The largest event that a synchronous invocation takes, bytes.
pub const LAMBDA_SYNC_PAYLOAD_MAX: usize = 6_291_456;
/// The largest answer that a handler may return, bytes.
pub const LAMBDA_RESPONSE_MAX: usize = 6_291_556;

// -- DynamoDB ------------------------------------------------------------------------------------------------

/// What a call with items takes ("single-digit millisecond": the developer guide's introduction).
pub const DYNAMODB_ITEMS: Span = Span::from_ms(4);
/// What a new table takes until it is ACTIVE: 6.8 s, measured on AWS in October 2026 (as are the figures below, in the
/// notes of the controller ACK on DynamoDB's quirks, except where they say otherwise).
pub const DYNAMODB_TABLE_CREATION: Span = Span::from_s(7);
/// What a table takes until it is deleted. No figure is known.
pub const DYNAMODB_TABLE_DELETION: Span = Span::from_s(5);
/// What a change of a table's units takes: 1.0 s.
pub const DYNAMODB_TABLE_UPDATE: Span = Span::from_s(1);
/// For how long a table is UPDATING when an index is added: 27 to 56 s.
pub const DYNAMODB_INDEX_ALLOCATION: Span = Span::from_s(40);
/// What a new index takes on a table that is there, though it holds one item: 510 to 539 s.
pub const DYNAMODB_INDEX_CREATION: Span = Span::from_s(520);
/// What the deletion of an index takes: 2.6 s.
pub const DYNAMODB_INDEX_DELETION: Span = Span::from_ms(2_600);
/// How long a change of a table's time to live forbids the next: 31 minutes.
pub const DYNAMODB_EXPIRY_CHANGE: Span = Span::from_s(31 * 60);
/// How long after its time an expired item is deleted. AWS says within a few days, and mostly it is minutes.
pub const DYNAMODB_EXPIRY: Span = Span::from_s(600);

// -- API Gateway ---------------------------------------------------------------------------------------------

/// API Gateway's own time before it calls a backend. AWS names no figure; the difference of its metrics Latency and
/// IntegrationLatency is commonly 2 to 10 ms.
pub const API_GATEWAY: Span = Span::from_ms(5);
/// How long API Gateway waits for a REST API's backend, unless the method says less (its quotas page).
pub const API_REST_TIMEOUT: Span = Span::from_ms(29_000);
/// Requests a second that all APIs of the account take together in a region, on average (its quotas page).
pub const API_ACCOUNT_RATE: f64 = 10_000.0;
/// How many of them may come at once.
pub const API_ACCOUNT_BURST: u64 = 5_000;
/// The largest body of a request or answer, bytes.
pub const API_PAYLOAD_MAX: usize = 10_485_760;
/// The most that a request's line and header fields may have, bytes.
pub const API_HEAD_MAX: usize = 10_240;
/// How often a request may have passed through API Gateway on its way, so that APIs that call themselves come to an end.
/// AWS counts so only for functions ([`LAMBDA_RECURSION_LIMIT`]).
pub const API_LOOP_LIMIT: usize = 16;
/// How long a function URL waits for its function: the longest that a function may run.
pub const FUNCTION_URL_TIMEOUT: Span = Span::from_s(900);

// -- Everything else -----------------------------------------------------------------------------------------

/// What a control-plane call takes: creating a bucket, a role, a function.
pub const CONTROL_PLANE: Span = Span::from_ms(40);

// -- Prices, us-east-1, US dollars (S3 and Lambda pricing pages; first tier, free tier left out) ----------------

/// A PUT, COPY, POST or LIST request to S3 Standard.
pub const PRICE_S3_PUT: f64 = 0.005 / 1_000.0;
/// A GET or any other request to S3 Standard.
pub const PRICE_S3_GET: f64 = 0.0004 / 1_000.0;
/// An invocation.
pub const PRICE_LAMBDA_REQUEST: f64 = 0.20 / 1_000_000.0;
/// A GB-second on x86.
pub const PRICE_LAMBDA_GB_S: f64 = 0.000_016_666_7;

/// A write unit of a table that is billed by request (DynamoDB pricing page).
pub const PRICE_DYNAMODB_WRITE: f64 = 0.625 / 1_000_000.0;
/// A read unit of one.
pub const PRICE_DYNAMODB_READ: f64 = 0.125 / 1_000_000.0;

/// A request to a REST API.
pub const PRICE_API_REST_REQUEST: f64 = 3.50 / 1_000_000.0;
/// A request to an HTTP API.
pub const PRICE_API_HTTP_REQUEST: f64 = 1.00 / 1_000_000.0;

/// `span`, up to a tenth longer or shorter.
pub fn jitter(rng: &mut Rng, span: Span) -> Span {
    let tenth = span.0 / 10;
    Span(span.0 - tenth + rng.below(2 * tenth + 1))
}

/// How long `bytes` take at `bytes_per_s`.
#[must_use]
pub const fn transfer(bytes: usize, bytes_per_s: u64) -> Span {
    Span((bytes as u64).saturating_mul(1_000_000) / bytes_per_s)
}

/// The INIT phase of a runtime.
#[must_use]
pub fn init(runtime: &str) -> Span {
    if runtime.starts_with("nodejs") {
        LAMBDA_INIT_NODEJS
    } else if runtime.starts_with("python") {
        LAMBDA_INIT_PYTHON
    } else {
        LAMBDA_INIT_PROVIDED
    }
}

/// Whether a runtime runs the function's code at module level when an environment starts, before any event.
#[must_use]
pub fn runs_module_code(runtime: &str) -> bool {
    runtime.starts_with("nodejs") || runtime.starts_with("python")
}

/// How many environments of a runtime can run at once in the account.
#[must_use]
pub fn concurrency(runtime: &str) -> u32 {
    if runtime.starts_with("nodejs") {
        NODEJS_CONCURRENCY
    } else if runtime.starts_with("python") {
        PYTHON_CONCURRENCY
    } else {
        LAMBDA_CONCURRENCY
    }
}

/// The memory that a runtime itself takes, MB.
#[must_use]
pub fn base_mb(runtime: &str) -> u32 {
    if runtime.starts_with("nodejs") {
        LAMBDA_NODEJS_BASE_MB
    } else if runtime.starts_with("python") {
        LAMBDA_PYTHON_BASE_MB
    } else {
        LAMBDA_PROVIDED_BASE_MB
    }
}

/// How long computing that takes `computed_us` on a whole vCPU takes with `memory_mb`. A handler computes on one
/// thread, so more than one vCPU makes it no faster.
#[must_use]
pub fn compute(computed_us: u64, memory_mb: u32) -> Span {
    let share = u64::from(memory_mb).clamp(1, LAMBDA_MB_PER_VCPU);
    Span(computed_us.saturating_mul(LAMBDA_MB_PER_VCPU) / share)
}

/// How long a call takes at the service, without its transfer.
pub fn service_time(rng: &mut Rng, service: &str, operation: &str) -> Span {
    let span = match (service, operation) {
        ("s3", "PutObject" | "CopyObject" | "DeleteObject") => S3_WRITE,
        ("s3", "GetObject" | "HeadObject" | "ListObjectsV2" | "ListObjects" | "ListBuckets") => S3_READ,
        ("execute-api", _) => API_GATEWAY,
        ("lambda", "Invoke") => LAMBDA_FRONTEND,
        ("dynamodb", "GetItem" | "PutItem" | "UpdateItem" | "DeleteItem" | "Query" | "Scan") => DYNAMODB_ITEMS,
        _ => CONTROL_PLANE,
    };
    jitter(rng, span)
}
