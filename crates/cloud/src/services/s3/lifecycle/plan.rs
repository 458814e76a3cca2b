//! What rules ask for: what is due now, and when the next thing will be.

use std::ops::Bound;
use std::sync::Arc;

use super::{DAY_S, Noncurrent, Rule, expiry, midnight_after_s};
use crate::services::s3::bucket::Bucket;
use crate::services::s3::lock;
use crate::services::s3::object::Object;
use crate::services::s3::upload::Upload;
use crate::services::s3::version::{Marker, Version, shown};
use crate::sim::time::Time;

/// One thing that a rule does.
#[derive(Debug)]
pub enum Deed {
    /// The current version goes, for good or behind a delete marker.
    Expire(Arc<str>),
    /// A version, or a delete marker, goes for good.
    Delete(Arc<str>, String),
    /// A version changes its storage class.
    Move(Arc<Object>, String),
    /// An upload ends.
    Abort(Arc<str>),
}

/// What is due, and when more will be.
#[derive(Debug)]
pub struct Plan<'a> {
    rules: &'a [Rule],
    now: Time,
    now_s: i64,
    /// What is due.
    pub due: Vec<Deed>,
    /// When the next thing will be, seconds since 1970.
    pub next_s: Option<i64>,
}

/// The first midnight after `now`, seconds since 1970.
#[must_use]
pub fn midnight_after(now: Time) -> i64 {
    lock::epoch_s(now).div_euclid(DAY_S).saturating_add(1).saturating_mul(DAY_S)
}

impl<'a> Plan<'a> {
    /// A plan by `rules`, as of `now`, of which nothing is known yet.
    #[must_use]
    pub fn new(rules: &'a [Rule], now: Time) -> Self {
        Self { rules, now, now_s: lock::epoch_s(now), due: Vec::new(), next_s: None }
    }

    /// The plan for the whole of `bucket`.
    #[must_use]
    pub fn of_bucket(bucket: &Bucket, rules: &'a [Rule], now: Time) -> Self {
        let mut plan = Self::new(rules, now);
        for (key, versions) in bucket.versions_from(Bound::Unbounded) {
            plan.key(key, &versions);
        }
        bucket.uploads().for_each(|upload| plan.upload(upload));
        plan
    }

    /// Looks at a key, `versions` being all that it has, the newest first.
    pub fn key(&mut self, key: &Arc<str>, versions: &[Version]) {
        match versions.first() {
            Some(Version::Object(object)) => self.current(object),
            Some(Version::Marker(marker)) if versions.len() == 1 => self.lone_marker(key, marker),
            _ => {}
        }
        self.past(key, versions);
    }

    /// Looks at an upload that was not completed.
    pub fn upload(&mut self, upload: &Upload) {
        let rules = self.rules.iter();
        let fitting = rules.filter(|rule| upload.key.starts_with(&rule.filter.prefix) && rule.filter.is_of_keys());
        if let Some(days) = fitting.filter_map(|rule| rule.aborts_after_days).min() {
            self.at(midnight_after_s(upload.initiated, days), || Deed::Abort(Arc::clone(&upload.id)));
        }
    }

    /// Notes a deed for `due_s`, now or later. Whether it is due.
    fn at(&mut self, due_s: i64, deed: impl FnOnce() -> Deed) -> bool {
        if due_s <= self.now_s {
            self.due.push(deed());
            return true;
        }
        self.next_s = Some(self.next_s.map_or(due_s, |next_s| next_s.min(due_s)));
        false
    }

    fn current(&mut self, object: &Arc<Object>) {
        if let Some((due_s, _)) = expiry(self.rules, object)
            && self.at(due_s, || Deed::Expire(Arc::clone(&object.key)))
        {
            return;
        }
        let rules = self.rules.iter().filter(|rule| rule.filter.fits(object) && rule.filter.may_move(object));
        let moves = rules.flat_map(|rule| rule.moves.iter().map(|(when, class)| (when.due_s(object.modified), class)));
        self.moves(object, &moves.collect::<Vec<_>>());
    }

    /// Of several moves that are due the last one counts; the others are over.
    fn moves(&mut self, object: &Arc<Object>, moves: &[(i64, &String)]) {
        let now_s = self.now_s;
        let due = moves.iter().filter(|(due_s, _)| *due_s <= now_s).max_by_key(|(due_s, _)| *due_s);
        let due = due.filter(|(_, class)| object.storage_class() != class.as_str());
        for (due_s, class) in due.into_iter().chain(moves.iter().filter(|(due_s, _)| *due_s > now_s)) {
            self.at(*due_s, || Deed::Move(Arc::clone(object), (*class).clone()));
        }
    }

    /// A delete marker that hides nothing: removed where a rule says so, or once it is as old as an object that expires.
    fn lone_marker(&mut self, key: &Arc<str>, marker: &Marker) {
        let rules = self.rules.iter().filter(|rule| key.starts_with(&rule.filter.prefix) && rule.filter.is_of_keys());
        let due = rules.filter_map(|rule| {
            let at_once = rule.removes_markers.then(|| midnight_after_s(marker.modified, 0));
            at_once.or_else(|| Some(rule.expires?.due_s(marker.modified)))
        });
        if let Some(due_s) = due.min() {
            self.at(due_s, || Deed::Delete(Arc::clone(key), shown(marker.version.as_ref()).to_owned()));
        }
    }

    /// The versions of a key that are no longer current.
    fn past(&mut self, key: &Arc<str>, versions: &[Version]) {
        for (index, pair) in versions.windows(2).enumerate() {
            let [successor, Version::Object(object)] = pair else { continue };
            let since = match successor {
                Version::Object(object) => object.modified,
                Version::Marker(marker) => marker.modified,
            };
            let rules: Vec<&Rule> = self.rules.iter().filter(|rule| rule.filter.fits(object)).collect();
            // Newer ones that stay are counted from the first that is no longer current.
            let due_s = |when: &Noncurrent| (index >= when.newer).then(|| midnight_after_s(since, when.days));
            let deletions = rules.iter().filter_map(|rule| due_s(rule.noncurrent.as_ref()?));
            if let Some(due_s) = deletions.min() {
                // What is locked is tried again on another night.
                let locked = lock::holds(object, self.now, false);
                let due_s = if locked { due_s.max(midnight_after(self.now)) } else { due_s };
                let id = || shown(object.version.as_ref()).to_owned();
                if self.at(due_s, || Deed::Delete(Arc::clone(key), id())) {
                    continue;
                }
            }
            let movable = rules.iter().filter(|rule| rule.filter.may_move(object));
            let moves = movable.flat_map(|rule| &rule.noncurrent_moves);
            let moves: Vec<_> = moves.filter_map(|(when, class)| Some((due_s(when)?, class))).collect();
            self.moves(object, &moves);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_full_at_the_next_midnight() {
        // Virtual time begins on 5 January 2026 at nine.
        let (nine, midnight_s) = (Time::default(), 1_767_657_600);
        assert_eq!(midnight_after_s(nine, 0), midnight_s);
        assert_eq!(midnight_after_s(nine, 3), midnight_s + 3 * 86_400);
        assert_eq!(midnight_after(nine), midnight_s);
        let midnight = Time::from_epoch_ms(1_767_657_600_000).expect("it is after the beginning");
        assert_eq!(midnight_after_s(midnight, 1), midnight_s + 86_400);
        assert_eq!(midnight_after(midnight), midnight_s + 86_400);
    }
}
