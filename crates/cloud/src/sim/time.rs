//! Virtual time, in whole microseconds.

use std::ops::{Add, AddAssign, Sub};

use serde::{Deserialize, Serialize};

/// The moment at which every run begins: 5 January 2026, 09:00 UTC, as milliseconds since 1970.
pub const EPOCH_MS: u64 = 1_767_603_600_000;

/// A point of virtual time: microseconds since the run began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Time(pub u64);

/// A length of virtual time, microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span(pub u64);

impl Span {
    /// A span of whole microseconds.
    #[must_use]
    pub const fn from_us(us: u64) -> Self {
        Self(us)
    }

    /// A span of whole milliseconds.
    #[must_use]
    pub const fn from_ms(ms: u64) -> Self {
        Self(ms * 1_000)
    }

    /// A span of whole seconds.
    #[must_use]
    pub const fn from_s(s: u64) -> Self {
        Self(s * 1_000_000)
    }

    /// This span in milliseconds, with its fraction.
    #[must_use]
    pub fn as_ms(self) -> f64 {
        self.0 as f64 / 1_000.0
    }
}

impl Add<Span> for Span {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Add<Span> for Time {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl AddAssign<Span> for Time {
    fn add_assign(&mut self, span: Span) {
        *self = *self + span;
    }
}

impl Sub for Time {
    type Output = Span;
    /// The span from `earlier` to `self`; nothing when `earlier` is later.
    fn sub(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl Time {
    /// The moment that many milliseconds after 1970; none when it is before the run's origin.
    #[must_use]
    pub const fn from_epoch_ms(ms: u64) -> Option<Self> {
        match ms.checked_sub(EPOCH_MS) {
            Some(since) => Some(Self(since.saturating_mul(1_000))),
            None => None,
        }
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub const fn epoch_ms(self) -> u64 {
        EPOCH_MS + self.0 / 1_000
    }

    /// Microseconds since 1970.
    #[must_use]
    pub const fn epoch_us(self) -> u64 {
        EPOCH_MS * 1_000 + self.0
    }

    /// Whole seconds since 1970.
    #[must_use]
    pub fn epoch_s(self) -> i64 {
        i64::try_from(self.epoch_ms() / 1_000).unwrap_or(i64::MAX)
    }

    /// This time in milliseconds since the run began, with its fraction.
    #[must_use]
    pub fn as_ms(self) -> f64 {
        self.0 as f64 / 1_000.0
    }

    /// `2026-01-05T09:00:00.000Z`, as S3's XML and Lambda's log lines have it.
    #[must_use]
    pub fn iso8601(self) -> String {
        let c = self.civil();
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
            c.year, c.month, c.day, c.hour, c.minute, c.second, c.millisecond
        )
    }

    /// `Mon, 05 Jan 2026 09:00:00 GMT`, as HTTP headers have it (RFC 1123).
    #[must_use]
    pub fn rfc1123(self) -> String {
        const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let c = self.civil();
        let mut text = String::with_capacity(29);
        text.push_str(DAYS[usize::from(c.weekday)]);
        text.push_str(", ");
        push_two_digits(&mut text, c.day);
        text.push(' ');
        text.push_str(MONTHS[usize::from(c.month - 1)]);
        text.push(' ');
        push_two_digits(&mut text, (c.year / 100) as u8);
        push_two_digits(&mut text, (c.year % 100) as u8);
        for (mark, part) in [(' ', c.hour), (':', c.minute), (':', c.second)] {
            text.push(mark);
            push_two_digits(&mut text, part);
        }
        text.push_str(" GMT");
        text
    }

    /// `2026-01-05T09:00:00.000+0000`, as Lambda's `LastModified` has it.
    #[must_use]
    pub fn lambda_timestamp(self) -> String {
        self.iso8601().replace('Z', "+0000")
    }

    /// `Monday, January 5, 2026 at 9:00:00 AM Coordinated Universal Time`, as DynamoDB's texts have it.
    #[must_use]
    pub fn in_words(self) -> String {
        const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let c = self.civil();
        let half = if c.hour < 12 { "AM" } else { "PM" };
        let hour = match c.hour % 12 {
            0 => 12,
            hour => hour,
        };
        format!(
            "{}, {} {}, {} at {hour}:{:02}:{:02} {half} Coordinated Universal Time",
            DAYS[usize::from(c.weekday)],
            MONTHS[usize::from(c.month - 1)],
            c.day,
            c.year,
            c.minute,
            c.second
        )
    }

    /// `2026/01/05`, as the names of log streams have it.
    #[must_use]
    pub fn stream_date(self) -> String {
        let c = self.civil();
        format!("{:04}/{:02}/{:02}", c.year, c.month, c.day)
    }

    fn civil(self) -> Civil {
        let epoch_ms = self.epoch_ms();
        let seconds = i64::try_from(epoch_ms / 1_000).expect("virtual time ends before the year 10,000");
        let moment =
            time::OffsetDateTime::from_unix_timestamp(seconds).expect("virtual time ends before the year 10,000");
        Civil {
            year: moment.year(),
            month: u8::from(moment.month()),
            day: moment.day(),
            weekday: moment.weekday().number_days_from_sunday(),
            hour: moment.hour(),
            minute: moment.minute(),
            second: moment.second(),
            millisecond: epoch_ms % 1_000,
        }
    }
}

fn push_two_digits(text: &mut String, number: u8) {
    text.push(char::from(b'0' + number / 10));
    text.push(char::from(b'0' + number % 10));
}

struct Civil {
    year: i32,
    month: u8,
    day: u8,
    weekday: u8,
    hour: u8,
    minute: u8,
    second: u8,
    millisecond: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_moment_reads_as_aws_writes_it() {
        let start = Time::default();
        assert_eq!(start.iso8601(), "2026-01-05T09:00:00.000Z");
        assert_eq!(start.rfc1123(), "Mon, 05 Jan 2026 09:00:00 GMT");
        assert_eq!((start + Span::from_ms(1_234)).iso8601(), "2026-01-05T09:00:01.234Z");
        assert_eq!(start.in_words(), "Monday, January 5, 2026 at 9:00:00 AM Coordinated Universal Time");
        let afternoon = (start + Span::from_s(14_400)).in_words();
        assert_eq!(afternoon, "Monday, January 5, 2026 at 1:00:00 PM Coordinated Universal Time");
    }
}
