//! An API: the address it answers at, its routes with what answers them, and the calls made to it.

use cloud::sim::trace::Place;
use cloud::view::stage::RouteView;
use leptos::prelude::*;

use super::service::calls;
use super::{Head, part};
use crate::app::shell::Shell;
use crate::store::{Action, Dispatch, Inspected, Selection, Store};
use crate::widgets::copy::Copy;
use crate::widgets::icon::Name;

/// An API.
#[component]
pub fn Api(
    /// Its place on the map.
    place: Place,
) -> impl IntoView {
    let held = part(|inspected| match inspected {
        Inspected::Api { view, .. } => Some(view.clone()),
        _ => None,
    });
    let kind = Signal::derive(move || held.with(|view| view.kind.clone()));
    let address = move || {
        match held.with(|view| view.address.clone()) {
        Some(address) => {
            view! { <p class="api__address"><span class="mono">{address.clone()}</span><Copy text=Signal::stored(address) what="the address"/></p> }.into_any()
        }
        None => view! { <p class="empty">"Nothing is deployed. CreateDeployment makes what is set up here live, at a stage."</p> }.into_any(),
    }
    };
    let changed = move || {
        held.with(|view| view.changed && view.address.is_some()).then(|| {
            view! { <p class="note">"Changed since it was last deployed. Callers get what was deployed, until you deploy again."</p> }
        })
    };
    let routes = move || {
        let routes = held.with(|view| view.routes.clone());
        if routes.is_empty() {
            return view! { <p class="empty">"No routes yet."</p> }.into_any();
        }
        let address = held.with(|view| view.address.clone());
        let routes = routes.into_iter().map(|one| route(one, address.clone())).collect_view();
        view! { <ul class="routes">{routes}</ul> }.into_any()
    };
    let name = place.to_string();
    let is_own = move |other: &Place| *other == place;
    view! {
        <Head family="integration" glyph=Name::Api kind name/>
        <div class="panel__body" tabindex="0">
            <section class="sect"><h3>"Address"</h3>{address}{changed}</section>
            <section class="sect"><h3>"Routes"</h3>{routes}</section>
            <section class="sect"><h3>"Calls, newest first"</h3>{calls(is_own)}</section>
        </div>
    }
    .into_any()
}

fn route(route: RouteView, address: Option<String>) -> AnyView {
    let (store, shell, dispatch) = (expect_context::<Store>(), Shell::from_context(), Dispatch::from_context());
    let answers = match route.function {
        Some(function) => {
            let place = Place::Function(function.clone());
            view! {
                <button class="link mono" type="button" on:click=move |_| dispatch.send(Action::Select(Some(Selection::Place(place.clone()))))>
                    {function.to_string()}
                </button>
            }
            .into_any()
        }
        None => view! { <small>"answered by the gateway"</small> }.into_any(),
    };
    let Some(address) = address else {
        return view! { <li><b class="mono">{route.method}</b><span class="mono">{route.path}</span>{answers}</li> }
            .into_any();
    };
    // What can be called is a press away from the address bar.
    let label = format!("Call {} {}", route.method, route.path);
    let method = if route.method == "ANY" { "GET".to_owned() } else { route.method.clone() };
    let url = format!("{address}{}", route.path);
    let call = move |_| {
        store.to_call.set(Some((method.clone(), url.clone())));
        shell.call_by_hand(dispatch);
    };
    view! {
        <li>
            <b class="mono">{route.method}</b>
            <button class="link mono" type="button" aria-label=label.clone() title=label on:click=call>{route.path}</button>
            {answers}
        </li>
    }
    .into_any()
}
