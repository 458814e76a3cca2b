//! JSONPath, as API Gateway's Java library reads it: names may hold hyphens, and a path that can mean one value alone
//! gives that value while any other gives a list.

mod filter;
mod reader;

use serde_json::Value as Json;

use super::heap::{Fault, Heap};
use filter::Filter;

/// A path, ready to be followed.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    links: Vec<Link>,
}

/// What a path points at.
#[derive(Debug, PartialEq)]
pub enum Found<'a> {
    /// Nothing.
    Nothing,
    /// The one value that it can mean.
    One(&'a Json),
    /// All values of a path that can mean several.
    Many(Vec<&'a Json>),
}

/// A link of a path.
#[derive(Clone, Debug, PartialEq)]
enum Link {
    /// `.name`, `['a', 'b']`
    Names(Vec<String>),
    /// `[0]`, `[0, 2]`; from the end when below zero.
    Indices(Vec<i64>),
    /// `[1:3]`
    Slice(Option<i64>, Option<i64>),
    /// `.*`, `[*]`
    All,
    /// `..`: the value itself and all below it.
    Below,
    /// `[?(…)]`
    Filter(Filter),
}

impl Path {
    /// Reads a path.
    ///
    /// # Errors
    /// What is wrong with it, as a part of a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut reader = reader::Reader::new(text.trim());
        let links = reader.path(true)?;
        reader.end()?;
        Ok(Self { links })
    }

    /// Follows the path from the top of a document.
    ///
    /// # Errors
    /// When it takes too many steps.
    pub fn find<'a>(&self, document: &'a Json, heap: &Heap) -> Result<Found<'a>, Fault> {
        follow(&self.links, document, document, heap)
    }
}

/// Whether a path of these links can mean one value alone.
fn is_definite(links: &[Link]) -> bool {
    links.iter().all(|link| match link {
        Link::Names(names) => names.len() == 1,
        Link::Indices(indices) => indices.len() == 1,
        _ => false,
    })
}

/// Follows links from `start`; filters may ask for what is at the top.
fn follow<'a>(links: &[Link], start: &'a Json, top: &'a Json, heap: &Heap) -> Result<Found<'a>, Fault> {
    let mut found = vec![start];
    for link in links {
        let mut next = Vec::new();
        for value in found {
            heap.step(1)?;
            link.step(value, top, heap, &mut next)?;
        }
        found = next;
    }
    Ok(match found.first() {
        Some(value) if is_definite(links) => Found::One(value),
        None if is_definite(links) => Found::Nothing,
        _ => Found::Many(found),
    })
}

impl Link {
    fn step<'a>(&self, value: &'a Json, top: &'a Json, heap: &Heap, out: &mut Vec<&'a Json>) -> Result<(), Fault> {
        match self {
            Self::Names(names) => out.extend(names.iter().filter_map(|name| value.as_object()?.get(name))),
            Self::Indices(indices) => {
                let Some(items) = value.as_array() else { return Ok(()) };
                out.extend(indices.iter().filter_map(|index| items.get(place(*index, items.len())?)));
            }
            Self::Slice(from, to) => {
                let Some(items) = value.as_array() else { return Ok(()) };
                let bound = |index: i64| bound(index, items.len());
                let (from, to) = (from.map_or(0, bound), to.map_or(items.len(), bound));
                let part = items.get(from..to).unwrap_or_default();
                heap.step(part.len())?;
                out.extend(part);
            }
            Self::All => {
                heap.step(size(value))?;
                out.extend(children(value));
            }
            Self::Below => below(value, heap, out)?,
            Self::Filter(filter) => {
                // A filter on an object asks the object itself.
                if value.is_object() {
                    if filter.holds(value, top, heap)? {
                        out.push(value);
                    }
                    return Ok(());
                }
                for item in children(value) {
                    if filter.holds(item, top, heap)? {
                        out.push(item);
                    }
                }
            }
        }
        Ok(())
    }
}

/// A value and all below it, those above before those below.
fn below<'a>(value: &'a Json, heap: &Heap, out: &mut Vec<&'a Json>) -> Result<(), Fault> {
    heap.step(1)?;
    heap.hold(8)?;
    out.push(value);
    for child in children(value) {
        below(child, heap, out)?;
    }
    Ok(())
}

fn children(value: &Json) -> Box<dyn Iterator<Item = &Json> + '_> {
    match value {
        Json::Array(items) => Box::new(items.iter()),
        Json::Object(entries) => Box::new(entries.values()),
        _ => Box::new(std::iter::empty()),
    }
}

fn size(value: &Json) -> usize {
    match value {
        Json::Array(items) => items.len(),
        Json::Object(entries) => entries.len(),
        _ => 0,
    }
}

fn place(index: i64, length: usize) -> Option<usize> {
    if index < 0 {
        return length.checked_sub(usize::try_from(index.unsigned_abs()).ok()?);
    }
    usize::try_from(index).ok()
}

/// An end of a slice; what lies outside is the nearest end of the list.
fn bound(index: i64, length: usize) -> usize {
    place(index, length).unwrap_or(if index < 0 { 0 } else { length }).min(length)
}
