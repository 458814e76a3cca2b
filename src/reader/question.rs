//! A question before the run: the answer is kept until the run has shown it.

use leptos::prelude::*;
use lessons::view::PredictionView;

use super::prose::Prose;
use super::step::part;
use crate::derived::Derived;
use crate::store::{Action, Dispatch, Store};
use crate::widgets::icon::{Icon, Name};

/// The open step's question, if it has one.
#[component]
pub fn Question() -> impl IntoView {
    let store = expect_context::<Store>();
    let asked =
        part(store, |step| step.prediction.as_ref().map(|asked| (asked.question.clone(), asked.choices.clone())));
    let chosen = part(store, |step| step.prediction.as_ref().and_then(|asked| asked.chosen));
    let revealed = part(store, |step| step.prediction.as_ref().and_then(|asked| asked.revealed.clone()));
    let right = Derived::new(move |_| revealed.with(|revealed| revealed.as_ref().map(|(right, _)| *right)));
    let is_revealed = Derived::new(move |_| right.get().is_some());
    move || {
        asked.get().map(|(question, choices)| {
            let shown = PredictionView { question, choices, ..PredictionView::default() };
            view! {
                <fieldset
                    class="ask" class:is-wanted=move || chosen.get().is_none()
                    class:is-revealed=move || is_revealed.get()
                >
                    <legend>
                        {move || is_revealed.get().then(|| view! { <span class="ask__kicker">"You predicted"</span> })}
                        {shown.question}
                    </legend>
                    <Choices choices=shown.choices chosen right/>
                    <p class="ask__kept">
                        {move || (chosen.get().is_some() && !is_revealed.get()).then_some("Your answer is kept until you run it.")}
                    </p>
                    <div role="status">
                        {move || revealed.get().map(|(right, why)| view! {
                            <p class="ask__verdict">{verdict(chosen.get() == Some(right))}</p>
                            <Prose html=Signal::stored(why)/>
                        })}
                    </div>
                </fieldset>
            }
        })
    }
}

fn verdict(right: bool) -> AnyView {
    if right {
        return view! { <span class="chip chip--ok"><Icon name=Name::Tick/>"Right"</span> }.into_any();
    }
    view! { <span class="chip chip--slow"><Icon name=Name::Dots/>"Not quite"</span> }.into_any()
}

#[component]
fn Choices(choices: Vec<String>, chosen: Derived<Option<usize>>, right: Derived<Option<usize>>) -> impl IntoView {
    let dispatch = Dispatch::from_context();
    let options = choices.into_iter().enumerate().map(|(index, choice)| {
        let letter = char::from(b'A' + u8::try_from(index % 26).expect("less than 26"));
        let is_picked = move || chosen.get() == Some(index);
        let is_right = move || right.get() == Some(index);
        view! {
            <label class="choice" class:is-picked=is_picked class:is-right=is_right>
                <input
                    type="radio" name="prediction" prop:checked=is_picked prop:disabled=move || right.get().is_some()
                    on:change=move |_| dispatch.send(Action::Answer(index))
                />
                <span class="choice__letter" aria-hidden="true">{letter.to_string()}</span>
                <span>{choice}</span>
                {move || is_right().then(|| view! { <Icon name=Name::Tick/><span class="hidden-text">", the right answer"</span> })}
            </label>
        }
    });
    options.collect_view()
}
