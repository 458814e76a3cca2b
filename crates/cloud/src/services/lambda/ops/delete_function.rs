//! DeleteFunction. <https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html>

use super::find;
use super::qualified::qualifier;
use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context, Effect};
use crate::services::lambda::Error;

/// Deletes a function with its policy. Its environments end; events that wait for it are dropped.
pub fn delete_function(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let function = find(context, call)?;
    if let Some(qualifier) = qualifier(call)? {
        return delete_version(context, call, &qualifier);
    }
    context.effects.push(Effect::Retire { function: function.name.clone() });
    context.changed(function.name.as_ref(), Some("function".to_owned()), None);
    context.world.lambda_mut().remove_function(&function.name);
    Ok(Answer::Now(Response::new(204)))
}

/// Deletes one version, unless an alias points to it. That there is none is no error.
fn delete_version(context: &mut Context<'_>, call: &Call<'_>, version: &str) -> Result<Answer, ServiceError> {
    if version == "$LATEST" {
        let text = "$LATEST version cannot be deleted without deleting the function.";
        return Err(Error::InvalidParameterValue(text.to_owned()).into());
    }
    let published = context.world.lambda_mut().published_mut(&call.name);
    let points =
        published.aliases.iter().filter(|(_, alias)| alias.version == version || alias.weights.contains_key(version));
    let names: Vec<&str> = points.map(|(name, _)| name.as_ref()).collect();
    if !names.is_empty() {
        return Err(Error::Conflict(format!(
            "Unable to delete version because the following aliases reference it: [{}]",
            names.join(", ")
        ))
        .into());
    }
    let gone = version.parse().ok().and_then(|number: u32| published.versions.remove(&number));
    if gone.is_some() {
        context.changed(format!("{} version {version}", call.name), Some("published".to_owned()), None);
    }
    Ok(Answer::Now(Response::new(204)))
}
