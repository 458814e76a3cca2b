//! What stands beside the stage on a projector: one question or one payload, and a large clock.

use leptos::prelude::*;

use crate::derived::Derived;
use crate::panels::PayloadSlide;
use crate::reader::Question;
use crate::store::{Inspected, Selection, Store};
use crate::widgets::format;

/// What the slide shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// The payload of the message that is selected.
    Payload,
    /// The step's question.
    Question,
    /// The step's title: there is nothing to ask.
    Title,
}

/// The projector's slide.
#[component]
pub fn Projector() -> impl IntoView {
    let store = expect_context::<Store>();
    let shown = Derived::new(move |_| {
        let is_message = store.selection.with(|selection| matches!(selection, Some(Selection::Message(_))))
            && store.inspected.with(|inspected| matches!(inspected.as_deref(), Some(Inspected::Message(_))));
        let asks =
            store.lesson.with(|lesson| lesson.steps.get(lesson.current).is_some_and(|step| step.prediction.is_some()));
        match (is_message, asks) {
            (true, _) => Shown::Payload,
            (false, true) => Shown::Question,
            (false, false) => Shown::Title,
        }
    });
    let step = Derived::new(move |_| {
        store.lesson.with(|lesson| {
            let title = lesson.steps.get(lesson.current).map(|step| step.title.clone());
            (lesson.current + 1, lesson.steps.len(), title)
        })
    });
    let message = Derived::new(move |_| {
        store.inspected.with(|inspected| match inspected.as_deref() {
            Some(Inspected::Message(message)) => (message.number.number, message.operation),
            _ => (0, ""),
        })
    });
    let kicker = move || match (shown.get(), step.get(), message.get()) {
        (Shown::Payload, _, (number, _)) => format!("Message {number}"),
        (_, (step, of, Some(_)), _) => format!("Step {step} of {of}"),
        (_, (_, of, None), _) if of > 0 => "The lesson is done".to_owned(),
        _ => String::new(),
    };
    let content = move || match shown.get() {
        Shown::Payload => view! {
            <h2>{move || message.get().1}</h2>
            <div class="slide__payload"><PayloadSlide/></div>
        }
        .into_any(),
        Shown::Question => view! { <Question/> }.into_any(),
        Shown::Title => view! { <h2>{move || step.get().2}</h2> }.into_any(),
    };
    let standing = move || match store.transport.with(|transport| (transport.playing, transport.rewound)) {
        (true, _) => "milliseconds of virtual time, playing",
        (false, true) => "milliseconds of virtual time, paused, rewound",
        (false, false) => "milliseconds of virtual time, paused",
    };
    view! {
        <aside class="inspector slide" aria-label="Slide">
            <p class="slide__kicker">{kicker}</p>
            {content}
            <p class="slide__clock"><b>{move || format::clock(store.at_us.get())}</b><span>{standing}</span></p>
        </aside>
    }
}
