//! `TagResource`: tags a table.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html>

use serde_json::{Value, json};

use super::super::declare::tags;
use super::super::error::Error;
use super::super::input::{body, missing, text};
use super::super::limits::MAX_TAGS;
use super::find_by_arn;
use crate::operation::{Call, Context};

/// Adds tags, or sets those that are there.
pub fn tag_resource(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    let table = find_by_arn(context, text(&body, "ResourceArn")?.ok_or_else(|| missing("ResourceArn"))?)?;
    let mut all = table.tags.clone();
    all.extend(tags(&body)?);
    if all.len() > MAX_TAGS {
        return Err(Error::Validation(format!("Too many tags: a table has at most {MAX_TAGS}")));
    }
    if let Some(held) = context.world.dynamodb_mut().table_mut(&table.name) {
        held.tags = all;
    }
    Ok(json!({}))
}
