//! The edges: arrows between nodes, what may pass on them, and the number of what passed last.

use std::sync::Arc;

use cloud::sim::trace::MessageId;
use cloud::view::stage::EdgeKind;
use leptos::prelude::*;

use super::scene::Scene;
use super::way::{Way, edge_of};
use crate::derived::Derived;
use crate::store::{Action, Dispatch, Selection, Store};
use crate::widgets::icon::{Icon, Name};

/// What is on its way on one edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Live {
    /// A message on its way, or waiting at the door.
    pub out: bool,
    /// An answer on its way back: the arrow is turned.
    pub back: bool,
    /// Something refused.
    pub failed: bool,
    /// More than can be told apart, so that they are drawn as a stream: how many.
    pub stream: usize,
}

impl Live {
    fn is_under_way(self) -> bool {
        self.out || self.back
    }
}

/// The message that passed last on an edge.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Last {
    message: MessageId,
    number: u32,
    failed: bool,
}

/// The edges' lines, labels and numbers.
#[component]
pub fn Edges(
    /// Where all stand.
    scene: Scene,
    /// What is on its way on each.
    live: RwSignal<Arc<Vec<Live>>>,
) -> impl IntoView {
    let store = expect_context::<Store>();
    // Binary search in each frame; only a message sent changes it.
    let sent = Derived::new(move |_| {
        let at = store.at_us.get();
        // At the very beginning nothing has been sent yet.
        store.tape.with(|tape| tape.arrows.partition_point(|arrow| arrow.sent_us <= at && at > 0.0))
    });
    let last = Derived::new(move |_| {
        scene.plan.with(|plan| {
            let mut last: Vec<Option<Last>> = vec![None; plan.edges.len()];
            store.tape.with(|tape| {
                for arrow in tape.arrows[..sent.get().min(tape.arrows.len())].iter().rev() {
                    let (Some(from), Some(to)) = (tape.lanes.get(arrow.from_lane), tape.lanes.get(arrow.to_lane))
                    else {
                        continue;
                    };
                    if let Some(at) = edge_of(plan, &from.place, &to.place, arrow.operation)
                        && last[at].is_none()
                    {
                        last[at] = Some(Last {
                            message: arrow.number.message,
                            number: arrow.number.number,
                            failed: arrow.failed,
                        });
                        if last.iter().all(Option::is_some) {
                            break;
                        }
                    }
                }
            });
            last
        })
    });
    let refused = Derived::new(move |_| {
        store.stage.with(|stage| stage.edges.iter().map(|edge| edge.refused).collect::<Vec<_>>())
    });
    // The plan changes seldom: then all is drawn anew.
    let all = move || 0..scene.plan.with(|plan| plan.edges.len());
    let size =
        move || scene.layout.with(|layout| format!("--w:{:.0};--h:{:.0}", layout.size.width, layout.size.height));
    let box_of = move || scene.layout.with(|layout| format!("0 0 {:.0} {:.0}", layout.size.width, layout.size.height));
    let parts = Parts { scene, live, last, refused, store, dispatch: Dispatch::from_context() };
    // Who walks by keyboard meets the numbers as they count. While something is on its way its token bears the number.
    let numbered = Derived::new(move |_| {
        let at_rest =
            |at: usize| parts.last(at).filter(|_| !parts.live(at).is_under_way()).map(|last| (last.number, at));
        let mut numbered: Vec<_> = all().filter_map(at_rest).collect();
        numbered.sort_unstable();
        numbered.into_iter().map(|(_, at)| at).collect::<Vec<_>>()
    });
    view! {
        <svg class="edges" style=size viewBox=box_of aria-hidden="true">
            <defs inner_html=HEADS></defs>
            {move || all().map(|at| line(at, parts)).collect_view()}
        </svg>
        {move || all().map(|at| words(at, parts)).collect_view()}
        <For each=move || numbered.get() key=|at| *at let:at>{stop(at, parts)}</For>
    }
    .into_any()
}

/// Arrow heads take the colour of their line, so each has its own.
const HEADS: &str = r#"<marker id="head" viewBox="0 0 10 10" refX="8.5" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path d="M1 1.4 8.6 5 1 8.6" class="head"/></marker><marker id="head-now" viewBox="0 0 10 10" refX="8.5" refY="5" markerWidth="11" markerHeight="11" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path d="M1 1.4 8.6 5 1 8.6" class="head head--now"/></marker><marker id="head-failed" viewBox="0 0 10 10" refX="8.5" refY="5" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path d="M1 1.4 8.6 5 1 8.6" class="head head--failed"/></marker><marker id="head-selected" viewBox="0 0 10 10" refX="8.5" refY="5" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path d="M1 1.4 8.6 5 1 8.6" class="head head--selected"/></marker>"#;

#[derive(Clone, Copy)]
struct Parts {
    scene: Scene,
    live: RwSignal<Arc<Vec<Live>>>,
    last: Derived<Vec<Option<Last>>>,
    refused: Derived<Vec<bool>>,
    store: Store,
    dispatch: Dispatch,
}

impl Parts {
    fn live(self, at: usize) -> Live {
        self.live.with(|live| live.get(at).copied()).unwrap_or_default()
    }

    fn last(self, at: usize) -> Option<Last> {
        self.last.with(|last| last.get(at).copied().flatten())
    }

    fn way(self, at: usize) -> Option<Way> {
        self.scene.ways.with(|ways| ways.get(at).cloned().flatten())
    }

    fn kind(self, at: usize) -> Option<EdgeKind> {
        self.scene.plan.with(|plan| plan.edges.get(at).map(|edge| edge.kind))
    }

    /// The state of an edge as css classes.
    fn class(self, at: usize) -> String {
        let live = self.live(at);
        let last = self.last(at);
        let mut class = match self.kind(at) {
            Some(EdgeKind::Permitted | EdgeKind::Forbidden) => "edge edge--call",
            Some(EdgeKind::Logs) => "edge edge--logs",
            _ => "edge",
        }
        .to_owned();
        let selected = last.is_some_and(|last| self.store.selection.get() == Some(Selection::Message(last.message)));
        let refused = self.refused.with(|refused| refused.get(at).copied().unwrap_or(false));
        class += if live.failed || refused || self.kind(at) == Some(EdgeKind::Forbidden) {
            " is-failed"
        } else if live.is_under_way() {
            " is-now"
        } else if selected {
            " is-selected"
        } else {
            ""
        };
        class
    }
}

fn line(at: usize, parts: Parts) -> impl IntoView {
    let path = move || parts.way(at).map(|way| way.path());
    let class = Derived::new(move |_| parts.class(at));
    let head = move || {
        class.with(|class| {
            let kind = class.rsplit(" is-").next().filter(|kind| *kind != class).unwrap_or_default();
            if kind.is_empty() { "url(#head)".to_owned() } else { format!("url(#head-{kind})") }
        })
    };
    let back = move || parts.live(at).back && !parts.live(at).out;
    view! {
        <g class=move || class.get()>
            <path class="edge__line" d=path
                marker-end=move || if back() { "none".to_owned() } else { head() }
                marker-start=move || if back() { head() } else { "none".to_owned() }></path>
        </g>
    }
    .into_any()
}

fn words(at: usize, parts: Parts) -> AnyView {
    let Some(edge) = parts.scene.plan.with_untracked(|plan| plan.edges.get(at).cloned()) else {
        return ().into_any();
    };
    let way = move || parts.way(at);
    // Where an end has no place on the map there is nothing to name, and in too little room nothing can be read.
    let style = move || match way().filter(Way::is_labelled) {
        Some(way) => format!("--x:{:.1};--y:{:.1};--w:{:.1}", way.label.x, way.label.y, way.label_room),
        None => "display:none".to_owned(),
    };
    // One string: a class set as a whole takes with it those set one by one.
    let class = move || {
        let upright = way().is_some_and(|way| way.upright);
        let stream = parts.live(at).stream != 0;
        let more = [(upright, " label--upright"), (stream, " is-stream")];
        let more: String = more.into_iter().filter(|(holds, _)| *holds).map(|(_, name)| name).collect();
        parts.class(at).replacen("edge", "label edge", 1) + &more
    };
    let key = matches!(edge.kind, EdgeKind::Permitted | EdgeKind::Forbidden).then(|| view! { <Icon name=Name::Key/> });
    let stream = move || {
        let number = parts.live(at).stream;
        (number > 0).then(|| view! { <b>{number}</b> })
    };
    view! {
        <span class=class style=style aria-hidden="true">
            {key}<span>{edge.label}</span>{stream}
        </span>
    }
    .into_any()
}

/// The number of what passed last on an edge.
fn stop(at: usize, parts: Parts) -> AnyView {
    let last = Derived::new(move |_| parts.last(at));
    let badge = move || {
        let last = last.get()?;
        let stop = parts.way(at)?.stop;
        let selected = move || parts.store.selection.get() == Some(Selection::Message(last.message));
        Some(view! {
            <button class="stop" style=format!("--x:{:.1};--y:{:.1}", stop.x, stop.y)
                class:is-failed=last.failed class:is-selected=selected
                class:is-marked=move || parts.store.marked.get() == Some(last.message)
                aria-label=format!("Message {}", last.number)
                on:pointerenter=move |_| parts.store.marked.set(Some(last.message))
                on:pointerleave=move |_| parts.store.marked.set(None)
                on:focus=move |_| parts.store.marked.set(Some(last.message))
                on:blur=move |_| parts.store.marked.set(None)
                on:click=move |_| parts.dispatch.send(Action::Select(Some(Selection::Message(last.message))))>
                {last.number}
            </button>
        })
    };
    badge.into_any()
}
