//! PartiQL: what statements read and write, alone, in batches and in transactions.

use serde_json::{Value, json};

use super::{Lab, lab};

/// Four photos of album `a` in reverse order of their sizes, one of album `b`.
fn album() -> Lab {
    let mut lab = lab();
    for number in [10, 9, 1, -2] {
        lab.put(&format!(
            r#"{{"album": {{"S": "a"}}, "number": {{"N": "{number}"}}, "size": {{"N": "{}"}}, "place": {{"S": "port"}},
                "tags": {{"L": [{{"S": "x"}}, {{"S": "y"}}]}}, "at": {{"M": {{"lat": {{"N": "1"}}}}}}, "who": {{"SS": ["ann"]}}}}"#,
            100 - number
        ));
    }
    lab.put(r#"{"album": {"S": "b"}, "number": {"N": "1"}, "note": {"NULL": true}}"#);
    lab
}

fn execute(statement: &str, parameters: &Value) -> String {
    let mut body = json!({"Statement": statement});
    if !parameters.is_null() {
        body["Parameters"] = parameters.clone();
    }
    body.to_string()
}

/// The albums and numbers that a statement selects: `a10 a9`.
#[track_caller]
fn selects_with(statement: &str, parameters: &Value, expected: &str) {
    let answer = album().ok("ExecuteStatement", &execute(statement, parameters));
    let items = answer["Items"].as_array().unwrap();
    let shown =
        |item: &Value| format!("{}{}", item["album"]["S"].as_str().unwrap(), item["number"]["N"].as_str().unwrap());
    let shown: Vec<String> = items.iter().map(shown).collect();
    assert_eq!(shown.join(" "), expected, "{statement}");
}

#[track_caller]
fn selects(statement: &str, expected: &str) {
    selects_with(statement, &Value::Null, expected);
}

#[test]
fn a_key_makes_it_a_query() {
    selects(r#"SELECT * FROM "Photos" WHERE album = 'a'"#, "a-2 a1 a9 a10");
    selects("select * from Photos where album = 'a' and number > 1;", "a9 a10");
    selects("SELECT * FROM Photos WHERE 9 <= number AND 'a' = album", "a9 a10");
    selects("SELECT * FROM Photos WHERE album = 'a' AND number BETWEEN -2 AND 1.0", "a-2 a1");
    selects("SELECT * FROM Photos WHERE album = 'a' ORDER BY number DESC", "a10 a9 a1 a-2");
    selects("SELECT * FROM Photos WHERE album IN ['b', 'a', 'b'] AND number = 1 ORDER BY album", "a1 b1");
    selects(
        "SELECT * FROM Photos WHERE album IN ('b', 'a') AND number < 2 ORDER BY album DESC, number DESC",
        "b1 a1 a-2",
    );
    selects("SELECT * FROM Photos WHERE album = 'b' OR album = 'a' ORDER BY album", "a-2 a1 a9 a10 b1");
    selects("SELECT * FROM Photos WHERE album = 'b' OR album = 'a' AND number > 9 ORDER BY album DESC", "b1 a10");
    selects(
        "SELECT * FROM Photos WHERE album = 'a' AND number > 9 OR album = 'a' AND number = 1 ORDER BY number DESC",
        "a10 a1",
    );
    selects(r#"SELECT * FROM "Photos"."by-size" WHERE album = 'a' AND size > 91"#, "a1 a-2");
    selects(r#"SELECT * FROM "Photos"."by-place" WHERE place = 'port'"#, "a-2 a1 a9 a10");
    selects_with(
        "SELECT * FROM Photos WHERE album = ? AND number IN [?, 9]",
        &json!([{"S": "a"}, {"N": "1"}]),
        "a1 a9",
    );
}

#[test]
fn conditions_filter() {
    for (condition, expected) in [
        ("size = 91", "a9"),
        ("NOT size <> 91 AND number = 9 OR number = 7", "a9"),
        ("size IN (91, 99)", "a1 a9"),
        ("size NOT BETWEEN 91 AND 99", "a-2 a10 b1"),
        ("begins_with(place, 'po') AND number > 9", "a10"),
        ("CONTAINS(who, 'ann') AND tags[1] = 'y' AND number >= 10", "a10"),
        ("size(tags) = 2 AND at.lat = 1 AND at['lat'] < 2 AND number < 0", "a-2"),
        ("attribute_type(at, 'M') AND number = 1", "a1"),
        ("at IS STRUCT AND tags IS LIST AND place IS STRING AND size IS NUMERIC AND number = 1", "a1"),
        ("place IS MISSING", "b1"),
        ("note IS NULL", "b1"),
        ("note IS NOT MISSING", "b1"),
        ("missing_one IS NULL", ""),
        ("(place <> 'port')", "b1"),
        ("note = NULL", "b1"),
    ] {
        let mut answer = album().ok(
            "ExecuteStatement",
            &execute(&format!("SELECT album, number FROM Photos WHERE {condition}"), &Value::Null),
        );
        let items = answer["Items"].as_array_mut().unwrap();
        let mut shown: Vec<(String, i64)> = items
            .iter()
            .map(|item| {
                (
                    item["album"]["S"].as_str().unwrap().to_owned(),
                    item["number"]["N"].as_str().unwrap().parse().unwrap(),
                )
            })
            .collect();
        shown.sort_unstable();
        let shown: Vec<String> = shown.iter().map(|(album, number)| format!("{album}{number}")).collect();
        assert_eq!(shown.join(" "), expected, "{condition}");
    }
}

#[test]
fn a_nested_part_is_answered_under_its_last_name() {
    album().check(
        "ExecuteStatement",
        &execute("SELECT at.lat, tags[1], nowhere.near FROM Photos WHERE album = 'a' AND number = 1", &Value::Null),
        r#"{"Items": [{"lat": {"N": "1"}, "tags[1]": {"S": "y"}}]}"#,
    );
}

#[test]
fn pages_join_into_the_whole() {
    for (statement, expected) in [
        ("SELECT * FROM Photos", 5),
        ("SELECT * FROM Photos WHERE album IN ['a', 'b'] ORDER BY album DESC, number DESC", 5),
        (r#"SELECT album FROM "Photos"."by-place" WHERE place = 'port'"#, 4),
    ] {
        let (mut lab, mut found, mut pages, mut token) = (album(), 0, 0, Value::Null);
        loop {
            let page = lab
                .ok("ExecuteStatement", &json!({"Statement": statement, "Limit": 2, "NextToken": token}).to_string());
            found += page["Items"].as_array().unwrap().len();
            pages += 1;
            match page.get("NextToken") {
                Some(next) => token = next.clone(),
                None => break,
            }
        }
        assert_eq!((found, pages), (expected, 3), "{statement}");
    }
    let mut lab = album();
    let page = lab.ok("ExecuteStatement", r#"{"Statement": "SELECT * FROM Photos", "Limit": 1}"#);
    let other =
        json!({"Statement": "SELECT * FROM Photos WHERE album = 'a'", "NextToken": page["NextToken"]}).to_string();
    lab.invalid("ExecuteStatement", &other, "NextToken does not match request");
    lab.invalid("ExecuteStatement", r#"{"Statement": "SELECT * FROM Photos", "NextToken": "x"}"#, "Invalid NextToken");
}

#[test]
fn what_it_costs_is_what_a_query_costs() {
    let cost =
        |body: Value| album().ok("ExecuteStatement", &body.to_string())["ConsumedCapacity"]["CapacityUnits"].clone();
    let query = "SELECT * FROM Photos WHERE album = 'a'";
    assert_eq!(cost(json!({"Statement": query, "ReturnConsumedCapacity": "TOTAL"})), 0.5);
    assert_eq!(cost(json!({"Statement": query, "ReturnConsumedCapacity": "TOTAL", "ConsistentRead": true})), 1.0);
    let insert = "INSERT INTO Photos VALUE {'album': 'c', 'number': 1, 'size': 3, 'place': 'quay'}";
    assert_eq!(cost(json!({"Statement": insert, "ReturnConsumedCapacity": "INDEXES"})), 3.0);
}

#[test]
fn an_insert_is_no_put() {
    let mut lab = lab();
    let insert = execute(
        "INSERT INTO \"Photos\" VALUE {'album': ?, 'number': -1.5e1, 'it''s': {'l': [1, true, null, <<1, 2>>]}, \"s\": <<'a', 'b'>>}",
        &json!([{"S": "a"}]),
    );
    lab.check("ExecuteStatement", &insert, r#"{"Items": []}"#);
    lab.check("ExecuteStatement", &execute("SELECT * FROM Photos", &Value::Null), r#"{"Items": [{"album": {"S": "a"}, "number": {"N": "-15"},
        "it's": {"M": {"l": {"L": [{"N": "1"}, {"BOOL": true}, {"NULL": true}, {"NS": ["1", "2"]}]}}}, "s": {"SS": ["a", "b"]}}]}"#);
    lab.refuse("ExecuteStatement", &insert, "DuplicateItemException", "Duplicate primary key exists in table");
}

#[test]
fn an_update_changes_one_item_that_is_there() {
    let item = "WHERE album = 'a' AND number = 1";
    for (change, returning, expected) in [
        (
            "SET size = size + 1, place = 'quay'",
            "MODIFIED NEW",
            json!([{"size": {"N": "100"}, "place": {"S": "quay"}}]),
        ),
        (
            "SET size = 5 - 2 REMOVE tags[0]",
            "MODIFIED OLD",
            json!([{"size": {"N": "99"}, "tags": {"L": [{"S": "x"}]}}]),
        ),
        (
            "SET tags = list_append(tags, ['z']) SET at.lon = 2",
            "MODIFIED NEW",
            json!([{"tags": {"L": [{"S": "x"}, {"S": "y"}, {"S": "z"}]}, "at": {"M": {"lon": {"N": "2"}}}}]),
        ),
        ("SET who = set_add(who, <<'bob'>>)", "MODIFIED NEW", json!([{"who": {"SS": ["ann", "bob"]}}])),
        ("SET who = SET_DELETE(who, <<'ann'>>)", "MODIFIED NEW", json!([])),
        ("SET new = if_not_exists(size, 0)", "MODIFIED NEW", json!([{"new": {"N": "99"}}])),
        ("REMOVE who, tags, at, place, size", "ALL NEW", json!([{"album": {"S": "a"}, "number": {"N": "1"}}])),
    ] {
        let statement = format!("UPDATE \"Photos\" {change} {item} RETURNING {returning} *");
        assert_eq!(album().ok("ExecuteStatement", &execute(&statement, &Value::Null))["Items"], expected, "{change}");
    }
    album().check(
        "ExecuteStatement",
        &execute("FROM Photos WHERE album = 'a' AND number = 1 SET size = 7 RETURNING MODIFIED NEW *", &Value::Null),
        r#"{"Items": [{"size": {"N": "7"}}]}"#,
    );
    let failed = "ConditionalCheckFailedException";
    album()
        .refuse(
            "ExecuteStatement",
            &execute("UPDATE Photos SET x = 1 WHERE album = 'a' AND number = 77", &Value::Null),
            failed,
            "The conditional request failed",
        )
        .refuse(
            "ExecuteStatement",
            &execute("UPDATE Photos SET x = 1 WHERE album = 'a' AND number = 1 AND size < 9", &Value::Null),
            failed,
            "The conditional request failed",
        );
    let shown = json!({"Statement": "UPDATE Photos SET x = 1 WHERE album = 'b' AND number = 1 AND size < 9", "ReturnValuesOnConditionCheckFailure": "ALL_OLD"});
    let answer: Value = serde_json::from_slice(&album().send("ExecuteStatement", &shown.to_string()).body).unwrap();
    assert_eq!(answer["Item"]["note"], json!({"NULL": true}));
}

#[test]
fn a_delete_of_nothing_succeeds() {
    let mut lab = album();
    lab.check(
        "ExecuteStatement",
        &execute("DELETE FROM Photos WHERE album = 'b' AND number = 1 RETURNING ALL OLD *", &Value::Null),
        r#"{"Items": [{"album": {"S": "b"}, "number": {"N": "1"}, "note": {"NULL": true}}]}"#,
    );
    lab.check(
        "ExecuteStatement",
        &execute("DELETE FROM Photos WHERE album = 'b' AND number = 1 AND size = 3 RETURNING ALL OLD *", &Value::Null),
        r#"{"Items": []}"#,
    );
    lab.refuse(
        "ExecuteStatement",
        &execute("DELETE FROM Photos WHERE album = 'a' AND number = 1 AND size = 3", &Value::Null),
        "ConditionalCheckFailedException",
        "The conditional request failed",
    );
    lab.check("Scan", r#"{"TableName": "Photos", "Select": "COUNT"}"#, r#"{"Count": 4, "ScannedCount": 4}"#);
}

#[test]
fn in_a_batch_each_stands_for_itself() {
    album().check(
        "BatchExecuteStatement",
        r#"{"Statements": [{"Statement": "SELECT at.lat FROM Photos WHERE album = 'a' AND number = ?", "Parameters": [{"N": "1"}]},
            {"Statement": "SELECT * FROM Photos WHERE album = 'a' AND number = 2"}, {"Statement": "SELECT * FROM Photos WHERE album = 'a'"},
            {"Statement": "SELECT * FROM Nowhere WHERE a = 1"}, {"Statement": "SLECT"}]}"#,
        r#"{"Responses": [{"TableName": "Photos", "Item": {"lat": {"N": "1"}}}, {"TableName": "Photos"},
            {"Error": {"Code": "ValidationError", "Message": "Select statements within BatchExecuteStatement must specify the primary key in the where clause."}},
            {"Error": {"Code": "ResourceNotFound", "Message": "Requested resource not found"}},
            {"Error": {"Code": "ValidationError", "Message": "Statement wasn't well formed, can't be processed: Expected data manipulation at 1:1:5"}}]}"#,
    );
    album().check(
        "BatchExecuteStatement",
        r#"{"ReturnConsumedCapacity": "TOTAL", "Statements": [{"Statement": "INSERT INTO Photos VALUE {'album': 'a', 'number': 1}"},
            {"Statement": "UPDATE Photos SET x = 1 WHERE album = 'a' AND number = 1 AND x = 2"},
            {"Statement": "DELETE FROM Photos WHERE album = 'b' AND number = 1 RETURNING ALL OLD *"}]}"#,
        r#"{"Responses": [{"TableName": "Photos", "Error": {"Code": "DuplicateItem", "Message": "Duplicate primary key exists in table"}},
            {"TableName": "Photos", "Error": {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"}},
            {"TableName": "Photos", "Item": {"album": {"S": "b"}, "number": {"N": "1"}, "note": {"NULL": true}}}],
            "ConsumedCapacity": [{"TableName": "Photos", "CapacityUnits": 1.0}]}"#,
    );
}

#[test]
fn a_transaction_is_done_whole_or_not() {
    let exists = r#"{"Statement": "EXISTS(SELECT * FROM Photos WHERE album = 'b' AND number = 1 AND note IS NULL)"}"#;
    let insert = r#"{"Statement": "INSERT INTO Photos VALUE {'album': 'c', 'number': 1}"}"#;
    let both = format!(r#"{{"ClientRequestToken": "t", "TransactStatements": [{exists}, {insert}]}}"#);
    let mut lab = album();
    lab.check("ExecuteTransaction", &both, r#"{"Responses": [{}, {}]}"#);
    lab.check("ExecuteTransaction", &both, r#"{"Responses": [{}, {}]}"#);
    let again = format!(r#"{{"TransactStatements": [{exists}, {insert}]}}"#);
    lab.refuse(
        "ExecuteTransaction",
        &again,
        "TransactionCanceledException",
        "Transaction cancelled, please refer cancellation reasons for specific reasons [None, DuplicateItem]",
    );
    lab.check(
        "ExecuteTransaction",
        r#"{"TransactStatements": [{"Statement": "SELECT number FROM Photos WHERE album = 'c' AND number = 1"},
            {"Statement": "SELECT * FROM Photos WHERE album = 'c' AND number = 2"}], "ReturnConsumedCapacity": "TOTAL"}"#,
        r#"{"Responses": [{"Item": {"number": {"N": "1"}}}, {}],
            "ConsumedCapacity": [{"TableName": "Photos", "CapacityUnits": 4.0, "ReadCapacityUnits": 4.0}]}"#,
    );
}
