//! API keys, usage plans, usage, and the account.

use super::Account;
use crate::sim::time::Time;

#[test]
fn a_key_is_made_shown_and_changed() {
    let mut account = Account::new();
    account.keep("key", "POST", "/apikeys", r#"{"name": "k", "enabled": true, "value": "abcdefghijklmnopqrst"}"#);
    account.check("GET", "/apikeys/{key}?includeValue=true", "", 200, r#""value":"abcdefghijklmnopqrst""#);
    account.check("GET", "/apikeys/{key}", "", 200, r#"{"id":"{key}","name":"k","enabled":true"#);
    account.check("GET", "/apikeys?name=k&includeValues=true", "", 200, r#""value":"abcdefghijklmnopqrst""#);
    account.check("GET", "/apikeys?name=other", "", 200, r#"{"item":[]}"#);
    let patch = |op: &str, path: &str| {
        format!(r#"{{"patchOperations": [{{"op": "{op}", "path": "{path}", "value": "false"}}]}}"#)
    };
    account.check("PATCH", "/apikeys/{key}", &patch("replace", "/enabled"), 200, r#""enabled":false"#);
    let told = "Invalid patch path  '/id' specified for op 'replace'. Must be one of: [/description, /enabled, /name, /customerId]";
    account.check("PATCH", "/apikeys/{key}", &patch("replace", "/id"), 400, told);
    for (body, status, says) in [
        (r#"{"value": "short"}"#, 400, "API Key value should be at least 20 characters"),
        (r#"{"value": "abcdefghijklmnopqrst"}"#, 409, "API Key already exists"),
    ] {
        account.check("POST", "/apikeys", body, status, says);
    }
    let long = format!(r#"{{"value": "{}"}}"#, "x".repeat(129));
    account.check("POST", "/apikeys", &long, 400, "API Key value exceeds maximum size of 128 characters");
    account.check("DELETE", "/apikeys/{key}", "", 202, "");
    account.check("GET", "/apikeys/{key}", "", 404, "Invalid API Key identifier specified");
}

#[test]
fn keys_are_imported_from_a_table() {
    let mut account = Account::new();
    let table = "Name,key,description,Enabled\nfirst,aaaaaaaaaaaaaaaaaaaa,\"one, two\",TRUE\nsecond,short,,false\n";
    account.check(
        "POST",
        "/apikeys?mode=import&format=csv",
        table,
        201,
        r#""warnings":["API Key value should be at least"#,
    );
    account.check("GET", "/apikeys", "", 200, r#""description":"one, two","enabled":true"#);
    account.check("POST", "/apikeys?mode=import&format=csv", "a,b", 400, "it must have the columns Name and Key");
}

#[test]
fn a_plan_has_stages_and_keys() {
    let mut account = Account::with_stage();
    let plan = r#"{"name": "p", "apiStages": [{"apiId": "{api}", "stage": "prod"}], "throttle": {"burstLimit": 1, "rateLimit": 2}, "quota": {"limit": 10, "period": "DAY"}}"#;
    account.keep("plan", "POST", "/usageplans", plan);
    let shown = r#"{"id":"{plan}","name":"p","apiStages":[{"apiId":"{api}","stage":"prod"}],"throttle":{"burstLimit":1,"rateLimit":2.0},"quota":{"limit":10,"offset":0,"period":"DAY"},"tags":{}}"#;
    account.check("GET", "/usageplans/{plan}", "", 200, shown);
    let none = plan.replace("prod", "none");
    account.check(
        "POST",
        "/usageplans",
        &none,
        404,
        "Invalid API Stage {api: {api}, stage: none} specified for usageplan",
    );
    account.check("GET", "/usageplans/none", "", 404, "Invalid Usage Plan ID specified");
    account.keep("key", "POST", "/apikeys", r#"{"name": "k", "value": "abcdefghijklmnopqrst"}"#);
    let key = r#"{"keyId": "{key}", "keyType": "API_KEY"}"#;
    let told = r#"{"id":"{key}","type":"API_KEY","value":"abcdefghijklmnopqrst","name":"k"}"#;
    account.check("POST", "/usageplans/{plan}/keys", key, 201, told);
    account.check("POST", "/usageplans/{plan}/keys", key, 409, "");
    account.check("GET", "/usageplans/{plan}/keys", "", 200, told);
    account.check("GET", "/usageplans?keyId={key}", "", 200, r#""id":"{plan}""#);
    account.check("DELETE", "/usageplans/{plan}", "", 400, "because there are API Stages associated with it");
    let patch = |op: &str, path: &str, value: &str| {
        format!(r#"{{"patchOperations": [{{"op": "{op}", "path": "{path}", "value": "{value}"}}]}}"#)
    };
    for (op, path, value, status, says) in [
        ("replace", "/throttle/rateLimit", "200", 200, r#""rateLimit":200.0"#),
        ("remove", "/throttle", "", 200, r#""quota""#),
        ("add", "/apiStages", "nonsense", 400, "Invalid API Stage specified"),
        ("add", "/apiStages", "{api}:none", 404, "Invalid API Stage"),
        (
            "replace",
            "/apiStages/{api}:prod/throttle//pets/GET/rateLimit",
            "5",
            200,
            r#""throttle":{"/pets/GET":{"burstLimit":0,"rateLimit":5.0}}"#,
        ),
        ("remove", "/apiStages/{api}:prod/throttle/~1pets~1GET", "", 200, r#""stage":"prod"}]"#),
        ("replace", "/apiStages/{api}:prod/throttle", "[]", 400, "it must be a JSON object"),
        ("replace", "/quota/period", "YEAR", 400, "Invalid quota period specified"),
        ("remove", "/apiStages", "{api}:prod", 200, r#""apiStages":[]"#),
    ] {
        account.check("PATCH", "/usageplans/{plan}", &patch(op, path, value), status, says);
    }
    account.check("DELETE", "/usageplans/{plan}/keys/{key}", "", 202, "");
    account.check("GET", "/usageplans/{plan}/keys/{key}", "", 404, "Invalid Usage Plan Key identifier specified");
    account.check("DELETE", "/usageplans/{plan}", "", 202, "");
}

#[test]
fn what_a_key_uses_is_counted_by_day() {
    let mut account = Account::with_stage();
    let plan = r#"{"name": "p", "apiStages": [{"apiId": "{api}", "stage": "prod"}], "quota": {"limit": 10, "offset": 2, "period": "WEEK"}}"#;
    account.keep("plan", "POST", "/usageplans", plan);
    account.keep("key", "POST", "/apikeys", r#"{"name": "k"}"#);
    account.check("POST", "/usageplans/{plan}/keys", r#"{"keyId": "{key}", "keyType": "API_KEY"}"#, 201, "");
    let (plan, key, api) = (account.filled("{plan}"), account.filled("{key}"), account.filled("{api}"));
    assert_eq!(account.world.apigateway().plan_of(&key, &api, "prod").map(|plan| plan.id.clone()), Some(plan.clone()));
    for _ in 0..3 {
        account.world.apigateway_mut().count(&plan, &key, Time::default());
    }
    let usage = "/usageplans/{plan}/usage?startDate=2026-01-04&endDate=2026-01-06";
    account.check("GET", usage, "", 200, r#""values":{"{key}":[[0,8],[3,5],[0,5]]}"#);
    account.check(
        "GET",
        "/usageplans/{plan}/usage?startDate=now&endDate=2026-01-06",
        "",
        400,
        "Usage date invalid: now",
    );
    let body = r#"{"patchOperations": [{"op": "replace", "path": "/remaining", "value": "100"}]}"#;
    account.check("PATCH", "/usageplans/{plan}/keys/{key}/usage", body, 200, r#"{"{key}":[[3,100]]}"#);
    account.check("PATCH", "/usageplans/{plan}/keys/none/usage", body, 404, "Invalid Usage Plan Key identifier");
}

#[test]
fn the_account_has_a_role_for_logs() {
    let mut account = Account::new();
    let shown =
        r#"{"throttleSettings":{"burstLimit":5000,"rateLimit":10000.0},"features":["UsagePlans"],"apiKeyVersion":"4"}"#;
    account.check("GET", "/account", "", 200, shown);
    let body = |value: &str| {
        format!(r#"{{"patchOperations": [{{"op": "replace", "path": "/cloudwatchRoleArn", "value": "{value}"}}]}}"#)
    };
    account.check("PATCH", "/account", &body("nonsense"), 400, "Invalid ARN specified in the request");
    account.check(
        "PATCH",
        "/account",
        &body("arn:aws:iam::123456789012:role/logs"),
        200,
        r#""cloudwatchRoleArn":"arn:aws:iam"#,
    );
}
