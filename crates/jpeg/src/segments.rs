//! The segments of a JPEG file: where each begins and ends, without decoding any.

use crate::Error;

/// Start of the file.
const SOI: u8 = 0xD8;
/// End of the picture.
const EOI: u8 = 0xD9;
/// Start of a scan: a header, then coded data up to the next marker.
pub const SOS: u8 = 0xDA;
/// Application data of the sort that cameras write.
pub const APP1: u8 = 0xE1;
/// Application data of the sort that Adobe's programs write.
pub const APP14: u8 = 0xEE;

/// A marker with all that belongs to it.
#[derive(Clone, Copy, Debug)]
pub struct Segment<'a> {
    /// The marker's second byte.
    pub marker: u8,
    /// Everything, from the marker on.
    pub bytes: &'a [u8],
    /// Where the payload begins within `bytes`, after marker and length.
    payload_at: usize,
}

impl<'a> Segment<'a> {
    /// What follows the marker and the length.
    pub fn payload(&self) -> &'a [u8] {
        self.bytes.get(self.payload_at..).unwrap_or_default()
    }

    /// The lowest frequency that a scan holds: the byte after the list of its components.
    pub fn first_frequency(&self) -> Option<u8> {
        let payload = self.payload();
        let components = usize::from(*payload.first()?);
        payload.get(1 + components * 2).copied()
    }
}

/// The segments of `file` up to the end of the picture. A file that has no such end gives an error last.
pub fn segments(file: &[u8]) -> impl Iterator<Item = Result<Segment<'_>, Error>> {
    let mut at = Some(0);
    std::iter::from_fn(move || {
        let start = at?;
        match segment(file, start) {
            Some(segment) => {
                at = (segment.marker != EOI).then_some(start + segment.bytes.len());
                Some(Ok(segment))
            }
            None => {
                at = None;
                let error = if file.get(start).is_some_and(|byte| *byte != 0xFF) {
                    Error::Damaged(format!("there is no marker at byte {start}"))
                } else {
                    Error::Truncated(file.len())
                };
                Some(Err(error))
            }
        }
    })
}

fn segment(file: &[u8], start: usize) -> Option<Segment<'_>> {
    if *file.get(start)? != 0xFF {
        return None;
    }
    // Any number of FF may stand before a marker, to fill.
    let marker_at = start + 1 + file.get(start + 1..)?.iter().position(|byte| *byte != 0xFF)?;
    let marker = file[marker_at];
    let end = match marker {
        0x01 | 0xD0..=SOI | EOI => marker_at + 1,
        _ => {
            let length = file.get(marker_at + 1..marker_at + 3)?;
            let end = marker_at + 1 + usize::from(u16::from_be_bytes([length[0], length[1]]));
            if marker == SOS { coded_end(file, end)? } else { end }
        }
    };
    Some(Segment { marker, bytes: file.get(start..end)?, payload_at: marker_at + 3 - start })
}

/// Where the coded data that begins at `start` ends: at a marker that is neither stuffing nor a restart.
fn coded_end(file: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        at += memchr::memchr(0xFF, file.get(at..)?)?;
        match file.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}
