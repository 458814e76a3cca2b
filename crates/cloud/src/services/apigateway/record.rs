//! What is read from a request's JSON and written into an answer's by one list of members.
//!
//! A record names each of its members once, in AWS's words and in ours. What a client creates, what it is shown and
//! what it patches then have one form, and a patch is made on the document and read back.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::Error;
use crate::sim::time::Time;

/// A value that stands in a document.
pub trait Member: Default {
    /// The value as it is written; none when it is left out.
    fn write(&self) -> Option<Value>;

    /// The value that `value` is.
    ///
    /// # Errors
    /// When it has another type.
    fn read(value: &Value) -> Result<Self, Error>;
}

/// Declares a record: its members, each with its name in documents.
macro_rules! record {
    (
        $(#[$about:meta])*
        $name:ident {
            $( $(#[$note:meta])* $wire:literal $field:ident: $type:ty, )*
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $( $(#[$note])* pub $field: $type, )*
        }

        impl $crate::services::apigateway::record::Member for $name {
            fn write(&self) -> Option<serde_json::Value> {
                let mut document = serde_json::Map::new();
                $( $crate::services::apigateway::record::put(&mut document, $wire, self.$field.write()); )*
                Some(serde_json::Value::Object(document))
            }

            fn read(value: &serde_json::Value) -> Result<Self, $crate::services::apigateway::Error> {
                let document = $crate::services::apigateway::record::object(value)?;
                Ok(Self { $( $field: $crate::services::apigateway::record::take(document, $wire)?, )* })
            }
        }
    };
}

pub(super) use record;

/// Writes a member, if there is something to write.
pub fn put(document: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    if let Some(value) = value {
        document.insert(name.to_owned(), value);
    }
}

/// The member called `name`; what is missing or null is the default.
///
/// # Errors
/// When it has another type.
pub fn take<T: Member>(document: &Map<String, Value>, name: &str) -> Result<T, Error> {
    document.get(name).filter(|value| !value.is_null()).map_or_else(|| Ok(T::default()), T::read)
}

/// A record as a document.
pub fn document(record: &impl Member) -> Map<String, Value> {
    match record.write() {
        Some(Value::Object(document)) => document,
        _ => Map::new(),
    }
}

/// A value as the object that it must be.
///
/// # Errors
/// When it is none.
pub fn object(value: &Value) -> Result<&Map<String, Value>, Error> {
    value.as_object().ok_or_else(|| wrong(value, "a Map"))
}

/// The error of a value that is not what was wanted.
fn wrong(value: &Value, wanted: &'static str) -> Error {
    let class = match value {
        Value::Null => "java.lang.Void",
        Value::Bool(_) => "java.lang.Boolean",
        Value::Number(_) => "com.amazon.coral.value.json.numbers.TruncatingBigNumber",
        Value::String(_) => "java.lang.String",
        Value::Array(_) => "java.util.ArrayList",
        Value::Object(_) => "java.util.HashMap",
    };
    Error::Serialization(class, wanted)
}

impl Member for String {
    fn write(&self) -> Option<Value> {
        (!self.is_empty()).then(|| Value::from(self.as_str()))
    }

    fn read(value: &Value) -> Result<Self, Error> {
        value.as_str().map(str::to_owned).ok_or_else(|| wrong(value, "an String"))
    }
}

impl Member for bool {
    fn write(&self) -> Option<Value> {
        Some(Value::from(*self))
    }

    fn read(value: &Value) -> Result<Self, Error> {
        // A patch brings flags as texts, and every text but this one is false.
        let said = value.as_bool().or_else(|| Some(value.as_str()?.eq_ignore_ascii_case("true")));
        said.ok_or_else(|| wrong(value, "an Boolean"))
    }
}

impl Member for u64 {
    fn write(&self) -> Option<Value> {
        Some(Value::from(*self))
    }

    fn read(value: &Value) -> Result<Self, Error> {
        let read = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok());
        read.ok_or_else(|| wrong(value, "an Integer"))
    }
}

impl Member for f64 {
    fn write(&self) -> Option<Value> {
        Some(Value::from(*self))
    }

    fn read(value: &Value) -> Result<Self, Error> {
        let read = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok());
        read.filter(|number: &Self| number.is_finite()).ok_or_else(|| wrong(value, "an Double"))
    }
}

impl Member for Time {
    fn write(&self) -> Option<Value> {
        Some(Value::from(self.epoch_s()))
    }

    fn read(value: &Value) -> Result<Self, Error> {
        let seconds = value.as_u64().ok_or_else(|| wrong(value, "an Date"))?;
        Ok(Self::from_epoch_ms(seconds.saturating_mul(1_000)).unwrap_or_default())
    }
}

impl<T: Member> Member for Option<T> {
    fn write(&self) -> Option<Value> {
        self.as_ref()?.write()
    }

    fn read(value: &Value) -> Result<Self, Error> {
        T::read(value).map(Some)
    }
}

impl<T: Member> Member for Arc<T> {
    fn write(&self) -> Option<Value> {
        T::write(self)
    }

    fn read(value: &Value) -> Result<Self, Error> {
        T::read(value).map(Self::new)
    }
}

impl<T: Member> Member for Vec<T> {
    fn write(&self) -> Option<Value> {
        (!self.is_empty()).then(|| self.iter().filter_map(T::write).collect())
    }

    fn read(value: &Value) -> Result<Self, Error> {
        value.as_array().ok_or_else(|| wrong(value, "a List"))?.iter().map(T::read).collect()
    }
}

impl<T: Member> Member for BTreeMap<String, T> {
    fn write(&self) -> Option<Value> {
        let entries = || self.iter().map(|(name, value)| (name.clone(), value.write().unwrap_or(Value::Null)));
        (!self.is_empty()).then(|| Value::Object(entries().collect()))
    }

    fn read(value: &Value) -> Result<Self, Error> {
        let read = |(name, value): (&String, &Value)| {
            let held = if value.is_null() { T::default() } else { T::read(value)? };
            Ok((name.clone(), held))
        };
        object(value)?.iter().map(read).collect()
    }
}
