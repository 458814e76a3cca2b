//! Each folder of `tests/sam` is a template and what SAM's translator makes of it: the resources of HTTP APIs and their
//! permissions, which `tests/clients/templates` compares with the translator itself. Here the template is deployed, and what was deployed is compared. Beside them: code in a template.

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use cloud::http::Request;
use cloud::protocol::xml;
use cloud::services::cloudformation::create_stack_request;
use cloud::verdict::Principal;
use serde_json::{Map, Value, json};
use tests::account::Account;
use zip::ZipArchive;

/// The types that are compared.
const TYPES: [&str; 2] = ["AWS::ApiGatewayV2::", "AWS::Lambda::Permission"];

fn play(case: &Path) -> Result<(), String> {
    let read = |name: &str| fs::read_to_string(case.join(name)).map_err(|error| format!("{name}: {error}"));
    let mut account = Account::default();
    let response = account.ask(Principal::Root, create_stack_request("users", &read("template.yaml")?));
    let text = String::from_utf8_lossy(&response.body).into_owned();
    if !response.is_success() {
        return Err(text);
    }
    let form = "Action=GetTemplate&Version=2010-05-15&StackName=users&TemplateStage=Processed";
    let request = Request::new("POST", "https://cloudformation.us-east-1.amazonaws.com/")?
        .with_header("content-type", "application/x-www-form-urlencoded")
        .with_body(form);
    let answer = xml::parse(&account.ask(Principal::Root, request).body)?;
    let body = answer.child("GetTemplateResult").and_then(|result| result.child_text("TemplateBody"));
    let template: Value = serde_json::from_str(body.unwrap_or_default()).map_err(|error| error.to_string())?;
    let expected: Map<String, Value> =
        serde_json::from_str(&read("resources.json")?).map_err(|error| error.to_string())?;
    let made = template["Resources"].as_object().cloned().unwrap_or_default();
    let compared = made.iter().filter(|(_, held)| {
        let kind = held["Type"].as_str().unwrap_or_default();
        TYPES.iter().any(|known| kind.starts_with(known))
    });
    let made: Map<String, Value> = compared.map(|(name, held)| (name.clone(), held.clone())).collect();
    for (name, expected) in &expected {
        let held = made.get(name).ok_or_else(|| format!("{name} was not made"))?;
        if held != expected {
            return Err(format!("{name} is\n{held:#}\nand SAM makes\n{expected:#}"));
        }
    }
    match made.keys().find(|name| !expected.contains_key(*name)) {
        Some(name) => Err(format!("SAM makes no {name}")),
        None => stack_events(&mut account),
    }
}

/// Whether the stack was made whole.
fn stack_events(account: &mut Account) -> Result<(), String> {
    let form = "Action=DescribeStacks&Version=2010-05-15&StackName=users";
    let request = Request::new("POST", "https://cloudformation.us-east-1.amazonaws.com/")?
        .with_header("content-type", "application/x-www-form-urlencoded")
        .with_body(form);
    let response = account.ask(Principal::Root, request);
    let text = String::from_utf8_lossy(&response.body).into_owned();
    if text.contains("<StackStatus>CREATE_COMPLETE</StackStatus>") { Ok(()) } else { Err(text) }
}

#[test]
fn templates_become_what_sam_makes_of_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("sam");
    let mut cases: Vec<_> =
        fs::read_dir(&root).expect("the folder is there").flatten().map(|entry| entry.path()).collect();
    cases.sort();
    assert!(cases.len() >= 2, "only {} cases were found", cases.len());
    let faults: Vec<String> =
        cases.iter().filter_map(|case| play(case).err().map(|fault| format!("{}: {fault}", case.display()))).collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n\n"));
}

#[test]
fn code_in_a_template_is_the_only_file_of_its_zip() {
    for (runtime, file) in [("nodejs24.x", "index.js"), ("python3.14", "index.py")] {
        let code = "# a line\n".repeat(3);
        let properties =
            json!({"FunctionName": "inline", "Runtime": runtime, "Handler": "index.handler", "InlineCode": code});
        let template = json!({
            "Transform": "AWS::Serverless-2016-10-31",
            "Resources": {"Inline": {"Type": "AWS::Serverless::Function", "Properties": properties}},
        });
        let mut account = Account::default();
        account.ask(Principal::Root, create_stack_request("users", &template.to_string()));
        let function = account.cloud.world().lambda().function("inline").expect("it was made");
        let package = function.package.clone().expect("its code is held");
        let mut zip = ZipArchive::new(Cursor::new(package)).expect("it is a zip");
        assert_eq!(zip.file_names().collect::<Vec<_>>(), [file]);
        let mut read = String::new();
        zip.by_index(0).expect("it has a file").read_to_string(&mut read).expect("its checksum fits");
        assert_eq!(read, code);
    }
}
