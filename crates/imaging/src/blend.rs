//! Pictures laid onto others.

use crate::{
    geometry,
    host::Fault,
    picture::{Area, Mode, Picture, mixed},
};

/// What is pasted.
#[derive(Clone, Copy)]
pub enum Source<'a> {
    /// A picture of the same mode.
    Picture(&'a Picture),
    /// A pixel of the picture's mode.
    Colour([u8; 4]),
}

/// Pastes into `area`, whole or through a mask: of bits, of shares (L), or of each pixel's own alpha (LA, RGBA).
///
/// # Errors
/// When modes or sizes do not fit.
pub fn paste(picture: &mut Picture, source: Source<'_>, area: Area, mask: Option<&Picture>) -> Result<(), Fault> {
    let [x0, y0, x1, y1] = area;
    let (width, height) = (x1.saturating_sub(x0).max(0) as usize, y1.saturating_sub(y0).max(0) as usize);
    let fits = |part: &Picture| part.mode.pixel_bytes() == picture.mode.pixel_bytes();
    if matches!(source, Source::Picture(part) if !fits(part) || (part.width, part.height) != (width, height)) {
        return Err(Fault::mismatch());
    }
    if mask.is_some_and(|mask| (mask.width, mask.height) != (width, height)) {
        return Err(Fault::mismatch());
    }
    if let (Source::Picture(part), None) = (source, mask) {
        geometry::copy_into(picture, part, x0, y0);
        return Ok(());
    }
    let each = picture.mode.pixel_bytes();
    let share: fn(&Picture, usize, usize) -> u8 = match mask.map(|mask| mask.mode) {
        None => |_, _, _| 255,
        Some(Mode::One) => |mask, x, y| if mask.row(y)[x] == 0 { 0 } else { 255 },
        Some(Mode::L) => |mask, x, y| mask.row(y)[x],
        Some(Mode::La | Mode::Rgba | Mode::PremultipliedRgba) => |mask, x, y| mask.row(y)[4 * x + 3],
        Some(_) => return Err(Fault::value("bad transparency mask")),
    };
    let visible = |from: i64, to: i64, side: usize| from.max(0)..to.min(side as i64).max(from.max(0));
    let columns = visible(x0, x1, picture.width);
    for y in visible(y0, y1, picture.height) {
        let inner_y = (y - y0) as usize;
        let row = picture.row_mut(y as usize);
        for x in columns.clone() {
            let inner_x = (x - x0) as usize;
            let share = mask.map_or(255, |mask| share(mask, inner_x, inner_y));
            if share == 0 {
                continue;
            }
            let to = &mut row[x as usize * each..][..each];
            let from: &[u8] = match &source {
                Source::Picture(part) => &part.row(inner_y)[inner_x * each..][..each],
                Source::Colour(colour) => &colour[..each],
            };
            if share == 255 {
                to.copy_from_slice(from);
            } else {
                to.iter_mut().zip(from).for_each(|(to, from)| *to = mixed(*to, *from, share));
            }
        }
    }
    Ok(())
}

/// `first` times one less `alpha`, plus `second` times `alpha`, which may lie outside 0 to 1.
///
/// # Errors
/// When modes or sizes differ, or samples are no bytes.
pub fn blend(first: &Picture, second: &Picture, alpha: f64) -> Result<Picture, Fault> {
    if !first.mode.is_bytes() || first.mode.has_palette() || first.mode == Mode::One {
        return Err(Fault::mode());
    }
    if !first.matches(second) {
        return Err(Fault::mismatch());
    }
    let alpha = alpha as f32;
    let mut out = first.like(first.width, first.height)?;
    for (to, (a, b)) in out.data.iter_mut().zip(first.data.iter().zip(&second.data)) {
        // A float becomes a byte by being cut, and what does not fit is clipped.
        *to = (f32::from(*a) + alpha * (f32::from(*b) - f32::from(*a))) as u8;
    }
    Ok(out)
}

/// `above` over `below`, both RGBA or both LA, by their alphas.
///
/// # Errors
/// When modes or sizes do not fit.
pub fn alpha_composite(below: &Picture, above: &Picture) -> Result<Picture, Fault> {
    /// Bits behind the point of the above's share.
    const FINE: u32 = 7;
    if !matches!(below.mode, Mode::Rgba | Mode::La) {
        return Err(Fault::mode());
    }
    if !below.matches(above) {
        return Err(Fault::mismatch());
    }
    let mut out = below.like(below.width, below.height)?;
    for (to, (under, over)) in out.fours_mut().iter_mut().zip(below.fours().iter().zip(above.fours())) {
        if over[3] == 0 {
            *to = *under;
            continue;
        }
        let left = u32::from(under[3]) * (255 - u32::from(over[3]));
        let whole = u32::from(over[3]) * 255 + left;
        let share = (u32::from(over[3]) * 255 * 255 * (1 << FINE)) / whole;
        let rest = 255 * (1 << FINE) - share;
        let by_255 = |sum: u32| ((sum >> 8) + sum) >> 8;
        for at in 0..3 {
            let sum = u32::from(over[at]) * share + u32::from(under[at]) * rest;
            to[at] = (by_255(sum + (0x80 << FINE)) >> FINE) as u8;
        }
        to[3] = by_255(whole + 0x80) as u8;
    }
    Ok(out)
}

/// Operations on two pictures, sample by sample, by number: in the order of `_CHOPS` in `_imaging_core.py`.
///
/// # Errors
/// When modes differ, or there is no such operation.
pub fn chop(first: &Picture, second: &Picture, kind: i64, scale: f64, offset: i64) -> Result<Picture, Fault> {
    if first.mode != second.mode || !first.mode.is_bytes() {
        return Err(Fault::mismatch());
    }
    let (scale, offset) = (scale as f32, offset as i32);
    let operation = move |a: u8, b: u8| -> u8 {
        let (x, y) = (i32::from(a), i32::from(b));
        let clipped = |value: i32| value.clamp(0, 255) as u8;
        match kind {
            0 => a.max(b),
            1 => a.min(b),
            2 => a.abs_diff(b),
            3 => clipped(x * y / 255),
            4 => clipped(255 - (255 - x) * (255 - y) / 255),
            5 => clipped((255 - x) * (x * y) / 65536 + x * (255 - (255 - x) * (255 - y) / 255) / 255),
            6 => clipped(if y < 128 { x * y / 127 } else { 255 - (255 - y) * (255 - x) / 127 }),
            7 => clipped(if x < 128 { x * y / 127 } else { 255 - (255 - x) * (255 - y) / 127 }),
            8 => clipped(((x + y) as f32 / scale + offset as f32) as i32),
            9 => clipped(((x - y) as f32 / scale + offset as f32) as i32),
            10 => a.wrapping_add(b),
            11 => a.wrapping_sub(b),
            12 => a & b,
            13 => a | b,
            _ => a ^ b,
        }
    };
    if !(0..=14).contains(&kind) {
        return Err(Fault::value("there is no such operation"));
    }
    let mut out = first.like(first.width.min(second.width), first.height.min(second.height))?;
    for y in 0..out.height {
        let samples = first.row(y).iter().zip(second.row(y));
        out.row_mut(y).iter_mut().zip(samples).for_each(|(to, (a, b))| *to = operation(*a, *b));
    }
    Ok(out)
}

/// Every sample's distance to 255.
///
/// # Errors
/// When samples are no bytes.
pub fn invert(picture: &Picture) -> Result<Picture, Fault> {
    if !picture.mode.is_bytes() {
        return Err(Fault::mode());
    }
    let mut out = picture.copied()?;
    out.data.iter_mut().for_each(|sample| *sample = 255 - *sample);
    Ok(out)
}
