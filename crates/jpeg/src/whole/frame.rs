//! The frame: its components, how large each is decoded, and where its samples and numbers lie.

use super::transform;

/// The most samples a frame may have, padding included: four times what is called a decompression bomb.
const MOST_SAMPLES: usize = 4 * 178_956_970;

/// How the numbers of a block come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A block is whole in one scan.
    Sequential,
    /// Each scan has a part of the numbers of all blocks.
    Progressive,
}

/// One colour of the picture.
pub struct Component {
    pub id: u8,
    /// Blocks in a unit of a scan of several components.
    pub across: usize,
    pub down: usize,
    pub steps_table: usize,
    /// The steps that its first scan found, in zigzag order.
    pub steps: Option<[u16; 64]>,
    /// Blocks in the picture, without those that only fill up the last unit.
    pub blocks_wide: usize,
    pub blocks_high: usize,
    /// Blocks in a row, those that fill up included.
    pub stride: usize,
    rows: usize,
    /// Samples that a block becomes, in each direction: 1, 2, 4 or 8.
    pub side: usize,
    /// Samples that belong to the picture.
    pub width: usize,
    pub height: usize,
    /// All samples, `stride * side` in a row.
    pub samples: Vec<u8>,
    /// All numbers, by block, each in its natural place; empty in a sequential file.
    pub numbers: Vec<[i16; 64]>,
}

/// The frame's header and what is decoded of it.
pub struct Frame {
    pub kind: Kind,
    /// The picture as it is decoded.
    pub width: usize,
    pub height: usize,
    /// The most that a component has in a unit.
    pub most_across: usize,
    pub most_down: usize,
    pub units_wide: usize,
    pub units_high: usize,
    /// Samples that a block of the finest component becomes.
    pub side: usize,
    pub components: Vec<Component>,
}

impl Frame {
    /// Reads a frame's header, for a picture at 1/`scale` of its size; `None` when it is of a sort that is not known.
    pub fn read(payload: &[u8], kind: Kind, scale: usize) -> Option<Self> {
        let [8, high @ .., count] = payload.get(..6)? else { return None };
        let number = |at: usize| Some(usize::from(u16::from_be_bytes([*high.get(at)?, *high.get(at + 1)?])));
        let (full_height, full_width) = (number(0)?, number(2)?);
        let side = match scale {
            1 | 2 | 4 | 8 => 8 / scale,
            _ => return None,
        };
        let specs = payload.get(6..)?.as_chunks::<3>().0.get(..usize::from(*count))?;
        let factors = |spec: &[u8; 3]| (usize::from(spec[1] >> 4), usize::from(spec[1] & 15));
        let sound = specs.iter().map(factors).all(|(x, y)| (1..=4).contains(&x) && (1..=4).contains(&y));
        if !matches!(count, 1 | 3 | 4) || full_width == 0 || full_height == 0 || !sound {
            return None;
        }
        let most_across = specs.iter().map(|spec| factors(spec).0).max()?;
        let most_down = specs.iter().map(|spec| factors(spec).1).max()?;
        let units_wide = full_width.div_ceil(8 * most_across);
        let units_high = full_height.div_ceil(8 * most_down);
        let blocks: usize = specs.iter().map(|spec| factors(spec).0 * factors(spec).1).sum();
        if units_wide * units_high * blocks > MOST_SAMPLES / 64 {
            return None;
        }
        let component = |spec: &[u8; 3]| {
            let (across, down) = factors(spec);
            // A coarse component is decoded larger rather than enlarged afterwards, where that comes out even.
            let mut own = side;
            while own < 8
                && (most_across * side) % (across * own * 2) == 0
                && (most_down * side) % (down * own * 2) == 0
            {
                own *= 2;
            }
            let (stride, rows) = (units_wide * across, units_high * down);
            let blocks_wide = (full_width * across).div_ceil(8 * most_across);
            let blocks_high = (full_height * down).div_ceil(8 * most_down);
            Component {
                id: spec[0],
                across,
                down,
                steps_table: usize::from(spec[2] & 3),
                steps: None,
                blocks_wide,
                blocks_high,
                stride,
                rows,
                side: own,
                width: (full_width * across * own).div_ceil(most_across * 8),
                height: (full_height * down * own).div_ceil(most_down * 8),
                samples: vec![128; stride * own * rows * own],
                numbers: match kind {
                    Kind::Sequential => Vec::new(),
                    Kind::Progressive => vec![[0; 64]; stride * rows],
                },
            }
        };
        let components = specs.iter().map(component).collect();
        let (width, height) = (full_width.div_ceil(scale), full_height.div_ceil(scale));
        Some(Self { kind, width, height, most_across, most_down, units_wide, units_high, side, components })
    }

    /// Makes samples of the numbers that the scans of a progressive file have gathered.
    pub fn finish(&mut self) -> Option<()> {
        for component in &mut self.components {
            let steps = natural(&component.steps?);
            for (at, numbers) in std::mem::take(&mut component.numbers).iter().enumerate() {
                component.place(at % component.stride, at / component.stride, numbers, &steps, 63);
            }
        }
        Some(())
    }
}

/// Steps in the numbers' natural places.
pub fn natural(steps: &[u16; 64]) -> [i32; 64] {
    let mut placed = [0; 64];
    for (at, step) in steps.iter().enumerate() {
        placed[transform::NATURAL[at]] = i32::from(*step);
    }
    placed
}

impl Component {
    /// Makes the samples of a block. `last` is the highest place, in zigzag order, that may hold another number than 0.
    pub fn place(&mut self, x: usize, y: usize, numbers: &[i16; 64], steps: &[i32; 64], last: usize) {
        debug_assert!(x < self.stride && y < self.rows);
        let row_bytes = self.stride * self.side;
        let start = y * self.side * row_bytes + x * self.side;
        transform::samples(numbers, steps, last, self.side, &mut self.samples[start..], row_bytes);
    }

    /// The samples of a row that belong to the picture.
    pub fn row(&self, y: usize) -> &[u8] {
        let start = y.min(self.height - 1) * self.stride * self.side;
        &self.samples[start..start + self.width]
    }
}
