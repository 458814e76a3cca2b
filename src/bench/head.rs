//! The bench's head: which function, what of it is edited, and the two things to do about that.

use cloud::services::lambda::function_arn;
use leptos::prelude::*;

use super::work::{Deploying, Work};
use crate::store::{Action, Dispatch, Store};
use crate::widgets::icon::{Icon, Name};

/// The function's name, and the way back.
#[component]
pub fn Heading(
    /// The function's name.
    name: String,
    /// What stands at its end.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let dispatch = Dispatch::from_context();
    let arn = function_arn(&name);
    view! {
        <header class="bench__head">
            <button
                class="btn btn--quiet bench__back" type="button" aria-label="Back to the map" title="Back to the map (Esc)"
                on:click=move |_| dispatch.send(Action::Open(None))
            >
                <Icon name=Name::ChevronRight/>
            </button>
            <span class="fam--compute"><Icon name=Name::Lambda/></span>
            <div class="bench__name"><h2>{name}</h2><p>{arn}</p></div>
            {children.map(|children| children())}
        </header>
    }
    .into_any()
}

/// The head of a function that is open.
#[component]
pub fn Head() -> impl IntoView {
    let work = Work::from_context();
    let store = expect_context::<Store>();
    let behind = move || store.bench.with(|bench| bench.as_ref().is_some_and(|bench| bench.behind));
    let sent = move || work.deploying.get() == Deploying::Sent;
    let is_ready = move || work.is_edited() && !sent();
    let state = move || match (sent(), work.is_edited()) {
        (true, _) => view! { <span class="chip chip--now">"deploying"</span> }.into_any(),
        (false, true) => view! { <span class="chip chip--now">"edited, not deployed"</span> }.into_any(),
        (false, false) if behind() => {
            view! { <span class="chip">"deployed, not yet at the playhead"</span> }.into_any()
        }
        (false, false) => view! { <span class="chip chip--ok"><Icon name=Name::Tick/>"deployed"</span> }.into_any(),
    };
    let refused = move || match work.deploying.get() {
        Deploying::Refused(why) => Some(view! {
            <p><Icon name=Name::Cross/><span><b>"Lambda refused the deployment. "</b>{why}</span></p>
        }),
        _ => None,
    };
    view! {
        <Heading name=work.name.get_value()>
            <span class="bench__state" role="status">{state}</span>
            <button
                class="btn btn--line" type="button" aria-disabled=move || (!is_ready()).then_some("true")
                on:click=move |_| if is_ready() { work.begin(work.deployed.get_untracked()) }
            >
                "Discard"
            </button>
            <button
                class="btn" class:btn--ink=is_ready type="button" aria-disabled=move || (!is_ready()).then_some("true")
                on:click=move |_| work.deploy()
            >
                "Deploy"<kbd>"Ctrl"</kbd><kbd>"S"</kbd>
            </button>
        </Heading>
        <div class="bench__refused" role="alert">{refused}</div>
    }
    .into_any()
}
