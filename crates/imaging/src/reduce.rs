//! Shrinking by whole factors: each pixel is the mean of a block, rounded as Pillow rounds it.

use crate::{
    host::Fault,
    picture::{Area, Mode, Picture},
    raw::within,
    resample::{number, set_number},
};

/// `area` of `picture`, whose blocks of `across` by `down` pixels become one each; what is left over at the right and the
/// bottom makes smaller blocks.
///
/// # Errors
/// When the mode has no means, a factor is 0 or the area lies outside.
pub fn reduce(picture: &Picture, across: usize, down: usize, area: Area) -> Result<Picture, Fault> {
    if matches!(picture.mode, Mode::P | Mode::One | Mode::Pa) {
        return Err(Fault::mode());
    }
    if across == 0 || down == 0 {
        return Err(Fault::value("scale must be > 0"));
    }
    let [x0, y0, x1, y1] = within(picture, area)?;
    let (width, height) = ((x1 - x0).div_ceil(across), (y1 - y0).div_ceil(down));
    let mut out = picture.like(width, height)?;
    let each = picture.mode.pixel_bytes();
    for y in 0..height {
        let rows = y0 + y * down..(y0 + (y + 1) * down).min(y1);
        if !picture.mode.is_bytes() {
            for x in 0..width {
                let columns = x0 + x * across..(x0 + (x + 1) * across).min(x1);
                let samples = rows.clone().flat_map(|y| columns.clone().map(move |x| (x, y)));
                let sum: f64 = samples.map(|(x, y)| number(picture.mode, picture.row(y), x)).sum();
                let mean = sum / (rows.len() * columns.len()) as f64;
                set_number(picture.mode, out.row_mut(y), x, mean);
            }
            continue;
        }
        let mut sums = vec![0u32; width * each];
        for y in rows.clone() {
            let row = &picture.row(y)[x0 * each..x1 * each];
            for (block, sums) in row.chunks(across * each).zip(sums.chunks_exact_mut(each)) {
                for pixel in block.chunks_exact(each) {
                    sums.iter_mut().zip(pixel).for_each(|(sum, sample)| *sum += u32::from(*sample));
                }
            }
        }
        let to = out.row_mut(y);
        for (at, (to, sum)) in to.iter_mut().zip(sums).enumerate() {
            let columns = across.min(x1 - x0 - at / each * across);
            *to = mean(sum, (rows.len() * columns) as u32);
        }
    }
    Ok(out)
}

/// A mean of bytes by a multiplication, which may lie a hair below the division.
fn mean(sum: u32, count: u32) -> u8 {
    let factor = ((1u64 << 32) / (256 * u64::from(count))) as u32;
    ((u64::from(sum + count / 2) * u64::from(factor)) >> 24).min(255) as u8
}
