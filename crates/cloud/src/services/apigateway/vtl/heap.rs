//! The values of a template that is being rendered, and what they have cost.
//!
//! Lists and maps are shared, as in Java: what is put into one is seen by all who hold it. They live here, behind
//! numbers, so that a map that holds itself is let go with the rest.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value as Json;

use super::limits::{HELD_BYTES, NESTING, STEPS};

/// A value.
#[derive(Clone, Debug)]
pub enum Value {
    /// Nothing.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Another number.
    Decimal(f64),
    /// A text.
    Text(Rc<str>),
    /// A list, by its number.
    List(usize),
    /// A map, by its number.
    Map(usize),
    /// The body of a `#define`, by its number.
    Block(usize),
    /// `$input`
    Input,
    /// `$util`
    Util,
}

/// Where a list or map comes from, which decides how it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The template or the gateway: printed as Java prints them, `[a, b]` and `{a=b}`.
    Java,
    /// JSON: lists are printed as JSON, maps as Java does.
    Json,
    /// An entry of a map: `a=b`.
    Entry,
}

/// A map in the order in which its keys came.
#[derive(Debug, Default)]
pub struct Fields {
    order: Vec<Rc<str>>,
    values: BTreeMap<Rc<str>, Value>,
}

/// What went wrong, as a sentence; the place is added where it is known.
#[derive(Debug)]
pub struct Fault {
    /// What went wrong.
    pub text: String,
    /// Whether the body is at fault.
    pub body: bool,
}

/// All lists and maps, and what was spent.
#[derive(Debug, Default)]
pub struct Heap {
    lists: Vec<(Origin, Vec<Value>)>,
    maps: Vec<(Origin, Fields)>,
    bytes: Cell<usize>,
    steps: Cell<usize>,
}

impl Fault {
    /// The template's fault.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), body: false }
    }
}

impl Fields {
    /// The value under `key`.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.values.get(key)
    }

    /// Puts a value under `key`, and gives the one that was there.
    pub fn put(&mut self, key: Rc<str>, value: Value) -> Option<Value> {
        let before = self.values.insert(Rc::clone(&key), value);
        if before.is_none() {
            self.order.push(key);
        }
        before
    }

    /// Takes away what is under `key`.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let value = self.values.remove(key)?;
        self.order.retain(|kept| **kept != *key);
        Some(value)
    }

    /// The keys with their values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Rc<str>, &Value)> {
        self.order.iter().filter_map(|key| self.values.get_key_value(key))
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.order.len()
    }
}

impl Heap {
    /// Takes steps.
    pub fn step(&self, steps: usize) -> Result<(), Fault> {
        self.steps.set(self.steps.get().saturating_add(steps));
        if self.steps.get() > STEPS {
            return Err(Fault::new(format!("The template takes more than {STEPS} steps")));
        }
        Ok(())
    }

    /// Takes the steps of a method that works on so many bytes.
    pub fn work(&self, bytes: usize) -> Result<(), Fault> {
        self.step(1 + bytes / 64)
    }

    /// Counts what is made.
    pub fn hold(&self, bytes: usize) -> Result<(), Fault> {
        self.bytes.set(self.bytes.get().saturating_add(bytes));
        if self.bytes.get() > HELD_BYTES {
            return Err(Fault::new(format!("The template makes more than {HELD_BYTES} bytes of values")));
        }
        Ok(())
    }

    /// A text.
    pub fn text(&self, text: &str) -> Result<Value, Fault> {
        self.hold(text.len() + 16)?;
        Ok(Value::Text(text.into()))
    }

    /// A list.
    pub fn list(&mut self, origin: Origin, items: Vec<Value>) -> Result<Value, Fault> {
        self.hold(32 + 24 * items.len())?;
        self.lists.push((origin, items));
        Ok(Value::List(self.lists.len() - 1))
    }

    /// A map of entries.
    pub fn map(&mut self, origin: Origin, entries: Vec<(Rc<str>, Value)>) -> Result<Value, Fault> {
        self.hold(48 + 64 * entries.len())?;
        let mut fields = Fields::default();
        for (key, value) in entries {
            fields.put(key, value);
        }
        self.maps.push((origin, fields));
        Ok(Value::Map(self.maps.len() - 1))
    }

    /// The items of a list and where it comes from.
    pub fn items(&self, list: usize) -> (Origin, &[Value]) {
        self.lists.get(list).map_or((Origin::Java, &[]), |(origin, items)| (*origin, items))
    }

    /// The items of a list, to be changed.
    pub fn items_mut(&mut self, list: usize) -> &mut Vec<Value> {
        &mut self.lists[list].1
    }

    /// The entries of a map and where it comes from.
    pub fn fields(&self, map: usize) -> (Origin, &Fields) {
        let (origin, fields) = &self.maps[map];
        (*origin, fields)
    }

    /// The entries of a map, to be changed.
    pub fn fields_mut(&mut self, map: usize) -> &mut Fields {
        &mut self.maps[map].1
    }

    /// Puts a value into a map, and gives the one that was there.
    pub fn put(&mut self, map: usize, key: &str, value: Value) -> Result<Option<Value>, Fault> {
        self.hold(64 + key.len())?;
        Ok(self.fields_mut(map).put(key.into(), value))
    }

    /// JSON as a value.
    pub fn adopt(&mut self, origin: Origin, json: &Json) -> Result<Value, Fault> {
        self.hold(24)?;
        Ok(match json {
            Json::Null => Value::Null,
            Json::Bool(flag) => Value::Bool(*flag),
            Json::Number(number) => match number.as_i64() {
                Some(whole) => Value::Integer(whole),
                None => Value::Decimal(number.as_f64().unwrap_or_default()),
            },
            Json::String(text) => self.text(text)?,
            Json::Array(items) => {
                let items = items.iter().map(|item| self.adopt(origin, item)).collect::<Result<_, _>>()?;
                self.list(origin, items)?
            }
            Json::Object(entries) => {
                let mut adopted = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    self.hold(key.len())?;
                    adopted.push((Rc::from(key.as_str()), self.adopt(origin, value)?));
                }
                self.map(origin, adopted)?
            }
        })
    }

    /// A value as JSON; what JSON has no form for is text.
    pub fn to_json(&self, value: &Value, depth: usize) -> Result<Json, Fault> {
        if depth > NESTING {
            return Err(too_deep());
        }
        self.step(1)?;
        Ok(match value {
            Value::Null | Value::Block(_) | Value::Input | Value::Util => Json::Null,
            Value::Bool(flag) => Json::Bool(*flag),
            Value::Integer(number) => Json::from(*number),
            Value::Decimal(number) => Json::from(*number),
            Value::Text(text) => {
                self.hold(text.len())?;
                Json::String(text.as_ref().to_owned())
            }
            Value::List(list) => {
                let (_, items) = self.items(*list);
                Json::Array(items.iter().map(|item| self.to_json(item, depth + 1)).collect::<Result<_, _>>()?)
            }
            Value::Map(map) => {
                let mut object = serde_json::Map::new();
                for (key, value) in self.fields(*map).1.iter() {
                    object.insert(key.as_ref().to_owned(), self.to_json(value, depth + 1)?);
                }
                Json::Object(object)
            }
        })
    }
}

/// A value that nests too deep to be written, or holds itself.
pub fn too_deep() -> Fault {
    Fault::new(format!("A value nests deeper than {NESTING} levels"))
}
