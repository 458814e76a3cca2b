//! The methods of numbers.

use super::super::heap::{Fault, Heap, Value};

/// Calls one.
pub fn call(heap: &Heap, number: &Value, name: &str, arguments: &[Value]) -> Result<Value, Fault> {
    let decimal = match number {
        Value::Integer(number) => *number as f64,
        Value::Decimal(number) => *number,
        _ => return Ok(Value::Null),
    };
    Ok(match (name, arguments) {
        ("intValue" | "longValue", []) => match number {
            Value::Decimal(number) => Value::Integer(*number as i64),
            _ => number.clone(),
        },
        ("doubleValue" | "floatValue", []) => Value::Decimal(decimal),
        ("compareTo", [Value::Integer(other)]) => order(decimal, *other as f64),
        ("compareTo", [Value::Decimal(other)]) => order(decimal, *other),
        // `Integer.parseInt`, which Java lets be called on any number.
        ("parseInt" | "parseLong" | "parseDouble" | "valueOf", [text]) => {
            let text = heap.print(text)?;
            let whole = text.trim().parse().ok().map(Value::Integer);
            let read = whole.or_else(|| text.trim().parse().ok().map(Value::Decimal));
            read.ok_or_else(|| Fault::new(format!("{name} is given {text:?}, which is no number")))?
        }
        _ => Value::Null,
    })
}

fn order(left: f64, right: f64) -> Value {
    Value::Integer(left.partial_cmp(&right).map_or(0, |order| order as i64))
}
