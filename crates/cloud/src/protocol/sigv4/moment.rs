//! Moments as signatures have them: `20130524T000000Z`; and as S3's documents do.

use time::{Date, Month, OffsetDateTime};

/// The names of months in HTTP's dates.
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Reads a moment, seconds since 1970; none when it is not of that form or no moment.
#[must_use]
pub fn read(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if bytes.len() != 16 || bytes[8] != b'T' || bytes[15] != b'Z' {
        return None;
    }
    let number = |from: usize, to: usize| -> Option<u16> {
        bytes[from..to]
            .iter()
            .try_fold(0_u16, |held, byte| byte.is_ascii_digit().then(|| held * 10 + u16::from(byte - b'0')))
    };
    let small = |from: usize| number(from, from + 2).and_then(|value| u8::try_from(value).ok());
    let month = Month::try_from(small(4)?).ok()?;
    let date = Date::from_calendar_date(i32::from(number(0, 4)?), month, small(6)?).ok()?;
    Some(date.with_hms(small(9)?, small(11)?, small(13)?).ok()?.assume_utc().unix_timestamp())
}

/// Reads `2026-01-05T09:00:00.000Z` or `2026-01-05T09:00:00Z`, seconds since 1970, the fraction left out; none when it
/// is neither.
#[must_use]
pub fn read_long(text: &str) -> Option<i64> {
    let (whole, fraction) = text.strip_suffix('Z')?.split_once('.').unwrap_or((text.strip_suffix('Z')?, "0"));
    let bytes = whole.as_bytes();
    let dashed = bytes.len() == 19 && (bytes[4], bytes[7], bytes[13], bytes[16]) == (b'-', b'-', b':', b':');
    if !dashed || fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    read(&[&whole.replace(['-', ':'], ""), "Z"].concat())
}

/// Reads a moment in either form that a client may write: as above, or as HTTP has dates, `Tue, 27 Mar 2007 19:36:42 GMT`.
pub fn read_any(text: &str) -> Option<i64> {
    let text = text.trim();
    read(text).or_else(|| {
        let parts: Vec<&str> = text.split_ascii_whitespace().collect();
        let [_, day, month, year, time, "GMT" | "UTC" | "+0000"] = parts[..] else { return None };
        let month = MONTHS.iter().position(|name| month.eq_ignore_ascii_case(name))? + 1;
        let time = time.replace(':', "");
        (time.len() == 6 && year.len() == 4).then_some(())?;
        read(&format!("{year}{month:02}{:0>2}T{time}Z", day))
    })
}

/// Writes a moment as a signature has it.
#[must_use]
pub fn write(epoch_s: i64) -> String {
    form(epoch_s, "", "")
}

/// Writes a moment as S3's error documents have it: `2013-05-24T00:00:00Z`.
#[must_use]
pub fn write_long(epoch_s: i64) -> String {
    form(epoch_s, "-", ":")
}

fn form(epoch_s: i64, dash: &str, colon: &str) -> String {
    let at = at(epoch_s);
    let (date, time) = ((at.year(), u8::from(at.month()), at.day()), (at.hour(), at.minute(), at.second()));
    format!(
        "{:04}{dash}{:02}{dash}{:02}T{:02}{colon}{:02}{colon}{:02}Z",
        date.0, date.1, date.2, time.0, time.1, time.2
    )
}

/// A clock that is no clock reads as the beginning of 1970, rather than ending the program.
fn at(epoch_s: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(epoch_s).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_they_are_written() {
        assert_eq!(read("20130524T000000Z"), Some(1_369_353_600));
        assert_eq!(write(1_369_353_600), "20130524T000000Z");
        assert_eq!(write_long(1_369_353_600), "2013-05-24T00:00:00Z");
        assert_eq!(read_long("2013-05-24T00:00:00.000Z"), Some(1_369_353_600));
        assert_eq!(read_long("2013-05-24T00:00:00Z"), Some(1_369_353_600));
        for wrong in ["2011-09-13T07:52:58+02:00", "2015-10-17 03:15:59 UTC", "", "Z", "2015-12-29T00:00:00.Z", "é"] {
            assert_eq!(read_long(wrong), None, "{wrong:?}");
        }
        assert_eq!(read_any("Fri, 24 May 2013 00:00:00 GMT"), Some(1_369_353_600));
        for wrong in ["Fri, 24 May 2013 00:00 GMT", "Fri, é4 May 2013 00:00:00 GMT", "Fri 24 Mai 2013 00:00:00 GMT"] {
            assert_eq!(read_any(wrong), None, "{wrong:?}");
        }
        for wrong in ["", "20130524", "20131324T000000Z", "20130524T250000Z", "2013052éT000000Z", "Fri, 24 May 2013"] {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
    }
}
