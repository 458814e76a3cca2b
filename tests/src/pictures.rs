//! Pictures made on the spot, so that no binary files are kept.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

/// A picture with a gradient, of `width` × `height` pixels, in `format`.
///
/// # Panics
/// When the format cannot be written; the tests name only those that can.
#[must_use]
pub fn gradient(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| {
        Rgb([(x * 255 / width.max(1)) as u8, (y * 255 / height.max(1)) as u8, 90])
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("the format can be written");
    bytes.into_inner()
}
