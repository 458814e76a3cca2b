//! Deployments and stages.

use super::Account;

const PROD: &str = "/restapis/{api}/stages/prod";

fn patch(op: &str, path: &str, value: &str) -> String {
    format!(r#"{{"patchOperations": [{{"op": "{op}", "path": "{path}", "value": "{value}"}}]}}"#)
}

#[test]
fn a_deployment_keeps_what_was_there() {
    let mut account = Account::new();
    let deployments = "/restapis/{api}/deployments";
    account.check("POST", deployments, "{}", 400, "The REST API doesn't contain any methods");
    account.check("PUT", "/restapis/{api}/resources/{root}/methods/GET", r#"{"authorizationType": "NONE"}"#, 201, "");
    account.check("POST", deployments, "{}", 400, "No integration defined for method");
    let mut account = Account::with_stage();
    account.check("DELETE", "/restapis/{api}/resources/{root}/methods/GET", "", 204, "");
    let api = account.filled("{api}");
    let (stage, deployment) = account.world.apigateway().deployed(&api, "prod").expect("it was deployed");
    assert_eq!(stage.name, "prod");
    assert!(deployment.snapshot.resources.values().all(|resource| resource.methods.contains_key("GET")));
    let summary = r#""apiSummary":{"/":{"GET":{"authorizationType":"NONE","apiKeyRequired":false}}}"#;
    account.check("GET", "/restapis/{api}/deployments/{deployment}?embed=apisummary", "", 200, summary);
    let told = "Active stages pointing to this deployment must be moved or deleted";
    account.check("DELETE", "/restapis/{api}/deployments/{deployment}", "", 400, told);
    account.check("DELETE", PROD, "", 202, "");
    account.check("DELETE", "/restapis/{api}/deployments/{deployment}", "", 202, "");
    account.check(
        "GET",
        "/restapis/{api}/deployments/{deployment}",
        "",
        404,
        "Invalid Deployment identifier specified",
    );
}

#[test]
fn what_is_wrong_with_a_stage_is_told() {
    let mut account = Account::with_stage();
    for (body, status, says) in [
        (r#"{"stageName": "prod", "deploymentId": "{deployment}"}"#, 409, "Stage already exists"),
        (r#"{"stageName": "dev", "deploymentId": "none"}"#, 400, "Deployment id does not exist"),
        (r#"{"stageName": "a b", "deploymentId": "{deployment}"}"#, 400, "Stage name only allows a-zA-Z0-9_-"),
        (
            r#"{"stageName": "dev", "deploymentId": "{deployment}", "variables": {"a-b": "1"}}"#,
            400,
            "Stage variable names",
        ),
        (
            r#"{"stageName": "dev", "deploymentId": "{deployment}", "variables": {"a": "1"}}"#,
            201,
            r#""cacheClusterEnabled":false,"cacheClusterStatus":"NOT_AVAILABLE","variables":{"a":"1"}"#,
        ),
    ] {
        account.check("POST", "/restapis/{api}/stages", body, status, says);
    }
    account.check("GET", "/restapis/{api}/stages", "", 200, r#""stageName":"dev""#);
    account.check("GET", "/restapis/{api}/stages?deploymentId=none", "", 200, r#"{"item":[]}"#);
    account.check("GET", "/restapis/{api}/stages/none", "", 404, "Invalid stage identifier specified");
}

#[test]
fn a_stage_is_patched() {
    let mut account = Account::with_stage();
    let usual = r#""methodSettings":{"*/*":{"metricsEnabled":false,"dataTraceEnabled":false,"throttlingBurstLimit":123,"throttlingRateLimit":10000.0,"cachingEnabled":false,"cacheTtlInSeconds":300,"cacheDataEncrypted":false,"requireAuthorizationForCacheControl":true,"unauthorizedCacheControlHeaderStrategy":"SUCCEED_WITH_RESPONSE_HEADER"}}"#;
    for (op, path, value, status, says) in [
        ("replace", "/description", "new", 200, r#""description":"new""#),
        ("replace", "/variables/a", "1", 404, "Invalid stage variable name specified"),
        ("add", "/variables/a", "1", 200, r#""variables":{"a":"1"}"#),
        ("replace", "/*/*/throttling/burstLimit", "123", 200, usual),
        (
            "replace",
            "/~1pets/GET/logging/loglevel",
            "info",
            200,
            r#""~1pets/GET":{"metricsEnabled":false,"loggingLevel":"INFO""#,
        ),
        ("replace", "/~1pets/GET/logging/loglevel", "all", 400, "Invalid logging level specified"),
        ("remove", "/~1pets/GET", "", 200, "methodSettings"),
        (
            "remove",
            "/~1pets/GET",
            "",
            400,
            "Cannot remove method setting ~1pets/GET because there is no method setting for this method ",
        ),
        (
            "replace",
            "/tags/a",
            "1",
            400,
            "Invalid method setting path: /tags/a. Must be one of: [/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format, /{resourcePath}/{httpMethod}/metrics/enabled, /{resourcePath}/{httpMethod}/logging/dataTrace, /{resourcePath}/{httpMethod}/logging/loglevel, /{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}/throttling/rateLimit/{resourcePath}/{httpMethod}/caching/ttlInSeconds, /{resourcePath}/{httpMethod}/caching/enabled",
        ),
        (
            "replace",
            "/tags/a",
            "1",
            400,
            "/*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds, /*/*/caching/enabled, /*/*/caching/dataEncrypted, /*/*/caching/requireAuthorizationForCacheControl, /*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{variable_name}, /tracingEnabled]",
        ),
        (
            "replace",
            "/accessLogSettings/format",
            "$context.requestId",
            200,
            r#""accessLogSettings":{"format":"$context.requestId"}"#,
        ),
        ("replace", "/accessLogSettings/format", "", 400, "Access Log value must not be empty"),
        (
            "replace",
            "/accessLogSettings/other",
            "x",
            400,
            "Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]",
        ),
        (
            "remove",
            "/accessLogSettings/format",
            "",
            400,
            "Cannot remove method setting accessLogSettings/format because",
        ),
        ("remove", "/accessLogSettings", "", 200, "stageName"),
        ("replace", "/deploymentId", "none", 400, "Deployment id does not exist"),
        ("copy", "/variables", "", 400, "Invalid copy operation with path: /variables and from "),
    ] {
        account.check("PATCH", PROD, &patch(op, path, value), status, says);
    }
}

#[test]
fn a_method_has_its_own_settings_or_those_of_all() {
    let mut account = Account::with_stage();
    account.check("PATCH", PROD, &patch("replace", "/*/*/throttling/burstLimit", "1"), 200, "");
    account.check("PATCH", PROD, &patch("replace", "/~1pets~1{id}/GET/throttling/burstLimit", "2"), 200, "");
    account.check("PATCH", PROD, &patch("replace", "/dogs/GET/throttling/burstLimit", "3"), 200, "");
    let api = account.filled("{api}");
    let (stage, _) = account.world.apigateway().deployed(&api, "prod").expect("it was deployed");
    for (path, verb, burst) in
        [("/", "GET", 1), ("/pets/{id}", "GET", 2), ("/pets/{id}", "PUT", 1), ("/dogs", "GET", 3)]
    {
        let setting = stage.setting(path, verb).expect("there is one of all");
        assert_eq!(setting.throttling_burst_limit, Some(burst), "{verb} {path}");
    }
}
