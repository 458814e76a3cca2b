//! What can be said about a picture: where it is not empty, how often each sample comes.

use std::collections::BTreeMap;

use crate::{
    host::Fault,
    picture::{Mode, Picture},
    resample::number,
};

/// The smallest box around all that is not 0, by alpha alone if so said; nothing when there is none.
pub fn bounds(picture: &Picture, alpha_only: bool) -> Option<[usize; 4]> {
    let each = picture.mode.pixel_bytes();
    let mut counts = [true; 4];
    if each == 4 {
        // Padding does not count.
        let by_alpha = alpha_only
            && matches!(
                picture.mode,
                Mode::La | Mode::Pa | Mode::PremultipliedLa | Mode::Rgba | Mode::PremultipliedRgba
            );
        let bands = picture.mode.bands();
        let wide = !picture.mode.is_bytes();
        counts = std::array::from_fn(|at| if by_alpha { at == 3 } else { wide || bands.contains(&at) });
    }
    let seen = |pixel: &[u8]| pixel.iter().zip(counts).any(|(byte, counts)| counts && *byte != 0);
    let mut found: Option<[usize; 4]> = None;
    for y in 0..picture.height {
        let mut pixels = picture.row(y).chunks_exact(each);
        let Some(first) = pixels.position(seen) else { continue };
        let last = picture.row(y).chunks_exact(each).rposition(seen).unwrap_or(first);
        let [left, top, right, _] = found.unwrap_or([first, y, last + 1, y + 1]);
        found = Some([left.min(first), top, right.max(last + 1), y + 1]);
    }
    found
}

/// The least and the greatest sample of a picture of one band.
///
/// # Errors
/// When it has several.
pub fn extrema(picture: &Picture) -> Result<[f64; 2], Fault> {
    if picture.mode.bands().len() != 1 {
        return Err(Fault::mode());
    }
    let samples = (0..picture.height).flat_map(|y| {
        let row = picture.row(y);
        (0..picture.width).map(move |x| match picture.mode.is_bytes() {
            true => f64::from(row[x]),
            false => number(picture.mode, row, x),
        })
    });
    let found = samples.fold([f64::INFINITY, f64::NEG_INFINITY], |[least, most], x| [least.min(x), most.max(x)]);
    Ok(if found[0] > found[1] { [0.0, 0.0] } else { found })
}

/// How often each sample comes, 256 for each band, where `mask` is not 0. Samples that are no bytes are spread over 256
/// from `least` to `most`.
///
/// # Errors
/// When the mask does not fit.
pub fn histogram(picture: &Picture, mask: Option<&Picture>, [least, most]: [f64; 2]) -> Result<Vec<u32>, Fault> {
    if mask.is_some_and(|mask| mask.mode.pixel_bytes() != 1 || !picture.has_size_of(mask)) {
        return Err(Fault::value("mask and image do not match"));
    }
    let bands = picture.mode.bands();
    let mut counts = vec![0u32; 256 * bands.len()];
    let counted = |at: usize| mask.is_none_or(|mask| mask.data[at] != 0);
    match picture.mode.pixel_bytes() {
        1 => picture.data.iter().enumerate().filter(|(at, _)| counted(*at)).for_each(|(_, sample)| {
            counts[usize::from(*sample)] += 1;
        }),
        _ if !picture.mode.is_bytes() => {
            let step = 255.0 / (most - least);
            for at in 0..picture.width * picture.height {
                let place = (number(picture.mode, &picture.data, at) - least) * step;
                if counted(at) && (0.0..256.0).contains(&place) {
                    counts[place as usize] += 1;
                }
            }
        }
        _ => {
            for (_, pixel) in picture.fours().iter().enumerate().filter(|(at, _)| counted(*at)) {
                for (band, at) in bands.iter().enumerate() {
                    counts[256 * band + usize::from(pixel[*at])] += 1;
                }
            }
        }
    }
    Ok(counts)
}

/// Each colour and how often it comes; nothing when there are more than `most`. In the order of their bytes.
pub fn colours(picture: &Picture, most: usize) -> Vec<(u32, u32)> {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    let each = picture.mode.pixel_bytes();
    let pads = picture.mode.bands().len() == 3;
    for bytes in picture.data.chunks_exact(each) {
        let mut pixel = [0; 4];
        pixel[..each].copy_from_slice(bytes);
        if pads {
            pixel[3] = 255;
        }
        *counts.entry(u32::from_le_bytes(pixel)).or_default() += 1;
        if counts.len() > most {
            return Vec::new();
        }
    }
    counts.into_iter().map(|(pixel, count)| (count, pixel)).collect()
}

/// For each column, then for each row: 1 when something in it is not 0.
pub fn projection(picture: &Picture) -> Vec<u8> {
    let each = picture.mode.pixel_bytes();
    let mut seen = vec![0; picture.width + picture.height];
    for y in 0..picture.height {
        for (x, pixel) in picture.row(y).chunks_exact(each).enumerate() {
            let bands = picture.mode.bands();
            if if picture.mode.is_bytes() {
                bands.iter().any(|at| pixel[*at] != 0)
            } else {
                pixel.iter().any(|byte| *byte != 0)
            } {
                seen[x] = 1;
                seen[picture.width + y] = 1;
            }
        }
    }
    seen
}
