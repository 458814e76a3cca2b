//! Refusals in AWS's words.

use super::lab;

const KEY: &str = r#""TableName": "Photos", "Key": {"album": {"S": "a"}, "number": {"N": "1"}}"#;

#[test]
fn tables_that_are_not_there() {
    let missing = "ResourceNotFoundException";
    lab()
        .refuse("DescribeTable", r#"{"TableName": "non-existent"}"#, missing, "Requested resource not found: Table: non-existent not found")
        .refuse("GetItem", r#"{"TableName": "nowhere", "Key": {}}"#, missing, "Requested resource not found")
        .refuse("BatchWriteItem", r#"{"RequestItems": {"nowhere": [{"DeleteRequest": {"Key": {"a": {"S": "b"}}}}]}}"#, missing, "Requested resource not found")
        .invalid("GetItem", "{}", "The parameter 'TableName' is required but was not present in the request")
        .invalid("GetItem", r#"{"TableName": "ab"}"#, "TableName must be at least 3 characters long and at most 255 characters long")
        .invalid("GetItem", r#"{"TableName": "a;b"}"#,
            "1 validation error detected: Value 'a;b' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
}

#[test]
fn items_that_do_not_fit() {
    let put = |item: &str| format!(r#"{{"TableName": "Photos", "Item": {item}}}"#);
    let wrong = "One or more parameter values were invalid:";
    for (item, message) in [
        (r#"{"album": {"S": "a"}}"#, format!("{wrong} Missing the key number in the item")),
        (r#"{"album": {"N": "1"}, "number": {"N": "1"}}"#, format!("{wrong} Type mismatch for key album expected: S actual: N")),
        (r#"{"album": {"S": ""}, "number": {"N": "1"}}"#,
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: album".into()),
        (r#"{"album": {"S": "a"}, "number": {"N": "1"}, "place": {"N": "1"}}"#,
            format!("{wrong} Type mismatch for Index Key place Expected: S Actual: N IndexName: by-place")),
        (r#"{"a": {}}"#, "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes".into()),
        (r#"{"a": {"S": "a", "N": "1"}}"#,
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes".into()),
        (r#"{"a": {"NULL": false}}"#, format!("{wrong} Null attribute value types must have the value of true")),
        (r#"{"a": {"SS": []}}"#, format!("{wrong} An string set  may not be empty")),
        (r#"{"a": {"SS": ["a", "a"]}}"#, format!("{wrong} Input collection [a, a] contains duplicates.")),
        (r#"{"a": {"NS": ["1", "1.0"]}}"#, "Input collection contains duplicates".into()),
        (r#"{"a": {"N": "abc"}}"#, "The parameter cannot be converted to a numeric value: abc".into()),
        (r#"{"a": {"N": "1e126"}}"#, "Number overflow. Attempting to store a number with magnitude larger than supported range".into()),
    ] {
        lab().invalid("PutItem", &put(item), &message);
    }
    lab().refuse(
        "PutItem",
        &put(r#"{"a": {"S": 1}}"#),
        "SerializationException",
        "NUMBER_VALUE cannot be converted to String",
    );
    let big =
        put(&format!(r#"{{"album": {{"S": "a"}}, "number": {{"N": "1"}}, "t": {{"S": "{}"}}}}"#, "x".repeat(410_000)));
    lab().invalid("PutItem", &big, "Item size has exceeded the maximum allowed size");
    lab().invalid(
        "GetItem",
        r#"{"TableName": "Photos", "Key": {"album": {"S": "a"}}}"#,
        "The provided key element does not match the schema",
    );
}

#[test]
fn updates_that_cannot_be() {
    for (update, values, message) in [
        (
            "SET album = :v",
            r#"{":v": {"S": "b"}}"#,
            "One or more parameter values were invalid: Cannot update attribute album. This attribute is part of the key",
        ),
        (
            "SET x.y = :v",
            r#"{":v": {"S": "b"}}"#,
            "The document path provided in the update expression is invalid for update",
        ),
        (
            "SET x = y + :v",
            r#"{":v": {"N": "1"}}"#,
            "The provided expression refers to an attribute that does not exist in the item",
        ),
        (
            "SET x = album + :v",
            r#"{":v": {"N": "1"}}"#,
            "An operand in the update expression has an incorrect data type",
        ),
        (
            "SET x = :w",
            r#"{":v": {"N": "1"}}"#,
            "Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :w",
        ),
        (
            "REMOVE x",
            r#"{":v": {"N": "1"}}"#,
            "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}",
        ),
    ] {
        let mut lab = lab();
        lab.put(r#"{"album": {"S": "a"}, "number": {"N": "1"}}"#);
        lab.invalid(
            "UpdateItem",
            &format!(r#"{{{KEY}, "UpdateExpression": "{update}", "ExpressionAttributeValues": {values}}}"#),
            message,
        );
    }
}

#[test]
fn queries_that_cannot_be() {
    for (condition, message) in [
        ("place = :v", "Query condition missed key schema element: album"),
        ("album > :v", "Query key condition not supported"),
        ("album = :v OR album = :v", "Invalid operator used in KeyConditionExpression: OR"),
        ("album = :v AND album = :v", "KeyConditionExpressions must only contain one condition per key"),
        ("album = :v AND begins_with(place, :v)", "Query condition missed key schema element: number"),
        ("album.x = :v", "KeyConditionExpressions cannot have conditions on nested attributes"),
        ("contains(album, :v)", "Invalid operator used in KeyConditionExpression: contains"),
    ] {
        lab().invalid("Query", &format!(r#"{{"TableName": "Photos", "KeyConditionExpression": "{condition}", "ExpressionAttributeValues": {{":v": {{"S": "a"}}}}}}"#), message);
    }
    lab()
        .invalid("Query", r#"{"TableName": "Photos"}"#, "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.")
        .invalid("Query", r#"{"TableName": "Photos", "KeyConditionExpression": "album = :v", "FilterExpression": "album = :v", "ExpressionAttributeValues": {":v": {"S": "a"}}}"#,
            "Filter Expression can only contain non-primary key attributes: Primary key attribute: album")
        .invalid("Scan", r#"{"TableName": "Photos", "IndexName": "by-place", "ConsistentRead": true}"#, "Consistent reads are not supported on global secondary indexes")
        .invalid("Scan", r#"{"TableName": "Photos", "Segment": 0}"#,
            "The TotalSegments parameter is required but was not present in the request when Segment parameter is present")
        .invalid("Scan", r#"{"TableName": "Photos", "ExpressionAttributeValues": {":v": {"S": "a"}}}"#,
            "ExpressionAttributeValues can only be specified when using expressions: FilterExpression is null")
        .invalid("Scan", r##"{"TableName": "Photos", "ExpressionAttributeNames": {"#v": "a"}}"##,
            "ExpressionAttributeNames can only be specified when using expressions");
}

#[test]
fn tables_that_cannot_be() {
    let table = |more: &str| format!(r#"{{"TableName": "Other", {more}}}"#);
    let named = r#""AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}]"#;
    let keyed = r#""KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}]"#;
    lab()
        .refuse("CreateTable", &format!(r#"{{"TableName": "Photos", "BillingMode": "PAY_PER_REQUEST", {named}, {keyed}}}"#), "ResourceInUseException", "Table already exists: Photos")
        .invalid("CreateTable", &table(&format!("{named}, {keyed}")),
            "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED")
        .invalid("CreateTable", &table(&format!(r#""BillingMode": "PAY_PER_REQUEST", {named}, "KeySchema": [{{"AttributeName": "a", "KeyType": "RANGE"}}]"#)),
            "Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
        .invalid("CreateTable", &table(&format!(r#""BillingMode": "PAY_PER_REQUEST", {named}, "KeySchema": [{{"AttributeName": "b", "KeyType": "HASH"}}]"#)),
            "One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [b], AttributeDefinitions: [a]");
}

#[test]
fn batches_and_transactions_that_cannot_be() {
    let key = r#"{"album": {"S": "a"}, "number": {"N": "1"}}"#;
    lab()
        .invalid("BatchGetItem", &format!(r#"{{"RequestItems": {{"Photos": {{"Keys": [{key}, {key}]}}}}}}"#), "Provided list of item keys contains duplicates")
        .invalid("TransactWriteItems", &format!(r#"{{"TransactItems": [{{"Delete": {{"TableName": "Photos", "Key": {key}}}}}, {{"Delete": {{"TableName": "Photos", "Key": {key}}}}}]}}"#),
            "Transaction request cannot include multiple operations on one item")
        .invalid("TransactWriteItems", r#"{"TransactItems": [{}]}"#, "TransactItems can only contain one of Check, Put, Update or Delete")
        .invalid("PutItem", &format!(r#"{{"TableName": "Photos", "Item": {key}, "ReturnValues": "ALL_NEW"}}"#), "ReturnValues can only be ALL_OLD or NONE")
        .invalid("PutItem", &format!(r#"{{"TableName": "Photos", "Item": {key}, "ConditionExpression": "a = :b", "Expected": {{"a": {{"Exists": false}}}}}}"#),
            "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}");
}

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
