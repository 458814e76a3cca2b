//! The bill at the inspector's foot: what the run would have cost up to the playhead.

use leptos::prelude::*;

use crate::derived::Derived;
use crate::store::Store;
use crate::widgets::format;

/// The bill; its lines open on demand.
#[component]
pub fn Bill() -> impl IntoView {
    let bill = expect_context::<Store>().bill;
    let total = Derived::new(move |_| bill.with(|bill| format::dollars(bill.total_usd)));
    let used = Derived::new(move |_| {
        bill.with(|bill| bill.lines.iter().take(2).map(|line| line.0.clone()).collect::<Vec<_>>())
    });
    let lines = move || {
        let lines = bill.with(|bill| bill.lines.clone());
        if lines.is_empty() {
            return view! { <p class="muted">"Nothing was used yet."</p> }.into_any();
        }
        let rows =
            lines.into_iter().map(|(what, usd)| view! { <div><dt>{what}</dt><dd>{format::dollars(usd)}</dd></div> });
        view! { <dl>{rows.collect_view()}</dl> }.into_any()
    };
    view! {
        <details class="bill">
            <summary>
                <span><small>"Bill so far, on AWS"</small><b>{move || total.get()}</b></span>
                <span>{move || used.get().into_iter().map(|line| view! { <small>{line}</small> }).collect_view()}</span>
            </summary>
            {lines}
        </details>
    }
}
