//! Files that are no pictures, or no longer: each gives a clear error, quickly, and nothing ever panics.

mod support;

use std::time::Instant;

use image::ImageFormat;
use support::{file, quarters, samples, thumbnail};

/// Checks that `file` fails with `error_type` and a text that has `part` in it.
fn check(file: &[u8], error_type: &str, part: &str) {
    let (found, message) = thumbnail(file).expect_err(error_type);
    assert_eq!(found, error_type, "{message}");
    assert!(message.contains(part), "{message}");
}

#[test]
fn what_is_no_picture_is_said_to_be_none() {
    check(b"", "UnidentifiedImage", "The object 'photo' is empty: it has 0 bytes.");
    check(b"Dear diary", "UnidentifiedImage", "neither JPEG, PNG, WebP nor GIF");
    check(b"%PDF-1.7 and more", "UnidentifiedImage", "is not a picture that can be read");
    check(b"BM and then nothing of a bitmap", "UnidentifiedImage", "is not a picture");
}

#[test]
fn a_cut_picture_is_said_to_be_cut() {
    for (kind, sample) in samples(300, 200) {
        let cut = &sample[..sample.len() * 2 / 3];
        let (error_type, message) = thumbnail(cut).expect_err(kind);
        assert_eq!(error_type, "TruncatedImage", "{kind}: {message}");
        assert!(message.contains(&format!("only {} bytes are there", cut.len())), "{kind}: {message}");
    }
}

/// A PNG of one colour whose header says `width` x `height`: a few kilobytes that unpack to gigabytes.
fn png_bomb(width: u32, height: u32) -> Vec<u8> {
    let mut bomb = file(quarters(8, 8), ImageFormat::Png);
    bomb[16..20].copy_from_slice(&width.to_be_bytes());
    bomb[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc32(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&sum.to_be_bytes());
    bomb
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    })
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    let begun = Instant::now();
    let words = "30000 x 30000 is 900000000 pixels, and the limit is 178956970 pixels";
    check(&png_bomb(30_000, 30_000), "ImageTooLarge", words);

    for (kind, mut sample) in samples(64, 48) {
        let is_jpeg = sample.starts_with(&[0xFF, 0xD8]);
        if is_jpeg {
            let header = sample.windows(2).position(|pair| matches!(pair, [0xFF, 0xC0 | 0xC2]));
            let at = header.expect("every JPEG has a frame header") + 5;
            sample[at..at + 4].copy_from_slice(&[0xFF, 0xDC, 0xFF, 0xDC]);
        } else if kind == "gif" {
            sample[6..10].copy_from_slice(&[0xFF; 4]);
        } else {
            continue;
        }
        let (error_type, message) = thumbnail(&sample).expect_err(kind);
        assert_eq!(error_type, "ImageTooLarge", "{kind}: {message}");
    }
    assert!(begun.elapsed().as_secs() < 5, "bombs are to be refused before anything is decoded");
}

#[test]
fn truncations_never_panic() {
    for (kind, sample) in samples(48, 40) {
        for length in 0..sample.len() {
            // A file that lacks only its end mark may pass; anything else must be an error of ours.
            if let Err((error_type, _)) = thumbnail(&sample[..length]) {
                assert!(error_type.ends_with("Image"), "{kind} cut at {length}: {error_type}");
            }
        }
    }
}

#[test]
fn flipped_bits_never_panic() {
    for (kind, sample) in samples(48, 40) {
        let mut chance = 0x2545_F491_4F6C_DD1Du64;
        for at in 0..sample.len() {
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            let mut flipped = sample.clone();
            flipped[at] ^= 1 << (chance % 8);
            if let Err((error_type, message)) = thumbnail(&flipped) {
                assert!(error_type.contains("Image"), "{kind} flipped at {at}: {error_type}: {message}");
            }
        }
    }
}
