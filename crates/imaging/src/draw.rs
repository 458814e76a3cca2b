//! Points, lines, rectangles, polygons, and ellipses with their arcs.

use crate::picture::{Mode, Picture, mixed};

/// What is drawn with.
pub struct Pen<'a> {
    pub picture: &'a mut Picture,
    /// A pixel of the picture's mode.
    pub ink: [u8; 4],
    /// Whether the ink's alpha mixes it with what is there.
    pub mixes: bool,
}

/// A half goes away from 0.
fn up(value: f64) -> i64 {
    (if value >= 0.0 { (value + 0.5).floor() } else { -(value.abs() + 0.5).floor() }) as i64
}

/// A half goes to 0.
fn down(value: f64) -> i64 {
    (if value >= 0.0 { (value - 0.5).ceil() } else { -(value.abs() - 0.5).ceil() }) as i64
}

impl Pen<'_> {
    pub fn point(&mut self, x: i64, y: i64) {
        self.span(x, x, y);
    }

    /// A row from `x0` to `x1`, both included.
    fn span(&mut self, x0: i64, x1: i64, y: i64) {
        let (width, height) = (self.picture.width as i64, self.picture.height as i64);
        let (x0, x1) = (x0.max(0), x1.min(width - 1));
        if x0 > x1 || !(0..height).contains(&y) {
            return;
        }
        let each = self.picture.mode.pixel_bytes();
        let mixes = self.mixes && matches!(self.picture.mode, Mode::Rgb | Mode::Rgbx | Mode::Rgba);
        let row = &mut self.picture.row_mut(y as usize)[x0 as usize * each..(x1 as usize + 1) * each];
        for pixel in row.chunks_exact_mut(each) {
            if mixes {
                (0..3).for_each(|at| pixel[at] = mixed(pixel[at], self.ink[at], self.ink[3]));
            } else {
                pixel.copy_from_slice(&self.ink[..each]);
            }
        }
    }

    /// A line one pixel wide. It ends where coordinates are so large that no picture reaches them.
    pub fn line(&mut self, [x0, y0, x1, y1]: [i64; 4]) {
        let (width, height) = (self.picture.width as i64, self.picture.height as i64);
        let beside = |a: i64, b: i64, side: i64| a < 0 && b < 0 || a >= side && b >= side;
        if beside(x0, x1, width) || beside(y0, y1, height) {
            return;
        }
        let (dx, dy) = ((x1 - x0).abs(), (y1 - y0).abs());
        let (step_x, step_y) = ((x1 - x0).signum(), (y1 - y0).signum());
        let (mut x, mut y) = (x0, y0);
        let steep = dy > dx;
        let (long, short) = if steep { (dy, dx) } else { (dx, dy) };
        let mut error = 2 * short - long;
        for _ in 0..=long.min(1 << 24) {
            self.point(x, y);
            if error >= 0 && long > 0 {
                if steep {
                    x += step_x
                } else {
                    y += step_y
                }
                error -= 2 * long;
            }
            if steep {
                y += step_y
            } else {
                x += step_x
            }
            error += 2 * short;
        }
    }

    /// A line that is `width` pixels wide.
    pub fn wide_line(&mut self, [x0, y0, x1, y1]: [i64; 4], width: i64) {
        let (dx, dy) = ((x1 - x0) as f64, (y1 - y0) as f64);
        if width <= 1 || (dx == 0.0 && dy == 0.0) {
            return self.line([x0, y0, x1, y1]);
        }
        let half = (width - 1) as f64 / 2.0;
        let (least, most) = (down(half) as f64 / dx.hypot(dy), up(half) as f64 / dx.hypot(dy));
        let (dx_least, dx_most) = (down(least * dy), down(most * dy));
        let (dy_least, dy_most) = (down(least * dx), down(most * dx));
        self.polygon(&[
            (x0 - dx_least, y0 + dy_most),
            (x1 - dx_least, y1 + dy_most),
            (x1 + dx_most, y1 - dy_least),
            (x0 + dx_most, y0 - dy_least),
        ]);
    }

    /// A rectangle, all corners included: full, or a frame `width` pixels wide.
    pub fn rectangle(&mut self, [x0, y0, x1, y1]: [i64; 4], fill: bool, width: i64) {
        let rows = y0.max(0)..=y1.min(self.picture.height as i64 - 1);
        for y in rows {
            if fill || y < y0 + width || y > y1 - width {
                self.span(x0, x1, y);
            } else {
                self.span(x0, (x0 + width - 1).min(x1), y);
                self.span((x1 - width + 1).max(x0 + width), x1, y);
            }
        }
    }

    /// A full polygon, edges included.
    pub fn polygon(&mut self, corners: &[(i64, i64)]) {
        let Some(last) = corners.last() else { return };
        let edges: Vec<_> = std::iter::once(last).chain(corners).zip(corners).map(|(a, b)| (*a, *b)).collect();
        let low = corners.iter().map(|corner| corner.1).min().unwrap_or(0);
        let high = corners.iter().map(|corner| corner.1).max().unwrap_or(0);
        for y in low.max(0)..=high.min(self.picture.height as i64 - 1) {
            let mut spans: Vec<(i64, i64)> = Vec::new();
            let mut crossings = Vec::new();
            for ((x0, y0), (x1, y1)) in &edges {
                if y0 == y1 {
                    if *y0 == y {
                        spans.push(((*x0).min(*x1), (*x0).max(*x1)));
                    }
                    continue;
                }
                let (top, bottom) = ((*y0).min(*y1), (*y0).max(*y1));
                // An edge counts from its top to before its bottom, in the last row to its bottom.
                if top <= y && (y < bottom || y == bottom && y == high) {
                    let slope = (x1 - x0) as f64 / (y1 - y0) as f64;
                    crossings.push((y - y0) as f64 * slope + *x0 as f64);
                }
            }
            crossings.sort_by(f64::total_cmp);
            spans.extend(crossings.as_chunks::<2>().0.iter().map(|[a, b]| (up(*a), down(*b))));
            // Spans that meet are one, so that ink with alpha is laid once.
            spans.sort_unstable();
            let mut done = i64::MIN;
            for (from, to) in spans {
                self.span(from.max(done), to, y);
                done = done.max(to + 1);
            }
        }
    }

    /// An ellipse within a box, all sides included, between two angles in degrees (clockwise, from the right): full, or a
    /// line `width` pixels wide. `cut` says what else bounds it: nothing, the chord between the ends, or two radii.
    pub fn ellipse(&mut self, [x0, y0, x1, y1]: [i64; 4], fill: bool, width: i64, angles: Option<[f64; 2]>, cut: Cut) {
        let (radius_x, radius_y) = ((x1 - x0 + 1) as f64 / 2.0, (y1 - y0 + 1) as f64 / 2.0);
        if radius_x <= 0.0 || radius_y <= 0.0 {
            return;
        }
        let (centre_x, centre_y) = ((x0 + x1) as f64 / 2.0, (y0 + y1) as f64 / 2.0);
        let inside = |x: f64, y: f64, less: f64| {
            let (a, b) = (radius_x - less, radius_y - less);
            a > 0.0 && b > 0.0 && (x / a).powi(2) + (y / b).powi(2) <= 1.0
        };
        let sweep = angles.map(|[start, end]| {
            let length = end - start;
            (start.rem_euclid(360.0), if length.abs() >= 360.0 { 360.0 } else { length.rem_euclid(360.0) })
        });
        // A place on the stretched circle, so that angles are those of the circle.
        let in_sweep = |x: f64, y: f64| {
            sweep.is_none_or(|(start, length)| {
                let angle = (y / radius_y).atan2(x / radius_x).to_degrees();
                (angle - start).rem_euclid(360.0) <= length
            })
        };
        let end = |angle: f64| (radius_x * angle.to_radians().cos(), radius_y * angle.to_radians().sin());
        let chord = angles.map(|[from, to]| (end(from), end(to)));
        let beyond_chord = |x: f64, y: f64| {
            chord.is_none_or(|((ax, ay), (bx, by))| (bx - ax) * (y - ay) - (by - ay) * (x - ax) <= 0.0)
        };
        for y in y0.max(0)..=y1.min(self.picture.height as i64 - 1) {
            for x in x0.max(0)..=x1.min(self.picture.width as i64 - 1) {
                let (dx, dy) = (x as f64 - centre_x, y as f64 - centre_y);
                let bounded = match cut {
                    Cut::Chord => beyond_chord(dx, dy),
                    Cut::Radii | Cut::Nothing => in_sweep(dx, dy),
                };
                let on_line = fill || !inside(dx, dy, width as f64);
                if inside(dx, dy, 0.0) && bounded && on_line {
                    self.point(x, y);
                }
            }
        }
        let place = |(x, y): (f64, f64)| (up(centre_x + x), up(centre_y + y));
        if let (false, Some((from, to))) = (fill, chord) {
            let ((ax, ay), (bx, by)) = (place(from), place(to));
            match cut {
                Cut::Nothing => {}
                Cut::Chord => self.wide_line([ax, ay, bx, by], width),
                Cut::Radii => {
                    let (x, y) = place((0.0, 0.0));
                    self.wide_line([ax, ay, x, y], width);
                    self.wide_line([bx, by, x, y], width);
                }
            }
        }
    }
}

/// What bounds a part of an ellipse besides its curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    Nothing,
    Chord,
    Radii,
}
