//! Settings: memory and timeout by slider, what they mean in money, variables, the description; one call sends them.

use leptos::prelude::*;

use super::cost::Cost;
use super::curve::Curve;
use super::knobs::Knobs;
use super::settings::Settings;
use super::work::{Tab, Work};
use crate::panels::variable;
use crate::widgets::icon::{Icon, Name};

/// The column beside the code: what most is tried with.
#[component]
pub fn Side() -> impl IntoView {
    view! {
        <section class="sect"><Knobs/><Send/></section>
        <Curve/>
        <Cost/>
    }
}

/// All settings.
#[component]
pub fn Configuration() -> impl IntoView {
    let work = Work::from_context();
    let settings = Settings::from_context();
    let runs = move || work.draft.with(|draft| (draft.runtime.clone(), draft.handler.clone()));
    view! {
        <div class="settings-all">
            <div>
                <section class="sect"><Knobs/></section>
                <section class="sect">
                    <h3>"Environment variables"</h3>
                    <Variables/>
                </section>
                <section class="sect">
                    <label class="field">"Description"
                        <input class="input" autocomplete="off" bind:value=settings.description/>
                    </label>
                    <dl class="facts-list">
                        <div><dt>"Runtime"</dt><dd>{move || runs().0}</dd></div>
                        <div><dt>"Handler"</dt><dd>{move || runs().1}</dd></div>
                    </dl>
                    <button class="btn btn--text settings-all__more" type="button" on:click=move |_| work.tab.set(Tab::Code)>
                        "Runtime and handler belong to the code"
                    </button>
                </section>
                <section class="sect"><Send/></section>
            </div>
            <div><Curve/><Cost/></div>
        </div>
    }
    .into_any()
}

/// The variables, as a table.
#[component]
fn Variables() -> impl IntoView {
    let settings = Settings::from_context();
    view! {
        <div class="settings__variables" role="group" aria-label="Environment variables">
            {settings.variables.view(variable, |row| row.name.get())}
            <p class="field__error" role="status">{move || settings.wrong_name()}</p>
            <button class="btn btn--text" type="button" on:click=move |_| settings.variables.add("", "")><Icon name=Name::Plus/>"Add a variable"</button>
        </div>
    }
    .into_any()
}

/// Sends what differs, and says what that is.
#[component]
fn Send() -> impl IntoView {
    let settings = Settings::from_context();
    let words = move || settings.changes().1;
    let is_ready = move || !words().is_empty() && !settings.sent.get() && settings.wrong_name().is_none();
    let says = move || {
        let words = words();
        match (settings.sent.get(), settings.refused.get()) {
            (true, _) => "Sending UpdateFunctionConfiguration".to_owned(),
            (false, Some(refused)) => format!("Lambda refused it. {refused}"),
            (false, None) if words.is_empty() => String::new(),
            (false, None) => format!("Not sent yet: {}.", words.join(", ")),
        }
    };
    let is_shown = move || !words().is_empty() || settings.sent.get() || settings.refused.with(Option::is_some);
    view! {
        <div class="send" class:is-away=move || !is_shown()>
            <p class:is-wrong=move || settings.refused.with(Option::is_some) role="status">{says}</p>
            <button class="btn" class:btn--ink=is_ready type="button" aria-disabled=move || (!is_ready()).then_some("true") on:click=move |_| settings.send()>
                "Send UpdateFunctionConfiguration"
            </button>
            <button class="btn btn--text" type="button" on:click=move |_| settings.begin()>"Leave as it is"</button>
        </div>
    }
    .into_any()
}
