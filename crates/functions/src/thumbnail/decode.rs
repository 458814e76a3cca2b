//! Pictures of any kind, decoded and fitted into a box. The kind is told by the content, never by the name.
//!
//! The header is judged before anything is decoded, so that a file of a few kilobytes cannot ask for
//! gigabytes.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, Limits, RgbImage,
    codecs::{gif::GifDecoder, png::PngDecoder, webp::WebPDecoder},
    metadata::Orientation,
};

use crate::FunctionError;

use super::{fit, jpeg};

/// The most pixels a picture may have. It is where Pillow stops, too, and calls more a decompression bomb.
pub const MAX_PIXELS: u64 = 178_956_970;

/// Why no thumbnail can be made of a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// There is nothing in it.
    #[error("is empty: it has 0 bytes")]
    Empty,
    /// It is of none of the kinds that can be read.
    #[error("is not a picture that can be read: it is neither JPEG, PNG, WebP nor GIF")]
    Unidentified,
    /// It has too many pixels.
    #[error(
        "is too large: {width} x {height} is {} pixels, and the limit is {MAX_PIXELS} pixels",
        u64::from(*width) * u64::from(*height)
    )]
    TooLarge {
        /// Pixels from left to right.
        width: u32,
        /// Pixels from top to bottom.
        height: u32,
    },
    /// It ends before the picture does.
    #[error("ends before the picture does: only {0} bytes are there")]
    Truncated(usize),
    /// It is a picture, but its content contradicts itself.
    #[error("is a damaged picture: {0}")]
    Damaged(String),
    /// It is a picture of a sort that is not known here.
    #[error("is a picture of a sort that cannot be read: {0}")]
    Unsupported(String),
    /// The thumbnail could not be written.
    #[error("gives a thumbnail that cannot be written: {0}")]
    Unwritable(String),
}

impl From<::jpeg::Error> for PictureError {
    fn from(error: ::jpeg::Error) -> Self {
        match error {
            ::jpeg::Error::Truncated(bytes) => Self::Truncated(bytes),
            ::jpeg::Error::Damaged(text) => Self::Damaged(text),
        }
    }
}

impl PictureError {
    /// The error that the function ends with, for the object `key`.
    pub fn of_object(&self, key: &str) -> FunctionError {
        let error_type = match self {
            Self::Empty | Self::Unidentified => "UnidentifiedImage",
            Self::TooLarge { .. } => "ImageTooLarge",
            Self::Truncated(_) => "TruncatedImage",
            Self::Damaged(_) => "DamagedImage",
            Self::Unsupported(_) => "UnsupportedImage",
            Self::Unwritable(_) => "UnwritableImage",
        };
        FunctionError::new(error_type, format!("The object '{key}' {self}."))
    }
}

/// The picture in `file`, fitted into a box of `size` by `size`, and how it is to be turned to stand upright.
///
/// # Errors
/// When it is not a whole picture of a kind that is known, or it is too large.
pub fn fitted(file: &[u8], size: u32) -> Result<(RgbImage, Orientation), PictureError> {
    if file.is_empty() {
        return Err(PictureError::Empty);
    }
    let format = image::guess_format(file).map_err(|_| PictureError::Unidentified)?;
    let explain = |error| explained(error, file);
    match format {
        ImageFormat::Jpeg => jpeg::fitted(file, size),
        ImageFormat::Png => {
            // Judged before the decoder looks: where addresses have 32 bits it has other words for what is too large.
            png_dimensions(file).map_or(Ok(()), judged)?;
            by_image(PngDecoder::new(Cursor::new(file)).map_err(explain)?, file, size)
        }
        ImageFormat::WebP => by_image(WebPDecoder::new(Cursor::new(file)).map_err(explain)?, file, size),
        ImageFormat::Gif => by_image(GifDecoder::new(Cursor::new(file)).map_err(explain)?, file, size),
        _ => Err(PictureError::Unidentified),
    }
}

/// The width and height in a PNG's first chunk; none when the file is shorter than that.
fn png_dimensions(file: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(file.get(at..at + 4)?.try_into().ok()?));
    Some((number(16)?, number(20)?))
}

/// Refuses pictures that have no pixels, or too many.
///
/// # Errors
/// When that is so.
pub fn judged((width, height): (u32, u32)) -> Result<(), PictureError> {
    match u64::from(width) * u64::from(height) {
        0 => Err(PictureError::Damaged("its width or height is 0".to_owned())),
        pixels if pixels > MAX_PIXELS => Err(PictureError::TooLarge { width, height }),
        _ => Ok(()),
    }
}

fn by_image(mut decoder: impl ImageDecoder, file: &[u8], size: u32) -> Result<(RgbImage, Orientation), PictureError> {
    judged(decoder.dimensions())?;
    let explain = |error| explained(error, file);
    // The pixel count is judged already. What the process has bounds the rest, as on Lambda.
    decoder.set_limits(Limits::no_limits()).map_err(explain)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(explain)?;
    Ok((fit::dynamic(&picture, size), orientation))
}

fn explained(error: ImageError, file: &[u8]) -> PictureError {
    match error {
        ImageError::IoError(_) => PictureError::Truncated(file.len()),
        ImageError::Unsupported(error) => PictureError::Unsupported(error.to_string()),
        ImageError::Limits(error) => PictureError::Unsupported(error.to_string()),
        error => {
            let text = error.to_string();
            if promises_more(file) || tells_of_an_end(&text) {
                PictureError::Truncated(file.len())
            } else {
                PictureError::Damaged(text)
            }
        }
    }
}

/// Whether a WebP file's header says that it is longer than it is: its decoder stumbles over the data's end
/// without knowing what happened.
fn promises_more(file: &[u8]) -> bool {
    match file {
        [b'R', b'I', b'F', b'F', a, b, c, d, rest @ ..] => {
            u64::from(u32::from_le_bytes([*a, *b, *c, *d])) > rest.len() as u64
        }
        _ => false,
    }
}

/// The other decoders wrap an early end in errors of their own, which only their words tell apart.
fn tells_of_an_end(text: &str) -> bool {
    let text = text.to_lowercase();
    ["unexpected end", "unexpected eof", "fill whole buffer", "truncated", "missing"]
        .iter()
        .any(|words| text.contains(words))
}
