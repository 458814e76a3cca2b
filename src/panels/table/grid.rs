//! Items as rows: however many there are, only those in sight stand in the page. It knows nothing of where items come from.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use cloud::view::stage::KeyRole;
use leptos::{ev, html, prelude::*};
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::cell::{Field, add_fields, input, line, parsed};
use super::item;
use super::typed;
use super::work::Work;
use crate::derived::Derived;

/// How many rows stand ready above and below those in sight.
const SPARE: usize = 8;
/// The most letters that a cell shows; the editor shows all.
const LETTERS: usize = 120;

/// Tells the cells of one grid from those of another.
static NEXT_ID: AtomicU32 = AtomicU32::new(0);

/// Rows: how many there are, and some of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// How many there are.
    pub total: usize,
    /// The first of those given, counted from 0.
    pub from: usize,
    /// Some of them, in DynamoDB's JSON.
    pub items: Arc<Vec<Value>>,
}

/// How rows are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A column for each attribute.
    Table,
    /// A line of plain JSON.
    Plain,
    /// A line of JSON with types.
    Typed,
}

/// Items as rows.
#[component]
pub fn Grid(
    /// The rows.
    rows: Derived<Rows>,
    /// What they are, for screen readers.
    label: &'static str,
    /// How they are shown.
    #[prop(into)]
    form: Signal<Form>,
    /// Told which rows are to be given: the first, and the one behind the last.
    #[prop(optional)]
    look: Option<Callback<(usize, usize)>>,
) -> impl IntoView {
    let work = Work::from_context();
    let id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
    let frame = NodeRef::<html::Div>::new();
    let seen = RwSignal::new((0_usize, 0_usize));
    let cursor = RwSignal::new((0_usize, 1_usize));
    let editing = RwSignal::new(None::<String>);
    let fields = RwSignal::new(Vec::<Field>::new());
    Effect::new(move |_| {
        if fields.is_disposed() || rows.is_gone() {
            return;
        }
        work.keys.with(|keys| rows.with(|rows| add_fields(fields, keys, &rows.items)));
    });
    let measure = move || {
        // It may be called for when the grid is gone.
        let Some(frame) = frame.try_get_untracked().flatten() else { return };
        let row = row_px(&frame);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "places of a scroll are small and positive"
        )]
        let now =
            ((f64::from(frame.scroll_top()) / row) as usize, (f64::from(frame.client_height()) / row).ceil() as usize);
        if seen.get_untracked() != now {
            seen.set(now);
        }
    };
    Effect::new(move |_| {
        if frame.get().is_some() {
            request_animation_frame(measure);
        }
    });
    let resized = window_event_listener(ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());
    Effect::new(move |_| {
        let Some((first, count)) = seen.try_get() else { return };
        // Before it is measured, a screen's rows are asked for, so that the first picture is whole.
        let count = if count == 0 { 32 } else { count };
        if let Some(look) = look {
            look.run((first.saturating_sub(SPARE), first + count + SPARE));
        }
    });
    let columns = move || {
        if form.get() != Form::Table {
            return "--columns: 2.25rem minmax(0, 1fr); --wide: 100%".to_owned();
        }
        let widths = fields.with(|fields| fields.iter().map(|field| field.width_rem).collect::<Vec<_>>());
        let columns: Vec<String> = widths.iter().map(|width| format!("{width:.2}rem")).collect();
        format!(
            "--columns: 2.25rem {} minmax(0, 1fr); --wide: {:.2}rem",
            columns.join(" "),
            widths.iter().sum::<f64>() + 2.25
        )
    };
    let count = move || if form.get() == Form::Table { fields.with(Vec::len) } else { 1 };
    let at = move |row: usize| rows.with_untracked(|rows| rows.items.get(row.checked_sub(rows.from)?).cloned());
    let open = move |row: usize| {
        if let Some(item) = at(row) {
            item::begin(work, Some(item));
        }
    };
    // Opens the item, or edits the cell where its value fits one.
    let enter = move |(row, column): (usize, usize)| {
        let field = fields.with_untracked(|fields| fields.get(column.wrapping_sub(1)).cloned());
        let Some((field, item)) = field.filter(|_| form.get_untracked() == Form::Table).zip(at(row)) else {
            return open(row);
        };
        match item.get(&*field.name).map(typed::parts) {
            Some(("S" | "N", Value::String(text))) if field.role.is_none() => editing.set(Some(text.clone())),
            Some(("BOOL", Value::Bool(held))) => editing.set(Some(held.to_string())),
            None if matches!(field.kind, "S" | "N" | "BOOL") => editing.set(Some(String::new())),
            _ => open(row),
        }
    };
    let mark = move |row: usize| {
        let Some(item) = at(row) else { return };
        let key = work.key_of(&item).to_string();
        work.marked.update(|marked| {
            if marked.remove(&key).is_none() {
                marked.insert(key, item);
            }
        });
    };
    let go = move |row: usize, column: usize| {
        let total = rows.with_untracked(|rows| rows.total);
        let row = row.min(total.saturating_sub(1));
        cursor.set((row, column.clamp(0, untrack(count))));
        let Some(frame) = frame.get_untracked() else { return };
        let height = row_px(&frame);
        #[expect(clippy::cast_precision_loss, reason = "a table of the page has fewer rows than 2^52")]
        let top = row as f64 * height;
        let (from, room) = (f64::from(frame.scroll_top()), f64::from(frame.client_height()) - 2.0 * height);
        #[expect(clippy::cast_possible_truncation, reason = "a browser's scroll ends far below")]
        if top < from {
            frame.set_scroll_top(top as i32);
        } else if top > from + room {
            frame.set_scroll_top((top - room) as i32);
        }
        if work
            .draft
            .with_untracked(|draft| draft.as_ref().is_some_and(|draft| draft.before.is_some() && !draft.is_edited()))
        {
            open(row);
        }
    };
    let cancel = Callback::new(move |()| {
        editing.set(None);
        if let Some(frame) = frame.get_untracked() {
            // A part of the page that is shown can have the focus.
            let _ = frame.focus();
        }
    });
    let send = Callback::new(move |text: String| {
        // An input that goes loses the focus too, and says so.
        if editing.try_get_untracked().flatten().is_none() {
            return;
        }
        let (row, column) = cursor.get_untracked();
        cancel.run(());
        let field = fields.with_untracked(|fields| fields.get(column.wrapping_sub(1)).cloned());
        let Some((field, before)) = field.zip(at(row)) else { return };
        match parsed(&field, before.get(&*field.name), &text) {
            Ok(None) => {}
            Ok(Some(value)) => {
                let mut after = before.clone();
                after[&*field.name] = value;
                work.update(before, after, None);
            }
            Err(says) => work.say(says, true, Vec::new()),
        }
    });
    let key = move |event: ev::KeyboardEvent| {
        if editing.with_untracked(Option::is_some) {
            // The cell's input is about to have the focus, and takes its keys itself from then on.
            event.stop_propagation();
            if event.key() == "Escape" {
                event.prevent_default();
                cancel.run(());
            }
            return;
        }
        if event.ctrl_key() && !matches!(event.key().as_str(), "Home" | "End") {
            return;
        }
        let (row, column) = cursor.get_untracked();
        let page = seen.get_untracked().1.saturating_sub(2).max(1);
        match event.key().as_str() {
            "ArrowDown" => go(row + 1, column),
            "ArrowUp" => go(row.saturating_sub(1), column),
            "ArrowRight" => go(row, column + 1),
            "ArrowLeft" => go(row, column.saturating_sub(1)),
            "PageDown" => go(row + page, column),
            "PageUp" => go(row.saturating_sub(page), column),
            "Home" => go(if event.ctrl_key() { 0 } else { row }, 1),
            "End" => go(if event.ctrl_key() { usize::MAX } else { row }, untrack(count)),
            "Enter" | "F2" if column > 0 => enter((row, column)),
            " " | "Enter" => mark(row),
            "Escape" if work.draft.with_untracked(Option::is_some) => item::close(work),
            _ => return,
        }
        // The arrows would step through time too.
        event.prevent_default();
        event.stop_propagation();
    };
    let press = move |event: &ev::MouseEvent| {
        let target = event.target()?.dyn_into::<Element>().ok()?;
        let cell = target.closest("[data-cell]").ok()??.get_attribute("data-cell")?;
        let (row, column) = cell.split_once(' ')?;
        Some((row.parse::<usize>().ok()?, column.parse::<usize>().ok()?))
    };
    let click = move |event: ev::MouseEvent| {
        let Some((row, column)) = press(&event) else { return };
        if editing.with_untracked(Option::is_some) && cursor.get_untracked() == (row, column) {
            return;
        }
        editing.set(None);
        let again = cursor.get_untracked() == (row, column) && event.detail() > 1;
        let is_key = fields.with_untracked(|fields| {
            fields.get(column.wrapping_sub(1)).is_some_and(|field| field.role == Some(KeyRole::Partition))
        });
        cursor.set((row, column));
        match column {
            0 => mark(row),
            _ if form.get_untracked() != Form::Table || is_key => open(row),
            _ if again => enter((row, column)),
            _ => go(row, column),
        }
    };
    let head = move || {
        let one = |field: Field| {
            let role = match field.role {
                Some(KeyRole::Partition) => " key",
                Some(KeyRole::Sort) => " sort key",
                None => "",
            };
            view! { <span role="columnheader" class:is-number=field.kind == "N">{field.name.to_string()}<small>{field.kind}{role}</small></span> }
        };
        match form.get() {
            Form::Table => fields.get().into_iter().map(one).collect_view().into_any(),
            Form::Plain => view! { <span role="columnheader">"Item"<small>"JSON"</small></span> }.into_any(),
            Form::Typed => view! { <span role="columnheader">"Item"<small>"DynamoDB JSON"</small></span> }.into_any(),
        }
    };
    let body = move || {
        let (fields, form, here, editing) = (fields.get(), form.get(), cursor.get(), editing.get());
        let rows = rows.get();
        let marked = work.marked.get();
        let opened = work
            .draft
            .with(|draft| draft.as_ref().and_then(|draft| draft.before.as_ref().map(|before| work.key_of(before))));
        let one = |(index, item): (usize, &Value)| {
            let row = rows.from + index;
            let key = work.key_of(item);
            let is_marked = marked.contains_key(&key.to_string());
            let is_open = opened.as_ref() == Some(&key);
            let cell = |column: usize, says: Option<String>, class: &'static str| {
                let (is_here, is_absent) = (here == (row, column), says.is_none());
                if let Some(first) = editing.clone().filter(|_| is_here) {
                    return input(first, send, cancel);
                }
                view! {
                    <span
                        role="gridcell" id=format!("cell-{id}-{row}-{column}") class=class class:is-here=is_here
                        class:is-absent=is_absent data-cell=format!("{row} {column}")
                    >
                        {says.unwrap_or_else(|| "\u{2013}".to_owned())}
                    </span>
                }
                .into_any()
            };
            let cells: Vec<AnyView> = match form {
                Form::Table => fields
                    .iter()
                    .enumerate()
                    .map(|(index, field)| {
                        let class = if field.role == Some(KeyRole::Partition) {
                            "is-key"
                        } else if field.kind == "N" {
                            "is-number"
                        } else {
                            ""
                        };
                        cell(index + 1, item.get(&*field.name).map(|value| typed::short(value, LETTERS)), class)
                    })
                    .collect(),
                Form::Plain => vec![cell(1, Some(line(item)), "")],
                Form::Typed => vec![cell(1, Some(item.to_string()), "")],
            };
            view! {
                <div
                    role="row" aria-rowindex=(row + 2).to_string() aria-selected=is_marked.to_string() class="grid__row"
                    class:is-open=is_open
                >
                    <span
                        role="gridcell" class="grid__tick" class:is-here=here == (row, 0) id=format!("cell-{id}-{row}-0")
                        data-cell=format!("{row} 0") aria-label=if is_marked { "selected" } else { "not selected" }
                    ></span>
                    {cells}
                </div>
            }
            .into_any()
        };
        rows.items.iter().enumerate().map(one).collect_view().into_any()
    };
    let total = move || rows.with(|rows| rows.total);
    let place = move || format!("transform: translateY(calc({} * var(--row)))", rows.with(|rows| rows.from));
    view! {
        <div
            class="table__grid" role="grid" tabindex="0" aria-label=label aria-multiselectable="true" node_ref=frame style=columns
            aria-rowcount=move || (total() + 1).to_string() aria-colcount=move || (count() + 1).to_string()
            aria-activedescendant=move || { let (row, column) = cursor.get(); format!("cell-{id}-{row}-{column}") }
            on:scroll=move |_| measure() on:keydown=key on:click=click
        >
            <div class="grid__head" role="row" aria-rowindex="1"><span role="columnheader" aria-label="Selected"></span>{head}</div>
            <div class="grid__all" role="presentation" style=move || format!("height: calc({} * var(--row))", total())>
                <div class="grid__seen" role="rowgroup" style=place>{body}</div>
            </div>
        </div>
    }
    .into_any()
}

/// The height of a row, CSS pixels: the head's, which is as high as each.
fn row_px(frame: &web_sys::HtmlElement) -> f64 {
    let head = frame.first_element_child().map_or(0.0, |head| head.get_bounding_client_rect().height());
    head.max(1.0)
}
