//! AWS::ApiGateway::ApiKey, UsagePlan, UsagePlanKey and Account.

use serde_json::{Map, Value as Json, json};

use super::super::{Kind, Made, Order, Properties, TAGS, items, never_updated, object, text, text_value};
use super::{changes, delete_at, members, patch, post, replace, tags};
use crate::protocol::camel;
use crate::services::cloudformation::calls::{Caller, Outcome};
use crate::services::cloudformation::shape::{Property, Shape, optional, required};

const THROTTLE: &[Property] = &[optional("BurstLimit", Shape::Integer), optional("RateLimit", Shape::Text)];

const PLAN: &[Property] = &[
    optional("UsagePlanName", Shape::Text),
    optional("Description", Shape::Text),
    optional(
        "ApiStages",
        Shape::List(&Shape::Object(&[
            optional("ApiId", Shape::Text),
            optional("Stage", Shape::Text),
            optional("Throttle", Shape::Anything),
        ])),
    ),
    optional(
        "Quota",
        Shape::Object(&[
            optional("Limit", Shape::Integer),
            optional("Offset", Shape::Integer),
            optional("Period", Shape::OneOf(&["DAY", "WEEK", "MONTH"])),
        ]),
    ),
    optional("Throttle", Shape::Object(THROTTLE)),
    TAGS,
];

/// The type of a key.
pub static API_KEY: Kind = Kind {
    name: "AWS::ApiGateway::ApiKey",
    properties: &[
        optional("Name", Shape::Text),
        optional("Description", Shape::Text),
        optional("Enabled", Shape::Text),
        optional("Value", Shape::Text),
        optional("CustomerId", Shape::Text),
        optional("GenerateDistinctId", Shape::Ignored),
        optional("StageKeys", Shape::Ignored),
        TAGS,
    ],
    attributes: &["APIKeyId"],
    name_property: "",
    fixed: &["Name", "Value"],
    create: create_key,
    update: |caller, id, old, new| {
        let paths = [("Description", "/description"), ("Enabled", "/enabled"), ("CustomerId", "/customerId")];
        patch(caller, &format!("/apikeys/{id}"), changes(old, new, &paths))
    },
    delete: |caller, id, _| delete_at(caller, &format!("/apikeys/{id}")),
};

/// The type of a usage plan.
pub static USAGE_PLAN: Kind = Kind {
    name: "AWS::ApiGateway::UsagePlan",
    properties: PLAN,
    attributes: &["Id"],
    name_property: "",
    fixed: &[],
    create: create_plan,
    update: update_plan,
    delete: delete_plan,
};

/// The type of a key in a usage plan.
pub static USAGE_PLAN_KEY: Kind = Kind {
    name: "AWS::ApiGateway::UsagePlanKey",
    properties: &[
        required("KeyId", Shape::Text),
        required("KeyType", Shape::OneOf(&["API_KEY"])),
        required("UsagePlanId", Shape::Text),
    ],
    attributes: &["Id"],
    name_property: "",
    fixed: &["KeyId", "KeyType", "UsagePlanId"],
    create: |caller, order, made| {
        let (key, plan) = (text(order.properties, "KeyId"), text(order.properties, "UsagePlanId"));
        let body = json!({"keyId": key, "keyType": text(order.properties, "KeyType")});
        caller.apigateway("POST", &format!("/usageplans/{plan}/keys"), Some(body))?;
        made.physical_id = format!("{key}:{plan}");
        made.attributes.insert("Id".to_owned(), made.physical_id.clone());
        Ok(())
    },
    update: never_updated,
    delete: |caller, _, properties| {
        let (key, plan) = (text(properties, "KeyId"), text(properties, "UsagePlanId"));
        delete_at(caller, &format!("/usageplans/{plan}/keys/{key}"))
    },
};

/// The type of the account's settings: those of the account, which stay when the stack goes.
pub static ACCOUNT: Kind = Kind {
    name: "AWS::ApiGateway::Account",
    properties: &[optional("CloudWatchRoleArn", Shape::Text)],
    attributes: &["Id"],
    name_property: "",
    fixed: &[],
    create: |caller, order, made| {
        made.physical_id = order.name("", 64, caller);
        made.attributes.insert("Id".to_owned(), made.physical_id.clone());
        set_role(caller, order.properties)
    },
    update: |caller, _, _, new| set_role(caller, new),
    delete: |_, _, _| Ok(()),
};

fn set_role(caller: &mut Caller<'_, '_>, properties: &Properties) -> Outcome<()> {
    patch(caller, "/account", vec![replace("/cloudwatchRoleArn", &text(properties, "CloudWatchRoleArn"))])
}

fn create_key(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    let properties = order.properties;
    let body = object([
        ("name", Some(Json::from(order.name("Name", 128, caller)))),
        ("description", text_value(properties, "Description")),
        ("enabled", text_value(properties, "Enabled")),
        ("value", text_value(properties, "Value")),
        ("customerId", text_value(properties, "CustomerId")),
        ("tags", tags(properties)),
    ]);
    let id = post(caller, "/apikeys", body)?;
    made.attributes.insert("APIKeyId".to_owned(), id.clone());
    made.physical_id = id;
    Ok(())
}

fn create_plan(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    let mut body = members(order.properties, PLAN);
    body.remove("usagePlanName");
    body.insert("name".to_owned(), Json::from(order.name("UsagePlanName", 128, caller)));
    body.remove("tags");
    body.extend(tags(order.properties).map(|tags| ("tags".to_owned(), tags)));
    let stages = body.get_mut("apiStages").and_then(Json::as_array_mut).into_iter().flatten();
    for stage in stages.filter_map(Json::as_object_mut) {
        let throttles = stage.get("throttle").and_then(Json::as_object).cloned().unwrap_or_default();
        let throttle =
            |(method, limits): (String, Json)| Some((method, Json::Object(members(limits.as_object()?, THROTTLE))));
        let throttles: Map<String, Json> = throttles.into_iter().filter_map(throttle).collect();
        stage.insert("throttle".to_owned(), Json::Object(throttles));
    }
    let id = post(caller, "/usageplans", body)?;
    made.attributes.insert("Id".to_owned(), id.clone());
    made.physical_id = id;
    Ok(())
}

fn update_plan(caller: &mut Caller<'_, '_>, id: &str, old: &Properties, new: &Properties) -> Outcome<()> {
    let mut patches = changes(old, new, &[("Description", "/description")]);
    if new.contains_key("UsagePlanName") {
        patches.extend(changes(old, new, &[("UsagePlanName", "/name")]));
    }
    let (before, after) = (stages(old), stages(new));
    let step = |op: &str, stage: &String| json!({"op": op, "path": "/apiStages", "value": stage});
    patches.extend(before.iter().filter(|stage| !after.contains(stage)).map(|stage| step("remove", stage)));
    patches.extend(after.iter().filter(|stage| !before.contains(stage)).map(|stage| step("add", stage)));
    for (name, parts) in [("Throttle", &["BurstLimit", "RateLimit"][..]), ("Quota", &["Limit", "Offset", "Period"])] {
        if old.get(name) == new.get(name) {
            continue;
        }
        let path = format!("/{}", camel(name));
        match new.get(name).and_then(Json::as_object) {
            None => patches.push(json!({"op": "remove", "path": path})),
            Some(held) => {
                let given = parts.iter().filter(|part| held.contains_key(**part));
                patches.extend(given.map(|part| replace(&format!("{path}/{}", camel(part)), &text(held, part))));
            }
        }
    }
    patch(caller, &format!("/usageplans/{id}"), patches)
}

/// The stages have to leave a plan before it can be deleted.
fn delete_plan(caller: &mut Caller<'_, '_>, id: &str, properties: &Properties) -> Outcome<()> {
    let leave = |stage: &String| json!({"op": "remove", "path": "/apiStages", "value": stage});
    let patches: Vec<Json> = stages(properties).iter().map(leave).collect();
    // A stage that is gone, or a plan that is, is no failure: the deletion tells.
    drop(patch(caller, &format!("/usageplans/{id}"), patches));
    delete_at(caller, &format!("/usageplans/{id}"))
}

/// The stages as patches name them.
fn stages(properties: &Properties) -> Vec<String> {
    let stages = items(properties, "ApiStages").iter().filter_map(Json::as_object);
    stages.map(|stage| format!("{}:{}", text(stage, "ApiId"), text(stage, "Stage"))).collect()
}
