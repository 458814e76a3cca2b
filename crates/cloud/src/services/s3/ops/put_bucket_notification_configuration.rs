//! `PutBucketNotificationConfiguration`.

use std::sync::Arc;

use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::find;
use crate::services::s3::notification::{self, Configuration, End};

/// Replaces the whole configuration of the bucket.
pub fn put_bucket_notification_configuration(
    context: &mut Context<'_>,
    call: &Call<'_>,
) -> Result<Answer, ServiceError> {
    let before = summary(&find::bucket(context, call)?.notification);
    let configuration = notification::read(&call.request.body, context.rng)?;
    let skip = call.request.headers.get("x-amz-skip-destination-validation");
    let skip = skip.is_some_and(|value| value.eq_ignore_ascii_case("true"));
    notification::validate(&configuration, &call.name, context.world, skip)?;
    let after = summary(&configuration);
    context.world.s3_mut().set_notification(&Arc::clone(&call.name), configuration);
    context.changed(format!("{}: whom it notifies", call.name), before, after);
    Ok(Answer::Now(Response::new(200).with_header("content-length", "0")))
}

/// What a person reads of a configuration: `s3:ObjectCreated:* of photos/*.jpg to MakeThumbnail`; none when it is empty.
fn summary(configuration: &Configuration) -> Option<String> {
    let lines: Vec<String> = configuration
        .functions
        .iter()
        .map(|function| {
            let name = function.function_arn.rsplit(':').next().unwrap_or_default();
            let (mut prefix, mut suffix) = ("", "");
            for rule in &function.rules {
                match rule.end {
                    End::Prefix => prefix = &rule.value,
                    End::Suffix => suffix = &rule.value,
                }
            }
            format!("{} of {prefix}*{suffix} to {name}", function.events.join(" and "))
        })
        .collect();
    (!lines.is_empty()).then(|| lines.join("; "))
}
