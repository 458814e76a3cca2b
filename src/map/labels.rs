//! Where the words and numbers of ways stand, so that none hides a plate or another. Pure.

use cloud::view::stage::{Edge, EdgeKind};

use super::layout::{Layout, Slot, label_width};
use super::way::{ABOVE, BELOW, Point, Way, distance};

/// What the number of a message takes on its line, to either side and with some air, units.
const STOP: f64 = 13.0;
/// How high a label is, units.
const LABEL_HEIGHT: f64 = 15.0;

/// What the buttons in the map's corner take, CSS pixels at the usual size: they do not shrink with the map.
const CORNER: (f64, f64) = (96.0, 40.0);

/// The corner of the map, where its buttons stand.
fn corner(layout: &Layout) -> Slot {
    let (width, height) = (CORNER.0 / layout.scale, CORNER.1 / layout.scale);
    Slot { x: layout.size.width - width, y: 0.0, width, height }
}

/// Gives each of `ways` a place for its number and its label.
pub fn settle(ways: &mut [Option<Way>], edges: &[Edge], layout: &Layout) {
    let mut taken: Vec<Slot> = layout.slots.iter().flatten().copied().collect();
    taken.push(corner(layout));
    for way in ways.iter_mut().flatten() {
        way.stop = stop_on(way, &taken);
        taken.push(stop_box(way.stop));
    }
    let lines = stretches(ways);
    if layout.downwards {
        keep_apart(ways, &lines, layout.size.width);
    }
    settle_labels(ways, edges, &lines, taken, layout.size.width);
}

/// What the level and upright stretches of all ways cover, each with the number of its way.
fn stretches(ways: &[Option<Way>]) -> Vec<(usize, Slot)> {
    let stretch = |ends: &[Point]| {
        let (from, to) = (ends[0], ends[1]);
        Slot { x: from.x.min(to.x), y: from.y.min(to.y), width: (from.x - to.x).abs(), height: (from.y - to.y).abs() }
    };
    let of = |(at, way): (usize, &Option<Way>)| {
        let points = way.as_ref().map_or(&[][..], |way| &way.points);
        points.windows(2).map(|ends| (at, stretch(ends))).collect::<Vec<_>>()
    };
    ways.iter().enumerate().flat_map(of).collect()
}

/// The place nearest to the middle of `way` at which its number lies on nothing that is `taken`; the middle where there is
/// none. The middle of a way that turns is that of its upright stretch, before its receiver: many share the level one.
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

/// Finds each label the first place where it hides nothing that is `taken` and no other label, and no line either if there
/// is such a place; those of what triggers come before those of what is permitted. One that has none is not shown.
fn settle_labels(
    ways: &mut [Option<Way>],
    edges: &[Edge],
    lines: &[(usize, Slot)],
    mut taken: Vec<Slot>,
    map_width: f64,
) {
    let mut order: Vec<usize> = (0..edges.len()).collect();
    order.sort_by_key(|&at| match edges[at].kind {
        EdgeKind::Trigger => 0,
        EdgeKind::Call | EdgeKind::Forbidden => 1,
        EdgeKind::Permitted => 2,
        EdgeKind::Logs => 3,
    });
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
    let other = Point { y: from.y + if label.y < from.y { BELOW } else { ABOVE }, ..label };
    let play = ((from.x - to.x).abs() - width).max(0.0) / 2.0;
    let along = |point: Point| [-play, play].map(|by| Point { x: point.x + by, ..point });
    [label, other].into_iter().chain([label, other].into_iter().flat_map(along)).collect()
}

/// What a label covers: it is centred on its place, or begins there beside an upright line. One that fills the gap between
/// two plates touches both, and hides neither.
fn label_box(label: Point, width: f64, upright: bool) -> Slot {
    const RIM: f64 = 1.0;
    let x = if upright { label.x } else { label.x - width / 2.0 };
    Slot { x: x + RIM, y: label.y - LABEL_HEIGHT / 2.0, width: width - 2.0 * RIM, height: LABEL_HEIGHT }
}

/// Labels beside upright lines end before the next such line, and before the map does.
fn keep_apart(ways: &mut [Option<Way>], lines: &[(usize, Slot)], width: f64) {
    for way in ways.iter_mut().flatten() {
        way.label_room = way.label_room.min(room_beside(way.label, lines, width));
    }
}

/// The room from where a label begins to the next upright line at its height.
fn room_beside(label: Point, lines: &[(usize, Slot)], width: f64) -> f64 {
    let beyond = lines.iter().map(|(_, line)| line).filter(|line| {
        let crosses = line.y < label.y + STOP && line.bottom() > label.y - STOP;
        line.width < 1.0 && crosses && line.x > label.x
    });
    beyond.map(|line| line.x - STOP).fold(width, f64::min) - label.x
}

#[cfg(test)]
mod tests {
    use cloud::sim::trace::Place;
    use cloud::view::stage::Stage;

    use super::super::layout::tests::{edge, node};
    use super::super::layout::{Size, lay_out};
    use super::super::way::ways;
    use super::*;

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
        let lines = stretches(&ways);
        keep_apart(&mut ways, &lines, 288.0);
        let rooms = ways.each_ref().map(|way| way.as_ref().map(|way| (way.label_room, way.is_labelled())));
        assert_eq!(rooms, [Some((87.0, true)), Some((67.0, true)), Some((-2.0, false))]);
    }

    /// A flow through two buckets, a second function that may call both of them, and calls from the tab past all that.
    fn crowded() -> Stage {
        let edge =
            |from: &Place, to: &Place, kind, label: &str| Edge { label: label.to_owned(), ..edge(from, to, kind) };
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
        Stage { nodes: places.map(|place| node(place.clone())).into(), edges }
    }

    #[test]
    fn a_trigger_is_named_whatever_room_there_is() {
        let mut stage = crowded();
        for nodes in [6, 4] {
            stage.nodes.truncate(nodes);
            for width in (620..1_300).step_by(7) {
                let layout = lay_out(&stage, Size { width: f64::from(width), height: 500.0 }, false);
                let trigger = ways(&stage, &layout).swap_remove(0).expect("both ends stand");
                assert!(trigger.is_labelled(), "{nodes} nodes, {width} wide");
            }
        }
    }

    #[test]
    fn no_label_and_no_number_hides_a_plate_or_another() {
        let stage = crowded();
        for (width, height, docked) in
            [(776.0, 500.0, false), (776.0, 330.0, true), (1240.0, 620.0, false), (390.0, 520.0, false)]
        {
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
}
