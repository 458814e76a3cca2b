//! ImportRestApi, PutRestApi and GetExport: APIs as OpenAPI documents.
//! <https://docs.aws.amazon.com/apigateway/latest/api/API_ImportRestApi.html>

use std::sync::Arc;

use serde_json::Value;

use super::{answer, api, api_mut, empty, parts, rest_apis, room, state};
use crate::account::REGION;
use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::protocol::uri;
use crate::services::apigateway::Error;
use crate::services::apigateway::openapi::{BasePath, Export, Extensions, Format, Import, LONGEST, Mode, yaml};
use crate::services::apigateway::state::RestApi;

/// Makes an API of a document.
pub fn import_rest_api(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call)?;
    room(context.world.apigateway().apis.len(), rest_apis::MAX_APIS, "APIs")?;
    let id: Arc<str> = context.rng.lower(10).into();
    let import = Import {
        api_id: &id,
        existing: None,
        mode: Mode::Overwrite,
        base_path: base_path(call)?,
        fail_on_warnings: fails_on_warnings(call),
    };
    let imported = import.run(body, &mut || context.rng.lower(6)).map_err(Error::BadRequest)?;
    let mut api = RestApi { id, created: context.now, root_id: imported.root_id, ..RestApi::default() };
    api.draft = imported.snapshot;
    if let Some(kind) = uri::parameter(&call.request.query, "endpointConfigurationTypes") {
        if !matches!(kind.as_str(), "EDGE" | "REGIONAL" | "PRIVATE") {
            return Err(Error::bad("Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE").into());
        }
        let endpoint = &mut Arc::make_mut(&mut api.draft.settings).endpoint;
        endpoint.ip_address_type = if kind == "PRIVATE" { "dualstack" } else { "ipv4" }.to_owned();
        endpoint.types = vec![kind];
    }
    let document = told(&api, &imported.warnings);
    context.changed(format!("API {}", api.draft.settings.name), None, Some(api.id.to_string()));
    state(context).apis.insert(api.id.clone(), Arc::new(api));
    Ok(answer(201, document))
}

/// Makes an API what a document says, or adds that to it. What was deployed stays as it is.
pub fn put_rest_api(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let held = api(context, call)?;
    let mode = match uri::parameter(&call.request.query, "mode").as_deref() {
        None | Some("" | "merge") => Mode::Merge,
        Some("overwrite") => Mode::Overwrite,
        Some(other) => {
            let rule = "Member must satisfy enum value set: [merge, overwrite]";
            let text = format!("Value '{other}' at 'mode' failed to satisfy constraint: {rule}");
            return Err(Error::Validation(vec![text]).into());
        }
    };
    let import = Import {
        api_id: &held.id,
        existing: Some((&held.draft, held.root_id.clone())),
        mode,
        base_path: base_path(call)?,
        fail_on_warnings: fails_on_warnings(call),
    };
    let imported = import.run(body(call)?, &mut || context.rng.lower(6)).map_err(Error::BadRequest)?;
    let api = api_mut(context, call);
    (api.draft, api.root_id) = (imported.snapshot, imported.root_id);
    let mut document = told(api, &imported.warnings);
    document.entry("tags").or_insert_with(empty);
    context.changed(format!("API {}", held.draft.settings.name), None, Some("a definition".to_owned()));
    Ok(answer(200, document))
}

/// Shows what a stage's deployment keeps as a document.
pub fn get_export(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let api = api(context, call)?;
    let [stage, kind] = parts(call);
    let held = context.world.apigateway().deployed(&api.id, stage);
    let (_, deployment) = held.ok_or_else(|| Error::NotFound("Invalid stage identifier specified".to_owned()))?;
    let format = Format::read(kind).ok_or_else(|| Error::bad(format!("No API exporter for type '{kind}'")))?;
    let extensions = uri::parameter(&call.request.query, "extensions").unwrap_or_default();
    let created = format!("{}Z", api.created.iso8601().split('.').next().unwrap_or_default());
    let export = Export {
        api_id: &api.id,
        region: REGION,
        stage,
        snapshot: &deployment.snapshot,
        created: &created,
        format,
        extensions: Extensions::read(&extensions),
    };
    let document = export.document();
    let is_yaml = call.request.headers.get("accept").is_some_and(|accept| accept.contains("yaml"));
    let (text, end) = if is_yaml {
        (yaml(&document), "yaml")
    } else {
        (serde_json::to_string_pretty(&document).unwrap_or_default(), "json")
    };
    let response = Response::new(200)
        .with_header("content-type", "application/octet-stream")
        .with_header("content-disposition", format!("attachment; filename=\"{kind}_{created}.{end}\""))
        .with_body(text);
    Ok(Answer::Now(response))
}

fn told(api: &RestApi, warnings: &[String]) -> JsonBody {
    let mut document = rest_apis::describe(api);
    if !warnings.is_empty() {
        document.insert("warnings".to_owned(), Value::from(warnings.to_vec()));
    }
    document
}

fn body<'a>(call: &Call<'a>) -> Result<&'a str, Error> {
    let body = &call.request.body;
    if body.len() > LONGEST {
        return Err(Error::bad(format!("Invalid OpenAPI input: it has more than {LONGEST} bytes")));
    }
    std::str::from_utf8(body).map_err(|_| Error::bad("Invalid OpenAPI input."))
}

fn base_path(call: &Call<'_>) -> Result<BasePath, Error> {
    match uri::parameter(&call.request.query, "basepath").as_deref() {
        None | Some("" | "ignore") => Ok(BasePath::Ignore),
        Some("prepend") => Ok(BasePath::Prepend),
        Some("split") => Ok(BasePath::Split),
        Some(other) => {
            Err(Error::bad(format!("Invalid basepath {other} specified. Valid options are ignore, prepend, split")))
        }
    }
}

fn fails_on_warnings(call: &Call<'_>) -> bool {
    uri::parameter(&call.request.query, "failonwarnings").is_some_and(|value| value == "true")
}
