//! The methods of Java's lists.

use super::super::assign::place;
use super::super::heap::{Fault, Heap, Origin, Value};
use super::super::operators::equal;

/// Calls one.
pub fn call(heap: &mut Heap, list: usize, name: &str, arguments: &[Value]) -> Result<Value, Fault> {
    let length = heap.items(list).1.len();
    Ok(match (name, arguments) {
        ("size", []) => Value::Integer(i64::try_from(length).unwrap_or(i64::MAX)),
        ("isEmpty", []) => Value::Bool(length == 0),
        ("get", [index]) => heap.at(&Value::List(list), index)?,
        ("add", [item]) => {
            heap.hold(24)?;
            heap.items_mut(list).push(item.clone());
            Value::Bool(true)
        }
        ("add", [Value::Integer(index), item]) => {
            let index = usize::try_from(*index).ok().filter(|index| *index <= length);
            let index = index.ok_or_else(|| Fault::new("add is given an index that is not in its list"))?;
            heap.hold(24)?;
            heap.work(24 * length)?;
            heap.items_mut(list).insert(index, item.clone());
            Value::Null
        }
        ("addAll", [Value::List(others)]) => {
            let others = heap.items(*others).1.to_vec();
            heap.hold(24 * others.len())?;
            heap.work(24 * others.len())?;
            let some = !others.is_empty();
            heap.items_mut(list).extend(others);
            Value::Bool(some)
        }
        ("set", [index, item]) => match place(index, length) {
            Some(place) => std::mem::replace(&mut heap.items_mut(list)[place], item.clone()),
            None => return Err(Fault::new("set is given an index that is not in its list")),
        },
        ("remove", [index @ Value::Integer(_)]) => match place(index, length) {
            Some(place) => {
                heap.work(24 * length)?;
                heap.items_mut(list).remove(place)
            }
            None => return Err(Fault::new("remove is given an index that is not in its list")),
        },
        ("remove", [item]) => match find(heap, list, item)? {
            Some(place) => {
                heap.items_mut(list).remove(place);
                Value::Bool(true)
            }
            None => Value::Bool(false),
        },
        ("clear", []) => {
            heap.items_mut(list).clear();
            Value::Null
        }
        ("contains", [item]) => Value::Bool(find(heap, list, item)?.is_some()),
        ("indexOf", [item]) => {
            Value::Integer(find(heap, list, item)?.and_then(|place| i64::try_from(place).ok()).unwrap_or(-1))
        }
        ("subList", [Value::Integer(from), Value::Integer(to)]) => {
            let (from, to) = (usize::try_from(*from).ok(), usize::try_from(*to).ok());
            let (origin, items) = heap.items(list);
            let part = from.zip(to).and_then(|(from, to)| items.get(from..to)).map(<[Value]>::to_vec);
            let part = part.ok_or_else(|| Fault::new("subList is given indices that are not in its list"))?;
            heap.list(origin, part)?
        }
        ("iterator" | "toArray", []) => {
            let items = heap.items(list).1.to_vec();
            heap.list(Origin::Java, items)?
        }
        _ => Value::Null,
    })
}

/// The place of the first item that equals another.
fn find(heap: &Heap, list: usize, wanted: &Value) -> Result<Option<usize>, Fault> {
    for (place, item) in heap.items(list).1.iter().enumerate() {
        heap.step(1)?;
        if equal(heap, item, wanted)? {
            return Ok(Some(place));
        }
    }
    Ok(None)
}
