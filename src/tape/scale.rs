//! From time to place: the part of the run that is in view, and the marks of its ruler. Pure.

use std::sync::Arc;

use super::folded::Folded;
use crate::widgets::format;

/// Air before the plot's first moment, units.
const PAD: f64 = 14.0;
/// The nearest that one can look, microseconds across.
const LEAST_WINDOW_US: f64 = 4_000.0;
/// Empty time shown after the run's end, so that it can be seen that nothing is there.
const BEYOND: f64 = 1.06;

/// What part of the run is in view, in folded time; none for all of it.
pub type Window = Option<(f64, f64)>;

/// The part of the run in view, laid over a width.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scale {
    /// The run's time, folded.
    pub folded: Arc<Folded>,
    /// The first moment in view, folded time.
    pub from: f64,
    /// The last.
    pub to: f64,
    /// How wide the plot is, units.
    pub width: f64,
}

impl Scale {
    /// Lays `window` over a plot of `width` units.
    #[must_use]
    pub fn new(folded: Arc<Folded>, window: Window, width: f64) -> Self {
        let (from, to) = window.unwrap_or((0.0, folded.length * BEYOND));
        Self { folded, from, to, width }
    }

    /// Where a moment of the run is, units from the plot's left edge.
    #[must_use]
    pub fn x(&self, us: f64) -> f64 {
        self.place(self.folded.at(us))
    }

    /// The moment of the run at a place.
    #[must_use]
    pub fn us(&self, x: f64) -> f64 {
        self.folded.us(self.from + (x - PAD) / self.per_us().max(1e-12))
    }

    /// Units for each microsecond.
    #[must_use]
    pub fn per_us(&self) -> f64 {
        (self.width - PAD).max(1.0) / (self.to - self.from).max(1.0)
    }

    /// Where the run's beginning and end lie, cut to what is in view.
    #[must_use]
    pub fn covers(&self, from_us: f64, to_us: f64) -> bool {
        self.folded.at(to_us) >= self.from && self.folded.at(from_us) <= self.to
    }

    fn place(&self, at: f64) -> f64 {
        PAD + (at - self.from) * self.per_us()
    }

    /// The breaks in view: left and right edge, and what they stand for.
    pub fn breaks(&self) -> impl Iterator<Item = (f64, f64, String)> + '_ {
        self.folded
            .breaks()
            .map(|(at, length)| (self.place(at), self.place(at + self.folded.gap), gap_words(length)))
            .filter(|(left, right, _)| *right > 0.0 && *left < self.width)
    }

    /// The ruler's marks.
    #[must_use]
    pub fn marks(&self) -> Vec<Mark> {
        let step = nice(86.0 / self.per_us());
        let fine = step / if leading(step) == 2.0 { 4.0 } else { 5.0 };
        let seconds = step >= 1_000_000.0;
        let mut marks = Vec::new();
        let mut labelled = f64::MIN;
        for piece in &self.folded.pieces {
            let last = self.folded.pieces.last() == Some(piece);
            let (from, to) = (piece.from_us, if last { f64::MAX } else { piece.to_us });
            let mut number = (from.max(self.us(0.0)) / fine).ceil().max(0.0);
            // A ruler has a few dozen marks; the bound is for a window that is not a number.
            for _ in 0..600 {
                let us = number * fine;
                let x = self.x(us);
                if us > to || x > self.width {
                    break;
                }
                let whole = (us / step - (us / step).round()).abs() < 1e-6;
                let room = x - labelled > 40.0;
                let label =
                    (whole && room).then(|| words(us, seconds, marks.iter().all(|mark: &Mark| mark.label.is_none())));
                if label.is_some() {
                    labelled = x;
                }
                marks.push(Mark { x, whole, label });
                number += 1.0;
            }
        }
        marks
    }
}

/// One mark of the ruler.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Where.
    pub x: f64,
    /// Whether it is a main mark, with a line through the lanes.
    pub whole: bool,
    /// What it says.
    pub label: Option<String>,
}

fn words(us: f64, seconds: bool, first: bool) -> String {
    if seconds {
        return format!("{} s", us / 1_000_000.0);
    }
    let ms = us / 1_000.0;
    let digits = if ms.fract() == 0.0 { format::ms_short(ms.max(10.0)) } else { format!("{ms}") };
    let digits = if ms < 10.0 { format!("{ms}") } else { digits };
    if first { format!("{digits} ms") } else { digits }
}

fn gap_words(us: f64) -> String {
    let seconds = us / 1_000_000.0;
    if seconds < 100.0 { format!("{seconds:.0} s") } else { format!("{:.0} min", seconds / 60.0) }
}

/// The next step of 1, 2 or 5 that is at least `least`.
fn nice(least: f64) -> f64 {
    let power = 10.0_f64.powf(least.max(1.0).log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|digit| digit * power).find(|step| *step >= least).unwrap_or(power * 10.0)
}

fn leading(step: f64) -> f64 {
    (step / 10.0_f64.powf(step.log10().floor())).round()
}

/// A window `factor` times as far, about the folded moment `about`; none once it shows all.
#[must_use]
pub fn zoom(scale: &Scale, factor: f64, about: f64) -> Window {
    let whole = scale.folded.length * BEYOND;
    let length = ((scale.to - scale.from) * factor).max(LEAST_WINDOW_US);
    if length >= whole * 0.995 {
        return None;
    }
    let part = ((about - scale.from) / (scale.to - scale.from).max(1.0)).clamp(0.0, 1.0);
    Some(slide(about - length * part, length, whole))
}

/// A window moved by `by`, folded time.
#[must_use]
pub fn pan(scale: &Scale, by: f64) -> Window {
    let length = scale.to - scale.from;
    Some(slide(scale.from + by, length, scale.folded.length * BEYOND))
}

/// A window of `length` that begins near `from`, kept within the run.
fn slide(from: f64, length: f64, whole: f64) -> (f64, f64) {
    let from = from.clamp(0.0, (whole - length).max(0.0));
    (from, from + length)
}

#[cfg(test)]
mod tests {
    use cloud::view::tape::Tape;

    use super::*;

    fn scale() -> Scale {
        let tape = Tape { end_us: 943_000.0, hops_us: vec![0.0, 943_000.0], ..Tape::default() };
        Scale::new(Arc::new(Folded::of(&tape)), None, 618.0)
    }

    #[test]
    fn the_ruler_counts_in_round_steps() {
        let labels: Vec<String> = scale().marks().into_iter().filter_map(|mark| mark.label).collect();
        assert_eq!(labels, ["0 ms", "200", "400", "600", "800"]);
    }

    #[test]
    fn zooming_keeps_the_moment_under_the_pointer() {
        let scale = scale();
        let about = 400_000.0;
        let near = Scale::new(scale.folded.clone(), zoom(&scale, 0.5, about), scale.width);
        assert!((near.x(about) - scale.x(about)).abs() < 0.01);
        assert_eq!(zoom(&near, 9.0, about), None);
    }

    #[test]
    fn a_place_and_its_moment_agree() {
        let scale = scale();
        assert!((scale.us(scale.x(612_000.0)) - 612_000.0).abs() < 0.5);
    }
}
