//! A function by its name and a qualifier: a version's number, an alias, or `$LATEST`.

use std::sync::Arc;

use serde_json::Value;

use super::{configuration, shape};
use crate::operation::{Call, Context};
use crate::protocol::uri;
use crate::services::lambda::{Error, Function, function_arn, qualifier_in, version_number};

/// What a qualifier leads to.
pub struct Qualified {
    /// The function as it was when the version was published, or as it is.
    pub function: Arc<Function>,
    /// The version: a number or `$LATEST`.
    pub version: String,
    /// The qualifier, where the caller gave one.
    pub qualifier: Option<String>,
}

/// The qualifier of a call, from its query or the function's name.
pub fn qualifier(call: &Call<'_>) -> Result<Option<String>, Error> {
    let segment = call.request.path.trim_matches('/').split('/').nth(2).unwrap_or_default();
    let named = uri::decode(segment).ok().and_then(|name| qualifier_in(&name).map(str::to_owned));
    match (named, uri::parameter(&call.request.query, "Qualifier")) {
        (Some(named), Some(asked)) if named != asked => Err(Error::InvalidParameterValue(
            "The derived qualifier from the function name does not match the specified qualifier.".to_owned(),
        )),
        (named, asked) => match asked.or(named) {
            Some(qualifier) if !is_qualifier(&qualifier) => Err(shape(
                "qualifier",
                Some(&qualifier),
                r"satisfy regular expression pattern: \$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+",
            )),
            other => Ok(other),
        },
    }
}

fn is_qualifier(text: &str) -> bool {
    text.chars().all(|next| next.is_ascii_alphanumeric() || "-_$".contains(next))
}

/// The function that a call names, with its qualifier followed.
pub fn resolve(context: &Context<'_>, call: &Call<'_>) -> Result<Qualified, Error> {
    let qualifier = qualifier(call)?;
    let state = context.world.lambda();
    let asked = qualifier.as_deref().unwrap_or("$LATEST");
    let alias = state.published(&call.name).and_then(|published| published.aliases.get(asked));
    let version = alias.map_or(asked, |alias| alias.version.as_str()).to_owned();
    let function = version_number(&version).and_then(|number| state.version(&call.name, number));
    let function = function.ok_or_else(|| {
        let arn = function_arn(&call.name);
        Error::FunctionNotFound {
            arn: qualifier.as_ref().map_or(arn.clone(), |qualifier| format!("{arn}:{qualifier}")),
        }
    })?;
    Ok(Qualified { function: function.clone(), version, qualifier })
}

impl Qualified {
    /// Its configuration as answers show it.
    pub fn configuration(&self) -> Value {
        let mut document = configuration(&self.function);
        if let Some(qualifier) = &self.qualifier {
            document["FunctionArn"] = format!("{}:{qualifier}", self.function.arn()).into();
        }
        document["Version"] = self.version.as_str().into();
        document
    }
}
