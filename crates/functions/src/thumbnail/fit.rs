//! Making pictures small, the way Pillow's `thumbnail()` does: first averaged down to about twice the size,
//! which is quick and loses nothing that the end would show, then resampled with a cubic filter.
//!
//! Pixels are read where they lie. No second copy of a large picture is ever made.

use image::{ColorType, DynamicImage, RgbImage, imageops};

/// How much larger than the thumbnail the averaged picture is. Pillow calls it the reducing gap.
const GAP: u32 = 2;

/// The size of a picture of `width` x `height` fitted into a box of `size` x `size`: its shape is kept, it is
/// never enlarged, and no side vanishes. Rounds as Pillow does.
pub fn fitted_size(width: u32, height: u32, size: u32) -> (u32, u32) {
    if width <= size && height <= size {
        return (width, height);
    }
    let aspect = f64::from(width) / f64::from(height);
    let side = f64::from(size);
    // Of the two whole numbers next to the exact side, the one whose picture has the better shape.
    let rounded = |exact: f64, misfit: &dyn Fn(f64) -> f64| {
        let (below, above) = (exact.floor(), exact.ceil());
        let best = if misfit(below) <= misfit(above) { below } else { above };
        // Both candidates lie within the box.
        best.max(1.0) as u32
    };
    if aspect <= 1.0 {
        (rounded(side * aspect, &|n| (aspect - n / side).abs()), size)
    } else {
        let misfit = |n: f64| if n == 0.0 { 0.0 } else { (aspect - side / n).abs() };
        (size, rounded(side / aspect, &misfit))
    }
}

/// The size that a decoder which can scale should not go below.
pub fn wanted_size(width: u32, height: u32, size: u32) -> (u32, u32) {
    let (fit_width, fit_height) = fitted_size(width, height, size);
    (width.min(fit_width * GAP), height.min(fit_height * GAP))
}

/// `picture` fitted into a box of `size` x `size`, on white where it is transparent.
pub fn dynamic(picture: &DynamicImage, size: u32) -> RgbImage {
    let (width, height) = (picture.width(), picture.height());
    let target = fitted_size(width, height, size);
    let bytes = picture.as_bytes();
    let rows = Rows { bytes, width, height };
    // Samples of 16 bits are in the machine's order; the high byte is all that a JPEG can show.
    let high = if cfg!(target_endian = "little") { 1 } else { 0 };
    match picture.color() {
        ColorType::L8 => rows.fitted::<1>(target, |p| [p[0]; 3]),
        ColorType::La8 => rows.fitted::<2>(target, |p| on_white([p[0]; 3], p[1])),
        ColorType::Rgb8 => rows.fitted::<3>(target, |p| *p),
        ColorType::Rgba8 => rows.fitted::<4>(target, |p| on_white([p[0], p[1], p[2]], p[3])),
        ColorType::L16 => rows.fitted::<2>(target, |p| [p[high]; 3]),
        ColorType::La16 => rows.fitted::<4>(target, |p| on_white([p[high]; 3], p[2 + high])),
        ColorType::Rgb16 => rows.fitted::<6>(target, |p| [p[high], p[2 + high], p[4 + high]]),
        ColorType::Rgba16 => rows.fitted::<8>(target, |p| on_white([p[high], p[2 + high], p[4 + high]], p[6 + high])),
        _ => Rows { bytes: &picture.to_rgb8(), width, height }.fitted::<3>(target, |p| *p),
    }
}

fn on_white(colour: [u8; 3], alpha: u8) -> [u8; 3] {
    let alpha = u32::from(alpha);
    colour.map(|sample| {
        let mixed = (u32::from(sample) * alpha + 255 * (255 - alpha) + 127) / 255;
        u8::try_from(mixed).expect("a mixture of bytes is a byte")
    })
}

/// Pixels in rows, one after the other, without gaps.
pub struct Rows<'a> {
    /// The samples.
    pub bytes: &'a [u8],
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl Rows<'_> {
    /// The picture at the size of `target`, which is not larger. `colour` reads a pixel of `N` bytes.
    pub fn fitted<const N: usize>(&self, target: (u32, u32), colour: impl Fn(&[u8; N]) -> [u8; 3]) -> RgbImage {
        let (width, height) = (self.width.min(target.0 * GAP), self.height.min(target.1 * GAP));
        let averaged = self.averaged(width, height, colour);
        if (width, height) == target {
            return averaged;
        }
        imageops::resize(&averaged, target.0, target.1, imageops::FilterType::CatmullRom)
    }

    /// Every pixel of the result is the mean of the area it covers, edges counted by their share.
    fn averaged<const N: usize>(&self, width: u32, height: u32, colour: impl Fn(&[u8; N]) -> [u8; 3]) -> RgbImage {
        let columns: Vec<Span> = (0..width).map(|at| Span::new(at, width, self.width)).collect();
        let row_bytes = self.width as usize * N;
        let mut sums = vec![0f32; width as usize * 3];
        let mut averaged = RgbImage::new(width, height);
        for (y, out) in averaged.rows_mut().enumerate() {
            let span = Span::new(y as u32, height, self.height);
            sums.fill(0.0);
            for (at, weight) in span.weights() {
                let row = &self.bytes[at * row_bytes..][..row_bytes];
                let pixels = row.as_chunks::<N>().0;
                for (column, sum) in columns.iter().zip(sums.as_chunks_mut::<3>().0) {
                    column.add(pixels, &colour, weight, sum);
                }
            }
            for ((pixel, column), sum) in out.zip(&columns).zip(sums.as_chunks::<3>().0) {
                let area = column.length() * span.length();
                pixel.0 = sum.map(|sample| (sample / area + 0.5) as u8);
            }
        }
        averaged
    }
}

/// A stretch of source pixels that one pixel of the result covers.
struct Span {
    /// The first source pixel, and the share of it that is covered.
    first: usize,
    first_share: f32,
    /// The last source pixel that is covered, and its share; the same as the first in a stretch of one.
    last: usize,
    last_share: f32,
}

impl Span {
    fn new(at: u32, of: u32, source: u32) -> Self {
        let edge = |at: u32| u64::from(at) * u64::from(source);
        let of = u64::from(of);
        let (start, end) = (edge(at), edge(at + 1));
        let (first, last) = (start / of, (end - 1) / of);
        let share = |part: u64| part as f32 / of as f32;
        Self {
            first: first as usize,
            first_share: share(((first + 1) * of).min(end) - start),
            last: last as usize,
            last_share: share(end - (last * of).max(start)),
        }
    }

    fn length(&self) -> f32 {
        self.weights().map(|(_, weight)| weight).sum()
    }

    fn weights(&self) -> impl Iterator<Item = (usize, f32)> {
        (self.first..=self.last).map(|at| {
            let weight = match at {
                at if at == self.first => self.first_share,
                at if at == self.last => self.last_share,
                _ => 1.0,
            };
            (at, weight)
        })
    }

    /// Adds the pixels of this stretch of a row to `sum`, times `weight`.
    fn add<const N: usize>(
        &self,
        pixels: &[[u8; N]],
        colour: &impl Fn(&[u8; N]) -> [u8; 3],
        weight: f32,
        sum: &mut [f32; 3],
    ) {
        let mut edge = |pixel: &[u8; N], share: f32| {
            for (sum, sample) in sum.iter_mut().zip(colour(pixel)) {
                *sum += f32::from(sample) * share * weight;
            }
        };
        edge(&pixels[self.first], self.first_share);
        if self.last > self.first {
            edge(&pixels[self.last], self.last_share);
            // Whole pixels are summed as integers first: that is what makes this quick.
            let mut whole = [0u32; 3];
            for pixel in &pixels[self.first + 1..self.last] {
                let [r, g, b] = colour(pixel);
                whole[0] += u32::from(r);
                whole[1] += u32::from(g);
                whole[2] += u32::from(b);
            }
            for (sum, whole) in sum.iter_mut().zip(whole) {
                *sum += whole as f32 * weight;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_pillows() {
        let check = |width, height, expected| assert_eq!(fitted_size(width, height, 100), expected);
        check(4000, 3000, (100, 75));
        check(3000, 4000, (75, 100));
        check(50, 40, (50, 40));
        check(100, 100, (100, 100));
        check(101, 100, (100, 99));
        check(10_000, 3, (100, 1));
        check(3, 10_000, (1, 100));
        check(1365, 2048, (67, 100));
    }

    #[test]
    fn a_plain_picture_stays_plain_and_a_mean_is_a_mean() {
        let bytes: Vec<u8> = (0..1000 * 700).flat_map(|_| [200, 100, 50]).collect();
        let rows = Rows { bytes: &bytes, width: 1000, height: 700 };
        let small = rows.fitted::<3>((100, 70), |p| *p);
        assert!(small.pixels().all(|pixel| pixel.0 == [200, 100, 50]));

        let stripes: Vec<u8> = (0..700u32 * 301).map(|at| if at % 301 % 2 == 0 { 0 } else { 200 }).collect();
        let rows = Rows { bytes: &stripes, width: 301, height: 700 };
        let small = rows.fitted::<1>((10, 23), |p| [p[0]; 3]);
        assert!(small.pixels().all(|pixel| (92..=108).contains(&pixel.0[0])));
    }

    #[test]
    fn transparent_is_white() {
        assert_eq!(on_white([0, 0, 0], 0), [255; 3]);
        assert_eq!(on_white([9, 8, 7], 255), [9, 8, 7]);
        assert_eq!(on_white([0, 0, 0], 128), [127; 3]);
    }
}
