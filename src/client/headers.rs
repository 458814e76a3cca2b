//! The request's header fields: a row for each, and one to write the next into.

use leptos::prelude::*;

use super::desk::{Desk, kind_of_body};
use crate::derived::Derived;
use crate::widgets::icon::{Icon, Name};

/// Names that are offered.
const NAMES: [&str; 14] = [
    "accept",
    "accept-language",
    "authorization",
    "cache-control",
    "content-type",
    "cookie",
    "if-match",
    "if-none-match",
    "origin",
    "range",
    "user-agent",
    "x-amz-date",
    "x-api-key",
    "x-forwarded-for",
];

/// Values that are offered for some of them.
const VALUES: [&str; 8] = [
    "application/json",
    "application/x-www-form-urlencoded",
    "text/plain",
    "application/xml",
    "*/*",
    "Bearer ",
    "no-cache",
    "https://my-page.example",
];

/// The header fields.
#[component]
pub fn Headers() -> impl IntoView {
    let desk = Desk::of_page();
    // One row more than there are fields.
    let rows = Derived::new(move |_| desk.headers.with(Vec::len) + 1);
    let write = move |index: usize, is_name: bool, text: String| {
        desk.headers.update(|headers| {
            if index == headers.len() {
                headers.push((String::new(), String::new()));
            }
            let field = &mut headers[index];
            *(if is_name { &mut field.0 } else { &mut field.1 }) = text;
        });
    };
    let row = move |index: usize| {
        let text = move |is_name: bool| {
            desk.headers.with(|headers| {
                headers
                    .get(index)
                    .map(|(name, value)| if is_name { name.clone() } else { value.clone() })
                    .unwrap_or_default()
            })
        };
        let is_next = move || desk.headers.with(|headers| index >= headers.len());
        view! {
            <li class="call__field">
                <input
                    aria-label="Name" placeholder=if index == 0 { "name" } else { "another name" } list="header-names" autocomplete="off"
                    autocapitalize="off" spellcheck="false" prop:value=move || text(true)
                    on:input=move |event| write(index, true, event_target_value(&event))
                />
                <input
                    aria-label="Value" placeholder="value" list="header-values" autocomplete="off" autocapitalize="off" spellcheck="false"
                    prop:value=move || text(false) on:input=move |event| write(index, false, event_target_value(&event))
                />
                <button
                    class="btn btn--quiet" type="button" aria-label="Remove this field" title="Remove this field" class:is-away=is_next
                    on:click=move |_| desk.headers.update(|headers| if index < headers.len() { headers.remove(index); })
                >
                    <Icon name=Name::Cross/>
                </button>
            </li>
        }
    };
    let added = move || {
        let kind = desk.body.with(|body| desk.headers.with(|headers| kind_of_body(body, headers)));
        let kind = kind.map(|kind| view! { <div><dt>"content-type"</dt><dd>{kind}</dd></div> });
        let length = desk.body.with(String::len);
        let length = (length > 0).then(|| view! { <div><dt>"content-length"</dt><dd>{length}</dd></div> });
        view! {
            <div><dt>"accept"</dt><dd>"*/*"</dd></div><div><dt>"user-agent"</dt><dd>"coldstart"</dd></div>{kind}{length}
        }
    };
    view! {
        <div class="call__headers">
            <datalist id="header-names">{NAMES.map(|name| view! { <option value=name></option> }).collect_view()}</datalist>
            <datalist id="header-values">{VALUES.map(|value| view! { <option value=value></option> }).collect_view()}</datalist>
            <ul><For each=move || 0..rows.get() key=|index| *index let:index>{row(index)}</For></ul>
            <div class="call__added">
                <p>"Sent with it, unless you set them"</p>
                <dl class="fields">{added}</dl>
            </div>
        </div>
    }
    .into_any()
}
