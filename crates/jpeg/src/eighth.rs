//! JPEG at an eighth of its size, where every block of 8 x 8 pixels becomes one: its mean.
//!
//! The mean is the first number of each block, so the other 63 are stepped over rather than decoded, and of a
//! progressive file only the scans that hold first numbers are read. That is what makes a thumbnail of a large
//! photo quick, and small in memory. What this does not know (other sorts of coding, inks, other scales) it
//! leaves to the complete decoder; the tests compare the two.

mod header;
#[cfg(test)]
mod tests;

use crate::{
    Error,
    bits::{Bits, CodeTable},
    segments::{Segment, segments},
};
use header::{Component, Frame, Scan};

/// A picture of three samples a pixel, an eighth as wide and high as the file's, rounded up.
pub struct Eighth {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Red, green and blue of each pixel, row by row.
    pub pixels: Vec<u8>,
}

/// Markers, by the second byte.
const APP0: u8 = 0xE0;
const DHT: u8 = 0xC4;
const DQT: u8 = 0xDB;
const DRI: u8 = 0xDD;
const SOF_BASELINE: u8 = 0xC0;
const SOF_EXTENDED: u8 = 0xC1;
const SOF_PROGRESSIVE: u8 = 0xC2;
const SOS: u8 = 0xDA;

/// What the segments before a scan have set.
#[derive(Default)]
struct Tables {
    /// How much each step of the first number counts, by table.
    steps: [Option<u16>; 4],
    first: [Option<CodeTable>; 4],
    others: [Option<CodeTable>; 4],
    restart_interval: usize,
}

/// The JPEG in `file` at an eighth of its size; `None` when it is of a sort that this does not know.
///
/// # Errors
/// When the file is damaged or cut short.
pub fn decode(file: &[u8]) -> Result<Option<Eighth>, Error> {
    let mut tables = Tables::default();
    let mut frame: Option<Frame> = None;
    let mut jfif = false;
    for segment in segments(file) {
        let segment = segment?;
        match segment.marker {
            APP0 => jfif |= segment.payload().starts_with(b"JFIF\0"),
            DQT => tables.read_steps(segment.payload()).ok_or_else(damaged)?,
            DHT => tables.read_codes(segment.payload()).ok_or_else(damaged)?,
            DRI => tables.restart_interval = header::number(segment.payload(), 0).ok_or_else(damaged)?.into(),
            SOF_BASELINE | SOF_EXTENDED | SOF_PROGRESSIVE if frame.is_none() => {
                let progressive = segment.marker == SOF_PROGRESSIVE;
                frame = Some(match Frame::read(segment.payload(), progressive, jfif) {
                    Some(frame) => frame,
                    None => return Ok(None),
                });
            }
            // Lossless, arithmetic, hierarchical, number of lines: rare, and known to the complete decoder.
            0xC3..=0xCF | 0xDC..=0xDF => return Ok(None),
            SOS => {
                let Some(frame) = frame.as_mut() else { return Ok(None) };
                if scan(&segment, frame, &tables)?.is_none() {
                    return Ok(None);
                }
            }
            _ => {}
        }
    }
    Ok(frame.filter(|frame| frame.components.iter().all(|component| component.seen)).map(|frame| frame.picture()))
}

/// Reads a scan; `None` when it is of a sort that is not known.
fn scan(segment: &Segment<'_>, frame: &mut Frame, tables: &Tables) -> Result<Option<()>, Error> {
    let payload = segment.payload();
    let Some(scan) = Scan::read(payload, frame) else { return Ok(None) };
    if scan.first_frequency > 0 {
        return Ok(Some(()));
    }
    for at in &scan.components {
        let component = &mut frame.components[at.component];
        component.step = tables.steps[component.step_table].ok_or_else(damaged)?;
        component.seen = true;
    }
    let mut bits = Bits::new(&payload[scan.data_at..]);
    let (across, down) = frame.units(&scan);
    let mut means = [0i32; 4];
    for unit in 0..across * down {
        if tables.restart_interval > 0 && unit > 0 && unit % tables.restart_interval == 0 {
            bits.restart().ok_or_else(damaged)?;
            means = [0; 4];
        }
        let (column, row) = (unit % across, unit / across);
        for part in &scan.components {
            let component = &mut frame.components[part.component];
            let (wide, high) = if scan.components.len() == 1 { (1, 1) } else { component.sampling };
            for block in 0..wide * high {
                let x = column * wide + block % wide;
                let y = row * high + block / wide;
                let mean = &mut component.means[y * component.stride + x];
                if scan.refines {
                    *mean |= (bits.take(1) as i16) << scan.shift;
                    continue;
                }
                let codes = tables.first[part.first_table].as_ref().ok_or_else(damaged)?;
                let difference = bits.difference(codes).ok_or_else(damaged)?;
                // Sound files stay within 12 bits; what others add up to does not matter.
                means[part.component] = means[part.component].wrapping_add(difference);
                *mean = (means[part.component] << scan.shift) as i16;
                if !frame.progressive {
                    let codes = tables.others[part.others_table].as_ref().ok_or_else(damaged)?;
                    bits.skip_others(codes).ok_or_else(damaged)?;
                }
            }
        }
        if bits.overrun() {
            return Err(Error::Damaged("its coded data end too early".to_owned()));
        }
    }
    Ok(Some(()))
}

impl Tables {
    fn read_steps(&mut self, mut payload: &[u8]) -> Option<()> {
        while let [kind, rest @ ..] = payload {
            let wide = kind >> 4 != 0;
            let step = if wide { header::number(rest, 0)? } else { u16::from(*rest.first()?) };
            *self.steps.get_mut(usize::from(kind & 15))? = Some(step);
            payload = rest.get(if wide { 128 } else { 64 }..)?;
        }
        Some(())
    }

    fn read_codes(&mut self, mut payload: &[u8]) -> Option<()> {
        while let [kind, rest @ ..] = payload {
            let counts: &[u8; 16] = rest.get(..16)?.try_into().ok()?;
            let total: usize = counts.iter().map(|count| usize::from(*count)).sum();
            let symbols = rest.get(16..16 + total)?;
            let table = CodeTable::new(counts, symbols)?;
            let (group, table) = match kind >> 4 {
                0 => (&mut self.first, table),
                _ => (&mut self.others, table.with_runs()),
            };
            *group.get_mut(usize::from(kind & 15))? = Some(table);
            payload = &rest[16 + total..];
        }
        Some(())
    }
}

fn damaged() -> Error {
    Error::Damaged("its coded data make no sense".to_owned())
}

impl Component {
    /// The mean of a block, as a sample.
    fn sample(&self, x: usize, y: usize) -> u8 {
        let mean = i32::from(self.means[y * self.stride + x]) * i32::from(self.step);
        u8::try_from(((mean + 4) >> 3).clamp(-128, 127) + 128).expect("a clamped sample")
    }
}
