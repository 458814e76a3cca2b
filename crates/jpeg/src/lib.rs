//! JPEG files, read no further than is asked for. What this must not know: what the picture is for.
//!
//! - [`segments`]: where each part of a file begins and ends, without decoding any.
//! - [`eighth`]: the picture at an eighth of its size, which is what a thumbnail of a photo needs, and quickest.
//! - [`whole`]: the picture at any scale that the coding offers (1, 1/2, 1/4, 1/8), sample for sample what the
//!   library that nearly all programs use makes of it.

mod bits;
pub mod eighth;
pub mod segments;
pub mod whole;

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It ends before the picture does.
    #[error("ends before the picture does: only {0} bytes are there")]
    Truncated(usize),
    /// Its content contradicts itself.
    #[error("is a damaged picture: {0}")]
    Damaged(String),
}
