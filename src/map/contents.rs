//! What buckets, log groups and the learner's tab hold, as their nodes show it.

use cloud::sim::trace::Place;
use cloud::view::stage::{ApiView, Contents, ObjectView, TableView};
use leptos::html::Div;
use leptos::prelude::*;

use super::intake::{Intake, PickFiles};
use super::look::{Looks, size_of};
use crate::derived::Derived;
use crate::store::{Action, Dispatch, Selection, Store};
use crate::widgets::format;
use crate::widgets::icon::{Icon, Name};
use crate::widgets::print::{Print, name_of};

/// What a bucket's node shows: one large print, or many small ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Held {
    /// Its objects, newest first.
    pub objects: Vec<ObjectView>,
    /// How many it has in all.
    pub total: usize,
    /// Their size in all, bytes.
    pub bytes: u64,
}

impl Held {
    /// What `contents` holds, if it is a bucket's.
    #[must_use]
    pub fn of(contents: &Contents) -> Self {
        match contents {
            Contents::Bucket { objects, total, bytes } => {
                Self { objects: objects.clone(), total: *total, bytes: *bytes }
            }
            _ => Self::default(),
        }
    }
}

/// The tray of a bucket.
#[component]
pub fn BucketBody(
    /// The bucket.
    place: Place,
    /// What it holds at the playhead.
    held: Derived<Held>,
    /// How the learner's files get in, if they go to this bucket.
    intake: Option<Intake>,
) -> impl IntoView {
    let store = expect_context::<Store>();
    let form = Derived::new(move |_| held.with(|held| held.objects.len().min(2)));
    let thumbnails = place.to_string().contains("thumb");
    let more = move || {
        intake.map(|intake| {
            view! {
                <button class="tray__add" aria-label="Add photos" title="Add photos" on:click=move |_| intake.pick()>
                    <Icon name=Name::Plus/>
                </button>
            }
        })
    };
    let all = move || held.with(|held| held.objects.clone());
    move || {
        match form.get() {
        0 => match intake {
            Some(intake) => view! {
                <div class="tray tray--empty tray--wanted">
                    <p>"Drop a photo here, or"</p>
                    <PickFiles intake label="Choose one"/>
                    <p class="tray__trust">"It stays in this tab."</p>
                </div>
            }
            .into_any(),
            None => {
                let what = if thumbnails { "The thumbnail lands here" } else { "Objects land here" };
                view! { <div class="tray tray--empty"><p>{what}</p></div> }.into_any()
            }
        },
        1 => view! { <div class="tray">{move || held.with(|held| held.objects.first().cloned()).map(|object| single(object, store).into_any())}{more()}</div> }.into_any(),
        _ => view! {
            <div class="tray tray--many">
                <div class="mosaic" class:mosaic--few=move || held.with(|held| held.total) <= 4>
                    <For each=all key=|object| (object.key.clone(), object.etag.clone()) let:object>
                        {small(object)}
                    </For>
                </div>
                <p class="split">
                    <b>{move || held.with(|held| format::counted(held.total, "object", "objects"))}</b>
                    <span>{move || held.with(|held| format::bytes(held.bytes))}</span>
                </p>
                {more()}
            </div>
        }
        .into_any(),
    }
    }
}

fn single(object: ObjectView, store: Store) -> impl IntoView {
    let dispatch = Dispatch::from_context();
    let (key, size) = (object.key.to_string(), format::bytes(object.size));
    let label = format!("{key}, {size}");
    let name = name_of(&object);
    let chosen = Selection::Object(name.clone());
    view! {
        <button class="held"
            class:is-selected=move || store.selection.get().as_ref() == Some(&chosen)
            aria-label=label
            on:click=move |_| dispatch.send(Action::Select(Some(Selection::Object(name.clone()))))>
            <Print object/>
            <span class="held__words">{key}<small>{size}</small></span>
        </button>
    }
}

fn small(object: ObjectView) -> impl IntoView {
    let dispatch = Dispatch::from_context();
    let key = object.key.to_string();
    let name = name_of(&object);
    view! {
        <button class="held" title=key.clone() aria-label=key
            on:click=move |_| dispatch.send(Action::Select(Some(Selection::Object(name.clone()))))>
            <Print object/>
        </button>
    }
    .into_any()
}

/// What the learner's tab sent last.
#[component]
pub fn ClientBody(
    /// Objects sent last, newest first, and how many uploads wait for a connection.
    sent: Derived<(Vec<ObjectView>, usize)>,
    /// The call that it made last, if that was no upload, and what came of it.
    call: Derived<Option<(&'static str, String)>>,
) -> impl IntoView {
    move || {
        if let Some((operation, to)) = call.get() {
            return view! { <div class="sent"><p>{operation}<small>{to}</small></p></div> }.into_any();
        }
        let (objects, waiting) = sent.get();
        let words = match (objects.first(), waiting) {
            (None, _) => return view! { <p class="node__quiet">"Nothing sent yet"</p> }.into_any(),
            (Some(object), 0) => (last_part(&object.key), format::bytes(object.size)),
            (Some(object), waiting) => (last_part(&object.key), format!("{waiting} more wait")),
        };
        let prints = objects.into_iter().take(1).map(|object| view! { <Print object/> }).collect_view();
        view! { <div class="sent">{prints}<p>{words.0}<small>{words.1}</small></p></div> }.into_any()
    }
}

fn last_part(key: &str) -> String {
    key.rsplit('/').next().unwrap_or(key).to_owned()
}

/// A table's first items.
#[component]
pub fn TableBody(
    /// The table.
    view: Derived<TableView>,
) -> impl IntoView {
    move || {
        let view = view.get();
        let rows = view
            .rows
            .iter()
            .map(|row| {
                let mut cells = row.iter().map(|cell| cell.clone().unwrap_or_default());
                let key = cells.next().unwrap_or_default();
                let rest = cells.find(|cell| !cell.is_empty()).unwrap_or_default();
                view! { <p class="minirow"><b>{key}</b>{rest}</p> }
            })
            .collect_view();
        let key = view.columns.first().map(|column| column.name.to_string()).unwrap_or_default();
        let empty = view.rows.is_empty().then(|| view! { <p class="node__quiet">"No items yet"</p> });
        view! {
            <div class="minirows">{rows}{empty}</div>
            <p class="split"><span>"key "{key}</span><b>{format::counted(view.total, "item", "items")}</b></p>
        }
        .into_any()
    }
}

/// What a route takes on an API's node, the air between two, the air below them all, and a line of words, rem: as
/// map.css has them.
const ROUTE: f64 = 1.375;
const ROUTE_AIR: f64 = 0.25;
const ROUTES_BELOW: f64 = 0.375;
const WORDS: f64 = 1.0;

/// An API's routes.
#[component]
pub fn ApiBody(
    /// The API.
    view: Derived<ApiView>,
    /// Which route a request takes that is under way.
    taken: Derived<Option<usize>>,
) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let (room, unit) = (size_of(frame), Looks::of_page().unit);
    // As many as the plate has room for, beside what is to be said of them.
    let fits = Derived::new(move |_| {
        let rows = |rem: f64| {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a plate holds a handful")]
            let rows = ((rem + ROUTE_AIR) / (ROUTE + ROUTE_AIR)).floor().max(0.0) as usize;
            rows
        };
        let room = room.get().height / (unit.get() * 16.0) - ROUTES_BELOW;
        let (all, is_told) = view.with(|view| (view.routes.len(), words(view, 0).is_some()));
        if !is_told && all <= rows(room) { all } else { rows(room - WORDS) }
    });
    let routes = move || {
        let view = view.get();
        // The route that is taken is among those that are shown.
        let first = taken.get().map_or(0, |taken| (taken + 1).saturating_sub(fits.get()));
        view.routes
            .iter()
            .enumerate()
            .skip(first)
            .take(fits.get())
            .map(|(index, route)| {
                let is_taken = taken.get() == Some(index);
                view! {
                    <p class="minirow minirow--route" class:is-now=is_taken class:is-draft=!route.live aria-current=is_taken.then_some("true")>
                        <b>{route.method.clone()}</b>{route.path.clone()}
                    </p>
                }
            })
            .collect_view()
    };
    let quiet = move || {
        let words = view.with(|view| words(view, view.routes.len().saturating_sub(fits.get())));
        words.map(|words| view! { <p class="node__quiet">{words}</p> })
    };
    view! { <div class="routes-room" node_ref=frame><div class="minirows">{routes}</div>{quiet}</div> }.into_any()
}

/// What is to be said of an API of whose routes so many are not shown.
fn words(view: &ApiView, hidden: usize) -> Option<String> {
    match (view.routes.is_empty(), &view.address) {
        (_, None) => Some("Not deployed yet: nothing answers".to_owned()),
        (true, _) => Some("No routes yet".to_owned()),
        _ if view.changed => Some("Changed, not deployed".to_owned()),
        _ => (hidden > 0).then(|| format!("and {hidden} more")),
    }
}

/// The last lines of a log group.
#[component]
pub fn LogsBody(
    /// Its last lines, oldest first.
    lines: Derived<Vec<String>>,
) -> impl IntoView {
    move || {
        let lines = lines.get();
        if lines.is_empty() {
            return view! { <p class="node__quiet">"What the function prints lands here"</p> }.into_any();
        }
        lines
            .into_iter()
            .map(|line| {
                // Lambda's own lines begin with a word in capitals that says what happened.
                let (first, rest) = line.split_once(' ').unwrap_or((line.as_str(), ""));
                let own = first.chars().all(|one| one.is_ascii_uppercase() || one == '_' || one == ':');
                let (first, rest) =
                    if own { (first.to_owned(), format!(" {rest}")) } else { (String::new(), line.clone()) };
                view! { <p class="logline"><b>{first}</b>{rest}</p> }
            })
            .collect_view()
            .into_any()
    }
}
