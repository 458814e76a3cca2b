//! An item as a table keeps it: one string of bytes, little more than the item's own size.
//!
//! A map with an allocation for each name and value weighs ten times as much, and tables hold millions of items.

use std::sync::Arc;

use bytes::Bytes;

use super::number::Number;
use super::value::{AttributeValue, Item};

/// A packed item. A copy shares its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed(Arc<[u8]>);

impl Packed {
    /// Packs an item.
    #[must_use]
    pub fn of(item: &Item) -> Self {
        let mut bytes = Vec::with_capacity(128);
        push_map(&mut bytes, item);
        Self(bytes.into())
    }

    /// The item.
    #[must_use]
    pub fn item(&self) -> Item {
        Reader(&self.0).map()
    }
}

const S: u8 = 0;
const N: u8 = 1;
const B: u8 = 2;
const SS: u8 = 3;
const NS: u8 = 4;
const BS: u8 = 5;
const M: u8 = 6;
const L: u8 = 7;
const TRUE: u8 = 8;
const FALSE: u8 = 9;
const NULL: u8 = 10;

/// Seven bits to a byte, the lowest first; the highest bit says that more follow.
fn push_length(bytes: &mut Vec<u8>, mut length: usize) {
    while length > 127 {
        bytes.push((length & 127) as u8 | 128);
        length >>= 7;
    }
    bytes.push((length & 127) as u8);
}

fn push_bytes(bytes: &mut Vec<u8>, held: &[u8]) {
    push_length(bytes, held.len());
    bytes.extend(held);
}

fn push_map(bytes: &mut Vec<u8>, map: &Item) {
    push_length(bytes, map.len());
    for (name, value) in map {
        push_bytes(bytes, name.as_bytes());
        push_value(bytes, value);
    }
}

fn push_value(bytes: &mut Vec<u8>, value: &AttributeValue) {
    match value {
        AttributeValue::S(text) => {
            bytes.push(S);
            push_bytes(bytes, text.as_bytes());
        }
        AttributeValue::N(number) => {
            bytes.push(N);
            number.push_packed(bytes);
        }
        AttributeValue::B(held) => {
            bytes.push(B);
            push_bytes(bytes, held);
        }
        AttributeValue::SS(set) => {
            bytes.push(SS);
            push_length(bytes, set.len());
            set.iter().for_each(|text| push_bytes(bytes, text.as_bytes()));
        }
        AttributeValue::NS(set) => {
            bytes.push(NS);
            push_length(bytes, set.len());
            set.iter().for_each(|number| number.push_packed(bytes));
        }
        AttributeValue::BS(set) => {
            bytes.push(BS);
            push_length(bytes, set.len());
            set.iter().for_each(|held| push_bytes(bytes, held));
        }
        AttributeValue::M(map) => {
            bytes.push(M);
            push_map(bytes, map);
        }
        AttributeValue::L(list) => {
            bytes.push(L);
            push_length(bytes, list.len());
            list.iter().for_each(|value| push_value(bytes, value));
        }
        AttributeValue::Bool(true) => bytes.push(TRUE),
        AttributeValue::Bool(false) => bytes.push(FALSE),
        AttributeValue::Null => bytes.push(NULL),
    }
}

/// Reads what the functions above wrote, and nothing else ever.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn byte(&mut self) -> u8 {
        self.take(1)[0]
    }

    fn take(&mut self, length: usize) -> &[u8] {
        let (taken, rest) = self.0.split_at(length);
        self.0 = rest;
        taken
    }

    fn length(&mut self) -> usize {
        let (mut length, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            length |= usize::from(byte & 127) << shift;
            if byte < 128 {
                return length;
            }
            shift += 7;
        }
    }

    fn bytes(&mut self) -> &[u8] {
        let length = self.length();
        self.take(length)
    }

    fn text(&mut self) -> Arc<str> {
        std::str::from_utf8(self.bytes()).expect("texts are packed from texts").into()
    }

    fn number(&mut self) -> Number {
        let (number, rest) = Number::read_packed(self.0);
        self.0 = rest;
        number
    }

    fn all<T, C: FromIterator<T>>(&mut self, one: fn(&mut Self) -> T) -> C {
        let count = self.length();
        (0..count).map(|_| one(self)).collect()
    }

    fn map(&mut self) -> Item {
        self.all(|reader| (reader.text(), reader.value()))
    }

    fn value(&mut self) -> AttributeValue {
        match self.byte() {
            S => AttributeValue::S(self.text()),
            N => AttributeValue::N(self.number()),
            B => AttributeValue::B(Bytes::copy_from_slice(self.bytes())),
            SS => AttributeValue::SS(self.all(Self::text)),
            NS => AttributeValue::NS(self.all(Self::number)),
            BS => AttributeValue::BS(self.all(|reader| Bytes::copy_from_slice(reader.bytes()))),
            M => AttributeValue::M(self.map()),
            L => AttributeValue::L(self.all(Self::value)),
            TRUE => AttributeValue::Bool(true),
            FALSE => AttributeValue::Bool(false),
            _ => AttributeValue::Null,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::value::item_size;
    use super::super::wire::read_item;
    use super::*;

    #[test]
    fn an_item_is_unpacked_as_it_was_packed() {
        let item = read_item(
            &json!({"s": {"S": "x".repeat(300)}, "n": {"N": "-12345678901234567890123456789012345678e-9"},
            "z": {"N": "0"}, "b": {"B": "AAEC"}, "ss": {"SS": ["x", "ü"]}, "ns": {"NS": ["1", "2.5"]}, "bs": {"BS": ["AA=="]},
            "m": {"M": {"l": {"L": [{"BOOL": true}, {"BOOL": false}, {"NULL": true}, {"M": {}}]}}}, "": {"S": ""}}),
        );
        let item = item.unwrap();
        assert_eq!(Packed::of(&item).item(), item);
    }

    #[test]
    fn a_packed_item_is_little_more_than_its_size() {
        let item =
            read_item(&json!({"id": {"S": "user-000000001"}, "n": {"N": "123456"}, "text": {"S": "x".repeat(70)}}));
        let item = item.unwrap();
        let packed = Packed::of(&item).0.len();
        assert!(packed < item_size(&item) + 20, "{packed}");
    }
}
