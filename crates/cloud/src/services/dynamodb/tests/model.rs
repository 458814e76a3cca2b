//! A table held against a map that could not be simpler, through some thousand random writes and reads.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::lab;
use crate::sim::rng::Rng;

type Model = BTreeMap<(String, i64), (i64, Option<String>)>;

#[test]
fn a_table_is_what_a_plain_map_is() {
    for seed in 0..4 {
        run(seed);
    }
}

fn run(seed: u64) {
    let mut rng = Rng::new(seed);
    let (mut lab, mut model) = (lab(), Model::new());
    for step in 0..300 {
        let album = ["a", "b", "ü"][rng.below(3) as usize].to_owned();
        let number = i64::try_from(rng.below(12)).unwrap() - 6;
        let size = i64::try_from(rng.below(4)).unwrap();
        let place = (rng.below(3) > 0).then(|| ["port", "quay"][rng.below(2) as usize].to_owned());
        let key = json!({"album": {"S": album}, "number": {"N": number.to_string()}});
        let held = (album.clone(), number);
        if rng.below(3) == 0 {
            lab.ok("DeleteItem", &json!({"TableName": "Photos", "Key": key}).to_string());
            model.remove(&held);
        } else {
            let mut item = key.clone();
            item["size"] = json!({"N": size.to_string()});
            if let Some(place) = &place {
                item["place"] = json!({"S": place});
            }
            lab.ok("PutItem", &json!({"TableName": "Photos", "Item": item}).to_string());
            model.insert(held, (size, place));
        }
        if step % 10 == 0 {
            compare(&mut lab, &model, &album, number);
        }
    }
    let shown = lab.ok("DescribeTable", r#"{"TableName": "Photos"}"#);
    assert_eq!(shown["Table"]["ItemCount"], model.len());
}

fn compare(lab: &mut super::Lab, model: &Model, album: &str, number: i64) {
    let numbers = |answer: &Value| -> Vec<i64> {
        let items = answer["Items"].as_array().unwrap();
        items.iter().map(|item| item["number"]["N"].as_str().unwrap().parse().unwrap()).collect()
    };
    let query = json!({"TableName": "Photos", "KeyConditionExpression": "album = :a AND #n >= :n", "ExpressionAttributeNames": {"#n": "number"},
        "ExpressionAttributeValues": {":a": {"S": album}, ":n": {"N": number.to_string()}}});
    let expected: Vec<i64> =
        model.keys().filter(|(held, at)| held == album && *at >= number).map(|(_, at)| *at).collect();
    assert_eq!(numbers(&lab.ok("Query", &query.to_string())), expected);
    let query = json!({"TableName": "Photos", "IndexName": "by-size", "KeyConditionExpression": "album = :a",
        "ExpressionAttributeValues": {":a": {"S": album}}, "ScanIndexForward": false});
    let mut expected: Vec<(i64, i64)> =
        model.iter().filter(|((held, _), _)| held == album).map(|((_, at), (size, _))| (*size, *at)).collect();
    expected.sort_unstable_by(|left, right| right.cmp(left));
    assert_eq!(numbers(&lab.ok("Query", &query.to_string())), expected.iter().map(|(_, at)| *at).collect::<Vec<_>>());
    let scan = json!({"TableName": "Photos", "IndexName": "by-place", "FilterExpression": "place = :p", "Select": "COUNT",
        "ExpressionAttributeValues": {":p": {"S": "port"}}});
    let expected = model.values().filter(|(_, place)| place.as_deref() == Some("port")).count();
    assert_eq!(lab.ok("Scan", &scan.to_string())["Count"], expected);
}
