//! The API as a document of OpenAPI, as API Gateway exports a stage.

use base64::{Engine, engine::general_purpose::STANDARD};
use cloud::services::Services;
use leptos::prelude::*;
use serde_json::Value;

use super::calls;
use super::forms::{Choice, same, sends};
use super::work::{Act, Work};
use crate::widgets::code::Code;
use crate::widgets::icon::{Icon, Name};

/// Whether the cloud knows an operation of API Gateway's.
#[must_use]
pub fn is_simulated(operation: &str) -> bool {
    let mut all = Services::ALL.list().iter().flat_map(|service| service.operations());
    all.any(|own| own.name == operation)
}

/// The tab.
#[component]
pub fn Document() -> impl IntoView {
    let work = Work::from_context();
    let act = Act::new();
    let stages = work.stages();
    let stage = RwSignal::new(stages.with_untracked(|stages| stages.first().cloned().unwrap_or_default()));
    let form = RwSignal::new("oas30".to_owned());
    let text = RwSignal::new(None::<String>);
    let is_ready = move || stages.with(|stages| !stages.is_empty()) && !act.is_busy();
    let export = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !untrack(is_ready) {
            return;
        }
        let request = calls::get_export(&work.id(), &stage.get_untracked(), &form.get_untracked());
        act.run(move |aws| {
            Box::pin(async move {
                let response = aws.send("GetExport", request).await?;
                let _ = text.try_set(Some(pretty(&response.body)));
                Ok(())
            })
        });
    };
    let options = same(stages);
    let forms = Signal::stored(vec![
        ("oas30".to_owned(), "OpenAPI 3.0".to_owned()),
        ("swagger".to_owned(), "OpenAPI 2.0 (Swagger)".to_owned()),
    ]);
    let shown = move || {
        text.get().map(|text| {
            let address = format!("data:application/json;base64,{}", STANDARD.encode(&text));
            view! {
                <Code text=Signal::stored(text) language=Signal::stored("json") what="the document"/>
                <a class="btn btn--line api__add" href=address download=move || format!("{}.json", work.id())>
                    <Icon name=Name::Download/>"Download it"
                </a>
            }
        })
    };
    view! {
        <section class="sect" aria-label="OpenAPI">
            <h3>"Export"</h3>
            {move || match stages.with(Vec::is_empty) {
                true => view! { <div class="empty"><b>"Nothing to export yet"</b><p>"An export tells what is deployed at a stage. Deploy the API first."</p></div> }.into_any(),
                false => view! {
                    <form class="verb__settings" on:submit=export novalidate>
                        <div class="api__pair">
                            <Choice label="Stage" options value=stage/>
                            <Choice label="As" options=forms value=form/>
                        </div>
                        {sends(is_ready, || "Export it".to_owned())}
                    </form>
                }.into_any(),
            }}
            {act.says()}
            {shown}
        </section>
    }
    .into_any()
}

/// JSON set out for reading; as it is when it is none.
fn pretty(body: &[u8]) -> String {
    serde_json::from_slice::<Value>(body)
        .and_then(|value| serde_json::to_string_pretty(&value))
        .unwrap_or_else(|_| String::from_utf8_lossy(body).into_owned())
}
