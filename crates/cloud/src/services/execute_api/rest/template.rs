//! Mapping templates and models, as a request to a REST API has them rendered and checked.

use serde_json::Value;

use super::exchange::Exchange;
use super::logs::Level;
use super::variables;
use crate::operation::Context;
use crate::services::apigateway::schema::Schema;
use crate::services::apigateway::vtl::{Params, Scope, Template};
use crate::services::execute_api::texts;

/// Renders a template for a request, over `body`: the request's, or the backend's. What it sets of the request to the
/// backend and of the answer stays with the exchange.
///
/// # Errors
/// What is wrong with the template, or with the body that it reads.
pub fn render(template: &str, context: &Context<'_>, exchange: &mut Exchange, body: &str) -> Result<String, String> {
    let template = Template::parse(template).map_err(|error| error.to_string())?;
    let mut scope = Scope {
        body: body.to_owned(),
        params: Params {
            path: exchange.path_parameters.clone(),
            querystring: exchange.query.iter().cloned().collect(),
            header: super::event::headers(exchange)
                .into_iter()
                .filter_map(|(name, mut values)| Some((name, values.pop()?)))
                .collect(),
        },
        context: variables::context(exchange, None, context.now),
        stage_variables: exchange.stage.variables.clone(),
        ..Scope::default()
    };
    if !exchange.response_override.is_null() {
        scope.response_override = exchange.response_override.take();
    }
    let rendered = template.render(&mut scope).map_err(|error| error.to_string())?;
    exchange.request_override = scope.request_override;
    exchange.response_override = scope.response_override;
    Ok(rendered)
}

/// What keeps the request's body from fitting a model; none when it fits. Other models may be named in it.
pub fn fault(context: &Context<'_>, exchange: &mut Exchange, schema: &str) -> Option<String> {
    let models = exchange.snapshot.models.clone();
    let model = |name: &str| models.get(name).map(|model| model.schema.clone());
    let body = String::from_utf8_lossy(&exchange.request.body).into_owned();
    match Schema::parse(schema, &model) {
        Ok(schema) => schema.check(&body).err(),
        Err(error) => {
            // A model that is none was refused when it was made; one that was imported may still be.
            exchange.log.write(Level::Error, context.now, || error);
            None
        }
    }
}

/// The members of what a template set of a part of the request.
pub fn set<'o>(overrides: &'o Value, part: &str) -> impl Iterator<Item = (&'o str, String)> {
    let members = overrides.get(part).and_then(Value::as_object).into_iter().flatten();
    members.filter_map(|(name, value)| Some((name.as_str(), texts::text(value)?)))
}
