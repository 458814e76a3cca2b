//! Where an API stands: its address, whether callers get what is set up, and the call that makes it so.

use leptos::prelude::*;

use super::changes::changes;
use super::facts::address;
use super::forms::Field;
use super::work::{Act, Work};
use super::{address_line, calls};
use crate::derived::Derived;
use crate::widgets::format;
use crate::widgets::icon::{Icon, Name};

/// How many changes are told one by one.
const TOLD: usize = 4;
/// The stage that a first deployment makes, unless another is named.
const FIRST_STAGE: &str = "prod";

/// Where an API stands.
#[derive(Clone, Debug, Default, PartialEq)]
struct Standing {
    /// The stages, the one deployed last first.
    stages: Vec<String>,
    /// What is set up and not deployed.
    changed: Vec<String>,
    /// Whether there is a method to deploy.
    has_methods: bool,
}

/// Where the API stands, and what deploys it.
#[component]
pub fn Deploy() -> impl IntoView {
    let work = Work::from_context();
    let standing = work.part(|facts| Standing {
        stages: facts.stage_names(),
        changed: facts.deployed().map(|deployed| changes(&facts.api.draft, &deployed)).unwrap_or_default(),
        has_methods: !facts.routes.is_empty(),
    });
    let is_deployed = Derived::new(move |_| standing.with(|standing| !standing.stages.is_empty()));
    let is_changed = Derived::new(move |_| standing.with(|standing| !standing.changed.is_empty()));
    let first = Derived::new(move |_| standing.with(|standing| standing.stages.first().cloned()));
    let at = move || match first.get() {
        Some(stage) => address_line(address(&work.id(), &stage)),
        None => ().into_any(),
    };
    let status = move || {
        match (is_deployed.get(), is_changed.get()) {
        (false, _) => view! {
            <p class="api__status"><span class="chip chip--now">"Not deployed yet"</span>
                {move || match standing.with(|standing| standing.has_methods) {
                    true => "No address answers. A deployment makes one.",
                    false => "Add a route, then deploy it.",
                }}
            </p>
        }
        .into_any(),
        (true, false) => view! {
            <p class="api__status"><span class="chip chip--ok"><Icon name=Name::Tick/>"Deployed"</span>"Callers get what is set up here."</p>
        }
        .into_any(),
        (true, true) => view! {
            <p class="api__status"><span class="chip chip--now">"Changed, not deployed"</span>"Callers get what was deployed."</p>
            <ul class="api__changed">{move || standing.with(|standing| told(&standing.changed))}</ul>
        }
        .into_any(),
    }
    };
    view! {
        <section class="api__top" aria-label="Deployment">
            {at}
            <div role="status">{status}</div>
            <Form first is_due=Signal::derive(move || {
                standing.with(|standing| standing.has_methods) && (!is_deployed.get() || is_changed.get())
            })/>
        </section>
    }
}

fn told(changed: &[String]) -> AnyView {
    let more = changed.len().saturating_sub(TOLD);
    let rest = (more > 0).then(|| view! { <li>{format!("and {} more", format::count(more as u64))}</li> });
    let first = changed.iter().take(TOLD).map(|words| view! { <li>{words.clone()}</li> }).collect_view();
    view! { {first}{rest} }.into_any()
}

#[component]
fn Form(first: Derived<Option<String>>, is_due: Signal<bool>) -> impl IntoView {
    let work = Work::from_context();
    let act = Act::new();
    let (typed, description, open) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(false));
    // Until another is named, it is the one that was deployed last.
    Effect::new(move |_| {
        if !first.is_gone() {
            typed.set(first.get().unwrap_or_else(|| FIRST_STAGE.to_owned()));
        }
    });
    let wrong = Signal::derive(move || typed.with(|stage| wrong_stage(stage)));
    let is_ready = move || is_due.get() && wrong.with(Option::is_none) && !act.is_busy();
    let deploy = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if wrong.with_untracked(Option::is_some) {
            open.set(true);
            return;
        }
        let request = calls::create_deployment(&work.id(), &typed.get_untracked(), description.get_untracked().trim());
        act.run(move |aws| {
            Box::pin(async move {
                aws.make("CreateDeployment", request).await?;
                let _ = description.try_set(String::new());
                let _ = open.try_set(false);
                Ok(())
            })
        });
    };
    view! {
        <form class="api__deploy" on:submit=deploy novalidate>
            <div class="api__do">
                <button class="btn" class:btn--ink=is_ready class:btn--line=move || !is_ready() type="submit">
                    {move || format!("Deploy to {}", typed.get())}
                </button>
                <button
                    class="btn btn--text" type="button" aria-expanded=move || open.get().to_string()
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    "Stage and description"
                </button>
            </div>
            {move || open.get().then(|| view! {
                <div class="api__pair">
                    <Field label="Stage" value=typed wrong placeholder="prod" is_first=true/>
                    <Field label="Description" value=description placeholder="what is new"/>
                </div>
            })}
            {act.says()}
        </form>
    }
}

/// What is wrong with a stage's name, by API Gateway's own rule.
fn wrong_stage(name: &str) -> Option<String> {
    if name.is_empty() {
        return Some("A stage has a name: prod.".to_owned());
    }
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    (!name.chars().all(is_plain)).then(|| "Letters, digits, _ and - only.".to_owned())
}
