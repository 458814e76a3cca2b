//! Now: what happens to the message, where its time went, and the attempts at running a handler for it.

use cloud::view::message::{AttemptView, Phase, Status, Step};
use cloud::view::tape::SpanKind;
use leptos::prelude::*;

use super::part;
use crate::store::{Action, Dispatch, Selection};
use crate::widgets::code::Code;
use crate::widgets::format;
use crate::widgets::icon::{Icon, Name};

/// The section.
#[component]
pub fn Now() -> impl IntoView {
    let now = part(|message| message.now.clone());
    let error = part(|message| message.error.clone());
    let status = part(|message| Some(message.status));
    let title = move || match status.get() {
        Some(Status::Waiting | Status::Throttled) => "Why it waits",
        Some(Status::Denied) => "Why it was refused",
        Some(Status::Failed) => "Why it failed",
        Some(Status::Done) => "What happened",
        _ => "Now",
    };
    view! {
        <section class="sect" aria-label="Now">
            <h3>{title}</h3>
            <p>{move || now.get()}</p>
            {move || error.get().map(|error| view! { <p class="error-line"><Icon name=Name::Cross/>{error}</p> })}
            <Steps/>
            <Time/>
            <Attempts/>
        </section>
    }
}

/// The steps in which an API handled it.
#[component]
fn Steps() -> impl IntoView {
    let steps = part(|message| message.steps.clone());
    let row = |step: Step| {
        let glyph = if step.failed { Name::Cross } else { Name::Tick };
        let word = if step.failed { " failed: " } else { " done: " };
        view! {
            <li class:is-failed=step.failed>
                <Icon name=glyph/>
                <p><b>{step.name}</b><span class="hidden-text">{word}</span><span>{step.says}</span></p>
                <time>{format::ms(step.at_us)}</time>
            </li>
        }
    };
    move || {
        let steps = steps.get();
        (!steps.is_empty()).then(|| view! { <ol class="steps-of" aria-label="How the API handled it">{steps.into_iter().map(row).collect_view()}</ol> })
    }
}

/// How a phase is drawn, which is how the tape draws it.
fn class(kind: SpanKind) -> &'static str {
    match kind {
        SpanKind::Service => "service",
        SpanKind::Init => "init",
        SpanKind::Handler => "handler",
        SpanKind::Reply => "reply",
        SpanKind::Queued => "queued",
        SpanKind::Frozen => "frozen",
        SpanKind::Failed => "failed",
    }
}

/// Where the time went: one bar, and the figures under it.
#[component]
fn Time() -> impl IntoView {
    let phases = part(|message| message.phases.clone());
    move || {
        let phases = phases.get();
        let whole: f64 = phases.iter().map(|phase| phase.ms).sum();
        (whole > 0.0).then(|| {
            let bars = phases.iter().map(|phase| {
                view! { <i class=format!("stretch stretch--{}", class(phase.kind)) style:flex-grow=phase.ms.to_string()></i> }
            });
            let has_handler = phases.iter().any(|phase| phase.name == "handler");
            let row = |phase: &Phase| {
                view! {
                    <li><i class=format!("stretch stretch--{}", class(phase.kind)) aria-hidden="true"></i>
                    <span>{phase.name.clone()}</span><b>{format::ms_short(phase.ms)}" ms"</b></li>
                }
            };
            view! {
                <div class="spent">
                    <h4>"Where the time went"<span>{format::ms_short(whole)}" ms"</span></h4>
                    <div class="spent__bar" aria-hidden="true">{bars.collect_view()}</div>
                    <ul class="spent__list">{phases.iter().map(row).collect_view()}</ul>
                    {has_handler.then(|| view! {
                        <p class="spent__note">"A handler\u{2019}s time is what its code takes in this tab. It differs from run to run."</p>
                    })}
                </div>
            }
        })
    }
}

#[component]
fn Attempts() -> impl IntoView {
    let attempts = part(|message| message.attempts.clone());
    // An attempt's parts change as it goes on; a list of two or three is made anew without loss.
    move || attempts.get().into_iter().map(attempt).collect_view()
}

fn attempt(attempt: AttemptView) -> AnyView {
    let dispatch = Dispatch::from_context();
    let environment = attempt.environment;
    let ran = match attempt.ended_us {
        Some(ended) => format!("{} ms", format::ms_short((ended - attempt.started_us) / 1000.0)),
        None => "running".to_owned(),
    };
    let failed = attempt.error.is_some();
    let billed =
        attempt.billed_ms.map(|billed| view! { <div><dt>"Billed"</dt><dd>{format::count(billed)}" ms"</dd></div> });
    let memory = attempt
        .max_memory_mb
        .map(|mb| view! { <div><dt>"Memory used"</dt><dd>{format::count(u64::from(mb))}" MB"</dd></div> });
    let result = attempt.result.map(|result| {
        let text = Signal::stored(result);
        view! { <Code text language=Signal::stored("json") what=if failed { "the error document" } else { "the result" }/> }
    });
    view! {
        <div class="attempt" class:is-failed=failed>
            <h4>
                {format!("Attempt {}", attempt.attempt)}
                <span>
                    {if attempt.cold {
                        view! { <span class="chip chip--ice"><Icon name=Name::Asterisk/>"Cold start"</span> }.into_any()
                    } else {
                        view! { <span class="chip">"Warm"</span> }.into_any()
                    }}
                </span>
            </h4>
            <dl class="facts-list">
                <div><dt>"Environment"</dt><dd>
                    <button
                        type="button" class="link"
                        on:click=move |_| dispatch.send(Action::Select(Some(Selection::Environment(environment))))
                    >
                        {attempt.environment_number}
                    </button>
                </dd></div>
                <div><dt>"Started"</dt><dd>{format::ms(attempt.started_us)}</dd></div>
                <div><dt>"Ran"</dt><dd>{ran}</dd></div>
                {billed}{memory}
                <div><dt>"Request id"</dt><dd>{attempt.request_id.to_string()}</dd></div>
            </dl>
            {attempt.error.map(|error| view! { <p class="error-line"><Icon name=Name::Cross/>{error}</p> })}
            {result}
        </div>
    }
    .into_any()
}
