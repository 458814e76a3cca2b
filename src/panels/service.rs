//! A service as a whole, such as IAM: the calls made to it, newest first.

use cloud::sim::trace::Place;
use leptos::prelude::*;

use super::Head;
use crate::derived::Derived;
use crate::store::{Action, Dispatch, Selection, Store};
use crate::widgets::disc::Disc;
use crate::widgets::format;
use crate::widgets::icon::Name;

/// The most calls that are listed.
const MAX_CALLS: usize = 100;

/// A service.
#[component]
pub fn Service(
    /// Its endpoint prefix.
    name: String,
) -> impl IntoView {
    let own = name.clone();
    let is_own = move |place: &Place| matches!(place, Place::Service(prefix) if **prefix == *own);
    view! {
        <Head family="integration" glyph=Name::of_place(&Place::Service("")) kind="AWS service".to_owned() name/>
        <div class="panel__body"><section class="sect"><h3>"Calls, newest first"</h3>{calls(is_own)}</section></div>
    }
    .into_any()
}

/// The calls made to a place, newest first, as far as the playhead.
pub fn calls(is_own: impl Fn(&Place) -> bool + Send + Sync + 'static) -> AnyView {
    let store = expect_context::<Store>();
    let dispatch = Dispatch::from_context();
    let calls = Derived::new(move |_| {
        let at_us = store.at_us.get();
        store.tape.with(|tape| {
            let is_own = |lane: usize| tape.lanes.get(lane).is_some_and(|lane| is_own(&lane.place));
            let calls = tape.arrows.iter().rev().filter(|arrow| arrow.sent_us <= at_us && is_own(arrow.to_lane));
            calls
                .take(MAX_CALLS)
                .map(|arrow| (arrow.number, arrow.operation, arrow.sent_us, arrow.failed))
                .collect::<Vec<_>>()
        })
    });
    let list = move || {
        let calls = calls.get();
        if calls.is_empty() {
            return view! { <p class="empty">"No calls to it in this run so far."</p> }.into_any();
        }
        let rows = calls.into_iter().map(|(number, operation, sent_us, failed)| {
            view! {
                <li><button type="button" on:click=move |_| dispatch.send(Action::Select(Some(Selection::Message(number.message))))>
                    <Disc message=number.message number=number.number/>
                    <b class="mono">{operation}</b>
                    {failed.then(|| view! { <span class="chip chip--fail">"Failed"</span> })}
                    <time>{format::ms(sent_us)}</time>
                </button></li>
            }
        });
        view! { <ul class="calls">{rows.collect_view()}</ul> }.into_any()
    };
    list.into_any()
}
