//! From one mode to another, with Pillow's roundings. What has no direct way goes through RGB.

use crate::{
    channels::{cmyk_to_rgb, hsv_to_rgb, luma, rgb_to_hsv, rgb_to_ycbcr, ycbcr_to_rgb},
    host::Fault,
    palette::{Nearest, Palette},
    picture::{Mode, Picture, clipped, share},
    resample::{number, set_number},
};

/// `picture` in another mode. `dither` says whether black and white, and palettes, spread what they get wrong.
///
/// # Errors
/// When there is no way between the two.
pub fn convert(picture: &Picture, mode: Mode, dither: bool) -> Result<Picture, Fault> {
    use Mode::{Cmyk, F, Hsv, I, I16, L, La, One, P, Pa, PremultipliedLa, PremultipliedRgba, Rgb, Rgba, Rgbx, YCbCr};
    if picture.mode == mode {
        return picture.copied();
    }
    let fours = |f: fn([u8; 4]) -> [u8; 4]| each_four(picture, mode, f);
    let spread = |f: fn(u8) -> [u8; 4]| from_one(picture, mode, f);
    match (picture.mode, mode) {
        (P | Pa, P | Pa) => paletted(picture, mode),
        (P | Pa, Rgb | Rgba | L | La) => from_palette(picture, mode),
        (P, One) => convert(&from_palette(picture, L)?, One, false),
        (P | Pa, _) => convert(
            &from_palette(picture, if matches!(mode, Rgbx | PremultipliedRgba) { Rgba } else { Rgb })?,
            mode,
            dither,
        ),
        (_, P) => to_palette(picture, None, dither),
        (One, L) => same_bytes(picture, mode),
        (L, One) => Ok(to_black_and_white(picture, dither)?),
        (One | L, La | Rgb | Rgba | Rgbx | PremultipliedRgba) => spread(|v| [v, v, v, 255]),
        (One | L, Cmyk) => spread(|v| [0, 0, 0, 255 - v]),
        (One | L, YCbCr) => spread(|v| [v, 128, 128, 255]),
        (One | L, Hsv) => spread(|v| [0, 0, v, 255]),
        (One | L | I | F | I16, I | F | I16 | L) => numbers(picture, mode),
        (I | F | I16, _) => convert(&numbers(picture, L)?, mode, dither),
        (La, PremultipliedLa) | (Rgba, PremultipliedRgba) => {
            fours(|[r, g, b, a]| [share(r, a), share(g, a), share(b, a), a])
        }
        (PremultipliedLa, La) | (PremultipliedRgba, Rgba) => fours(unmultiplied),
        (La, L) | (PremultipliedLa, L) => to_one(picture, mode, |[v, ..]| v),
        (La, Rgb) => fours(|[v, ..]| [v, v, v, 255]),
        (La, Rgba | Rgbx) => fours(|[v, _, _, a]| [v, v, v, a]),
        (PremultipliedRgba, Rgb) => fours(unmultiplied),
        (Rgb | Rgba | Rgbx, L) => to_one(picture, mode, |[r, g, b, _]| luma(r, g, b)),
        (Rgb | Rgba | Rgbx, I | F) => bright_numbers(picture, mode),
        (Rgb | Rgbx, La) => fours(|[r, g, b, _]| [luma(r, g, b); 3].map_last(255)),
        (Rgba, La) => fours(|[r, g, b, a]| [luma(r, g, b); 3].map_last(a)),
        (Rgb | Rgbx, Rgba | PremultipliedRgba) => fours(|[r, g, b, _]| [r, g, b, 255]),
        (Rgb | Rgba, Rgbx) | (Rgba | Rgbx, Rgb) => fours(|[r, g, b, _]| [r, g, b, 255]),
        (Rgb | Rgba | Rgbx, Cmyk) => fours(|[r, g, b, _]| [255 - r, 255 - g, 255 - b, 0]),
        (Rgb | Rgba | Rgbx, YCbCr) => fours(|[r, g, b, _]| rgb_to_ycbcr([r, g, b]).map_last(255)),
        (Rgb | Rgba | Rgbx, Hsv) => fours(|[r, g, b, _]| rgb_to_hsv([r, g, b]).map_last(255)),
        (Cmyk, Rgb | Rgba | Rgbx) => fours(|inks| cmyk_to_rgb(inks).map_last(255)),
        (Cmyk, Hsv) => fours(|inks| rgb_to_hsv(cmyk_to_rgb(inks)).map_last(255)),
        (YCbCr, L) => to_one(picture, mode, |[v, ..]| v),
        (YCbCr, La) => fours(|[v, ..]| [v, v, v, 255]),
        (YCbCr, Rgb | Rgba | Rgbx) => fours(|[y, cb, cr, _]| ycbcr_to_rgb([y, cb, cr]).map_last(255)),
        (Hsv, Rgb | Rgba | Rgbx) => fours(|[h, s, v, _]| hsv_to_rgb([h, s, v]).map_last(255)),
        (Rgb | Rgba | Rgbx, One) if dither => to_black_and_white(&to_one(picture, L, thousandths)?, true),
        (Rgb | Rgba | Rgbx | La, One) => to_black_and_white(&convert(picture, L, false)?, dither),
        (Cmyk | YCbCr | Hsv | PremultipliedRgba, _) => convert(&convert(picture, Rgb, false)?, mode, dither),
        _ => Err(Fault::value("conversion not supported")),
    }
}

/// Three samples and a fourth.
trait MapLast {
    fn map_last(self, last: u8) -> [u8; 4];
}

impl MapLast for [u8; 3] {
    fn map_last(self, last: u8) -> [u8; 4] {
        [self[0], self[1], self[2], last]
    }
}

/// Brightness in thousandths, cut: what is spread to black and white.
fn thousandths([r, g, b, _]: [u8; 4]) -> u8 {
    ((u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114) / 1000) as u8
}

fn unmultiplied([r, g, b, a]: [u8; 4]) -> [u8; 4] {
    if a == 0 || a == 255 {
        return [r, g, b, a];
    }
    let whole = |sample: u8| (255 * u32::from(sample) / u32::from(a)).min(255) as u8;
    [whole(r), whole(g), whole(b), a]
}

fn each_four(picture: &Picture, mode: Mode, f: fn([u8; 4]) -> [u8; 4]) -> Result<Picture, Fault> {
    let mut out = Picture::new(mode, picture.width, picture.height)?;
    out.fours_mut().iter_mut().zip(picture.fours()).for_each(|(to, pixel)| *to = f(*pixel));
    Ok(out)
}

fn from_one(picture: &Picture, mode: Mode, f: fn(u8) -> [u8; 4]) -> Result<Picture, Fault> {
    let mut out = Picture::new(mode, picture.width, picture.height)?;
    out.fours_mut().iter_mut().zip(&picture.data).for_each(|(to, sample)| *to = f(*sample));
    Ok(out)
}

fn to_one(picture: &Picture, mode: Mode, f: fn([u8; 4]) -> u8) -> Result<Picture, Fault> {
    let mut out = Picture::new(mode, picture.width, picture.height)?;
    out.data.iter_mut().zip(picture.fours()).for_each(|(to, pixel)| *to = f(*pixel));
    Ok(out)
}

fn same_bytes(picture: &Picture, mode: Mode) -> Result<Picture, Fault> {
    let mut out = Picture::new(mode, picture.width, picture.height)?;
    out.data.copy_from_slice(&picture.data);
    Ok(out)
}

/// Between samples that are numbers: what does not fit is cut to what does.
fn numbers(picture: &Picture, mode: Mode) -> Result<Picture, Fault> {
    let mut out = Picture::new(mode, picture.width, picture.height)?;
    for y in 0..picture.height {
        let (row, to) = (picture.row(y), out.row_mut(y));
        for x in 0..picture.width {
            let value = if picture.mode.is_bytes() { f64::from(row[x]) } else { number(picture.mode, row, x) };
            match mode {
                Mode::L if picture.mode == Mode::I16 => to[x] = if value > 255.0 { 255 } else { value as u8 },
                Mode::L => to[x] = value.clamp(0.0, 255.0) as u8,
                Mode::I16 => set_number(mode, to, x, value.clamp(0.0, 65535.0).trunc()),
                _ => set_number(mode, to, x, if mode == Mode::I { value.trunc() } else { value }),
            }
        }
    }
    Ok(out)
}

/// Brightness, unrounded for floats.
fn bright_numbers(picture: &Picture, mode: Mode) -> Result<Picture, Fault> {
    let mut out = Picture::new(mode, picture.width, picture.height)?;
    for (to, [r, g, b, _]) in out.fours_mut().iter_mut().zip(picture.fours()) {
        let thousands = u32::from(*r) * 299 + u32::from(*g) * 587 + u32::from(*b) * 114;
        *to = match mode {
            Mode::F => (thousands as f32 / 1000.0).to_le_bytes(),
            _ => i32::from(luma(*r, *g, *b)).to_le_bytes(),
        };
    }
    Ok(out)
}

fn paletted(picture: &Picture, mode: Mode) -> Result<Picture, Fault> {
    let mut out = if mode == Mode::Pa {
        from_one(picture, mode, |place| [place, place, place, 255])?
    } else {
        to_one(picture, mode, |[place, ..]| place)?
    };
    out.palette.clone_from(&picture.palette);
    Ok(out)
}

fn from_palette(picture: &Picture, mode: Mode) -> Result<Picture, Fault> {
    let palette = picture.palette.as_deref().cloned().unwrap_or_default();
    let colour = |place: u8, alpha: Option<u8>| {
        let [r, g, b, a] = palette.colours[usize::from(place)];
        let a = alpha.unwrap_or(a);
        match mode {
            Mode::L | Mode::La => [luma(r, g, b); 3].map_last(a),
            Mode::Rgba => [r, g, b, a],
            _ => [r, g, b, 255],
        }
    };
    let mut out = Picture::new(mode, picture.width, picture.height)?;
    if mode == Mode::L {
        let table: [u8; 256] = std::array::from_fn(|place| colour(place as u8, None)[0]);
        let each = picture.mode.pixel_bytes();
        let places = picture.data.iter().step_by(each);
        out.data.iter_mut().zip(places).for_each(|(to, place)| *to = table[usize::from(*place)]);
    } else if picture.mode == Mode::Pa {
        let pixels = out.fours_mut().iter_mut().zip(picture.fours());
        pixels.for_each(|(to, [place, _, _, alpha])| *to = colour(*place, Some(*alpha)));
    } else {
        let table: [[u8; 4]; 256] = std::array::from_fn(|place| colour(place as u8, None));
        out.fours_mut().iter_mut().zip(&picture.data).for_each(|(to, place)| *to = table[usize::from(*place)]);
    }
    Ok(out)
}

/// Black or white, by the middle or with the error spread as Floyd and Steinberg do it.
fn to_black_and_white(picture: &Picture, dither: bool) -> Result<Picture, Fault> {
    let mut out = Picture::new(Mode::One, picture.width, picture.height)?;
    if !dither {
        out.data.iter_mut().zip(&picture.data).for_each(|(to, sample)| *to = if *sample >= 128 { 255 } else { 0 });
        return Ok(out);
    }
    let mut errors = Spread::<1>::new(picture.width)?;
    for y in 0..picture.height {
        let (row, to) = (picture.row(y), out.row_mut(y));
        for (x, (to, sample)) in to.iter_mut().zip(row).enumerate() {
            let [value] = errors.wanted(x, [*sample]);
            *to = if value > 128 { 255 } else { 0 };
            errors.made(x, [i32::from(value) - i32::from(*to)]);
        }
        errors.end_row(picture.width);
    }
    Ok(out)
}

/// Places in `palette`, or in the palette of evenly spread colours that browsers once had.
///
/// # Errors
/// When the mode has no way to RGB.
pub fn to_palette(picture: &Picture, palette: Option<&Palette>, dither: bool) -> Result<Picture, Fault> {
    let mut out = Picture::new(Mode::P, picture.width, picture.height)?;
    if palette.is_none() && matches!(picture.mode, Mode::One | Mode::L) {
        out.data.copy_from_slice(&picture.data);
        out.palette = Some(Box::new(Palette::greys()));
        return Ok(out);
    }
    let rgb;
    let picture = if picture.mode == Mode::Rgb {
        picture
    } else {
        rgb = convert(picture, Mode::Rgb, false)?;
        &rgb
    };
    let palette = palette.cloned().unwrap_or_else(evenly);
    let mut nearest = Nearest::new(&palette);
    let mut errors = Spread::<3>::new(picture.width)?;
    for (pixels, to) in picture.fours().chunks(picture.width.max(1)).zip(out.data.chunks_mut(picture.width.max(1))) {
        for (x, ([r, g, b, _], to)) in pixels.iter().zip(to).enumerate() {
            if !dither {
                *to = nearest.place([*r, *g, *b]);
                continue;
            }
            let wanted = errors.wanted(x, [*r, *g, *b]);
            *to = nearest.place(wanted);
            let got = palette.colours[usize::from(*to)];
            errors.made(x, std::array::from_fn(|at| i32::from(wanted[at]) - i32::from(got[at])));
        }
        errors.end_row(picture.width);
    }
    drop(nearest);
    out.palette = Some(Box::new(palette));
    Ok(out)
}

/// Six steps of each sample, after ten places that stay black.
fn evenly() -> Palette {
    let mut palette = Palette { size: 256, ..Palette::default() };
    palette.colours.fill([0, 0, 0, 255]);
    let steps = (0..6u8).flat_map(|b| (0..6u8).flat_map(move |g| (0..6u8).map(move |r| [r * 51, g * 51, b * 51, 255])));
    palette.colours[10..].iter_mut().zip(steps).for_each(|(to, colour)| *to = colour);
    palette
}

/// Errors spread to the right and to the row below, in sixteenths: 7, then 3, 5 and 1.
struct Spread<const N: usize> {
    below: Vec<[i32; N]>,
    right: [i32; N],
    corner: [i32; N],
    straight: [i32; N],
}

impl<const N: usize> Spread<N> {
    fn new(width: usize) -> Result<Self, Fault> {
        let mut below = Vec::new();
        below.try_reserve_exact(width.saturating_add(1)).map_err(|_| Fault::memory())?;
        below.resize(width + 1, [0; N]);
        Ok(Self { below, right: [0; N], corner: [0; N], straight: [0; N] })
    }

    /// The sample with what its neighbours got wrong.
    fn wanted(&self, x: usize, samples: [u8; N]) -> [u8; N] {
        std::array::from_fn(|at| clipped(i32::from(samples[at]) + (self.right[at] + self.below[x + 1][at]) / 16))
    }

    /// Notes by how much the sample misses.
    fn made(&mut self, x: usize, missed: [i32; N]) {
        for (at, missed) in missed.into_iter().enumerate() {
            self.below[x][at] = 3 * missed + self.corner[at];
            self.corner[at] = 5 * missed + self.straight[at];
            self.straight[at] = missed;
            self.right[at] = 7 * missed;
        }
    }

    fn end_row(&mut self, width: usize) {
        self.below[width] = self.corner;
        if N == 3 {
            // Pillow's row of colours ends with what is left of its last sample in all three places.
            let (corner, straight) = (self.corner[N - 1], self.straight[N - 1]);
            self.below[width] = std::array::from_fn(|at| if at == 0 { corner } else { straight });
        }
        (self.right, self.corner, self.straight) = ([0; N], [0; N], [0; N]);
    }
}

/// Colours by a matrix of three or four rows' weights each: to L by 4 numbers, to RGB by 12.
///
/// # Errors
/// When the modes or the count of numbers do not fit.
pub fn by_matrix(picture: &Picture, mode: Mode, numbers: &[f64]) -> Result<Picture, Fault> {
    if picture.mode.bands().len() != 3 {
        return Err(Fault::mode());
    }
    let mut out = Picture::new(mode, picture.width, picture.height)?;
    let rows = numbers.as_chunks::<4>().0;
    let sample = |[r, g, b, _]: [u8; 4], [by_r, by_g, by_b, plus]: [f64; 4]| {
        let weighed =
            by_r as f32 * f32::from(r) + by_g as f32 * f32::from(g) + by_b as f32 * f32::from(b) + plus as f32;
        (f64::from(weighed) + 0.5).clamp(0.0, 255.0) as u8
    };
    match (rows, mode) {
        ([row], Mode::L) => out.data.iter_mut().zip(picture.fours()).for_each(|(to, pixel)| *to = sample(*pixel, *row)),
        ([a, b, c], _) if mode.bands().len() == 3 => {
            let pixels = out.fours_mut().iter_mut().zip(picture.fours());
            pixels.for_each(|(to, pixel)| *to = [a, b, c].map(|row| sample(*pixel, *row)).map_last(255));
        }
        _ => return Err(Fault::mode()),
    }
    Ok(out)
}

/// The picture with alpha, in which one colour is transparent.
///
/// # Errors
/// When there is no such way.
pub fn with_transparent(picture: &Picture, mode: Mode, hole: [u8; 3]) -> Result<Picture, Fault> {
    let mut out = match (picture.mode, mode) {
        (Mode::Rgb, Mode::Rgba) | (Mode::L | Mode::One, Mode::La | Mode::Rgba) => convert(picture, mode, false)?,
        _ => return Err(Fault::value("conversion not supported")),
    };
    let count = if picture.mode == Mode::Rgb { 3 } else { 1 };
    let pixels = out.fours_mut().iter_mut();
    pixels.filter(|pixel| pixel[..count] == hole[..count]).for_each(|pixel| pixel[3] = 0);
    Ok(out)
}
