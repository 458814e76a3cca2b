//! Pixels computed from pixels: bands, pasting, filters, statistics, drawing.

use crate::{
    bands, blend, blur,
    draw::{Cut, Pen},
    filter,
    host::{Fault, Host},
    picture::{Mode, Picture},
    quantise, statistics, transform,
};

use super::{Arguments, Operation, make::made};

pub const OPERATIONS: &[Operation] = &[
    ("get_band", |host, a| made(host, a, |picture, a| bands::get(picture, a.size(1)?))),
    ("put_band", |host, a| {
        host.change(a.float(0), |picture, host| {
            bands::put(picture, a.size(2)?, host.picture(a.float(1))?).map(|()| 0.0)
        })
    }),
    ("fill_band", |host, a| {
        host.change(a.float(0), |picture, _| bands::fill(picture, a.size(1)?, a.byte(2)).map(|()| 0.0))
    }),
    ("merge", merge),
    ("paste", |host, a| paste(host, a, true)),
    ("paste_colour", |host, a| paste(host, a, false)),
    ("blend", |host, a| {
        let done = blend::blend(host.picture(a.float(0))?, host.picture(a.float(1))?, a.float(2))?;
        Ok(host.keep(done))
    }),
    ("alpha_composite", |host, a| {
        let done = blend::alpha_composite(host.picture(a.float(0))?, host.picture(a.float(1))?)?;
        Ok(host.keep(done))
    }),
    ("chop", |host, a| {
        let (first, second) = (host.picture(a.float(0))?, host.picture(a.float(1))?);
        let done = blend::chop(first, second, a.whole(2), a.float(3), a.whole(4))?;
        Ok(host.keep(done))
    }),
    ("invert", |host, a| made(host, a, |picture, _| blend::invert(picture))),
    ("point", |host, a| {
        let table = host.numbers(a.float(2))?;
        made(host, a, |picture, a| bands::point(picture, a.mode(1)?, &table))
    }),
    ("point_scale", |host, a| made(host, a, |picture, a| bands::scaled(picture, a.float(1), a.float(2)))),
    ("filter", |host, a| {
        let weights = host.numbers(a.float(5))?;
        made(host, a, |picture, a| {
            let side = (a.size(1)?, a.size(2)?);
            filter::kernel(picture, side, a.float(3) as f32, a.float(4) as f32, &weights)
        })
    }),
    ("rank_filter", |host, a| made(host, a, |picture, a| filter::rank(picture, a.size(1)?, a.size(2)?))),
    ("mode_filter", |host, a| made(host, a, |picture, a| filter::mode(picture, a.size(1)?))),
    ("box_blur", |host, a| {
        made(host, a, |picture, a| blur::boxed(picture, a.float(1) as f32, a.float(2) as f32, a.size(3)?))
    }),
    ("gaussian_blur", |host, a| {
        made(host, a, |picture, a| blur::gaussian(picture, a.float(1) as f32, a.float(2) as f32, a.size(3)?))
    }),
    ("unsharp_mask", |host, a| {
        let whole = |at: usize| a.whole(at).clamp(-1_000_000, 1_000_000) as i32;
        made(host, a, |picture, a| blur::unsharp(picture, a.float(1) as f32, whole(2), whole(3)))
    }),
    ("quantise", |host, a| made(host, a, |picture, a| quantise::quantise(picture, a.size(1)?, a.size(3)?))),
    ("transform", |host, a| {
        let data = host.numbers(a.float(7))?;
        host.change(a.float(0), |picture, host| {
            let source = host.picture(a.float(1))?;
            transform::transform(picture, source, a.area(2), a.whole(6), &data, a.whole(8), a.flag(9)).map(|()| 0.0)
        })
    }),
    ("effect_spread", effect_spread),
    ("gradient", gradient),
    ("bounds", |host, a| {
        let found = statistics::bounds(host.picture(a.float(0))?, a.flag(1));
        Ok(host.keep_numbers(found.into_iter().flatten().map(|side| side as f64)))
    }),
    ("extrema", |host, a| {
        let found = statistics::extrema(host.picture(a.float(0))?)?;
        Ok(host.keep_numbers(found))
    }),
    ("histogram", |host, a| {
        let mask = a.maybe(1).map(|number| host.picture(number)).transpose()?;
        let counts = statistics::histogram(host.picture(a.float(0))?, mask, [a.float(2), a.float(3)])?;
        Ok(host.keep_numbers(counts.into_iter().map(f64::from)))
    }),
    ("colours", |host, a| {
        let found = statistics::colours(host.picture(a.float(0))?, a.size(1)?);
        let numbers = found.into_iter().flat_map(|(count, pixel)| [f64::from(count), f64::from(pixel)]);
        Ok(host.keep_numbers(numbers))
    }),
    ("projection", |host, a| {
        let seen = statistics::projection(host.picture(a.float(0))?);
        Ok(host.keep_bytes(seen))
    }),
    ("draw", draw),
];

/// `mode, picture…`
fn merge(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    let mode = a.mode(0)?;
    let bands: Vec<&Picture> = (1..a.count()).map(|at| host.picture(a.float(at))).collect::<Result<_, _>>()?;
    let merged = bands::merge(mode, &bands)?;
    Ok(host.keep(merged))
}

/// `picture, source or pixel, left, top, right, bottom, mask or -1`
fn paste(host: &mut Host, a: Arguments<'_>, from_picture: bool) -> Result<f64, Fault> {
    // A picture may be pasted onto itself.
    let own = if from_picture && a.float(0) == a.float(1) { Some(host.picture(a.float(0))?.copied()?) } else { None };
    host.change(a.float(0), |picture, host| {
        let source = match (&own, from_picture) {
            (Some(own), _) => blend::Source::Picture(own),
            (None, true) => blend::Source::Picture(host.picture(a.float(1))?),
            (None, false) => blend::Source::Colour(a.pixel(1)),
        };
        let mask = match a.maybe(6) {
            Some(number) if number == a.float(1) && own.is_some() => own.as_ref(),
            Some(number) => Some(host.picture(number)?),
            None => None,
        };
        blend::paste(picture, source, a.area(2), mask).map(|()| 0.0)
    })
}

/// `picture, distance`: each pixel changes places with one nearby. The same picture always gives the same.
fn effect_spread(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    made(host, a, |picture, a| {
        let reach = a.size(1)? as u64;
        let mut out = picture.copied()?;
        let each = picture.mode.pixel_bytes();
        let mut state = 0x9E37_79B9_7F4A_7C15u64;
        let mut offset = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as i64 % (2 * reach as i64 + 1) - reach as i64
        };
        for y in 0..picture.height {
            for x in 0..picture.width {
                let (from_x, from_y) = (x as i64 + offset(), y as i64 + offset());
                if (0..picture.width as i64).contains(&from_x) && (0..picture.height as i64).contains(&from_y) {
                    let from = &picture.row(from_y as usize)[from_x as usize * each..][..each];
                    out.row_mut(y)[x * each..][..each].copy_from_slice(from);
                }
            }
        }
        Ok(out)
    })
}

/// `mode, kind`: 256 x 256, from black at the top (0) or the middle (1) to white.
fn gradient(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    let mode = a.mode(0)?;
    if !matches!(mode, Mode::L | Mode::P) {
        return Err(Fault::mode());
    }
    let mut out = Picture::new(mode, 256, 256)?;
    for (at, to) in out.data.iter_mut().enumerate() {
        let (x, y) = ((at % 256) as f64 - 128.0, (at / 256) as f64 - 128.0);
        *to = if a.whole(1) == 0 { (at / 256) as u8 } else { (x.hypot(y) * 2.0).min(255.0) as u8 };
    }
    Ok(host.keep(out))
}

/// `picture, kind, ink, mixes, bytes of coordinates, fill, width, start, end`. Kinds: 0 points, 1 lines, 2 rectangle,
/// 3 ellipse, 4 arc, 5 chord, 6 piece, 7 polygon.
fn draw(host: &mut Host, a: Arguments<'_>) -> Result<f64, Fault> {
    /// Coordinates beyond it lie in no picture, and differences of those within it cannot overflow.
    const FAR: f64 = (1 << 30) as f64;
    let coordinates = host.numbers(a.float(4))?;
    let exact: Vec<f64> =
        coordinates.into_iter().map(|at| if at.is_nan() { 0.0 } else { at.clamp(-FAR, FAR) }).collect();
    let places: Vec<(i64, i64)> = exact.as_chunks::<2>().0.iter().map(|[x, y]| (*x as i64, *y as i64)).collect();
    let (fill, width) = (a.flag(5), a.whole(6).clamp(0, 1 << 20));
    let angles = Some([a.float(7), a.float(8)]);
    host.change(a.float(0), |picture, _| {
        let mut pen = Pen { picture, ink: a.pixel(2), mixes: a.flag(3) };
        let two = match places[..] {
            [(x0, y0), (x1, y1), ..] => [x0, y0, x1, y1],
            _ => [0; 4],
        };
        match (a.whole(1), places.len()) {
            (0, _) => places.iter().for_each(|(x, y)| pen.point(*x, *y)),
            (1, _) => places.windows(2).for_each(|two| pen.wide_line([two[0].0, two[0].1, two[1].0, two[1].1], width)),
            (7, 2..) if fill => pen.polygon(&places),
            (7, 2..) => {
                let ends = places.iter().zip(places.iter().cycle().skip(1));
                ends.for_each(|(from, to)| pen.wide_line([from.0, from.1, to.0, to.1], width));
            }
            (2, 2) => pen.rectangle(two, fill, width.max(1)),
            (3, 2) => pen.ellipse(two, fill, width.max(1), None, Cut::Nothing),
            (4, 2) => pen.ellipse(two, false, width.max(1), angles, Cut::Nothing),
            (5, 2) => pen.ellipse(two, fill, width.max(1), angles, Cut::Chord),
            (6, 2) => pen.ellipse(two, fill, width.max(1), angles, Cut::Radii),
            _ => return Err(Fault("TypeError: coordinate list must contain exactly 2 coordinates".to_owned())),
        }
        Ok(0.0)
    })
}
