//! The sample photos: drawn as SVG in `static/samples`, rendered here to what a camera would give, twelve
//! megapixels of JPEG with grain and EXIF. A thumbnail that comes from them is then honest work.

use std::fs;
use std::path::Path;

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::say::{self, Failure, Outcome};
use crate::{fingerprint, workspace};

/// A name, the JPEG quality and the grain in steps of brightness: chosen so that the files weigh about
/// what the entrance says.
const SAMPLES: &[(&str, u8, f32)] = &[("harbour", 91, 5.0), ("ridge", 91, 4.4), ("night", 91, 8.0)];

const WIDTH: u32 = 4000;
const HEIGHT: u32 = 3000;
const SMALL_WIDTH: u32 = 400;
const SMALL_HEIGHT: u32 = 300;
const SMALL_QUALITY: u8 = 50;

/// Puts `<name>.jpg` and `<name>-small.jpg` into the folder.
pub fn prepare(to: &Path) -> Outcome<()> {
    for &(name, quality, grain) in SAMPLES {
        let drawing = format!("static/samples/{name}.svg");
        let fingerprint = fingerprint::of(&[&drawing, "xtask/src/site/samples.rs"], "")?;
        let photo = to.join(format!("{name}.jpg"));
        fingerprint::once(&format!("sample-{name}"), &fingerprint, &photo, || {
            say::step(&format!("Develop {name}.jpg"), || {
                let tree = parse(&workspace::root().join(&drawing))?;
                let mut large = render(&tree, WIDTH, HEIGHT)?;
                add_grain(&mut large, grain);
                let large = encode(&large, WIDTH, HEIGHT, quality, true)?;
                let small = encode(
                    &render(&tree, SMALL_WIDTH, SMALL_HEIGHT)?,
                    SMALL_WIDTH,
                    SMALL_HEIGHT,
                    SMALL_QUALITY,
                    false,
                )?;
                say::note(format!("{}, preview {}", say::size(large.len()), say::size(small.len())));
                workspace::write(&to.join(format!("{name}-small.jpg")), &small)?;
                workspace::write(&photo, &large)
            })
        })?;
    }
    Ok(())
}

fn parse(drawing: &Path) -> Outcome<Tree> {
    let text = fs::read_to_string(drawing).map_err(|error| Failure::file("read", drawing, &error))?;
    Tree::from_str(&text, &Options::default()).map_err(|error| {
        Failure::new(format!("{} is no drawing: {error}", drawing.display()), "Mend the SVG; a browser shows where.")
    })
}

/// Draws to RGB bytes, row by row.
fn render(tree: &Tree, width: u32, height: u32) -> Outcome<Vec<u8>> {
    let mut map = Pixmap::new(width, height)
        .ok_or_else(|| Failure::new("no memory for a picture", "Close other programs and run this again."))?;
    let scale = Transform::from_scale(width as f32 / tree.size().width(), height as f32 / tree.size().height());
    resvg::render(tree, scale, &mut map.as_mut());
    let opaque = map.pixels().iter().flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]);
    Ok(opaque.collect())
}

/// Film grain: brightness noise, strongest in the middle tones, from a fixed seed.
fn add_grain(rgb: &mut [u8], strength: f32) {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for pixel in rgb.chunks_exact_mut(3) {
        // xorshift*: plain, fast, and the same on every machine.
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        let bits = state.wrapping_mul(0x2545_f491_4f6c_dd1d);
        // The sum of four even distributions is near enough to a bell curve.
        let sum: u64 = (0..4).map(|part| bits >> (part * 16) & 0xffff).sum();
        let bell = (sum as f32 / 65_535.0 - 2.0) * 1.73;
        let light = (f32::from(pixel[0]) + 2.0 * f32::from(pixel[1]) + f32::from(pixel[2])) / 1024.0;
        let noise = bell * strength * (0.55 + 1.8 * light * (1.0 - light));
        for channel in pixel {
            // The cast saturates at 0 and 255, as film does.
            *channel = (f32::from(*channel) + noise).round() as u8;
        }
    }
}

fn encode(rgb: &[u8], width: u32, height: u32, quality: u8, photo: bool) -> Outcome<Vec<u8>> {
    let mut bytes = Vec::new();
    let failed = |error: jpeg_encoder::EncodingError| {
        Failure::new(format!("a picture could not be encoded: {error}"), "Run this again; memory may have run out.")
    };
    let mut encoder = Encoder::new(&mut bytes, quality);
    // As cameras do: half the colour in each direction.
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    if photo {
        encoder.add_exif_metadata(&exif()).map_err(failed)?;
    } else {
        encoder.set_progressive(true);
    }
    encoder.encode(rgb, width as u16, height as u16, ColorType::Rgb).map_err(failed)?;
    Ok(bytes)
}

/// The smallest honest EXIF: who made the picture, with what, which way up, and when.
fn exif() -> Vec<u8> {
    const ASCII: u16 = 2;
    const SHORT: u16 = 3;
    let texts: [(u16, &[u8]); 4] = [
        (0x010f, b"Coldstart\0"),
        (0x0110, b"Drawn, not taken\0"),
        (0x0131, b"cargo xtask build\0"),
        (0x0132, b"2026:06:21 21:14:00\0"),
    ];
    let mut entries = Vec::new();
    let mut data = Vec::new();
    let count = texts.len() as u32 + 1;
    // Header of 8 bytes, then the count, twelve bytes an entry and the link to a next directory.
    let data_at = 8 + 2 + 12 * count + 4;
    let mut entry = |tag: u16, kind: u16, count: u32, value: u32| {
        entries.extend(tag.to_le_bytes());
        entries.extend(kind.to_le_bytes());
        entries.extend(count.to_le_bytes());
        entries.extend(value.to_le_bytes());
    };
    for (index, (tag, text)) in texts.into_iter().enumerate() {
        // Tags must ascend; Orientation, 0x0112, stands after the model.
        if index == 2 {
            entry(0x0112, SHORT, 1, 1);
        }
        entry(tag, ASCII, text.len() as u32, data_at + data.len() as u32);
        data.extend_from_slice(text);
    }
    let mut all = b"II*\0\x08\0\0\0".to_vec();
    all.extend((count as u16).to_le_bytes());
    all.extend(entries);
    all.extend([0; 4]);
    all.extend(data);
    all
}
