//! Reading the dates of conditional headers: `Mon, 05 Jan 2026 09:00:00 GMT`.

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Seconds since 1970 at `text`, a date as RFC 1123 writes it; none when it is no such date.
#[must_use]
pub fn epoch_s(text: &str) -> Option<i64> {
    let (_, date) = text.trim().split_once(", ")?;
    let mut parts = date.split(' ');
    let day = parts.next()?.parse::<u8>().ok()?;
    let name = parts.next()?;
    let month = u8::try_from(MONTHS.iter().position(|month| *month == name)?).ok()? + 1;
    let year = parts.next()?.parse::<i32>().ok()?;
    let mut clock = parts.next()?.splitn(3, ':').map(|part| part.parse::<u8>().ok());
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    let month = time::Month::try_from(month).ok()?;
    let date = time::Date::from_calendar_date(year, month, day).ok()?;
    let time = time::Time::from_hms(hour, minute, second).ok()?;
    Some(date.with_time(time).assume_utc().unix_timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::time::{EPOCH_MS, Time};

    #[test]
    fn what_we_write_is_read_back_and_nonsense_is_not() {
        assert_eq!(epoch_s(&Time::default().rfc1123()), i64::try_from(EPOCH_MS / 1_000).ok());
        for text in ["", "yesterday", "Mon, 31 Feb 2026 09:00:00 GMT", "Mon, 05 Jan 2026 25:00:00 GMT", "Mon, 05"] {
            assert_eq!(epoch_s(text), None, "{text}");
        }
    }
}
