//! WebP, read whole and written without loss.

use std::io::Cursor;

use image_webp::{ColorType, DecodingError, EncoderParams, LoopCount, WebPDecoder, WebPEncoder};

use crate::{
    host::Fault,
    picture::{Mode, Picture},
};

/// The most pixels that are decoded at all, as Pillow's own check has it: twice of what it warns of.
const MOST_PIXELS: u64 = 178_956_970;

fn fault(_: DecodingError) -> Fault {
    Fault::os("could not create decoder object")
}

/// What a file says of itself: width, height, loops, background (as one number, alpha highest), frames, and whether it
/// has alpha.
///
/// # Errors
/// When it is no sound WebP, or too large.
pub fn header(file: &[u8]) -> Result<[f64; 6], Fault> {
    let decoder = WebPDecoder::new(Cursor::new(file)).map_err(fault)?;
    // A file that promises more than it has is none.
    let promised = file.get(4..8).and_then(|bytes| bytes.first_chunk()).map_or(0, |four| u32::from_le_bytes(*four));
    if promised as usize > file.len().saturating_sub(8) {
        return Err(Fault::os("could not create decoder object"));
    }
    let (width, height) = decoder.dimensions();
    let loops = match decoder.loop_count() {
        LoopCount::Forever => 0.0,
        LoopCount::Times(times) => f64::from(times.get()),
    };
    // The background's bytes are red, green, blue, alpha here; Pillow wants alpha, red, green, blue from the top.
    let [r, g, b, a] = decoder.background_color_hint().unwrap_or([255; 4]);
    let background = f64::from(u32::from_be_bytes([a, r, g, b]));
    let frames = if decoder.is_animated() { decoder.num_frames() } else { 1 };
    let alpha = if decoder.has_alpha() { 1.0 } else { 0.0 };
    Ok([width.into(), height.into(), loops, background, frames.into(), alpha])
}

/// The pixels of frame number `frame` (red, green, blue and alpha or padding) and when it ends, in ms.
///
/// # Errors
/// When the file is damaged or too large, or has no such frame.
pub fn frame(file: &[u8], frame: usize) -> Result<(Vec<u8>, u32), Fault> {
    let mut decoder = WebPDecoder::new(Cursor::new(file)).map_err(fault)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Fault::memory());
    }
    // libwebp's smooth enlarging of colours is the decoder's default.
    let length = decoder.output_buffer_size().ok_or_else(Fault::memory)?;
    let mut pixels = Vec::new();
    pixels.try_reserve_exact(length).map_err(|_| Fault::memory())?;
    pixels.resize(length, 0);
    let failed = |_| Fault("EOFError: failed to decode next frame in WebP file".to_owned());
    let mut ends_ms = 0;
    if decoder.is_animated() {
        for _ in 0..=frame {
            ends_ms += decoder.read_frame(&mut pixels).map_err(failed)?;
        }
    } else {
        decoder.read_image(&mut pixels).map_err(failed)?;
    }
    if decoder.has_alpha() {
        return Ok((pixels, ends_ms));
    }
    let mut padded = Vec::new();
    padded.try_reserve_exact(length / 3 * 4).map_err(|_| Fault::memory())?;
    padded.extend(pixels.as_chunks::<3>().0.iter().flat_map(|[r, g, b]| [*r, *g, *b, 255]));
    Ok((padded, ends_ms))
}

/// The profile (0), the EXIF data (1) or the XMP data (2) of a file; nothing when it has none.
pub fn chunk(file: &[u8], which: i64) -> Vec<u8> {
    let Ok(mut decoder) = WebPDecoder::new(Cursor::new(file)) else { return Vec::new() };
    let chunk = match which {
        0 => decoder.icc_profile(),
        1 => decoder.exif_metadata(),
        _ => decoder.xmp_metadata(),
    };
    chunk.ok().flatten().unwrap_or_default()
}

/// A picture as WebP without loss, with its profile, EXIF and XMP data where they are not empty.
///
/// # Errors
/// When the mode or the size cannot be written.
pub fn encode(picture: &Picture, [profile, exif, xmp]: [&[u8]; 3]) -> Result<Vec<u8>, Fault> {
    let packed;
    let (pixels, colours): (&[u8], ColorType) = match picture.mode {
        Mode::Rgba => (&picture.data, ColorType::Rgba8),
        Mode::Rgb | Mode::Rgbx => {
            packed = picture.fours().iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).collect::<Vec<u8>>();
            (&packed, ColorType::Rgb8)
        }
        _ => return Err(Fault::mode()),
    };
    let mut file = Vec::new();
    let mut encoder = WebPEncoder::new(&mut file);
    encoder.set_params(EncoderParams::default());
    if !profile.is_empty() {
        encoder.set_icc_profile(profile.to_vec());
    }
    if !exif.is_empty() {
        encoder.set_exif_metadata(exif.to_vec());
    }
    if !xmp.is_empty() {
        encoder.set_xmp_metadata(xmp.to_vec());
    }
    let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
    encoder
        .encode(pixels, side(picture.width), side(picture.height), colours)
        .map_err(|_| Fault::value("cannot write file as WebP: a side has at most 16383 pixels"))?;
    Ok(file)
}
