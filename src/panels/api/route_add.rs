//! Adds a route: a resource for each part of its path that is not there, the method, what answers it, and the permission
//! that its function needs.

use std::sync::Arc;

use cloud::services::lambda::function_arn;
use leptos::prelude::*;

use super::facts::PRINCIPAL;
use super::forms::{Check, Choice, Field, Sends, sends};
use super::work::{Act, Calls, Work, text};
use super::{calls, path};
use crate::bench::calls::add_permission;
use crate::derived::Derived;

/// The verbs of a method.
const VERBS: [&str; 8] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"];
/// What stands for the gateway itself among the functions; no function can have the name.
const MOCK: &str = "(mock)";

/// The form.
#[component]
pub fn Add(
    /// Told when the route is there, or is no longer wanted.
    done: Callback<()>,
) -> impl IntoView {
    let work = Work::from_context();
    let act = Act::new();
    let functions = work.part(|facts| facts.functions.clone());
    let first = functions.with_untracked(|all| all.first().map_or(MOCK.to_owned(), ToString::to_string));
    let (verb, typed, backend) = (RwSignal::new("GET".to_owned()), RwSignal::new(String::new()), RwSignal::new(first));
    let permits = RwSignal::new(true);
    let touched = RwSignal::new(false);
    let is_mock = Derived::new(move |_| backend.with(|backend| backend == MOCK));
    let missing = Derived::new(move |_| {
        let typed = typed.get();
        work.facts.with(|facts| {
            let Some(facts) = facts else { return Vec::new() };
            let is_there = |path: &str| facts.api.draft.resources.values().any(|resource| resource.path == path);
            path::missing(&typed, is_there)
        })
    });
    let is_taken = Derived::new(move |_| {
        work.facts.with(|facts| {
            facts.as_ref().is_some_and(|facts| {
                facts.routes.iter().any(|route| typed.with(|typed| *typed == route.path) && *route.verb == *verb.get())
            })
        })
    });
    let fault = Derived::new(move |_| {
        let taken = is_taken.get().then(|| format!("{} {} is there.", verb.get(), typed.get()));
        typed.with(|typed| path::wrong(typed)).or(taken)
    });
    // What is not written yet is not wrong yet.
    let wrong = Signal::derive(move || fault.get().filter(|_| touched.get() || typed.with(|typed| !typed.is_empty())));
    let options = Signal::derive(move || {
        let mut all: Vec<(String, String)> =
            functions.get().iter().map(|name| (name.to_string(), name.to_string())).collect();
        all.push((MOCK.to_owned(), "the gateway itself (MOCK)".to_owned()));
        all
    });
    // A route that was removed leaves its permission behind, as on AWS.
    let has_permission = Derived::new(move |_| {
        let id = path::statement_id(&work.id(), &verb.get(), &typed.get());
        work.facts.with(|facts| {
            let mut all = facts.iter().flat_map(|facts| &facts.statements);
            backend.with(|backend| all.any(|(function, sid)| **function == **backend && **sid == *id))
        })
    });
    let will_send = Signal::derive(move || {
        let mut names = vec!["CreateResource"; missing.with(Vec::len)];
        names.extend(["PutMethod", "PutIntegration"]);
        match (is_mock.get(), permits.get()) {
            (true, _) => names.extend(["PutMethodResponse", "PutIntegrationResponse"]),
            (false, true) if !has_permission.get() => names.push("AddPermission"),
            (false, _) => {}
        }
        names
    });
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        touched.set(true);
        if fault.with_untracked(Option::is_some) {
            return;
        }
        let route = Wanted {
            api: work.id(),
            verb: verb.get_untracked(),
            path: typed.get_untracked(),
            function: Some(backend.get_untracked()).filter(|backend| backend != MOCK),
            permits: permits.get_untracked() && !has_permission.get_untracked(),
        };
        let missing = missing.get_untracked();
        let known: Vec<(String, Arc<str>)> = work.facts.with_untracked(|facts| {
            let all = facts.iter().flat_map(|facts| facts.api.draft.resources.values());
            all.map(|resource| (resource.path.clone(), resource.id.clone())).collect()
        });
        act.run(move |aws| {
            Box::pin(async move {
                route.make(&aws, known, missing).await?;
                done.try_run(());
                Ok(())
            })
        });
    };
    let verbs = Signal::stored(VERBS.iter().map(|verb| ((*verb).to_owned(), (*verb).to_owned())).collect::<Vec<_>>());
    let none = move || {
        functions.with(Vec::is_empty).then(|| {
            view! { <p class="note">"There is no function that could answer. Make one first, or let the gateway answer of itself."</p> }
        })
    };
    view! {
        <form class="card" on:submit=add novalidate>
            <div class="api__route">
                <Choice label="Method" options=verbs value=verb/>
                <Field label="Path" value=typed wrong placeholder="/users/{id}" is_first=true/>
            </div>
            <Choice label="What answers" options value=backend/>
            {none}
            {move || (!is_mock.get()).then(|| view! {
                <Check
                    label="Let the API invoke it" value=permits
                    note="Adds a statement to the function\u{2019}s policy for this route. AWS\u{2019}s console adds it without a word; without it callers get a 500."
                />
            })}
            <Sends calls=will_send/>
            <div class="api__do">
                {sends(move || fault.with(Option::is_none) && !act.is_busy(), move || match typed.get() {
                    path if path.is_empty() => "Add the route".to_owned(),
                    path => format!("Add {} {path}", verb.get()),
                })}
                <button class="btn btn--text" type="button" on:click=move |_| done.run(())>"Leave it"</button>
            </div>
            {act.says()}
        </form>
    }
    .into_any()
}

/// A route that is to be.
struct Wanted {
    api: Arc<str>,
    verb: String,
    path: String,
    /// What answers; the gateway itself when there is none.
    function: Option<String>,
    permits: bool,
}

impl Wanted {
    /// Makes it: what is `known` of resources, and which are `missing`.
    async fn make(
        self,
        aws: &Calls,
        mut known: Vec<(String, Arc<str>)>,
        missing: Vec<(String, String)>,
    ) -> Result<(), String> {
        let id_of = |known: &[(String, Arc<str>)], path: &str| {
            let found = known.iter().find(|(own, _)| own == path).map(|(_, id)| id.clone());
            found.ok_or_else(|| format!("The resource {path} is gone."))
        };
        for (parent, part) in missing {
            let above = id_of(&known, &parent)?;
            let made = aws.make("CreateResource", calls::create_resource(&self.api, &above, &part)).await?;
            known.push((format!("{}/{part}", parent.trim_end_matches('/')), text(&made, "id")));
        }
        let resource = id_of(&known, &self.path)?;
        aws.make("PutMethod", calls::put_method(&self.api, &resource, &self.verb)).await?;
        let Some(function) = &self.function else {
            aws.make("PutIntegration", calls::put_mock(&self.api, &resource, &self.verb)).await?;
            let declared = calls::put_method_response(&self.api, &resource, &self.verb, &[]);
            aws.make("PutMethodResponse", declared).await?;
            let answers = calls::put_integration_response(&self.api, &resource, &self.verb, &[]);
            return aws.make("PutIntegrationResponse", answers).await.map(drop);
        };
        let integration = calls::put_function(&self.api, &resource, &self.verb, &function_arn(function));
        aws.make("PutIntegration", integration).await?;
        if self.permits {
            permit(aws, &self.api, &self.verb, &self.path, function).await?;
        }
        Ok(())
    }
}

/// Lets a route invoke its function.
///
/// # Errors
/// AWS's error.
pub async fn permit(aws: &Calls, api: &str, verb: &str, path: &str, function: &str) -> Result<(), String> {
    let (id, source) = (path::statement_id(api, verb, path), path::source_arn(api, verb, path));
    aws.make("AddPermission", add_permission(function, &id, PRINCIPAL, &source)).await.map(drop)
}
