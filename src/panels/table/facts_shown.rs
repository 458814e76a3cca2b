//! What a table declares: its key, its capacity, its stream, when items expire, and its indexes.

use cloud::view::stage::Column;
use cloud::view::table::OpenIndex;
use leptos::prelude::*;

use super::work::Work;
use crate::derived::Derived;
use crate::widgets::copy::Copy;
use crate::widgets::format;

/// The facts.
#[component]
pub fn Facts() -> impl IntoView {
    let work = Work::from_context();
    let facts = Derived::new(move |_| {
        let mut facts = work.table.get().map(|table| (*table).clone()).unwrap_or_default();
        // Whatever is scrolled to changes no fact.
        (facts.from, facts.items) = (0, Default::default());
        facts
    });
    let arn = Signal::derive(move || facts.with(|facts| facts.arn.clone()));
    let last = Derived::new(move |_| {
        work.store.table.with(|bench| {
            let calls = bench.as_ref().map(|bench| bench.calls.as_slice()).unwrap_or_default();
            calls.iter().find_map(|call| call.units.map(|units| format!("{units} by {}", call.operation)))
        })
    });
    let body = move || {
        let facts = facts.get();
        let fact = |name: &'static str, says: String| view! { <div><dt>{name}</dt><dd>{says}</dd></div> };
        let keys = facts
            .keys
            .iter()
            .zip(["Partition key", "Sort key"])
            .map(|(key, name)| fact(name, named(key)))
            .collect_view();
        let capacity = match facts.on_demand {
            true => fact("Billing", "on-demand, by request".to_owned()),
            false => fact("Provisioned", format!("{} read and {} write units a second", facts.units.0, facts.units.1)),
        };
        let average = (facts.total > 0)
            .then(|| fact("An item, on average", format::bytes(facts.bytes / facts.total.max(1) as u64)));
        let indexes = facts.indexes.clone();
        let none = indexes
            .is_empty()
            .then(|| view! { <p>"None. A query reads by the table's own key, and a scan reads all."</p> });
        view! {
            <section class="sect"><h3>"Key"</h3><dl class="facts-list">{keys}</dl></section>
            <section class="sect">
                <h3>"Capacity"</h3>
                <dl class="facts-list">
                    {capacity}
                    {fact("Units of the last call", last.get().unwrap_or_else(|| "not told: ReturnConsumedCapacity asks for them".to_owned()))}
                </dl>
            </section>
            <section class="sect">
                <h3>"Size"</h3>
                <dl class="facts-list">
                    {fact("Items", format::count(facts.total as u64))}
                    {fact("Together", format::bytes(facts.bytes))}
                    {average}
                </dl>
            </section>
            <section class="sect">
                <h3>"Settings"</h3>
                <dl class="facts-list">
                    {fact("Status", facts.status.to_owned())}
                    {fact("Items expire", facts.expires_by.map_or_else(|| "never: no TTL".to_owned(), |name| format!("by {name}, seconds since 1970")))}
                    {fact("Stream", facts.stream.map_or_else(|| "none".to_owned(), str::to_owned))}
                    {fact("Deletion protection", if facts.protected { "on" } else { "off" }.to_owned())}
                </dl>
            </section>
            <section class="sect is-wide">
                <h3>"Indexes"</h3>{none}
                <ul class="indexes">{indexes.iter().map(index).collect_view()}</ul>
            </section>
        }
        .into_any()
    };
    view! {
        <div class="schema" tabindex="0" role="region" aria-label="Facts">
            <section class="sect is-wide"><h3>"ARN"</h3><p class="mono schema__arn">{arn}<Copy text=arn what="the ARN"/></p></section>
            {body}
        </div>
    }
    .into_any()
}

fn named(key: &Column) -> String {
    format!("{} ({})", key.name, super::typed::words(key.type_name))
}

fn index(index: &OpenIndex) -> AnyView {
    let kind = if index.global { "global" } else { "local" };
    let keys = index.keys.iter().map(named).collect::<Vec<_>>().join(", then ");
    let status = (index.global && index.status != "ACTIVE")
        .then(|| view! { <span class="chip chip--now">{index.status}</span> });
    let size = format!(
        "{}, {}",
        format::counted(usize::try_from(index.total).unwrap_or(usize::MAX), "item", "items"),
        format::bytes(index.bytes)
    );
    view! {
        <li>
            <h4>{index.name.to_string()}<span class="chip">{kind}</span>{status}</h4>
            <p>"By "<span class="mono">{keys}</span>". It holds "<span class="mono">{index.holds.clone()}</span>": "{size}"."</p>
        </li>
    }
    .into_any()
}
