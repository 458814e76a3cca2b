//! `DeleteItem`: deletes an item; one that is not there is deleted too.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html>

use serde_json::Value;

use super::super::error::Error;
use super::super::write::Form;
use super::put_item::put_or_delete;
use crate::operation::{Call, Context};

/// Deletes an item.
pub fn delete_item(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    put_or_delete(context, call, Form::Delete)
}
