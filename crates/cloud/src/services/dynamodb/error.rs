//! DynamoDB's errors, in its words.

use serde_json::{Value, json};

use super::value::Item;
use super::wire::write_item;
use crate::error::ServiceError;
use crate::http::Response;
use crate::protocol::json;

/// Why DynamoDB refused a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// Something about the request is wrong; the text says what.
    Validation(String),
    /// A field has a JSON type that it cannot have; the text says which.
    Serialization(String),
    /// The condition does not hold. The item as it is, when the caller asked for it.
    ConditionFailed(Option<Item>),
    /// An item that was to be new is there already.
    Duplicate,
    /// A stream was asked for records that it no longer keeps.
    Trimmed,
    /// A shard iterator was used too late.
    ExpiredIterator,
    /// A table, or something else, is not there.
    NotFound(String),
    /// A table is there already.
    InUse(String),
    /// There are too many of something.
    LimitExceeded(String),
    /// A transaction was not done; what hindered each of its actions, in their order.
    Cancelled(Vec<Option<Error>>),
    /// The units that a table has, or one of its global indexes, are used up.
    Exceeded {
        /// Whether it is an index that has none left.
        index: bool,
        /// Which units, in the words of `ThrottlingReasons`.
        reason: &'static str,
        /// The ARN of the table or of the index.
        resource: String,
    },
    /// A table that is billed by request is asked for more than it can do yet.
    Throttled,
    /// A token was used before, with another request.
    TokenReused,
}

/// What is told about a table that a call with items names.
pub const NO_TABLE: &str = "Requested resource not found";

impl Error {
    /// A validation error.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::Validation(message.into())
    }

    /// A validation error about a parameter's value.
    #[must_use]
    pub fn wrong(text: &str) -> Self {
        Self::Validation(format!("One or more parameter values were invalid: {text}"))
    }

    /// A table that a call about tables names is not there.
    #[must_use]
    pub fn no_table(name: &str) -> Self {
        Self::NotFound(format!("{NO_TABLE}: Table: {name} not found"))
    }

    /// Whether it may go better a little later.
    #[must_use]
    pub fn is_throttling(&self) -> bool {
        matches!(self, Self::Exceeded { .. } | Self::Throttled)
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Validation(_) => "ValidationException",
            Self::Serialization(_) => "SerializationException",
            Self::ConditionFailed(_) => "ConditionalCheckFailedException",
            Self::Duplicate => "DuplicateItemException",
            Self::Trimmed => "TrimmedDataAccessException",
            Self::ExpiredIterator => "ExpiredIteratorException",
            Self::NotFound(_) => "ResourceNotFoundException",
            Self::InUse(_) => "ResourceInUseException",
            Self::LimitExceeded(_) => "LimitExceededException",
            Self::Cancelled(_) => "TransactionCanceledException",
            Self::Exceeded { .. } => "ProvisionedThroughputExceededException",
            Self::Throttled => "ThrottlingException",
            Self::TokenReused => "IdempotentParameterMismatchException",
        }
    }

    /// The code that it has as a part of an answer about several actions.
    #[must_use]
    pub fn short_code(&self) -> &'static str {
        match self {
            Self::ConditionFailed(_) => "ConditionalCheckFailed",
            Self::Duplicate => "DuplicateItem",
            Self::NotFound(_) => "ResourceNotFound",
            Self::Exceeded { .. } => "ProvisionedThroughputExceeded",
            Self::Throttled => "ThrottlingError",
            _ => "ValidationError",
        }
    }

    /// What is told.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Validation(text)
            | Self::Serialization(text)
            | Self::NotFound(text)
            | Self::InUse(text)
            | Self::LimitExceeded(text) => text.clone(),
            Self::ConditionFailed(_) => "The conditional request failed".to_owned(),
            Self::Duplicate => "Duplicate primary key exists in table".to_owned(),
            Self::Trimmed => {
                "The operation attempted to read past the oldest stream record in a shard, which are kept for 24 hours"
                    .to_owned()
            }
            Self::ExpiredIterator => {
                "The shard iterator has expired: it was handed out more than 15 minutes ago".to_owned()
            }
            Self::Cancelled(reasons) => {
                let codes: Vec<&str> = reasons.iter().map(|reason| reason_code(reason.as_ref())).collect();
                format!(
                    "Transaction cancelled, please refer cancellation reasons for specific reasons [{}]",
                    codes.join(", ")
                )
            }
            Self::Exceeded { index: false, .. } => "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.".to_owned(),
            Self::Exceeded { index: true, .. } => "The level of configured provisioned throughput for one or more global secondary indexes of the table was exceeded. Consider increasing your provisioning level for the under-provisioned global secondary indexes with the UpdateTable API.".to_owned(),
            Self::Throttled => "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly. If exceptions persist, check if you have a hot key: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html.".to_owned(),
            Self::TokenReused => {
                "A client request token was used before, with other parameters than this request has".to_owned()
            }
        }
    }
}

fn reason_code(reason: Option<&Error>) -> &'static str {
    match reason {
        None => "None",
        Some(error) => error.short_code(),
    }
}

fn reason(reason: Option<&Error>) -> Value {
    let mut shown = json!({"Code": reason_code(reason)});
    if let Some(error) = reason {
        shown["Message"] = json!(error.message());
        if let Error::ConditionFailed(Some(item)) = error {
            shown["Item"] = write_item(item);
        }
    }
    shown
}

impl From<Error> for ServiceError {
    /// Further fields are JSON texts: [`encode`] writes them as the values they are.
    fn from(error: Error) -> Self {
        let shown = Self::new(error.code(), 400, error.message());
        match &error {
            Error::ConditionFailed(Some(item)) => shown.with("Item", write_item(item).to_string()),
            Error::Exceeded { reason, resource, .. } => {
                shown.with("ThrottlingReasons", json!([{"reason": reason, "resource": resource}]).to_string())
            }
            Error::Cancelled(reasons) => {
                let reasons: Vec<Value> = reasons.iter().map(|held| reason(held.as_ref())).collect();
                shown.with("CancellationReasons", Value::Array(reasons).to_string())
            }
            _ => shown,
        }
    }
}

/// The answer that a refusal is.
#[must_use]
pub fn answer(error: &ServiceError) -> Response {
    let mut response = json::answer("1.0", encode(error));
    response.status = error.status;
    response
}

/// The body of a refusal.
#[must_use]
pub fn encode(error: &ServiceError) -> Value {
    let (namespace, message) = match error.code.as_ref() {
        "ValidationException" => ("com.amazon.coral.validate", "message"),
        "SerializationException" | "AccessDeniedException" => ("com.amazon.coral.service", "Message"),
        _ => ("com.amazonaws.dynamodb.v20120810", "message"),
    };
    let mut body = json!({"__type": format!("{namespace}#{}", error.code), message: error.message});
    for (name, value) in &error.details {
        body[name.as_ref()] = serde_json::from_str(value).unwrap_or_else(|_| json!(value));
    }
    body
}
