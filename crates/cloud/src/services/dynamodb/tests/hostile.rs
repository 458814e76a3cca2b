//! Requests made to break something: nonsense, depth, growth. Whatever comes, there is an answer.

use serde_json::json;

use super::lab;
use crate::sim::rng::Rng;

const PIECES: [&str; 36] = [
    "a",
    "b.c",
    "l[0]",
    "l[99999999999999999999]",
    "#n",
    "#",
    ":one",
    ":set",
    ":nope",
    ":",
    "=",
    "<>",
    "<=",
    ">",
    "(",
    ")",
    ",",
    "+",
    "-",
    " AND ",
    " or ",
    "NOT ",
    " BETWEEN ",
    " IN ",
    "SET ",
    "REMOVE ",
    "ADD ",
    "DELETE ",
    "size(",
    "contains(",
    "begins_with(",
    "if_not_exists(",
    "list_append(",
    "ü",
    "\u{1f600}",
    "album",
];

#[test]
fn nonsense_is_answered() {
    let mut rng = Rng::new(7);
    let mut lab = lab();
    lab.put(
        r#"{"album": {"S": "a"}, "number": {"N": "1"}, "l": {"L": [{"N": "1"}]}, "b": {"M": {"c": {"SS": ["x"]}}}}"#,
    );
    for _ in 0..4_000 {
        let count = rng.below(9) + 1;
        let text: String =
            (0..count).map(|_| PIECES[usize::try_from(rng.below(PIECES.len() as u64)).unwrap()]).collect();
        for (operation, parameter) in [
            ("UpdateItem", "UpdateExpression"),
            ("DeleteItem", "ConditionExpression"),
            ("Query", "KeyConditionExpression"),
            ("Scan", "ProjectionExpression"),
        ] {
            let body = json!({"TableName": "Photos", "Key": {"album": {"S": "a"}, "number": {"N": "1"}}, parameter: text,
                "ExpressionAttributeNames": {"#n": "number"}, "ExpressionAttributeValues": {":one": {"N": "1"}, ":set": {"SS": ["x"]}}});
            assert!([200, 400].contains(&lab.send(operation, &body.to_string()).status), "{text}");
        }
    }
}

#[test]
fn a_map_cannot_grow_into_itself_for_ever() {
    let mut lab = lab();
    lab.put(r#"{"album": {"S": "a"}, "number": {"N": "1"}, "m": {"M": {}}}"#);
    let update = r#"{"TableName": "Photos", "Key": {"album": {"S": "a"}, "number": {"N": "1"}}, "UpdateExpression": "SET m.x = m"}"#;
    for _ in 0..30 {
        lab.ok("UpdateItem", update);
    }
    lab.ok("UpdateItem", update);
    let deep = "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit";
    lab.invalid("UpdateItem", update, deep);
}

/// A JSON value of no sense, made of words that requests have.
fn any_json(rng: &mut Rng, depth: u32) -> serde_json::Value {
    const NAMES: [&str; 30] = [
        "TableName",
        "Key",
        "Item",
        "album",
        "number",
        "place",
        "S",
        "N",
        "L",
        "M",
        "SS",
        "BOOL",
        "KeySchema",
        "AttributeName",
        "KeyType",
        "IndexName",
        "Projection",
        "GlobalSecondaryIndexes",
        "GlobalSecondaryIndexUpdates",
        "Create",
        "Delete",
        "ProvisionedThroughput",
        "ReadCapacityUnits",
        "RequestItems",
        "Photos",
        "Keys",
        "PutRequest",
        "TransactItems",
        "Put",
        "ExclusiveStartKey",
    ];
    let mut pick = |count: usize| usize::try_from(rng.below(count as u64)).unwrap();
    match pick(if depth == 0 { 5 } else { 8 }) {
        0 => json!(null),
        1 => json!(true),
        2 => json!([-1, 0, 1, 7_000_000_000_000_i64][pick(4)]),
        3 => json!(["Photos", "a", "1", "HASH", "by-place", ""][pick(6)]),
        4 => json!(1.5),
        5 => (0..pick(3)).map(|_| any_json(rng, depth - 1)).collect(),
        _ => {
            let count = pick(4);
            let names: Vec<String> = (0..count).map(|_| NAMES[pick(NAMES.len())].to_owned()).collect();
            serde_json::Value::Object(names.into_iter().map(|name| (name, any_json(rng, depth - 1))).collect())
        }
    }
}

#[test]
fn any_json_is_answered() {
    let mut rng = Rng::new(11);
    for operation in super::super::ops::OPERATIONS.iter().map(|operation| operation.name) {
        let mut lab = lab();
        lab.put(r#"{"album": {"S": "a"}, "number": {"N": "1"}}"#);
        for _ in 0..300 {
            let mut body = json!({"TableName": "Photos", "Key": {"album": {"S": "a"}, "number": {"N": "1"}}});
            for name in [
                "Item",
                "RequestItems",
                "TransactItems",
                "KeyConditions",
                "AttributeUpdates",
                "Expected",
                "KeySchema",
                "AttributeDefinitions",
                "GlobalSecondaryIndexes",
                "GlobalSecondaryIndexUpdates",
                "ExclusiveStartKey",
                "Tags",
                "ProvisionedThroughput",
                "TimeToLiveSpecification",
                "Statement",
                "Parameters",
                "Statements",
                "ScanFilter",
            ] {
                if rng.below(4) == 0 {
                    body[name] = any_json(&mut rng, 5);
                }
            }
            let text = body.to_string();
            assert!([200, 400].contains(&lab.send(operation, &text).status), "{operation} {text}");
        }
    }
}

#[test]
fn long_numbers_are_refused() {
    let put = |number: &str| {
        format!(r#"{{"TableName": "Photos", "Item": {{"album": {{"S": "a"}}, "number": {{"N": "{number}"}}}}}}"#)
    };
    let digits = "Attempting to store more than 38 significant digits in a Number";
    lab()
        .invalid("PutItem", &put(&"9".repeat(10_000)), digits)
        .invalid("PutItem", &put(&format!("0.{}1", "10".repeat(5_000))), digits)
        .invalid(
            "PutItem",
            &put(&format!("1e{}", "9".repeat(10_000))),
            "Number overflow. Attempting to store a number with magnitude larger than supported range",
        )
        .invalid(
            "PutItem",
            &put(&format!("1e-{}", "9".repeat(10_000))),
            "Number underflow. Attempting to store a number with magnitude smaller than supported range",
        )
        .ok("PutItem", &put(&format!("{}1{}e-10000", "0".repeat(10_000), "0".repeat(10_000))));
}

#[test]
fn an_update_does_not_multiply_what_is_large() {
    let mut lab = lab();
    let list = format!("[{}]", vec![r#"{"N": "1"}"#; 90_000].join(","));
    let paths = |form: &str| (0..250).map(|at| form.replace('#', &at.to_string())).collect::<Vec<_>>().join(", ");
    let key = r#""TableName": "Photos", "Key": {"album": {"S": "a"}, "number": {"N": "1"}}"#;
    lab.invalid(
        "UpdateItem",
        &format!(
            r#"{{{key}, "UpdateExpression": "SET {}", "ExpressionAttributeValues": {{":v": {{"L": {list}}}}}}}"#,
            paths("a# = :v")
        ),
        "Item size to update has exceeded the maximum allowed size",
    );
    lab.put(&format!(r#"{{"album": {{"S": "a"}}, "number": {{"N": "1"}}, "l": {{"L": {list}}}}}"#));
    lab.ok("UpdateItem", &format!(r#"{{{key}, "UpdateExpression": "REMOVE {}"}}"#, paths("l[#]")));
    let left = lab.ok("GetItem", &format!("{{{key}}}"));
    assert_eq!(left["Item"]["l"]["L"].as_array().map(Vec::len), Some(89_750));
}

#[test]
fn deep_documents_are_refused() {
    let nested =
        |levels: usize| format!("{}{}{}", r#"{"L": ["#.repeat(levels), r#"{"NULL": true}"#, "]}".repeat(levels));
    let put = |levels: usize| {
        format!(
            r#"{{"TableName": "Photos", "Item": {{"album": {{"S": "a"}}, "number": {{"N": "1"}}, "d": {}}}}}"#,
            nested(levels)
        )
    };
    lab().ok("PutItem", &put(31));
    lab().invalid("PutItem", &put(33), "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit");
    assert_eq!(lab().send("PutItem", &put(10_000)).status, 400);
}

#[test]
fn shapes_that_are_not_asked_for_are_refused() {
    for operation in
        super::super::ops::OPERATIONS.iter().map(|operation| operation.name).filter(|name| *name != "ListTables")
    {
        for body in [
            "{}",
            "[]",
            "{",
            r#"{"TableName": 1}"#,
            r#"{"TableName": "Photos", "Key": [], "Item": 3, "RequestItems": [], "TransactItems": {}, "ResourceArn": 1}"#,
        ] {
            let status = lab().send(operation, body).status;
            let describes = operation.starts_with("De") || matches!(operation, "Scan" | "UpdateTable");
            assert!(status == 400 || describes && status == 200, "{operation} {body}: {status}");
        }
    }
}
