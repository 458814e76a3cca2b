//! What can be asked of a value: the methods of Java's strings, lists, maps and numbers that templates use.

mod list;
mod map;
mod number;
mod regex;
mod text;

use super::evaluate::Evaluator;
use super::heap::{Fault, Value};
use super::operators::equal;

impl Evaluator<'_> {
    /// `value.name`
    pub fn property(&mut self, value: &Value, name: &str) -> Result<Value, Fault> {
        match value {
            Value::Input if name == "body" => self.body_text(),
            Value::Map(map) => Ok(self.heap.fields(*map).1.get(name).cloned().unwrap_or(Value::Null)),
            Value::List(list) if name == "empty" => Ok(Value::Bool(self.heap.items(*list).1.is_empty())),
            Value::Text(text) if name == "empty" => Ok(Value::Bool(text.is_empty())),
            _ => Ok(Value::Null),
        }
    }

    /// `value[index]`
    pub fn at_index(&mut self, value: &Value, index: &Value) -> Result<Value, Fault> {
        self.heap.at(value, index)
    }

    /// `value.name(arguments)`. What no value of its kind has gives nothing, as Velocity does with it.
    pub fn call(&mut self, value: &Value, name: &str, arguments: &[Value]) -> Result<Value, Fault> {
        if let Some(result) = self.call_any(value, name, arguments)? {
            return Ok(result);
        }
        match value {
            Value::Input => self.input(name, arguments),
            Value::Util => self.util(name, arguments),
            Value::Text(text) => text::call(&mut self.heap, text, name, arguments),
            Value::List(list) => list::call(&mut self.heap, *list, name, arguments),
            Value::Map(map) => map::call(&mut self.heap, *map, name, arguments),
            Value::Integer(_) | Value::Decimal(_) => number::call(&self.heap, value, name, arguments),
            Value::Bool(flag) if name == "booleanValue" => Ok(Value::Bool(*flag)),
            _ => Ok(Value::Null),
        }
    }

    /// What every value has.
    fn call_any(&self, value: &Value, name: &str, arguments: &[Value]) -> Result<Option<Value>, Fault> {
        Ok(match (name, arguments) {
            ("toString", []) if !matches!(value, Value::Input | Value::Util) => {
                let text = self.heap.print(value)?;
                Some(self.heap.text(&text)?)
            }
            ("equals", [other]) => {
                let alike = std::mem::discriminant(value) == std::mem::discriminant(other);
                Some(Value::Bool(alike && equal(&self.heap, value, other)?))
            }
            _ => None,
        })
    }
}
