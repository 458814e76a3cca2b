//! Pixels to and from bytes: Python's own, and those of files.

use crate::{
    codecs::{gif, jpeg_read, jpeg_write, png, webp},
    host::{Fault, Host},
    raw::{self, Layout, Source},
};

use super::{Arguments, Operation};

pub const OPERATIONS: &[Operation] = &[
    ("unpack", unpack),
    ("pack", pack),
    ("jpeg_decode", jpeg_decode),
    ("jpeg_encode", jpeg_encode),
    ("png_decode", png_decode),
    ("png_encode", png_encode),
    ("gif_decode", gif_decode),
    ("gif_encode", gif_encode),
    ("webp_header", |host, a| {
        let header = webp::header(host.bytes(a.float(0))?)?;
        Ok(host.keep_numbers(header))
    }),
    ("webp_frame", webp_frame),
    ("webp_chunk", |host, a| {
        let chunk = webp::chunk(host.bytes(a.float(0))?, a.whole(1));
        Ok(host.keep_bytes(chunk))
    }),
    ("webp_encode", webp_encode),
];

/// A layout as it comes in arguments: bits of a pixel, factor, flip, whether the low bits come first, then how many bytes
/// a pixel of the result has and where each comes from: from that byte, or, from 256 on, always that less 256.
fn layout(a: Arguments<'_>, at: usize) -> Result<Layout, Fault> {
    let source = |at: usize| match a.size(at)? {
        number @ 0..256 => Ok(Source::Byte(number)),
        number => Ok(Source::Always((number & 255) as u8)),
    };
    let count = a.size(at + 4)?.min(8);
    Ok(Layout {
        bits: a.size(at)?.clamp(1, 64),
        factor: a.byte(at + 1),
        flip: a.byte(at + 2),
        low_first: a.flag(at + 3),
        sources: (0..count).map(|next| source(at + 5 + next)).collect::<Result<_, _>>()?,
    })
}

/// `picture, bytes, left, top, right, bottom, stride, upwards, layout…`: how many rows there were bytes for.
fn unpack(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    let layout = layout(a, 8)?;
    host.change(a.float(0), |picture, host| {
        let bytes = host.bytes(a.float(1))?;
        let rows = raw::unpack(picture, bytes, layout, a.area(2), a.size(6)?, a.flag(7))?;
        Ok(rows as f64)
    })
}

/// `picture, left, top, right, bottom, stride, upwards, layout…`
fn pack(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    let packed = raw::pack(host.picture(a.float(0))?, layout(a, 7)?, a.area(1), a.size(5)?, a.flag(6))?;
    Ok(host.keep_bytes(packed))
}

/// `picture, bytes, scale, inverted`
fn jpeg_decode(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    let settings = jpeg_read::Settings { scale: a.size(2)?, inverted: a.flag(3) };
    host.change(a.float(0), |picture, host| {
        jpeg_read::decode(picture, host.bytes(a.float(1))?, &settings)?;
        Ok(0.0)
    })
}

/// `picture, quality, progressive, optimised, subsampling, dots across, dots down, restart interval, segments, steps`:
/// the last two are bytes, steps as doubles in natural order: none, 64 or 128.
fn jpeg_encode(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    let short = |at: usize| a.whole(at).clamp(0, 65_535) as u16;
    let numbers: Vec<u16> = host.numbers(a.float(9))?.into_iter().map(|step| step.clamp(1.0, 65535.0) as u16).collect();
    let tables = numbers.as_chunks::<64>().0;
    let settings = jpeg_write::Settings {
        quality: a.byte(1).clamp(1, 100),
        progressive: a.flag(2),
        optimised: a.flag(3),
        subsampling: a.whole(4),
        dots: (short(5), short(6)),
        restart_interval: short(7),
        steps: tables.first().map(|bright| [*bright, *tables.get(1).unwrap_or(bright)]),
    };
    let file = jpeg_write::encode(host.picture(a.float(0))?, &settings, host.bytes(a.float(8))?)?;
    Ok(host.keep_bytes(file))
}

/// `picture, bytes, left, top, right, bottom, interlaced, layout…`: 1 when there were enough bytes. The bytes are gone
/// after it.
fn png_decode(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    let rows = host.release_bytes(a.float(1))?;
    let layout = layout(a, 7)?;
    host.change(a.float(0), |picture, _| {
        let whole = png::decode(picture, rows, layout, a.flag(6), a.area(2))?;
        Ok(if whole { 1.0 } else { 0.0 })
    })
}

/// `picture, left, top, right, bottom, plain, layout…`: rows with their filters.
fn png_encode(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    let layout = layout(a, 6)?;
    let area = a.area(1);
    // Packing finds out whether the area lies within the picture.
    let rows = raw::pack(host.picture(a.float(0))?, layout.clone(), area, 0, false)?;
    let row_bytes = layout.row_bytes(usize::try_from(area[2] - area[0]).unwrap_or(0));
    Ok(host.keep_bytes(png::encode(&rows, row_bytes, layout.bits / 8, a.flag(5))))
}

/// `picture, bytes, left, top, right, bottom, bits, interlaced, transparent or -1`
fn gif_decode(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    host.change(a.float(0), |picture, host| {
        let transparent = u8::try_from(a.whole(8)).ok();
        gif::decode(picture, host.bytes(a.float(1))?, a.byte(6), a.flag(7), transparent, a.area(2))?;
        Ok(0.0)
    })
}

/// `picture, left, top, right, bottom, bits, interlaced`
fn gif_encode(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    let file = gif::encode(host.picture(a.float(0))?, a.byte(5), a.flag(6), a.area(1))?;
    Ok(host.keep_bytes(file))
}

/// `bytes, frame`: four bytes that say when it ends in ms, then its pixels.
fn webp_frame(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    let (pixels, ends_ms) = webp::frame(host.bytes(a.float(0))?, a.size(1)?)?;
    let mut bytes = ends_ms.to_le_bytes().to_vec();
    bytes.try_reserve_exact(pixels.len()).map_err(|_| Fault::memory())?;
    bytes.extend(pixels);
    Ok(host.keep_bytes(bytes))
}

/// `picture, profile, exif, xmp`: the last three are bytes.
fn webp_encode(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    let chunks = [host.bytes(a.float(1))?, host.bytes(a.float(2))?, host.bytes(a.float(3))?];
    let file = webp::encode(host.picture(a.float(0))?, chunks)?;
    Ok(host.keep_bytes(file))
}
