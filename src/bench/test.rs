//! Trying a function: an event, a run, and what came of it.

use leptos::{ev, prelude::*};

use super::calls;
use super::events::{self, Chosen};
use super::naming::Naming;
use super::outcome::Outcome;
use super::result::{Run, Shown};
use super::work::Work;
use crate::aws;
use crate::derived::Derived;
use crate::store::{Dispatch, Store};
use crate::widgets::editor::{Editor, Fault, Text};
use crate::widgets::icon::{Icon, Name};
use crate::widgets::json;

/// What was typed and chosen last: it is there again when the learner comes back from another part of the bench.
#[derive(Clone, Copy)]
pub struct Bed {
    chosen: RwSignal<Chosen>,
    text: RwSignal<String>,
    run: RwSignal<Run>,
}

impl Bed {
    /// The event that fits most functions here.
    pub fn new(store: Store) -> Self {
        Self {
            chosen: RwSignal::new(Chosen::Template(events::fitting(store))),
            text: RwSignal::new(events::template(events::fitting(store), store)),
            run: RwSignal::new(Run::None),
        }
    }
}

/// The test.
#[component]
pub fn Test() -> impl IntoView {
    let work = Work::from_context();
    let bed = expect_context::<Bed>();
    let dispatch = Dispatch::from_context();
    let fault = Derived::new(move |_| bed.text.with(|text| json::fault(text, "event")));
    let running = move || matches!(bed.run.get(), Run::Running);
    let is_ready = move || fault.with(Option::is_none) && !running();
    let run = move || {
        if untrack(|| !is_ready()) {
            return;
        }
        bed.run.set(Run::Running);
        let request = work.name.with_value(|name| bed.text.with_untracked(|event| calls::invoke(name, event)));
        leptos::task::spawn_local(async move {
            let outcome = aws::call(dispatch, request).await.map(|answer| Outcome::of(&answer));
            let _ = work.outcome.try_set(outcome);
            let _ = bed.run.try_set(Run::Done);
        });
    };
    let by_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            run();
        }
    };
    view! {
        <div class="test" on:keydown:capture=by_key>
            <div class="test__event">
                <div class="bench__bar">
                    <Choice bed/>
                    <span class="grow"></span>
                    <button
                        class="btn" class:btn--ink=is_ready type="button" aria-disabled=move || (!is_ready()).then_some("true")
                        on:click=move |_| run()
                    >
                        <Icon name=Name::Play/>"Run"<kbd>"Ctrl"</kbd><kbd>"Enter"</kbd>
                    </button>
                </div>
                <Event bed fault/>
            </div>
            <div class="test__result" role="region" aria-label="Result"><Shown run=bed.run/></div>
        </div>
    }
    .into_any()
}

/// The event's text, with its fault in words.
#[component]
fn Event(bed: Bed, fault: Derived<Option<Fault>>) -> impl IntoView {
    let work = Work::from_context();
    let text = Signal::derive(move || Text { id: bed.chosen.get().value(), text: bed.text.get(), language: "json" });
    let faults = Signal::derive(move || fault.get().into_iter().collect::<Vec<_>>());
    let store = expect_context::<Store>();
    let empty = Derived::new(move |_| events::empty_bucket(store));
    let note = move || match fault.get() {
        Some(fault) => view! { <span class="is-wrong"><Icon name=Name::Cross/>{fault.message}</span> }.into_any(),
        None if work.is_edited() => {
            view! { <span>"Runs what is deployed. What you edited is not: deploy it first."</span> }.into_any()
        }
        None if bed.chosen.get() == Chosen::Template("S3 put") && empty.with(Option::is_some) => {
            let bucket = empty.get().unwrap_or_default();
            view! { <span>{format!("Nothing lies in {bucket} yet. Drop a photo first, and choose this event again: else the function looks for one that is not there.")}</span> }.into_any()
        }
        None => {
            view! { <span>"Run sends Invoke, waits for the answer, and asks for the log's tail."</span> }.into_any()
        }
    };
    view! {
        <Editor
            library=work.library() text label="Test event, JSON" faults
            changed=Callback::new(move |text| bed.text.set(text)) saved=Callback::new(move |()| work.deploy())
        />
        <p class="test__note" role="status">{note}</p>
    }
    .into_any()
}

/// Which event, and keeping one's own.
#[component]
fn Choice(bed: Bed) -> impl IntoView {
    let store = expect_context::<Store>();
    let own = RwSignal::new(events::own());
    let naming = RwSignal::new(false);
    let choose = move |event: ev::Event| {
        let Some(chosen) = Chosen::of_value(&event_target_value(&event)) else { return };
        let text = match &chosen {
            Chosen::Template(name) => events::template(name, store),
            Chosen::Own(name) => own.with_untracked(|own| own.get(name).cloned().unwrap_or_default()),
        };
        bed.chosen.set(chosen);
        bed.text.set(text);
    };
    let options = move || {
        let now = bed.chosen.get();
        let one = |chosen: Chosen, name: String| {
            let is_chosen = chosen == now;
            view! { <option value=chosen.value() selected=is_chosen>{name}</option> }
        };
        let kept = own.with(|own| own.keys().map(|name| one(Chosen::Own(name.clone()), name.clone())).collect_view());
        let any = own.with(|own| !own.is_empty());
        view! {
            <optgroup label="Templates">
                {events::names().map(|name| one(Chosen::Template(name), name.to_owned())).collect_view()}
            </optgroup>
            {any.then(|| view! { <optgroup label="Your own">{kept}</optgroup> })}
        }
        .into_any()
    };
    let keep = Callback::new(move |name: Option<String>| {
        naming.set(false);
        let Some(name) = name else { return };
        own.update(|own| drop(own.insert(name.clone(), bed.text.get_untracked())));
        own.with_untracked(events::keep);
        bed.chosen.set(Chosen::Own(name));
    });
    let forget = move |_| {
        let Chosen::Own(name) = bed.chosen.get_untracked() else { return };
        own.update(|own| drop(own.remove(&name)));
        own.with_untracked(events::keep);
        bed.chosen.set(Chosen::Template("Empty"));
        bed.text.set(events::template("Empty", store));
    };
    let wrong = Callback::new(|name: String| name.is_empty().then(|| "A name is missing.".to_owned()));
    move || {
        if naming.get() {
            let first = match bed.chosen.get_untracked() {
                Chosen::Own(name) => name,
                Chosen::Template(_) => String::new(),
            };
            return view! { <Naming label="Name of your event" first wrong done=keep/> }.into_any();
        }
        view! {
            <label class="test__choice">"Event"
                <select class="input" on:change=choose>{options}</select>
            </label>
            <button class="btn btn--text" type="button" on:click=move |_| naming.set(true)>"Keep as"</button>
            {move || matches!(bed.chosen.get(), Chosen::Own(_)).then(|| view! {
                <button class="btn btn--text" type="button" on:click=forget>"Forget"</button>
            })}
        }
        .into_any()
    }
}
