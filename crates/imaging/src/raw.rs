//! Pixels as they lie in files and in Python's bytes: packed, in another order, inverted, or of a few bits.

use crate::{
    host::Fault,
    picture::{Area, Picture},
};

/// Where a byte of a pixel comes from.
#[derive(Clone, Copy, Debug)]
pub enum Source {
    /// From that byte of the other side's pixel.
    Byte(usize),
    /// It is always this.
    Always(u8),
}

/// A layout, as the other side describes it.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Bits of a packed pixel: 1, 2, 4, or a multiple of 8.
    pub bits: usize,
    /// What samples of less than a byte are multiplied by.
    pub factor: u8,
    /// What samples are changed by (exclusive or): 255 inverts.
    pub flip: u8,
    /// Whether the first of several pixels in a byte has the low bits.
    pub low_first: bool,
    /// Where each byte of the result's pixel comes from.
    pub sources: Vec<Source>,
}

impl Layout {
    /// Bytes of a row of `width` pixels.
    pub const fn row_bytes(&self, width: usize) -> usize {
        (width * self.bits).div_ceil(8)
    }

    /// Unpacks a row of `packed` to `out`, whose pixels have `N` bytes.
    fn unpack_row<const N: usize>(&self, packed: &[u8], out: &mut [[u8; N]]) {
        if self.bits < 8 {
            let each = 8 / self.bits;
            let mask = (1u8 << self.bits) - 1;
            for (x, to) in out.iter_mut().enumerate() {
                let place = if self.low_first { x % each } else { each - 1 - x % each };
                let sample = (packed[x / each] >> (place * self.bits)) & mask;
                *to = [sample.wrapping_mul(self.factor) ^ self.flip; N];
            }
            return;
        }
        let sources: [Source; N] = std::array::from_fn(|at| self.sources.get(at).copied().unwrap_or(Source::Always(0)));
        for (to, pixel) in out.iter_mut().zip(packed.chunks_exact(self.bits / 8)) {
            *to = sources.map(|source| match source {
                Source::Byte(at) => pixel[at] ^ self.flip,
                Source::Always(byte) => byte,
            });
        }
    }

    fn checked(self) -> Result<Self, Fault> {
        let inside = |source: &Source| !matches!(source, Source::Byte(at) if *at >= self.bits / 8);
        let sound = matches!(self.bits, 1 | 2 | 4) || self.bits >= 8 && self.bits.is_multiple_of(8);
        if sound && (self.bits < 8 || self.sources.iter().all(inside)) {
            Ok(self)
        } else {
            Err(Fault::value("unrecognized raw mode"))
        }
    }
}

/// Unpacks rows that are `stride` bytes apart (0: no gaps) into `area`, from the bottom up if so said. Returns how many
/// rows there were bytes for.
pub fn unpack(
    picture: &mut Picture,
    packed: &[u8],
    layout: Layout,
    area: Area,
    stride: usize,
    upwards: bool,
) -> Result<usize, Fault> {
    let layout = layout.checked()?;
    let [x0, y0, x1, y1] = within(picture, area)?;
    let (width, height) = (x1 - x0, y1 - y0);
    let needed = layout.row_bytes(width);
    let stride = if stride == 0 { needed } else { stride };
    let each = picture.mode.pixel_bytes();
    for row in 0..height {
        let Some(bytes) = packed.get(row * stride..).and_then(|rest| rest.get(..needed)) else { return Ok(row) };
        let y = if upwards { y1 - 1 - row } else { y0 + row };
        let out = &mut picture.row_mut(y)[x0 * each..x1 * each];
        match each {
            1 => layout.unpack_row::<1>(bytes, out.as_chunks_mut().0),
            2 => layout.unpack_row::<2>(bytes, out.as_chunks_mut().0),
            _ => layout.unpack_row::<4>(bytes, out.as_chunks_mut().0),
        }
    }
    Ok(height)
}

/// Packs the rows of `area`, each padded with zeros to `stride` bytes (0: no padding).
pub fn pack(picture: &Picture, layout: Layout, area: Area, stride: usize, upwards: bool) -> Result<Vec<u8>, Fault> {
    let [x0, y0, x1, y1] = within(picture, area)?;
    let width = x1 - x0;
    let each = picture.mode.pixel_bytes();
    let needed = layout.row_bytes(width);
    let stride = stride.max(needed);
    let mut packed = Vec::new();
    packed.try_reserve_exact(stride * (y1 - y0)).map_err(|_| Fault::memory())?;
    for row in 0..y1 - y0 {
        let y = if upwards { y1 - 1 - row } else { y0 + row };
        let pixels = &picture.row(y)[x0 * each..x1 * each];
        let end = packed.len() + stride;
        if layout.bits < 8 {
            let per_byte = 8 / layout.bits;
            for group in pixels.chunks(per_byte) {
                let mut byte = 0;
                for (at, sample) in group.iter().enumerate() {
                    // A sample of one bit is any but 0; others are their lowest bits.
                    let sample = sample ^ layout.flip;
                    let bits = if layout.bits == 1 && layout.factor == 255 { u8::from(sample != 0) } else { sample };
                    let place = if layout.low_first { at } else { per_byte - 1 - at };
                    byte |= (bits & ((1 << layout.bits) - 1)) << (place * layout.bits);
                }
                packed.push(byte);
            }
        } else if layout.sources.len() == each
            && layout.flip == 0
            && layout.sources.iter().enumerate().all(|(at, source)| matches!(source, Source::Byte(from) if *from == at))
        {
            packed.extend_from_slice(pixels);
        } else {
            for pixel in pixels.chunks_exact(each) {
                packed.extend(layout.sources.iter().map(|source| match source {
                    Source::Byte(at) => pixel.get(*at).copied().unwrap_or(0) ^ layout.flip,
                    Source::Always(byte) => *byte,
                }));
            }
        }
        packed.resize(end, 0);
    }
    Ok(packed)
}

/// An area that lies within the picture.
pub fn within(picture: &Picture, [x0, y0, x1, y1]: Area) -> Result<[usize; 4], Fault> {
    let ordered = 0 <= x0 && x0 <= x1 && 0 <= y0 && y0 <= y1;
    if !ordered || x1 > picture.width as i64 || y1 > picture.height as i64 {
        return Err(Fault::value("tile cannot extend outside image"));
    }
    Ok([x0 as usize, y0 as usize, x1 as usize, y1 as usize])
}
