//! One resource on the map: a plate with its glyph, its name, what it is and what it holds.

use cloud::sim::trace::Place;
use cloud::view::stage::{Contents, EnvironmentState, Failure, Node};
use leptos::prelude::*;

use super::cells::FunctionBody;
use super::contents::{ApiBody, BucketBody, ClientBody, Held, LogsBody, TableBody};
use super::intake::Intake;
use super::scene::{Scene, target_bucket};
use crate::derived::Derived;
use crate::store::{Action, Dispatch, Selection, Store};
use crate::widgets::icon::{Icon, Name};

/// How far from its plate's left edge the words of a failure may reach, units: as map.css places them.
const BADGE: f64 = 8.0 + 288.0;

/// What a node does, for its outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Calm,
    Cold,
    Busy,
    Failed,
}

fn mood(node: &Node) -> Mood {
    if node.failure.is_some() {
        return Mood::Failed;
    }
    let Contents::Function(function) = &node.contents else { return Mood::Calm };
    let any = |state| function.environments.iter().any(|one| one.state == state);
    if any(EnvironmentState::Busy) {
        Mood::Busy
    } else if any(EnvironmentState::Starting) {
        Mood::Cold
    } else {
        Mood::Calm
    }
}

/// A node.
#[component]
pub fn Plate(
    /// Which.
    place: Place,
    /// Where all stand.
    scene: Scene,
    /// How files get in.
    intake: Intake,
    /// What its messages are, in words, for a screen reader.
    #[prop(into)]
    traffic: Signal<String>,
) -> impl IntoView {
    let store = expect_context::<Store>();
    let dispatch = Dispatch::from_context();
    let key = place.clone();
    let node =
        Derived::new(move |_| store.stage.with(|stage| stage.nodes.iter().find(|node| node.place == key).cloned()));
    let wanted = place.clone();
    let takes_files = Derived::new(move |_| scene.plan.with(|plan| target_bucket(plan)).as_ref() == Some(&wanted));
    let mood = Derived::new(move |_| node.with(|node| node.as_ref().map_or(Mood::Calm, mood)));
    let here = Selection::Place(place.clone());
    let selected = move || store.selection.with(|selection| selection.as_ref() == Some(&here));
    let stands = place.clone();
    let style = move || {
        scene
            .slot(&stands)
            .map(|slot| format!("--x:{:.1};--y:{:.1};--w:{:.1};--h:{:.1}", slot.x, slot.y, slot.width, slot.height))
    };
    let stands = place.clone();
    // A failure's words are wider than most plates: where there is no room to the right they go to the left.
    let is_at_right = Derived::new(move |_| {
        let world = scene.layout.with(|layout| layout.size.width);
        scene.slot(&stands).is_some_and(|slot| slot.x + BADGE > world)
    });
    let title = move || node.with(|node| node.as_ref().map(|node| node.title.clone()).unwrap_or_default());
    let kind = Derived::new(move |_| node.with(|node| node.as_ref().map(|node| node.kind.clone()).unwrap_or_default()));
    let failure = Derived::new(move |_| node.with(|node| node.as_ref().and_then(|node| node.failure.clone())));
    let family = cloud::view::Family::of(&place);
    let opened = place.clone();
    let open = move |_| {
        let here = Selection::Place(opened.clone());
        let is_selected = store.selection.with_untracked(|selection| selection.as_ref() == Some(&here));
        // A function or table that is selected already is opened.
        let opens = is_selected && matches!(opened, Place::Function(_) | Place::Table(_));
        dispatch.send(if opens { Action::Open(Some(opened.clone())) } else { Action::Select(Some(here)) });
    };
    view! {
        <li
            class=format!("node node--{}", family.token())
            class:is-selected=selected
            class:is-at-right=move || is_at_right.get()
            class:is-cold=move || mood.get() == Mood::Cold
            class:is-busy=move || mood.get() == Mood::Busy
            class:is-failed=move || mood.get() == Mood::Failed
            class:is-target=move || takes_files.get() && intake.over.get()
            style=style
        >
            <div class="node__head">
                <Icon name=Name::of_place(&place)/>
                <button class="node__open" aria-description=move || traffic.get() on:click=open>
                    <b>{title}</b>
                    <small>{move || kind.get()}</small>
                </button>
            </div>
            <div class="node__body">{body(place.clone(), node, takes_files, intake)}</div>
            {move || failure.get().map(|failure| badge(failure, dispatch).into_any())}
        </li>
    }
    .into_any()
}

/// What it holds. Each part follows its own piece of the node, so that a hop redraws only what it changed.
fn body(place: Place, node: Derived<Option<Node>>, takes_files: Derived<bool>, intake: Intake) -> AnyView {
    macro_rules! piece {
        ($pattern:pat => $value:expr) => {
            Derived::new(move |_| {
                node.with(|node| match node.as_ref().map(|node| &node.contents) {
                    Some($pattern) => $value,
                    _ => Default::default(),
                })
            })
        };
    }
    match &place {
        Place::Client => {
            let sent = piece!(Contents::Client { sent, waiting, .. } => (sent.clone(), *waiting));
            let call = piece!(Contents::Client { call, .. } => call.clone());
            view! { <ClientBody sent call/> }.into_any()
        }
        Place::Bucket(_) => {
            let held = Derived::new(move |_| {
                node.with(|node| node.as_ref().map(|node| Held::of(&node.contents)).unwrap_or_default())
            });
            (move || {
                let intake = takes_files.get().then_some(intake);
                view! { <BucketBody place=place.clone() held intake/> }.into_any()
            })
            .into_any()
        }
        Place::Function(_) => {
            let view = piece!(Contents::Function(view) => Some(view.clone()));
            view! { <FunctionBody view/> }.into_any()
        }
        Place::Table(_) => {
            let view = piece!(Contents::Table(view) => view.clone());
            view! { <TableBody view/> }.into_any()
        }
        Place::Api(_) => {
            let view = piece!(Contents::Api(view) => view.clone());
            let taken = Derived::new(move |_| node.with(|node| node.as_ref().and_then(|node| node.route)));
            view! { <ApiBody view taken/> }.into_any()
        }
        Place::LogGroup(_) => {
            let lines = piece!(Contents::Logs { lines, .. } => lines.clone());
            view! { <LogsBody lines/> }.into_any()
        }
        Place::Service(_) => ().into_any(),
    }
}

fn badge(failure: Failure, dispatch: Dispatch) -> impl IntoView {
    let Failure { text, message } = failure;
    let title = text.clone();
    view! {
        <button class="badge" title=title on:click=move |_| dispatch.send(Action::Select(Some(Selection::Message(message))))>
            <Icon name=Name::Cross/>
            <span>{text}</span>
        </button>
    }
}
