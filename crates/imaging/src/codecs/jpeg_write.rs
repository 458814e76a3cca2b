//! A picture as JPEG.

use jpeg_encoder::{ColorType, Density, Encoder, QuantizationTableType, SamplingFactor};

use crate::{
    host::Fault,
    picture::{Mode, Picture},
};

/// How a file is to be written.
pub struct Settings {
    /// 1 to 100.
    pub quality: u8,
    pub progressive: bool,
    pub optimised: bool,
    /// 0: none, 1: 4:2:2, 2: 4:2:0.
    pub subsampling: i64,
    /// Dots per inch; 0 when not known.
    pub dots: (u16, u16),
    /// Blocks between restart markers; 0 for none.
    pub restart_interval: u16,
    /// Steps in natural order, for brightness and for colours, instead of the quality's.
    pub steps: Option<[[u16; 64]; 2]>,
}

/// Encodes `picture`. `segments` are whole segments that follow the first.
///
/// # Errors
/// When the mode cannot be written, or a side has more than 65,535 pixels.
pub fn encode(picture: &Picture, settings: &Settings, segments: &[u8]) -> Result<Vec<u8>, Fault> {
    let side = |pixels: usize| u16::try_from(pixels).map_err(|_| Fault::os("encoder error -2 when writing image file"));
    let (width, height) = (side(picture.width)?, side(picture.height)?);
    let three = |fours: &[[u8; 4]]| fours.iter().flat_map(|[a, b, c, _]| [*a, *b, *c]).collect::<Vec<u8>>();
    let packed;
    let (pixels, colours): (&[u8], ColorType) = match picture.mode {
        Mode::L | Mode::One => (&picture.data, ColorType::Luma),
        Mode::Rgb | Mode::Rgbx => {
            packed = three(picture.fours());
            (&packed, ColorType::Rgb)
        }
        Mode::YCbCr => {
            packed = three(picture.fours());
            (&packed, ColorType::Ycbcr)
        }
        Mode::Cmyk => {
            // Pillow stores inks as Adobe does: inverted. The encoder inverts them itself.
            (&picture.data, ColorType::Cmyk)
        }
        _ => return Err(Fault::value("unrecognized raw mode")),
    };
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, settings.quality);
    encoder.set_sampling_factor(match settings.subsampling {
        0 => SamplingFactor::F_1_1,
        1 => SamplingFactor::F_2_1,
        _ => SamplingFactor::F_2_2,
    });
    encoder.set_progressive(settings.progressive);
    encoder.set_optimized_huffman_tables(settings.optimised || settings.progressive);
    if settings.restart_interval > 0 {
        encoder.set_restart_interval(settings.restart_interval);
    }
    if settings.dots.0 > 0 && settings.dots.1 > 0 {
        encoder.set_density(Density::Inch { x: settings.dots.0, y: settings.dots.1 });
    }
    if let Some([bright, colour]) = settings.steps {
        let table = |steps: [u16; 64]| QuantizationTableType::Custom(Box::new(steps));
        encoder.set_quantization_tables(table(bright), table(colour));
    }
    encoder
        .encode(pixels, width, height, colours)
        .map_err(|_| Fault::os("encoder error -2 when writing image file"))?;
    // After the file's beginning and its first segment, which says that it is JFIF.
    if let (false, [0xFF, 0xD8, 0xFF, 0xE0, high, low, ..]) = (segments.is_empty(), &file[..]) {
        let at = 4 + usize::from(u16::from_be_bytes([*high, *low]));
        file.splice(at..at, segments.iter().copied());
    }
    Ok(file)
}
