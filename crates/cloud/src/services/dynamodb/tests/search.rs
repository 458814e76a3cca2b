//! Queries and scans: order, bounds, pages, indexes, segments.

use serde_json::{Value, json};

use super::{Lab, lab};

fn album() -> Lab {
    let mut lab = lab();
    for number in [10, 9, 1, -2] {
        lab.put(&format!(
            r#"{{"album": {{"S": "a"}}, "number": {{"N": "{number}"}}, "size": {{"N": "{}"}}, "place": {{"S": "port"}}}}"#,
            100 - number
        ));
    }
    lab.put(r#"{"album": {"S": "b"}, "number": {"N": "1"}}"#);
    lab
}

fn numbers(answer: &Value) -> Vec<&str> {
    answer["Items"].as_array().unwrap().iter().map(|item| item["number"]["N"].as_str().unwrap()).collect()
}

#[track_caller]
fn finds(condition: &str, more: &str, expected: &[&str]) {
    let body = format!(
        r##"{{"TableName": "Photos", "KeyConditionExpression": "{condition}", "ExpressionAttributeNames": {{"#n": "number"}},
        "ExpressionAttributeValues": {{":a": {{"S": "a"}}{more}}}}}"##
    );
    assert_eq!(numbers(&album().ok("Query", &body)), expected, "{condition}");
}

#[test]
fn a_query_reads_one_partition_in_order() {
    finds("album = :a AND #n > :n", r#", ":n": {"N": "1"}"#, &["9", "10"]);
    finds("album = :a AND #n >= :n", r#", ":n": {"N": "1"}"#, &["1", "9", "10"]);
    finds("#n < :n and (album = :a)", r#", ":n": {"N": "9"}"#, &["-2", "1"]);
    finds("album = :a AND #n <= :n", r#", ":n": {"N": "9"}"#, &["-2", "1", "9"]);
    finds("album = :a AND #n = :n", r#", ":n": {"N": "9.0"}"#, &["9"]);
    finds("album = :a AND #n BETWEEN :n AND :m", r#", ":n": {"N": "0"}, ":m": {"N": "9"}"#, &["1", "9"]);
}

#[test]
fn an_index_has_its_own_order_and_attributes() {
    let mut lab = album();
    let local = r#"{"TableName": "Photos", "IndexName": "by-size", "KeyConditionExpression": "album = :a",
        "ExpressionAttributeValues": {":a": {"S": "a"}}}"#;
    assert_eq!(numbers(&lab.ok("Query", local)), ["10", "9", "1", "-2"]);
    let global = r#"{"TableName": "Photos", "IndexName": "by-place", "KeyConditionExpression": "place = :p",
        "ExpressionAttributeValues": {":p": {"S": "port"}}, "Limit": 1}"#;
    lab.check("Query", global, r#"{"Items": [{"album": {"S": "a"}, "number": {"N": "-2"}, "place": {"S": "port"}}], "Count": 1, "ScannedCount": 1,
        "LastEvaluatedKey": {"album": {"S": "a"}, "number": {"N": "-2"}, "place": {"S": "port"}}}"#);
}

#[test]
fn pages_join_into_the_whole_both_ways() {
    for (forward, expected) in [(true, ["-2", "1", "9", "10"]), (false, ["10", "9", "1", "-2"])] {
        let mut lab = album();
        let (mut found, mut start) = (Vec::new(), Value::Null);
        loop {
            let body = json!({"TableName": "Photos", "KeyConditionExpression": "album = :a", "Limit": 1, "ScanIndexForward": forward,
                "ExpressionAttributeValues": {":a": {"S": "a"}}, "ExclusiveStartKey": start});
            let page = lab.ok("Query", &body.to_string());
            found.extend(numbers(&page).into_iter().map(str::to_owned));
            match page.get("LastEvaluatedKey") {
                Some(last) => start = last.clone(),
                None => break,
            }
        }
        assert_eq!(found, expected);
    }
}

#[test]
fn a_limit_comes_before_the_filter() {
    let shown = album().ok("Query", r##"{"TableName": "Photos", "KeyConditionExpression": "album = :a", "FilterExpression": "#s > :s", "Limit": 2,
        "ExpressionAttributeNames": {"#s": "size"}, "ExpressionAttributeValues": {":a": {"S": "a"}, ":s": {"N": "1000"}}}"##);
    assert_eq!((&shown["Count"], &shown["ScannedCount"]), (&json!(0), &json!(2)));
    assert!(shown.get("LastEvaluatedKey").is_some());
}

#[test]
fn segments_share_out_a_scan() {
    let mut lab = lab();
    for album in 0..40 {
        lab.put(&format!(r#"{{"album": {{"S": "{album}"}}, "number": {{"N": "1"}}}}"#));
    }
    for total in [1, 3, 7] {
        let scan =
            |segment: u64| json!({"TableName": "Photos", "Segment": segment, "TotalSegments": total}).to_string();
        let sum: u64 = (0..total).map(|segment| lab.ok("Scan", &scan(segment))["Count"].as_u64().unwrap()).sum();
        assert_eq!(sum, 40);
    }
}

#[test]
fn a_page_ends_at_a_megabyte() {
    let mut lab = lab();
    let text = "x".repeat(300_000);
    for number in 0..5 {
        lab.put(&format!(r#"{{"album": {{"S": "a"}}, "number": {{"N": "{number}"}}, "t": {{"S": "{text}"}}}}"#));
    }
    let page = lab.ok("Scan", r#"{"TableName": "Photos", "Select": "COUNT", "ReturnConsumedCapacity": "TOTAL"}"#);
    assert_eq!((&page["Count"], &page["LastEvaluatedKey"]["number"]["N"]), (&json!(4), &json!("3")));
    assert_eq!(page["ConsumedCapacity"]["CapacityUnits"], 146.5);
}

#[test]
fn a_table_is_opened_at_any_window() {
    let mut lab = lab();
    for number in 0..40 {
        lab.put(&format!(r#"{{"album": {{"S": "a"}}, "number": {{"N": "{number}"}}}}"#));
    }
    let window = |from: usize, to: usize| -> Vec<String> {
        let opened = super::super::opened(&lab.world, "Photos", from..to).expect("the table is there");
        assert_eq!((opened.total, opened.from, opened.indexes.len()), (40, from, 2));
        opened.items.iter().map(|item| item["number"]["N"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(window(0, 3), ["0", "1", "2"]);
    assert_eq!(window(18, 22), ["18", "19", "20", "21"]);
    assert_eq!(window(30, 32), ["30", "31"]);
    assert_eq!(window(38, 90), ["38", "39"]);
    assert!(window(70, 90).is_empty() && window(5, 5).is_empty());
    assert!(super::super::opened(&lab.world, "Photo", 0..9).is_none());
}
