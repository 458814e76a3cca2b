//! What documents become.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{BasePath, Import, Imported, Mode, OPENAPI, SWAGGER, check_method, ids, import, method, with_operation};
use crate::services::apigateway::record::document;

#[test]
fn swagger_becomes_an_api() {
    let Imported { snapshot, root_id, warnings } = import(SWAGGER);
    assert_eq!(warnings, Vec::<String>::new());
    assert_eq!(
        Value::Object(document(snapshot.settings.as_ref())),
        json!({
            "name": "Users", "description": "A table of users.", "version": "1.0", "apiKeySource": "HEADER",
            "endpointConfiguration": {"types": ["EDGE"], "ipAddressType": "ipv4"}, "disableExecuteApiEndpoint": false,
        })
    );
    let authorizer = snapshot.authorizers.values().next().expect("the document has one");
    check_method(
        &snapshot,
        "/",
        "GET",
        json!({
            "httpMethod": "GET", "authorizationType": "CUSTOM", "authorizerId": authorizer.id, "apiKeyRequired": false,
            "methodResponses": {
                "200": {"statusCode": "200", "responseParameters": {"method.response.header.Content-Type": false}},
            },
            "methodIntegration": {
                "type": "MOCK", "passthroughBehavior": "WHEN_NO_MATCH", "timeoutInMillis": 29_000,
                "cacheNamespace": root_id.as_ref(),
                "requestTemplates": {"application/json": "{\"statusCode\": 200}"},
                "integrationResponses": {
                    "200": {
                        "statusCode": "200",
                        "responseParameters": {"method.response.header.Content-Type": "'text/html'"},
                        "responseTemplates": {"text/html": "<p>Users</p>"},
                    },
                },
            },
        }),
    );
    let users = snapshot.resources.values().find(|resource| resource.path == "/users").expect("it is in the document");
    assert_eq!((users.parent_id.as_ref(), users.path_part.as_str()), (Some(&root_id), "users"));
    check_method(
        &snapshot,
        "/users",
        "GET",
        json!({
            "httpMethod": "GET", "authorizationType": "NONE", "apiKeyRequired": false,
            "requestParameters": {"method.request.querystring.page": false},
            "methodResponses": {"200": {"statusCode": "200", "responseModels": {"application/json": "Users"}}},
            "methodIntegration": {
                "type": "HTTP", "httpMethod": "GET", "uri": "http://example.com/users", "connectionType": "INTERNET",
                "requestParameters": {"integration.request.querystring.page": "method.request.querystring.page"},
                "passthroughBehavior": "WHEN_NO_MATCH", "timeoutInMillis": 29_000, "cacheNamespace": users.id.as_ref(),
                "integrationResponses": {
                    "200": {"statusCode": "200"}, "500": {"statusCode": "500", "selectionPattern": "5\\d{2}"},
                },
            },
        }),
    );
    let post = method(&snapshot, "/users", "POST");
    assert_eq!(post.operation_name, "CreateUser");
    assert_eq!(post.request_models.get("application/json").map(String::as_str), Some("User"));
    assert_eq!(post.responses.keys().collect::<Vec<_>>(), ["200"]);
    let integration = post.integration.as_ref().expect("it has one");
    assert_eq!((integration.http_method.as_str(), integration.timeout_ms), ("POST", 5_000));
}

#[test]
fn schemas_become_models_and_schemes_authorizers() {
    let snapshot = import(SWAGGER).snapshot;
    let schemas: Vec<_> = snapshot.models.values().map(|model| (model.name.as_str(), model.schema.as_str())).collect();
    assert_eq!(
        schemas,
        [
            ("User", r#"{"type":"object","required":["name"],"properties":{"name":{"type":"string"}}}"#),
            (
                "Users",
                r#"{"type":"array","items":{"$ref":"https://apigateway.amazonaws.com/restapis/a1b2c3/models/User"}}"#
            ),
        ]
    );
    let authorizer = snapshot.authorizers.values().next().expect("the document has one");
    let mut shown = document(authorizer.as_ref());
    shown.remove("id");
    assert_eq!(
        Value::Object(shown),
        json!({
            "name": "tokens", "type": "TOKEN", "authType": "oauth2",
            "authorizerUri": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:auth/invocations",
            "authorizerCredentials": "arn:aws:iam::123456789012:role/auth",
            "identitySource": "method.request.header.Authorization",
            "identityValidationExpression": "^x-[a-z]+", "authorizerResultTtlInSeconds": 60,
        })
    );
}

#[test]
fn openapi_becomes_an_api() {
    let snapshot = import(OPENAPI).snapshot;
    assert_eq!(snapshot.settings.version, "2024-01-01");
    assert_eq!(snapshot.settings.binary_media_types, ["image/png"]);
    let get = method(&snapshot, "/users/{id}", "GET");
    let parameters = json!({"method.request.header.X-Trace": true, "method.request.path.id": true});
    assert_eq!(json!(get.request_parameters), parameters);
    assert_eq!((get.authorization_type.as_str(), get.api_key_required), ("COGNITO_USER_POOLS", true));
    assert_eq!(get.authorization_scopes, ["users/read"]);
    let validator = snapshot.validators.get(get.request_validator_id.as_str()).expect("it is named");
    assert_eq!((validator.name.as_str(), validator.validate_request_parameters), ("all", true));
    let responses: Vec<_> = get.responses.values().map(|held| Value::Object(document(held))).collect();
    assert_eq!(
        responses,
        [
            json!({
                "statusCode": "200", "responseParameters": {"method.response.header.ETag": false},
                "responseModels": {"application/json": "User"},
            }),
            json!({"statusCode": "404"}),
        ]
    );
    let integration = get.integration.as_ref().expect("it has one");
    assert_eq!(integration.passthrough_behavior, "NEVER");
    assert_eq!(integration.responses["404"].selection_pattern, "4\\d{2}");
    assert_eq!(
        integration.request_templates["application/json"],
        "{\"TableName\": \"Users\", \"Key\": {\"id\": {\"S\": \"$input.params('id')\"}}}\n"
    );
    let put = method(&snapshot, "/users/{id}", "PUT");
    assert_eq!(put.authorization_type, "AWS_IAM");
    assert_eq!(snapshot.validators.get(put.request_validator_id.as_str()).map(|held| held.name.as_str()), Some("body"));
    let model = &put.request_models["application/json"];
    assert!(model.starts_with("MODEL"), "{model}");
    assert_eq!(
        snapshot.models.get(model.as_str()).map(|model| model.schema.as_str()),
        Some(r#"{"type":"object","required":["name"]}"#)
    );
    let any = method(&snapshot, "/{proxy+}", "ANY");
    assert_eq!(any.authorization_type, "AWS_IAM");
    let unauthorized = snapshot.gateway_responses.get("UNAUTHORIZED").expect("it is in the document");
    assert_eq!(unauthorized.status_code, "401");
}

#[test]
fn a_merge_keeps_what_it_does_not_name_and_an_overwrite_does_not() {
    let first = import(SWAGGER);
    for (mode, name, kept) in [(Mode::Merge, "Users", true), (Mode::Overwrite, "t", false)] {
        let mut new = ids();
        let import = Import {
            api_id: "a1b2c3",
            existing: Some((&first.snapshot, Arc::clone(&first.root_id))),
            mode,
            base_path: BasePath::Ignore,
            fail_on_warnings: false,
        };
        let second = import
            .run(&with_operation(json!({"x-amazon-apigateway-integration": {"type": "mock"}})), &mut || {
                format!("new-{}", new())
            })
            .expect("it is in order");
        assert_eq!(second.root_id, first.root_id);
        assert_eq!(second.snapshot.settings.name, name, "{mode:?}");
        let has = |path: &str| second.snapshot.resources.values().any(|resource| resource.path == path);
        assert_eq!((has("/a"), has("/users"), second.snapshot.models.contains_key("User")), (true, kept, kept));
        assert!(has("/"), "{mode:?}");
    }
    let import = Import {
        api_id: "a1b2c3",
        existing: Some((&first.snapshot, Arc::clone(&first.root_id))),
        mode: Mode::Merge,
        base_path: BasePath::Ignore,
        fail_on_warnings: false,
    };
    let again = import.run(SWAGGER, &mut ids()).expect("it is in order");
    assert_eq!(again.snapshot, first.snapshot, "what is merged with itself stays as it is");
}

#[test]
fn a_servers_path_comes_before_or_not() {
    for (base_path, wanted) in
        [(BasePath::Ignore, "/users"), (BasePath::Prepend, "/v1/base/users"), (BasePath::Split, "/base/users")]
    {
        for body in [SWAGGER, OPENAPI] {
            let import = Import { api_id: "a", existing: None, mode: Mode::Merge, base_path, fail_on_warnings: false };
            let snapshot = import.run(body, &mut ids()).expect("it is in order").snapshot;
            assert!(snapshot.resources.values().any(|resource| resource.path == wanted), "{base_path:?}");
        }
    }
}
