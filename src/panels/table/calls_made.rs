//! The calls to a table, newest first, with what each consumed.

use cloud::view::table::TableCall;
use leptos::prelude::*;

use super::work::Work;
use crate::derived::Derived;
use crate::store::{Action, Selection};
use crate::widgets::disc::Disc;
use crate::widgets::format;
use crate::widgets::icon::{Icon, Name};

/// The calls.
#[component]
pub fn Calls() -> impl IntoView {
    let work = Work::from_context();
    let calls = Derived::new(move |_| {
        work.store.table.with(|bench| bench.as_ref().map(|bench| bench.calls.clone()).unwrap_or_default())
    });
    let body = move || {
        let calls = calls.get();
        if calls.is_empty() {
            return view! { <li class="lines__none">"Each call to the table lands here, with the capacity that it used."</li> }.into_any();
        }
        calls.into_iter().map(|call| one(work, call)).collect_view().into_any()
    };
    view! {
        <header class="dock__head"><b>"Calls"</b><span>{work.name()}</span><i class="grow"></i><span>"newest first"</span></header>
        <ol class="calls calls--table" tabindex="0" aria-label="Calls to the table">{body}</ol>
    }
    .into_any()
}

fn one(work: Work, call: TableCall) -> AnyView {
    let message = call.message;
    let outcome = match (call.error, call.units) {
        (Some(error), _) => view! { <span class="chip chip--fail"><Icon name=Name::Cross/>{error}</span> }.into_any(),
        (None, Some(units)) => view! { <span class="calls__units">{format!("{units} {}", if units == 1.0 { "unit" } else { "units" })}</span> }.into_any(),
        (None, None) => ().into_any(),
    };
    view! {
        <li><button type="button" on:click=move |_| work.dispatch.send(Action::Select(Some(Selection::Message(message))))>
            <Disc message number=call.number/>
            <b class="mono">{call.operation}</b>{outcome}
            <time>{format::ms(call.at_us)}</time>
        </button></li>
    }
    .into_any()
}
