//! Create, Get, Update and DeleteFunctionUrlConfig: who answers at the address is `execute_api`'s affair.
//! <https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunctionUrlConfig.html>

use serde_json::{Map, Value, json};

use super::{body, find, shape};
use crate::account::REGION;
use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::protocol::rest_json;
use crate::services::lambda::Error;

/// Gives a function an address.
pub fn create_function_url_config(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call)?;
    check(&body)?;
    let function = find(context, call).map_err(|_| Error::NotFound("Function does not exist".to_owned()))?;
    if held(context, call).is_ok() {
        return Err(Error::Conflict(format!(
            "Failed to create function url config for [functionArn = {}]. Error message: FunctionUrlConfig exists for this Lambda function",
            function.arn()
        )).into());
    }
    if body.get("AuthType").is_none() {
        return Err(shape("authType", None, "not be null").into());
    }
    let id = context.rng.hex(32);
    let mut url = json!({
        "FunctionUrl": format!("https://{id}.lambda-url.{REGION}.on.aws/"),
        "FunctionArn": function.arn(),
        "CreationTime": context.now.iso8601(),
        "InvokeMode": "BUFFERED",
    });
    set(context, &mut url, &body);
    context.changed(format!("{} URL", function.name), None, url["FunctionUrl"].as_str().map(str::to_owned));
    context.world.lambda_mut().published_mut(&function.name).url = Some(url.clone());
    Ok(Answer::Now(rest_json::answer(201, &url)))
}

/// Shows a function's address.
pub fn get_function_url_config(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    Ok(Answer::Now(rest_json::answer(200, &held(context, call)?)))
}

/// Changes who may call at the address, and how.
pub fn update_function_url_config(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call)?;
    check(&body)?;
    let mut url = held(context, call)?;
    let before = url["AuthType"].to_string();
    set(context, &mut url, &body);
    context.changed(format!("{} URL", call.name), Some(before), Some(url["AuthType"].to_string()));
    context.world.lambda_mut().published_mut(&call.name).url = Some(url.clone());
    Ok(Answer::Now(rest_json::answer(200, &url)))
}

/// Takes the address away.
pub fn delete_function_url_config(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let url = held(context, call)?;
    context.changed(format!("{} URL", call.name), url["FunctionUrl"].as_str().map(str::to_owned), None);
    context.world.lambda_mut().published_mut(&call.name).url = None;
    Ok(Answer::Now(Response::new(204)))
}

fn held(context: &Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let published = context.world.lambda().published(&call.name);
    published
        .and_then(|published| published.url.clone())
        .ok_or_else(|| Error::NotFound("The resource you requested does not exist.".to_owned()))
}

fn check(body: &Map<String, Value>) -> Result<(), Error> {
    for (name, member, allowed) in
        [("InvokeMode", "invokeMode", ["RESPONSE_STREAM", "BUFFERED"]), ("AuthType", "authType", ["NONE", "AWS_IAM"])]
    {
        if let Some(value) = body.get(name).and_then(Value::as_str).filter(|value| !allowed.contains(value)) {
            return Err(shape(member, Some(value), &format!("satisfy enum value set: [{}]", allowed.join(", "))));
        }
    }
    Ok(())
}

fn set(context: &Context<'_>, url: &mut Value, body: &Map<String, Value>) {
    for name in ["AuthType", "Cors", "InvokeMode"] {
        if let Some(value) = body.get(name) {
            url[name] = value.clone();
        }
    }
    url["LastModifiedTime"] = context.now.iso8601().into();
}
