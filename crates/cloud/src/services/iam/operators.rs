//! The operators that conditions compare with, and how numbers, dates and addresses are read.

use std::cmp::Ordering;
use std::net::IpAddr;

use time::{Date, Month};

/// An operator with its prefix and suffix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operator {
    /// What it compares.
    pub test: Test,
    /// Whether it asks that no value fit.
    pub negated: bool,
    if_exists: bool,
    set: Option<Set>,
}

/// What an operator compares, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// `StringEquals`.
    Equals,
    /// `StringEqualsIgnoreCase`.
    EqualsIgnoreCase,
    /// `StringLike`.
    Like,
    /// `NumericEquals` and the others.
    Numeric(Comparison),
    /// `DateEquals` and the others.
    Date(Comparison),
    /// `Bool`.
    Bool,
    /// `BinaryEquals`.
    Binary,
    /// `IpAddress`.
    Ip,
    /// `ArnLike`, which is `ArnEquals` by another name.
    Arn,
    /// `Null`.
    Null,
}

/// How two numbers or dates must stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The same.
    Equals,
    /// The request's is less.
    LessThan,
    /// Less or the same.
    LessThanEquals,
    /// The request's is greater.
    GreaterThan,
    /// Greater or the same.
    GreaterThanEquals,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    All,
    Any,
}

impl Operator {
    /// The operator called `name`; none when AWS has no such operator.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let (set, name) = match (name.strip_prefix("ForAllValues:"), name.strip_prefix("ForAnyValue:")) {
            (Some(name), _) => (Some(Set::All), name),
            (_, Some(name)) => (Some(Set::Any), name),
            (None, None) => (None, name),
        };
        let (if_exists, name) = match name.strip_suffix("IfExists") {
            Some(name) => (true, name),
            None => (false, name),
        };
        let (test, negated) = match name {
            "StringEquals" => (Test::Equals, false),
            "StringNotEquals" => (Test::Equals, true),
            "StringEqualsIgnoreCase" => (Test::EqualsIgnoreCase, false),
            "StringNotEqualsIgnoreCase" => (Test::EqualsIgnoreCase, true),
            "StringLike" => (Test::Like, false),
            "StringNotLike" => (Test::Like, true),
            "Bool" => (Test::Bool, false),
            "BinaryEquals" => (Test::Binary, false),
            "IpAddress" => (Test::Ip, false),
            "NotIpAddress" => (Test::Ip, true),
            "ArnEquals" | "ArnLike" => (Test::Arn, false),
            "ArnNotEquals" | "ArnNotLike" => (Test::Arn, true),
            "Null" if !if_exists => (Test::Null, false),
            _ => match (name.strip_prefix("Numeric"), name.strip_prefix("Date")) {
                (Some("NotEquals"), _) => (Test::Numeric(Comparison::Equals), true),
                (_, Some("NotEquals")) => (Test::Date(Comparison::Equals), true),
                (Some(comparison), _) => (Test::Numeric(Comparison::parse(comparison)?), false),
                (_, Some(comparison)) => (Test::Date(Comparison::parse(comparison)?), false),
                (None, None) => return None,
            },
        };
        Some(Self { test, negated, if_exists, set })
    }

    /// Whether the condition holds when the request has no such key. No values at all satisfy `ForAllValues`.
    #[must_use]
    pub fn holds_without_key(&self) -> bool {
        match self.set {
            Some(Set::All) => true,
            Some(Set::Any) => self.if_exists,
            None => self.if_exists || self.negated,
        }
    }
}

impl Comparison {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "Equals" => Self::Equals,
            "LessThan" => Self::LessThan,
            "LessThanEquals" => Self::LessThanEquals,
            "GreaterThan" => Self::GreaterThan,
            "GreaterThanEquals" => Self::GreaterThanEquals,
            _ => return None,
        })
    }

    /// Whether `found`, the request's, stands so to `wanted`, the policy's.
    pub fn holds<T: PartialOrd>(self, found: &T, wanted: &T) -> bool {
        let Some(order) = found.partial_cmp(wanted) else { return false };
        match self {
            Self::Equals => order == Ordering::Equal,
            Self::LessThan => order == Ordering::Less,
            Self::LessThanEquals => order != Ordering::Greater,
            Self::GreaterThan => order == Ordering::Greater,
            Self::GreaterThanEquals => order != Ordering::Less,
        }
    }
}

/// Both texts as numbers.
#[must_use]
pub fn numbers(found: &str, wanted: &str) -> Option<(f64, f64)> {
    Some((found.trim().parse().ok()?, wanted.trim().parse().ok()?))
}

/// `true` or `false`, in any case.
#[must_use]
pub fn truth(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// Whether the address `found` lies in `range`: an address, or one with a prefix length (`10.0.0.0/8`).
#[must_use]
pub fn in_range(found: &str, range: &str) -> bool {
    let (network, length) = match range.split_once('/') {
        Some((network, length)) => (network, length.parse::<u32>().ok()),
        None => (range, Some(128)),
    };
    let (Ok(found), Ok(network), Some(length)) = (found.parse(), network.parse(), length) else {
        return false;
    };
    match (found, network) {
        (IpAddr::V4(found), IpAddr::V4(network)) => {
            // A shift by the whole width is no shift for the processor, hence the check.
            let mask = u32::MAX.checked_shl(32 - length.min(32)).unwrap_or(0);
            found.to_bits() & mask == network.to_bits() & mask
        }
        (IpAddr::V6(found), IpAddr::V6(network)) => {
            let mask = u128::MAX.checked_shl(128 - length.min(128)).unwrap_or(0);
            found.to_bits() & mask == network.to_bits() & mask
        }
        _ => false,
    }
}

/// A date of ISO 8601 (`2026-01-05`, `2026-01-05T09:00:00Z`, with or without fraction or offset), or seconds since
/// 1970, as seconds since 1970.
#[must_use]
pub fn seconds(text: &str) -> Option<f64> {
    if let Ok(seconds) = text.parse() {
        return Some(seconds);
    }
    let (date, time) = text.split_once('T').unwrap_or((text, "00:00:00Z"));
    let mut date = date.splitn(3, '-');
    let year = date.next()?.parse().ok()?;
    let month = Month::try_from(date.next()?.parse::<u8>().ok()?).ok()?;
    let date = Date::from_calendar_date(year, month, date.next()?.parse().ok()?).ok()?;
    let (time, offset_s) = match time.find(['Z', '+', '-']) {
        Some(at) => (&time[..at], offset(&time[at..])?),
        None => (time, 0.0),
    };
    let days = f64::from(date.to_julian_day() - time::UtcDateTime::UNIX_EPOCH.to_julian_day());
    Some(days * 86_400.0 + clock(time)? - offset_s)
}

fn offset(text: &str) -> Option<f64> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1.0,
        b'-' => -1.0,
        _ => return Some(0.0),
    };
    clock(&text[1..]).map(|seconds| sign * seconds)
}

/// `09:00`, `09:00:00` or `09:00:00.5`, as seconds.
fn clock(text: &str) -> Option<f64> {
    let mut parts = text.splitn(3, ':');
    let hours: f64 = parts.next()?.parse().ok()?;
    let minutes: f64 = parts.next()?.parse().ok()?;
    let seconds: f64 = parts.next().map_or(Some(0.0), |seconds| seconds.parse().ok())?;
    Some(hours * 3_600.0 + minutes * 60.0 + seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_ranges() {
        assert!(in_range("203.0.113.7", "203.0.113.0/24"));
        assert!(in_range("203.0.113.7", "203.0.113.7"));
        assert!(in_range("203.0.113.7", "0.0.0.0/0"));
        assert!(!in_range("203.0.114.7", "203.0.113.0/24"));
        assert!(in_range("2001:db8::1", "2001:db8::/32"));
        assert!(!in_range("203.0.113.7", "nonsense/8"));
    }
}
