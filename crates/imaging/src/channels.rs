//! Colours of one pixel in other terms. Tables and roundings are those that Pillow has.

/// Brightness, in steps of 1/65536.
pub fn luma(r: u8, g: u8, b: u8) -> u8 {
    ((u32::from(r) * 19_595 + u32::from(g) * 38_470 + u32::from(b) * 7_471 + 0x8000) >> 16) as u8
}

/// A share of a sample in 64ths: a half more, then cut towards 0, whatever its sign.
fn part(weight: f64, sample: i32) -> i32 {
    (weight * 64.0 * f64::from(sample) + 0.5) as i32
}

/// For each sample, its shares.
fn table(weight: f64, middle: i32) -> [i32; 256] {
    std::array::from_fn(|at| part(weight, at as i32 - middle))
}

thread_local! {
    static FROM_RGB: [[i32; 256]; 8] = [
        table(0.299, 0), table(0.587, 0), table(0.114, 0),
        table(-0.168_74, 0), table(-0.331_26, 0), table(0.5, 0),
        table(-0.418_69, 0), table(-0.081_31, 0),
    ];
    static TO_RGB: [[i32; 256]; 4] =
        [table(1.402, 128), table(-0.344_14, 128), table(-0.714_14, 128), table(1.772, 128)];
}

/// Brightness and two differences, as JFIF has them.
pub fn rgb_to_ycbcr([r, g, b]: [u8; 3]) -> [u8; 3] {
    FROM_RGB.with(|tables| {
        let of = |table: usize, sample: u8| tables[table][usize::from(sample)];
        let y = (of(0, r) + of(1, g) + of(2, b)) >> 6;
        let cb = ((of(3, r) + of(4, g) + of(5, b)) >> 6) + 128;
        let cr = ((of(5, r) + of(6, g) + of(7, b)) >> 6) + 128;
        [y as u8, cb as u8, cr as u8]
    })
}

/// Red, green and blue from brightness and two differences.
pub fn ycbcr_to_rgb([y, cb, cr]: [u8; 3]) -> [u8; 3] {
    TO_RGB.with(|tables| {
        let of = |table: usize, sample: u8| tables[table][usize::from(sample)];
        let y = i32::from(y);
        let r = y + (of(0, cr) >> 6);
        let g = y + ((of(1, cb) + of(2, cr)) >> 6);
        let b = y + (of(3, cb) >> 6);
        [r, g, b].map(|sample| sample.clamp(0, 255) as u8)
    })
}

/// Hue, saturation and the highest sample, each of 255.
pub fn rgb_to_hsv([r, g, b]: [u8; 3]) -> [u8; 3] {
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    if most == least {
        return [0, 0, most];
    }
    let range = f32::from(most - least);
    let saturation = range / f32::from(most);
    let below = |sample: u8| f32::from(most - sample) / range;
    let hue = if r == most {
        below(b) - below(g)
    } else if g == most {
        (2.0 + f64::from(below(r)) - f64::from(below(b))) as f32
    } else {
        (4.0 + f64::from(below(g)) - f64::from(below(r))) as f32
    };
    let hue = ((f64::from(hue) / 6.0 + 1.0) % 1.0) as f32;
    let byte = |part: f32| (f64::from(part) * 255.0).clamp(0.0, 255.0) as u8;
    [byte(hue), byte(saturation), most]
}

/// Red, green and blue from hue, saturation and the highest sample.
pub fn hsv_to_rgb([h, s, v]: [u8; 3]) -> [u8; 3] {
    if s == 0 {
        return [v; 3];
    }
    let sixth = f64::from(f32::from(h)) * 6.0 / 255.0;
    let side = sixth.floor();
    let along = f64::from((sixth - side) as f32);
    let saturation = f64::from((f64::from(s) / 255.0) as f32);
    let value = |part: f64| (f64::from(v) * part).round().clamp(0.0, 255.0) as u8;
    let p = value(1.0 - saturation);
    let q = value(1.0 - saturation * along);
    let t = value(1.0 - saturation * (1.0 - along));
    match side as i32 % 6 {
        0 => [v, t, p],
        1 => [q, v, p],
        2 => [p, v, t],
        3 => [p, q, v],
        4 => [t, p, v],
        _ => [v, p, q],
    }
}

/// Red, green and blue from inks: what black leaves, less each ink's share of it.
pub fn cmyk_to_rgb([c, m, y, k]: [u8; 4]) -> [u8; 3] {
    let left = 255 - k;
    [c, m, y].map(|ink| left - crate::picture::share(ink, left))
}
