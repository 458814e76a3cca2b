//! JPEG into a picture. At an eighth, which is what thumbnails of photos are made from, the quick way is taken.

use jpeg::{
    Error, eighth,
    whole::{self, Colours},
};

use crate::{
    host::Fault,
    picture::{Mode, Picture},
};

/// From so many pixels on (an eighth of 2 megapixels a side), the quick way is worth that colour differences come out
/// coarser by half.
const LARGE: usize = 32_768;

/// How a file is to be read.
pub struct Settings {
    /// 1, 2, 4 or 8: the file is decoded at that part of its size.
    pub scale: usize,
    /// Whether inks are stored inverted, as Adobe's programs do it.
    pub inverted: bool,
}

/// Decodes `file` into `picture`, at its upper left corner.
///
/// # Errors
/// `EOFError` when the file has no end; `OSError`, in Pillow's words, when it is damaged or does not fit the picture.
pub fn decode(picture: &mut Picture, file: &[u8], settings: &Settings) -> Result<(), Fault> {
    let colours = match picture.mode {
        Mode::L => Colours::Grey,
        Mode::Rgb => Colours::Rgb,
        Mode::YCbCr => Colours::YCbCr,
        Mode::Cmyk => Colours::Cmyk,
        _ => return Err(Fault::value("unrecognized raw mode")),
    };
    if settings.scale == 8
        && picture.width * picture.height >= LARGE
        && colours == Colours::Rgb
        && let Ok(Some(eighth)) = eighth::decode(file)
        && (eighth.width as usize, eighth.height as usize) == (picture.width, picture.height)
    {
        for (to, [r, g, b]) in picture.fours_mut().iter_mut().zip(eighth.pixels.as_chunks::<3>().0) {
            *to = [*r, *g, *b, 255];
        }
        return Ok(());
    }
    let whole = whole::decode(file, settings.scale, colours).map_err(explained)?;
    if (whole.width, whole.height) != (picture.width, picture.height) || whole.pixels.len() != picture.data.len() {
        return Err(broken());
    }
    picture.data = whole.pixels;
    if settings.inverted {
        picture.data.iter_mut().for_each(|ink| *ink = 255 - *ink);
    }
    Ok(())
}

fn explained(error: Error) -> Fault {
    match error {
        Error::Truncated(_) => Fault("EOFError: the file has no end".to_owned()),
        Error::Damaged(_) => broken(),
    }
}

/// Pillow's words for whatever is wrong within a file's data.
pub fn broken() -> Fault {
    Fault::os("broken data stream when reading image file")
}
