//! Documents that are refused, and with which words.

use serde_json::{Value, json};

use super::{OPENAPI, SWAGGER, attempt, with_operation};
use crate::sim::rng::Rng;

#[track_caller]
fn refused(body: &str, words: &str) {
    let error = attempt(body, false).expect_err(body);
    assert!(error.contains(words), "{body} gave {error}");
}

#[test]
fn what_is_no_document_is_refused_where_it_goes_wrong() {
    for (body, words) in [
        ("", "Invalid OpenAPI input: The definition is empty"),
        ("[]", "Invalid OpenAPI input: The definition is no object"),
        ("{\"openapi\": \"3.0.1\",\n \"info\" 1}", "at line 2 column 9"),
        ("openapi: 3.0.1\ninfo: ]", "at line 2 column 7"),
        ("a: &x [1]\nb: *x", "Aliases are not read; write what they stand for at line 2 column 4"),
        ("a: 1\nb: 2\na: 3", "The key \"a\" stands here twice at line 3"),
        ("a: 1\n---\nb: 2", "A second document begins at line 3"),
        ("? [a]\n: 1", "A key must be a text at line 1"),
        ("title: x", "It says neither openapi: 3.0.1 nor swagger: '2.0'"),
        ("openapi: 3.1.0\ninfo: {}\npaths: {}", "OpenAPI 3.1.0 is not supported; use 3.0"),
        ("swagger: 1.2\ninfo: {}\npaths: {}", "Swagger 1.2 is not supported; use 2.0"),
        ("openapi: 3.0.1\ninfo: {}", "attribute paths is missing"),
        ("openapi: 3.0.1\ninfo: {}\npaths: []", "attribute paths is not of type `object`"),
    ] {
        refused(body, words);
    }
    refused(&format!("a: {}", "[".repeat(200)), "nests deeper than 96 levels at line 1");
    refused(&"#".repeat(7_000_000), "at most 6291456 bytes");
}

#[test]
fn what_is_wrong_with_an_integration_is_said_with_its_place() {
    for (integration, words) in [
        (json!({"type": "lambda"}), "Invalid integration type: lambda"),
        (json!({}), "Integration type is missing"),
        (json!({"type": "http", "uri": "http://a.b"}), "Enumeration value for HttpMethod must be non-empty"),
        (json!({"type": "http", "httpMethod": "GET", "uri": "a.b"}), "Invalid HTTP endpoint specified for URI"),
        (json!({"type": "aws", "httpMethod": "POST", "uri": "x"}), "Invalid ARN specified in the request"),
        (
            json!({"type": "aws_proxy", "httpMethod": "POST", "uri": "arn:aws:lambda:us-east-1:1:function:f"}),
            "Invalid ARN specified in the request",
        ),
        (
            json!({"type": "aws_proxy", "httpMethod": "POST", "uri": "arn:aws:apigateway:us-east-1:s3:path/b/k"}),
            "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
        ),
        (
            json!({"type": "aws_proxy", "httpMethod": "POST", "uri": "arn:aws:apigateway:us-east-1:lambda:f"}),
            "AWS ARN for integration must contain path or action",
        ),
        (json!({"type": "mock", "timeoutInMillis": 1}), "Timeout should be between 50 ms and 29000 ms"),
        (json!({"type": "mock", "passthroughBehavior": "x"}), "Invalid passthrough behavior specified"),
        (
            json!({"type": "mock", "responses": {"default": {}}}),
            "Value '' at 'statusCode' failed to satisfy constraint",
        ),
        (
            json!({"type": "mock", "requestParameters": {"integration.request.path.id": "method.request.path.id"}}),
            "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.request.path.id]",
        ),
    ] {
        let body = with_operation(json!({"x-amazon-apigateway-integration": integration}));
        let place = "Errors found during import:\n\tUnable to put integration on 'GET' for resource at path '/a': ";
        refused(&body, &format!("{place}{words}"));
    }
}

#[test]
fn what_the_operations_refuse_an_import_refuses_too() {
    let paths: serde_json::Map<String, Value> = (0..300).map(|number| (format!("/p{number}"), json!({}))).collect();
    let document = json!({
        "openapi": "3.0.1", "info": {"title": "t"}, "paths": paths, "x-amazon-apigateway-policy": "x",
        "x-amazon-apigateway-gateway-responses": {"DEFAULT_6XX": {}},
        "components": {"securitySchemes": {"a": {"x-amazon-apigateway-authorizer": {"type": "token"}}}},
    });
    for words in [
        "\n\tInvalid policy document.",
        "\n\tUnable to put gateway response 'DEFAULT_6XX': 1 validation error detected: Value 'DEFAULT_6XX'",
        "\n\tUnable to create authorizer 'a': Invalid Authorizer URI",
        "\n\tMaximum number of resources for this API has been reached.",
    ] {
        refused(&document.to_string(), words);
    }
    refused(
        &with_operation(json!({"x-amazon-apigateway-auth": {"type": "custom"}})),
        "Unable to put method GET of /a: Invalid authorizer ID specified",
    );
    refused(
        &with_operation(json!({"responses": {"200": {"headers": {"": {}}}}})),
        "Unable to put response 200 of method GET of /a: Invalid mapping expression specified",
    );
}

#[test]
fn errors_come_with_the_warnings() {
    let document = json!({
        "swagger": "2.0", "info": {"title": "t", "version": "1"},
        "paths": {
            "b": {}, "/{x}": {}, "/{y}": {}, "/p/{proxy+}/more": {}, "/a b": {},
            "/a": {"get": {"responses": {"200": {"schema": {"$ref": "#/definitions/None"}}}}},
        },
        "definitions": {"Bad": {"type": "String"}, "no-name": {}},
        "securityDefinitions": {"a": {"x-amazon-apigateway-authorizer": {"type": "jwt"}}},
    });
    let error = attempt(&document.to_string(), false).expect_err("much is wrong");
    for words in [
        "Errors found during import:\n\tUnable to create authorizer 'a': Invalid authorizer type specified: jwt",
        "\n\tUnable to create model for 'no-name': Model name must be alphanumeric: no-name",
        "\n\tUnable to create model for 'Bad': Invalid model specified: Validation Result: warnings : [], errors : [",
        "\n\tUnable to create resource at path '/{y}': A sibling ({x}) of this resource already has a variable path part",
        "\n\tUnable to create resource at path '/p/{proxy+}/more': Cannot create a child of a resource with a greedy path variable: {proxy+}",
        "\n\tUnable to create resource at path '/a b': Resource's path part only allow",
        "\nAdditionally, these warnings were found:\n\tParse issue: attribute paths. Resource b should start with /",
        "\n\tReference to model 'None' not found. Ignoring.",
    ] {
        assert!(error.contains(words), "{words} is not in {error}");
    }
}

#[test]
fn warnings_refuse_only_who_wants_it() {
    let body = with_operation(json!({
        "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/None"}}}}},
        "security": [{"nobody": []}],
    }));
    let warnings = [
        "Security scheme 'nobody' of method GET of /a not found. Ignoring.",
        "Reference to model 'None' not found. Ignoring.",
    ];
    assert_eq!(attempt(&body, false).expect("they are warnings").warnings, warnings);
    let error = format!("Warnings found during import:\n\t{}\n\t{}", warnings[0], warnings[1]);
    assert_eq!(attempt(&body, true), Err(error));
}

/// Values that stand where something else is wanted.
fn strange(rng: &mut Rng) -> Value {
    match rng.below(8) {
        0 => Value::Null,
        1 => json!([]),
        2 => json!({"$ref": "#"}),
        3 => json!({"$ref": "#/paths"}),
        4 => json!("/{x+}"),
        5 => json!(-1.5),
        6 => json!({"": {"": []}}),
        _ => json!([{"in": "body", "schema": {"type": 1}}]),
    }
}

/// Puts a strange value somewhere into a document.
fn spoil(value: &mut Value, rng: &mut Rng) {
    let pick = |rng: &mut Rng, bound: usize| usize::try_from(rng.below(bound as u64)).unwrap();
    let size = value.as_object().map_or_else(|| value.as_array().map_or(0, Vec::len), serde_json::Map::len);
    let place = pick(rng, size.max(1));
    let child = match value {
        Value::Object(members) => members.values_mut().nth(place),
        Value::Array(items) => items.get_mut(place),
        _ => None,
    };
    match child {
        Some(child) if rng.below(4) > 0 => spoil(child, rng),
        _ => *value = strange(rng),
    }
}

#[test]
fn spoiled_documents_never_panic() {
    let mut rng = Rng::new(31);
    let documents = [
        super::super::document::read(SWAGGER).expect("it is JSON"),
        super::super::document::read(OPENAPI).expect("it is YAML"),
    ];
    let mut taken = 0;
    for round in 0..1_500 {
        let mut document = documents[round % 2].clone();
        for _ in 0..=rng.below(3) {
            spoil(&mut document, &mut rng);
        }
        taken += usize::from(attempt(&document.to_string(), false).is_ok());
    }
    assert!(taken > 100, "only {taken} were taken, so that what comes after reading was hardly tried");
}

#[test]
fn random_bytes_never_panic() {
    let mut rng = Rng::new(32);
    for round in 0..1_500 {
        let mut bytes: Vec<u8> = if round % 2 == 0 { OPENAPI.as_bytes().to_vec() } else { Vec::new() };
        for _ in 0..rng.below(40) {
            let byte = u8::try_from(rng.below(256)).unwrap();
            let at = usize::try_from(rng.below(bytes.len() as u64 + 1)).unwrap();
            bytes.insert(at, byte);
        }
        let _ = attempt(&String::from_utf8_lossy(&bytes), false);
    }
}
