//! The whole picture, at the scales that the coding offers: 1, 1/2, 1/4 and 1/8.
//!
//! Sample for sample it is what libjpeg makes: its slow and exact integer transform, its smooth enlarging of the
//! colour differences, its colours. Like it, this reads on through damage: data that end early leave grey blocks,
//! and a code that is none counts as zero. Only a file without an end, or whose headers make no sense, is an error.

mod colours;
mod entropy;
mod frame;
#[cfg(test)]
mod tests;
mod transform;

use crate::{
    Error,
    bits::CodeTable,
    segments::{APP14, SOS, segments},
};
use frame::{Frame, Kind};

/// What the samples of a pixel are to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// Brightness alone: one byte a pixel.
    Grey,
    /// Red, green, blue and a byte of 255.
    Rgb,
    /// Brightness, two differences and a byte of 255, as most files keep them.
    YCbCr,
    /// Four inks, as the file has them.
    Cmyk,
}

/// A decoded picture.
pub struct Whole {
    /// Pixels from left to right.
    pub width: usize,
    /// Pixels from top to bottom.
    pub height: usize,
    /// The samples, row by row: one byte a pixel for grey, else four.
    pub pixels: Vec<u8>,
}

const APP0: u8 = 0xE0;
const DHT: u8 = 0xC4;
const DQT: u8 = 0xDB;
const DRI: u8 = 0xDD;

/// What the segments so far have set.
#[derive(Default)]
struct Tables {
    /// Steps of the 64 numbers, in the file's zigzag order.
    steps: [Option<[u16; 64]>; 4],
    first: [Option<CodeTable>; 4],
    others: [Option<CodeTable>; 4],
    restart_interval: usize,
}

/// What a file says about its colours outside the frame.
#[derive(Clone, Copy, Default)]
struct Signs {
    jfif: bool,
    /// The transform that Adobe's segment names.
    adobe: Option<u8>,
}

/// Decodes the JPEG in `file` at 1/`scale` of its size.
///
/// # Errors
/// [`Error::Truncated`] when the file has no end, [`Error::Damaged`] when its headers make no sense, ask for a sort
/// of coding that is not known (arithmetic, lossless, 12 bits), or `colours` cannot be had from what it holds.
pub fn decode(file: &[u8], scale: usize, colours: Colours) -> Result<Whole, Error> {
    let mut tables = Tables::default();
    let mut signs = Signs::default();
    let mut frame: Option<Frame> = None;
    for segment in segments(file) {
        let segment = segment?;
        let payload = segment.payload();
        match segment.marker {
            APP0 => signs.jfif |= payload.starts_with(b"JFIF\0"),
            APP14 if payload.starts_with(b"Adobe") => signs.adobe = payload.get(11).copied(),
            DQT => tables.read_steps(payload).ok_or_else(|| damaged("a table of steps is too short"))?,
            DHT => tables.read_codes(payload).ok_or_else(|| damaged("a table of codes makes no sense"))?,
            DRI => {
                let interval = payload.first_chunk::<2>().ok_or_else(|| damaged("a restart interval is cut"))?;
                tables.restart_interval = u16::from_be_bytes(*interval).into();
            }
            0xC0..=0xC2 if frame.is_some() => return Err(damaged("it has two frames")),
            marker @ 0xC0..=0xC2 => {
                let kind = if marker == 0xC2 { Kind::Progressive } else { Kind::Sequential };
                let read = Frame::read(payload, kind, scale);
                frame = Some(read.ok_or_else(|| damaged("its frame is of a sort that is not known"))?);
            }
            0xC3..=0xCF | 0xDE | 0xDF => return Err(damaged("its coding is of a sort that is not known")),
            SOS => {
                let frame = frame.as_mut().ok_or_else(|| damaged("a scan comes before its frame"))?;
                entropy::scan(payload, frame, &tables).ok_or_else(|| damaged("a scan's header makes no sense"))?;
            }
            _ => {}
        }
    }
    let mut frame = frame.ok_or_else(|| damaged("it has no frame"))?;
    frame.finish().ok_or_else(|| damaged("it has no picture data"))?;
    colours::picture(&frame, signs, colours).ok_or_else(|| damaged("its colours are not those asked for"))
}

fn damaged(why: &str) -> Error {
    Error::Damaged(why.to_owned())
}

impl Tables {
    fn read_steps(&mut self, mut payload: &[u8]) -> Option<()> {
        while let [kind, rest @ ..] = payload {
            let bytes_each = if kind >> 4 == 0 { 1 } else { 2 };
            let numbers = rest.get(..64 * bytes_each)?;
            let step = |at: usize| match bytes_each {
                1 => u16::from(numbers[at]),
                _ => u16::from_be_bytes([numbers[2 * at], numbers[2 * at + 1]]),
            };
            *self.steps.get_mut(usize::from(kind & 15))? = Some(std::array::from_fn(step));
            payload = &rest[numbers.len()..];
        }
        Some(())
    }

    fn read_codes(&mut self, mut payload: &[u8]) -> Option<()> {
        while let [kind, rest @ ..] = payload {
            let counts: &[u8; 16] = rest.first_chunk()?;
            let total: usize = counts.iter().map(|count| usize::from(*count)).sum();
            let table = CodeTable::new(counts, rest.get(16..16 + total)?)?;
            let group = if kind >> 4 == 0 { &mut self.first } else { &mut self.others };
            *group.get_mut(usize::from(kind & 15))? = Some(table);
            payload = &rest[16 + total..];
        }
        Some(())
    }
}
