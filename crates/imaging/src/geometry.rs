//! Pixels in other places: parts, margins, turned and mirrored pictures.

use crate::{host::Fault, picture::Picture};

/// The part from `(left, top)` to before `(right, bottom)`, which may reach outside: there it is 0.
///
/// # Errors
/// When there is no memory for it.
pub fn crop(picture: &Picture, [left, top, right, bottom]: [i64; 4]) -> Result<Picture, Fault> {
    let side = |from: i64, to: i64| usize::try_from(to.saturating_sub(from)).unwrap_or(0);
    let mut out = picture.like(side(left, right), side(top, bottom))?;
    copy_into(&mut out, picture, left.saturating_neg(), top.saturating_neg());
    Ok(out)
}

/// Puts `part`, of the same mode, onto `picture` with its corner at `(left, top)`, as far as it lies inside.
pub fn copy_into(picture: &mut Picture, part: &Picture, left: i64, top: i64) {
    let each = picture.mode.pixel_bytes();
    let skip = |at: i64| usize::try_from(at.saturating_neg()).unwrap_or(0);
    let (skip_x, skip_y) = (skip(left), skip(top));
    let (x, y) = (left.max(0) as usize, top.max(0) as usize);
    let wide = part.width.saturating_sub(skip_x).min(picture.width.saturating_sub(x));
    let high = part.height.saturating_sub(skip_y).min(picture.height.saturating_sub(y));
    if wide == 0 {
        return;
    }
    for row in 0..high {
        let from = &part.row(skip_y + row)[skip_x * each..][..wide * each];
        picture.row_mut(y + row)[x * each..][..wide * each].copy_from_slice(from);
    }
}

/// The picture with margins in which the edge's pixels are repeated.
///
/// # Errors
/// When there is no memory for it.
pub fn expand(picture: &Picture, across: usize, down: usize) -> Result<Picture, Fault> {
    let wanted = |side: usize, margin: usize| margin.checked_mul(2).and_then(|both| both.checked_add(side));
    let width = wanted(picture.width, across).ok_or_else(Fault::memory)?;
    let height = wanted(picture.height, down).ok_or_else(Fault::memory)?;
    let mut out = picture.like(width, height)?;
    if picture.width == 0 || picture.height == 0 {
        return Ok(out);
    }
    let each = picture.mode.pixel_bytes();
    for y in 0..height {
        let from = picture.row(y.saturating_sub(down).min(picture.height - 1));
        let to = out.row_mut(y);
        for (x, to) in to.chunks_exact_mut(each).enumerate() {
            let at = x.saturating_sub(across).min(picture.width - 1);
            to.copy_from_slice(&from[at * each..][..each]);
        }
    }
    Ok(out)
}

/// The picture moved by that much; what leaves at one side comes back at the other.
///
/// # Errors
/// When there is no memory for it.
pub fn offset(picture: &Picture, across: i64, down: i64) -> Result<Picture, Fault> {
    let mut out = picture.like(picture.width, picture.height)?;
    if picture.width == 0 || picture.height == 0 {
        return Ok(out);
    }
    let bytes = picture.row_bytes();
    let by = across.rem_euclid(picture.width as i64) as usize * picture.mode.pixel_bytes();
    let down = down.rem_euclid(picture.height as i64) as usize;
    for y in 0..picture.height {
        let from = picture.row(y);
        let to = out.row_mut((y + down) % picture.height);
        to[by..].copy_from_slice(&from[..bytes - by]);
        to[..by].copy_from_slice(&from[bytes - by..]);
    }
    Ok(out)
}

/// The picture mirrored or turned, by Pillow's number for it.
///
/// # Errors
/// When there is no such number.
pub fn transpose(picture: &Picture, method: i64) -> Result<Picture, Fault> {
    let (wide, high) = (picture.width, picture.height);
    let swaps = matches!(method, 2 | 4 | 5 | 6);
    let mut out = if swaps { picture.like(high, wide)? } else { picture.like(wide, high)? };
    // Where the pixel of the result at (x, y) comes from.
    let from: fn(usize, usize, usize, usize) -> (usize, usize) = match method {
        0 => |x, y, w, _| (w - 1 - x, y),
        1 => |x, y, _, h| (x, h - 1 - y),
        2 => |x, y, w, _| (w - 1 - y, x),
        3 => |x, y, w, h| (w - 1 - x, h - 1 - y),
        4 => |x, y, _, h| (y, h - 1 - x),
        5 => |x, y, _, _| (y, x),
        6 => |x, y, w, h| (w - 1 - y, h - 1 - x),
        _ => return Err(Fault::value("No such transpose operation")),
    };
    match picture.mode.pixel_bytes() {
        1 => moved::<1>(picture, &mut out, from),
        2 => moved::<2>(picture, &mut out, from),
        _ => moved::<4>(picture, &mut out, from),
    }
    Ok(out)
}

fn moved<const N: usize>(picture: &Picture, out: &mut Picture, from: fn(usize, usize, usize, usize) -> (usize, usize)) {
    /// Squares of this side stay in the processor's cache while their rows become columns.
    const SQUARE: usize = 64;
    let (width, height) = (out.width, out.height);
    let pixels = picture.data.as_chunks::<N>().0;
    let to = out.data.as_chunks_mut::<N>().0;
    for top in (0..height).step_by(SQUARE) {
        for left in (0..width).step_by(SQUARE) {
            for y in top..(top + SQUARE).min(height) {
                for x in left..(left + SQUARE).min(width) {
                    let (from_x, from_y) = from(x, y, picture.width, picture.height);
                    to[y * width + x] = pixels[from_y * picture.width + from_x];
                }
            }
        }
    }
}
