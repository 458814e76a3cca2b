//! Bands taken apart and put together, and samples looked up in tables.

use crate::{
    host::Fault,
    picture::{Mode, Picture},
    resample::{number, set_number},
};

/// The byte of a pixel in which band number `band` lies.
fn place(picture: &Picture, band: usize) -> Result<usize, Fault> {
    picture.mode.bands().get(band).copied().ok_or_else(|| Fault::value("band index out of range"))
}

/// One band, as a picture of its own.
///
/// # Errors
/// When there is no such band.
pub fn get(picture: &Picture, band: usize) -> Result<Picture, Fault> {
    let at = place(picture, band)?;
    if picture.mode.bands().len() == 1 {
        return picture.copied();
    }
    let mut out = Picture::new(Mode::L, picture.width, picture.height)?;
    out.data.iter_mut().zip(picture.fours()).for_each(|(to, pixel)| *to = pixel[at]);
    Ok(out)
}

/// Puts a picture of one band into a band of another.
///
/// # Errors
/// When there is no such band, or sizes differ.
pub fn put(picture: &mut Picture, band: usize, source: &Picture) -> Result<(), Fault> {
    let at = place(picture, band)?;
    if source.mode.pixel_bytes() != 1 || !picture.has_size_of(source) {
        return Err(Fault::mismatch());
    }
    if picture.mode.pixel_bytes() == 1 {
        picture.data.copy_from_slice(&source.data);
        return Ok(());
    }
    let second = second_place(picture, at);
    picture.fours_mut().iter_mut().zip(&source.data).for_each(|(pixel, sample)| {
        second.iter().chain([&at]).for_each(|at| pixel[*at] = *sample);
    });
    Ok(())
}

/// Pictures of two bands have the first one three times.
fn second_place(picture: &Picture, at: usize) -> &'static [usize] {
    if picture.mode.bands().len() == 2 && at == 0 { &[1, 2] } else { &[] }
}

/// Gives a band one value everywhere.
///
/// # Errors
/// When there is no such band.
pub fn fill(picture: &mut Picture, band: usize, value: u8) -> Result<(), Fault> {
    let at = place(picture, band)?;
    if picture.mode.pixel_bytes() == 1 {
        picture.data.fill(value);
        return Ok(());
    }
    let second = second_place(picture, at);
    picture.fours_mut().iter_mut().for_each(|pixel| second.iter().chain([&at]).for_each(|at| pixel[*at] = value));
    Ok(())
}

/// A picture of that mode from its bands.
///
/// # Errors
/// When their number or sizes do not fit.
pub fn merge(mode: Mode, bands: &[&Picture]) -> Result<Picture, Fault> {
    let [first, ..] = bands else { return Err(Fault::value("wrong number of bands")) };
    if bands.len() != mode.bands().len() {
        return Err(Fault::value("wrong number of bands"));
    }
    let mut out = Picture::new(mode, first.width, first.height)?;
    out.fours_mut().iter_mut().for_each(|pixel| pixel[3] = 255);
    for (band, source) in bands.iter().enumerate() {
        if mode.bands().len() == 1 && source.mode == mode && out.has_size_of(source) {
            out.data.copy_from_slice(&source.data);
        } else {
            put(&mut out, band, source)?;
        }
    }
    Ok(out)
}

/// Each sample replaced by what `table` has for it: 256 values for each band, or, for wide samples, one for each of 256.
///
/// # Errors
/// When the table's length or the modes do not fit.
pub fn point(picture: &Picture, mode: Mode, table: &[f64]) -> Result<Picture, Fault> {
    let bands = picture.mode.bands();
    let byte = |value: &f64| value.trunc().clamp(0.0, 255.0) as u8;
    if picture.mode == mode && picture.mode.is_bytes() {
        if table.len() != 256 * bands.len() {
            return Err(Fault::value(format!("point operation failed: {} values", table.len())));
        }
        let table: Vec<u8> = table.iter().map(byte).collect();
        let mut out = picture.copied()?;
        if out.mode.pixel_bytes() == 1 {
            out.data.iter_mut().for_each(|sample| *sample = table[usize::from(*sample)]);
            return Ok(out);
        }
        for pixel in out.fours_mut() {
            for (band, at) in bands.iter().enumerate() {
                pixel[*at] = table[256 * band + usize::from(pixel[*at])];
            }
            if bands.len() == 2 {
                (pixel[1], pixel[2]) = (pixel[0], pixel[0]);
            }
        }
        return Ok(out);
    }
    if picture.mode.pixel_bytes() != 1 || table.len() < 256 {
        return Err(Fault::mode());
    }
    let mut out = Picture::new(mode, picture.width, picture.height)?;
    for y in 0..picture.height {
        let to = out.row_mut(y);
        for (x, sample) in picture.row(y).iter().enumerate() {
            let value = &table[usize::from(*sample)];
            match mode {
                Mode::I | Mode::F => set_number(mode, to, x, *value),
                Mode::L | Mode::One | Mode::P => to[x] = byte(value),
                _ => return Err(Fault::mode()),
            }
        }
    }
    Ok(out)
}

/// Each sample times `scale`, plus `offset`: for samples that are no bytes.
///
/// # Errors
/// When samples are bytes.
pub fn scaled(picture: &Picture, scale: f64, offset: f64) -> Result<Picture, Fault> {
    if picture.mode.is_bytes() {
        return Err(Fault::mode());
    }
    let mut out = picture.like(picture.width, picture.height)?;
    for y in 0..picture.height {
        for x in 0..picture.width {
            let value = number(picture.mode, picture.row(y), x) * scale + offset;
            let value = if picture.mode == Mode::F { value } else { value.trunc() };
            set_number(picture.mode, out.row_mut(y), x, value);
        }
    }
    Ok(out)
}
