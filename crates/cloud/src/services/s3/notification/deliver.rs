//! Telling the functions that a bucket's configuration names.

use std::sync::Arc;

use super::Event;
use super::record::record;
use crate::operation::{Context, Effect};
use crate::services::s3::access::bucket_arn;
use crate::services::s3::object::Sequencer;
use crate::sim::trace::{Carried, Place, Subject};
use crate::verdict::Principal;

/// What happened to an object.
pub struct Happening<'a> {
    /// What.
    pub event: Event,
    /// The object's key.
    pub key: &'a Arc<str>,
    /// Its length, bytes; 0 when it is gone.
    pub size: u64,
    /// Its `ETag`, without quotes; empty when it is gone.
    pub etag: &'a str,
    /// The version's id; none in a bucket that has never kept versions.
    pub version: Option<&'a str>,
    /// Its place in the order of writes.
    pub sequencer: Sequencer,
}

/// Tells every function that wants to know of `happening` in `bucket`.
pub fn notify(context: &mut Context<'_>, bucket: &Arc<str>, happening: &Happening<'_>) {
    let Some(configuration) = context.world.s3().bucket(bucket).map(|bucket| Arc::clone(&bucket.notification)) else {
        return;
    };
    for function in &configuration.functions {
        if !function.wants(happening.event, happening.key) {
            continue;
        }
        let event = record(context, bucket, happening, function);
        context.effects.push(Effect::Notify {
            from: Place::Bucket(Arc::clone(bucket)),
            principal: Principal::Service { service: "s3.amazonaws.com", source_arn: bucket_arn(bucket) },
            function_arn: Arc::clone(&function.function_arn),
            operation: happening.event.name(),
            event,
            subject: Some(Subject {
                bucket: Arc::clone(bucket),
                key: Arc::clone(happening.key),
                carried: Carried::Named,
            }),
        });
    }
}
