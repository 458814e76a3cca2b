//! What a function is given that changes nothing here: it is kept, and told as it was given, so that clients that
//! compare what they wanted with what there is find no difference.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::operation::Context;
use crate::services::lambda::Error;

/// The members of CreateFunction and UpdateFunctionConfiguration that are kept.
const KEPT: [&str; 5] = ["Architectures", "DeadLetterConfig", "EphemeralStorage", "KMSKeyArn", "TracingConfig"];
/// How many layers a function may have.
const MAX_LAYERS: usize = 5;

/// Takes the members that `body` has into `kept`.
///
/// # Errors
/// When there are too many layers.
pub fn keep(
    context: &Context<'_>,
    body: &Map<String, Value>,
    kept: &mut BTreeMap<&'static str, Value>,
) -> Result<(), Error> {
    for name in KEPT {
        if let Some(value) = body.get(name) {
            kept.insert(name, value.clone());
        }
    }
    let Some(layers) = body.get("Layers").and_then(Value::as_array) else { return Ok(()) };
    if layers.len() > MAX_LAYERS {
        return Err(Error::InvalidParameterValue(format!("Cannot reference more than {MAX_LAYERS} layers.")));
    }
    let layers: Vec<Value> = layers
        .iter()
        .filter_map(Value::as_str)
        .map(|arn| json!({"Arn": arn, "CodeSize": size_of(context, arn).unwrap_or_default()}))
        .collect();
    if layers.is_empty() {
        kept.remove("Layers")
    } else {
        kept.insert("Layers", layers.into())
    };
    Ok(())
}

/// The size of a layer's version, bytes; none when it is not of this account, or is gone.
fn size_of(context: &Context<'_>, arn: &str) -> Option<u64> {
    let (layer, version) = arn.split_once(":layer:")?.1.split_once(':')?;
    let index = version.parse::<usize>().ok()?.checked_sub(1)?;
    context.world.lambda().records.layers.get(layer)?.get(index)?["Content"]["CodeSize"].as_u64()
}
