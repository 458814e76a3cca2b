//! What an update makes of an item.

use std::collections::BTreeSet;

use super::super::error::Error;
use super::super::limits::MAX_ITEM_BYTES;
use super::super::number::{Fault, Number};
use super::super::value::{AttributeValue, Item};
use super::condition::Operand;
use super::path::{Path, Step};
use super::update::Update;

/// What is told when an update makes an item larger than items may be.
pub const TOO_LARGE: &str = "Item size to update has exceeded the maximum allowed size";
const MISMATCH: &str = "Type mismatch for attribute to update";
const BAD_PATH: &str = "The document path provided in the update expression is invalid for update";
const NO_ATTRIBUTE: &str = "The provided expression refers to an attribute that does not exist in the item";
const BAD_OPERAND: &str = "An operand in the update expression has an incorrect data type";

impl Update {
    /// What it makes of `before`.
    ///
    /// # Errors
    /// When a path leads nowhere, or a value has a type that does not fit.
    pub fn apply(&self, before: &Item) -> Result<Item, Error> {
        self.applied(before).map_err(|error| match error {
            Error::Validation(text) if self.older && text == BAD_OPERAND => Error::invalid(MISMATCH),
            other => other,
        })
    }

    fn applied(&self, before: &Item) -> Result<Item, Error> {
        let mut after = before.clone();
        let mut set = Vec::with_capacity(self.set.len());
        let mut bytes = 0;
        for (path, operand) in &self.set {
            let value = value(operand, before)?;
            // All that is set will be in the item at once. One value set in hundreds of places shall not fill the
            // memory before the item is found too large.
            bytes += value.size();
            if bytes > MAX_ITEM_BYTES {
                return Err(Error::invalid(TOO_LARGE));
            }
            set.push((path, value));
        }
        // In order, so that elements set beyond the end of a list are appended in order of their indexes.
        set.sort_by_key(|(path, _)| *path);
        for (path, value) in set {
            put(&mut after, path, value)?;
        }
        for (path, value) in &self.add {
            let joined = add(path.find(before), value)?;
            put(&mut after, path, joined)?;
        }
        for (path, value) in &self.delete {
            match path.find(before).map(|held| delete(held, value)).transpose()? {
                Some(Some(left)) => put(&mut after, path, left)?,
                Some(None) => remove(&mut after, path, &[path.0.last()])?,
                None => {}
            }
        }
        // From the last element to the first, because those behind a removed one move up; and those of one list
        // together, because each move takes as long as the list is.
        let mut removed: Vec<&Path> = self.remove.iter().collect();
        removed.sort_unstable();
        while let Some(path) = removed.pop() {
            let mut elements = vec![path.0.last()];
            while let Some(sibling) = removed.pop_if(|other| other.parent() == path.parent() && path.0.len() > 1) {
                elements.push(sibling.0.last());
            }
            remove(&mut after, path, &elements)?;
        }
        Ok(after)
    }
}

fn value(operand: &Operand, item: &Item) -> Result<AttributeValue, Error> {
    match operand {
        Operand::Value(value) => Ok(AttributeValue::clone(value)),
        Operand::Path(path) => path.find(item).cloned().ok_or_else(|| Error::invalid(NO_ATTRIBUTE)),
        Operand::IfNotExists(path, otherwise) => match path.find(item) {
            Some(held) => Ok(held.clone()),
            None => value(otherwise, item),
        },
        Operand::ListAppend(first, second) => match (value(first, item)?, value(second, item)?) {
            (AttributeValue::L(mut first), AttributeValue::L(second)) => {
                first.extend(second);
                Ok(AttributeValue::L(first))
            }
            _ => Err(Error::invalid(BAD_OPERAND)),
        },
        Operand::Plus(left, right) => arithmetic(value(left, item)?, value(right, item)?, Number::add),
        Operand::Minus(left, right) => arithmetic(value(left, item)?, value(right, item)?, Number::subtract),
        Operand::Size(_) | Operand::Undefined => Err(Error::invalid(BAD_OPERAND)),
    }
}

fn arithmetic(
    left: AttributeValue,
    right: AttributeValue,
    operation: fn(Number, Number) -> Result<Number, Fault>,
) -> Result<AttributeValue, Error> {
    let (AttributeValue::N(left), AttributeValue::N(right)) = (left, right) else {
        return Err(Error::invalid(BAD_OPERAND));
    };
    operation(left, right).map(AttributeValue::N).map_err(|fault| Error::Validation(fault.message("")))
}

fn add(held: Option<&AttributeValue>, value: &AttributeValue) -> Result<AttributeValue, Error> {
    match (held, value) {
        (None, value) => Ok(value.clone()),
        (Some(AttributeValue::N(held)), AttributeValue::N(_)) => {
            arithmetic(AttributeValue::N(*held), value.clone(), Number::add)
        }
        (Some(AttributeValue::SS(held)), AttributeValue::SS(more)) => Ok(AttributeValue::SS(held | more)),
        (Some(AttributeValue::NS(held)), AttributeValue::NS(more)) => Ok(AttributeValue::NS(held | more)),
        (Some(AttributeValue::BS(held)), AttributeValue::BS(more)) => Ok(AttributeValue::BS(held | more)),
        _ => Err(Error::invalid(BAD_OPERAND)),
    }
}

/// What is left of a set; nothing when it was all of it, because a set is never empty.
fn delete(held: &AttributeValue, value: &AttributeValue) -> Result<Option<AttributeValue>, Error> {
    let left = match (held, value) {
        (AttributeValue::SS(held), AttributeValue::SS(less)) => AttributeValue::SS(held - less),
        (AttributeValue::NS(held), AttributeValue::NS(less)) => AttributeValue::NS(held - less),
        (AttributeValue::BS(held), AttributeValue::BS(less)) => AttributeValue::BS(held - less),
        _ => return Err(Error::invalid(BAD_OPERAND)),
    };
    Ok(if left.length() == Some(0) { None } else { Some(left) })
}

/// The value that holds what the path's last step names.
fn parent<'a>(item: &'a mut Item, path: &Path) -> Result<&'a mut AttributeValue, Error> {
    let mut held = item.get_mut(path.attribute());
    for step in &path.0[1..path.0.len() - 1] {
        held = match (held, step) {
            (Some(AttributeValue::M(map)), Step::Field(name)) => map.get_mut(name),
            (Some(AttributeValue::L(list)), Step::Element(index)) => list.get_mut(*index),
            _ => None,
        };
    }
    held.ok_or_else(|| Error::invalid(BAD_PATH))
}

fn put(item: &mut Item, path: &Path, value: AttributeValue) -> Result<(), Error> {
    let [.., _, last] = path.0.as_slice() else {
        item.insert(path.attribute().clone(), value);
        return Ok(());
    };
    match (parent(item, path)?, last) {
        (AttributeValue::M(map), Step::Field(name)) => {
            map.insert(name.clone(), value);
        }
        (AttributeValue::L(list), Step::Element(index)) => match list.get_mut(*index) {
            Some(held) => *held = value,
            None => list.push(value),
        },
        _ => return Err(Error::invalid(BAD_PATH)),
    }
    Ok(())
}

/// Takes away what `path` leads to, and what its siblings with these last steps do.
fn remove(item: &mut Item, path: &Path, last: &[Option<&Step>]) -> Result<(), Error> {
    if path.0.len() == 1 {
        item.remove(path.attribute());
        return Ok(());
    }
    let held = parent(item, path)?;
    let fits = |step: &&Step| {
        matches!((&*held, step), (AttributeValue::M(_), Step::Field(_)) | (AttributeValue::L(_), Step::Element(_)))
    };
    let steps: BTreeSet<&Step> = last.iter().flatten().copied().collect();
    if !steps.iter().all(fits) {
        return Err(Error::invalid(BAD_PATH));
    }
    match held {
        AttributeValue::L(list) => {
            let mut index = 0;
            list.retain(|_| {
                index += 1;
                !steps.contains(&Step::Element(index - 1))
            });
        }
        AttributeValue::M(map) => {
            for step in steps {
                if let Step::Field(name) = step {
                    map.remove(name);
                }
            }
        }
        _ => {}
    }
    Ok(())
}
