//! One page of a bucket's versions, with keys that share a prefix up to a delimiter rolled into one entry.

use std::ops::Bound;

use super::bucket::Bucket;
use super::listing::{common_prefix, successor};
use super::version::Version;

/// What is to be listed.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// What keys must begin with.
    pub prefix: String,
    /// Where keys are cut; empty when they are not.
    pub delimiter: String,
    /// The key where the page before ended; empty for the first page.
    pub key_marker: String,
    /// The version where the page before ended; empty when its whole key was listed.
    pub version_marker: String,
    /// How many entries the page may have.
    pub max: usize,
}

/// An entry of a page.
#[derive(Clone, Debug)]
pub enum Entry {
    /// A version, and whether it is the newest of its key.
    Version(Version, bool),
    /// What several keys begin with, up to and including the delimiter.
    Common(String),
}

/// A page.
#[derive(Debug, Default)]
pub struct Page {
    /// Its entries, in the order of the keys' bytes, the versions of a key from the newest on.
    pub entries: Vec<Entry>,
    /// Where the next page begins, if there is one: the key and, within its versions, the version's id.
    pub next: Option<(String, String)>,
}

/// Lists the versions in `bucket`.
#[must_use]
pub fn list(bucket: &Bucket, query: &Query) -> Page {
    let mut page = Page::default();
    let marker = query.key_marker.as_str();
    let mut from = if marker > query.prefix.as_str() { marker.to_owned() } else { query.prefix.clone() };
    // A marker that is a common prefix itself is the one that the page before ended with.
    if common_prefix(marker, &query.prefix, &query.delimiter) == Some(marker) {
        match successor(marker) {
            Some(after) => from = after,
            None => return page,
        }
    }
    let mut last = (String::new(), String::new());
    while let Some((key, versions)) = bucket.versions_from(Bound::Included(&from)).next() {
        if !key.starts_with(&query.prefix) {
            break;
        }
        let Some(common) = common_prefix(key, &query.prefix, &query.delimiter) else {
            let skipped = skipped(query, key, &versions);
            for (index, version) in versions.iter().enumerate().skip(skipped) {
                if page.entries.len() == query.max {
                    page.next = (query.max > 0).then_some(last);
                    return page;
                }
                last = (key.to_string(), version.id().to_owned());
                page.entries.push(Entry::Version(version.clone(), index == 0));
            }
            // The least text that is greater than a key is that key and a zero byte.
            from = format!("{key}\0");
            continue;
        };
        if page.entries.len() == query.max {
            page.next = (query.max > 0).then_some(last);
            return page;
        }
        last = (common.to_owned(), String::new());
        page.entries.push(Entry::Common(common.to_owned()));
        match successor(common) {
            Some(after) => from = after,
            None => break,
        }
    }
    page
}

/// How many of a key's versions were listed on the pages before.
fn skipped(query: &Query, key: &str, versions: &[Version]) -> usize {
    if key != query.key_marker || query.key_marker.is_empty() {
        return 0;
    }
    match versions.iter().position(|version| version.id() == query.version_marker) {
        Some(at) if !query.version_marker.is_empty() => at + 1,
        _ => versions.len(),
    }
}
