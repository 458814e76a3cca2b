//! Methods, what answers them, and the answers they declare.

use super::Account;

const METHOD: &str = "/restapis/{api}/resources/{root}/methods/GET";
const INTEGRATION: &str = "/restapis/{api}/resources/{root}/methods/GET/integration";

#[test]
fn a_method_is_shown_with_all_that_it_has() {
    let mut account = Account::with_method();
    account.check(
        "PUT",
        &format!("{METHOD}/responses/200"),
        r#"{"responseParameters": {"method.response.header.X": true}}"#,
        201,
        "",
    );
    let response =
        r#"{"responseParameters": {"method.response.header.X": "'1'"}, "responseTemplates": {"application/json": ""}}"#;
    account.check(
        "PUT",
        &format!("{INTEGRATION}/responses/200"),
        response,
        201,
        r#""responseTemplates":{"application/json":null}"#,
    );
    let integration = r#""methodIntegration":{"type":"MOCK","passthroughBehavior":"WHEN_NO_MATCH","timeoutInMillis":29000,"cacheNamespace":"{root}","integrationResponses":{"200":{"statusCode":"200","responseParameters":{"method.response.header.X":"'1'"}"#;
    account.check("GET", METHOD, "", 200, integration);
    account.check("GET", INTEGRATION, "", 200, r#""cacheKeyParameters":[]"#);
    account.check("GET", "/restapis/{api}/resources?embed=methods", "", 200, integration);
    account.check("GET", "/restapis/{api}/resources", "", 200, r#""resourceMethods":{"GET":{}}"#);
    account.check("DELETE", &format!("{INTEGRATION}/responses/200"), "", 204, "");
    account.check("DELETE", &format!("{METHOD}/responses/200"), "", 204, "");
    account.check("DELETE", INTEGRATION, "", 204, "");
    account.check("GET", INTEGRATION, "", 404, "Invalid Integration identifier specified");
    account.check("DELETE", METHOD, "", 204, "");
    account.check("GET", METHOD, "", 404, "Invalid Method identifier specified");
}

#[test]
fn what_is_wrong_with_a_method_is_told_in_aws_words() {
    let mut account = Account::new();
    account.check("PUT", "/restapis/{api}/resources/x/methods/GET", "{}", 404, "Invalid Resource identifier specified");
    account.check(
        "PUT",
        "/restapis/none/resources/{root}/methods/GET",
        "{}",
        404,
        "Invalid Resource identifier specified",
    );
    let verbs = "Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY";
    account.check("PUT", "/restapis/{api}/resources/{root}/methods/WRONG", "{}", 400, verbs);
    for (body, says) in [
        ("{}", "Value null at 'putMethodInput.authorizationType'"),
        (r#"{"authorizationType": "CUSTOM"}"#, "requires a valid authorizer."),
        (
            r#"{"authorizationType": "NONE", "requestValidatorId": "x"}"#,
            "Invalid Request Validator identifier specified",
        ),
        (
            r#"{"authorizationType": "NONE", "requestModels": {"a/b": "petModel"}}"#,
            "Invalid model identifier specified: petModel",
        ),
        (
            r#"{"authorizationType": "NONE", "requestParameters": {"method.request.header.a": true, "method.request.path.a": true}}"#,
            "Parameter names must be unique across querystring, header and path",
        ),
        (
            r#"{"authorizationType": "NONE", "requestParameters": {"a": true}}"#,
            "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: a]",
        ),
    ] {
        account.check("PUT", METHOD, body, 400, says);
    }
}

#[test]
fn what_is_wrong_with_an_integration_is_told_in_aws_words() {
    let mut account = Account::with_method();
    let function = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations";
    let table = "arn:aws:apigateway:us-east-1:dynamodb:action/GetItem";
    for (body, says) in [
        (
            r#"{"type": "HTTPS_PROXY"}"#,
            "Value 'HTTPS_PROXY' at 'putIntegrationInput.type' failed to satisfy constraint: Member must satisfy enum value set: [HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]",
        ),
        (r#"{"type": "HTTP"}"#, "Enumeration value for HttpMethod must be non-empty"),
        (r#"{"type": "HTTP", "httpMethod": "GET", "uri": "nowhere"}"#, "Invalid HTTP endpoint specified for URI"),
        (r#"{"type": "AWS", "httpMethod": "POST", "uri": "nowhere"}"#, "Invalid ARN specified in the request"),
        (
            r#"{"type": "AWS", "httpMethod": "POST", "uri": "arn:aws:apigateway:us-east-1:sqs:x"}"#,
            "AWS ARN for integration must contain path or action",
        ),
        (r#"{"type": "MOCK", "timeoutInMillis": 49}"#, "Timeout should be between 50 ms and 29000 ms"),
        (
            r#"{"type": "MOCK", "requestParameters": {"integration.request.path.a": "true"}}"#,
            "[Invalid mapping expression specified: true]",
        ),
        (
            r#"{"type": "MOCK", "requestParameters": {"integration.request.path.a": "method.request.path.a"}}"#,
            "[Invalid mapping expression parameter specified: method.request.path.a]",
        ),
        (
            r#"{"type": "MOCK", "requestParameters": {"integration.request.path.a": true}}"#,
            "class java.lang.Boolean can not be converted to an String",
        ),
    ] {
        account.check("PUT", INTEGRATION, body, 400, says);
    }
    let proxy = |uri: &str| format!(r#"{{"type": "AWS_PROXY", "httpMethod": "POST", "uri": "{uri}"}}"#);
    account.check(
        "PUT",
        INTEGRATION,
        &proxy(table),
        400,
        "currently only supports Lambda function and Firehose stream",
    );
    account.check("PUT", INTEGRATION, &proxy(function), 201, r#""type":"AWS_PROXY","httpMethod":"POST""#);
}

#[test]
fn answers_are_declared_before_they_are_mapped() {
    let mut account = Account::with_method();
    let mapped = format!("{INTEGRATION}/responses/200");
    account.check("PUT", &mapped, "{}", 404, "Invalid Response status code specified");
    let declared = format!("{METHOD}/responses/200");
    account.check(
        "PUT",
        &declared,
        r#"{"responseModels": {"application/json": "Empty"}}"#,
        201,
        r#"{"statusCode":"200""#,
    );
    account.check("PUT", &declared, "{}", 409, "Response already exists for this resource");
    let header = r#"{"responseParameters": {"method.response.header.X": "'1'"}}"#;
    account.check(
        "PUT",
        &mapped,
        header,
        400,
        "[Invalid mapping expression parameter specified: method.response.header.X]",
    );
    account.check(
        "PUT",
        &mapped,
        r#"{"responseTemplates": {"123": "x"}}"#,
        400,
        "[Invalid content type specified: 123]",
    );
    account.check("PUT", &format!("{METHOD}/responses/wrong"), "{}", 400, r"pattern: [1-5]\\d\\d");
    account.check("GET", &format!("{METHOD}/responses/404"), "", 404, "Invalid Response status code specified");
    let other = "/restapis/{api}/resources/{root}/methods/PUT/integration/responses/200";
    account.check("DELETE", other, "", 404, "Invalid Integration identifier specified");
    account.check("GET", other, "", 404, "Invalid Method identifier specified");
}
