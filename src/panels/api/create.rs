//! Makes an API: an empty one with a name, or one from a document of OpenAPI.

use std::sync::Arc;

use cloud::sim::trace::Place;
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::builder::STYLES;
use super::calls;
use super::document::is_simulated;
use super::forms::{Field, sends};
use super::work::{Act, text};
use crate::store::{Action, Dispatch, Selection};
use crate::widgets::icon::{Icon, Name};
use crate::widgets::json;
use crate::widgets::picker::Picker;

/// The largest document that API Gateway takes, bytes.
const DOCUMENT_MAX: usize = 6 * 1024 * 1024;

/// The form.
pub fn create() -> AnyView {
    let imports = RwSignal::new(false);
    let tab = move |own: bool, words: &'static str| {
        view! {
            <button type="button" role="tab" aria-selected=move || (imports.get() == own).to_string() aria-current=move || (imports.get() == own).then_some("true") on:click=move |_| imports.set(own)>
                {words}
            </button>
        }
    };
    view! {
        <style>{STYLES}</style>
        {is_simulated("ImportRestApi").then(|| view! {
            <div class="sections create__ways" role="tablist" aria-label="How to make the API">
                {tab(false, "Empty")}{tab(true, "From OpenAPI")}
            </div>
        })}
        {move || match imports.get() {
            false => view! { <Empty/> }.into_any(),
            true => view! { <Import/> }.into_any(),
        }}
    }
    .into_any()
}

/// Shows an API that was made.
fn open(dispatch: Dispatch, id: Arc<str>, name: Arc<str>) {
    dispatch.send(Action::Select(Some(Selection::Place(Place::api(id, name)))));
}

#[component]
fn Empty() -> impl IntoView {
    let dispatch = Dispatch::from_context();
    let act = Act::new();
    let (name, description) = (RwSignal::new("UserAPI".to_owned()), RwSignal::new(String::new()));
    let wrong =
        Signal::derive(move || name.with(|name| name.trim().is_empty()).then(|| "An API has a name.".to_owned()));
    let is_ready = move || wrong.with(Option::is_none) && !act.is_busy();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !untrack(is_ready) {
            return;
        }
        let request = calls::create_rest_api(name.get_untracked().trim(), description.get_untracked().trim());
        act.run(move |aws| {
            Box::pin(async move {
                let made = aws.make("CreateRestApi", request).await?;
                open(dispatch, text(&made, "id"), text(&made, "name"));
                Ok(())
            })
        });
    };
    view! {
        <form class="verb__settings" on:submit=send novalidate>
            <Field label="Name" value=name wrong is_first=true/>
            <Field label="Description" value=description placeholder="what it is for"/>
            {sends(is_ready, || "Create it".to_owned())}
            {act.says()}
        </form>
    }
    .into_any()
}

#[component]
fn Import() -> impl IntoView {
    let dispatch = Dispatch::from_context();
    let act = Act::new();
    let document = RwSignal::new(String::new());
    let unread = RwSignal::new(None::<String>);
    let picker = Picker::default();
    let wrong = Signal::derive(move || unread.get().or_else(|| document.with(|text| wrong(text))));
    let is_ready =
        move || document.with(|text| !text.trim().is_empty()) && wrong.with(Option::is_none) && !act.is_busy();
    let take = move |mut files: Vec<File>| {
        let file = files.remove(0);
        #[expect(clippy::cast_precision_loss, reason = "six million")]
        if file.size() > DOCUMENT_MAX as f64 {
            unread.set(Some(format!("{} is larger than the 6 MB that API Gateway takes.", file.name())));
            return;
        }
        leptos::task::spawn_local(async move {
            let read = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
            let failed = read.is_none().then(|| format!("{} could not be read.", file.name()));
            let _ = unread.try_set(failed);
            let _ = document.try_set(read.unwrap_or_default());
        });
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !untrack(is_ready) {
            return;
        }
        let request = calls::import_rest_api(&document.get_untracked());
        act.run(move |aws| {
            Box::pin(async move {
                let made = aws.make("ImportRestApi", request).await?;
                open(dispatch, text(&made, "id"), text(&made, "name"));
                Ok(())
            })
        });
    };
    view! {
        <form class="verb__settings" on:submit=send novalidate>
            <div class="api__do">
                <button class="btn btn--line" type="button" on:click=move |_| picker.open()>"Choose a file"</button>
                <span class="note">"or paste it: JSON or YAML"</span>
                {picker.input(".json,.yaml,.yml", false, take)}
            </div>
            <label class="field">
                "Document of OpenAPI"
                <textarea
                    class="input create__text" rows="9" spellcheck="false" autocomplete="off"
                    placeholder="{\"openapi\": \"3.0.1\", \"info\": {\"title\": \"UserAPI\"}, \"paths\": {}}"
                    prop:value=move || document.get()
                    on:input=move |event| { unread.set(None); document.set(event_target_value(&event)) }
                    aria-invalid=move || wrong.with(Option::is_some).to_string()
                ></textarea>
                <span class="field__error" role="status">{move || wrong.get()}</span>
            </label>
            {sends(is_ready, || "Import it".to_owned())}
            {act.says()}
        </form>
    }
    .into_any()
}

/// What is wrong with a document, where that can be said before it is sent; none while it is empty, or YAML.
fn wrong(document: &str) -> Option<String> {
    let text = document.trim_start();
    if text.is_empty() {
        return None;
    }
    if !text.starts_with(['{', '[']) {
        let is_openapi = text.lines().any(|line| line.starts_with("openapi:") || line.starts_with("swagger:"));
        return (!is_openapi).then(|| "It names no version: a document begins with openapi: or swagger:.".to_owned());
    }
    match serde_json::from_str::<Value>(document) {
        Err(_) => json::fault(document, "document").map(|fault| fault.message),
        Ok(value) if value.get("openapi").or(value.get("swagger")).is_none() => {
            Some("It names no version: a document has a member openapi or swagger.".to_owned())
        }
        Ok(value) if !value["paths"].is_object() => Some("It has no paths: they are an object by path.".to_owned()),
        Ok(_) => None,
    }
}

/// The place where an API is made, in the panel of the learner's tab.
#[component]
pub fn Create() -> impl IntoView {
    let store = expect_context::<crate::store::Store>();
    let dispatch = Dispatch::from_context();
    let asked = RwSignal::new(false);
    let ask = move |_| {
        asked.set(true);
        if store.builder.with_untracked(Option::is_none) {
            dispatch.send(Action::Equip);
        }
    };
    let form = move || {
        match (asked.get(), store.builder.get()) {
        (true, Some(builder)) => untrack(|| (builder.create)()),
        _ => view! {
            <button class="btn btn--line create__ask" type="button" aria-disabled=move || asked.get().then_some("true") on:click=ask>
                <Icon name=Name::Plus/>{move || if asked.get() { "Fetching the form" } else { "Create a REST API" }}
            </button>
        }
        .into_any(),
    }
    };
    view! { <section class="sect"><h3>"API Gateway"</h3>{form}</section> }.into_any()
}
