//! Every refusal of `refusals.txt`, word for word; and those whose requests are too large to write down.

use super::{Lab, lab};

const SHORT: [(&str, &str); 6] = [
    ("$T", r#""TableName": "Photos""#),
    ("$K", r#"{"album": {"S": "a"}, "number": {"N": "1"}}"#),
    ("$I", r#""album": {"S": "a"}, "number": {"N": "1"}"#),
    ("$O", r#""TableName": "Other", "BillingMode": "PAY_PER_REQUEST""#),
    (
        "$A",
        r#""AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}, {"AttributeName": "b", "AttributeType": "S"}]"#,
    ),
    ("$H", r#""KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}, {"AttributeName": "b", "KeyType": "RANGE"}]"#),
];

fn with_an_item() -> Lab {
    let mut lab = lab();
    lab.put(r#"{"album": {"S": "a"}, "number": {"N": "1"}, "t": {"S": "text"}}"#);
    lab
}

#[test]
fn refusals_are_in_aws_words() {
    let lines: Vec<&str> =
        include_str!("refusals.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert!(lines.len() > 200, "a request and its answer for each of a hundred and more");
    let mut lab = with_an_item();
    for pair in lines.chunks(2) {
        let [request, answer] = pair else { panic!("a request without an answer: {pair:?}") };
        let (operation, body) = request.split_once(' ').expect(request);
        let (code, text) = answer.split_once(": ").expect(answer);
        let body = SHORT.iter().fold(body.to_owned(), |body, (short, long)| body.replace(short, long));
        lab.refuse(operation, &body, code, text);
    }
}

/// `count` times `part`, with commas.
fn many(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect::<Vec<_>>().join(", ")
}

#[test]
fn too_many_at_once() {
    let key = |number: usize| format!(r#"{{"album": {{"S": "a"}}, "number": {{"N": "{number}"}}}}"#);
    let length = "failed to satisfy constraint: Member must have length less than or equal to 100";
    with_an_item()
        .invalid(
            "BatchGetItem",
            &format!(r#"{{"RequestItems": {{"Photos": {{"Keys": [{}]}}}}}}"#, many(101, key)),
            &format!("1 validation error detected: Value '[...]' at 'requestItems.Photos.member.keys' {length}"),
        )
        .invalid(
            "BatchGetItem",
            &format!(
                r#"{{"RequestItems": {{"Photos": {{"Keys": [{}]}}, "Other": {{"Keys": [{}]}}}}}}"#,
                many(60, key),
                many(60, key)
            ),
            "Too many items requested for the BatchGetItem call",
        )
        .invalid(
            "BatchWriteItem",
            &format!(
                r#"{{"RequestItems": {{"Photos": [{}]}}}}"#,
                many(26, |number| format!(r#"{{"DeleteRequest": {{"Key": {}}}}}"#, key(number)))
            ),
            "1 validation error detected: Value '{Photos=[...]}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]",
        )
        .invalid(
            "TransactGetItems",
            &format!(
                r#"{{"TransactItems": [{}]}}"#,
                many(101, |number| format!(r#"{{"Get": {{"TableName": "Photos", "Key": {}}}}}"#, key(number)))
            ),
            &format!("1 validation error detected: Value '[...]' at 'transactItems' {length}"),
        );
}

#[test]
fn too_large() {
    let put = |item: &str| format!(r#"{{"TableName": "Photos", "Item": {{{item}}}}}"#);
    let item = |album: &str, text: usize| {
        put(&format!(r#""album": {{"S": "{album}"}}, "number": {{"N": "1"}}, "t": {{"S": "{}"}}"#, "x".repeat(text)))
    };
    // 400 KB are 409,600 bytes: 5 of album's name and 1 of its text, 6 and 2 of number, 1 of t's name.
    let rest = 409_600 - 15;
    let batch = |text: usize| {
        format!(
            r#"{{"RequestItems": {{"Photos": [{{"PutRequest": {}}}]}}}}"#,
            item("a", text).replace(r#""TableName": "Photos", "#, "")
        )
    };
    let mut lab = with_an_item();
    lab.ok("PutItem", &item("a", rest));
    lab.invalid("PutItem", &item("a", rest + 1), "Item size has exceeded the maximum allowed size");
    lab.invalid("BatchWriteItem", &batch(rest + 1), "Item size has exceeded the maximum allowed size");
    let update = r#"{"TableName": "Photos", "Key": {"album": {"S": "a"}, "number": {"N": "1"}}, "UpdateExpression": "SET u = :u",
        "ExpressionAttributeValues": {":u": {"S": "x"}}}"#;
    lab.invalid("UpdateItem", update, "Item size to update has exceeded the maximum allowed size");
    lab.ok("PutItem", &item(&"k".repeat(2_048), 0));
    lab.invalid(
        "PutItem",
        &item(&"k".repeat(2_049), 0),
        "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes",
    );
    lab.ok("CreateTable", r#"{"TableName": "Other", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}, {"AttributeName": "b", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}, {"AttributeName": "b", "KeyType": "RANGE"}]}"#);
    lab.invalid("PutItem", &format!(r#"{{"TableName": "Other", "Item": {{"a": {{"S": "a"}}, "b": {{"S": "{}"}}}}}}"#, "k".repeat(1_025)),
        "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
}
