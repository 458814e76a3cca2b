//! One page of a bucket's keys, with keys that share a prefix up to a delimiter rolled into one entry.

use std::ops::Bound;
use std::sync::Arc;

use super::bucket::Bucket;
use super::object::Object;

/// What is to be listed.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// What keys must begin with.
    pub prefix: String,
    /// Where keys are cut; empty when they are not.
    pub delimiter: String,
    /// Where the page begins.
    pub start: Start,
    /// How many entries the page may have.
    pub max: usize,
}

/// Where a page begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// At the first key.
    #[default]
    Beginning,
    /// After this key, which need not exist.
    AfterKey(String),
    /// After every key with this prefix.
    AfterPrefix(String),
}

/// An entry of a page.
#[derive(Clone, Debug)]
pub enum Entry<'a> {
    /// An object.
    Object(&'a Arc<Object>),
    /// What several keys begin with, up to and including the delimiter.
    Common(&'a str),
}

impl Entry<'_> {
    /// The key, or the prefix that several keys share.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Object(object) => &object.key,
            Self::Common(prefix) => prefix,
        }
    }

    /// Where the page after this entry begins.
    #[must_use]
    pub fn next_start(&self) -> Start {
        match self {
            Self::Object(object) => Start::AfterKey(object.key.to_string()),
            Self::Common(prefix) => Start::AfterPrefix((*prefix).to_owned()),
        }
    }
}

/// A page.
#[derive(Debug)]
pub struct Page<'a> {
    /// Its entries, in the order of the keys' bytes.
    pub entries: Vec<Entry<'a>>,
    /// Whether there are more.
    pub truncated: bool,
}

/// Lists `bucket`.
#[must_use]
pub fn list<'a>(bucket: &'a Bucket, query: &Query) -> Page<'a> {
    let mut page = Page { entries: Vec::new(), truncated: false };
    let Some(mut objects) = first(bucket, query).filter(|_| query.max > 0) else { return page };
    while let Some(object) = objects.next() {
        if !object.key.starts_with(&query.prefix) {
            break;
        }
        if page.entries.len() == query.max {
            page.truncated = true;
            break;
        }
        let Some(common) = common_prefix(&object.key, &query.prefix, &query.delimiter) else {
            page.entries.push(Entry::Object(object));
            continue;
        };
        page.entries.push(Entry::Common(common));
        match successor(common) {
            Some(next) => objects = Box::new(bucket.objects_from(Bound::Included(&next))),
            None => break,
        }
    }
    page
}

type Objects<'a> = Box<dyn Iterator<Item = &'a Arc<Object>> + 'a>;

/// The objects from where the page begins; none when it begins after everything.
fn first<'a>(bucket: &'a Bucket, query: &Query) -> Option<Objects<'a>> {
    let skipped;
    let start = match &query.start {
        Start::Beginning => Bound::Unbounded,
        Start::AfterKey(key) => Bound::Excluded(key.as_str()),
        Start::AfterPrefix(prefix) => {
            skipped = successor(prefix)?;
            Bound::Included(skipped.as_str())
        }
    };
    let prefix = query.prefix.as_str();
    let from = match start {
        Bound::Excluded(key) | Bound::Included(key) if key >= prefix => start,
        _ => Bound::Included(prefix),
    };
    Some(Box::new(bucket.objects_from(from)))
}

/// What `key` begins with, up to and including the first delimiter after the prefix; none where it is not cut, or has
/// another prefix.
pub fn common_prefix<'a>(key: &'a str, prefix: &str, delimiter: &str) -> Option<&'a str> {
    if delimiter.is_empty() {
        return None;
    }
    let at = key.strip_prefix(prefix)?.find(delimiter)?;
    key.get(..prefix.len() + at + delimiter.len())
}

/// The least text that is greater than every text beginning with `prefix`. The order of UTF-8's bytes is that of
/// characters, so it is `prefix` with its last character that has a successor stepped on.
pub fn successor(prefix: &str) -> Option<String> {
    let mut rest = prefix;
    loop {
        let last = rest.chars().next_back()?;
        rest = &rest[..rest.len() - last.len_utf8()];
        // A range steps over the gap of the surrogates, which are no characters.
        if let Some(next) = (last..=char::MAX).nth(1) {
            return Some(format!("{rest}{next}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    pub fn successors_step_over_the_end_of_characters() {
        assert_eq!(successor("a/").as_deref(), Some("a0"));
        assert_eq!(successor("a\u{d7ff}").as_deref(), Some("a\u{e000}"));
        assert_eq!(successor("a\u{10ffff}").as_deref(), Some("b"));
        assert_eq!(successor("\u{10ffff}"), None);
        assert_eq!(successor(""), None);
    }
}
