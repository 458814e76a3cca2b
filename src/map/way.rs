//! The ways that messages take between nodes: lines through the gaps, and points upon them. Pure.

use cloud::sim::trace::Place;
use cloud::view::stage::{Edge, EdgeKind, Stage, Token};

use super::layout::{Layout, Slot, label_width};

/// How far an arrow's head stays from the node it points at, units.
const HEAD_AIR: f64 = 4.0;
/// How far a message that waits stays from the node it waits for, units.
pub const DOOR: f64 = 20.0;
const CORNER: f64 = 10.0;
/// What the number of a message takes on its line, to either side and with some air, units.
const STOP: f64 = 13.0;
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

fn distance(a: Point, b: Point) -> f64 {
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
                (None, Some(to)) => Some(from_frame(&to)),
                _ => None,
            }
        })
        .collect();
    let mut taken: Vec<Slot> = layout.slots.iter().flatten().copied().collect();
    for way in ways.iter_mut().flatten() {
        way.stop = stop_on(way, &taken);
        taken.push(stop_box(way.stop));
    }
    if layout.downwards {
        keep_apart(&mut ways, layout.size.width);
    } else {
        settle_labels(&mut ways, &stage.edges, taken, layout.size.width);
    }
    ways
}

/// The place nearest to the middle of `way` at which its number lies on nothing that is `taken`; the middle where there is none.
/// The middle of a way that turns is that of its upright stretch, before its receiver: the level one is shared by many.
fn stop_on(way: &Way, taken: &[Slot]) -> Point {
    const STEP: f64 = 8.0;
    let length = way.length();
    let middle = match way.points[..] {
        [start, turn, end, _] if distance(turn, end) > 2.0 * STOP => distance(start, turn) + distance(turn, end) / 2.0,
        _ => length * if way.upright { 0.42 } else { 0.5 },
    };
    let ends = STOP.min(length / 2.0)..=(length - STOP).max(length / 2.0);
    let steps = std::iter::successors(Some(0.0), |by| Some(by + STEP)).take_while(|by| *by <= length);
    let places = steps.flat_map(|by| [middle - by, middle + by]).filter(|along| ends.contains(along));
    let is_free = |place: &Point| {
        let room = stop_box(*place);
        !taken.iter().any(|other| room.overlaps(other))
    };
    places.map(|along| way.at(along).0).find(is_free).unwrap_or_else(|| way.at(middle).0)
}

/// What a number on a line covers.
fn stop_box(stop: Point) -> Slot {
    let side = 2.0 * (STOP - 4.0);
    Slot { x: stop.x - side / 2.0, y: stop.y - side / 2.0, width: side, height: side }
}

/// How high a label is, units.
const LABEL_HEIGHT: f64 = 15.0;

/// Finds each label the first place where it hides nothing that is `taken` and no other label, if there is one where it hides no line
/// either; those of what triggers come before those of what is permitted. One that has none is not shown.
fn settle_labels(ways: &mut [Option<Way>], edges: &[Edge], mut taken: Vec<Slot>, map_width: f64) {
    let mut order: Vec<usize> = (0..edges.len()).collect();
    order.sort_by_key(|&at| match edges[at].kind {
        EdgeKind::Trigger => 0,
        EdgeKind::Call | EdgeKind::Forbidden => 1,
        EdgeKind::Permitted => 2,
        EdgeKind::Logs => 3,
    });
    let lines: Vec<(usize, Slot)> = ways
        .iter()
        .enumerate()
        .flat_map(|(at, way)| {
            way.iter().flat_map(move |way| way.points.windows(2).map(move |ends| (at, stretch(ends))))
        })
        .collect();
    for at in order {
        let Some(way) = ways[at].as_mut().filter(|way| way.is_labelled()) else { continue };
        let width = label_width(&edges[at]).min(way.label_room);
        let mut places = label_places(way, width);
        places.retain(|label| {
            let room = label_box(*label, width, way.upright);
            room.x >= 0.0 && room.right() <= map_width && !taken.iter().any(|other| room.overlaps(other))
        });
        let on_no_line = |label: &&Point| {
            let room = label_box(**label, width, way.upright);
            lines.iter().all(|(of, line)| *of == at || !room.overlaps(line))
        };
        let free = places.iter().find(on_no_line).or(places.first()).copied();
        match free {
            Some(label) => {
                way.label = label;
                taken.push(label_box(label, width, way.upright));
            }
            None => way.label_room = 0.0,
        }
    }
}

/// Where the label of `way` may stand, the best place first: where it was put, then on the other side of its line, then
/// further along a level one.
fn label_places(way: &Way, width: f64) -> Vec<Point> {
    let label = way.label;
    let stretch = way.points.windows(2).max_by(|a, b| distance(a[0], a[1]).total_cmp(&distance(b[0], b[1])));
    let Some((from, to)) = stretch.map(|ends| (ends[0], ends[1])) else { return vec![label] };
    if way.upright {
        return vec![label, Point { x: 2.0 * from.x - label.x - width, ..label }];
    }
    let other = Point { y: from.y + if label.y < from.y { 27.0 } else { -17.0 }, ..label };
    let play = ((from.x - to.x).abs() - width).max(0.0) / 2.0;
    let along = |point: Point| [-play, play].map(|by| Point { x: point.x + by, ..point });
    [label, other].into_iter().chain([label, other].into_iter().flat_map(along)).collect()
}

/// What a level or upright stretch of a line covers.
fn stretch(ends: &[Point]) -> Slot {
    let (from, to) = (ends[0], ends[1]);
    Slot { x: from.x.min(to.x), y: from.y.min(to.y), width: (from.x - to.x).abs(), height: (from.y - to.y).abs() }
}

/// What a label covers: it is centred on its place, or begins there beside an upright line.
fn label_box(label: Point, width: f64, upright: bool) -> Slot {
    let x = if upright { label.x } else { label.x - width / 2.0 };
    Slot { x, y: label.y - LABEL_HEIGHT / 2.0, width, height: LABEL_HEIGHT }
}

/// Labels beside upright lines end before the next such line, and before the map does.
fn keep_apart(ways: &mut [Option<Way>], width: f64) {
    let rooms: Vec<_> = ways.iter().map(|way| way.as_ref().map(|way| room_beside(way, ways, width))).collect();
    for (way, room) in ways.iter_mut().zip(rooms) {
        if let Some((way, room)) = way.as_mut().zip(room) {
            way.label_room = way.label_room.min(room);
        }
    }
}

/// The room from where the label of `way` begins to the next upright line of `ways` at its height.
fn room_beside(way: &Way, ways: &[Option<Way>], width: f64) -> f64 {
    let label = way.label;
    let stretches = ways.iter().flatten().flat_map(|way| way.points.windows(2));
    let beyond = stretches.filter(|ends| {
        let (from, to) = (ends[0], ends[1]);
        let crosses = from.y.min(to.y) < label.y + STOP && from.y.max(to.y) > label.y - STOP;
        (from.x - to.x).abs() < 1.0 && crosses && from.x > label.x
    });
    beyond.map(|ends| ends[0].x - STOP).fold(width, f64::min) - label.x
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
        (None, Some(to)) => Some(from_frame(&to)),
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

fn from_frame(to: &Slot) -> Way {
    let x = to.x + to.width * 0.3;
    let points = vec![Point { x, y: to.y - 38.0 }, Point { x, y: to.y - HEAD_AIR }];
    Way {
        points,
        label: Point { x: x + 20.0, y: to.y - 20.0 },
        label_room: to.width * 0.6,
        upright: true,
        ..Way::default()
    }
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
        if blocked && from.is_edge() {
            return from_edge(from, to);
        }
        if blocked {
            return around(from, to);
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
        return Way { points, label, label_room: from.width, upright: true, ..Way::default() };
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
        // Below, a label stands clear of the photos that travel on the line.
        let label = Point { x: f64::midpoint(start, end), y: y + if side < 0.0 { -17.0 } else { 27.0 } };
        return Way { points, label, label_room: (end - start).abs(), upright: false, ..Way::default() };
    }
    let (y1, y2) = (from.y + from.height * (0.3 + 0.4 * part), to.y + to.height * (0.3 + 0.4 * part));
    // The turn lies in the last gap, so that the long stretch stays level with its sender.
    let turn = if rightwards { to.x - 34.0 } else { to.right() + 34.0 };
    let points =
        vec![Point { x: start, y: y1 }, Point { x: turn, y: y1 }, Point { x: turn, y: y2 }, Point { x: end, y: y2 }];
    let label = Point { x: f64::midpoint(start, turn), y: y1 + side * 15.0 };
    Way { points, label, label_room: (turn - start).abs(), upright: false, ..Way::default() }
}

/// From the upper edge, past what stands between, down the left-hand side of the column.
fn from_edge(from: &Slot, to: &Slot) -> Way {
    let (lane, y) = (to.x - 14.0, to.y + 22.0);
    let points = vec![Point { x: lane, y: from.bottom() }, Point { x: lane, y }, Point { x: to.x - HEAD_AIR, y }];
    Way {
        points,
        label: Point { x: lane + 20.0, y: from.bottom() + 20.0 },
        label_room: 100.0,
        upright: true,
        ..Way::default()
    }
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
    Way { points, label: Point { x: lane - 110.0, y: to.y - 14.0 }, label_room: 100.0, upright: true, ..Way::default() }
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
    use cloud::view::Family;
    use cloud::view::stage::{Contents, Node};

    use super::super::layout::{Size, lay_out};
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
    fn a_label_beside_an_upright_line_ends_before_the_next() {
        let upright = |x: f64, label_room| Way {
            points: vec![Point { x, y: 100.0 }, Point { x, y: 140.0 }],
            label: Point { x: x + 20.0, y: 120.0 },
            label_room,
            upright: true,
            ..Way::default()
        };
        let mut ways = [upright(50.0, 240.0), upright(170.0, 240.0), upright(270.0, 240.0)].map(Some);
        keep_apart(&mut ways, 288.0);
        let rooms = ways.each_ref().map(|way| way.as_ref().map(|way| (way.label_room, way.is_labelled())));
        assert_eq!(rooms, [Some((87.0, true)), Some((67.0, true)), Some((-2.0, false))]);
    }

    /// A flow through two buckets, a second function that may call both of them, and calls from the tab past all that.
    fn crowded() -> Stage {
        let node = |place: &Place| Node {
            family: Family::of(place),
            title: place.to_string(),
            place: place.clone(),
            kind: String::new(),
            contents: Contents::Nothing,
            failure: None,
            route: None,
        };
        let edge = |from: &Place, to: &Place, kind, label: &str| Edge {
            from: from.clone(),
            to: to.clone(),
            kind,
            label: label.to_owned(),
            refused: false,
        };
        let [photos, thumbnails] = ["my-original-images", "my-thumbnails"].map(|name| Place::Bucket(name.into()));
        let [first, second] = ["make-thumbnail", "hello"].map(|name| Place::Function(name.into()));
        let mut edges = vec![edge(&photos, &first, EdgeKind::Trigger, "ObjectCreated:*")];
        for function in [&first, &second] {
            for bucket in [&photos, &thumbnails] {
                for label in ["s3:GetObject", "s3:PutObject"] {
                    edges.push(edge(function, bucket, EdgeKind::Permitted, label));
                }
            }
        }
        let service = Place::Service("iam");
        edges.push(edge(&Place::Client, &service, EdgeKind::Call, "CreateRole"));
        edges.push(edge(&Place::Client, &second, EdgeKind::Call, "CreateFunction"));
        let places = [&Place::Client, &photos, &first, &thumbnails, &second, &service];
        Stage { nodes: places.map(node).into(), edges }
    }

    #[test]
    fn no_label_and_no_number_hides_a_plate_or_another() {
        let stage = crowded();
        for (width, height, docked) in [(776.0, 500.0, false), (776.0, 330.0, true), (1240.0, 620.0, false)] {
            let layout = lay_out(&stage, Size { width, height }, docked);
            let ways = ways(&stage, &layout);
            let mut boxes: Vec<Slot> = layout.slots.iter().flatten().copied().collect();
            let plates = boxes.len();
            for (way, edge) in ways.iter().zip(&stage.edges) {
                let Some(way) = way.as_ref().filter(|way| way.is_labelled()) else { continue };
                boxes.push(label_box(way.label, label_width(edge).min(way.label_room), way.upright));
            }
            for (at, one) in boxes.iter().enumerate() {
                assert!(!boxes[..at].iter().any(|other| one.overlaps(other)), "{width}x{height}: {one:?}");
            }
            assert!(
                boxes.len() > plates + 3,
                "{width}x{height}: most labels have a place, {} do",
                boxes.len() - plates
            );
            let stops: Vec<Slot> = ways.iter().flatten().map(|way| stop_box(way.stop)).collect();
            for (at, stop) in stops.iter().enumerate() {
                let others = boxes.iter().chain(&stops[..at]);
                assert!(!others.into_iter().any(|other| stop.overlaps(other)), "{width}x{height}: {stop:?}");
            }
        }
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
