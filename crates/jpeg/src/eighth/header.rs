//! What the headers of a frame and of a scan say, and the picture that its means make.

use super::Eighth;

/// The number of two bytes at `at`.
pub fn number(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// One colour of the picture.
pub struct Component {
    id: u8,
    /// Blocks in a unit of a scan of several components, across and down.
    pub sampling: (usize, usize),
    /// Which table says what a step counts.
    pub step_table: usize,
    /// What a step of the mean counts.
    pub step: u16,
    /// Blocks in a row, those that only fill up the last unit included.
    pub stride: usize,
    /// The means of all blocks, eight times and in steps.
    pub means: Vec<i16>,
    /// Whether a scan has given the means.
    pub seen: bool,
}

/// The frame's header.
pub struct Frame {
    width: usize,
    height: usize,
    /// Whether each scan holds a part of the numbers.
    pub progressive: bool,
    /// One colour, grey, or three: brightness and two differences.
    pub components: Vec<Component>,
    most: (usize, usize),
}

impl Frame {
    /// Reads a frame's header; `None` when it is of a sort that is not known.
    ///
    /// `jfif` says whether the file declares itself JFIF, which settles what the three colours are.
    pub fn read(payload: &[u8], progressive: bool, jfif: bool) -> Option<Self> {
        let [precision, _, _, _, _, count, rest @ ..] = payload else { return None };
        let (height, width) = (usize::from(number(payload, 1)?), usize::from(number(payload, 3)?));
        let known = *precision == 8 && matches!(count, 1 | 3) && width > 0 && height > 0;
        let specs = rest.as_chunks::<3>().0.get(..usize::from(*count)).filter(|_| known)?;
        // Other names of the components stand for other colours.
        let names: Vec<u8> = specs.iter().map(|spec| spec[0]).collect();
        let by_name = matches!(names[..], [_] | [1, 2, 3]);
        let other_colours = matches!(&names[..], b"RGB" | b"rgb" | [1, 34, 35]);
        if other_colours || !(by_name || jfif) {
            return None;
        }
        let sampling = |spec: &[u8; 3]| (usize::from(spec[1] >> 4), usize::from(spec[1] & 15));
        if specs.iter().map(sampling).any(|(x, y)| !matches!(x, 1 | 2 | 4) || !matches!(y, 1 | 2 | 4)) {
            return None;
        }
        // A lone component has units of one block, whatever its sampling says.
        let sampling = |spec: &[u8; 3]| if specs.len() == 1 { (1, 1) } else { sampling(spec) };
        let most = specs.iter().map(sampling).fold((1, 1), |most, (x, y)| (most.0.max(x), most.1.max(y)));
        let units = (width.div_ceil(8 * most.0), height.div_ceil(8 * most.1));
        let component = |spec: &[u8; 3]| {
            let sampling = sampling(spec);
            Component {
                id: spec[0],
                sampling,
                step_table: usize::from(spec[2] & 3),
                step: 0,
                stride: units.0 * sampling.0,
                means: vec![0; units.0 * sampling.0 * units.1 * sampling.1],
                seen: false,
            }
        };
        let components = specs.iter().map(component).collect();
        Some(Self { width, height, progressive, components, most })
    }

    /// How many units `scan` has, across and down.
    pub fn units(&self, scan: &Scan) -> (usize, usize) {
        let (wide, high) = match scan.components[..] {
            // A scan of one component has its blocks only, not those that fill up the last unit.
            [ScanComponent { component, .. }] => {
                let (wide, high) = self.components[component].sampling;
                ((self.width * wide).div_ceil(self.most.0), (self.height * high).div_ceil(self.most.1))
            }
            _ => (self.width.div_ceil(self.most.0), self.height.div_ceil(self.most.1)),
        };
        (wide.div_ceil(8), high.div_ceil(8))
    }

    /// The picture of one pixel a block.
    pub fn picture(&self) -> Eighth {
        let (width, height) = (self.width.div_ceil(8), self.height.div_ceil(8));
        let mut pixels = Vec::with_capacity(width * height * 3);
        for y in 0..height {
            for x in 0..width {
                let sample = |component: &Component| {
                    let (wide, high) = component.sampling;
                    component.sample(x * wide / self.most.0, y * high / self.most.1)
                };
                match &self.components[..] {
                    [bright, blue, red] => pixels.extend(rgb(sample(bright), sample(blue), sample(red))),
                    [grey, ..] => pixels.extend([sample(grey); 3]),
                    [] => {}
                }
            }
        }
        // A side of at most 65,535 pixels.
        Eighth { width: width as u32, height: height as u32, pixels }
    }
}

/// JFIF's colours, in steps of 1/65536.
fn rgb(bright: u8, blue: u8, red: u8) -> [u8; 3] {
    let (y, cb, cr) = ((i32::from(bright) << 16) + 0x8000, i32::from(blue) - 128, i32::from(red) - 128);
    [y + 91_881 * cr, y - 22_554 * cb - 46_802 * cr, y + 116_130 * cb]
        .map(|sample| u8::try_from((sample >> 16).clamp(0, 255)).expect("a clamped sample"))
}

/// A component's part in a scan.
pub struct ScanComponent {
    /// Its place in the frame.
    pub component: usize,
    /// The table of the codes of first numbers.
    pub first_table: usize,
    /// The table of the codes of the others.
    pub others_table: usize,
}

/// A scan's header.
pub struct Scan {
    /// The components in it.
    pub components: Vec<ScanComponent>,
    /// The lowest frequency in it.
    pub first_frequency: u8,
    /// Whether it adds a bit to numbers that an earlier scan gave.
    pub refines: bool,
    /// How far its numbers are shifted.
    pub shift: u32,
    /// Where the coded data begin in the segment's payload.
    pub data_at: usize,
}

impl Scan {
    /// Reads a scan's header; `None` when it makes no sense in `frame`.
    pub fn read(payload: &[u8], frame: &Frame) -> Option<Self> {
        let count = usize::from(*payload.first()?);
        let data_at = 1 + count * 2 + 3;
        let [first_frequency, last_frequency, bit] = *payload.get(data_at - 3..data_at)? else { return None };
        let specs = payload.get(1..data_at - 3)?.as_chunks::<2>().0;
        let mut components = Vec::new();
        for [id, tables] in specs {
            let component = frame.components.iter().position(|component| component.id == *id)?;
            let table = |half: u8| usize::from(half & 3);
            components.push(ScanComponent { component, first_table: table(tables >> 4), others_table: table(*tables) });
        }
        let (high, low) = (bit >> 4, bit & 15);
        let sound = if frame.progressive {
            first_frequency > 0 || last_frequency == 0
        } else {
            // A file without parts has all frequencies in one scan, and no shifts.
            first_frequency == 0 && bit == 0
        };
        (sound && !components.is_empty() && low <= 13).then_some(Self {
            components,
            first_frequency,
            refines: high > 0,
            shift: u32::from(low),
            data_at,
        })
    }
}
