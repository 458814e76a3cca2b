//! A palette made for a picture: its colours are halved again and again where most pixels lie, and each part's mean is
//! an entry. Colours are chosen much as Pillow's median cut does, but not the same ones.

use std::collections::BTreeMap;

use crate::{
    host::Fault,
    palette::Palette,
    picture::{Mode, Picture},
};

/// Up to so many, colours are told apart exactly; beyond it by their upper bits.
const MOST_EXACT: usize = 4096;

/// Colours that are close, how many pixels have them, and the sums of their samples.
#[derive(Clone, Copy)]
struct Group {
    count: u64,
    sums: [u64; 4],
}

impl Group {
    fn mean(&self) -> [u8; 4] {
        self.sums.map(|sum| ((sum + self.count / 2) / self.count.max(1)) as u8)
    }
}

/// The picture with a palette of at most `most` colours, refined `rounds` times.
///
/// # Errors
/// When the mode has no colours, or the number is not from 1 to 256.
pub fn quantise(picture: &Picture, most: usize, rounds: usize) -> Result<Picture, Fault> {
    if !(1..=256).contains(&most) {
        return Err(Fault::value("bad number of colors"));
    }
    let pixel: fn(&[u8]) -> [u8; 4] = match picture.mode {
        Mode::L | Mode::P | Mode::One => |bytes| [bytes[0], bytes[0], bytes[0], 255],
        Mode::Rgb => |bytes| [bytes[0], bytes[1], bytes[2], 255],
        Mode::Rgba => |bytes| [bytes[0], bytes[1], bytes[2], bytes[3]],
        _ => return Err(Fault::value("image has wrong mode")),
    };
    let each = picture.mode.pixel_bytes();
    let (groups, exact) = grouped(picture.data.chunks_exact(each).map(pixel));
    let mut colours: Vec<[u8; 4]> = if exact && groups.len() <= most {
        groups.iter().map(Group::mean).collect()
    } else {
        cut(groups.clone(), most)
    };
    let nearest = |colours: &[[u8; 4]], wanted: [u8; 4]| -> usize {
        let distance =
            |colour: &[u8; 4]| -> u32 { colour.iter().zip(wanted).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum() };
        (0..colours.len()).min_by_key(|at| distance(&colours[*at])).unwrap_or(0)
    };
    for _ in 0..rounds.min(16) {
        let mut parts = vec![Group { count: 0, sums: [0; 4] }; colours.len()];
        for group in &groups {
            let part = &mut parts[nearest(&colours, group.mean())];
            part.count += group.count;
            part.sums.iter_mut().zip(group.sums).for_each(|(sum, more)| *sum += more);
        }
        let moved = parts.iter().zip(&colours).map(|(part, old)| if part.count > 0 { part.mean() } else { *old });
        colours = moved.collect();
    }
    let mut out = Picture::new(Mode::P, picture.width, picture.height)?;
    let mut found: BTreeMap<[u8; 4], u8> = BTreeMap::new();
    let (mut last, mut last_place) = ([0; 4], None);
    for (to, bytes) in out.data.iter_mut().zip(picture.data.chunks_exact(each)) {
        let wanted = pixel(bytes);
        // Beyond that many colours a neighbourhood is asked for once.
        let key = if exact { wanted } else { wanted.map(|sample| sample & 0xFC | 2) };
        *to = match last_place {
            Some(place) if last == key => place,
            _ => *found.entry(key).or_insert_with(|| nearest(&colours, key) as u8),
        };
        (last, last_place) = (key, Some(*to));
    }
    let has_alpha = picture.mode == Mode::Rgba;
    let mut palette = Palette::read(colours.as_flattened(), has_alpha);
    // Pillow's has all its places.
    palette.colours[colours.len()..].fill([0, 0, 0, 255]);
    palette.size = colours.len();
    out.palette = Some(Box::new(palette));
    Ok(out)
}

/// The colours there are, and whether they are told apart exactly.
fn grouped(pixels: impl Iterator<Item = [u8; 4]> + Clone) -> (Vec<Group>, bool) {
    let gather = |cut: u32, limit: usize| -> Option<Vec<Group>> {
        let mut groups: BTreeMap<[u8; 4], Group> = BTreeMap::new();
        for pixel in pixels.clone() {
            let group = groups.entry(pixel.map(|sample| sample >> cut)).or_insert(Group { count: 0, sums: [0; 4] });
            group.count += 1;
            group.sums.iter_mut().zip(pixel).for_each(|(sum, sample)| *sum += u64::from(sample));
            if groups.len() > limit {
                return None;
            }
        }
        Some(groups.into_values().collect())
    };
    match gather(0, MOST_EXACT) {
        Some(groups) => (groups, true),
        None => (gather(3, usize::MAX).unwrap_or_default(), false),
    }
}

/// Halves the part with the most pixels times its widest side, until there are enough.
fn cut(groups: Vec<Group>, most: usize) -> Vec<[u8; 4]> {
    let mut parts = vec![groups];
    let widest = |part: &[Group]| -> (u8, usize) {
        let spread = |band: usize| {
            let samples = part.iter().map(|group| group.mean()[band]);
            samples.clone().max().unwrap_or(0) - samples.min().unwrap_or(0)
        };
        (0..4).map(|band| (spread(band), band)).max_by_key(|(spread, band)| (*spread, 3 - band)).unwrap_or((0, 0))
    };
    while parts.len() < most {
        let weight = |part: &Vec<Group>| part.iter().map(|group| group.count).sum::<u64>() * u64::from(widest(part).0);
        let Some(at) = (0..parts.len()).max_by_key(|at| weight(&parts[*at])).filter(|at| parts[*at].len() > 1) else {
            break;
        };
        let mut part = parts.swap_remove(at);
        let (_, band) = widest(&part);
        part.sort_by_key(|group| group.mean()[band]);
        let total: u64 = part.iter().map(|group| group.count).sum();
        let mut before = 0;
        let middle = part.iter().position(|group| {
            before += group.count;
            before * 2 >= total
        });
        let middle = (middle.unwrap_or(0) + 1).clamp(1, part.len() - 1);
        let upper = part.split_off(middle);
        parts.push(part);
        parts.push(upper);
    }
    let mean = |part: &Vec<Group>| {
        let mut whole = Group { count: 0, sums: [0; 4] };
        for group in part {
            whole.count += group.count;
            whole.sums.iter_mut().zip(group.sums).for_each(|(sum, more)| *sum += more);
        }
        whole.mean()
    };
    parts.iter().filter(|part| !part.is_empty()).map(mean).collect()
}
