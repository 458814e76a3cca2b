//! Access: the three questions that IAM asks, in their order, what each found, and the statement that decided.

use std::sync::Arc;

use cloud::verdict::{Finding, Verdict};
use cloud::view::message::{MessageView, Status};
use leptos::prelude::*;

use super::part;
use crate::widgets::code::Code;
use crate::widgets::icon::{Icon, Name};

/// The section.
#[component]
pub fn Access() -> impl IntoView {
    let verdict = part(|message| message.verdict.clone());
    let unasked = part(unasked);
    view! {
        <section class="sect" aria-label="Access">
            {move || match verdict.get() {
                Some(verdict) => judged(&verdict),
                None => view! { <h3>"Access"</h3><p>{unasked.get()}</p> }.into_any(),
            }}
        </section>
    }
}

/// Why IAM has decided nothing.
fn unasked(message: &MessageView) -> String {
    let is_let_in = message.steps.iter().any(|step| step.name == "authorise" && !step.failed);
    match message.steps.iter().find(|step| step.failed).filter(|_| !is_let_in) {
        Some(step) => format!("IAM was not asked: the call failed before that, at the step {}.", step.name),
        None if message.status == Status::InFlight => {
            "Not asked yet: it is decided when the message arrives.".to_owned()
        }
        None if message.status == Status::Failed && message.steps.is_empty() => {
            "IAM was not asked: the call failed before that.".to_owned()
        }
        None => "IAM was not asked: this needs no permission.".to_owned(),
    }
}

fn judged(verdict: &Arc<Verdict>) -> AnyView {
    let chip = if verdict.allowed {
        view! { <span class="chip chip--ok"><Icon name=Name::Tick/>"Allowed"</span> }.into_any()
    } else {
        view! { <span class="chip chip--fail"><Icon name=Name::Cross/>"Denied"</span> }.into_any()
    };
    let deny = match verdict.explicit_deny {
        Finding::Denies => ("found one", Mark::Stop),
        Finding::NotNeeded => ("not asked", Mark::Silent),
        _ => ("none found", Mark::Silent),
    };
    let resource = found(verdict.resource_policy, verdict.allowed, false);
    let identity = found(verdict.identity_policy, verdict.allowed, true);
    let decided = verdict.decided_by.as_ref().map(|decided| {
        let text = Signal::stored(pretty(&decided.statement));
        view! {
            <h4>{format!("Decided by a statement of {}", decided.policy)}</h4>
            <Code text language=Signal::stored("json") what="the statement"/>
        }
    });
    view! {
        <h3>"Access"<span class="grow"></span>{chip}</h3>
        <ol class="gates">
            {gate("Any deny?", deny)}
            {gate("Resource", resource)}
            {gate("Identity", identity)}
        </ol>
        <p class="stmt" class:is-refused=!verdict.allowed>{verdict.reason.to_string()}</p>
        <dl class="fields">
            <div><dt>"principal"</dt><dd>{verdict.principal.to_string()}</dd></div>
            <div><dt>"action"</dt><dd>{verdict.action}</dd></div>
            <div><dt>"resource"</dt><dd>{verdict.resource.to_string()}</dd></div>
        </dl>
        {decided}
    }
    .into_any()
}

/// How a gate is marked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Pass,
    Stop,
    Silent,
}

/// What a policy said. Where nothing allows, the gate that was asked last is where it ends.
fn found(finding: Finding, allowed: bool, is_last: bool) -> (&'static str, Mark) {
    let silence = if !allowed && is_last { Mark::Stop } else { Mark::Silent };
    match finding {
        Finding::Allows => ("policy allows", Mark::Pass),
        Finding::Denies => ("policy denies", Mark::Stop),
        Finding::Silent => ("none allows", silence),
        Finding::Absent => ("no policy", silence),
        Finding::NotNeeded => ("not needed", Mark::Silent),
    }
}

fn gate(name: &'static str, (says, mark): (&'static str, Mark)) -> impl IntoView {
    let glyph = match mark {
        Mark::Pass => Name::Tick,
        Mark::Stop => Name::Cross,
        Mark::Silent => Name::Dots,
    };
    view! {
        <li class="gate" class:is-pass=mark == Mark::Pass class:is-stop=mark == Mark::Stop>
            <span class="gate__mark"><Icon name=glyph/></span>
            <b>{name}</b><span>{says}</span>
        </li>
    }
}

/// A statement set out for reading; as it is, if it cannot be read.
fn pretty(statement: &str) -> String {
    serde_json::from_str::<serde_json::Value>(statement)
        .and_then(|value| serde_json::to_string_pretty(&value))
        .unwrap_or_else(|_| statement.to_owned())
}
