//! Models: JSON Schema, draft 4, against bodies of requests.
//!
//! A library decides whether a body fits ([`check`]). Before it sees a schema, the schema is brought into a form in
//! which the library always ends ([`normal`]), and what it finds is told in the words of AWS's own validator
//! ([`words`]).

mod check;
mod normal;
#[cfg(test)]
mod tests;
mod words;

use serde_json::Value;

/// The longest schema. AWS's value, bytes.
pub const LONGEST: usize = 400_000;

/// A model's schema, ready to be tried on bodies.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    document: Value,
}

impl Schema {
    /// Reads a model's schema. `model` gives the schema of another model of the API by its name, to which this one
    /// may refer as `https://apigateway.amazonaws.com/restapis/{api}/models/{name}`.
    ///
    /// # Errors
    /// AWS's text for a schema that is none.
    pub fn parse(text: &str, model: &dyn Fn(&str) -> Option<String>) -> Result<Self, String> {
        let document = normal::read(text, model).map_err(|error| invalid(&error))?;
        check::schema(&document).map_err(|detail| invalid(&format!("Invalid model schema specified. {detail}")))?;
        Ok(Self { document })
    }

    /// Tries it on a body. A body that is empty is `null`.
    ///
    /// # Errors
    /// What `$context.error.validationErrorString` says of a body that does not fit: `[object has missing required
    /// properties (["id"])]`.
    pub fn check(&self, body: &str) -> Result<(), String> {
        let body: Value = match body.trim() {
            "" => Value::Null,
            body => {
                serde_json::from_str(body).map_err(|error| format!("[Unable to parse the body as JSON: {error}]"))?
            }
        };
        let faults = check::instance(&self.document, &body);
        if faults.is_empty() { Ok(()) } else { Err(format!("[{}]", faults.join(", "))) }
    }
}

/// AWS's text for a model that is refused.
fn invalid(error: &str) -> String {
    format!("Invalid model specified: Validation Result: warnings : [], errors : [{error}]")
}
