//! Making, keeping and moving pictures: whole, in parts, in other sizes and modes.

use crate::{
    convert, geometry,
    host::{Fault, Host},
    palette::Palette,
    picture::{Mode, Picture},
    reduce, resample,
};

use super::{Arguments, Operation};

pub const OPERATIONS: &[Operation] = &[
    ("release", |host, a| host.release(a.float(0)).map(|_| 0.0)),
    ("release_bytes", |host, a| host.release_bytes(a.float(0)).map(|_| 0.0)),
    ("fill", fill),
    ("copy", |host, a| made(host, a, |picture, _| picture.copied())),
    ("get_pixel", get_pixel),
    ("put_pixel", put_pixel),
    ("crop", |host, a| made(host, a, |picture, a| geometry::crop(picture, a.area(1)))),
    ("expand", |host, a| made(host, a, |picture, a| geometry::expand(picture, a.size(1)?, a.size(2)?))),
    ("offset", |host, a| made(host, a, |picture, a| geometry::offset(picture, a.whole(1), a.whole(2)))),
    ("transpose", |host, a| made(host, a, |picture, a| geometry::transpose(picture, a.whole(1)))),
    ("resize", |host, a| made(host, a, resize)),
    ("reduce", |host, a| made(host, a, |picture, a| reduce::reduce(picture, a.size(1)?, a.size(2)?, a.area(3)))),
    ("convert", |host, a| made(host, a, |picture, a| convert::convert(picture, a.mode(1)?, a.flag(2)))),
    ("set_mode", set_mode),
    ("convert_matrix", convert_matrix),
    ("convert_transparent", |host, a| {
        made(host, a, |picture, a| convert::with_transparent(picture, a.mode(1)?, [2, 3, 4].map(|at| a.byte(at))))
    }),
    ("to_palette", to_palette),
    ("put_palette", put_palette),
    ("get_palette", get_palette),
    ("put_palette_alpha", put_palette_alpha),
];

/// A new picture made from the first argument's.
pub fn made(
    host: &mut Host,
    a: Arguments<'_>,
    make: impl FnOnce(&Picture, Arguments<'_>) -> Result<Picture, Fault>,
) -> Result<f64, Fault> {
    let picture = make(host.picture(a.float(0))?, a)?;
    Ok(host.keep(picture))
}

/// `mode, width, height, pixel`
fn fill(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    let mut picture = Picture::new(a.mode(0)?, a.size(1)?, a.size(2)?)?;
    let pixel = a.pixel(3);
    if pixel != [0; 4] {
        let each = picture.mode.pixel_bytes();
        picture.data.chunks_exact_mut(each).for_each(|to| to.copy_from_slice(&pixel[..each]));
    }
    Ok(host.keep(picture))
}

/// Where a pixel's bytes lie; `IndexError` outside.
fn place(picture: &Picture, x: i64, y: i64) -> Result<std::ops::Range<usize>, Fault> {
    let inside = |at: i64, side: usize| usize::try_from(at).ok().filter(|at| *at < side);
    let (Some(x), Some(y)) = (inside(x, picture.width), inside(y, picture.height)) else {
        return Err(Fault("IndexError: image index out of range".to_owned()));
    };
    let each = picture.mode.pixel_bytes();
    let start = (y * picture.width + x) * each;
    Ok(start..start + each)
}

/// `picture, x, y`
fn get_pixel(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    let picture = host.picture(a.float(0))?;
    let bytes = &picture.data[place(picture, a.whole(1), a.whole(2))?];
    let mut pixel = [0; 4];
    pixel[..bytes.len()].copy_from_slice(bytes);
    Ok(f64::from(u32::from_le_bytes(pixel)))
}

/// `picture, x, y, pixel`
fn put_pixel(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    host.change(a.float(0), |picture, _| {
        let place = place(picture, a.whole(1), a.whole(2))?;
        let length = place.len();
        picture.data[place].copy_from_slice(&a.pixel(3)[..length]);
        Ok(0.0)
    })
}

/// `picture, width, height, filter, left, top, right, bottom`
fn resize(picture: &Picture, a: Arguments<'_>) -> Result<Picture, Fault> {
    let (width, height) = (a.size(1)?, a.size(2)?);
    let part = [4, 5, 6, 7].map(|at| a.float(at));
    if width == 0 || height == 0 {
        return Err(Fault::value("height and width must be > 0"));
    }
    if part[0] < 0.0 || part[1] < 0.0 {
        return Err(Fault::value("box offset can't be negative"));
    }
    if part[2] > picture.width as f64 || part[3] > picture.height as f64 {
        return Err(Fault::value("box can't exceed original image size"));
    }
    // Written so that a number that is none fails, too.
    if !(part[2] - part[0] >= 0.0 && part[3] - part[1] >= 0.0) {
        return Err(Fault::value("box can't be empty"));
    }
    if a.whole(3) == 0 {
        return nearest(picture, width, height, part);
    }
    resample::resize(picture, width, height, a.whole(3), part)
}

/// Each pixel is the one in whose place its middle lies.
fn nearest(picture: &Picture, width: usize, height: usize, part: [f64; 4]) -> Result<Picture, Fault> {
    let mut out = picture.like(width, height)?;
    let each = picture.mode.pixel_bytes();
    let places = |count: usize, from: f64, to: f64, side: usize| -> Vec<usize> {
        let step = (to - from) / count as f64;
        let mut at = from + step * 0.5;
        let mut next = || {
            let place = (at as usize).min(side.saturating_sub(1));
            at += step;
            place
        };
        (0..count).map(|_| next()).collect()
    };
    let columns = places(width, part[0], part[2], picture.width);
    for (y, from) in places(height, part[1], part[3], picture.height).into_iter().enumerate() {
        if picture.data.is_empty() {
            break;
        }
        let row = picture.row(from);
        for (to, x) in out.row_mut(y).chunks_exact_mut(each).zip(&columns) {
            to.copy_from_slice(&row[x * each..][..each]);
        }
    }
    Ok(out)
}

/// `picture, mode`: between modes whose bytes lie alike.
fn set_mode(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    let mode = a.mode(1)?;
    host.change(a.float(0), |picture, _| {
        let alike = |mode: Mode| matches!(mode, Mode::Rgb | Mode::Rgba | Mode::Rgbx);
        if picture.mode != mode && !(alike(picture.mode) && alike(mode)) {
            return Err(Fault::mode());
        }
        if picture.mode == Mode::Rgb {
            picture.fours_mut().iter_mut().for_each(|pixel| pixel[3] = 255);
        }
        picture.mode = mode;
        Ok(0.0)
    })
}

/// `picture, mode, bytes of doubles`
fn convert_matrix(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    let numbers = host.numbers(a.float(2))?;
    made(host, a, |picture, a| convert::by_matrix(picture, a.mode(1)?, &numbers))
}

/// `picture, picture with the palette, dither`
fn to_palette(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    let palette = host.picture(a.float(1))?.palette.clone();
    made(host, a, |picture, a| convert::to_palette(picture, palette.as_deref(), a.flag(2)))
}

/// `picture, bytes of red, green, blue and alpha, whether alpha counts`
fn put_palette(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    let palette = Palette::read(host.bytes(a.float(1))?, a.flag(2));
    host.change(a.float(0), |picture, _| {
        picture.mode = match picture.mode {
            Mode::L | Mode::P => Mode::P,
            Mode::La | Mode::Pa => Mode::Pa,
            _ => return Err(Fault::mode()),
        };
        picture.palette = Some(Box::new(palette));
        Ok(0.0)
    })
}

/// `picture`: whether alpha counts, how many colours were set (each one byte, and the high byte of the count), and all
/// 256 colours.
fn get_palette(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    let palette = host.picture(a.float(0))?.palette.as_deref().ok_or_else(|| Fault::value("image has no palette"))?;
    let mut bytes = vec![u8::from(palette.has_alpha), palette.size as u8, (palette.size >> 8) as u8];
    bytes.extend(palette.colours.as_flattened());
    Ok(host.keep_bytes(bytes))
}

/// `picture, bytes of alphas, first place`
fn put_palette_alpha(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    let alphas = host.bytes(a.float(1))?.to_vec();
    let first = a.size(2)?;
    host.change(a.float(0), |picture, _| {
        let palette = picture.palette.as_deref_mut().ok_or_else(Fault::mode)?;
        let places = palette.colours.get_mut(first..first + alphas.len());
        let places = places.ok_or_else(|| Fault::value("outside of palette"))?;
        places.iter_mut().zip(alphas).for_each(|(colour, alpha)| colour[3] = alpha);
        palette.has_alpha = true;
        Ok(0.0)
    })
}
