//! Tags: from the header and from documents, and back.

use std::collections::BTreeSet;

use super::NAMESPACE;
use super::error::Error;
use super::limits::{MAX_BUCKET_TAGS, MAX_OBJECT_TAGS, MAX_TAG_NAME, MAX_TAG_VALUE};
use super::object::Tags;
use crate::protocol::uri;
use crate::protocol::xml::{self, Document, Element};

const HEADER_FORM: &str = "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters \
                           without tag name duplicates.";

/// What tags are given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// An object.
    Object,
    /// A bucket.
    Bucket,
}

/// Reads the header `x-amz-tagging`: `colour=blue&place=harbour`.
///
/// # Errors
/// When a name comes twice, or a tag is not allowed.
pub fn from_header(header: &str) -> Result<Tags, Error> {
    let tags: Tags = uri::parameters(header).map(|(name, value)| (name.into(), value.into())).collect();
    let names: BTreeSet<&str> = tags.iter().map(|(name, _)| &**name).collect();
    if names.len() < tags.len() {
        return Err(Error::argument(HEADER_FORM, "x-amz-tagging", header));
    }
    check(&tags, On::Object)?;
    Ok(tags)
}

/// Reads a `Tagging` document.
///
/// # Errors
/// When it is not one, or a tag is not allowed.
pub fn from_document(document: &[u8], on: On) -> Result<Tags, Error> {
    of_root(&xml::parse(document).map_err(|_| Error::MalformedXml)?, on)
}

fn of_root(root: &Element, on: On) -> Result<Tags, Error> {
    let set = root.child("TagSet").filter(|_| root.name == "Tagging").ok_or(Error::MalformedXml)?;
    let tags = of_elements(&set.children)?;
    check(&tags, on)?;
    Ok(tags)
}

/// Reads the `Tag` elements of a document.
///
/// # Errors
/// When an element is no tag.
pub fn of_elements(elements: &[Element]) -> Result<Tags, Error> {
    let read = |tag: &Element| match (tag.child_text("Key"), tag.child_text("Value"), tag.name.as_str()) {
        (Some(name), Some(value), "Tag") => Ok((name.into(), value.into())),
        _ => Err(Error::MalformedXml),
    };
    elements.iter().map(read).collect()
}

/// Reads the `Tagging` document in a form's field. One of another name is passed over, as S3 does.
///
/// # Errors
/// When it is no document, or a tag is not allowed.
pub fn from_form(document: &str) -> Result<Tags, Error> {
    let root = xml::parse(document.as_bytes()).map_err(|_| Error::MalformedXml)?;
    if root.name == "Tagging" { of_root(&root, On::Object) } else { Ok(Tags::default()) }
}

/// The header that says `tags`.
#[must_use]
pub fn header(tags: &Tags) -> String {
    let pairs = tags.iter().map(|(name, value)| [uri::encode(name).as_str(), "=", &uri::encode(value)].concat());
    pairs.collect::<Vec<_>>().join("&")
}

/// The `Tagging` document of `tags`.
#[must_use]
pub fn document(tags: &Tags) -> Document {
    let mut document = Document::new("Tagging", NAMESPACE);
    document.open("TagSet");
    for (name, value) in tags.iter() {
        document.open("Tag").text("Key", name).text("Value", value).close();
    }
    document
}

/// Holds tags against the rules for what they are given to.
///
/// # Errors
/// When there are too many, or one is not allowed.
pub fn check(tags: &[(Box<str>, Box<str>)], on: On) -> Result<(), Error> {
    let mut names = BTreeSet::new();
    for (name, value) in tags {
        let key = || ("TagKey", name.to_string());
        if !names.insert(name) {
            return Err(Error::InvalidTag("Cannot provide multiple Tags with the same key", vec![key()]));
        }
        if name.starts_with("aws:") {
            let message = match on {
                On::Object => "Your TagKey cannot be prefixed with aws:",
                On::Bucket => "System tags cannot be added/updated by requester",
            };
            return Err(Error::InvalidTag(message, vec![key()]));
        }
        if name.is_empty() || name.chars().count() > MAX_TAG_NAME || !is_allowed(name) {
            return Err(Error::InvalidTag("The TagKey you have provided is invalid", vec![key()]));
        }
        if value.chars().count() > MAX_TAG_VALUE || !is_allowed(value) {
            let details = vec![key(), ("TagValue", value.to_string())];
            return Err(Error::InvalidTag("The TagValue you have provided is invalid", details));
        }
    }
    match on {
        On::Object if tags.len() > MAX_OBJECT_TAGS => Err(Error::BadRequest("Object tags cannot be greater than 10")),
        On::Bucket if tags.len() > MAX_BUCKET_TAGS => {
            Err(Error::BadRequest("Bucket tag count cannot be greater than 50"))
        }
        _ => Ok(()),
    }
}

fn is_allowed(text: &str) -> bool {
    text.chars().all(|character| {
        character.is_alphanumeric()
            || character == ' '
            || matches!(character, '+' | '-' | '=' | '.' | '_' | ':' | '/' | '@')
    })
}
