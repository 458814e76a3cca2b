//! The properties of a bucket that become documents of S3, each put by a call of its own.
//!
//! CloudFormation and S3 say the same in other words, so that one table turns the ones into the others.

use serde_json::Value as Json;

use super::{Properties, TAG};
use crate::protocol::xml::Document;
use crate::services::cloudformation::calls::{Caller, Outcome};
use crate::services::cloudformation::shape::{Property, Shape, optional, required};

/// A property, the sub-resource that it is put to, and the root element of its document. In this order they are put:
/// what opens a bucket comes before what needs it open.
const SETTINGS: [(&str, &str, &str); 8] = [
    ("OwnershipControls", "ownershipControls", "OwnershipControls"),
    ("PublicAccessBlockConfiguration", "publicAccessBlock", "PublicAccessBlockConfiguration"),
    ("VersioningConfiguration", "versioning", "VersioningConfiguration"),
    ("BucketEncryption", "encryption", "ServerSideEncryptionConfiguration"),
    ("CorsConfiguration", "cors", "CORSConfiguration"),
    ("LifecycleConfiguration", "lifecycle", "LifecycleConfiguration"),
    ("WebsiteConfiguration", "website", "WebsiteConfiguration"),
    ("Tags", "tagging", "Tagging"),
];

/// Where S3 has another word than CloudFormation; a slash stands between an element and the one within it.
static NAMES: &[(&str, &str)] = &[
    ("AllowedHeaders", "AllowedHeader"),
    ("AllowedMethods", "AllowedMethod"),
    ("AllowedOrigins", "AllowedOrigin"),
    ("CorsRules", "CORSRule"),
    ("ErrorDocument", "ErrorDocument/Key"),
    ("ExpirationDate", "Expiration/Date"),
    ("ExpirationInDays", "Expiration/Days"),
    ("ExpiredObjectDeleteMarker", "Expiration/ExpiredObjectDeleteMarker"),
    ("ExposedHeaders", "ExposeHeader"),
    ("Id", "ID"),
    ("IndexDocument", "IndexDocument/Suffix"),
    ("MaxAge", "MaxAgeSeconds"),
    ("NoncurrentVersionExpirationInDays", "NoncurrentVersionExpiration/NoncurrentDays"),
    ("NoncurrentVersionTransitions", "NoncurrentVersionTransition"),
    ("RedirectRule", "Redirect"),
    ("RoutingRuleCondition", "Condition"),
    ("RoutingRules", "RoutingRules/RoutingRule"),
    ("Rules", "Rule"),
    ("ServerSideEncryptionByDefault", "ApplyServerSideEncryptionByDefault"),
    ("ServerSideEncryptionConfiguration", "Rule"),
    ("TagFilters", "Tag"),
    ("Tags", "TagSet/Tag"),
    ("TransitionDate", "Date"),
    ("TransitionInDays", "Days"),
    ("Transitions", "Transition"),
];

/// What narrows a lifecycle rule: S3 has it in an element of its own.
const FILTERS: [&str; 4] = ["Prefix", "TagFilters", "ObjectSizeGreaterThan", "ObjectSizeLessThan"];

const TEXTS: Shape = Shape::List(&Shape::Text);
const TRANSITION: Shape = Shape::Object(&[
    required("StorageClass", Shape::Text),
    optional("TransitionDate", Shape::Text),
    optional("TransitionInDays", Shape::Integer),
]);

/// The forms of these properties.
pub const OWNERSHIP: Property = optional(
    "OwnershipControls",
    Shape::Object(&[required("Rules", Shape::List(&Shape::Object(&[required("ObjectOwnership", Shape::Text)])))]),
);
/// See [`OWNERSHIP`].
pub const PUBLIC_ACCESS_BLOCK: Property = optional(
    "PublicAccessBlockConfiguration",
    Shape::Object(&[
        optional("BlockPublicAcls", Shape::Text),
        optional("BlockPublicPolicy", Shape::Text),
        optional("IgnorePublicAcls", Shape::Text),
        optional("RestrictPublicBuckets", Shape::Text),
    ]),
);
/// See [`OWNERSHIP`].
pub const VERSIONING: Property =
    optional("VersioningConfiguration", Shape::Object(&[required("Status", Shape::OneOf(&["Enabled", "Suspended"]))]));
/// See [`OWNERSHIP`].
pub const ENCRYPTION: Property = optional(
    "BucketEncryption",
    Shape::Object(&[required(
        "ServerSideEncryptionConfiguration",
        Shape::List(&Shape::Object(&[
            optional("BucketKeyEnabled", Shape::Text),
            optional(
                "ServerSideEncryptionByDefault",
                Shape::Object(&[required("SSEAlgorithm", Shape::Text), optional("KMSMasterKeyID", Shape::Text)]),
            ),
        ])),
    )]),
);
/// See [`OWNERSHIP`].
pub const CORS: Property = optional(
    "CorsConfiguration",
    Shape::Object(&[required(
        "CorsRules",
        Shape::List(&Shape::Object(&[
            optional("Id", Shape::Text),
            optional("AllowedHeaders", TEXTS),
            required("AllowedMethods", TEXTS),
            required("AllowedOrigins", TEXTS),
            optional("ExposedHeaders", TEXTS),
            optional("MaxAge", Shape::Integer),
        ])),
    )]),
);
/// See [`OWNERSHIP`].
pub const LIFECYCLE: Property = optional(
    "LifecycleConfiguration",
    Shape::Object(&[required(
        "Rules",
        Shape::List(&Shape::Object(&[
            optional("Id", Shape::Text),
            required("Status", Shape::OneOf(&["Enabled", "Disabled"])),
            optional("Prefix", Shape::Text),
            optional("TagFilters", Shape::List(&TAG)),
            optional("ObjectSizeGreaterThan", Shape::Text),
            optional("ObjectSizeLessThan", Shape::Text),
            optional("ExpirationInDays", Shape::Integer),
            optional("ExpirationDate", Shape::Text),
            optional("ExpiredObjectDeleteMarker", Shape::Text),
            optional("NoncurrentVersionExpirationInDays", Shape::Integer),
            optional(
                "NoncurrentVersionExpiration",
                Shape::Object(&[
                    required("NoncurrentDays", Shape::Integer),
                    optional("NewerNoncurrentVersions", Shape::Integer),
                ]),
            ),
            optional("Transitions", Shape::List(&TRANSITION)),
            optional(
                "NoncurrentVersionTransitions",
                Shape::List(&Shape::Object(&[
                    required("StorageClass", Shape::Text),
                    required("TransitionInDays", Shape::Integer),
                ])),
            ),
            optional(
                "AbortIncompleteMultipartUpload",
                Shape::Object(&[required("DaysAfterInitiation", Shape::Integer)]),
            ),
        ])),
    )]),
);
/// See [`OWNERSHIP`].
pub const WEBSITE: Property = optional(
    "WebsiteConfiguration",
    Shape::Object(&[
        optional("IndexDocument", Shape::Text),
        optional("ErrorDocument", Shape::Text),
        optional(
            "RedirectAllRequestsTo",
            Shape::Object(&[required("HostName", Shape::Text), optional("Protocol", Shape::Text)]),
        ),
        optional(
            "RoutingRules",
            Shape::List(&Shape::Object(&[
                required(
                    "RedirectRule",
                    Shape::Object(&[
                        optional("HostName", Shape::Text),
                        optional("HttpRedirectCode", Shape::Text),
                        optional("Protocol", Shape::Text),
                        optional("ReplaceKeyPrefixWith", Shape::Text),
                        optional("ReplaceKeyWith", Shape::Text),
                    ]),
                ),
                optional(
                    "RoutingRuleCondition",
                    Shape::Object(&[
                        optional("HttpErrorCodeReturnedEquals", Shape::Text),
                        optional("KeyPrefixEquals", Shape::Text),
                    ]),
                ),
            ])),
        ),
    ]),
);

/// Puts what is new, and deletes what is no longer there.
///
/// # Errors
/// When S3 refuses one.
pub fn put(caller: &mut Caller<'_, '_>, bucket: &str, old: &Properties, new: &Properties) -> Outcome<()> {
    for (property, query, root) in SETTINGS {
        match (old.get(property), new.get(property)) {
            (before, after) if before == after => {}
            (_, Some(value)) => caller.bucket("PUT", bucket, query, document(property, root, value))?,
            // A bucket that has kept versions never goes back to having kept none.
            (_, None) if query == "versioning" => {
                let mut suspended = Document::new(root, "");
                suspended.text("Status", "Suspended");
                caller.bucket("PUT", bucket, query, suspended.finish())?;
            }
            (_, None) => caller.bucket("DELETE", bucket, query, Vec::new())?,
        }
    }
    Ok(())
}

fn document(property: &str, root: &'static str, value: &Json) -> Vec<u8> {
    let mut document = Document::new(root, "http://s3.amazonaws.com/doc/2006-03-01/");
    match value {
        Json::Object(fields) => write_fields(&mut document, property, fields),
        list => write(&mut document, property, list),
    }
    document.finish()
}

/// Writes the fields of a mapping. Those of a lifecycle rule that narrow it stand in a filter of their own.
fn write_fields(document: &mut Document, owner: &str, fields: &Properties) {
    let is_rule = owner == "Rules" && fields.contains_key("Status");
    let narrows = |name: &str| is_rule && FILTERS.contains(&name);
    for (name, value) in fields.iter().filter(|(name, _)| !narrows(name)) {
        write(document, name, value);
    }
    if !is_rule {
        return;
    }
    let filters: Vec<_> = fields.iter().filter(|(name, _)| narrows(name)).collect();
    let count: usize = filters.iter().map(|(_, value)| value.as_array().map_or(1, Vec::len)).sum();
    document.open("Filter");
    if count > 1 {
        document.open("And");
    }
    for (name, value) in filters {
        write(document, name, value);
    }
    if count > 1 {
        document.close();
    }
    document.close();
}

/// Writes a value under the name that S3 has for it: of a list each item, in one element where S3 has one around them.
fn write(document: &mut Document, name: &str, value: &Json) {
    let renamed = NAMES.iter().find(|(held, _)| *held == name).map_or(name, |(_, renamed)| renamed);
    let (outer, inner) = renamed.split_once('/').map_or((None, renamed), |(outer, inner)| (Some(outer), inner));
    if let Some(outer) = outer {
        document.open_with(outer, &[]);
    }
    let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    for item in items {
        match item {
            Json::Object(fields) => {
                document.open_with(inner, &[]);
                write_fields(document, name, fields);
                document.close();
            }
            Json::String(text) => {
                document.text(inner, text);
            }
            other => {
                document.text(inner, &other.to_string());
            }
        }
    }
    if outer.is_some() {
        document.close();
    }
}
