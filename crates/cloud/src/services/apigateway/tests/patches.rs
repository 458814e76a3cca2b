//! What patches do, and how those that nothing takes are refused.

use super::Account;

fn patch(op: &str, path: &str, value: &str) -> String {
    format!(r#"{{"patchOperations": [{{"op": "{op}", "path": "{path}", "value": "{value}"}}]}}"#)
}

#[test]
fn an_api_is_patched() {
    let mut account = Account::new();
    let api = "/restapis/{api}";
    for (op, path, value, status, says) in [
        ("add", "/binaryMediaTypes/image~1png", "", 200, r#""binaryMediaTypes":["image/png"]"#),
        ("add", "/binaryMediaTypes/image~1jpeg", "", 200, r#"["image/png","image/jpeg"]"#),
        ("replace", "/binaryMediaTypes/image~1png", "image/gif", 200, r#"["image/jpeg","image/gif"]"#),
        ("remove", "/binaryMediaTypes/image~1gif", "", 200, r#"["image/jpeg"]"#),
        ("add", "/binaryMediaTypes", "x", 400, "Invalid patch path /binaryMediaTypes"),
        ("replace", "/name", "dogs", 200, r#""name":"dogs""#),
        ("replace", "/minimumCompressionSize", "10", 200, r#""minimumCompressionSize":10"#),
        ("replace", "/minimumCompressionSize", "-1", 400, "must be between 0 and 10485760"),
        ("add", "/minimumCompressionSize", "1", 400, "Invalid patch operation specified. Must be one of: [replace]"),
        ("replace", "/disableExecuteApiEndpoint", "true", 200, r#""disableExecuteApiEndpoint":true"#),
        ("replace", "/endpointConfiguration/types/EDGE", "REGIONAL", 200, r#""types":["REGIONAL"]"#),
        ("replace", "/endpointConfiguration/types/0", "wrong", 400, "Valid options are REGIONAL,EDGE,PRIVATE"),
        ("replace", "/endpointConfiguration/ipAddressType", "wrong", 400, "must be either ipv4 or dualstack."),
        ("replace", "/endpointConfiguration/types/0", "PRIVATE", 200, r#""ipAddressType":"dualstack""#),
        ("replace", "/policy", "nonsense", 400, "Invalid policy document"),
        ("test", "/name", "x", 400, "Invalid patch operation specified"),
        (
            "wrong",
            "/name",
            "x",
            400,
            "Value 'wrong' at 'updateRestApiInput.patchOperations.1.member.op' failed to satisfy constraint: Member must satisfy enum value set: [add, remove, move, test, replace, copy]",
        ),
    ] {
        account.check("PATCH", api, &patch(op, path, value), status, says);
    }
    account.check("PATCH", api, r#"{"patchOperations": {}}"#, 400, "Invalid patch operations specified");
    account.check("PATCH", api, r#"{"patchOperations": [1]}"#, 400, "patchOperations.1.member.op");
}

#[test]
fn a_method_and_what_answers_it_are_patched() {
    let mut account = Account::with_method();
    let method = "/restapis/{api}/resources/{root}/methods/GET";
    let mut check = |below: &str, op: &str, path: &str, value: &str, status: u16, says: &str| {
        account.check("PATCH", &format!("{method}{below}"), &patch(op, path, value), status, says);
    };
    check(
        "",
        "add",
        "/requestParameters/method.request.querystring.page",
        "true",
        200,
        r#"{"method.request.querystring.page":true}"#,
    );
    check(
        "",
        "add",
        "/requestModels/application~1json",
        "Empty",
        200,
        r#""requestModels":{"application/json":"Empty"}"#,
    );
    check(
        "",
        "replace",
        "/requestModels/application/json",
        "Empty",
        400,
        "Invalid patch path /requestModels/application/json",
    );
    check("", "remove", "/requestModels/text~1xml", "", 404, "Content-Type specified was not found");
    check("", "replace", "/apiKeyRequired", "true", 200, r#""apiKeyRequired":true"#);
    check("", "replace", "/httpMethod", "PUT", 400, "Invalid patch path /httpMethod");
    check("", "replace", "/authorizationType", "CUSTOM", 400, "Invalid authorizer ID specified.");
    check("", "replace", "/requestValidatorId", "none", 400, "Invalid Request Validator identifier specified");
    check(
        "/integration",
        "add",
        "/requestTemplates/application~1json",
        "{}",
        200,
        r#""requestTemplates":{"application/json":"{}"}"#,
    );
    check("/integration", "replace", "/timeoutInMillis", "100", 200, r#""timeoutInMillis":100"#);
    check(
        "/integration",
        "add",
        "/cacheKeyParameters/method.request.querystring.page",
        "",
        200,
        r#"["method.request.querystring.page"]"#,
    );
    check("/responses/200", "add", "/responseModels/a~1b", "Empty", 404, "Invalid Response status code specified");
    check("/responses/wrong", "wrong_op", "/x", "", 400, "2 validation errors detected");
}

#[test]
fn a_method_response_is_patched_and_answered_with_201() {
    let mut account = Account::with_method();
    let response = "/restapis/{api}/resources/{root}/methods/GET/responses/200";
    account.check("PUT", response, "{}", 201, r#"{"statusCode":"200"}"#);
    let header = "/responseParameters/method.response.header.x";
    account.check("PATCH", response, &patch("replace", header, "true"), 404, "Invalid parameter name specified");
    account.check("PATCH", response, &patch("add", header, "true"), 201, r#"{"method.response.header.x":true}"#);
    account.check("PATCH", response, &patch("add", "/wrong/x", "true"), 400, "Invalid patch path /wrong/x");
}
