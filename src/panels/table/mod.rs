//! A table: in the inspector its first items and the way to all of them; opened, its bench.

mod batch;
mod builder;
mod calls;
mod calls_made;
mod cell;
mod csv;
pub mod facts;
mod facts_shown;
mod files;
mod grid;
mod item;
mod items;
mod json;
mod open;
mod question;
mod read;
mod search;
mod typed;
mod work;

pub use open::bench;

use cloud::sim::trace::Place;
use cloud::view::stage::{Column, KeyRole, TableView};
use leptos::prelude::*;

use super::{Head, part};
use crate::store::{Action, Dispatch, Inspected};
use crate::widgets::format;
use crate::widgets::icon::Name;

/// A table.
#[component]
pub fn Table(
    /// Its name.
    name: String,
) -> impl IntoView {
    let dispatch = Dispatch::from_context();
    let held = part(|inspected| match inspected {
        Inspected::Table { view, .. } => Some(view.clone()),
        _ => None,
    });
    let facts = move || {
        held.with(|view| {
            let key = view.columns.iter().filter_map(|column| {
                let role = match column.role? {
                    KeyRole::Partition => "Partition key",
                    KeyRole::Sort => "sort key",
                };
                Some(format!("{role} {} ({})", column.name, column.type_name))
            });
            let mut facts: Vec<String> = key.collect();
            facts.push(if view.on_demand { "on-demand" } else { "provisioned" }.to_owned());
            facts.extend(view.indexes.iter().map(|index| format!("index {index}")));
            facts.join(", ")
        })
    };
    let kind = Signal::derive(move || held.with(TableView::kind));
    let count = move || held.with(|view| format::counted(view.total, "item", "items"));
    let bytes = move || held.with(|view| format::bytes(view.bytes));
    let cut = move || {
        let shown = held.with(|view| (view.rows.len() < view.total).then_some(view.rows.len() as u64))?;
        let says =
            format!("The first {} of {}, in the order in which a scan finds them.", format::count(shown), count());
        Some(view! { <p>{says}</p> })
    };
    let place = Place::Table(name.as_str().into());
    view! {
        <Head family="database" glyph=Name::Table kind name/>
        <p class="table__facts">{facts}</p>
        <div class="panel__body" tabindex="0">
            <p class="table__open">
                <button class="btn btn--line" type="button" on:click=move |_| dispatch.send(Action::Open(Some(place.clone())))>
                    "Open the table"
                </button>
            </p>
            <h3 class="table__count">{count}<small>{bytes}</small></h3>
            {move || held.with(items)}
            {cut}
        </div>
    }
    .into_any()
}

fn items(view: &TableView) -> AnyView {
    if view.rows.is_empty() {
        return view! { <p class="empty">"No items yet. PutItem writes one: open the table, and put an item."</p> }
            .into_any();
    }
    let heads = view.columns.iter().map(head).collect_view();
    let rows = view.rows.iter().map(|row| {
        let cells = row.iter().map(|cell| match cell {
            Some(text) => view! { <td title=text.clone()>{text.clone()}</td> }.into_any(),
            None => view! { <td class="is-absent" aria-label="not there">"\u{2013}"</td> }.into_any(),
        });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    view! {
        <div class="tablebox" tabindex="0" role="region" aria-label="Items">
            <table class="items"><thead><tr>{heads}</tr></thead><tbody>{rows.collect_view()}</tbody></table>
        </div>
    }
    .into_any()
}

fn head(column: &Column) -> AnyView {
    let role = match column.role {
        Some(KeyRole::Partition) => ", key",
        Some(KeyRole::Sort) => ", sort key",
        None => "",
    };
    view! { <th scope="col">{column.name.to_string()}<small>{format!(" {}{role}", column.type_name)}</small></th> }
        .into_any()
}
