//! Versions, aliases, tags, URLs, layers and event source mappings over the wire.

use serde_json::{Value, json};

use super::published::Alias;
use super::tests::Account;
use crate::sim::rng::Rng;

const F: &str = "/2015-03-31/functions/f";
const ARN: &str = "arn:aws:lambda:us-east-1:123456789012:function:f";
const NONE: Value = Value::Null;

fn path(part: &str) -> String {
    format!("{F}/{part}")
}

#[test]
fn versions_stay_as_they_were_published() {
    let mut account = Account::with_function();
    let versions = path("versions");
    account.check("POST", &versions, &json!({"Description": "one"}), 201, "\"Version\":\"1\"");
    account.check("POST", &versions, &json!({"Description": "one"}), 201, "\"Version\":\"1\"");
    let zip = json!({"ZipFile": "UEsDBA=="});
    account.check("PUT", &path("code"), &zip, 200, "\"CodeSize\":4,");
    account.check("POST", &versions, &json!({}), 201, "\"Version\":\"2\"");
    account.check("GET", &versions, &NONE, 200, &format!("\"FunctionArn\":\"{ARN}:$LATEST\""));
    account.check("GET", &format!("{versions}?MaxItems=1"), &NONE, 200, "\"NextMarker\":\"$LATEST\"");
    account.check("GET", &format!("{versions}?Marker=1"), &NONE, 200, "{\"Versions\":[{\"FunctionName\":\"f\",");
    account.check("GET", &format!("{F}?Qualifier=1"), &NONE, 200, "\"CodeSize\":2400000");
    account.check("GET", &format!("{F}:2"), &NONE, 200, "\"CodeSize\":4,");
    account.check("DELETE", &format!("{F}?Qualifier=2"), &NONE, 204, "");
    account.check("GET", &format!("{F}?Qualifier=2"), &NONE, 404, &format!("Function not found: {ARN}:2"));
}

#[test]
fn what_is_wrong_with_code_and_versions_is_told_in_aws_words() {
    let mut account = Account::with_function();
    for (method, part, body, status, says) in [
        (
            "POST",
            "versions",
            json!({"CodeSha256": "x"}),
            400,
            "CodeSHA256 (x) is different from current CodeSHA256 in $LATEST (",
        ),
        (
            "POST",
            "versions",
            json!({"RevisionId": "x"}),
            412,
            "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
        ),
        (
            "PUT",
            "code",
            json!({"ZipFile": "!"}),
            400,
            "Could not unzip uploaded file. Please check your file, then try to upload again.",
        ),
        (
            "PUT",
            "code",
            json!({"ImageUri": "i"}),
            400,
            "Please don't provide ImageUri when updating a function with packageType Zip.",
        ),
        ("DELETE", "?Qualifier=$LATEST", NONE, 400, "$LATEST version cannot be deleted without deleting the function."),
    ] {
        account.check(method, path(part).replace("/?", "?").as_str(), &body, status, says);
    }
    let derived = "The derived qualifier from the function name does not match the specified qualifier.";
    account.check("GET", &format!("{F}:1?Qualifier=2"), &NONE, 400, derived);
    account.check(
        "GET",
        &format!("{F}?Qualifier=a-%3F"),
        &NONE,
        400,
        "Value 'a-?' at 'qualifier' failed to satisfy constraint",
    );
    let missing = "/2015-03-31/functions/g/invocations";
    account.check("POST", missing, &NONE, 404, "function:g:$LATEST");
}

#[test]
fn an_alias_is_a_name_for_a_version() {
    let mut account = Account::with_function();
    let (aliases, prod) = (path("aliases"), path("aliases/prod"));
    account.check("POST", &path("versions"), &json!({}), 201, "\"Version\":\"1\"");
    account.check("PUT", &path("code"), &json!({"S3Key": "other", "Publish": true}), 200, "\"Version\":\"2\"");
    let alias = json!({"Name": "prod", "FunctionVersion": "1"});
    account.check("POST", &aliases, &alias, 201, &format!("\"AliasArn\":\"{ARN}:prod\""));
    account.check("POST", &aliases, &alias, 409, &format!("Alias already exists: {ARN}:prod"));
    account.check("GET", &format!("{F}?Qualifier=prod"), &NONE, 200, "\"Version\":\"1\"");
    account.check("DELETE", &format!("{F}?Qualifier=1"), &NONE, 409, "the following aliases reference it: [prod]");
    let weights = json!({"RoutingConfig": {"AdditionalVersionWeights": {"2": 0.5}}});
    account.check("PUT", &prod, &weights, 200, "\"AdditionalVersionWeights\":{\"2\":0.5}");
    account.check("GET", &aliases, &NONE, 200, "\"Name\":\"prod\"");
    account.check("GET", &format!("{aliases}?FunctionVersion=2"), &NONE, 200, "{\"Aliases\":[]}");
    account.check("DELETE", &prod, &NONE, 204, "");
    account.check("GET", &prod, &NONE, 404, &format!("Cannot find alias arn: {ARN}:prod"));
    account.check("PUT", &prod, &json!({}), 404, &format!("Alias not found: {ARN}:prod"));
}

#[test]
fn an_alias_of_two_versions_draws_one_by_its_weights() {
    let alias = |weight: f64| Alias {
        version: "1".to_owned(),
        description: String::new(),
        weights: [("2".to_owned(), weight)].into(),
        revision_id: String::new(),
    };
    let drawn = |weight| {
        let mut rng = Rng::new(7);
        let alias = alias(weight);
        (0..1_000).filter(|_| alias.drawn(&mut rng) == "2").count()
    };
    assert_eq!((drawn(0.0), drawn(1.0)), (0, 1_000));
    assert!((200..300).contains(&drawn(0.25)), "{}", drawn(0.25));
}

#[test]
fn what_is_wrong_with_an_alias_is_told_in_aws_words() {
    let mut account = Account::with_function();
    account.check("POST", &path("versions"), &json!({}), 201, "");
    let weights = |version: &str, weights: Value| json!({"Name": "a", "FunctionVersion": version, "RoutingConfig": {"AdditionalVersionWeights": weights}});
    for (body, status, says) in [
        (
            json!({"Name": "2024", "FunctionVersion": "1"}),
            400,
            "Value '2024' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)",
        ),
        (json!({"Name": "a", "FunctionVersion": "10"}), 404, "function:f:10"),
        (
            weights("1", json!({"1": 0.5})),
            400,
            "Invalid function version 1. Function version 1 is already included in routing configuration.",
        ),
        (
            weights("$LATEST", json!({"1": 0.5})),
            400,
            "$LATEST is not supported for an alias pointing to more than 1 version",
        ),
        (
            weights("1", json!({"2": 0.5, "3": 0.5})),
            400,
            "Number of items in AdditionalVersionWeights cannot be greater than 1",
        ),
        (
            weights("1", json!({"2": 2.0})),
            400,
            "Value '{2=2.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must",
        ),
        (weights("1", json!({"2": -1.0})), 400, "Value '{2=-1.0}'"),
        (
            weights("1", json!({"$LATEST": 0.5})),
            400,
            "Value '{$LATEST=0.5}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map keys must",
        ),
    ] {
        account.check("POST", &path("aliases"), &body, status, says);
    }
}

#[test]
fn a_function_has_tags() {
    let mut account = Account::with_function();
    let tags = format!("/2017-03-31/tags/{ARN}");
    account.check("POST", &tags, &json!({"Tags": {"a": "1", "b": "2"}}), 204, "");
    account.check("DELETE", &format!("{tags}?tagKeys=a"), &NONE, 204, "");
    account.check("GET", &tags, &NONE, 200, "{\"Tags\":{\"b\":\"2\"}}");
    account.check("GET", F, &NONE, 200, "\"Tags\":{\"b\":\"2\"}");
    account.check("POST", &tags, &json!({"Tags": {}}), 400, "An error occurred and the request cannot be processed.");
    account.check(
        "DELETE",
        &tags,
        &NONE,
        400,
        "Value null at 'tagKeys' failed to satisfy constraint: Member must not be null",
    );
    account.check(
        "GET",
        &format!("{tags}:1"),
        &NONE,
        400,
        "Tags on function aliases and versions are not supported. Please specify a function ARN.",
    );
    account.check("GET", &tags.replace("function:f", "function:g"), &NONE, 404, "Function not found: ");
    let many: Value = (0..51).map(|number| (number.to_string(), json!(""))).collect::<serde_json::Map<_, _>>().into();
    account.check("POST", &tags, &json!({"Tags": many}), 400, "Number of tags exceeds resource tag limit.");
}

#[test]
fn a_function_has_an_address() {
    let mut account = Account::with_function();
    let url = "/2021-10-31/functions/f/url";
    account.check("GET", url, &NONE, 404, "The resource you requested does not exist.");
    let body = json!({"AuthType": "NONE"});
    account.check("POST", url, &body, 201, ".lambda-url.us-east-1.on.aws/");
    account.check("POST", url, &body, 409, &format!("Failed to create function url config for [functionArn = {ARN}]. Error message: FunctionUrlConfig exists for this Lambda function"));
    account.check("PUT", url, &json!({"InvokeMode": "UNKNOWN"}), 400, "Value 'UNKNOWN' at 'invokeMode' failed to satisfy constraint: Member must satisfy enum value set: [RESPONSE_STREAM, BUFFERED]");
    account.check("PUT", url, &json!({"AuthType": "AWS_IAM"}), 200, "\"AuthType\":\"AWS_IAM\"");
    account.check("DELETE", url, &NONE, 204, "");
    account.check("POST", &url.replace("/f/", "/g/"), &body, 404, "Function does not exist");
}

#[test]
fn layers_have_versions() {
    let mut account = Account::with_function();
    let versions = "/2018-10-31/layers/l/versions";
    let body = json!({"Content": {"ZipFile": "UEsDBA=="}, "CompatibleRuntimes": ["python3.14"]});
    account.check("POST", versions, &body, 201, "layer:l:1\"");
    account.check("POST", versions, &body, 201, "layer:l:2\"");
    account.check("GET", &format!("{versions}/1"), &NONE, 200, "\"CodeSize\":4");
    account.check("DELETE", &format!("{versions}/2"), &NONE, 204, "");
    account.check(
        "GET",
        versions,
        &NONE,
        200,
        "{\"LayerVersions\":[{\"LayerVersionArn\":\"arn:aws:lambda:us-east-1:123456789012:layer:l:1\"",
    );
    account.check("GET", "/2018-10-31/layers", &NONE, 200, "\"LayerName\":\"l\"");
    account.check("GET", &format!("{versions}/2"), &NONE, 404, "The resource you requested does not exist.");
    account.check("GET", &format!("{versions}/0"), &NONE, 400, "Layer Version Cannot be less than 1");
    account.check("GET", "/2016-08-19/account-settings/", &NONE, 200, "\"FunctionCount\":1");
}

#[test]
fn event_source_mappings_are_kept() {
    let mut account = Account::with_function();
    let mappings = "/2015-03-31/event-source-mappings/";
    let (queue, stream) =
        ("arn:aws:sqs:us-east-1:123456789012:q", "arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/s");
    let with = |source: &str, name: &str, value: Value| {
        let mut body = json!({"FunctionName": "f", "EventSourceArn": source});
        body[name] = value;
        body
    };
    account.check("POST", mappings, &with(queue, "BatchSize", json!(5)), 202, "\"BatchSize\":5,");
    account.check("GET", mappings, &NONE, 200, "\"State\":\"Enabled\"");
    account.check("GET", &format!("{mappings}?FunctionName=g"), &NONE, 200, "{\"EventSourceMappings\":[]}");
    account.check("GET", &format!("{mappings}x"), &NONE, 404, "The resource you requested does not exist.");
    for (body, status, says) in [
        (
            with(queue, "BatchSize", json!(5)),
            409,
            "already exists. Please update or delete the existing mapping with UUID ",
        ),
        (
            with(queue, "BatchSize", json!(11)),
            400,
            "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10",
        ),
        (with(queue, "FunctionName", json!("g")), 400, "Function does not exist"),
        (with("arn:aws:s3:::b", "BatchSize", json!(5)), 400, "Unrecognized event source."),
        (
            with(stream, "BatchSize", json!(5)),
            400,
            "Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
        ),
        (
            with(stream, "StartingPosition", json!("invalid")),
            400,
            "Value 'invalid' at 'startingPosition' failed to satisfy constraint: Member must satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]",
        ),
        (with(stream, "StartingPosition", json!("AT_TIMESTAMP")), 400, "Unsupported starting position for arn type: "),
        (
            with(queue, "FilterCriteria", json!({"Filters": [{"Pattern": "x"}]})),
            400,
            "Invalid filter pattern definition.",
        ),
        (with(stream, "StartingPosition", json!("LATEST")), 202, "No records processed"),
    ] {
        account.check("POST", mappings, &body, status, says);
    }
}

#[test]
fn what_else_aws_was_recorded_to_refuse_is_refused_in_its_words() {
    let mut account = Account::with_function();
    let abroad = "/2015-03-31/functions/arn:aws:lambda:ap-southeast-1:123456789012:function:f";
    let says = "Functions from 'ap-southeast-1' are not reachable in this region ('us-east-1')";
    account.check("GET", abroad, &NONE, 404, says);
    let retries = "/2019-09-25/functions/f/event-invoke-config";
    let says = format!("The function {ARN}:$LATEST doesn't have an EventInvokeConfig");
    account.check("GET", retries, &NONE, 404, &says);
    let body = json!({"MaximumRetryAttempts": 1});
    account.check("PUT", &retries.replace("/f/", "/g/"), &body, 404, "The function doesn't exist.");
    let says =
        "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation.";
    account.check("PUT", "/2017-10-31/functions/f:1/concurrency", &json!({}), 400, says);
    let says = "We currently do not support adding policies for $LATEST.";
    account.check("POST", &path("policy?Qualifier=$LATEST"), &json!({}), 400, says);
    let long = json!({"FunctionName": "a".repeat(65)});
    let says = "at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64";
    account.check("POST", "/2015-03-31/functions", &long, 400, says);
}
