//! The lanes as drawing: spans, arrows with their numbers, single moments. Pure: data in, SVG text out.
//!
//! It is text, not elements, since it is drawn twice (what has happened, and what is recorded beyond the
//! playhead), and anew at each zoom: one assignment, whatever the number of spans.

use std::fmt::Write as _;

use cloud::sim::trace::MessageId;
use cloud::view::tape::{Arrow, SpanKind, Tape, TapeSpan};

use super::rows::{Row, arrows, height};
use super::scale::Scale;

/// A character of a span's label, 10.5-unit mono.
const CHARACTER: f64 = 6.35;
const DISC: f64 = 8.0;

/// What stands behind the lanes: the ruler's lines, the rules between lanes, what is not yet run, the breaks.
#[must_use]
pub fn ground(scale: &Scale, rows: &[Row], end_us: f64, tall: f64) -> String {
    let mut svg = String::new();
    let mut lines = String::new();
    for mark in scale.marks().iter().filter(|mark| mark.whole) {
        let _ = write!(lines, "M{:.1} 0V{tall:.1}", mark.x);
    }
    for row in rows {
        let _ = write!(lines, "M0 {:.1}H{:.1}", row.y + row.height - 0.5, scale.width);
    }
    let end = scale.x(end_us);
    if end < scale.width {
        let _ = write!(
            svg,
            r#"<rect class="plot__unrun" x="{end:.1}" width="{:.1}" height="{tall:.1}"/>"#,
            scale.width - end
        );
    }
    let _ = write!(svg, r#"<path class="plot__lines" d="{lines}"/>"#);
    // Words stand on the lines.
    if scale.width - end > 74.0 {
        let _ = write!(
            svg,
            r#"<text class="plot__say" x="{:.1}" y="{:.1}" text-anchor="middle">not yet run</text>"#,
            f64::midpoint(end, scale.width),
            height(rows).clamp(80.0, tall.max(80.0)) / 2.0 + 4.0
        );
    }
    svg
}

/// The breaks, over everything: a torn strip that states what it stands for.
#[must_use]
pub fn breaks(scale: &Scale, tall: f64) -> String {
    let mut svg = String::new();
    for (left, right, words) in scale.breaks() {
        let edge = |x: f64| {
            let mut path = format!("M{x:.1} 0");
            let mut y = 0.0;
            let mut side = 2.5;
            while y < tall {
                y += 6.0;
                side = -side;
                let _ = write!(path, "L{:.1} {y:.1}", x + side);
            }
            path
        };
        let (a, b) = (edge(left), edge(right));
        let _ = write!(
            svg,
            r#"<rect class="plot__break" x="{left:.1}" width="{:.1}" height="{tall:.1}"/><path class="plot__tear" d="{a}{b}"/><text class="plot__say" x="{:.1}" y="{:.1}" text-anchor="middle">{words}</text>"#,
            right - left,
            f64::midpoint(left, right),
            (tall / 2.0).min(60.0)
        );
    }
    svg
}

/// The ruler's marks and figures.
#[must_use]
pub fn ruler(scale: &Scale) -> String {
    let mut svg = String::new();
    let mut path = format!("M0 25.5H{:.1}", scale.width);
    for mark in scale.marks() {
        let _ = write!(path, "M{:.1} 25.5v{}", mark.x, if mark.whole { -7 } else { -4 });
        if let Some(label) = &mark.label {
            let anchor = if mark.x < 24.0 { "start" } else { "middle" };
            let _ = write!(svg, r#"<text x="{:.1}" y="12" text-anchor="{anchor}">{label}</text>"#, mark.x);
        }
    }
    let _ = write!(svg, r#"<path d="{path}"/>"#);
    svg
}

/// The spans, arrows and ticks of the lanes in view.
#[must_use]
pub fn lanes(tape: &Tape, scale: &Scale, rows: &[Row]) -> String {
    let mut svg = String::new();
    for row in rows {
        let Some(lane) = tape.lanes.get(row.lane) else { continue };
        let waits_below = row.height > 30.0;
        for (at, span) in lane.spans.iter().enumerate().filter(|(_, span)| scale.covers(span.from_us, span.to_us)) {
            draw_span(&mut svg, span, &lane.spans[at + 1..], row, scale, waits_below);
        }
        draw_ticks(&mut svg, &lane.ticks, row, scale);
    }
    let row_of = |lane: usize| rows.iter().find(|row| row.lane == lane);
    let mut discs: Vec<(f64, f64)> = Vec::new();
    for arrow in arrows(tape, scale) {
        if let (Some(from), Some(to)) = (row_of(arrow.from_lane), row_of(arrow.to_lane)) {
            draw_arrow(&mut svg, arrow, from, to, scale, &mut discs);
        }
    }
    svg
}

/// Single moments. Of those that would lie on each other one is drawn, because a handler can write ten thousand lines at once;
/// of a bunch of them the first that has a name is told, past the last.
fn draw_ticks(svg: &mut String, ticks: &[(f64, String)], row: &Row, scale: &Scale) {
    const BUNCH: f64 = 16.0;
    const APART: f64 = 0.5;
    let mut drawn = f64::MIN;
    let mut bunch: Option<(f64, &str)> = None;
    let mut free = f64::MIN;
    let mut tell = |svg: &mut String, (x, label): (f64, &str)| {
        if !label.is_empty() && x > free {
            let _ = write!(
                svg,
                r#"<text class="plot__note" x="{:.1}" y="{:.1}">{}</text>"#,
                x + 5.0,
                row.middle() + 4.0,
                escape(label)
            );
            free = x + 14.0 + width_of(label);
        }
    };
    for (us, label) in ticks.iter().filter(|(us, _)| scale.covers(*us, *us)) {
        let x = scale.x(*us);
        if (x - drawn).abs() >= APART {
            drawn = x;
            let _ = write!(
                svg,
                r#"<rect class="plot__tick" x="{:.1}" y="{:.1}" width="2.8" height="12" rx="1"/>"#,
                x - 1.4,
                row.middle() - 6.0
            );
        }
        bunch = match bunch {
            Some((last, first)) if x - last < BUNCH => Some((x, if first.is_empty() { label } else { first })),
            before => {
                if let Some(before) = before {
                    tell(svg, before);
                }
                Some((x, label))
            }
        };
    }
    if let Some(last) = bunch {
        tell(svg, last);
    }
}

fn draw_span(svg: &mut String, span: &TapeSpan, later: &[TapeSpan], row: &Row, scale: &Scale, tall: bool) {
    let (left, right) = (scale.x(span.from_us).max(-20.0), scale.x(span.to_us).min(scale.width + 20.0));
    let width = (right - left).max(2.0);
    let (class, half) = match span.kind {
        SpanKind::Service => ("service", 6.0),
        SpanKind::Init => ("init", 8.0),
        SpanKind::Handler => ("handler", 8.0),
        SpanKind::Reply => ("reply", 8.0),
        SpanKind::Queued => ("queued", 5.0),
        SpanKind::Frozen => ("frozen", 8.0),
        SpanKind::Failed => ("failed", 8.0),
    };
    // An event waits below the environment that starts for it.
    let middle = match (tall, span.kind) {
        (true, SpanKind::Queued) => row.middle() + 13.0,
        (true, _) => row.middle() - 5.0,
        (false, _) => row.middle(),
    };
    let message = span.message.map(|MessageId(number)| format!(r#" data-message="{number}""#)).unwrap_or_default();
    let _ = write!(
        svg,
        r#"<g class="span span--{class}"{message}><rect x="{left:.1}" y="{:.1}" width="{width:.1}" height="{}" rx="2"/>"#,
        middle - half,
        half * 2.0
    );
    let (from, to) = free_part(left.max(0.0), right.min(scale.width), span, later, scale);
    let short = span.label.split(',').next().unwrap_or_default();
    let fits = [span.label.as_str(), short].into_iter().find(|label| width_of(label) + 10.0 < to - from);
    match fits.filter(|label| !label.is_empty()) {
        Some(label) => {
            let x = from + 6.0;
            if span.kind == SpanKind::Init {
                let _ = write!(
                    svg,
                    r#"<rect class="span__ground" x="{:.1}" y="{:.1}" width="{:.1}" height="13" rx="2"/>"#,
                    x - 2.0,
                    middle - 6.5,
                    width_of(label) + 4.0
                );
            }
            let _ = write!(svg, r#"<text x="{x:.1}" y="{:.1}">{}</text>"#, middle + 3.7, escape(label));
        }
        None if span.kind == SpanKind::Service && !span.label.is_empty() => {
            let next = later.first().map_or(f64::MAX, |next| scale.x(next.from_us)).min(scale.width);
            if right + width_of(&span.label) + 10.0 < next {
                let (x, y) = (right + 5.0, middle + 3.7);
                let _ = write!(svg, r#"<text class="plot__note" x="{x:.1}" y="{y:.1}">{}</text>"#, escape(&span.label));
            }
        }
        None => {}
    }
    svg.push_str("</g>");
}

/// The widest part of a span that no later span of its lane covers: waits for replies lie upon their handler.
fn free_part(left: f64, right: f64, span: &TapeSpan, later: &[TapeSpan], scale: &Scale) -> (f64, f64) {
    let (mut best, mut from) = ((left, left), left);
    for cover in later.iter().take_while(|cover| cover.from_us < span.to_us) {
        if cover.kind == SpanKind::Queued {
            continue;
        }
        let (start, end) = (scale.x(cover.from_us), scale.x(cover.to_us));
        if start - from > best.1 - best.0 {
            best = (from, start);
        }
        from = from.max(end);
    }
    if right - from > best.1 - best.0 { (from, right) } else { best }
}

fn draw_arrow(svg: &mut String, arrow: &Arrow, from: &Row, to: &Row, scale: &Scale, discs: &mut Vec<(f64, f64)>) {
    let (x1, x2) = (scale.x(arrow.sent_us), scale.x(arrow.received_us));
    let down = if to.y > from.y { 1.0 } else { -1.0 };
    let (y1, y2) = if from.lane == to.lane {
        (from.middle(), to.middle())
    } else {
        (from.middle() + 6.5 * down, to.middle() - 8.0 * down)
    };
    let MessageId(message) = arrow.number.message;
    let class = if arrow.failed { "arrow is-failed" } else { "arrow" };
    let head = if arrow.failed { "tape-head-failed" } else { "tape-head" };
    // The number stands on the part in view; one that would lie on another moves along its arrow.
    let part_at = |x: f64| if (x2 - x1).abs() < 0.1 { 0.5 } else { ((x - x1) / (x2 - x1)).clamp(0.0, 1.0) };
    let (first, last) =
        (if x1 < 0.0 { part_at(10.0) } else { 0.0 }, if x2 > scale.width { part_at(scale.width - 10.0) } else { 1.0 });
    let along = [0.5, 0.35, 0.65, 0.2, 0.8, 0.05, 0.95]
        .into_iter()
        .map(|part| first + (last - first) * part)
        .map(|part| (x1 + (x2 - x1) * part, y1 + (y2 - y1) * part))
        .find(|at| discs.iter().all(|other| (other.0 - at.0).hypot(other.1 - at.1) > DISC * 1.7));
    let _ = write!(
        svg,
        r#"<g class="{class}" data-message="{message}"><path class="arrow__hit" d="M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}"/><path class="arrow__line" d="M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}" marker-end="url(#{head})"/>"#
    );
    // Where numbers would lie on one another some are left out; zooming in brings them.
    if let Some((x, y)) = along {
        discs.push((x, y));
        let number = arrow.number.number;
        let half = DISC + if number > 99 { f64::from(number.ilog10()) * 3.2 } else { 0.0 };
        let _ = write!(
            svg,
            r#"<g transform="translate({x:.1} {y:.1})"><rect x="{:.1}" y="-8" width="{:.1}" height="16" rx="8"/><text y="3.6">{number}</text></g>"#,
            -half,
            half * 2.0
        );
    }
    svg.push_str("</g>");
}

#[expect(clippy::cast_precision_loss, reason = "labels are short")]
fn width_of(label: &str) -> f64 {
    label.chars().count() as f64 * CHARACTER
}

/// Text as it may stand within markup: names are the learner's own.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use cloud::sim::trace::Place;
    use cloud::view::tape::Lane;
    use cloud::view::{Family, Number};

    use super::*;
    use crate::tape::folded::Folded;
    use crate::tape::rows::rows;

    fn tape() -> Tape {
        let lane = |name: &str, spans| Lane {
            place: Place::Bucket(name.into()),
            environment: None,
            title: name.into(),
            subtitle: String::new(),
            family: Family::Storage,
            spans,
            ticks: vec![(100_000.0, "a <b>".into())],
        };
        let span = TapeSpan {
            from_us: 0.0,
            to_us: 96_000.0,
            kind: SpanKind::Service,
            label: "upload".into(),
            message: Some(MessageId(0)),
        };
        let arrow = Arrow {
            number: Number { message: MessageId(0), number: 1 },
            operation: "PutObject",
            from_lane: 0,
            to_lane: 1,
            sent_us: 0.0,
            received_us: 96_000.0,
            answered_us: None,
            failed: false,
        };
        let lanes = vec![lane("a", vec![span]), lane("b", Vec::new())];
        Tape { end_us: 400_000.0, lanes, arrows: vec![arrow], scheduled: Vec::new(), hops_us: vec![0.0] }
    }

    #[test]
    fn spans_and_arrows_name_their_message_and_labels_are_escaped() {
        let tape = tape();
        let scale = Scale::new(Arc::new(Folded::of(&tape)), None, 600.0);
        let svg = lanes(&tape, &scale, &rows(&tape, &scale));
        assert_eq!(svg.matches(r#"data-message="0""#).count(), 2);
        assert!(svg.contains("a &lt;b&gt;") && svg.contains(">upload</text>"));
    }

    #[test]
    fn of_many_moments_at_one_place_one_is_drawn() {
        let mut tape = tape();
        tape.lanes[0].ticks = (0..10_000).map(|at| (f64::from(at / 5_000) * 200_000.0, String::new())).collect();
        tape.lanes[1].ticks = Vec::new();
        let scale = Scale::new(Arc::new(Folded::of(&tape)), None, 600.0);
        let svg = lanes(&tape, &scale, &rows(&tape, &scale));
        assert_eq!(svg.matches("plot__tick").count(), 2);
    }
}
