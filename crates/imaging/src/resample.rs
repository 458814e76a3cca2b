//! Resizing by convolution, with Pillow's weights: the filter is as wide as the source pixels that a target pixel
//! covers, weights are whole numbers of 22 bits behind the point, and rows come before columns.

use crate::{
    host::Fault,
    picture::{Mode, Picture},
};

/// Bits behind the point of a weight: sums of bytes and weights stay within 32 bits.
const FINE: u32 = 32 - 8 - 2;

/// A filter: how far it reaches, and its shape.
struct Filter {
    reach: f64,
    shape: fn(f64) -> f64,
}

/// The filter of that number in Pillow.
fn filter(number: i64) -> Option<Filter> {
    let (reach, shape): (f64, fn(f64) -> f64) = match number {
        1 => (3.0, lanczos),
        2 => (1.0, |x| (1.0 - x.abs()).max(0.0)),
        3 => (2.0, bicubic),
        4 => (0.5, |x| if x > -0.5 && x <= 0.5 { 1.0 } else { 0.0 }),
        5 => (1.0, hamming),
        _ => return None,
    };
    Some(Filter { reach, shape })
}

fn sinc(x: f64) -> f64 {
    if x == 0.0 {
        return 1.0;
    }
    let x = x * std::f64::consts::PI;
    x.sin() / x
}

fn lanczos(x: f64) -> f64 {
    if (-3.0..3.0).contains(&x) { sinc(x) * sinc(x / 3.0) } else { 0.0 }
}

fn hamming(x: f64) -> f64 {
    let x = x.abs();
    if x == 0.0 {
        return 1.0;
    }
    if x >= 1.0 {
        return 0.0;
    }
    let x = x * std::f64::consts::PI;
    x.sin() / x * (0.54 + 0.46 * x.cos())
}

fn bicubic(x: f64) -> f64 {
    const SHARPNESS: f64 = -0.5;
    let x = x.abs();
    if x < 1.0 {
        ((SHARPNESS + 2.0) * x - (SHARPNESS + 3.0)) * x * x + 1.0
    } else if x < 2.0 {
        (((x - 5.0) * x + 8.0) * x - 4.0) * SHARPNESS
    } else {
        0.0
    }
}

/// For each target pixel: the first source pixel, and the weights from there on.
struct Weights {
    spans: Vec<(usize, Vec<f64>)>,
}

impl Weights {
    fn new(source: usize, from: f64, to: f64, target: usize, filter: &Filter) -> Self {
        let scale = (to - from) / target as f64;
        let widening = scale.max(1.0);
        let reach = filter.reach * widening;
        let shrink = 1.0 / widening;
        let span = |at: usize| {
            let centre = from + (at as f64 + 0.5) * scale;
            let first = ((centre - reach + 0.5) as i64).max(0) as usize;
            let end = ((centre + reach + 0.5) as i64).clamp(0, source as i64) as usize;
            let weight = |x: usize| (filter.shape)((x as f64 - centre + 0.5) * shrink);
            let mut weights: Vec<f64> = (first..end).map(weight).collect();
            let sum: f64 = weights.iter().sum();
            if sum != 0.0 {
                weights.iter_mut().for_each(|weight| *weight /= sum);
            }
            (first, weights)
        };
        Self { spans: (0..target).map(span).collect() }
    }

    /// The weights as whole numbers.
    fn fixed(&self) -> Vec<(usize, Vec<i32>)> {
        let fixed = |weight: &f64| {
            let scaled = weight * f64::from(1 << FINE);
            (if scaled < 0.0 { scaled - 0.5 } else { scaled + 0.5 }) as i32
        };
        self.spans.iter().map(|(first, weights)| (*first, weights.iter().map(fixed).collect())).collect()
    }

    /// The source pixels that count at all.
    fn range(&self) -> std::ops::Range<usize> {
        let start = self.spans.first().map_or(0, |(first, _)| *first);
        let end = self.spans.last().map_or(0, |(first, weights)| first + weights.len());
        start..end.max(start)
    }
}

/// The part `[left, top, right, bottom]` of `picture`, resized.
///
/// # Errors
/// When the filter is not known, the box lies outside, or the mode cannot be resized so.
pub fn resize(picture: &Picture, width: usize, height: usize, number: i64, part: [f64; 4]) -> Result<Picture, Fault> {
    let filter = filter(number).ok_or_else(|| Fault::value("unsupported resampling filter"))?;
    if matches!(picture.mode, Mode::P | Mode::One | Mode::Pa) {
        return Err(Fault::mode());
    }
    let mut source = std::borrow::Cow::Borrowed(picture);
    let rows = Weights::new(picture.height, part[1], part[3], height, &filter);
    let mut top = 0;
    if width != picture.width || part[0] != 0.0 || part[2] != width as f64 {
        let columns = Weights::new(picture.width, part[0], part[2], width, &filter);
        let needed = rows.range();
        top = needed.start;
        source = std::borrow::Cow::Owned(across(picture, width, needed, &columns)?);
    }
    if height != picture.height || part[1] != 0.0 || part[3] != height as f64 {
        return down(&source, height, top, &rows);
    }
    source.copied()
}

fn across(picture: &Picture, width: usize, rows: std::ops::Range<usize>, columns: &Weights) -> Result<Picture, Fault> {
    let mut out = picture.like(width, rows.len())?;
    let fixed = columns.fixed();
    for (to_y, y) in rows.enumerate() {
        let row = picture.row(y);
        let to = out.row_mut(to_y);
        match picture.mode {
            Mode::I | Mode::F | Mode::I16 => {
                for (x, (first, weights)) in columns.spans.iter().enumerate() {
                    let sum =
                        weights.iter().enumerate().map(|(at, weight)| number(picture.mode, row, first + at) * weight);
                    set_number(picture.mode, to, x, sum.sum());
                }
            }
            Mode::L => {
                for (to, (first, weights)) in to.iter_mut().zip(&fixed) {
                    let sum: i32 = row[*first..].iter().zip(weights).map(|(sample, by)| i32::from(*sample) * by).sum();
                    *to = rounded(sum);
                }
            }
            _ => {
                let pixels = row.as_chunks::<4>().0;
                for (to, (first, weights)) in to.as_chunks_mut::<4>().0.iter_mut().zip(&fixed) {
                    let mut sums = [0i32; 4];
                    for (pixel, weight) in pixels[*first..].iter().zip(weights) {
                        for (sum, sample) in sums.iter_mut().zip(pixel) {
                            *sum = sum.wrapping_add(i32::from(*sample) * weight);
                        }
                    }
                    *to = sums.map(rounded);
                }
            }
        }
    }
    Ok(out)
}

fn down(picture: &Picture, height: usize, top: usize, rows: &Weights) -> Result<Picture, Fault> {
    let mut out = picture.like(picture.width, height)?;
    let fixed = rows.fixed();
    let mut sums = vec![0i32; picture.row_bytes()];
    for (y, ((first, weights), (_, fixed))) in rows.spans.iter().zip(&fixed).enumerate() {
        let first = first - top;
        let to = out.row_mut(y);
        if !picture.mode.is_bytes() {
            for x in 0..picture.width {
                let term = |(at, weight): (usize, &f64)| number(picture.mode, picture.row(first + at), x) * weight;
                set_number(picture.mode, to, x, weights.iter().enumerate().map(term).sum());
            }
            continue;
        }
        sums.fill(0);
        for (at, weight) in fixed.iter().enumerate() {
            for (sum, sample) in sums.iter_mut().zip(picture.row(first + at)) {
                *sum = sum.wrapping_add(i32::from(*sample) * weight);
            }
        }
        to.iter_mut().zip(&sums).for_each(|(to, sum)| *to = rounded(*sum));
    }
    Ok(out)
}

fn rounded(sum: i32) -> u8 {
    (sum.wrapping_add(1 << (FINE - 1)) >> FINE).clamp(0, 255) as u8
}

/// A sample that is no byte.
pub fn number(mode: Mode, row: &[u8], x: usize) -> f64 {
    let four = |row: &[u8]| [row[4 * x], row[4 * x + 1], row[4 * x + 2], row[4 * x + 3]];
    match mode {
        Mode::I => f64::from(i32::from_le_bytes(four(row))),
        Mode::F => f64::from(f32::from_le_bytes(four(row))),
        _ => f64::from(u16::from_le_bytes([row[2 * x], row[2 * x + 1]])),
    }
}

/// Sets a sample that is no byte, rounded as Pillow rounds.
pub fn set_number(mode: Mode, row: &mut [u8], x: usize, value: f64) {
    match mode {
        Mode::F => row[4 * x..4 * x + 4].copy_from_slice(&(value as f32).to_le_bytes()),
        Mode::I => {
            let rounded = if value < 0.0 { value - 0.5 } else { value + 0.5 } as i32;
            row[4 * x..4 * x + 4].copy_from_slice(&rounded.to_le_bytes());
        }
        _ => row[2 * x..2 * x + 2].copy_from_slice(&((value + 0.5) as u16).to_le_bytes()),
    }
}
