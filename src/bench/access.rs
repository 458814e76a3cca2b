//! What the function may do, and who may call it: the role's policies and the function's own, as statements in words. Each
//! can be taken away, and the policies written anew; every change is one call.

use cloud::http::Request;
use leptos::prelude::*;
use serde_json::{Value, json};

use super::calls;
use super::work::Work;
use crate::aws;
use crate::derived::Derived;
use crate::store::{Dispatch, Store};
use crate::widgets::icon::{Icon, Name};
use crate::widgets::json;

/// The policy that is offered where a role has none of its own.
const FIRST_POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "dynamodb:Scan",
      "Resource": "*"
    }
  ]
}"#;

/// What the function may do and who may call it.
#[component]
pub fn Access() -> impl IntoView {
    let store = expect_context::<Store>();
    let sender = Sender { refused: RwSignal::new(None), dispatch: Dispatch::from_context() };
    let role =
        Derived::new(move |_| store.bench.with(|bench| bench.as_ref().map(|one| one.role.clone()).unwrap_or_default()));
    let policies = Derived::new(move |_| {
        store.bench.with(|bench| bench.as_ref().map(|one| one.policies.clone()).unwrap_or_default())
    });
    let managed = Derived::new(move |_| {
        store.bench.with(|bench| bench.as_ref().map(|one| one.managed.clone()).unwrap_or_default())
    });
    let grants = Derived::new(move |_| {
        store.bench.with(|bench| bench.as_ref().map(|one| one.grants.clone()).unwrap_or_default())
    });
    let attached = move || {
        let names = managed.get();
        (!names.is_empty()).then(|| view! { <p class="access__managed">"And by AWS's own policies: "<span class="mono">{names.join(", ")}</span></p> })
    };
    let callers = move || {
        let grants = grants.get();
        if grants.is_empty() {
            return view! { <p class="empty">"Nobody but the account itself. A trigger needs a statement here: AddPermission makes one."</p> }
                .into_any();
        }
        view! { <ul class="statements">{grants.into_iter().map(|(id, text)| grant(id, &text, sender)).collect_view()}</ul> }
            .into_any()
    };
    view! {
        <div class="access">
            <p class="field__error" role="alert">{move || sender.refused.get()}</p>
            <section class="sect">
                <h3>"What it may do"</h3>
                <p class="access__lead">"Its code calls AWS as the role "<b class="mono">{move || role.get()}</b>". What no statement allows is refused, at each call anew."</p>
                {move || policies.get().into_iter().map(|(name, text)| view! { <Policy name text role=role.get() sender/> }).collect_view()}
                {move || policies.with(Vec::is_empty).then(|| view! { <Policy name="Own".to_owned() text=FIRST_POLICY.to_owned() role=role.get() sender missing=true/> })}
                {attached}
            </section>
            <section class="sect">
                <h3>"Who may call it"</h3>
                <p class="access__lead">"The function's own policy. Services of AWS call it only with a statement here."</p>
                {callers}
            </section>
        </div>
    }
    .into_any()
}

/// Sends what a change asks for, and tells what was refused.
#[derive(Clone, Copy)]
struct Sender {
    refused: RwSignal<Option<String>>,
    dispatch: Dispatch,
}

impl Sender {
    fn send(self, request: Request) {
        self.refused.set(None);
        leptos::task::spawn_local(async move {
            let refused = aws::make(self.dispatch, request).await.err();
            // The panel may be gone by the time the answer comes.
            let _ = self.refused.try_set(refused);
        });
    }
}

/// One of the role's own policies: its statements, and its text to be changed.
#[component]
fn Policy(
    /// Its name.
    name: String,
    /// Its document, JSON.
    text: String,
    /// The role.
    role: String,
    /// Sends changes.
    sender: Sender,
    /// Whether the role has none, and this is only offered.
    #[prop(optional)]
    missing: bool,
) -> impl IntoView {
    let document: Value = serde_json::from_str(&text).unwrap_or_default();
    let statements = match &document["Statement"] {
        Value::Array(list) => list.clone(),
        one => vec![one.clone()],
    };
    let rows = (!missing).then(|| {
        let count = statements.len();
        let rows = statements.iter().enumerate().map(|(index, statement)| {
            let (name, role) = (name.clone(), role.clone());
            let mut rest = statements.clone();
            rest.remove(index);
            let changed = json!({"Version": document["Version"].clone(), "Statement": rest}).to_string();
            let take = move |_| {
                sender.send(match count {
                    1 => calls::delete_role_policy(&role, &name),
                    _ => calls::put_role_policy(&role, &name, &changed),
                });
            };
            let (effect, words) = said(statement);
            row(effect, words, "Take it away", take)
        });
        view! { <ul class="statements">{rows.collect_view()}</ul> }
    });
    let draft = RwSignal::new(text.clone());
    let fault = Derived::new(move |_| draft.with(|draft| json::fault(draft, "policy")).map(|fault| fault.message));
    let is_changed = move || missing || draft.with(|draft| *draft != text);
    let is_ready = Derived::new(move |_| is_changed() && fault.with(Option::is_none));
    let label = format!("The policy {name} as JSON");
    let title = if missing { "Write a policy".to_owned() } else { format!("{name} as JSON") };
    let put = move |_| {
        if fault.with_untracked(Option::is_none) {
            sender.send(calls::put_role_policy(&role, &name, &draft.get_untracked()));
        }
    };
    view! {
        {rows}
        <details class="access__json">
            <summary>{title}</summary>
            <textarea
                class="input mono" rows="12" spellcheck="false" aria-label=label
                aria-invalid=move || fault.with(Option::is_some).then_some("true") bind:value=draft
            ></textarea>
            <p class="field__error" role="status">{move || fault.get()}</p>
            <button class="btn" class:btn--ink=move || is_ready.get() type="button" aria-disabled=move || (!is_ready.get()).then_some("true") on:click=put>
                "Send PutRolePolicy"
            </button>
        </details>
    }
    .into_any()
}

/// One statement of the function's own policy.
fn grant(id: String, text: &str, sender: Sender) -> AnyView {
    let work = Work::from_context();
    let statement: Value = serde_json::from_str(text).unwrap_or_default();
    let who = match &statement["Principal"] {
        Value::String(all) => all.clone(),
        Value::Object(kinds) => kinds.values().map(list).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    };
    let conditions = statement["Condition"].as_object().into_iter().flatten().filter_map(|(_, keys)| keys.as_object());
    let conditions = conditions.flatten().map(|(key, value)| format!("{key} is {}", list(value))).collect::<Vec<_>>();
    let when = if conditions.is_empty() { String::new() } else { format!(", if {}", conditions.join(" and ")) };
    let words = format!("{who} may {}{when}", list(&statement["Action"]));
    let is_deny = statement["Effect"] == "Deny";
    row(if is_deny { "Deny" } else { "Allow" }, words, "Take it away", move |_| {
        let name = work.function.with_untracked(|function| function.as_ref().map(|own| own.name.to_string()));
        sender.send(calls::remove_permission(&name.unwrap_or_default(), &id));
    })
}

fn row(
    effect: &'static str,
    words: String,
    act: &'static str,
    take: impl Fn(leptos::ev::MouseEvent) + 'static,
) -> AnyView {
    let chip = if effect == "Deny" { "chip chip--fail" } else { "chip chip--ok" };
    let label = format!("{act}: {words}");
    view! {
        <li>
            <span class=chip>{effect}</span>
            <span class="mono">{words}</span>
            <button class="btn btn--quiet" type="button" aria-label=label title=act on:click=take><Icon name=Name::Cross/></button>
        </li>
    }
    .into_any()
}

/// A statement's effect, and what it speaks of in words.
fn said(statement: &Value) -> (&'static str, String) {
    let effect = if statement["Effect"] == "Deny" { "Deny" } else { "Allow" };
    let (actions, but) = match statement.get("NotAction") {
        Some(actions) => (actions, "all but "),
        None => (&statement["Action"], ""),
    };
    let resources = statement.get("Resource").or_else(|| statement.get("NotResource")).unwrap_or(&Value::Null);
    let condition = if statement.get("Condition").is_some() { ", on a condition" } else { "" };
    (effect, format!("{but}{} on {}{condition}", list(actions), list(resources)))
}

/// A text, or a list of texts with commas.
fn list(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(texts) => texts.iter().map(list).collect::<Vec<_>>().join(", "),
        Value::Null => "everything".to_owned(),
        other => other.to_string(),
    }
}
