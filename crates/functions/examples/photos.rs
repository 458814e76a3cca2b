//! Writes the photos that the bench measures with: `photos <folder>` makes `baseline.jpg` and
//! `progressive.jpg`, 12 megapixels each, as a phone would save them (quality 90, 4:2:0).
//!
//! They are drawn, not taken: hills of noise in several sizes and a little grain, so that the file is about as
//! heavy as a photo's. The same bytes come out every time.

use std::{error::Error, path::PathBuf};

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

const WIDTH: u16 = 4000;
const HEIGHT: u16 = 3000;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("usage: photos <folder>")?);
    std::fs::create_dir_all(&folder)?;
    let pixels = drawn();
    for (name, progressive) in [("baseline.jpg", false), ("progressive.jpg", true)] {
        let mut encoder = Encoder::new_file(folder.join(name), 90)?;
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
        encoder.set_progressive(progressive);
        encoder.set_optimized_huffman_tables(progressive);
        encoder.encode(&pixels, WIDTH, HEIGHT, ColorType::Rgb)?;
    }
    Ok(())
}

fn drawn() -> Vec<u8> {
    let mut pixels = Vec::with_capacity(usize::from(WIDTH) * usize::from(HEIGHT) * 3);
    for y in 0..u32::from(HEIGHT) {
        for x in 0..u32::from(WIDTH) {
            let grain = (hash(x, y, 99) - 0.5) * 22.0;
            for channel in 0..3 {
                // Each octave is half as large and a little more than half as strong as the one before.
                let octaves = [(9, 110.0), (8, 60.0), (7, 33.0), (6, 18.0), (5, 10.0), (4, 6.0), (3, 4.0)];
                let hills: f32 =
                    octaves.iter().map(|(log, strength)| (hills(x, y, *log, channel) - 0.5) * strength).sum();
                pixels.push((128.0 + hills * 1.3 + grain).clamp(0.0, 255.0) as u8);
            }
        }
    }
    pixels
}

/// Smooth noise from 0 to 1, whose hills are 2^`log` pixels apart.
fn hills(x: u32, y: u32, log: u32, seed: u32) -> f32 {
    let (column, row) = (x >> log, y >> log);
    let share = |at: u32| {
        let part = (at & ((1 << log) - 1)) as f32 / (1 << log) as f32;
        part * part * (3.0 - 2.0 * part)
    };
    let (across, down) = (share(x), share(y));
    let corner = |right: u32, below: u32| hash(column + right, row + below, seed * 16 + log);
    let above = corner(0, 0) + (corner(1, 0) - corner(0, 0)) * across;
    let below = corner(0, 1) + (corner(1, 1) - corner(0, 1)) * across;
    above + (below - above) * down
}

/// A number from 0 to 1 that looks like chance and is the same every time.
fn hash(x: u32, y: u32, seed: u32) -> f32 {
    let mut mixed = x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77) ^ seed.wrapping_mul(0xC2B2_AE3D);
    mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x2C1B_3C6D);
    mixed = (mixed ^ (mixed >> 12)).wrapping_mul(0x297A_2D39);
    (mixed ^ (mixed >> 15)) as f32 / u32::MAX as f32
}
