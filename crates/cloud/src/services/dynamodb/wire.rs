//! Values and items as JSON: read with every check that needs no table, and written.

use std::collections::BTreeSet;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::error::Error;
use super::limits::MAX_NESTING;
use super::number::Number;
use super::value::{AttributeValue, Item};
use crate::protocol::json::write_text;

const EMPTY: &str = "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
const SEVERAL: &str =
    "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes";
/// What is told when lists and maps stand too deep in one another.
pub const TOO_DEEP: &str =
    "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit";

/// Reads an item or a key.
///
/// # Errors
/// The first value that is wrong.
pub fn read_item(json: &Value) -> Result<Item, Error> {
    read_map(json, 1)
}

/// Reads one value.
///
/// # Errors
/// What is wrong with it.
pub fn read_value(json: &Value) -> Result<AttributeValue, Error> {
    read_nested(json, 1)
}

/// What is told about a JSON value where `wanted` was to be.
#[must_use]
pub fn mismatch(json: &Value, wanted: &str) -> Error {
    Error::Serialization(match json {
        Value::String(_) if wanted == "Boolean" => "Unexpected token received from parser".to_owned(),
        Value::String(_) => format!("STRING_VALUE cannot be converted to {wanted}"),
        Value::Number(number) if number.is_f64() => format!("DECIMAL_VALUE cannot be converted to {wanted}"),
        Value::Number(_) => format!("NUMBER_VALUE cannot be converted to {wanted}"),
        Value::Bool(true) => format!("TRUE_VALUE cannot be converted to {wanted}"),
        Value::Bool(false) => format!("FALSE_VALUE cannot be converted to {wanted}"),
        Value::Array(_) => "Unrecognized collection type class java.lang.String".to_owned(),
        Value::Object(_) => "Start of structure or map found where not expected".to_owned(),
        Value::Null => "Unexpected token received from parser".to_owned(),
    })
}

fn read_map(json: &Value, depth: usize) -> Result<Item, Error> {
    let map = json.as_object().ok_or_else(|| Error::Serialization("Unexpected field type".to_owned()))?;
    map.iter().map(|(name, value)| Ok((Arc::from(name.as_str()), read_nested(value, depth)?))).collect()
}

fn read_nested(json: &Value, depth: usize) -> Result<AttributeValue, Error> {
    let map = json.as_object().ok_or_else(|| Error::Serialization("Unexpected value type in payload".to_owned()))?;
    let mut fields = map.iter().filter(|(_, value)| !value.is_null());
    let (kind, content) = fields.next().ok_or_else(|| Error::invalid(EMPTY))?;
    if fields.next().is_some() {
        return Err(Error::invalid(SEVERAL));
    }
    if depth > MAX_NESTING {
        return Err(Error::invalid(TOO_DEEP));
    }
    Ok(match kind.as_str() {
        "S" => AttributeValue::S(text(content)?.into()),
        "N" => AttributeValue::N(number(content)?),
        "B" => AttributeValue::B(binary(content)?),
        "BOOL" => AttributeValue::Bool(content.as_bool().ok_or_else(|| mismatch(content, "Boolean"))?),
        "NULL" => match content.as_bool().ok_or_else(|| mismatch(content, "Boolean"))? {
            true => AttributeValue::Null,
            false => return Err(Error::wrong("Null attribute value types must have the value of true")),
        },
        "L" => AttributeValue::L(
            list(content)?.iter().map(|value| read_nested(value, depth + 1)).collect::<Result<_, _>>()?,
        ),
        "M" => AttributeValue::M(read_map(content, depth + 1)?),
        "SS" => AttributeValue::SS(texts(list(content)?)?),
        "NS" => AttributeValue::NS(numbers(list(content)?)?),
        "BS" => AttributeValue::BS(binaries(list(content)?)?),
        _ => return Err(Error::invalid(EMPTY)),
    })
}

fn text(json: &Value) -> Result<&str, Error> {
    json.as_str().ok_or_else(|| mismatch(json, "String"))
}

fn list(json: &Value) -> Result<&Vec<Value>, Error> {
    json.as_array().ok_or_else(|| Error::Serialization("Unexpected field type".to_owned()))
}

fn number(json: &Value) -> Result<Number, Error> {
    let text = text(json)?;
    Number::parse(text).map_err(|fault| Error::Validation(fault.message(text)))
}

fn binary(json: &Value) -> Result<Bytes, Error> {
    let decoded = STANDARD.decode(text(json)?);
    decoded.map(Bytes::from).map_err(|_| Error::Serialization("Invalid Base64 input".to_owned()))
}

fn texts(list: &[Value]) -> Result<BTreeSet<Arc<str>>, Error> {
    if list.is_empty() {
        return Err(Error::wrong("An string set  may not be empty"));
    }
    let all = list.iter().map(text).collect::<Result<Vec<_>, _>>()?;
    let set: BTreeSet<Arc<str>> = all.iter().map(|text| Arc::from(*text)).collect();
    if set.len() < all.len() {
        return Err(Error::wrong(&format!("Input collection [{}] contains duplicates.", all.join(", "))));
    }
    Ok(set)
}

fn numbers(list: &[Value]) -> Result<BTreeSet<Number>, Error> {
    if list.is_empty() {
        return Err(Error::wrong("An number set  may not be empty"));
    }
    let set = list.iter().map(number).collect::<Result<BTreeSet<_>, _>>()?;
    if set.len() < list.len() {
        return Err(Error::invalid("Input collection contains duplicates"));
    }
    Ok(set)
}

fn binaries(list: &[Value]) -> Result<BTreeSet<Bytes>, Error> {
    if list.is_empty() {
        return Err(Error::wrong("Binary sets should not be empty"));
    }
    let set = list.iter().map(binary).collect::<Result<BTreeSet<_>, _>>()?;
    if set.len() < list.len() {
        let all: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
        return Err(Error::wrong(&format!("Input collection [{}]of type BS contains duplicates.", all.join(", "))));
    }
    Ok(set)
}

/// Writes an item.
#[must_use]
pub fn write_item(item: &Item) -> Value {
    Value::Object(item.iter().map(|(name, value)| (name.to_string(), write_value(value))).collect::<Map<_, _>>())
}

/// Writes one value with its type.
#[must_use]
pub fn write_value(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::S(text) => json!({"S": &**text}),
        AttributeValue::N(number) => json!({"N": number.to_string()}),
        AttributeValue::B(bytes) => json!({"B": STANDARD.encode(bytes)}),
        AttributeValue::SS(set) => json!({"SS": set.iter().map(|text| &**text).collect::<Vec<_>>()}),
        AttributeValue::NS(set) => json!({"NS": set.iter().map(Number::to_string).collect::<Vec<_>>()}),
        AttributeValue::BS(set) => json!({"BS": set.iter().map(|bytes| STANDARD.encode(bytes)).collect::<Vec<_>>()}),
        AttributeValue::M(map) => json!({"M": write_item(map)}),
        AttributeValue::L(list) => json!({"L": list.iter().map(write_value).collect::<Vec<_>>()}),
        AttributeValue::Bool(held) => json!({"BOOL": held}),
        AttributeValue::Null => json!({"NULL": true}),
    }
}

/// Writes an item as JSON text, as [`write_item`] would hold it.
pub fn push_item(item: &Item, into: &mut Vec<u8>) {
    into.push(b'{');
    for (at, (name, value)) in item.iter().enumerate() {
        into.extend_from_slice(if at == 0 { b"" } else { b"," });
        write_text(name, into);
        into.push(b':');
        push_value(value, into);
    }
    into.push(b'}');
}

fn push_value(value: &AttributeValue, into: &mut Vec<u8>) {
    into.push(b'{');
    write_text(value.type_name(), into);
    into.push(b':');
    match value {
        AttributeValue::S(text) => write_text(text, into),
        AttributeValue::N(number) => write_text(&number.to_string(), into),
        AttributeValue::B(bytes) => write_text(&STANDARD.encode(bytes), into),
        AttributeValue::SS(set) => push_list(set, |text, into| write_text(text, into), into),
        AttributeValue::NS(set) => push_list(set, |number, into| write_text(&number.to_string(), into), into),
        AttributeValue::BS(set) => push_list(set, |bytes, into| write_text(&STANDARD.encode(bytes), into), into),
        AttributeValue::M(map) => push_item(map, into),
        AttributeValue::L(list) => push_list(list, push_value, into),
        AttributeValue::Bool(held) => into.extend_from_slice(if *held { b"true" } else { b"false" }),
        AttributeValue::Null => into.extend_from_slice(b"true"),
    }
    into.push(b'}');
}

fn push_list<T>(list: impl IntoIterator<Item = T>, push: impl Fn(T, &mut Vec<u8>), into: &mut Vec<u8>) {
    into.push(b'[');
    for (at, value) in list.into_iter().enumerate() {
        into.extend_from_slice(if at == 0 { b"" } else { b"," });
        push(value, into);
    }
    into.push(b']');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_the_same_as_text_and_as_a_value() {
        let json = json!({
            "a": {"S": "x\"y"}, "b": {"N": "-1.5"}, "c": {"B": "AQI="}, "d": {"SS": ["a", "b"]}, "e": {"NS": ["1", "2"]},
            "f": {"BS": ["AQ==", "Ag=="]}, "g": {"M": {"h": {"L": [{"BOOL": true}, {"BOOL": false}, {"NULL": true}]}}},
            "i": {"L": []}, "j": {"M": {}},
        });
        let item = read_item(&json).expect("it is an item");
        let mut text = Vec::new();
        push_item(&item, &mut text);
        assert_eq!(write_item(&item), json);
        assert_eq!(String::from_utf8_lossy(&text), json.to_string());
    }
}
