//! Blurring by boxes of any width, which several times over is nearly Gauss's bell, and the sharpening made from it.

use crate::{
    geometry,
    host::Fault,
    picture::{Mode, Picture, clipped},
};

/// The largest radius that is told apart from an infinite one, pixels.
const WIDEST: f32 = 65_535.0;
/// More passes than anyone asks for.
const MOST_PASSES: usize = 64;

/// The mean of a box that reaches `radius` to each side, `passes` times.
///
/// # Errors
/// When the mode has no means, or a radius is negative.
pub fn boxed(picture: &Picture, across: f32, down: f32, passes: usize) -> Result<Picture, Fault> {
    if !picture.mode.is_bytes() || picture.mode.has_palette() || picture.mode == Mode::One {
        return Err(Fault::mode());
    }
    if !(across >= 0.0 && down >= 0.0) {
        return Err(Fault::value("bad radius"));
    }
    // A box wider than any picture blurs no more than the widest picture's own, and a bell needs few passes.
    let (across, down, passes) = (across.min(WIDEST), down.min(WIDEST), passes.min(MOST_PASSES));
    if passes < 1 {
        return Err(Fault::value("number of passes must be greater than zero"));
    }
    let mut out = picture.copied()?;
    if picture.data.is_empty() {
        return Ok(out);
    }
    let along = |picture: &mut Picture, radius: f32| {
        let passes = if radius == 0.0 { 0 } else { passes };
        (0..passes).for_each(|_| rows(picture, radius));
    };
    along(&mut out, across);
    if down != 0.0 {
        let mut turned = geometry::transpose(&out, 5)?;
        along(&mut turned, down);
        out = geometry::transpose(&turned, 5)?;
    }
    Ok(out)
}

fn rows(picture: &mut Picture, radius: f32) {
    let whole = radius as usize;
    let weight = ((1 << 24) as f32 / (radius * 2.0 + 1.0)) as u32;
    let edge_weight = ((1u32 << 24).wrapping_sub((whole as u32 * 2 + 1).wrapping_mul(weight))) / 2;
    match picture.mode.pixel_bytes() {
        1 => by_row::<1>(picture, whole, weight, edge_weight),
        _ => by_row::<4>(picture, whole, weight, edge_weight),
    }
}

fn by_row<const N: usize>(picture: &mut Picture, radius: usize, weight: u32, edge_weight: u32) {
    let width = picture.width;
    let mut source = vec![[0u8; N]; width];
    for y in 0..picture.height {
        let row = picture.row_mut(y).as_chunks_mut::<N>().0;
        source.copy_from_slice(row);
        // Beyond the edges the edge's own pixel goes on.
        let at = |x: i64| source[x.clamp(0, width as i64 - 1) as usize].map(u32::from);
        let reach = radius as i64;
        let mut sum = [0u32; N];
        let inner = source.iter().take(radius + 1).map(|pixel| (pixel.map(u32::from), 1));
        // The first pixel stands for all before it, the last for all after it.
        let outer = [(at(0), radius), (at(width as i64), (radius + 1).saturating_sub(width))];
        for (pixel, times) in inner.chain(outer) {
            (0..N).for_each(|band| sum[band] = sum[band].wrapping_add(pixel[band].wrapping_mul(times as u32)));
        }
        for (x, to) in row.iter_mut().enumerate() {
            let x = x as i64;
            let (left, right) = (at(x - reach - 1), at(x + reach + 1));
            for band in 0..N {
                let ends = (left[band] + right[band]).wrapping_mul(edge_weight);
                let weighed = sum[band].wrapping_mul(weight).wrapping_add(ends).wrapping_add(1 << 23);
                to[band] = (weighed >> 24) as u8;
            }
            let (leaves, comes) = (at(x - reach), right);
            (0..N).for_each(|band| sum[band] = sum[band].wrapping_sub(leaves[band]).wrapping_add(comes[band]));
        }
    }
}

/// The picture blurred as by a bell of that standard deviation.
///
/// # Errors
/// As [`boxed`].
pub fn gaussian(picture: &Picture, across: f32, down: f32, passes: usize) -> Result<Picture, Fault> {
    boxed(picture, box_radius(across, passes), box_radius(down, passes), passes)
}

/// The radius of the boxes that come nearest to such a bell.
fn box_radius(deviation: f32, passes: usize) -> f32 {
    let variance = deviation * deviation / passes.max(1) as f32;
    let length = (12.0 * f64::from(variance) + 1.0).sqrt() as f32;
    let whole = ((f64::from(length) - 1.0) / 2.0).floor() as f32;
    let rest = (2.0 * whole + 1.0) * (whole * (whole + 1.0) - 3.0 * variance);
    whole + rest / (6.0 * (variance - (whole + 1.0) * (whole + 1.0)))
}

/// The picture less its blurred self, added to it: by `percent`, where the difference is larger than `threshold`.
///
/// # Errors
/// As [`boxed`].
pub fn unsharp(picture: &Picture, radius: f32, percent: i32, threshold: i32) -> Result<Picture, Fault> {
    let mut out = gaussian(picture, radius, radius, 3)?;
    for (to, sample) in out.data.iter_mut().zip(&picture.data) {
        let difference = i32::from(*sample) - i32::from(*to);
        *to = if difference.abs() > threshold {
            clipped((i32::from(*sample)).saturating_add(difference.saturating_mul(percent) / 100))
        } else {
            *sample
        };
    }
    Ok(out)
}
