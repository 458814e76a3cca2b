//! What an update makes of an item.

use super::super::error::Error;
use super::super::number::{Fault, Number};
use super::super::value::{AttributeValue, Item};
use super::condition::Operand;
use super::path::{Path, Step};
use super::update::Update;

const BAD_PATH: &str = "The document path provided in the update expression is invalid for update";
const NO_ATTRIBUTE: &str = "The provided expression refers to an attribute that does not exist in the item";
const BAD_OPERAND: &str = "An operand in the update expression has an incorrect data type";

impl Update {
    /// What it makes of `before`.
    ///
    /// # Errors
    /// When a path leads nowhere, or a value has a type that does not fit.
    pub fn apply(&self, before: &Item) -> Result<Item, Error> {
        let mut after = before.clone();
        let mut set = self
            .set
            .iter()
            .map(|(path, operand)| Ok((path, value(operand, before)?)))
            .collect::<Result<Vec<_>, Error>>()?;
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
                Some(None) => remove(&mut after, path)?,
                None => {}
            }
        }
        // From the last element to the first, because those behind a removed one move up.
        let mut removed: Vec<&Path> = self.remove.iter().collect();
        removed.sort_unstable();
        for path in removed.iter().rev() {
            remove(&mut after, path)?;
        }
        Ok(after)
    }
}

fn value(operand: &Operand, item: &Item) -> Result<AttributeValue, Error> {
    match operand {
        Operand::Value(value) => Ok(value.clone()),
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

fn remove(item: &mut Item, path: &Path) -> Result<(), Error> {
    let [.., _, last] = path.0.as_slice() else {
        item.remove(path.attribute());
        return Ok(());
    };
    match (parent(item, path)?, last) {
        (AttributeValue::M(map), Step::Field(name)) => {
            map.remove(name);
        }
        (AttributeValue::L(list), Step::Element(index)) => {
            if *index < list.len() {
                list.remove(*index);
            }
        }
        _ => return Err(Error::invalid(BAD_PATH)),
    }
    Ok(())
}
