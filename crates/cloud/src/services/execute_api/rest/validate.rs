//! The fourth step: has the request what its method asks for.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html>

use super::exchange::Exchange;
use super::logs::Level;
use super::respond::Refusal;
use super::{kind, template, variables};
use crate::operation::Context;

/// Checks parameters and body, as far as the method's validator says.
pub fn validate(context: &mut Context<'_>, exchange: &mut Exchange) -> Result<(), Refusal> {
    let method = exchange.method.clone();
    let Some(validator) = exchange.snapshot.validators.get(method.request_validator_id.as_str()).cloned() else {
        return Ok(());
    };
    if validator.validate_request_parameters {
        parameters(exchange)?;
    }
    if validator.validate_request_body {
        body(context, exchange)?;
    }
    context.phase("validate", format!("The request has what the validator {} asks for.", validator.name));
    Ok(())
}

/// Parameters that are declared as required must be there and not be blank.
fn parameters(exchange: &mut Exchange) -> Result<(), Refusal> {
    let mut missing = Vec::new();
    // By name: headers come before the path's and the query's, as AWS lists them.
    for (name, _) in exchange.method.request_parameters.iter().filter(|(_, required)| **required) {
        let Some(name) = name.strip_prefix("method.request.") else { continue };
        let value = variables::of_request(name, exchange);
        if value.is_none_or(|value| value.trim().is_empty()) {
            missing.push(name.split_once('.').map_or(name, |(_, name)| name).to_owned());
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    let message = format!("Missing required request parameters: [{}]", missing.join(", "));
    let says = format!("{message}. The method declares them as required and its validator checks it: send them.");
    Err(Refusal::new(kind::BAD_REQUEST_PARAMETERS, "validate", says).with_message(message))
}

/// The body must fit the model that the method has for its content type. What has no model is not checked.
fn body(context: &Context<'_>, exchange: &mut Exchange) -> Result<(), Refusal> {
    let models = &exchange.method.request_models;
    let Some(name) = models.get(&exchange.content_type()).or_else(|| models.get("$default")) else { return Ok(()) };
    let Some(model) = exchange.snapshot.models.get(name.as_str()).cloned() else { return Ok(()) };
    let name = model.name.clone();
    let Some(detail) = template::fault(context, exchange, &model.schema) else { return Ok(()) };
    exchange.log.write(Level::Info, context.now, || {
        format!("Request body does not match model schema for content type application/json: {detail}")
    });
    let says = format!("The body does not fit the model {name}: {}.", detail);
    Err(Refusal::new(kind::BAD_REQUEST_BODY, "validate", says).with_detail(detail))
}
