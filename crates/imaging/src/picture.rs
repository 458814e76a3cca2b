//! Pictures: their modes, and how pixels lie in memory.
//!
//! As in Pillow, a pixel is one byte (1, L, P), two (I;16) or four (all others). Pictures of three bands have a byte of
//! padding; those of two keep the first band in the first byte and alpha in the last.

use crate::{host::Fault, palette::Palette};

/// A picture's mode, by the names that Pillow has for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Mode {
    /// `1`: black or white, 0 or 255.
    One,
    /// `L`: brightness.
    L,
    /// `P`: places in a palette.
    P,
    /// `I`: whole numbers of 32 bits.
    I,
    /// `F`: single floats.
    F,
    /// `I;16`: whole numbers of 16 bits, the low byte first.
    I16,
    /// `LA`: brightness and alpha.
    La,
    /// `PA`: places in a palette, and alpha.
    Pa,
    /// `La`: brightness times alpha, and alpha.
    PremultipliedLa,
    /// `RGB`.
    Rgb,
    /// `RGBA`.
    Rgba,
    /// `RGBa`: colours times alpha, and alpha.
    PremultipliedRgba,
    /// `RGBX`: RGB with a byte of padding that counts.
    Rgbx,
    /// `CMYK`: inks.
    Cmyk,
    /// `YCbCr`.
    YCbCr,
    /// `HSV`.
    Hsv,
    /// `LAB`.
    Lab,
}

impl Mode {
    /// All modes, in the order of the numbers that the other side gives them.
    pub const ALL: [Self; 17] = [
        Self::One,
        Self::L,
        Self::P,
        Self::I,
        Self::F,
        Self::I16,
        Self::La,
        Self::Pa,
        Self::PremultipliedLa,
        Self::Rgb,
        Self::Rgba,
        Self::PremultipliedRgba,
        Self::Rgbx,
        Self::Cmyk,
        Self::YCbCr,
        Self::Hsv,
        Self::Lab,
    ];

    /// Bytes of a pixel.
    pub const fn pixel_bytes(self) -> usize {
        match self {
            Self::One | Self::L | Self::P => 1,
            Self::I16 => 2,
            _ => 4,
        }
    }

    /// The bytes of a pixel that are bands.
    pub const fn bands(self) -> &'static [usize] {
        match self {
            Self::One | Self::L | Self::P | Self::I | Self::F | Self::I16 => &[0],
            Self::La | Self::Pa | Self::PremultipliedLa => &[0, 3],
            Self::Rgb | Self::YCbCr | Self::Hsv | Self::Lab => &[0, 1, 2],
            _ => &[0, 1, 2, 3],
        }
    }

    /// Whether samples are bytes.
    pub const fn is_bytes(self) -> bool {
        !matches!(self, Self::I | Self::F | Self::I16)
    }

    /// Whether pixels are places in a palette.
    pub const fn has_palette(self) -> bool {
        matches!(self, Self::P | Self::Pa)
    }
}

/// A picture.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Its mode.
    pub mode: Mode,
    /// Pixels from left to right.
    pub width: usize,
    /// Pixels from top to bottom.
    pub height: usize,
    /// The pixels, row by row, without gaps.
    pub data: Vec<u8>,
    /// What the places of a palette's picture stand for.
    pub palette: Option<Box<Palette>>,
}

/// The most bytes of a picture's pixels.
const MOST_BYTES: usize = 1 << 31;
/// What a row without pixels takes, as in Pillow, which keeps a pointer to each.
const ROW_BYTES: usize = 8;

impl Picture {
    /// A picture whose bytes are all 0.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn new(mode: Mode, width: usize, height: usize) -> Result<Self, Fault> {
        let length = width.checked_mul(height).and_then(|pixels| pixels.checked_mul(mode.pixel_bytes()));
        // A picture without pixels has rows or columns all the same, which are gone through: they count as if there
        // were one of the other.
        let counted = width.max(1).checked_mul(height.max(1)).and_then(|pixels| pixels.checked_mul(ROW_BYTES));
        let is_held =
            |length: &usize| *length < MOST_BYTES && (*length > 0 || counted.is_some_and(|all| all < MOST_BYTES));
        let length = length.filter(is_held).ok_or_else(Fault::memory)?;
        let mut data = Vec::new();
        data.try_reserve_exact(length).map_err(|_| Fault::memory())?;
        data.resize(length, 0);
        let palette = mode.has_palette().then(Box::default);
        Ok(Self { mode, width, height, data, palette })
    }

    /// A picture like this one, of another size, whose bytes are all 0.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn like(&self, width: usize, height: usize) -> Result<Self, Fault> {
        let mut picture = Self::new(self.mode, width, height)?;
        picture.palette.clone_from(&self.palette);
        Ok(picture)
    }

    /// A copy.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn copied(&self) -> Result<Self, Fault> {
        let mut picture = self.like(self.width, self.height)?;
        picture.data.copy_from_slice(&self.data);
        Ok(picture)
    }

    /// Bytes of a row.
    pub const fn row_bytes(&self) -> usize {
        self.width * self.mode.pixel_bytes()
    }

    /// A row's bytes.
    pub fn row(&self, y: usize) -> &[u8] {
        &self.data[y * self.row_bytes()..][..self.row_bytes()]
    }

    /// A row's bytes, to change.
    pub fn row_mut(&mut self, y: usize) -> &mut [u8] {
        let bytes = self.row_bytes();
        &mut self.data[y * bytes..][..bytes]
    }

    /// The pixels of a picture of four bytes each; none of another's.
    pub fn fours(&self) -> &[[u8; 4]] {
        if self.mode.pixel_bytes() == 4 { self.data.as_chunks().0 } else { &[] }
    }

    /// The pixels of a picture of four bytes each, to change; none of another's.
    pub fn fours_mut(&mut self) -> &mut [[u8; 4]] {
        if self.mode.pixel_bytes() == 4 { self.data.as_chunks_mut().0 } else { &mut [] }
    }

    /// Whether both have the same mode and size.
    pub fn matches(&self, other: &Self) -> bool {
        self.mode == other.mode && self.has_size_of(other)
    }

    /// Whether both have the same size.
    pub const fn has_size_of(&self, other: &Self) -> bool {
        self.width == other.width && self.height == other.height
    }
}

/// A box within a picture: left, top, right, bottom; the last two lie outside.
pub type Area = [i64; 4];

/// Share of `a` in 255ths that `b` is, rounded as Pillow rounds it.
pub const fn share(a: u8, b: u8) -> u8 {
    let product = a as u32 * b as u32 + 128;
    (((product >> 8) + product) >> 8) as u8
}

/// A mixture: `a` where `mask` is 0, `b` where it is 255.
pub const fn mixed(a: u8, b: u8, mask: u8) -> u8 {
    let product = a as u32 * (255 - mask as u32) + b as u32 * mask as u32 + 128;
    (((product >> 8) + product) >> 8) as u8
}

/// A number made to fit into a byte.
pub fn clipped(value: i32) -> u8 {
    value.clamp(0, 255) as u8
}
