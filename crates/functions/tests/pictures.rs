//! Every kind of picture that is read, and what is made of it.

mod support;

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage, imageops};
use jpeg_encoder::{ColorType, SamplingFactor};
use support::{check_corners, file, jpeg, jpeg_of, jpegs, quarters, samples, thumbnail, thumbnail_file};

fn check(samples: Vec<(&str, Vec<u8>)>, expected: (u32, u32)) {
    for (kind, sample) in samples {
        let small = thumbnail(&sample).unwrap_or_else(|error| panic!("{kind}: {error:?}"));
        assert_eq!((small.width(), small.height()), expected, "{kind}");
        if !kind.starts_with("grey") {
            check_corners(&format!("{kind}, {expected:?}"), &small, [0, 1, 2, 3]);
        }
    }
}

#[test]
fn every_kind_is_read() {
    check(samples(320, 240), (100, 75));
    check(samples(233, 434), (54, 100));
    check(samples(60, 40), (60, 40));
}

#[test]
fn large_photos_are_read_at_every_scale() {
    check(jpegs(420, 333), (100, 79));
    check(jpegs(850, 640), (100, 75));
    check(jpegs(1213, 1617), (75, 100));
}

#[test]
fn tiny_and_narrow_pictures_are_read() {
    for (width, height, expected) in [(1, 1, (1, 1)), (3000, 2, (100, 1)), (1, 700, (1, 100)), (9, 7, (9, 7))] {
        for (kind, sample) in samples(width, height) {
            let small = thumbnail(&sample).unwrap_or_else(|error| panic!("{kind}: {error:?}"));
            assert_eq!((small.width(), small.height()), expected, "{kind}");
        }
    }
}

/// An EXIF segment that says nothing but the orientation, in the byte order that `order` begins with.
fn exif(orientation: u8, big_endian: bool) -> Vec<u8> {
    let mut exif = b"Exif\0\0".to_vec();
    exif.extend(if big_endian { *b"MM\0*\0\0\0\x08" } else { *b"II*\0\x08\0\0\0" });
    let entry: [u8; 14] = if big_endian {
        [0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]
    } else {
        [1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]
    };
    exif.extend(entry);
    exif.extend([0; 4]);
    exif
}

#[test]
fn every_orientation_stands_upright() {
    // Where the stored corners end up, as the EXIF standard says.
    let upright = [
        (1, [0, 1, 2, 3]),
        (2, [1, 0, 3, 2]),
        (3, [3, 2, 1, 0]),
        (4, [2, 3, 0, 1]),
        (5, [0, 2, 1, 3]),
        (6, [2, 0, 3, 1]),
        (7, [3, 1, 2, 0]),
        (8, [1, 3, 0, 2]),
    ];
    for (orientation, order) in upright {
        for (progressive, big_endian) in [(false, true), (true, false)] {
            let photo = jpeg_of(&quarters(400, 200), ColorType::Rgb, |encoder| {
                encoder.set_progressive(progressive);
                encoder.add_app_segment(1, &exif(orientation, big_endian)).expect("a short segment");
            });
            let small = thumbnail(&photo).expect("a good photo");
            let turned = orientation >= 5;
            assert_eq!((small.width(), small.height()), if turned { (50, 100) } else { (100, 50) });
            check_corners(&format!("orientation {orientation}"), &small, order);
        }
    }
}

#[test]
fn what_is_transparent_becomes_white() {
    let clear = RgbaImage::from_pixel(300, 300, Rgba([10, 20, 30, 0]));
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
        let small = thumbnail(&file(clear.clone(), format)).expect("a good picture");
        assert!(small.pixels().all(|pixel| pixel.0.iter().all(|sample| *sample >= 250)), "{format:?}");
    }
    let half = RgbaImage::from_pixel(300, 300, Rgba([0, 0, 0, 128]));
    let small = thumbnail(&file(half, ImageFormat::Png)).expect("a good picture");
    assert!(small.pixels().all(|pixel| pixel.0[0].abs_diff(127) <= 3));
}

#[test]
fn inks_that_are_not_inverted_are_known_by_their_missing_signature() {
    // Without Adobe's segment, inks are stored as they are: the encoder's inversion is undone beforehand.
    let mut picture = quarters(320, 240);
    for sample in picture.iter_mut() {
        *sample = 255 - *sample;
    }
    let mut photo = jpeg_of(&picture, ColorType::Cmyk, |_| {});
    let signature = photo.windows(5).position(|bytes| bytes == b"Adobe").expect("the encoder signs");
    photo[signature] = b'a';
    // The fourth ink, 0, was stored as 255: full black. So everything is black, and nothing else can be said.
    let small = thumbnail(&photo).expect("a good photo");
    assert!(small.pixels().all(|pixel| pixel.0.iter().all(|sample| *sample <= 6)));
}

#[test]
fn thumbnails_are_close_to_those_of_a_full_decode() {
    // Something with detail: rings, which alias badly when pixels are skipped.
    let rings = image::RgbImage::from_fn(1600, 1200, |x, y| {
        let (dx, dy) = (f64::from(x) - 800.0, f64::from(y) - 600.0);
        let wave = ((dx * dx + dy * dy) / 24_000.0).sin();
        image::Rgb([128.0 + 100.0 * wave, 128.0, 128.0 - 100.0 * wave].map(|sample| sample as u8))
    });
    let best = imageops::resize(&rings, 100, 75, imageops::FilterType::Lanczos3);
    for progressive in [false, true] {
        let photo = jpeg(&rings, progressive, SamplingFactor::F_1_1);
        let small = thumbnail_file(&photo, &[("JPEG_QUALITY", "100")]).expect("a good photo");
        let small = image::load_from_memory(&small).expect("thumbnails are JPEGs").into_rgb8();
        let squares: f64 = small.iter().zip(best.iter()).map(|(a, b)| f64::from(a.abs_diff(*b)).powi(2)).sum();
        let decibels = 10.0 * (255.0 * 255.0 / (squares / small.len() as f64)).log10();
        assert!(decibels > 30.0, "progressive {progressive}: {decibels:.1} dB");
    }
}

#[test]
fn a_gif_shows_its_first_frame() {
    let mut file = Vec::new();
    {
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut file);
        let second = RgbaImage::from_pixel(200, 100, Rgba([0, 0, 0, 255]));
        let first = DynamicImage::ImageRgb8(quarters(200, 100)).into_rgba8();
        encoder.encode_frames([first, second].map(image::Frame::new)).expect("two frames");
    }
    check_corners("gif", &thumbnail(&file).expect("a good picture"), [0, 1, 2, 3]);
}
