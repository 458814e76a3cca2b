//! Too many messages to tell apart: columns of what arrives, areas of what waits and runs, ticks of what was refused.

use cloud::sim::trace::Place;
use cloud::view::Family;
use cloud::view::tape::{SpanKind, Tape};
use web_sys::CanvasRenderingContext2d;

use super::scale::Scale;
use crate::map::look::Palette;

/// A column is at least this wide, units.
const COLUMN: f64 = 7.0;

/// What one row of the densities shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Shows {
    /// Messages that arrive in each column.
    Columns(Vec<f64>),
    /// Events that wait.
    Area(Vec<f64>),
    /// Environments starting, and with them those at work, up to the limit.
    Stack(Vec<f64>, Vec<f64>),
    /// Moments at which something was refused.
    Ticks(Vec<f64>),
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Density {
    /// What it is of.
    pub title: String,
    /// A second line: what is counted.
    pub note: String,
    /// Whose colour its glyph has; none for a row that belongs to the one above.
    pub family: Option<Family>,
    /// What it shows.
    pub shows: Shows,
    /// Its top edge.
    pub y: f64,
    /// Its height.
    pub height: f64,
}

/// The densities of a run, and how long one column is, microseconds. They share `room` as far as that goes.
#[must_use]
pub fn densities(tape: &Tape, scale: &Scale, room: f64) -> (Vec<Density>, f64) {
    let step = column_us(scale);
    let bins = Bins { scale, step, first: scale.us(0.0).max(0.0), number: bins(scale, step) };
    let mut rows: Vec<Density> = Vec::new();
    let mut put = |title: String, note: &str, family: Option<Family>, shows: Shows, height: f64| {
        let y = rows.last().map_or(0.0, |row| row.y + row.height);
        rows.push(Density { title, note: note.to_owned(), family, shows, y, height });
    };
    let mut places: Vec<&Place> = Vec::new();
    for lane in &tape.lanes {
        if !places.contains(&&lane.place) {
            places.push(&lane.place);
        }
    }
    for place in places {
        let of_place = |lane: usize| tape.lanes.get(lane).is_some_and(|lane| lane.place == *place);
        match place {
            Place::Bucket(name) => {
                // Reads leave nothing behind; the column counts what lands.
                let lands = tape.arrows.iter().filter(|arrow| {
                    of_place(arrow.to_lane)
                        && !["Get", "Head", "List"].iter().any(|read| arrow.operation.starts_with(read))
                });
                let counts = bins.count(lands.map(|arrow| arrow.received_us));
                put(name.to_string(), "objects in", Some(Family::Storage), Shows::Columns(counts), 44.0);
            }
            Place::Function(name) => {
                let spans = |kinds: &'static [SpanKind]| {
                    let lanes = tape.lanes.iter().filter(|lane| lane.place == *place);
                    lanes
                        .flat_map(|lane| &lane.spans)
                        .filter(|span| kinds.contains(&span.kind))
                        .map(|span| (span.from_us, span.to_us))
                };
                let queue = bins.depth(spans(&[SpanKind::Queued]));
                if queue.iter().any(|depth| *depth > 0.0) {
                    put("event queue".to_owned(), "waiting", Some(Family::Integration), Shows::Area(queue), 50.0);
                }
                let cold = bins.depth(spans(&[SpanKind::Init]));
                // A wait for a reply lies within its handler's span.
                let work = bins.depth(spans(&[SpanKind::Handler, SpanKind::Failed]));
                put(name.to_string(), "environments", Some(Family::Compute), Shows::Stack(cold, work), 66.0);
                let lanes = tape.lanes.iter().filter(|lane| lane.place == *place);
                let refused: Vec<f64> = lanes
                    .flat_map(|lane| &lane.ticks)
                    .filter(|(_, label)| label.to_ascii_lowercase().contains("throttl"))
                    .map(|(us, _)| *us)
                    .collect();
                if !refused.is_empty() {
                    let counts = bins.count(refused.into_iter());
                    put("throttled".to_owned(), "", None, Shows::Ticks(counts), 24.0);
                }
            }
            _ => {}
        }
    }
    let whole = rows.last().map_or(1.0, |row| row.y + row.height);
    let part = (room / whole).clamp(0.66, 1.4);
    for row in &mut rows {
        (row.y, row.height) = ((row.y * part).round(), (row.height * part).round());
    }
    (rows, step)
}

/// How long a column is: a round length that is wide enough to see.
fn column_us(scale: &Scale) -> f64 {
    let least = COLUMN / scale.per_us();
    let power = 10.0_f64.powf(least.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|digit| digit * power).find(|step| *step >= least).unwrap_or(power)
}

fn bins(scale: &Scale, step: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "columns are as many as fit a screen")]
    let number = ((scale.us(scale.width) - scale.us(0.0).max(0.0)) / step).ceil().clamp(0.0, 4_000.0) as usize;
    number + 1
}

struct Bins<'scale> {
    scale: &'scale Scale,
    step: f64,
    first: f64,
    number: usize,
}

impl Bins<'_> {
    /// The column of a moment; before the view it is the first, after it the one past the last.
    fn of(&self, us: f64) -> usize {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the columns")]
        let column = ((us - self.aligned()) / self.step).floor().clamp(0.0, self.number as f64) as usize;
        column
    }

    /// Columns begin at multiples of their length, so that they do not shimmer while one pans.
    fn aligned(&self) -> f64 {
        (self.first / self.step).floor() * self.step
    }

    fn count(&self, moments: impl Iterator<Item = f64>) -> Vec<f64> {
        let mut counts = vec![0.0; self.number + 1];
        for us in moments.filter(|us| self.scale.covers(*us, *us)) {
            counts[self.of(us)] += 1.0;
        }
        counts.pop();
        counts
    }

    fn depth(&self, spans: impl Iterator<Item = (f64, f64)>) -> Vec<f64> {
        let mut change = vec![0.0; self.number + 2];
        for (from, to) in spans.filter(|(from, to)| self.scale.covers(*from, *to)) {
            change[self.of(from)] += 1.0;
            change[self.of(to).max(self.of(from))] -= 1.0;
        }
        let mut depth = 0.0;
        change[..self.number]
            .iter()
            .map(|change| {
                depth += change;
                depth
            })
            .collect()
    }
}

/// Draws the densities. `limit` is how many environments there may be.
pub fn draw(
    context: &CanvasRenderingContext2d,
    rows: &[Density],
    step: f64,
    scale: &Scale,
    limit: f64,
    inks: &Palette,
) {
    let first = (scale.us(0.0).max(0.0) / step).floor() * step;
    let x = |column: usize| scale.x(first + step * as_f64(column));
    let fill = |token: &str| context.set_fill_style_str(&inks.colour(token));
    for row in rows {
        let (top, low) = (row.y + 5.0, row.y + row.height - 1.0);
        let room = low - top;
        match &row.shows {
            Shows::Columns(counts) => {
                fill("ink-3");
                let most = counts.iter().copied().fold(1.0, f64::max);
                for (column, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0.0) {
                    let height = (room * count / most).max(1.0);
                    context.fill_rect(x(column), low - height, (x(column + 1) - x(column) - 1.0).max(1.0), height);
                }
            }
            Shows::Area(depths) => {
                let most = depths.iter().copied().fold(1.0, f64::max);
                // Room above for the figure at the peak.
                let heights: Vec<f64> = depths.iter().map(|depth| (room - 12.0).max(8.0) * depth / most).collect();
                context.set_global_alpha(0.22);
                fill("integration");
                area(context, &heights, low, x);
                context.set_global_alpha(1.0);
                context.set_stroke_style_str(&inks.colour("integration"));
                context.set_line_width(1.6);
                outline(context, &heights, low, x);
                if let Some((at, most)) = depths.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)) {
                    say(context, &format!("{most:.0} at most"), x(at) + 4.0, top + 7.0, inks);
                }
            }
            Shows::Stack(cold, work) => {
                let peak = cold.iter().zip(work).map(|(cold, work)| cold + work).fold(1.0, f64::max);
                // A limit that is far away is told, not drawn: it would press the run flat.
                let near = limit > 0.0 && limit <= peak * 2.5;
                let highest = if near { limit.max(peak) } else { peak };
                let both: Vec<f64> = cold.iter().zip(work).map(|(cold, work)| room * (cold + work) / highest).collect();
                let warm: Vec<f64> = work.iter().map(|work| room * work / highest).collect();
                fill("ice-tint");
                area(context, &both, low, x);
                hatched(context, &both, low, x, row, inks);
                fill("signal");
                area(context, &warm, low, x);
                if near {
                    let y = low - room * limit / highest;
                    context.set_stroke_style_str(&inks.colour("ink"));
                    context.set_line_width(1.0);
                    let dots = js_sys::Array::of2(&2.into(), &4.into());
                    // Fails only for a pattern that is no list of numbers.
                    let _ = context.set_line_dash(&dots);
                    context.begin_path();
                    context.move_to(0.0, y);
                    context.line_to(scale.width, y);
                    context.stroke();
                    let _ = context.set_line_dash(&js_sys::Array::new());
                    say(context, &format!("limit {limit:.0}"), 4.0, y + 12.0, inks);
                } else if limit > 0.0 {
                    say(context, &format!("{peak:.0} at most, limit {limit:.0}"), 4.0, top + 9.0, inks);
                }
            }
            Shows::Ticks(counts) => {
                fill("slow");
                for (column, _) in counts.iter().enumerate().filter(|(_, count)| **count > 0.0) {
                    context.fill_rect(x(column), row.y + 6.0, 2.4, row.height - 13.0);
                }
            }
        }
    }
}

fn area(context: &CanvasRenderingContext2d, heights: &[f64], low: f64, x: impl Fn(usize) -> f64) {
    context.begin_path();
    context.move_to(x(0), low);
    for (column, height) in heights.iter().enumerate() {
        context.line_to(x(column), low - height);
        context.line_to(x(column + 1), low - height);
    }
    context.line_to(x(heights.len()), low);
    context.fill();
}

fn outline(context: &CanvasRenderingContext2d, heights: &[f64], low: f64, x: impl Fn(usize) -> f64) {
    context.begin_path();
    for (column, height) in heights.iter().enumerate().filter(|(column, height)| **height > 0.0 || *column == 0) {
        context.line_to(x(column), low - height);
    }
    context.stroke();
}

/// Hatches an area: its outline is the clip, the lines run across.
fn hatched(
    context: &CanvasRenderingContext2d,
    heights: &[f64],
    low: f64,
    x: impl Fn(usize) -> f64,
    row: &Density,
    inks: &Palette,
) {
    context.save();
    context.begin_path();
    context.move_to(x(0), low);
    for (column, height) in heights.iter().enumerate() {
        context.line_to(x(column), low - height);
        context.line_to(x(column + 1), low - height);
    }
    context.line_to(x(heights.len()), low);
    context.clip();
    context.set_stroke_style_str(&inks.colour("ice"));
    context.set_line_width(1.8);
    context.begin_path();
    let (from, to) = (x(0), x(heights.len()));
    let mut at = from - row.height;
    while at < to {
        context.move_to(at, low);
        context.line_to(at + row.height, low - row.height);
        at += 7.0;
    }
    context.stroke();
    context.restore();
}

fn say(context: &CanvasRenderingContext2d, words: &str, x: f64, y: f64, inks: &Palette) {
    context.set_fill_style_str(&inks.colour("ink-3"));
    context.set_font("450 11px Inter, system-ui, sans-serif");
    // Fails only for a place that is not a number.
    let _ = context.fill_text(words, x, y);
}

#[expect(clippy::cast_precision_loss, reason = "columns are as many as fit a screen")]
fn as_f64(number: usize) -> f64 {
    number as f64
}
