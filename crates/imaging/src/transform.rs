//! Pixels taken from where a formula says: turned, skewed, in perspective, in meshes of quadrilaterals.

use crate::{
    host::Fault,
    picture::{Area, Mode, Picture},
    resample::{number, set_number},
};

/// From a place in the target's area, counted from its corner, to one in the source.
type Map<'a> = Box<dyn Fn(f64, f64) -> (f64, f64) + 'a>;

/// How the source is read, by Pillow's numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sampling {
    Nearest,
    Bilinear,
    Bicubic,
}

/// Fills `area` of `picture` from `source`. `method` and `data` are Pillow's: 0 affine (6 numbers), 2 perspective (8),
/// 3 quadrilateral (8). What lies outside the source becomes 0 if `fill` says so, else stays as it is.
///
/// # Errors
/// When there is no such method or sampling, or modes differ.
pub fn transform(
    picture: &mut Picture,
    source: &Picture,
    area: Area,
    method: i64,
    data: &[f64],
    sampling: i64,
    fill: bool,
) -> Result<(), Fault> {
    if picture.mode != source.mode {
        return Err(Fault::mode());
    }
    let sampling = match sampling {
        _ if matches!(source.mode, Mode::One | Mode::P | Mode::Pa) => Sampling::Nearest,
        0 => Sampling::Nearest,
        2 => Sampling::Bilinear,
        3 => Sampling::Bicubic,
        _ => return Err(Fault::value("bad resample")),
    };
    let map: Map<'_> = match (method, data) {
        (0, [a, b, c, d, e, f, ..]) => Box::new(move |x, y| {
            let (x, y) = (x + 0.5, y + 0.5);
            (a * x + b * y + c, d * x + e * y + f)
        }),
        (2, [a, b, c, d, e, f, g, h, ..]) => Box::new(move |x, y| {
            let (x, y) = (x + 0.5, y + 0.5);
            let depth = g * x + h * y + 1.0;
            ((a * x + b * y + c) / depth, (d * x + e * y + f) / depth)
        }),
        (3, [a, b, c, d, e, f, g, h, ..]) => Box::new(move |x, y| {
            let (x, y) = (x + 0.5, y + 0.5);
            (a + b * x + c * y + d * x * y, e + f * x + g * y + h * x * y)
        }),
        (0..=3, _) => return Err(Fault::value("wrong number of matrix entries")),
        _ => return Err(Fault::value("unknown transformation method")),
    };
    let [x0, y0, x1, y1] = area;
    let steps = affine_steps(method, data, sampling);
    let map: Map<'_> = match steps {
        Some([a, b, c, d, e, f]) => Box::new(move |x, y| {
            let along = |by_x: i64, by_y: i64, plus: i64| (by_x * x as i64 + by_y * y as i64 + plus) >> 16;
            (along(a, b, c) as f64, along(d, e, f) as f64)
        }),
        None => map,
    };
    let (left, top) = (x0.max(0), y0.max(0));
    let (right, bottom) = (x1.min(picture.width as i64), y1.min(picture.height as i64));
    let each = picture.mode.pixel_bytes();
    for y in top..bottom {
        for x in left..right {
            let (from_x, from_y) = map((x - x0) as f64, (y - y0) as f64);
            let to = &mut picture.row_mut(y as usize)[x as usize * each..][..each];
            if !sampled(source, from_x, from_y, sampling, to) && fill {
                to.fill(0);
            }
        }
    }
    Ok(())
}

/// The numbers of an affine map in whole steps of 1/65536, by which the nearest pixel is found.
fn affine_steps(method: i64, data: &[f64], sampling: Sampling) -> Option<[i64; 6]> {
    let [a, b, c, d, e, f, ..] = *data else { return None };
    // A map that only stretches keeps its exact numbers, and so does one beyond what the steps can tell.
    let stretches = b == 0.0 && d == 0.0;
    let far = [a, b, c, d, e, f].iter().any(|number| number.abs() >= 32_768.0);
    if method != 0 || sampling != Sampling::Nearest || stretches || far {
        return None;
    }
    let fixed = |number: f64| (number * 65_536.0 + 0.5).floor() as i64;
    Some([fixed(a), fixed(b), fixed(c + a * 0.5 + b * 0.5), fixed(d), fixed(e), fixed(f + d * 0.5 + e * 0.5)])
}

/// Reads the source at a place into `to`; false when it lies outside.
fn sampled(source: &Picture, x: f64, y: f64, sampling: Sampling, to: &mut [u8]) -> bool {
    let inside = x >= 0.0 && x < source.width as f64 && y >= 0.0 && y < source.height as f64;
    if !inside {
        return false;
    }
    let each = source.mode.pixel_bytes();
    if sampling == Sampling::Nearest {
        to.copy_from_slice(&source.row(y as usize)[x as usize * each..][..each]);
        return true;
    }
    let (x, y) = (x - 0.5, y - 0.5);
    let (column, row) = (x.floor(), y.floor());
    let (along, below) = (x - column, y - row);
    let (column, row) = (column as i64, row as i64);
    let at_column = |x: i64| x.clamp(0, source.width as i64 - 1) as usize;
    let line = |y: i64| source.row(y.clamp(0, source.height as i64 - 1) as usize);
    if !source.mode.is_bytes() {
        let value = |x: i64, y: i64| number(source.mode, line(y), at_column(x));
        set_number(source.mode, to, 0, interpolated(&value, column, row, source.height, along, below, sampling));
        return true;
    }
    for (band, to) in to.iter_mut().enumerate() {
        let value = |x: i64, y: i64| f64::from(line(y)[at_column(x) * each + band]);
        let mixed = interpolated(&value, column, row, source.height, along, below, sampling);
        *to = mixed as u8;
    }
    true
}

fn interpolated(
    value: &dyn Fn(i64, i64) -> f64,
    column: i64,
    row: i64,
    height: usize,
    along: f64,
    below: f64,
    sampling: Sampling,
) -> f64 {
    if sampling == Sampling::Bilinear {
        let across = |y: i64| {
            let (a, b) = (value(column, y), value(column + 1, y));
            a + (b - a) * along
        };
        let first = across(row);
        // Below the last row the last mixture stands.
        let second = if (0..height as i64).contains(&(row + 1)) { across(row + 1) } else { first };
        return first + (second - first) * below;
    }
    let across = |y: i64| curve([0, 1, 2, 3].map(|at| value(column - 1 + at, y)), along);
    let mut rows = [0.0; 4];
    rows[0] = across(row - 1);
    for at in 1..4 {
        let y = row - 1 + at as i64;
        rows[at] = if (0..height as i64).contains(&y) { across(y) } else { rows[at - 1] };
    }
    curve(rows, below)
}

/// A cubic curve through the middle two of four values, at `at` between them.
fn curve([a, b, c, d]: [f64; 4], at: f64) -> f64 {
    let first = b;
    let second = -a + c;
    let third = 2.0 * (a - b) + c - d;
    let fourth = -a + b - c + d;
    first + at * (second + at * (third + at * fourth))
}
