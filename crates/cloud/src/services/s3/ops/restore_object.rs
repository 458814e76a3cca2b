//! `RestoreObject`.

use std::sync::Arc;

use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context, Effect, Timer};
use crate::protocol::xml;
use crate::services::s3::archive::{self, Restored};
use crate::services::s3::error::{Error, particular};
use crate::services::s3::notification::Event;
use crate::services::s3::object::Object;
use crate::services::s3::payload::payload;
use crate::services::s3::store::tell;
use crate::services::s3::{extras, find, lifecycle};
use crate::sim::time::Time;
use crate::sim::trace::Place;
use crate::world::World;

/// What the end of a restoration says on the map.
pub const WHAT: &str = "has an object restored";
/// The longest time for which a copy may be asked for. AWS's value was not found; this one keeps dates within reach.
const MAX_DAYS: i64 = 36_500;

/// Begins to restore an archived object, or keeps its restored copy for longer.
pub fn restore_object(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let object = find::named(context, call)?;
    if !archive::is_archived(&object) {
        let details = vec![("StorageClass", object.storage_class().to_owned())];
        return Err(particular::NOT_ARCHIVED.error(details).into());
    }
    let root = xml::parse(&payload(call.request)?.body).map_err(|_| Error::MalformedXml)?;
    let days = root.child_text("Days").and_then(|days| days.trim().parse().ok());
    let days = days.filter(|days| (1..=MAX_DAYS).contains(days)).ok_or(Error::MalformedXml)?;
    let parameters = root.child("GlacierJobParameters").unwrap_or(&root);
    let tier = parameters.child_text("Tier").unwrap_or("Standard");
    let takes = archive::restoring(&object, tier).ok_or(Error::MalformedXml)?;
    let (from, status) = match archive::restored(&object, context.now) {
        Some(restored) if restored.from > context.now => return Err(particular::RESTORING.error(Vec::new()).into()),
        Some(restored) => (restored.from, 200),
        None => (context.now + takes, 202),
    };
    let until_s = lifecycle::midnight_after_s(from.max(context.now), days);
    let restored = extras::changed(&object, |extras| extras.restored = Some(Restored { from, until_s }));
    extras::replace(context, call, restored, "restored copy");
    if status == 202 {
        tell(context, &call.name, &object, Event::RestorePost);
        let place = Place::Bucket(Arc::clone(&call.name));
        let timer = Timer { service: "s3", place, what: WHAT, part: Arc::clone(&call.key), awaited: false };
        context.effects.push(Effect::Schedule { at: from, timer });
    }
    Ok(Answer::Now(Response::new(status).with_header("content-length", "0")))
}

/// The object under `key` whose restoration ends at `at`.
pub fn ending(world: &World, bucket: &str, key: &str, at: Time) -> Option<Arc<Object>> {
    let object = world.s3().object(bucket, key)?;
    let ends = object.extras.as_ref()?.restored.is_some_and(|restored| restored.from == at);
    ends.then(|| Arc::clone(object))
}

/// Tells that a restoration has ended.
pub fn end(context: &mut Context<'_>, bucket: &Arc<str>, key: &str) {
    if let Some(object) = ending(context.world, bucket, key, context.now) {
        context.changed(format!("{bucket}/{key}: restored copy"), None, Some("can be read".to_owned()));
        tell(context, bucket, &object, Event::RestoreCompleted);
    }
}
