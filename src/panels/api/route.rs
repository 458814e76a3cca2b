//! A route opened: what answers it and whether it may, who may call it, what of a call is checked; and its end.

use std::collections::BTreeSet;
use std::sync::Arc;

use cloud::services::apigateway::state::{CALLERS_OWN, Method, Resource, Snapshot};
use cloud::services::iam::state::role_name;
use leptos::prelude::*;

use super::calls::{self, Patch, escaped};
use super::facts::{Answers, address};
use super::forms::{Check, Choice, sends};
use super::route_add::permit;
use super::work::{Act, Work, text};
use super::{call_by_hand, open_function};
use crate::bench::calls::remove_permission;
use crate::derived::Derived;
use crate::widgets::icon::{Icon, Name};
use crate::widgets::pairs::{Pair, Pairs};

/// What is checked of a request before anything is called: nothing, its parameters, its body, or both.
const CHECKS: [(&str, &str); 4] = [
    ("", "nothing"),
    ("parameters", "its required parameters"),
    ("body", "its body, by its model"),
    ("both", "parameters and body"),
];

/// What can be set of a method.
#[derive(Clone, Debug, Default, PartialEq)]
struct Values {
    authorization: String,
    needs_key: bool,
    checks: String,
    /// Where each required parameter is, and its name.
    required: Vec<(String, String)>,
    validator: String,
}

impl Values {
    fn of(method: &Method, snapshot: &Snapshot) -> Self {
        let validator = snapshot.validators.get(method.request_validator_id.as_str());
        let checks = match validator.map(|held| (held.validate_request_parameters, held.validate_request_body)) {
            Some((true, true)) => "both",
            Some((true, false)) => "parameters",
            Some((false, true)) => "body",
            _ => "",
        };
        let required = method.request_parameters.iter().filter(|(_, is_required)| **is_required);
        Self {
            authorization: method.authorization_type.clone(),
            needs_key: method.api_key_required,
            checks: checks.to_owned(),
            required: required.filter_map(|(name, _)| place_of(name)).collect(),
            validator: method.request_validator_id.clone(),
        }
    }
}

/// The kind and name of `method.request.querystring.page`; none for a part of the path, which is there anyway.
fn place_of(parameter: &str) -> Option<(String, String)> {
    let (kind, name) = parameter.strip_prefix("method.request.")?.split_once('.')?;
    (kind != "path").then(|| (kind.to_owned(), name.to_owned()))
}

/// A route, opened.
#[component]
pub fn Open(
    /// Its resource.
    resource: Arc<str>,
    /// Its verb.
    verb: Arc<str>,
) -> impl IntoView {
    let work = Work::from_context();
    let (own, own_verb) = (resource.clone(), verb.clone());
    let route = Derived::new(move |_| {
        work.facts.with(|facts| {
            let all = facts.as_ref()?.routes.iter();
            all.into_iter().find(|route| route.resource == own && route.verb == own_verb).cloned()
        })
    });
    let answers = Derived::new(move |_| route.with(|route| route.as_ref().map(|route| route.answers.clone())));
    let path = route.with_untracked(|route| route.as_ref().map(|route| route.path.clone()).unwrap_or_default());
    let act = Act::new();
    let (shown, shown_path) = (verb.clone(), path.clone());
    let backed = move || answers.get().map(|answers| backend(answers, &shown, &shown_path, act));
    let gone = resource.clone();
    let (gone_verb, ended) = (verb.clone(), Act::new());
    let remove = move |_| {
        let (api, resource, verb) = (work.id(), gone.clone(), gone_verb.clone());
        let empty = work.facts.with_untracked(|facts| {
            facts.as_ref().map(|facts| left_empty(&facts.api.draft, &resource)).unwrap_or_default()
        });
        ended.run(move |aws| {
            Box::pin(async move {
                aws.make("DeleteMethod", calls::delete_method(&api, &resource, &verb)).await?;
                for resource in empty {
                    aws.make("DeleteResource", calls::delete_resource(&api, &resource)).await?;
                }
                Ok(())
            })
        });
    };
    // What is deployed can be called by hand.
    let (called, called_path) = (verb.to_string(), path.clone());
    let live = Derived::new(move |_| {
        work.facts.with(|facts| {
            let facts = facts.as_ref()?;
            let (stage, deployment) = facts.stages().into_iter().next()?;
            let mut deployed = deployment.as_ref()?.snapshot.resources.values();
            let has =
                |resource: &Arc<Resource>| resource.path == called_path && resource.methods.contains_key(&*called);
            deployed.any(has).then(|| (called.clone(), format!("{}{called_path}", address(&work.id(), &stage.name))))
        })
    });
    let callable = move || {
        live.get().map(|(verb, url)| {
            let call = call_by_hand(verb, url);
            view! { <button class="btn btn--line" type="button" on:click=move |_| call()>"Call it"</button> }
        })
    };
    view! {
        <div class="verb__body">
            {backed}
            {act.says()}
            <Settings resource verb=verb.clone()/>
            <div class="api__do">
                {callable}
                <button class="btn btn--text" type="button" on:click=remove>{format!("Remove {verb} {path}")}</button>
            </div>
            {ended.says()}
        </div>
    }
    .into_any()
}

/// The resources that lead nowhere once a method of `resource` is gone, the lowest first.
fn left_empty(draft: &Snapshot, resource: &Arc<str>) -> Vec<Arc<str>> {
    let mut empty = Vec::new();
    let mut next = Some((resource.clone(), 1));
    while let Some((id, methods)) = next.take() {
        let Some(held) = draft.resources.get(&id) else { break };
        let is_parent =
            draft.resources.values().any(|other| other.parent_id.as_ref() == Some(&id) && !empty.contains(&other.id));
        if held.methods.len() > methods || is_parent {
            break;
        }
        let Some(parent) = &held.parent_id else { break };
        empty.push(id);
        next = Some((parent.clone(), 0));
    }
    empty
}

/// What answers, and whether its policy lets it.
fn backend(answers: Answers, verb: &Arc<str>, path: &str, act: Act) -> AnyView {
    let work = Work::from_context();
    match answers {
        Answers::Nothing => view! { <p>"It has no integration: nothing answers it, and the API cannot be deployed with it."</p> }.into_any(),
        Answers::Mock => view! { <p>"API Gateway answers it of itself, with what its integration response says."</p> }.into_any(),
        Answers::Other(kind) => view! { <p>"Its integration is of the kind "<b class="mono">{kind}</b>"."</p> }.into_any(),
        Answers::Function { name, exists: false, .. } => {
            view! { <p class="refused"><Icon name=Name::Cross/><span>{format!("There is no function called {name}. Callers get a 500.")}</span></p> }.into_any()
        }
        Answers::Function { name, role: Some(role), .. } => {
            let (who, whose) = match role.as_str() {
                CALLERS_OWN => ("the caller's own credentials".into_any(), "caller's"),
                arn => (view! { "the role "<b class="mono">{role_name(arn).unwrap_or(arn).to_owned()}</b> }.into_any(), "role's"),
            };
            let decides = format!(". The {whose} policies decide whether it may.");
            view! { <p>"The API invokes "{open_function(name)}" with "{who}{decides}</p> }.into_any()
        }
        Answers::Function { name, allowed: true, statements, .. } => {
            let function = name.clone();
            let take = move |_| {
                let (function, statements) = (function.clone(), statements.clone());
                act.run(move |aws| {
                    Box::pin(async move {
                        for id in statements {
                            aws.make("RemovePermission", remove_permission(&function, &id)).await?;
                        }
                        Ok(())
                    })
                });
            };
            view! {
                <div class="permit">
                    <p><Icon name=Name::Tick/><span>{open_function(name)}" lets the API invoke it."</span></p>
                    <button class="btn btn--text" type="button" on:click=take>"Take the permission away"</button>
                </div>
            }
            .into_any()
        }
        Answers::Function { name, .. } => {
            let (function, verb, path) = (name.clone(), verb.clone(), path.to_owned());
            let give = move |_| {
                let (api, verb, path, function) = (work.id(), verb.clone(), path.clone(), function.clone());
                act.run(move |aws| Box::pin(async move { permit(&aws, &api, &verb, &path, &function).await }));
            };
            view! {
                <div class="permit permit--not">
                    <p><Icon name=Name::Cross/><span>"The policy of "{open_function(name)}" does not let the API invoke it. Callers get a 500."</span></p>
                    <button class="btn btn--line" type="button" on:click=give>"Let the API invoke it"</button>
                </div>
            }
            .into_any()
        }
    }
}

/// Who may call, and what is checked.
#[component]
fn Settings(resource: Arc<str>, verb: Arc<str>) -> impl IntoView {
    let work = Work::from_context();
    let act = Act::new();
    let (own, own_verb) = (resource.clone(), verb.clone());
    let set = Derived::new(move |_| {
        work.facts.with(|facts| {
            let draft = &facts.as_ref()?.api.draft;
            Some(Values::of(draft.resources.get(&own)?.methods.get(&own_verb)?, draft))
        })
    });
    let (authorization, checks) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (needs_key, required) = (RwSignal::new(false), Pairs::new());
    // What the method has fills the form: at first, and when it was changed.
    Effect::new(move |_| {
        if set.is_gone() {
            return;
        }
        let Some(set) = set.get() else { return };
        authorization.set(set.authorization);
        needs_key.set(set.needs_key);
        checks.set(set.checks);
        required.set(set.required.iter().map(|(kind, name)| (kind.as_str(), name.as_str())));
    });
    let wanted = Derived::new(move |_| Values {
        authorization: authorization.get(),
        needs_key: needs_key.get(),
        checks: checks.get(),
        required: required.trimmed(),
        validator: set.with(|set| set.as_ref().map(|set| set.validator.clone()).unwrap_or_default()),
    });
    let differs =
        Derived::new(move |_| set.with(|set| wanted.with(|wanted| set.as_ref().is_some_and(|set| set != wanted))));
    let wrong = Derived::new(move |_| required.trimmed().iter().find_map(|(_, name)| wrong_name(name)));
    let is_ready = move || differs.get() && wrong.with(Option::is_none) && !act.is_busy();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !untrack(is_ready) {
            return;
        }
        let (Some(before), now) = (set.get_untracked(), wanted.get_untracked()) else { return };
        let (api, resource, verb) = (work.id(), resource.clone(), verb.clone());
        let validator = work
            .facts
            .with_untracked(|facts| facts.as_ref().and_then(|facts| validator(&facts.api.draft, &now.checks)));
        act.run(move |aws| {
            Box::pin(async move {
                let mut patches = patches(&before, &now);
                if before.checks != now.checks {
                    let id = match (now.checks.as_str(), validator) {
                        ("", _) => Arc::from(""),
                        (_, Some(there)) => there,
                        (checks, None) => {
                            let (body, parameters) = (checks != "parameters", checks != "body");
                            let name = format!("check-{checks}");
                            let made = calls::create_request_validator(&api, &name, body, parameters);
                            text(&aws.make("CreateRequestValidator", made).await?, "id")
                        }
                    };
                    patches.push(("replace", "/requestValidatorId".to_owned(), Some(id.to_string())));
                }
                aws.make("UpdateMethod", calls::update_method(&api, &resource, &verb, &patches)).await.map(drop)
            })
        });
    };
    let who = Signal::stored(vec![
        ("NONE".to_owned(), "anyone (NONE)".to_owned()),
        ("AWS_IAM".to_owned(), "who signs and is permitted (AWS_IAM)".to_owned()),
    ]);
    let what =
        Signal::stored(CHECKS.iter().map(|(own, words)| ((*own).to_owned(), (*words).to_owned())).collect::<Vec<_>>());
    let idle = move || {
        let is_idle = !required.trimmed().is_empty() && matches!(checks.get().as_str(), "" | "body");
        is_idle.then(|| view! { <p class="note">"A required parameter is missed only by a validator that checks parameters."</p> })
    };
    view! {
        <form class="verb__settings" on:submit=send novalidate>
            <Choice label="Who may call" options=who value=authorization/>
            <Check label="A caller needs an API key" value=needs_key/>
            <Choice label="What of a call is checked first" options=what value=checks/>
            <fieldset class="settings__variables">
                <legend>"Required parameters"</legend>
                {required.view(parameter, |row| format!("{} {}", row.name.get(), row.value.get()))}
                <p class="field__error" role="status">{move || wrong.get()}</p>
                {idle}
                <button class="btn btn--text" type="button" on:click=move |_| required.add("querystring", "")><Icon name=Name::Plus/>"Add a parameter"</button>
            </fieldset>
            {move || (differs.get() || act.is_busy()).then(|| sends(is_ready, || "Send UpdateMethod".to_owned()))}
            {act.says()}
        </form>
    }
    .into_any()
}

/// A required parameter: where it is, and its name.
fn parameter(row: Pair) -> AnyView {
    let place = move |event| row.name.set(event_target_value(&event));
    view! {
        <select class="input" aria-label="Where it is" prop:value=move || row.name.get() on:change=place>
            <option value="querystring" selected=move || row.name.get() == "querystring">"query"</option>
            <option value="header" selected=move || row.name.get() == "header">"header"</option>
        </select>
        <input class="input" aria-label="Name" placeholder="page" autocomplete="off" spellcheck="false" bind:value=row.value/>
    }
    .into_any()
}

fn wrong_name(name: &str) -> Option<String> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "._-$".contains(letter);
    let says =
        if name.is_empty() { "A parameter has a name." } else { "A name is made of letters, digits and . _ - $" };
    (name.is_empty() || !name.chars().all(is_plain)).then(|| says.to_owned())
}

/// A validator that checks just this, if there is one.
fn validator(draft: &Snapshot, checks: &str) -> Option<Arc<str>> {
    let (body, parameters) = (checks != "parameters", checks != "body");
    let fits = draft
        .validators
        .iter()
        .find(|(_, held)| held.validate_request_body == body && held.validate_request_parameters == parameters);
    fits.map(|(id, _)| id.clone())
}

/// What an `UpdateMethod` says to make one of the other, but for the validator.
fn patches(before: &Values, now: &Values) -> Vec<Patch> {
    let mut patches: Vec<Patch> = Vec::new();
    if before.authorization != now.authorization {
        patches.push(("replace", "/authorizationType".to_owned(), Some(now.authorization.clone())));
    }
    if before.needs_key != now.needs_key {
        patches.push(("replace", "/apiKeyRequired".to_owned(), Some(now.needs_key.to_string())));
    }
    let path = |(kind, name): &(String, String)| format!("/requestParameters/method.request.{kind}.{}", escaped(name));
    let of = |set: &Values| set.required.iter().map(path).collect::<BTreeSet<_>>();
    let (then, wanted) = (of(before), of(now));
    patches.extend(wanted.difference(&then).map(|path| ("add", path.clone(), Some("true".to_owned()))));
    patches.extend(then.difference(&wanted).map(|path| ("remove", path.clone(), None)));
    patches
}
