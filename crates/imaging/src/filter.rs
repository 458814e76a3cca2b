//! Filters that look at a pixel's neighbours: by weights, by rank, by frequency.

use crate::{
    host::Fault,
    picture::{Mode, Picture},
};

/// Sums of neighbours by a kernel of 3 x 3 or 5 x 5 weights, the bottom row first, divided and offset. A margin as wide as
/// half the kernel stays as it is.
///
/// # Errors
/// When the kernel is of another size, or the mode cannot be filtered.
pub fn kernel(
    picture: &Picture,
    side: (usize, usize),
    divisor: f32,
    offset: f32,
    weights: &[f64],
) -> Result<Picture, Fault> {
    let reach = match side {
        (3, 3) => 1,
        (5, 5) => 2,
        _ => return Err(Fault::value("bad kernel size")),
    };
    let weights: Vec<f32> = weights.iter().map(|weight| *weight as f32 / divisor).collect();
    let wide = 2 * reach + 1;
    if weights.len() != wide * wide {
        return Err(Fault::value("bad kernel size"));
    }
    if !picture.mode.is_bytes() || picture.mode == Mode::P {
        return Err(Fault::mode());
    }
    let mut out = picture.copied()?;
    if picture.width < wide || picture.height < wide {
        return Ok(out);
    }
    let each = picture.mode.pixel_bytes();
    let row_bytes = picture.row_bytes();
    let offset = offset + 0.5;
    for y in reach..picture.height - reach {
        // The kernel's first row counts for the lowest of the picture's.
        let lines: Vec<(&[u8], &[f32])> =
            (0..wide).map(|at| (picture.row(y + reach - at), &weights[at * wide..][..wide])).collect();
        let to = out.row_mut(y);
        for (start, to) in to[reach * each..row_bytes - reach * each].iter_mut().enumerate() {
            let mut sum = offset;
            for (line, weights) in &lines {
                let mut terms = f32::from(line[start]) * weights[0];
                for (x, weight) in weights.iter().enumerate().skip(1) {
                    terms += f32::from(line[start + x * each]) * weight;
                }
                sum += terms;
            }
            *to = sum.clamp(0.0, 255.0) as u8;
        }
    }
    Ok(out)
}

/// The sample of that rank among the `side` x `side` around each; the result is smaller by `side - 1`.
///
/// # Errors
/// When the side is even, the rank is not among them, or samples are of several bands.
pub fn rank(picture: &Picture, side: usize, rank: usize) -> Result<Picture, Fault> {
    if picture.mode.pixel_bytes() != 1 {
        return Err(Fault::mode());
    }
    if side.is_multiple_of(2) {
        return Err(Fault::value("bad filter size"));
    }
    if side > picture.width || side > picture.height || side.checked_mul(side).is_none_or(|count| rank >= count) {
        return Err(Fault::value("bad rank value"));
    }
    let mut out = picture.like(picture.width + 1 - side, picture.height + 1 - side)?;
    for y in 0..out.height {
        let mut counts = [0usize; 256];
        let column = |x: usize, change: &mut dyn FnMut(u8)| (y..y + side).for_each(|y| change(picture.row(y)[x]));
        (0..side - 1).for_each(|x| column(x, &mut |sample| counts[usize::from(sample)] += 1));
        let width = out.width;
        let to = &mut out.data[y * width..][..width];
        for (x, to) in to.iter_mut().enumerate() {
            column(x + side - 1, &mut |sample| counts[usize::from(sample)] += 1);
            let mut before = 0;
            let ranked = counts.iter().position(|count| {
                before += count;
                before > rank
            });
            *to = ranked.unwrap_or(255) as u8;
            column(x, &mut |sample| counts[usize::from(sample)] -= 1);
        }
    }
    Ok(out)
}

/// The most frequent sample around each, if it comes at least three times.
///
/// # Errors
/// When samples are of several bands.
pub fn mode(picture: &Picture, side: usize) -> Result<Picture, Fault> {
    if picture.mode.pixel_bytes() != 1 {
        return Err(Fault::mode());
    }
    let reach = side / 2;
    let mut out = picture.copied()?;
    for y in 0..picture.height {
        for x in 0..picture.width {
            let mut counts = [0u32; 256];
            for row in y.saturating_sub(reach)..(y + reach + 1).min(picture.height) {
                let line = &picture.row(row)[x.saturating_sub(reach)..(x + reach + 1).min(picture.width)];
                line.iter().for_each(|sample| counts[usize::from(*sample)] += 1);
            }
            // Of several, the lowest.
            let (best, count) = counts.iter().enumerate().rev().max_by_key(|(_, count)| **count).unwrap_or((0, &0));
            if *count > 2 {
                out.data[y * picture.width + x] = best as u8;
            }
        }
    }
    Ok(out)
}
