//! An object and what is stored with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;

use super::by_name::Named;
use super::checksum::Checksum;
use super::extras::Extras;
use crate::sim::time::Time;

/// An object. It never changes: writing a key again makes a new one.
#[derive(Clone, Debug)]
pub struct Object {
    /// The key, not encoded.
    pub key: Arc<str>,
    /// The bytes.
    pub body: Bytes,
    /// The MD5 in hexadecimal, without quotes.
    pub etag: Arc<str>,
    /// The headers that came with it. A copy shares them.
    pub attributes: Arc<Attributes>,
    /// The checksum that the client sent, if it sent one.
    pub checksum: Option<Checksum>,
    /// Its tags.
    pub tags: Tags,
    /// What few objects have.
    pub extras: Option<Arc<Extras>>,
    /// The parts it was put together from; none when it came whole.
    pub parts: Option<Arc<[PartOf]>>,
    /// The id of this version; none is the version `null`.
    pub version: Option<Arc<str>>,
    /// When it was written.
    pub modified: Time,
    /// Orders the writes of a key: 18 hexadecimal digits in events.
    pub sequencer: Sequencer,
}

impl Object {
    /// The length of the body, bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.body.len() as u64
    }

    /// The media type: `image/jpeg`.
    #[must_use]
    pub fn content_type(&self) -> &str {
        &self.attributes.content_type
    }

    /// The storage class: `STANDARD` when none was asked for.
    #[must_use]
    pub fn storage_class(&self) -> &str {
        self.attributes.storage_class.as_deref().unwrap_or("STANDARD")
    }

    /// What a person reads of it: `3,460,301 bytes, image/jpeg`.
    #[must_use]
    pub fn summary(&self) -> String {
        let unit = if self.size() == 1 { "byte" } else { "bytes" };
        format!("{} {unit}, {}", grouped(self.size()), self.content_type())
    }
}

/// Tags in the order given: names and values.
pub type Tags = Arc<[(Box<str>, Box<str>)]>;

/// What is remembered of a part that an object was put together from.
#[derive(Clone, Debug)]
pub struct PartOf {
    /// The number it was sent under.
    pub number: u16,
    /// Its length, bytes.
    pub size: usize,
    /// Its checksum.
    pub checksum: Option<Checksum>,
}

/// The headers that are stored with an object and given back with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attributes {
    /// `Content-Type`.
    pub content_type: Arc<str>,
    /// User metadata: names in lower case without `x-amz-meta-`.
    pub metadata: BTreeMap<Box<str>, Box<str>>,
    /// Other headers in the order sent, such as `cache-control`; names are ours, so they cost nothing.
    pub headers: Vec<(&'static str, Box<str>)>,
    /// The storage class, unless it is `STANDARD`.
    pub storage_class: Option<Box<str>>,
}

impl Named for Object {
    fn name(&self) -> &str {
        &self.key
    }
}

/// Orders the writes of a key: later writes have greater ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sequencer(u64);

impl Sequencer {
    /// The one for a write `now`, greater than `self`. Its upper half is the second, as in AWS's.
    #[must_use]
    pub const fn next(self, now: Time) -> Self {
        let epoch_ms = now.epoch_ms();
        let within_second_us = (epoch_ms % 1_000) * 1_000 + now.0 % 1_000;
        let by_time = (epoch_ms / 1_000) << 32 | within_second_us << 12;
        Self(if by_time > self.0 { by_time } else { self.0 + 1 })
    }

    /// As an event has it: `0055AED6DCD90281E5`.
    #[must_use]
    pub fn hex(self) -> String {
        format!("{:018X}", self.0)
    }
}

/// A number with commas: `3,460,301`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (3_460_301, "3,460,301")] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn sequencers_grow_within_one_microsecond_and_across_seconds() {
        let first = Sequencer::default().next(Time(5));
        let second = first.next(Time(5));
        let third = second.next(Time(2_000_000));
        assert!(first.hex() < second.hex() && second.hex() < third.hex());
        assert_eq!(first.hex().len(), 18);
    }
}
