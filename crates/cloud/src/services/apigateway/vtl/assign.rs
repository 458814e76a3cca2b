//! Where `#set` puts a value.

use super::evaluate::Evaluator;
use super::heap::{Fault, Heap, Value};
use super::tree::{Reference, Step};

impl Evaluator<'_> {
    /// Puts `value` where `target` points.
    pub fn assign(&mut self, target: &Reference, value: Value) -> Result<(), Fault> {
        let Some((last, links)) = target.steps.split_last() else {
            if matches!(target.name.as_str(), "context" | "input" | "stageVariables" | "util") {
                return Err(Fault::new(format!("${} cannot be set", target.name)));
            }
            self.variables.insert(target.name.clone(), value);
            return Ok(());
        };
        self.may_be_set(target)?;
        let holder = Reference { steps: links.to_vec(), ..target.clone() };
        let holder = self.resolve(&holder)?;
        match (holder, last) {
            (Value::Map(map), Step::Property(key)) => self.heap.put(map, key, value).map(drop),
            (Value::Map(map), Step::Index(key)) => {
                let key = self.value(key)?;
                let key = self.heap.print(&key)?;
                self.heap.put(map, &key, value).map(drop)
            }
            (Value::List(list), Step::Index(index)) => {
                let index = self.value(index)?;
                let items = self.heap.items_mut(list);
                match place(&index, items.len()) {
                    Some(place) => items[place] = value,
                    None => return Err(Fault::new(format!("{} is not in its list", target.source))),
                }
                Ok(())
            }
            _ => Err(Fault::new(format!("{} cannot be set", target.source))),
        }
    }

    /// Of the gateway's own variables, only the overrides can be set.
    fn may_be_set(&self, target: &Reference) -> Result<(), Fault> {
        if target.name != "context" {
            return Ok(());
        }
        match (target.steps.as_slice(), target.steps.first()) {
            ([_, _, ..], Some(Step::Property(name))) if name == "requestOverride" || name == "responseOverride" => {
                Ok(())
            }
            _ => Err(Fault::new(format!(
                "{} cannot be set: of $context, only what is in requestOverride and responseOverride can",
                target.source
            ))),
        }
    }
}

impl Heap {
    /// The item at an index of a list, or the value under a key of a map.
    pub fn at(&self, holder: &Value, index: &Value) -> Result<Value, Fault> {
        Ok(match holder {
            Value::List(list) => {
                let (_, items) = self.items(*list);
                place(index, items.len()).map_or(Value::Null, |place| items[place].clone())
            }
            Value::Map(map) => {
                let key = self.print(index)?;
                self.fields(*map).1.get(&key).cloned().unwrap_or(Value::Null)
            }
            _ => Value::Null,
        })
    }
}

/// The place that an index means in a list of this length. One below zero counts from the end.
pub fn place(index: &Value, length: usize) -> Option<usize> {
    let Value::Integer(index) = index else { return None };
    let place = if *index < 0 {
        length.checked_sub(usize::try_from(index.unsigned_abs()).ok()?)?
    } else {
        usize::try_from(*index).ok()?
    };
    (place < length).then_some(place)
}
