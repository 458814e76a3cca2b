//! A laboratory for DynamoDB: an operation and its JSON in, a status and JSON out.

mod errors;
mod figures;
mod hostile;
mod items;
mod lifecycles;
mod model;
mod partiql;
mod partiql_faults;
mod permissions;
mod refusals;
mod search;
mod streams;
mod tables;
mod throughput;
mod transactions;

use serde_json::{Value, json};

use super::lifecycle;
use crate::gateway;
use crate::http::{Request, Response};
use crate::operation::{Context, Effect, Timer};
use crate::sim::trace::{Change, MessageId};
use crate::sim::{
    rng::Rng,
    time::{Span, Time},
};
use crate::verdict::Principal;
use crate::world::World;

pub struct Lab {
    pub world: World,
    pub principal: Principal,
    now: Time,
    rng: Rng,
    pub changes: Vec<Change>,
    pub effects: Vec<Effect>,
    /// Whether tables take their time to change, as for a caller of their own.
    pub waits: bool,
    timers: Vec<(Time, Timer)>,
}

/// A laboratory with the table `Photos`: partition key `album`, sort key `number`, a global index `by-place` on
/// `place` and a local one `by-size` on `size`.
pub fn lab() -> Lab {
    let mut lab = Lab {
        world: World::default(),
        principal: Principal::Root,
        now: Time::default(),
        rng: Rng::new(1),
        changes: Vec::new(),
        effects: Vec::new(),
        waits: false,
        timers: Vec::new(),
    };
    lab.ok(
        "CreateTable",
        r#"{"TableName": "Photos", "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": "album", "KeyType": "HASH"}, {"AttributeName": "number", "KeyType": "RANGE"}],
            "AttributeDefinitions": [{"AttributeName": "album", "AttributeType": "S"},
                {"AttributeName": "number", "AttributeType": "N"}, {"AttributeName": "place", "AttributeType": "S"},
                {"AttributeName": "size", "AttributeType": "N"}],
            "GlobalSecondaryIndexes": [{"IndexName": "by-place", "KeySchema": [{"AttributeName": "place", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "KEYS_ONLY"}}],
            "LocalSecondaryIndexes": [{"IndexName": "by-size", "KeySchema": [{"AttributeName": "album", "KeyType": "HASH"},
                {"AttributeName": "size", "KeyType": "RANGE"}], "Projection": {"ProjectionType": "ALL"}}]}"#,
    );
    lab
}

impl Lab {
    pub fn send(&mut self, operation: &str, body: &str) -> Response {
        self.now += Span::from_ms(1);
        let streams = super::streams::OPERATIONS.iter().any(|held| held.name == operation);
        let (host, target) = if streams { ("streams.dynamodb", "DynamoDBStreams") } else { ("dynamodb", "DynamoDB") };
        let request = Request::new("POST", &format!("https://{host}.us-east-1.amazonaws.com/"))
            .unwrap()
            .with_header("x-amz-target", format!("{target}_20120810.{operation}"))
            .with_body(body.to_owned());
        gateway::perform(&mut self.context(), &request).response.unwrap()
    }

    /// Lets time pass, with what the service does of itself in it.
    pub fn pass(&mut self, span: Span) {
        let until = self.now + span;
        loop {
            for effect in std::mem::take(&mut self.effects) {
                if let Effect::Schedule { at, timer } = effect {
                    self.timers.push((at, timer));
                }
            }
            let first = self.timers.iter().enumerate().min_by_key(|(_, (at, _))| *at);
            let Some((index, _)) = first.filter(|(_, (at, _))| *at <= until) else { break };
            let (at, timer) = self.timers.remove(index);
            self.now = self.now.max(at);
            if lifecycle::is_due(&self.world, &timer, at) {
                let waits = std::mem::take(&mut self.waits);
                lifecycle::act(&mut self.context(), &timer);
                self.waits = waits;
            }
        }
        self.now = until;
    }

    /// Takes all units to write that `table` has left and was saved, as if it had been written to for minutes.
    pub fn drain(&mut self, table: &str) {
        let held = self.world.dynamodb().table(table).cloned().unwrap();
        let units = (super::limits::ON_DEMAND_UNITS.1 * super::limits::BURST_S) as f64;
        let consumed = super::capacity::Consumed { table: units, ..Default::default() };
        super::throughput::charge(&mut self.context(), &held, super::throughput::Use::Write, &consumed).unwrap();
    }

    fn context(&mut self) -> Context<'_> {
        Context {
            now: self.now,
            request_id: "00000000-0000-4000-8000-000000000001",
            principal: &self.principal,
            message: self.waits.then_some(MessageId(0)),
            world: &mut self.world,
            rng: &mut self.rng,
            changes: &mut self.changes,
            effects: &mut self.effects,
        }
    }

    /// Sends a request that must succeed.
    #[track_caller]
    pub fn ok(&mut self, operation: &str, body: &str) -> Value {
        let response = self.send(operation, body);
        let text = String::from_utf8_lossy(&response.body).into_owned();
        assert_eq!(response.status, 200, "{operation} {body}\n{text}");
        serde_json::from_str(&text).unwrap()
    }

    /// Sends a request and holds the whole answer against `expected`.
    #[track_caller]
    pub fn check(&mut self, operation: &str, body: &str, expected: &str) -> &mut Self {
        let expected: Value = serde_json::from_str(expected).unwrap();
        assert_eq!(self.ok(operation, body), expected, "{operation} {body}");
        self
    }

    /// Sends a request that must be refused with this code and text.
    #[track_caller]
    pub fn refuse(&mut self, operation: &str, body: &str, code: &str, message: &str) -> &mut Self {
        let response = self.send(operation, body);
        let text = String::from_utf8_lossy(&response.body).into_owned();
        assert_eq!(response.status, 400, "{operation} {body}\n{text}");
        let shown: Value = serde_json::from_str(&text).unwrap();
        let found = shown.get("message").or_else(|| shown.get("Message"));
        assert_eq!(found, Some(&json!(message)), "{operation} {body}");
        assert!(shown["__type"].as_str().is_some_and(|held| held.ends_with(&format!("#{code}"))), "{text}");
        self
    }

    /// Sends a request that is invalid.
    #[track_caller]
    pub fn invalid(&mut self, operation: &str, body: &str, message: &str) -> &mut Self {
        self.refuse(operation, body, "ValidationException", message)
    }

    /// Puts an item into `Photos`.
    pub fn put(&mut self, item: &str) -> &mut Self {
        self.ok("PutItem", &format!(r#"{{"TableName": "Photos", "Item": {item}}}"#));
        self
    }
}
