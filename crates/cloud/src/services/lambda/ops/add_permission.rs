//! AddPermission. <https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html>

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::qualified::qualifier;
use super::{body, find};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::rest_json;
use crate::services::iam::policy::Policy;
use crate::services::lambda::{Error, Function};

/// Adds a statement to a function's policy: who may invoke it, on whose behalf.
pub fn add_permission(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call)?;
    let function = find(context, call)?;
    match qualifier(call)?.as_deref() {
        None => {}
        Some("$LATEST") => {
            let text = "We currently do not support adding policies for $LATEST.";
            return Err(Error::InvalidParameterValue(text.to_owned()).into());
        }
        Some(_) => return Err(ServiceError::not_simulated("lambda", "AddPermission to a version or alias")),
    }
    let text = |name: &str| body.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let id = text("StatementId").ok_or_else(|| missing("statementId"))?;
    if id.len() > 100 || !id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        return Err(Error::Validation(format!(
            "1 validation error detected: Value '{id}' at 'statementId' failed to satisfy constraint: Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)"
        )).into());
    }
    let action = text("Action").ok_or_else(|| missing("action"))?;
    let principal = text("Principal").ok_or_else(|| missing("principal"))?;
    let mut policy = match function.policy.as_deref() {
        Some(policy) => policy.clone(),
        None => Policy::from_statements([]).map_err(|error| Error::InvalidParameterValue(error.message()))?,
    };
    if policy.statement(id).is_some() {
        return Err(Error::StatementExists { id: id.to_owned() }.into());
    }
    let mut statement = statement(&function, id, action, principal, text("SourceAccount"), text("SourceArn"))?;
    if let Some(kind) = text("FunctionUrlAuthType") {
        statement["Condition"]["StringEquals"]["lambda:FunctionUrlAuthType"] = kind.into();
    }
    if let Some(by_url) = body.get("InvokedViaFunctionUrl").and_then(Value::as_bool) {
        statement["Condition"]["Bool"]["lambda:InvokedViaFunctionUrl"] = by_url.to_string().into();
    }
    add(&mut policy, id, &statement)?;
    let mut changed = Function::clone(&function);
    changed.policy = Some(Arc::new(policy));
    changed.revision_id = context.rng.uuid();
    context.changed(format!("{} policy", function.name), None, Some(format!("{principal} may {action} ({id})")));
    context.world.lambda_mut().put_function(changed);
    Ok(Answer::Now(rest_json::answer(201, &json!({"Statement": statement.to_string()}))))
}

fn missing(field: &str) -> Error {
    Error::Validation(format!(
        "1 validation error detected: Value null at '{field}' failed to satisfy constraint: Member must not be null"
    ))
}

fn statement(
    function: &Function,
    id: &str,
    action: &str,
    principal: &str,
    source_account: Option<&str>,
    source_arn: Option<&str>,
) -> Result<Value, Error> {
    let principal = if principal == "*" {
        json!("*")
    } else if principal.ends_with(".amazonaws.com") {
        json!({"Service": principal})
    } else if principal.len() == 12 && principal.bytes().all(|b| b.is_ascii_digit()) {
        json!({"AWS": format!("arn:aws:iam::{principal}:root")})
    } else if principal.starts_with("arn:") {
        json!({"AWS": principal})
    } else {
        return Err(Error::InvalidParameterValue(
            "The provided principal was invalid. Please check the principal and try again.".to_owned(),
        ));
    };
    let mut statement = json!({
        "Sid": id,
        "Effect": "Allow",
        "Principal": principal,
        "Action": action,
        "Resource": function.arn(),
    });
    let mut condition = Map::new();
    if let Some(account) = source_account {
        condition.insert("StringEquals".to_owned(), json!({"AWS:SourceAccount": account}));
    }
    if let Some(arn) = source_arn {
        condition.insert("ArnLike".to_owned(), json!({"AWS:SourceArn": arn}));
    }
    if !condition.is_empty() {
        statement["Condition"] = Value::Object(condition);
    }
    Ok(statement)
}

fn add(policy: &mut Policy, id: &str, statement: &Value) -> Result<(), Error> {
    policy.push_statement(id, statement).map_err(|error| Error::InvalidParameterValue(error.message()))
}
