//! What a lifecycle configuration must satisfy before a bucket takes it.

use std::collections::BTreeSet;

use super::DAY_S;
use super::read::day_s;
use crate::protocol::xml::Element;
use crate::services::s3::error::Error;
use crate::services::s3::limits::MAX_LIFECYCLE_RULES;

/// Characters of a rule's id.
const MAX_ID: usize = 255;
/// What a rule may do; one that does none of it is refused.
const ACTIONS: [&str; 5] = [
    "AbortIncompleteMultipartUpload",
    "Expiration",
    "NoncurrentVersionExpiration",
    "NoncurrentVersionTransition",
    "Transition",
];

/// The numbers that actions have.
const COUNTS: [&str; 4] = ["Days", "NoncurrentDays", "DaysAfterInitiation", "NewerNoncurrentVersions"];

/// Holds a configuration against AWS's rules.
///
/// # Errors
/// When it breaks one. The texts of those about ids, actions and days were not recorded.
pub fn check(root: &Element) -> Result<(), Error> {
    let rules: Vec<&Element> = root.children_named("Rule").collect();
    let switched = |rule: &&Element| matches!(rule.child_text("Status"), Some("Enabled" | "Disabled"));
    if rules.is_empty() || rules.len() > MAX_LIFECYCLE_RULES || !rules.iter().all(switched) {
        return Err(Error::MalformedXml);
    }
    let mut ids = BTreeSet::new();
    for rule in rules {
        if let Some(id) = rule.child_text("ID").filter(|id| !id.is_empty()) {
            if id.chars().count() > MAX_ID {
                return Err(Error::argument("ID length should not exceed allowed limit of 255", "ID", id));
            }
            if !ids.insert(id) {
                return Err(Error::argument("Rule ID must be unique. Found same ID for more than one rule", "ID", id));
            }
        }
        check_rule(rule)?;
    }
    Ok(())
}

fn check_rule(rule: &Element) -> Result<(), Error> {
    if !rule.children.iter().any(|child| ACTIONS.contains(&child.name.as_str())) {
        return Err(Error::request("At least one action needs to be specified in a rule"));
    }
    check_filter(rule)?;
    for action in rule.children.iter().filter(|child| ACTIONS.contains(&child.name.as_str())) {
        check_action(action)?;
    }
    Ok(())
}

/// A filter says one thing, or several things in an `And`.
fn check_filter(rule: &Element) -> Result<(), Error> {
    let Some(filter) = rule.child("Filter") else { return Ok(()) };
    if filter.children.len() > 1 {
        return Err(Error::MalformedXml);
    }
    let mut names = BTreeSet::new();
    let tags = filter.child("And").unwrap_or(filter).children_named("Tag");
    for name in tags.filter_map(|tag| tag.child_text("Key")) {
        if !names.insert(name) {
            return Err(Error::request("Duplicate Tag Keys are not allowed."));
        }
    }
    Ok(())
}

fn check_action(action: &Element) -> Result<(), Error> {
    for child in &action.children {
        match child.name.as_str() {
            "Date" => {
                let day_s = day_s(&child.text).ok_or(Error::MalformedXml)?;
                if day_s % DAY_S != 0 {
                    return Err(Error::argument("'Date' must be at midnight GMT", "Date", child.text.trim()));
                }
            }
            name if COUNTS.contains(&name) => {
                let number: i32 = child.text.trim().parse().map_err(|_| Error::MalformedXml)?;
                // A transition may come on the day itself.
                if number < i32::from(action.name != "Transition") {
                    let message = format!("'{}' for {} action must be a positive integer", child.name, action.name);
                    let counted = COUNTS.iter().find(|counted| **counted == name).copied().unwrap_or_default();
                    return Err(Error::argument(message, counted, child.text.trim()));
                }
            }
            "StorageClass" => {
                let known =
                    ["STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"];
                if !known.contains(&child.text.as_str()) {
                    return Err(Error::MalformedXml);
                }
            }
            _ => {}
        }
    }
    Ok(())
}
