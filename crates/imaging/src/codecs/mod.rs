//! The codecs that have no place in Python: JPEG, GIF's code, PNG's row filters and WebP.

pub mod gif;
pub mod jpeg_read;
pub mod jpeg_write;
pub mod png;
pub mod webp;
