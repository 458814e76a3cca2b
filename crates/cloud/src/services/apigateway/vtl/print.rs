//! How values are written: as Java writes them, and lists that came out of JSON as JSON.

use super::heap::{Fault, Heap, Origin, Value, too_deep};
use super::limits::{NESTING, OUTPUT_BYTES};

impl Heap {
    /// The text of a value. Nothing is `null`.
    pub fn print(&self, value: &Value) -> Result<String, Fault> {
        let mut out = String::new();
        self.write(value, 0, &mut out)?;
        self.work(out.len())?;
        Ok(out)
    }

    /// Adds the text of a value to `out`.
    pub fn write(&self, value: &Value, depth: usize, out: &mut String) -> Result<(), Fault> {
        if depth > NESTING {
            return Err(too_deep());
        }
        self.step(1)?;
        match value {
            Value::Null => out.push_str("null"),
            Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Value::Integer(number) => out.push_str(&number.to_string()),
            Value::Decimal(number) => out.push_str(&decimal(*number)),
            Value::Text(text) => out.push_str(text),
            Value::Input => out.push_str("$input"),
            Value::Util => out.push_str("$util"),
            Value::Block(_) => {}
            Value::List(list) => {
                let (origin, items) = self.items(*list);
                if origin == Origin::Json {
                    out.push_str(&self.to_json(value, depth)?.to_string());
                    return within(out);
                }
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push_str(", ");
                    }
                    self.write(item, depth + 1, out)?;
                }
                out.push(']');
            }
            Value::Map(map) => {
                let (origin, fields) = self.fields(*map);
                if origin == Origin::Entry {
                    self.write(fields.get("key").unwrap_or(&Value::Null), depth + 1, out)?;
                    out.push('=');
                    return self.write(fields.get("value").unwrap_or(&Value::Null), depth + 1, out);
                }
                out.push('{');
                for (index, (key, item)) in fields.iter().enumerate() {
                    if index > 0 {
                        out.push_str(", ");
                    }
                    out.push_str(key);
                    out.push('=');
                    self.write(item, depth + 1, out)?;
                }
                out.push('}');
            }
        }
        within(out)
    }
}

/// Refuses a text that is longer than a result may be.
pub fn within(out: &str) -> Result<(), Fault> {
    if out.len() > OUTPUT_BYTES {
        return Err(Fault::new(format!("The template writes more than {OUTPUT_BYTES} bytes")));
    }
    Ok(())
}

/// A number as Java's `Double.toString` has it: `1.0`, `1.0E7`.
fn decimal(number: f64) -> String {
    let size = number.abs();
    if !number.is_finite() {
        return if number.is_nan() {
            "NaN"
        } else if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        }
        .to_owned();
    }
    if size == 0.0 || (1e-3..1e7).contains(&size) {
        return format!("{number:?}");
    }
    let text = format!("{number:E}");
    match text.split_once('E') {
        Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0E{exponent}"),
        _ => text,
    }
}
