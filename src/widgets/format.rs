//! Figures as the page writes them: sizes, times, counts, money.

/// A size in bytes: `312 B`, `4.1 KB`, `3.3 MB`; thousands of 1,024, as S3's console counts.
#[must_use]
pub fn bytes(size: u64) -> String {
    const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
    // The smallest events are told in KB too, so that they compare with photos; headers and markers are not.
    if size < 100 {
        return format!("{size} B");
    }
    #[expect(clippy::cast_precision_loss, reason = "one decimal is shown")]
    let mut value = size as f64 / 1024.0;
    let mut unit = 0;
    while value >= 1023.95 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    format!("{} {}", tenths(value), UNITS[unit])
}

/// A moment or a length of time given in microseconds, in milliseconds: `612 ms`, `1,752 ms`.
#[must_use]
pub fn ms(us: f64) -> String {
    format!("{} ms", whole(us / 1000.0))
}

/// Milliseconds, whole and grouped: `1,752`. Less than ten keeps one decimal: `3.4`.
#[must_use]
pub fn ms_short(ms: f64) -> String {
    if ms > 0.0 && ms < 9.95 { tenths(ms) } else { whole(ms) }
}

/// The clock: `612.0`, `1,752.4`.
#[must_use]
pub fn clock(us: f64) -> String {
    tenths(us / 1000.0)
}

/// A count, grouped: `1,000`.
#[must_use]
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Dollars with as many decimals as tell something: `$0.00000500`, `$0.0138`, `$12.40`.
#[must_use]
pub fn dollars(usd: f64) -> String {
    let decimals = if usd >= 1.0 || usd == 0.0 {
        2
    } else if usd >= 0.01 {
        4
    } else {
        8
    };
    format!("${usd:.decimals$}")
}

/// A count and its noun: `1 object`, `1,000 objects`.
#[must_use]
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number as u64), if number == 1 { one } else { many })
}

fn whole(value: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "times of a run are not negative and shorter than centuries"
    )]
    count(value.max(0.0).round() as u64)
}

fn tenths(value: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sizes and times are not negative and far below 2^63"
    )]
    let tenths = (value.max(0.0) * 10.0).round() as u64;
    format!("{}.{}", count(tenths / 10), tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_the_page_writes_them() {
        assert_eq!(bytes(3_460_301), "3.3 MB");
        assert_eq!(bytes(717), "0.7 KB");
        assert_eq!(bytes(0), "0 B");
        assert_eq!(ms(1_752_400.0), "1,752 ms");
        assert_eq!(clock(612_000.0), "612.0");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(dollars(0.000_005), "$0.00000500");
        assert_eq!(dollars(0.0138), "$0.0138");
    }
}
