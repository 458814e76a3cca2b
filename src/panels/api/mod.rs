//! An API: the address it answers at, its routes with what answers them, and the calls made to it. What builds one comes
//! with the rest of the services; until it is there, and for what it does not build, the panel is one to read.

pub mod builder;
mod calls;
mod changes;
mod cors;
pub mod create;
mod deploy;
mod document;
pub mod facts;
pub mod forms;
mod keys;
pub mod path;
mod route;
mod route_add;
mod routes;
mod stages;
pub mod work;

use cloud::sim::trace::Place;
use cloud::view::stage::RouteView;
use leptos::prelude::*;

use super::service::calls as calls_to;
use super::{Head, part};
use crate::app::shell::Shell;
use crate::derived::Derived;
use crate::store::{Action, Dispatch, Inspected, Selection, Store};
use crate::widgets::copy::Copy;
use crate::widgets::icon::Name;

/// An API.
#[component]
pub fn Api(
    /// Its place on the map.
    place: Place,
) -> impl IntoView {
    let store = expect_context::<Store>();
    let kind = part(|inspected| match inspected {
        Inspected::Api { view, .. } => Some(view.kind.clone()),
        _ => None,
    });
    if store.builder.with_untracked(Option::is_none) {
        Dispatch::from_context().send(Action::Equip);
    }
    let builds = Derived::new(move |_| store.builder.with(Option::is_some) && store.drafted.with(Option::is_some));
    let name = place.to_string();
    let body = move || {
        let builder = store.builder.get_untracked().filter(|_| builds.get());
        match builder {
            Some(builder) => untrack(|| (builder.panel)(place.clone())),
            None => view! { <Reading place=place.clone()/> }.into_any(),
        }
    };
    view! {
        <Head family="integration" glyph=Name::Api kind name/>
        {body}
    }
    .into_any()
}

/// The panel of what is only read.
#[component]
fn Reading(place: Place) -> impl IntoView {
    let held = part(|inspected| match inspected {
        Inspected::Api { view, .. } => Some(view.clone()),
        _ => None,
    });
    let address = move || {
        match held.with(|view| view.address.clone()) {
        Some(address) => address_line(address),
        None => {
            view! { <p class="empty">"Nothing is deployed. CreateDeployment makes what is set up here live, at a stage."</p> }
                .into_any()
        }
    }
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
    let is_own = move |other: &Place| *other == place;
    view! {
        <div class="panel__body" tabindex="0">
            <section class="sect"><h3>"Address"</h3>{address}</section>
            <section class="sect"><h3>"Routes"</h3>{routes}</section>
            <section class="sect"><h3>"Calls, newest first"</h3>{calls_to(is_own)}</section>
        </div>
    }
}

fn route(route: RouteView, address: Option<String>) -> AnyView {
    let answers = match route.function {
        Some(function) => open_function(function),
        None => view! { <small>"answered by the gateway"</small> }.into_any(),
    };
    let Some(address) = address else {
        return view! { <li><b class="mono">{route.method}</b><span class="mono">{route.path}</span>{answers}</li> }
            .into_any();
    };
    // What can be called is a press away from the address bar.
    let label = format!("Call {} {}", route.method, route.path);
    let call = call_by_hand(route.method.clone(), format!("{address}{}", route.path));
    view! {
        <li>
            <b class="mono">{route.method}</b>
            <button class="link mono" type="button" aria-label=label.clone() title=label on:click=move |_| call()>{route.path}</button>
            {answers}
        </li>
    }
    .into_any()
}

/// Where an API is called, to be taken along.
fn address_line(address: String) -> AnyView {
    view! { <p class="api__address"><span class="mono">{address.clone()}</span><Copy text=Signal::stored(address) what="the address"/></p> }
        .into_any()
}

/// Opens the address bar with a call written into it.
fn call_by_hand(method: String, url: String) -> impl Fn() + Clone + Send + Sync + 'static {
    let (store, shell, dispatch) = (expect_context::<Store>(), Shell::from_context(), Dispatch::from_context());
    let method = if method == "ANY" { "GET".to_owned() } else { method };
    move || {
        store.to_call.set(Some((method.clone(), url.clone())));
        shell.call_by_hand(dispatch);
    }
}

/// A function's name, and the way to it.
fn open_function(name: std::sync::Arc<str>) -> AnyView {
    let dispatch = Dispatch::from_context();
    let place = Place::Function(name.clone());
    view! {
        <button class="link mono" type="button" on:click=move |_| dispatch.send(Action::Select(Some(Selection::Place(place.clone()))))>
            {name.to_string()}
        </button>
    }
    .into_any()
}
