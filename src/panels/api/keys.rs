//! API keys, and the usage plans by which they may call a stage.

use std::sync::Arc;

use cloud::services::apigateway::state::{ApiKey, UsagePlan};
use leptos::prelude::*;

use super::calls::{self, Limits};
use super::forms::{Choice, Field, Sends, same, sends};
use super::work::{Act, Work, text};
use crate::derived::Derived;
use crate::widgets::copy::Copy;
use crate::widgets::format;
use crate::widgets::icon::{Icon, Name};

/// The tab.
#[component]
pub fn Keys() -> impl IntoView {
    let work = Work::from_context();
    let keys = work.part(|facts| facts.keys.clone());
    let asks = work.part(|facts| {
        let resources = facts.api.draft.resources.values();
        resources.flat_map(|resource| resource.methods.values()).filter(|method| method.api_key_required).count()
    });
    let adding = RwSignal::new(false);
    let says = move || {
        match asks.get() {
        0 => "No route asks for a key. Open a route and tick \u{201c}A caller needs an API key\u{201d}; then a call without one is refused.".to_owned(),
        count => format!("{} for a key, which a caller sends as x-api-key.", match count {
            1 => "One route asks".to_owned(),
            many => format!("{} routes ask", format::count(many as u64)),
        }),
    }
    };
    let list = move || {
        let all = keys.get();
        if all.is_empty() {
            return view! { <div class="empty"><b>"No keys yet"</b><p>"A key counts once it is in a usage plan that has the stage."</p></div> }.into_any();
        }
        view! { <ul class="api-keys">{all.into_iter().map(|(key, plans)| view! { <OneKey key=key plans/> }).collect_view()}</ul> }
            .into_any()
    };
    view! {
        <section class="sect" aria-label="API keys">
            <h3>"API keys"</h3>
            <p>{says}</p>
            {list}
            {move || match adding.get() {
                true => view! { <Add done=Callback::new(move |()| adding.set(false))/> }.into_any(),
                false => view! {
                    <button class="btn btn--line api__add" type="button" on:click=move |_| adding.set(true)><Icon name=Name::Plus/>"Create a key"</button>
                }.into_any(),
            }}
        </section>
        <Plans/>
    }
}

#[component]
fn OneKey(key: Arc<ApiKey>, plans: Vec<Arc<str>>) -> impl IntoView {
    let work = Work::from_context();
    let act = Act::new();
    let shown = RwSignal::new(false);
    let value = key.value.clone();
    let dots = "\u{2022}".repeat(12);
    let read = move || if shown.get() { value.clone() } else { dots.clone() };
    let id = key.id.clone();
    let (toggled, enabled) = (id.clone(), key.enabled);
    let toggle = move |_| {
        let request = calls::enable_api_key(&toggled, !enabled);
        act.make("UpdateApiKey", request);
    };
    let gone = id.clone();
    let delete = move |_| {
        let request = calls::delete_api_key(&gone);
        act.make("DeleteApiKey", request);
    };
    let all = work.facts.with_untracked(|facts| facts.as_ref().map(|facts| facts.plans.clone()).unwrap_or_default());
    let is_in = move |plan: &UsagePlan| plans.iter().any(|held| **held == *plan.id);
    let chips = all.into_iter().map(|plan| {
        let (is_in, own, key) = (is_in(&plan), plan.id.clone(), id.clone());
        let change = move |_| {
            let (name, request) = match is_in {
                true => ("DeleteUsagePlanKey", calls::delete_usage_plan_key(&own, &key)),
                false => ("CreateUsagePlanKey", calls::create_usage_plan_key(&own, &key)),
            };
            act.make(name, request);
        };
        let words = if is_in { format!("Take it out of {}", plan.name) } else { format!("Put it into {}", plan.name) };
        view! { <button class="btn btn--text" type="button" on:click=change>{words}</button> }
    });
    let chips = chips.collect_view();
    let state = match (key.enabled, plans_of(work, &key.id)) {
        (false, _) => view! { <span class="chip chip--fail"><Icon name=Name::Cross/>"disabled"</span> }.into_any(),
        (true, names) if names.is_empty() => view! { <span class="chip">"in no plan of this API"</span> }.into_any(),
        (true, names) => {
            view! { <span class="chip chip--ok"><Icon name=Name::Tick/>{names.join(", ")}</span> }.into_any()
        }
    };
    view! {
        <li>
            <p class="keys__head"><b class="mono">{key.name.clone()}</b>{state}</p>
            <p class="keys__value">
                <span class="mono">{read}</span>
                <button class="btn btn--text" type="button" on:click=move |_| shown.update(|shown| *shown = !*shown)>
                    {move || if shown.get() { "Hide" } else { "Show" }}
                </button>
                <Copy text=Signal::stored(key.value.clone()) what="the key"/>
            </p>
            <div class="keys__do">
                {chips}
                <button class="btn btn--text" type="button" on:click=toggle>{if enabled { "Disable it" } else { "Enable it" }}</button>
                <button class="btn btn--text" type="button" on:click=delete>"Delete it"</button>
            </div>
            {act.says()}
        </li>
    }
    .into_any()
}

/// The names of the API's plans that a key is in.
fn plans_of(work: Work, key: &str) -> Vec<String> {
    work.facts.with_untracked(|facts| {
        let Some(facts) = facts else { return Vec::new() };
        let Some((_, ids)) = facts.keys.iter().find(|(held, _)| held.id == key) else { return Vec::new() };
        facts.plans.iter().filter(|plan| ids.iter().any(|id| **id == *plan.id)).map(|plan| plan.name.clone()).collect()
    })
}

/// Creates a key and lets it call a stage.
#[component]
fn Add(done: Callback<()>) -> impl IntoView {
    let work = Work::from_context();
    let act = Act::new();
    let stages = work.stages();
    let (name, stage) = (
        RwSignal::new("first-customer".to_owned()),
        RwSignal::new(stages.with_untracked(|stages| stages.first().cloned().unwrap_or_default())),
    );
    let (rate, burst, per_day) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let plan = Derived::new(move |_| {
        let (stage, id) = (stage.get(), work.id());
        work.facts.with(|facts| {
            let mut plans = facts.as_ref()?.plans.iter();
            let has =
                |plan: &&Arc<UsagePlan>| plan.api_stages.iter().any(|held| *held.api_id == *id && held.stage == stage);
            plans.find(has).map(|plan| (plan.id.clone(), plan.name.clone()))
        })
    });
    let wrong_name =
        Signal::derive(move || name.with(|name| name.trim().is_empty()).then(|| "A key has a name.".to_owned()));
    let wrong_limits = Derived::new(move |_| limits(&rate.get(), &burst.get(), &per_day.get()).err());
    let is_ready = move || {
        wrong_name.with(Option::is_none)
            && wrong_limits.with(Option::is_none)
            && stages.with(|stages| !stages.is_empty())
            && !act.is_busy()
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let limits = limits(&rate.get_untracked(), &burst.get_untracked(), &per_day.get_untracked());
        let (true, Ok(limits)) = (untrack(is_ready), limits) else { return };
        let (api, stage, name) = (work.id(), stage.get_untracked(), name.get_untracked().trim().to_owned());
        let plan = plan.get_untracked().map(|(id, _)| Arc::from(id.as_str()));
        act.run(move |aws| {
            Box::pin(async move {
                let key = text(&aws.make("CreateApiKey", calls::create_api_key(&name)).await?, "id");
                let plan: Arc<str> = match plan {
                    Some(plan) => plan,
                    None => {
                        let made = calls::create_usage_plan(&format!("plan-{stage}"), &api, &stage, limits);
                        text(&aws.make("CreateUsagePlan", made).await?, "id")
                    }
                };
                aws.make("CreateUsagePlanKey", calls::create_usage_plan_key(&plan, &key)).await?;
                done.try_run(());
                Ok(())
            })
        });
    };
    let options = same(stages);
    let through = move || match plan.get() {
        Some((_, name)) => {
            view! { <p class="note">{format!("The usage plan {name} has this stage: the key goes into it.")}</p> }
                .into_any()
        }
        None => view! {
            <fieldset class="api__limits">
                <legend>"A new usage plan, with limits if you like"</legend>
                <Field label="A second" value=rate is_number=true/>
                <Field label="Burst" value=burst is_number=true/>
                <Field label="A day" value=per_day is_number=true/>
            </fieldset>
            <p class="field__error" role="status">{move || wrong_limits.get()}</p>
        }
        .into_any(),
    };
    let will_send = Signal::derive(move || match plan.with(Option::is_some) {
        true => vec!["CreateApiKey", "CreateUsagePlanKey"],
        false => vec!["CreateApiKey", "CreateUsagePlan", "CreateUsagePlanKey"],
    });
    let nowhere = move || {
        stages
            .with(Vec::is_empty)
            .then(|| view! { <p class="note">"There is no stage that a key could open. Deploy the API first."</p> })
    };
    view! {
        <form class="card" on:submit=send novalidate>
            <Field label="Name of the key" value=name wrong=wrong_name is_first=true/>
            <Choice label="Stage that it opens" options value=stage/>
            {nowhere}
            {through}
            <Sends calls=will_send/>
            <div class="api__do">
                {sends(is_ready, || "Create the key".to_owned())}
                <button class="btn btn--text" type="button" on:click=move |_| done.run(())>"Leave it"</button>
            </div>
            {act.says()}
        </form>
    }
    .into_any()
}

/// The limits that three fields say.
fn limits(rate: &str, burst: &str, per_day: &str) -> Result<Limits, String> {
    let (rate, burst, per_day) = (rate.trim(), burst.trim(), per_day.trim());
    let throttle = match (rate.is_empty(), burst.is_empty()) {
        (true, true) => None,
        (false, false) => match (rate.parse::<f64>(), burst.parse::<u64>()) {
            (Ok(rate), Ok(burst)) if rate >= 0.0 => Some((rate, burst)),
            _ => return Err("A rate is requests a second, a burst a whole number of requests.".to_owned()),
        },
        _ => return Err("A rate and a burst come together.".to_owned()),
    };
    let per_day = match per_day.is_empty() {
        true => None,
        false => {
            Some(per_day.parse::<u64>().map_err(|_| "A day\u{2019}s quota is a whole number of requests.".to_owned())?)
        }
    };
    Ok(Limits { throttle, per_day })
}

/// The usage plans that have a stage of this API.
#[component]
fn Plans() -> impl IntoView {
    let work = Work::from_context();
    let plans = work.part(|facts| facts.plans.clone());
    let one = |plan: Arc<UsagePlan>| {
        let stages: Vec<&str> = plan.api_stages.iter().map(|held| held.stage.as_str()).collect();
        let throttle = match &plan.throttle {
            Some(throttle) => format!("{} a second, burst {}", throttle.rate_limit, throttle.burst_limit),
            None => "none".to_owned(),
        };
        let quota = match &plan.quota {
            Some(quota) => format!("{} a {}", format::count(quota.limit), quota.period.to_lowercase()),
            None => "none".to_owned(),
        };
        view! {
            <dl class="facts-list">
                <div><dt>"Usage plan"</dt><dd>{plan.name.clone()}</dd></div>
                <div><dt>"Stages"</dt><dd>{stages.join(", ")}</dd></div>
                <div><dt>"Throttle"</dt><dd>{throttle}</dd></div>
                <div><dt>"Quota"</dt><dd>{quota}</dd></div>
            </dl>
        }
    };
    move || {
        let plans = plans.get();
        (!plans.is_empty()).then(|| {
            view! {
                <section class="sect"><h3>"Usage plans"</h3>{plans.into_iter().map(one).collect_view()}</section>
            }
        })
    }
}
