//! AWS::S3::Bucket.

use serde_json::Value as Json;

use super::{Kind, Made, Order, Properties, TAGS, bucket_settings, items, text};
use crate::account::REGION;
use crate::protocol::xml::Document;
use crate::services::cloudformation::calls::{Caller, Outcome, unless_gone};
use crate::services::cloudformation::shape::{Shape, optional, required};
use crate::services::cloudformation::transform::events::FILTER;

/// The longest name of a bucket. AWS's value.
const LONGEST_NAME: usize = 63;

/// The type.
pub static BUCKET: Kind = Kind {
    name: "AWS::S3::Bucket",
    properties: &[
        optional("BucketName", Shape::Text),
        optional(
            "NotificationConfiguration",
            Shape::Object(&[optional(
                "LambdaConfigurations",
                Shape::List(&Shape::Object(&[
                    required("Event", Shape::Text),
                    required("Function", Shape::Text),
                    optional("Filter", Shape::Object(FILTER)),
                ])),
            )]),
        ),
        bucket_settings::OWNERSHIP,
        bucket_settings::PUBLIC_ACCESS_BLOCK,
        bucket_settings::VERSIONING,
        bucket_settings::ENCRYPTION,
        bucket_settings::CORS,
        bucket_settings::LIFECYCLE,
        bucket_settings::WEBSITE,
        TAGS,
    ],
    attributes: &["Arn", "DomainName", "RegionalDomainName"],
    name_property: "BucketName",
    fixed: &["BucketName"],
    create,
    update,
    delete,
};

fn create(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    let mut name = order.name("BucketName", LONGEST_NAME, caller);
    // A name that is invented follows the rules for buckets; one that is given is S3's to judge.
    if text(order.properties, "BucketName").is_empty() {
        name.make_ascii_lowercase();
    }
    caller.bucket("PUT", &name, "", Vec::new())?;
    made.attributes.insert("Arn".to_owned(), format!("arn:aws:s3:::{name}"));
    made.attributes.insert("DomainName".to_owned(), format!("{name}.s3.amazonaws.com"));
    made.attributes.insert("RegionalDomainName".to_owned(), format!("{name}.s3.{REGION}.amazonaws.com"));
    made.physical_id.clone_from(&name);
    bucket_settings::put(caller, &name, &Properties::new(), order.properties)?;
    if configurations(order.properties).is_empty() {
        return Ok(());
    }
    caller.bucket("PUT", &name, "notification", notification(order.properties))
}

fn update(caller: &mut Caller<'_, '_>, name: &str, old: &Properties, new: &Properties) -> Outcome<()> {
    bucket_settings::put(caller, name, old, new)?;
    if configurations(old) == configurations(new) {
        return Ok(());
    }
    caller.bucket("PUT", name, "notification", notification(new))
}

fn delete(caller: &mut Caller<'_, '_>, name: &str, _: &Properties) -> Outcome<()> {
    unless_gone(caller.bucket("DELETE", name, "", Vec::new()))
}

fn configurations(properties: &Properties) -> &[Json] {
    let configuration = properties.get("NotificationConfiguration").and_then(Json::as_object);
    configuration.map_or(&[], |configuration| items(configuration, "LambdaConfigurations"))
}

/// The whole configuration as S3 takes it; without functions it is empty, which ends all notifications.
fn notification(properties: &Properties) -> Vec<u8> {
    let mut document = Document::new("NotificationConfiguration", "http://s3.amazonaws.com/doc/2006-03-01/");
    for configuration in configurations(properties).iter().filter_map(Json::as_object) {
        document
            .open("CloudFunctionConfiguration")
            .text("CloudFunction", &text(configuration, "Function"))
            .text("Event", &text(configuration, "Event"));
        let rules = configuration.get("Filter").and_then(|filter| filter.get("S3Key")).and_then(Json::as_object);
        if let Some(rules) = rules {
            document.open("Filter").open("S3Key");
            for rule in items(rules, "Rules").iter().filter_map(Json::as_object) {
                document
                    .open("FilterRule")
                    .text("Name", &text(rule, "Name"))
                    .text("Value", &text(rule, "Value"))
                    .close();
            }
            document.close().close();
        }
        document.close();
    }
    document.finish()
}
