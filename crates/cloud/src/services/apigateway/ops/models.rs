//! Create, Get, Update and DeleteModel, GetModels, and GetModelTemplate.
//! <https://docs.aws.amazon.com/apigateway/latest/api/API_CreateModel.html>

use std::sync::Arc;

use serde_json::{Map, Value};

use super::{answer, api, api_mut, body, done, method_where, page, parts, patched, room, shown};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::services::apigateway::Error;
use crate::services::apigateway::patch::{Form, REPLACE, Style, Table, rule};
use crate::services::apigateway::record::{Member, document};
use crate::services::apigateway::schema::Schema;
use crate::services::apigateway::state::{Model, Snapshot};

/// How many models an API may have.
pub const MAX_MODELS: usize = 60;

static PATCHES: Table = Table {
    rules: &[rule("/description", REPLACE, Form::Member), rule("/schema", REPLACE, Form::Member)],
    style: Style::Listed,
};

/// Makes a model.
pub fn create_model(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let api = api(context, call)?;
    let mut model = Model::read(&Value::Object(body(call)?))?;
    if model.name.is_empty() {
        return Err(Error::bad("Model name must be non-empty").into());
    }
    if !model.name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(Error::bad("Model name must be alphanumeric").into());
    }
    check(&api.draft, &model)?;
    if api.draft.models.contains_key(model.name.as_str()) {
        return Err(Error::Conflict("Model name already exists for this REST API".to_owned()).into());
    }
    room(api.draft.models.len(), MAX_MODELS, "models for this API")?;
    model.id = context.rng.lower(6);
    let answer = shown(201, &model);
    api_mut(context, call).draft.models.insert(model.name.as_str().into(), Arc::new(model));
    Ok(answer)
}

/// Shows a model.
pub fn get_model(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    Ok(shown(200, &*find(context, call)?))
}

/// Lists an API's models by their names.
pub fn get_models(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let api = api(context, call)?;
    Ok(page(call, api.draft.models.iter().map(|(name, model)| (name.to_string(), document(&**model))))?)
}

/// Shows a template that makes a body of the model's form: one that sets each of its properties.
pub fn get_model_template(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let model = find(context, call)?;
    let schema: Value = serde_json::from_str(&model.schema).unwrap_or_default();
    let mut lines = vec!["#set($inputRoot = $input.path('$'))".to_owned(), "{".to_owned()];
    let properties = schema.get("properties").and_then(Value::as_object);
    let samples: Vec<String> = properties.into_iter().flatten().map(|(name, schema)| sample(name, schema)).collect();
    lines.push(samples.join(",\n"));
    lines.push("}".to_owned());
    let text = lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    Ok(answer(200, Map::from_iter([("value".to_owned(), Value::from(text))])))
}

/// Changes a model.
pub fn update_model(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let held = find(context, call)?;
    let changed = patched(&*held, &PATCHES, call)?;
    check(&api(context, call)?.draft, &changed)?;
    let answer = shown(200, &changed);
    api_mut(context, call).draft.models.insert(held.name.as_str().into(), Arc::new(changed));
    Ok(answer)
}

/// Deletes a model that no method names.
pub fn delete_model(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let held = find(context, call)?;
    let name = &held.name;
    let api = api(context, call)?;
    if let Some(method) = method_where(&api, |method| method.request_models.values().any(|used| used == name)) {
        let text = format!("Cannot delete model '{name}', is referenced in method request: {method}");
        return Err(Error::Conflict(text).into());
    }
    let answers = |method: &_| responses(method).any(|used| used == name);
    if let Some(method) = method_where(&api, answers) {
        let text = format!("Cannot delete model '{name}', is referenced in method response: {method}");
        return Err(Error::Conflict(text).into());
    }
    api_mut(context, call).draft.models.remove(name.as_str());
    Ok(done(202))
}

fn responses(method: &crate::services::apigateway::state::Method) -> impl Iterator<Item = &String> {
    method.responses.values().flat_map(|response| response.response_models.values())
}

fn find(context: &Context<'_>, call: &Call<'_>) -> Result<Arc<Model>, Error> {
    let [name] = parts(call);
    let api = context.world.apigateway().apis.get(&call.name);
    let held = api.and_then(|api| api.draft.models.get(name)).cloned();
    held.ok_or_else(|| Error::NotFound(format!("Invalid model name specified: {name}")))
}

/// Refuses a model whose schema is none, or says nothing.
fn check(draft: &Snapshot, model: &Model) -> Result<(), Error> {
    let is_empty = |schema: &str| serde_json::from_str::<Map<String, Value>>(schema).is_ok_and(|held| held.is_empty());
    if model.schema.is_empty() || is_empty(&model.schema) {
        return Err(Error::bad("Model schema must have at least 1 property or array items defined"));
    }
    let named = |name: &str| {
        let held = draft.models.get(name).map(|held| &**held);
        // A model that is changed may refer to what it becomes.
        Some(if name == model.name { model } else { held? }.schema.clone())
    };
    Schema::parse(&model.schema, &named).map(drop).map_err(Error::BadRequest)
}

/// A line of a template with a value of the schema's type.
fn sample(name: &str, schema: &Value) -> String {
    let value = match schema.get("type").and_then(Value::as_str) {
        Some("integer" | "number") => "42",
        Some("boolean") => "true",
        Some("array") => "[]",
        Some("object") => "{}",
        _ => "\"foo\"",
    };
    format!("  \"{name}\" : {value}")
}
