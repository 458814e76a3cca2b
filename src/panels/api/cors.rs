//! Lets pages of other origins call a path, as API Gateway's console does it: a method OPTIONS that the gateway answers of
//! itself, with the headers by which a browser decides.

use leptos::prelude::*;

use super::calls;
use super::forms::{Field, Sends, sends};
use super::routes::Path;
use super::work::{Act, Work};
use crate::derived::Derived;

/// The headers with which API Gateway's console lets every page call: those that a page may send.
const ALLOWED_HEADERS: &str = "Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token";

/// Lets pages of other origins call a path: what the console's "Enable CORS" does.
#[component]
pub fn Cors(
    /// The path.
    path: Derived<Path>,
) -> impl IntoView {
    let work = Work::from_context();
    let act = Act::new();
    let origin = RwSignal::new("*".to_owned());
    // A method that answers nothing, from a document or from calls that were refused half-way, is made anew.
    let is_begun = Derived::new(move |_| path.with(|path| path.verbs.iter().any(|verb| &**verb == "OPTIONS")));
    let allowed = move || {
        let mut verbs: Vec<String> = path.with(|path| path.verbs.iter().map(ToString::to_string).collect());
        if verbs.iter().any(|verb| verb == "ANY") {
            verbs = ["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"].map(str::to_owned).to_vec();
        }
        verbs.retain(|verb| verb != "OPTIONS");
        verbs.push("OPTIONS".to_owned());
        verbs.join(",")
    };
    let wrong = Signal::derive(move || {
        let origin = origin.get();
        let is_right = origin == "*" || origin.starts_with("http://") || origin.starts_with("https://");
        (!is_right).then(|| "* for all, or one origin: https://example.com".to_owned())
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if wrong.with_untracked(Option::is_some) {
            return;
        }
        let headers = untrack(|| {
            vec![
                ("Access-Control-Allow-Headers", ALLOWED_HEADERS.to_owned()),
                ("Access-Control-Allow-Methods", allowed()),
                ("Access-Control-Allow-Origin", origin.get()),
            ]
        });
        let (api, resource) = (work.id(), path.with_untracked(|path| path.resource.clone()));
        let is_begun = is_begun.get_untracked();
        act.run(move |aws| {
            Box::pin(async move {
                if is_begun {
                    aws.make("DeleteMethod", calls::delete_method(&api, &resource, "OPTIONS")).await?;
                }
                aws.make("PutMethod", calls::put_method(&api, &resource, "OPTIONS")).await?;
                aws.make("PutIntegration", calls::put_mock(&api, &resource, "OPTIONS")).await?;
                let response = calls::put_method_response(&api, &resource, "OPTIONS", &headers);
                aws.make("PutMethodResponse", response).await?;
                let response = calls::put_integration_response(&api, &resource, "OPTIONS", &headers);
                aws.make("PutIntegrationResponse", response).await.map(drop)
            })
        });
    };
    let sent = Signal::derive(move || {
        let made = ["PutMethod", "PutIntegration", "PutMethodResponse", "PutIntegrationResponse"];
        is_begun.get().then_some("DeleteMethod").into_iter().chain(made).collect::<Vec<_>>()
    });
    let own = move || {
        path.with(|path| path.has_function).then(|| {
            view! { <p class="note">"This answers the browser\u{2019}s question before a call. The call\u{2019}s own answer needs Access-Control-Allow-Origin too, and with a proxy integration only the function can send it."</p> }
        })
    };
    view! {
        <form class="card" on:submit=send novalidate>
            <Field label="Which origin may call" value=origin wrong is_first=true/>
            <dl class="fields">
                <div><dt>"Access-Control-Allow-Methods"</dt><dd>{allowed}</dd></div>
                <div><dt>"Access-Control-Allow-Headers"</dt><dd>{ALLOWED_HEADERS}</dd></div>
            </dl>
            {own}
            <Sends calls=sent/>
            {sends(move || wrong.with(Option::is_none) && !act.is_busy(), || "Answer OPTIONS".to_owned())}
            {act.says()}
        </form>
    }
}
