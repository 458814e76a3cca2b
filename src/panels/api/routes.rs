//! Routes as a list of paths, each with its methods and what answers them.

use std::sync::Arc;

use cloud::services::apigateway::state::{Integration, Method};
use leptos::prelude::*;

use super::calls;
use super::cors::Cors;
use super::facts::{Answers, Facts};
use super::route::Open;
use super::route_add::Add;
use super::work::{Act, Work};
use crate::derived::Derived;
use crate::widgets::icon::{Icon, Name};

/// One path of an API.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path {
    /// The resource's id.
    pub resource: Arc<str>,
    /// `/users/{id}`.
    pub path: String,
    /// Its verbs.
    pub verbs: Vec<Arc<str>>,
    /// Whether a function answers one of them.
    pub has_function: bool,
    /// Whether it answers OPTIONS: what integrates the method has an answer to give.
    pub answers_options: bool,
}

/// The paths that have a method, and those that lead nowhere.
fn paths(facts: &Facts) -> Vec<Path> {
    let resources = &facts.api.draft.resources;
    let is_parent = |id: &Arc<str>| resources.values().any(|other| other.parent_id.as_ref() == Some(id));
    let mut paths: Vec<Path> = resources
        .values()
        .filter(|resource| !resource.methods.is_empty() || !is_parent(&resource.id) && resource.parent_id.is_some())
        .map(|resource| Path {
            resource: resource.id.clone(),
            path: resource.path.clone(),
            verbs: resource.methods.keys().cloned().collect(),
            answers_options: resource.methods.get("OPTIONS").is_some_and(|method| answers(method)),
            has_function: facts
                .routes
                .iter()
                .any(|route| route.resource == resource.id && matches!(route.answers, Answers::Function { .. })),
        })
        .collect();
    paths.sort_by(|a, b| a.path.cmp(&b.path));
    paths
}

/// Whether a method has an answer to give. What is simulated needs a response for it; what is a proxy gives its own.
fn answers(method: &Method) -> bool {
    let gives = |integration: &Integration| integration.kind.ends_with("_PROXY") || !integration.responses.is_empty();
    method.integration.as_deref().is_some_and(gives)
}

/// The tab.
#[component]
pub fn Routes() -> impl IntoView {
    let work = Work::from_context();
    let all = work.part(paths);
    let adding = RwSignal::new(false);
    let is_empty = Derived::new(move |_| all.with(Vec::is_empty));
    let count = Derived::new(move |_| work.facts.with(|facts| facts.as_ref().map_or(0, |facts| facts.routes.len())));
    let quiet = move || {
        (is_empty.get() && !adding.get()).then(|| {
            view! { <div class="empty"><b>"No routes yet"</b><p>"A route is a method and a path, such as GET /users, and what answers it."</p></div> }
        })
    };
    view! {
        <section class="sect" aria-label="Routes">
            <h3>"Routes"<span class="grow"></span><span>{move || count.get()}</span></h3>
            {quiet}
            <ul class="paths">
                <For each=move || all.get() key=|path| path.resource.clone() let:path>
                    <OnePath resource=path.resource all/>
                </For>
            </ul>
            {move || match adding.get() {
                true => view! { <Add done=Callback::new(move |()| adding.set(false))/> }.into_any(),
                false => view! {
                    <button class="btn api__add" class:btn--ink=move || is_empty.get() class:btn--line=move || !is_empty.get() type="button" on:click=move |_| adding.set(true)>
                        <Icon name=Name::Plus/>"Add a route"
                    </button>
                }.into_any(),
            }}
        </section>
        <Delete/>
    }
}

#[component]
fn OnePath(resource: Arc<str>, all: Derived<Vec<Path>>) -> impl IntoView {
    let own = resource.clone();
    let path = Derived::new(move |before: Option<&Path>| {
        let now = all.with(|all| all.iter().find(|path| path.resource == own).cloned());
        now.or_else(|| before.cloned()).unwrap_or_default()
    });
    let cors = RwSignal::new(false);
    // A form stays as it is while its calls change the path.
    let has_options = Derived::new(move |_| path.with(|path| path.answers_options));
    let is_dangling = Derived::new(move |_| path.with(|path| path.verbs.is_empty()));
    let asks_cors = Derived::new(move |_| cors.get() && !has_options.get());
    let act = Act::new();
    let work = Work::from_context();
    let removed = resource.clone();
    let remove = move |_| {
        let request = calls::delete_resource(&work.id(), &removed);
        act.make("DeleteResource", request);
    };
    let chip = move || {
        match (has_options.get(), is_dangling.get()) {
        (true, _) => view! { <span class="chip">"answers OPTIONS"</span> }.into_any(),
        (_, true) => view! {
            <small>"no method"</small>
            <button class="btn btn--quiet" type="button" aria-label=move || format!("Delete {}", path.with(|path| path.path.clone())) on:click=remove.clone()>
                <Icon name=Name::Cross/>
            </button>
        }
        .into_any(),
        (false, false) => view! {
            <button class="btn btn--text paths__cors" type="button" aria-expanded=move || cors.get().to_string() on:click=move |_| cors.update(|open| *open = !*open)>
                "Enable CORS"
            </button>
        }
        .into_any(),
    }
    };
    let verbs = move || path.with(|path| path.verbs.clone());
    view! {
        <li class="paths__one">
            <p class="paths__path"><b class="mono">{move || path.with(|path| path.path.clone())}</b><span class="grow"></span>{chip}</p>
            {move || asks_cors.get().then(|| view! { <Cors path/> })}
            {act.says()}
            <ul class="verbs">
                <For each=verbs key=|verb| verb.clone() let:verb>
                    <Verb resource=resource.clone() verb/>
                </For>
            </ul>
        </li>
    }
}

/// What a route's row tells.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
struct Row {
    answers: Option<Answers>,
    marks: Vec<&'static str>,
}

#[component]
fn Verb(resource: Arc<str>, verb: Arc<str>) -> impl IntoView {
    let work = Work::from_context();
    let open = RwSignal::new(false);
    let (own, own_verb) = (resource.clone(), verb.clone());
    let row = Derived::new(move |_| {
        work.facts.with(|facts| {
            let facts = facts.as_ref()?;
            let route = facts.routes.iter().find(|route| route.resource == own && route.verb == own_verb)?;
            let method = facts.api.draft.resources.get(&own)?.methods.get(&own_verb)?;
            let mut marks = Vec::new();
            match method.authorization_type.as_str() {
                "AWS_IAM" => marks.push("IAM"),
                "NONE" | "" => {}
                _ => marks.push("authorizer"),
            }
            if method.api_key_required {
                marks.push("key");
            }
            if !method.request_validator_id.is_empty() {
                marks.push("checked");
            }
            Some(Row { answers: Some(route.answers.clone()), marks })
        })
    });
    let answers =
        move || row.with(|row| row.as_ref().and_then(|row| row.answers.clone())).map(|answers| told(&answers));
    let marks = move || {
        let marks = row.with(|row| row.as_ref().map(|row| row.marks.clone()).unwrap_or_default());
        marks.into_iter().map(|mark| view! { <span class="chip">{mark}</span> }).collect_view()
    };
    let shown = verb.to_string();
    view! {
        <li class="verb" class:is-open=move || open.get()>
            <button class="verb__head" type="button" aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
                <b class="mono">{shown}</b>
                <span class="verb__answers">{answers}</span>
                {marks}
                <Icon name=Name::ChevronDown/>
            </button>
            {move || open.get().then(|| view! { <Open resource=resource.clone() verb=verb.clone()/> })}
        </li>
    }
}

/// What answers, in a word, and whether it can.
fn told(answers: &Answers) -> AnyView {
    let failed = |words: &'static str| view! { <span class="chip chip--fail"><Icon name=Name::Cross/>{words}</span> };
    match answers {
        Answers::Nothing => failed("nothing answers").into_any(),
        Answers::Mock => view! { <span>"the gateway itself"</span> }.into_any(),
        Answers::Other(kind) => view! { <span class="mono">{kind.clone()}</span> }.into_any(),
        Answers::Function { name, exists, role, allowed, .. } => {
            let trouble = match (exists, allowed) {
                (false, _) => failed("not there").into_any(),
                (true, false) if role.is_none() => failed("not permitted").into_any(),
                (true, _) => ().into_any(),
            };
            view! { <span class="mono">{name.to_string()}</span>{trouble} }.into_any()
        }
    }
}

/// Deletes the API.
#[component]
fn Delete() -> impl IntoView {
    let work = Work::from_context();
    let act = Act::new();
    let asks = RwSignal::new(false);
    let name = work.part(|facts| facts.api.draft.settings.name.clone());
    let delete = move |()| {
        let request = calls::delete_rest_api(&work.id());
        act.make("DeleteRestApi", request);
    };
    view! {
        <section class="sect">
            <button class="btn btn--text api__delete" type="button" on:click=move |_| asks.set(true)>"Delete this API"</button>
            {act.says()}
            <crate::widgets::dialog::Confirm
                open=asks title=Signal::derive(move || format!("Delete {}?", name.get()))
                says="Its routes, deployments and stages go with it, and its address answers no longer. Its functions stay."
                yes="Delete it" no="Keep it" then=Callback::new(delete)
            />
        </section>
    }
}
