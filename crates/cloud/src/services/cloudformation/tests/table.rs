//! Tables in stacks: made with all they have, changed, replaced, deleted.

use serde_json::{Value, json};

use super::{Bench, load};
use crate::http::Request;

const NOTES: &str = "
Resources:
  Notes:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: notes
      KeySchema: [{AttributeName: user, KeyType: HASH}, {AttributeName: noted, KeyType: RANGE}]
      AttributeDefinitions:
        - {AttributeName: user, AttributeType: S}
        - {AttributeName: noted, AttributeType: N}
        - {AttributeName: size, AttributeType: N}
        - {AttributeName: topic, AttributeType: S}
      ProvisionedThroughput: {ReadCapacityUnits: '5', WriteCapacityUnits: 6}
      LocalSecondaryIndexes:
        - IndexName: by-size
          KeySchema: [{AttributeName: user, KeyType: HASH}, {AttributeName: size, KeyType: RANGE}]
          Projection: {ProjectionType: ALL}
      GlobalSecondaryIndexes:
        - IndexName: by-topic
          KeySchema: [{AttributeName: topic, KeyType: HASH}]
          Projection: {ProjectionType: KEYS_ONLY}
          ProvisionedThroughput: {ReadCapacityUnits: 1, WriteCapacityUnits: 1}
      TimeToLiveSpecification: {AttributeName: until, Enabled: true}
      Tags: [{Key: team, Value: blue}]
Outputs:
  Name: {Value: !Ref Notes}
  Arn: {Value: !GetAtt Notes.Arn}
";

impl Bench {
    fn dynamodb(&mut self, operation: &str, body: &Value) -> Value {
        let request = Request::new("POST", "https://dynamodb.us-east-1.amazonaws.com/").expect("it is an address");
        let request = request.with_header("x-amz-target", format!("DynamoDB_20120810.{operation}"));
        let response = self.send(&request.with_body(body.to_string()));
        serde_json::from_slice(&response.body).expect("DynamoDB answers JSON")
    }

    fn table(&mut self, name: &str) -> Value {
        self.dynamodb("DescribeTable", &json!({"TableName": name}))["Table"].take()
    }
}

#[test]
fn a_table_is_made_with_all_that_it_has() {
    let mut bench = Bench::new();
    assert_eq!(bench.deploy(NOTES), "CREATE_COMPLETE", "{:#?}", bench.stack().failure());
    let table = bench.table("notes");
    assert_eq!(table["TableStatus"], "ACTIVE");
    assert_eq!(table["ProvisionedThroughput"]["ReadCapacityUnits"], 5);
    assert_eq!(table["LocalSecondaryIndexes"][0]["IndexName"], "by-size");
    assert_eq!(table["GlobalSecondaryIndexes"][0]["IndexStatus"], "ACTIVE");
    let arn = "arn:aws:dynamodb:us-east-1:123456789012:table/notes";
    let outputs: Vec<&str> = bench.stack().outputs.iter().map(|output| output.value.as_str()).collect();
    assert_eq!(outputs, ["notes", arn]);
    assert_eq!(
        bench.dynamodb("DescribeTimeToLive", &json!({"TableName": "notes"})),
        json!({"TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED", "AttributeName": "until"}})
    );
    assert_eq!(
        bench.dynamodb("ListTagsOfResource", &json!({"ResourceArn": arn})),
        json!({"Tags": [{"Key": "team", "Value": "blue"}]})
    );
    bench.call("DeleteStack", &[]).expect("it is there");
    assert_eq!(bench.status(), "DELETE_COMPLETE");
    assert_eq!(bench.dynamodb("ListTables", &json!({})), json!({"TableNames": []}));
}

#[test]
fn a_table_is_changed_in_place() {
    let mut bench = Bench::new();
    let lasting = NOTES.replace("      TimeToLiveSpecification: {AttributeName: until, Enabled: true}\n", "");
    bench.deploy(&lasting);
    bench.dynamodb("PutItem", &json!({"TableName": "notes", "Item": {"user": {"S": "ann"}, "noted": {"N": "1"}}}));
    let changed = NOTES
        .replace("WriteCapacityUnits: 6", "WriteCapacityUnits: 9")
        .replace("by-topic", "of-topic")
        .replace("team", "colour");
    assert_eq!(
        bench.update(&changed),
        "UPDATE_ROLLBACK_COMPLETE",
        "an index made and another deleted is too much at once"
    );
    let reason =
        bench.stack().events.iter().find(|event| event.status == "UPDATE_FAILED").map(|event| event.reason.clone());
    assert_eq!(reason.as_deref(), Some("Cannot perform more than one GSI creation or deletion in a single update"));
    assert_eq!(
        bench.update(&changed.replace("of-topic", "by-topic")),
        "UPDATE_COMPLETE",
        "{:#?}",
        bench.stack().failure()
    );
    let table = bench.table("notes");
    assert_eq!((&table["ProvisionedThroughput"]["WriteCapacityUnits"], &table["ItemCount"]), (&json!(9), &json!(1)));
    let on_demand = NOTES
        .replace(
            "ProvisionedThroughput: {ReadCapacityUnits: '5', WriteCapacityUnits: 6}",
            "BillingMode: PAY_PER_REQUEST",
        )
        .replace("          ProvisionedThroughput: {ReadCapacityUnits: 1, WriteCapacityUnits: 1}\n", "");
    assert_eq!(bench.update(&on_demand), "UPDATE_COMPLETE", "{:#?}", bench.stack().failure());
    assert_eq!(bench.table("notes")["BillingModeSummary"]["BillingMode"], "PAY_PER_REQUEST");
    assert_eq!(bench.update(NOTES), "UPDATE_COMPLETE", "{:#?}", bench.stack().failure());
    let index = bench.table("notes")["GlobalSecondaryIndexes"][0].take();
    assert_eq!(index["ProvisionedThroughput"]["WriteCapacityUnits"], 1);
}

#[test]
fn a_tables_stream_comes_and_goes() {
    let mut bench = Bench::new();
    let streaming = NOTES
        .replace("      Tags:", "      StreamSpecification: {StreamViewType: NEW_IMAGE}\n      Tags:")
        .replace("!GetAtt Notes.Arn", "!GetAtt Notes.StreamArn");
    assert_eq!(bench.deploy(&streaming), "CREATE_COMPLETE", "{:#?}", bench.stack().failure());
    let arn = bench.table("notes")["LatestStreamArn"].take();
    assert_eq!(bench.stack().outputs[1].value, arn);
    assert_eq!(bench.update(NOTES), "UPDATE_COMPLETE", "{:#?}", bench.stack().failure());
    assert_eq!(bench.table("notes")["StreamSpecification"], Value::Null);
    let other = streaming.replace("NEW_IMAGE", "NEW_AND_OLD_IMAGES").replace("Notes.StreamArn", "Notes.Arn");
    assert_eq!(bench.update(&other), "UPDATE_COMPLETE", "{:#?}", bench.stack().failure());
    let changed = other.replace("NEW_AND_OLD_IMAGES", "OLD_IMAGE");
    assert_eq!(bench.update(&changed), "UPDATE_COMPLETE", "{:#?}", bench.stack().failure());
    assert_eq!(bench.table("notes")["StreamSpecification"]["StreamViewType"], "OLD_IMAGE");
}

#[test]
fn what_a_table_lacks_is_told_by_the_template_or_by_dynamodb() {
    let mut bench = Bench::new();
    let faults = load(&NOTES.replace(
        "KeySchema: [{AttributeName: user, KeyType: HASH}, {AttributeName: noted",
        "Keys: [{AttributeName: user, KeyType: HASH}, {AttributeName: noted",
    ));
    assert!(faults.is_err());
    assert_eq!(
        bench.deploy(&NOTES.replace("AttributeName: size, AttributeType: N", "AttributeName: sise, AttributeType: N")),
        "ROLLBACK_COMPLETE"
    );
    let reason = bench.stack().failure().map(|failure| failure.reason.clone()).unwrap_or_default();
    assert!(
        reason.contains("Some index key attributes are not defined in AttributeDefinitions")
            && reason.contains("Service: DynamoDb"),
        "{reason}"
    );
}

#[test]
fn a_simple_table_becomes_what_sam_makes_of_it() {
    let template = "
Transform: AWS::Serverless-2016-10-31
Resources:
  Plain: {Type: AWS::Serverless::SimpleTable}
  Users:
    Type: AWS::Serverless::SimpleTable
    Properties:
      TableName: UsersTable
      PrimaryKey: {Name: number, Type: Number}
      ProvisionedThroughput: {ReadCapacityUnits: 5, WriteCapacityUnits: 5}
      Tags: {team: blue}
";
    let loaded = load(template).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let made = loaded.processed()["Resources"].take();
    assert_eq!(
        made["Plain"],
        json!({"Type": "AWS::DynamoDB::Table", "Properties": {
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "BillingMode": "PAY_PER_REQUEST",
        }})
    );
    assert_eq!(
        made["Users"]["Properties"],
        json!({
            "KeySchema": [{"AttributeName": "number", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "number", "AttributeType": "N"}],
            "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
            "TableName": "UsersTable",
            "Tags": [{"Key": "team", "Value": "blue"}],
        })
    );
    let mut bench = Bench::new();
    assert_eq!(bench.deploy(template), "CREATE_COMPLETE", "{:#?}", bench.stack().failure());
    assert_eq!(bench.table("UsersTable")["TableStatus"], "ACTIVE");
    assert!(bench.physical("Plain").starts_with("s-Plain-"));
}
