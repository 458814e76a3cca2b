//! Counting what keys use of their plans: by day, since all that is told of it is told by day.
//!
//! A period begins at midnight UTC: of each day, of each Sunday, of the first of each month.

use std::sync::Arc;

use time::{Date, Month};

use super::State;
use super::state::{Usage, UsagePlan};
use crate::sim::time::Time;

/// Seconds of a day.
const DAY_S: i64 = 86_400;
/// The Julian day of 1 January 1970.
const EPOCH_JULIAN: i32 = 2_440_588;

impl Usage {
    /// Requests on one day.
    #[must_use]
    pub fn on(&self, day: u64) -> u64 {
        self.by_day.get(&day).copied().unwrap_or_default()
    }
}

impl State {
    /// How many requests a key may still make on a day, by its plan's quota; none when the plan has no quota.
    #[must_use]
    pub fn remaining(&self, plan: &UsagePlan, key: &str, day: u64) -> Option<u64> {
        let quota = plan.quota.as_ref()?;
        let start = period_start(&quota.period, day);
        let usage = self.usage.get(&(Arc::from(plan.id.as_str()), Arc::from(key)));
        let used: u64 = usage.map_or(0, |usage| usage.by_day.range(start..=day).map(|(_, count)| count).sum());
        let extension = usage.and_then(|usage| usage.extension).filter(|(of, _)| *of == start);
        let limit = quota.limit.saturating_add_signed(extension.map_or(0, |(_, more)| more));
        // The offset is what the first period has had already.
        let is_first = usage.is_none_or(|usage| usage.by_day.range(..start).next().is_none());
        Some(limit.saturating_sub(used).saturating_sub(if is_first { quota.offset } else { 0 }))
    }

    /// Counts a request that a key makes by a plan.
    pub fn count(&mut self, plan: &str, key: &str, now: Time) {
        let usage = self.usage.entry((Arc::from(plan), Arc::from(key))).or_default();
        *usage.by_day.entry(day_of(now)).or_default() += 1;
    }
}

/// The day of a moment, days since 1970.
#[must_use]
pub fn day_of(now: Time) -> u64 {
    u64::try_from(now.epoch_s() / DAY_S).unwrap_or_default()
}

/// The day of a date like `2026-01-05`, days since 1970.
#[must_use]
pub fn day_of_date(text: &str) -> Option<u64> {
    let mut parts = text.get(..10)?.split('-');
    let (year, month, day) =
        (parts.next()?.parse().ok()?, parts.next()?.parse::<u8>().ok()?, parts.next()?.parse().ok()?);
    let date = Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()?;
    u64::try_from(date.to_julian_day() - EPOCH_JULIAN).ok()
}

/// The day on which the period that `day` is in begins.
#[must_use]
pub fn period_start(period: &str, day: u64) -> u64 {
    match period {
        // 1 January 1970 was a Thursday, four days after a Sunday.
        "WEEK" => day.saturating_sub((day + 4) % 7),
        "MONTH" => {
            let julian = i32::try_from(day).ok().and_then(|day| day.checked_add(EPOCH_JULIAN));
            let date = julian.and_then(|julian| Date::from_julian_day(julian).ok());
            date.map_or(day, |date| day.saturating_sub(u64::from(date.day()) - 1))
        }
        _ => day,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(period: &str, date: &str, start: &str) {
        let day = day_of_date(date).expect("it is a date");
        assert_eq!(period_start(period, day), day_of_date(start).expect("it is a date"), "{period} of {date}");
    }

    #[test]
    fn periods_begin_at_midnight_on_sundays_and_on_firsts() {
        assert_eq!(day_of_date("1970-01-02"), Some(1));
        assert_eq!(day_of(Time::default()), day_of_date("2026-01-05").expect("it is a date"));
        check("DAY", "2026-01-05", "2026-01-05");
        check("WEEK", "2026-01-05", "2026-01-04");
        check("WEEK", "2026-01-04", "2026-01-04");
        check("MONTH", "2026-02-28", "2026-02-01");
        assert_eq!(day_of_date("2026-02-30"), None);
        assert_eq!(day_of_date("yesterday"), None);
    }
}
