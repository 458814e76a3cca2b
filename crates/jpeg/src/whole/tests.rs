//! The whole picture against another complete decoder, and on damaged files.

use jpeg_decoder::Decoder;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::{Colours, decode};
use crate::Error;

fn photo(width: u16, height: u16, colour: ColorType, set: impl FnOnce(&mut Encoder<&mut Vec<u8>>)) -> Vec<u8> {
    let samples = match colour {
        ColorType::Luma => 1,
        ColorType::Cmyk => 4,
        _ => 3,
    };
    let mut pixels = Vec::new();
    for y in 0..u32::from(height) {
        for x in 0..u32::from(width) {
            let grain = (x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77)) >> 28;
            let hills = [x * 240 / u32::from(width), y * 240 / u32::from(height), 90, (x + y) % 97];
            pixels.extend(hills[..samples].iter().map(|hill| u8::try_from(hill + grain).expect("at most 255")));
        }
    }
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, 90);
    set(&mut encoder);
    encoder.encode(&pixels, width, height, colour).expect("a sample can be encoded");
    file
}

/// Checks that the mean difference to what the other decoder makes stays below half a step.
fn check(what: &str, file: &[u8], colours: Colours) {
    let ours = decode(file, 1, colours).expect(what);
    let mut decoder = Decoder::new(file);
    let theirs = decoder.decode().expect(what);
    let samples = theirs.len() / (ours.width * ours.height);
    let ours: Vec<u8> = match samples {
        1 | 4 => ours.pixels,
        _ => ours.pixels.as_chunks::<4>().0.iter().flat_map(|pixel| pixel[..3].to_vec()).collect(),
    };
    assert_eq!(ours.len(), theirs.len(), "{what}");
    let off: u64 = ours.iter().zip(&theirs).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    assert!(off * 2 < ours.len() as u64, "{what}: off by {off} in {}", ours.len());
}

#[test]
fn sequential_and_progressive_files_of_each_sampling() {
    for sampling in [SamplingFactor::F_1_1, SamplingFactor::F_2_1, SamplingFactor::F_2_2, SamplingFactor::F_1_2] {
        for progressive in [false, true] {
            let file = photo(157, 91, ColorType::Rgb, |encoder| {
                encoder.set_sampling_factor(sampling);
                encoder.set_progressive(progressive);
                encoder.set_restart_interval(7);
            });
            check(&format!("{sampling:?}, progressive: {progressive}"), &file, Colours::Rgb);
        }
    }
    check("grey", &photo(61, 35, ColorType::Luma, |_| {}), Colours::Grey);
}

#[test]
fn scales_give_the_rounded_up_size() {
    let file = photo(157, 91, ColorType::Rgb, |encoder| encoder.set_sampling_factor(SamplingFactor::F_2_2));
    for (scale, size) in [(1, (157, 91)), (2, (79, 46)), (4, (40, 23)), (8, (20, 12))] {
        let whole = decode(&file, scale, Colours::Rgb).expect("a sound file");
        assert_eq!((whole.width, whole.height, whole.pixels.len()), (size.0, size.1, size.0 * size.1 * 4));
    }
}

#[test]
fn damage_is_read_through_or_told_and_never_panics() {
    let file = photo(37, 21, ColorType::Rgb, |encoder| encoder.set_progressive(true));
    assert_eq!(decode(&file[..file.len() / 2], 1, Colours::Rgb).err(), Some(Error::Truncated(file.len() / 2)));
    for at in 2..file.len() {
        for (to, scale) in [(0x00, 1), (0x7F, 4), (0xFF, 2)] {
            let mut damaged = file.clone();
            damaged[at] = to;
            drop(decode(&damaged, scale, Colours::Rgb));
        }
    }
}
