//! From numbers to samples: the inverse cosine transform in integers, of 8 x 8 samples or reduced to 4, 2 or 1 a side.
//!
//! The constants and roundings are those of the Independent JPEG Group's exact transform (after Loeffler, Ligtenberg and
//! Moschytz), because two decoders agree only when these do.

/// Where the numbers of the file's zigzag order lie in a block.
pub const NATURAL: [usize; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21,
    28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54,
    47, 55, 62, 63,
];

/// Bits behind the point of the constants.
const FINE: i32 = 13;
/// Bits that are kept between the passes.
const KEPT: i32 = 2;

const fn fixed(number: f64) -> i32 {
    (number * (1 << FINE) as f64 + if number < 0.0 { -0.5 } else { 0.5 }) as i32
}

/// Writes `side` by `side` samples of the block to `out`, whose rows are `row_bytes` apart.
pub fn samples(numbers: &[i16; 64], steps: &[i32; 64], last: usize, side: usize, out: &mut [u8], row_bytes: usize) {
    if last == 0 || side == 1 {
        // A block of one colour comes out the same at every size.
        let mean = i32::from(numbers[0]).wrapping_mul(steps[0]);
        let sample = sample((mean << KEPT).wrapping_add(16) >> (KEPT + 3));
        out.chunks_mut(row_bytes).take(side).for_each(|row| row[..side].fill(sample));
        return;
    }
    // Numbers of a sound file have 11 bits, steps 8; what others give may be nonsense, but must not panic.
    let scaled: [i32; 64] =
        std::array::from_fn(|at| i32::from(numbers[at]).wrapping_mul(steps[at]).clamp(-65_536, 65_535));
    match side {
        8 => eight(&scaled, out, row_bytes),
        4 => four(&scaled, out, row_bytes),
        _ => two(&scaled, out, row_bytes),
    }
}

fn sample(value: i32) -> u8 {
    (value + 128).clamp(0, 255) as u8
}

const fn descaled(value: i32, bits: i32) -> i32 {
    value.wrapping_add(1 << (bits - 1)) >> bits
}

/// A pass over eight numbers, without the last rounding.
fn pass8(n: [i32; 8]) -> [i32; 8] {
    let times = |number: i32, by: i32| number.wrapping_mul(by);
    let sum = |a: i32, b: i32| a.wrapping_add(b);
    let less = |a: i32, b: i32| a.wrapping_sub(b);
    let shared = times(sum(n[2], n[6]), const { fixed(0.541_196_100) });
    let even2 = sum(shared, times(n[6], const { fixed(-1.847_759_065) }));
    let even3 = sum(shared, times(n[2], const { fixed(0.765_366_865) }));
    let (even0, even1) = (sum(n[0], n[4]).wrapping_shl(13), less(n[0], n[4]).wrapping_shl(13));
    let outer = [sum(even0, even3), sum(even1, even2), less(even1, even2), less(even0, even3)];

    let (z1, z2, z3, z4) = (sum(n[7], n[1]), sum(n[5], n[3]), sum(n[7], n[3]), sum(n[5], n[1]));
    let z5 = times(sum(z3, z4), const { fixed(1.175_875_602) });
    let z1 = times(z1, const { fixed(-0.899_976_223) });
    let z2 = times(z2, const { fixed(-2.562_915_447) });
    let z3 = sum(times(z3, const { fixed(-1.961_570_560) }), z5);
    let z4 = sum(times(z4, const { fixed(-0.390_180_644) }), z5);
    let odd0 = sum(times(n[7], const { fixed(0.298_631_336) }), sum(z1, z3));
    let odd1 = sum(times(n[5], const { fixed(2.053_119_869) }), sum(z2, z4));
    let odd2 = sum(times(n[3], const { fixed(3.072_711_026) }), sum(z2, z3));
    let odd3 = sum(times(n[1], const { fixed(1.501_321_110) }), sum(z1, z4));
    [
        sum(outer[0], odd3),
        sum(outer[1], odd2),
        sum(outer[2], odd1),
        sum(outer[3], odd0),
        less(outer[3], odd0),
        less(outer[2], odd1),
        less(outer[1], odd2),
        less(outer[0], odd3),
    ]
}

fn eight(numbers: &[i32; 64], out: &mut [u8], row_bytes: usize) {
    let mut between = [[0i32; 8]; 8];
    for column in 0..8 {
        let done = pass8(std::array::from_fn(|row| numbers[row * 8 + column]));
        for (row, value) in done.into_iter().enumerate() {
            between[row][column] = descaled(value, FINE - KEPT);
        }
    }
    for (row, to) in between.into_iter().zip(out.chunks_mut(row_bytes)) {
        let done = pass8(row);
        for (value, to) in done.into_iter().zip(to) {
            *to = sample(descaled(value, FINE + KEPT + 3));
        }
    }
}

/// A pass over eight numbers, of which the fifth does not count, to four.
fn pass4(n: [i32; 8]) -> [i32; 4] {
    let times = |number: i32, by: i32| number.wrapping_mul(by);
    let first = n[0].wrapping_shl(14);
    let second = times(n[2], const { fixed(1.847_759_065) }).wrapping_add(times(n[6], const { fixed(-0.765_366_865) }));
    let (outer, inner) = (first.wrapping_add(second), first.wrapping_sub(second));
    let odd0 = times(n[7], const { fixed(-0.211_164_243) })
        .wrapping_add(times(n[5], const { fixed(1.451_774_981) }))
        .wrapping_add(times(n[3], const { fixed(-2.172_734_803) }))
        .wrapping_add(times(n[1], const { fixed(1.061_594_337) }));
    let odd2 = times(n[7], const { fixed(-0.509_795_579) })
        .wrapping_add(times(n[5], const { fixed(-0.601_344_887) }))
        .wrapping_add(times(n[3], const { fixed(0.899_976_223) }))
        .wrapping_add(times(n[1], const { fixed(2.562_915_447) }));
    [outer.wrapping_add(odd2), inner.wrapping_add(odd0), inner.wrapping_sub(odd0), outer.wrapping_sub(odd2)]
}

fn four(numbers: &[i32; 64], out: &mut [u8], row_bytes: usize) {
    let mut between = [[0i32; 8]; 4];
    for column in [0, 1, 2, 3, 5, 6, 7] {
        let done = pass4(std::array::from_fn(|row| numbers[row * 8 + column]));
        for (row, value) in done.into_iter().enumerate() {
            between[row][column] = descaled(value, FINE - KEPT + 1);
        }
    }
    for (row, to) in between.into_iter().zip(out.chunks_mut(row_bytes)) {
        for (value, to) in pass4(row).into_iter().zip(to) {
            *to = sample(descaled(value, FINE + KEPT + 4));
        }
    }
}

/// A pass over eight numbers, of which the first and the odd ones count, to two.
fn pass2(n: [i32; 8]) -> [i32; 2] {
    let times = |number: i32, by: i32| number.wrapping_mul(by);
    let first = n[0].wrapping_shl(15);
    let odd = times(n[7], const { fixed(-0.720_959_822) })
        .wrapping_add(times(n[5], const { fixed(0.850_430_095) }))
        .wrapping_add(times(n[3], const { fixed(-1.272_758_580) }))
        .wrapping_add(times(n[1], const { fixed(3.624_509_785) }));
    [first.wrapping_add(odd), first.wrapping_sub(odd)]
}

fn two(numbers: &[i32; 64], out: &mut [u8], row_bytes: usize) {
    let mut between = [[0i32; 8]; 2];
    for column in [0, 1, 3, 5, 7] {
        let done = pass2(std::array::from_fn(|row| numbers[row * 8 + column]));
        for (row, value) in done.into_iter().enumerate() {
            between[row][column] = descaled(value, FINE - KEPT + 2);
        }
    }
    for (row, to) in between.into_iter().zip(out.chunks_mut(row_bytes)) {
        for (value, to) in pass2(row).into_iter().zip(to) {
            *to = sample(descaled(value, FINE + KEPT + 5));
        }
    }
}
