//! `ListTagsOfResource`: a table's tags.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html>

use serde_json::{Value, json};

use super::super::error::Error;
use super::super::input::{body, missing, text};
use super::find_by_arn;
use crate::operation::{Call, Context};

/// Lists tags, all on one page.
pub fn list_tags_of_resource(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    let table = find_by_arn(context, text(&body, "ResourceArn")?.ok_or_else(|| missing("ResourceArn"))?)?;
    let tags: Vec<Value> = table.tags.iter().map(|(key, value)| json!({"Key": &**key, "Value": &**value})).collect();
    Ok(json!({"Tags": tags}))
}
