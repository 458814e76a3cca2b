//! The eighth against the complete decoder's.

use jpeg_decoder::Decoder;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::decode;

/// Hills and a little grain, `width` by `height`, as a JPEG.
fn photo(width: u16, height: u16, colour: ColorType, set: impl FnOnce(&mut Encoder<&mut Vec<u8>>)) -> Vec<u8> {
    let samples = if colour == ColorType::Luma { 1 } else { 3 };
    let mut pixels = Vec::new();
    for y in 0..u32::from(height) {
        for x in 0..u32::from(width) {
            let grain = (x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77)) >> 27;
            pixels.extend(
                [x * 255 / u32::from(width), y * 255 / u32::from(height), 90]
                    .map(|hill| u8::try_from((hill + grain).min(255)).expect("at most 255"))[..samples]
                    .iter(),
            );
        }
    }
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, 88);
    set(&mut encoder);
    encoder.encode(&pixels, width, height, colour).expect("a sample can be encoded");
    file
}

/// Checks that no sample differs by more than `most` from what the complete decoder makes.
fn check(what: &str, file: &[u8], most: u8) {
    let eighth = decode(file).expect("a sound file").expect("a known sort");
    let mut decoder = Decoder::new(file);
    let (width, height) = decoder.scale(1, 1).expect("a sound file");
    let mut pixels = decoder.decode().expect("a sound file");
    if pixels.len() == usize::from(width) * usize::from(height) {
        pixels = pixels.into_iter().flat_map(|grey| [grey; 3]).collect();
    }
    assert_eq!((eighth.width, eighth.height), (width.into(), height.into()), "{what}");
    let worst = eighth.pixels.iter().zip(&pixels).map(|(a, b)| a.abs_diff(*b)).max();
    assert!(worst <= Some(most), "{what}: off by {worst:?}");
    assert_eq!(eighth.pixels.len(), pixels.len(), "{what}");
}

#[test]
fn it_agrees_with_the_complete_decoder() {
    let samplings = [
        // It rounds where the complete decoder cuts off.
        (SamplingFactor::F_1_1, 4),
        // The complete decoder blends neighbouring colours, this one does not.
        (SamplingFactor::F_2_1, 12),
        (SamplingFactor::F_1_2, 12),
        (SamplingFactor::F_2_2, 12),
        (SamplingFactor::F_4_1, 24),
    ];
    for (width, height) in [(640, 480), (333, 217), (8, 8), (1, 1), (17, 300)] {
        for (sampling, most) in samplings {
            for (progressive, restart, optimized) in [(false, 0, false), (false, 7, false), (true, 0, true)] {
                let file = photo(width, height, ColorType::Rgb, |encoder| {
                    encoder.set_sampling_factor(sampling);
                    encoder.set_progressive(progressive);
                    encoder.set_restart_interval(restart);
                    encoder.set_optimized_huffman_tables(optimized);
                });
                let what = format!("{width} x {height}, {sampling:?}, progressive {progressive}, restart {restart}");
                check(&what, &file, if width < 100 { 60 } else { most });
            }
        }
    }
}

#[test]
fn grey_is_read() {
    for progressive in [false, true] {
        let file = photo(321, 123, ColorType::Luma, |encoder| encoder.set_progressive(progressive));
        check("grey", &file, 1);
    }
}

#[test]
fn inks_are_left_to_the_complete_decoder() {
    let mut file = Vec::new();
    Encoder::new(&mut file, 80).encode(&[0; 16 * 16 * 4], 16, 16, ColorType::Cmyk).expect("a sample");
    assert!(decode(&file).expect("a sound file").is_none());
}

#[test]
fn damage_is_noticed_and_never_panics() {
    for progressive in [false, true] {
        let file = photo(64, 40, ColorType::Rgb, |encoder| {
            encoder.set_progressive(progressive);
            encoder.set_restart_interval(if progressive { 0 } else { 5 });
        });
        for at in 0..file.len() {
            assert!(decode(&file[..at]).is_err(), "cut at {at}");
            let mut flipped = file.clone();
            flipped[at] ^= 1 << (at * 5 % 8);
            // Whatever it says, it says it in time and in peace.
            let _ = decode(&flipped);
        }
    }
}
