//! Where an entry stands in a table or an index: its keys as bytes, whose order is the order of the keys.
//!
//! One string of bytes for an entry keeps a million of them small, and one map holds all partitions.

use std::ops::Bound;
use std::sync::Arc;

use super::key::{KeyPart, Partition, Position, PrimaryKey, Tie};

/// A place. Those of one partition lie together, in order of their sort keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place(Arc<[u8]>);

/// Ends a text or bytes; it comes before every byte that may follow a zero within them.
const END: [u8; 2] = [0, 1];
/// Follows a zero that is part of a key.
const ZERO: u8 = 255;

impl Place {
    /// The place of an entry, or of a bound.
    #[must_use]
    pub fn of(partition: &Partition, position: &Position) -> Self {
        let mut bytes = Vec::with_capacity(64);
        push_partition(&mut bytes, partition);
        push_position(&mut bytes, position);
        Self(bytes.into())
    }

    /// Before all partitions of `slot`, and after those of the slots below.
    #[must_use]
    pub fn first_of(slot: u32) -> Self {
        Self(slot.to_be_bytes().into())
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        #[cfg(test)]
        work::note();
        self.0.cmp(&other.0)
    }
}

/// The part of a partition between two bounds, as bounds of the whole.
#[must_use]
pub fn within(partition: &Partition, (low, high): &(Bound<Position>, Bound<Position>)) -> (Bound<Place>, Bound<Place>) {
    let mut first = Vec::new();
    push_partition(&mut first, partition);
    // What begins with the partition's bytes is in it; they never are all of the highest value, so there is a next.
    let mut next = first.clone();
    while next.pop_if(|last| *last == u8::MAX).is_some() {}
    if let Some(last) = next.last_mut() {
        *last += 1;
    }
    let place = |position: &Position| Place::of(partition, position);
    let low = match low {
        Bound::Unbounded => Bound::Included(Place(first.into())),
        Bound::Included(position) => Bound::Included(place(position)),
        Bound::Excluded(position) => Bound::Excluded(place(position)),
    };
    let high = match high {
        Bound::Unbounded => Bound::Excluded(Place(next.into())),
        Bound::Included(position) => Bound::Included(place(position)),
        Bound::Excluded(position) => Bound::Excluded(place(position)),
    };
    (low, high)
}

fn push_partition(bytes: &mut Vec<u8>, partition: &Partition) {
    bytes.extend(partition.slot.to_be_bytes());
    push_part(bytes, &partition.key);
}

fn push_position(bytes: &mut Vec<u8>, position: &Position) {
    if let Some(sort) = &position.sort {
        push_part(bytes, sort);
    }
    match &position.tie {
        Tie::Before => bytes.push(0),
        Tie::Own => bytes.push(1),
        Tie::Of(PrimaryKey { partition, sort }) => {
            bytes.push(1);
            push_partition(bytes, partition);
            if let Some(sort) = sort {
                push_part(bytes, sort);
            }
        }
        Tie::After => bytes.push(2),
    }
}

/// No part's bytes begin another's, so that parts may follow one another.
fn push_part(bytes: &mut Vec<u8>, part: &KeyPart) {
    match part {
        KeyPart::N(number) => number.push_ordered(bytes),
        KeyPart::S(held) | KeyPart::B(held) => {
            for byte in held.iter() {
                bytes.push(*byte);
                if *byte == 0 {
                    bytes.push(ZERO);
                }
            }
            bytes.extend(END);
        }
    }
}

/// How often places are compared, which is what finding an entry takes.
#[cfg(test)]
pub mod work {
    use std::cell::Cell;

    thread_local! {
        static COMPARISONS: Cell<u64> = const { Cell::new(0) };
    }

    /// Counts one comparison.
    pub fn note() {
        COMPARISONS.set(COMPARISONS.get() + 1);
    }

    /// All of this thread so far.
    pub fn comparisons() -> u64 {
        COMPARISONS.get()
    }
}

#[cfg(test)]
mod tests {
    use super::super::number::Number;
    use super::*;

    fn place(part: KeyPart, tie: Tie) -> Place {
        let partition = Partition { slot: 7, key: KeyPart::S(Arc::from(*b"album")) };
        Place::of(&partition, &Position { sort: Some(part), tie })
    }

    /// The order of parts as bytes is the order of the parts, with bounds around each.
    #[track_caller]
    fn ascend(parts: &[KeyPart]) {
        let places: Vec<Place> = parts
            .iter()
            .flat_map(|part| [Tie::Before, Tie::Own, Tie::After].map(|tie| place(part.clone(), tie)))
            .collect();
        for (index, pair) in places.windows(2).enumerate() {
            assert!(pair[0] < pair[1], "{:?} and what follows", parts[index / 3]);
        }
    }

    #[test]
    fn numbers_keep_their_order() {
        let numbers = ["-9e125", "-10", "-9.5", "-0.1", "-1e-130", "0", "1e-130", "0.1", "9", "10", "10.5", "1e125"];
        ascend(&numbers.map(|text| KeyPart::N(Number::parse(text).unwrap())));
    }

    #[test]
    fn texts_and_bytes_keep_their_order() {
        let texts: [&[u8]; 8] = [b"", b"\0", b"\0\0", b"\0\x01", b"a", b"a\0", b"ab", b"\xff\xff"];
        ascend(&texts.map(|text| KeyPart::S(text.into())));
        ascend(&texts.map(|text| KeyPart::B(text.into())));
    }

    #[test]
    fn a_partition_ends_before_the_next() {
        for key in [KeyPart::N(Number::parse("-5").unwrap()), KeyPart::B(Arc::from([255, 255]))] {
            let partition = Partition { slot: u32::MAX, key };
            let (Bound::Included(low), Bound::Excluded(high)) =
                within(&partition, &(Bound::Unbounded, Bound::Unbounded))
            else {
                panic!("a partition has both ends");
            };
            let inside = Place::of(&partition, &Position { sort: Some(KeyPart::B([255].into())), tie: Tie::After });
            assert!(low < inside && inside < high);
        }
    }
}
