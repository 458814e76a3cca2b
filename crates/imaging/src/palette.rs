//! What the places of a palette's picture stand for.

/// 256 colours, of which the first `size` were set.
#[derive(Clone, Debug)]
pub struct Palette {
    /// Red, green, blue and alpha.
    pub colours: [[u8; 4]; 256],
    /// How many were set.
    pub size: usize,
    /// Whether alpha counts.
    pub has_alpha: bool,
}

impl Default for Palette {
    /// Pillow begins with a ramp of greys that counts for nothing.
    fn default() -> Self {
        Self { colours: std::array::from_fn(|at| [at as u8, at as u8, at as u8, 255]), size: 0, has_alpha: false }
    }
}

impl Palette {
    /// A palette whose every grey is at its own place.
    pub fn greys() -> Self {
        Self { size: 256, ..Self::default() }
    }

    /// Reads `colours` of four bytes each.
    pub fn read(colours: &[u8], has_alpha: bool) -> Self {
        let mut palette = Self { has_alpha, ..Self::default() };
        for (to, colour) in palette.colours.iter_mut().zip(colours.as_chunks::<4>().0) {
            *to = *colour;
        }
        palette.size = (colours.len() / 4).min(256);
        palette
    }
}

/// Finds the nearest colour, each question once. Like Pillow's, it looks at the upper six bits of each sample.
pub struct Nearest<'a> {
    palette: &'a Palette,
    found: Vec<u16>,
}

/// A place that was not yet looked for.
const UNKNOWN: u16 = 0x100;

impl<'a> Nearest<'a> {
    pub fn new(palette: &'a Palette) -> Self {
        Self { palette, found: vec![UNKNOWN; 64 * 64 * 64] }
    }

    pub fn place(&mut self, [r, g, b]: [u8; 3]) -> u8 {
        let at = usize::from(r >> 2) << 12 | usize::from(g >> 2) << 6 | usize::from(b >> 2);
        if self.found[at] == UNKNOWN {
            let colour = [r & 0xFC, g & 0xFC, b & 0xFC];
            let distance = |at: &usize| -> u32 {
                let samples = self.palette.colours[*at].into_iter().zip(colour);
                samples.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
            };
            let nearest = (0..self.palette.size.max(1)).min_by_key(distance).unwrap_or(0);
            self.found[at] = nearest as u16;
        }
        self.found[at] as u8
    }
}
