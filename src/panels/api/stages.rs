//! Stages: where each leads, its settings, and the deployments that it can be pointed at.

use std::collections::BTreeMap;
use std::sync::Arc;

use cloud::services::apigateway::state::{Deployment, Stage};
use leptos::prelude::*;

use super::address_line;
use super::calls::{self, Patch};
use super::facts::address;
use super::forms::{Choice, Field, sends};
use super::work::{Act, Work};
use crate::derived::Derived;
use crate::widgets::dialog::Confirm;
use crate::widgets::icon::{Icon, Name};
use crate::widgets::pairs::{Pair, Pairs};

/// The settings that hold for all methods of a stage.
const ALL_METHODS: &str = "*/*";

/// A stage, and what it has deployed.
type Held = (Arc<Stage>, Option<Arc<Deployment>>);

/// The tab.
#[component]
pub fn Stages() -> impl IntoView {
    let work = Work::from_context();
    let names = work.stages();
    let quiet = move || {
        names.with(Vec::is_empty).then(|| {
            view! {
                <section class="sect">
                    <div class="empty"><b>"No stages yet"</b><p>"A deployment keeps the routes as they are; a stage is the name under which callers reach it. Deploy, and the first is here."</p></div>
                </section>
            }
        })
    };
    view! {
        {quiet}
        <For each=move || names.get() key=String::clone let:name><OneStage name/></For>
        <History/>
    }
}

#[component]
fn OneStage(name: String) -> impl IntoView {
    let work = Work::from_context();
    let own = name.clone();
    let held = Derived::new(move |before: Option<&Option<Held>>| {
        let now = work.facts.with(|facts| {
            let facts = facts.as_ref()?;
            facts.stages().into_iter().find(|(stage, _)| stage.name == own)
        });
        now.or_else(|| before.cloned().flatten())
    });
    let deployed = move || {
        held.with(|held| match held.as_ref().and_then(|(_, deployment)| deployment.as_ref()) {
            Some(deployment) => format!("Has deployment {}, {}", deployment.id, when(deployment)),
            None => "Has no deployment".to_owned(),
        })
    };
    let at = address(&work.id(), &name);
    let (act, asks) = (Act::new(), RwSignal::new(false));
    let gone = name.clone();
    let delete = move |()| {
        let request = calls::delete_stage(&work.id(), &gone);
        act.make("DeleteStage", request);
    };
    let title = format!("Delete the stage {name}?");
    view! {
        <section class="sect stage-of" aria-label=format!("Stage {name}")>
            <h3 class="mono">{name.clone()}<span class="grow"></span>
                <button class="btn btn--quiet" type="button" aria-label=format!("Delete the stage {name}") title="Delete it" on:click=move |_| asks.set(true)>
                    <Icon name=Name::Cross/>
                </button>
            </h3>
            {address_line(at)}
            <p class="note">{deployed}</p>
            <Settings name=name.clone() held/>
            {act.says()}
            <Confirm
                open=asks title=Signal::stored(title)
                says="Its address answers no longer. What was deployed to it is kept, and another stage can be pointed at it."
                yes="Delete it" no="Keep it" then=Callback::new(delete)
            />
        </section>
    }
    .into_any()
}

/// When a deployment was made: its time of the run, as a clock.
fn when(deployment: &Deployment) -> String {
    let told = deployment.created.rfc1123();
    // `Thu, 26 Nov 2026 14:10:23 GMT`: the date is the run's own and always the same.
    let clock = told.split_whitespace().nth(4).unwrap_or_default().to_owned();
    if deployment.description.is_empty() {
        clock
    } else {
        format!("{clock}, \u{201c}{}\u{201d}", deployment.description)
    }
}

/// What can be set of a stage.
#[derive(Clone, Debug, Default, PartialEq)]
struct Values {
    rate: String,
    burst: String,
    logging: String,
    variables: Vec<(String, String)>,
}

impl Values {
    fn of(stage: &Stage) -> Self {
        let all = stage.method_settings.get(ALL_METHODS);
        let rate = all.and_then(|all| all.throttling_rate_limit).filter(|rate| *rate >= 0.0);
        Self {
            rate: rate.map(|rate| rate.to_string()).unwrap_or_default(),
            burst: all.and_then(|all| all.throttling_burst_limit).map(|burst| burst.to_string()).unwrap_or_default(),
            logging: all
                .map(|all| all.logging_level.clone())
                .filter(|level| !level.is_empty())
                .unwrap_or("OFF".to_owned()),
            variables: stage.variables.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
        }
    }
}

#[component]
fn Settings(name: String, held: Derived<Option<Held>>) -> impl IntoView {
    let work = Work::from_context();
    let act = Act::new();
    let set =
        Derived::new(move |_| held.with(|held| held.as_ref().map(|(stage, _)| Values::of(stage)).unwrap_or_default()));
    let (rate, burst, logging) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let variables = Pairs::new();
    // What the stage has fills the form: at first, and when it was changed.
    Effect::new(move |_| {
        if set.is_gone() {
            return;
        }
        let set = set.get();
        rate.set(set.rate);
        burst.set(set.burst);
        logging.set(set.logging);
        variables.set(set.variables.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    });
    let wanted = Derived::new(move |_| Values {
        rate: rate.get().trim().to_owned(),
        burst: burst.get().trim().to_owned(),
        logging: logging.get(),
        variables: variables.trimmed(),
    });
    let wrong_rate = Signal::derive(move || {
        let is_right =
            rate.with(|text| text.trim().is_empty() || text.trim().parse::<f64>().is_ok_and(|rate| rate >= 0.0));
        (!is_right).then(|| "Requests a second, such as 10 or 0.5.".to_owned())
    });
    let wrong_burst = Signal::derive(move || {
        let is_right = burst.with(|text| text.trim().is_empty() || text.trim().parse::<u32>().is_ok());
        (!is_right).then(|| "A whole number of requests.".to_owned())
    });
    let wrong_variable = Derived::new(move |_| wrong_variables(&variables.trimmed()));
    let differs = Derived::new(move |_| set.with(|set| wanted.with(|wanted| set != wanted)));
    let is_ready = move || {
        differs.get()
            && !act.is_busy()
            && wrong_rate.with(Option::is_none)
            && wrong_burst.with(Option::is_none)
            && wrong_variable.with(Option::is_none)
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !untrack(is_ready) {
            return;
        }
        let patches = patches(&set.get_untracked(), &wanted.get_untracked());
        let request = calls::update_stage(&work.id(), &name, &patches);
        act.make("UpdateStage", request);
    };
    let levels = Signal::stored(
        [("OFF", "nothing (OFF)"), ("ERROR", "failures (ERROR)"), ("INFO", "every request (INFO)")]
            .map(|(own, words)| (own.to_owned(), words.to_owned()))
            .to_vec(),
    );
    view! {
        <details>
            <summary>"Throttling, logging, variables"</summary>
            <form class="verb__settings" on:submit=send novalidate>
                <div class="api__pair">
                    <Field label="Requests a second" value=rate wrong=wrong_rate placeholder="as the account" is_number=true/>
                    <Field label="Burst" value=burst wrong=wrong_burst placeholder="as the account" is_number=true/>
                </div>
                <Choice label="Execution log" options=levels value=logging/>
                <fieldset class="settings__variables">
                    <legend>"Stage variables"</legend>
                    {variables.view(variable, |row| format!("{} {}", row.name.get(), row.value.get()))}
                    <p class="field__error" role="status">{move || wrong_variable.get()}</p>
                    <button class="btn btn--text" type="button" on:click=move |_| variables.add("", "")><Icon name=Name::Plus/>"Add a variable"</button>
                </fieldset>
                {move || (differs.get() || act.is_busy()).then(|| sends(is_ready, || "Send UpdateStage".to_owned()))}
                {act.says()}
            </form>
        </details>
    }
    .into_any()
}

fn variable(row: Pair) -> AnyView {
    view! {
        <input class="input" aria-label="Name" placeholder="name" autocomplete="off" spellcheck="false" bind:value=row.name/>
        <input class="input" aria-label="Value" placeholder="value" autocomplete="off" spellcheck="false" bind:value=row.value/>
    }
    .into_any()
}

/// API Gateway's own rules for stage variables.
fn wrong_variables(all: &[(String, String)]) -> Option<String> {
    all.iter().enumerate().find_map(|(index, (name, value))| {
        let is_name = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        let is_value = value.chars().all(|letter| letter.is_ascii_alphanumeric() || "-._~:/?#&=,".contains(letter));
        if !is_name {
            return Some("A name is made of letters, digits and _".to_owned());
        }
        if !is_value {
            return Some(format!("{name}: a value is made of letters, digits and - . _ ~ : / ? # & = ,"));
        }
        all[..index].iter().any(|(other, _)| other == name).then(|| format!("{name} is there twice."))
    })
}

/// What an `UpdateStage` says to make one of the other.
fn patches(before: &Values, now: &Values) -> Vec<Patch> {
    let mut patches: Vec<Patch> = Vec::new();
    // A single limit cannot be taken back: all that was said for all methods is, and what remains is said again.
    let is_cleared = |then: &str, wanted: &str| !then.is_empty() && wanted.is_empty();
    let cleared = is_cleared(&before.rate, &now.rate) || is_cleared(&before.burst, &now.burst);
    if cleared {
        patches.push(("remove", format!("/{ALL_METHODS}"), None));
    }
    for (then, wanted, name) in [
        (&before.rate, &now.rate, "throttling/rateLimit"),
        (&before.burst, &now.burst, "throttling/burstLimit"),
        (&before.logging, &now.logging, "logging/loglevel"),
    ] {
        if !wanted.is_empty() && (cleared || then != wanted) {
            patches.push(("replace", format!("/{ALL_METHODS}/{name}"), Some(wanted.clone())));
        }
    }
    let path = |name: &str| format!("/variables/{name}");
    let (then, wanted): (BTreeMap<_, _>, BTreeMap<_, _>) =
        (before.variables.iter().cloned().collect(), now.variables.iter().cloned().collect());
    for (name, value) in wanted.iter().filter(|(name, value)| then.get(*name) != Some(*value)) {
        patches.push(("replace", path(name), Some(value.clone())));
    }
    for name in then.keys().filter(|name| !wanted.contains_key(*name)) {
        patches.push(("remove", path(name), None));
    }
    patches
}

/// One deployment in the list.
#[derive(Clone, Debug, PartialEq)]
struct Past {
    deployment: Arc<Deployment>,
    /// The stages that have it, and those that have another.
    stages: (Vec<String>, Vec<String>),
}

/// All deployments, newest first, and what points a stage at one.
#[component]
fn History() -> impl IntoView {
    let work = Work::from_context();
    let all = work.part(|facts| {
        let past = |deployment: Arc<Deployment>| {
            let names =
                facts.api.stages.values().map(|stage| (*stage.deployment_id == *deployment.id, stage.name.clone()));
            let (here, elsewhere): (Vec<_>, Vec<_>) = names.partition(|(is_here, _)| *is_here);
            let named = |all: Vec<(bool, String)>| all.into_iter().map(|(_, name)| name).collect();
            Past { deployment, stages: (named(here), named(elsewhere)) }
        };
        facts.deployments().into_iter().map(past).collect::<Vec<_>>()
    });
    let act = Act::new();
    let one = move |past: Past| {
        let methods: usize = past.deployment.snapshot.resources.values().map(|resource| resource.methods.len()).sum();
        let (here, elsewhere) = past.stages;
        let marks =
            here.into_iter().map(|name| view! { <span class="chip chip--ok"><Icon name=Name::Tick/>{name}</span> });
        let id = past.deployment.id.clone();
        let points = elsewhere.into_iter().map(|stage| {
            let (id, words) = (id.clone(), format!("Point {stage} here"));
            let point = move |_| {
                let patches: [Patch; 1] = [("replace", "/deploymentId".to_owned(), Some(id.to_string()))];
                let request = calls::update_stage(&work.id(), &stage, &patches);
                act.make("UpdateStage", request);
            };
            view! { <button class="btn btn--text" type="button" on:click=point>{words}</button> }
        });
        view! {
            <li>
                <b class="mono">{past.deployment.id.to_string()}</b>
                <span>{when(&past.deployment)}", "{crate::widgets::format::counted(methods, "route", "routes")}</span>
                <span class="past__do">{marks.collect_view()}{points.collect_view()}</span>
            </li>
        }
    };
    move || {
        let all = all.get();
        (!all.is_empty()).then(|| {
            view! {
                <section class="sect">
                    <h3>"Deployments, newest first"</h3>
                    <ul class="past">{all.into_iter().map(one).collect_view()}</ul>
                    {act.says()}
                </section>
            }
        })
    }
}
