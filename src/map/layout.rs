//! Where nodes stand: a pure function of who there is, what may pass between them, and the room there is.
//!
//! Lengths are units of a sixteenth of a rem, so that a projector's larger root enlarges the whole map. What a node
//! holds has no part in it: contents adapt to their plate, and nodes never move by themselves.

use cloud::sim::trace::Place;
use cloud::view::Family;
use cloud::view::stage::{Edge, EdgeKind, Node, Stage};

/// Below this width the map flows downwards.
pub const NARROW: f64 = 600.0;
/// Below this width, less than a phone's, the map is a locator beside a function that is open: heads, and no more than
/// the function's environments.
const LOCATOR: f64 = 312.0;

const MARGIN_X: f64 = 22.0;
/// On the screen, whatever the scale: the button in the corner stands above the plates.
const MARGIN_TOP: f64 = 42.0;
const MARGIN_BOTTOM: f64 = 10.0;
const LEAST_GAP: f64 = 30.0;
const BEST_GAP: f64 = 54.0;
/// A label on an edge is set in 11-unit mono, 6.5 units a character.
const LABEL_CHARACTER: f64 = 6.5;
/// A key glyph and some air beside a label.
const LABEL_AIR: f64 = 22.0;
/// A name is set in 12.5-unit mono, 7.3 units a character.
const NAME_CHARACTER: f64 = 7.3;
/// What a node is, under its name, is set in 12-unit text of different widths.
const KIND_CHARACTER: f64 = 6.1;
/// A log group's name is long, and may take the room that a projector's larger type wants.
const LOG_NAME_CHARACTER: f64 = 8.3;
/// What a plate's rim and glyph take beside the name.
const NAME_AIR: f64 = 53.0;
/// The same where the address bar stands above the map: its calls leave from the upper edge.
const MARGIN_BELOW_BAR: f64 = 46.0;
/// The map is made smaller down to this before it scrolls.
const LEAST_SCALE: f64 = 0.6;
/// The scale that a map below the address bar is expected to have.
const PILED_SCALE: f64 = 0.75;
/// At a smaller scale its words are hard to read: there, less is more.
const READABLE_SCALE: f64 = 0.7;

/// A width and a height.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// Across.
    pub width: f64,
    /// Down.
    pub height: f64,
}

/// Where one node stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Slot {
    /// Its left edge.
    pub x: f64,
    /// Its top edge.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

impl Slot {
    /// Its right edge.
    #[must_use]
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Its bottom edge.
    #[must_use]
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Whether it is the upper edge, on which the address bar stands.
    #[must_use]
    pub fn is_edge(&self) -> bool {
        self.height < 1.0
    }

    /// Whether any of it lies on `other`.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }
}

/// Where all nodes stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// One for each node of the stage; none for a node that is left out where there is no room for it.
    pub slots: Vec<Option<Slot>>,
    /// The world's size: the room there is, or more when it has to scroll.
    pub size: Size,
    /// How much smaller than usual the world is drawn.
    pub scale: f64,
    /// Whether it flows downwards.
    pub downwards: bool,
}

impl Layout {
    /// Whether it has more in it than the edge that the address bar is.
    fn shows_some(&self) -> bool {
        self.slots.iter().flatten().count() > 1
    }

    /// Whether it has to scroll downwards in `room`.
    fn is_cut(&self, room: Size) -> bool {
        self.size.height > room.height / self.scale + 0.5
    }
}

/// Lays the nodes of `stage` out in `room`. When `docked`, the learner's tab is the address bar above the map: it stands
/// along the upper edge, without a plate.
#[must_use]
pub fn lay_out(stage: &Stage, room: Size, docked: bool) -> Layout {
    if stage.nodes.is_empty() || room.width < 1.0 {
        return Layout { size: room, scale: 1.0, ..Layout::default() };
    }
    if room.width < NARROW {
        return downwards(stage, room);
    }
    let first = fitted(stage, room, docked, Shown::All);
    if !docked || first.scale >= 1.0 {
        return first;
    }
    // Below the bar there is little room: what was made by hand stands below the rest if that makes all larger.
    let piled = fitted(stage, room, docked, Shown::AllPiled);
    let best = if first.is_cut(room) || !piled.is_cut(room) && piled.scale > first.scale { piled } else { first };
    if !best.is_cut(room) && best.scale >= READABLE_SCALE {
        return best;
    }
    // Rather than a map that is cut, or too small to be read, there is one of less.
    let fewer =
        [Shown::WithoutLogs, Shown::FlowAlone, Shown::FlowInBrief].map(|shown| fitted(stage, room, docked, shown));
    let whole = std::iter::once(&best).chain(&fewer).filter(|layout| !layout.is_cut(room) && layout.shows_some());
    let readable = whole.clone().find(|layout| layout.scale >= READABLE_SCALE);
    // Of those that are as large as each other, the fullest.
    let largest = whole.reduce(|best, next| if next.scale > best.scale { next } else { best });
    readable.or(largest).unwrap_or(&best).clone()
}

/// What of the stage has a place on the map.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    All,
    /// What was made by hand stands below the rest, as if the map were small.
    AllPiled,
    /// The logs can be read elsewhere.
    WithoutLogs,
    /// Calls to services that have no place in the flow can be read on the tape.
    FlowAlone,
    /// Each node with no more of what it holds than its newest part.
    FlowInBrief,
}

impl Shown {
    fn has(self, node: &Node) -> bool {
        match node.family {
            Family::Observability => matches!(self, Self::All | Self::AllPiled),
            Family::Integration if !is_api(node) => !matches!(self, Self::FlowAlone | Self::FlowInBrief),
            _ => true,
        }
    }
}

/// The layout at the largest scale at which all is seen, down to the least.
fn fitted(stage: &Stage, room: Size, docked: bool, shown: Shown) -> Layout {
    let top = if docked { MARGIN_BELOW_BAR } else { MARGIN_TOP };
    let piled = if shown == Shown::All { 1.0 } else { PILED_SCALE };
    let mut columns = columns(stage, (room.height - top - MARGIN_BOTTOM) / piled, docked);
    for column in &mut columns {
        column.nodes.retain(|&at| shown.has(&stage.nodes[at]));
    }
    columns.retain(|column| !column.nodes.is_empty());
    let mut scale: f64 = 1.0;
    loop {
        let size = Size { width: room.width / scale, height: room.height / scale };
        let mut layout = rightwards(stage, &columns, size, scale, top / scale, shown);
        if docked && let Some(at) = stage.nodes.iter().position(|node| node.family == Family::Client) {
            let width = size.width - 2.0 * MARGIN_X;
            layout.slots[at] = Some(Slot { x: MARGIN_X, y: 0.0, width, height: 0.0 });
        }
        let fits = layout.size.width <= size.width + 0.5 && layout.size.height <= size.height + 0.5;
        if fits || scale <= LEAST_SCALE {
            return layout;
        }
        scale = (scale - 0.04).max(LEAST_SCALE);
    }
}

/// One column: what stands above its main nodes, they themselves, and the logs below.
#[derive(Default)]
struct Column {
    nodes: Vec<usize>,
}

/// Sorts the nodes into columns along the flow.
///
/// A node stands one column after those that lead to it; one to which nothing leads stands after the one before it
/// in flow order, or under it where the flow ends and there is room. So a permission that is taken away moves nothing,
/// and what a learner makes by hand does not stretch the map.
fn columns(stage: &Stage, room: f64, docked: bool) -> Vec<Column> {
    let index = |place: &Place| stage.nodes.iter().position(|node| node.place == *place);
    let spine = |at: usize| !matches!(stage.nodes[at].family, Family::Client | Family::Observability);
    let mut ranks = vec![0_usize; stage.nodes.len()];
    let mut before: Option<usize> = None;
    // Functions are never where the flow ends: what they may do comes and goes.
    let ends = |at: usize| {
        let node = &stage.nodes[at];
        node.family != Family::Compute && stage.edges.iter().all(|edge| edge.from != node.place)
    };
    let least = |at: usize| heights(stage, at, 0.0, room).0 + LEAST_GAP;
    // The last node that ends the flow, and what stands in its column.
    let mut pile: Option<(usize, f64)> = None;
    for at in (0..stage.nodes.len()).filter(|&at| spine(at)) {
        let led = stage
            .edges
            .iter()
            .filter(|edge| edge.to == stage.nodes[at].place && edge.kind != EdgeKind::Logs)
            .filter_map(|edge| index(&edge.from))
            .filter(|&from| from < at && spine(from))
            .map(|from| ranks[from] + 1)
            .max();
        let piled = pile.filter(|(_, height)| led.is_none() && ends(at) && height + least(at) <= room);
        ranks[at] = led.or(piled.map(|(rank, _)| rank)).or(before.map(|rank| rank + 1)).unwrap_or(0);
        pile = ends(at).then(|| match piled {
            Some((rank, height)) => (rank, height + least(at)),
            None => (ranks[at], least(at)),
        });
        before = Some(ranks[at]);
    }
    let beside = |at: usize, kind: EdgeKind| {
        let place = &stage.nodes[at].place;
        stage
            .edges
            .iter()
            .filter(|edge| edge.kind == kind)
            .find_map(|edge| match kind {
                EdgeKind::Logs => (edge.to == *place).then(|| index(&edge.from)),
                _ => (edge.from == *place).then(|| index(&edge.to)),
            })
            .flatten()
    };
    let mut columns: Vec<Column> = Vec::new();
    let mut put = |rank: usize, at: usize, first: bool| {
        if columns.len() <= rank {
            columns.resize_with(rank + 1, Column::default);
        }
        let nodes = &mut columns[rank].nodes;
        nodes.insert(if first { 0 } else { nodes.len() }, at);
    };
    for at in (0..stage.nodes.len()).filter(|&at| spine(at)) {
        put(ranks[at], at, false);
    }
    for (at, node) in stage.nodes.iter().enumerate() {
        match node.family {
            Family::Client if docked => {}
            Family::Client => put(beside(at, EdgeKind::Call).map_or(0, |to| ranks[to]), at, true),
            Family::Observability => {
                put(beside(at, EdgeKind::Logs).map_or(0, |from| ranks[from]), at, false);
            }
            _ => {}
        }
    }
    columns.retain(|column| !column.nodes.is_empty());
    columns
}

fn rightwards(stage: &Stage, columns: &[Column], size: Size, scale: f64, top_margin: f64, shown: Shown) -> Layout {
    #[expect(clippy::cast_precision_loss, reason = "a map has few columns")]
    let gaps = columns.len().saturating_sub(1) as f64;
    let room = size.width - 2.0 * MARGIN_X;
    let least_gap = widest_label(stage) + 4.0;
    let gap = (room * 0.14).clamp(least_gap, least_gap.max(180.0));
    let wanted: f64 = columns.iter().map(|column| weight(stage, column)).sum();
    let mut share = ((room - gaps * gap) / wanted).clamp(150.0, 290.0);
    let (mut widths, mut plates): (Vec<f64>, f64) = (Vec::new(), f64::MAX);
    // Names are whole first; what that takes too much, the others give.
    for _ in 0..4 {
        let width = |column: &Column| (share * weight(stage, column)).max(name_room(stage, column));
        widths = columns.iter().map(width).collect();
        plates = widths.iter().sum();
        let over = plates + gaps * least_gap - room;
        if over <= 0.0 {
            break;
        }
        share = (share - over / wanted * 1.5).max(140.0);
    }
    // What the plates cannot use makes the ways between them longer; what they want too much makes them shorter.
    let spare = room - plates - gaps * gap;
    let gap = if gaps > 0.0 { (gap + spare / gaps).clamp(least_gap, gap + 160.0) } else { gap };
    let mut x = MARGIN_X + ((room - plates - gaps * gap) / 2.0).max(0.0);
    let world = size.width.max(x + plates + gaps * gap + MARGIN_X);
    let mut slots = vec![None; stage.nodes.len()];
    let height = size.height - top_margin - MARGIN_BOTTOM;
    let mut spine: Option<f64> = None;
    let mut bottom: f64 = 0.0;
    for (column, &width) in columns.iter().zip(&widths) {
        let (heights, gap_y) = stack(stage, column, width, height, shown);
        let total = heights.iter().sum::<f64>() + gap_y * count(heights.len().saturating_sub(1));
        let top = match spine {
            None => top_margin + ((height - total) * 0.3).max(0.0),
            Some(spine) => {
                let (above, main) = main_of(stage, column, &heights, gap_y);
                (spine - above - main / 2.0).clamp(top_margin, (top_margin + height - total).max(top_margin))
            }
        };
        // The next column stands level with this one's main nodes, as far as what is above them lets it.
        let (above, main) = main_of(stage, column, &heights, gap_y);
        let middle = top + above + main / 2.0;
        spine = Some(if spine.is_none() { f64::midpoint(top + total / 2.0, middle) } else { middle });
        let mut y = top;
        for (&at, node_height) in column.nodes.iter().zip(heights) {
            let wide = if stage.nodes[at].family == Family::Observability {
                (count(stage.nodes[at].title.chars().count()) * LOG_NAME_CHARACTER + NAME_AIR)
                    .clamp(width, width + gap * 0.8)
            } else {
                width
            };
            let left = (x + (width - wide) / 2.0).clamp(8.0, (world - wide - 8.0).max(8.0));
            slots[at] = Some(Slot { x: left, y, width: wide, height: node_height });
            y += node_height + gap_y;
        }
        bottom = bottom.max(y - gap_y + MARGIN_BOTTOM);
        x += width + gap;
    }
    let size = Size { width: world, height: size.height.max(bottom) };
    Layout { slots, size, scale, downwards: false }
}

/// The heights of a column's nodes, and the gap between them: the best that fit, never below the least.
fn stack(stage: &Stage, column: &Column, width: f64, room: f64, shown: Shown) -> (Vec<f64>, f64) {
    let gaps = count(column.nodes.len().saturating_sub(1));
    let bounds = |&at: &usize| {
        let (least, best) = heights(stage, at, width, room);
        let brief = (shown == Shown::FlowInBrief).then(|| brief_height(&stage.nodes[at])).flatten();
        (brief.unwrap_or(least), best)
    };
    let (least, best): (Vec<f64>, Vec<f64>) = column.nodes.iter().map(bounds).unzip();
    let wish: f64 = best.iter().sum();
    let gap = if gaps > 0.0 { ((room - wish) / gaps).clamp(LEAST_GAP, BEST_GAP) } else { 0.0 };
    let over = wish + gap * gaps - room;
    let give: f64 = best.iter().zip(&least).map(|(best, least)| best - least).sum();
    let part = if over > 0.0 && give > 0.0 { (over / give).min(1.0) } else { 0.0 };
    (best.iter().zip(&least).map(|(best, least)| best - (best - least) * part).collect(), gap)
}

/// The least and the best height of a node.
fn heights(stage: &Stage, at: usize, width: f64, room: f64) -> (f64, f64) {
    if is_api(&stage.nodes[at]) {
        // A route, or four of them.
        return (92.0, 168.0);
    }
    match stage.nodes[at].family {
        // Its print, a name and a size.
        Family::Client => (56.0, 104.0),
        // A print as wide as the plate, in its tray, and two lines about it.
        Family::Storage => (132.0, width * 0.75 + 84.0),
        // Two environments, the queue, and the figures at the foot.
        Family::Compute => (176.0, (room * 0.42).clamp(198.0, 240.0)),
        // Three items, and the figures at the foot.
        Family::Database => (76.0, 168.0),
        // Three lines.
        Family::Observability => (70.0, 106.0),
        Family::Integration => (58.0, 58.0),
    }
}

/// The height of a node that shows its newest part alone; none where that is its least height anyway.
fn brief_height(node: &Node) -> Option<f64> {
    match node.family {
        Family::Storage => Some(92.0),
        // One environment, and the figures at the foot.
        Family::Compute => Some(124.0),
        _ => None,
    }
}

/// Whether a node is an API, which shows its routes; other services that integrate show no more than their names.
fn is_api(node: &Node) -> bool {
    matches!(node.place, Place::Api(_))
}

/// How far below its column's top the main nodes begin, and how high they are together.
fn main_of(stage: &Stage, column: &Column, heights: &[f64], gap: f64) -> (f64, f64) {
    let (mut above, mut main, mut started) = (0.0, 0.0, false);
    for (&at, height) in column.nodes.iter().zip(heights) {
        match stage.nodes[at].family {
            Family::Client | Family::Observability if !started => above += height + gap,
            Family::Client | Family::Observability => {}
            _ => {
                main += height + if started { gap } else { 0.0 };
                started = true;
            }
        }
    }
    (above, main)
}

/// The width at which what a column's nodes are called and are is whole; logs may stand out over its sides.
fn name_room(stage: &Stage, column: &Column) -> f64 {
    let names = column.nodes.iter().map(|&at| &stage.nodes[at]).filter(|node| node.family != Family::Observability);
    let wide = |node: &Node| {
        let (name, kind) = (count(node.title.chars().count()), count(node.kind.chars().count()));
        (name * NAME_CHARACTER).max(kind * KIND_CHARACTER) + NAME_AIR
    };
    names.map(wide).fold(150.0, f64::max).min(250.0)
}

/// How wide a column is against the others: a function shows most, a bucket in which things end least.
fn weight(stage: &Stage, column: &Column) -> f64 {
    let ends = |at: usize| {
        let node = &stage.nodes[at];
        node.family == Family::Storage && stage.edges.iter().all(|edge| edge.from != node.place)
    };
    if column.nodes.iter().any(|&at| stage.nodes[at].family == Family::Compute) {
        1.08
    } else if column.nodes.iter().all(|&at| ends(at)) {
        0.94
    } else {
        1.02
    }
}

fn widest_label(stage: &Stage) -> f64 {
    stage
        .edges
        .iter()
        .filter(|edge| !matches!(edge.kind, EdgeKind::Call | EdgeKind::Logs))
        .map(label_width)
        .fold(76.0, f64::max)
        .min(190.0)
}

/// What an edge's label takes, with the key before a permitted call's.
pub fn label_width(edge: &Edge) -> f64 {
    let key = if matches!(edge.kind, EdgeKind::Permitted | EdgeKind::Forbidden) { LABEL_AIR } else { 6.0 };
    count(edge.label.chars().count()) * LABEL_CHARACTER + key
}

/// One under the other, each as wide as the screen; the learner's own tab is left out, since it is the frame. A locator
/// leaves out the logs too, which stand beside it.
fn downwards(stage: &Stage, room: Size) -> Layout {
    const HEAD: f64 = 58.0;
    /// What can be done with the map stands in its corner, above the words of the ways that come in there.
    const CORNER: f64 = 24.0;
    let is_locator = room.width < LOCATOR;
    let (side, gap, end) = if is_locator { (20.0, 34.0, 14.0) } else { (24.0, 46.0, 20.0) };
    let mut slots = vec![None; stage.nodes.len()];
    let order = columns(stage, 0.0, false).into_iter().flat_map(|column| column.nodes);
    let (logs, main): (Vec<usize>, Vec<usize>) = order
        .filter(|&at| stage.nodes[at].family != Family::Client)
        .partition(|&at| stage.nodes[at].family == Family::Observability);
    let logs = if is_locator { Vec::new() } else { logs };
    let mut y = gap + CORNER;
    for at in main.into_iter().chain(logs) {
        let height = match stage.nodes[at].family {
            Family::Storage | Family::Database if is_locator => HEAD,
            Family::Storage => 120.0,
            Family::Compute => 188.0,
            Family::Database => 168.0,
            Family::Observability => 106.0,
            Family::Integration if is_api(&stage.nodes[at]) && !is_locator => 140.0,
            _ => HEAD,
        };
        slots[at] = Some(Slot { x: side, y, width: room.width - 2.0 * side, height });
        y += height + gap;
    }
    let size = Size { width: room.width, height: room.height.max(y - gap + end) };
    Layout { slots, size, scale: 1.0, downwards: true }
}

#[expect(clippy::cast_precision_loss, reason = "counts of nodes and characters are small")]
fn count(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
pub mod tests;
