//! PNG's row filters, and the order of pixels in interlaced pictures. The compression around them is Python's zlib.

use crate::{
    host::Fault,
    picture::{Area, Picture},
    raw::{Layout, unpack, within},
};

/// The passes of an interlaced picture: first column, first row, and the steps of both.
const PASSES: [[usize; 4]; 7] =
    [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]];

/// Undoes the filters of `rows` and unpacks them into an area of `picture`, as far as there are bytes. Returns whether
/// there were enough.
///
/// # Errors
/// When there is no such filter.
pub fn decode(
    picture: &mut Picture,
    mut rows: Vec<u8>,
    layout: Layout,
    interlaced: bool,
    area: Area,
) -> Result<bool, Fault> {
    let [x0, y0, x1, y1] = within(picture, area)?;
    let (width, height) = (x1 - x0, y1 - y0);
    if !interlaced {
        let done = unfilter(&mut rows, &layout, width, height)?;
        let stride = layout.row_bytes(width) + 1;
        let bottom = (y0 + done) as i64;
        unpack(picture, rows.get(1..).unwrap_or_default(), layout, [area[0], area[1], area[2], bottom], stride, false)?;
        return Ok(done == height);
    }
    let mut rest = &mut rows[..];
    for [first_x, first_y, step_x, step_y] in PASSES {
        let wide = width.saturating_sub(first_x).div_ceil(step_x);
        let high = height.saturating_sub(first_y).div_ceil(step_y);
        if wide == 0 || high == 0 {
            continue;
        }
        let stride = layout.row_bytes(wide) + 1;
        let done = unfilter(rest, &layout, wide, high)?;
        let mut pass = picture.like(wide, high)?;
        let bottom = done as i64;
        unpack(
            &mut pass,
            rest.get(1..).unwrap_or_default(),
            layout.clone(),
            [0, 0, wide as i64, bottom],
            stride,
            false,
        )?;
        let each = picture.mode.pixel_bytes();
        for y in 0..done {
            let out = picture.row_mut(y0 + first_y + y * step_y);
            for (x, pixel) in pass.row(y).chunks_exact(each).enumerate() {
                out[(x0 + first_x + x * step_x) * each..][..each].copy_from_slice(pixel);
            }
        }
        if done < high {
            return Ok(false);
        }
        rest = &mut rest[stride * high..];
    }
    Ok(true)
}

/// Undoes the filters of as many of `height` rows as are whole; returns their number.
fn unfilter(rows: &mut [u8], layout: &Layout, width: usize, height: usize) -> Result<usize, Fault> {
    let bytes = layout.row_bytes(width);
    let back = (layout.bits / 8).max(1);
    let mut above = vec![0; bytes];
    let mut done = 0;
    for row in rows.chunks_exact_mut(bytes + 1).take(height) {
        let (filter, row) = (row[0], &mut row[1..]);
        match filter {
            0 => {}
            1 => (back..bytes).for_each(|at| row[at] = row[at].wrapping_add(row[at - back])),
            2 => row.iter_mut().zip(&above).for_each(|(byte, above)| *byte = byte.wrapping_add(*above)),
            3 => {
                for at in 0..bytes {
                    let left = if at < back { 0 } else { row[at - back] };
                    let mean = u16::midpoint(left.into(), above[at].into()) as u8;
                    row[at] = row[at].wrapping_add(mean);
                }
            }
            4 => {
                for at in 0..bytes {
                    let (left, corner) = if at < back { (0, 0) } else { (row[at - back], above[at - back]) };
                    row[at] = row[at].wrapping_add(paeth(left, above[at], corner));
                }
            }
            _ => return Err(super::jpeg_read::broken()),
        }
        above.copy_from_slice(row);
        done += 1;
    }
    Ok(done)
}

/// The neighbour that lies nearest to left + above - corner.
fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(above), i16::from(corner));
    let (to_left, to_above, to_corner) = ((b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs());
    if to_left <= to_above && to_left <= to_corner {
        left
    } else if to_above <= to_corner {
        above
    } else {
        corner
    }
}

/// Puts before each of the packed `rows` the filter whose result is nearest to 0, or none at all if `plain`.
pub fn encode(rows: &[u8], row_bytes: usize, pixel_bytes: usize, plain: bool) -> Vec<u8> {
    let row_bytes = row_bytes.max(1);
    let back = pixel_bytes.max(1);
    let mut out = Vec::with_capacity(rows.len() + rows.len() / row_bytes);
    let first = vec![0; row_bytes];
    let mut above = &first[..];
    let mut tried = vec![0; row_bytes];
    for row in rows.chunks_exact(row_bytes) {
        let mut best = (u64::MAX, 0, Vec::new());
        for filter in 0..if plain { 1 } else { 5u8 } {
            for at in 0..row_bytes {
                let (left, corner) = if at < back { (0, 0) } else { (row[at - back], above[at - back]) };
                let guess = match filter {
                    0 => 0,
                    1 => left,
                    2 => above[at],
                    3 => u16::midpoint(left.into(), above[at].into()) as u8,
                    _ => paeth(left, above[at], corner),
                };
                tried[at] = row[at].wrapping_sub(guess);
            }
            let sum = tried.iter().map(|byte| u64::from((*byte).min(byte.wrapping_neg()))).sum();
            if sum < best.0 {
                best = (sum, filter, tried.clone());
            }
        }
        out.push(best.1);
        out.extend_from_slice(&best.2);
        above = row;
    }
    out
}
