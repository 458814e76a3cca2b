//! All items of the table, as they stand at the playhead: a window of them, wherever the learner scrolls.

use leptos::prelude::*;
use serde_json::Value;

use super::grid::{Form, Grid, Rows};
use super::item;
use super::work::{Tab, Work};
use crate::derived::Derived;
use crate::store::Action;
use crate::widgets::dialog::Confirm;
use crate::widgets::format;
use crate::widgets::icon::{Icon, Name};

/// The items.
#[component]
pub fn Items() -> impl IntoView {
    let work = Work::from_context();
    let rows = Derived::new(move |_| {
        work.table.with(|table| match table {
            Some(table) => Rows { total: table.total, from: table.from, items: table.items.clone() },
            None => Rows::default(),
        })
    });
    let form = RwSignal::new(Form::Table);
    let is_empty = Derived::new(move |_| rows.with(|rows| rows.total == 0));
    let look = Callback::new(move |(from, to)| work.dispatch.send(Action::Look(from, to)));
    let body = move || match is_empty.get() {
        true => view! { <Empty/> }.into_any(),
        false => view! { <Grid rows label="Items" form look/> }.into_any(),
    };
    view! {
        <div class="bench__bar">
            <Forms form/>
            <Selected/>
        </div>
        {body}
        <p class="table__foot">
            <span>{move || rows.with(|rows| format::counted(rows.total, "item", "items"))}", in the order in which a scan finds them"</span>
            <span class="grow"></span>
            <span class="table__keys" aria-hidden="true"><kbd>"Enter"</kbd>" edits "<kbd>"Space"</kbd>" selects"</span>
        </p>
    }
    .into_any()
}

/// How rows are shown.
#[component]
pub fn Forms(form: RwSignal<Form>) -> impl IntoView {
    let one = move |of: Form, says: &'static str| {
        view! { <button type="button" aria-pressed=move || (form.get() == of).to_string() on:click=move |_| form.set(of)>{says}</button> }
    };
    view! {
        <div class="either" role="group" aria-label="Form of the rows">
            {one(Form::Table, "Table")}{one(Form::Plain, "JSON")}{one(Form::Typed, "DynamoDB JSON")}
        </div>
    }
    .into_any()
}

/// What can be done with the items that are selected.
#[component]
pub fn Selected() -> impl IntoView {
    let work = Work::from_context();
    let count = Derived::new(move |_| work.marked.with(std::collections::BTreeMap::len));
    let asks = RwSignal::new(false);
    let says = Signal::derive(move || {
        let calls = count.get().div_ceil(25);
        let calls = format::counted(calls, "call", "calls");
        format!("{calls} of BatchWriteItem. What is deleted can be put back for as long as the bench stands.")
    });
    let title = Signal::derive(move || format!("Delete {}?", format::counted(count.get(), "item", "items")));
    let delete = Callback::new(move |()| {
        let items: Vec<Value> = work.marked.with_untracked(|marked| marked.values().cloned().collect());
        work.delete_all(items);
    });
    view! {
        <span class="grow"></span>
        {move || (count.get() > 0).then(|| view! {
            <span class="table__marked">{format::count(count.get() as u64)}" selected"</span>
            <button class="btn btn--text" type="button" on:click=move |_| work.marked.set(Default::default())>"Clear"</button>
            <button class="btn btn--line" type="button" on:click=move |_| asks.set(true)>"Delete"</button>
        })}
        <Confirm open=asks title says yes="Delete" no="Keep" then=delete/>
    }
    .into_any()
}

/// A table without items.
#[component]
fn Empty() -> impl IntoView {
    let work = Work::from_context();
    view! {
        <div class="table__away">
            <div class="empty">
                <b>"No items yet"</b>
                <p>"What PutItem writes lands here: from a function, from your own client, or from this page."</p>
            </div>
            <div class="send">
                <button class="btn btn--ink" type="button" on:click=move |_| item::begin(work, None)><Icon name=Name::Plus/>"Put an item"</button>
                <button class="btn btn--line" type="button" on:click=move |_| work.tab.set(Tab::Files)>"Import a file"</button>
            </div>
        </div>
    }
    .into_any()
}
