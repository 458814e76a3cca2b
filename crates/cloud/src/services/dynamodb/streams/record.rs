//! A record of a stream: what one write did to one item.

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::value::{Item, item_size};
use super::super::wire::write_item;
use super::stream::{Stream, write_number};
use crate::account::REGION;
use crate::sim::time::Time;

/// What one write did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its id.
    pub id: Arc<str>,
    /// When.
    pub at: Time,
    /// The item's key.
    pub keys: Item,
    /// The item as it was.
    pub before: Option<Arc<Item>>,
    /// The item as it is.
    pub after: Option<Arc<Item>>,
    /// Whether DynamoDB itself did it, because the item's time was over.
    pub expired: bool,
}

impl Record {
    /// What `stream` shows of it under `number`, and how many bytes that is.
    #[must_use]
    pub fn shown(&self, stream: &Stream, number: u64) -> (Value, usize) {
        let name = match (&self.before, &self.after) {
            (None, _) => "INSERT",
            (Some(_), Some(_)) => "MODIFY",
            (Some(_), None) => "REMOVE",
        };
        let mut bytes = item_size(&self.keys);
        let mut change = json!({
            "ApproximateCreationDateTime": self.at.epoch_ms() / 1_000,
            "Keys": write_item(&self.keys),
            "SequenceNumber": write_number(number),
            "StreamViewType": stream.view,
        });
        let images = [
            ("NewImage", stream.view.starts_with("NEW"), &self.after),
            ("OldImage", stream.view.contains("OLD"), &self.before),
        ];
        for (field, wanted, image) in images {
            if let Some(image) = image.as_ref().filter(|_| wanted) {
                bytes += item_size(image);
                change[field] = write_item(image);
            }
        }
        change["SizeBytes"] = json!(bytes);
        let mut shown = json!({
            "eventID": &*self.id,
            "eventName": name,
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "awsRegion": REGION,
            "dynamodb": change,
        });
        if self.expired {
            // The stream's own API writes these two with capital letters, unlike an event for Lambda.
            shown["userIdentity"] = json!({"Type": "Service", "PrincipalId": "dynamodb.amazonaws.com"});
        }
        (shown, bytes)
    }
}
