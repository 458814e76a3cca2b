//! APIs as OpenAPI documents. What documents mean is tested beside the import.

use super::Account;

const DOCUMENT: &str = r#"{
    "openapi": "3.0.1",
    "info": {"title": "users", "version": "1"},
    "paths": {"/users": {"get": {"x-amazon-apigateway-integration": {"type": "mock"}}}}
}"#;

#[test]
fn a_document_becomes_an_api_and_an_api_a_document() {
    let mut account = Account::new();
    account.keep(
        "users",
        "POST",
        "/restapis?mode=import&failonwarnings=true&endpointConfigurationTypes=REGIONAL",
        DOCUMENT,
    );
    account.check("GET", "/restapis/{users}", "", 200, r#""types":["REGIONAL"]"#);
    account.check("GET", "/restapis/{users}/resources?embed=methods", "", 200, r#""methodIntegration":{"type":"MOCK""#);
    account.check("POST", "/restapis/{users}/deployments", r#"{"stageName": "prod"}"#, 201, "");
    let more = DOCUMENT.replace("/users", "/pets");
    account.check("PUT", "/restapis/{users}", &more, 200, r#""name":"users""#);
    account.check("GET", "/restapis/{users}/resources", "", 200, r#""path":"/users""#);
    account.check("GET", "/restapis/{users}/resources", "", 200, r#""path":"/pets""#);
    let export = "/restapis/{users}/stages/prod/exports/oas30?extensions=integrations";
    account.check("GET", export, "", 200, r#""title": "users""#);
    let told = account.ask("GET", export, "");
    let text = String::from_utf8_lossy(&told.body);
    assert!(text.contains("/users") && !text.contains("/pets"), "what was deployed is exported: {text}");
    let named = told.headers.get("content-disposition");
    assert_eq!(named, Some("attachment; filename=\"oas30_2026-01-05T09:00:00Z.json\""));
    account.check("PUT", "/restapis/{users}?mode=overwrite", &more, 200, "");
    let told = account.ask("GET", "/restapis/{users}/resources", "");
    assert!(!String::from_utf8_lossy(&told.body).contains("/users"), "nothing stays");
}

#[test]
fn what_is_no_document_is_refused() {
    let mut account = Account::with_stage();
    account.check("POST", "/restapis?mode=import", "nonsense", 400, "Invalid OpenAPI input");
    account.check("POST", "/restapis?mode=import&basepath=x", DOCUMENT, 400, "Invalid basepath x specified");
    account.check("PUT", "/restapis/{api}?mode=x", DOCUMENT, 400, "Value 'x' at 'mode'");
    account.check("PUT", "/restapis/none", DOCUMENT, 404, "Invalid API identifier specified");
    account.check("GET", "/restapis/{api}/stages/prod/exports/x", "", 400, "No API exporter for type 'x'");
    account.check("GET", "/restapis/{api}/stages/none/exports/oas30", "", 404, "Invalid stage identifier specified");
}
