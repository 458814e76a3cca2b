//! A function's execution environments: cells with a bar each; many of them as a grid that fills as they work.

use std::sync::Arc;

use cloud::invocation::EnvironmentId;
use cloud::view::stage::{EnvironmentState, EnvironmentView, FunctionView};
use leptos::prelude::*;

use super::life;
use super::look::{Looks, Palette, sharp, size_of};
use crate::derived::Derived;
use crate::store::{Action, Dispatch, Selection, Store};

/// More environments than this are drawn as a grid.
const CELLS: usize = 6;
/// More than this are drawn in two columns.
const LARGE_CELLS: usize = 2;

/// What a function's node holds.
#[component]
pub fn FunctionBody(
    /// The function at the playhead.
    view: Derived<Option<FunctionView>>,
) -> impl IntoView {
    let store = expect_context::<Store>();
    let number = Derived::new(move |_| view.with(|view| view.as_ref().map_or(0, |view| view.environments.len())));
    let many = Derived::new(move |_| number.get() > CELLS);
    let queue = Derived::new(move |_| {
        view.with(|view| view.as_ref().map(|view| (view.waiting, view.throttled)).filter(|(a, b)| a + b > 1))
    });
    // A lone event waits in the picture, as a token; more than that are a queue.
    let spare = move || match (number.get(), queue.get().is_some()) {
        (0, _) => Some("No environment yet"),
        (1, false) => Some("No other environment"),
        _ => None,
    };
    let ids = move || {
        view.with(|view| view.as_ref().map(|view| view.environments.iter().map(|one| one.id).collect::<Vec<_>>()))
            .unwrap_or_default()
    };
    view! {
        {move || {
            if many.get() {
                view! { <Grid view/> }.into_any()
            } else {
                view! {
                    <div class="cells" class:cells--pairs=move || { number.get() > LARGE_CELLS }
                        class:cells--two=move || number.get() == 2>
                        <For each=ids key=|id| *id let:id>
                            <EnvironmentCell id view store/>
                        </For>
                        {move || spare().map(|text| view! { <div class="cell cell--none">{text}</div> })}
                    </div>
                }
                    .into_any()
            }
        }}
        {move || queue.get().map(|(waiting, throttled)| queue_bar(waiting, throttled).into_any())}
        {move || view.with(|view| view.as_ref().map(|view| facts(view).into_any()))}
    }
    .into_any()
}

fn facts(view: &FunctionView) -> impl IntoView + use<> {
    let failed = (view.failed > 0).then(|| {
        let failed = view.failed;
        view! { <span class="facts__failed"><b>{failed}</b>" failed"</span> }
    });
    view! {
        <p class="facts">
            <span><b>{view.memory_mb}</b>" MB"</span>
            <span>"limit "<b>{view.timeout_s}</b>" s"</span>
            {failed}
        </p>
    }
}

fn queue_bar(waiting: usize, throttled: usize) -> impl IntoView {
    let whole = scale_for(waiting + throttled);
    let part = |number: usize| format!("width:{:.1}%", 100.0 * as_f64(number) / as_f64(whole));
    let refused = (throttled > 0)
        .then(|| view! { <span class="queue__refused" title="They are tried again later">{format!("{throttled} throttled")}</span> });
    view! {
        <div class="queue">
            <p class="split"><b>"Event queue"</b><span>{format!("{} waiting", waiting + throttled)}</span></p>
            <div class="queue__bar">
                <i style=part(waiting)></i>
                <i class="queue__throttled" style=part(throttled)></i>
            </div>
            <p class="queue__words"><span>{format!("{waiting} not tried")}</span>{refused}</p>
        </div>
    }
}

/// The bar's whole length: the next round number, so that it does not jump with each event.
fn scale_for(number: usize) -> usize {
    [10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000].into_iter().find(|whole| *whole >= number).unwrap_or(number)
}

#[expect(clippy::cast_precision_loss, reason = "counts of events are small")]
fn as_f64(number: usize) -> f64 {
    number as f64
}

/// One environment.
#[component]
pub fn EnvironmentCell(
    /// Which.
    id: EnvironmentId,
    /// Its function at the playhead.
    view: Derived<Option<FunctionView>>,
    /// The page's store.
    store: Store,
) -> impl IntoView {
    let dispatch = Dispatch::from_context();
    let environment = Derived::new(move |_| {
        view.with(|view| view.as_ref()?.environments.iter().find(|one| one.id == id).cloned().map(Arc::new))
    });
    let ends = Derived::new(move |_| {
        let environment = environment.get()?;
        store.tape.with(|tape| life::recorded_end(tape, &environment, store.at_us.get_untracked()))
    });
    let bar = Derived::new(move |_| {
        environment.get().map(|one| life::bar(&one, store.at_us.get(), ends.get())).unwrap_or_default()
    });
    let width = |part: f64| format!("{:.2}%", part * 100.0);
    let marks = move || {
        let cold = bar.get().cold;
        let one = environment.get().filter(|one| one.state == EnvironmentState::Starting || cold > 0.0)?;
        let ready = one.phases.last().map_or(one.started_us, |(_, end)| *end);
        // Marks lie within the hatch as it will be once whole; those it has not reached yet are not drawn.
        let now = ((store.at_us.get() - one.started_us) / (ready - one.started_us).max(1.0)).min(1.0);
        Some(
            life::phase_marks(&one)
                .into_iter()
                .filter(|mark| *mark < now)
                .map(|mark| view! { <b style=format!("left:{:.2}%", mark / now * cold * 100.0)></b> })
                .collect_view(),
        )
    };
    let time = Derived::new(move |_| environment.get().map(|one| life::time(&one, store.at_us.get())));
    let state = Derived::new(move |_| environment.get().map_or(EnvironmentState::Frozen, |one| one.state));
    let number = move || environment.get().map_or(0, |one| one.number);
    let note = move || {
        environment.get().map(|one| match (one.note.as_str(), one.state) {
            ("", EnvironmentState::Frozen) => "kept for the next event".to_owned(),
            (note, _) => note.to_owned(),
        })
    };
    // One string: a class set as a whole takes with it those set one by one.
    let class = move || {
        let selected = store.selection.with(|selection| *selection == Some(Selection::Environment(id)));
        format!("{}{}", life::class(state.get()), if selected { " is-selected" } else { "" })
    };
    let label = move || format!("Environment {}, {}", number(), life::word(state.get()));
    view! {
        <button
            class=class
            aria-label=label
            on:click=move |_| dispatch.send(Action::Select(Some(Selection::Environment(id))))
        >
            <span class="cell__head">
                <span class="cell__number">{number}</span>
                <span class="cell__word">{move || life::word(state.get())}</span>
                <span class="cell__time">{move || time.get()}</span>
            </span>
            <span class="cell__lane">
                <i class="is-cold" style:width=move || width(bar.get().cold)></i>
                <i class="is-work" style:width=move || width(bar.get().work)></i>
                <i class="is-failed" style:width=move || width(bar.get().failed)></i>
                <i class="is-kept" style:width=move || width(bar.get().kept)></i>
                {marks}
            </span>
            <span class="cell__note">{note}</span>
        </button>
    }
    .into_any()
}

/// Many environments: one canvas, since a hundred cells change in each frame.
#[component]
fn Grid(view: Derived<Option<FunctionView>>) -> impl IntoView {
    let store = expect_context::<Store>();
    let dispatch = Dispatch::from_context();
    let looks = Looks::of_page();
    let frame = NodeRef::<leptos::html::Div>::new();
    let canvas = NodeRef::<leptos::html::Canvas>::new();
    let size = size_of(frame);
    let ends = Derived::new(move |_| {
        let at = store.at_us.get_untracked();
        view.with(|view| {
            let view = view.as_ref()?;
            let end = |one: &EnvironmentView| store.tape.with_untracked(|tape| life::recorded_end(tape, one, at));
            Some(view.environments.iter().map(end).collect::<Vec<_>>())
        })
        .unwrap_or_default()
    });
    let inks = Derived::new(move |_| {
        let _ = looks.version.get();
        let palette = frame.get().and_then(|frame| Palette::inside(&frame));
        ["signal", "signal-tint", "ice", "ice-tint", "fail"]
            .map(|token| palette.as_ref().map(|palette| palette.colour(token)).unwrap_or_default())
    });
    Effect::new(move |_| {
        let (at, size) = (store.at_us.get(), size.get());
        let Some(canvas) = canvas.get() else { return };
        let Some(context) = sharp(&canvas, size) else { return };
        let inks = inks.get();
        let ink = |at: usize| context.set_fill_style_str(&inks[at]);
        view.with(|view| {
            let Some(view) = view else { return };
            let (columns, step) = grid_of(view.environments.len(), size.width, size.height);
            let side = step - 2.0_f64.min(step * 0.2);
            for (index, (one, end)) in view.environments.iter().zip(ends.get()).enumerate() {
                let (x, y) = (as_f64(index % columns) * step, as_f64(index / columns) * step);
                let part = life::fill(one, at, end);
                let (full, tint) = match one.state {
                    EnvironmentState::Starting => (2, 3),
                    EnvironmentState::Busy => (0, 1),
                    EnvironmentState::Frozen => (3, 3),
                    EnvironmentState::Failed | EnvironmentState::TimedOut => (4, 4),
                };
                // The rim says cold or warm even where the cell is still empty.
                ink(if one.state == EnvironmentState::Frozen { 2 } else { full });
                context.fill_rect(x, y, side, side);
                ink(tint);
                context.fill_rect(x + 1.0, y + 1.0, side - 2.0, side - 2.0);
                ink(full);
                let height = (side - 2.0) * part;
                if one.state == EnvironmentState::Starting {
                    hatch(&context, x + 1.0, y + 1.0 + (side - 2.0 - height), side - 2.0, height);
                } else {
                    context.fill_rect(x + 1.0, y + 1.0 + (side - 2.0 - height), side - 2.0, height);
                }
            }
        });
    });
    let head = move || {
        view.with(|view| {
            let view = view.as_ref()?;
            let busy = view.environments.iter().filter(|one| one.state == EnvironmentState::Busy).count();
            let cold = view.environments.iter().filter(|one| one.state == EnvironmentState::Starting).count();
            let state = if cold > 0 { format!("{cold} cold") } else { format!("{busy} busy") };
            Some((format!("{} environments", view.environments.len()), state))
        })
        .unwrap_or_default()
    };
    let pick = move |event: leptos::ev::MouseEvent| {
        let size = size.get_untracked();
        let id = view.with_untracked(|view| {
            let view = view.as_ref()?;
            let (columns, step) = grid_of(view.environments.len(), size.width, size.height);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a pointer is inside")]
            let (column, row) =
                ((f64::from(event.offset_x()) / step) as usize, (f64::from(event.offset_y()) / step) as usize);
            view.environments.get(row * columns + column.min(columns - 1)).map(|one| one.id)
        });
        if let Some(id) = id {
            dispatch.send(Action::Select(Some(Selection::Environment(id))));
        }
    };
    view! {
        <p class="split"><b>{move || head().0}</b><span>{move || head().1}</span></p>
        <div class="grid" node_ref=frame>
            <canvas node_ref=canvas role="img" aria-label=move || format!("{}, {}", head().0, head().1) on:click=pick></canvas>
        </div>
    }
    .into_any()
}

/// How many columns fill a box best with `number` square cells, and how far apart the cells lie.
fn grid_of(number: usize, width: f64, height: f64) -> (usize, f64) {
    let number = number.max(1);
    (1..=number)
        .map(|columns| {
            let rows = number.div_ceil(columns);
            (columns, (width / as_f64(columns)).min(height / as_f64(rows)).min(16.0))
        })
        .reduce(|best, next| if next.1 >= best.1 { next } else { best })
        .unwrap_or((1, 16.0))
}

fn hatch(context: &web_sys::CanvasRenderingContext2d, x: f64, y: f64, width: f64, height: f64) {
    let mut line = 0.0;
    while line < height {
        context.fill_rect(x, y + height - line - 1.4, width, 1.4);
        line += 2.8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_cells_fit_their_box() {
        let (columns, step) = grid_of(100, 166.0, 52.0);
        assert!(as_f64(columns) * step <= 166.5 && as_f64(100_usize.div_ceil(columns)) * step <= 52.5);
        assert!(step > 7.0);
    }

    #[test]
    fn the_queue_bar_keeps_its_scale_for_a_while() {
        assert_eq!([scale_for(3), scale_for(288), scale_for(9_000)], [10, 500, 9_000]);
    }
}
