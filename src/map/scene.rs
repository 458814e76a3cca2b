//! What all parts of the map share: the layout, the ways, and how large a unit is drawn.

use std::sync::Arc;

use cloud::sim::trace::Place;
use cloud::view::stage::{Contents, EdgeKind, Stage};
use leptos::prelude::*;

use super::layout::{Layout, Size, Slot, lay_out};
use super::look::Looks;
use super::way::{Way, ways};
use crate::derived::Derived;
use crate::store::Store;

/// The shared part of the map. A copy is a handle.
#[derive(Clone, Copy)]
pub struct Scene {
    /// Who there is and what may pass, without what the nodes hold: changes seldom.
    pub plan: Derived<Arc<Stage>>,
    /// Where nodes stand.
    pub layout: Derived<Arc<Layout>>,
    /// The way of each edge, as the plan numbers them.
    pub ways: Derived<Arc<Vec<Option<Way>>>>,
    /// CSS pixels in a unit, inside the world: its scale left out.
    pub unit: Signal<f64>,
}

impl Scene {
    /// The scene of the store's stage in a box of `room` CSS pixels, below the address bar when that is `docked`.
    #[must_use]
    pub fn new(store: Store, room: Signal<Size>, looks: Looks, docked: Derived<bool>) -> Self {
        let plan = Derived::new(move |_| Arc::new(store.stage.with(|stage| plan_of(stage))));
        let unit = looks.unit;
        let layout = Derived::new(move |_| {
            let (room, unit) = (room.get(), unit.get());
            let size = Size { width: (room.width / unit).floor(), height: (room.height / unit).floor() };
            Arc::new(plan.with(|plan| lay_out(plan, size, docked.get())))
        });
        let ways = Derived::new(move |_| Arc::new(plan.with(|plan| layout.with(|layout| ways(plan, layout)))));
        Self { plan, layout, ways, unit: unit.into() }
    }

    /// Where a node stands.
    #[must_use]
    pub fn slot(&self, place: &Place) -> Option<Slot> {
        let at = self.plan.with(|plan| plan.nodes.iter().position(|node| node.place == *place))?;
        self.layout.with(|layout| layout.slots.get(at).copied().flatten())
    }
}

/// The stage with all that changes from hop to hop taken out.
fn plan_of(stage: &Stage) -> Stage {
    let mut plan = Stage { nodes: Vec::with_capacity(stage.nodes.len()), edges: stage.edges.clone() };
    for node in &stage.nodes {
        plan.nodes.push(cloud::view::stage::Node {
            place: node.place.clone(),
            title: node.title.clone(),
            // A function's is its runtime and an API's its stage, which stay; a bucket's counts its objects.
            kind: if matches!(node.place, Place::Function(_) | Place::Api(_)) {
                node.kind.clone()
            } else {
                String::new()
            },
            family: node.family,
            contents: Contents::Nothing,
            failure: None,
            route: None,
        });
    }
    for edge in &mut plan.edges {
        edge.refused = false;
    }
    plan
}

/// The bucket that the learner's files go to: the first that the tab sends to, else the first there is.
#[must_use]
pub fn target_bucket(plan: &Stage) -> Option<Place> {
    let is_bucket = |place: &Place| matches!(place, Place::Bucket(_));
    plan.edges
        .iter()
        .find(|edge| edge.kind == EdgeKind::Call && edge.from == Place::Client && is_bucket(&edge.to))
        .map(|edge| edge.to.clone())
        .or_else(|| plan.nodes.iter().map(|node| &node.place).find(|place| is_bucket(place)).cloned())
}
