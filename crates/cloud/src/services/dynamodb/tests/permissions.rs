//! Whom IAM lets do what with which table.

use serde_json::json;

use super::super::access::{on_batch, on_index, on_statement, on_statements, on_transaction};
use super::super::ops::OPERATIONS;
use crate::http::Request;
use crate::operation::{Access, Call};

#[track_caller]
fn asks(access: fn(&Call<'_>) -> Vec<Access>, body: &serde_json::Value, expected: &[(&str, &str)]) {
    let request = Request::default().with_body(body.to_string());
    let call = Call {
        request: &request,
        service: "dynamodb",
        operation: &OPERATIONS[0],
        name: "Photos".into(),
        key: "".into(),
        json: None,
    };
    let asked = access(&call);
    let shown: Vec<(&str, &str)> = asked
        .iter()
        .map(|asked| {
            (asked.action, asked.resource.strip_prefix("arn:aws:dynamodb:us-east-1:123456789012:table/").unwrap())
        })
        .collect();
    assert_eq!(shown, expected);
}

#[test]
fn an_index_is_a_resource_of_its_own() {
    let query: fn(&Call<'_>) -> Vec<Access> = |call| on_index(call, "dynamodb:Query");
    asks(query, &json!({"TableName": "Photos"}), &[("dynamodb:Query", "Photos")]);
    asks(
        query,
        &json!({"TableName": "Photos", "IndexName": "by-place"}),
        &[("dynamodb:Query", "Photos/index/by-place")],
    );
}

#[test]
fn a_batch_asks_for_each_table() {
    let batch: fn(&Call<'_>) -> Vec<Access> = |call| on_batch(call, "dynamodb:BatchGetItem");
    let body = json!({"RequestItems": {"Photos": {}, "arn:aws:dynamodb:us-east-1:123456789012:table/Other": {}}});
    asks(batch, &body, &[("dynamodb:BatchGetItem", "Photos"), ("dynamodb:BatchGetItem", "Other")]);
}

#[test]
fn a_transaction_asks_for_each_kind_of_write() {
    let body = json!({"TransactItems": [{"Put": {"TableName": "Photos"}}, {"Put": {"TableName": "Photos"}},
        {"ConditionCheck": {"TableName": "Photos"}}]});
    asks(on_transaction, &body, &[("dynamodb:PutItem", "Photos"), ("dynamodb:ConditionCheckItem", "Photos")]);
}

#[test]
fn a_statement_asks_for_what_it_does() {
    for (statement, expected) in [
        ("SELECT * FROM Photos", ("dynamodb:PartiQLSelect", "Photos")),
        (r#"SELECT * FROM "Photos"."by-place""#, ("dynamodb:PartiQLSelect", "Photos/index/by-place")),
        ("INSERT INTO Photos VALUE {}", ("dynamodb:PartiQLInsert", "Photos")),
        ("UPDATE Photos SET x = 1", ("dynamodb:PartiQLUpdate", "Photos")),
        ("DELETE FROM Photos", ("dynamodb:PartiQLDelete", "Photos")),
    ] {
        asks(on_statement, &json!({"Statement": statement}), &[expected]);
    }
    let transaction: fn(&Call<'_>) -> Vec<Access> = |call| on_statements(call, "TransactStatements");
    let body = json!({"TransactStatements": [{"Statement": "DELETE FROM Photos"}, {"Statement": "DELETE FROM Photos"},
        {"Statement": "EXISTS(SELECT * FROM Other)"}]});
    asks(transaction, &body, &[("dynamodb:PartiQLDelete", "Photos"), ("dynamodb:PartiQLSelect", "Other")]);
}
