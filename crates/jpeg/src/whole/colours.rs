//! From components to pixels: coarse components are enlarged smoothly, then the colours are made.

use super::{
    Colours, Signs, Whole,
    frame::{Component, Frame},
};

/// What the components of a file are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Model {
    Grey,
    Rgb,
    YCbCr,
    Cmyk,
    Ycck,
}

impl Model {
    /// Told by the segments that programs sign with, else by the components' names.
    fn of(frame: &Frame, signs: Signs) -> Self {
        let names: Vec<u8> = frame.components.iter().map(|component| component.id).collect();
        match (names.len(), signs.adobe) {
            (1, _) => Self::Grey,
            (3, Some(0)) if !signs.jfif => Self::Rgb,
            (3, None) if !signs.jfif && names == *b"RGB" => Self::Rgb,
            (3, _) => Self::YCbCr,
            (_, Some(2)) => Self::Ycck,
            _ => Self::Cmyk,
        }
    }
}

/// The pixels in the colours that are wanted; `None` when these cannot be had from what the file holds.
pub fn picture(frame: &Frame, signs: Signs, wanted: Colours) -> Option<Whole> {
    let model = Model::of(frame, signs);
    let (width, height) = (frame.width, frame.height);
    let bytes_each = if wanted == Colours::Grey { 1 } else { 4 };
    let mut pixels = vec![255; width * height * bytes_each];
    let mut rows: Vec<Vec<u8>> = frame.components.iter().map(|component| vec![0; component.width * 4 + 8]).collect();
    for y in 0..height {
        for (component, row) in frame.components.iter().zip(&mut rows) {
            enlarged(frame, component, y, row);
        }
        let out = &mut pixels[y * width * bytes_each..][..width * bytes_each];
        let samples = |at: usize| rows.get(at).and_then(|row| row.get(..width));
        let to4 = out.as_chunks_mut::<4>().0;
        match (model, wanted) {
            (Model::Grey | Model::YCbCr, Colours::Grey) => out.copy_from_slice(samples(0)?),
            (Model::Grey, Colours::Rgb) => {
                to4.iter_mut().zip(samples(0)?).for_each(|(to, grey)| *to = [*grey, *grey, *grey, 255]);
            }
            (Model::Rgb, Colours::Rgb) | (Model::YCbCr, Colours::YCbCr) => {
                let (a, b, c) = (samples(0)?, samples(1)?, samples(2)?);
                to4.iter_mut().enumerate().for_each(|(x, to)| *to = [a[x], b[x], c[x], 255]);
            }
            (Model::Rgb, Colours::Grey) => {
                let (r, g, b) = (samples(0)?, samples(1)?, samples(2)?);
                let bright = |x: usize| 19_595 * u32::from(r[x]) + 38_470 * u32::from(g[x]) + 7_471 * u32::from(b[x]);
                out.iter_mut().enumerate().for_each(|(x, to)| *to = ((bright(x) + 0x8000) >> 16) as u8);
            }
            (Model::YCbCr, Colours::Rgb) => {
                let (bright, blue, red) = (samples(0)?, samples(1)?, samples(2)?);
                to4.iter_mut().enumerate().for_each(|(x, to)| *to = rgb(bright[x], blue[x], red[x]));
            }
            (Model::Cmyk, Colours::Cmyk) => {
                let (c, m, y, k) = (samples(0)?, samples(1)?, samples(2)?, samples(3)?);
                to4.iter_mut().enumerate().for_each(|(x, to)| *to = [c[x], m[x], y[x], k[x]]);
            }
            (Model::Ycck, Colours::Cmyk) => {
                let (bright, blue, red, black) = (samples(0)?, samples(1)?, samples(2)?, samples(3)?);
                to4.iter_mut().enumerate().for_each(|(x, to)| {
                    let [r, g, b, _] = rgb(bright[x], blue[x], red[x]);
                    *to = [255 - r, 255 - g, 255 - b, black[x]];
                });
            }
            _ => return None,
        }
    }
    Some(Whole { width, height, pixels })
}

/// JFIF's colours, in steps of 1/65536.
fn rgb(bright: u8, blue: u8, red: u8) -> [u8; 4] {
    let (y, cb, cr) = (i32::from(bright), i32::from(blue) - 128, i32::from(red) - 128);
    let r = y + ((91_881 * cr + 32_768) >> 16);
    let g = y + ((-22_554 * cb - 46_802 * cr + 32_768) >> 16);
    let b = y + ((116_130 * cb + 32_768) >> 16);
    [r.clamp(0, 255) as u8, g.clamp(0, 255) as u8, b.clamp(0, 255) as u8, 255]
}

/// Row `y` of the picture, of one component, at the picture's full width. `out` has room for a little more.
fn enlarged(frame: &Frame, component: &Component, y: usize, out: &mut Vec<u8>) {
    let across = frame.most_across * frame.side / (component.across * component.side).max(1);
    let down = frame.most_down * frame.side / (component.down * component.side).max(1);
    let (across, down) = (across.max(1), down.max(1));
    // At an eighth nothing is smoothed, and neither is what is too narrow for it.
    let smooth = frame.side > 1 && component.width > 2;
    let near = component.row(y / down);
    let other = if y % 2 == 1 { y / 2 + 1 } else { (y / 2).saturating_sub(1) };
    out.clear();
    match (across, down) {
        (1, 1) => out.extend_from_slice(near),
        (2, 1) if smooth => wide(near, out),
        (2, 2) if smooth => wide_and_high(near, component.row(other), out),
        (1, 2) if frame.side > 1 => {
            let round = if y % 2 == 1 { 2 } else { 1 };
            let mixed = |(near, far): (&u8, &u8)| ((u16::from(*near) * 3 + u16::from(*far) + round) >> 2) as u8;
            out.extend(near.iter().zip(component.row(other)).map(mixed));
        }
        _ => out.extend(near.iter().flat_map(|sample| std::iter::repeat_n(*sample, across))),
    }
    // Odd factors (3 beside 2) do not come out even; what lacks at the right repeats the last sample.
    let last = out.last().copied().unwrap_or(128);
    if out.len() < frame.width {
        out.resize(frame.width, last);
    }
}

/// Twice as wide: each sample counts three times beside its nearer neighbour, rounded up and down in turn.
fn wide(row: &[u8], out: &mut Vec<u8>) {
    let (first, last) = (row[0], row[row.len() - 1]);
    for x in 0..row.len() {
        let three = u16::from(row[x]) * 3;
        let left = row.get(x.wrapping_sub(1)).map_or(first, |left| ((three + u16::from(*left) + 1) >> 2) as u8);
        let right = row.get(x + 1).map_or(last, |right| ((three + u16::from(*right) + 2) >> 2) as u8);
        out.extend([left, right]);
    }
}

/// The same in both directions: first down, unrounded, then across.
fn wide_and_high(near: &[u8], far: &[u8], out: &mut Vec<u8>) {
    let sum = |x: usize| u16::from(near[x]) * 3 + u16::from(far[x]);
    let count = near.len();
    let (mut left, mut own) = (sum(0), sum(0));
    for x in 0..count {
        let right = if x + 1 < count { sum(x + 1) } else { own };
        // At the edges the sample stands for its own neighbour.
        out.extend([((own * 3 + left + 8) >> 4) as u8, ((own * 3 + right + 7) >> 4) as u8]);
        (left, own) = (own, right);
    }
}
