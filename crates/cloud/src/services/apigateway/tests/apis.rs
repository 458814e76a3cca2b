//! APIs, their resources, models, validators, authorizers and gateway responses.

use super::Account;

#[test]
fn an_api_begins_with_a_root_and_two_models() {
    let mut account = Account::new();
    let shown = r#""apiKeySource":"HEADER","endpointConfiguration":{"types":["EDGE"],"ipAddressType":"ipv4"},"disableExecuteApiEndpoint":false,"id":"{api}","createdDate":1767603600,"rootResourceId":"{root}"}"#;
    account.check("GET", "/restapis/{api}", "", 200, shown);
    account.check("GET", "/restapis", "", 200, r#"{"item":[{"name":"pets""#);
    account.check("GET", "/restapis/{api}/resources", "", 200, r#"{"item":[{"id":"{root}","path":"/"}]}"#);
    account.check("GET", "/restapis/{api}/models/Empty", "", 200, "This is a default empty schema model");
    account.check("GET", "/restapis/{api}/models/Error/default_template", "", 200, r#"\"message\" : \"foo\""#);
    account.check("DELETE", "/restapis/{api}", "", 202, "");
    account.check("GET", "/restapis/{api}", "", 404, "Invalid API identifier specified 123456789012:{api}");
}

#[test]
fn what_is_wrong_with_a_new_api_is_told_in_aws_words() {
    let mut account = Account::new();
    for (body, says) in [
        (r#"{}"#, "Value null at 'createRestApiInput.name' failed to satisfy constraint: Member must not be null"),
        (r#"{"name": "a", "description": ""}"#, "Description cannot be an empty string"),
        (
            r#"{"name": "a", "minimumCompressionSize": 10485761}"#,
            "Invalid minimum compression size, must be between 0 and 10485760",
        ),
        (
            r#"{"name": "a", "endpointConfiguration": {"types": []}}"#,
            "REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.",
        ),
        (
            r#"{"name": "a", "endpointConfiguration": {"types": ["EDGE", "PRIVATE"]}}"#,
            "Cannot create an api with multiple Endpoint Types.",
        ),
        (
            r#"{"name": "a", "endpointConfiguration": {"types": ["wrong"], "ipAddressType": "wrong"}}"#,
            "2 validation errors detected: Value '[wrong]' at 'createRestApiInput.endpointConfiguration.types' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]; Value 'wrong' at 'createRestApiInput.endpointConfiguration.ipAddressType' failed",
        ),
        (
            r#"{"name": "a", "endpointConfiguration": {"types": ["PRIVATE"], "ipAddressType": "ipv4"}}"#,
            "Only dualstack ipAddressType is supported for Private APIs.",
        ),
        (r#"{"name": 1}"#, "can not be converted to an String"),
        ("[]", "Unable to parse"),
    ] {
        account.check("POST", "/restapis", body, 400, says);
    }
}

#[test]
fn resources_are_a_tree() {
    let mut account = Account::new();
    account.keep("pets", "POST", "/restapis/{api}/resources/{root}", r#"{"pathPart": "pets"}"#);
    account.keep("pet", "POST", "/restapis/{api}/resources/{pets}", r#"{"pathPart": "{id}"}"#);
    account.keep("all", "POST", "/restapis/{api}/resources/{pet}", r#"{"pathPart": "{proxy+}"}"#);
    account.check("GET", "/restapis/{api}/resources/{all}", "", 200, r#""path":"/pets/{id}/{proxy+}""#);
    for (parent, part, status, says) in [
        ("{root}", "pets", 409, "Another resource with the same parent already has this name: pets"),
        (
            "{pets}",
            "{name}",
            400,
            "A sibling ({id}) of this resource already has a variable path part -- only one is allowed",
        ),
        ("{all}", "x", 400, "Cannot create a child of a resource with a greedy path variable: {proxy+}"),
        ("nothing", "x", 404, "Invalid Resource identifier specified"),
        ("{root}", "a/b", 400, "Resource's path part only allow"),
        ("{root}", "{}", 400, "Resource's path part only allow"),
    ] {
        let body = format!(r#"{{"pathPart": "{part}"}}"#);
        account.check("POST", &format!("/restapis/{{api}}/resources/{parent}"), &body, status, says);
    }
    let replace = |path: &str, value: &str| {
        format!(r#"{{"patchOperations": [{{"op": "replace", "path": "{path}", "value": "{value}"}}]}}"#)
    };
    let pets = "/restapis/{api}/resources/{pets}";
    account.check("PATCH", pets, &replace("/pathPart", "dogs"), 200, r#""path":"/dogs""#);
    account.check("GET", "/restapis/{api}/resources/{all}", "", 200, r#""path":"/dogs/{id}/{proxy+}""#);
    account.check("PATCH", pets, &replace("/parentId", "{pet}"), 400, "Resources cannot be cyclical.");
    account.check("PATCH", pets, &replace("/parentId", "nothing"), 404, "Invalid Resource identifier specified");
    let listed = "Invalid patch path  '/path' specified for op 'replace'. Must be one of: [/parentId, /pathPart]";
    account.check("PATCH", pets, &replace("/path", "x"), 400, listed);
    let root = "/restapis/{api}/resources/{root}";
    account.check("PATCH", root, &replace("/pathPart", "x"), 400, "Root resource cannot update its pathPart.");
    account.check("PATCH", root, &replace("/parentId", "x"), 400, "Root resource cannot update its parentId.");
    account.check("DELETE", pets, "", 202, "");
    account.check("GET", "/restapis/{api}/resources", "", 200, r#"{"item":[{"id":"{root}","path":"/"}]}"#);
}

#[test]
fn a_list_comes_in_pages() {
    let mut account = Account::new();
    for part in ["a", "b", "c"] {
        account.keep(part, "POST", "/restapis/{api}/resources/{root}", &format!(r#"{{"pathPart": "{part}"}}"#));
    }
    account.check("GET", "/restapis/{api}/resources?limit=2", "", 200, r#""position":"{a}""#);
    account.check("GET", "/restapis/{api}/resources?limit=2&position={a}", "", 200, r#""path":"/c"}]}"#);
    account.check("GET", "/restapis/{api}/resources?limit=none", "", 400, "Invalid limit value specified");
}

#[test]
fn models_are_known_by_name_and_kept_while_used() {
    let mut account = Account::new();
    let models = "/restapis/{api}/models";
    let model = |name: &str, schema: &str| {
        format!(r#"{{"name": "{name}", "contentType": "application/json", "schema": "{schema}"}}"#)
    };
    account.keep("model", "POST", models, &model("Pet", r#"{\"type\": \"object\"}"#));
    account.check(
        "POST",
        models,
        &model("Pet", r#"{\"type\": \"object\"}"#),
        409,
        "Model name already exists for this REST API",
    );
    account.check("POST", models, &model("", "x"), 400, "Model name must be non-empty");
    account.check(
        "POST",
        models,
        &model("Cat", ""),
        400,
        "Model schema must have at least 1 property or array items defined",
    );
    account.check("POST", models, &model("Cat", "nonsense"), 400, "Invalid model schema specified");
    account.check("POST", models, &model("Cat", r#"{\"type\": \"cat\"}"#), 400, "Invalid model schema specified");
    account.check("POST", models, &model("Cat", r#"{\"likes\": 1}"#), 400, r#"Unsupported keyword(s): [\"likes\"]"#);
    let patch = r#"{"patchOperations": [{"op": "replace", "path": "/schema", "value": "{\"type\": 1}"}]}"#;
    account.check("PATCH", "/restapis/{api}/models/Pet", patch, 400, "Invalid model schema specified");
    account.check("GET", "/restapis/{api}/models/Dog", "", 404, "Invalid model name specified: Dog");
    let method = "/restapis/{api}/resources/{root}/methods/ANY";
    let body = r#"{"authorizationType": "NONE", "requestModels": {"application/json": "Pet"}}"#;
    account.check("PUT", method, body, 201, r#""requestModels":{"application/json":"Pet"}"#);
    let told = "Cannot delete model 'Pet', is referenced in method request: //ANY";
    account.check("DELETE", "/restapis/{api}/models/Pet", "", 409, told);
    account.check("DELETE", method, "", 204, "");
    account.check("DELETE", "/restapis/{api}/models/Pet", "", 202, "");
}

#[test]
fn validators_and_authorizers_come_and_go() {
    let mut account = Account::new();
    let validators = "/restapis/{api}/requestvalidators";
    let body = r#"{"name": "v", "validateRequestBody": true}"#;
    account.keep("v", "POST", validators, body);
    let shown = r#"{"item":[{"id":"{v}","name":"v","validateRequestBody":true,"validateRequestParameters":false}]}"#;
    account.check("GET", validators, "", 200, shown);
    account.check("POST", "/restapis/none/requestvalidators", body, 400, "Invalid REST API identifier specified");
    account.check(
        "GET",
        "/restapis/none/requestvalidators/x",
        "",
        404,
        "Invalid Request Validator identifier specified",
    );
    account.check("DELETE", "/restapis/{api}/requestvalidators/{v}", "", 202, "");
    account.check("DELETE", "/restapis/{api}/requestvalidators/{v}", "", 404, "");

    let authorizers = "/restapis/{api}/authorizers";
    let uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations";
    let token = format!(
        r#"{{"name": "t", "type": "TOKEN", "authorizerUri": "{uri}", "identitySource": "method.request.header.Authorization"}}"#
    );
    account.keep("t", "POST", authorizers, &token);
    account.check(
        "GET",
        "/restapis/{api}/authorizers/{t}",
        "",
        200,
        r#""name":"t","type":"TOKEN","authType":"custom""#,
    );
    account.check("POST", authorizers, &token, 400, "Authorizer name must be unique");
    account.check("POST", "/restapis/none/authorizers", &token, 409, "concurrent modification");
    account.check("POST", authorizers, &token.replace("TOKEN", "WRONG"), 400, "at 'createAuthorizerInput.type'");
    let request =
        token.replace("\"t\"", "\"r\"").replace("TOKEN", "REQUEST").replace("method.request.header.Authorization", "");
    account.check("POST", authorizers, &request, 400, "Identity source cannot be empty");
    let method = "/restapis/{api}/resources/{root}/methods/GET";
    account.check(
        "PUT",
        method,
        r#"{"authorizationType": "CUSTOM", "authorizerId": "{t}"}"#,
        201,
        r#""authorizerId":"{t}""#,
    );
    account.check("DELETE", "/restapis/{api}/authorizers/{t}", "", 409, "is referenced in method: //GET");
}

#[test]
fn gateway_responses_are_aws_own_until_they_are_set() {
    let mut account = Account::new();
    let one = "/restapis/{api}/gatewayresponses/DEFAULT_4XX";
    let own = r#"{"responseType":"DEFAULT_4XX","responseTemplates":{"application/json":"{\"message\":$context.error.messageString}"},"defaultResponse":true,"responseParameters":{}}"#;
    account.check("GET", one, "", 200, own);
    account.check("DELETE", one, "", 404, "Gateway response type not defined on api");
    account.check("PUT", one, r#"{"statusCode": "404"}"#, 201, r#""statusCode":"404","defaultResponse":false"#);
    let patch = |op: &str, path: &str| {
        format!(r#"{{"patchOperations": [{{"op": "{op}", "path": "{path}", "value": "'*'"}}]}}"#)
    };
    let header = "/responseParameters/gatewayresponse.header.Access-Control-Allow-Origin";
    account.check("PATCH", one, &patch("replace", header), 404, "Invalid parameter name specified");
    account.check("PATCH", one, &patch("add", header), 200, r#"Allow-Origin":"'*'""#);
    account.check("PATCH", one, &patch("add", "/statusCode"), 400, "Invalid patch path /statusCode");
    account.check("PATCH", one, r#"{"patchOperations": [{"op": "add"}]}"#, 400, "Invalid patch path null");
    account.check("GET", "/restapis/{api}/gatewayresponses", "", 200, r#"{"item":[{"responseType":"ACCESS_DENIED""#);
    account.check("GET", "/restapis/{api}/gatewayresponses/FAKE", "", 400, "Value 'FAKE' at 'responseType'");
    account.check("DELETE", one, "", 202, "");
}

#[test]
fn tags_are_by_arn() {
    let mut account = Account::with_stage();
    let api = "/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Frestapis%2F{api}";
    account.check("PUT", api, r#"{"tags": {"a": "1", "b": "2"}}"#, 204, "");
    account.check("DELETE", &format!("{api}?tagKeys=a"), "", 204, "");
    account.check("GET", api, "", 200, r#"{"tags":{"b":"2"}}"#);
    account.check("GET", &format!("{api}%2Fstages%2Fprod"), "", 200, r#"{"tags":{}}"#);
    account.check("GET", &format!("{api}%2Fstages%2Fnone"), "", 404, "");
    account.check("GET", "/tags/arn%3Aaws%3As3%3A%3A%3Ab", "", 400, "Invalid ARN specified in the request");
}

#[test]
fn the_map_shows_what_can_be_called() {
    let mut account = Account::with_stage();
    let view = super::super::glance::apis(&account.world).remove(0);
    assert_eq!(view.kind, "API Gateway, REST, prod");
    assert_eq!(view.address, Some(account.filled("https://{api}.execute-api.us-east-1.amazonaws.com/prod")));
    let routes: Vec<String> = view.routes.iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    assert_eq!((routes, view.changed), (vec!["GET /".to_owned()], false));
    let uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations";
    let body = format!(r#"{{"type": "AWS_PROXY", "httpMethod": "POST", "uri": "{uri}"}}"#);
    account.check("PUT", "/restapis/{api}/resources/{root}/methods/GET/integration", &body, 201, "");
    let view = super::super::glance::apis(&account.world).remove(0);
    assert!(view.changed && !view.routes[0].live, "what is called is not what is drafted");
    account.check("POST", "/restapis/{api}/deployments", r#"{"stageName": "prod"}"#, 201, "");
    let view = super::super::glance::apis(&account.world).remove(0);
    assert_eq!((view.routes[0].function.as_deref(), view.routes[0].live, view.changed), (Some("f"), true, false));
    assert!(!view.routes[0].by_role);
    let body = body.replace('}', r#", "credentials": "arn:aws:iam::123456789012:role/caller"}"#);
    account.check("PUT", "/restapis/{api}/resources/{root}/methods/GET/integration", &body, 201, "");
    assert!(super::super::glance::apis(&account.world).remove(0).routes[0].by_role);
}
