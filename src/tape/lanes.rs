//! The lanes: names at the left, the ruler above, the drawing, and the playhead over it.

use std::sync::Arc;

use cloud::invocation::EnvironmentId;
use cloud::sim::trace::{MessageId, Place};
use cloud::view::stage::Contents;
use leptos::html::{Canvas, Div};
use leptos::prelude::*;
use leptos::svg::Svg;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent, WheelEvent};

use super::dense::{self, Density};
use super::desk::Desk;
use super::plot;
use super::rows::{self, Row};
use super::transport::clock;
use crate::derived::Derived;
use crate::map::Size;
use crate::map::look::{Looks, Palette, sharp, style};
use crate::store::{Action, Dispatch, Selection};
use crate::widgets::icon::{Icon, Name};

/// What the lanes show.
#[derive(Clone, PartialEq)]
enum Picture {
    /// Each message by itself.
    Single(Arc<Vec<Row>>),
    /// Columns and areas, and how long a column is, microseconds.
    Dense(Arc<Vec<Density>>, f64),
}

/// A lane's name, as the left column shows it.
#[derive(Clone, PartialEq)]
struct Label {
    title: String,
    note: String,
    icon: Option<Name>,
    class: String,
    y: f64,
    height: f64,
    opens: Option<Selection>,
}

/// The lanes.
#[component]
pub fn Lanes(
    /// The tape's shared part.
    desk: Desk,
    /// The box of the plot, whose size the desk measures.
    frame: NodeRef<Div>,
    /// Told how long one column is when messages are drawn as densities, microseconds.
    column: RwSignal<Option<f64>>,
) -> impl IntoView {
    let store = desk.store;
    let dispatch = Dispatch::from_context();
    let looks = Looks::of_page();
    let picture = Derived::new(move |_| {
        store.tape.with(|tape| {
            desk.scale.with(|scale| {
                if rows::is_dense(tape, scale) {
                    let (densities, step) = dense::densities(tape, scale, desk.plot.get().height);
                    Picture::Dense(Arc::new(densities), step)
                } else {
                    Picture::Single(Arc::new(rows::rows(tape, scale)))
                }
            })
        })
    });
    Effect::new(move |_| {
        column.set(picture.with(|picture| match picture {
            Picture::Dense(_, step) => Some(*step),
            Picture::Single(_) => None,
        }));
    });
    let tall = Derived::new(move |_| {
        picture.with(|picture| match picture {
            Picture::Single(rows) => rows::height(rows),
            Picture::Dense(rows, _) => rows.last().map_or(0.0, |row| row.y + row.height),
        })
    });
    let labels = Derived::new(move |_| store.tape.with(|tape| picture.with(|picture| labels(tape, picture))));
    let past = NodeRef::<Svg>::new();
    let ghost = NodeRef::<Svg>::new();
    let canvas = NodeRef::<Canvas>::new();
    let veil = NodeRef::<Div>::new();
    let head = NodeRef::<Div>::new();
    let marks = {
        let live = Derived::new(move |_| {
            let live: Vec<MessageId> = store.tokens.with(|tokens| {
                let few = if tokens.len() > rows::DENSE { &[][..] } else { &tokens[..] };
                few.iter().map(|token| token.number.message).collect()
            });
            live
        });
        move || (live.get(), store.selection.get(), store.marked.get())
    };
    // The drawing, anew when the run, the zoom or the room changes.
    Effect::new(move |_| {
        let (Some(past), Some(ghost)) = (past.get(), ghost.get()) else { return };
        let svg = match picture.get() {
            Picture::Single(rows) => store.tape.with(|tape| desk.scale.with(|scale| plot::lanes(tape, scale, &rows))),
            Picture::Dense(..) => String::new(),
        };
        past.set_inner_html(&svg);
        ghost.set_inner_html(&svg);
        mark(&past, untrack(marks));
    });
    Effect::new(move |_| {
        let marks = marks();
        if let Some(past) = past.get() {
            mark(&past, marks);
        }
    });
    Effect::new(move |_| {
        let Some(canvas) = canvas.get() else { return };
        let (unit, plot) = (desk.unit.get(), desk.plot.get());
        let _ = looks.version.get();
        let size = Size { width: plot.width * unit, height: tall.get() * unit };
        let Picture::Dense(rows, step) = picture.get() else {
            canvas.set_width(0);
            return;
        };
        let limit = store.stage.with_untracked(|stage| {
            let functions = stage.nodes.iter().filter_map(|node| match &node.contents {
                Contents::Function(function) => Some(f64::from(function.concurrency_limit)),
                _ => None,
            });
            functions.fold(0.0, f64::max)
        });
        let inks = canvas.parent_element().and_then(|parent| Palette::inside(&parent));
        style(&canvas, "width", &format!("{:.1}px", size.width));
        style(&canvas, "height", &format!("{:.1}px", size.height));
        if let (Some(context), Some(inks)) = (sharp(&canvas, size), inks) {
            // Fails only for a factor that is not a number.
            let _ = context.scale(unit, unit);
            desk.scale.with(|scale| dense::draw(&context, &rows, step, scale, limit, &inks));
        }
    });
    // The playhead, in each frame: three styles, nothing drawn anew.
    Effect::new(move |_| {
        let x = desk.scale.with(|scale| scale.x(store.at_us.get()));
        let (unit, width) = (desk.unit.get(), desk.plot.get().width);
        let now = (x * unit).clamp(-1.0, width * unit + 1.0);
        let rest = (width * unit - now).max(0.0);
        if let (Some(past), Some(ghost), Some(veil), Some(head)) = (past.get(), ghost.get(), veil.get(), head.get()) {
            style(&past, "clip-path", &format!("inset(0 {rest:.1}px 0 0)"));
            style(&ghost, "clip-path", &format!("inset(0 0 0 {now:.1}px)"));
            style(&veil, "transform", &format!("translateX({now:.1}px)"));
            style(&head, "transform", &format!("translateX({now:.1}px)"));
            // The figure stays whole at the rims.
            let flag = now.clamp(28.0 * unit, (width - 28.0).max(28.0) * unit) - now;
            style(&head, "--flag", &format!("{flag:.1}px"));
            style(&head, "visibility", if x < 0.0 || x > width { "hidden" } else { "visible" });
        }
    });
    let ground = move || {
        let end = store.tape.with(|tape| tape.end_us);
        desk.scale.with(|scale| match picture.get() {
            Picture::Single(rows) => plot::ground(scale, &rows, end, tall.get().max(desk.plot.get().height)),
            Picture::Dense(rows, _) => {
                let rows: Vec<Row> = rows.iter().map(|row| Row { lane: 0, y: row.y, height: row.height }).collect();
                plot::ground(scale, &rows, end, tall.get().max(desk.plot.get().height))
            }
        })
    };
    let breaks = move || desk.scale.with(|scale| plot::breaks(scale, tall.get().max(desk.plot.get().height)));
    let ruler = move || desk.scale.with(plot::ruler);
    let view_box = move || format!("0 0 {:.0} {:.0}", desk.plot.get().width, tall.get());
    // Sizes are attributes: the style of these belongs to the playhead.
    let rem = |units: f64| format!("{:.4}rem", units / 16.0);
    let wide = move || rem(desk.plot.get().width);
    let high = move || rem(tall.get());
    let ground_box = move || format!("0 0 {:.0} {:.0}", desk.plot.get().width, tall.get().max(desk.plot.get().height));
    let ground_size =
        move || format!("--w:{:.0};--h:{:.0}", desk.plot.get().width, tall.get().max(desk.plot.get().height));
    let rewound = Derived::new(move |_| {
        let ahead = store.tape.with(|tape| tape.end_us) - store.at_us.get();
        let room = desk.scale.with(|scale| scale.width - scale.x(store.at_us.get()));
        !store.transport.with(|transport| transport.playing) && ahead > 1_000.0 && room > 190.0
    });
    let x_of = move |event: &web_sys::MouseEvent| {
        let left = frame.get_untracked().map_or(0.0, |frame| frame.get_bounding_client_rect().left());
        (f64::from(event.client_x()) - left) / desk.unit.get_untracked()
    };
    let seek = move |event: &PointerEvent| {
        dispatch.send(Action::Seek(desk.scale.with_untracked(|scale| scale.us(x_of(event))).max(0.0)))
    };
    let grabbed = StoredValue::new(None::<f64>);
    let message_of = move |event: &web_sys::Event| {
        let target = event.target()?.dyn_into::<Element>().ok()?.closest("[data-message]").ok()??;
        target.get_attribute("data-message")?.parse().ok().map(MessageId)
    };
    view! {
        <div class="lanes" class:is-dense=move || column.get().is_some()>
            <div class="ruler">
                <div class="ruler__plot" on:pointerdown=move |event| {
                        if let Some(target) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
                            // Fails only for a pointer that is gone already.
                            let _ = target.set_pointer_capture(event.pointer_id());
                        }
                        seek(&event);
                    }
                    on:pointermove=move |event| if event.buttons() & 1 == 1 { seek(&event) }>
                    <svg aria-hidden="true" style=move || format!("--w:{:.0};--h:26", desk.plot.get().width)
                        viewBox=move || format!("0 0 {:.0} 26", desk.plot.get().width) inner_html=ruler></svg>
                </div>
            </div>
            <div class="lanes__scroll">
                <div class="lanes__names" style=move || format!("--h:{:.0}", tall.get())>
                    {move || labels.get().into_iter().map(|label| name(label, dispatch)).collect_view()}
                </div>
                <div class="plot" node_ref=frame
                    on:wheel=move |event| wheel(&event, desk, x_of(&event), tall.get_untracked())
                    on:pointerdown=move |event| grabbed.set_value((event.button() == 0).then(|| x_of(&event)))
                    on:pointermove=move |event| {
                        if event.buttons() & 1 == 0 {
                            grabbed.set_value(None);
                        }
                        if let Some(from) = grabbed.get_value() {
                            let to = x_of(&event);
                            desk.pan(from - to);
                            grabbed.set_value(Some(to));
                        }
                    }
                    on:click=move |event| {
                        if let Some(message) = message_of(&event) {
                            dispatch.send(Action::Select(Some(Selection::Message(message))));
                        }
                    }
                    on:pointerover=move |event| store.marked.set(message_of(&event))
                    on:pointerleave=move |_| store.marked.set(None)>
                    <svg class="plot__ground" aria-hidden="true" style=ground_size viewBox=ground_box inner_html=ground></svg>
                    <canvas node_ref=canvas class="plot__dense" aria-hidden="true"></canvas>
                    <svg class="plot__defs" aria-hidden="true" width="0" height="0" inner_html=DEFS></svg>
                    <svg node_ref=ghost class="plot__lanes plot__lanes--ghost" aria-hidden="true" width=wide height=high viewBox=view_box></svg>
                    <svg node_ref=past class="plot__lanes" role="img" width=wide height=high viewBox=view_box
                        aria-label="The run as lanes; its table holds the same"></svg>
                    <svg class="plot__ground plot__ground--breaks" aria-hidden="true" style=ground_size viewBox=ground_box inner_html=breaks></svg>
                    <div class="plot__veil" node_ref=veil></div>
                </div>
            </div>
            <div class="lanes__head">
                <div class="playhead" node_ref=head aria-hidden="true">
                    <b>{move || clock(store.at_us.get())}</b>
                    <span class="playhead__say" class:is-shown=move || rewound.get()>"recorded, not reached yet"</span>
                </div>
            </div>
        </div>
    }
    .into_any()
}

const DEFS: &str = r#"<defs><pattern id="tape-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" class="hatch__ground"/><rect width="1.8" height="5" class="hatch__line"/></pattern><marker id="tape-head" viewBox="0 0 8 8" refX="6.6" refY="4" markerWidth="7.5" markerHeight="7.5" markerUnits="userSpaceOnUse" orient="auto"><path d="M1 1 6.8 4 1 7" class="arrow__head"/></marker><marker id="tape-head-failed" viewBox="0 0 8 8" refX="6.6" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M1 1 6.8 4 1 7" class="arrow__head"/></marker></defs>"#;

fn labels(tape: &cloud::view::tape::Tape, picture: &Picture) -> Vec<Label> {
    match picture {
        Picture::Single(rows) => rows
            .iter()
            .filter_map(|row| {
                let lane = tape.lanes.get(row.lane)?;
                let environment: Option<EnvironmentId> = lane.environment;
                // A log group's name is long, and that of its function stands above it.
                let title =
                    if matches!(lane.place, Place::LogGroup(_)) { "log group".to_owned() } else { lane.title.clone() };
                Some(Label {
                    title,
                    note: lane.subtitle.clone(),
                    icon: Some(Name::of_place(&lane.place)),
                    class: rows::family_class(lane.family),
                    y: row.y,
                    height: row.height,
                    opens: Some(
                        environment.map_or_else(|| Selection::Place(lane.place.clone()), Selection::Environment),
                    ),
                })
            })
            .collect(),
        Picture::Dense(rows, _) => rows
            .iter()
            .map(|row| {
                let place = tape.lanes.iter().map(|lane| &lane.place).find(|place| place.to_string() == row.title);
                let icon = match (row.family, place) {
                    (_, Some(place)) => Some(Name::of_place(place)),
                    (Some(_), None) => Some(Name::Queue),
                    (None, None) => None,
                };
                Label {
                    title: row.title.clone(),
                    note: row.note.clone(),
                    icon,
                    class: row.family.map_or_else(|| "lane".to_owned(), rows::family_class),
                    y: row.y,
                    height: row.height,
                    opens: place.map(|place: &Place| Selection::Place(place.clone())),
                }
            })
            .collect(),
    }
}

fn name(label: Label, dispatch: Dispatch) -> impl IntoView {
    let Label { title, note, icon, class, y, height, opens } = label;
    let note = (!note.is_empty()).then(|| view! { <small>{note}</small> });
    view! {
        <button class=class style=format!("--y:{y:.1};--h:{height:.1}") disabled=opens.is_none()
            on:click=move |_| dispatch.send(Action::Select(opens.clone()))>
            {icon.map(|name| view! { <Icon name/> })}
            <span>{title}{note}</span>
        </button>
    }
    .into_any()
}

/// The wheel zooms; where there are more lanes than fit, it scrolls, and zooms with Ctrl, as a pinch does.
fn wheel(event: &WheelEvent, desk: Desk, x: f64, tall: f64) {
    let pinch = event.ctrl_key() || event.meta_key();
    if event.shift_key() || event.delta_x().abs() > event.delta_y().abs() {
        event.prevent_default();
        desk.pan(if event.delta_x() == 0.0 { event.delta_y() } else { event.delta_x() });
    } else if pinch || tall <= desk.plot.get_untracked().height {
        event.prevent_default();
        let strength = if pinch { 0.01 } else { 0.0018 };
        desk.zoom((event.delta_y() * strength).exp().clamp(0.4, 2.5), Some(x));
    }
}

/// Marks what is in flight, selected and pointed at.
fn mark(svg: &Element, (live, selection, marked): (Vec<MessageId>, Option<Selection>, Option<MessageId>)) {
    let parts = svg.children();
    for at in 0..parts.length() {
        let Some(part) = parts.item(at) else { continue };
        let Some(message) = part.get_attribute("data-message").and_then(|id| id.parse().ok()).map(MessageId) else {
            continue;
        };
        let list = part.class_list();
        let selected = selection == Some(Selection::Message(message));
        for (class, holds) in
            [("is-now", live.contains(&message)), ("is-selected", selected), ("is-marked", marked == Some(message))]
        {
            // Fails only for a class with a space in it.
            let _ = list.toggle_with_force(class, holds);
        }
    }
}
