//! JPEG, decoded no larger than the thumbnail needs.
//!
//! A JPEG can be decoded at a half, a quarter or an eighth of its size from a part of its numbers: the low
//! frequencies. That takes a fraction of the memory. A progressive file even keeps those numbers apart, in
//! scans of their own; the scans that are not needed are left out before decoding, and cost nothing.

use image::{RgbImage, metadata::Orientation};
use jpeg::{
    eighth,
    segments::{APP1, APP14, SOS, Segment, segments},
};
use jpeg_decoder::{CodingProcess, Decoder, Error, PixelFormat};

use super::{
    decode::{PictureError, judged},
    fit::{Rows, fitted_size, wanted_size},
};

/// The thumbnail of the JPEG in `file`.
///
/// # Errors
/// When it is damaged, cut short, too large, or of a sort that the decoder does not know.
pub fn fitted(file: &[u8], size: u32) -> Result<(RgbImage, Orientation), PictureError> {
    let explain = |error| explained(error, file.len());
    let mut decoder: Decoder<&[u8]> = Decoder::new(file);
    decoder.read_info().map_err(explain)?;
    let info = decoder.info().ok_or_else(|| PictureError::Damaged("it has no header".to_owned()))?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    judged((width, height))?;
    let wanted = wanted_size(width, height, size);
    let target = fitted_size(width, height, size);

    let (scaled_width, _) = scale(&mut decoder, wanted).map_err(explain)?;

    if last_frequency(width, u32::from(scaled_width)) == 0
        && let Some(eighth) = eighth::decode(file)?
    {
        let rows = Rows { bytes: &eighth.pixels, width: eighth.width, height: eighth.height };
        return Ok((rows.fitted::<3>(target, |p| *p), orientation(file)));
    }
    let kept;
    if info.coding_process == CodingProcess::DctProgressive {
        kept = without_scans_above(last_frequency(width, u32::from(scaled_width)), file)?;
        decoder = Decoder::new(&kept);
    }
    scale(&mut decoder, wanted).map_err(explain)?;
    let pixels = decoder.decode().map_err(explain)?;
    let info = decoder.info().ok_or_else(|| PictureError::Damaged("it has no header".to_owned()))?;
    let rows = Rows { bytes: &pixels, width: u32::from(info.width), height: u32::from(info.height) };
    let picture = match info.pixel_format {
        PixelFormat::L8 => rows.fitted::<1>(target, |p| [p[0]; 3]),
        PixelFormat::L16 => rows.fitted::<2>(target, |p| [p[usize::from(cfg!(target_endian = "little"))]; 3]),
        PixelFormat::RGB24 => rows.fitted::<3>(target, |p| *p),
        // The decoder takes it that inks are stored inverted, as Adobe's programs do. Others do not.
        PixelFormat::CMYK32 if by_adobe(file) => rows.fitted::<4>(target, without_inks),
        PixelFormat::CMYK32 => rows.fitted::<4>(target, |p| without_inks(&p.map(|ink| 255 - ink))),
    };
    Ok((picture, orientation(file)))
}

fn scale(decoder: &mut Decoder<&[u8]>, (width, height): (u32, u32)) -> Result<(u16, u16), Error> {
    let side = |pixels: u32| u16::try_from(pixels).unwrap_or(u16::MAX);
    decoder.scale(side(width), side(height))
}

/// The highest frequency, in the file's zigzag order, that goes into a picture scaled from `width` to `scaled`.
fn last_frequency(width: u32, scaled: u32) -> u8 {
    let of_scale = [(8, 63), (4, 24), (2, 4), (1, 0)];
    let fits = |eighths: u32| (width * eighths).div_ceil(8) == scaled;
    of_scale.into_iter().find(|(eighths, _)| fits(*eighths)).map_or(63, |(_, last)| last)
}

/// The progressive JPEG in `file`, without the scans whose frequencies all lie above `last`.
fn without_scans_above(last: u8, file: &[u8]) -> Result<Vec<u8>, PictureError> {
    let mut kept = Vec::new();
    for segment in segments(file) {
        let segment = segment?;
        if segment.marker == SOS && segment.first_frequency() > Some(last) {
            continue;
        }
        kept.extend_from_slice(segment.bytes);
    }
    Ok(kept)
}

/// How the picture is to be turned, as the camera noted in the EXIF data.
fn orientation(file: &[u8]) -> Orientation {
    header_segments(file)
        .filter(|segment| segment.marker == APP1)
        .find_map(|segment| Orientation::from_exif_chunk(segment.payload().strip_prefix(b"Exif\0\0")?))
        .unwrap_or(Orientation::NoTransforms)
}

/// The segments before the first scan.
fn header_segments(file: &[u8]) -> impl Iterator<Item = Segment<'_>> {
    segments(file).map_while(Result::ok).take_while(|segment| segment.marker != SOS)
}

/// Whether the file has the segment by which Adobe's programs sign.
fn by_adobe(file: &[u8]) -> bool {
    header_segments(file).any(|segment| segment.marker == APP14 && segment.payload().starts_with(b"Adobe"))
}

fn without_inks([c, m, y, k]: &[u8; 4]) -> [u8; 3] {
    let light = |ink: &u8| (u32::from(255 - ink) * u32::from(255 - k) + 127) / 255;
    [c, m, y].map(|ink| u8::try_from(light(ink)).expect("a product of shares is a share"))
}

fn explained(error: Error, bytes: usize) -> PictureError {
    match error {
        Error::Io(_) => PictureError::Truncated(bytes),
        Error::Unsupported(_) => PictureError::Unsupported(error.to_string()),
        Error::Format(text) => PictureError::Damaged(text),
        Error::Internal(_) => PictureError::Damaged(error.to_string()),
    }
}
