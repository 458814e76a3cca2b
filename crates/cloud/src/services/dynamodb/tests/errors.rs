//! Start keys of pages that lead nowhere. All other refusals stand in `refusals.txt`.

use super::lab;

#[test]
fn start_keys_that_lead_nowhere() {
    let query = |start: &str| {
        format!(
            r##"{{"TableName": "Photos", "KeyConditionExpression": "album = :a AND #n < :n", "ExpressionAttributeNames": {{"#n": "number"}},
            "ExpressionAttributeValues": {{":a": {{"S": "a"}}, ":n": {{"N": "5"}}}}, "ExclusiveStartKey": {start}}}"##
        )
    };
    lab()
        .invalid("Query", &query(r#"{"album": {"S": "a"}}"#), "The provided starting key is invalid")
        .invalid("Query", &query(r#"{"album": {"S": "a"}, "number": {"N": "1"}, "x": {"N": "1"}}"#), "The provided starting key is invalid")
        .invalid("Query", &query(r#"{"album": {"S": "b"}, "number": {"N": "1"}}"#),
            "The provided starting key is outside query boundaries based on provided conditions")
        .invalid("Query", &query(r#"{"album": {"S": "a"}, "number": {"N": "7"}}"#), "The provided starting key does not match the range key predicate")
        .invalid("Scan", r#"{"TableName": "Photos", "IndexName": "by-place", "Select": "ALL_ATTRIBUTES"}"#,
            "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index by-place because its projection type is not ALL");
}
