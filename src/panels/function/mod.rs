//! A function: its environments, its invocations, its settings, and its documents as the API gives them.

mod settings;

use cloud::sim::trace::Place;
use cloud::view::stage::{Contents, EnvironmentState, EnvironmentView};
use leptos::prelude::*;

use super::{Head, part};
use crate::derived::Derived;
use crate::store::{Action, Dispatch, Inspected, InvocationLine, Selection, Store};
use crate::widgets::code::Code;
use crate::widgets::disc::Disc;
use crate::widgets::format;
use crate::widgets::icon::{Icon, Name};
use settings::Settings;
pub use settings::{variable, wrong_variables};

/// A function.
#[component]
pub fn Function(
    /// Its name.
    name: String,
) -> impl IntoView {
    let invocations = part(|inspected| match inspected {
        Inspected::Function { invocations, .. } => Some(invocations.clone()),
        _ => None,
    });
    let documents = part(|inspected| match inspected {
        Inspected::Function { documents, .. } => Some(documents.clone()),
        _ => None,
    });
    let titles =
        Derived::new(move |_| documents.with(|all| all.iter().map(|(title, _)| title.clone()).collect::<Vec<_>>()));
    let configuration = Derived::new(move |_| {
        documents
            .with(|all| all.iter().find(|(title, _)| title == "Configuration").map(|(_, text)| text.clone()))
            .unwrap_or_default()
    });
    let list = move || {
        let invocations = invocations.get();
        if invocations.is_empty() {
            return view! { <p>"It has not run yet. An event from its trigger, or a call, invokes it."</p> }.into_any();
        }
        view! { <ul class="calls">{invocations.into_iter().map(invocation).collect_view()}</ul> }.into_any()
    };
    let papers = move || {
        titles
            .get()
            .into_iter()
            .enumerate()
            .map(|(index, title)| {
                let text = Derived::new(move |_| {
                    documents.with(|all| all.get(index).map(|(_, text)| text.clone()).unwrap_or_default())
                });
                view! {
                    <details>
                        <summary>{title}</summary>
                        <Code text=text.into() language=Signal::stored("json") what="the document"/>
                    </details>
                }
            })
            .collect_view()
    };
    view! {
        <Head family="compute" glyph=Name::Lambda kind="Lambda function".to_owned() name=name.clone()/>
        <div class="panel__body">
            <section class="sect"><OpenCode function=name.clone()/></section>
            <Environments function=name.clone()/>
            <section class="sect"><h3>"Invocations, newest first"</h3>{list}</section>
            <section class="sect">
                <h3>"Settings"</h3>
                <Settings function=name configuration=configuration.into()/>
            </section>
            <section class="sect"><h3>"As the API tells it"</h3>{papers}</section>
        </div>
    }
    .into_any()
}

/// The way to its code.
#[component]
fn OpenCode(function: String) -> impl IntoView {
    let dispatch = Dispatch::from_context();
    let place = Place::Function(function.into());
    view! {
        <button class="btn btn--line" type="button" on:click=move |_| dispatch.send(Action::Open(Some(place.clone())))>
            "Open the code"
        </button>
    }
}

fn invocation(line: InvocationLine) -> AnyView {
    let dispatch = Dispatch::from_context();
    let message = line.message;
    let ran = match line.duration_ms {
        Some(ms) => format!("{} ms", format::ms_short(ms)),
        None => "running".to_owned(),
    };
    let attempt = (line.attempt > 1).then(|| format!(", attempt {}", line.attempt));
    let outcome = match line.error {
        Some(error) => view! { <span class="chip chip--fail"><Icon name=Name::Cross/>{error}</span> }.into_any(),
        None if line.cold => view! { <span class="chip chip--ice"><Icon name=Name::Asterisk/>"Cold"</span> }.into_any(),
        None => ().into_any(),
    };
    view! {
        <li><button type="button" on:click=move |_| dispatch.send(Action::Select(Some(Selection::Message(message))))>
            <Disc message number=line.number/>
            <b class="mono">{ran}{attempt}</b>{outcome}
            <time>{format::ms(line.started_us)}</time>
        </button></li>
    }
    .into_any()
}

/// Its environments, in words; the map draws them.
#[component]
fn Environments(function: String) -> impl IntoView {
    let store = expect_context::<Store>();
    let environments = Derived::new(move |_| {
        store
            .stage
            .with(|stage| {
                stage.nodes.iter().find(|node| node.title == function).and_then(|node| match &node.contents {
                    Contents::Function(view) => Some(view.environments.clone()),
                    _ => None,
                })
            })
            .unwrap_or_default()
    });
    let rows = move || {
        let environments = environments.get();
        if environments.is_empty() {
            return view! { <p>"No environment yet. Lambda starts one when an event needs it."</p> }.into_any();
        }
        view! { <ul class="environments">{environments.into_iter().map(environment).collect_view()}</ul> }.into_any()
    };
    view! { <section class="sect"><h3>"Environments"</h3>{rows}</section> }
}

fn environment(environment: EnvironmentView) -> AnyView {
    let store = expect_context::<Store>();
    let id = environment.id;
    let is_selected = move || store.selection.with(|selection| *selection == Some(Selection::Environment(id)));
    let (class, glyph, word) = match environment.state {
        EnvironmentState::Starting => ("ice", Some(Name::Asterisk), "Starting"),
        EnvironmentState::Busy => ("now", None, "Busy"),
        EnvironmentState::Frozen => ("ice", None, "Frozen"),
        EnvironmentState::Failed => ("fail", Some(Name::Cross), "Failed"),
        EnvironmentState::TimedOut => ("fail", Some(Name::Clock), "Timed out"),
    };
    view! {
        <li class:is-selected=is_selected>
            <span class="environments__number">{environment.number}</span>
            <span class=format!("chip chip--{class}")>{glyph.map(|name| view! { <Icon name/> })}{word}</span>
            <span>{environment.note}</span>
            <time>"since "{format::ms(environment.since_us)}</time>
        </li>
    }
    .into_any()
}
