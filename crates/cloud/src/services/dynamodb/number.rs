//! DynamoDB's numbers: decimals of up to 38 significant digits, kept exactly.

use std::cmp::Ordering;
use std::fmt;

/// The most significant digits.
const MAX_DIGITS: u32 = 38;
/// The largest power of ten of the first digit: 9.99E+125.
const MAX_MAGNITUDE: i64 = 125;
/// The smallest power of ten of the first digit: 1E-130.
const MIN_MAGNITUDE: i64 = -130;
/// Exponents beyond this are all the same to us: out of range.
const EXPONENT_CEILING: i64 = 1_000_000;
/// Makes every magnitude positive.
const ORDERED_BIAS: i32 = 256;

/// A decimal number. Equal numbers have equal parts, because digits never end in a zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    negative: bool,
    digits: u128,
    exponent: i16,
}

/// Why a number cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is no number.
    NotNumeric,
    /// It needs more than 38 digits.
    TooPrecise,
    /// It is too large.
    Overflow,
    /// It is too near to zero.
    Underflow,
}

impl Fault {
    /// AWS's text about `text`, which was to be a number.
    #[must_use]
    pub fn message(self, text: &str) -> String {
        match self {
            Self::NotNumeric if text.is_empty() => "The parameter cannot be converted to a numeric value".to_owned(),
            Self::NotNumeric => format!("The parameter cannot be converted to a numeric value: {text}"),
            Self::TooPrecise => "Attempting to store more than 38 significant digits in a Number".to_owned(),
            Self::Overflow => {
                "Number overflow. Attempting to store a number with magnitude larger than supported range".to_owned()
            }
            Self::Underflow => {
                "Number underflow. Attempting to store a number with magnitude smaller than supported range".to_owned()
            }
        }
    }
}

impl Number {
    /// Zero.
    pub const ZERO: Self = Self { negative: false, digits: 0, exponent: 0 };

    /// Reads `-12.5e3` and the like.
    ///
    /// # Errors
    /// When it is no number, or one that DynamoDB cannot keep.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let (negative, rest) = match text.as_bytes().first() {
            Some(b'-') => (true, &text[1..]),
            Some(b'+') => (false, &text[1..]),
            _ => (false, text),
        };
        let (mantissa, exponent) = match rest.find(['e', 'E']) {
            Some(at) => (&rest[..at], exponent(&rest[at + 1..])?),
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.len() + fraction.len() == 0 || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit())
        {
            return Err(Fault::NotNumeric);
        }
        // Zeros that end the number wait, so that they count only when another digit follows.
        let (mut digits, mut count, mut zeros) = (0_u128, 0_u32, 0_i64);
        for digit in whole.bytes().chain(fraction.bytes()).map(|byte| u128::from(byte - b'0')) {
            if digit == 0 {
                zeros += i64::from(count > 0);
                continue;
            }
            let step = u32::try_from(zeros + 1).unwrap_or(u32::MAX);
            count = count.saturating_add(step);
            if count > MAX_DIGITS {
                return Err(Fault::TooPrecise);
            }
            digits = digits * 10_u128.pow(step) + digit;
            zeros = 0;
        }
        let fraction = i64::try_from(fraction.len()).unwrap_or(EXPONENT_CEILING);
        Self::normal(negative, digits, exponent - fraction + zeros)
    }

    fn normal(negative: bool, mut digits: u128, mut exponent: i64) -> Result<Self, Fault> {
        if digits == 0 {
            return Ok(Self::ZERO);
        }
        while digits.is_multiple_of(10) {
            digits /= 10;
            exponent += 1;
        }
        let count = digits.ilog10() + 1;
        if count > MAX_DIGITS {
            return Err(Fault::TooPrecise);
        }
        let magnitude = exponent + i64::from(count) - 1;
        if magnitude > MAX_MAGNITUDE {
            return Err(Fault::Overflow);
        }
        if magnitude < MIN_MAGNITUDE {
            return Err(Fault::Underflow);
        }
        let exponent =
            i16::try_from(exponent).expect("a magnitude within 130 and 38 digits leave an exponent within 170");
        Ok(Self { negative, digits, exponent })
    }

    /// The sum.
    ///
    /// # Errors
    /// When the exact sum cannot be kept.
    pub fn add(self, other: Self) -> Result<Self, Fault> {
        let low = match (self.digits, other.digits) {
            (0, _) => return Ok(other),
            (_, 0) => return Ok(self),
            _ => self.exponent.min(other.exponent),
        };
        // Both last digits are not zero, so what does not fit 128 bits here has more than 38 digits as a sum too.
        let aligned = |number: Self| {
            let shift = u32::from((number.exponent - low).unsigned_abs());
            10_u128.checked_pow(shift).and_then(|power| number.digits.checked_mul(power)).ok_or(Fault::TooPrecise)
        };
        let (left, right) = (aligned(self)?, aligned(other)?);
        if self.negative == other.negative {
            let sum = left.checked_add(right).ok_or(Fault::TooPrecise)?;
            return Self::normal(self.negative, sum, i64::from(low));
        }
        let negative = if left >= right { self.negative } else { other.negative };
        Self::normal(negative, left.abs_diff(right), i64::from(low))
    }

    /// The difference.
    ///
    /// # Errors
    /// When the exact difference cannot be kept.
    pub fn subtract(self, other: Self) -> Result<Self, Fault> {
        if other.digits == 0 {
            return Ok(self);
        }
        self.add(Self { negative: !other.negative, ..other })
    }

    /// What it counts for in an item's size, bytes.
    #[must_use]
    pub fn size(self) -> usize {
        if self.digits == 0 { 1 } else { self.count().div_ceil(2) as usize + 1 + usize::from(self.negative) }
    }

    /// Adds bytes whose order is the order of numbers, and of which none begin another's.
    pub fn push_ordered(self, bytes: &mut Vec<u8>) {
        if self.digits == 0 {
            return bytes.push(1);
        }
        let (magnitude, digits) = self.scaled();
        let flip = if self.negative { u8::MAX } else { 0 };
        bytes.push(if self.negative { 0 } else { 2 });
        let magnitude =
            u16::try_from(magnitude + ORDERED_BIAS).expect("a magnitude is within 130 and the bias above it");
        bytes.extend(magnitude.to_be_bytes().iter().chain(&digits.to_be_bytes()).map(|byte| byte ^ flip));
    }

    /// Adds as few bytes as it can be read from again: its exponent, and how many bytes its digits take with its sign.
    pub fn push_packed(self, bytes: &mut Vec<u8>) {
        let digits = self.digits.to_be_bytes();
        let digits = &digits[self.digits.leading_zeros() as usize / 8..];
        bytes.push(digits.len() as u8 * 2 + u8::from(self.negative));
        bytes.extend(self.exponent.to_be_bytes());
        bytes.extend(digits);
    }

    /// Reads what `push_packed` wrote, and gives back what follows it.
    #[must_use]
    pub fn read_packed(bytes: &[u8]) -> (Self, &[u8]) {
        let length = usize::from(bytes[0] / 2);
        let exponent = i16::from_be_bytes([bytes[1], bytes[2]]);
        let digits = bytes[3..3 + length].iter().fold(0, |digits, byte| digits << 8 | u128::from(*byte));
        (Self { negative: bytes[0] % 2 == 1, digits, exponent }, &bytes[3 + length..])
    }

    /// The power of ten above it, and its digits with as many zeros as make 38 of them.
    fn scaled(self) -> (i32, u128) {
        let count = self.count();
        (i32::from(self.exponent) + count as i32, self.digits * 10_u128.pow(MAX_DIGITS - count))
    }

    fn count(self) -> u32 {
        if self.digits == 0 { 1 } else { self.digits.ilog10() + 1 }
    }

    fn compare_magnitude(self, other: Self) -> Ordering {
        match (self.digits, other.digits) {
            (0, 0) => Ordering::Equal,
            (0, _) => Ordering::Less,
            (_, 0) => Ordering::Greater,
            _ => self.scaled().cmp(&other.scaled()),
        }
    }
}

fn exponent(text: &str) -> Result<i64, Fault> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Fault::NotNumeric);
    }
    let size = digits.parse().unwrap_or(EXPONENT_CEILING).min(EXPONENT_CEILING);
    Ok(if text.starts_with('-') { -size } else { size })
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.compare_magnitude(*other),
            (true, true) => other.compare_magnitude(*self),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Number {
    /// All digits and no exponent, as DynamoDB answers.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits.to_string();
        let sign = if self.negative { "-" } else { "" };
        let point = i64::try_from(digits.len()).unwrap_or_default() + i64::from(self.exponent);
        match usize::try_from(point) {
            Ok(point) if point >= digits.len() => {
                write!(formatter, "{sign}{digits}{}", "0".repeat(point - digits.len()))
            }
            Ok(point) if point > 0 => write!(formatter, "{sign}{}.{}", &digits[..point], &digits[point..]),
            _ => {
                let zeros = usize::try_from(point.unsigned_abs()).unwrap_or_default();
                write!(formatter, "{sign}0.{}{digits}", "0".repeat(zeros))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
    }

    #[test]
    fn numbers_have_one_form() {
        for (text, shown) in [
            ("0", "0"),
            ("-0.00", "0"),
            ("007.50", "7.5"),
            ("1e3", "1000"),
            ("-12.5E-4", "-0.00125"),
            (".5", "0.5"),
            ("5.", "5"),
            ("99999999999999999999999999999999999999", "99999999999999999999999999999999999999"),
        ] {
            assert_eq!(number(text).to_string(), shown, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_kept_is_refused() {
        for (text, fault) in [
            ("", Fault::NotNumeric),
            ("-", Fault::NotNumeric),
            ("1e", Fault::NotNumeric),
            ("abc", Fault::NotNumeric),
            ("1 ", Fault::NotNumeric),
            ("1.2.3", Fault::NotNumeric),
            ("1e126", Fault::Overflow),
            ("1e99999999999999999999", Fault::Overflow),
            ("1e-131", Fault::Underflow),
            ("123456789012345678901234567890123456789", Fault::TooPrecise),
            ("100000000000000000000000000000000000000.1", Fault::TooPrecise),
        ] {
            assert_eq!(Number::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn sums_are_exact() {
        for (left, right, sum) in [
            ("0.1", "0.2", "0.3"),
            ("1e38", "-1", "99999999999999999999999999999999999999"),
            ("5", "-5", "0"),
            ("-7.25", "0.25", "-7"),
            ("1e100", "0", &number("1e100").to_string()),
        ] {
            assert_eq!(number(left).add(number(right)), Ok(number(sum)), "{left} + {right}");
        }
        assert_eq!(number("1e50").add(number("1")), Err(Fault::TooPrecise));
        assert_eq!(number("3").subtract(number("10")), Ok(number("-7")));
    }

    #[test]
    fn order_is_that_of_numbers() {
        let ordered = ["-1e20", "-10", "-9.5", "-0.1", "0", "1e-130", "0.09", "0.1", "9", "10", "10.5", "1e125"];
        for pair in ordered.windows(2) {
            assert!(number(pair[0]) < number(pair[1]), "{pair:?}");
        }
    }
}
