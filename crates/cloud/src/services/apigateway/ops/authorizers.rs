//! Create, Get, Update and DeleteAuthorizer, and GetAuthorizers.
//! <https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html>

use std::sync::Arc;

use serde_json::Value;

use super::{answer, api, api_mut, body, done, method_where, one_of, page, parts, patched, required, room};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::services::apigateway::Error;
use crate::services::apigateway::patch::{ADD, Form, REMOVE, REPLACE, Style, Table, rule};
use crate::services::apigateway::record::{Member, document};
use crate::services::apigateway::state::Authorizer;

/// How many authorizers an API may have.
pub const MAX_AUTHORIZERS: usize = 10;
/// The longest that a decision may hold, seconds.
const LONGEST_TTL_S: u64 = 3_600;
/// How long a decision of a Lambda authorizer holds, seconds, unless it is said.
pub const TTL_S: u64 = 300;
/// The types, in the order of AWS's refusal.
pub const TYPES: &str = "TOKEN, REQUEST, COGNITO_USER_POOLS";

static PATCHES: Table = Table {
    rules: &[
        rule("/name", REPLACE, Form::Member),
        rule("/type", REPLACE, Form::Member),
        rule("/authType", REPLACE, Form::Member),
        rule("/authorizerUri", REPLACE, Form::Member),
        rule("/authorizerCredentials", REPLACE, Form::Member),
        rule("/authorizerResultTtlInSeconds", REPLACE, Form::Member),
        rule("/identitySource", REPLACE, Form::Member),
        rule("/identityValidationExpression", REPLACE, Form::Member),
        rule("/providerARNs", ADD | REMOVE, Form::Values),
    ],
    style: Style::Plain,
};

/// Makes an authorizer.
pub fn create_authorizer(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let api = api(context, call).map_err(|_| {
        let text = "Unable to complete operation due to concurrent modification. Please try again later.";
        Error::Conflict(text.to_owned())
    })?;
    let body = body(call)?;
    required(call, &body, "name")?;
    required(call, &body, "type")?;
    let mut authorizer = Authorizer::read(&Value::Object(body))?;
    one_of(call, "type", &authorizer.kind, TYPES)?;
    check(&authorizer)?;
    if api.draft.authorizers.values().any(|held| held.name == authorizer.name) {
        return Err(Error::bad(
            "Authorizer name must be unique. Authorizer with given name already exists in this RestApi",
        )
        .into());
    }
    room(api.draft.authorizers.len(), MAX_AUTHORIZERS, "authorizers for this API")?;
    if authorizer.auth_type.is_empty() {
        usual_auth_type(&authorizer.kind).clone_into(&mut authorizer.auth_type);
    }
    authorizer.id = context.rng.lower(6);
    keep(context, call, authorizer, 201)
}

/// Shows an authorizer.
pub fn get_authorizer(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    Ok(answer(200, describe(&*find(context, call)?)))
}

/// Lists an API's authorizers.
pub fn get_authorizers(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let api = api(context, call)?;
    Ok(page(call, api.draft.authorizers.iter().map(|(id, held)| (id.to_string(), describe(held))))?)
}

/// Changes an authorizer.
pub fn update_authorizer(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let held = find(context, call)?;
    let changed = patched(&*held, &PATCHES, call)?;
    one_of(call, "type", &changed.kind, TYPES)?;
    check(&changed)?;
    keep(context, call, changed, 200)
}

/// Deletes an authorizer that no method names.
pub fn delete_authorizer(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let held = find(context, call)?;
    let api = api(context, call)?;
    if let Some(method) = method_where(&api, |method| method.authorizer_id == held.id) {
        let text = format!("Cannot delete authorizer '{}', is referenced in method: {method}", held.name);
        return Err(Error::Conflict(text).into());
    }
    api_mut(context, call).draft.authorizers.remove(held.id.as_str());
    Ok(done(202))
}

/// What import and export call an authorizer of a type, unless it is said.
pub fn usual_auth_type(kind: &str) -> &'static str {
    if kind == "COGNITO_USER_POOLS" { "cognito_user_pools" } else { "custom" }
}

fn find(context: &Context<'_>, call: &Call<'_>) -> Result<Arc<Authorizer>, Error> {
    let [id] = parts(call);
    let held = api(context, call)?.draft.authorizers.get(id).cloned();
    held.ok_or_else(|| Error::unknown("Authorizer"))
}

fn keep(
    context: &mut Context<'_>,
    call: &Call<'_>,
    authorizer: Authorizer,
    status: u16,
) -> Result<Answer, ServiceError> {
    let answer = answer(status, describe(&authorizer));
    let name = authorizer.name.clone();
    let before = api_mut(context, call).draft.authorizers.insert(authorizer.id.as_str().into(), Arc::new(authorizer));
    let before = before.map(|before| before.kind.clone());
    context.changed(format!("authorizer {name}"), before, Some("set".to_owned()));
    Ok(answer)
}

fn describe(authorizer: &Authorizer) -> JsonBody {
    document(authorizer)
}

/// Refuses an authorizer that could not be asked.
pub fn check(authorizer: &Authorizer) -> Result<(), Error> {
    if authorizer.result_ttl_s.is_some_and(|ttl| ttl > LONGEST_TTL_S) {
        return Err(Error::bad("Authorizer result TTL must be between 0 and 3600 seconds"));
    }
    if authorizer.kind == "COGNITO_USER_POOLS" {
        if authorizer.provider_arns.is_empty() {
            return Err(Error::bad("Invalid Provider ARNs specified. At least one Cognito user pool is needed"));
        }
        return Ok(());
    }
    let is_function = |uri: &str| {
        let parts: Vec<&str> = uri.splitn(6, ':').collect();
        matches!(parts[..], ["arn", _, "apigateway", _, "lambda", path] if path.starts_with("path/"))
    };
    if !is_function(&authorizer.uri) {
        return Err(Error::bad(
            "Invalid Authorizer URI: the URI must be that of a Lambda function, arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations",
        ));
    }
    // A decision that is kept must be known by something of the request.
    if authorizer.kind == "REQUEST"
        && authorizer.identity_source.is_empty()
        && authorizer.result_ttl_s.unwrap_or(TTL_S) > 0
    {
        return Err(Error::bad(
            "Identity source cannot be empty for REQUEST authorizer when authorizer caching is enabled",
        ));
    }
    Ok(())
}
