//! GIF's code, and the order of rows in interlaced pictures.

use weezl::{BitOrder, LzwStatus, decode::Decoder, encode::Encoder};

use crate::{
    host::Fault,
    picture::{Area, Picture},
    raw::within,
};

/// The rows of a picture in the order that they come in an interlaced file.
fn rows(height: usize, interlaced: bool) -> Vec<usize> {
    if !interlaced {
        return (0..height).collect();
    }
    [(0, 8), (4, 8), (2, 4), (1, 2)].into_iter().flat_map(|(first, step)| (first..height).step_by(step)).collect()
}

/// Decodes `code` (sub-blocks joined) into an area of `picture`. Pixels of the colour `transparent` leave what is there.
///
/// # Errors
/// When the code makes no sense, or ends too early.
pub fn decode(
    picture: &mut Picture,
    code: &[u8],
    bits: u8,
    interlaced: bool,
    transparent: Option<u8>,
    area: Area,
) -> Result<(), Fault> {
    let [x0, y0, x1, y1] = within(picture, area)?;
    let (width, height) = (x1 - x0, y1 - y0);
    if picture.mode.pixel_bytes() != 1 || !(1..=11).contains(&bits) {
        return Err(Fault::os("decoder error -8 when reading image file"));
    }
    let mut places = vec![0; width * height];
    let mut decoder = Decoder::new(BitOrder::Lsb, bits);
    let (mut read, mut written) = (0, 0);
    while written < places.len() {
        let step = decoder.decode_bytes(&code[read..], &mut places[written..]);
        read += step.consumed_in;
        written += step.consumed_out;
        match step.status {
            Ok(LzwStatus::Ok) if step.consumed_in + step.consumed_out > 0 => {}
            Ok(_) => break,
            Err(_) => return Err(super::jpeg_read::broken()),
        }
    }
    let whole_rows = written.checked_div(width).unwrap_or(0);
    for (row, places) in rows(height, interlaced).into_iter().zip(places.chunks(width.max(1)).take(whole_rows)) {
        let out = &mut picture.row_mut(y0 + row)[x0..x1];
        match transparent {
            None => out.copy_from_slice(places),
            Some(hole) => {
                out.iter_mut().zip(places).filter(|(_, place)| **place != hole).for_each(|(to, place)| *to = *place);
            }
        }
    }
    if whole_rows < height { Err(Fault("EOFError: the code ends too early".to_owned())) } else { Ok(()) }
}

/// Encodes an area of `picture` as sub-blocks, without the byte before them that says how many bits a place has, and
/// without the empty one at the end.
///
/// # Errors
/// When a pixel is not one byte, or a place has more than `bits`.
pub fn encode(picture: &Picture, bits: u8, interlaced: bool, area: Area) -> Result<Vec<u8>, Fault> {
    let [x0, y0, x1, y1] = within(picture, area)?;
    if picture.mode.pixel_bytes() != 1 || !(1..=8).contains(&bits) {
        return Err(Fault::value("unrecognized raw mode"));
    }
    // Codes of fewer than two bits are not foreseen.
    let bits = bits.max(2);
    let mut places = Vec::with_capacity((x1 - x0) * (y1 - y0));
    for row in rows(y1 - y0, interlaced) {
        places.extend_from_slice(&picture.row(y0 + row)[x0..x1]);
    }
    let mask = (1u16 << bits) - 1;
    places.iter_mut().for_each(|place| *place &= mask as u8);
    let code = Encoder::new(BitOrder::Lsb, bits)
        .encode(&places)
        .map_err(|_| Fault::os("encoder error -2 when writing image file"))?;
    let mut file = Vec::new();
    for block in code.chunks(255) {
        file.push(block.len() as u8);
        file.extend_from_slice(block);
    }
    Ok(file)
}
