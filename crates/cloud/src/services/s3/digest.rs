//! MD5, which is an object's `ETag`, and digests that the host has worked out ahead.
//!
//! Hashing 200 MB takes longer than a page may stand still. So a host may feed a [`Hasher`] in slices, at its
//! own pace, and hand the outcome to [`super::State::know_digest`] before it submits the request. The state then
//! holds the body itself together with its digest and recognises it by where it lies in memory. Nobody but the
//! host can say so: code in a function sends copies, and there is no header that could be forged.

use std::collections::VecDeque;
use std::sync::Arc;

use bytes::Bytes;
use md5::{Digest as _, Md5};

use super::limits::MAX_KNOWN_DIGESTS;

/// An MD5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(pub [u8; 16]);

impl Digest {
    /// The digest of `body`.
    #[must_use]
    pub fn of(body: &[u8]) -> Self {
        Self(Md5::digest(body).into())
    }

    /// As an `ETag` has it: 32 lower-case hexadecimal digits, without quotes.
    #[must_use]
    pub fn hex(&self) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = String::with_capacity(32);
        for byte in self.0 {
            text.push(char::from(DIGITS[usize::from(byte >> 4)]));
            text.push(char::from(DIGITS[usize::from(byte & 0xf)]));
        }
        text
    }
}

/// Works out a digest slice by slice.
#[derive(Clone, Default)]
pub struct Hasher(Md5);

impl Hasher {
    /// A hasher that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the next slice of the body.
    pub fn update(&mut self, slice: &[u8]) {
        self.0.update(slice);
    }

    /// The digest of all slices.
    #[must_use]
    pub fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

/// Bodies that are about to be sent, with their digests.
#[derive(Clone, Debug, Default)]
pub struct KnownDigests(Option<Arc<VecDeque<(Bytes, Digest)>>>);

impl KnownDigests {
    /// Remembers that `body` has `digest`. The oldest is forgotten when there are too many.
    pub fn add(&mut self, body: Bytes, digest: Digest) {
        let known = Arc::make_mut(self.0.get_or_insert_default());
        if known.len() == MAX_KNOWN_DIGESTS {
            known.pop_front();
        }
        known.push_back((body, digest));
    }

    /// The digest of `body`, once: it is forgotten by this, so that the body is not held for longer than its object.
    pub fn take(&mut self, body: &Bytes) -> Option<Digest> {
        let known = self.0.as_mut()?;
        // An entry holds its body, so nothing else can come to lie at the same address while the entry stands.
        let at = known
            .iter()
            .position(|(held, _)| held.as_ptr() == body.as_ptr() && held.len() == body.len() && !held.is_empty())?;
        let (_, digest) = Arc::make_mut(known).remove(at)?;
        if known.is_empty() {
            self.0 = None;
        }
        Some(digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_digest_is_trusted_for_the_body_itself_and_once() {
        let body = Bytes::from(vec![7; 100]);
        let mut known = KnownDigests::default();
        known.add(body.clone(), Digest([1; 16]));
        assert_eq!(known.take(&Bytes::from(vec![7; 100])), None, "an equal body is not the same body");
        assert_eq!(known.take(&body.slice(1..)), None);
        assert_eq!(known.take(&body), Some(Digest([1; 16])));
        assert_eq!(known.take(&body), None);
    }

    #[test]
    fn slices_give_the_digest_of_the_whole() {
        let mut hasher = Hasher::new();
        hasher.update(b"hel");
        hasher.update(b"lo");
        assert_eq!(hasher.finish().hex(), "5d41402abc4b2a76b9719d911017c592");
        assert_eq!(Digest::of(b"").hex(), "d41d8cd98f00b204e9800998ecf8427e");
    }
}
