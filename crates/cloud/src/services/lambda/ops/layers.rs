//! PublishLayerVersion, GetLayerVersion, DeleteLayerVersion, ListLayers and ListLayerVersions: layers as data.
//! <https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html>

use serde_json::{Value, json};

use super::code::Code;
use super::{body, page};
use crate::account::{ACCOUNT_ID, REGION};
use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::protocol::rest_json;
use crate::services::lambda::Error;

/// Keeps content as the next version of a layer.
pub fn publish_layer_version(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call)?;
    let (name, _) = named(call);
    let content = Code::read(body.get("Content").and_then(Value::as_object), context.world.lambda())?;
    let versions = context.world.lambda().records.layers.get(name).map_or(0, Vec::len);
    let arn = format!("arn:aws:lambda:{REGION}:{ACCOUNT_ID}:layer:{name}");
    let mut layer = json!({
        "Content": {"CodeSha256": &*content.sha256, "CodeSize": content.size},
        "LayerArn": arn,
        "LayerVersionArn": format!("{arn}:{}", versions + 1),
        "Description": "",
        "CreatedDate": context.now.lambda_timestamp(),
        "Version": versions + 1,
    });
    for member in ["Description", "CompatibleRuntimes", "CompatibleArchitectures", "LicenseInfo"] {
        if let Some(value) = body.get(member) {
            layer[member] = value.clone();
        }
    }
    context.changed(format!("layer {name}"), None, Some(format!("version {}", versions + 1)));
    context.world.lambda_mut().records.layers.entry(name.into()).or_default().push(layer.clone());
    Ok(Answer::Now(rest_json::answer(201, &layer)))
}

/// Shows a version of a layer.
pub fn get_layer_version(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let (name, index) = (named(call).0, index(call)?);
    let layer = context.world.lambda().records.layers.get(name).and_then(|versions| versions.get(index));
    let layer = layer.filter(|layer| !layer.is_null());
    let layer = layer.ok_or_else(|| Error::NotFound("The resource you requested does not exist.".to_owned()))?;
    Ok(Answer::Now(rest_json::answer(200, layer)))
}

/// Takes a version of a layer away. Its number is not used again.
pub fn delete_layer_version(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let (name, index) = (named(call).0, index(call)?);
    let layers = &mut context.world.lambda_mut().records.layers;
    if let Some(layer) = layers.get_mut(name).and_then(|versions| versions.get_mut(index)) {
        *layer = Value::Null;
        context.changed(format!("layer {name}"), Some(format!("version {}", index + 1)), None);
    }
    Ok(Answer::Now(Response::new(204)))
}

/// Lists the layers, each with its newest version.
pub fn list_layers(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let layers = context.world.lambda().records.layers.iter().filter_map(|(name, versions)| {
        let newest = versions.iter().rev().find(|version| !version.is_null())?;
        let document =
            json!({"LayerName": &**name, "LayerArn": newest["LayerArn"], "LatestMatchingVersion": brief(newest)});
        Some((name.to_string(), document))
    });
    Ok(Answer::Now(rest_json::answer(200, &page(call, "Layers", layers))))
}

/// Lists the versions of a layer, the newest first.
pub fn list_layer_versions(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let held = context.world.lambda().records.layers.get(named(call).0);
    let versions = held.into_iter().flatten().rev().filter(|version| !version.is_null());
    let entries = versions.map(|version| (version["Version"].to_string(), brief(version)));
    Ok(Answer::Now(rest_json::answer(200, &page(call, "LayerVersions", entries))))
}

/// A version without its content, as lists have it.
fn brief(version: &Value) -> Value {
    let mut version = version.clone();
    if let Some(members) = version.as_object_mut() {
        members.retain(|name, _| name != "Content" && name != "LayerArn");
    }
    version
}

/// The layer's name and the version's number, as text.
fn named<'a>(call: &'a Call<'_>) -> (&'a str, &'a str) {
    call.key.split_once(':').unwrap_or((&call.key, ""))
}

fn index(call: &Call<'_>) -> Result<usize, Error> {
    match named(call).1.parse::<usize>() {
        Ok(number) if number > 0 => Ok(number - 1),
        _ => Err(Error::InvalidParameterValue("Layer Version Cannot be less than 1".to_owned())),
    }
}
