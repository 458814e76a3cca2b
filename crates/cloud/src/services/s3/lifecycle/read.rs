//! Reading the rules of a bucket from the document that configures them.

use super::{Filter, Noncurrent, Rule, When};
use crate::protocol::sigv4::moment::read_long;
use crate::protocol::xml::Element;
use crate::services::s3::bucket::Bucket;
use crate::services::s3::error::Setting;

/// The rules of `bucket` that are switched on.
#[must_use]
pub fn rules(bucket: &Bucket) -> Vec<Rule> {
    let Some(root) = bucket.settings.root(Setting::Lifecycle) else { return Vec::new() };
    let enabled = |rule: &&Element| rule.child_text("Status") == Some("Enabled");
    root.children_named("Rule").filter(enabled).map(rule).collect()
}

fn rule(element: &Element) -> Rule {
    let expiration = element.child("Expiration");
    let versions = |name: &'static str| element.children_named(name).filter_map(noncurrent);
    Rule {
        id: element.child_text("ID").unwrap_or_default().to_owned(),
        filter: filter(element),
        expires: expiration.and_then(when),
        removes_markers: expiration.and_then(|it| it.child_text("ExpiredObjectDeleteMarker")) == Some("true"),
        noncurrent: versions("NoncurrentVersionExpiration").next().map(|(when, _)| when),
        moves: element.children_named("Transition").filter_map(|it| Some((when(it)?, class(it)))).collect(),
        noncurrent_moves: versions("NoncurrentVersionTransition").collect(),
        aborts_after_days: element
            .child("AbortIncompleteMultipartUpload")
            .and_then(|it| number(it, "DaysAfterInitiation")),
    }
}

/// What the rule is for. Old documents have the prefix beside the filter; of several conditions each stands in an `And`.
fn filter(rule: &Element) -> Filter {
    let mut found = Filter { prefix: rule.child_text("Prefix").unwrap_or_default().to_owned(), ..Filter::default() };
    let Some(filter) = rule.child("Filter") else { return found };
    let conditions = filter.child("And").unwrap_or(filter);
    if let Some(prefix) = conditions.child_text("Prefix") {
        prefix.clone_into(&mut found.prefix);
    }
    let tag = |tag: &Element| Some((tag.child_text("Key")?.to_owned(), tag.child_text("Value")?.to_owned()));
    found.tags = conditions.children_named("Tag").filter_map(tag).collect();
    let bytes = |name| number(conditions, name).and_then(|bytes| u64::try_from(bytes).ok());
    found.larger_than = bytes("ObjectSizeGreaterThan");
    found.smaller_than = bytes("ObjectSizeLessThan");
    found
}

fn when(element: &Element) -> Option<When> {
    let date = || element.child_text("Date").and_then(day_s).map(When::Date);
    number(element, "Days").map(When::Days).or_else(date)
}

/// A day as a document has it, seconds since 1970: `2026-02-01T00:00:00Z`, or without its time.
#[must_use]
pub fn day_s(text: &str) -> Option<i64> {
    read_long(text.trim()).or_else(|| read_long(&format!("{}T00:00:00Z", text.trim())))
}

fn noncurrent(element: &Element) -> Option<(Noncurrent, String)> {
    let newer = number(element, "NewerNoncurrentVersions").and_then(|newer| usize::try_from(newer).ok());
    let when = Noncurrent { days: number(element, "NoncurrentDays")?, newer: newer.unwrap_or(0) };
    Some((when, class(element)))
}

fn class(element: &Element) -> String {
    element.child_text("StorageClass").unwrap_or_default().to_owned()
}

fn number(element: &Element, name: &str) -> Option<i64> {
    element.child_text(name)?.trim().parse().ok()
}
