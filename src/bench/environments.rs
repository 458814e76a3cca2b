//! The function's environments: each with its life as the map draws it, its age, its runs, and what it holds.

use cloud::view::stage::{Contents, EnvironmentView, FunctionView};
use leptos::prelude::*;

use super::work::Work;
use crate::derived::Derived;
use crate::map::EnvironmentCell;
use crate::store::Store;
use crate::store::bench::EnvironmentFacts;
use crate::widgets::format;

/// The environments.
#[component]
pub fn Environments() -> impl IntoView {
    let store = expect_context::<Store>();
    let name = Work::from_context().name;
    let view: Derived<Option<FunctionView>> = Derived::new(move |_| {
        store.stage.with(|stage| {
            let node = stage.nodes.iter().find(|node| name.with_value(|name| node.title == *name))?;
            match &node.contents {
                Contents::Function(view) => Some(view.clone()),
                _ => None,
            }
        })
    });
    let ids = Derived::new(move |_| {
        let list = |view: &FunctionView| view.environments.iter().map(|one| one.id).collect::<Vec<_>>();
        view.with(|view| view.as_ref().map(list).unwrap_or_default())
    });
    let one = move |id| {
        let environment = Derived::new(move |_| {
            view.with(|view| view.as_ref()?.environments.iter().find(|one| one.id == id).cloned())
        });
        let facts = Derived::new(move |_| {
            store.bench.with(|bench| bench.as_ref()?.environments.iter().find(|one| one.id == id).cloned())
        });
        view! { <li class="held-by"><EnvironmentCell id view store/><Facts environment facts/></li> }
    };
    move || {
        if ids.with(Vec::is_empty) {
            return view! {
                <div class="empty panel__empty">
                    <b>"No environment yet"</b>
                    <p>"Lambda starts one when an event finds none that is free. It is kept for a while after, and so is what its globals hold."</p>
                </div>
            }
            .into_any();
        }
        view! { <ol class="held-by-all"><For each=move || ids.get() key=|id| *id children=one/></ol> }.into_any()
    }
}

/// What is known of one.
#[component]
fn Facts(environment: Derived<Option<EnvironmentView>>, facts: Derived<Option<EnvironmentFacts>>) -> impl IntoView {
    let store = expect_context::<Store>();
    let age = move || {
        let started = environment.with(|one| one.as_ref().map_or(0.0, |one| one.started_us));
        let seconds = (store.at_us.get() - started).max(0.0) / 1_000_000.0;
        if seconds < 60.0 { format!("{seconds:.1} s") } else { format!("{:.0} min", seconds / 60.0) }
    };
    let age = Derived::new(move |_| age());
    let runs = move || facts.with(|facts| facts.as_ref().map_or(0, |facts| facts.runs));
    let holds = move || {
        let holds = facts.with(|facts| facts.as_ref().and_then(|facts| facts.holds.clone()));
        match holds {
            None => view! { <p>"Nothing is known yet of its globals and its /tmp."</p> }.into_any(),
            Some(holds) if holds.is_empty() => view! { <p>"Its globals and its /tmp hold nothing."</p> }.into_any(),
            Some(holds) => {
                let one = |(name, text): &(String, String)| {
                    view! { <div><dt>{name.clone()}</dt><dd>{text.clone()}</dd></div> }
                };
                view! { <dl class="holds">{holds.iter().map(one).collect_view()}</dl> }.into_any()
            }
        }
    };
    view! {
        <p class="held-by__facts">
            <span><b>{move || age.get()}</b>" old"</span>
            <span><b>{runs}</b>{move || if runs() == 1 { " run" } else { " runs" }}</span>
        </p>
        <h4>"What it holds"</h4>
        {holds}
    }
    .into_any()
}

/// A time of the run, as the log's lines begin.
pub fn at(us: f64) -> String {
    format::ms_short(us / 1_000.0)
}
