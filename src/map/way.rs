//! The ways that messages take between nodes: lines through the gaps, and points upon them. Pure.

use cloud::sim::trace::Place;
use cloud::view::stage::{Edge, Stage, Token};

use super::labels;
use super::layout::{Layout, Slot};

/// How far an arrow's head stays from the node it points at, units.
const HEAD_AIR: f64 = 4.0;
/// How far a message that waits stays from the node it waits for, units.
pub const DOOR: f64 = 20.0;
const CORNER: f64 = 10.0;
/// How far from a level line its label stands, units: below, clear of the photos that travel on it.
pub const ABOVE: f64 = -17.0;
pub const BELOW: f64 = 27.0;
/// A label with less room says nothing, units.
const LEAST_LABEL: f64 = 34.0;

/// A point of the world, units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Across.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// A way from one node to another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Way {
    /// Its corners, from sender to receiver.
    pub points: Vec<Point>,
    /// Where its label stands: the middle of its longest stretch, moved aside.
    pub label: Point,
    /// The room that the label has; next to none when it cannot be read there.
    pub label_room: f64,
    /// Whether the label stands beside an upright stretch, rather than above or below a level one.
    pub upright: bool,
    /// Where the number of what passed last stands: near the middle, on no plate.
    pub stop: Point,
}

impl Way {
    /// A way whose number has no place yet.
    fn new(points: Vec<Point>, label: Point, label_room: f64, upright: bool) -> Self {
        Self { points, label, label_room, upright, stop: Point::default() }
    }

    /// Whether its label can be read where it stands.
    #[must_use]
    pub fn is_labelled(&self) -> bool {
        self.label_room >= LEAST_LABEL
    }

    /// How long it is.
    #[must_use]
    pub fn length(&self) -> f64 {
        self.points.windows(2).map(|ends| distance(ends[0], ends[1])).sum()
    }

    /// The point `along` units from its start, and the direction there as an angle in degrees.
    #[must_use]
    pub fn at(&self, along: f64) -> (Point, f64) {
        let mut left = along.max(0.0);
        let mut last = (self.points.first().copied().unwrap_or_default(), 0.0);
        for ends in self.points.windows(2) {
            let (from, to) = (ends[0], ends[1]);
            let length = distance(from, to);
            let angle = (to.y - from.y).atan2(to.x - from.x).to_degrees();
            if left <= length && length > 0.0 {
                let part = left / length;
                return (Point { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }, angle);
            }
            left -= length;
            last = (to, angle);
        }
        last
    }

    /// Its outline for an SVG path, with rounded corners.
    #[must_use]
    pub fn path(&self) -> String {
        use std::fmt::Write as _;
        let mut path = String::new();
        for (at, point) in self.points.iter().enumerate() {
            let neighbours = at.checked_sub(1).and_then(|before| self.points.get(before)).zip(self.points.get(at + 1));
            let _ = match neighbours {
                None => write!(path, "{}{:.1} {:.1}", if at == 0 { 'M' } else { 'L' }, point.x, point.y),
                Some((before, after)) => {
                    let (a, b) = (towards(*point, *before), towards(*point, *after));
                    write!(path, "L{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}", a.x, a.y, point.x, point.y, b.x, b.y)
                }
            };
        }
        path
    }
}

/// How far `b` is from `a`, units.
pub fn distance(a: Point, b: Point) -> f64 {
    (b.x - a.x).hypot(b.y - a.y)
}

/// The point a corner's radius from `from` towards `to`.
fn towards(from: Point, to: Point) -> Point {
    let length = distance(from, to).max(0.001);
    let part = (CORNER / length).min(0.5);
    Point { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
}

/// The ways of all edges of `stage`. None where an end has no place on the map.
#[must_use]
pub fn ways(stage: &Stage, layout: &Layout) -> Vec<Option<Way>> {
    let slot = |place: &Place| {
        let at = stage.nodes.iter().position(|node| node.place == *place)?;
        Some(layout.slots.get(at).copied().flatten())
    };
    let joins = |edge: &Edge, other: &Edge| {
        (edge.from == other.from && edge.to == other.to) || (edge.from == other.to && edge.to == other.from)
    };
    let mut ways: Vec<Option<Way>> = stage
        .edges
        .iter()
        .enumerate()
        .map(|(at, edge)| {
            let beside = stage.edges.iter().filter(|other| joins(edge, other)).count();
            let before = stage.edges[..at].iter().filter(|other| joins(edge, other)).count();
            match (slot(&edge.from)?, slot(&edge.to)?) {
                (Some(from), Some(to)) => Some(way(&from, &to, layout, before, beside)),
                // The learner's tab is left out on a phone: its messages come in over the frame's edge.
                (None, Some(to)) => from_frame(&to, layout),
                _ => None,
            }
        })
        .collect();
    labels::settle(&mut ways, &stage.edges, layout);
    ways
}

/// The way of a message that no edge stands for.
#[must_use]
pub fn direct(token: &Token, stage: &Stage, layout: &Layout) -> Option<Way> {
    let slot = |place: &Place| {
        let at = stage.nodes.iter().position(|node| node.place == *place)?;
        layout.slots.get(at).copied().flatten()
    };
    match (slot(&token.from), slot(&token.to)) {
        (Some(from), Some(to)) => Some(way(&from, &to, layout, 0, 1)),
        (None, Some(to)) => from_frame(&to, layout),
        _ => None,
    }
}

/// Which edge a message from `from` to `to` travels on.
#[must_use]
pub fn edge_of(stage: &Stage, from: &Place, to: &Place, operation: &str) -> Option<usize> {
    let mut between = stage.edges.iter().enumerate().filter(|(_, edge)| edge.from == *from && edge.to == *to);
    let named = between.clone().find(|(_, edge)| {
        let name = edge.label.rsplit_once("s3:").map_or(edge.label.as_str(), |(_, name)| name);
        name == operation || name.strip_suffix('*').is_some_and(|start| operation.starts_with(start))
    });
    named.or_else(|| between.next()).map(|(at, _)| at)
}

/// The way in from above the map; none to what stands below something else, from which it would seem to come.
fn from_frame(to: &Slot, layout: &Layout) -> Option<Way> {
    let x = to.x + to.width * 0.3;
    if layout.slots.iter().flatten().any(|slot| slot.bottom() <= to.y && (slot.x..slot.right()).contains(&x)) {
        return None;
    }
    let points = vec![Point { x, y: to.y - 38.0 }, Point { x, y: to.y - HEAD_AIR }];
    Some(Way::new(points, Point { x: x + 20.0, y: to.y - 20.0 }, to.width * 0.6, true))
}

fn way(from: &Slot, to: &Slot, layout: &Layout, before: usize, beside: usize) -> Way {
    let part = spread(before, beside);
    let across = (from.x.max(to.x), from.right().min(to.right()));
    let down = (from.y.max(to.y), from.bottom().min(to.bottom()));
    if across.1 - across.0 > 20.0 {
        let (top, low) = if from.y < to.y { (from, to) } else { (to, from) };
        let blocked =
            layout.slots.iter().flatten().any(|slot| {
                slot.y > top.bottom() && slot.bottom() < low.y && slot.x < across.1 && slot.right() > across.0
            });
        if blocked {
            return if from.is_edge() { from_edge(from, to) } else { around(from, to) };
        }
        // Downwards, labels stand at the right of their lines and need the room there.
        let part = match (layout.downwards, beside) {
            (false, 1) => 0.5,
            (false, _) => part,
            (true, 1) => 0.3,
            (true, _) => 0.05 + part * 0.6,
        };
        let x = across.0 + (across.1 - across.0) * part;
        let (start, end) =
            if from.y < to.y { (from.bottom(), to.y - HEAD_AIR) } else { (from.y, to.bottom() + HEAD_AIR) };
        let points = vec![Point { x, y: start }, Point { x, y: end }];
        let label = Point { x: x + 20.0, y: f64::midpoint(start, end) };
        return Way::new(points, label, from.width, true);
    }
    let rightwards = from.x < to.x;
    let (start, end) = if rightwards { (from.right(), to.x - HEAD_AIR) } else { (from.x, to.right() + HEAD_AIR) };
    let side = if beside == 1 || part < 0.5 { -1.0 } else { 1.0 };
    let shared = down.1 - down.0;
    if shared > 24.0 {
        // Below the name where there is room; nearer to the rims where there is little.
        let (above, below) = ((shared * 0.24).min(30.0), (shared * 0.16).min(20.0));
        let y = down.0 + above + (shared - above - below) * part;
        let points = vec![Point { x: start, y }, Point { x: end, y }];
        let label = Point { x: f64::midpoint(start, end), y: y + if side < 0.0 { ABOVE } else { BELOW } };
        return Way::new(points, label, (end - start).abs(), false);
    }
    let (y1, y2) = (from.y + from.height * (0.3 + 0.4 * part), to.y + to.height * (0.3 + 0.4 * part));
    // The turn lies in the last gap, so that the long stretch stays level with its sender.
    let turn = if rightwards { to.x - 34.0 } else { to.right() + 34.0 };
    let points =
        vec![Point { x: start, y: y1 }, Point { x: turn, y: y1 }, Point { x: turn, y: y2 }, Point { x: end, y: y2 }];
    let label = Point { x: f64::midpoint(start, turn), y: y1 + side * 15.0 };
    Way::new(points, label, (turn - start).abs(), false)
}

/// From the upper edge, past what stands between, down the left-hand side of the column.
fn from_edge(from: &Slot, to: &Slot) -> Way {
    let (lane, y) = (to.x - 14.0, to.y + 22.0);
    let points = vec![Point { x: lane, y: from.bottom() }, Point { x: lane, y }, Point { x: to.x - HEAD_AIR, y }];
    Way::new(points, Point { x: lane + 20.0, y: from.bottom() + 20.0 }, 100.0, true)
}

/// Along the right-hand side, past what stands between.
fn around(from: &Slot, to: &Slot) -> Way {
    let lane = from.right().max(to.right()) + 11.0;
    let y1 = from.y + from.height * 0.7;
    let y2 = to.y + 22.0;
    let points = vec![
        Point { x: from.right(), y: y1 },
        Point { x: lane, y: y1 },
        Point { x: lane, y: y2 },
        Point { x: to.right() + HEAD_AIR, y: y2 },
    ];
    Way::new(points, Point { x: lane - 110.0, y: to.y - 14.0 }, 100.0, true)
}

/// Where the one of `beside` edges that has `before` before it lies in the room they share, 0 to 1.
fn spread(before: usize, beside: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "few edges join two nodes")]
    match beside {
        0 | 1 => 0.5,
        2 => [0.12, 0.88][before.min(1)],
        _ => before as f64 / (beside - 1) as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_moves_along_all_stretches() {
        let points = vec![Point { x: 0.0, y: 0.0 }, Point { x: 10.0, y: 0.0 }, Point { x: 10.0, y: 10.0 }];
        let way = Way { points, ..Way::default() };
        assert_eq!(way.at(5.0), (Point { x: 5.0, y: 0.0 }, 0.0));
        assert_eq!(way.at(15.0), (Point { x: 10.0, y: 5.0 }, 90.0));
        assert_eq!(way.at(99.0).0, Point { x: 10.0, y: 10.0 });
        assert!((way.length() - 20.0).abs() < 1e-9);
    }

    #[test]
    fn edges_that_join_the_same_nodes_lie_apart() {
        let slots = [
            Slot { x: 0.0, y: 0.0, width: 100.0, height: 200.0 },
            Slot { x: 200.0, y: 0.0, width: 100.0, height: 150.0 },
        ];
        let layout = Layout { slots: slots.map(Some).into(), ..Layout::default() };
        let there = way(&slots[0], &slots[1], &layout, 0, 2);
        let back = way(&slots[1], &slots[0], &layout, 1, 2);
        assert!(back.points[0].y - there.points[0].y > 40.0);
        assert!(there.points[0].x < there.points[1].x && back.points[0].x > back.points[1].x);
        assert!(there.label.y < there.points[0].y && back.label.y > back.points[0].y);
    }
}
