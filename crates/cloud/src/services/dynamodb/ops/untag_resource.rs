//! `UntagResource`: takes tags off a table.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UntagResource.html>

use serde_json::{Value, json};

use super::super::error::Error;
use super::super::input::{body, list, missing, text};
use super::find_by_arn;
use crate::operation::{Call, Context};

/// Takes tags off.
pub fn untag_resource(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    let table = find_by_arn(context, text(&body, "ResourceArn")?.ok_or_else(|| missing("ResourceArn"))?)?;
    let keys = list(&body, "TagKeys")?.ok_or_else(|| missing("TagKeys"))?;
    if let Some(held) = context.world.dynamodb_mut().table_mut(&table.name) {
        held.tags.retain(|name, _| !keys.iter().any(|key| key.as_str() == Some(&**name)));
    }
    Ok(json!({}))
}
