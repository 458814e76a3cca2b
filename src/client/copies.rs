//! The same call for a shell, for JavaScript and for Python, to be taken along.

use leptos::prelude::*;

use super::copy_as::{Form, text};
use super::desk::Desk;
use crate::derived::Derived;
use crate::store::Store;
use crate::widgets::copy::Copy;

/// The call in another form.
#[component]
pub fn CopyAs() -> impl IntoView {
    let desk = Desk::of_page();
    let store = expect_context::<Store>();
    let shown = Derived::new(move |_| {
        let call = store.stage.with(|stage| desk.call(stage));
        call.map(|call| text(&call, desk.form.get()))
    });
    let one = move |form: Form| {
        view! {
            <button type="button" aria-pressed=move || (desk.form.get() == form).to_string() on:click=move |_| desk.form.set(form)>
                {form.title()}
            </button>
        }
    };
    let copied = Signal::derive(move || shown.get().unwrap_or_default());
    let body = move || match shown.get() {
        Ok(text) => view! { <pre tabindex="0" aria-label="The call">{text}</pre> }.into_any(),
        Err(fault) => view! { <p class="call__none">{fault}</p> }.into_any(),
    };
    view! {
        <div class="call__copies">
            <div class="call__status">
                <span class="call__forms" role="group" aria-label="Form">{Form::ALL.map(one).collect_view()}</span>
                <span class="grow"></span>
                <Copy text=copied what="the call"/>
            </div>
            {body}
        </div>
    }
    .into_any()
}
