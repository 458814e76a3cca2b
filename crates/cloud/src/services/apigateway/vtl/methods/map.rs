//! The methods of Java's maps, and of their entries.

use super::super::heap::{Fault, Heap, Origin, Value};
use super::super::operators::equal;

/// Calls one.
pub fn call(heap: &mut Heap, map: usize, name: &str, arguments: &[Value]) -> Result<Value, Fault> {
    let (origin, fields) = heap.fields(map);
    let length = fields.len();
    let key = match arguments.first() {
        Some(key) => heap.print(key)?,
        None => String::new(),
    };
    heap.work(match name {
        "keySet" | "values" | "entrySet" | "remove" | "containsValue" | "putAll" => 64 * length,
        _ => 0,
    })?;
    if origin == Origin::Entry {
        let part = match name {
            "getKey" => "key",
            "getValue" => "value",
            _ => return Ok(Value::Null),
        };
        return Ok(heap.fields(map).1.get(part).cloned().unwrap_or(Value::Null));
    }
    let found = heap.fields(map).1.get(&key).cloned();
    Ok(match (name, arguments) {
        ("size", []) => Value::Integer(i64::try_from(length).unwrap_or(i64::MAX)),
        ("isEmpty", []) => Value::Bool(length == 0),
        ("get", [_]) => found.unwrap_or(Value::Null),
        ("getOrDefault", [_, otherwise]) => found.unwrap_or_else(|| otherwise.clone()),
        ("containsKey", [_]) => Value::Bool(found.is_some()),
        ("put", [_, value]) => heap.put(map, &key, value.clone())?.unwrap_or(Value::Null),
        ("putIfAbsent", [_, value]) => {
            if found.is_none() {
                heap.put(map, &key, value.clone())?;
            }
            found.unwrap_or(Value::Null)
        }
        ("putAll", [Value::Map(others)]) => {
            let others: Vec<_> =
                heap.fields(*others).1.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
            heap.work(64 * others.len())?;
            for (key, value) in others {
                heap.put(map, &key, value)?;
            }
            Value::Null
        }
        ("remove", [_]) => heap.fields_mut(map).remove(&key).unwrap_or(Value::Null),
        ("clear", []) => {
            *heap.fields_mut(map) = super::super::heap::Fields::default();
            Value::Null
        }
        ("containsValue", [wanted]) => {
            let values: Vec<Value> = heap.fields(map).1.iter().map(|(_, value)| value.clone()).collect();
            for value in values {
                if equal(heap, &value, wanted)? {
                    return Ok(Value::Bool(true));
                }
            }
            Value::Bool(false)
        }
        ("keySet", []) => {
            let keys = heap.fields(map).1.iter().map(|(key, _)| Value::Text(key.clone())).collect();
            heap.list(Origin::Java, keys)?
        }
        ("values", []) => {
            let values = heap.fields(map).1.iter().map(|(_, value)| value.clone()).collect();
            heap.list(Origin::Java, values)?
        }
        ("entrySet", []) => {
            let entries: Vec<_> =
                heap.fields(map).1.iter().map(|(key, value)| (Value::Text(key.clone()), value.clone())).collect();
            let mut items = Vec::with_capacity(entries.len());
            for (key, value) in entries {
                items.push(heap.map(Origin::Entry, vec![("key".into(), key), ("value".into(), value)])?);
            }
            heap.list(Origin::Java, items)?
        }
        _ => Value::Null,
    })
}
