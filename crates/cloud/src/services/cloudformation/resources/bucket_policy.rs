//! AWS::S3::BucketPolicy.

use super::{Kind, Made, Order, Properties, text};
use crate::services::cloudformation::calls::{Caller, Outcome, unless_gone};
use crate::services::cloudformation::shape::{Shape, required};

/// The type.
pub static BUCKET_POLICY: Kind = Kind {
    name: "AWS::S3::BucketPolicy",
    properties: &[required("Bucket", Shape::Text), required("PolicyDocument", Shape::Anything)],
    attributes: &[],
    name_property: "",
    fixed: &["Bucket"],
    create,
    update,
    delete,
};

fn create(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    let bucket = text(order.properties, "Bucket");
    caller.bucket("PUT", &bucket, "policy", policy(order.properties))?;
    made.physical_id = bucket;
    Ok(())
}

fn update(caller: &mut Caller<'_, '_>, bucket: &str, old: &Properties, new: &Properties) -> Outcome<()> {
    if old.get("PolicyDocument") == new.get("PolicyDocument") {
        return Ok(());
    }
    caller.bucket("PUT", bucket, "policy", policy(new))
}

fn delete(caller: &mut Caller<'_, '_>, bucket: &str, _: &Properties) -> Outcome<()> {
    unless_gone(caller.bucket("DELETE", bucket, "policy", Vec::new()))
}

fn policy(properties: &Properties) -> Vec<u8> {
    properties.get("PolicyDocument").map(ToString::to_string).unwrap_or_default().into_bytes()
}
