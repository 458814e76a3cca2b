//! What the rules of a bucket do on a night, and which night is the next on which they have something to do.

use std::ops::Bound;
use std::sync::Arc;

use super::plan::{Deed, Plan, midnight_after};
use super::rules;
use crate::operation::{Context, Effect, Timer};
use crate::services::s3::access::bucket_arn;
use crate::services::s3::lock::moment;
use crate::services::s3::notification::Event;
use crate::services::s3::object::{Attributes, Object};
use crate::services::s3::store::{Cause, delete, delete_version, tell};
use crate::sim::time::Time;
use crate::sim::trace::Place;
use crate::verdict::Principal;
use crate::world::World;

/// What a night's timer says on the map.
const WHAT: &str = "acts by its lifecycle rules";

/// Whether the night at `at` is still the one on which the bucket of `place` acts next.
#[must_use]
pub fn is_night(world: &World, place: &Place, at: Time) -> bool {
    let Place::Bucket(name) = place else { return false };
    world.s3().bucket(name).is_some_and(|bucket| bucket.night == Some(at))
}

/// Does what the rules of the bucket called `name` ask for now, and sets the next night.
pub fn act(context: &mut Context<'_>, name: &Arc<str>) {
    let Some(bucket) = context.world.s3().bucket(name).map(Arc::clone) else { return };
    let rules = rules(&bucket);
    let plan = Plan::of_bucket(&bucket, &rules, context.now);
    let principal = Principal::Service { service: "s3.amazonaws.com", source_arn: bucket_arn(name) };
    let mut acting = Context {
        now: context.now,
        request_id: context.request_id,
        principal: &principal,
        message: None,
        world: &mut *context.world,
        rng: &mut *context.rng,
        changes: &mut *context.changes,
        effects: &mut *context.effects,
    };
    for deed in plan.due {
        perform(&mut acting, name, deed);
    }
    // What has been done may be due for more: a marker that hides nothing any more.
    watch_all(context, name);
}

/// Looks at the whole of a bucket, and sets the night on which its rules act next.
pub fn watch_all(context: &mut Context<'_>, name: &Arc<str>) {
    let Some(bucket) = context.world.s3().bucket(name).map(Arc::clone) else { return };
    // A timer that is set for another night passes unseen.
    context.world.s3_mut().change(name, |bucket| bucket.night = None);
    let rules = rules(&bucket);
    if !rules.is_empty() {
        set(context, name, &Plan::of_bucket(&bucket, &rules, context.now));
    }
}

/// Looks at what is under `key` since something was written there, and sets an earlier night if it asks for one.
pub fn watch(context: &mut Context<'_>, name: &Arc<str>, key: &str) {
    let Some(bucket) = context.world.s3().bucket(name).map(Arc::clone) else { return };
    let rules = rules(&bucket);
    if rules.is_empty() {
        return;
    }
    let mut plan = Plan::new(&rules, context.now);
    if let Some((key, versions)) = bucket.versions_from(Bound::Included(key)).next().filter(|(held, _)| &***held == key)
    {
        plan.key(key, &versions);
    }
    bucket.uploads().filter(|upload| &*upload.key == key).for_each(|upload| plan.upload(upload));
    set(context, name, &plan);
}

/// Sets the night that `plan` asks for, unless an earlier one is set already.
fn set(context: &mut Context<'_>, name: &Arc<str>, plan: &Plan<'_>) {
    let tonight_s = (!plan.due.is_empty()).then(|| midnight_after(context.now));
    let night_s = tonight_s.into_iter().chain(plan.next_s).min();
    let night = night_s.and_then(moment);
    let set = context.world.s3().bucket(name).and_then(|bucket| bucket.night);
    let Some(night) = night.filter(|night| set.is_none_or(|set| *night < set)) else { return };
    context.world.s3_mut().change(name, |bucket| bucket.night = Some(night));
    let timer = Timer {
        service: "s3",
        place: Place::Bucket(Arc::clone(name)),
        what: WHAT,
        part: Arc::default(),
        awaited: false,
    };
    context.effects.push(Effect::Schedule { at: night, timer });
}

fn perform(context: &mut Context<'_>, bucket: &Arc<str>, deed: Deed) {
    match deed {
        Deed::Expire(key) => drop(delete(context, bucket, &key, Cause::Lifecycle)),
        Deed::Delete(key, id) => drop(delete_version(context, bucket, &key, &id, Cause::Lifecycle)),
        Deed::Move(object, class) => change_class(context, bucket, &object, class),
        Deed::Abort(id) => {
            context.world.s3_mut().change(bucket, |bucket| bucket.remove_upload(&id));
            context.changed(format!("{bucket}: upload"), Some("unfinished".to_owned()), None);
        }
    }
}

fn change_class(context: &mut Context<'_>, bucket: &Arc<str>, object: &Object, class: String) {
    let (before, after) = (object.storage_class().to_owned(), class.clone());
    let attributes = Attributes { storage_class: Some(class.into()), ..Attributes::clone(&object.attributes) };
    let moved = Object { attributes: Arc::new(attributes), ..object.clone() };
    context.world.s3_mut().change(bucket, |bucket| bucket.replace(moved));
    context.changed(format!("{bucket}/{}: storage class", object.key), Some(before), Some(after));
    tell(context, bucket, object, Event::LifecycleTransition);
}
