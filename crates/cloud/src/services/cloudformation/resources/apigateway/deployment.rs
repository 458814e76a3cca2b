//! AWS::ApiGateway::Deployment.

use serde_json::Value as Json;

use super::super::{Kind, Made, Order, Properties, object, text, text_value};
use super::{below, changes, delete_at, patch, post};
use crate::services::cloudformation::calls::{Caller, Outcome};
use crate::services::cloudformation::shape::{Shape, optional, required};

/// The type.
pub static DEPLOYMENT: Kind = Kind {
    name: "AWS::ApiGateway::Deployment",
    properties: &[
        required("RestApiId", Shape::Text),
        optional("Description", Shape::Text),
        optional("StageName", Shape::Text),
        optional(
            "StageDescription",
            Shape::Object(&[
                optional("Description", Shape::Text),
                optional("TracingEnabled", Shape::Text),
                optional("Variables", Shape::Texts),
            ]),
        ),
    ],
    attributes: &["DeploymentId"],
    name_property: "",
    fixed: &["RestApiId"],
    create,
    update,
    delete,
};

fn create(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    let properties = order.properties;
    let stage = properties.get("StageDescription").and_then(Json::as_object).cloned().unwrap_or_default();
    let body = object([
        ("description", text_value(properties, "Description")),
        ("stageName", text_value(properties, "StageName")),
        ("stageDescription", text_value(&stage, "Description")),
        ("tracingEnabled", text_value(&stage, "TracingEnabled")),
        ("variables", stage.get("Variables").cloned()),
    ]);
    let id = post(caller, &below(properties, "/deployments"), body)?;
    made.attributes.insert("DeploymentId".to_owned(), id.clone());
    made.physical_id = id;
    Ok(())
}

fn update(caller: &mut Caller<'_, '_>, id: &str, old: &Properties, new: &Properties) -> Outcome<()> {
    let patches = changes(old, new, &[("Description", "/description")]);
    patch(caller, &below(new, &format!("/deployments/{id}")), patches)
}

/// A stage that the deployment made goes with it, unless it points to another by now.
fn delete(caller: &mut Caller<'_, '_>, id: &str, properties: &Properties) -> Outcome<()> {
    let stage = text(properties, "StageName");
    if !stage.is_empty() {
        let path = below(properties, &format!("/stages/{stage}"));
        let held = caller.apigateway("GET", &path, None).unwrap_or_default();
        if held["deploymentId"] == id {
            delete_at(caller, &path)?;
        }
    }
    delete_at(caller, &below(properties, &format!("/deployments/{id}")))
}
