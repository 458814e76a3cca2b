//! Object lock: versions that cannot be deleted until a day, or until further notice.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html>

use time::{OffsetDateTime, UtcOffset};

use super::bucket::Bucket;
use super::error::{Error, Setting, particular};
use super::object::Object;
use super::version::Version;
use crate::http::Request;
use crate::protocol::sigv4::moment::read_long;
use crate::sim::time::Time;

const MODE: &str = "x-amz-object-lock-mode";
const UNTIL: &str = "x-amz-object-lock-retain-until-date";
const HOLD: &str = "x-amz-object-lock-legal-hold";
const BYPASS: &str = "x-amz-bypass-governance-retention";
const DAY_S: i64 = 24 * 60 * 60;
const NO_CONFIGURATION: &str = "Bucket is missing Object Lock Configuration";

/// How strict a lock is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Who is allowed to may lift it.
    Governance,
    /// Nobody may lift it, the account's owner no more than others.
    Compliance,
}

impl Mode {
    /// AWS's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Governance => "GOVERNANCE",
            Self::Compliance => "COMPLIANCE",
        }
    }

    /// The mode that AWS calls `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Governance, Self::Compliance].into_iter().find(|mode| mode.name() == name)
    }
}

/// How long a version is kept from deletion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// How strictly.
    pub mode: Mode,
    /// Until when, seconds since 1970.
    pub until_s: i64,
}

/// `ON` or `OFF`.
#[must_use]
pub const fn switch(on: bool) -> &'static str {
    if on { "ON" } else { "OFF" }
}

/// The seconds since 1970 at `now`.
#[must_use]
pub fn epoch_s(now: Time) -> i64 {
    i64::try_from(now.epoch_ms() / 1_000).unwrap_or(i64::MAX)
}

/// The moment this many seconds after 1970; none when virtual time does not reach it.
#[must_use]
pub fn moment(epoch_s: i64) -> Option<Time> {
    Time::from_epoch_ms(u64::try_from(epoch_s).ok()?.checked_mul(1_000)?)
}

/// Refuses a bucket that has no lock configuration.
///
/// # Errors
/// When it has none.
pub fn check_enabled(bucket: &Bucket) -> Result<(), Error> {
    let enabled = bucket.settings.documents.contains_key(&Setting::ObjectLock);
    if enabled { Ok(()) } else { Err(Error::request(NO_CONFIGURATION)) }
}

/// The retention that a write asks for, or else the bucket's own for what says nothing.
///
/// # Errors
/// When it is asked for by half, is none, is over already, or the bucket has no locks.
pub fn retention(bucket: &Bucket, request: &Request, now: Time) -> Result<Option<Retention>, Error> {
    let (mode, until) = match (request.headers.get(MODE), request.headers.get(UNTIL)) {
        (None, None) => return Ok(of_bucket(bucket, now)),
        (Some(mode), Some(until)) => (mode, until),
        (mode, _) => {
            let given = if mode.is_some() { MODE } else { UNTIL };
            let message = "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied";
            return Err(Error::argument_named(message, given));
        }
    };
    let mode = Mode::named(mode).ok_or_else(|| Error::argument("Unknown wormMode directive.", MODE, mode))?;
    check_enabled(bucket)?;
    let until_s = read_long(until)
        .ok_or_else(|| Error::argument("The retain until date must be provided in ISO 8601 format", UNTIL, until))?;
    check_future(until_s, now)?;
    Ok(Some(Retention { mode, until_s }))
}

/// Refuses a day that is over.
///
/// # Errors
/// When it is.
pub fn check_future(until_s: i64, now: Time) -> Result<(), Error> {
    if until_s > epoch_s(now) {
        return Ok(());
    }
    Err(Error::argument("The retain until date must be in the future!", "RetainUntilDate", pacific(until_s)))
}

/// The retention that a bucket gives what is written to it.
fn of_bucket(bucket: &Bucket, now: Time) -> Option<Retention> {
    let default = bucket.settings.root(Setting::ObjectLock)?.child("Rule")?.child("DefaultRetention")?;
    let number = |name| default.child_text(name).and_then(|text| text.trim().parse::<i64>().ok());
    let days = number("Days").or_else(|| number("Years").map(|years| years.saturating_mul(365)))?;
    let until_s = epoch_s(now).saturating_add(days.saturating_mul(DAY_S));
    Some(Retention { mode: Mode::named(default.child_text("Mode")?)?, until_s })
}

/// Whether a write asks for a legal hold.
///
/// # Errors
/// When it says neither `ON` nor `OFF`, or the bucket has no locks.
pub fn legal_hold(bucket: &Bucket, request: &Request) -> Result<Option<bool>, Error> {
    let Some(hold) = request.headers.get(HOLD) else { return Ok(None) };
    check_enabled(bucket)?;
    match hold {
        "ON" => Ok(Some(true)),
        "OFF" => Ok(Some(false)),
        other => Err(Error::argument("Legal Hold must be either of 'ON' or 'OFF'", HOLD, other)),
    }
}

/// Whether the caller wants to lift a lock that may be lifted.
#[must_use]
pub fn bypasses(request: &Request) -> bool {
    request.headers.get(BYPASS).is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// Whether `object` may not be deleted at `now`.
#[must_use]
pub fn holds(object: &Object, now: Time, bypass: bool) -> bool {
    let Some(extras) = &object.extras else { return false };
    let retained = extras
        .retention
        .is_some_and(|retention| retention.until_s > epoch_s(now) && !(bypass && retention.mode == Mode::Governance));
    retained || extras.legal_hold == Some(true)
}

/// Refuses the deletion of a version that is locked.
///
/// # Errors
/// When it is, or when a lock is to be lifted in a bucket that has none.
pub fn check_deletion(bucket: &Bucket, request: &Request, key: &str, id: Option<&str>, now: Time) -> Result<(), Error> {
    let bypass = bypasses(request);
    if bypass && check_enabled(bucket).is_err() {
        let message = "x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.";
        return Err(Error::argument_named(message, BYPASS));
    }
    match id.and_then(|id| bucket.version(key, id)) {
        Some(Version::Object(object)) if holds(&object, now, bypass) => Err(particular::LOCKED.error(Vec::new())),
        _ => Ok(()),
    }
}

/// A moment as S3 writes it in this one error: `Tue Dec 31 16:00:00 PST 2019`.
fn pacific(at_s: i64) -> String {
    let utc = OffsetDateTime::from_unix_timestamp(at_s).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (hours, zone) = if is_summer(utc) { (-7, "PDT") } else { (-8, "PST") };
    let at = UtcOffset::from_hms(hours, 0, 0).map_or(utc, |offset| utc.to_offset(offset));
    let (day, month) = (at.weekday().to_string(), at.month().to_string());
    let (day, month) = (day.get(..3).unwrap_or_default(), month.get(..3).unwrap_or_default());
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    format!("{day} {month} {:02} {hour:02}:{minute:02}:{second:02} {zone} {}", at.day(), at.year())
}

/// Whether it is summer time at the Pacific: from the second Sunday of March to the first of November, at two o'clock.
fn is_summer(utc: OffsetDateTime) -> bool {
    let sunday = |month: time::Month, nth: u8, hour: u8| {
        let first = time::Date::from_calendar_date(utc.year(), month, 1).ok()?;
        let until_sunday = (7 - first.weekday().number_days_from_sunday()) % 7;
        let day = time::Date::from_calendar_date(utc.year(), month, 1 + until_sunday + 7 * (nth - 1)).ok()?;
        Some(day.with_hms(hour, 0, 0).ok()?.assume_utc())
    };
    let (Some(from), Some(to)) = (sunday(time::Month::March, 2, 10), sunday(time::Month::November, 1, 9)) else {
        return false;
    };
    (from..to).contains(&utc)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_at_the_pacific() {
        assert_eq!(pacific(1_577_836_800), "Tue Dec 31 16:00:00 PST 2019");
        assert_eq!(pacific(1_593_561_600), "Tue Jun 30 17:00:00 PDT 2020");
        assert_eq!(pacific(1_583_661_600 - 1), "Sun Mar 08 01:59:59 PST 2020");
        assert_eq!(pacific(1_583_661_600), "Sun Mar 08 03:00:00 PDT 2020");
    }
}
