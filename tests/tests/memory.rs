//! What a large table weighs. Slow, so it is asked for: `cargo test -p tests --test memory -- --ignored --nocapture`.

use cloud::gateway;
use cloud::http::Request;
use cloud::operation::Context;
use cloud::sim::{rng::Rng, time::Time};
use cloud::verdict::Principal;
use cloud::world::World;

const ITEMS: u32 = 1_000_000;
const LIMIT_BYTES: u64 = 1 << 30;

/// What this process holds in memory, bytes, as Linux tells it.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("this runs on Linux");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("Linux tells it");
    line.split_whitespace().nth(1).and_then(|figure| figure.parse::<u64>().ok()).expect("it is a number of kB") * 1_024
}

fn send(world: &mut World, operation: &str, body: String) {
    let request = Request::new("POST", "https://dynamodb.us-east-1.amazonaws.com/")
        .expect("it is an address")
        .with_header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
        .with_body(body);
    let mut context = Context {
        now: Time::default(),
        request_id: "00000000-0000-4000-8000-000000000001",
        principal: &Principal::Root,
        message: None,
        world,
        rng: &mut Rng::new(1),
        changes: &mut Vec::new(),
        effects: &mut Vec::new(),
    };
    let response = gateway::perform(&mut context, &request).response.expect("tables answer at once");
    assert_eq!(response.status, 200, "{}", String::from_utf8_lossy(&response.body));
}

#[test]
#[ignore = "it takes minutes"]
fn a_million_items_of_100_bytes_fit_in_a_gibibyte() {
    let mut world = World::default();
    let create = r#"{"TableName": "Users", "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]}"#;
    send(&mut world, "CreateTable", create.to_owned());
    let before = resident();
    for batch in 0..ITEMS / 25 {
        let puts: Vec<String> = (batch * 25..batch * 25 + 25)
            .map(|number| {
                // 2 + 12 bytes of id, 4 + 50 of name, 3 + 5 of age, 4 + 20 of city: a hundred.
                let (name, city) = (format!("{number:050}"), "x".repeat(20));
                format!(r#"{{"PutRequest": {{"Item": {{"id": {{"S": "user{number:08}"}}, "name": {{"S": "{name}"}}, "age": {{"N": "10{number:06}"}}, "city": {{"S": "{city}"}}}}}}}}"#)
            })
            .collect();
        send(&mut world, "BatchWriteItem", format!(r#"{{"RequestItems": {{"Users": [{}]}}}}"#, puts.join(", ")));
    }
    let taken = resident() - before;
    println!("{ITEMS} items of 100 bytes take {} MiB, {} bytes each.", taken >> 20, taken / u64::from(ITEMS));
    assert!(taken < LIMIT_BYTES);
}
