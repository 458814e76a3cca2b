//! Seeded chance: ids and jitter that are the same in every run with the same seed.

use serde::{Deserialize, Serialize};

/// A SplitMix64 generator: small, fast and the same on every machine. Not for secrets.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rng(u64);

impl Rng {
    /// A generator that starts from `seed`.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(0x1234_5678_9abc_def1))
    }

    /// The next 64 bits.
    pub const fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, not including, `bound`, which is at least 1.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next_u64()) * u128::from(bound.max(1))) >> 64) as u64
    }

    /// `length` lower-case hexadecimal digits.
    pub fn hex(&mut self, length: usize) -> String {
        self.digits(length, b"0123456789abcdef")
    }

    /// `length` upper-case letters and digits, as AWS's request and principal ids have them.
    pub fn upper(&mut self, length: usize) -> String {
        self.digits(length, b"0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    }

    /// `length` lower-case letters and digits, as API Gateway's ids have them.
    pub fn lower(&mut self, length: usize) -> String {
        self.letters(length, b"abcdefghijklmnopqrstuvwxyz0123456789")
    }

    /// `length` characters of `alphabet`, each as likely as the others.
    pub fn letters(&mut self, length: usize, alphabet: &[u8]) -> String {
        (0..length).map(|_| char::from(alphabet[self.below(alphabet.len() as u64) as usize])).collect()
    }

    /// A version 4 UUID.
    pub fn uuid(&mut self) -> String {
        let (high, low) = (self.next_u64(), self.next_u64());
        let (high, low) =
            ((high & 0xffff_ffff_ffff_0fff) | 0x4000, (low & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000);
        let digits = (u128::from(high) << 64) | u128::from(low);
        let mut text = String::with_capacity(36);
        for place in (0..32).rev() {
            if matches!(place, 23 | 19 | 15 | 11) {
                text.push('-');
            }
            text.push(char::from(b"0123456789abcdef"[(digits >> (4 * place) & 15) as usize]));
        }
        text
    }

    fn digits(&mut self, length: usize, alphabet: &[u8]) -> String {
        let mut text = String::with_capacity(length);
        let mut bits = 0;
        for index in 0..length {
            if index % 8 == 0 {
                bits = self.next_u64();
            }
            text.push(char::from(alphabet[(bits & 0xff) as usize % alphabet.len()]));
            bits >>= 8;
        }
        text
    }
}
