//! What tables say they hold, and what finding it takes.

use serde_json::json;

use super::super::place::work;
use super::super::value::item_size;
use super::super::wire::read_item;
use super::{Lab, lab};
use crate::sim::rng::Rng;

/// The counts and sizes that `DescribeTable` tells of the table, of `by-place` and of `by-size`.
fn told(lab: &mut Lab) -> [(u64, u64); 3] {
    let shown = lab.ok("DescribeTable", r#"{"TableName": "Photos"}"#);
    let figure = |value: &serde_json::Value| value.as_u64().unwrap();
    let table = &shown["Table"];
    let index = |name: &str| {
        let index = &table[name][0];
        (figure(&index["ItemCount"]), figure(&index["IndexSizeBytes"]))
    };
    [
        (figure(&table["ItemCount"]), figure(&table["TableSizeBytes"])),
        index("GlobalSecondaryIndexes"),
        index("LocalSecondaryIndexes"),
    ]
}

/// The same, by reading everything.
fn counted(lab: &mut Lab) -> [(u64, u64); 3] {
    [json!(null), json!("by-place"), json!("by-size")].map(|index| {
        let all = lab.ok("Scan", &json!({"TableName": "Photos", "IndexName": index}).to_string());
        let items = all["Items"].as_array().unwrap();
        let bytes: usize = items.iter().map(|item| item_size(&read_item(item).unwrap())).sum();
        (items.len() as u64, bytes as u64)
    })
}

#[test]
fn counts_and_sizes_are_those_of_what_is_there() {
    let (mut lab, mut rng) = (lab(), Rng::new(3));
    for step in 0..400 {
        let mut item = json!({"album": {"S": format!("a{}", rng.below(3))}, "number": {"N": rng.below(9).to_string()}});
        if rng.below(3) == 0 {
            lab.ok("DeleteItem", &json!({"TableName": "Photos", "Key": item}).to_string());
        } else {
            item["text"] = json!({"S": "x".repeat(rng.below(20) as usize)});
            for (name, value) in [("place", json!({"S": "port"})), ("size", json!({"N": rng.below(4).to_string()}))] {
                if rng.below(2) == 0 {
                    item[name] = value;
                }
            }
            lab.ok("PutItem", &json!({"TableName": "Photos", "Item": item}).to_string());
        }
        if step % 20 == 0 {
            assert_eq!(told(&mut lab), counted(&mut lab), "step {step}");
        }
    }
    lab.ok(
        "UpdateTable",
        r#"{"TableName": "Photos", "GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": "by-place"}}]}"#,
    );
    lab.ok("UpdateTable", r#"{"TableName": "Photos", "AttributeDefinitions": [{"AttributeName": "place", "AttributeType": "S"}],
        "GlobalSecondaryIndexUpdates": [{"Create": {"IndexName": "by-place", "KeySchema": [{"AttributeName": "place", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "KEYS_ONLY"}}}]}"#);
    assert_eq!(told(&mut lab), counted(&mut lab), "an index that was added later");
}

/// How many keys a query of three items compares in a table of `albums` albums of five photos each.
fn work_in(albums: u32) -> u64 {
    let mut lab = lab();
    for album in 0..albums {
        let table = lab.world.dynamodb_mut().table_mut("Photos").unwrap();
        for number in 0..5 {
            let item =
                read_item(&json!({"album": {"S": format!("album {album}")}, "number": {"N": number.to_string()},
                "place": {"S": format!("port {album}")}}));
            let item = item.unwrap();
            let key = table.schema.key_of_item(&item).unwrap();
            table.write(&key, None, Some(&item));
        }
    }
    let before = work::comparisons();
    let found = lab.ok("Query", r##"{"TableName": "Photos", "KeyConditionExpression": "album = :a AND #n < :n", "ExpressionAttributeNames": {"#n": "number"},
        "ExpressionAttributeValues": {":a": {"S": "album 77"}, ":n": {"N": "3"}}}"##);
    let through_index = lab.ok(
        "Query",
        r#"{"TableName": "Photos", "IndexName": "by-place", "KeyConditionExpression": "place = :p",
        "ExpressionAttributeValues": {":p": {"S": "port 77"}}}"#,
    );
    assert_eq!((&found["ScannedCount"], &through_index["ScannedCount"]), (&json!(3), &json!(5)));
    work::comparisons() - before
}

#[test]
fn a_query_takes_no_more_work_in_a_large_table() {
    let (small, large) = (work_in(200), work_in(20_000));
    // A hundred times the items make the tree two levels deeper, and a level takes four comparisons for each end.
    assert!(large < small * 2 && large < 200, "{small} comparisons among 1,000 items, {large} among 100,000");
}
