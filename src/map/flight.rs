//! Where each message on its way stands at this moment. Pure: the same tokens give the same picture.

use cloud::view::stage::{Leg, Stage, Token};

use super::edges::Live;
use super::layout::Layout;
use super::way::{DOOR, Point, Way, direct, edge_of};

/// With more than this many on one edge, messages are a stream of dots.
const STREAM: usize = 20;
/// When that many fly on all edges together, an edge with more than this many is a stream as well.
const BUSY_STREAM: usize = 3;
/// With more than this many on one edge, messages are small and carry no photo.
const SMALL: usize = 4;
/// Messages that wait at one door stand this far apart, units.
const QUEUE_STEP: f64 = 15.0;
/// No more than this many wait in single file; the others stand behind the last.
const QUEUE_LENGTH: usize = 5;

/// A message that is drawn as itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flight<'tokens> {
    /// The message.
    pub token: &'tokens Token,
    /// Where it is, units.
    pub point: Point,
    /// The direction it flies in, degrees.
    pub angle: f64,
    /// How much of its way lies behind it, units.
    pub behind: f64,
    /// Whether it is the first that waits at its door, so that a callout says why.
    pub first: bool,
    /// Whether there are so many on its edge that it is drawn small.
    pub small: bool,
}

/// A message that is one dot of a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    /// Where it is, units.
    pub point: Point,
    /// Whether it failed.
    pub failed: bool,
}

/// All that is on its way.
#[derive(Debug, Default, PartialEq)]
pub struct Picture<'tokens> {
    /// Drawn as discs and prints.
    pub flights: Vec<Flight<'tokens>>,
    /// Drawn as dots.
    pub dots: Vec<Dot>,
    /// What is on its way on each edge.
    pub live: Vec<Live>,
}

/// Takes the picture. `still` puts each message at the end of its way, for who asked for less motion.
#[must_use]
pub fn picture<'tokens>(
    tokens: &'tokens [Token],
    plan: &Stage,
    layout: &Layout,
    ways: &[Option<Way>],
    still: bool,
) -> Picture<'tokens> {
    let mut picture = Picture { live: vec![Live::default(); plan.edges.len()], ..Picture::default() };
    let mut numbers = vec![0_usize; plan.edges.len()];
    let mut waiting = vec![0_usize; plan.edges.len()];
    let edges: Vec<Option<usize>> =
        tokens.iter().map(|token| edge_of(plan, &token.from, &token.to, token.operation)).collect();
    for (token, edge) in tokens.iter().zip(&edges) {
        let Some(edge) = *edge else { continue };
        let live = &mut picture.live[edge];
        live.out |= token.leg != Leg::Back;
        live.back |= token.leg == Leg::Back;
        live.failed |= token.failed;
        // What waits stands in the queue that the function's node shows; it is no part of the stream.
        numbers[edge] += usize::from(token.leg != Leg::Waiting);
        waiting[edge] += usize::from(token.leg == Leg::Waiting);
    }
    let limit = if tokens.len() > STREAM { BUSY_STREAM } else { STREAM };
    for (live, number) in picture.live.iter_mut().zip(&numbers) {
        live.stream = if *number > limit { *number } else { 0 };
    }
    let crowd: Vec<bool> = numbers.iter().zip(&waiting).map(|(moving, waiting)| moving + waiting > limit).collect();
    let mut queued = vec![0_usize; plan.edges.len()];
    for (token, edge) in tokens.iter().zip(&edges) {
        let owned;
        let way = match edge.and_then(|edge| ways.get(edge)?.as_ref()) {
            Some(way) => way,
            None => match direct(token, plan, layout) {
                Some(way) => {
                    owned = way;
                    &owned
                }
                None => continue,
            },
        };
        let length = (way.length() - DOOR).max(1.0);
        let crowded = edge.is_some_and(|edge| crowd[edge]);
        let small = edge.is_some_and(|edge| numbers[edge] + waiting[edge] > SMALL);
        let place = edge.map_or(0, |edge| {
            let place = queued[edge];
            queued[edge] += usize::from(token.leg == Leg::Waiting);
            place
        });
        let progress = if still { 1.0 } else { f64::from(token.progress).clamp(0.0, 1.0) };
        let along = match token.leg {
            Leg::Out => length * progress,
            Leg::Waiting => length - lined_up(place) * if small { 0.6 } else { 1.0 },
            // An answer starts at the receiver's door and ends at the sender's.
            Leg::Back => (way.length() - DOOR) * (1.0 - progress) + DOOR * progress,
        };
        let (mut point, angle) = way.at(along.max(0.0));
        if crowded {
            if token.leg == Leg::Waiting && place >= QUEUE_LENGTH {
                continue;
            }
            let aside = scatter(token.number.number);
            let (sin, cos) = angle.to_radians().sin_cos();
            point = Point { x: point.x - sin * aside, y: point.y + cos * aside };
            picture.dots.push(Dot { point, failed: token.failed });
            continue;
        }
        let back = token.leg == Leg::Back;
        picture.flights.push(Flight {
            token,
            point,
            angle: if back { angle + 180.0 } else { angle },
            behind: if back { way.length() - along } else { along },
            // Only a wait has something to say: a service that works for a few milliseconds has not.
            first: token.waited_ms.is_some() && token.leg == Leg::Waiting && place == 0,
            small,
        });
    }
    picture
}

fn lined_up(place: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a handful")]
    let place = place.min(QUEUE_LENGTH - 1) as f64;
    place * QUEUE_STEP
}

/// How far aside a dot flies: always the same for the same message, spread evenly over all.
fn scatter(number: u32) -> f64 {
    let turn = f64::from(number) * 0.618_033_988_749_895;
    (turn.fract() - 0.5) * 13.0
}

#[cfg(test)]
mod tests {
    use cloud::sim::trace::{MessageId, Place};
    use cloud::view::Number;
    use cloud::view::stage::{Edge, EdgeKind};

    use super::*;

    fn token(number: u32, leg: Leg, progress: f32) -> Token {
        Token {
            number: Number { message: MessageId(number), number },
            from: Place::Bucket("a".into()),
            to: Place::Function("b".into()),
            operation: "ObjectCreated:Put",
            leg,
            progress,
            print: None,
            failed: false,
            callout: String::new(),
            waited_ms: (leg == Leg::Waiting).then_some(1.0),
        }
    }

    fn seen(tokens: &[Token]) -> Picture<'_> {
        let edge = Edge {
            from: Place::Bucket("a".into()),
            to: Place::Function("b".into()),
            kind: EdgeKind::Trigger,
            label: "ObjectCreated:*".into(),
            refused: false,
        };
        let plan = Stage { nodes: Vec::new(), edges: vec![edge] };
        let points = vec![Point { x: 0.0, y: 0.0 }, Point { x: 120.0, y: 0.0 }];
        picture(tokens, &plan, &Layout::default(), &[Some(Way { points, ..Way::default() })], false)
    }

    #[test]
    fn a_message_goes_out_waits_at_the_door_and_its_answer_comes_back() {
        let tokens = [token(1, Leg::Out, 0.5), token(2, Leg::Waiting, 1.0), token(3, Leg::Back, 0.5)];
        let picture = seen(&tokens);
        let x: Vec<f64> = picture.flights.iter().map(|flight| flight.point.x).collect();
        assert_eq!(x, [50.0, 100.0, 60.0]);
        assert!(picture.flights[1].first && picture.live[0].out && picture.live[0].back);
    }

    #[test]
    fn a_crowd_is_a_stream() {
        let tokens: Vec<Token> = (0..30).map(|number| token(number, Leg::Out, 0.3)).collect();
        let picture = seen(&tokens);
        assert!(picture.flights.is_empty());
        assert_eq!((picture.dots.len(), picture.live[0].stream), (30, 30));
    }
}
