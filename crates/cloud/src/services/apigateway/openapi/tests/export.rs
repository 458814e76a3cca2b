//! What APIs become.

use serde_json::{Value, json};

use super::super::{Format, yaml};
use super::{Imported, OPENAPI, SWAGGER, export, import};

#[test]
fn swagger() {
    let snapshot = import(SWAGGER).snapshot;
    let plain = export(&snapshot, Format::Swagger, "");
    assert_eq!(plain["info"], json!({"title": "Users", "description": "A table of users.", "version": "1.0"}));
    assert_eq!(plain["host"], "a1b2c3.execute-api.us-east-1.amazonaws.com");
    assert_eq!((&plain["basePath"], &plain["schemes"]), (&json!("/prod"), &json!(["https"])));
    assert_eq!(
        plain["paths"]["/"],
        json!({
            "get": {
                "consumes": ["application/json"], "produces": ["text/html"],
                "responses": {"200": {"description": "200 response", "headers": {"Content-Type": {"type": "string"}}}},
            }
        })
    );
    assert_eq!(
        plain["paths"]["/users"]["post"],
        json!({
            "operationId": "CreateUser", "consumes": ["application/json"],
            "parameters": [{"in": "body", "name": "User", "required": true, "schema": {"$ref": "#/definitions/User"}}],
            "responses": {"200": {"description": "200 response"}},
        })
    );
    assert_eq!(plain["definitions"]["Users"], json!({"type": "array", "items": {"$ref": "#/definitions/User"}}));
    assert_eq!(plain.get("securityDefinitions"), None);

    let extended = export(&snapshot, Format::Swagger, "integrations,authorizers");
    assert_eq!(
        extended["paths"]["/users"]["get"]["x-amazon-apigateway-integration"],
        json!({
            "type": "http", "httpMethod": "GET", "uri": "http://example.com/users",
            "responses": {"default": {"statusCode": "200"}, "5\\d{2}": {"statusCode": "500"}},
            "requestParameters": {"integration.request.querystring.page": "method.request.querystring.page"},
            "passthroughBehavior": "when_no_match",
        })
    );
    assert_eq!(extended["paths"]["/"]["get"]["security"], json!([{"tokens": []}]));
    assert_eq!(extended["securityDefinitions"]["tokens"]["x-amazon-apigateway-authorizer"]["type"], "token");
}

#[test]
fn openapi() {
    let snapshot = import(OPENAPI).snapshot;
    let plain = export(&snapshot, Format::OpenApi, "");
    assert_eq!(plain["openapi"], "3.0.1");
    assert_eq!(
        plain["servers"],
        json!([{
            "url": "https://a1b2c3.execute-api.us-east-1.amazonaws.com/{basePath}",
            "variables": {"basePath": {"default": "prod"}},
        }])
    );
    assert_eq!(
        plain["paths"]["/users/{id}"]["get"],
        json!({
            "parameters": [
                {"name": "X-Trace", "in": "header", "required": true, "schema": {"type": "string"}},
                {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
            ],
            "responses": {
                "200": {
                    "description": "200 response", "headers": {"ETag": {"schema": {"type": "string"}}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/User"}}},
                },
                "404": {"description": "404 response", "content": {}},
            },
            "security": [{"api_key": []}],
        })
    );
    assert_eq!(
        plain["components"]["schemas"]["User"]["properties"]["friends"]["items"],
        json!({"$ref": "#/components/schemas/User"})
    );
    let all = export(&snapshot, Format::OpenApi, "apigateway");
    assert_eq!(all["x-amazon-apigateway-binary-media-types"], json!(["image/png"]));
    assert_eq!(all["x-amazon-apigateway-gateway-responses"]["UNAUTHORIZED"]["statusCode"], "401");
    assert_eq!(all["paths"]["/users/{id}"]["get"]["x-amazon-apigateway-request-validator"], "all");
    assert_eq!(all["paths"]["/{proxy+}"]["x-amazon-apigateway-any-method"]["security"], json!([{"sigv4": []}]));
}

/// An API's document, made of what was imported from its document, is the same again; so is the YAML of it.
#[test]
fn what_is_exported_can_be_imported() {
    for body in [SWAGGER, OPENAPI] {
        for format in [Format::Swagger, Format::OpenApi] {
            let first = export(&import(body).snapshot, format, "apigateway");
            let Imported { snapshot, .. } = import(&first.to_string());
            assert_eq!(export(&snapshot, format, "apigateway"), first);
            let Imported { snapshot, .. } = import(&yaml(&first));
            assert_eq!(export(&snapshot, format, "apigateway"), first);
        }
    }
}

#[test]
fn yaml_is_read_as_it_was_written() {
    let text = yaml(&json!({"a": [], "b": {}, "c": [1, {"d": "x: y\n"}, [true]], "200": null}));
    assert_eq!(
        text,
        "---\n\"a\": []\n\"b\": {}\n\"c\":\n  - 1\n  -\n    \"d\": \"x: y\\n\"\n  -\n    - true\n\"200\": null\n"
    );
    assert_eq!(yaml(&Value::Null), "---\nnull\n");
}
